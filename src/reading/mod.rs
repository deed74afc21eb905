//! Analyses of a draft, each a pure function of the document and of lower analyses.

pub mod timeline;
