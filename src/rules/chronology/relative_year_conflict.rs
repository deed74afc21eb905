//! 去年 or 今年 that contradicts the year written beside it: 「今年（2023年）」 in a report of 2025.

use std::ops::Range;

use crate::{
    reading::Draft,
    rules::{Check, Finding, Findings, Level, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// A relative year with the year written beside it.
struct Pair {
    span: Range<usize>,
    /// The year in which it was said.
    spoken: i32,
    offset: i32,
    written: i32,
}

/// Held against the date of the report; without one the pairs are held against each other. A report
/// written in one year and given in the next may speak from either.
fn check(doc: &Draft, out: &mut Findings) {
    ahead(doc, out);
    let pairs = pairs(doc);
    let clock = &doc.profile().clock;
    let mut spoken: Vec<i32> = clock.this_year();
    spoken.extend(clock.reviewed.as_ref().map(|told| told.year));
    spoken.extend(clock.title.as_ref().map(|told| told.year));
    let first = pairs.first().map(|pair| (pair.spoken, pair.span.clone()));
    for pair in &pairs {
        let against_clock = !spoken.is_empty() && !spoken.contains(&pair.spoken);
        let other = first
            .as_ref()
            .filter(|(year, _)| spoken.is_empty() && (*year - pair.spoken).abs() > 0);
        if !against_clock && other.is_none() {
            out.verify();
            continue;
        }
        let from = other.map_or_else(
            || spoken.first().copied().unwrap_or_default(),
            |(year, _)| *year,
        );
        let mut finding = Finding::new(pair.span.clone())
            .arg("found", &doc.text[pair.span.clone()])
            .arg("from", from)
            .arg("right", from + pair.offset)
            .arg("written", pair.written);
        if let Some((_, place)) = other {
            finding = finding
                .message("other")
                .level(Level::Warning)
                .related(place.clone(), "other-here");
        } else if let Some(day) = &clock.report {
            finding = finding.related(day.range.clone(), "dated-here");
        }
        out.report(finding);
    }
}

fn pairs(doc: &Draft) -> Vec<Pair> {
    let mentions = doc.mentions();
    mentions
        .relative_years
        .iter()
        .filter_map(|word| {
            let index = mentions
                .years
                .partition_point(|year| year.range.start < word.range.end);
            let next = mentions.years.get(index).filter(|year| {
                doc.text
                    .get(word.range.end..year.range.start)
                    .is_some_and(|between| {
                        matches!(
                            between,
                            "（" | "(" | "（即" | "(即" | "即" | "，即" | "是" | "就是" | "也就是"
                        )
                    })
                    && doc.text[year.range.end..].starts_with(['）', ')', '，', '的', '。'])
            });
            let previous = index
                .checked_sub(1)
                .and_then(|index| mentions.years.get(index))
                .filter(|year| {
                    doc.text
                        .get(year.range.end..word.range.start)
                        .is_some_and(|between| matches!(between, "（" | "(" | "（即"))
                        && doc.text[word.range.end..].starts_with(['）', ')'])
                });
            let year = next.or(previous)?;
            let end = word.range.end.max(year.range.end);
            let close = doc.text[end..]
                .chars()
                .next()
                .filter(|c| matches!(c, '）' | ')'));
            Some(Pair {
                span: word.range.start.min(year.range.start)..end + close.map_or(0, char::len_utf8),
                spoken: year.value - word.offset,
                offset: word.offset,
                written: year.value,
            })
        })
        .collect()
}

/// Words that 将 goes with where it looks ahead; 将 before a noun is 把.
const AHEAD: [&str; 16] = [
    "将继续",
    "将接续",
    "将进一步",
    "将全力",
    "将着力",
    "将重点",
    "将坚持",
    "将认真",
    "将切实",
    "将加快",
    "将努力",
    "将大力",
    "将持续",
    "将深入",
    "将全面",
    "将统筹",
];

/// 「去年，我们将继续办好…」: what is past is not planned.
fn ahead(doc: &Draft, out: &mut Findings) {
    for word in &doc.mentions().relative_years {
        if word.offset >= 0 {
            continue;
        }
        let behind = doc.text.get(word.range.end..).unwrap_or_default();
        let Some(rest) = behind.strip_prefix('，') else {
            continue;
        };
        let stop = rest.find(['，', '。', '；', '\n']).unwrap_or(rest.len());
        let Some(at) = AHEAD
            .iter()
            .filter_map(|ahead| rest[..stop].find(ahead))
            .min()
        else {
            continue;
        };
        // 「去年，省委决定将继续…」 speaks of a decision.
        if rest[..at].chars().count() > 4 {
            continue;
        }
        let end = word.range.end + '，'.len_utf8() + at + '将'.len_utf8();
        out.report(
            Finding::new(word.range.start..end)
                .message("ahead")
                .arg("found", &doc.text[word.range.start..end])
                .level(Level::Warning),
        );
    }
}
