//! Quarters and halves of a year that were not over when a draft was given: 「前三季度，…同比增长8.2%」
//! in a text of May.

use std::ops::Range;

use super::PLANS;
use crate::{
    reading::Draft,
    reading::calendar::{
        clock::{Day, Outlook},
        year_scope,
    },
};

/// A part of the year by name: its first month, its last, and whether figures of it can only be stated
/// when it is over.
struct Part {
    name: &'static str,
    first: u32,
    last: u32,
    whole: bool,
}

const fn part(name: &'static str, first: u32, last: u32, whole: bool) -> Part {
    Part {
        name,
        first,
        last,
        whole,
    }
}

/// The longest names first: 前三季度 is no 三季度.
const PARTS: [Part; 12] = [
    part("前三季度", 1, 9, true),
    part("前三个季度", 1, 9, true),
    part("前两季度", 1, 6, true),
    part("前两个季度", 1, 6, true),
    part("第二季度", 4, 6, false),
    part("第三季度", 7, 9, false),
    part("第四季度", 10, 12, false),
    part("二季度", 4, 6, false),
    part("三季度", 7, 9, false),
    part("四季度", 10, 12, false),
    part("上半年", 1, 6, true),
    part("下半年", 7, 12, false),
];

/// Before this month a report speaks of the year before.
const APRIL: u32 = 4;

/// Words that only tell what has been measured or done.
const DONE: [&str; 9] = [
    "同比",
    "较上年",
    "比上年",
    "完成了",
    "实现了",
    "已完成",
    "已实现",
    "召开了",
    "举办了",
];

/// More words of plans, and of other years.
const OPEN: [&str; 10] = [
    "左右",
    "去年",
    "上年前",
    "上年上",
    "上年下",
    "上年第",
    "历年",
    "届时",
    "若",
    "力求",
];

/// Calls `tell` with each part of the report's own year that is stated as done and was not.
pub(crate) fn check_quarters(doc: &Draft, report: &Day, mut tell: impl FnMut(Range<usize>)) {
    if report.month < APRIL {
        return;
    }
    let text = &*doc.text;
    for anchor in ["季度", "半年"] {
        for at in doc.find(anchor) {
            let end = at + anchor.len();
            let head = text.get(..end).unwrap_or_default();
            let Some(part) = PARTS.iter().find(|part| head.ends_with(part.name)) else {
                continue;
            };
            let span = end - part.name.len()..end;
            // What is under way has figures of its own; a sum of it has none yet.
            let over = if part.whole { part.last } else { part.first };
            if over > report.month && told_as_done(doc, &span, report) {
                tell(span);
            }
        }
    }
}

fn told_as_done(doc: &Draft, span: &Range<usize>, report: &Day) -> bool {
    let text = &*doc.text;
    let sentence = year_scope::sentence(doc, span);
    let before = text.get(sentence.start..span.start).unwrap_or_default();
    let after = text.get(span.end..sentence.end).unwrap_or_default();
    let mentions = doc.mentions();
    let own_year = mentions
        .years_in(&sentence)
        .iter()
        .all(|year| year.value == report.year)
        && mentions
            .relative_years_in(&sentence)
            .iter()
            .all(|year| year.offset == 0 || text.get(year.range.clone()) == Some("上年"));
    let section = doc
        .block_at(span.start)
        .and_then(|block| doc.profile().clock.section_at(block));
    let elsewhere = section.is_some_and(|section| {
        section.mood == Outlook::Plan
            || section.span
            || section.relative.is_some_and(|offset| offset != 0)
            || section
                .year
                .as_ref()
                .is_some_and(|told| told.year != report.year)
    });
    let words = text.get(sentence.clone()).unwrap_or_default();
    own_year
        && !elsewhere
        && after.starts_with([
            '，', ',', '全', '我', '共', '累', '完', '实', '地', '规', '固', '社', '财',
        ])
        && !before.ends_with(['到', '至', '比', '较', '和', '、', '度'])
        && year_scope::contains(after, &DONE)
        && !year_scope::contains(words, PLANS)
        && !year_scope::contains(words, &OPEN)
        && doc
            .profile()
            .clock
            .reviewed
            .as_ref()
            .is_none_or(|told| told.year == report.year)
}
