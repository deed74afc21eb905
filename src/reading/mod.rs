//! Analyses of a draft, each a pure function of lower ones.

#[cfg(feature = "speller")]
pub(crate) mod doubts;
