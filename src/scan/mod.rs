//! One pass over the characters of a text: how many are of one script only, where its numerals and its
//! signs are, and which pairs of characters it has.
//!
//! All this is asked of every draft and of each of its characters, which are therefore looked at once.

mod kinds;
pub mod pattern;
pub mod sentences;
pub mod signs;
pub mod word_index;
pub mod word_set;

use std::{ops::Range, sync::Arc};

use self::kinds::{ASKED, KINDS, NUMERAL, SCRIPT, SIGN};
use crate::{
    language::han::code,
    scan::{
        signs::{Sign, Signs},
        word_index::WordIndex,
    },
};

/// How many characters of a text are of one script only, and how many are out of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Census {
    /// Characters that occur only in simplified text.
    pub simplified: usize,
    /// Characters that occur only in traditional text.
    pub traditional: usize,
    /// Variants that are out of use in simplified text.
    pub variants: usize,
}

/// A run of digits and Chinese numerals, as long as it can be: 2024, 十四五; 1.2万 is two of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numeral {
    /// Where it is, in bytes.
    pub range: Range<usize>,
    /// The characters right before and behind it, which tell most rules whether it is theirs; `\0` at the
    /// beginning and the end of the text.
    pub before: char,
    /// The one behind it.
    pub behind: char,
}

/// What the characters of a text are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan {
    /// The text.
    text: Arc<str>,
    /// How many are of which script.
    pub census: Census,
    /// Its numerals, in order.
    pub numerals: Vec<Numeral>,
    /// Its marks, brackets, symbols and foreign characters.
    pub signs: Signs,
    /// Where each pair of neighbouring characters is.
    pub word_index: WordIndex,
}

/// This many bytes of a report there are for each sign.
const BYTES_PER_SIGN: usize = 24;

/// Shows `visit` each character of `text`: what stands for it, of which kind it is, and its first byte.
#[inline(always)]
fn walk(text: &str, mut visit: impl FnMut(u16, u8, usize)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..) {
        // Nearly all characters have three bytes.
        for &[first, second, third] in rest.as_chunks().0 {
            if first & 0xf0 != 0xe0 {
                break;
            }
            let unit = code(first, second, third);
            visit(unit, KINDS[usize::from(unit)], at);
            at += 3;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            return;
        };
        let unit = kinds::unit(c);
        visit(unit, KINDS[usize::from(unit)], at);
        at += c.len_utf8();
    }
}

/// How many characters of `text` are of which script.
pub fn census(text: &str) -> Census {
    let mut counts = [0; 4];
    walk(text, |_, kind, _| counts[usize::from(kind & SCRIPT)] += 1);
    Census::of(counts)
}

/// The numerals of `text`, in order.
pub fn numerals(text: &str) -> Vec<Numeral> {
    let mut special = Special::of(text);
    walk(text, |unit, kind, at| {
        if kind & NUMERAL != 0 {
            special.take_numeral(unit, at);
        }
    });
    special.finish_numerals()
}

impl Census {
    /// That of this many characters of each script.
    fn of([_, traditional, simplified, variants]: [usize; 4]) -> Self {
        Self {
            simplified,
            traditional,
            variants,
        }
    }
}

impl AsRef<Self> for Scan {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl Scan {
    /// The text that was read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Reads `text`.
    pub fn read(text: impl Into<Arc<str>>) -> Self {
        let shared: Arc<str> = text.into();
        let text = &*shared;
        let count = text.chars().count();
        let mut units = vec![0; count];
        let mut places = vec![0; count];
        // What is common to both scripts is counted too, for it costs less than to ask.
        let mut counts = [0; 4];
        let mut special = Special::of(text);
        special.signs.reserve(text.len() / BYTES_PER_SIGN);
        let mut slots = units.iter_mut().zip(&mut places);
        walk(text, |unit, kind, at| {
            if let Some(slot) = slots.next() {
                (*slot.0, *slot.1) = (unit, at as u32);
            }
            counts[usize::from(kind & SCRIPT)] += 1;
            if kind > SCRIPT {
                special.take(unit, kind, at);
            }
        });
        let signs = Signs::new(std::mem::take(&mut special.signs));
        let singles = signs.kinds.iter().map(|&c| kinds::unit(c));
        let singles = singles.chain(special.asked.iter().copied());
        let word_index = WordIndex::new(text.len(), &units, places, singles);
        Self {
            census: Census::of(counts),
            signs,
            numerals: special.finish_numerals(),
            word_index,
            text: Arc::clone(&shared),
        }
    }
}

/// What stands out in a text.
struct Special<'a> {
    text: &'a str,
    signs: Vec<Sign>,
    /// Where numerals are, in bytes.
    runs: Vec<Range<usize>>,
    /// Single characters that rules ask for and that are no signs, once for each run of one.
    asked: Vec<u16>,
}

impl<'a> Special<'a> {
    /// What of `text` is yet to be taken.
    fn of(text: &'a str) -> Self {
        Self {
            text,
            signs: Vec::new(),
            runs: Vec::new(),
            asked: Vec::new(),
        }
    }

    /// Takes a character that is more than Han: a call of its own, for the loop around is to stay small.
    #[inline(never)]
    fn take(&mut self, unit: u16, kind: u8, at: usize) {
        if kind & ASKED != 0 && self.asked.last() != Some(&unit) {
            self.asked.push(unit);
        }
        if kind & SIGN != 0 {
            let known = char::from_u32(unit.into());
            let c = known.or_else(|| self.text.get(at..)?.chars().next());
            self.signs.push(Sign {
                at,
                c: c.unwrap_or_default(),
            });
        }
        if kind & NUMERAL != 0 {
            self.take_numeral(unit, at);
        }
    }

    fn take_numeral(&mut self, unit: u16, at: usize) {
        let end = at + if unit < 0x80 { 1 } else { 3 };
        match self.runs.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => self.runs.push(at..end),
        }
    }

    fn finish_numerals(self) -> Vec<Numeral> {
        let runs = self.runs.into_iter();
        runs.map(|run| numeral(self.text, run)).collect()
    }
}

fn numeral(text: &str, range: Range<usize>) -> Numeral {
    let before = text
        .get(..range.start)
        .and_then(|head| head.chars().next_back());
    let behind = text.get(range.end..).and_then(|rest| rest.chars().next());
    Numeral {
        range,
        before: before.unwrap_or('\0'),
        behind: behind.unwrap_or('\0'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::script;
    use crate::language::script::Script;

    #[test]
    fn runs_are_as_long_as_they_can_be() {
        let text = "2024年，第十四届é三千２人，1.5万、二○二四、上百";
        let numerals = Scan::read(text).numerals;
        let runs: Vec<&str> = numerals
            .iter()
            .map(|numeral| &text[numeral.range.clone()])
            .collect();
        assert_eq!(
            runs,
            ["2024", "十四", "三千２", "1", "5万", "二○二四", "百"]
        );
        let beside: String = numerals
            .iter()
            .flat_map(|numeral| [numeral.before, numeral.behind])
            .collect();
        assert_eq!(beside, "\0年第届é人，..、、、上\0");
    }

    #[test]
    fn a_census_counts_what_each_character_is() {
        let text = "喚唤，人a１é𠀀々〇\u{3400}囬";
        let census = Scan::read(text).census;
        let count = |wanted| {
            text.chars()
                .filter(|&c| script::of(c) == Some(wanted))
                .count()
        };
        assert_eq!(census.simplified, count(Script::Simplified));
        assert_eq!(census.traditional, count(Script::Traditional));
        let variants = text
            .chars()
            .filter(|&c| script::standard_form(c).is_some())
            .count();
        assert_eq!(census.variants, variants);
    }
}
