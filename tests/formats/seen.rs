//! The HTML page as a reader sees and uses it, in a real browser.

use std::{fs, path::PathBuf};

use serde_json::json;
use tempfile::TempDir;

use super::{browser::Browser, run};

/// A paragraph that occurs twice.
const TWICE: &str = "一年来，常委会高度重视自身建设，坚持集体学习制度，完善联系群众机制，规范机关日常管理，改进会风文风，履职能力有了新的提高。\n";

/// A draft of some ten thousand characters with some fifty findings: one in every other paragraph, a
/// paragraph that occurs twice, and text that would be a program if it were not escaped.
fn draft() -> String {
    let subjects = [
        "区政协",
        "常委会",
        "各专委会",
        "提案委",
        "机关党组",
        "各界别小组",
        "全体委员",
    ];
    let themes = [
        "优化营商环境",
        "推进乡村振兴",
        "保护传统村落",
        "改造老旧小区",
        "发展普惠托育",
        "治理河湖水质",
        "建设智慧停车",
        "完善养老服务",
        "培育专精企业",
        "传承地方戏曲",
        "规范物业管理",
        "扩大绿色出行",
    ];
    let ways = ["实地走访", "座谈交流", "问卷调查", "专题视察", "对口协商"];
    let slips = [
        "看望慰问***同志，",
        "听取意见,形成共识，",
        "以钢铁般的意誌攻坚，",
        "扎实推进推进整改，",
        "在推动落实上下功夫。。",
        "走访了“百姓之家，",
        "形成调研报告X份，",
        "让群众\u{200b}得到实惠，",
    ];
    let ends = [
        "相关部门逐条研究",
        "承办单位限期答复",
        "委员全程参与",
        "群众代表现场评议",
        "办理情况及时公开",
        "经验做法在街道推广",
        "长效机制逐步健全",
        "企业反映良好",
        "示范项目按期建成",
        "居民广泛支持",
        "联络站发挥作用",
        "数据平台投入使用",
        "后续措施列入计划",
    ];
    let mut out = String::from("区政协常务委员会工作报告\n\n");
    for number in 0..124 {
        let subject = subjects[number % subjects.len()];
        let theme = themes[number % themes.len()];
        let way = ways[number % ways.len()];
        let slip = if number < 96 && number % 2 == 0 {
            slips[number / 2 % slips.len()]
        } else {
            ""
        };
        let share = 61 + number % 37;
        // Each paragraph ends with other clauses, in another order.
        let step = 1 + number / ends.len();
        let end: Vec<&str> = (0..5)
            .map(|at| ends[(number + at * step) % ends.len()])
            .collect();
        out.push_str(&format!(
            "围绕{theme}，{subject}开展{way}，{slip}提出的建议有{share}%得到采纳，{}。\n",
            end.join("，")
        ));
        if number == 50 {
            out.push_str(TWICE);
        }
        if number == 30 {
            out.push_str(
                "<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script>感谢***同志。\n",
            );
        }
    }
    out + TWICE
}

/// The page of [`draft`], in a folder of its own.
fn page() -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder");
    let name = "<b>报告.txt";
    fs::write(folder.path().join(name), draft()).expect("written");
    let output = run(folder.path(), &["--format", "html", name]);
    let path = folder.path().join("page.html");
    fs::write(&path, &output.stdout).expect("written");
    (folder, path)
}

/// The cards that can be seen and have `name`, whatever its value; and those that can be seen.
fn seen(browser: &mut Browser, condition: &str) -> (u64, u64) {
    let counts = browser.eval(&format!(
        "(() => {{ const seen = [...document.querySelectorAll('.card')].filter((card) => card.checkVisibility()); return [seen.filter((card) => {condition}).length, seen.length]; }})()"
    ));
    (
        counts[0].as_u64().expect("a count"),
        counts[1].as_u64().expect("a count"),
    )
}

/// Whether the target of the address at hand lies in the window.
const TARGET_IN_VIEW: &str = "(() => { const id = decodeURIComponent(location.hash.slice(1)); let at = document.getElementById(id); if (!at) return false; if (at.tagName === 'I') at = at.nextElementSibling; const box = at.getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight; })()";

#[test]
fn a_reader_can_use_the_page() {
    let Some(mut browser) = Browser::start() else {
        eprintln!("skipped: there is no Chromium on this machine");
        return;
    };
    let (_folder, path) = page();
    let bytes = fs::metadata(&path).expect("there").len();
    assert!(bytes < 300_000, "{bytes} bytes");
    browser.open(&path, 1280);
    let characters = draft().chars().count();
    let (_, cards) = seen(&mut browser, "true");
    assert!(
        (9_000..13_000).contains(&characters),
        "{characters} characters"
    );
    assert!((50..120).contains(&cards), "{cards} findings");
    // It is there at once; a busy machine gets a second and a third try.
    let took = (0..3)
        .map(|_| {
            browser.open(&path, 1280);
            browser.until("performance.getEntriesByType('navigation')[0].loadEventEnd > 0");
            let took = "performance.getEntriesByType('navigation')[0].loadEventEnd";
            browser.eval(took).as_f64().expect("milliseconds")
        })
        .fold(f64::INFINITY, f64::min);
    println!("{characters} characters, {cards} findings, {bytes} bytes, open in {took:.0} ms");
    assert!(took < 1000.0, "{took} ms");
    browser.picture("wide");

    // Hostile text is shown and does nothing.
    assert_eq!(browser.eval("typeof window.hit"), json!("undefined"));
    assert_eq!(
        browser.eval("document.querySelectorAll('img').length"),
        json!(0)
    );
    assert_eq!(
        browser.eval("document.querySelector('.bar h2').textContent"),
        json!("<b>报告.txt")
    );
    assert_eq!(
        browser.eval("document.body.textContent.includes('<img src=x onerror=')"),
        json!(true)
    );

    // By level.
    let (errors, all) = seen(&mut browser, "card.dataset.level === 'error'");
    assert!(0 < errors && errors < all);
    browser.click("input[name=level][value=error]");
    assert_eq!(
        seen(&mut browser, "card.dataset.level === 'error'"),
        (0, all - errors)
    );
    browser.click("input[name=level][value=error]");
    assert_eq!(seen(&mut browser, "true"), (all, all));
    // By rule: none, one, all.
    let (doubles, _) = seen(&mut browser, "card.dataset.rule === 'repeated-word'");
    browser.click("#filters summary");
    browser.picture("rules");
    browser.click("button[data-all='']");
    assert_eq!(seen(&mut browser, "true"), (0, 0));
    browser.click("input[value=repeated-word]");
    assert_eq!(
        seen(&mut browser, "card.dataset.rule === 'repeated-word'"),
        (doubles, doubles)
    );
    assert!(doubles > 0);
    browser.click("button[data-all='1']");
    assert_eq!(seen(&mut browser, "true"), (all, all));

    // From the finding to its place, from the place to the first copy, and back.
    let double = ".card[data-rule=duplicate-paragraph]";
    browser.click(&format!("{double} h3 a"));
    browser.until("location.hash.startsWith('#p')");
    browser.until(TARGET_IN_VIEW);
    browser.click(&format!("{double} .proof a"));
    browser.until("location.hash.startsWith('#l')");
    browser.until(TARGET_IN_VIEW);
    browser.picture("other-end");
    let back = "document.getElementById(location.hash.slice(1)).nextElementSibling.setAttribute('id', 'other-end')";
    browser.eval(back);
    browser.click("#other-end");
    browser.until("location.hash.startsWith('#n')");
    browser.until(TARGET_IN_VIEW);
    assert_eq!(
        browser.eval("document.querySelector(location.hash).dataset.rule"),
        json!("duplicate-paragraph")
    );

    // On a telephone nothing runs out of the window.
    browser.open(&path, 390);
    browser.picture("narrow");
    assert_eq!(
        browser.eval("document.documentElement.scrollWidth <= innerWidth"),
        json!(true)
    );
    assert_eq!(browser.errors, Vec::<String>::new());
}
