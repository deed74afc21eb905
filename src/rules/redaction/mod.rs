//! Rules about what was masked, left blank, or left in clear.

mod damaged_by_masking;
mod mixed_placeholders;
mod redaction_leak;
mod redaction_placeholder;

use crate::rules::Build;

/// The checks of this category, by the names of their pages.
pub(super) const CHECKS: &[(&str, Build)] = &[
    ("damaged-by-masking", damaged_by_masking::new),
    ("mixed-placeholders", mixed_placeholders::new),
    ("redaction-leak", redaction_leak::new),
    ("redaction-placeholder", redaction_placeholder::new),
];
