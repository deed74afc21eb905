//! A paragraph that stands in the draft twice.

use super::shared::is_note;
use crate::{
    document::Document,
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Document, out: &mut Findings) {
    let normal = doc.normal();
    let span = |paragraph: usize| {
        let block = normal.paragraphs[paragraph].block;
        doc.blocks[block].range.clone()
    };
    for &(later, first) in &doc.copies().equal {
        if is_note(doc, span(later).start) {
            out.silent(span(later), "note", &[]);
            continue;
        }
        out.report(
            Finding::new(span(later))
                .arg("line", doc.line(span(first).start))
                .arg("count", normal.paragraphs[later].han)
                .related(span(first), "first"),
        );
    }
}
