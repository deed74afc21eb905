//! Series that are counted year by year: 第七届进博会 was in 2024, and nothing else was.
//!
//! The table is `rules/data/series.tsv`; its head says where it comes from.

use std::{ops::Range, sync::OnceLock};

use crate::{
    document::Document,
    facts::dated::Certainty,
    language::numeral,
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
    /// How many years lie between two; 1 for what is held every year.
    pub every: i32,
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
        Some(self.year + after / self.yearly * self.every)
    }

    /// The numbers of the ones in `year`.
    pub fn numbers(&self, year: i32) -> impl Iterator<Item = i32> {
        let after = year - self.year;
        let first = self.number + after / self.every * self.yearly;
        let known = after >= 0 && after % self.every == 0;
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
    let rate = |rate: &str| -> Option<(i32, i32)> {
        let (yearly, every) = rate.split_once('/').unwrap_or((rate, "1"));
        let positive = |number: &str| number.parse().ok().filter(|number| *number > 0);
        Some((positive(yearly)?, positive(every)?))
    };
    let (name, aliases, measure) = (field()?, field()?, field()?);
    let (year, number) = (field()?, field()?);
    let (yearly, every) = rate(field()?)?;
    Some(Series {
        name,
        aliases: aliases.split('|').collect(),
        measure: measure.chars().next()?,
        year: year.parse().ok()?,
        number: number.parse().ok()?,
        yearly,
        every,
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

/// One of a series where a text names it: 第七届进博会, 首届进博会.
#[derive(Debug, Clone)]
pub struct Edition {
    /// The series.
    pub series: &'static Series,
    /// Which one.
    pub number: u64,
    /// From 第 to the end of the name.
    pub range: Range<usize>,
}

/// Where `doc` names one of a series by its number, with the measure word of that series; the county's own
/// 第二届农民丰收节 is none.
pub fn editions(doc: &Document) -> Vec<Edition> {
    let text = &*doc.text;
    // Most drafts count nothing so, and need not be searched for the names of series.
    let mut numerals = doc.scan().numerals.iter();
    let counts = numerals
        .any(|numeral| numeral.before == '第' && matches!(numeral.behind, '届' | '个' | '次'));
    if !counts && !doc.holds("首届") {
        return Vec::new();
    }
    named(doc)
        .filter_map(|(series, name)| {
            let (start, number, measure) = ordinal_before(text, name.start)?;
            let lead = text.get(..start)?.chars().next_back();
            let local = lead.is_some_and(|c| "省市县区州旗乡镇村校院届我本".contains(c));
            (measure == series.measure && !local).then_some(Edition {
                series,
                number,
                range: start..name.end,
            })
        })
        .collect()
}

/// Where 第N届 or 第N个 right before `at` begins, its number and its measure word.
fn ordinal_before(text: &str, at: usize) -> Option<(usize, u64, char)> {
    /// The longest numeral, in characters.
    const LONGEST: usize = 7;
    let mut before = text.get(..at)?;
    for word in ["“", "中国", "全国", "国际", "国家", "全民"] {
        before = before.strip_suffix(word).unwrap_or(before);
    }
    if let Some(head) = before.strip_suffix("首届") {
        return Some((head.len(), 1, '届'));
    }
    let measure = before.chars().next_back()?;
    if !matches!(measure, '届' | '个' | '次') {
        return None;
    }
    before = before.strip_suffix(measure)?;
    let (first, _) = before
        .char_indices()
        .rev()
        .take(LONGEST)
        .take_while(|&(_, c)| numeral::is_chinese(c) || c.is_ascii_digit())
        .last()?;
    let number = numeral::integer(before.get(first..)?)?;
    let start = first.checked_sub('第'.len_utf8())?;
    (before.get(start..first)? == "第").then_some((start, number, measure))
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
