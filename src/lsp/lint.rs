//! Linting what is open, and showing what was found.

use std::{
    fs, io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    time::Instant,
};

use hongbi::{
    LintError,
    config::{self, Config, ConfigError},
    engine::Diagnostic,
    format,
};
use serde_json::json;

use crate::lsp::{
    open_document::OpenDocument,
    publish,
    state::{Server, Stamp, said},
    text::Text,
    uri,
};

impl Server {
    pub(super) fn lint(&mut self, uri: &str) -> io::Result<()> {
        let Some(path) = self.drafts.get(uri).map(|draft| draft.path.clone()) else {
            return Ok(());
        };
        self.reload_if_changed(&path);
        let begun = Instant::now();
        let Some(draft) = self.drafts.get(uri) else {
            return Ok(());
        };
        let outcome = catch_unwind(AssertUnwindSafe(|| self.look(draft)));
        let version = draft.version;
        let (found, shown, problem) = match outcome {
            Ok(Ok(found)) => {
                // What another finding explains is shown there; its fix is offered at its place.
                let shown = found
                    .iter()
                    .filter(|found| found.within.is_none())
                    .map(|found| publish::diagnostic(found, draft, &self.client))
                    .collect();
                (found, shown, None)
            }
            Ok(Err(error)) if draft.is_config() => {
                let shown = publish::problems(&error, &draft.text, self.lang);
                (Vec::new(), shown, None)
            }
            Ok(Err(error)) => {
                let shown = vec![publish::unusable(&error, &self.client, self.lang)];
                (Vec::new(), shown, Some(error))
            }
            Err(panic) => {
                let message = json!({"type": 1, "message": said(&*panic)});
                self.notify("window/logMessage", message)?;
                (Vec::new(), Vec::new(), None)
            }
        };
        if let Some(draft) = self.drafts.get_mut(uri) {
            draft.linted(found, begun.elapsed());
        }
        self.publish(uri, version, &shown)?;
        self.show_config(&path, problem.as_ref())
    }

    /// What is wrong with `draft`, or with the configuration that it is or has.
    fn look(&self, draft: &OpenDocument) -> Result<Vec<Diagnostic>, ConfigError> {
        let text = draft.text.as_str();
        if draft.is_config() {
            return Config::parse(&draft.path, text).map(|_| Vec::new());
        }
        // An office document that an editor shows as text has nothing to be said about.
        if self.excluded(&draft.path) || !format::is_text(&draft.path) {
            return Ok(Vec::new());
        }
        match self.linter.lint_text(&draft.path, text) {
            Ok(report) => Ok(report.diagnostics),
            Err(LintError::Config(error)) => Err(error),
            // Only reading and decoding give others, and neither was done.
            Err(_) => Ok(Vec::new()),
        }
    }

    /// Whether the configuration excludes the draft at `path` or a folder above it.
    fn excluded(&self, path: &Path) -> bool {
        let discovery = self.linter.discovery();
        let Ok(config) = discovery.config(path) else {
            return false;
        };
        let Some(root) = config.path.parent() else {
            return false;
        };
        path.ancestors()
            .take_while(|place| *place != root && place.starts_with(root))
            .any(|place| discovery.excludes(place, place != path))
    }

    /// Shows the mistakes in the configuration of the draft at `path`, or takes back those shown.
    fn show_config(&mut self, path: &Path, error: Option<&ConfigError>) -> io::Result<()> {
        let open = |server: &Self, path: &Path| {
            // One that is open is linted as it stands in the editor.
            server.drafts.values().any(|draft| draft.path == *path)
        };
        if let Some(error) = error {
            if !open(self, &error.path) && !self.wrong.contains(&error.path) {
                let text = Text::new(error.text.to_string(), self.client.encoding);
                let shown = publish::problems(error, &text, self.lang);
                self.publish(&uri::of_path(&error.path), None, &shown)?;
                self.wrong.push(error.path.clone());
            }
            return Ok(());
        }
        let folders: Vec<PathBuf> = path
            .ancestors()
            .skip(1)
            .map(|folder| folder.join(config::FILE))
            .collect();
        let (right, wrong): (Vec<_>, Vec<_>) = std::mem::take(&mut self.wrong)
            .into_iter()
            .partition(|shown| folders.contains(shown));
        self.wrong = wrong;
        for path in right {
            if !open(self, &path) {
                self.publish(&uri::of_path(&path), None, &[])?;
            }
        }
        Ok(())
    }

    /// Reloads where the configuration of the draft at `path` is not the one that was read. Not
    /// every client watches files, so it is looked at before each use.
    pub(super) fn reload_if_changed(&mut self, path: &Path) {
        let folder = path.parent().unwrap_or(path);
        let now = stamp(folder);
        if self.stamps.get(folder).is_some_and(|before| *before != now) {
            self.reload();
        }
        self.stamps.insert(folder.to_owned(), now);
    }
}

/// The nearest configuration upward from `folder`, as it is now.
fn stamp(folder: &Path) -> Stamp {
    folder.ancestors().find_map(|folder| {
        let path = folder.join(config::FILE);
        let metadata = fs::metadata(&path).ok().filter(fs::Metadata::is_file)?;
        Some((path, metadata.modified().ok(), metadata.len()))
    })
}
