//! `split-sentence`: a sentence that stands in two paragraphs.

use super::shared::with_proof;
use crate::{
    document::Document,
    rules::{Check, Finding, Findings, Safety, Settings},
    text::ends::{self, BreakKind},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Document, out: &mut Findings) {
    for found in &doc.ends().breaks {
        let BreakKind::Split { first, second } = found.kind else {
            continue;
        };
        let end = ends::end_of(doc, first);
        let beginning = ends::beginning_of(doc, second);
        let between = end.end..beginning.start;
        let finding = Finding::new(end.clone())
            .arg("end", &doc.text[end])
            .arg("beginning", &doc.text[beginning.clone()])
            .arg("line", doc.line(beginning.start))
            .related(beginning, "goes-on")
            .fix(Safety::Unsafe, "join", between, "");
        out.report(with_proof(finding, &found.proof));
    }
}
