//! Lints one document or many.

use std::{
    any::Any,
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use encoding_rs::Encoding;

use crate::{
    config::{Config, ConfigError, Discovery, Selection},
    document::Source,
    engine::{
        files::sorter::{self, ParagraphHash},
        fold, parallel,
        settle::{Counts, Diagnostic, Settle},
    },
    format::{self, Changes, OpenError, Opened, Reading, Refusal, encoding::DecodeError},
    language::han,
    reading::{Context, Draft},
    rules::{Check, Findings, Lang, Level, Rule, Silence},
    storage::{self, Kind},
};

/// What linting one file gave.
#[derive(Debug, Default)]
pub struct FileReport {
    /// The file, as the user named it.
    pub path: String,
    /// How many characters it has.
    pub characters: usize,
    /// What was found, in order of place.
    pub diagnostics: Vec<Diagnostic>,
    /// Why the file, or a part of the work on it, could not be done.
    pub failures: Vec<String>,
    /// The file's text where something was found in it, for excerpts.
    pub source: Option<Arc<str>>,
    /// By rule: how many relations were checked and hold.
    pub verified: Vec<(String, usize)>,
    /// Places that the rule asked about did not judge: byte range in the file, and the reason.
    pub silences: Vec<(std::ops::Range<usize>, String)>,
    /// The file's paragraphs, where they are to be compared with those of other files.
    pub prints: Vec<ParagraphHash>,
    /// Rules whose findings are all to be shown, however many.
    pub ungrouped: Vec<String>,
    /// Where its headings begin in the file, where something was found in it.
    pub headings: Vec<usize>,
    /// Exceptions in the draft that nothing needed.
    pub unused_allowances: Vec<UnusedAllowance>,
    /// Whether the text is nothing to lint, as the linter was told.
    pub is_passed_over: bool,
}

impl FileReport {
    /// The diagnostics that are defects of their own: none that another explains.
    pub fn defects(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(|one| one.within.is_none())
    }

    /// The counts of the defects by level, and how many diagnostics others explain.
    pub fn counts(&self) -> (Counts, usize) {
        let mut counts = Counts::default();
        self.defects().for_each(|one| counts.add(one.severity));
        (counts, self.diagnostics.len() - self.defects().count())
    }
}

/// An exception in a draft that nothing needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnusedAllowance {
    /// Its line in the file, from 1.
    pub line: usize,
    /// The rule or category that it names.
    pub rule: String,
    /// Whether there is such a rule or category.
    pub is_known: bool,
}

/// The checks that apply to one file, with their configured levels.
pub struct ActiveRules {
    active: Vec<Active>,
}

struct Active {
    rule: Arc<Rule>,
    check: Arc<dyn Check>,
    level: Option<Level>,
    /// Whether the rule's option `all` asks to show every finding.
    all: bool,
}

impl ActiveRules {
    /// The rules of `config` and of the program that the selection of `linter` leaves on.
    fn new(config: &Config, linter: &Linter, overrides: &[bool]) -> Result<Self, ConfigError> {
        let mut active = Vec::new();
        for rule in crate::rules::all().iter().chain(&config.custom) {
            let setting = config.setting(rule, overrides);
            let level = linter.selection.level(rule, setting.level);
            // A rule that is off by default may still be asked for; one that is off now does nothing.
            if level.unwrap_or(rule.level) == Level::Off {
                continue;
            }
            let check = linter.check(rule, &setting.options);
            let all = setting.options.get("all") == Some(&serde_json::Value::Bool(true));
            active.push(Active {
                rule: Arc::clone(rule),
                check,
                level,
                all,
            });
        }
        Ok(Self { active })
    }
}

/// The linter: settings, and documents to lint with them.
pub struct Linter {
    discovery: Discovery,
    selection: Selection,
    lang: Lang,
    reading: Reading,
    context: Context,
    /// The rule whose silences are kept.
    explain: Option<String>,
    /// Whether paragraphs are collected for comparing files.
    across: bool,
    /// Says which texts are no drafts.
    pass_over: Option<fn(&str) -> bool>,
    /// Whether every finding is kept, however many.
    unlimited: bool,
    /// The checks of built-in rules, by name and options: configurations mostly agree on them.
    checks: Mutex<HashMap<(String, String), Arc<dyn Check>>>,
    plans: Mutex<HashMap<PlanKey, Arc<ActiveRules>>>,
}

/// A configuration, by address, and which of its overrides apply.
type PlanKey = (usize, Vec<bool>);

impl Linter {
    /// A linter that finds its configuration by `discovery`.
    pub fn new(discovery: Discovery) -> Self {
        Self {
            discovery,
            selection: Selection::default(),
            lang: Lang::default(),
            reading: Reading::default(),
            context: Context::default(),
            explain: None,
            across: false,
            pass_over: None,
            unlimited: false,
            checks: Mutex::default(),
            plans: Mutex::default(),
        }
    }

    /// A linter with `config` for every draft.
    pub fn with_config(config: Config) -> Self {
        Self::new(Discovery::fixed(config))
    }

    /// Narrows or changes the rules, over what the configuration says.
    #[must_use]
    pub fn selection(mut self, selection: Selection) -> Self {
        self.selection = selection;
        self
    }

    /// The language of messages.
    #[must_use]
    pub fn lang(mut self, lang: Lang) -> Self {
        self.lang = lang;
        self
    }

    /// The encoding of all files, instead of finding each one's.
    #[must_use]
    pub fn encoding(mut self, encoding: Option<&'static Encoding>) -> Self {
        self.reading.encoding = encoding;
        self
    }

    /// Which side of tracked changes is linted.
    #[must_use]
    pub fn changes(mut self, changes: Changes) -> Self {
        self.reading.changes = changes;
        self
    }

    /// What rules may know besides the draft.
    #[must_use]
    pub fn context(mut self, context: Context) -> Self {
        self.context = context;
        self
    }

    /// Keeps the reasons why `rule` did not judge a place.
    #[must_use]
    pub fn explain_silence(mut self, rule: Option<String>) -> Self {
        self.explain = rule.map(|rule| match crate::rules::find(&rule) {
            Some(found) => found.name.clone(),
            None => rule,
        });
        self
    }

    /// Collects the paragraphs of each file, for comparing files.
    #[must_use]
    pub fn across(mut self, across: bool) -> Self {
        self.across = across;
        self
    }

    pub(super) fn reading(&self) -> Reading {
        self.reading
    }

    /// Keeps every finding of a rule, however many; else those of one rule are limited in proportion to the
    /// length of the draft, and the last one says how many more there are.
    #[must_use]
    pub fn unlimited(mut self, unlimited: bool) -> Self {
        self.unlimited = unlimited;
        self
    }

    /// The check of `rule` under `options`.
    fn check(
        &self,
        rule: &Arc<Rule>,
        options: &BTreeMap<String, serde_json::Value>,
    ) -> Arc<dyn Check> {
        let is_built_in = crate::rules::find(&rule.name).is_some_and(|one| Arc::ptr_eq(one, rule));
        let (true, Ok(options_key)) = (is_built_in, serde_json::to_string(options)) else {
            return Arc::from(rule.instantiate(options));
        };
        let checks = || self.checks.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (rule.name.clone(), options_key);
        let known = checks().get(&key).map(Arc::clone);
        if let Some(check) = known {
            return check;
        }
        // Built without holding the lock: building may let this thread take up another file.
        let built: Arc<dyn Check> = Arc::from(rule.instantiate(options));
        Arc::clone(checks().entry(key).or_insert(built))
    }

    /// Does not lint the files whose text `is_other` says to be no draft.
    #[must_use]
    pub fn pass_over(mut self, is_other: fn(&str) -> bool) -> Self {
        self.pass_over = Some(is_other);
        self
    }

    /// Folds what other findings of `report` explain under these, unless every finding is asked for.
    pub(super) fn fold(&self, report: &mut FileReport, plan: &ActiveRules) {
        if self.unlimited {
            return;
        }
        let found: BTreeSet<&str> = report.diagnostics.iter().map(|one| &*one.rule).collect();
        let pages: fold::Pages = plan
            .active
            .iter()
            .filter(|active| found.contains(&*active.rule.name))
            .map(|active| (active.rule.name.clone(), Arc::clone(&active.rule)))
            .collect();
        let source = report.source.clone().unwrap_or_default();
        fold::fold(&mut report.diagnostics, &pages, &report.ungrouped, &source);
    }

    pub(super) fn language(&self) -> Lang {
        self.lang
    }

    /// The level that configuration and selection give `rule` for the draft at `path`.
    pub(super) fn level(&self, rule: &Rule, config: &Config, path: &Path) -> Option<Level> {
        let setting = config.setting(rule, &config.overrides_for(path));
        self.selection.level(rule, setting.level)
    }

    /// Where configurations are found.
    pub fn discovery(&self) -> &Discovery {
        &self.discovery
    }

    /// Reads one draft without linting it.
    ///
    /// # Errors
    /// Where it cannot be read or is no text.
    pub fn read(&self, path: &Path) -> Result<Draft, LintError> {
        let bytes = read(path)?;
        let opened = self.open(path, &bytes)?;
        let first = opened.stories.into_iter().next();
        let first = first.map(|(doc, _)| Draft::new(doc, self.context.clone()));
        first.ok_or_else(|| refused(path, Refusal::NoText))
    }

    /// Opens the file at `path`, which holds `bytes`, without linting it.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn open(&self, path: &Path, bytes: &[u8]) -> Result<Opened, LintError> {
        format::open(path, bytes, self.reading).map_err(|error| match error {
            OpenError::Decode(error) => LintError::Decode {
                path: path.to_owned(),
                error,
            },
            OpenError::Refused(refusal) => refused(path, refusal),
        })
    }

    /// What rules may know besides the draft, under `config`.
    pub(super) fn context_of(&self, config: &Config) -> Context {
        let mut context = self.context.clone();
        if !config.facts.all().is_empty() {
            context.facts = Arc::clone(&config.facts);
        }
        context
    }

    /// Decodes the file at `path`, which holds `bytes`.
    ///
    /// # Errors
    /// Where the bytes are no text.
    pub fn decode(&self, path: &Path, bytes: &[u8]) -> Result<Source, LintError> {
        Source::decode(path.to_owned(), bytes, self.reading.encoding).map_err(|error| {
            LintError::Decode {
                path: path.to_owned(),
                error,
            }
        })
    }

    /// Lints one draft in `bytes`; `path` gives its format and its configuration.
    ///
    /// # Errors
    /// Where the bytes are no text, or the configuration is broken.
    pub fn lint_bytes(&self, path: &Path, bytes: &[u8]) -> Result<FileReport, LintError> {
        let config = self.discovery.config(path)?;
        let opened = self.open(path, bytes)?;
        let is_other = opened.places.is_none()
            && opened.stories.first().is_some_and(|(doc, _)| {
                self.pass_over
                    .is_some_and(|is_other| is_other(&doc.source.text))
            });
        if is_other {
            return Ok(FileReport {
                path: storage::name(path),
                is_passed_over: true,
                ..FileReport::default()
            });
        }
        self.lint_opened(path, &config, || Ok(opened))
    }

    /// Lints one draft in `text`; `path` gives its format and its configuration.
    ///
    /// # Errors
    /// Where the configuration is broken.
    pub fn lint_text(&self, path: &Path, text: &str) -> Result<FileReport, LintError> {
        let config = self.discovery.config(path)?;
        let source = Source::of_text(path, text);
        self.lint_opened(path, &config, || Ok(Opened::of(format::document(source))))
    }

    /// Lints one file.
    ///
    /// # Errors
    /// Where it cannot be read or is no text, or the configuration is broken.
    pub fn lint_file(&self, path: &Path) -> Result<FileReport, LintError> {
        let bytes = read(path)?;
        self.lint_bytes(path, &bytes)
    }

    /// Lints files side by side and hands over the reports in the order of `paths`. Work that could
    /// not be done is in its file's report.
    pub fn lint_files(&self, paths: &[PathBuf], mut each: impl FnMut(FileReport)) {
        /// This many files, or bytes of them, are in memory at a time.
        const FILES: usize = 128;
        const BYTES: u64 = 32 << 20;
        let mut rest = paths;
        while !rest.is_empty() {
            let mut bytes = 0;
            let size = |path: &PathBuf| fs::metadata(path).map_or(0, |metadata| metadata.len());
            let count = rest
                .iter()
                .take(FILES)
                .take_while(|path| {
                    let before = bytes;
                    bytes += size(path);
                    before == 0 || bytes <= BYTES
                })
                .count()
                .max(1);
            let (now, later) = rest.split_at(count);
            let reports: Vec<FileReport> = match now {
                // One file leaves the threads to its rules.
                [path] => vec![self.report_on(path)],
                _ => parallel::map(now, |path| self.report_on(path)),
            };
            reports.into_iter().for_each(&mut each);
            rest = later;
        }
    }

    fn report_on(&self, path: &Path) -> FileReport {
        match self.caught(|| self.lint_file(path)) {
            Ok(report) => report,
            Err(failure) => FileReport {
                path: storage::name(path),
                failures: vec![failure],
                ..FileReport::default()
            },
        }
    }

    /// What `work` gives, or why it failed: a panic in it is a failure of this one draft.
    pub(super) fn caught<T>(
        &self,
        work: impl FnOnce() -> Result<T, LintError>,
    ) -> Result<T, String> {
        match catch_unwind(AssertUnwindSafe(work)) {
            Ok(result) => result.map_err(|error| error.describe(self.lang)),
            Err(panic) => Err(panicked(&*panic, self.lang)),
        }
    }

    pub(super) fn plan(
        &self,
        config: &Arc<Config>,
        path: &Path,
    ) -> Result<Arc<ActiveRules>, ConfigError> {
        let overrides = config.overrides_for(path);
        let key = (Arc::as_ptr(config) as usize, overrides);
        if let Some(plan) = self
            .plans
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
        {
            return Ok(Arc::clone(plan));
        }
        let plan = Arc::new(ActiveRules::new(config, self, &key.1)?);
        self.plans
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, Arc::clone(&plan));
        Ok(plan)
    }

    pub(super) fn run(
        &self,
        doc: &Draft,
        config: &Config,
        plan: &ActiveRules,
        applies: impl Fn(&Rule) -> bool + Sync,
    ) -> FileReport {
        let mut report = FileReport {
            path: storage::name(&doc.source.path),
            characters: han::characters(&doc.source.text),
            ..FileReport::default()
        };
        let mut sink = Settle::new(doc, config, self.lang);
        for (active, found) in plan.active.iter().zip(self.findings(doc, plan, applies)) {
            let Active {
                rule, level, all, ..
            } = active;
            if *all {
                report.ungrouped.push(rule.name.clone());
            }
            let out = match found {
                Ok(out) => out,
                Err(what) => {
                    report.failures.push(match self.lang {
                        Lang::Zh => format!("规则 {} 未能完成：{what}", rule.name),
                        Lang::En => format!("rule {} did not finish: {what}", rule.name),
                    });
                    continue;
                }
            };
            // Most rules have nothing to say of most drafts.
            if out.is_empty() {
                continue;
            }
            if let Some(at) = out.stopped {
                let line = doc.line(at);
                report.failures.push(match self.lang {
                    Lang::Zh => format!(
                        "规则 {} 的 pattern 在这份稿件上太费时，只查到第 {line} 行；请改写得更简单，如以 [^。]* 代替 .*",
                        rule.name
                    ),
                    Lang::En => format!(
                        "the pattern of rule {} takes too long on this draft and was stopped at line {line}; write it more simply, such as [^。]* for .*",
                        rule.name
                    ),
                });
            }
            if out.verified > 0 {
                report.verified.push((rule.name.clone(), out.verified));
            }
            report.silences.extend(
                out.silences
                    .into_iter()
                    .flatten()
                    .map(|silence| self.reason(rule, doc, &silence)),
            );
            if let Err(unlisted) = sink.take(rule, *level, out.items, out.unlisted) {
                report.failures.push(match self.lang {
                    Lang::Zh => format!("规则 {} 的问题太多，另有 {unlisted} 处没有看", rule.name),
                    Lang::En => format!(
                        "rule {} finds too much; {unlisted} more places were not looked at",
                        rule.name
                    ),
                });
            }
        }
        report.unused_allowances = unused_allowances(doc, &sink, config, plan);
        report.diagnostics = sink.finish();
        if self.across {
            report.prints = sorter::prints(doc);
        }
        if !report.diagnostics.is_empty() || !report.silences.is_empty() {
            report.source = Some(Arc::clone(&doc.source.text));
            report.headings = doc
                .blocks
                .iter()
                .filter(|block| block.is_heading())
                .map(|block| doc.source_range(&block.range).start)
                .collect();
        }
        report
    }

    /// What each rule of `plan` finds, or why it did not finish, in the order of the plan. On a long
    /// draft that is linted alone the rules run side by side, which an editor's user feels.
    fn findings(
        &self,
        doc: &Draft,
        plan: &ActiveRules,
        applies: impl Fn(&Rule) -> bool + Sync,
    ) -> Vec<Result<Findings, String>> {
        /// From this many bytes on a draft is long.
        const LONG: usize = 64 << 10;
        /// This many findings of one rule are kept in any draft,
        const KEPT: usize = 1000;
        /// and in a long one, one for this many bytes. Whoever has more has one problem, not many; each finding
        /// takes as much memory as a page of text.
        const KEPT_IN: usize = 100;
        let look = |Active { rule, check, .. }: &Active| {
            if !applies(rule) {
                return Ok(Findings::default());
            }
            let explained = self.explain.as_ref() == Some(&rule.name);
            let mut out = Findings {
                silences: explained.then(Vec::new),
                limit: (!self.unlimited).then(|| KEPT.max(doc.text.len() / KEPT_IN)),
                ..Findings::default()
            };
            catch_unwind(AssertUnwindSafe(|| rule.apply(&**check, doc, &mut out)))
                .map_err(|panic| panicked(&*panic, self.lang))
                .map(|()| out)
        };
        // Where files are linted side by side, no thread is to take up a second file inside of one.
        if doc.text.len() < LONG || parallel::is_inside() {
            return plan.active.iter().map(look).collect();
        }
        parallel::map(&plan.active, look)
    }

    fn reason(
        &self,
        rule: &Rule,
        doc: &Draft,
        silence: &Silence,
    ) -> (std::ops::Range<usize>, String) {
        let template = rule.template(silence.reason, self.lang);
        (
            doc.source_range(&silence.span),
            crate::rules::fill(template, &silence.arguments, &[]),
        )
    }
}

/// The exceptions of `doc` that nothing needed. One for a rule that did not run may be needed yet.
fn unused_allowances(
    doc: &Draft,
    settle: &Settle<'_>,
    config: &Config,
    plan: &ActiveRules,
) -> Vec<UnusedAllowance> {
    settle
        .unused_allowances()
        .map(|allowance| UnusedAllowance {
            line: doc.lines().line(allowance.place.start),
            rule: allowance.rule.clone(),
            is_known: crate::rules::all()
                .iter()
                .chain(&config.custom)
                .any(|rule| rule.answers_to(&allowance.rule)),
        })
        .filter(|unused| {
            let ran = plan
                .active
                .iter()
                .any(|active| active.rule.answers_to(&unused.rule));
            ran || !unused.is_known
        })
        .collect()
}

fn panicked(panic: &(dyn Any + Send), lang: Lang) -> String {
    let what = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    match lang {
        Lang::Zh => format!("程序内部出错（{what}）。这是 hongbi 的缺陷，请附上稿件片段告诉我们"),
        Lang::En => format!(
            "internal error ({what}); this is a bug in hongbi, please report it with a piece of the draft"
        ),
    }
}

/// Why a draft could not be linted.
#[derive(Debug, thiserror::Error)]
pub enum LintError {
    /// The file could not be read.
    #[error("{}: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// The file is no text in a known encoding.
    #[error("{}: {error}", path.display())]
    Decode {
        /// The file.
        path: PathBuf,
        /// What is wrong with its bytes.
        error: DecodeError,
    },
    /// The file is a document that cannot be read.
    #[error("{}: {}", path.display(), refusal.en())]
    Refused {
        /// The file.
        path: PathBuf,
        /// What it is.
        refusal: Refusal,
    },
    /// Its configuration is broken.
    #[error(transparent)]
    Config(#[from] ConfigError),
}

impl LintError {
    /// What happened and what to do, without the path.
    pub fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Read { error, .. }, Lang::Zh) => {
                format!("无法读取（{}）", storage::describe(error, lang))
            }
            (Self::Read { error, .. }, Lang::En) => {
                format!("cannot be read ({})", storage::describe(error, lang))
            }
            (Self::Decode { error: DecodeError::Unknown, .. }, Lang::Zh) => {
                "认不出文字编码，可能不是文本文件；如确是文本，请用 --encoding 指明编码（如 gb18030、big5、utf-16le）".to_owned()
            }
            (Self::Decode { error: DecodeError::Unknown, .. }, Lang::En) => {
                "no known text encoding fits; if it is text, name its encoding with --encoding (gb18030, big5, utf-16le, …)".to_owned()
            }
            (Self::Decode { error: DecodeError::Nul { line }, .. }, Lang::Zh) => {
                format!("第 {line} 行有空字符（NUL），稿件里不应有；请删去它，或用 --encoding utf-8 照样检查")
            }
            (Self::Decode { error: DecodeError::Nul { line }, .. }, Lang::En) => {
                format!("there is a NUL on line {line}, which no text has; remove it, or use --encoding utf-8 to lint it all the same")
            }
            (Self::Decode { error: DecodeError::Unsupported { encoding }, .. }, Lang::Zh) => {
                format!("文件是 {encoding} 编码，hongbi 不支持；请另存为 UTF-8")
            }
            (Self::Decode { error: DecodeError::Unsupported { encoding }, .. }, Lang::En) => {
                format!("the file is {encoding}, which is not supported; save it as UTF-8")
            }
            (Self::Decode { error: DecodeError::Invalid { encoding, offset }, .. }, Lang::Zh) => {
                format!("第 {offset} 字节附近不是有效的 {encoding} 文字；请检查文件是否损坏，或用 --encoding 指明编码")
            }
            (Self::Decode { error: DecodeError::Invalid { encoding, offset }, .. }, Lang::En) => {
                format!("not valid {encoding} near byte {offset}; check the file, or name its encoding with --encoding")
            }
            (Self::Refused { refusal, .. }, Lang::Zh) => refusal.zh(),
            (Self::Refused { refusal, .. }, Lang::En) => refusal.en(),
            (Self::Config(error), lang) => error.summary(lang),
        }
    }
}

pub(super) fn refused(path: &Path, refusal: Refusal) -> LintError {
    LintError::Refused {
        path: path.to_owned(),
        refusal,
    }
}

/// The bytes of the draft at `path`.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, LintError> {
    storage::read(path, storage::MAX_DRAFT_BYTES, Kind::Any).map_err(|error| LintError::Read {
        path: path.to_owned(),
        error,
    })
}
