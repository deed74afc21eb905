//! Which characters belong to one script only.
//!
//! The tables are `rules/data/traditional.tsv`, `simplified.tsv` and `variants.tsv`; their heads
//! say where they come from.

use std::{collections::HashMap, sync::OnceLock};

use crate::text::profile::Script;

/// One entry per character from [`FIRST`] on, U+3400 to U+9FFF: 0 common, 1 traditional, 2 simplified,
/// 3 a variant that is out of use.
pub(crate) fn marks() -> &'static [u8] {
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

/// The first character of the table.
pub(crate) const FIRST: u32 = 0x3400;
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
