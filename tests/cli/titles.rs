//! Chinese titles of rules and categories name them as well as their names do.

use super::{BAD, folder, json, run, text};

#[test]
fn titles_select_and_configure() {
    let draft = "感谢***同志的大力支持。\n今年6月31日，全市开展培训。\n";
    let folder = folder(&[("a.txt", draft.as_bytes()), ("b/a.txt", draft.as_bytes())]);
    let rules = |arguments: &[&str]| -> Vec<String> {
        let report = json(&run(
            &folder,
            &[&["check", "--format", "json"], arguments].concat(),
        ));
        let found = report["diagnostics"].as_array().expect("a list").iter();
        found
            .map(|one| format!("{} {}", one["rule"], one["title"]).replace('"', ""))
            .collect()
    };
    let [mask, date] = [
        "redaction-placeholder 遮盖未补全",
        "impossible-date 日期不存在",
    ];
    assert_eq!(rules(&["a.txt"]), [mask, date]);
    assert_eq!(rules(&["--select", "日期不存在", "a.txt"]), [date]);
    assert_eq!(rules(&["--select", "时序", "a.txt"]), [date]);
    assert_eq!(rules(&["--ignore", "遮盖", "a.txt"]), [date]);
    assert_eq!(rules(&["--level", "遮盖未补全=off", "a.txt"]), [date]);

    std::fs::write(
        folder.path().join("b/hongbi.toml"),
        "[rules]\n遮盖未补全 = \"off\"\n[[allow]]\nrule = \"日期不存在\"\nreason = \"照录\"\n",
    )
    .expect("written");
    assert_eq!(rules(&["b/a.txt"]), [""; 0]);
    let output = run(
        &folder,
        &["--lang", "en", "check", "--format", "json", "a.txt"],
    );
    assert!(json(&output)["diagnostics"][0].get("title").is_none());
}

#[test]
fn titles_are_listed_explained_and_suggested() {
    let folder = folder(&[("a.txt", BAD.as_bytes())]);
    let listed = text(&run(&folder, &["rules"]).stdout);
    assert!(
        listed.contains("周年不符") && listed.contains("时序"),
        "{listed}"
    );
    let explained = text(&run(&folder, &["explain", "遮盖未补全"]).stdout);
    assert!(
        explained.starts_with("遮盖未补全 redaction-placeholder"),
        "{explained}"
    );
    let counted = text(&run(&folder, &["check", "--statistics", "a.txt"]).stdout);
    assert!(
        counted.contains("遮盖未补全 redaction-placeholder"),
        "{counted}"
    );
    let output = run(&folder, &["check", "--select", "周年不附", "a.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("是否要写 `周年不符`"),
        "{}",
        text(&output.stderr)
    );

    // Whoever reads English reads names.
    let listed = text(&run(&folder, &["--lang", "en", "rules"]).stdout);
    assert!(!listed.contains("周年不符"), "{listed}");
}
