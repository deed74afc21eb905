//! From the paths on the command line to the files to lint.

use std::{
    collections::{BTreeMap, HashMap, hash_map::Entry},
    io,
    path::{Path, PathBuf},
};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use walkdir::{DirEntry, WalkDir};

use crate::{
    config::Discovery,
    format,
    storage::{self, Identity},
};

/// What the command line named.
#[derive(Debug, Default)]
pub struct Input {
    /// Files to lint, sorted, each once.
    pub files: Vec<PathBuf>,
    /// What could not be followed.
    pub errors: Vec<WalkError>,
    /// How many files of folders are of no known format, by the endings of their names.
    pub skipped: BTreeMap<String, usize>,
}

/// A path that could not be followed.
#[derive(Debug)]
pub struct WalkError {
    /// The path.
    pub path: PathBuf,
    /// What the system said.
    pub error: io::Error,
}

/// Why a link in a folder is not followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a link to {}, which lies outside of the folder", target.display())]
pub struct LeadsOut {
    /// Where it leads.
    pub target: PathBuf,
}

/// Finds the files under `paths`. A file that is named is always taken; in folders only files of a
/// known format are, and hidden files, those that a `.gitignore` names and those that the
/// configuration excludes are passed over. Links to folders are not followed, nor are links to files
/// outside of the repository or the folder: whoever made the folder would choose what is read.
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
    input.files = once_each(input.files);
    input
}

/// `files` without those that are another of them under a second name, be it a link to it.
fn once_each(files: Vec<PathBuf>) -> Vec<PathBuf> {
    let is_link = |path: &Path| {
        path.symlink_metadata()
            .is_ok_and(|metadata| metadata.is_symlink())
    };
    let mut first: HashMap<Identity, usize> = HashMap::with_capacity(files.len());
    let mut kept: Vec<Option<PathBuf>> = Vec::with_capacity(files.len());
    for file in files {
        let Some(identity) = Identity::of(&file) else {
            kept.push(Some(file));
            continue;
        };
        match first.entry(identity) {
            Entry::Vacant(entry) => {
                entry.insert(kept.len());
                kept.push(Some(file));
            }
            // Its own name is better than a link's.
            Entry::Occupied(mut entry) => {
                let known = &mut kept[*entry.get()];
                if known.as_deref().is_some_and(is_link) && !is_link(&file) {
                    *known = None;
                    entry.insert(kept.len());
                    kept.push(Some(file));
                }
            }
        }
    }
    kept.into_iter().flatten().collect()
}

fn folder(root: &Path, discovery: &Discovery, input: &mut Input) {
    let mut ignores = Ignores::new(root, &mut input.errors);
    let mut entries = WalkDir::new(root).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) => {
                let folder = entry.file_type().is_dir();
                let skipped = entry.depth() > 0
                    && (hidden(&entry)
                        || ignores.skips(&entry, folder)
                        || discovery.excludes(entry.path(), folder));
                if skipped && folder {
                    entries.skip_current_dir();
                } else if folder {
                    ignores.enter(&entry, &mut input.errors);
                } else if !skipped && (entry.file_type().is_file() || entry.path().is_file()) {
                    if !format::is_known(entry.path()) || is_lock(&entry) {
                        let ending = format::extension(entry.path());
                        *input.skipped.entry(ending).or_default() += 1;
                        continue;
                    }
                    match ignores.leads_out(&entry) {
                        None => input.files.push(entry.into_path()),
                        Some(target) => input.errors.push(WalkError {
                            path: entry.into_path(),
                            error: io::Error::other(LeadsOut { target }),
                        }),
                    }
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

/// Office programs leave `~$报告.docx` beside a document that is open.
fn is_lock(entry: &DirEntry) -> bool {
    entry
        .file_name()
        .to_str()
        .is_some_and(|name| name.starts_with("~$"))
}

fn hidden(entry: &DirEntry) -> bool {
    entry
        .file_name()
        .to_str()
        .is_some_and(|name| name.starts_with('.'))
}

/// The `.gitignore` files that hold at the place that the walk has reached.
struct Ignores {
    /// Where looking upward ends: the root of the repository, or the folder itself.
    top: PathBuf,
    /// `top` without links, once that was needed.
    real_top: Option<PathBuf>,
    /// Those above the folder walked, the nearest first.
    above: Vec<Gitignore>,
    /// Those of the folders around this place that have one, each with its depth, the innermost last.
    around: Vec<(usize, Gitignore)>,
}

impl Ignores {
    fn new(root: &Path, errors: &mut Vec<WalkError>) -> Self {
        let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let top = absolute
            .ancestors()
            .find(|folder| folder.join(".git").exists())
            .unwrap_or(&absolute)
            .to_owned();
        let above = absolute
            .ancestors()
            .skip(1)
            .take_while(|folder| folder.starts_with(&top))
            .map(|folder| read_ignores(folder, errors))
            .filter(|ignores| !ignores.is_empty())
            .collect();
        Self {
            top,
            real_top: None,
            above,
            around: Vec::new(),
        }
    }

    /// Where `entry` leads, if it is a link to something outside of the tree.
    fn leads_out(&mut self, entry: &DirEntry) -> Option<PathBuf> {
        if !entry.path_is_symlink() {
            return None;
        }
        let target = std::fs::canonicalize(entry.path()).ok()?;
        let top = self.real_top.get_or_insert_with(|| {
            std::fs::canonicalize(&self.top).unwrap_or_else(|_| self.top.clone())
        });
        (!target.starts_with(top)).then_some(target)
    }

    /// Goes into the folder `entry`.
    fn enter(&mut self, entry: &DirEntry, errors: &mut Vec<WalkError>) {
        self.leave(entry.depth());
        let Ok(folder) = std::path::absolute(entry.path()) else {
            return;
        };
        let ignores = read_ignores(&folder, errors);
        if !ignores.is_empty() {
            self.around.push((entry.depth(), ignores));
        }
    }

    /// Leaves the folders at `depth` and below.
    fn leave(&mut self, depth: usize) {
        while self.around.last().is_some_and(|(of, _)| *of >= depth) {
            self.around.pop();
        }
    }

    fn skips(&mut self, entry: &DirEntry, folder: bool) -> bool {
        self.leave(entry.depth());
        if self.around.is_empty() && self.above.is_empty() {
            return false;
        }
        let Ok(path) = std::path::absolute(entry.path()) else {
            return false;
        };
        self.around
            .iter()
            .rev()
            .map(|(_, ignores)| ignores)
            .chain(&self.above)
            .map(|ignores| ignores.matched(&path, folder))
            .find(|matched| !matched.is_none())
            .is_some_and(|matched| matched.is_ignore())
    }
}

/// The `.gitignore` of `folder`. One that cannot be read is among `errors` and ignores nothing.
fn read_ignores(folder: &Path, errors: &mut Vec<WalkError>) -> Gitignore {
    let path = folder.join(".gitignore");
    let text = match storage::read_text(&path, storage::MAX_IGNORE_BYTES) {
        Ok(text) => text,
        Err(error) => {
            if error.kind() != io::ErrorKind::NotFound {
                errors.push(WalkError { path, error });
            }
            return Gitignore::empty();
        }
    };
    let mut builder = GitignoreBuilder::new(folder);
    for line in text.lines() {
        // As Git does, a line that is no pattern is passed over.
        let _ = builder.add_line(None, line);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}
