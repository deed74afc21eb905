//! Hyphens in ranges of years, dates and quantities.

use std::ops::Range;

use super::report_forms;
use crate::{
    reading::Draft,
    rules::{Check, Findings, Settings},
    scan::signs::{after, before, runs},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

const LINE: &str = "—";

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let mut places: Vec<(Range<usize>, String)> = Vec::new();
    let signs = doc.signs_where(|c| c == '-');
    for run in runs(signs).filter(|run| run[0].c == '-' && run.len() <= 2) {
        let span = run[0].at..run[run.len() - 1].end();
        if !after(text, span.end).is_some_and(|c| c.is_ascii_digit()) {
            continue;
        }
        let unit_before =
            before(text, span.start).is_some_and(|c| "年月日号时点%％‰万亿元".contains(c));
        if unit_before || between_numbers(text, &span) {
            places.push((span, LINE.to_owned()));
        }
    }
    report_forms(doc, places, out);
}

/// Whether a number is on each side and a unit after the second: 「2021-2025年」, and no date,
/// telephone or standard: 「2024-05-06」 「0571-8000」 「GB/T 9704-2012」.
fn between_numbers(text: &str, span: &Range<usize>) -> bool {
    /// The longest number of a range, in bytes.
    const NUMBER: usize = 8;
    let number = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    let head = &text.as_bytes()[..span.start];
    let left = head
        .iter()
        .rev()
        .take(NUMBER)
        .take_while(|b| number(b))
        .count();
    let tail = &text.as_bytes()[span.end..];
    let right = tail.iter().take(NUMBER).take_while(|b| number(b)).count();
    // 0571-8000 is a telephone.
    let coded = text[span.start - left..].starts_with('0') && left > 1;
    if left == 0 || left == NUMBER || right == NUMBER || coded {
        return false;
    }
    let outer = before(text, span.start - left);
    let named = outer.is_some_and(|c| c.is_ascii() && !matches!(c, '\n' | '(' | '"'));
    !named
        && after(text, span.end + right).is_some_and(|c| "年月日岁天个人万亿元%％倍米".contains(c))
}
