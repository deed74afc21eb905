//! The timeline of a draft: what it mentions with a time, as interval × identity × outlook.

pub mod interval;

pub use interval::{Interval, Now, Origin, Outlook, interval, now};
