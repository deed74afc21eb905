//! One defect is one finding; reports fit the terminal and say what to do next.

use serde_json::Value;

use super::{folder, hongbi, json, run, text};

const HEADS: &str = "区政协工作报告\n\n（2024年1月17日）\n\n";

fn found(report: &Value) -> Vec<(String, bool)> {
    let list = report["diagnostics"].as_array().expect("a list").iter();
    list.map(|one| {
        let rule = one["rule"].as_str().unwrap_or_default().to_owned();
        (rule, one.get("within").is_some())
    })
    .collect()
}

#[test]
fn what_a_copy_repeats_is_no_defect_of_its_own() {
    let paragraph = "委员们表示：“要牢记嘱托，感恩奋进，在新的一年里以更加饱满的热情投入到履职尽责的各项工作之中去。\n";
    let other =
        "全年组织委员视察十二次，形成调研报告九篇，报送社情民意信息一百余条，办理提案五十件。\n";
    let draft = [
        paragraph,
        other,
        paragraph,
        other.replace("全年", "一年来").as_str(),
        paragraph,
    ]
    .join("\n");
    let folder = folder(&[("a.txt", draft.as_bytes())]);
    let report = json(&run(&folder, &["check", "--format", "json", "a.txt"]));
    let kept: Vec<String> = found(&report)
        .into_iter()
        .filter(|(rule, folded)| {
            !folded && (rule == "unbalanced-pair" || rule == "duplicate-paragraph")
        })
        .map(|(rule, _)| rule)
        .collect();
    // The mark in the original, and two copies reported as one.
    assert_eq!(
        kept,
        ["unbalanced-pair", "duplicate-paragraph"],
        "{report:#}"
    );
    let copies = report["diagnostics"].as_array().expect("a list").iter();
    let copies = copies.filter(|one| one["rule"] == "duplicate-paragraph");
    assert_eq!(copies.clone().count(), 2);
    let first = copies.clone().next().expect("a copy");
    assert_eq!(first["occurrences"].as_array().map(Vec::len), Some(2));
    let defects = found(&report).iter().filter(|(_, folded)| !folded).count();
    let summary = &report["summary"];
    let counted =
        ["errors", "warnings", "infos"].map(|key| summary[key].as_u64().unwrap_or_default());
    assert_eq!(counted.iter().sum::<u64>() as usize, defects);
    assert_eq!(
        summary["folded"].as_u64().unwrap_or_default() as usize,
        found(&report).len() - defects
    );
    // Every place is a finding where all are asked for.
    let report = json(&run(
        &folder,
        &["check", "--all", "--format", "json", "a.txt"],
    ));
    assert!(found(&report).iter().all(|(_, folded)| !folded));
}

#[test]
fn a_habit_is_one_block_and_counts_once() {
    let lines: String = (1..=14)
        .map(|n| format!("第{n}次会议由***同志主持，***同志参加。\n\n"))
        .collect();
    let folder = folder(&[("a.txt", lines.as_bytes())]);
    let output = run(
        &folder,
        &["check", "--select", "redaction-placeholder", "a.txt"],
    );
    let shown = text(&output.stdout);
    assert!(
        shown.contains("共 28 处，在第 1、3、5") && shown.contains("错误 1，"),
        "{shown}"
    );
    assert!(shown.lines().count() < 14, "{shown}");
    let all = text(
        &run(
            &folder,
            &["check", "--all", "--select", "遮盖未补全", "a.txt"],
        )
        .stdout,
    );
    assert_eq!(
        all.matches("错误[遮盖未补全 redaction-placeholder]")
            .count(),
        28,
        "{all}"
    );
}

#[test]
fn a_baseline_that_knows_the_cause_does_not_hide_what_is_new() {
    let lines: String = (1..=12)
        .map(|n| format!("第{n}次会议由***同志主持。\n\n"))
        .collect();
    let folder = folder(&[("a.txt", lines.as_bytes())]);
    let select = ["--select", "redaction-placeholder"];
    run(
        &folder,
        &[&["baseline", "a.txt", "-o", "known.json"], &select[..]].concat(),
    );
    let more = format!("{lines}第十三次会议由***同志主持，研究部署全年重点工作。\n");
    std::fs::write(folder.path().join("a.txt"), more).expect("written");
    let output = run(
        &folder,
        &[
            &[
                "check",
                "--format",
                "json",
                "--baseline",
                "known.json",
                "a.txt",
            ],
            &select[..],
        ]
        .concat(),
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        found(&json(&output)),
        [("redaction-placeholder".to_owned(), false)]
    );
}

#[test]
fn consequences_of_a_replaced_year_belong_to_it() {
    let draft =
        format!("{HEADS}今年是新中国成立70周年，也是五四运动100周年，还是“十三五”规划的第四年。\n");
    let folder = folder(&[("a.txt", draft.as_bytes())]);
    let report = json(&run(&folder, &["check", "--format", "json", "a.txt"]));
    let kept: Vec<(String, bool)> = found(&report)
        .into_iter()
        .filter(|(_, folded)| !folded)
        .collect();
    assert_eq!(
        kept,
        [("rolled-over-report".to_owned(), false)],
        "{report:#}"
    );
    let shown = text(&run(&folder, &["check", "a.txt"]).stdout);
    assert!(shown.contains("归入此处的另有"), "{shown}");
}

#[test]
fn findings_come_in_reading_order_under_headings_or_the_worst_first() {
    let draft =
        "工作报告\n\n一、主要工作\n\n全区上下倍受鼓舞。\n\n二、存在问题\n\n感谢***同志的支持。\n";
    let folder = folder(&[("a.txt", draft.as_bytes())]);
    let shown =
        |arguments: &[&str]| text(&run(&folder, &[&["check", "a.txt"], arguments].concat()).stdout);
    let place = shown(&[]);
    let at = |text: &str, part: &str| {
        text.find(part)
            .unwrap_or_else(|| panic!("{part} in {text}"))
    };
    assert!(
        at(&place, "── 一、主要工作") < at(&place, "提示[异形词]"),
        "{place}"
    );
    assert!(
        at(&place, "提示[异形词]") < at(&place, "── 二、存在问题"),
        "{place}"
    );
    let level = shown(&["--sort", "level"]);
    assert!(
        at(&level, "错误[遮盖未补全]") < at(&level, "提示[异形词]"),
        "{level}"
    );
    // The end says what next.
    assert!(
        place.contains("hongbi fix --diff a.txt")
            || place.contains("hongbi fix --unsafe --diff a.txt"),
        "{place}"
    );
    assert!(
        place.contains("hongbi explain 遮盖未补全") && place.contains("--format html"),
        "{place}"
    );
}

#[test]
fn a_summary_is_one_screen_with_a_verdict() {
    let folder = folder(&[
        ("a.txt", "感谢***同志的支持。\n".as_bytes()),
        ("b.txt", "全区上下倍受鼓舞，干劲十足。\n".as_bytes()),
    ]);
    let shown = |arguments: &[&str]| {
        text(&run(&folder, &[&["check", "--summary"], arguments].concat()).stdout)
    };
    let bad = shown(&["a.txt", "b.txt"]);
    assert!(
        bad.starts_with("结论：不宜发布（错误 1，警告 0，提示 1）\n"),
        "{bad}"
    );
    assert!(
        bad.contains("超过万分之一的合格线") && bad.contains("遮盖") && bad.contains("a.txt:1"),
        "{bad}"
    );
    assert!(bad.lines().count() <= 24);
    assert!(shown(&["b.txt"]).starts_with("结论：可以发布"));
    assert_eq!(
        run(&folder, &["check", "--summary", "a.txt"]).status.code(),
        Some(1)
    );
    let english = shown(&["--lang", "en", "a.txt"]);
    assert!(
        english.starts_with("verdict: not to be published"),
        "{english}"
    );
}

#[test]
fn a_difference_shows_each_edit_in_its_line() {
    let folder = folder(&[("a.txt", "全区上下倍受鼓舞，勤力同心。\n".as_bytes())]);
    let shown = text(&run(&folder, &["fix", "--unsafe", "--diff", "a.txt"]).stdout);
    assert!(
        shown.contains("    1 │ 全区上下[-倍-]{+备+}受鼓舞，勤力同心。"),
        "{shown}"
    );
    assert!(shown.contains("[异形词] 1 处"), "{shown}");
}

#[test]
fn fixes_are_asked_about_one_by_one() {
    let draft = "全区上下倍受鼓舞。\n\n我们要勤力同心。\n\n大家倍受鼓舞。\n";
    let answered = |answers: &str| {
        let folder = folder(&[("a.txt", draft.as_bytes())]);
        let output = hongbi(folder.path())
            .args(["fix", "-i", "a.txt"])
            .write_stdin(answers.to_owned())
            .output()
            .expect("runs");
        assert!(
            text(&output.stdout).contains("改吗？"),
            "{}",
            text(&output.stderr)
        );
        std::fs::read_to_string(folder.path().join("a.txt")).expect("read")
    };
    assert_eq!(answered("y\nn\nn\n"), draft.replacen("倍受", "备受", 1));
    assert_eq!(answered("what\nr\nn\n"), draft.replace("倍受", "备受"));
    assert_eq!(
        answered("a\n"),
        draft.replace("倍受", "备受").replace("勤力", "勠力")
    );
    assert_eq!(answered("q\n"), draft);
    assert_eq!(answered("n\n"), draft);
}
