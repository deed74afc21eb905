//! An open document.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use hongbi::{config, engine::Diagnostic, format};

use crate::lsp::{
    protocol::{Change, Opened},
    text::{Encoding, Text},
    uri,
};

/// A draft is linted so long after its last change, or a quarter as long as linting it takes where that
/// is more, up to the second figure.
const QUIET: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(400));
/// Whoever types without a pause gets an answer this often all the same.
const LONGEST: Duration = Duration::from_secs(1);

/// A document that the client has open, saved or not.
pub(super) struct OpenDocument {
    pub(super) uri: String,
    /// Its file, or for one that was never saved the name that gives its format and configuration.
    pub(super) path: PathBuf,
    /// Whether it has a file.
    pub(super) saved: bool,
    pub(super) version: Option<i64>,
    pub(super) text: Text,
    /// What was found in it, where it has not changed since.
    pub(super) found: Vec<Diagnostic>,
    /// How long linting it took.
    pub(super) took: Duration,
    pending: Option<Pending>,
}

struct Pending {
    since: Instant,
    due: Instant,
}

impl OpenDocument {
    /// `folder` is where drafts without a file are thought to be.
    pub(super) fn new(opened: Opened, encoding: Encoding, folder: &Path) -> Self {
        let file = uri::to_path(&opened.uri);
        let saved = file.is_some();
        let markdown = opened.language_id == "markdown";
        let mut path = file.unwrap_or_else(|| folder.join("untitled"));
        if !format::is_known(&path) && path.file_name() != Some(config::FILE.as_ref()) && markdown {
            path.set_extension("md");
        }
        let now = Instant::now();
        Self {
            uri: opened.uri,
            path,
            saved,
            version: opened.version,
            text: Text::new(opened.text, encoding),
            found: Vec::new(),
            took: Duration::ZERO,
            pending: Some(Pending {
                since: now,
                due: now,
            }),
        }
    }

    /// Whether it is a configuration, which is checked as one.
    pub(super) fn is_config(&self) -> bool {
        self.path.file_name() == Some(config::FILE.as_ref())
    }

    pub(super) fn change(&mut self, version: Option<i64>, changes: Vec<Change>) {
        for change in changes {
            self.text.apply(change);
        }
        self.version = version.or(self.version);
        let now = Instant::now();
        let since = self.pending.as_ref().map_or(now, |pending| pending.since);
        let due = now + (self.took / 4).clamp(QUIET.0, QUIET.1);
        self.pending = Some(Pending {
            since,
            due: due.min(since + LONGEST),
        });
    }

    /// Has it linted again although its text did not change.
    pub(super) fn outdate(&mut self) {
        let now = Instant::now();
        self.pending = Some(Pending {
            since: now,
            due: now,
        });
    }

    /// When it is to be linted; `None` where [`Self::found`] is of its present text.
    pub(super) fn due(&self) -> Option<Instant> {
        self.pending.as_ref().map(|pending| pending.due)
    }

    pub(super) fn linted(&mut self, found: Vec<Diagnostic>, took: Duration) {
        self.found = found;
        self.took = took;
        self.pending = None;
    }
}
