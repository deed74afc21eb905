//! Nothing of a draft, a name or a setting reaches a terminal or a CI system as a command.

use std::process::Output;

use super::{command, folder, run};

const HOSTILE: &str = "今年工作<td cl\u{1b}]52;c;eA==\u{7}ass=\"x\">稳步推进。\n感谢***同志\u{9b}31m。\n##[error]感谢***同志\u{202e}。\n::error file=a.txt::感谢***同志。\n";

/// What a terminal would obey in `output`, line ends and those of `\r\n` not counted.
fn obeyed(text: &str) -> Vec<char> {
    text.replace("\r\n", "\n")
        .chars()
        .filter(|&c| c != '\n' && (c.is_control() || "\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\u{200e}\u{200f}\u{61c}\u{2028}\u{2029}".contains(c)))
        .collect()
}

fn assert_harmless(output: &Output, what: &str) {
    for (stream, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        let text = String::from_utf8_lossy(bytes);
        assert_eq!(obeyed(&text), [], "{what} {stream}: {text:?}");
        assert!(!text.contains("##["), "{what} {stream}: {text}");
        for line in text.lines() {
            let own = stream == "stdout" && what.contains("github");
            assert!(
                own || !line.trim_start().starts_with("::error"),
                "{what} {stream}: {line}"
            );
        }
    }
}

#[test]
fn drafts_are_shown_harmless_in_every_format_for_people() {
    let folder = folder(&[
        ("a.txt", HOSTILE),
        ("b.md", &format!("# 题{HOSTILE}\n\n## {HOSTILE}\n")),
        ("c.txt", &format!("{HOSTILE}深入调研,建言献策。\n")),
    ]);
    for arguments in [
        &["check", "--format", "pretty", "--all"][..],
        &["check", "--format", "short", "--statistics"],
        &["check", "--format", "github"],
        &[
            "check",
            "--format",
            "short",
            "--level",
            "script=warning,residue=warning",
        ],
        &["check", "--explain-silence", "markup-residue"],
        &["fix", "--diff", "--unsafe"],
        &["outline", "b.md"],
        &["facts", "\u{1b}[31m"],
    ] {
        assert_harmless(&run(&folder, arguments), &format!("{arguments:?}"));
    }
}

#[cfg(unix)]
#[test]
fn names_are_shown_harmless() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let folder = folder(&[]);
    for name in [
        &b"a\n::error::x.txt"[..],
        b"b\x1b]0;x\x07.txt",
        b"c\xff\xfe.txt",
        "d\u{202e}txt.md".as_bytes(),
        b"e##[error].txt",
    ] {
        let path = folder.path().join(OsStr::from_bytes(name));
        std::fs::write(path, "感谢***同志,谢谢。\n").expect("written");
    }
    for arguments in [
        &["check", "--format", "pretty"][..],
        &["check", "--format", "short", "--statistics"],
        &["check", "--format", "github"],
        &["fix", "--diff"],
        &["check", "--baseline", "known\n::error::.json"],
        &["check", "missing\n::error::\u{1b}.txt"],
        &["check", "--config", "missing\n::error::\u{1b}.toml"],
        &["check", "--select", "no\n::error::\u{1b}"],
        &["outline", "missing\n::error::.txt"],
        &["check", "-o", "no/\n::error::.txt"],
        &["baseline", "-o", "a\n::error::.json"],
        &["explain", "no\n::error::\u{1b}"],
        &["check", "--\n::error::\u{1b}"],
    ] {
        assert_harmless(&run(&folder, arguments), &format!("{arguments:?}"));
    }
}

#[test]
fn settings_are_shown_harmless() {
    let allow = "[[allow]]\nrule = \"mixed-script\"\nreason = \"\\u001b[31m红\\n::error::x\"\n";
    let rule = "[[rule]]\nname = \"x-y\"\ncategory = \"wording\"\nlevel = \"error\"\nmessage = { zh = \"\\u001b[31m“{found}”\\n::error::x\", en = \"{found}\" }\npattern = '同志'\n";
    let broken = "[rules]\n\"x\u{202e}y##[error]\" = \"\\u001b[31m\"\n";
    for config in [allow, rule, broken] {
        let folder = folder(&[("a.txt", "感谢各位同志。\n"), ("hongbi.toml", config)]);
        for format in ["pretty", "short", "github"] {
            let output = run(&folder, &["check", "--format", format]);
            assert_harmless(&output, &format!("{format} {config:?}"));
        }
    }
    let baseline = "{\"version\": 1, \"findings\": [{\"path\": \"a.txt\", \"rule\": \"\\u001b[31m\\n::error::x\", \"fingerprint\": \"0\\u202e\"}]}\n";
    let folder = folder(&[("a.txt", "感谢各位同志。\n"), ("b.json", baseline)]);
    let output = run(&folder, &["check", "--baseline", "b.json"]);
    assert_harmless(&output, "baseline");
}

#[test]
fn a_colour_of_ones_own_is_no_harm() {
    let folder = folder(&[("a.txt", "感谢***同志。\n")]);
    let output = command(folder.path())
        .args(["check", "--color", "always"])
        .output()
        .expect("runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("\u{1b}["), "{text}");
    assert!(!text.contains("u{1b}"), "{text}");
}
