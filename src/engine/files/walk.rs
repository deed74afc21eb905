//! From the paths on the command line to the files to lint.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use walkdir::{DirEntry, WalkDir};

use crate::{config::Discovery, format};

/// What the command line named.
#[derive(Debug, Default)]
pub struct Input {
    /// Files to lint, sorted, each once.
    pub files: Vec<PathBuf>,
    /// What could not be followed.
    pub errors: Vec<WalkError>,
}

/// A path that could not be followed.
#[derive(Debug)]
pub struct WalkError {
    /// The path.
    pub path: PathBuf,
    /// What the system said.
    pub error: std::io::Error,
}

/// Finds the files under `paths`. A file that is named is always taken; in folders only files of a
/// known format are, and hidden files, those that a `.gitignore` names and those that the
/// configuration excludes are passed over. Links to folders are not followed.
pub fn walk(paths: &[PathBuf], discovery: &Discovery) -> Input {
    let mut input = Input::default();
    for path in paths {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => folder(path, discovery, &mut input),
            Ok(_) => input.files.push(path.clone()),
            Err(error) => input.errors.push(WalkError {
                path: path.clone(),
                error,
            }),
        }
    }
    input.files.sort();
    input.files.dedup();
    input
}

fn folder(root: &Path, discovery: &Discovery, input: &mut Input) {
    let mut ignores = Ignores::new(root);
    let mut entries = WalkDir::new(root).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) => {
                let folder = entry.file_type().is_dir();
                let skipped = entry.depth() > 0
                    && (hidden(&entry)
                        || ignores.skips(entry.path(), folder)
                        || discovery.excludes(entry.path(), folder));
                if skipped && folder {
                    entries.skip_current_dir();
                } else if !skipped
                    && !folder
                    && format::is_known(entry.path())
                    && (entry.file_type().is_file() || entry.path().is_file())
                {
                    input.files.push(entry.into_path());
                }
            }
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                input.errors.push(WalkError {
                    path,
                    error: error.into(),
                });
            }
        }
    }
}

fn hidden(entry: &DirEntry) -> bool {
    entry
        .file_name()
        .to_str()
        .is_some_and(|name| name.starts_with('.'))
}

/// The `.gitignore` files above and below the folder walked.
struct Ignores {
    /// Where looking upward ends: the root of the repository, or the folder itself.
    top: PathBuf,
    read: HashMap<PathBuf, Gitignore>,
}

impl Ignores {
    fn new(root: &Path) -> Self {
        let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let top = absolute
            .ancestors()
            .find(|folder| folder.join(".git").exists())
            .unwrap_or(&absolute)
            .to_owned();
        Self {
            top,
            read: HashMap::new(),
        }
    }

    fn skips(&mut self, path: &Path, folder: bool) -> bool {
        let Ok(path) = std::path::absolute(path) else {
            return false;
        };
        for parent in path.ancestors().skip(1) {
            let file = self.read.entry(parent.to_owned()).or_insert_with(|| {
                let mut builder = GitignoreBuilder::new(parent);
                builder.add(parent.join(".gitignore"));
                builder.build().unwrap_or_else(|_| Gitignore::empty())
            });
            let matched = file.matched(&path, folder);
            if !matched.is_none() {
                return matched.is_ignore();
            }
            if parent == self.top {
                break;
            }
        }
        false
    }
}
