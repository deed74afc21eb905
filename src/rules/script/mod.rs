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

/// What is told of `places`: each one, or, where it is a habit, all in one.
pub(crate) fn told(places: Vec<Range<usize>>) -> Told {
    /// From so many places on they are told as one.
    const MANY: usize = 10;
    if places.len() > MANY {
        Told::Habit(places)
    } else {
        Told::Each(places)
    }
}

/// How places are told.
pub(crate) enum Told {
    /// One by one.
    Each(Vec<Range<usize>>),
    /// As one habit.
    Habit(Vec<Range<usize>>),
}
