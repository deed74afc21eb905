//! The dictionary of words: a tree of characters that lies ready in the program, so that nothing is
//! loaded before the first question.
//!
//! `rules/words.rs` makes it of `rules/data/words.tsv`, whose head says where it comes from, and tells
//! how a node is packed.

include!(concat!(env!("OUT_DIR"), "/words.rs"));

static NODES: &[[u8; 8]] = include_bytes!(concat!(env!("OUT_DIR"), "/words.bin"))
    .as_chunks()
    .0;

/// What the dictionary says of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// How often the word stands in the texts that were counted; 0 for a single character that is no
    /// word and has a part of speech all the same.
    pub(super) frequency: usize,
    /// The part of speech: `n`, `v`, `vn`, `a`, …
    pub(super) tag: &'static str,
}

/// What the dictionary says of `word`.
pub(super) fn entry(word: &str) -> Option<Entry> {
    let (end, node) = walk(word).last()?;
    (end == word.len()).then(|| node.entry()).flatten()
}

/// The entries that `text` begins with, the shortest first, each with its end in bytes.
pub(super) fn beginnings(text: &str) -> impl Iterator<Item = (usize, Entry)> {
    walk(text).filter_map(|(end, node)| Some((end, node.entry()?)))
}

/// The nodes on the way along `text`, each with the end of its character.
fn walk(text: &str) -> impl Iterator<Item = (usize, Node)> {
    let mut last: Option<usize> = None;
    text.char_indices().map_while(move |(at, c)| {
        let number = match last {
            None => Some(c as usize).filter(|&number| number < SINGLES)?,
            Some(parent) => child(parent, c)?,
        };
        last = Some(number);
        Some((at + c.len_utf8(), node(number)?))
    })
}

/// The number of the child of node `parent` that goes on with `c`.
fn child(parent: usize, c: char) -> Option<usize> {
    let first = node(parent)?.first_child();
    let end = node(parent + 1)?.first_child();
    let place = NODES
        .get(first..end)?
        .binary_search_by_key(&u64::from(c), |&bytes| Node::unpack(bytes).character())
        .ok()?;
    Some(first + place)
}

fn node(number: usize) -> Option<Node> {
    NODES.get(number).copied().map(Node::unpack)
}

/// A beginning of words.
#[derive(Clone, Copy)]
struct Node(u64);

impl Node {
    fn unpack(bytes: [u8; 8]) -> Self {
        Self(u64::from_le_bytes(bytes))
    }

    fn character(self) -> u64 {
        self.0 >> (CHILD_BITS + FREQUENCY_BITS + TAG_BITS)
    }

    fn first_child(self) -> usize {
        low(self.0 >> (FREQUENCY_BITS + TAG_BITS), CHILD_BITS)
    }

    fn entry(self) -> Option<Entry> {
        let tag = low(self.0, TAG_BITS).checked_sub(1)?;
        Some(Entry {
            frequency: low(self.0 >> TAG_BITS, FREQUENCY_BITS),
            tag: TAGS.get(tag)?,
        })
    }
}

/// The lowest `bits` of `packed`.
fn low(packed: u64, bits: u32) -> usize {
    (packed & ((1 << bits) - 1)) as usize
}
