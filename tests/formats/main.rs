//! Every format on the same drafts: the same exit code, and each read by something that is not ours.

#![allow(
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that fails says so by panicking, one that is skipped by printing"
)]

mod browser;
mod page;
mod seen;

use std::{fs, path::Path, process::Output};

use assert_cmd::Command;
use quick_xml::{Reader, events::Event};
use serde_json::Value;
use tempfile::TempDir;

const FORMATS: [&str; 11] = [
    "pretty",
    "short",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "rdjsonl",
    "html",
];

/// Beyond the BMP before the finding, so that characters, UTF-16 units and bytes differ.
const BAD: &str = "第一行。\n𠮷林的***同志很好。\n";
const GOOD: &str = "感谢各位同志的大力支持。\n";
/// Everything that is markup somewhere.
const HOSTILE: &str =
    "<script>alert(\"1\")</script>]]>&amp;'%0A::error\u{b}\u{1}感谢***同志，\t`x`。\n";

fn folder() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, text) in [
        ("bad.txt", BAD),
        ("good.txt", GOOD),
        ("hostile,%:'&.txt", HOSTILE),
        ("noise.txt", "\0\u{1}"),
    ] {
        fs::write(folder.path().join(name), text).expect("written");
    }
    fs::write(
        folder.path().join("pair.txt"),
        "各位委员：\n今年共办理提案，“一是抓紧抓实。\n感谢某某同志。\n",
    )
    .expect("written");
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::cargo_bin("hongbi").expect("the binary is built");
    command
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .args(["--lang", "zh", "check", "--no-config"])
        .args(arguments);
    command.output().expect("runs")
}

/// The elements of well-formed XML: name and attributes.
fn elements(xml: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut out = Vec::new();
    let mut depth = 0usize;
    loop {
        let element = match reader.read_event().expect("well-formed XML") {
            Event::Start(element) => {
                depth += 1;
                element
            }
            Event::Empty(element) => element,
            Event::End(_) => {
                depth -= 1;
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let name = element.name().as_ref().to_owned();
        let attributes = element
            .attributes()
            .map(|attribute| {
                let attribute = attribute.expect("a well-formed attribute");
                (
                    attribute.key.as_ref().to_owned(),
                    attribute.value.to_string(),
                )
            })
            .collect();
        out.push((name, attributes));
    }
    assert_eq!(depth, 0, "every element is closed");
    assert!(
        !xml.contains(|c: char| c < ' ' && c != '\n'),
        "XML holds no control character"
    );
    out
}

fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> &'a str {
    attributes
        .iter()
        .find(|(key, _)| key == name)
        .map_or("", |(_, value)| value)
}

fn sarif_is_valid(log: &Value) {
    let mut schema: Value =
        serde_json::from_str(include_str!("sarif-schema-2.1.0.json")).expect("a schema");
    // Its pattern for languages has a bracket too many, which is no regular expression everywhere;
    // the log names no language.
    for part in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][part]["properties"]["language"];
        if let Some(language) = language.as_object_mut() {
            language.remove("pattern");
        }
    }
    let validator = jsonschema::validator_for(&schema).expect("a usable schema");
    let errors: Vec<String> = validator
        .iter_errors(log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// How many findings `text` in `format` holds, read as its consumer would.
fn findings(format: &str, text: &str) -> usize {
    let lines = || {
        text.lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
    };
    let whole = || serde_json::from_str::<Value>(text).expect("JSON");
    match format {
        "json" => whole()["diagnostics"].as_array().expect("an array").len(),
        "jsonl" => lines().filter(|line| line["type"] == "diagnostic").count(),
        "sarif" => {
            let log = whole();
            sarif_is_valid(&log);
            let run = &log["runs"][0];
            let results = run["results"].as_array().expect("an array");
            for result in results {
                let index = result["ruleIndex"].as_u64().expect("an index") as usize;
                assert_eq!(
                    run["tool"]["driver"]["rules"][index]["id"],
                    result["ruleId"]
                );
                assert!(!run["tool"]["driver"]["rules"][index]["help"]["text"].is_null());
            }
            results.len()
        }
        "gitlab" => {
            let issues = whole();
            let issues = issues.as_array().expect("an array");
            let mut prints: Vec<&str> = issues
                .iter()
                .map(|issue| {
                    assert!(
                        issue["location"]["lines"]["begin"]
                            .as_u64()
                            .expect("a line")
                            > 0
                    );
                    assert!(
                        ["info", "major", "critical", "blocker"]
                            .contains(&issue["severity"].as_str().expect("a severity"))
                    );
                    issue["fingerprint"].as_str().expect("a fingerprint")
                })
                .collect();
            prints.sort_unstable();
            prints.dedup();
            assert_eq!(prints.len(), issues.len(), "fingerprints are unique");
            issues
                .iter()
                .filter(|issue| issue["severity"] != "blocker")
                .count()
        }
        "rdjsonl" => lines()
            .filter(|line| !line["location"]["range"].is_null())
            .count(),
        "github" => text
            .lines()
            .map(|line| {
                let command = line.strip_prefix("::").expect("a command");
                let (head, message) = command.split_once("::").expect("a message");
                assert!(!message.is_empty());
                let (command, properties) = head.split_once(' ').expect("properties");
                assert!(["error", "warning", "notice"].contains(&command));
                properties
                    .split(',')
                    .any(|property| property.starts_with("line="))
            })
            .filter(|&placed| placed)
            .count(),
        "junit" => elements(text)
            .iter()
            .filter(|(name, _)| name == "failure" || name == "system-out")
            .count(),
        "checkstyle" => elements(text)
            .iter()
            .filter(|(name, attributes)| {
                name == "error" && !attribute(attributes, "line").is_empty()
            })
            .count(),
        "short" => text
            .lines()
            .filter(|line| line.contains("[") && line.contains("]"))
            .count(),
        // Told apart by its own tests.
        "pretty" | "html" => usize::MAX,
        other => unreachable!("{other}"),
    }
}

#[test]
fn every_format_says_the_same() {
    let folder = folder();
    let count = |arguments: &[&str]| {
        let output = run(folder.path(), &[&["--format", "json"], arguments].concat());
        findings("json", &String::from_utf8(output.stdout).expect("UTF-8"))
    };
    for (arguments, code) in [
        (&["good.txt"][..], 0),
        (&["bad.txt"], 1),
        (&["pair.txt", "bad.txt"], 1),
        (&["hostile,%:'&.txt"], 1),
        (&["bad.txt", "missing.txt"], 2),
        (&["noise.txt"], 2),
        (&["--fail-on", "never", "bad.txt"], 0),
    ] {
        let wanted = count(arguments);
        for format in FORMATS {
            let output = run(folder.path(), &[&["--format", format], arguments].concat());
            assert_eq!(output.status.code(), Some(code), "{format} {arguments:?}");
            let text = String::from_utf8(output.stdout).expect("UTF-8");
            let found = findings(format, &text);
            assert!(
                found == wanted || found == usize::MAX,
                "{format} {arguments:?}: {found} of {wanted}\n{text}"
            );
        }
    }
}

#[test]
fn each_format_counts_columns_as_its_consumer_does() {
    let folder = folder();
    let text = |format| {
        let output = run(
            folder.path(),
            &[
                "--format",
                format,
                "--select",
                "redaction-placeholder",
                "bad.txt",
            ],
        );
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let sarif: Value = serde_json::from_str(&text("sarif")).expect("JSON");
    assert_eq!(sarif["runs"][0]["columnKind"], "utf16CodeUnits");
    let region = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(
        (
            &region["startLine"],
            &region["startColumn"],
            &region["endColumn"]
        ),
        (&2.into(), &5.into(), &8.into())
    );
    let rdjson: Value = serde_json::from_str(&text("rdjsonl")).expect("JSON");
    let range = &rdjson["location"]["range"];
    assert_eq!(
        (&range["start"]["column"], &range["end"]["column"]),
        (&11.into(), &14.into())
    );
    assert!(text("github").contains("line=2,endLine=2,col=4,endColumn=7"));
    let checkstyle = text("checkstyle");
    let elements = elements(&checkstyle);
    let (_, error) = elements
        .iter()
        .find(|(name, _)| name == "error")
        .expect("an error");
    assert_eq!(attribute(error, "column"), "4");
}

#[test]
fn a_known_format_is_offered_for_an_unknown_one() {
    let folder = folder();
    let output = run(folder.path(), &["--format", "xml", "bad.txt"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    for format in FORMATS {
        assert!(said.contains(format), "{format}: {said}");
    }
}
