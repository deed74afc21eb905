//! A day of the week that does not fit its date: 2025年5月6日（星期三）.

use crate::{
    document::Document,
    rules::{Check, Finding, Findings, Level, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

const NAMES: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

/// Judges a day of the week right after its date. Periods (5月6日至9日，星期二至星期五) are left alone;
/// a date without year takes the report's, and is then no more than a warning.
fn check(doc: &Document, out: &mut Findings) {
    let mentions = doc.mentions();
    let report = doc.profile().clock.report.as_ref().map(|day| day.year);
    for weekday in &mentions.weekdays {
        let index = mentions
            .dates
            .partition_point(|date| date.range.end <= weekday.range.start);
        let Some(date) = index
            .checked_sub(1)
            .and_then(|index| mentions.dates.get(index))
        else {
            continue;
        };
        let between = doc.text.get(date.range.end..weekday.range.start);
        if !between.is_some_and(|between| matches!(between, "" | "（" | "(" | "，" | " " | "　"))
            || doc.text[..date.range.start].ends_with(['至', '到', '—', '-', '～', '、'])
            || doc.text[weekday.range.end..].starts_with(['至', '到', '—', '-', '～', '、', '和'])
        {
            continue;
        }
        let Some(year) = date.year.or(report) else {
            continue;
        };
        let day = date.day.and_then(|day| {
            jiff::civil::Date::new(
                i16::try_from(year).ok()?,
                i8::try_from(date.month).ok()?,
                i8::try_from(day).ok()?,
            )
            .ok()
        });
        let Some(day) = day else { continue };
        let right = day.weekday().to_monday_one_offset();
        if right == weekday.number {
            out.verify();
            continue;
        }
        let level = if date.year.is_some() {
            Level::Error
        } else {
            Level::Warning
        };
        let name = usize::try_from(right - 1)
            .ok()
            .and_then(|index| NAMES.get(index))
            .copied()
            .unwrap_or("");
        out.report(
            Finding::new(date.range.start..weekday.range.end)
                .arg("date", day.strftime("%Y年%-m月%-d日").to_string())
                .arg("right", name)
                .arg("written", &doc.text[weekday.range.clone()])
                .level(level),
        );
    }
}
