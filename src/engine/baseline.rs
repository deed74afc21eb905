//! Findings that are known already, so that only new ones are reported.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Component, Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{engine::FileReport, storage};

/// The findings of one day, by file.
#[derive(Debug, Default)]
pub struct Baseline {
    /// The folder that its paths are relative to.
    root: PathBuf,
    entries: BTreeSet<Known>,
    /// Entries that occurred in this run.
    seen: BTreeSet<Known>,
    /// Files that this run read.
    read: BTreeSet<String>,
}

/// One finding that is known. Neither its line nor its text is kept: the fingerprint survives
/// moved lines, and a draft's words stay in the draft.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The file, relative to the baseline's folder, with `/` between folders.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// What tells it from others of this rule in this file.
    pub fingerprint: String,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    version: u32,
    findings: Vec<Known>,
}

impl Baseline {
    /// The version of the file's shape.
    pub const VERSION: u32 = 1;
    /// The file's usual name.
    pub const FILE: &'static str = "hongbi-baseline.json";

    /// A baseline that is to be at `path` and knows nothing yet.
    pub fn new(path: &Path) -> Self {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        Self {
            root: absolute.parent().map(plain).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The baseline at `path`.
    ///
    /// # Errors
    /// Where it cannot be read or is none of a known version.
    pub fn read(path: &Path) -> io::Result<Self> {
        let wrong = |problem: String| io::Error::other(problem);
        let text = storage::read_text(path, storage::MAX_BASELINE_BYTES)?;
        let stored: Stored =
            serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        if stored.version != Self::VERSION {
            return Err(wrong(format!(
                "version {} (known: {})",
                stored.version,
                Self::VERSION
            )));
        }
        Ok(Self {
            entries: stored.findings.into_iter().collect(),
            ..Self::new(path)
        })
    }

    /// Takes the known findings out of `report` and tells how many they were.
    pub fn filter(&mut self, report: &mut FileReport) -> usize {
        let path = self.relative(&storage::path_of(&report.path));
        let before = report.diagnostics.len();
        report.diagnostics.retain(|diagnostic| {
            let known = Known {
                path: path.clone(),
                rule: diagnostic.rule.clone(),
                fingerprint: diagnostic.fingerprint.clone(),
            };
            let is_known = self.entries.contains(&known);
            if is_known {
                self.seen.insert(known);
            }
            !is_known
        });
        self.read.insert(path);
        // What only a known finding explained is a defect of its own.
        super::fold::unfold(&mut report.diagnostics);
        before - report.diagnostics.len()
    }

    /// Records the findings of `report` in place of those it knew of this file.
    pub fn record(&mut self, report: &FileReport) {
        let path = self.relative(&storage::path_of(&report.path));
        let first = Known {
            path: path.clone(),
            rule: String::new(),
            fingerprint: String::new(),
        };
        // Entries are in order of their paths; those of one file lie side by side.
        let old: Vec<Known> = self
            .entries
            .range(first..)
            .take_while(|known| known.path == path)
            .cloned()
            .collect();
        for known in &old {
            self.entries.remove(known);
        }
        self.entries
            .extend(report.diagnostics.iter().map(|diagnostic| Known {
                path: path.clone(),
                rule: diagnostic.rule.clone(),
                fingerprint: diagnostic.fingerprint.clone(),
            }));
    }

    /// Forgets files that are gone.
    pub fn forget_missing(&mut self) {
        let root = self.root.clone();
        let mut there: BTreeMap<String, bool> = BTreeMap::new();
        self.entries.retain(|known| {
            *there
                .entry(known.path.clone())
                .or_insert_with(|| root.join(storage::path_of(&known.path)).exists())
        });
    }

    /// The entries that no longer occur in files that were read, or whose files are gone.
    pub fn stale(&self) -> impl Iterator<Item = &Known> {
        self.entries.iter().filter(|known| {
            !self.seen.contains(known)
                && (self.read.contains(&known.path)
                    || !self.root.join(storage::path_of(&known.path)).exists())
        })
    }

    /// How many findings it knows.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The file's content: sorted, one entry a line, so that changes read well in a diff.
    pub fn to_json(&self) -> String {
        let lines: Vec<String> = self
            .entries
            .iter()
            .filter_map(|known| serde_json::to_string(known).ok())
            .map(|line| format!("  {line}"))
            .collect();
        format!(
            "{{\"version\": {}, \"findings\": [\n{}\n]}}\n",
            Self::VERSION,
            lines.join(",\n")
        )
    }

    fn relative(&self, path: &Path) -> String {
        let absolute = plain(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
        // A file outside the folder is reached by going up.
        let shared = self
            .root
            .components()
            .zip(absolute.components())
            .take_while(|(a, b)| a == b)
            .count();
        let up = self.root.components().count() - shared;
        std::iter::repeat_n("..".to_owned(), up)
            .chain(
                absolute
                    .components()
                    .skip(shared)
                    .map(|part| storage::name(Path::new(part.as_os_str()))),
            )
            .collect::<Vec<_>>()
            .join("/")
    }
}

/// `path` without `.` and `..`, by name only.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_baseline() {
        let baseline = Baseline::new(Path::new("/a/b/hongbi-baseline.json"));
        assert_eq!(baseline.relative(Path::new("/a/b/c/./d.txt")), "c/d.txt");
        assert_eq!(baseline.relative(Path::new("/a/e/f.txt")), "../e/f.txt");
    }
}
