//! Set formulas: what official texts say in the same words on purpose.
//!
//! The table is `rules/data/set-formulas.txt`.

use std::{collections::HashMap, sync::OnceLock};

use crate::{
    language::numeral,
    reading::copies::normal::{Unit, fold},
};

/// Stands in a formula for any number.
const NUMBER: char = '#';
/// Stands in a formula for a few characters of any kind.
const ANY: char = '*';
/// How many at most.
const FEW: usize = 12;
/// The longest number, in characters.
const DIGITS: usize = 4;

struct Table {
    /// The formulas that begin with these two characters, the longest first. Those that begin with
    /// a number are under its mark twice.
    by_head: HashMap<[char; 2], Vec<Vec<char>>>,
}

fn rows() -> impl Iterator<Item = Vec<char>> {
    include_str!("../../../rules/data/set-formulas.txt")
        .lines()
        .filter(|row| !row.starts_with("# ") && !row.trim().is_empty())
        .map(|row| {
            row.chars()
                .map(fold)
                .filter(|&c| c.is_alphanumeric() || c == NUMBER || c == ANY)
                .collect()
        })
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut by_head: HashMap<[char; 2], Vec<Vec<char>>> = HashMap::new();
        for row in rows() {
            let head = match row[..] {
                [NUMBER, ..] => [NUMBER, NUMBER],
                [first, second, ..] => [first, second],
                _ => continue,
            };
            by_head.entry(head).or_default().push(row);
        }
        for formulas in by_head.values_mut() {
            formulas.sort_by_key(|formula| std::cmp::Reverse(formula.len()));
        }
        Table { by_head }
    })
}

/// How many of `units`, the characters of [`Normal`](crate::reading::copies::normal::Normal), belong to set formulas.
pub fn covered(units: &[Unit]) -> usize {
    let table = table();
    let units: Vec<char> = units.iter().map(|unit| unit.char()).collect();
    let (mut at, mut covered) = (0, 0);
    while at + 1 < units.len() {
        let mut head = [units[at], units[at + 1]];
        if is_number(head[0]) {
            head = [NUMBER, NUMBER];
        }
        let length = table.by_head.get(&head).and_then(|formulas| {
            formulas
                .iter()
                .find_map(|formula| matched(formula, &units[at..]))
        });
        covered += length.unwrap_or(0);
        at += length.unwrap_or(1);
    }
    covered
}

/// The length of what `units` begin with, where that is `formula`.
fn matched(formula: &[char], units: &[char]) -> Option<usize> {
    let mut at = 0;
    for (index, &c) in formula.iter().enumerate() {
        match c {
            NUMBER => {
                let digits = units
                    .get(at..)?
                    .iter()
                    .take(DIGITS)
                    .take_while(|&&c| is_number(c))
                    .count();
                (digits > 0).then_some(())?;
                at += digits;
            }
            ANY => {
                let rest = &formula[index + 1..];
                return (1..=FEW).find_map(|few| {
                    let after = units.get(at + few..)?;
                    matched(rest, after).map(|length| at + few + length)
                });
            }
            _ => {
                (units.get(at) == Some(&c)).then_some(())?;
                at += 1;
            }
        }
    }
    Some(at)
}

fn is_number(c: char) -> bool {
    c == '十' || numeral::arabic(c).is_some() || numeral::chinese_digit(c).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<Unit> {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .map(Unit::new)
            .collect()
    }

    #[test]
    fn formulas_are_found_whatever_their_numbers_and_marks() {
        let text = units("全面贯彻党的二十大和二十届三中、四中全会精神，增强“四个意识”");
        assert_eq!(covered(&text), text.len());
        let text = units("学习习近平总书记视察滨江重要讲话精神");
        assert_eq!(covered(&text), text.len() - 2);
        assert_eq!(covered(&units("完成老旧小区改造二十六个")), 0);
    }

    #[test]
    fn no_formula_stands_within_another() {
        let rows: Vec<Vec<char>> = rows().collect();
        for (index, inner) in rows.iter().enumerate() {
            assert!(inner.len() >= 6, "too short: {inner:?}");
            for (other, outer) in rows.iter().enumerate() {
                let within = index != other
                    && outer
                        .windows(inner.len())
                        .any(|window| window == &inner[..]);
                assert!(!within, "{inner:?} stands in {outer:?}");
            }
        }
    }
}
