//! Characters that official prose does not have where the draft has them, with what is probably meant.
//!
//! One pass marks the places where three neighbouring characters are unknown to the [model](model), some
//! 8 in 100. There a character of the same sound or a like shape, or a word of the same sound, may be much
//! likelier; what speaks for it and against it is weighed by whole numbers that were fitted on texts with
//! planted typos. All is integer arithmetic, or exact in floating point: the same draft has the same doubts
//! on every machine.

pub(crate) mod candidate;
pub(crate) mod model;
pub(crate) mod number;
pub(crate) mod symbol;

use std::{ops::Range, sync::OnceLock};

use candidate::{Candidate, Reader, Words};
use model::Model;
use symbol::{FIRST, Line, key};

use crate::{
    document::{Block, Document, Kind, Meta},
    language::segmenter,
};

/// The model, as `tools/speller` builds it.
static MODEL: &[u8] = include_bytes!("../../../rules/data/speller.bin");

/// In a text this short, in characters, the share of doubtful ones says nothing.
const SHORT: usize = 200;
/// A document with more doubtful characters than one in this many is no official prose.
const FOREIGN: usize = 5;
/// What a short quotation costs, in 256ths of a logit: it is often a name or a play on words.
const QUOTED_COST: i32 = 640;
/// Two doubts are at least this many characters apart; the likelier of nearer ones stays.
const APART: usize = 3;

/// A character, or two, that are probably another's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Doubt {
    /// Its place in bytes of the text.
    pub(crate) place: Range<usize>,
    /// What is probably meant.
    pub(crate) right: String,
    /// Whether it is sure.
    pub(crate) sure: bool,
    /// What shows it: a string of the text with the place in it.
    pub(crate) shown: Range<usize>,
    /// How often that string occurs in the texts that were counted, about; 0 where it was not seen.
    pub(crate) written_count: u32,
    /// The same with the right characters in it.
    pub(crate) right_count: u32,
    score: i32,
}

/// The doubts of a document, in order.
#[derive(Debug, Default)]
pub(crate) struct Doubts {
    /// Those that are at least likely.
    pub(crate) all: Vec<Doubt>,
    /// Whether so much is doubtful that the text is of another kind, and no doubt is reported.
    pub(crate) is_foreign: bool,
}

fn model() -> Option<Model<'static>> {
    static READ: OnceLock<Option<Model<'static>>> = OnceLock::new();
    *READ.get_or_init(|| Model::new(MODEL))
}

/// The words of the dictionary.
struct Dictionary;

impl Words for Dictionary {
    fn beginning(&self, characters: &[char], found: &mut dyn FnMut(usize, u32)) {
        for (length, frequency) in segmenter::beginning(characters.iter().copied()) {
            found(length, u32::try_from(frequency).unwrap_or(u32::MAX));
        }
    }
}

/// A candidate in the text, not yet weighed.
struct Raw {
    block: usize,
    place: Range<usize>,
    candidate: Candidate,
    shown: Shown,
}

struct Shown {
    range: Range<usize>,
    written: u32,
    right: u32,
}

impl Doubts {
    /// Reads `doc`.
    pub(crate) fn read(doc: &Document) -> Self {
        let Some(model) = model() else {
            return Self::default();
        };
        let mut reader = Reader::new(model, Dictionary);
        let mut raw = Vec::new();
        let (mut characters, mut doubtful) = (0, 0);
        for (index, block) in doc.blocks.iter().enumerate() {
            if !is_prose(block) {
                continue;
            }
            let start = block.range.start;
            let (all, unknown) = reader.read(doc.block_text(block), |line, candidate| {
                let place = shifted(candidate::place(line, &candidate), start);
                let shown = shown(model, line, &candidate);
                raw.push(Raw {
                    block: index,
                    place,
                    shown: Shown {
                        range: shifted(shown.range, start),
                        ..shown
                    },
                    candidate,
                });
            });
            characters += all;
            doubtful += unknown;
        }
        if characters >= SHORT && doubtful * FOREIGN > characters {
            return Self {
                all: Vec::new(),
                is_foreign: !raw.is_empty(),
            };
        }
        let all = raw
            .into_iter()
            .filter_map(|raw| weighed(model, doc, raw))
            .collect();
        Self {
            all: apart(doc, all),
            is_foreign: false,
        }
    }
}

fn shifted(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// Whether the block is text; lists of names and verse are not.
fn is_prose(block: &Block) -> bool {
    !matches!(
        block.kind,
        Kind::Code | Kind::Meta(Meta::Names | Meta::Byline | Meta::Signature | Meta::Verse)
    )
}

/// The doubt, if what the document says leaves it at least likely.
fn weighed(model: Model<'_>, doc: &Document, raw: Raw) -> Option<Doubt> {
    /// Recurrence moves a score by this much at most, in 256ths.
    const ENOUGH: usize = 4;
    let Raw {
        block,
        place,
        mut candidate,
        shown,
    } = raw;
    let right: String = candidate.right[..candidate.length]
        .iter()
        .filter_map(|&symbol| model.character(symbol))
        .collect();
    let block = &doc.blocks[block];
    let local = place.start - block.range.start..place.end - block.range.start;
    candidate::add_document(
        &mut candidate.features,
        doc.block_text(block),
        &local,
        &right,
        |word| doc.find(word).take(ENOUGH).count(),
    );
    let cost = if candidate::is_quoted(&candidate.features) {
        QUOTED_COST
    } else {
        0
    };
    let least = model.threshold(1) + cost;
    let score = candidate::score(&model, &candidate.features, least)? - cost;
    Some(Doubt {
        place,
        right,
        sure: score >= model.threshold(0),
        shown: shown.range,
        written_count: shown.written,
        right_count: shown.right,
        score,
    })
}

/// The likeliest of doubts that are too near to one another to be two.
fn apart(doc: &Document, mut doubts: Vec<Doubt>) -> Vec<Doubt> {
    let near = |left: &Doubt, right: &Doubt| {
        let between = left.place.end.min(right.place.start)..right.place.start;
        doc.text[between].chars().count() < APART - 1
    };
    let mut kept: Vec<Doubt> = Vec::new();
    for doubt in doubts.drain(..) {
        match kept.last_mut() {
            Some(last) if near(last, &doubt) => {
                if doubt.score > last.score {
                    *last = doubt;
                }
            }
            _ => kept.push(doubt),
        }
    }
    kept
}

/// The shortest string that shows the doubt: one that was never counted as it is written and often with the
/// right characters; in bytes of the line.
fn shown(model: Model<'_>, line: &Line, candidate: &Candidate) -> Shown {
    const LONGEST: usize = 4;
    let (at, length) = (candidate.at, candidate.length);
    let symbols = &line.symbols;
    let mut right = symbols.clone();
    right[at..at + length].copy_from_slice(&candidate.right[..length]);
    let mut best: Option<(bool, u32, usize, usize)> = None;
    for size in (length + 1).max(2)..=LONGEST {
        for from in (at + length).saturating_sub(size)..=at {
            let range = from..from + size;
            let Some(meant) = right.get(range.clone()) else {
                continue;
            };
            if meant.iter().any(|&symbol| symbol < FIRST) {
                continue;
            }
            let unseen = model.count(key(&symbols[range])) == 0;
            let count = model.count(key(meant));
            if count > 0 && best.is_none_or(|(other, most, ..)| (unseen, count) > (other, most)) {
                best = Some((unseen, count, from, size));
            }
        }
        if best.is_some_and(|(unseen, ..)| unseen) {
            break;
        }
    }
    let (from, size) = best.map_or((at, length), |(_, _, from, size)| (from, size));
    Shown {
        range: line.at[from] as usize..line.at[from + size - 1] as usize + 3,
        written: model.occurs(&symbols[from..from + size]),
        right: model.occurs(&right[from..from + size]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_is_of_this_version() {
        // Its checksum is checked when the crate is built.
        assert!(model().is_some());
        let mut other = MODEL[..Model::HEAD].to_vec();
        other[4] += 1;
        assert!(Model::new(&other).is_none());
        assert!(Model::new(&MODEL[..MODEL.len() - 1]).is_none());
    }

    #[test]
    fn logarithms_are_whole_numbers() {
        assert_eq!(number::log2(1.0), 0);
        assert_eq!(number::log2(8.0), 3 * number::BIT);
        assert_eq!(number::log2(0.5), -number::BIT);
        assert_eq!(number::log2(3.0), 405);
        assert_eq!(number::log2_count(0), 0);
        assert_eq!(number::share(1, 3), 85);
    }
}
