//! Items of a list as a sentence names them.

use std::ops::Range;

use crate::{reading::outline::inline_ordinals::OrdinalRun, rules::Finding};

/// `count` items where the number at `place` announces another number of them.
pub(crate) fn miscounted(text: &str, place: &Range<usize>, count: usize) -> Finding {
    Finding::new(place.clone())
        .arg("stated", text.get(place.clone()).unwrap_or_default())
        .arg("count", count)
}

/// `run`, of which the number at `place` announces another number of members.
pub(crate) fn miscounted_run(text: &str, place: &Range<usize>, run: &OrdinalRun) -> Finding {
    let finding = miscounted(text, place, run.members.len());
    match (run.members.first(), run.members.last()) {
        (Some(first), Some(last)) => finding
            .related(first.range.clone(), "first")
            .related(last.range.clone(), "last"),
        _ => finding,
    }
}
