//! Dated facts of one's own place, from `[facts]` of the configuration.

use std::fs;

use super::{folder, json, run, text};

const CONFIG: &str = r#"
[facts]
"撤县设市" = "2018-11"
"县政协成立" = { date = 1984, also = ["我县政协成立"] }
"市政协五届一次会议" = 2022-01-08
"柳河运动会" = { date = "2010-09", end = "2010-10" }
"#;

/// What `check` says of `draft` under [`CONFIG`]: rule and text.
fn found(draft: &str) -> Vec<(String, String)> {
    let folder = folder(&[
        ("hongbi.toml", CONFIG.as_bytes()),
        ("a.txt", draft.as_bytes()),
    ]);
    let output = run(
        &folder,
        &[
            "check",
            "--format",
            "json",
            "--select",
            "chronology",
            "a.txt",
        ],
    );
    let field =
        |entry: &serde_json::Value, name: &str| entry[name].as_str().expect("a text").to_owned();
    json(&output)["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|entry| (field(entry, "rule"), field(entry, "text")))
        .collect()
}

#[test]
fn anniversaries_of_the_place_are_checked() {
    let wrong = |text: &str| vec![("anniversary-mismatch".to_owned(), text.to_owned())];
    assert_eq!(found("2024年是撤县设市五周年。\n"), wrong("五周年"));
    assert_eq!(
        found("2024年是我县政协成立四十一周年。\n"),
        wrong("四十一周年")
    );
    for right in [
        "2023年是撤县设市五周年。\n",
        "2024年是县政协成立40周年。\n",
        "2024年是人民政协成立75周年。\n",
        "2024年是县政协成立近41周年。\n",
    ] {
        assert_eq!(found(right), [], "{right}");
    }
}

#[test]
fn years_of_local_events_are_checked() {
    let wrong = |text: &str| vec![("event-year-mismatch".to_owned(), text.to_owned())];
    assert_eq!(
        found("2017年11月，经国务院批准撤县设市，城市面貌一新。\n"),
        wrong("2017年11月，经国务院批准撤县设市")
    );
    assert_eq!(
        found("2023年1月召开市政协五届一次会议，选举产生新一届领导班子。\n"),
        wrong("2023年1月召开市政协五届一次会议")
    );
    assert_eq!(
        found("2011年成功举办柳河运动会。\n"),
        wrong("2011年成功举办柳河运动会")
    );
    for right in [
        "2018年11月，经国务院批准撤县设市。\n",
        "2019年，撤县设市后的城市面貌一新。\n",
        "2023年，抢抓撤县设市机遇，做强县域经济。\n",
        "2020年以来，持续巩固撤县设市成果。\n",
        "2023年召开撤县设市五周年座谈会。\n",
        "2022年1月召开市政协五届一次会议。\n",
        "2010年举办柳河运动会。\n",
    ] {
        assert_eq!(found(right), [], "{right}");
    }
}

#[test]
fn sessions_follow_from_the_one_that_is_dated() {
    let wrong = |text: &str| vec![("session-conflict".to_owned(), text.to_owned())];
    assert_eq!(
        found("2024年1月召开市政协五届二次会议，提出提案120件。\n"),
        wrong("2024年1月召开市政协五届二次会议")
    );
    for right in [
        "2024年1月召开市政协五届三次会议，提出提案120件。\n",
        "2024年1月召开县政协五届二次会议，提出提案120件。\n",
        "2024年1月召开市人大五届二次会议。\n",
    ] {
        assert_eq!(found(right), [], "{right}");
    }
}

#[test]
fn a_local_fact_takes_the_place_of_the_built_in_one() {
    let folder = folder(&[
        ("hongbi.toml", "[facts]\n\"西气东输\" = 2001\n".as_bytes()),
        ("a.txt", "2024年是新中国成立74周年。\n".as_bytes()),
    ]);
    let check = ["check", "--format", "json", "a.txt"];
    let errors = |output| json(&output)["summary"]["errors"].clone();
    assert_eq!(errors(run(&folder, &check)), 1);
    fs::write(
        folder.path().join("hongbi.toml"),
        "[facts]\n\"新中国成立\" = 1950\n",
    )
    .expect("written");
    assert_eq!(errors(run(&folder, &check)), 0);
}

#[test]
fn facts_are_listed_with_their_source() {
    let folder = folder(&[("hongbi.toml", CONFIG.as_bytes())]);
    let listed = |query: &str| {
        let output = run(&folder, &["facts", query]);
        assert_eq!(output.status.code(), Some(0));
        text(&output.stdout)
    };
    let by_name = listed("政协成立");
    assert!(
        by_name.starts_with("1984年  县政协成立\n    hongbi.toml\n"),
        "{by_name}"
    );
    assert!(by_name.contains("中国人民政治协商会议成立"), "{by_name}");
    assert!(listed("2018").contains("2018年11月  撤县设市"));
    fs::write(folder.path().join("hongbi.toml"), "[fact]\n").expect("written");
    let output = run(&folder, &["facts", "政协"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn each_mistake_in_facts_is_shown_at_its_place() {
    for (line, place, said) in [
        ("\"撤县设市\" = \"2018-13\"", "2:10", "写作 2018"),
        ("\"撤县设市\" = 2018.5", "2:10", "却是小数"),
        ("\"撤县设市\" = { dat = 2018 }", "2:12", "是否要写 `date`"),
        ("\"撤县设市\" = { end = 2018 }", "2:1", "缺少 `date`"),
        (
            "\"撤县设市\" = { date = 2018, end = 2017 }",
            "2:31",
            "早于开始",
        ),
        (
            "\"撤县设市\" = { date = 2018, also = \"设市\" }",
            "2:32",
            "列表",
        ),
        ("\"建市40周年\" = 1984", "2:1", "不要写“周年”"),
        ("\"市\" = 1984", "2:1", "太短"),
    ] {
        let folder = folder(&[
            ("hongbi.toml", format!("[facts]\n{line}\n").as_bytes()),
            ("a.txt", "平安。\n".as_bytes()),
        ]);
        let output = run(&folder, &["check", "a.txt"]);
        assert_eq!(output.status.code(), Some(2), "{line}");
        let shown = text(&output.stderr);
        assert!(
            shown.contains(&format!("hongbi.toml:{place}\n")) && shown.contains(said),
            "{line}\n{shown}"
        );
    }
    let folder = folder(&[
        ("hongbi.toml", b"[fact]\n"),
        ("a.txt", "平安。\n".as_bytes()),
    ]);
    let output = run(&folder, &["check", "a.txt"]);
    assert!(text(&output.stderr).contains("是否要写 `facts`"));
}

#[test]
fn the_schema_knows_facts() {
    let folder = folder(&[]);
    let schema = json(&run(&folder, &["schema", "config"]));
    assert!(schema["properties"]["facts"].is_object(), "{schema}");
}
