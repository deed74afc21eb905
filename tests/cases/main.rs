//! Whole drafts and what is printed about them, side by side: `NAME.txt` or `NAME.md` and `NAME.out`.
//! `HONGBI_ACCEPT=1 cargo test --test cases` accepts what is printed now.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that fails says so by panicking"
)]

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use assert_cmd::Command;
use walkdir::WalkDir;

fn drafts() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut drafts: Vec<PathBuf> = WalkDir::new(root)
        .into_iter()
        .filter_map(|entry| Some(entry.ok()?.into_path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ending == "txt" || ending == "md")
        })
        .collect();
    drafts.sort();
    drafts
}

/// The report on `draft` as a person sees it at 80 columns.
fn printed(draft: &Path) -> String {
    let output = Command::cargo_bin("hongbi")
        .expect("the binary is built")
        .current_dir(draft.parent().expect("a folder"))
        .env("COLUMNS", "80")
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .args(["--lang", "zh", "check", "--no-config", "--all"])
        .arg(draft.file_name().expect("a name"))
        .output()
        .expect("runs");
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn drafts_are_reported_as_accepted() {
    let drafts = drafts();
    assert!(!drafts.is_empty());
    let mut wrong = Vec::new();
    for draft in drafts {
        let now = printed(&draft);
        let golden = draft.with_extension("out");
        if env::var_os("HONGBI_ACCEPT").is_some() {
            fs::write(&golden, &now).expect("written");
            continue;
        }
        // A checkout on Windows may have turned the line ends.
        let accepted = fs::read_to_string(&golden)
            .unwrap_or_default()
            .replace("\r\n", "\n");
        if now != accepted {
            wrong.push(format!(
                "{}\n--- accepted\n{accepted}\n--- now\n{now}",
                draft.display()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} drafts differ:\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
}

/// Drafts under `clean/` are right, and each must say so.
#[test]
fn right_drafts_are_left_in_peace() {
    for draft in drafts()
        .iter()
        .filter(|draft| draft.components().any(|part| part.as_os_str() == "clean"))
    {
        let report = printed(draft);
        assert!(
            report.contains("未发现问题"),
            "{}:\n{report}",
            draft.display()
        );
    }
}
