//! The timeline as people and programs read it.

use std::fmt::Write as _;

use hongbi::reading::{
    Draft,
    timeline::{Mention, MentionKind, Mode, Origin},
};

/// One mention a line: line, kind, words, own years, the years of its statement, mode.
pub(super) fn text(doc: &Draft, zh: bool) -> String {
    let mut out = String::new();
    if let Some(now) = doc.now() {
        let month = now
            .month
            .map(|month| format!("-{month:02}"))
            .unwrap_or_default();
        let line = doc.line(now.place.start);
        // Writing to a string never fails.
        let _ = if zh {
            writeln!(
                out,
                "稿件 {}{month}，回顾 {}（第 {line} 行）",
                now.year, now.reviewed
            )
        } else {
            writeln!(
                out,
                "draft of {}{month}, reviewing {} (line {line})",
                now.year, now.reviewed
            )
        };
    }
    for mention in doc.timeline() {
        let line = doc.line(mention.range.start);
        let words = doc.text.get(mention.range.clone()).unwrap_or_default();
        let own = years(mention.own);
        let told = mention
            .interval
            .as_ref()
            .map(|interval| years(Some((interval.first, interval.last))))
            .unwrap_or_default();
        let mode = mention
            .interval
            .as_ref()
            .map_or("", |interval| mode(interval.mode, zh));
        let kind = kind(mention.kind, zh);
        let _ = writeln!(out, "{line}\t{kind}\t{words}\t{own}\t{told}\t{mode}");
    }
    out
}

/// The same as JSON, an array of objects.
pub(super) fn json(doc: &Draft) -> serde_json::Value {
    let object = |mention: Mention| {
        serde_json::json!({
            "line": doc.line(mention.range.start),
            "kind": mention.kind,
            "text": doc.text.get(mention.range.clone()),
            "identity": mention.identity,
            "own": mention.own.map(|(first, last)| [first, last]),
            "interval": mention.interval.as_ref().map(|interval| [interval.first, interval.last]),
            "mode": mention.interval.as_ref().map(|interval| mode(interval.mode, false)),
            "origin": mention.interval.as_ref().map(|interval| origin(interval.origin)),
        })
    };
    serde_json::json!({
        "now": doc.now().map(|now| serde_json::json!({
            "year": now.year,
            "month": now.month,
            "reviewed": now.reviewed,
            "line": doc.line(now.place.start),
        })),
        "mentions": doc.timeline().into_iter().map(object).collect::<Vec<_>>(),
    })
}

fn years(years: Option<(i32, i32)>) -> String {
    match years {
        None => String::new(),
        Some((first, last)) if first == last => first.to_string(),
        Some((first, last)) => format!("{first}—{last}"),
    }
}

fn mode(mode: Mode, zh: bool) -> &'static str {
    match (mode, zh) {
        (Mode::Done, true) => "已做",
        (Mode::Done, false) => "done",
        (Mode::Planned, true) => "待做",
        (Mode::Planned, false) => "planned",
        (Mode::Open, true) => "未定",
        (Mode::Open, false) => "open",
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
        (MentionKind::Plenum, true) => "全会",
        (MentionKind::Plenum, false) => "plenum",
        (MentionKind::Fact, true) => "史实",
        (MentionKind::Fact, false) => "fact",
        (MentionKind::Edition, true) => "届数",
        (MentionKind::Edition, false) => "edition",
    }
}
