//! `unfinished-paragraph`: a paragraph whose end is lost.

use std::ops::Range;

use super::with_proof;
use crate::{
    reading::Draft,
    reading::breaks::{self, BreakKind, Proof},
    rules::{Check, Finding, Findings, Safety, Settings},
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
        if let (Proof::Mark(mark @ ('，' | ',')), Some(items)) =
            (&found.proof, first_item(doc, block + 1))
        {
            let place = end.end - mark.len_utf8()..end.end;
            out.report(
                Finding::new(end)
                    .message("list")
                    .arg("mark", mark)
                    .arg("item", &doc.text[items.clone()])
                    .related(items, "item-here")
                    .fix(Safety::Unsafe, "colon", place, "："),
            );
            continue;
        }
        let finding = Finding::new(end.clone()).arg("end", &doc.text[end]);
        out.report(with_proof(finding, &found.proof));
    }
}

/// The ordinal that block `index` begins with, if it is the first item of a list: 「一是」 「（一）」 「1.」.
fn first_item(doc: &Draft, index: usize) -> Option<Range<usize>> {
    let block = doc.blocks.get(index)?;
    if let Some(label) = block.label.as_ref().filter(|label| label.number == 1) {
        return Some(label.range.clone());
    }
    let text = doc.block_text(block);
    ["一是", "第一，", "首先，", "其一，"]
        .into_iter()
        .find(|word| text.starts_with(word))
        .map(|word| block.range.start..block.range.start + word.trim_end_matches('，').len())
}
