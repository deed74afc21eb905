//! A period that ends before it begins: 2024年9月至2024年3月.

use crate::{
    language::numeral,
    reading::Draft,
    reading::calendar::mentions::Date,
    rules::{Check, Finding, Findings, Settings},
};

use super::{window_after, window_before};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// What is between the two ends.
const JOINTS: &[&str] = &["至", "到", "—", "-", "－", "～", "~", "——", "–"];

/// Without years a period may run over the turn of the year (11月至3月), so that only periods whose
/// ends both have their year, or whose days lie in one month, are judged.
fn check(doc: &Draft, out: &mut Findings) {
    let mentions = doc.mentions();
    for pair in mentions.dates.windows(2) {
        let [from, to] = pair else { continue };
        let Some(between) = doc.text.get(from.range.end..to.range.start) else {
            continue;
        };
        if !JOINTS.contains(&between.trim()) {
            continue;
        }
        let reversed = match (from.year, to.year) {
            (Some(_), Some(_)) => order(from) > order(to),
            (_, None) => from.month == to.month && from.day.zip(to.day).is_some_and(|(a, b)| a > b),
            (None, Some(_)) => false,
        };
        report(doc, reversed, from.range.start..to.range.end, out);
    }
    for date in &mentions.dates {
        let Some(day) = date.day else { continue };
        let rest = &doc.text[date.range.end..window_after(&doc.text, date.range.end, 24)];
        let Some(after) = joint(rest) else { continue };
        let Some((last, length)) = numeral::integer_at(after) else {
            continue;
        };
        if !after[length..].starts_with(['日', '号']) {
            continue;
        }
        let end = date.range.end + (rest.len() - after.len()) + length + '日'.len_utf8();
        report(doc, u64::from(day) > last, date.range.start..end, out);
    }
    for year in &mentions.years {
        let low = window_before(&doc.text, year.range.start, 24);
        let before = doc.text[low..year.range.start].trim_end_matches([' ', '\u{3000}']);
        let Some(rest) = JOINTS.iter().find_map(|joint| before.strip_suffix(joint)) else {
            continue;
        };
        let rest = rest.strip_suffix('年').unwrap_or(rest);
        let digits = rest
            .char_indices()
            .rev()
            .take_while(|&(_, c)| {
                numeral::arabic(c).is_some() || numeral::chinese_digit(c).is_some()
            })
            .last()
            .map_or(rest.len(), |(at, _)| at);
        let numeral = &rest[digits..];
        if numeral.chars().count() != 4 {
            continue;
        }
        let Some(first) = numeral::integer(numeral).filter(|first| (1900..2200).contains(first))
        else {
            continue;
        };
        let reversed = i64::try_from(first).is_ok_and(|first| first > i64::from(year.value));
        // 2024年—2023年取暖季 and page ranges have no such years.
        report(doc, reversed, low + digits..year.range.end, out);
    }
}

fn joint(rest: &str) -> Option<&str> {
    JOINTS.iter().find_map(|joint| rest.strip_prefix(joint))
}

fn order(date: &Date) -> (Option<i32>, u32, u32) {
    (date.year, date.month, date.day.unwrap_or(0))
}

fn report(doc: &Draft, reversed: bool, span: std::ops::Range<usize>, out: &mut Findings) {
    if !reversed {
        out.verify();
        return;
    }
    let found = &doc.text[span.clone()];
    out.report(Finding::new(span).arg("found", found));
}
