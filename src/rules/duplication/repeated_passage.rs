//! A sentence or a longer passage that stands in the draft twice.

use super::{adjacent, is_note};
use crate::{
    language::han::is_han,
    reading::Draft,
    reading::copies::{Common, PASSAGE, formula},
    rules::{Check, Finding, Findings, Level, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// From so many Han characters up, set formulas not counted, a repeat is more than a turn of phrase.
const LONG: usize = 60;

fn check(doc: &Draft, out: &mut Findings) {
    adjacent::check(doc, out);
    for passage in &doc.copies().passages {
        report(doc, passage, out);
    }
}

fn report(doc: &Draft, passage: &Common, out: &mut Findings) {
    let normal = doc.normal();
    let units = &normal.units[passage.later.clone()];
    let han = units.iter().filter(|unit| is_han(unit.char())).count();
    let own = han.saturating_sub(formula::covered(units));
    if own < PASSAGE {
        return;
    }
    let span = normal.span(doc, passage.later.clone());
    let first = normal.span(doc, passage.earlier.clone());
    if is_note(doc, span.start) {
        out.silent(span, "note", &[]);
        return;
    }
    let line = doc.line(first.start);
    let mut finding = Finding::new(span.clone())
        .arg("count", han)
        .arg("line", line)
        .related(first, "first");
    if own < LONG {
        finding = finding.level(Level::Info);
    }
    if doc.line(span.start) == line {
        finding = finding.message("same");
    }
    out.report(finding);
}
