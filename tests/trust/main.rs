//! What may not be lost, let in or kept waiting: files under the eyes of others, full disks, signals,
//! hostile names and texts, folders that somebody else made.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that fails says so by panicking"
)]

mod fixing;
mod folders;
mod outputs;
mod patterns;
mod shown;

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

const BAD: &str = "感谢***同志的大力支持。\n";
/// What safe fixes fix, and how it reads afterwards.
const WRONG: &str = "深入调研,建言献策，履职尽责，务实为民。\n";
const MENDED: &str = "深入调研，建言献策，履职尽责，务实为民。\n";

fn command(folder: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("hongbi"));
    command.current_dir(folder);
    for name in ["LANG", "LC_ALL", "LC_MESSAGES", "NO_COLOR", "COLUMNS"] {
        command.env_remove(name);
    }
    command
}

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    command(folder.path())
        .args(arguments)
        .output()
        .expect("runs")
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }
    folder
}

fn read(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect("read")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The names in `folder`, in order.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
