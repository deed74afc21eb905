//! A date that no calendar has: 2023年2月29日, 6月31日.

use crate::{
    reading::Draft,
    reading::calendar::mentions::Date,
    rules::{Check, Finding, Findings, Settings},
};

use super::window_before;

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// The lunar calendar has months of thirty days only, and 29 February without a year may be right.
fn check(doc: &Draft, out: &mut Findings) {
    for date in &doc.mentions().dates {
        let before = &doc.text[window_before(&doc.text, date.range.start, 12)..date.range.start];
        if ["农历", "阴历", "夏历", "旧历", "農曆"]
            .iter()
            .any(|word| before.ends_with(word))
        {
            continue;
        }
        // 「中華民國○年○月○日」 is to be filled in.
        let text = &doc.text[date.range.clone()];
        if text.starts_with("○月") || text.contains("年○月") || text.ends_with("月○日") {
            continue;
        }
        let Some((key, limit)) = problem(date) else {
            if date.day.is_some() {
                out.verify();
            }
            continue;
        };
        out.report(
            Finding::new(date.range.clone())
                .message(key)
                .arg("found", &doc.text[date.range.clone()])
                .arg("month", date.month)
                .arg("limit", limit),
        );
    }
}

fn problem(date: &Date) -> Option<(&'static str, u32)> {
    // 36月龄 has neither year nor day.
    if date.year.is_none() && date.day.is_none() {
        return None;
    }
    if !(1..=12).contains(&date.month) {
        return Some(("no-month", 12));
    }
    let day = date.day?;
    let limit = days(date.year, date.month);
    if day == 0 || day > limit {
        let key = if date.month == 2 && day == 29 {
            "no-leap"
        } else {
            ""
        };
        return Some((key, limit));
    }
    None
}

/// How many days the month has; February 29 where the year is open.
pub(crate) fn days(year: Option<i32>, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 => match year {
            Some(year) if year % 4 != 0 || year % 100 == 0 && year % 400 != 0 => 28,
            _ => 29,
        },
        _ => 31,
    }
}
