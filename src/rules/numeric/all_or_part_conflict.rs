//! “All” beside a share that is less, “more than planned” beside a share below a hundred.

use super::shared::printed;
use crate::{
    document::Document,
    rules::{Check, Finding, Findings, Settings},
    text::{quantity::ONE, statement::Statement},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Document, out: &mut Findings) {
    let text = &*doc.text;
    for statement in &doc.quantities().statements {
        for index in 0..statement.figures.len() {
            check_rate(text, statement, index, out);
        }
    }
}

/// What was done to all, with the rates that must then be 100%.
const DONE: [&str; 12] = [
    "办复", "办结", "答复", "完成", "整改", "落实", "合格", "达标", "通过", "见面", "反馈", "脱贫",
];
const ALL: [&str; 5] = ["全部", "全都", "均已", "已全部", "百分之百"];
const BEYOND: [&str; 3] = ["超额完成", "超额实现", "超额兑现"];

/// How far back the words may stand, in bytes: the clauses of one statement.
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

/// The text of the sentence before `offset`, as far back as a claim reaches.
fn before<'a>(text: &'a str, statement: &Statement, offset: usize) -> &'a str {
    let head = text.get(statement.range.start..offset).unwrap_or_default();
    let mut from = head.len().saturating_sub(REACH);
    while !head.is_char_boundary(from) {
        from += 1;
    }
    head.get(from..).unwrap_or_default()
}
