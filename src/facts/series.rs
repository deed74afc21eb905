//! Series that are counted year by year: 第七届进博会 was in 2024, and nothing else was.
//!
//! The table is `rules/data/series.tsv`; its head says where it comes from.

use std::{ops::Range, sync::OnceLock};

use crate::{
    facts::dated::Certainty,
    scan::{Scan, word_set::WordSet},
};

/// What is held or kept every year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its full name.
    pub name: &'static str,
    aliases: Vec<&'static str>,
    /// What counts it: 届, 个, 次. With another word it is something local.
    pub measure: char,
    year: i32,
    number: i32,
    yearly: i32,
    /// How sure the count is.
    pub certainty: Certainty,
    /// Where it was read.
    pub source: &'static str,
}

impl Series {
    /// The year of the one with this number; none before the table begins.
    pub fn year(&self, number: u64) -> Option<i32> {
        let number = i32::try_from(number).ok()?;
        let after = number
            .checked_sub(self.number)
            .filter(|after| *after >= 0)?;
        Some(self.year + after / self.yearly)
    }

    /// The numbers of the ones in `year`.
    pub fn numbers(&self, year: i32) -> impl Iterator<Item = i32> {
        let first = self.number + (year - self.year) * self.yearly;
        let known = year >= self.year;
        (first..first + self.yearly).filter(move |_| known)
    }
}

/// All series, in the order of the table.
pub fn all() -> &'static [Series] {
    static SERIES: OnceLock<Vec<Series>> = OnceLock::new();
    SERIES.get_or_init(|| {
        include_str!("../../rules/data/series.tsv")
            .lines()
            .filter(|row| !row.starts_with('#'))
            .filter_map(series)
            .collect()
    })
}

fn series(row: &'static str) -> Option<Series> {
    let mut fields = row.split('\t');
    let mut field = || fields.next();
    Some(Series {
        name: field()?,
        aliases: field()?.split('|').collect(),
        measure: field()?.chars().next()?,
        year: field()?.parse().ok()?,
        number: field()?.parse().ok()?,
        yearly: field()?.parse().ok().filter(|yearly| *yearly > 0)?,
        certainty: match field()? {
            "V" => Certainty::Verified,
            "M" => Certainty::Remembered,
            _ => Certainty::Uncertain,
        },
        source: field()?,
    })
}

/// Where `text` names a series; the longest name wins.
pub fn named(
    text: &dyn AsRef<Scan>,
) -> impl Iterator<Item = (&'static Series, Range<usize>)> + use<> {
    static NAMES: OnceLock<(WordSet, Vec<&Series>)> = OnceLock::new();
    let (names, owners) = NAMES.get_or_init(|| {
        let (names, owners): (Vec<&str>, Vec<&Series>) = all()
            .iter()
            .flat_map(|series| {
                let names = series.aliases.iter().copied().chain([series.name]);
                names.map(move |name| (name, series))
            })
            .unzip();
        (WordSet::new(names), owners)
    });
    names.find(text).map(|(name, range)| (owners[name], range))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_counted() {
        let rows = include_str!("../../rules/data/series.tsv")
            .lines()
            .filter(|row| !row.starts_with('#'))
            .count();
        assert_eq!(all().len(), rows);
        let numbers = |name: &str, year| {
            let series = all().iter().find(|series| series.name == name);
            series.map_or(Vec::new(), |series| {
                series.numbers(year).collect::<Vec<i32>>()
            })
        };
        assert_eq!(numbers("教师节", 2024), [40]);
        assert_eq!(numbers("中国进出口商品交易会", 2024), [135, 136]);
        assert!(numbers("中国进出口商品交易会", 1950).is_empty());
    }
}
