//! `hongbi fix`: what it changes, what it leaves, and what it refuses.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that fails says so by panicking"
)]

use std::{fs, path::Path, process::Output};

use assert_cmd::Command;
use encoding_rs::{BIG5, GB18030};
use serde_json::Value;
use tempfile::TempDir;

/// A full-width draft with marks of half width, which is what a safe fix fixes.
const BAD: &str = "各位委员：\n今年，全区提案办理工作稳步推进,各承办单位认真负责,办理质量不断提高。\n会议认为，要继续努力,为全区发展作出贡献；要加强协商，凝聚共识。\n";
/// The same with its marks fixed.
const MENDED: &str = "各位委员：\n今年，全区提案办理工作稳步推进，各承办单位认真负责，办理质量不断提高。\n会议认为，要继续努力，为全区发展作出贡献；要加强协商，凝聚共识。\n";

fn hongbi(folder: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("hongbi")
        .expect("the binary is built")
        .current_dir(folder)
        .args(["--lang", "zh"])
        .args(arguments)
        .output()
        .expect("runs")
}

fn folder(name: &str, bytes: &[u8]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join(name), bytes).expect("written");
    folder
}

fn findings(folder: &Path, rule: &str) -> usize {
    let output = hongbi(
        folder,
        &[
            "check",
            "--no-config",
            "--format",
            "json",
            "--select",
            rule,
            ".",
        ],
    );
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    report["diagnostics"].as_array().expect("an array").len()
}

const RULE: &str = "halfwidth-punctuation";

#[test]
fn a_fixed_draft_has_no_finding_and_is_fixed_once() {
    let folder = folder("a.txt", BAD.as_bytes());
    assert!(findings(folder.path(), RULE) > 0);
    let output = hongbi(
        folder.path(),
        &["fix", "--no-config", "--rule", RULE, "a.txt"],
    );
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let once = fs::read_to_string(folder.path().join("a.txt")).expect("read");
    assert_eq!(once, MENDED);
    assert_eq!(findings(folder.path(), RULE), 0);
    let again = hongbi(
        folder.path(),
        &["fix", "--no-config", "--rule", RULE, "a.txt"],
    );
    assert_eq!(again.status.code(), Some(0));
    let twice = fs::read_to_string(folder.path().join("a.txt")).expect("read");
    assert_eq!(twice, once);
    let left: Vec<_> = fs::read_dir(folder.path()).expect("a folder").collect();
    assert_eq!(left.len(), 1, "nothing is left beside it");
}

#[test]
fn the_difference_is_shown_and_nothing_written() {
    let folder = folder("a.txt", BAD.as_bytes());
    let arguments = [
        "fix",
        "--no-config",
        "--format",
        "unified",
        "--rule",
        RULE,
        "a.txt",
    ];
    let output = hongbi(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(1));
    let diff = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(diff.starts_with("--- a.txt\n+++ a.txt\n@@ "), "{diff}");
    assert_eq!(
        diff.lines()
            .filter(|line| line.starts_with("+今") || line.starts_with("+会"))
            .count(),
        2,
        "{diff}"
    );
    let text = fs::read_to_string(folder.path().join("a.txt")).expect("read");
    assert_eq!(text, BAD);
    fs::write(folder.path().join("a.txt"), MENDED).expect("written");
    let output = hongbi(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty());
}

#[test]
fn each_file_keeps_its_encoding_its_mark_and_its_line_ends() {
    let wide = |text: &str, bytes: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
        mark.then_some(0xfeff)
            .into_iter()
            .chain(text.encode_utf16())
            .flat_map(bytes)
            .collect()
    };
    type Encode<'a> = &'a dyn Fn(&str) -> Vec<u8>;
    let encodings: [(&str, Encode<'_>); 7] = [
        ("utf-8", &|text| text.as_bytes().to_vec()),
        ("utf-8 with a mark", &|text| {
            format!("\u{feff}{text}").into_bytes()
        }),
        ("gb18030", &|text| GB18030.encode(text).0.into_owned()),
        ("utf-16le", &|text| wide(text, u16::to_le_bytes, false)),
        ("utf-16le with a mark", &|text| {
            wide(text, u16::to_le_bytes, true)
        }),
        ("utf-16be with a mark", &|text| {
            wide(text, u16::to_be_bytes, true)
        }),
        ("utf-16be", &|text| wide(text, u16::to_be_bytes, false)),
    ];
    for (name, encode) in encodings {
        for end in ["\n", "\r\n", "\r"] {
            let bad = encode(&BAD.replace('\n', end));
            let folder = folder("a.txt", &bad);
            let output = hongbi(
                folder.path(),
                &["fix", "--no-config", "--rule", RULE, "a.txt"],
            );
            assert_eq!(output.status.code(), Some(0), "{name} {end:?} {output:?}");
            let now = fs::read(folder.path().join("a.txt")).expect("read");
            assert_eq!(now, encode(&MENDED.replace('\n', end)), "{name} {end:?}");
        }
    }
    let traditional =
        "各位委員：\n今年，全區提案辦理工作穩步推進,各承辦單位認真負責，辦理質量不斷提高。\n";
    let folder = folder("a.txt", &BIG5.encode(traditional).0);
    let output = hongbi(
        folder.path(),
        &["fix", "--no-config", "--rule", RULE, "a.txt"],
    );
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let now = fs::read(folder.path().join("a.txt")).expect("read");
    assert_eq!(&*BIG5.decode(&now).0, traditional.replace(',', "，"));
}

#[test]
fn what_cannot_be_decoded_or_found_is_refused() {
    let noise = b"\x00\x01\xff\xfe\x80";
    let folder = folder("a.txt", noise);
    fs::write(folder.path().join("b.txt"), BAD).expect("written");
    let output = hongbi(
        folder.path(),
        &[
            "fix",
            "--no-config",
            "--rule",
            RULE,
            "a.txt",
            "b.txt",
            "none.txt",
        ],
    );
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read(folder.path().join("a.txt")).expect("read"), noise);
    let mended = fs::read_to_string(folder.path().join("b.txt")).expect("read");
    assert_eq!(mended, MENDED, "the others are fixed");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(
        said.contains("a.txt") && said.contains("none.txt"),
        "{said}"
    );
}

#[test]
fn what_needs_a_look_is_left_without_unsafe() {
    let text = "各位委员：\n今年，全区喚起群众参与，工作取得实效。\n";
    let folder = folder("a.txt", text.as_bytes());
    let risky = hongbi(
        folder.path(),
        &["check", "--no-config", "--format", "json", "a.txt"],
    );
    let report: Value = serde_json::from_slice(&risky.stdout).expect("JSON");
    let fix = &report["diagnostics"][0]["fix"];
    let arguments = ["fix", "--no-config", "a.txt"];
    let output = hongbi(folder.path(), &arguments);
    let now = fs::read_to_string(folder.path().join("a.txt")).expect("read");
    if fix["safety"] == "unsafe" {
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(now, text);
        hongbi(folder.path(), &["fix", "--no-config", "--unsafe", "a.txt"]);
    }
    let now = fs::read_to_string(folder.path().join("a.txt")).expect("read");
    assert_eq!(now, text.replace('喚', "唤"));
}

#[test]
fn marks_between_the_words_are_never_taken_away() {
    let text = "# 报告\n\n今年，全区工作**稳步推进**,各单位`a,b`认真负责,[办理](http://a.b/c,d)质量提高。\n\n会议认为，要加强协商，凝聚共识。\n";
    let folder = folder("a.md", text.as_bytes());
    hongbi(folder.path(), &["fix", "--no-config", "--unsafe", "a.md"]);
    let now = fs::read_to_string(folder.path().join("a.md")).expect("read");
    assert!(now.contains("**稳步推进**"), "{now}");
    assert!(now.contains("`a,b`"), "{now}");
    assert!(now.contains("[办理](http://a.b/c,d)"), "{now}");
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder("a.txt", BAD.as_bytes());
    let file = folder.path().join("a.txt");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("set");
    symlink("a.txt", folder.path().join("link.txt")).expect("linked");
    let output = hongbi(
        folder.path(),
        &["fix", "--no-config", "--rule", RULE, "link.txt"],
    );
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let mode = fs::metadata(&file).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    let link = fs::symlink_metadata(folder.path().join("link.txt")).expect("there");
    assert!(link.file_type().is_symlink());
    assert_eq!(fs::read_to_string(&file).expect("read"), MENDED);
    fs::write(&file, BAD).expect("written");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o440)).expect("set");
    let output = hongbi(
        folder.path(),
        &["fix", "--no-config", "--rule", RULE, "a.txt"],
    );
    assert_eq!(
        output.status.code(),
        Some(2),
        "a file that may not be written is left alone"
    );
    assert_eq!(fs::read_to_string(&file).expect("read"), BAD);
}

#[test]
fn standard_input_comes_out_mended() {
    let folder = TempDir::new().expect("a folder");
    let piped = |arguments: &[&str], bytes: &[u8]| {
        let mut command = assert_cmd::Command::cargo_bin("hongbi").expect("built");
        command.current_dir(&folder).args(["fix", "--quiet"]);
        command
            .args(arguments)
            .write_stdin(bytes)
            .output()
            .expect("runs")
    };
    let bad = "深入调研,建言献策，\u{200b}履职尽责，务实为民。\r\n";
    let good = "深入调研，建言献策，履职尽责，务实为民。\r\n";
    let output = piped(&["-"], bad.as_bytes());
    assert_eq!(String::from_utf8_lossy(&output.stdout), good);
    assert_eq!(output.status.code(), Some(0));
    // What is left for a person is no failure of the filter.
    let left = piped(&["-"], "感谢***同志。\n".as_bytes());
    assert_eq!(left.status.code(), Some(0));
    // What needs no fix comes out as it is, and so does its encoding.
    assert_eq!(piped(&["-"], good.as_bytes()).stdout, good.as_bytes());
    let encoded = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let (bad, good) = (bad.replace('\u{200b}', ""), encoded(good));
    assert_eq!(piped(&["-"], &encoded(&bad)).stdout, good);
    // The difference bears the name that is given, which gives the format too.
    let shown = piped(
        &["--format", "unified", "--stdin-filename", "稿.md", "-"],
        bad.as_bytes(),
    );
    assert!(String::from_utf8_lossy(&shown.stdout).starts_with("--- 稿.md\n"));
    assert_eq!(shown.status.code(), Some(1));
    // What cannot be written back is refused with nothing printed.
    let refused = piped(&["-"], b"\0\0\x01\xff\xfe\0");
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0));
}

#[test]
fn safe_fixes_leave_names_quotations_and_doubtful_marks_alone() {
    let kept = "实际控制人邓啟棠、薛应旂分别承诺，濛溪河遗址入选，特邀嘉宾葛\u{e0100}城先生致辞。\n\
                碑文写道：“堅持為民”，各项工作有序开展，群众满意，成效明显。\n\
                人民群諮的意见要认真听取；编辑：王 ?静主办?| 宣传部承办。\n";
    let folder = folder("a.txt", kept.as_bytes());
    hongbi(folder.path(), &["fix", "--no-config", "-q", "a.txt"]);
    let after = fs::read_to_string(folder.path().join("a.txt")).expect("read");
    assert_eq!(after, kept);
}
