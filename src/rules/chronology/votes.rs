//! What the dated statements of a draft say about the year that it is really of.

use std::{collections::BTreeMap, ops::Range};

/// A statement that holds only where all years of the draft are moved by so many years; one that holds
/// where they are not moved speaks for the draft as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Vote {
    /// Where it stands.
    pub span: Range<usize>,
    /// What it is about; statements about one thing count once.
    pub what: String,
    /// The fewest and the most years by which the draft may be moved.
    pub fits: (i32, i32),
}

impl Vote {
    /// A statement that puts what may be in `possible` into `stated`, both first and last year.
    pub(crate) fn new(
        span: Range<usize>,
        what: impl Into<String>,
        possible: (i32, i32),
        stated: (i32, i32),
    ) -> Self {
        Self {
            span,
            what: what.into(),
            fits: (possible.0 - stated.1, possible.1 - stated.0),
        }
    }

    fn allows(&self, shift: i32) -> bool {
        (self.fits.0..=self.fits.1).contains(&shift)
    }
}

/// The farthest that a report is carried over, in years.
const FARTHEST: i32 = 12;

/// By how many years the draft is moved, where at least two statements about different things ask for it
/// and none, or very few, speak against it, and those statements in order. Of several the nearest.
pub(crate) fn verdict(votes: &[Vote]) -> Option<(i32, Vec<&Vote>)> {
    let things = |shift: i32, other: i32| -> usize {
        let mut whats: BTreeMap<&str, ()> = BTreeMap::new();
        for vote in votes {
            if vote.allows(shift) && !vote.allows(other) {
                whats.insert(&vote.what, ());
            }
        }
        whats.len()
    };
    let shift = (-FARTHEST..=FARTHEST)
        .filter(|&shift| shift != 0)
        .max_by_key(|&shift| {
            let (pro, contra) = (things(shift, 0), things(0, shift));
            (pro as i64 - 3 * contra as i64, -shift.abs())
        })?;
    let (pro, contra) = (things(shift, 0), things(0, shift));
    if pro < 2 || contra * 4 > pro {
        return None;
    }
    let mut agreeing: Vec<&Vote> = votes
        .iter()
        .filter(|vote| vote.allows(shift) && !vote.allows(0))
        .collect();
    agreeing.sort_by_key(|vote| vote.span.start);
    Some((shift, agreeing))
}
