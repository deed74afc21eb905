//! Rules about the layout of a draft.

mod glued_heading;
mod stray_space;

use crate::rules::Build;

/// The checks of this category, by the names of their pages.
pub(super) const CHECKS: &[(&str, Build)] = &[
    ("glued-heading", glued_heading::new),
    ("stray-space", stray_space::new),
];
