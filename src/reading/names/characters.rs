//! The characters of a text side by side, for comparing places with each other.

use std::ops::Range;

use crate::language::{han::is_han, segmenter};

/// The characters of a text and where each begins. What is no Han character reads as a gap.
#[derive(Debug)]
pub(super) struct Characters {
    chars: Vec<char>,
    /// The same, with a gap for each that is no Han character: comparing asks for it many times a character.
    han: Vec<char>,
    /// The byte at which each character begins, and the end of the text behind the last.
    starts: Vec<u32>,
}

/// Stands for whatever is no Han character, and for what lies outside the text.
pub(super) const GAP: char = '\0';
/// How far a word reaches to either side of a place, in characters.
const REACH: usize = 4;
/// How far two places are compared to either side, in characters.
const COMPARED: usize = 12;

/// How far two places agree to one side: in Han characters, and whether both end at a gap there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Agreement {
    pub(super) length: usize,
    pub(super) to_gap: bool,
}

impl Agreement {
    /// How much it tells that the two places are one: an end that they share is worth a character.
    pub(super) fn weight(self) -> usize {
        self.length + usize::from(self.to_gap)
    }
}

impl Characters {
    /// Those of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut chars = Vec::with_capacity(text.len() / 3);
        let mut han = Vec::with_capacity(text.len() / 3);
        let mut starts = Vec::with_capacity(text.len() / 3 + 1);
        for (at, c) in text.char_indices() {
            chars.push(c);
            han.push(if is_han(c) { c } else { GAP });
            starts.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
        starts.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        Self { chars, han, starts }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// The Han character at `index`, or a gap.
    #[inline]
    pub(super) fn han(&self, index: usize) -> char {
        self.han.get(index).copied().unwrap_or(GAP)
    }

    /// The characters of `range`.
    pub(super) fn slice(&self, range: Range<usize>) -> &[char] {
        self.chars.get(range).unwrap_or_default()
    }

    /// The bytes of the characters of `range`.
    pub(super) fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        let byte = |index: usize| self.starts.get(index).map_or(0, |&start| start as usize);
        byte(range.start)..byte(range.end)
    }

    /// The index of the character that begins at or behind `byte`.
    pub(super) fn index(&self, byte: usize) -> usize {
        self.starts
            .partition_point(|&start| (start as usize) < byte)
    }

    /// How far the texts before `one` and `other` agree, backward.
    pub(super) fn agreement_before(&self, one: usize, other: usize) -> Agreement {
        let before = |index: usize, back: usize| {
            index.checked_sub(back).map_or(GAP, |index| self.han(index))
        };
        agreement(|back| (before(one, back), before(other, back)))
    }

    /// How far the texts from `one` and `other` on agree.
    pub(super) fn agreement_from(&self, one: usize, other: usize) -> Agreement {
        agreement(|step| (self.han(one + step - 1), self.han(other + step - 1)))
    }

    /// Whether a word of the dictionary, of two characters at least, covers the character at `index` and
    /// lies within `bounds`.
    pub(super) fn word_over(&self, index: usize, bounds: Range<usize>) -> Option<Range<usize>> {
        self.word_around(index..index + 1, bounds, 1)
    }

    /// The first word of the dictionary within `bounds` that covers all of `part`, or what lies on both
    /// sides of it where it is empty, and that the dictionary counted `least` times at least.
    pub(super) fn word_around(
        &self,
        part: Range<usize>,
        bounds: Range<usize>,
        least: usize,
    ) -> Option<Range<usize>> {
        let part = if part.is_empty() {
            part.start.checked_sub(1)?..part.end + 1
        } else {
            part
        };
        let first = part.start.saturating_sub(REACH).max(bounds.start);
        (first..=part.start).find_map(|start| {
            let end = bounds.end.min(part.end + REACH).min(self.len());
            let run = self.chars.get(start..end)?;
            let length = segmenter::lengths(run.iter().copied()).find(|&length| {
                length >= 2
                    && start + length >= part.end
                    && (least <= 1 || self.frequency(start..start + length) >= least)
            })?;
            Some(start..start + length)
        })
    }

    /// How often the dictionary counted the word at `range`.
    fn frequency(&self, range: Range<usize>) -> usize {
        let word: String = self.slice(range).iter().collect();
        segmenter::frequency(&word)
    }

    /// The Han characters around `index`, as far as a word may reach.
    pub(super) fn around(&self, index: usize) -> Range<usize> {
        index.saturating_sub(REACH)..(index + REACH + 1).min(self.len())
    }
}

/// How long the pairs that `at` gives for 1, 2, … are equal Han characters.
fn agreement(at: impl Fn(usize) -> (char, char)) -> Agreement {
    for step in 1..=COMPARED {
        let (one, other) = at(step);
        if one != other || one == GAP {
            return Agreement {
                length: step - 1,
                to_gap: one == GAP && other == GAP,
            };
        }
    }
    Agreement {
        length: COMPARED,
        to_gap: false,
    }
}
