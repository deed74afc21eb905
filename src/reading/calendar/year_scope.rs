//! Which year a statement is about: the one its own sentence names, else the one that the heading
//! above names, else those of the document's clock.

use std::ops::Range;

pub use super::words::{contains, is_topic};

use crate::{
    document::Document,
    language::terms::Terms,
    reading::calendar::{
        clock::{Clock, Outlook},
        mentions::Mentions,
    },
    scan::signs,
};

/// Where the year of a statement was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The sentence names it: 2024年是….
    Stated,
    /// The sentence tells it from the present: 今年是….
    Relative,
    /// The heading above names it.
    Section,
    /// The document's clock.
    Document,
}

/// The years that a statement can be about.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The candidates; one where it is clear.
    pub years: Vec<i32>,
    /// Where they come from.
    pub basis: Basis,
    /// The place that tells, if one does.
    pub place: Option<Range<usize>>,
    /// The place of the year that the clock was guessed from, where the years rest on a guess.
    pub guess: Option<Range<usize>>,
    /// Whether the section looks back, so that what is stated has happened.
    pub past: bool,
}

/// How far a sentence is followed to each side, in bytes; no report has longer ones.
const REACH: usize = 900;

/// The sentence around `place`, within its block.
pub fn sentence(doc: &Document, place: &Range<usize>) -> Range<usize> {
    let block = doc
        .block_at(place.start)
        .and_then(|index| doc.blocks.get(index))
        .map_or(0..doc.text.len(), |block| block.range.clone());
    let part = around(doc, place, &block, |c| {
        matches!(c, '。' | '！' | '？' | '!' | '?')
    });
    let bytes = doc.text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[part.start..place.start]);
    let end = memchr::memchr(b'\n', &bytes[place.end..part.end]);
    start.map_or(part.start, |at| part.start + at + 1)..end.map_or(part.end, |at| place.end + at)
}

/// The clause around `place`: the sentence cut at ，；： too.
pub fn clause(doc: &Document, place: &Range<usize>) -> Range<usize> {
    let sentence = sentence(doc, place);
    around(doc, place, &sentence, |c| {
        matches!(c, '，' | ',' | '；' | ';' | '：' | ':')
    })
}

/// The part of `bounds` around `place` between marks that end one.
fn around(
    doc: &Document,
    place: &Range<usize>,
    bounds: &Range<usize>,
    ends: impl Fn(char) -> bool,
) -> Range<usize> {
    let text = &*doc.text;
    let low = text
        .floor_char_boundary(bounds.start.max(place.start.saturating_sub(REACH)))
        .min(place.start);
    let high = text
        .floor_char_boundary(bounds.end.min(place.end + REACH))
        .max(place.end);
    let signs = doc.signs();
    let before = signs::within(signs, &(low..place.start));
    let behind = signs::within(signs, &(place.end..high));
    let start = signs[before].iter().rev().find(|sign| ends(sign.c));
    let end = signs[behind].iter().find(|sign| ends(sign.c));
    start.map_or(low, |sign| sign.end())..end.map_or(high, |sign| sign.at)
}

/// Words that tie a sentence to several years or to another time than the report's.
static SPANS: Terms = Terms::new(&[
    "年来",
    "以来",
    "五年",
    "十年",
    "三年",
    "时期",
    "期间",
    "先后",
    "相继",
    "曾",
    "当年",
    "当时",
    "同年",
    "次年",
    "翌年",
    "历史上",
    "那年",
    "任期",
    "本届",
    "年代",
    "世纪",
    "以來",
    "年來",
    "期間",
]);

/// Whether `text` ties what follows to several years. 一年来 is the year under review.
fn spans(text: &str) -> bool {
    if !SPANS.stand_in(text) {
        return false;
    }
    if text.contains("一年来") || text.contains("一年以来") {
        return SPANS.stand_in(&text.replace("一年来", "").replace("一年以来", ""));
    }
    true
}

/// Words for the year under review.
const PAST_YEAR: &[&str] = &["过去一年", "过去的一年", "一年来", "这一年", "過去一年"];

/// The years that the statement at `place` can be about; none where it speaks of several years, of
/// no certain one, or where nothing says.
pub fn scope(
    doc: &Document,
    clock: &Clock,
    mentions: &Mentions,
    place: &Range<usize>,
) -> Option<Scope> {
    let sentence = sentence(doc, place);
    let before = sentence.start..place.start;
    let block = doc.block_at(place.start)?;
    let section = clock.section_at(block);
    let past = section.is_some_and(|section| section.mood == Outlook::Review);
    if let Some(stated) = stated(doc, clock, mentions, &before, past) {
        return stated;
    }
    if spans(&doc.text[before.clone()]) {
        return None;
    }
    if contains(&doc.text[before], PAST_YEAR) {
        let reviewed = clock.reviewed.as_ref();
        let years = match (reviewed, &clock.report) {
            (Some(reviewed), _) => vec![reviewed.year],
            (None, Some(day)) if day.month >= 10 => vec![day.year],
            (None, Some(day)) => vec![day.year - 1, day.year],
            (None, None) => return None,
        };
        return Some(Scope {
            years,
            basis: Basis::Relative,
            place: reviewed
                .map(|told| &told.range)
                .or(clock.report.as_ref().map(|day| &day.range))
                .cloned(),
            past: true,
            guess: None,
        });
    }
    let mut scope = match section {
        Some(section) if section.span => return None,
        None if clock.retrospect => return None,
        Some(section) => {
            let mut years: Vec<i32> = section.year.iter().map(|told| told.year).collect();
            if let Some(offset) = section.relative {
                years.extend(clock.this_year().iter().map(|year| year + offset));
            }
            Scope {
                years,
                basis: Basis::Section,
                place: section.year.as_ref().map(|told| told.range.clone()),
                past,
                guess: None,
            }
        }
        None => Scope {
            years: clock.years(),
            basis: Basis::Document,
            place: clock.place(),
            past,
            guess: None,
        },
    };
    // A year after the statement, or earlier in its paragraph, may be the one.
    scope.years.extend(
        mentions
            .years_in(&(place.end..sentence.end))
            .iter()
            .take(3)
            .map(|year| year.value),
    );
    if scope.basis == Basis::Document {
        let paragraph = doc.blocks.get(block)?.range.start..sentence.start;
        scope.years.extend(
            mentions
                .years_in(&paragraph)
                .iter()
                .rev()
                .take(3)
                .map(|year| year.value),
        );
    }
    (!scope.years.is_empty()).then_some(scope)
}

/// The year that the text in `before` names last: `Some(None)` where it names one that does not
/// settle the matter.
fn stated(
    doc: &Document,
    clock: &Clock,
    mentions: &Mentions,
    before: &Range<usize>,
    past: bool,
) -> Option<Option<Scope>> {
    let years = mentions.years_in(before);
    let relative = mentions.relative_years_in(before);
    let last = years.last();
    let word = relative.last();
    let text = &*doc.text;
    if let Some(word) = word
        && last.is_none_or(|last| last.range.end <= word.range.start)
    {
        let after = &text[word.range.end..before.end];
        if spans(after.strip_prefix("以来").unwrap_or(after)) {
            return Some(None);
        }
        let years: Vec<i32> = clock
            .this_year()
            .iter()
            .map(|year| year + word.offset)
            .collect();
        return Some((!years.is_empty()).then(|| Scope {
            years,
            basis: Basis::Relative,
            place: Some(word.range.clone()),
            past: past || word.offset < 0,
            guess: None,
        }));
    }
    let last = last?;
    let after = &text[last.range.end..before.end];
    let leads = text[before.start..last.range.start].chars().next_back();
    let open = [
        "以来", "起", "至", "到", "—", "-", "～", "开始", "前", "后", "之", "以", "底", "末", "间",
    ]
    .iter()
    .any(|word| after.starts_with(word))
        || leads.is_some_and(|c| {
            matches!(
                c,
                '到' | '至'
                    | '从'
                    | '自'
                    | '前'
                    | '—'
                    | '-'
                    | '～'
                    | '－'
                    | '–'
                    | '比'
                    | '较'
                    | '与'
            )
        })
        || spans(after);
    if open {
        return Some(None);
    }
    let mut values = vec![last.value];
    if !is_topic(after) {
        values.extend(years.iter().rev().take(4).map(|year| year.value));
        values.sort_unstable();
        values.dedup();
    }
    Some(Some(Scope {
        years: values,
        basis: Basis::Stated,
        place: Some(last.range.clone()),
        past,
        guess: None,
    }))
}
