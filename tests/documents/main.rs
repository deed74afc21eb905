//! Word documents and other packages: reading, comments, tracked changes, refusals.

#![cfg(feature = "docx")]
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that fails says so by panicking"
)]

mod copies;
mod make;
mod others;

use std::path::Path;

use hongbi::{
    LintError, Linter,
    config::{Config, Discovery},
    document::Kind,
    format::{Changes, Opened},
};
use make::{Made, comments_of, part, text_of};

fn linter() -> Linter {
    Linter::new(Discovery::fixed(Config::default()))
}

fn open(bytes: &[u8]) -> Opened {
    linter().open(Path::new("报告.docx"), bytes).expect("opens")
}

fn lines(opened: &Opened) -> Vec<String> {
    let (doc, _) = &opened.stories[0];
    doc.source.text.lines().map(str::to_owned).collect()
}

#[test]
fn text_is_read_as_it_prints() {
    let body = r#"<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>云岭市政协</w:t></w:r><w:r><w:br/><w:t>工作报告</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>工作回顾</w:t></w:r></w:p>
<w:p><w:r><w:t>一年来，</w:t></w:r><w:ins w:id="1" w:author="王"><w:r><w:t>常委会</w:t></w:r></w:ins><w:del w:id="2" w:author="王"><w:r><w:delText>主席会</w:delText></w:r></w:del><w:r><w:t xml:space="preserve">认真履职&amp;尽责。</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>（未核）</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>
<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="王"/></w:rPr></w:pPr><w:r><w:t>上半段，</w:t></w:r></w:p>
<w:p><w:r><w:t>下半段。</w:t></w:r></w:p>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>见第12页。</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>指标</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>数值</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:trPr><w:del w:id="9" w:author="王"/></w:trPr><w:tc><w:p><w:r><w:t>删去的行</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>提案</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>图1　流程</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>图1　流程</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>工作打算</w:t></w:r></w:p>"#;
    let notes = r#"<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>数据来自年报。</w:t></w:r></w:p></w:footnote>"#;
    let opened = open(&Made::new(body).notes(notes).bytes());
    assert_eq!(
        lines(&opened),
        [
            "云岭市政协工作报告",
            "一、工作回顾",
            "一年来，常委会认真履职&尽责。",
            "上半段，下半段。",
            "见第12页。",
            "指标",
            "数值",
            "提案",
            "二、工作打算",
            "数据来自年报。",
            "图1　流程",
        ]
    );
    let (doc, _) = &opened.stories[0];
    assert_eq!(doc.blocks[0].kind, Kind::Title);
    assert!(
        matches!(doc.blocks[6].kind, Kind::TableCell(cell) if (cell.row, cell.column) == (0, 2))
    );
    let places = opened.places.as_ref().expect("a document has places");
    let at = doc.source.text.find("认真").expect("is there");
    let place = places.locate(at).expect("stands somewhere");
    assert_eq!((place.paragraph, place.run), (Some(3), Some(3)));
    assert_eq!(place.zh(), "“一、工作回顾”下第1段");
    let at = doc.source.text.find("年报").expect("is there");
    assert_eq!(places.locate(at).expect("stands somewhere").zh(), "脚注1");
}

#[test]
fn the_other_side_of_changes_can_be_read() {
    let body = r#"<w:p><w:r><w:t>我们</w:t></w:r><w:del w:id="1" w:author="王"><w:r><w:delText>曾</w:delText></w:r></w:del><w:ins w:id="2" w:author="王"><w:r><w:t>已</w:t></w:r></w:ins><w:r><w:t>完成。</w:t></w:r></w:p>"#;
    let bytes = Made::new(body).bytes();
    assert_eq!(lines(&open(&bytes)), ["我们已完成。"]);
    let original = linter().changes(Changes::Original);
    let opened = original.open(Path::new("a.docx"), &bytes).expect("opens");
    assert_eq!(lines(&opened), ["我们曾完成。"]);
}

/// A draft with a repeated word, a contradiction of two places and half-width marks.
fn draft() -> Made {
    let runs = |texts: &[&str]| {
        let runs: String = texts
            .iter()
            .map(|text| {
                format!("<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
            })
            .collect();
        format!("<w:p>{runs}</w:p>")
    };
    let long =
        "围绕产业升级和城市更新开展专题调研，提出一批有分量的意见建议，得到市委市政府充分肯定。";
    let body = [
        runs(&["云岭市政协工作报告"]),
        runs(&["一年来，感谢***", "同志的支", "持，我们的的工作取得实效。"]),
        runs(&[long, "共办理提案一百件。"]),
        runs(&["下一步要加强学习，, 提高能力。"]),
        runs(&[long, "共办理提案一百件。"]),
    ]
    .concat();
    Made::new(&body)
}

#[test]
fn comments_are_written_and_written_again() {
    let path = Path::new("报告.docx");
    let bytes = draft().bytes();
    let linter = linter();
    let report = linter.lint_bytes(path, &bytes).expect("lints");
    assert!(report.diagnostics.len() >= 2, "{:?}", report.diagnostics);
    let once = linter.annotate(path, &bytes, &report).expect("writes");
    let comments = comments_of(&once);
    assert_eq!(comments.len(), report.diagnostics.len());
    for (diagnostic, (text, anchor)) in report.diagnostics.iter().zip(&comments) {
        assert!(text.contains(&diagnostic.message), "{text}");
        assert!(text.ends_with(&format!("#{}", diagnostic.fingerprint)));
        assert!(
            !anchor.is_empty() && diagnostic.text.contains(anchor.as_str()),
            "{anchor}"
        );
    }
    // The other end is linked.
    let linked = report.diagnostics.iter().any(|one| !one.labels.is_empty());
    assert!(linked && part(&once, "word/comments.xml").contains("w:anchor=\"_hongbi"));
    assert!(part(&once, "word/document.xml").contains("w:name=\"_hongbi"));
    // The text is the same, and so is the second run.
    assert_eq!(lines(&open(&once)), lines(&open(&bytes)));
    let again = linter.lint_bytes(path, &once).expect("lints");
    let marks = |report: &hongbi::FileReport| -> Vec<String> {
        report
            .diagnostics
            .iter()
            .map(|one| one.fingerprint.clone())
            .collect()
    };
    assert_eq!(marks(&again), marks(&report));
    let twice = linter.annotate(path, &once, &again).expect("writes");
    assert_eq!(comments_of(&twice).len(), comments.len());
    // Without findings nothing of ours is left.
    let clean = hongbi::FileReport::default();
    let bare = linter.annotate(path, &twice, &clean).expect("writes");
    assert!(comments_of(&bare).is_empty());
    let document = part(&bare, "word/document.xml");
    assert!(!document.contains("_hongbi") && !document.contains("comment"));
    assert_eq!(text_of(&bare), text_of(&bytes));
}

#[test]
fn a_resolved_comment_is_an_exception() {
    let path = Path::new("报告.docx");
    let linter = linter();
    let bytes = draft().bytes();
    let report = linter.lint_bytes(path, &bytes).expect("lints");
    let annotated = linter.annotate(path, &bytes, &report).expect("writes");
    let extended = part(&annotated, "word/commentsExtended.xml");
    let resolved = extended.replacen("w15:done=\"0\"", "w15:done=\"1\"", 1);
    let bytes = make::with_part(&annotated, "word/commentsExtended.xml", &resolved);
    let after = linter.lint_bytes(path, &bytes).expect("lints");
    assert_eq!(after.diagnostics.len(), report.diagnostics.len() - 1);
    assert!(after.unused_allowances.is_empty());
    // It stays when comments are written again.
    let again = linter.annotate(path, &bytes, &after).expect("writes");
    assert_eq!(comments_of(&again).len(), report.diagnostics.len());
}

#[test]
fn fixes_are_tracked_and_can_be_accepted() {
    let path = Path::new("报告.docx");
    let linter = linter();
    let bytes = draft().bytes();
    let text = lines(&open(&bytes)).join("\n") + "\n";
    let wanted = linter
        .fix_text(Path::new("报告.txt"), &text, true)
        .expect("fixes");
    assert_ne!(wanted.text, text);
    for accepted in [false, true] {
        let fixed = linter
            .fix_document(path, &bytes, true, accepted)
            .expect("can be written");
        assert_eq!(fixed.before, text);
        assert_eq!(lines(&open(&fixed.bytes)), lines_of(&fixed.text));
        let document = part(&fixed.bytes, "word/document.xml");
        assert_eq!(document.contains("<w:del "), !accepted);
        let original = Linter::new(Discovery::fixed(Config::default())).changes(Changes::Original);
        let before = original.open(path, &fixed.bytes).expect("opens");
        if !accepted {
            assert_eq!(lines(&before).join("\n") + "\n", text);
        }
        // Bold stays bold.
        assert_eq!(
            document.matches("<w:r>").count(),
            document.matches("<w:b/>").count()
        );
    }
}

fn lines_of(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

#[test]
fn what_cannot_be_read_is_named() {
    let refused = |name: &str, bytes: &[u8]| match linter().lint_bytes(Path::new(name), bytes) {
        Err(LintError::Refused { refusal, .. }) => refusal.zh(),
        other => panic!("{name}: {other:?}"),
    };
    let good = draft().bytes();
    assert!(refused("a.docx", &good[..good.len() / 2]).contains("没有传完"));
    assert!(refused("a.docx", b"%TSD-Header-###%abc").contains("权限"));
    assert!(refused("a.doc", b"{\\rtf1 abc}").contains("RTF"));
    assert!(refused("a.jpg", b"\xff\xd8\xff\xe0").contains("图片"));
    assert!(refused("a.csv", "甲,乙".as_bytes()).contains("数据"));
    let doctype = Made::raw("<!DOCTYPE x [<!ENTITY a \"b\">]><w:document/>").bytes();
    assert!(refused("a.docx", &doctype).contains("DTD"));
    let broken = Made::raw("<w:document><w:body>").bytes();
    assert!(refused("a.docx", &broken).contains("XML"));
    let deep = "<w:sdt>".repeat(5_000) + &"</w:sdt>".repeat(5_000);
    assert!(refused("a.docx", &Made::new(&deep).bytes()).contains("嵌套"));
    let runs = "<w:r><w:t>字</w:t></w:r>".repeat(400_001);
    assert!(refused("a.docx", &Made::new(&runs).bytes()).contains("过大"));
    let bomb = " ".repeat(70 << 20);
    assert!(refused("a.docx", &Made::new(&bomb).bytes()).contains("过大"));
}

/// Documents with bytes changed anywhere are read or refused, never more.
#[test]
fn no_mutant_brings_it_down() {
    let rounds: u32 = std::env::var("HONGBI_MUTANTS")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(400);
    let whole = draft().bytes();
    let document = part(&whole, "word/document.xml");
    let linter = linter();
    let mut seed = 0x9e37_79b9_u32;
    let mut next = |most: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        seed as usize % most.max(1)
    };
    for round in 0..rounds {
        let bytes = if round % 2 == 0 {
            let mut bytes = whole.clone();
            for _ in 0..=next(4) {
                let at = next(bytes.len());
                bytes[at] = next(256) as u8;
            }
            bytes
        } else {
            // Tags are swapped, doubled and dropped.
            let mut pieces: Vec<&str> = document.split_inclusive('>').collect();
            for _ in 0..=next(3) {
                let (a, b) = (next(pieces.len()), next(pieces.len()));
                match next(3) {
                    0 => pieces.swap(a, b),
                    1 => {
                        pieces.remove(a);
                    }
                    _ => pieces.insert(a, pieces[b]),
                }
            }
            make::with_part(&whole, "word/document.xml", &pieces.concat())
        };
        if linter.open(Path::new("a.docx"), &bytes).is_ok()
            && let Ok(report) = linter.lint_bytes(Path::new("a.docx"), &bytes)
            && let Ok(written) = linter.annotate(Path::new("a.docx"), &bytes, &report)
        {
            let before = linter
                .open(Path::new("a.docx"), &bytes)
                .expect("opened before");
            let after = linter
                .open(Path::new("a.docx"), &written)
                .expect("what is written opens");
            assert_eq!(lines(&before), lines(&after), "round {round}");
        }
    }
}
