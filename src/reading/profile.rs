//! What a draft as a whole is.

use crate::{
    document::Document,
    language::script::Script,
    reading::calendar::{clock::Clock, mentions::Mentions},
    scan::Census,
};

/// What a draft as a whole is, read once.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The script of most of its script-bearing characters.
    pub script: Script,
    /// How many characters occur only in simplified text.
    pub simplified: usize,
    /// How many characters occur only in traditional text.
    pub traditional: usize,
    /// How many characters are variants that are out of use.
    pub variants: usize,
    /// When it speaks and of which years.
    pub clock: Clock,
}

impl Profile {
    /// Reads `doc`.
    pub fn read(doc: &Document, mentions: &Mentions) -> Self {
        let Census {
            simplified,
            traditional,
            variants,
        } = doc.scan().census;
        let script = if traditional > simplified {
            Script::Traditional
        } else {
            Script::Simplified
        };
        Self {
            script,
            simplified,
            traditional,
            variants,
            clock: Clock::read(doc, mentions),
        }
    }
}
