//! The language: functions from `&str` to values, and the tables behind them. Nothing here knows a
//! document.

pub mod beginnings;
pub mod char_set;
mod dictionary;
pub mod endings;
pub mod han;
pub mod numeral;
pub(crate) mod ordinal_forms;
pub mod script;
pub mod segmenter;
pub mod sounds;
pub mod surnames;
pub mod terms;
