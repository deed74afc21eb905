//! What a draft tells as done lies after its date: 「1—11月，全县新开工…」 in a text of October.

use super::{PLANS, check_quarters, window_before};
use crate::{
    language::numeral,
    reading::Draft,
    reading::calendar::{clock::Day, mentions::Date, year_scope},
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// More words of plans: what is stated so has not happened.
const AHEAD: &[&str] = &[
    "之前",
    "前完成",
    "到",
    "定于",
    "迎接",
    "建议",
    "举行",
    "截止",
    "有效",
    "起施行",
    "起实施",
];
const DONE: &[&str] = &[
    "召开了",
    "完成了",
    "举办了",
    "开展了",
    "已完成",
    "已建成",
    "荣获",
    "获评",
    "成立了",
    "通过了",
    "出台了",
    "建成了",
    "实现了",
];

fn is_planned(text: &str) -> bool {
    year_scope::contains(text, PLANS) || year_scope::contains(text, AHEAD)
}

fn check(doc: &Draft, out: &mut Findings) {
    let Some(report) = doc.profile().clock.report.as_ref() else {
        return;
    };
    check_quarters(doc, report, |span| tell(doc, span, "", report, out));
    for date in &doc.mentions().dates {
        if date.range.start == report.range.start {
            continue;
        }
        if let Some(start) = cumulative(doc, date, report) {
            tell(doc, start..date.range.end, "", report, out);
        } else if is_later(doc, date, report) {
            let clause = year_scope::clause(doc, &date.range);
            let sentence = year_scope::sentence(doc, &date.range);
            let rest = &doc.text[date.range.end..sentence.end];
            let near: String = rest.chars().take(30).collect();
            if year_scope::contains(&near, DONE)
                && !is_planned(&doc.text[clause.start..date.range.start])
                && !is_planned(&near)
            {
                tell(doc, date.range.clone(), "later", report, out);
            }
        } else if date.year.is_some() {
            out.verify();
        }
    }
}

fn is_later(doc: &Draft, date: &Date, report: &Day) -> bool {
    // 「今年12月」 in a report of November.
    let this_year = || {
        let before = doc.text.get(..date.range.start)?;
        let said = before.ends_with("今年") && report.month >= APRIL;
        said.then_some(report.year)
    };
    let Some(year) = date.year.or_else(this_year) else {
        return false;
    };
    let months = (year, date.month).cmp(&(report.year, report.month));
    months.is_gt()
        || months.is_eq()
            && date
                .day
                .zip(report.day)
                .is_some_and(|(day, today)| day > today)
}

/// The first month before which reports speak of the year before.
const APRIL: u32 = 4;

/// Where 「1—11月」 of the report's own year begins, if its last month is still to come.
fn cumulative(doc: &Draft, date: &Date, report: &Day) -> Option<usize> {
    if date.year.is_some()
        || date.day.is_some()
        || date.month <= report.month
        || report.month < APRIL
    {
        return None;
    }
    let low = window_before(&doc.text, date.range.start, 12);
    let before = &doc.text[low..date.range.start];
    let head = ["—", "-", "－", "～", "至", "到"]
        .iter()
        .find_map(|joint| before.strip_suffix(joint))?;
    let head = head.strip_suffix('月').unwrap_or(head);
    let one = head
        .chars()
        .next_back()
        .filter(|c| matches!(c, '1' | '一' | '１'))?;
    let start = low + head.len() - one.len_utf8();
    let lead = doc.text[..start].chars().next_back();
    if lead.is_some_and(|c| numeral::arabic(c).is_some() || c == '十') {
        return None;
    }
    let sentence = year_scope::sentence(doc, &date.range);
    let mentions = doc.mentions();
    let elsewhere = !mentions.years_in(&sentence).is_empty()
        || mentions
            .relative_years_in(&sentence)
            .iter()
            .any(|year| year.offset != 0)
        || is_planned(&doc.text[sentence]);
    (!elsewhere).then_some(start)
}

fn tell(
    doc: &Draft,
    span: std::ops::Range<usize>,
    key: &'static str,
    report: &Day,
    out: &mut Findings,
) {
    let found = &doc.text[span.clone()];
    out.report(
        Finding::new(span)
            .message(key)
            .arg("found", found)
            .arg("date", &doc.text[report.range.clone()])
            .related(report.range.clone(), "dated-here"),
    );
}
