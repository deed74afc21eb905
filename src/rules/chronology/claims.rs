//! Places that say of which year a draft is: its date, its headings, 刚刚过去的2025年, 「2026年是…之年」.

use std::ops::Range;

use super::{
    topics::{CALLED, JUST_PAST, whole_year},
    window_after, window_before,
};
use crate::{
    reading::Draft,
    reading::calendar::{clock::Outlook, mentions::Year, year_scope},
};

/// A place that says of which year the draft is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claim {
    /// The year in which the draft was given, by this place.
    pub(crate) year: i32,
    /// The place.
    pub(crate) range: Range<usize>,
}

/// All claims of `doc`, in order of place.
pub(crate) fn claims(doc: &Draft) -> Vec<Claim> {
    let clock = &doc.profile().clock;
    let day = clock.report.as_ref();
    // What is given at the end of a year may speak of that year as past.
    let late = day.is_some_and(|day| day.month >= 10);
    let mut found: Vec<Claim> = Vec::new();
    if let Some(day) = day.filter(|_| !late) {
        found.push(Claim {
            year: day.year,
            range: day.range.clone(),
        });
    }
    for section in &clock.sections {
        let Some(told) = section.year.as_ref().filter(|_| whole_year(doc, section)) else {
            continue;
        };
        let year = match section.mood {
            Outlook::Review => told.year + 1,
            Outlook::Plan => told.year,
            Outlook::Open => continue,
        };
        found.push(Claim {
            year,
            range: told.range.clone(),
        });
    }
    if !late {
        let mut reviewed = false;
        for year in &doc.mentions().years {
            found.extend(of_sentence(doc, year, &mut reviewed));
        }
    }
    found.sort_by_key(|claim| claim.range.start);
    found
}

/// What a year in the text says. Where no heading tells what is reviewed and what is planned, the first paragraph
/// that opens with a year reviews it; `reviewed` is whether there was such a one.
fn of_sentence(doc: &Draft, year: &Year, reviewed: &mut bool) -> Option<Claim> {
    let text = &*doc.text;
    let low = window_before(text, year.range.start, 36);
    let before = text.get(low..year.range.start)?;
    let behind = text.get(year.range.end..window_after(text, year.range.end, 120))?;
    let claim = |year: i32, range: Range<usize>| Some(Claim { year, range });
    if let Some(word) = JUST_PAST.iter().find(|word| before.ends_with(**word)) {
        let late = word.starts_with("即将");
        return claim(
            year.value + i32::from(!late),
            year.range.start - word.len()..year.range.end,
        );
    }
    let asks = ["报告提出的", "报告确定的"]
        .iter()
        .any(|word| before.ends_with(word));
    if asks && behind.split(['，', '。']).next()?.contains("任务") {
        return claim(year.value, year.range.clone());
    }
    let block = doc.blocks.get(doc.block_at(year.range.start)?)?;
    let opens = year.range.start == block.range.start
        || before.ends_with(['。', '！', '\u{3000}'])
        || before.ends_with("各位委员，")
        || before.ends_with("各位代表，");
    if !opens || !block.is_prose() {
        return None;
    }
    let clause = behind.split(['。', '\n']).next()?;
    let is = clause.starts_with('是') && CALLED.stand_in(clause);
    let goes_on = clause.starts_with(['，', ',']);
    let section = doc
        .profile()
        .clock
        .section_at(doc.block_at(year.range.start)?);
    match section.map(|section| section.mood) {
        Some(Outlook::Review) if is || year_scope::is_topic(clause) || goes_on => {
            claim(year.value + 1, year.range.clone())
        }
        Some(Outlook::Plan) if is => claim(year.value, year.range.clone()),
        None if *reviewed && is => claim(year.value, year.range.clone()),
        None if !*reviewed && goes_on && year.range.start == block.range.start => {
            *reviewed = true;
            claim(year.value + 1, year.range.clone())
        }
        _ => None,
    }
}
