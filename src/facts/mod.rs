//! Dated facts, events that recur in a series, and the facts of one's own place: data and look-up.

pub mod dated;
pub mod decisions;
pub mod local;
pub mod lookup;
pub mod regions;
pub mod series;
