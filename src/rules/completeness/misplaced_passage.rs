//! `misplaced-passage`: a sentence that goes on at another place of the document.

use super::shared::with_proof;
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
        let BreakKind::Misplaced { first, second } = found.kind else {
            continue;
        };
        let end = ends::end_of(doc, first);
        let beginning = ends::beginning_of(doc, second);
        let finding = Finding::new(beginning.clone())
            .arg("end", &doc.text[end.clone()])
            .arg("beginning", &doc.text[beginning.clone()])
            .arg("first", doc.line(end.start))
            .arg("second", doc.line(beginning.start))
            .related(end, "begins-here");
        out.report(with_proof(finding, &found.proof));
    }
}
