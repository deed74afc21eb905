//! Where `check --comments` writes.

#![cfg(feature = "cli")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

use crate::{draft, make::comments_of};

/// A folder with the draft at each of `names`.
fn folder(names: &[&str]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for name in names {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("has one")).expect("a folder");
        fs::write(path, draft().bytes()).expect("a draft");
    }
    folder
}

fn check(folder: &TempDir, arguments: &[&str]) -> Output {
    Command::new(assert_cmd::cargo::cargo_bin("hongbi"))
        .current_dir(folder.path())
        .args(["check", "--lang", "zh", "--no-config", "--fail-on", "never"])
        .args(arguments)
        .output()
        .expect("runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn comments(path: &Path) -> usize {
    comments_of(&fs::read(path).expect("was written")).len()
}

#[test]
fn copies_of_a_folder_keep_their_places() {
    let folder = folder(&["稿/甲/报告.docx", "稿/乙/报告.docx", "稿/讲话.docx"]);
    let output = check(&folder, &["稿", "--comments", "审"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    for name in ["甲/报告.docx", "乙/报告.docx", "讲话.docx"] {
        assert!(comments(&folder.path().join("审").join(name)) > 0, "{name}");
        let source = fs::read(folder.path().join("稿").join(name)).expect("is there");
        assert_eq!(source, draft().bytes(), "{name}");
    }
}

#[test]
fn a_copy_never_replaces_a_draft() {
    let names = ["甲/报告.docx", "乙/报告.docx"];
    for (arguments, reason) in [
        (
            &["甲/报告.docx", "乙/报告.docx", "--comments", "审"][..],
            "都会存为",
        ),
        (&["甲", "--comments", "甲/审"], "之内"),
        (&["甲", "--comments", "甲"], "之内"),
        (
            &["甲/报告.docx", "--comments", "审.txt"],
            "不是 Word 文档的文件名",
        ),
        (
            &["甲/报告.docx", "-o", "审.docx", "--comments", "审.docx"],
            "另一个文件",
        ),
        (&["-", "--comments", "审.docx"], "标准输入"),
    ] {
        let folder = folder(&names);
        fs::write(folder.path().join("审.docx"), "").expect("a file");
        let output = check(&folder, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).contains(reason), "{}", said(&output));
        assert!(!folder.path().join("审").exists());
        for name in names {
            let source = fs::read(folder.path().join(name)).expect("is there");
            assert_eq!(source, draft().bytes(), "{arguments:?}");
        }
    }
}

#[test]
fn a_draft_may_be_its_own_copy() {
    let folder = folder(&["报告.docx"]);
    let path = folder.path().join("报告.docx");
    for _ in 0..2 {
        let output = check(&folder, &["报告.docx", "--comments", "报告.docx"]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    }
    let once = folder.path().join("审.docx");
    check(&folder, &["报告.docx", "--comments", "审.docx"]);
    assert_eq!(comments(&path), comments(&once));
}

#[test]
fn other_files_of_a_folder_are_named() {
    let folder = folder(&["稿/报告.docx"]);
    fs::write(folder.path().join("稿/讲话.txt"), "各位委员。\n").expect("a draft");
    fs::write(folder.path().join("稿/图.jpg"), "x").expect("a file");
    fs::write(folder.path().join("稿/片.pptx"), "x").expect("a file");
    let output = check(&folder, &["稿", "--comments", "审"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(
        said(&output).contains("1 个其他格式的文件只检查、不批注"),
        "{}",
        said(&output)
    );
    assert!(
        said(&output).contains(".jpg 1、.pptx 1"),
        "{}",
        said(&output)
    );
    // A folder in which nothing can be checked is no pass.
    let only = folder.path().join("空");
    fs::create_dir(&only).expect("a folder");
    fs::write(only.join("图.jpg"), "x").expect("a file");
    let output = check(&folder, &["空"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("跳过 1 个文件"), "{}", said(&output));
    assert_eq!(
        check(&folder, &["空", "--allow-empty"]).status.code(),
        Some(0)
    );
}
