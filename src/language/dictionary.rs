//! The dictionary of words: a tree of characters that lies ready in the program, so that nothing is
//! loaded before the first question.
//!
//! `rules/words.rs` makes it of `rules/data/words.tsv`, whose head says where it comes from, and tells
//! how a node is packed.

use std::iter::successors;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

static NODES: &[[u8; 8]] = include_bytes!(concat!(env!("OUT_DIR"), "/words.bin"))
    .as_chunks()
    .0;

/// This many nodes there are.
pub(super) const COUNT: usize = NODES.len();

/// What the dictionary says of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// How often the word is in the texts that were counted; 0 for a single character that is no
    /// word and has a part of speech all the same.
    pub(super) frequency: usize,
    /// The part of speech: `n`, `v`, `vn`, `a`, …
    pub(super) tag: &'static str,
}

/// What the dictionary says of `word`.
pub(super) fn entry(word: &str) -> Option<Entry> {
    let mut characters = word.chars();
    let first = Node::single(characters.next()?)?;
    characters.try_fold(first, Node::then)?.entry()
}

/// The nodes of what `characters` begin with, the shortest first, each with its end in bytes.
pub(super) fn beginnings(
    mut characters: impl Iterator<Item = char>,
) -> impl Iterator<Item = (usize, Node)> {
    let first = characters
        .next()
        .and_then(|c| Some((c.len_utf8(), Node::single(c)?)));
    successors(first, move |&(end, node)| {
        let c = characters.next()?;
        Some((end + c.len_utf8(), node.then(c)?))
    })
}

/// A beginning of words.
#[derive(Clone, Copy)]
pub(super) struct Node {
    /// Its number, below [`COUNT`].
    pub(super) number: usize,
    packed: u64,
}

impl Node {
    fn numbered(number: usize) -> Option<Self> {
        NODES.get(number).map(|&bytes| Self {
            number,
            packed: u64::from_le_bytes(bytes),
        })
    }

    /// The node of the single character `c`.
    fn single(c: char) -> Option<Self> {
        Some(c as usize)
            .filter(|&number| number < SINGLES)
            .and_then(Self::numbered)
    }

    /// The child that goes on with `c`.
    fn then(self, c: char) -> Option<Self> {
        let first = self.first_child();
        let end = Self::numbered(self.number + 1)?.first_child();
        let place = NODES
            .get(first..end)?
            .binary_search_by_key(&u64::from(c), |&bytes| {
                u64::from_le_bytes(bytes) >> (CHILD_BITS + FREQUENCY_BITS + TAG_BITS)
            })
            .ok()?;
        Self::numbered(first + place)
    }

    fn first_child(self) -> usize {
        low(self.packed >> (FREQUENCY_BITS + TAG_BITS), CHILD_BITS)
    }

    /// What the dictionary says of the word that ends here.
    pub(super) fn entry(self) -> Option<Entry> {
        let tag = low(self.packed, TAG_BITS).checked_sub(1)?;
        Some(Entry {
            frequency: low(self.packed >> TAG_BITS, FREQUENCY_BITS),
            tag: TAGS.get(tag)?,
        })
    }
}

/// The lowest `bits` of `packed`.
fn low(packed: u64, bits: u32) -> usize {
    (packed & ((1 << bits) - 1)) as usize
}
