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

/// How many 和, 与, 及 an item has that may join two.
pub(crate) fn joints(item: &str) -> usize {
    item.chars()
        .filter(|c| matches!(c, '和' | '与' | '及'))
        .count()
}

/// Whether the items, the first with its verb apart, are alike in length or in their last character.
pub(crate) fn alike(text: &str, items: &[Range<usize>]) -> bool {
    let words: Vec<&str> = items
        .iter()
        .filter_map(|item| text.get(item.clone()))
        .map(str::trim)
        .collect();
    let Some((first, rest)) = words.split_first() else {
        return false;
    };
    let quoted = |word: &str| word.ends_with(['”', '》', '」']);
    if words.iter().all(|word| quoted(word)) {
        return true;
    }
    let lengths = rest.iter().map(|word| word.chars().count());
    let (shortest, longest) = (lengths.clone().min(), lengths.max());
    let Some((shortest, longest)) = shortest.zip(longest) else {
        return false;
    };
    let same_end = words
        .iter()
        .all(|word| word.chars().next_back() == first.chars().next_back());
    let plain = words.iter().all(|word| joints(word) == 0);
    plain && (same_end && longest <= shortest + 3 || longest <= shortest + 1)
}
