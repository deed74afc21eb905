//! What a draft mentions, found by one scanner, with typed values and byte ranges. No rule parses a
//! date or a numeral by itself.

use std::ops::Range;

use super::numeral;
use crate::document::Document;

/// A calendar year written out: 2024年, 二〇二四年, ２０２４年.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The year of the era.
    pub value: i32,
    /// The numeral with 年.
    pub range: Range<usize>,
}

/// Everything mentioned, each kind in order of place.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    /// Calendar years.
    pub years: Vec<Year>,
}

/// Years that a report can speak of.
const YEARS: std::ops::RangeInclusive<u64> = 1000..=2199;

impl Mentions {
    /// Scans `doc`.
    pub fn read(doc: &Document) -> Self {
        let text = &*doc.text;
        let mut years = Vec::new();
        for at in memchr::memmem::find_iter(text.as_bytes(), "年") {
            let start = text[..at]
                .char_indices()
                .rev()
                .take_while(|&(_, c)| {
                    numeral::arabic(c).is_some() || numeral::chinese_digit(c).is_some()
                })
                .take(5)
                .last()
                .map_or(at, |(start, _)| start);
            let numeral = &text[start..at];
            if numeral.chars().count() != 4 {
                continue;
            }
            if let Some(value) = numeral::integer(numeral).filter(|value| YEARS.contains(value)) {
                years.push(Year {
                    value: value as i32,
                    range: start..at + "年".len(),
                });
            }
        }
        Self { years }
    }
}
