//! The year that a report reviews, the one that it plans and its date do not fit.

use super::{check_deadlines, check_title_date, check_topics, window_after, with_headings};
use crate::{
    reading::Draft,
    reading::calendar::clock::{Clock, Day, Outlook, YearSource},
    rules::{Check, Finding, Findings, Level, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// Only headings that say plainly whether they look back or ahead are held against each other, and
/// only those of whole years: half-year reports review and plan the same one.
fn check(doc: &Draft, out: &mut Findings) {
    check_headings(doc, out);
    check_title_date(doc, out);
    check_deadlines(doc, out);
    check_topics(doc, out);
}

fn check_headings(doc: &Draft, out: &mut Findings) {
    let clock = &doc.profile().clock;
    let planned = clock.planned.as_ref().filter(|told| plain(doc, told, PLAN));
    // 「主要工作」 may be done or to be done: it looks back where a plan is after it.
    let reviewed = clock.reviewed.as_ref().filter(|told| {
        plain(doc, told, REVIEW)
            || plain(doc, told, WORK) && planned.is_some_and(|planned| told.block < planned.block)
    });
    let report = clock.report.as_ref();
    // A report on several years has a review of each.
    let reviews = clock
        .sections
        .iter()
        .filter(|section| section.mood == Outlook::Review)
        .filter_map(|section| section.year.as_ref())
        .any(|told| {
            clock
                .reviewed
                .as_ref()
                .is_some_and(|first| first.year != told.year)
        });
    if reviews {
        return;
    }
    let conflict = headings(reviewed, planned)
        .or_else(|| {
            reviewed
                .zip(report)
                .and_then(|(told, day)| against_date(told, day))
        })
        .or_else(|| {
            planned
                .zip(report)
                .and_then(|(told, day)| plan_against_date(told, day))
        });
    let Some((key, level)) = conflict else {
        if reviewed.is_some() && (planned.is_some() || report.is_some()) {
            out.verify();
        }
        return;
    };
    let Some(first) = reviewed
        .filter(|_| key != "planned-past" && key != "planned-far")
        .or(planned)
    else {
        return;
    };
    let wrong = planned
        .filter(|planned| reviewed.is_some_and(|reviewed| plan_is_wrong(doc, reviewed, planned)))
        .unwrap_or(first);
    let (Some(block), Some(place)) = (doc.blocks.get(first.block), doc.blocks.get(wrong.block))
    else {
        return;
    };
    let mut finding = Finding::new(place.range.clone())
        .message(key)
        .level(level)
        .arg("heading", doc.block_text(block))
        .arg("year", first.year);
    if let Some(planned) = planned
        && let Some(other) = doc.blocks.get(planned.block)
    {
        finding = finding.arg("planned", doc.block_text(other));
        if planned.block != wrong.block {
            finding = finding.related(other.range.clone(), "planned-here");
        } else if first.block != wrong.block {
            finding = finding.related(block.range.clone(), "reviewed-here");
        }
    }
    if let Some(day) = report {
        finding = finding
            .arg("date", &doc.text[day.range.clone()])
            .related(day.range.clone(), "dated-here");
    }
    let finding = with_headings(doc, expected(finding, clock, first), wrong.block);
    out.report(finding);
}

/// Whether, of two headings that do not fit, the date or the first words below the plan speak
/// against the plan.
fn plan_is_wrong(doc: &Draft, reviewed: &YearSource, planned: &YearSource) -> bool {
    if let Some(day) = &doc.profile().clock.report {
        return against_date(reviewed, day).is_none()
            && (reviewed.year < day.year || day.month >= 10);
    }
    let Some(below) = doc.blocks.get(planned.block + 1) else {
        return false;
    };
    doc.mentions()
        .years_in(&below.range)
        .first()
        .is_some_and(|year| {
            year.range.start == below.range.start && year.value == reviewed.year + 1
        })
}

/// Adds the years that would fit the date.
fn expected(finding: Finding, clock: &Clock, first: &YearSource) -> Finding {
    let year = clock.report.as_ref().map_or(first.year, |day| day.year);
    finding.arg("before", year - 1).arg("now", year)
}

const REVIEW: &[&str] = &["回顾", "总结", "成效", "成绩", "情况", "成就"];
const PLAN: &[&str] = &[
    "安排",
    "部署",
    "任务",
    "打算",
    "计划",
    "思路",
    "要求",
    "重点工作",
    "目标",
    "谋划",
    "要点",
];
const WORK: &[&str] = &["主要工作"];
/// A heading of what takes more than a year.
const LONG: [&str; 3] = ["规划", "纲要", "远景"];
const PARTS: &[&str] = &[
    "上半年",
    "下半年",
    "季度",
    "月",
    "阶段",
    "期间",
    "以来",
    "半年",
];

fn plain(doc: &Draft, told: &YearSource, words: &[&str]) -> bool {
    let Some(block) = doc.blocks.get(told.block) else {
        return false;
    };
    let text = doc.block_text(block);
    words.iter().any(|word| text.contains(word))
        && !PARTS.iter().any(|part| text.contains(part))
        && !LONG.iter().any(|word| text.contains(word))
        && !doc.text[told.range.end..window_after(&doc.text, told.range.end, 12)]
            .starts_with(['—', '-', '至', '前'])
}

fn headings(
    reviewed: Option<&YearSource>,
    planned: Option<&YearSource>,
) -> Option<(&'static str, Level)> {
    let (reviewed, planned) = reviewed.zip(planned)?;
    if reviewed.block > planned.block {
        return None;
    }
    match planned.year - reviewed.year {
        0 => Some(("same-year", Level::Error)),
        ..0 => Some(("backwards", Level::Error)),
        1 => None,
        _ => Some(("gap", Level::Warning)),
    }
}

/// A whole year is reviewed at its end at the earliest, and in the year after at the latest.
fn against_date(told: &YearSource, day: &Day) -> Option<(&'static str, Level)> {
    match day.year - told.year {
        ..0 => Some(("reviewed-future", Level::Error)),
        0 if day.month <= 4 => Some(("reviewed-future", Level::Error)),
        0 | 1 => None,
        _ => Some(("reviewed-old", Level::Warning)),
    }
}

fn plan_against_date(told: &YearSource, day: &Day) -> Option<(&'static str, Level)> {
    match told.year - day.year {
        ..0 => Some(("planned-past", Level::Error)),
        0 | 1 => None,
        _ => Some(("planned-far", Level::Warning)),
    }
}
