//! What must hold for any input. The targets of fuzzing call these, and `tests/props` replays the seeds
//! through them, so that they are tried where fuzzing is not installed.

use std::{path::Path, sync::LazyLock};

use hongbi::{
    FileReport, Linter,
    config::{Config, Discovery},
    engine::Diagnostic,
    rules::Lang,
};

use super::grammar;

/// The names that drafts are read by, one for each format.
const NAMES: [&str; 6] = ["a.txt", "a.md", "a.html", "a.docx", "a.ofd", "a.csv"];

static LINTER: LazyLock<Linter> =
    LazyLock::new(|| Linter::new(Discovery::fixed(Config::default())));

/// The text that `bytes` are, or describe; the first byte says which, and which format it has.
fn text(bytes: &[u8]) -> (&'static Path, String) {
    let Some((&first, rest)) = bytes.split_first() else {
        return (Path::new(NAMES[0]), String::new());
    };
    let name = NAMES[usize::from(first >> 1) % 2];
    let text = if first & 1 == 0 {
        grammar::draft(rest)
    } else {
        String::from_utf8_lossy(rest).into_owned()
    };
    (Path::new(name), text)
}

/// Any text is linted to its end, and what is said of it has places in it.
pub(crate) fn lints_text(bytes: &[u8]) {
    let (path, text) = text(bytes);
    let report = LINTER
        .lint_text(path, &text)
        .expect("no configuration to be wrong");
    sound(&report, &text);
}

/// Any bytes are a draft or are refused.
pub(crate) fn lints_bytes(bytes: &[u8]) {
    let Some((&first, rest)) = bytes.split_first() else {
        return;
    };
    let path = Path::new(NAMES[usize::from(first) % NAMES.len()]);
    if let Ok(report) = LINTER.lint_bytes(path, rest) {
        assert_eq!(report.failures, [""; 0], "{path:?}");
    }
    if let Ok(source) = LINTER.decode(path, rest)
        && source.round_trips(rest).is_ok()
    {
        assert_eq!(source.encode(&source.text).expect("encodes"), rest);
    }
}

/// Fixes come to an end, and fixing twice is fixing once.
pub(crate) fn fixes_text(bytes: &[u8]) {
    let (path, text) = text(bytes);
    for risky in [false, true] {
        let once = LINTER
            .fix_text(path, &text, risky)
            .expect("no configuration to be wrong");
        assert!(
            once.conflicting.is_empty(),
            "{:?} undo each other",
            once.conflicting
        );
        let twice = LINTER
            .fix_text(path, &once.text, risky)
            .expect("no configuration to be wrong");
        assert_eq!(once.text, twice.text, "fixed again");
    }
}

/// Any configuration is read or refused with messages at places in it, and a draft is linted by it.
pub(crate) fn reads_configuration(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match Config::parse(Path::new("hongbi.toml"), &text) {
        Ok(config) => {
            let linter = Linter::new(Discovery::fixed(config));
            let draft = "一、工作回顾\n感谢***同志，共收到提案286件,误 x\n";
            let report = linter
                .lint_text(Path::new("a.txt"), draft)
                .expect("was right");
            sound(&report, draft);
        }
        Err(error) => {
            assert!(!error.problems.is_empty());
            for problem in &error.problems {
                assert!(problem.span.end <= text.len(), "{problem:?}");
            }
            for lang in [Lang::Zh, Lang::En] {
                hongbi::report::config_error(&error, lang, false);
            }
        }
    }
}

fn sound(report: &FileReport, text: &str) {
    assert_eq!(report.failures, [""; 0]);
    for diagnostic in &report.diagnostics {
        assert!(!diagnostic.message.is_empty(), "{}", diagnostic.rule);
        for (start, end) in places(diagnostic) {
            assert!(
                start <= end && text.get(start..end).is_some(),
                "{} at {start}..{end}",
                diagnostic.rule
            );
        }
    }
}

fn places(diagnostic: &Diagnostic) -> impl Iterator<Item = (usize, usize)> {
    let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits);
    std::iter::once(&diagnostic.span)
        .chain(diagnostic.labels.iter().map(|label| &label.span))
        .chain(edits.map(|edit| &edit.span))
        .chain(&diagnostic.occurrences)
        .map(|span| (span.start.offset, span.end.offset))
}
