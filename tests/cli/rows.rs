//! Drafts that are rows of data.

use std::{fs, io::Write, path::Path, process::Stdio};

use serde_json::{Value, json};

use super::{folder, hongbi, run, text};

const ROWS: &str = concat!(
    "{\"n\":1,\"text\":\"感谢***同志的大力支持。\"}\n",
    "\n",
    "{\"n\":2,\"text\":\"感谢各位同志的大力支持。\"}\n",
    "{\"n\":3,\"text\":\"缺了后半\n",
    "{\"n\":4}\n",
    "{\"n\":5,\"text\":\"感谢***同志的支持。\"}\n",
);

fn lines(bytes: &[u8]) -> Vec<Value> {
    text(bytes)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

fn places<'a>(lines: &'a [Value], kind: &str) -> Vec<(&'a str, u64, &'a Value)> {
    let of_kind = lines.iter().filter(|line| line["type"] == kind);
    of_kind
        .map(|line| {
            let file = line["file"].as_str().expect("a file");
            (file, line["row"].as_u64().expect("a row"), &line["id"])
        })
        .collect()
}

#[test]
fn each_row_is_a_draft_and_a_broken_one_stops_no_other() {
    let folder = folder(&[("data.jsonl", ROWS.as_bytes())]);
    let arguments = [
        "check",
        "--input",
        "jsonl",
        "--text-key",
        "text",
        "--id-key",
        "n",
        "data.jsonl",
    ];
    let output = run(&folder, &arguments);
    assert_eq!(output.status.code(), Some(2));
    let lines = lines(&output.stdout);
    assert_eq!(
        places(&lines, "diagnostic"),
        [("data.jsonl", 1, &json!(1)), ("data.jsonl", 6, &json!(5))]
    );
    assert_eq!(lines[0]["rule"], "redaction-placeholder");
    assert_eq!(lines[0]["span"]["start"]["column"], 3);
    assert_eq!(
        places(&lines, "failure"),
        [
            ("data.jsonl", 4, &Value::Null),
            ("data.jsonl", 5, &json!(4))
        ]
    );
    let summary = lines.last().expect("a summary");
    assert_eq!(summary["type"], "summary");
    assert_eq!(
        (&summary["rows"], &summary["failures"]),
        (&json!(5), &json!(2))
    );
    let said = text(&output.stderr);
    assert!(
        said.contains("data.jsonl 第 4 行: 不是完好的 JSON"),
        "{said}"
    );
    assert!(said.contains("第 5 行: 没有字段 `text`"), "{said}");
    let english = text(&run(&folder, &[&arguments[..], &["--lang", "en"]].concat()).stderr);
    assert!(
        english.contains("data.jsonl:5: there is no column `text`"),
        "{english}"
    );
}

#[test]
fn rows_come_back_with_a_column() {
    let folder = folder(&[("data.jsonl", ROWS.as_bytes())]);
    let output = run(
        &folder,
        &["check", "--input", "jsonl", "--output-rows", "data.jsonl"],
    );
    let rows = lines(&output.stdout);
    assert_eq!(rows.len(), 5);
    assert!(
        text(&output.stdout)
            .starts_with("{\"n\":1,\"text\":\"感谢***同志的大力支持。\",\"hongbi\":{")
    );
    assert_eq!(rows[0]["hongbi"]["rules"]["redaction-placeholder"], 1);
    assert_eq!(rows[0]["hongbi"]["findings"][0]["text"], "***");
    assert_eq!(rows[1]["hongbi"]["rate"], 0.0);
    assert!(rows[2]["hongbi"]["failure"].is_string());
    assert_eq!(rows[3]["n"], 4);
}

#[test]
fn compressed_files_folders_and_standard_input_are_read() {
    let line = "{\"text\":\"感谢***同志的大力支持。\"}\n";
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(line.as_bytes()).expect("written");
    let gzip = gzip.finish().expect("finished");
    let folder = folder(&[
        ("d/a.jsonl", line.as_bytes()),
        ("d/b/c.jsonl.gz", &gzip),
        ("d/notes.txt", b"x"),
        ("d/cut.jsonl.gz", &gzip[..gzip.len() - 6]),
    ]);
    let output = run(&folder, &["check", "--input", "jsonl", "d"]);
    assert_eq!(output.status.code(), Some(2));
    let found = lines(&output.stdout);
    let files: Vec<&str> = places(&found, "diagnostic")
        .iter()
        .map(|place| place.0)
        .collect();
    assert_eq!(files[..2], ["d/a.jsonl", "d/b/c.jsonl.gz"]);
    assert!(places(&found, "failure")[0].0 == "d/cut.jsonl.gz");
    let mut command = hongbi(folder.path());
    let piped = command
        .args(["check", "--input", "jsonl", "-q", "-"])
        .write_stdin(gzip)
        .output()
        .expect("runs");
    assert_eq!(piped.status.code(), Some(1));
    assert_eq!(
        places(&lines(&piped.stdout), "diagnostic"),
        [("-", 1, &Value::Null)]
    );
}

#[test]
fn what_is_no_draft_is_refused_with_the_remedy() {
    let folder = folder(&[
        ("a.csv", b"a,b\n1,2\n"),
        ("a.json", b"[]"),
        ("a.jsonl", b"{}\n"),
        ("a.parquet", b"PAR1"),
    ]);
    for name in ["a.csv", "a.json", "a.jsonl", "a.parquet"] {
        let output = run(&folder, &["check", name]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        let said = text(&output.stderr);
        assert!(said.contains("--input"), "{name}: {said}");
    }
    let output = run(
        &folder,
        &["check", "--input", "jsonl", "--format", "sarif", "a.jsonl"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--format jsonl"));
    for with in [&["--text-key", "x"][..], &["--input", "jsonl", "--across"]] {
        let output = run(&folder, &[&["check", "a.csv"], with].concat());
        assert_eq!(output.status.code(), Some(2), "{with:?}");
    }
    let output = run(
        &folder,
        &["check", "--input", "jsonl", "-o", "a.jsonl", "a.jsonl"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        fs::read(folder.path().join("a.jsonl")).expect("kept"),
        b"{}\n"
    );
}

#[test]
fn rows_in_another_encoding_are_read_where_it_is_named() {
    let line = "{\"text\":\"感谢***同志的大力支持。\"}\n";
    let folder = folder(&[("g.jsonl", &encoding_rs::GB18030.encode(line).0)]);
    let output = run(&folder, &["check", "--input", "jsonl", "g.jsonl"]);
    assert!(text(&output.stderr).contains("--encoding"));
    let output = run(
        &folder,
        &["check", "--input", "jsonl", "--encoding", "gbk", "g.jsonl"],
    );
    assert_eq!(output.status.code(), Some(1));
}

/// Rows of some drafts, numbered, some of them broken.
fn many(rows: usize) -> String {
    let body = "全年共收到提案186件，其中集体提案42件、委员提案154件，均已办复。感谢***同志。";
    let mut out = String::new();
    for row in 0..rows {
        let text = format!("第{row}号简报\n{}", body.repeat(1 + row % 3));
        let line = json!({ "id": row, "text": text }).to_string();
        let end = if row % 97 == 13 {
            line.len() - 2
        } else {
            line.len()
        };
        out.push_str(line.get(..end).unwrap_or("{"));
        out.push('\n');
    }
    out
}

#[test]
fn a_run_that_was_killed_goes_on_where_it_was() {
    let rows = many(1500);
    let folder = folder(&[
        ("data.jsonl", rows.as_bytes()),
        ("more.jsonl", ROWS.as_bytes()),
    ]);
    let arguments = [
        "check",
        "--input",
        "jsonl",
        "--id-key",
        "id",
        "-q",
        "data.jsonl",
        "more.jsonl",
        "--output",
    ];
    let whole = run(&folder, &[&arguments[..], &["whole.jsonl"]].concat());
    assert_eq!(whole.status.code(), Some(2));
    let path = |name: &str| folder.path().join(name);

    let mut killed = false;
    for _ in 0..20 {
        let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("hongbi"))
            .current_dir(folder.path())
            .args(arguments)
            .args(["parts.jsonl", "--resume"])
            .stderr(Stdio::null())
            .spawn()
            .expect("runs");
        // Killed a little after it has said how far it is.
        let said = fs::metadata(path("parts.jsonl.resume"))
            .and_then(|file| file.modified())
            .ok();
        loop {
            if child.try_wait().expect("waited").is_some() {
                break;
            }
            let now = fs::metadata(path("parts.jsonl.resume"))
                .and_then(|file| file.modified())
                .ok();
            if now.is_some() && now != said {
                std::thread::sleep(std::time::Duration::from_millis(300));
                killed |= child.kill().is_ok();
                child.wait().expect("waited");
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        if path("parts.jsonl").exists() {
            break;
        }
    }
    assert!(same(&path("whole.jsonl"), &path("parts.jsonl")));
    assert!(!path("parts.jsonl.resume").exists() && !path("parts.jsonl.partial").exists());
    // A machine that is fast enough is done before the first word about how far it is.
    let _ = killed;
}

fn same(a: &Path, b: &Path) -> bool {
    fs::read(a).expect("written") == fs::read(b).expect("written")
}

#[test]
fn a_run_with_other_options_is_not_gone_on_with() {
    let folder = folder(&[("data.jsonl", ROWS.as_bytes())]);
    let state = json!({
        "job": {"version": "0"}, "file": 0, "position": [0, 0], "written": 0,
        "totals": {"files": 0, "rows": 0, "characters": 0, "errors": 0, "warnings": 0, "infos": 0, "failures": 0},
    });
    fs::write(folder.path().join("out.resume"), state.to_string()).expect("written");
    let arguments = ["check", "--input", "jsonl", "data.jsonl", "-o", "out"];
    let output = run(&folder, &[&arguments[..], &["--resume"]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("另一次检查"));
    let output = run(&folder, &arguments);
    assert_eq!(output.status.code(), Some(2), "for the broken rows");
    assert!(folder.path().join("out").exists());
    let output = run(
        &folder,
        &["check", "--input", "jsonl", "data.jsonl", "--resume"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(!folder.path().join("out.resume").exists());
}

#[test]
fn drafts_and_rows_are_scored() {
    let draft = "关于提案办理的报告\n\n感谢***同志的大力支持。\n\n全年办理提案一百件。\n";
    let row = json!({"n": "甲", "text": draft}).to_string();
    let folder = folder(&[("a.txt", draft.as_bytes()), ("a.jsonl", row.as_bytes())]);
    let output = run(&folder, &["score", "--format", "jsonl", "a.txt"]);
    assert_eq!(output.status.code(), Some(0));
    let score = &lines(&output.stdout)[0];
    assert_eq!(
        (&score["file"], &score["families"]["redaction"]),
        (&json!("a.txt"), &json!(1))
    );
    assert_eq!(score["damaged"], 0.3333);
    let output = run(
        &folder,
        &["score", "--input", "jsonl", "--id-key", "n", "a.jsonl"],
    );
    assert_eq!(output.status.code(), Some(0));
    let of_row = &lines(&output.stdout)[0];
    assert_eq!(
        (&of_row["id"], &of_row["rate"]),
        (&json!("甲"), &score["rate"])
    );
    let output = run(
        &folder,
        &[
            "score",
            "--input",
            "jsonl",
            "--output-rows",
            "-q",
            "a.jsonl",
        ],
    );
    assert_eq!(lines(&output.stdout)[0]["hongbi"]["damaged"], 0.3333);
    let table = text(&run(&folder, &["score", "a.txt"]).stdout);
    assert!(
        table.contains("33.3%") && table.contains("simplified"),
        "{table}"
    );
    assert_eq!(run(&folder, &["score", "none.txt"]).status.code(), Some(2));
}
