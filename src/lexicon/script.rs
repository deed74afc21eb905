//! Which characters belong to one script only.
//!
//! The tables are `rules/data/traditional.tsv`, `simplified.tsv` and `variants.tsv`; their heads
//! say where they come from.

use std::{collections::HashMap, sync::OnceLock};

use crate::text::profile::Script;

/// One entry per character from U+3400 to U+9FFF: 0 common, 1 traditional, 2 simplified, 3 a variant
/// that is out of use.
fn marks() -> &'static [u8] {
    static MARKS: OnceLock<Vec<u8>> = OnceLock::new();
    MARKS.get_or_init(|| {
        let mut marks = vec![0; (LAST - FIRST + 1) as usize];
        for (mark, rows) in [(1, TRADITIONAL), (2, SIMPLIFIED), (VARIANT, VARIANTS)] {
            for (key, _) in entries(rows) {
                if let Some(entry) = dense_index(key).and_then(|index| marks.get_mut(index)) {
                    *entry = mark;
                }
            }
        }
        marks
    })
}

/// The rows of a table: a character and its other forms.
fn entries(rows: &'static str) -> impl Iterator<Item = (char, &'static str)> {
    rows.lines()
        .filter(|row| !row.starts_with('#'))
        .filter_map(|row| {
            let mut fields = row.split('\t');
            Some((fields.next()?.chars().next()?, fields.next()?))
        })
}

const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9fff;

const TRADITIONAL: &str = include_str!("../../rules/data/traditional.tsv");
const SIMPLIFIED: &str = include_str!("../../rules/data/simplified.tsv");
const VARIANTS: &str = include_str!("../../rules/data/variants.tsv");

/// Marks variants in the dense table.
const VARIANT: u8 = 3;

fn dense_index(c: char) -> Option<usize> {
    let code = c as u32;
    (FIRST..=LAST)
        .contains(&code)
        .then(|| (code - FIRST) as usize)
}

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

/// Counts the characters of `text`.
///
/// All that the table knows has three bytes, so the bytes are read as they stand and each is
/// looked up without a branch: this pass runs over every draft.
pub fn census(text: &str) -> Census {
    let dense = marks();
    let bytes = text.as_bytes();
    let mut census = Census::default();
    let mut at = 0;
    while let Some(&lead) = bytes.get(at) {
        if !(0xe3..=0xe9).contains(&lead) {
            at += 1;
            continue;
        }
        if let Some(&[_, middle, last]) = bytes.get(at..at + 3) {
            let code = u32::from(lead & 0x0f) << 12
                | u32::from(middle & 0x3f) << 6
                | u32::from(last & 0x3f);
            // Below the first the index wraps round, beyond the table.
            let mark = dense
                .get(code.wrapping_sub(FIRST) as usize)
                .copied()
                .unwrap_or(0);
            census.traditional += usize::from(mark == 1);
            census.simplified += usize::from(mark == 2);
            census.variants += usize::from(mark == VARIANT);
        }
        at += 3;
    }
    census
}

/// The only script that `c` occurs in, or `None` for a character common to both.
pub fn of(c: char) -> Option<Script> {
    match marks()[dense_index(c)?] {
        1 => Some(Script::Traditional),
        2 => Some(Script::Simplified),
        _ => None,
    }
}

/// The standard form of `c`, where it is a variant that is out of use in simplified text.
pub fn standard_form(c: char) -> Option<char> {
    static STANDARD: OnceLock<HashMap<char, &str>> = OnceLock::new();
    if marks()[dense_index(c)?] != VARIANT {
        return None;
    }
    let standard = STANDARD.get_or_init(|| entries(VARIANTS).collect());
    standard.get(&c)?.chars().next()
}

/// The forms of `c` in the other script, the usual one first; empty for a character common to both.
pub fn counterparts(c: char) -> &'static str {
    static COUNTERPARTS: OnceLock<HashMap<char, &str>> = OnceLock::new();
    let counterparts = COUNTERPARTS.get_or_init(|| {
        [TRADITIONAL, SIMPLIFIED]
            .into_iter()
            .flat_map(entries)
            .collect()
    });
    counterparts.get(&c).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_counterparts() {
        assert_eq!(of('喚'), Some(Script::Traditional));
        assert_eq!(of('唤'), Some(Script::Simplified));
        for common in ['后', '里', '干', '著', '人', '，', 'a'] {
            assert_eq!(of(common), None, "{common}");
        }
        assert_eq!(counterparts('礪'), "砺");
    }

    #[test]
    fn a_census_counts_what_each_character_is() {
        let text = "喚唤，人a１é𠀀々〇\u{3400}囬";
        let census = census(text);
        let count = |script| text.chars().filter(|&c| of(c) == Some(script)).count();
        assert_eq!(census.simplified, count(Script::Simplified));
        assert_eq!(census.traditional, count(Script::Traditional));
        let variants = text.chars().filter(|&c| standard_form(c).is_some()).count();
        assert_eq!(census.variants, variants);
    }

    #[test]
    fn tables_are_sorted_and_disjoint() {
        let keys = |rows: &'static str| -> Vec<char> {
            rows.lines()
                .filter(|row| !row.starts_with('#'))
                .filter_map(|row| row.chars().next())
                .collect()
        };
        let traditional = keys(include_str!("../../rules/data/traditional.tsv"));
        let simplified = keys(include_str!("../../rules/data/simplified.tsv"));
        assert!(traditional.is_sorted() && simplified.is_sorted());
        assert!(
            traditional
                .iter()
                .all(|c| simplified.binary_search(c).is_err())
        );
    }
}
