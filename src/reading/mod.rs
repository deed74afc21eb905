//! Analyses of a draft, each a pure function of lower ones.

pub mod frames;
pub mod lists;
