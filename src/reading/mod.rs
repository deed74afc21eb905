//! What a draft says: analyses, each a pure function of the [`Document`](crate::document::Document) and
//! of analyses above it in this list, and [`Draft`], which remembers them.

pub mod breaks;
pub mod calendar;
pub mod copies;
#[cfg(feature = "speller")]
pub(crate) mod doubts;
mod draft;
pub mod figures;
pub mod frames;
pub mod habit;
pub mod lists;
pub(crate) mod masks;
pub mod mention;
pub(crate) mod names;
pub mod outline;
pub mod paired_marks;
pub mod profile;
pub mod timeline;

pub use draft::{Context, Draft};
