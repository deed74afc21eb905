//! Which characters belong to one script only.
//!
//! The tables are `rules/data/traditional.tsv`, `simplified.tsv` and `variants.tsv`; their heads
//! say where they come from.

use std::{collections::HashMap, sync::OnceLock};

/// The script that a draft is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Simplified characters.
    Simplified,
    /// Traditional characters.
    Traditional,
}

use crate::language::han::code;

/// One entry per character from [`FIRST`] on, U+3400 to U+9FFF: 0 common, 1 traditional, 2 simplified,
/// 3 a variant that is out of use. It is made when the program is built.
pub(crate) static MARKS: [u8; COUNT] = marks();

const fn marks() -> [u8; COUNT] {
    let tables = [(TRADITIONAL, 1), (SIMPLIFIED, 2), (VARIANTS, VARIANT)];
    let mut marks = [0; COUNT];
    let mut table = 0;
    while table < tables.len() {
        let (rows, mark) = (tables[table].0.as_bytes(), tables[table].1);
        let mut at = 0;
        while at < rows.len() {
            // A row begins with its character; all that are marked have three bytes.
            if (at == 0 || rows[at - 1] == b'\n') && rows[at] >> 4 == 0xe {
                let code = code(rows[at], rows[at + 1], rows[at + 2]) as u32;
                if code >= FIRST && code <= LAST {
                    marks[(code - FIRST) as usize] = mark;
                }
            }
            at += 1;
        }
        table += 1;
    }
    marks
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
const COUNT: usize = (LAST - FIRST + 1) as usize;

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
    match MARKS[dense_index(c)?] {
        1 => Some(Script::Traditional),
        2 => Some(Script::Simplified),
        _ => None,
    }
}

/// The standard form of `c`, where it is a variant that is out of use in simplified text.
pub fn standard_form(c: char) -> Option<char> {
    static STANDARD: OnceLock<HashMap<char, &str>> = OnceLock::new();
    if MARKS[dense_index(c)?] != VARIANT {
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
    fn the_marks_are_those_of_the_tables() {
        let mut marks = vec![0; COUNT];
        for (rows, mark) in [(TRADITIONAL, 1), (SIMPLIFIED, 2), (VARIANTS, VARIANT)] {
            for index in entries(rows).filter_map(|(key, _)| dense_index(key)) {
                marks[index] = mark;
            }
        }
        assert!(MARKS == *marks);
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
