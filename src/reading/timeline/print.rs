//! The timeline as people and programs read it.

use std::fmt::Write as _;

use super::{Mention, MentionKind, Origin, Outlook, mentions, now};
use crate::document::Document;

/// One mention a line: line, kind, words, own years, the years of its statement, outlook.
pub fn text(doc: &Document, zh: bool) -> String {
    let mut out = String::new();
    if let Some(now) = now(doc) {
        let month = now.month.map(|month| format!("-{month:02}")).unwrap_or_default();
        let line = doc.line(now.place.start) + 1;
        // Writing to a string never fails.
        let _ = if zh {
            writeln!(out, "稿件 {}{month}，回顾 {}（第 {line} 行）", now.year, now.reviewed)
        } else {
            writeln!(out, "draft of {}{month}, reviewing {} (line {line})", now.year, now.reviewed)
        };
    }
    for mention in mentions(doc) {
        let line = doc.line(mention.range.start) + 1;
        let words = doc.text.get(mention.range.clone()).unwrap_or_default();
        let own = years(mention.own);
        let told = mention
            .interval
            .as_ref()
            .map(|interval| years(Some((interval.first, interval.last))))
            .unwrap_or_default();
        let outlook = mention.interval.as_ref().map_or("", |interval| outlook(interval.outlook, zh));
        let kind = kind(mention.kind, zh);
        let _ = writeln!(out, "{line}\t{kind}\t{words}\t{own}\t{told}\t{outlook}");
    }
    out
}

/// The same as JSON, an array of objects.
pub fn json(doc: &Document) -> serde_json::Value {
    let object = |mention: Mention| {
        serde_json::json!({
            "line": doc.line(mention.range.start) + 1,
            "kind": mention.kind,
            "text": doc.text.get(mention.range.clone()),
            "identity": mention.identity,
            "own": mention.own.map(|(first, last)| [first, last]),
            "interval": mention.interval.as_ref().map(|interval| [interval.first, interval.last]),
            "outlook": mention.interval.as_ref().map(|interval| outlook(interval.outlook, false)),
            "origin": mention.interval.as_ref().map(|interval| origin(interval.origin)),
        })
    };
    serde_json::json!({
        "now": now(doc).map(|now| serde_json::json!({
            "year": now.year,
            "month": now.month,
            "reviewed": now.reviewed,
            "line": doc.line(now.place.start) + 1,
        })),
        "mentions": mentions(doc).into_iter().map(object).collect::<Vec<_>>(),
    })
}

fn years(years: Option<(i32, i32)>) -> String {
    match years {
        None => String::new(),
        Some((first, last)) if first == last => first.to_string(),
        Some((first, last)) => format!("{first}—{last}"),
    }
}

fn outlook(outlook: Outlook, zh: bool) -> &'static str {
    match (outlook, zh) {
        (Outlook::Done, true) => "已做",
        (Outlook::Done, false) => "done",
        (Outlook::Planned, true) => "待做",
        (Outlook::Planned, false) => "planned",
        (Outlook::Open, true) => "未定",
        (Outlook::Open, false) => "open",
    }
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Sentence => "sentence",
        Origin::Span => "span",
        Origin::Section => "section",
        Origin::Document => "document",
    }
}

fn kind(kind: MentionKind, zh: bool) -> &'static str {
    match (kind, zh) {
        (MentionKind::Year, true) => "年份",
        (MentionKind::Year, false) => "year",
        (MentionKind::RelativeYear, true) => "相对年份",
        (MentionKind::RelativeYear, false) => "relative-year",
        (MentionKind::Date, true) => "日期",
        (MentionKind::Date, false) => "date",
        (MentionKind::Anniversary, true) => "周年",
        (MentionKind::Anniversary, false) => "anniversary",
        (MentionKind::Plan, true) => "规划",
        (MentionKind::Plan, false) => "plan",
        (MentionKind::Session, true) => "届次",
        (MentionKind::Session, false) => "session",
        (MentionKind::Fact, true) => "史实",
        (MentionKind::Fact, false) => "fact",
        (MentionKind::Edition, true) => "届数",
        (MentionKind::Edition, false) => "edition",
    }
}
