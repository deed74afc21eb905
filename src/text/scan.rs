//! One pass over the characters of a text: how many are of one script only, and where its numerals stand.
//!
//! Both are asked of every draft and of each of its characters, which are therefore looked at once.

use std::{ops::Range, sync::OnceLock};

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

/// What the characters of a text are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan {
    /// How many are of which script.
    pub census: Census,
    /// The runs of digits and Chinese numerals, as long as they can be, in order, in bytes: 2024, 十四五; 1.2万
    /// is two of them.
    pub numerals: Vec<Range<usize>>,
}

/// All characters but the ASCII digits that numerals are written in; each has three bytes.
const NUMERALS: &str = "０１２３４５６７８９〇零○一二两兩三四五六七八九十廿卅百千万萬亿億";

/// Marks a numeral in [`kinds`]; the lower bits are those of [`script::marks`].
const NUMERAL: u8 = 4;

/// One entry per character of three bytes.
fn kinds() -> &'static [u8] {
    static KINDS: OnceLock<Vec<u8>> = OnceLock::new();
    KINDS.get_or_init(|| {
        let mut kinds = vec![0; 1 << 16];
        let scripts = kinds.iter_mut().skip(script::FIRST as usize);
        for (kind, mark) in scripts.zip(script::marks()) {
            *kind = *mark;
        }
        for c in NUMERALS.chars() {
            if let Some(kind) = kinds.get_mut(c as usize) {
                *kind |= NUMERAL;
            }
        }
        kinds
    })
}

impl Scan {
    /// Reads `text`.
    pub fn read(text: &str) -> Self {
        let kinds = kinds();
        let bytes = text.as_bytes();
        // What is common to both scripts is counted too, for it costs less than to ask.
        let mut counts = [0usize; 4];
        let mut numerals: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while let Some(&first) = bytes.get(at) {
            let mut length = 1;
            let mut numeral = first.is_ascii_digit();
            if first & 0xf0 == 0xe0 {
                let Some(&[second, third]) = bytes.get(at + 1..at + 3) else {
                    break;
                };
                let code = usize::from(first & 0x0f) << 12
                    | usize::from(second & 0x3f) << 6
                    | usize::from(third & 0x3f);
                let kind = kinds.get(code).copied().unwrap_or(0);
                counts[usize::from(kind & 3)] += 1;
                length = 3;
                numeral = kind & NUMERAL != 0;
            }
            if numeral {
                match numerals.last_mut() {
                    Some(last) if last.end == at => last.end = at + length,
                    _ => numerals.push(at..at + length),
                }
            }
            at += length;
        }
        let [_, traditional, simplified, variants] = counts;
        Self {
            census: Census {
                simplified,
                traditional,
                variants,
            },
            numerals,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::profile::Script;

    #[test]
    fn runs_are_as_long_as_they_can_be() {
        let text = "2024年，第十四届é三千２人，1.5万、二○二四、上百";
        let runs: Vec<&str> = Scan::read(text)
            .numerals
            .into_iter()
            .map(|run| &text[run])
            .collect();
        assert_eq!(
            runs,
            ["2024", "十四", "三千２", "1", "5万", "二○二四", "百"]
        );
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
