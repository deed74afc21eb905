//! The names of a draft: bodies, places, persons, forums, documents, coined terms; and the places where
//! one of them is written in another way than elsewhere.

pub(crate) mod bodies;
pub(crate) mod characters;
mod contrast;
pub(crate) mod echoes;
pub(crate) mod marked;

use std::ops::Range;

/// One name that is written in two ways. Ranges are indices of [`characters::Characters`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Two {
    /// The place that differs from the others.
    pub(crate) odd: Range<usize>,
    /// One of the others.
    pub(crate) usual: Range<usize>,
    /// How many others there are, as far as they are counted.
    pub(crate) count: usize,
}
