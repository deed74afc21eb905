//! Ellipses that are not ……, and ellipses beside 等.

use std::ops::Range;

use super::report_forms;
use crate::{
    language::han::is_han,
    reading::Draft,
    rules::{Check, Finding, Findings, Safety, Settings},
    scan::signs::{after, before, runs},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

const ELLIPSIS: &str = "……";

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let dots = ["…", "。。", "..", "··", "．．"];
    if !dots.iter().any(|dots| doc.holds(dots)) {
        return;
    }
    let mut places: Vec<(Range<usize>, String)> = Vec::new();
    for run in runs(doc.signs()) {
        let (first, last) = (run[0], run[run.len() - 1]);
        let span = first.at..last.end();
        let (left, right) = (before(text, span.start), after(text, span.end));
        match first.c {
            '…' => {
                // Four make the line of dots for whole paragraphs left out.
                if !matches!(run.len(), 2 | 4) {
                    places.push((span, ELLIPSIS.to_owned()));
                } else if right == Some('等') {
                    let end = span.end + '等'.len_utf8();
                    out.report(
                        Finding::new(span.start..end)
                            .message("with-etc")
                            .arg("found", &text[span.start..end])
                            .fix(Safety::Unsafe, "fix-etc", span, ""),
                    );
                }
            }
            '。' if run.len() >= 3 => places.push((span, ELLIPSIS.to_owned())),
            // Dots lead to page numbers in a table of contents.
            '.' | '·' | '．'
                if (3..=6).contains(&run.len())
                    && left.is_some_and(is_han)
                    && !right.is_some_and(|c| c.is_ascii_alphanumeric()) =>
            {
                places.push((span, ELLIPSIS.to_owned()));
            }
            _ => {}
        }
    }
    report_forms(doc, places, out);
}
