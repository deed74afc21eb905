//! Rules about headings, items and their numbers.

pub(crate) mod bracketed;
pub(crate) mod decimal;
mod heading_punctuation;
mod level_order;
mod missing_number;
mod mixed_numbering_style;
mod numbering_gap;

use crate::rules::Build;

/// The checks of this category, by the names of their pages.
pub(super) const CHECKS: &[(&str, Build)] = &[
    ("heading-punctuation", heading_punctuation::new),
    ("level-order", level_order::new),
    ("missing-number", missing_number::new),
    ("mixed-numbering-style", mixed_numbering_style::new),
    ("numbering-gap", numbering_gap::new),
];
