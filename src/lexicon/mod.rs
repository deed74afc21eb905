//! What is known of the language: words, characters, dated facts. Each loads when first asked for.

mod dictionary;
pub mod facts;
pub mod literals;
pub mod local;
pub mod pattern;
pub mod script;
pub mod series;
pub mod words;
