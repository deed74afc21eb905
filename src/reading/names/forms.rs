//! What the readers of names find and are given.

use std::ops::Range;

/// One name that is written in two ways. Ranges are indices of
/// [`Characters`](super::characters::Characters).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Two {
    /// The place that differs from the others.
    pub(super) odd: Range<usize>,
    /// One of the others.
    pub(super) usual: Range<usize>,
    /// How many others there are, as far as they are counted.
    pub(super) count: usize,
}

/// A word and its paragraph, in characters.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) range: Range<usize>,
    pub(super) paragraph: usize,
}
