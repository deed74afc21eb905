//! Formats of reports. Counting, levels and exit codes are settled before a format sees anything.

mod json;

pub use json::{Failure, Report, Summary, Tool};
