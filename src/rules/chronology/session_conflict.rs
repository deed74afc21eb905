//! Sessions of one term whose numbers and years cannot both be: 五届二次会议 in 2023, 五届四次会议 in 2024.

use std::{collections::HashMap, ops::Range};

use super::shared::window_before;
use crate::{
    document::Document,
    rules::{Check, Finding, Findings, Settings},
    text::year_scope,
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// The body that sits: whatever names it, its term, and its kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Body {
    term: u32,
    kind: &'static str,
    name: String,
}

struct Seen {
    year: i32,
    number: u32,
    span: Range<usize>,
}

/// A body meets once a year, so that year less number is the same for one term. One session more or
/// less happens in election years: only a difference of sessions that is larger than that of years,
/// or two numbers in one year, and one number in two years, are told. Sessions whose year the sentence
/// does not state right beside them are left alone, and so are the national ones, which have their
/// own table.
fn check(doc: &Document, out: &mut Findings) {
    let mut bodies: HashMap<Body, Vec<Seen>> = HashMap::new();
    for session in &doc.mentions().sessions {
        let text = &doc.text[session.range.clone()];
        let low = window_before(&doc.text, session.range.start, 90);
        let head = &doc.text[low..session.range.start];
        let clause = head
            .rfind(['。', '，', '、', '；', '\n', '（', '：'])
            .map_or(head, |at| &head[at..]);
        let whole = format!("{clause}{text}");
        let Some(kind) = [
            "中央委员会",
            "全国",
            "政协",
            "政治协商",
            "人民代表大会",
            "人大",
            "党代",
            "党员代表",
        ]
        .iter()
        .find(|kind| whole.contains(**kind)) else {
            continue;
        };
        if matches!(*kind, "中央委员会" | "全国") {
            continue;
        }
        let kind = match *kind {
            "政治协商" => "政协",
            "人民代表大会" => "人大",
            kind => kind,
        };
        let Some((year, at)) = year_beside(doc, &session.range) else {
            continue;
        };
        let name: String = clause
            .chars()
            .rev()
            .skip_while(|c| matches!(c, '第' | '届'))
            .take_while(|&c| {
                crate::text::han::is_han(c)
                    && !matches!(c, '在' | '了' | '的' | '开' | '月' | '日' | '年')
            })
            .take(5)
            .collect();
        let body = Body {
            term: session.term,
            kind,
            name,
        };
        let seen = bodies.entry(body).or_default();
        let span = at..session.range.end;
        let conflict = seen.iter().find(|other| {
            let years = year - other.year;
            let numbers = i64::from(session.number) - i64::from(other.number);
            let years = i64::from(years);
            (years == 0) != (numbers == 0) && (years - numbers).abs() >= 1
                || years != 0 && (numbers.abs() > years.abs() || numbers.signum() != years.signum())
        });
        if let Some(other) = conflict {
            out.report(
                Finding::new(span.clone())
                    .arg("year", year)
                    .arg("found", text)
                    .arg("other", &doc.text[other.span.clone()])
                    .related(other.span.clone(), "other-here"),
            );
        } else if !seen.is_empty() {
            out.verify();
        }
        seen.push(Seen {
            year,
            number: session.number,
            span,
        });
    }
}

/// The year written shortly before the session in its clause.
fn year_beside(doc: &Document, range: &Range<usize>) -> Option<(i32, usize)> {
    let clause = year_scope::clause(doc, range);
    let low = window_before(&doc.text, range.start, 75).max(clause.start);
    let [.., year] = doc.mentions().years_in(&(low..range.start)) else {
        return None;
    };
    let between = &doc.text[year.range.end..range.start];
    let loose = year_scope::contains(
        between,
        &[
            "前", "后", "以来", "至", "到", "、", "将", "提案", "比", "按照", "精神",
        ],
    );
    (!loose && year_scope::contains(between, &["召开", "举行", "在", "开幕"]))
        .then_some((year.value, year.range.start))
}
