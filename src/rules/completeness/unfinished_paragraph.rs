//! `unfinished-paragraph`: a paragraph whose end is lost.

use super::with_proof;
use crate::{
    language::beginnings,
    reading::Draft,
    reading::breaks::{self, BreakKind, Proof},
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
        let next = doc
            .blocks
            .get(block + 1)
            .map(|next| (next, doc.block_text(next)));
        let items = next.is_some_and(|(next, text)| {
            next.label.as_ref().is_some_and(|label| label.number == 1)
                || ["一是", "一要", "首先", "第一，", "其一"]
                    .iter()
                    .any(|lead| text.starts_with(lead))
        });
        // 「主要原因，」 before 「一是……」: it goes on, and wants a colon.
        if let (Proof::Mark('，' | ','), true, Some((next, _))) = (&found.proof, items, next) {
            out.report(
                finding
                    .message("announces")
                    .related(beginnings::first_words(&doc.text, &next.range), "items"),
            );
            continue;
        }
        out.report(with_proof(finding, &found.proof));
    }
}
