//! First attempts succeed, and what is said in Chinese has no English in it.

use super::{BAD, folder, run, text};

#[test]
fn a_file_alone_is_checked() {
    let folder = folder(&[("报告.txt", BAD.as_bytes())]);
    let alone = run(&folder, &["报告.txt"]);
    assert_eq!(alone.status.code(), Some(1));
    assert_eq!(alone.stdout, run(&folder, &["check", "报告.txt"]).stdout);
    let missing = run(&folder, &["没有.docx"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("没有这个文件"));
    // What is neither a file nor a command is answered so.
    assert!(text(&run(&folder, &["lint"]).stderr).contains("没有命令 lint"));
}

#[test]
fn help_is_a_command_and_explains_rules_and_categories() {
    let folder = folder(&[]);
    let help = |arguments: &[&str]| text(&run(&folder, arguments).stdout);
    assert_eq!(help(&["help"]), help(&["--help"]));
    assert_eq!(help(&["help", "fix"]), help(&["fix", "--help"]));
    assert_eq!(
        help(&["help", "周年不符"]),
        help(&["explain", "anniversary-mismatch"])
    );
    let category = help(&["explain", "时序"]);
    assert_eq!(category, help(&["explain", "chronology"]));
    assert!(
        category.starts_with("时序 chronology") && category.contains("周年不符"),
        "{category}"
    );
}

#[test]
fn a_rule_is_explained_on_one_screen() {
    let folder = folder(&[]);
    for rule in hongbi::rules::all() {
        let page = |arguments: &[&str]| {
            let output = super::hongbi(folder.path())
                .env("COLUMNS", "80")
                .args(["explain", &rule.name])
                .args(arguments)
                .output()
                .expect("runs");
            text(&output.stdout)
        };
        let short = page(&[]);
        let (lines, options) = (short.lines().count(), rule.options.len());
        assert!(
            lines <= 31 + 3 * options,
            "{}: {lines} lines\n{short}",
            rule.name
        );
        assert!(
            short.contains("[rules]") && short.contains("--ignore"),
            "{short}"
        );
        for line in short.lines() {
            let wide = unicode_width::UnicodeWidthStr::width_cjk(line);
            assert!(wide <= 80, "{}: {wide}: {line}", rule.name);
        }
        assert!(short.contains("--all") || page(&["--all"]).lines().count() >= lines);
    }
    let fixable = text(&run(&folder, &["explain", "半角标点"]).stdout);
    assert!(fixable.contains("hongbi fix 可以改"), "{fixable}");
}

#[test]
fn chinese_output_has_no_english_words() {
    let folder = folder(&[("a.txt", BAD.as_bytes()), ("b/a.txt", BAD.as_bytes())]);
    for config in [
        "lang = zh",
        "lang = \"zh",
        "[rules",
        "a",
        "lang = \"zh\"\nlang = \"en\"",
        "exclude = [1 2]",
        "lang = 3",
    ] {
        std::fs::write(folder.path().join("b/hongbi.toml"), config).expect("written");
        let said = text(&run(&folder, &["check", "b/a.txt"]).stderr);
        let message = said.lines().next().unwrap_or_default().to_owned();
        for word in [
            "expected",
            "invalid",
            "missing",
            "duplicate",
            "string",
            "error",
        ] {
            assert!(!message.contains(word), "{config}: {message}");
        }
    }
    for arguments in [
        &["check", "--help"][..],
        &["fix", "--help"],
        &["--help"],
        &["check", "--threads"],
        &["check", "--today", "soon"],
        &["fix", "--diff=3"],
        &["check", "-o", "no/folder/a.html", "a.txt"],
    ] {
        let output = run(&folder, arguments);
        let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
        for word in [
            "OPTIONS", "COMMAND", "Usage", "default", "possible", "os error", "No such", "invalid",
            "PATH", "FILE>",
        ] {
            assert!(!said.contains(word), "{arguments:?}: {word}: {said}");
        }
    }
}
