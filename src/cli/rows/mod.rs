//! Drafts that are rows of data: read in batches, linted side by side, printed as JSON lines.

pub(super) mod args;
mod output;
mod print;

use std::{
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};

use args::{Input, RowOptions};

use super::{
    Exit,
    args::{Check, Setting},
    check, outputs, setup,
    terminal::{self, print_error},
};
use hongbi::{
    Linter,
    config::FailOn,
    engine::rows::{self, Keys, Lines, Position, RawRow, RowError, Source},
    report::Format,
    rules::{Lang, Level, Text},
    storage::{self, Identity},
};
use output::{Output, Unopened};
use print::{Mode, Printed, Read, Totals};

/// What is done with rows.
pub(super) struct Job<'a> {
    pub(super) rows: &'a RowOptions,
    pub(super) input: Input,
    pub(super) paths: &'a [PathBuf],
    pub(super) output: Option<&'a Path>,
    pub(super) setting: &'a Setting,
    /// From which level on findings fail the run, where the arguments say; `Never` for a run that only counts.
    pub(super) fail_on: Option<FailOn>,
    pub(super) scores: bool,
    pub(super) allow_empty: bool,
    pub(super) quiet: bool,
    /// All else that decides what is found, as an earlier run must have had it to be gone on with.
    pub(super) choice: String,
}

/// `hongbi check --input …`.
pub(super) fn check(options: &Check, input: Input, asked: Option<Lang>) -> io::Result<Exit> {
    let Some((linter, lang)) = check::begin(options, asked) else {
        return Ok(Exit::Failure);
    };
    if !matches!(options.format, Format::Pretty | Format::Jsonl) {
        print_error(match lang {
            Lang::Zh => "逐行检查的结果是每行一条的 JSON；请去掉 --format 或写 --format jsonl",
            Lang::En => {
                "what is found in rows is printed as JSON lines; leave --format out, or use --format jsonl"
            }
        });
        return Ok(Exit::Failure);
    }
    let job = Job {
        rows: &options.rows,
        input,
        paths: &options.paths,
        output: options.output.as_deref(),
        setting: &options.setting,
        fail_on: options.fail_on,
        scores: false,
        allow_empty: options.allow_empty,
        quiet: options.quiet,
        choice: format!("{:?} {:?} {}", options.selected, options.level, options.all),
    };
    let exit = run(&job, &linter, lang);
    // The program ends: the system takes its memory back faster than it could be given back piece by piece.
    std::mem::forget(linter);
    exit
}

/// Does `job`.
pub(super) fn run(job: &Job<'_>, linter: &Linter, lang: Lang) -> io::Result<Exit> {
    let Some(encoding) = encoding(job.setting, lang) else {
        return Ok(Exit::Failure);
    };
    if let Some(problem) = refused(job) {
        print_error(problem.get(lang));
        return Ok(Exit::Failure);
    }
    let mut failures = Vec::new();
    let files = listed(job, linter, lang, &mut failures);
    if let Some(problem) = job.output.and_then(|output| clash(output, &files)) {
        print_error(problem.get(lang));
        return Ok(Exit::Failure);
    }
    let begun = Output::open(
        job.output,
        identity(job, linter, lang, &files),
        job.rows.resume,
    );
    let (output, state) = match begun {
        Ok(begun) => begun,
        Err(error) => return Ok(unwritten(job, &error, lang)),
    };
    let mode = match (job.rows.output_rows, job.scores) {
        (true, scores) => Mode::Rows { findings: !scores },
        (false, true) => Mode::Scores,
        (false, false) => Mode::Findings,
    };
    let mut run = Run {
        with: RowLinter {
            job,
            linter,
            lang,
            encoding,
            keys: Keys {
                text: job.rows.text_key.clone(),
                id: job.rows.id_key.clone(),
            },
            mode,
        },
        output,
        totals: state.totals,
        progress: progress(job.quiet),
    };
    let fresh = state.file == 0 && state.position == Position::default();
    if fresh {
        for (path, message) in failures {
            run.print(&Printed::broken_file(&path, 0, mode, message), &path, 0)?;
        }
    }
    for (index, path) in files.iter().enumerate().skip(state.file) {
        let from = if index == state.file {
            state.position
        } else {
            Position::default()
        };
        match run.file(index, path, from) {
            Ok(()) => {}
            Err(Unopened::Unwritten(super::replace::Unwritten::System(error)))
                if job.output.is_none() =>
            {
                return Err(error);
            }
            Err(error) => return Ok(unwritten(job, &error, lang)),
        }
    }
    run.end()
}

/// Says that the output could not be written.
fn unwritten(job: &Job<'_>, error: &Unopened, lang: Lang) -> Exit {
    let path = job.output.unwrap_or(Path::new("-"));
    setup::failure(&storage::name(path), error.describe(lang));
    Exit::Failure
}

/// The encoding that the arguments name, unless it is UTF-8; the outer `None` after saying what is wrong.
fn encoding(setting: &Setting, lang: Lang) -> Option<Option<&'static Encoding>> {
    let encoding = terminal::encoding(setting.encoding.as_deref(), lang)?;
    if encoding.is_some_and(|one| one == UTF_16LE || one == UTF_16BE) {
        print_error(match lang {
            Lang::Zh => "逐行的数据不能是 UTF-16；请先转成 UTF-8",
            Lang::En => "rows cannot be in UTF-16; turn them into UTF-8 first",
        });
        return None;
    }
    Some(encoding.filter(|&one| one != UTF_8))
}

/// Why `job` cannot be done, if it cannot.
fn refused(job: &Job<'_>) -> Option<Text> {
    if job.paths.is_empty() {
        return Some(Text {
            zh: "请写出数据文件，或用 - 读标准输入".to_owned(),
            en: "name the files of data, or - for standard input".to_owned(),
        });
    }
    if job.input == Input::Parquet && !cfg!(feature = "parquet") {
        return Some(Text {
            zh: "这个版本的红笔没有编入读取 Parquet 的功能；请用 cargo install hongbi --features parquet 安装".to_owned(),
            en: "this build cannot read Parquet; install with cargo install hongbi --features parquet".to_owned(),
        });
    }
    if job.input == Input::Parquet && job.paths.iter().any(|path| path == Path::new("-")) {
        return Some(Text {
            zh: "Parquet 不能从标准输入读；请写出文件".to_owned(),
            en: "Parquet cannot be read from standard input; name the file".to_owned(),
        });
    }
    None
}

/// The files of data that the arguments name, those in folders by their endings and in order of name; what
/// cannot be read goes to `failures`.
fn listed(
    job: &Job<'_>,
    linter: &Linter,
    lang: Lang,
    failures: &mut Vec<(String, String)>,
) -> Vec<PathBuf> {
    let endings: &[&str] = match job.input {
        Input::Jsonl => &[
            ".jsonl",
            ".ndjson",
            ".jsonl.gz",
            ".ndjson.gz",
            ".jsonl.zst",
            ".ndjson.zst",
        ],
        Input::Parquet => &[".parquet"],
    };
    let mut files = Vec::new();
    for path in job.paths {
        if path == Path::new("-") || !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries = walkdir::WalkDir::new(path).sort_by_file_name();
        let is_hidden = |name: &str| name.starts_with('.');
        let shown = |entry: &walkdir::DirEntry| {
            entry.depth() == 0 || !is_hidden(&entry.file_name().to_string_lossy())
        };
        for entry in entries.into_iter().filter_entry(shown) {
            match entry {
                Ok(entry) => {
                    let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
                    if entry.file_type().is_file() && endings.iter().any(|end| name.ends_with(end))
                    {
                        files.push(entry.into_path());
                    }
                }
                Err(error) => {
                    let path = error.path().map_or_else(String::new, storage::name);
                    let error = io::Error::from(error);
                    failures.push((path, storage::describe(&error, lang)));
                }
            }
        }
    }
    files.retain(|file| match linter.discovery().config(file) {
        Ok(_) => true,
        Err(error) => {
            let known = failures
                .iter()
                .any(|(path, _)| *path == storage::name(&error.path));
            if !known {
                terminal::complain_of_config(&error, lang);
                failures.push((storage::name(&error.path), error.summary(lang)));
            }
            false
        }
    });
    files
}

/// Why the output cannot go to `output`, if it cannot.
fn clash(output: &Path, files: &[PathBuf]) -> Option<Text> {
    let name = output.display();
    if outputs::is_setting(output) {
        return Some(Text {
            zh: format!("{name} 是配置文件的名字，结果不能写在这里；请换一个文件名"),
            en: format!("{name} is the name of a configuration; choose another"),
        });
    }
    let identity = Identity::of(output)?;
    let is_input = |file: &PathBuf| Identity::of(file).as_ref() == Some(&identity);
    files.iter().any(is_input).then(|| Text {
        zh: format!("{name} 是要检查的数据，结果不能写在这里；请换一个文件名"),
        en: format!("{name} is one of the inputs; choose another file for the output"),
    })
}

/// What makes a run this one: only with the same can it be gone on with.
fn identity(job: &Job<'_>, linter: &Linter, lang: Lang, files: &[PathBuf]) -> Value {
    let stamp = |path: &Path| {
        let metadata = std::fs::metadata(path).ok();
        let modified = metadata
            .as_ref()
            .and_then(|metadata| metadata.modified().ok())
            .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
            .map(|time| time.as_nanos().to_string());
        let length = metadata.as_ref().map(std::fs::Metadata::len);
        json!([storage::name(path), length, modified])
    };
    let inputs: Vec<Value> = files.iter().map(|file| stamp(file)).collect();
    let configs: Vec<Value> = linter
        .discovery()
        .used()
        .iter()
        .map(|config| stamp(&config.path))
        .collect();
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "inputs": inputs,
        "configs": configs,
        "options": format!(
            "{:?} {:?} {:?} {} {} {:?} {:?} {:?} {}",
            job.input,
            job.rows.text_key,
            job.rows.id_key,
            job.rows.output_rows,
            job.scores,
            job.setting.encoding,
            job.setting.today,
            lang,
            job.choice
        ),
    })
}

/// What is needed to lint a row, by several threads at once.
struct RowLinter<'a> {
    job: &'a Job<'a>,
    linter: &'a Linter,
    lang: Lang,
    encoding: Option<&'static Encoding>,
    keys: Keys,
    mode: Mode,
}

struct Run<'a> {
    with: RowLinter<'a>,
    output: Output,
    totals: Totals,
    progress: ProgressBar,
}

impl RowLinter<'_> {
    fn open(&self, path: &Path, from: Position) -> io::Result<Box<dyn Source>> {
        #[cfg(feature = "parquet")]
        if self.job.input == Input::Parquet {
            let keys = (!self.job.rows.output_rows).then_some(&self.keys);
            let rows = rows::ParquetRows::new(storage::open(path)?, keys, from.row)?;
            return Ok(Box::new(rows));
        }
        let input = if path == Path::new("-") {
            rows::skip(io::stdin(), from.offset)?
        } else {
            rows::open(path, from.offset)?
        };
        Ok(Box::new(Lines::new(input, from)))
    }

    /// From which level on findings in the file at `path` fail the run.
    fn fails_from(&self, path: &Path) -> Option<Level> {
        let config = self.linter.discovery().config(path).ok();
        self.job
            .fail_on
            .or(config.and_then(|config| config.fail_on))
            .unwrap_or_default()
            .level()
    }

    fn row(&self, (path, name): (&Path, &str), raw: &RawRow, fails: Option<Level>) -> Printed {
        print::row(
            (name, raw),
            self.read(raw),
            self.mode,
            fails,
            |text| self.linter.lint_row(path, text),
            |error| error.describe(self.lang),
        )
    }

    fn read(&self, raw: &RawRow) -> Read {
        if raw.is_too_long {
            return Err((RowError::TooLong, None));
        }
        match self.encoding {
            Some(encoding) => self.keys.read(encoding.decode(&raw.bytes).0.as_bytes()),
            None => self.keys.read(&raw.bytes),
        }
    }
}

impl Run<'_> {
    /// Reads, lints and prints the rows of the file at `path`, the one with the number `index`, behind `from`.
    fn file(&mut self, index: usize, path: &Path, from: Position) -> Result<(), Unopened> {
        let name = storage::name(path);
        let fails = self.with.fails_from(path);
        let mut done = from.row;
        let mut source = match self.with.open(path, from) {
            Ok(source) => source,
            Err(error) => return self.broken(&name, done, &error),
        };
        loop {
            let batch = match source.batch() {
                Ok(batch) => batch,
                Err(error) => return self.broken(&name, done + 1, &error),
            };
            let with = &self.with;
            let look = |raw: &RawRow| with.row((path, &name), raw, fails);
            let printed = with.linter.side_by_side(&batch.rows, look);
            for (raw, printed) in batch.rows.iter().zip(&printed) {
                self.print(printed, &name, raw.number)?;
            }
            self.progress.inc(batch.rows.len() as u64);
            done = batch.position.row;
            if batch.is_last {
                break;
            }
            self.output
                .note(index, batch.position, &self.totals)
                .map_err(Unopened::Unwritten)?;
        }
        self.totals.files += 1;
        self.output
            .note(index + 1, Position::default(), &self.totals)
            .map_err(Unopened::Unwritten)
    }

    /// Writes what was printed of a row, and says what could not be done.
    fn print(&mut self, printed: &Printed, name: &str, row: u64) -> io::Result<()> {
        /// This many failures are named one by one; the output has them all.
        const NAMED: usize = 20;
        for message in &printed.failures {
            self.totals.failures += 1;
            match self.totals.failures {
                1..=NAMED => {
                    let at = match self.with.lang {
                        _ if row == 0 => name.to_owned(),
                        Lang::Zh => format!("{name} 第 {row} 行"),
                        Lang::En => format!("{name}:{row}"),
                    };
                    self.progress
                        .suspend(|| print_error(&format!("{at}: {message}")));
                }
                count if count == NAMED + 1 => self.progress.suspend(|| {
                    print_error(match self.with.lang {
                        Lang::Zh => "还有别的行不能检查，不再逐一说明",
                        Lang::En => "more rows could not be linted and are not named here",
                    });
                }),
                _ => {}
            }
        }
        self.totals.add(&printed.totals);
        self.output.write(&printed.bytes)
    }

    /// Says that a file could not be read, or not from `row` on; the others go on.
    fn broken(&mut self, name: &str, row: u64, error: &io::Error) -> Result<(), Unopened> {
        let reason = storage::describe(error, self.with.lang);
        let message = match self.with.lang {
            Lang::Zh => format!("无法读取（{reason}）"),
            Lang::En => format!("cannot be read ({reason})"),
        };
        let printed = Printed::broken_file(name, row, self.with.mode, message);
        Ok(self.print(&printed, name, row)?)
    }

    /// Ends the run.
    fn end(mut self) -> io::Result<Exit> {
        self.progress.finish_and_clear();
        if !matches!(self.with.mode, Mode::Rows { .. }) {
            self.output.write(&Printed::summary(&self.totals).bytes)?;
        }
        let (job, lang) = (self.with.job, self.with.lang);
        match self.output.close() {
            Ok(()) => {}
            Err(super::replace::Unwritten::System(error)) if job.output.is_none() => {
                return Err(error);
            }
            Err(error) => return Ok(unwritten(job, &Unopened::Unwritten(error), lang)),
        }
        if !job.quiet {
            writeln!(io::stderr(), "{}", said(&self.totals, lang))?;
        }
        Ok(match (self.totals.failures, self.totals.failed) {
            (1.., _) => Exit::Failure,
            (0, _) if self.totals.rows == 0 && !job.allow_empty => {
                print_error(match self.with.lang {
                    Lang::Zh => "没有检查任何一行，不能算通过；确实可以没有时，请加 --allow-empty",
                    Lang::En => "no row was checked, which is no pass; --allow-empty allows it",
                });
                Exit::Failure
            }
            (0, true) => Exit::Findings,
            (0, false) => Exit::Clean,
        })
    }
}

/// The counts of a run in words.
fn said(totals: &Totals, lang: Lang) -> String {
    let count = |number: usize| HumanCount(number as u64);
    let (rows, characters) = (count(totals.rows), count(totals.characters));
    let (errors, warnings) = (count(totals.errors), count(totals.warnings));
    let (infos, failures) = (count(totals.infos), count(totals.failures));
    match lang {
        Lang::Zh => format!(
            "检查 {rows} 行，{characters} 字：{errors} 个错误，{warnings} 个警告，{infos} 个提示；{failures} 处不能检查"
        ),
        Lang::En => format!(
            "{rows} rows, {characters} characters: {errors} errors, {warnings} warnings, {infos} infos; {failures} could not be linted"
        ),
    }
}

/// A count of rows on a terminal, and nothing elsewhere.
fn progress(quiet: bool) -> ProgressBar {
    if quiet || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    match ProgressStyle::with_template("{spinner} {human_pos} {per_sec}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
