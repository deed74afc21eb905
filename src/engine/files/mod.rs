//! Many files: walking folders, and what is found between files.

pub(super) mod compare;
pub(crate) mod sorter;
pub(super) mod walk;
