//! `unfinished-paragraph`: a paragraph whose end is lost.

use super::with_proof;
use crate::{
    document::Document,
    rules::{Check, Finding, Findings, Settings},
    text::ends::{self, BreakKind},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Document, out: &mut Findings) {
    for found in &doc.ends().breaks {
        let BreakKind::Unfinished { block } = found.kind else {
            continue;
        };
        let end = ends::end_of(doc, block);
        let finding = Finding::new(end.clone()).arg("end", &doc.text[end]);
        out.report(with_proof(finding, &found.proof));
    }
}
