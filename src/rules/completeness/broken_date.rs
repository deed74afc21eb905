//! `broken-date`: a date that lost a part or whose digits ran together.

use std::ops::Range;

use regex::Regex;

use crate::{
    document::Document,
    rules::{Check, Finding, Findings, Settings},
};

/// One way in which dates break.
struct Shape {
    key: &'static str,
    pattern: Regex,
}

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    let shapes = [
        "empty",
        "no-number",
        "no-year",
        "no-month",
        "no-day",
        "run-together",
    ]
    .into_iter()
    .filter_map(|key| {
        let pattern: String = settings.data(key);
        (!pattern.is_empty()).then_some(())?;
        Some(Shape {
            key,
            pattern: Regex::new(&pattern).ok()?,
        })
    })
    .collect();
    Box::new(BrokenDate { shapes })
}

struct BrokenDate {
    shapes: Vec<Shape>,
}

impl Check for BrokenDate {
    fn check(&self, doc: &Document, out: &mut Findings) {
        let mut found: Vec<(Range<usize>, &'static str)> = Vec::new();
        for shape in &self.shapes {
            for captures in shape.pattern.captures_iter(&doc.text) {
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

/// Whether `place` goes on with more digits, or stands behind some.
fn part_of_more(text: &str, place: &Range<usize>) -> bool {
    text[place.end..].starts_with(|c: char| c.is_ascii_digit())
        || text[..place.start]
            .ends_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '*' | '×' | 'X' | 'x'))
}
