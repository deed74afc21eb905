//! A report carried over to another year by search and replace: every year in it is moved, the dated
//! facts stay. The samples are as they should be, so that without a move nothing may be found.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that fails says so by panicking"
)]

use std::path::Path;

use hongbi::{
    Linter,
    config::{Config, Discovery, Selection},
    rules::Level,
};

const SAMPLES: &[(&str, &str)] = &[
    (
        "county-2018",
        include_str!("cases/rollover/county-2018.txt"),
    ),
    ("cppcc-2019", include_str!("cases/rollover/cppcc-2019.txt")),
    ("city-2021", include_str!("cases/rollover/city-2021.txt")),
    ("cppcc-2023", include_str!("cases/rollover/cppcc-2023.txt")),
    (
        "bureau-2024",
        include_str!("cases/rollover/bureau-2024.txt"),
    ),
    (
        "district-2025",
        include_str!("cases/rollover/district-2025.txt"),
    ),
    ("city-2026", include_str!("cases/rollover/city-2026.txt")),
];

fn errors(text: &str) -> Vec<String> {
    let selection = Selection {
        select: vec!["chronology".to_owned()],
        ..Selection::default()
    };
    let linter = Linter::new(Discovery::fixed(Config::default())).selection(selection);
    let report = linter
        .lint_text(Path::new("draft.txt"), text)
        .expect("a sample can be linted");
    report
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity >= Level::Warning)
        .map(|diagnostic| {
            format!(
                "{:?} {} {}",
                diagnostic.severity, diagnostic.rule, diagnostic.message
            )
        })
        .collect()
}

/// `text` with every year of this century moved by `shift`.
fn shifted(text: &str, shift: i32) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("20") {
        let year: Option<i32> = rest
            .get(at..at + 4)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
            .filter(|_| rest[at + 4..].starts_with(['年', '—']))
            .and_then(|digits| digits.parse().ok());
        let whole = !rest[..at].ends_with(|c: char| c.is_ascii_digit());
        match year.filter(|_| whole) {
            Some(year) => {
                out.push_str(&rest[..at]);
                out.push_str(&(year + shift).to_string());
                rest = &rest[at + 4..];
            }
            None => {
                out.push_str(&rest[..at + 2]);
                rest = &rest[at + 2..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[test]
fn a_report_of_its_own_year_is_left_in_peace() {
    for (name, text) in SAMPLES {
        let found = errors(text);
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}

#[test]
fn nine_of_ten_reports_of_another_year_are_told() {
    let (mut told, mut all, mut missed) = (0, 0, Vec::new());
    for (name, text) in SAMPLES {
        for shift in (-8..=8).filter(|&shift| shift != 0) {
            all += 1;
            if errors(&shifted(text, shift))
                .iter()
                .any(|found| found.starts_with("Error"))
            {
                told += 1;
            } else {
                missed.push((name, shift));
            }
        }
    }
    assert!(told * 10 >= all * 9, "{told} of {all}; missed {missed:?}");
}
