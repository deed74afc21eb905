//! `hongbi fix`.

use std::{
    io::{self, Write},
    path::Path,
};

use similar::TextDiff;

use super::{
    Exit,
    args::Fix,
    replace::replace,
    setup::{self, Choice, failure},
    terminal::print_error,
};
use hongbi::{
    FileReport, LintError, Linter,
    document::Source,
    engine::Counts,
    format::encoding::EncodeError,
    report::{self, shown},
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
    if !options.quiet && !options.diff {
        writeln!(io::stderr(), "{}", total.closing(lang))?;
    }
    Ok(match (failures.len(), options.diff) {
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
    /// Findings mended.
    mended: usize,
    /// Findings left.
    left: usize,
    /// Of these, those that `--unsafe` would mend,
    risky: usize,
    /// and those whose place in a Word document cannot be changed.
    refused: usize,
    /// Whether a finding that is left reaches the level that fails.
    failed: bool,
}

impl Total {
    /// Counts what is left of a file, of which `refused` cannot be mended where it stands.
    fn count(&mut self, report: &FileReport, target: Target<'_>, linter: &Linter, refused: usize) {
        let mut counts = Counts::default();
        let mut fixable = 0;
        for diagnostic in &report.diagnostics {
            counts.add(diagnostic.severity);
            fixable += usize::from(diagnostic.fix.is_some());
        }
        self.risky += fixable.saturating_sub(refused);
        self.left += report.diagnostics.len();
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

    fn read(&self) -> io::Result<Vec<u8>> {
        match self {
            Self::File(path) => storage::read(path, storage::MAX_DRAFT_BYTES, Kind::Regular),
            Self::Stdout(_) => storage::read_stream(io::stdin().lock(), storage::MAX_DRAFT_BYTES),
        }
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
        return document(target, options, linter, lang, total);
    }
    if hongbi::format::is_office(path) {
        return Ok(Err(match lang {
            Lang::Zh => "这种文档只能检查，不能修改；请在办公软件中改，或另存为 .docx",
            Lang::En => "documents of this kind can be checked but not fixed; change it in its program, or save it as .docx",
        }
        .to_owned()));
    }
    let (source, bytes) = match read(target, linter) {
        Ok(read) => read,
        Err(error) => return Ok(Err(error.describe(lang))),
    };
    // A report names what stands in drafts; mending its words would only make it wrong.
    if matches!(target, Target::File(_)) && report::is_report(&source.text) {
        return Ok(Ok(()));
    }
    let fixed = match linter.fix_text(path, &source.text, options.r#unsafe) {
        Ok(fixed) => fixed,
        Err(error) => return Ok(Err(error.describe(lang))),
    };
    if !fixed.conflicting.is_empty() {
        let rules: Vec<&str> = fixed.conflicting.iter().map(String::as_str).collect();
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
    if let Some(problem) = fixed.report.failures.first() {
        return Ok(Err(problem.clone()));
    }
    let changed = *fixed.text != *source.text;
    if changed {
        // Told even where only the difference is asked for, so that it shows what would be done.
        let encoded = source
            .round_trips(&bytes)
            .and_then(|()| source.encode(&fixed.text));
        let encoded = match encoded {
            Ok(encoded) => encoded,
            Err(error) => return Ok(Err(refusal(&error, lang))),
        };
        if options.diff {
            difference(path, &source.text, &fixed.text)?;
        } else if let Target::Stdout(_) = target {
            print(&encoded)?;
        } else if let Err(error) = replace(path, &bytes, &encoded) {
            return Ok(Err(error.describe(lang)));
        }
        total.files += 1;
        total.mended += fixed.applied.values().sum::<usize>();
    } else if matches!(target, Target::Stdout(_)) && !options.diff {
        print(&bytes)?;
    }
    total.count(&fixed.report, target, linter, 0);
    Ok(Ok(()))
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
    let read = target.read().map_err(|error| LintError::Read {
        path: path.to_owned(),
        error,
    });
    let bytes = match read {
        Ok(bytes) => bytes,
        Err(error) => return Ok(Err(error.describe(lang))),
    };
    let fixed = match linter.fix_document(path, &bytes, options.r#unsafe, options.accept) {
        Ok(Some(fixed)) => fixed,
        Ok(None) => return Ok(Err(undecided(lang))),
        Err(error) => return Ok(Err(error.describe(lang))),
    };
    if let Some(problem) = fixed.report.failures.first() {
        return Ok(Err(problem.clone()));
    }
    let changed = fixed.text != fixed.before;
    if options.diff {
        if changed {
            difference(path, &fixed.before, &fixed.text)?;
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

fn undecided(lang: Lang) -> String {
    match lang {
        Lang::Zh => "各处修改互相抵触，没有改动这个文件；这是 hongbi 的缺陷，请告诉我们",
        Lang::En => {
            "the fixes undo each other, the file was left alone; this is a bug in hongbi, please report it"
        }
    }
    .to_owned()
}

fn read(target: Target<'_>, linter: &Linter) -> Result<(Source, Vec<u8>), LintError> {
    let path = target.path();
    let bytes = target.read().map_err(|error| LintError::Read {
        path: path.to_owned(),
        error,
    })?;
    Ok((linter.decode(path, &bytes)?, bytes))
}

fn print(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

fn refusal(error: &EncodeError, lang: Lang) -> String {
    match (error, lang) {
        (EncodeError::Unmappable { encoding, text }, Lang::Zh) => {
            format!("{encoding} 编码里没有“{text}”，没有改动这个文件；请先另存为 UTF-8")
        }
        (EncodeError::Unmappable { encoding, text }, Lang::En) => format!(
            "{encoding} has no “{text}”; the file was left alone, please save it as UTF-8 first"
        ),
        (EncodeError::Irregular { encoding }, Lang::Zh) => format!(
            "文件里的 {encoding} 编码不规范，写回去会改变别处的字节，没有改动这个文件；请先另存为 UTF-8"
        ),
        (EncodeError::Irregular { encoding }, Lang::En) => format!(
            "its {encoding} is irregular and other bytes would change; the file was left alone, please save it as UTF-8 first"
        ),
    }
}

/// `text`, a difference, as it may be printed: line ends of any kind stay, so that a patch of an
/// ordinary draft can be applied.
fn shown_diff(text: &str) -> String {
    text.split_inclusive('\n')
        .map(|line| {
            let end = line.trim_end_matches(['\r', '\n']).len();
            format!("{}{}", shown_tabs(&line[..end]), &line[end..])
        })
        .collect()
}

/// `line` as it may be printed; tabs are harmless within a line.
fn shown_tabs(line: &str) -> String {
    line.split('\t').map(shown).collect::<Vec<_>>().join("\t")
}

fn difference(path: &Path, before: &str, after: &str) -> io::Result<()> {
    let name = path.to_string_lossy();
    let name = shown(&name);
    let diff = TextDiff::from_lines(before, after);
    let mut out = io::stdout().lock();
    let text = diff.unified_diff().header(&name, &name).to_string();
    out.write_all(shown_diff(&text).as_bytes())?;
    out.flush()
}
