//! Configuration: `hongbi.toml`, the nearest upward from each linted file.

mod discovery;
mod error;
mod facts;
mod read;
mod selection;

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
    path::{Path, PathBuf},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use globset::GlobSet;
use serde::{Deserialize, Serialize};

pub use discovery::Discovery;
pub use error::{ConfigError, Problem};
pub use read::schema;
pub use selection::{Selection, nearest_rule};

use crate::{
    facts::local::LocalFacts,
    rules::{Lang, Level, Rule},
};

/// The file's name.
pub const FILE: &str = "hongbi.toml";

/// What a rule is set to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RuleSetting {
    /// Its level, where the configuration names one.
    pub level: Option<Level>,
    /// Its options.
    pub options: BTreeMap<String, serde_json::Value>,
}

/// From which level on findings fail a run.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Only errors fail a run.
    Error,
    /// Warnings and errors do.
    #[default]
    Warning,
    /// Any finding does.
    Info,
    /// None does.
    Never,
}

impl FailOn {
    /// The lowest level that fails, or `None` where none does.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Error => Some(Level::Error),
            Self::Warning => Some(Level::Warning),
            Self::Info => Some(Level::Info),
            Self::Never => None,
        }
    }
}

/// A configuration that was read and found right.
#[derive(Debug, Default)]
pub struct Config {
    /// The file, as found; empty for the built-in defaults.
    pub path: PathBuf,
    /// The folder that its paths are relative to.
    root: PathBuf,
    /// Its text, for telling lines.
    text: String,
    /// Where these end.
    line_ends: OnceLock<Vec<usize>>,
    /// The language of messages.
    pub lang: Option<Lang>,
    /// From which level on findings fail a run.
    pub fail_on: Option<FailOn>,
    /// Rules of the user's own.
    pub custom: Vec<Arc<Rule>>,
    /// Dated facts of one's own place.
    pub facts: Arc<LocalFacts>,
    exclude: GlobSet,
    /// By name of rule or category.
    rules: BTreeMap<String, RuleSetting>,
    overrides: Vec<Override>,
    allow: Vec<Allow>,
    /// Their indices by rule.
    allow_by_rule: HashMap<String, Vec<usize>>,
}

#[derive(Debug)]
struct Override {
    paths: GlobSet,
    rules: BTreeMap<String, RuleSetting>,
}

/// One exception.
#[derive(Debug)]
pub struct Allow {
    rule: String,
    paths: Option<GlobSet>,
    text: Option<String>,
    /// Why it is one.
    pub reason: String,
    /// Where it is in the configuration.
    pub span: Range<usize>,
    used: AtomicBool,
}

/// An `[[allow]]` entry for `hongbi.toml` that allows the findings of `rule` on texts that hold `text`, in
/// drafts whose paths match the glob `path`; where one of these is empty, on any text or in any draft.
pub fn allow_entry(rule: &str, path: &str, text: &str, reason: &str) -> String {
    /// More of a text than this many characters only makes the entry long.
    const LONGEST: usize = 40;
    let text: String = text.chars().take(LONGEST).collect();
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let mut out = format!("[[allow]]\nrule = {}\n", quoted(rule));
    for (key, value) in [("path", path), ("text", &text)] {
        if !value.is_empty() {
            out.push_str(&format!("{key} = {}\n", quoted(value)));
        }
    }
    out.push_str(&format!("reason = {}\n", quoted(reason)));
    out
}

impl Config {
    /// Reads and checks the configuration in `text`, which is at `path`.
    ///
    /// # Errors
    /// With every mistake found, each with its place.
    pub fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        read::config(path, text)
    }

    /// Which of the overrides apply to `path`.
    pub(crate) fn overrides_for(&self, path: &Path) -> Vec<bool> {
        if self.overrides.is_empty() {
            return Vec::new();
        }
        let relative = self.relative(path);
        self.overrides
            .iter()
            .map(|entry| entry.paths.is_match(&relative))
            .collect()
    }

    /// What `rule` is set to where `overrides` apply: its category first, then itself, then the
    /// overrides in order.
    pub(crate) fn setting(&self, rule: &Rule, overrides: &[bool]) -> RuleSetting {
        let mut setting = RuleSetting::default();
        let applied = self
            .overrides
            .iter()
            .zip(overrides)
            .filter(|(_, applies)| **applies)
            .map(|(entry, _)| &entry.rules);
        for rules in std::iter::once(&self.rules).chain(applied) {
            for name in [rule.category.name(), &rule.name] {
                if let Some(found) = rules.get(name) {
                    setting.level = found.level.or(setting.level);
                    setting.options.extend(found.options.clone());
                }
            }
        }
        setting
    }

    /// Whether an entry allows a finding of `rule` on `text` in `path`; such an entry is used.
    pub(crate) fn allows(&self, rule: &str, path: &str, text: &str) -> bool {
        let of_rule = self.allow_by_rule.get(rule).into_iter().flatten();
        let entry = of_rule
            .filter_map(|&index| self.allow.get(index))
            .find(|entry| {
                entry
                    .text
                    .as_ref()
                    .is_none_or(|wanted| text.contains(wanted.as_str()))
                    && entry
                        .paths
                        .as_ref()
                        .is_none_or(|paths| paths.is_match(self.relative(Path::new(path))))
            });
        if let Some(entry) = entry {
            entry.used.store(true, Ordering::Relaxed);
        }
        entry.is_some()
    }

    /// The line of its file, from 1, that holds byte `offset`.
    pub fn line(&self, offset: usize) -> usize {
        let ends = self
            .line_ends
            .get_or_init(|| memchr::memchr_iter(b'\n', self.text.as_bytes()).collect());
        ends.partition_point(|&end| end < offset) + 1
    }

    /// Exceptions that nothing needed.
    pub fn unused_allows(&self) -> impl Iterator<Item = &Allow> {
        self.allow
            .iter()
            .filter(|entry| !entry.used.load(Ordering::Relaxed))
    }

    /// Whether `path`, a folder or a file, is excluded.
    pub(crate) fn excludes(&self, path: &Path, folder: bool) -> bool {
        if self.exclude.is_empty() {
            return false;
        }
        let relative = self.relative(path);
        self.exclude.is_match(&relative) || folder && self.exclude.is_match(relative.join("*"))
    }

    /// `path` as the configuration's globs see it.
    fn relative(&self, path: &Path) -> PathBuf {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let normal = normalised(&absolute);
        normal
            .strip_prefix(&self.root)
            .map_or_else(|_| path.to_owned(), Path::to_owned)
    }
}

/// An absolute path without `.` and `..`, by name only.
fn normalised(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}
