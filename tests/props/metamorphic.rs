//! What does not change a draft's meaning changes nothing that is said of it.

use std::{fs, path::Path};

use hongbi::{
    FileReport, Linter,
    config::{Config, Discovery},
};
use proptest::prelude::*;

use super::{LINTER, draft};

/// What is said, and where; without what counts bytes.
fn said(report: &FileReport) -> Vec<(String, usize, usize, String)> {
    report
        .diagnostics
        .iter()
        .map(|found| {
            let start = found.span.start;
            (
                found.rule.clone(),
                start.line,
                start.column,
                found.message.clone(),
            )
        })
        .collect()
}

fn of_text(name: &str, text: &str) -> Vec<(String, usize, usize, String)> {
    said(&LINTER.lint_text(Path::new(name), text).expect("lints"))
}

/// The text with line ends of one kind.
fn with_ends(text: &str, end: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\n', end)
}

/// Whole drafts, as people write them.
fn drafts() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut out = Vec::new();
    for kind in fs::read_dir(folder).expect("the cases") {
        let kind = kind.expect("an entry").path();
        if !kind.is_dir() {
            continue;
        }
        for file in fs::read_dir(kind).expect("a folder") {
            let path = file.expect("an entry").path();
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            if name.ends_with(".txt") || name.ends_with(".md") {
                out.push((name, fs::read_to_string(&path).expect("read")));
            }
        }
    }
    assert!(out.len() > 5);
    out
}

#[test]
fn line_ends_change_nothing_in_whole_drafts() {
    for (name, text) in drafts() {
        let lines = of_text(&name, &with_ends(&text, "\n"));
        assert_eq!(
            of_text(&name, &with_ends(&text, "\r\n")),
            lines,
            "{name} with CRLF"
        );
        assert_eq!(
            of_text(&name, &with_ends(&text, "\r")),
            lines,
            "{name} with CR"
        );
    }
}

#[test]
fn encodings_change_nothing_in_whole_drafts() {
    for (name, text) in drafts() {
        let path = Path::new(&name);
        let plain = of_text(&name, &text);
        let units = |mark: bool, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            let mark = mark.then_some(0xfeff);
            mark.into_iter()
                .chain(text.encode_utf16())
                .flat_map(bytes)
                .collect()
        };
        for bytes in [
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            units(true, u16::to_le_bytes),
            units(false, u16::to_le_bytes),
            units(true, u16::to_be_bytes),
            units(false, u16::to_be_bytes),
            encoding_rs::GB18030.encode(&text).0.into_owned(),
        ] {
            let report = LINTER.lint_bytes(path, &bytes).expect("lints");
            assert_eq!(said(&report), plain, "{name}");
        }
    }
}

#[test]
fn more_blank_lines_change_nothing_in_whole_drafts() {
    let without_lines = |said: Vec<(String, usize, usize, String)>| -> Vec<(String, usize)> {
        said.into_iter()
            .map(|(rule, _, column, _)| (rule, column))
            .collect()
    };
    for (name, text) in drafts() {
        let more = text.replace("\n\n", "\n\n\n");
        assert_eq!(
            without_lines(of_text(&name, &more)),
            without_lines(of_text(&name, &text)),
            "{name}"
        );
    }
}

#[test]
fn a_clean_paragraph_at_the_end_changes_nothing_before_it() {
    const CLEAN: &str =
        "\n\n会议还通报了下一步调研活动的筹备情况，请各专门委员会按分工认真做好准备。\n";
    for (name, text) in drafts() {
        let before = of_text(&name, &text);
        let mut after = of_text(&name, &format!("{}{CLEAN}", text.trim_end()));
        let lines = text.trim_end().lines().count();
        after.retain(|(_, line, ..)| *line <= lines);
        // Messages may count what the whole draft does.
        let places = |said: &[(String, usize, usize, String)]| -> Vec<(String, usize, usize)> {
            said.iter()
                .map(|(rule, line, column, _)| (rule.clone(), *line, *column))
                .collect()
        };
        assert_eq!(places(&after), places(&before), "{name}");
    }
}

#[test]
fn threads_change_nothing() {
    let text: String = drafts()
        .into_iter()
        .map(|(_, text)| text)
        .collect::<String>()
        .repeat(4);
    let alone = rayon_free(&text);
    assert_eq!(of_text("a.txt", &text), alone);
}

/// What is said where rules run one after the other, as they do on short drafts.
fn rayon_free(text: &str) -> Vec<(String, usize, usize, String)> {
    let linter = Linter::new(Discovery::fixed(Config::default()));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .expect("a thread");
    pool.install(|| said(&linter.lint_text(Path::new("a.txt"), text).expect("lints")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn line_ends_change_nothing(text in draft(), markdown in any::<bool>()) {
        let name = if markdown { "a.md" } else { "a.txt" };
        let lines = of_text(name, &with_ends(&text, "\n"));
        prop_assert_eq!(of_text(name, &with_ends(&text, "\r\n")), lines.clone());
        prop_assert_eq!(of_text(name, &with_ends(&text, "\r")), lines);
    }
}
