//! Rules about what an extraction or a tool left behind.

mod appended_document;
mod foreign_residue;
mod markup_residue;
mod page_furniture;
mod web_residue;

use crate::rules::Build;

/// The checks of this category, by the names of their pages.
pub(super) const CHECKS: &[(&str, Build)] = &[
    ("appended-document", appended_document::new),
    ("foreign-residue", foreign_residue::new),
    ("markup-residue", markup_residue::new),
    ("page-furniture", page_furniture::new),
    ("web-residue", web_residue::new),
];
