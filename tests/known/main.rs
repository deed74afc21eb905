//! Findings that are known: the baseline, and exceptions in the draft itself.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that fails says so by panicking"
)]

use std::{fs, path::Path, process::Output};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const BAD: &str = "第一段。\n感谢***同志的大力支持。\n";

fn hongbi(folder: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("hongbi")
        .expect("the binary is built")
        .current_dir(folder)
        .env("COLUMNS", "100")
        .args(["--lang", "zh"])
        .args(arguments)
        .output()
        .expect("runs")
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("written");
    }
    folder
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

#[test]
fn only_new_findings_are_reported() {
    let folder = folder(&[("drafts/a.txt", BAD), ("drafts/b.txt", BAD)]);
    let baseline = "hongbi-baseline.json";
    let check = |format: &str| {
        hongbi(
            folder.path(),
            &[
                "check",
                "--format",
                format,
                "--baseline",
                baseline,
                "drafts",
            ],
        )
    };
    assert_eq!(
        check("json").status.code(),
        Some(2),
        "it must be there where it is named"
    );
    let output = hongbi(folder.path(), &["baseline", "drafts"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let stored: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join(baseline)).expect("read"))
            .expect("JSON");
    assert_eq!(stored["version"], 1);
    assert_eq!(stored["findings"][0]["path"], "drafts/a.txt");

    let output = check("json");
    assert_eq!(output.status.code(), Some(0));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["summary"]["known"], 2);
    assert_eq!(report["summary"]["errors"], 0);
    assert_eq!(report["diagnostics"].as_array().expect("an array").len(), 0);

    // Lines that move and changes elsewhere do not make it new; another defect is.
    let moved = format!("新的开头。\n\n{BAD}感谢某某同志。\n另感谢***单位。\n");
    fs::write(folder.path().join("drafts/a.txt"), moved).expect("written");
    let output = check("short");
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    assert!(!text.contains("a.txt:4:"), "{text}");
    assert!(
        text.contains("a.txt:6:") || text.contains("a.txt:7:"),
        "{text}"
    );
    assert!(text.contains("另有 2 处已记入基线"), "{text}");

    // From another folder the same files are meant.
    let output = hongbi(
        &folder.path().join("drafts"),
        &[
            "check",
            "--format",
            "json",
            "--baseline",
            "../hongbi-baseline.json",
            "b.txt",
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn entries_that_no_longer_occur_are_told_and_dropped() {
    let folder = folder(&[("a.txt", BAD), ("b.txt", BAD), ("c.txt", BAD)]);
    hongbi(folder.path(), &["baseline", "."]);
    fs::write(folder.path().join("a.txt"), "第一段。\n").expect("written");
    fs::remove_file(folder.path().join("c.txt")).expect("removed");
    let stale = |paths: &[&str]| {
        let output = hongbi(
            folder.path(),
            &[&["check", "--baseline", "hongbi-baseline.json"], paths].concat(),
        );
        said(&output)
            .lines()
            .filter(|line| line.contains("不再出现"))
            .count()
    };
    assert_eq!(stale(&["."]), 2);
    assert_eq!(stale(&["b.txt"]), 1, "only the file that is gone");

    let again = hongbi(folder.path(), &["baseline", "."]);
    assert_eq!(again.status.code(), Some(2));
    assert!(said(&again).contains("--update"));
    let output = hongbi(folder.path(), &["baseline", "--update", "a.txt"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stale(&["."]), 0);
    let output = hongbi(
        folder.path(),
        &[
            "check",
            "--baseline",
            "hongbi-baseline.json",
            "--format",
            "json",
        ],
    );
    assert_eq!(
        output.status.code(),
        Some(0),
        "b.txt is known still: {output:?}"
    );
}

#[test]
fn a_broken_baseline_is_a_failure() {
    for broken in ["", "{}", "{\"version\": 9, \"findings\": []}"] {
        let folder = folder(&[("a.txt", BAD), ("base.json", broken)]);
        for arguments in [
            &["check", "--baseline", "base.json", "a.txt"][..],
            &["baseline", "--update", "-o", "base.json", "a.txt"],
        ] {
            let output = hongbi(folder.path(), arguments);
            assert_eq!(output.status.code(), Some(2), "{broken}");
            assert!(said(&output).contains("base.json"));
        }
        let kept = fs::read_to_string(folder.path().join("base.json")).expect("read");
        assert_eq!(kept, broken);
    }
}

#[test]
fn a_comment_allows_a_rule_in_the_next_block() {
    let draft = "# 报告\n\n<!-- hongbi: allow(redaction-placeholder) 照原文引用 -->\n感谢***同志。\n\n感谢***同志。\n\n<!-- hongbi: allow(redaction-placeholder) 多余 -->\n没有问题。\n\n<!-- hongbi: allow(no-such-rule) -->\n没有问题。\n\n<!-- hongbi: allow(chronology) -->\n没有问题。\n";
    let folder = folder(&[("a.md", draft)]);
    let arguments = ["check", "--no-config", "--select", "redaction-placeholder"];
    let output = hongbi(
        folder.path(),
        &[&arguments[..], &["--format", "short", "a.md"]].concat(),
    );
    let text = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    assert!(
        text.contains("a.md:6:") && !text.contains("a.md:4:"),
        "{text}"
    );
    let told = said(&output);
    assert!(
        told.contains("第 8 行") && told.contains("没有用到"),
        "{told}"
    );
    assert!(
        told.contains("第 11 行") && told.contains("no-such-rule"),
        "{told}"
    );
    // A rule that did not run may need it yet.
    assert!(
        !told.contains("第 14 行") && !told.contains("第 3 行"),
        "{told}"
    );

    let quiet = hongbi(folder.path(), &[&arguments[..], &["-q", "a.md"]].concat());
    assert!(said(&quiet).is_empty());
    let json = hongbi(
        folder.path(),
        &[&arguments[..], &["--format", "json", "a.md"]].concat(),
    );
    assert!(said(&json).is_empty());
}
