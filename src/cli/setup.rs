//! What `check`, `fix` and `baseline` begin with: the linter and the files.

use std::{
    collections::{BTreeMap, HashSet},
    io,
    path::{Path, PathBuf},
};

use super::{
    args::Setting,
    terminal::{self, print_error},
};
use hongbi::{
    Linter,
    config::{Config, Discovery, Selection},
    engine::{self, LeadsOut},
    reading::Context,
    report::{self, Failure},
    rules::Lang,
    storage,
};

/// What the arguments say about rules and configuration.
pub(super) struct Choice<'a> {
    pub(super) setting: &'a Setting,
    pub(super) select: &'a [String],
    pub(super) ignore: &'a [String],
    pub(super) level: &'a [String],
    pub(super) explain_silence: Option<String>,
}

impl<'a> Choice<'a> {
    /// The rules called `select` (all where empty) less those called `ignore`.
    pub(super) fn new(setting: &'a Setting, select: &'a [String], ignore: &'a [String]) -> Self {
        Self {
            setting,
            select,
            ignore,
            level: &[],
            explain_silence: None,
        }
    }
}

/// The linter that `choice` asks for and the language of messages; `None` after saying what is wrong.
pub(super) fn linter(choice: &Choice<'_>, asked: Option<Lang>) -> Option<(Linter, Lang)> {
    let discovery = match (choice.setting.config.as_deref(), choice.setting.no_config) {
        (Some(path), _) => match Discovery::file(path) {
            Ok(discovery) => discovery,
            Err(error) => {
                terminal::complain_of_config(&error, terminal::lang(asked, None));
                return None;
            }
        },
        (None, true) => Discovery::fixed(Config::default()),
        (None, false) => Discovery::nearest(),
    };
    let here = discovery.config(Path::new("draft.txt")).ok();
    let lang = terminal::lang(asked, here.as_ref().and_then(|config| config.lang));
    let custom: Vec<String> = here
        .iter()
        .flat_map(|config| &config.custom)
        .flat_map(|rule| [rule.name.clone(), rule.title.clone()])
        .collect();
    let selection = match Selection::parse(choice.select, choice.ignore, choice.level, &custom) {
        Ok(selection) => selection,
        Err(problem) => {
            print_error(problem.get(lang));
            return None;
        }
    };
    let encoding = terminal::encoding(choice.setting.encoding.as_deref(), lang)?;
    let linter = Linter::new(discovery)
        .selection(selection)
        .lang(lang)
        .encoding(encoding)
        .context(Context {
            today: choice.setting.today,
            ..Context::default()
        })
        .explain_silence(choice.explain_silence.clone())
        .pass_over(report::is_report);
    Some((linter, lang))
}

/// The paths that the arguments name, or the current folder.
pub(super) fn named(paths: &[PathBuf]) -> Vec<PathBuf> {
    if paths.is_empty() {
        return vec![PathBuf::from(".")];
    }
    paths.to_vec()
}

/// The files that a run is about.
#[derive(Default)]
pub(super) struct Found {
    /// Those to be read.
    pub(super) files: Vec<PathBuf>,
    /// What could not be done, which was said.
    pub(super) failures: Vec<Failure>,
    /// How many files of no known format folders hold, by the endings of their names.
    pub(super) skipped: BTreeMap<String, usize>,
}

impl Found {
    /// Which files are passed over, if any are.
    pub(super) fn skipped(&self, lang: Lang) -> Option<String> {
        /// This many endings are named.
        const NAMED: usize = 8;
        let total: usize = self.skipped.values().sum();
        if total == 0 {
            return None;
        }
        let mut kinds: Vec<(&String, &usize)> = self.skipped.iter().collect();
        kinds.sort_by_key(|(ending, count)| (std::cmp::Reverse(**count), *ending));
        let rest: usize = kinds.iter().skip(NAMED).map(|(_, count)| **count).sum();
        let mut named: Vec<String> = kinds
            .iter()
            .take(NAMED)
            .map(|(ending, count)| match (ending.as_str(), lang) {
                ("", Lang::Zh) => format!("无扩展名 {count}"),
                ("", Lang::En) => format!("without ending {count}"),
                (ending, _) => format!(".{ending} {count}"),
            })
            .collect();
        if rest > 0 {
            named.push(match lang {
                Lang::Zh => format!("其他 {rest}"),
                Lang::En => format!("others {rest}"),
            });
        }
        Some(match lang {
            Lang::Zh => format!(
                "跳过 {total} 个文件（不是可查的稿件格式）：{}",
                named.join("、")
            ),
            Lang::En => format!(
                "{total} files skipped (no known format): {}",
                named.join(", ")
            ),
        })
    }
}

/// The files under `paths` whose configuration is right.
pub(super) fn files(paths: &[PathBuf], linter: &Linter, lang: Lang) -> Found {
    let input = engine::walk(paths, linter.discovery());
    let mut failures = Vec::new();
    for error in input.errors {
        let message = unread(&error.error, lang);
        failures.push(failure(&storage::name(&error.path), message));
    }
    // A configuration that is wrong is shown once.
    let mut shown: HashSet<PathBuf> = HashSet::new();
    let mut right = Vec::new();
    for file in input.files {
        match linter.discovery().config(&file) {
            Ok(_) => right.push(file),
            Err(error) if shown.contains(&error.path) => {}
            Err(error) => {
                terminal::complain_of_config(&error, lang);
                failures.push(Failure {
                    path: storage::name(&error.path),
                    message: error.summary(lang),
                });
                shown.insert(error.path);
            }
        }
    }
    Found {
        files: right,
        failures,
        skipped: input.skipped,
    }
}

/// Why a path was not followed, and what to do.
fn unread(error: &io::Error, lang: Lang) -> String {
    let leads_out = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<LeadsOut>());
    match (leads_out, error.kind(), lang) {
        (Some(LeadsOut { target }), _, Lang::Zh) => format!(
            "链接指向所查文件夹之外（{}），没有跟随；要检查请直接写出那个文件",
            target.display()
        ),
        (Some(LeadsOut { target }), _, Lang::En) => format!(
            "a link out of the folder (to {}) is not followed; name that file itself to lint it",
            target.display()
        ),
        (None, io::ErrorKind::NotFound, Lang::Zh) => "没有这个文件或文件夹，请检查路径".to_owned(),
        (None, io::ErrorKind::NotFound, Lang::En) => {
            "there is no such file or folder; check the path".to_owned()
        }
        (None, _, Lang::Zh) => format!("无法读取（{}）", storage::describe(error, lang)),
        (None, _, Lang::En) => format!("cannot be read ({})", storage::describe(error, lang)),
    }
}

/// Says what could not be done, and keeps it.
pub(super) fn failure(path: &str, message: String) -> Failure {
    print_error(&format!("{path}: {message}"));
    Failure {
        path: path.to_owned(),
        message,
    }
}
