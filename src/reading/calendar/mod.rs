//! Dates, years, terms and plans; the clock of a draft; the year that a statement is about.

pub mod clock;
mod cycles;
mod dates;
pub mod mentions;
pub mod time_of_day;
mod words;
pub mod year_scope;
