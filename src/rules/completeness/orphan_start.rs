//! `orphan-start`: a paragraph that begins in the middle of a sentence.

use super::with_proof;
use crate::{
    reading::Draft,
    reading::breaks::{self, BreakKind, Proof},
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    for found in &doc.breaks().breaks {
        let BreakKind::Orphan { block } = found.kind else {
            continue;
        };
        // A closing mark that has slipped down is reported with its partner.
        if doc.pairs().closes_above(doc.blocks[block].range.start) {
            continue;
        }
        let beginning = match &found.proof {
            Proof::Echo(words) => {
                let start = doc.blocks[block].range.start;
                start..start + words.len()
            }
            _ => breaks::beginning_of(doc, block),
        };
        let mut finding =
            Finding::new(beginning.clone()).arg("beginning", &doc.text[beginning.clone()]);
        if let (Proof::Echo(words), Some(before)) = (&found.proof, block.checked_sub(1)) {
            let end = doc.blocks[before].range.end;
            if doc.text[..end].ends_with(words.as_str()) {
                finding = finding.related(end - words.len()..end, "stands-before");
            }
        }
        out.report(with_proof(finding, &found.proof));
    }
}
