//! Dashes that are not ——.

use std::ops::Range;

use super::{is_chinese, report_forms};
use crate::{
    reading::Draft,
    rules::{Check, Findings, Settings},
    scan::signs::{after, before, runs},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

const DASH: &str = "——";
/// Longer runs are rules across the page.
const RULE: usize = 4;

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let mut places: Vec<(Range<usize>, String)> = Vec::new();
    let lines = ["———", "―", "──", "－－", "––", "--"];
    if !lines.iter().any(|line| doc.holds(line)) {
        return;
    }
    for run in runs(doc.signs()) {
        let (first, last) = (run[0], run[run.len() - 1]);
        let wrong = match first.c {
            '—' | '―' => run.len() == 3 || first.c == '―' && run.len() == 2,
            '─' | '－' | '–' | '-' => (2..RULE).contains(&run.len()),
            _ => false,
        };
        if !wrong {
            continue;
        }
        let span = first.at..last.end();
        let (left, right) = (before(text, span.start), after(text, span.end));
        let line_start = left.is_none_or(|c| c == '\n' || c.is_whitespace());
        let chinese = right.is_some_and(is_chinese) && (line_start || left.is_some_and(is_chinese));
        // ── also draws tables, where box characters are around it.
        let drawn = [left, right]
            .iter()
            .flatten()
            .any(|c| matches!(c, '\u{2500}'..='\u{257f}'));
        if chinese && !drawn && !(first.c == '-' && line_start) {
            places.push((span, DASH.to_owned()));
        }
    }
    report_forms(doc, places, out);
}
