//! Numbers with their units, and sentences as rows of them.

pub mod formal;
pub mod quantity;
pub mod statement;
pub mod tables;
