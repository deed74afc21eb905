//! The HTML page: complete, self-contained, and hostile text stays text.

use std::{collections::HashSet, fs};

use super::{folder, run};

/// The values of every attribute `name` of `page`.
fn values<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    page.split(&format!(" {name}=\""))
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

fn page(name: &str) -> String {
    let folder = folder();
    let output = run(folder.path(), &["--format", "html", name]);
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn every_link_leads_somewhere_and_nowhere_else() {
    let folder = folder();
    let double = "各位委员，过去一年区政协围绕中心、服务大局，认真履行职能，各项工作取得新的进展，为全区发展作出了应有的贡献。";
    fs::write(
        folder.path().join("double.txt"),
        format!("{double}\n今年要继续努力，“团结一致。\n{double}\n"),
    )
    .expect("written");
    let output = run(
        folder.path(),
        &["--format", "html", "double.txt", "bad.txt", "good.txt"],
    );
    let page = String::from_utf8(output.stdout).expect("UTF-8");
    let ids = values(&page, "id");
    let known: HashSet<&str> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len(), "no id stands twice");
    for link in values(&page, "href") {
        if let Some(id) = link.strip_prefix('#') {
            assert!(known.contains(id), "{link} leads nowhere");
        } else {
            assert_eq!(link, "data:,", "the page fetches nothing");
        }
    }
    assert!(
        known.iter().any(|id| id.starts_with("l1-")),
        "the other end of the double is marked"
    );
    assert!(values(&page, "src").is_empty());
    assert!(!page.contains("http://") && !page.contains("https://"));
    assert!(page.contains(double), "the draft is there as it reads");
    assert!(page.contains("good.txt"));
}

#[test]
fn hostile_text_stays_text() {
    let page = page("hostile,%:'&.txt");
    assert_eq!(page.matches("<script").count(), 1, "the page's own");
    assert_eq!(page.matches("</script").count(), 1);
    for escaped in ["&lt;script&gt;", "&lt;/script&gt;", "]]&gt;", "&amp;amp"] {
        assert!(page.contains(escaped), "{escaped}");
    }
    assert!(page.contains("U+000B") && page.contains("U+0001"));
    assert!(!page.contains(|c: char| c < ' ' && !matches!(c, '\n' | '\t')));
    assert!(page.contains("hostile,%:&#39;&amp;.txt"));
}

#[test]
fn a_draft_without_findings_says_so() {
    assert!(page("good.txt").contains("未发现问题"));
}

#[test]
fn a_habit_has_one_card_and_rules_are_chosen_by_their_titles() {
    let folder = folder();
    let lines: String = (1..=14)
        .map(|number| format!("第{number}次会议由***同志主持。\n\n"))
        .collect();
    fs::write(folder.path().join("habit.txt"), lines).expect("written");
    let output = run(folder.path(), &["--format", "html", "habit.txt"]);
    let page = String::from_utf8(output.stdout).expect("UTF-8");
    let cards = page.matches("data-rule=\"redaction-placeholder\"").count();
    assert_eq!(cards, 1, "one card");
    assert!(
        page.contains("共 14 处，在第 1、3、5"),
        "its places are listed"
    );
    let filter = "value=\"redaction-placeholder\" checked>遮盖未补全 <b>1</b>";
    assert!(page.contains(filter), "chosen by title");
    assert!(page.contains("<b>遮盖未补全</b> <code>redaction-placeholder</code>"));
}
