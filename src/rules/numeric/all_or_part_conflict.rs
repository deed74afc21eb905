//! “All” beside a share that is less, “more than planned” beside a share below a hundred.

use std::ops::Range;

use super::{printed, same_unit_before};
use crate::{
    reading::Draft,
    reading::figures::{
        quantity::ONE,
        statement::{Statement, is_mark},
    },
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    for statement in &doc.quantities().statements {
        for index in 0..statement.figures.len() {
            check_rate(text, statement, index, out);
            check_count(text, statement, index, out);
        }
    }
}

/// What was done to all, with the rates that must then be 100%.
const DONE: [&str; 12] = [
    "办复", "办结", "答复", "完成", "整改", "落实", "合格", "达标", "通过", "见面", "反馈", "脱贫",
];
const ALL: [&str; 5] = ["全部", "全都", "均已", "已全部", "百分之百"];
const BEYOND: [&str; 3] = ["超额完成", "超额实现", "超额兑现"];

/// How far back the words may be, in bytes: the clauses of one statement.
const REACH: usize = 120;

fn check_rate(text: &str, statement: &Statement, index: usize, out: &mut Findings) {
    let figure = &statement.figures[index];
    if !figure.quantity.is_percent() || !figure.quantity.is_exact() {
        return;
    }
    let label = figure
        .label(text)
        .trim_end_matches(['达', '到', '为', '仅', '是', '的']);
    let before = before(text, statement, figure.lead.start);
    let rate = label.strip_suffix('率');
    let part = figure.quantity.plain.value < 100 * ONE;
    if let Some(stem) = rate.and_then(|name| DONE.iter().find(|stem| name.ends_with(**stem))) {
        let all = ALL
            .iter()
            .flat_map(|all| [format!("{all}{stem}"), format!("{all}按期{stem}")])
            .find_map(|phrase| before.rfind(&phrase).map(|at| (at, phrase)));
        if let Some((at, phrase)) = all {
            // 「初步全部办复…，首次办复率…」 are two things, an earlier 不 makes another sense.
            let head = before.get(..at).unwrap_or_default();
            if head.ends_with(['未', '不', '非']) {
                return;
            }
            if part {
                let start = figure.lead.start - before.len() + at;
                out.report(
                    Finding::new(figure.quantity.range.clone())
                        .arg("all", &phrase)
                        .arg("stated", printed(text, &figure.quantity))
                        .related(start..start + phrase.len(), "all"),
                );
            } else {
                out.verify();
            }
            return;
        }
    }
    let of_plan = rate.is_some_and(|name| name.ends_with("完成"))
        || label.starts_with("完成")
            && ["计划", "目标", "任务", "预算"]
                .iter()
                .any(|word| label.contains(word));
    if of_plan
        && let Some((at, phrase)) = BEYOND
            .iter()
            .find_map(|phrase| before.rfind(phrase).map(|at| (at, phrase)))
    {
        if figure.quantity.plain.value <= 100 * ONE {
            let start = figure.lead.start - before.len() + at;
            out.report(
                Finding::new(figure.quantity.range.clone())
                    .message("beyond")
                    .arg("all", phrase)
                    .arg("stated", printed(text, &figure.quantity))
                    .related(start..start + phrase.len(), "all"),
            );
        } else {
            out.verify();
        }
    }
}

/// 「办理28件，办结26件，全部办结」
fn check_count(text: &str, statement: &Statement, index: usize, out: &mut Findings) {
    let part = &statement.figures[index];
    let label = part
        .label(text)
        .trim_start_matches(['目', '前', '现', '已', '共']);
    if !part.quantity.is_countable()
        || !part.quantity.is_exact()
        || !COUNTED.contains(&label)
        || !part.tail(text, &statement.range).is_empty()
    {
        return;
    }
    let Some(clause) = claim(text, part.quantity.range.end, statement.range.end) else {
        return;
    };
    let mut wholes = same_unit_before(statement, index, &part.quantity)
        .map(|(_, whole)| whole)
        .filter(|whole| whole.depth <= part.depth);
    let Some(whole) = wholes.next() else { return };
    let amount = part.quantity.amount;
    let all = [whole]
        .into_iter()
        .chain(wholes)
        .all(|whole| whole.quantity.is_exact() && whole.quantity.amount.exceeds(amount));
    // One of the figures before may be what was all done.
    if !all {
        out.verify();
        return;
    }
    out.report(
        Finding::new(clause.clone())
            .message("count")
            .arg("whole", printed(text, &whole.quantity))
            .arg("part", printed(text, &part.quantity))
            .arg("all", text.get(clause).unwrap_or_default())
            .related(whole.quantity.range.clone(), "whole")
            .related(part.quantity.range.clone(), "part"),
    );
}

/// What is counted where all of it is said to be done.
const COUNTED: [&str; 10] = [
    "办结", "办复", "答复", "完成", "整改", "落实", "建成", "开工", "解决", "化解",
];
const MANNERS: [&str; 7] = ["按期", "按时", "如期", "超额", "已", "高质量", "圆满"];

/// The clause behind the mark at `at`, where it says no more than that all was done: 「，均已全部按期办结」.
fn claim(text: &str, at: usize, end: usize) -> Option<Range<usize>> {
    let rest = text.get(at..end)?;
    let clause = rest.strip_prefix(['，', ',', '、'])?;
    let stop = clause.find(is_mark).unwrap_or(clause.len());
    let clause = clause.get(..stop)?;
    let start = at + rest.find(clause)?;
    let mut words = clause
        .trim_start_matches(['均', '已', '现', '目', '前'])
        .strip_prefix("全部")?;
    while let Some(rest) = MANNERS.iter().find_map(|word| words.strip_prefix(word)) {
        words = rest;
    }
    COUNTED
        .contains(&words)
        .then_some(start..start + clause.len())
}

/// The text of the sentence before `offset`, as far back as a claim reaches.
fn before<'a>(text: &'a str, statement: &Statement, offset: usize) -> &'a str {
    let head = text.get(statement.range.start..offset).unwrap_or_default();
    let mut from = head.len().saturating_sub(REACH);
    while !head.is_char_boundary(from) {
        from += 1;
    }
    head.get(from..).unwrap_or_default()
}
