//! One pass over the characters of a text: how many are of one script only, and where its numerals stand.
//!
//! Both are asked of every draft and of each of its characters, which are therefore looked at once.

use std::ops::Range;

use crate::lexicon::script;

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
    /// Where it stands, in bytes.
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
    /// How many are of which script.
    pub census: Census,
    /// Its numerals, in order.
    pub numerals: Vec<Numeral>,
}

/// All characters but the ASCII digits that numerals are written in; each has three bytes.
const NUMERALS: &str = "０１２３４５６７８９〇零○一二两兩三四五六七八九十廿卅百千万萬亿億";

/// Marks a numeral in [`KINDS`]; the lower bits are those of [`script::MARKS`].
const NUMERAL: u8 = 4;

/// One entry per character of three bytes.
static KINDS: [u8; 1 << 16] = kinds();

const fn kinds() -> [u8; 1 << 16] {
    let mut kinds = [0; 1 << 16];
    let mut at = 0;
    while at < script::MARKS.len() {
        kinds[script::FIRST as usize + at] = script::MARKS[at];
        at += 1;
    }
    let mut rest = NUMERALS.as_bytes();
    while let [first, second, third, after @ ..] = rest {
        kinds[code(*first, *second, *third)] |= NUMERAL;
        rest = after;
    }
    kinds
}

/// The code point of a character of three bytes.
const fn code(first: u8, second: u8, third: u8) -> usize {
    (first as usize & 0x0f) << 12 | (second as usize & 0x3f) << 6 | third as usize & 0x3f
}

impl Scan {
    /// Reads `text`.
    pub fn read(text: &str) -> Self {
        // What is common to both scripts is counted too, for it costs less than to ask.
        let mut counts = [0usize; 8];
        let mut runs: Vec<Range<usize>> = Vec::new();
        let mut add = |at: usize, end: usize| match runs.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => runs.push(at..end),
        };
        let mut rest = text.as_bytes();
        while let [first, second, third, after @ ..] = rest {
            if first & 0xf0 == 0xe0 {
                let kind = KINDS[code(*first, *second, *third)];
                counts[usize::from(kind & 7)] += 1;
                if kind & NUMERAL != 0 {
                    add(text.len() - rest.len(), text.len() - after.len());
                }
                rest = after;
            } else {
                let at = text.len() - rest.len();
                if first.is_ascii_digit() {
                    add(at, at + 1);
                }
                rest = &rest[1..];
            }
        }
        // No character of three bytes is left.
        for (at, byte) in rest.iter().enumerate() {
            if byte.is_ascii_digit() {
                let at = text.len() - rest.len() + at;
                add(at, at + 1);
            }
        }
        let [_, traditional, simplified, variants] =
            [0, 1, 2, 3].map(|mark| counts[mark] + counts[mark | usize::from(NUMERAL)]);
        Self {
            census: Census {
                simplified,
                traditional,
                variants,
            },
            numerals: runs.into_iter().map(|run| numeral(text, run)).collect(),
        }
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
    use crate::text::profile::Script;

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
