//! `hongbi fix`.

use std::{
    collections::BTreeSet,
    io::{self, IsTerminal, Write},
    path::Path,
};

use super::{
    Exit,
    args::{DiffFormat, Fix},
    ask,
    difference::{self, Look},
    replace::replace,
    setup::{self, Choice, failure},
    terminal::{self, print_error},
};
use hongbi::{
    FileReport, LintError, Linter,
    document::Source,
    engine::{self, Counts, Diagnostic, FixError},
    report,
    rules::Lang,
    storage::{self, Kind},
};

pub(super) fn run(options: &Fix, asked: Option<Lang>) -> io::Result<Exit> {
    let choice = Choice::new(&options.setting, &options.rule, &[]);
    let Some((linter, lang)) = setup::linter(&choice, asked) else {
        return Ok(Exit::Failure);
    };
    let linter = linter.unlimited(true);
    let stdin = Path::new("-");
    let mut paths = setup::named(&options.paths);
    let asked = paths.len();
    paths.retain(|path| path != stdin);
    let piped = paths.len() < asked;
    let setup::Found {
        files,
        mut failures,
        ..
    } = setup::files(&paths, &linter, lang);
    let mut total = Total::default();
    let targets = files.iter().map(|path| Target::File(path));
    let piped = piped.then_some(Target::Stdout(&options.stdin_filename));
    for target in piped.into_iter().chain(targets) {
        if let Err(message) = one(target, options, &linter, lang, &mut total)? {
            failures.push(failure(&target.path().to_string_lossy(), message));
        }
    }
    if !options.quiet && !options.only_shows() {
        writeln!(io::stderr(), "{}", total.closing(lang))?;
    }
    Ok(match (failures.len(), options.only_shows()) {
        (1.., _) => Exit::Failure,
        (_, true) if total.files > 0 => Exit::Findings,
        (_, false) if total.failed => Exit::Findings,
        _ => Exit::Clean,
    })
}

#[derive(Default)]
struct Total {
    /// Files changed.
    files: usize,
    /// Findings fixed.
    mended: usize,
    /// Findings left.
    left: usize,
    /// Of these, those that `--unsafe` would fix,
    risky: usize,
    /// and those whose place in a Word document cannot be changed.
    refused: usize,
    /// Whether a finding that is left reaches the level that fails.
    failed: bool,
}

impl Total {
    /// Counts what is left of a file, of which `refused` cannot be fixed where it is.
    fn count(&mut self, report: &FileReport, target: Target<'_>, linter: &Linter, refused: usize) {
        let mut counts = Counts::default();
        let mut fixable = 0;
        for diagnostic in &report.diagnostics {
            // What another explains counts for nothing of its own, but can be fixed.
            counts.add(diagnostic.severity);
            fixable += usize::from(diagnostic.fix.is_some());
        }
        self.risky += fixable.saturating_sub(refused);
        self.left += report.defects().count();
        // Whoever filters a text through this program, an editor above all, takes a failure for no result.
        if matches!(target, Target::Stdout(_)) {
            return;
        }
        let config = linter.discovery().config(target.path()).ok();
        let fail_on = config.and_then(|config| config.fail_on).unwrap_or_default();
        self.failed |= fail_on
            .level()
            .is_some_and(|level| counts.at_least(level) > 0);
    }

    fn closing(&self, lang: Lang) -> String {
        let Self {
            files,
            mended,
            left,
            risky,
            refused,
            ..
        } = *self;
        let mut line = match lang {
            Lang::Zh => format!("改了 {files} 个文件中的 {mended} 处；还有 {left} 处要人来看"),
            Lang::En => format!("{mended} fixed in {files} files; {left} left for a person to see"),
        };
        if risky > 0 {
            line.push_str(&match lang {
                Lang::Zh => format!("，其中 {risky} 处可用 --unsafe 修改"),
                Lang::En => format!(", of which --unsafe would fix {risky}"),
            });
        }
        if refused > 0 {
            line.push_str(&match lang {
                Lang::Zh => format!("；{refused} 处跨段落，或在自动编号、域、文本框等处，请用 --comments 写成批注后手工改"),
                Lang::En => format!("; {refused} span paragraphs or stand in automatic numbers, fields, text boxes and the like: write them as comments with --comments and change them by hand"),
            });
        }
        line
    }
}

/// What is read, and where it goes.
#[derive(Clone, Copy)]
enum Target<'a> {
    /// A file, which is replaced.
    File(&'a Path),
    /// Standard input, by this name, to standard output.
    Stdout(&'a Path),
}

impl Target<'_> {
    fn path(&self) -> &Path {
        match self {
            Self::File(path) | Self::Stdout(path) => path,
        }
    }

    fn read(&self) -> Result<Vec<u8>, LintError> {
        let read = match self {
            Self::File(path) => storage::read(path, storage::MAX_DRAFT_BYTES, Kind::Regular),
            Self::Stdout(_) => storage::read_stream(io::stdin().lock(), storage::MAX_DRAFT_BYTES),
        };
        read.map_err(|error| LintError::Read {
            path: self.path().to_owned(),
            error,
        })
    }
}

/// Fixes one file. The outer error is that of the output, the inner one the file's.
fn one(
    target: Target<'_>,
    options: &Fix,
    linter: &Linter,
    lang: Lang,
    total: &mut Total,
) -> io::Result<Result<(), String>> {
    let path = target.path();
    #[cfg(feature = "docx")]
    if hongbi::format::is_word(path) {
        if options.interactive {
            return Ok(Err(match lang {
                Lang::Zh => "Word 文档不能逐处询问；修改会留下修订痕迹，可在 Word 里逐处接受或拒绝",
                Lang::En => "Word documents are not asked about: their fixes are tracked changes, to be accepted or rejected one by one in Word",
            }
            .to_owned()));
        }
        return document(target, options, linter, lang, total);
    }
    if hongbi::format::is_office(path) {
        return Ok(Err(FixError::ReadOnly.describe(lang)));
    }
    let (source, bytes) = match read(target, linter) {
        Ok(read) => read,
        Err(error) => return Ok(Err(error.describe(lang))),
    };
    // A report names what is in drafts; mending its words would only make it wrong.
    if matches!(target, Target::File(_)) && report::is_report(&source.text) {
        return Ok(Ok(()));
    }
    if options.interactive {
        return interactive(target, &source, &bytes, linter, lang, total);
    }
    let fixed = match linter.fix_text(path, &source.text, options.r#unsafe) {
        Ok(fixed) => fixed,
        Err(error) => return Ok(Err(error.describe(lang))),
    };
    report_conflicts(path, &fixed.conflicting, lang);
    if let Some(problem) = fixed.report.failures.first() {
        return Ok(Err(problem.clone()));
    }
    let changed = *fixed.text != *source.text;
    if changed {
        // Reported even where only the difference is asked for, so that it shows what would be done.
        let encoded = source
            .round_trips(&bytes)
            .and_then(|()| source.encode(&fixed.text));
        let encoded = match encoded {
            Ok(encoded) => encoded,
            Err(error) => return Ok(Err(FixError::from(error).describe(lang))),
        };
        if options.only_shows() {
            let found = match options.format {
                DiffFormat::Pretty => linter.lint_text(path, &source.text).ok(),
                DiffFormat::Unified => None,
            };
            let found = found.map(|report| report.diagnostics).unwrap_or_default();
            show(options, path, (&source.text, &fixed.text), &found, lang)?;
        } else if let Target::Stdout(_) = target {
            print(&encoded)?;
        } else if let Err(error) = replace(path, &bytes, &encoded) {
            return Ok(Err(error.describe(lang)));
        }
        total.files += 1;
        total.mended += fixed.applied.values().sum::<usize>();
    } else if matches!(target, Target::Stdout(_)) && !options.only_shows() {
        print(&bytes)?;
    }
    total.count(&fixed.report, target, linter, 0);
    Ok(Ok(()))
}

/// Asks about each fix of one file, and applies those that are wanted.
fn interactive(
    target: Target<'_>,
    source: &Source,
    bytes: &[u8],
    linter: &Linter,
    lang: Lang,
    total: &mut Total,
) -> io::Result<Result<(), String>> {
    let path = target.path();
    if matches!(target, Target::Stdout(_)) {
        return Ok(Err(match lang {
            Lang::Zh => "逐处询问要从标准输入读回答，不能同时从那里读稿件",
            Lang::En => "answers are read from standard input, which cannot be the draft as well",
        }
        .to_owned()));
    }
    let report = match linter.lint_text(path, &source.text) {
        Ok(report) => report,
        Err(error) => return Ok(Err(error.describe(lang))),
    };
    let mut input = io::stdin().lock();
    let (edits, count) = ask::chosen(
        path,
        &source.text,
        &report.diagnostics,
        &mut input,
        look(lang),
    )?;
    if count == 0 {
        total.count(&report, target, linter, 0);
        return Ok(Ok(()));
    }
    let text = engine::apply(&source.text, &edits);
    let encoded = source
        .round_trips(bytes)
        .and_then(|()| source.encode(&text));
    let encoded = match encoded {
        Ok(encoded) => encoded,
        Err(error) => return Ok(Err(FixError::from(error).describe(lang))),
    };
    if let Err(error) = replace(path, bytes, &encoded) {
        return Ok(Err(error.describe(lang)));
    }
    total.files += 1;
    total.mended += count;
    if let Ok(left) = linter.lint_text(path, &text) {
        total.count(&left, target, linter, 0);
    }
    Ok(Ok(()))
}

/// Shows what would change, as `options` ask.
fn show(
    options: &Fix,
    path: &Path,
    texts: (&str, &str),
    found: &[Diagnostic],
    lang: Lang,
) -> io::Result<()> {
    match options.format {
        DiffFormat::Unified => difference::patch(path, texts.0, texts.1),
        DiffFormat::Pretty => difference::show(path, texts, found, look(lang)),
    }
}

fn look(lang: Lang) -> Look {
    Look {
        lang,
        color: terminal::color(terminal::Color::Auto, io::stdout().is_terminal()),
        columns: terminal::columns(),
    }
}

/// Fixes one Word document.
#[cfg(feature = "docx")]
fn document(
    target: Target<'_>,
    options: &Fix,
    linter: &Linter,
    lang: Lang,
    total: &mut Total,
) -> io::Result<Result<(), String>> {
    let path = target.path();
    let bytes = match target.read() {
        Ok(bytes) => bytes,
        Err(error) => return Ok(Err(error.describe(lang))),
    };
    let fixed = match linter.fix_document(path, &bytes, options.r#unsafe, options.accept) {
        Ok(fixed) => fixed,
        Err(error) => return Ok(Err(error.describe(lang))),
    };
    report_conflicts(path, &fixed.conflicting, lang);
    if let Some(problem) = fixed.report.failures.first() {
        return Ok(Err(problem.clone()));
    }
    let changed = fixed.text != fixed.before;
    if options.only_shows() {
        if changed {
            show(options, path, (&fixed.before, &fixed.text), &[], lang)?;
        }
    } else if let Target::Stdout(_) = target {
        print(&fixed.bytes)?;
    } else if changed && let Err(error) = replace(path, &bytes, &fixed.bytes) {
        return Ok(Err(error.describe(lang)));
    }
    if changed {
        total.files += 1;
        total.mended += fixed.applied.values().sum::<usize>();
    }
    total.refused += fixed.refused;
    total.count(&fixed.report, target, linter, fixed.refused);
    Ok(Ok(()))
}

/// Says which rules have fixes that undo each other, if any have.
fn report_conflicts(path: &Path, conflicting: &BTreeSet<String>, lang: Lang) {
    if conflicting.is_empty() {
        return;
    }
    let rules: Vec<&str> = conflicting.iter().map(String::as_str).collect();
    let (path, rules) = (path.display(), rules.join(", "));
    print_error(&match lang {
        Lang::Zh => {
            format!("{path}: {rules} 的修改互相抵触，没有采用；这是 hongbi 的缺陷，请告诉我们")
        }
        Lang::En => format!(
            "{path}: the fixes of {rules} undo each other and were not applied; this is a bug in hongbi, please report it"
        ),
    });
}

fn read(target: Target<'_>, linter: &Linter) -> Result<(Source, Vec<u8>), LintError> {
    let bytes = target.read()?;
    Ok((linter.decode(target.path(), &bytes)?, bytes))
}

fn print(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}
