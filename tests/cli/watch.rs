//! `check --watch`, through the program itself.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    process::{Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use super::folder;

/// How long an answer may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// After this long without one nothing more is thought to come.
const SILENCE: Duration = Duration::from_millis(700);

fn lines(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

fn until(lines: &Receiver<String>, wanted: &str) -> String {
    loop {
        let line = lines.recv_timeout(PATIENCE).expect("a line");
        if line.contains(wanted) {
            return line;
        }
    }
}

#[test]
fn what_changes_is_linted_again_until_ctrl_c() {
    let folder = folder(&[
        ("a.txt", "走访慰问***同志。\n".as_bytes()),
        ("b.txt", "区政协围绕中心服务大局。\n".as_bytes()),
    ]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_hongbi"))
        .args(["check", "--watch", "--format", "short", "."])
        .current_dir(&folder)
        .env("LC_ALL", "zh_CN.UTF-8")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let out = lines(child.stdout.take().expect("piped"));
    let err = lines(child.stderr.take().expect("piped"));
    until(&out, "a.txt:1:5: error[redaction-placeholder]");
    until(&out, "2 个文件");
    let stated = until(&err, "正在守候");
    assert!(
        stated.contains("（2 个文件）") && stated.contains("Ctrl-C"),
        "{stated}"
    );

    // Only the file that changed is linted.
    fs::write(folder.path().join("b.txt"), "走访慰问××同志。\n").expect("written");
    until(&err, "重新检查 ./b.txt");
    until(&out, "b.txt:1:5: error[redaction-placeholder]");
    until(&out, "1 个文件");

    // An editor that puts a new file in the old one's place, and one that is new.
    fs::write(folder.path().join(".a.tmp"), "走访慰问老同志。\n").expect("written");
    fs::rename(folder.path().join(".a.tmp"), folder.path().join("a.txt")).expect("renamed");
    until(&out, "1 个文件，8 字，未发现问题");
    fs::write(folder.path().join("新.md"), "走访慰问××同志。\n").expect("written");
    until(&out, "新.md:1:5");

    // What is no draft changes nothing, and neither does reading.
    while out.recv_timeout(SILENCE).is_ok() {}
    fs::write(folder.path().join("notes.bak"), "***").expect("written");
    fs::read(folder.path().join("a.txt")).expect("read");
    assert_eq!(out.recv_timeout(SILENCE).ok(), None);

    // A configuration concerns every file.
    let config = "[rules]\nredaction-placeholder = \"off\"\n";
    fs::write(folder.path().join("hongbi.toml"), config).expect("written");
    until(&out, "3 个文件，26 字，未发现问题");

    if cfg!(unix) && !ignores_ctrl_c() {
        let id = child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status();
        assert!(sent.expect("sent").success());
    } else {
        child.kill().expect("it ends");
    }
    let ended = child.wait().expect("it ends");
    assert!(!ended.success());
}

/// Whether this process was told to ignore Ctrl-C, as shells tell what they start in the background; so
/// would its children.
fn ignores_ctrl_c() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.is_some_and(|mask| u64::from_str_radix(mask.trim(), 16).is_ok_and(|mask| mask & 2 != 0))
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let folder = folder(&[("a.txt", "走访慰问老同志。\n".as_bytes())]);
    let refused = |arguments: &[&str]| {
        let output = super::run(&folder, &[&["check", "--watch"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        super::text(&output.stderr)
    };
    assert!(refused(&["--format", "json", "."]).contains("--watch 只用于"));
    assert!(refused(&["-"]).contains("标准输入"));
    assert!(refused(&["--across", "."]).contains("--across"));
}
