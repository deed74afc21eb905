//! Whole commands: exit codes, formats, configuration, bad input.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that fails says so by panicking"
)]

mod attempts;
mod defects;
mod facts;
mod rows;
mod titles;
mod watch;

use std::{fs, path::Path, process::Output};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const FORMATS: [&str; 4] = ["pretty", "short", "json", "jsonl"];
const BAD: &str = "感谢***同志的大力支持。\n";
const GOOD: &str = "感谢各位同志的大力支持。\n";

fn hongbi(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("hongbi").expect("the binary is built");
    command.current_dir(folder);
    for name in [
        "LANG",
        "LC_ALL",
        "LC_MESSAGES",
        "NO_COLOR",
        "CLICOLOR_FORCE",
        "COLUMNS",
    ] {
        command.env_remove(name);
    }
    command
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, bytes).expect("a file");
    }
    folder
}

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    hongbi(folder.path())
        .args(arguments)
        .output()
        .expect("runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn exit_codes_are_the_same_in_every_format() {
    let folder = folder(&[
        ("bad.txt", BAD.as_bytes()),
        ("good.txt", GOOD.as_bytes()),
        ("noise.txt", b"\x00\x01\xff\xfe\x80"),
    ]);
    for format in FORMATS {
        let code = |arguments: &[&str]| {
            run(
                &folder,
                &[&["check", "--format", format], arguments].concat(),
            )
            .status
            .code()
        };
        assert_eq!(code(&["good.txt"]), Some(0), "{format}");
        assert_eq!(code(&["bad.txt"]), Some(1), "{format}");
        assert_eq!(code(&["missing.txt"]), Some(2), "{format}");
        assert_eq!(code(&["bad.txt", "missing.txt"]), Some(2), "{format}");
        assert_eq!(code(&["noise.txt"]), Some(2), "{format}");
        assert_eq!(
            code(&["--fail-on", "never", "bad.txt"]),
            Some(0),
            "{format}"
        );
        assert_eq!(
            code(&["--level", "redaction=info", "bad.txt"]),
            Some(0),
            "{format}"
        );
        assert_eq!(
            code(&["--level", "redaction=info", "--fail-on", "info", "bad.txt"]),
            Some(1),
            "{format}"
        );
        assert_eq!(
            code(&["--select", "no-such-rule", "bad.txt"]),
            Some(2),
            "{format}"
        );
        assert_eq!(code(&["--no-such-option", "bad.txt"]), Some(2), "{format}");
    }
}

#[test]
fn a_folder_with_one_bad_file_still_reports_the_others() {
    let folder = folder(&[
        ("a.txt", BAD.as_bytes()),
        ("b.txt", b"\x00\x01\xff\xfe\x80\x90"),
        ("c.txt", BAD.as_bytes()),
    ]);
    let output = run(&folder, &["check", "--format", "json", "."]);
    assert_eq!(output.status.code(), Some(2));
    let report = json(&output);
    assert_eq!(report["summary"]["files"], 2);
    assert_eq!(report["summary"]["errors"], 2);
    assert_eq!(report["summary"]["failures"], 1);
    assert!(
        report["failures"][0]["path"]
            .as_str()
            .expect("a path")
            .ends_with("b.txt")
    );
    assert!(
        text(&output.stderr).contains("--encoding"),
        "names the remedy"
    );
}

#[test]
fn messages_of_failure_name_the_thing_and_the_remedy() {
    let folder = folder(&[
        ("a.txt", BAD.as_bytes()),
        ("broken.toml", b"[rules\n"),
        ("slip.toml", b"fail_on = \"error\"\n"),
    ]);
    let complaint = |arguments: &[&str]| {
        let output = run(&folder, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        text(&output.stderr)
    };
    for (arguments, wanted) in [
        (
            &["check", "nowhere.txt"][..],
            &["nowhere.txt", "请检查路径"][..],
        ),
        (
            &["check", "--select", "mixed-scrpt", "a.txt"],
            &["mixed-scrpt", "mixed-script"],
        ),
        (
            &["check", "--config", "broken.toml", "a.txt"],
            &["broken.toml:1", "TOML"],
        ),
        (
            &["check", "--config", "slip.toml", "a.txt"],
            &["slip.toml:1:1", "fail_on", "fail-on"],
        ),
        (
            &["check", "--config", "none.toml", "a.txt"],
            &["none.toml", "没有这个配置文件"],
        ),
        (
            &["check", "--encoding", "klingon", "a.txt"],
            &["klingon", "gb18030"],
        ),
        (&["check", "--format", "xml", "a.txt"], &["xml", "jsonl"]),
        (
            &["check", "--level", "mixed-script=loud", "a.txt"],
            &["mixed-script=loud", "warning"],
        ),
        (
            &["explain", "redaction-placehodler"],
            &["redaction-placeholder"],
        ),
        (
            &["--lang", "en", "check", "nowhere.txt"],
            &["nowhere.txt", "check the path"],
        ),
    ] {
        let said = complaint(arguments);
        for part in wanted {
            assert!(
                said.contains(part),
                "{arguments:?} should mention {part}:\n{said}"
            );
        }
    }
}

#[test]
fn a_config_with_a_slip_fails_the_run_in_its_folder() {
    let folder = folder(&[
        ("sub/a.txt", BAD.as_bytes()),
        (
            "sub/hongbi.toml",
            "[rules]\nredaction-placehodler = \"off\"\n".as_bytes(),
        ),
        ("b.txt", BAD.as_bytes()),
    ]);
    let output = run(&folder, &["check", "--format", "json", "."]);
    assert_eq!(output.status.code(), Some(2));
    let report = json(&output);
    assert_eq!(report["summary"]["errors"], 1, "the other folder is linted");
    assert!(
        report["failures"][0]["path"]
            .as_str()
            .expect("a path")
            .ends_with("hongbi.toml")
    );
    let said = text(&output.stderr);
    assert!(
        said.contains("hongbi.toml:2:1") && said.contains("是否要写 `redaction-placeholder`"),
        "{said}"
    );
}

#[test]
fn the_nearest_configuration_applies_with_overrides_and_exceptions() {
    let config = r#"
fail-on = "error"
exclude = ["archive/**"]
[rules]
redaction-placeholder = "warning"
[[override]]
paths = ["templates/**"]
rules = { redaction = "off" }
[[allow]]
rule = "redaction-placeholder"
path = "kept.txt"
reason = "照原文刊登"
[[allow]]
rule = "redaction-placeholder"
path = "gone.txt"
reason = "已无此文件"
"#;
    let folder = folder(&[
        ("hongbi.toml", config.as_bytes()),
        ("a.txt", BAD.as_bytes()),
        ("kept.txt", BAD.as_bytes()),
        ("templates/t.txt", BAD.as_bytes()),
        ("archive/old.txt", BAD.as_bytes()),
        ("strict/hongbi.toml", b""),
        ("strict/s.txt", BAD.as_bytes()),
    ]);
    let output = run(&folder, &["check", "--format", "json", "."]);
    let report = json(&output);
    let found: Vec<(String, String)> = report["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|entry| {
            (
                entry["path"].as_str().expect("a path").replace('\\', "/"),
                entry["severity"].as_str().expect("a level").to_owned(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("./a.txt".into(), "warning".into()),
            ("./strict/s.txt".into(), "error".into())
        ]
    );
    assert_eq!(
        output.status.code(),
        Some(1),
        "strict/ fails by its own configuration"
    );
    let output = run(&folder, &["check", "a.txt", "kept.txt"]);
    assert_eq!(output.status.code(), Some(0), "warnings do not fail here");
    let said = text(&output.stderr);
    assert!(
        said.contains("已无此文件") && !said.contains("照原文刊登"),
        "{said}"
    );
    assert_eq!(
        run(&folder, &["check", "--no-config", "templates"])
            .status
            .code(),
        Some(1)
    );
}

#[test]
fn rules_of_the_users_own_work_and_are_tested() {
    let config = r#"
[[rule]]
name = "old-bureau-name"
category = "wording"
level = "error"
message = { zh = "“{found}”已更名为“{replacement}”", en = "“{found}” is now “{replacement}”" }
pairs = { "城管局" = "城管执法局" }
[[rule.example]]
bad = "由⟦城管局⟧牵头。"
[[rule.example]]
good = "由城管执法局牵头。"

[[rule]]
name = "room-number"
category = "wording"
level = "warning"
message = { zh = "房号“{found}”不宜公开", en = "room “{found}”" }
pattern = '在(?<found>\d{3,4}室)'
[[rule.example]]
bad = "在⟦1203室⟧开会。"
"#;
    let folder = folder(&[
        ("hongbi.toml", config.as_bytes()),
        ("a.txt", "由城管局牵头，在305室集中。\n".as_bytes()),
    ]);
    let output = run(&folder, &["rules", "--test"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    let report = json(&run(&folder, &["check", "--format", "json", "a.txt"]));
    let found: Vec<&str> = report["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|entry| entry["message"].as_str())
        .collect();
    assert_eq!(
        found,
        ["“城管局”已更名为“城管执法局”", "房号“305室”不宜公开"]
    );

    fs::write(
        folder.path().join("hongbi.toml"),
        config.replace("在⟦1203室⟧", "⟦在1203室⟧"),
    )
    .expect("written");
    let output = run(&folder, &["rules", "--test"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("room-number"));

    fs::write(
        folder.path().join("hongbi.toml"),
        config.replace(r"\d{3,4}室", r"\d{3,4"),
    )
    .expect("written");
    let output = run(&folder, &["check", "a.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("正则表达式"));
}

#[test]
fn json_is_what_its_schema_says() {
    let folder = folder(&[(
        "a.txt",
        "𠮷野村感谢***同志，𠮷。\n感谢某某的支持。\n".as_bytes(),
    )]);
    let schema: Value = json(&run(&folder, &["schema", "report"]));
    let report = json(&run(
        &folder,
        &["check", "--format", "json", "a.txt", "nowhere.txt"],
    ));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> = validator
        .iter_errors(&report)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(report["version"], 1);
    assert_eq!(report["tool"]["name"], "hongbi");
    let first = &report["diagnostics"][0];
    assert_eq!(first["rule"], "redaction-placeholder");
    assert_eq!(first["text"], "***");
    // 𠮷 is one character, four bytes and two UTF-16 units.
    assert_eq!(
        first["span"]["start"],
        serde_json::json!({"offset": 16, "line": 1, "column": 6, "utf16": 7})
    );
    assert_eq!(
        first["span"]["end"],
        serde_json::json!({"offset": 19, "line": 1, "column": 9, "utf16": 10})
    );
    assert_eq!(first["fingerprint"].as_str().map(str::len), Some(16));
    let config: Value = json(&run(&folder, &["schema", "config"]));
    jsonschema::validator_for(&config).expect("a schema");
}

#[test]
fn jsonl_prints_one_object_a_line() {
    let folder = folder(&[("a.txt", BAD.as_bytes())]);
    let output = run(
        &folder,
        &["check", "--format", "jsonl", "a.txt", "nowhere.txt"],
    );
    let kinds: Vec<String> = text(&output.stdout)
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).expect("JSON")["type"]
                .as_str()
                .expect("a type")
                .to_owned()
        })
        .collect();
    assert_eq!(kinds, ["diagnostic", "failure", "summary"]);
}

#[test]
fn each_encoding_gives_the_same_places() {
    let simplified = "各位委员：\r\n感谢***同志的支持，“祝贺”。\r\n";
    let traditional = "各位委員：\n感謝***同志的支持，臺灣鄉親。\n";
    let wide: Vec<u8> = [0xfeffu16]
        .into_iter()
        .chain(simplified.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let folder = folder(&[
        ("utf8.txt", simplified.as_bytes()),
        ("bom.txt", format!("\u{feff}{simplified}").as_bytes()),
        ("utf16.txt", &wide),
        ("gb.txt", &encoding_rs::GB18030.encode(simplified).0),
        ("t-utf8.txt", traditional.as_bytes()),
        ("t-big5.txt", &encoding_rs::BIG5.encode(traditional).0),
    ]);
    let places = |name: &str| {
        let report = json(&run(&folder, &["check", "--format", "json", name]));
        report["diagnostics"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|entry| {
                (
                    entry["rule"].clone(),
                    entry["span"].clone(),
                    entry["message"].clone(),
                )
            })
            .collect::<Vec<_>>()
    };
    let wanted = places("utf8.txt");
    assert!(!wanted.is_empty());
    for name in ["bom.txt", "utf16.txt", "gb.txt"] {
        assert_eq!(places(name), wanted, "{name}");
    }
    assert_eq!(places("t-big5.txt"), places("t-utf8.txt"));
    assert!(!places("t-big5.txt").is_empty());
    assert_eq!(
        run(&folder, &["check", "--encoding", "gb18030", "gb.txt"])
            .status
            .code(),
        Some(1)
    );
    assert_eq!(
        run(&folder, &["check", "--encoding", "utf-8", "gb.txt"])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn standard_input_is_a_draft_too() {
    let folder = folder(&[]);
    let output = hongbi(folder.path())
        .args([
            "check",
            "--format",
            "json",
            "--stdin-filename",
            "稿.md",
            "-",
        ])
        .write_stdin("**感谢**XX市同志。\n")
        .output()
        .expect("runs");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(json(&output)["diagnostics"][0]["path"], "稿.md");
    let output = hongbi(folder.path())
        .args(["check", "-"])
        .write_stdin(GOOD)
        .output()
        .expect("runs");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn output_goes_to_a_file_whole_or_not_at_all() {
    let folder = folder(&[("a.txt", BAD.as_bytes())]);
    let output = run(
        &folder,
        &[
            "check",
            "--format",
            "json",
            "--output",
            "report.json",
            "a.txt",
        ],
    );
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let report: Value =
        serde_json::from_slice(&fs::read(folder.path().join("report.json")).expect("written"))
            .expect("JSON");
    assert_eq!(report["summary"]["errors"], 1);
    let output = run(
        &folder,
        &["check", "--output", "no/such/folder/report.txt", "a.txt"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("report.txt"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_and_a_closed_pipe() {
    let folder = folder(&[("a.txt", BAD.repeat(5000).as_bytes())]);
    let output = run(
        &folder,
        &[
            "check",
            "--format",
            "json",
            "--output",
            "/dev/full",
            "a.txt",
        ],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("/dev/full"));
    let binary = assert_cmd::cargo::cargo_bin("hongbi");
    let shell = format!(
        "{} check --format jsonl a.txt 2>err | head -n 1 >/dev/null; cat err",
        binary.display()
    );
    let output = std::process::Command::new("sh")
        .args(["-c", &shell])
        .current_dir(folder.path())
        .output()
        .expect("runs");
    assert_eq!(
        text(&output.stdout),
        "",
        "nothing is said of the closed pipe"
    );
}

#[cfg(unix)]
#[test]
fn unreadable_files_and_cyclic_links_are_named() {
    let folder = folder(&[("a.txt", BAD.as_bytes())]);
    std::os::unix::fs::symlink("loop.txt", folder.path().join("loop.txt")).expect("a link");
    std::os::unix::fs::symlink(".", folder.path().join("again")).expect("a link");
    let output = run(&folder, &["check", "--format", "json", "loop.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("loop.txt"));
    let output = run(&folder, &["check", "--format", "json", "."]);
    assert_eq!(
        json(&output)["summary"]["files"],
        1,
        "links to folders are not followed"
    );
}

#[test]
fn hidden_and_ignored_files_are_passed_over_unless_named() {
    let folder = folder(&[
        (".gitignore", b"drafts/\n*.bak.txt\n!keep.bak.txt\n"),
        (".hidden/a.txt", BAD.as_bytes()),
        ("drafts/b.txt", BAD.as_bytes()),
        ("c.bak.txt", BAD.as_bytes()),
        ("keep.bak.txt", BAD.as_bytes()),
        ("d.rs", BAD.as_bytes()),
    ]);
    let report = json(&run(&folder, &["check", "--format", "json", "."]));
    assert_eq!(report["summary"]["files"], 1);
    let report = json(&run(
        &folder,
        &[
            "check",
            "--format",
            "json",
            "drafts/b.txt",
            ".hidden/a.txt",
            "d.rs",
        ],
    ));
    assert_eq!(report["summary"]["files"], 3);
}

#[test]
fn the_report_does_not_depend_on_threads_or_the_order_of_paths() {
    let files: Vec<(String, String)> = (0..40)
        .map(|n| {
            (
                format!("{n:02}.txt"),
                format!("第{n}份。\n{BAD}感谢XX市。\n"),
            )
        })
        .collect();
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, body)| (name.as_str(), body.as_bytes()))
        .collect();
    let folder = folder(&files);
    let one = run(&folder, &["check", "--threads", "1", "."]).stdout;
    let eight = run(&folder, &["check", "--threads", "8", "."]).stdout;
    assert_eq!(text(&one), text(&eight));
    let forward = run(&folder, &["check", "01.txt", "02.txt"]).stdout;
    let backward = run(&folder, &["check", "02.txt", "01.txt", "02.txt"]).stdout;
    assert_eq!(text(&forward), text(&backward));
}

#[test]
fn help_and_version_work_in_both_languages() {
    let folder = folder(&[]);
    for (arguments, wanted) in [
        (&["--version"][..], "hongbi "),
        (&["--help"], "用法"),
        (&["check", "--help"], "检查文件"),
        (&["--lang", "en", "--help"], "Usage"),
        (&["--lang=en", "check", "--help"], "Lint files"),
        (&["rules"], "redaction-placeholder"),
        (&["explain", "redaction-placeholder"], "为什么"),
        (
            &["--lang", "en", "explain", "redaction-placeholder"],
            "What to do",
        ),
        (&["completions", "bash"], "hongbi"),
        (&["man"], ".TH"),
    ] {
        let output = run(&folder, arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(
            text(&output.stdout).contains(wanted),
            "{arguments:?}: {}",
            text(&output.stdout)
        );
    }
    assert_eq!(run(&folder, &[]).status.code(), Some(2));
}

#[test]
fn init_writes_a_configuration_once() {
    let folder = folder(&[("a.txt", BAD.as_bytes())]);
    assert_eq!(run(&folder, &["init"]).status.code(), Some(0));
    assert_eq!(run(&folder, &["check", "a.txt"]).status.code(), Some(1));
    fs::write(folder.path().join("hongbi.toml"), "lang = \"en\"\n").expect("written");
    assert_eq!(run(&folder, &["init"]).status.code(), Some(2));
    assert_eq!(
        fs::read_to_string(folder.path().join("hongbi.toml")).expect("is there"),
        "lang = \"en\"\n"
    );
    let output = run(&folder, &["check", "a.txt"]);
    assert!(
        text(&output.stdout).contains("characters"),
        "the configuration's language is spoken"
    );
}

#[test]
fn colours_come_only_when_asked_for_or_on_a_terminal() {
    let folder = folder(&[("a.txt", BAD.as_bytes())]);
    let colored = |name: Option<(&str, &str)>, arguments: &[&str]| {
        let mut command = hongbi(folder.path());
        command.args(["check", "a.txt"]).args(arguments);
        if let Some((name, value)) = name {
            command.env(name, value);
        }
        command.output().expect("runs").stdout.contains(&0x1b)
    };
    assert!(!colored(None, &[]));
    assert!(colored(None, &["--color", "always"]));
    assert!(colored(Some(("CLICOLOR_FORCE", "1")), &[]));
    assert!(!colored(
        Some(("CLICOLOR_FORCE", "1")),
        &["--color", "never"]
    ));
    assert!(!colored(Some(("NO_COLOR", "1")), &[]));
}

#[test]
fn no_line_is_wider_than_the_terminal_and_hostile_text_stays_harmless() {
    let long = format!(
        "{}“四个意识”感谢***同志\u{1b}[31m红\u{202e}字{}……——的大力支持。\n",
        "坚持以人民为中心的发展思想，".repeat(30),
        "凝聚共识".repeat(60)
    );
    let folder = folder(&[(
        "很长的文件夹名称/又一层很长的文件夹名称/工作报告（征求意见稿）第三稿最终版.txt",
        long.repeat(14).as_bytes(),
    )]);
    for columns in [60usize, 80, 100, 160] {
        let output = hongbi(folder.path())
            .args(["check", "."])
            .env("COLUMNS", columns.to_string())
            .output()
            .expect("runs");
        let shown = text(&output.stdout);
        assert!(
            shown.contains("***") && shown.contains("共 13 处"),
            "{shown}"
        );
        assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'));
        for line in shown.lines() {
            let wide = unicode_width::UnicodeWidthStr::width_cjk(line);
            assert!(wide <= columns, "{wide} > {columns}: {line}");
        }
    }
}

#[test]
fn carets_stand_under_what_is_found() {
    let folder = folder(&[(
        "a.txt",
        "增强“四个意识”，感谢***同志，再谢***同志。\n".as_bytes(),
    )]);
    let shown = text(
        &run(
            &folder,
            &["check", "a.txt", "--select", "redaction-placeholder"],
        )
        .stdout,
    );
    let lines: Vec<&str> = shown.lines().collect();
    let mut checked = 0;
    for pair in lines.windows(2) {
        let Some(caret) = pair[1].find('^') else {
            continue;
        };
        let before = unicode_width::UnicodeWidthStr::width(&pair[1][..caret]);
        let narrow = column_text(pair[0], before, unicode_width::UnicodeWidthChar::width);
        let wide = column_text(
            pair[0],
            unicode_width::UnicodeWidthStr::width_cjk(&pair[1][..caret]),
            unicode_width::UnicodeWidthChar::width_cjk,
        );
        assert!(
            narrow.starts_with("***") && wide.starts_with("***"),
            "{shown}"
        );
        checked += 1;
    }
    assert_eq!(checked, 2);
}

/// What is in `line` from `column` on, where characters are as wide as `width` says.
fn column_text(line: &str, column: usize, width: fn(char) -> Option<usize>) -> &str {
    let mut at = 0;
    for (index, c) in line.char_indices() {
        if at == column {
            return &line[index..];
        }
        at += width(c).unwrap_or(0);
    }
    ""
}

#[test]
fn paragraphs_of_other_files_are_found_only_when_asked_for() {
    let shared = "街道坚持居民自愿、政府引导的原则，先后召开居民议事会七十三次，协调解决管线迁移等矛盾三十一起。";
    let folder = folder(&[
        ("a.txt", format!("甲街道情况汇报\n\n{shared}\n").as_bytes()),
        (
            "b.txt",
            format!("乙街道情况汇报\n\n今年以来，街道各项工作平稳有序。\n\n{shared}\n").as_bytes(),
        ),
    ]);
    let report = json(&run(&folder, &["check", "--format", "json", "."]));
    assert_eq!(report["diagnostics"].as_array().map(Vec::len), Some(0));
    let output = run(&folder, &["check", "--across", "--format", "json", "."]);
    assert_eq!(output.status.code(), Some(0), "it is info");
    let report = json(&output);
    let found = &report["diagnostics"][0];
    assert_eq!(found["rule"], "duplicate-across-files");
    assert!(
        found["path"]
            .as_str()
            .is_some_and(|path| path.ends_with("b.txt"))
    );
    assert_eq!(found["span"]["start"]["line"], 5);
    assert!(
        found["labels"][0]["path"]
            .as_str()
            .is_some_and(|path| path.ends_with("a.txt"))
    );
    assert_eq!(found["labels"][0]["span"]["start"]["line"], 3);
    assert_eq!(report["summary"]["files"], 2);
    assert_eq!(report["summary"]["infos"], 1);
}

#[test]
fn statistics_tell_findings_by_rule_and_by_file() {
    let folder = folder(&[("a.txt", BAD.as_bytes()), ("b.txt", GOOD.as_bytes())]);
    fs::write(folder.path().join("c.txt"), GOOD.repeat(9) + BAD).expect("written");
    let output = run(&folder, &["check", "--statistics", "--lang", "en", "."]);
    let shown = text(&output.stdout);
    let table = shown
        .split_once("     2  redaction-placeholder\n")
        .expect("by rule")
        .1;
    let rates = table.split_once("10,000 characters:\n").expect("by file").1;
    let lines: Vec<&str> = rates.lines().collect();
    assert!(
        lines[0].ends_with("./a.txt: 13 characters, 1 findings"),
        "{shown}"
    );
    assert!(lines[1].contains("./c.txt"), "{shown}");
    assert!(!rates.contains("b.txt"), "{shown}");
    // Programs read standard output, and nothing else is there.
    let output = run(&folder, &["check", "--statistics", "--format", "json", "."]);
    json(&output);
    assert!(text(&output.stderr).contains("每万字的问题数"));
}
