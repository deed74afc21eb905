//! `hongbi check --watch`: lints again what changes.
//!
//! Events only wake the program up; what changed is read off the files themselves, so that it does not
//! matter how an editor saves or what the system tells.

use std::{
    collections::HashMap,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    time::{Duration, Instant, SystemTime},
};

use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::{Exit, args::Check, check, setup, terminal::print_error};
use hongbi::{
    Linter, config, format,
    report::{Format, shown},
    rules::Lang,
    storage,
};

/// Changes are taken up once there was none for so long,
const QUIET: Duration = Duration::from_millis(100);
/// or where they never stop, after this time.
const LONGEST: Duration = Duration::from_secs(1);

/// Lints what `options` name, and again whatever changes, until the program is ended.
pub(super) fn run(options: &Check, asked: Option<Lang>) -> io::Result<Exit> {
    let Some((mut linter, mut lang)) = check::begin(options, asked) else {
        return Ok(Exit::Failure);
    };
    let paths = setup::named(&options.paths);
    if let Some(problem) = unsuited(options, &paths, lang) {
        print_error(problem);
        return Ok(Exit::Failure);
    }
    // It watches before the files are read, so that no change falls between.
    let mut watch = match Watch::start(paths, options) {
        Ok(watch) => watch,
        Err(error) => {
            print_error(&match lang {
                Lang::Zh => format!("无法守候文件：{error}"),
                Lang::En => format!("files cannot be watched: {error}"),
            });
            return Ok(Exit::Failure);
        }
    };
    let mut seen = Seen::default();
    let mut first = true;
    loop {
        let setup::Found {
            files, failures, ..
        } = setup::files(&watch.paths, &linter, lang);
        let total = files.len();
        let changed = seen.changed(files);
        if first || !changed.is_empty() {
            if !first && !options.quiet {
                told(&changed, lang)?;
            }
            let given = setup::Found {
                files: changed,
                failures,
                ..setup::Found::default()
            };
            check::lint(options, &linter, lang, Some(given))?;
        }
        watch.also(&linter);
        if first && !options.quiet {
            begun(&watch.paths, total, lang)?;
        }
        first = false;
        loop {
            match watch.wait() {
                Some(Change::Drafts) => break,
                Some(Change::Settings) => {
                    // A configuration that is wrong was complained of; the next change may fix it.
                    let Some(new) = check::linter(options, asked) else {
                        continue;
                    };
                    (linter, lang) = new;
                    seen = Seen::default();
                    break;
                }
                None => return Ok(Exit::Clean),
            }
        }
    }
}

/// Why `options` do not go with watching.
fn unsuited(options: &Check, paths: &[PathBuf], lang: Lang) -> Option<&'static str> {
    if paths.iter().any(|path| path == Path::new("-")) {
        return Some(match lang {
            Lang::Zh => "标准输入不会改动，不能与 --watch 同时用",
            Lang::En => "standard input does not change and cannot be watched",
        });
    }
    let goes_on = options.format.is_for_people() || matches!(options.format, Format::Jsonl);
    (!goes_on).then_some(match lang {
        Lang::Zh => "--watch 只用于 pretty、short、jsonl 三种格式",
        Lang::En => "--watch goes with the formats pretty, short and jsonl",
    })
}

/// Says what is watched.
fn begun(paths: &[PathBuf], files: usize, lang: Lang) -> io::Result<()> {
    let paths = listed(paths, lang);
    let line = match lang {
        Lang::Zh => format!("正在守候 {paths}（{files} 个文件），改动后重新检查；按 Ctrl-C 结束"),
        Lang::En => format!(
            "Watching {paths} ({files} files); what changes is linted again. Ctrl-C ends this"
        ),
    };
    writeln!(io::stderr(), "{line}")
}

/// Says what is linted again.
fn told(changed: &[PathBuf], lang: Lang) -> io::Result<()> {
    let paths = listed(changed, lang);
    let line = match lang {
        Lang::Zh => format!("\n有改动，重新检查 {paths}"),
        Lang::En => format!("\nChanged, linting again: {paths}"),
    };
    writeln!(io::stderr(), "{line}")
}

fn shown_path(path: &Path) -> String {
    shown(&storage::name(path)).into_owned()
}

/// The first few of `paths`.
fn listed(paths: &[PathBuf], lang: Lang) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<String> = paths
        .iter()
        .take(SHOWN)
        .map(|path| shown_path(path))
        .collect();
    let rest = paths.len().saturating_sub(SHOWN);
    match (lang, rest) {
        (Lang::Zh, 0) => shown.join("、"),
        (Lang::Zh, _) => format!("{} 等 {} 处", shown.join("、"), paths.len()),
        (Lang::En, 0) => shown.join(", "),
        (Lang::En, _) => format!("{} and {rest} more", shown.join(", ")),
    }
}

/// The files as they were when they were linted: time and length.
#[derive(Default)]
struct Seen(HashMap<PathBuf, Option<(SystemTime, u64)>>);

impl Seen {
    /// Those of `files` that are not as they were. A file that is gone is forgotten.
    fn changed(&mut self, files: Vec<PathBuf>) -> Vec<PathBuf> {
        let stamp = |path: &PathBuf| {
            let metadata = fs::metadata(path).ok()?;
            Some((metadata.modified().ok()?, metadata.len()))
        };
        let now: HashMap<PathBuf, _> = files
            .iter()
            .map(|path| (path.clone(), stamp(path)))
            .collect();
        let before = std::mem::replace(&mut self.0, now);
        files
            .into_iter()
            .filter(|path| before.get(path) != self.0.get(path))
            .collect()
    }
}

/// What woke the program up.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    Drafts,
    /// A configuration or the baseline, which concern every file.
    Settings,
}

struct Watch {
    /// What the user named.
    paths: Vec<PathBuf>,
    /// The names of files that concern every draft.
    settings: Vec<PathBuf>,
    /// Folders that are watched, and whether with all that is in them.
    folders: Vec<(PathBuf, RecursiveMode)>,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
}

impl Watch {
    fn start(paths: Vec<PathBuf>, options: &Check) -> notify::Result<Self> {
        let (sender, events) = mpsc::channel();
        // Links to folders are not followed in linting either.
        let config = Config::default().with_follow_symlinks(false);
        let settings = [&options.setting.config, &options.baseline];
        let mut watch = Self {
            settings: settings.into_iter().flatten().cloned().collect(),
            folders: Vec::new(),
            watcher: RecommendedWatcher::new(sender, config)?,
            events,
            paths,
        };
        for path in watch.paths.clone() {
            // One that is not there was complained of, and may come.
            if path.is_dir() {
                watch.add(&path, RecursiveMode::Recursive)?;
            } else if let Some(folder) = folder_of(&path) {
                watch.add(&folder, RecursiveMode::NonRecursive)?;
            }
        }
        for folder in watch
            .settings
            .clone()
            .iter()
            .filter_map(|path| folder_of(path))
        {
            watch.add(&folder, RecursiveMode::NonRecursive)?;
        }
        Ok(watch)
    }

    /// Watches `folder`. A file is watched by its folder, since many editors put a new one in its place.
    fn add(&mut self, folder: &Path, mode: RecursiveMode) -> notify::Result<()> {
        let folder = fs::canonicalize(folder)?;
        let known = self.folders.iter().any(|(watched, how)| match how {
            RecursiveMode::Recursive => folder.starts_with(watched),
            RecursiveMode::NonRecursive => mode == *how && folder == *watched,
        });
        if !known {
            self.watcher.watch(&folder, mode)?;
            self.folders.push((folder, mode));
        }
        Ok(())
    }

    /// Watches the configurations that `linter` read, which may be above what the user named.
    fn also(&mut self, linter: &Linter) {
        for config in linter.discovery().used() {
            if let Some(folder) = folder_of(&config.path) {
                // Where it cannot be watched, a change of it is not seen; drafts still are.
                let _ = self.add(&folder, RecursiveMode::NonRecursive);
            }
        }
    }

    /// Waits until something changed and things are quiet again; `None` where nothing can come any more.
    fn wait(&self) -> Option<Change> {
        let mut change = None;
        let mut begun = Instant::now();
        loop {
            let event = match change {
                None => self
                    .events
                    .recv()
                    .map_err(|_| RecvTimeoutError::Disconnected),
                Some(_) => {
                    let left = LONGEST.saturating_sub(begun.elapsed());
                    self.events.recv_timeout(QUIET.min(left))
                }
            };
            match event {
                Ok(event) => {
                    if change.is_none() {
                        begun = Instant::now();
                    }
                    change = change.max(self.concerns(event));
                }
                Err(RecvTimeoutError::Timeout) => return change,
                Err(RecvTimeoutError::Disconnected) => return None,
            }
            if change.is_some() && begun.elapsed() >= LONGEST {
                return change;
            }
        }
    }

    fn concerns(&self, event: notify::Result<Event>) -> Option<Change> {
        // Where events were lost, the files are looked at.
        let Ok(event) = event else {
            return Some(Change::Drafts);
        };
        // Reading files, as linting does, is an event too.
        if event.kind.is_access() {
            return None;
        }
        let called = |path: &PathBuf, other: &PathBuf| path.file_name() == other.file_name();
        let sets = |path: &PathBuf| {
            path.file_name() == Some(config::FILE.as_ref())
                || self.settings.iter().any(|setting| called(path, setting))
        };
        let drafts = |path: &PathBuf| {
            format::is_known(path)
                || path.is_dir()
                || self.paths.iter().any(|named| called(path, named))
        };
        if event.paths.iter().any(sets) {
            Some(Change::Settings)
        } else if event.need_rescan() || event.paths.iter().any(drafts) {
            Some(Change::Drafts)
        } else {
            None
        }
    }
}

/// The folder that holds `path`; `None` for no path at all.
fn folder_of(path: &Path) -> Option<PathBuf> {
    let folder = path.parent()?;
    Some(if folder.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        folder.to_owned()
    })
}
