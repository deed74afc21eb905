//! Neovim as the client, where it is installed.

use std::{
    fs,
    process::{Command, Stdio},
};

#[test]
fn neovim_shows_findings_and_follows_edits() {
    let found = Command::new("nvim").arg("--version").output();
    if !found.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: nvim is not installed");
        return;
    }
    let folder = super::folder();
    let draft = folder.path().join("报告.txt");
    let result = folder.path().join("result");
    fs::write(&draft, super::DRAFT).expect("written");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lsp/neovim.lua");
    let status = Command::new("nvim")
        .args(["--headless", "--clean", "-n"])
        .arg(&draft)
        .args(["-c", &format!("luafile {script}")])
        .current_dir(folder.path())
        .env("HONGBI_BIN", env!("CARGO_BIN_EXE_hongbi"))
        .env("HONGBI_RESULT", &result)
        .env("XDG_STATE_HOME", folder.path())
        .env("XDG_CACHE_HOME", folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .expect("nvim runs");
    assert!(status.success());
    assert_eq!(fs::read_to_string(&result).expect("a result"), "ok");
}
