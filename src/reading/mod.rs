//! What is read out of a draft: analyses, each a pure function of its text and of lower ones.

pub(crate) mod names;
