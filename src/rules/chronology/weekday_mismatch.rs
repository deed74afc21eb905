//! A day of the week that does not fit its date: 2025年5月6日（星期三）.

use crate::{
    reading::Draft,
    reading::calendar::{clock::Day, mentions::Date, year_scope},
    rules::{Check, Finding, Findings, Level, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

const NAMES: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

/// Words of what is still to come.
const AHEAD: [&str; 6] = ["定于", "将于", "拟于", "拟定", "计划于", "截止"];

/// Judges a day of the week right after its date. Periods (5月6日至9日，星期二至星期五) are left alone;
/// a date without year is wrong only where it fits none of the years that it can mean, and is then
/// no more than a warning.
fn check(doc: &Draft, out: &mut Findings) {
    let mentions = doc.mentions();
    for weekday in &mentions.weekdays {
        let index = mentions
            .dates
            .partition_point(|date| date.range.end <= weekday.range.start);
        let Some(date) = index
            .checked_sub(1)
            .and_then(|index| mentions.dates.get(index))
        else {
            continue;
        };
        let between = doc.text.get(date.range.end..weekday.range.start);
        if !between.is_some_and(|between| matches!(between, "" | "（" | "(" | "，" | " " | "　"))
            || doc.text[..date.range.start].ends_with(['至', '到', '—', '-', '～', '、'])
            || doc.text[weekday.range.end..].starts_with(['至', '到', '—', '-', '～', '、', '和'])
        {
            continue;
        }
        let years = date
            .year
            .map_or_else(|| possible(doc, date), |year| vec![year]);
        let Some(days) = years
            .iter()
            .map(|&year| day(year, date))
            .collect::<Option<Vec<_>>>()
            .filter(|days| !days.is_empty())
        else {
            continue;
        };
        let number = |day: &jiff::civil::Date| day.weekday().to_monday_one_offset();
        if days.iter().any(|day| number(day) == weekday.number) {
            out.verify();
            continue;
        }
        let name = |day: &jiff::civil::Date| {
            usize::try_from(number(day) - 1)
                .ok()
                .and_then(|index| NAMES.get(index))
                .copied()
                .unwrap_or("")
        };
        let written = |day: &jiff::civil::Date| day.strftime("%Y年%-m月%-d日").to_string();
        let mut finding = Finding::new(date.range.start..weekday.range.end)
            .arg("written", &doc.text[weekday.range.clone()]);
        finding = if let [only] = days[..] {
            finding
                .arg("date", written(&only))
                .arg("right", name(&only))
        } else {
            let each: Vec<String> = days
                .iter()
                .map(|day| format!("{}是星期{}", written(day), name(day)))
                .collect();
            let plain: Vec<String> = days
                .iter()
                .map(|day| format!("{}, weekday {}", written(day), name(day)))
                .collect();
            finding
                .message("either")
                .arg("each", each.join("，"))
                .arg("each_en", plain.join("; "))
        };
        out.report(finding.level(if date.year.is_some() {
            Level::Error
        } else {
            Level::Warning
        }));
    }
}

fn day(year: i32, date: &Date) -> Option<jiff::civil::Date> {
    jiff::civil::Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(date.month).ok()?,
        i8::try_from(date.day?).ok()?,
    )
    .ok()
}

/// The years that a date without one can mean, in order; none where nothing says. A year that its
/// paragraph or its heading names may be the one besides those of the draft's date.
fn possible(doc: &Draft, date: &Date) -> Vec<i32> {
    let clock = &doc.profile().clock;
    let Some(block) = doc.block_at(date.range.start) else {
        return Vec::new();
    };
    let section = clock.section_at(block);
    let ahead = {
        let clause = year_scope::clause(doc, &date.range);
        year_scope::contains(&doc.text[clause.start..date.range.start], &AHEAD)
    };
    let mut years = if let Some(report) = &clock.report {
        around(report, date, ahead)
    } else if section.is_some_and(|section| section.span) || clock.retrospect {
        Vec::new()
    } else if let Some(told) = clock.reviewed.as_ref().or(clock.topic.as_ref()) {
        vec![told.year, told.year + 1]
    } else if let Some(title) = &clock.title {
        // A 工作总结 of a year is about that year; a 工作报告 of it may look back on the one before.
        let named = doc
            .blocks
            .get(title.block)
            .map_or("", |block| doc.block_text(block));
        if named.contains("总结") {
            vec![title.year, title.year + 1]
        } else {
            vec![title.year - 1, title.year, title.year + 1]
        }
    } else {
        Vec::new()
    };
    if years.is_empty() {
        return years;
    }
    let mentions = doc.mentions();
    if let Some(told) = section.and_then(|section| section.year.as_ref()) {
        years.push(told.year);
    }
    if let Some(block) = doc.blocks.get(block) {
        let near = year_scope::sentence(doc, &date.range);
        let before = block.range.start..date.range.start;
        years.extend(
            mentions
                .years_in(&before)
                .iter()
                .rev()
                .take(4)
                .map(|year| year.value),
        );
        years.extend(
            mentions
                .years_in(&near)
                .iter()
                .take(4)
                .map(|year| year.value),
        );
        let now = clock.this_year();
        for word in mentions.relative_years_in(&before).iter().rev().take(4) {
            years.extend(now.iter().map(|year| year + word.offset));
        }
    }
    years.sort_unstable();
    years.dedup();
    years
}

/// The years around the day of a report that one of its dates can mean: what is past by then may have
/// been in that year or, early in it, in the one before; what is not must have been in the one
/// before, unless it is announced.
fn around(report: &Day, date: &Date, ahead: bool) -> Vec<i32> {
    let later = (date.month, date.day.unwrap_or(31)) > (report.month, report.day.unwrap_or(31));
    let mut years = vec![report.year];
    if !ahead && (later || report.month <= 4) {
        years.push(report.year - 1);
    }
    if !later && (ahead || report.month >= 10) {
        years.push(report.year + 1);
    }
    years
}
