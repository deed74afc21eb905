//! The year in the title of a summary or of a plan against the days that the draft gives.

use std::ops::Range;

use crate::{
    document::{Block, Kind},
    reading::Draft,
    reading::calendar::mentions::Year,
    rules::{Finding, Findings},
    scan::word_set::WordSet,
};
use std::sync::OnceLock;

/// The only words that a title of a whole year's summary has after the year.
const SUMMARY: [&str; 16] = [
    "年度", "度", "全年", "年终", "个人", "述职", "述责", "述廉", "述德", "述学", "履职", "工作",
    "情况", "总结", "报告", "的",
];
/// One of these makes it look back.
const BACK: [&str; 2] = ["总结", "述职"];
/// Words of a title that looks ahead on the year it names.
const PLAN: [&str; 9] = [
    "工作要点",
    "工作计划",
    "工作方案",
    "实施方案",
    "工作安排",
    "任务分解",
    "任务分工",
    "重点任务",
    "任务清单",
];
/// Titles of plans that begin before their year, or look back too.
const OTHER: [&str; 5] = ["总结", "回顾", "调整", "学年", "完成情况"];
/// What a deadline is after.
const DEADLINES: [&str; 6] = [
    "完成时限",
    "完成时间",
    "办结时限",
    "时限要求",
    "时间节点",
    "整改时限",
];
/// In how many blocks from the beginning a title is, and its longest form in bytes.
const HEAD: usize = 6;
const LONGEST: usize = 180;

/// Compares the year of a summary's title with the draft's date: a whole year is not summed up
/// before its last months. A summary of a campaign or of a part of the year is left alone.
pub(crate) fn check_title_date(doc: &Draft, out: &mut Findings) {
    let Some(day) = &doc.profile().clock.report else {
        return;
    };
    let Some((block, year)) = titles(doc).find(|(block, year)| {
        let after = doc.text.get(year.range.end..block.range.end);
        after.is_some_and(|after| {
            BACK.iter().any(|word| after.contains(word)) && made_of(after, &SUMMARY)
        })
    }) else {
        return;
    };
    if year.value < day.year || year.value == day.year && day.month > 2 {
        out.verify();
        return;
    }
    out.report(
        Finding::new(block.range.clone())
            .message("reviewed-future")
            .arg("heading", doc.block_text(block))
            .arg("year", year.value)
            .arg(
                "before",
                if day.month > 2 {
                    day.year
                } else {
                    day.year - 1
                },
            )
            .arg("date", doc.text.get(day.range.clone()).unwrap_or_default())
            .related(day.range.clone(), "dated-here"),
    );
}

/// Whether `text` is made of `words` alone.
fn made_of(text: &str, words: &[&str]) -> bool {
    let mut rest = text.trim();
    while !rest.is_empty() {
        let Some(next) = words.iter().find_map(|word| rest.strip_prefix(word)) else {
            return false;
        };
        rest = next;
    }
    true
}

/// Holds the deadlines of a plan against the year in its title: 「2025年工作要点」 has nothing to be
/// done by the end of 2024, unless it is dated before that.
pub(crate) fn check_deadlines(doc: &Draft, out: &mut Findings) {
    static WORDS: OnceLock<WordSet> = OnceLock::new();
    let words = WORDS.get_or_init(|| WordSet::new(DEADLINES));
    if !words.stand_in(doc) {
        return;
    }
    let report = doc.profile().clock.report.as_ref();
    let Some((block, plan)) = titles(doc).find(|(block, _)| {
        let text = doc.block_text(block);
        PLAN.iter().any(|word| text.contains(word)) && !OTHER.iter().any(|word| text.contains(word))
    }) else {
        return;
    };
    if report.is_some_and(|day| day.year < plan.value) {
        return;
    }
    for (_, word) in words.find(doc) {
        let Some(span) = deadline(doc, word.end) else {
            continue;
        };
        let Some(year) = doc.mentions().years_in(&span).first() else {
            continue;
        };
        if year.value >= plan.value {
            out.verify();
            continue;
        }
        out.report(
            Finding::new(span.clone())
                .message("deadline-past")
                .arg("found", doc.text.get(span).unwrap_or_default())
                .arg("heading", doc.block_text(block))
                .arg("year", plan.value)
                .related(block.range.clone(), "planned-here"),
        );
    }
}

/// The day after the word that ends at `at`: ：2024年12月底.
fn deadline(doc: &Draft, at: usize) -> Option<Range<usize>> {
    let rest = doc.text.get(at..)?;
    let bare = rest.trim_start_matches(['：', ':', '为', ' ', '于', '在', '\u{3000}']);
    let start = at + rest.len() - bare.len();
    let date = doc
        .mentions()
        .dates_in(&(start..start + 40))
        .first()
        .filter(|date| date.range.start == start && date.year.is_some())?;
    let after = doc.text.get(date.range.end..)?;
    let tail = ["底前", "底", "末", "前"]
        .iter()
        .find(|word| after.starts_with(**word));
    // A period that began before, 2024年12月至2025年6月, is none.
    let end = date.range.end + tail.map_or(0, |word| word.len());
    let next = doc.text.get(end..)?;
    (!next.starts_with(['至', '到', '—', '-', '～', '－', '起', '、'])).then_some(start..end)
}

/// The title lines that name one year and no day.
fn titles(doc: &Draft) -> impl Iterator<Item = (&Block, &Year)> {
    let mentions = doc.mentions();
    doc.blocks.iter().take(HEAD).filter_map(move |block| {
        let [year] = mentions.years_in(&block.range) else {
            return None;
        };
        let line = block.is_heading() || matches!(block.kind, Kind::Meta(_));
        let short = block.range.len() <= LONGEST && block.label.is_none();
        (line && short && mentions.dates_in(&block.range).is_empty()).then_some((block, year))
    })
}
