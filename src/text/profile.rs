//! What a draft as a whole is.

use super::{clock::Clock, scan::Census};
use crate::document::Document;

/// The script that a draft is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Simplified characters.
    Simplified,
    /// Traditional characters.
    Traditional,
}

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
    pub fn read(doc: &Document) -> Self {
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
            clock: Clock::read(doc),
        }
    }
}
