//! `unfinished-paragraph`: a paragraph whose end is lost.

use super::with_proof;
use crate::{
    reading::Draft,
    reading::breaks::{self, BreakKind},
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    for found in &doc.breaks().breaks {
        let BreakKind::Unfinished { block } = found.kind else {
            continue;
        };
        let end = breaks::end_of(doc, block);
        let finding = Finding::new(end.clone()).arg("end", &doc.text[end]);
        out.report(with_proof(finding, &found.proof));
    }
}
