//! Rules of one's own: what they may ask for, and how long they may take.

use std::time::{Duration, Instant};

use super::{folder, run, said};

fn rule(body: &str) -> String {
    format!(
        "[[rule]]\nname = \"x-y\"\ncategory = \"wording\"\nlevel = \"error\"\nmessage = {{ zh = \"“{{found}}”\", en = \"{{found}}\" }}\n{body}\n"
    )
}

#[test]
fn a_pattern_that_takes_quadratic_time_is_stopped_and_that_is_said() {
    let text = "甲乙丙丁戊己庚辛".repeat(40_000);
    let folder = folder(&[
        ("a.txt", &text),
        ("hongbi.toml", &rule("pattern = '.*[^A-Z]X|甲'")),
    ]);
    let begun = Instant::now();
    let output = run(
        &folder,
        &["check", "--format", "short", "--select", "x-y", "a.txt"],
    );
    assert!(
        begun.elapsed() < Duration::from_secs(30),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("x-y"), "{}", said(&output));
    assert!(said(&output).contains("太费时"), "{}", said(&output));
}

#[test]
fn an_ordinary_pattern_finds_all_on_a_long_line() {
    let text = "感谢各位同志，".repeat(20_000);
    let folder = folder(&[("a.txt", &text), ("hongbi.toml", &rule("pattern = '同志'"))]);
    let output = run(
        &folder,
        &[
            "check", "--format", "short", "--select", "x-y", "--all", "a.txt",
        ],
    );
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let lines = String::from_utf8_lossy(&output.stdout).lines().count();
    assert_eq!(lines, 20_001);
}

#[test]
fn rules_that_cannot_be_meant_are_mistakes_of_the_configuration() {
    for (body, said_of_it) in [
        ("pattern = ''", "空"),
        ("pattern = '甲*'", "空"),
        ("pairs = { \"\" = \"x\" }", "空"),
        ("pairs = { \"误\" = \"误\" }", "相同"),
        (
            "pairs = { \"误\" = \"正\" }\nhelp = { zh = \"{没有}\", en = \"{nothing}\" }",
            "{没有}",
        ),
    ] {
        let folder = folder(&[("a.txt", "各位委员。\n"), ("hongbi.toml", &rule(body))]);
        let output = run(&folder, &["check", "a.txt"]);
        assert_eq!(output.status.code(), Some(2), "{body}");
        assert!(
            said(&output).contains(said_of_it),
            "{body}: {}",
            said(&output)
        );
        assert!(
            !said(&output).contains("panic"),
            "{body}: {}",
            said(&output)
        );
        assert!(
            !said(&output).contains("内部出错"),
            "{body}: {}",
            said(&output)
        );
    }
    let folder = folder(&[
        ("a.txt", "各位委员。\n"),
        (
            "hongbi.toml",
            "[rules]\nnear-duplicate-paragraph = { similarity = 99 }\n",
        ),
    ]);
    let output = run(&folder, &["check", "a.txt"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("similarity"), "{}", said(&output));
}
