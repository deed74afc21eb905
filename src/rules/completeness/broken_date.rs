//! `broken-date`: a date that lost a part or whose digits ran together.

use std::ops::Range;

use crate::{
    language::han::is_han,
    reading::Draft,
    rules::{Check, Finding, Findings, Settings},
    scan::pattern::Pattern,
};

/// One way in which dates break.
struct Shape {
    key: &'static str,
    pattern: Pattern,
}

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    let shapes = [
        "empty",
        "no-number",
        "no-year",
        "no-month",
        "no-day",
        "day-lost",
        "run-together",
    ]
    .into_iter()
    .filter_map(|key| {
        let pattern: String = settings.data(key);
        (!pattern.is_empty()).then_some(())?;
        Some(Shape {
            key,
            pattern: Pattern::new(pattern),
        })
    })
    .collect();
    Box::new(BrokenDate { shapes })
}

struct BrokenDate {
    shapes: Vec<Shape>,
}

impl Check for BrokenDate {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        if !may_break(doc) {
            return;
        }
        let mut found: Vec<(Range<usize>, &'static str)> = Vec::new();
        for shape in &self.shapes {
            for captures in shape
                .pattern
                .get()
                .iter()
                .flat_map(|pattern| pattern.captures_iter(&doc.text))
            {
                let Some(place) = captures.name("found") else {
                    continue;
                };
                if !part_of_more(&doc.text, &place.range()) {
                    found.push((place.range(), shape.key));
                }
            }
        }
        found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let mut end = 0;
        for (range, key) in found {
            if range.start >= end {
                end = range.end;
                out.report(
                    Finding::new(range.clone())
                        .message(key)
                        .arg("found", &doc.text[range]),
                );
            }
        }
    }
}

/// Whether `doc` has a place that some shape may fit; most drafts have none, and the patterns are
/// slow. What is tested here is what the patterns have in common: 年 before 月, 年 that begins a date, a
/// day right behind 年, 月 before 日, a mark behind a number without 月 or 日, a long number before 日.
fn may_break(doc: &Draft) -> bool {
    /// The fewest characters of a year and a month, or a year, a month and a day, that ran together.
    const TOGETHER: usize = 6;
    let text = &*doc.text;
    let number = |text: &str| -> usize {
        text.chars()
            .take_while(|c| c.is_numeric())
            .map(char::len_utf8)
            .sum()
    };
    let marked = |text: &str| text.starts_with(['，', '。', '；', '）']);
    let year = |at: usize| {
        let after = &text[at + '年'.len_utf8()..];
        if after.starts_with('月') {
            return true;
        }
        let digits = number(after);
        if digits == 0 {
            return false;
        }
        let behind = &after[digits..];
        if !text[..at].ends_with(char::is_numeric) {
            return behind.starts_with('月') && !text[..at].ends_with(is_han);
        }
        let Some(day) = behind.strip_prefix('月') else {
            return behind.starts_with('日') || marked(behind);
        };
        let digits = number(day);
        if digits == 0 {
            day.starts_with('日')
        } else {
            marked(&day[digits..])
        }
    };
    let run_together = |at: usize| {
        text[..at]
            .chars()
            .rev()
            .take_while(|c| c.is_numeric())
            .take(TOGETHER)
            .count()
            == TOGETHER
    };
    doc.scan().numerals.iter().any(|numeral| {
        let run = &numeral.range;
        if numeral.before == '月' && matches!(numeral.behind, '之' | '以' | '前' | '起' | '止')
        {
            return true;
        }
        numeral.behind == '年' && year(run.end)
            || numeral.before == '年' && year(run.start - '年'.len_utf8())
            || matches!(numeral.behind, '月' | '日')
                && run.len() >= TOGETHER
                && run_together(run.end)
    })
}

/// Whether `place` goes on with more digits, or is behind some.
fn part_of_more(text: &str, place: &Range<usize>) -> bool {
    text[place.end..].starts_with(|c: char| c.is_ascii_digit())
        || text[..place.start]
            .ends_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '*' | '×' | 'X' | 'x'))
}
