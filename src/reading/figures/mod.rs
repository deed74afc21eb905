//! Numbers with their units, and sentences as rows of them.

pub mod formal;
pub mod parts;
pub mod quantity;
pub mod ranks;
pub mod statement;
pub mod tables;
