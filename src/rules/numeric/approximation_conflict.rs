//! Words of approximation that contradict a number, or each other.

use std::ops::Range;

use super::printed;
use crate::{
    reading::Draft,
    reading::figures::{
        quantity::{Exactness, Family, ONE, Quantity, approximation_after, approximation_before},
        statement::Figure,
    },
    rules::{Check, Finding, Findings, Level, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    for statement in &doc.quantities().statements {
        for (index, figure) in statement.figures.iter().enumerate() {
            // 「大约有50人左右」
            let has = text
                .get(..figure.quantity.range.start)
                .is_some_and(|head| head.ends_with('有'));
            // A number that is meant as printed has no such word before it.
            if has || figure.quantity.exactness != Exactness::Exact {
                check_stacked(text, &figure.quantity, out);
                check_opposed(text, &figure.quantity, out);
            }
            if let Some(next) = statement.figures.get(index + 1) {
                check_actual(text, figure, next, out);
            }
        }
    }
}

/// 「大约50人左右」, 「超过200万元以上」
fn check_stacked(text: &str, quantity: &Quantity, out: &mut Findings) {
    let start = quantity.range.start;
    let has = text
        .get(..start)
        .and_then(|head| head.strip_suffix('有'))
        .map_or(start, str::len);
    let Some((before, kind)) =
        approximation_before(text, start).or_else(|| approximation_before(text, has))
    else {
        return;
    };
    // 「近三年多来」, 「近5年以上」 speak of a span of time.
    if quantity.unit.family == Family::Duration || quantity.ranged {
        return;
    }
    let printed_number = text.get(quantity.number.clone()).unwrap_or_default();
    let open = ["余", "多"].iter().find_map(|mark| {
        let at = printed_number.find(mark)?;
        let start = quantity.number.start + at;
        Some((start..start + mark.len(), Exactness::Over))
    });
    let Some((after, other)) = open
        .clone()
        .or_else(|| approximation_after(text, quantity.range.end))
    else {
        return;
    };
    let word = text.get(before.clone()).unwrap_or_default();
    let last = text.get(after.clone()).unwrap_or_default();
    if is_near_place(text, &before) || is_called_so(text, after.end) {
        return;
    }
    // 「200家以上企业」 may name a class of enterprises, 「5人以上单位」 too.
    let class = matches!(last, "以上" | "以下" | "以内")
        && text
            .get(after.end..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(crate::language::han::is_han);
    let span = before.start..after.end.max(quantity.range.end);
    if class || matches!(last, "多") && open.is_none() {
        out.silent(span, "silent-class", &[]);
        return;
    }
    let key = match (kind, other) {
        (Exactness::Under, Exactness::Over) | (Exactness::Over, Exactness::Under) => "contradict",
        _ => "",
    };
    // 约 before a number with 余 is loose but common.
    let level = if open.is_some() && kind != Exactness::Under {
        Level::Info
    } else {
        Level::Warning
    };
    out.report(
        Finding::new(span)
            .message(key)
            .level(level)
            .arg("first", word)
            .arg("second", last),
    );
}

/// Whether 近 at `word` is a part of another word: 「附近九万多名居民」.
fn is_near_place(text: &str, word: &Range<usize>) -> bool {
    text.get(word.clone()) == Some("近")
        && text.get(..word.start).is_some_and(|head| {
            head.ends_with(['附', '邻', '鄰', '临', '臨', '靠', '最', '亲', '親'])
        })
}

/// Whether a target, which is called so as a whole, ends at byte `end`: 「低于13%左右的预期目标」.
fn is_called_so(text: &str, end: usize) -> bool {
    /// How far behind the target is named, in characters.
    const FAR: usize = 8;
    let rest = text.get(end..).unwrap_or_default();
    let Some(rest) = rest.strip_prefix(['的', '之']) else {
        return false;
    };
    let name: String = rest
        .chars()
        .take(FAR)
        .take_while(|&c| crate::language::han::is_han(c))
        .collect();
    [
        "目标", "目標", "预期", "預期", "指标", "指標", "计划", "計畫", "要求",
    ]
    .iter()
    .any(|word| name.contains(word))
}

/// The least number before which 近 is hardly 最近: 「超过近五次会议的总和」.
const NOT_RECENT: i128 = 30;

/// 「超过近10万次」
fn check_opposed(text: &str, quantity: &Quantity, out: &mut Findings) {
    if quantity.unit.family == Family::Duration || quantity.plain.value < NOT_RECENT * ONE {
        return;
    }
    let Some((last, kind)) = approximation_before(text, quantity.range.start) else {
        return;
    };
    let Some((first, other)) = approximation_before(text, last.start) else {
        return;
    };
    let opposed = matches!(
        (other, kind),
        (Exactness::Under, Exactness::Over) | (Exactness::Over, Exactness::Under)
    );
    if opposed {
        out.report(
            Finding::new(first.start..quantity.range.end)
                .message("contradict")
                .arg("first", text.get(first).unwrap_or_default())
                .arg("second", text.get(last).unwrap_or_default()),
        );
    }
}

/// 「300余件（实为312件）」
fn check_actual(text: &str, rough: &Figure, actual: &Figure, out: &mut Findings) {
    let (about, exact) = (&rough.quantity, &actual.quantity);
    if about.exactness == Exactness::Exact
        || exact.exactness != Exactness::Exact
        || actual.depth != rough.depth + 1
        || !about.unit.comparable(exact.unit)
    {
        return;
    }
    let label = actual.label(text);
    if !["实为", "实际", "实有", "具体为", "准确", "精确", "实"]
        .iter()
        .any(|word| label.starts_with(word))
    {
        return;
    }
    let (stated, real) = (about.amount.value, exact.amount.value);
    let holds = match about.exactness {
        // 300余件 stops before 400件.
        Exactness::Over => real >= stated && real < stated + largest_place(stated),
        Exactness::Under => real <= stated && real >= stated - stated / 10 - stated / 20,
        _ => (real - stated).abs() <= stated / 10,
    };
    if holds {
        out.verify();
        return;
    }
    out.report(
        Finding::new(about.range.clone())
            .message("actual")
            .arg("stated", with_words(text, about))
            .arg("actual", printed(text, exact))
            .related(exact.range.clone(), "actual-label"),
    );
}

fn with_words<'a>(text: &'a str, quantity: &Quantity) -> &'a str {
    let start = approximation_before(text, quantity.range.start)
        .map_or(quantity.range.start, |(range, _)| range.start);
    let end = approximation_after(text, quantity.range.end)
        .map_or(quantity.range.end, |(range, _)| range.end);
    text.get(start..end).unwrap_or_default()
}

/// The place of the first digit: 100 for 312.
fn largest_place(value: i128) -> i128 {
    let mut place = 1;
    while place <= value / 10 {
        place *= 10;
    }
    place
}
