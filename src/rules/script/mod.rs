//! What several rules of script share.

use std::ops::Range;

/// Consecutive places of `places` without anything between, joined.
pub(crate) fn adjoining(places: impl IntoIterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for place in places {
        match out.last_mut() {
            Some(last) if last.end == place.start => last.end = place.end,
            _ => out.push(place),
        }
    }
    out
}
