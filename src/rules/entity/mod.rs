//! What the rules about names and posts share.

mod deputies;
mod inconsistent_name;
mod region_hierarchy;
mod title_conflict;
mod truncated_name;

use crate::rules::Build;

pub(crate) use deputies::check_deputies;

/// The checks of this category, by the names of their pages.
pub(super) const CHECKS: &[(&str, Build)] = &[
    ("inconsistent-name", inconsistent_name::new),
    ("region-hierarchy", region_hierarchy::new),
    ("title-conflict", title_conflict::new),
    ("truncated-name", truncated_name::new),
];
