//! `hongbi check`.

#[cfg(feature = "docx")]
use std::collections::HashMap;
use std::{
    collections::BTreeMap,
    fs,
    io::{self, BufWriter, IsTerminal, Write},
    path::{Path, PathBuf},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{
    Exit,
    args::Check,
    baseline, outputs,
    replace::{NewFile, Unwritten},
    setup::{self, Choice, Found},
    terminal::{self, print_error},
};
use hongbi::{
    FileReport, Linter,
    document::Lines,
    engine::{Across, Baseline, Counts},
    report::{Digest, Failure, Reporter, Style, Summary, shown},
    rules::{self, Lang, Level},
    storage,
};

/// More threads than any machine has work for; each takes memory of its own.
const MAX_THREADS: usize = 512;

/// The memory that paragraphs of many files may take before they go to disk, in bytes.
const ACROSS_BUDGET: usize = 128 << 20;

pub(super) fn run(options: &Check, asked: Option<Lang>) -> io::Result<Exit> {
    let Some((linter, lang)) = begin(options, asked) else {
        return Ok(Exit::Failure);
    };
    let exit = lint(options, &linter, lang, None);
    // The program ends: the system takes its memory back faster than it could be given back piece by piece.
    std::mem::forget(linter);
    exit
}

/// Starts the threads, and makes the linter that `options` ask for with the language of messages;
/// `None` after saying what is wrong.
pub(super) fn begin(options: &Check, asked: Option<Lang>) -> Option<(Linter, Lang)> {
    let found = linter(options, asked)?;
    start_threads(options.threads, found.1).then_some(found)
}

/// Starts `threads` threads, where a number is given. `false` after saying why they cannot be.
pub(super) fn start_threads(threads: Option<usize>, lang: Lang) -> bool {
    #[cfg(feature = "parallel")]
    if let Some(threads) = threads.filter(|&threads| threads > 0) {
        if threads > MAX_THREADS {
            print_error(&match lang {
                Lang::Zh => format!("--threads 最多 {MAX_THREADS}，不能是 {threads}"),
                Lang::En => format!("--threads is at most {MAX_THREADS}, not {threads}"),
            });
            return false;
        }
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let pool = match threads {
            // A thread of its own would have nothing beside it.
            1 => pool.use_current_thread(),
            _ => pool,
        };
        if let Err(error) = pool.build_global() {
            print_error(&match lang {
                Lang::Zh => format!("无法启动 {threads} 个线程，请减少 --threads：{error}"),
                Lang::En => {
                    format!("{threads} threads cannot be started, try fewer --threads: {error}")
                }
            });
            return false;
        }
    }
    true
}

/// The linter that `options` ask for, and the language of messages; `None` after saying what is wrong.
pub(super) fn linter(options: &Check, asked: Option<Lang>) -> Option<(Linter, Lang)> {
    let (select, ignore) = (&options.selected.select, &options.selected.ignore);
    let choice = Choice {
        level: &options.level,
        explain_silence: options.explain_silence.clone(),
        ..Choice::new(&options.setting, select, ignore)
    };
    let (linter, lang) = setup::linter(&choice, asked)?;
    let linter = linter.across(options.across).unlimited(options.all);
    Some((linter.changes(options.changes), lang))
}

/// Lints and reports: the files `given`, or all that `options` name.
pub(super) fn lint(
    options: &Check,
    linter: &Linter,
    lang: Lang,
    given: Option<Found>,
) -> io::Result<Exit> {
    let baseline = match &options.baseline {
        Some(path) => match baseline::open(path, lang) {
            Some(baseline) => Some(baseline),
            None => return Ok(Exit::Failure),
        },
        None => None,
    };
    let is_partial = given.is_some();
    let is_piped = given.is_none() && options.paths.iter().any(|path| path == Path::new("-"));
    let mut found = given.unwrap_or_else(|| {
        let mut paths = setup::named(&options.paths);
        paths.retain(|path| path != Path::new("-"));
        setup::files(&paths, linter, lang)
    });
    if let Err(problem) = outputs::keep_apart(options, linter, &mut found.files) {
        print_error(problem.get(lang));
        return Ok(Exit::Failure);
    }
    #[cfg(feature = "docx")]
    let copies = match outputs::copies(options, linter, &found.files) {
        Ok(copies) => copies,
        Err(problem) => {
            print_error(problem.get(lang));
            return Ok(Exit::Failure);
        }
    };
    #[cfg(feature = "docx")]
    let bare = found.files.len() - copies.len();
    #[cfg(feature = "docx")]
    if options.comments.is_some() && bare > 0 && !options.quiet {
        print_error(&match lang {
            Lang::Zh => format!("批注只能写进 Word 文档，{bare} 个其他格式的文件只检查、不批注"),
            Lang::En => format!(
                "comments go into Word documents only; {bare} other files are checked without"
            ),
        });
    }
    let mut output = match Output::open(options.output.as_deref()) {
        Ok(output) => output,
        Err(error) => return Ok(unwritten(options, &error, lang)),
    };
    let style = Style {
        lang,
        color: terminal::color(
            options.color,
            options.output.is_none() && io::stdout().is_terminal(),
        ),
        columns: terminal::columns(),
        rows: terminal::rows(),
        all: options.all,
        order: options.sort,
    };
    let mut run = Run {
        options,
        linter,
        lang,
        partial: is_partial,
        reporter: if options.summary {
            Box::new(Digest::new(style))
        } else {
            options.format.reporter(style)
        },
        summary: Summary::default(),
        skipped: found.skipped(lang),
        failures: found.failures,
        failed: false,
        baseline,
        rules: BTreeMap::new(),
        verified: BTreeMap::new(),
        files: BTreeMap::new(),
        #[cfg(feature = "docx")]
        copies,
    };
    let finished = run
        .lint(&found.files, is_piped, &mut output)
        .and_then(|()| run.finish(&mut output));
    match finished
        .map_err(Unwritten::from)
        .and_then(|()| output.close())
    {
        Ok(()) => {}
        // Whoever reads has read enough; what was found until then decides.
        Err(Unwritten::System(error))
            if options.output.is_none() && error.kind() == io::ErrorKind::BrokenPipe => {}
        Err(Unwritten::System(error)) if options.output.is_none() => return Err(error),
        Err(error) => return Ok(unwritten(options, &error, lang)),
    }
    Ok(match (run.summary.failures, run.failed) {
        (1.., _) => Exit::Failure,
        (0, true) => Exit::Findings,
        (0, false) if run.is_empty() => {
            print_error(match lang {
                Lang::Zh => "没有检查任何文件，不能算通过；确实可以没有稿件时，请加 --allow-empty",
                Lang::En => "no file was checked, which is no pass; --allow-empty allows it",
            });
            Exit::Failure
        }
        (0, false) => Exit::Clean,
    })
}

/// Says that the report could not be written.
fn unwritten(options: &Check, error: &Unwritten, lang: Lang) -> Exit {
    let path = options.output.as_deref().unwrap_or(Path::new("-"));
    setup::failure(&storage::name(path), error.describe(lang));
    Exit::Failure
}

struct Run<'a> {
    options: &'a Check,
    linter: &'a Linter,
    lang: Lang,
    reporter: Box<dyn Reporter>,
    summary: Summary,
    failures: Vec<Failure>,
    /// Whether a finding reached the level that fails.
    failed: bool,
    /// What is known already.
    baseline: Option<Baseline>,
    rules: BTreeMap<String, Counts>,
    verified: BTreeMap<String, usize>,
    /// By file: findings and characters, where findings are.
    files: BTreeMap<String, (usize, usize)>,
    /// Whether only some of the files are linted.
    partial: bool,
    /// Which files folders hold that are no drafts.
    skipped: Option<String>,
    /// Where the copies with comments go.
    #[cfg(feature = "docx")]
    copies: HashMap<PathBuf, PathBuf>,
}

/// Writes a copy whole or not at all, in a folder that is made where there is none.
#[cfg(feature = "docx")]
fn write_copy(target: &Path, bytes: &[u8]) -> Result<(), Unwritten> {
    if let Some(folder) = target.parent().filter(|one| !one.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let mut file = NewFile::create(target)?;
    file.write_all(bytes)?;
    file.finish()
}

impl Run<'_> {
    fn lint(&mut self, files: &[PathBuf], is_piped: bool, output: &mut Output) -> io::Result<()> {
        if is_piped {
            self.lint_stdin(output)?;
        }
        let progress = progress(files.len(), self.options.quiet);
        let mut written = Ok(());
        let linter = self.linter;
        let mut across = Across::new(&std::env::temp_dir(), ACROSS_BUDGET);
        let mut number = 0;
        linter.lint_files(files, |report| {
            progress.inc(1);
            if written.is_ok() {
                written = across.add(number, &report.prints);
            }
            number += 1;
            if written.is_ok() {
                written = self.take(report, output);
            }
        });
        progress.finish_and_clear();
        written?;
        if !self.options.across {
            return Ok(());
        }
        let mut written = Ok(());
        linter.report_across(files, across, |report| {
            if written.is_ok() {
                written = self.report(report, output);
            }
        })?;
        written
    }

    fn lint_stdin(&mut self, output: &mut Output) -> io::Result<()> {
        let name = &self.options.stdin_filename;
        let bytes = match storage::read_stream(io::stdin().lock(), storage::MAX_DRAFT_BYTES) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.fail("-", storage::describe(&error, self.lang));
                return Ok(());
            }
        };
        match self.linter.lint_bytes(name, &bytes) {
            Ok(report) => self.take(report, output),
            Err(hongbi::LintError::Config(error)) => {
                terminal::complain_of_config(&error, self.lang);
                self.failures.push(Failure {
                    path: storage::name(&error.path),
                    message: error.summary(self.lang),
                });
                Ok(())
            }
            Err(error) => {
                let message = error.describe(self.lang);
                self.fail(&storage::name(name), message);
                Ok(())
            }
        }
    }

    /// Whether nothing at all was linted where something was to be.
    fn is_empty(&self) -> bool {
        self.summary.files == 0 && !self.partial && !self.options.allow_empty
    }

    fn fail(&mut self, path: &str, message: String) {
        self.failures.push(setup::failure(path, message));
    }

    /// Takes what was found in one file.
    fn take(&mut self, report: FileReport, output: &mut Output) -> io::Result<()> {
        // A file that could not be read at all is no file checked.
        self.summary.files += usize::from(
            !report.is_passed_over && (report.failures.is_empty() || report.characters > 0),
        );
        self.summary.characters += report.characters;
        self.report(report, output)
    }

    /// Counts and prints a report.
    fn report(&mut self, mut report: FileReport, output: &mut Output) -> io::Result<()> {
        let failures = std::mem::take(&mut report.failures);
        #[cfg(feature = "docx")]
        if report.characters == 0 && !failures.is_empty() {
            // What could not be read has no copy.
            self.copies.remove(&storage::path_of(&report.path));
        }
        for message in failures {
            self.fail(&report.path, message);
        }
        if let Some(baseline) = &mut self.baseline {
            self.summary.known += baseline.filter(&mut report);
        }
        let (counts, folded) = report.counts();
        // A finding that another explains does not count twice, but it fails a run as before.
        let mut all = Counts::default();
        for diagnostic in &report.diagnostics {
            all.add(diagnostic.severity);
        }
        for diagnostic in report.defects() {
            self.rules
                .entry(diagnostic.rule.clone())
                .or_default()
                .add(diagnostic.severity);
        }
        let findings = counts.at_least(Level::Info);
        if self.options.statistics && findings > 0 {
            // Findings across files come in a second report of the same file.
            let file = self.files.entry(report.path.clone()).or_default();
            *file = (file.0 + findings, file.1.max(report.characters));
        }
        self.summary.errors += counts.errors;
        self.summary.warnings += counts.warnings;
        self.summary.infos += counts.infos;
        self.summary.folded += folded;
        for (rule, count) in &report.verified {
            *self.verified.entry(rule.clone()).or_default() += count;
        }
        if report.is_passed_over {
            self.passed_over(&report.path);
            return Ok(());
        }
        let config = self
            .linter
            .discovery()
            .config(&storage::path_of(&report.path))
            .ok();
        let fail_on = self
            .options
            .fail_on
            .or(config.and_then(|config| config.fail_on))
            .unwrap_or_default();
        self.failed |= fail_on.level().is_some_and(|level| all.at_least(level) > 0);
        self.unused_allowances(&report);
        #[cfg(feature = "docx")]
        self.comment(&report);
        self.reporter.file(&mut report, output)?;
        self.explain_silence(&report);
        Ok(())
    }

    /// Writes what was found into a copy of the document.
    #[cfg(feature = "docx")]
    fn comment(&mut self, report: &FileReport) {
        let path = storage::path_of(&report.path);
        // What is found across files comes in a second report.
        let Some(target) = self.copies.remove(&path) else {
            return;
        };
        let done = storage::read(&path, storage::MAX_DRAFT_BYTES, storage::Kind::Regular)
            .map_err(|error| hongbi::LintError::Read {
                path: path.clone(),
                error,
            })
            .and_then(|bytes| self.linter.annotate(&path, &bytes, report))
            .map_err(|error| error.describe(self.lang))
            .and_then(|bytes| {
                write_copy(&target, &bytes).map_err(|error| {
                    let target = target.display();
                    format!("{target}: {}", error.describe(self.lang))
                })
            });
        if let Err(message) = done {
            self.fail(&report.path, message);
        }
    }

    /// Says that a file in a folder is a report, which is nothing to lint.
    fn passed_over(&self, path: &str) {
        if !self.options.quiet {
            print_error(&match self.lang {
                Lang::Zh => format!("{path}: 这是 hongbi 的报告，没有检查"),
                Lang::En => format!("{path}: this is a report of hongbi and was not linted"),
            });
        }
    }

    fn explain_silence(&self, report: &FileReport) {
        let Some(text) = report.source.as_deref() else {
            return;
        };
        let lines = Lines::new(text);
        for (range, reason) in &report.silences {
            let line = lines.line(range.start);
            let place: String = text[range.clone()].chars().take(40).collect();
            let text = format!("{}:{line}: {place}：{reason}", report.path);
            let _ = writeln!(io::stderr(), "{}", shown(&text));
        }
    }

    fn finish(&mut self, output: &mut Output) -> io::Result<()> {
        self.summary.failures = self.failures.len();
        let people = self.options.format.is_for_people();
        if !(people && self.options.quiet) {
            self.reporter
                .finish(&self.summary, std::mem::take(&mut self.failures), output)?;
        }
        if self.options.statistics {
            let text = self.statistics();
            // Programs read standard output; people get the table below the report.
            if people {
                output.write_all(text.as_bytes())?;
            } else {
                io::stderr().write_all(text.as_bytes())?;
            };
        }
        if !people && !self.options.quiet && self.summary.files == 0 && self.summary.failures == 0 {
            print_error(match self.lang {
                Lang::Zh => "没有找到要检查的稿件，请核对路径和 exclude、.gitignore",
                Lang::En => {
                    "no draft was found to check; look at the paths, exclude and .gitignore"
                }
            });
        }
        if people && !self.options.quiet {
            self.unused_allows();
            if let Some(skipped) = &self.skipped {
                writeln!(io::stderr(), "{skipped}")?;
            }
            if self.partial {
                return Ok(());
            }
            if let (Some(baseline), Some(name)) = (&self.baseline, &self.options.baseline) {
                baseline::tell_stale(baseline, name, self.lang);
            }
        }
        Ok(())
    }

    fn statistics(&self) -> String {
        let mut rows: Vec<(&String, &Counts)> = self.rules.iter().collect();
        rows.sort_by_key(|(name, counts)| (std::cmp::Reverse(counts.at_least(Level::Info)), *name));
        let mut out = String::new();
        for (name, counts) in rows {
            let count = counts.at_least(Level::Info);
            out.push_str(&format!("{count:>6}  {}\n", self.name(name)));
        }
        for (name, count) in &self.verified {
            out.push_str(&match self.lang {
                Lang::Zh => format!("{count:>6}  {}：核对无误\n", self.name(name)),
                Lang::En => format!("{count:>6}  {name}: checked and right\n"),
            });
        }
        self.rates(&mut out);
        out
    }

    /// A rule's name, with its title where the reader reads Chinese.
    fn name(&self, name: &str) -> String {
        let built_in = rules::find(name).map(|rule| &*rule.title);
        match (self.lang, built_in.unwrap_or_default()) {
            (Lang::En, _) | (_, "") => name.to_owned(),
            (Lang::Zh, title) => format!("{title} {name}"),
        }
    }

    /// The files by findings for each 10,000 characters, those with the most first.
    fn rates(&self, out: &mut String) {
        /// This many files are listed unless all are asked for.
        const SHOWN: usize = 20;
        if self.files.is_empty() {
            return;
        }
        out.push_str(match self.lang {
            Lang::Zh => "每万字的问题数：\n",
            Lang::En => "Findings for each 10,000 characters:\n",
        });
        let rate = |findings: usize, characters: usize| {
            10_000.0 * findings as f64 / characters.max(1) as f64
        };
        let mut rows: Vec<(f64, &String, usize, usize)> = self
            .files
            .iter()
            .map(|(path, &(findings, characters))| {
                (rate(findings, characters), path, findings, characters)
            })
            .collect();
        // The map is in order of path, which stays among equals.
        rows.sort_by(|a, b| b.0.total_cmp(&a.0));
        let most = if self.options.all { rows.len() } else { SHOWN };
        for (rate, path, findings, characters) in rows.iter().take(most) {
            let path = shown(path);
            out.push_str(&match self.lang {
                Lang::Zh => format!("{rate:>6.1}  {path}：{characters} 字，{findings} 处\n"),
                Lang::En => {
                    format!("{rate:>6.1}  {path}: {characters} characters, {findings} findings\n")
                }
            });
        }
        let rest = rows.len().saturating_sub(most);
        if rest > 0 {
            out.push_str(&match self.lang {
                Lang::Zh => format!("        另有 {rest} 个文件，用 --all 列出\n"),
                Lang::En => format!("        {rest} more files; --all lists them\n"),
            });
        }
    }

    /// Says which exceptions in the draft itself nothing needed.
    fn unused_allowances(&self, report: &FileReport) {
        if self.options.quiet || !self.options.format.is_for_people() {
            return;
        }
        for unused in &report.unused_allowances {
            let (path, line, rule) = (&report.path, unused.line, &unused.rule);
            print_error(&match (self.lang, unused.is_known) {
                (Lang::Zh, true) => {
                    format!("{path} 第 {line} 行的例外 allow({rule}) 没有用到，可以删去")
                }
                (Lang::Zh, false) => format!("{path} 第 {line} 行：没有规则或类别 {rule}"),
                (Lang::En, true) => {
                    format!("{path}:{line}: the exception allow({rule}) was not needed and can go")
                }
                (Lang::En, false) => format!("{path}:{line}: there is no rule or category {rule}"),
            });
        }
    }

    fn unused_allows(&self) {
        for config in self.linter.discovery().used() {
            for allow in config.unused_allows() {
                let path = config.path.display();
                let line = config.line(allow.span.start);
                print_error(&match self.lang {
                    Lang::Zh => format!(
                        "{path} 第 {line} 行的例外（{}）没有用到，可以删去",
                        allow.reason
                    ),
                    Lang::En => format!(
                        "{path}:{line}: this exception ({}) was not needed and can go",
                        allow.reason
                    ),
                });
            }
        }
    }
}

/// A progress bar on a terminal where there is much to do, and nothing elsewhere.
fn progress(files: usize, quiet: bool) -> ProgressBar {
    const MANY: usize = 200;
    if quiet || files < MANY || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr());
    match ProgressStyle::with_template("{bar:30} {pos}/{len} {eta}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Standard output, or a file that is complete or not there at all.
enum Output {
    Stdout(BufWriter<io::StdoutLock<'static>>),
    /// Something like `/dev/stdout` that cannot be replaced.
    Direct(BufWriter<fs::File>),
    File(Box<NewFile>),
}

impl Output {
    fn open(path: Option<&Path>) -> Result<Self, Unwritten> {
        let Some(path) = path else {
            return Ok(Self::Stdout(BufWriter::new(io::stdout().lock())));
        };
        if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
            let file = fs::OpenOptions::new().write(true).open(path)?;
            return Ok(Self::Direct(BufWriter::new(file)));
        }
        NewFile::create(path).map(|file| Self::File(Box::new(file)))
    }

    fn close(self) -> Result<(), Unwritten> {
        match self {
            Self::Stdout(mut out) => Ok(out.flush()?),
            Self::Direct(mut out) => Ok(out.flush()?),
            Self::File(file) => (*file).finish(),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::Direct(out) => out.write(bytes),
            Self::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::Direct(out) => out.flush(),
            Self::File(file) => file.flush(),
        }
    }
}
