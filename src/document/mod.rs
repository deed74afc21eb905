//! A draft as the rules see it: prose text in blocks, with everything that is no prose left out,
//! and a map back to the file.

mod allowance;
mod block;
mod lines;
mod map;
mod ordinal;
mod source;

use std::{ops::Range, sync::Arc};

pub use allowance::Allowance;
pub use block::{Block, Cell, Kind, Meta};
pub use lines::{Lines, Locator, Position, Span};
pub(crate) use map::LINE;
pub use map::{Map, MapBuilder};
pub use ordinal::{Ordinal, OrdinalStyle};
pub use source::Source;

use crate::scan::{
    Scan,
    signs::Sign,
    word_index::{Matches, WordIndex, WordProbe},
};

/// A draft as its format reads it: a model that never changes and remembers no analysis.
///
/// `text` holds the prose of the file: for plain text it *is* the file, for Markdown the marks are
/// gone and code, addresses and raw HTML are each one [`OPAQUE`] character, and hard-wrapped lines are
/// joined. Blocks lie in order and do not overlap; between two of them is at least a line end.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file.
    pub source: Source,
    /// The prose.
    pub text: Arc<str>,
    /// Headings, paragraphs, items, cells, in order.
    pub blocks: Vec<Block>,
    /// Exceptions that the draft itself names.
    pub allowances: Vec<Allowance>,
    map: Map,
    scan: Scan,
}

/// Replaces in [`Document::text`] what is no prose: inline code, an image, raw HTML.
pub const OPAQUE: char = '\u{fffc}';

impl Document {
    /// A document over `source` whose prose `text` maps to the file by `map`.
    pub fn new(source: Source, text: Arc<str>, map: Map, blocks: Vec<Block>) -> Self {
        Self {
            source,
            scan: Scan::read(Arc::clone(&text)),
            text,
            blocks,
            allowances: Vec::new(),
            map,
        }
    }

    /// The same document with another text of the same length, character by character.
    pub(crate) fn with_text(&self, text: Arc<str>) -> Self {
        Self::new(
            self.source.clone(),
            text,
            self.map.clone(),
            self.blocks.clone(),
        )
    }

    /// The place in the file of `range` in [`Self::text`].
    pub fn source_range(&self, range: &Range<usize>) -> Range<usize> {
        self.map.source_range(range)
    }

    /// The text of `block`.
    pub fn block_text(&self, block: &Block) -> &str {
        &self.text[block.range.clone()]
    }

    /// The index of the block that holds byte `offset`, or of the last one before it.
    pub fn block_at(&self, offset: usize) -> Option<usize> {
        self.blocks
            .partition_point(|block| block.range.start <= offset)
            .checked_sub(1)
    }

    /// What its characters are: of which script, which of them numerals and signs, which pairs they form.
    pub fn scan(&self) -> &Scan {
        &self.scan
    }

    /// Where each pair of neighbouring characters occurs.
    pub fn word_index(&self) -> &WordIndex {
        &self.scan.word_index
    }

    /// The bytes of [`Self::text`] at which `word` begins, in order.
    pub fn find<'a>(&'a self, word: &'a str) -> Matches<'a> {
        self.word_index()
            .find(&self.text, word, WordProbe::of(word))
    }

    /// Whether `word` occurs in [`Self::text`].
    pub fn holds(&self, word: &str) -> bool {
        self.find(word).next().is_some()
    }

    /// Its marks, brackets, symbols and foreign characters, in order.
    pub fn signs(&self) -> &[Sign] {
        &self.scan.signs.all
    }

    /// The blocks, in order, each with the signs in it.
    pub fn blocks_with_signs(&self) -> impl Iterator<Item = (&Block, &[Sign])> {
        let mut rest = self.signs();
        self.blocks.iter().map(move |block| {
            let before = rest
                .iter()
                .take_while(|sign| sign.at < block.range.start)
                .count();
            rest = &rest[before..];
            let within = rest
                .iter()
                .take_while(|sign| sign.at < block.range.end)
                .count();
            let (signs, behind) = rest.split_at(within);
            rest = behind;
            (block, signs)
        })
    }

    /// Its signs, all of them, where one at least is `wanted`; none otherwise, which most drafts are
    /// done with at once.
    pub fn signs_where(&self, wanted: impl Fn(char) -> bool) -> &[Sign] {
        let signs = &self.scan.signs;
        match signs.kinds.iter().any(|&c| wanted(c)) {
            true => &signs.all,
            false => &[],
        }
    }
}

impl AsRef<Scan> for Document {
    fn as_ref(&self) -> &Scan {
        &self.scan
    }
}
