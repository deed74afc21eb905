//! A year of the sexagenary cycle or of the zodiac that does not fit: 「2024甲辰蛇年」.

use std::{ops::Range, sync::OnceLock};

use super::window_before;
use crate::{
    language::numeral,
    reading::Draft,
    rules::{Check, Finding, Findings, Settings},
    scan::word_set::WordSet,
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] = [
    '子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥',
];
const ANIMALS: [char; 12] = [
    '鼠', '牛', '虎', '兔', '龙', '蛇', '马', '羊', '猴', '鸡', '狗', '猪',
];

/// The twelve branches with 年, then the animals: all that is judged ends so.
fn years() -> &'static WordSet {
    static YEARS: OnceLock<WordSet> = OnceLock::new();
    YEARS.get_or_init(|| {
        let ends = BRANCHES.iter().chain(&ANIMALS);
        WordSet::new(ends.map(|end| format!("{end}年")))
    })
}

/// The places of the sixty names right before 年 or before an animal with 年, numbered in their order, and
/// those of animals with 年, numbered behind them; a name is before its animal.
fn names(doc: &Draft) -> Vec<(usize, Range<usize>)> {
    let text = &*doc.text;
    let found_before = |end: usize| {
        let mut back = text.get(..end)?.chars().rev();
        let branch = back.next()?;
        let branch = BRANCHES.iter().position(|&other| other == branch)?;
        let stem = back.next()?;
        let stem = STEMS.iter().position(|&other| other == stem)?;
        let index = (0..60).find(|index| index % 10 == stem && index % 12 == branch)?;
        Some((index, end - "甲子".len()..end))
    };
    let mut names = Vec::new();
    for (word, place) in years().all(doc) {
        match word.checked_sub(BRANCHES.len()) {
            None => names.extend(found_before(place.end - '年'.len_utf8())),
            Some(animal) => {
                names.extend(found_before(place.start));
                names.push((60 + animal, place));
            }
        }
    }
    names
}

/// The lunar year begins a month or two late, so that the year before is right too.
fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    for (index, name) in names(doc) {
        let (cycle, modulus) = if index < 60 {
            (index, 60)
        } else {
            (index - 60, 12)
        };
        let after = &text[name.end..];
        let mut chars = after.chars();
        let animal = chars
            .next()
            .and_then(|c| ANIMALS.iter().position(|&animal| animal == c));
        let animal = animal.filter(|_| index < 60 && chars.next() == Some('年'));
        if let Some(animal) = animal
            && animal != index % 12
        {
            let span = name.start..name.end + '鼠'.len_utf8() + '年'.len_utf8();
            out.report(
                Finding::new(span)
                    .message("animal")
                    .arg("name", found_name(index))
                    .arg("right", ANIMALS[index % 12])
                    .arg("written", ANIMALS[animal]),
            );
            continue;
        }
        let Some((year, start)) = year_before(text, name.start) else {
            continue;
        };
        let place = |year: i64| usize::try_from((year - 4).rem_euclid(modulus as i64)).unwrap_or(0);
        if place(year) == cycle || place(year - 1) == cycle {
            out.verify();
            continue;
        }
        let right = if modulus == 60 {
            format!("{}{}年", found_name(place(year)), ANIMALS[place(year) % 12])
        } else {
            format!("{}年", ANIMALS[place(year)])
        };
        out.report(
            Finding::new(start..name.end)
                .arg("year", year)
                .arg("right", right)
                .arg("written", &text[name.clone()]),
        );
    }
}

fn found_name(index: usize) -> String {
    [STEMS[index % 10], BRANCHES[index % 12]].iter().collect()
}

/// A year right before `at`: 2024, 2024年（, 2024年是农历.
fn year_before(text: &str, at: usize) -> Option<(i64, usize)> {
    let low = window_before(text, at, 36);
    let before = &text[low..at];
    let head =
        before.trim_end_matches(['（', '(', '农', '历', '是', '，', ' ', '“', '为', '即', '·']);
    let head = head.strip_suffix('年').unwrap_or(head);
    let digits = head
        .char_indices()
        .rev()
        .take_while(|&(_, c)| numeral::arabic(c).is_some() || numeral::chinese_digit(c).is_some())
        .last()
        .map(|(at, _)| at)?;
    let numeral = &head[digits..];
    if numeral.chars().count() != 4 {
        return None;
    }
    let year = numeral::integer(numeral).filter(|year| (1800..2200).contains(year))?;
    Some((i64::try_from(year).ok()?, low + digits))
}
