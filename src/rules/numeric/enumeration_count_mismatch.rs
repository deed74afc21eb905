//! A number of things announced, and another number of them listed.

use super::{
    check_apposition, check_heading, check_named, check_slogans, miscounted, miscounted_run,
};
use crate::{
    language::{
        numeral,
        terms::{Terms, terms},
    },
    reading::Draft,
    reading::{
        figures::{
            quantity::{Family, ONE, Quantity},
            statement::{Figure, Statement, cut, split_list},
        },
        lists::{
            self,
            announced::{announced, announces, leads_to_list, names_aspect},
            joints,
        },
        outline::inline_ordinals::{OrdinalRun, RunStyle, runs},
    },
    rules::{Check, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let runs = runs(doc);
    for run in &runs {
        if !check_run(doc, run, out) {
            check_heading(doc, run, promised, out);
        }
    }
    check_slogans(doc, out);
    for whole in &doc.quantities().statements {
        check_named(text, whole, out);
        for figure in &whole.figures {
            let Some(promised) = promised(&figure.quantity) else {
                continue;
            };
            // No list is longer, and a sentence of a million numbers costs no more.
            let statement = &Statement {
                range: whole.range.start
                    ..boundary(
                        text,
                        figure.quantity.range.end + LONGEST_LIST_BYTES,
                        whole.range.end,
                    ),
                block: whole.block,
                figures: Vec::new(),
            };
            let reported = out.found();
            check_recalled(doc, &runs, figure, promised, out);
            check_clauses(text, whole, figure, promised, out);
            check_apposition(text, whole, figure, promised, out);
            if out.found() == reported {
                check_list(text, statement, figure, promised, &runs, out);
            }
        }
    }
}

/// The longest list, in bytes.
const LONGEST_LIST_BYTES: usize = 3_000;

/// `offset`, or the boundary of characters before it, at most `end`.
fn boundary(text: &str, offset: usize, end: usize) -> usize {
    let mut at = offset.min(end);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The largest number of things that a sentence lists one by one.
const MOST: i128 = 30;

/// How many things a figure announces, where it is a number of things at all.
fn promised(quantity: &Quantity) -> Option<usize> {
    let value = quantity.plain.value;
    let things = matches!(quantity.unit.family, Family::Count | Family::People)
        && !matches!(quantity.unit.name, "成" | "期" | "届" | "字" | "票" | "只");
    if !things || !quantity.is_exact() || !(2 * ONE..=MOST * ONE).contains(&value) {
        return None;
    }
    (value % ONE == 0)
        .then(|| usize::try_from(value / ONE).ok())
        .flatten()
}

/// 「抓好三项工作：一是…二是…三是…四是…」; whether a number right before the run announces it.
fn check_run(doc: &Draft, run: &OrdinalRun, out: &mut Findings) -> bool {
    let text = &*doc.text;
    let Some(first) = run.members.first() else {
        return false;
    };
    let statements = &doc.quantities().statements;
    let at = statements.partition_point(|statement| statement.range.start < first.range.start);
    let announced = statements[at.saturating_sub(2)..at]
        .iter()
        .rev()
        .find_map(|statement| {
            let after = statement
                .figures
                .partition_point(|figure| figure.quantity.range.end <= first.range.start);
            statement.figures.get(after.checked_sub(1)?)
        });
    let Some(figure) = announced else {
        return false;
    };
    let place = &figure.quantity.range;
    let Some(promised) = promised(&figure.quantity) else {
        return false;
    };
    let link = text.get(place.end..first.range.start).unwrap_or_default();
    let aspects = figure.quantity.unit.name == "方面" && names_aspect(link, run.style);
    // 「从供给和需求两个方面」 has named them already.
    let label = figure.label(text);
    let listed = figure.mark == '、' || joints(label).next().is_some() && !label.ends_with('的');
    if !aspects && (listed || !announces(link)) && !leads_to_list(link, run.style) {
        return false;
    }
    let count = run.members.len();
    if count == promised {
        out.verify();
    } else if run.broken || count < promised && goes_on(doc, run) {
        out.silent(first.range.clone(), "silent-numbering", &[]);
    } else {
        out.report(miscounted_run(text, place, run));
    }
    true
}

/// Words that point back at what was listed.
static RECALLS: Terms = terms!("上述 以上");

/// How many blocks behind the last member its list is recalled.
const RECALLED_WITHIN: usize = 2;

/// No number that recalls a list is further off.
const FURTHEST: usize = 2;

/// 「（一）…（二）…（三）…」 and, right behind, 「上述三项任务」.
fn check_recalled(
    doc: &Draft,
    runs: &[OrdinalRun],
    figure: &Figure,
    promised: usize,
    out: &mut Findings,
) {
    let place = &figure.quantity.range;
    if RECALLS.end(figure.label(&doc.text)).is_none() {
        return;
    }
    let block = doc.block_at(place.start);
    let recent = runs.iter().filter(|run| {
        let last = run
            .members
            .last()
            .map_or(usize::MAX, |last| last.range.start);
        let far = block
            .zip(doc.block_at(last))
            .map(|(here, there)| here.checked_sub(there));
        last < place.start
            && far
                .flatten()
                .is_some_and(|blocks| blocks <= RECALLED_WITHIN)
    });
    let recent: Vec<&OrdinalRun> = recent.collect();
    let Some(run) = recent
        .iter()
        .max_by_key(|run| run.members.last().map(|last| last.range.start))
    else {
        return;
    };
    if recent.iter().any(|run| run.members.len() == promised) {
        out.verify();
    } else if run.broken || run.members.len().abs_diff(promised) > FURTHEST {
        out.silent(place.clone(), "silent-numbering", &[]);
    } else {
        out.report(miscounted_run(&doc.text, place, run));
    }
}

/// 「道路是实现途径，理论是行动指南，制度是根本保障，三者统一于实践」: clauses built alike, and how many they are.
fn check_clauses(
    text: &str,
    statement: &Statement,
    figure: &Figure,
    promised: usize,
    out: &mut Findings,
) {
    if figure.quantity.unit.name != "者"
        || !matches!(figure.mark, '，' | ',')
        || !figure.label(text).is_empty()
    {
        return;
    }
    let head = text
        .get(statement.range.start..figure.lead.start)
        .unwrap_or_default();
    let clauses = head
        .trim_end_matches(['，', ','])
        .rsplit(['，', ',', '；', ';']);
    let count = clauses.take_while(|clause| clause.contains('是')).count();
    if count == promised {
        out.verify();
    } else if count >= 2 && count.abs_diff(promised) == 1 {
        out.report(miscounted(text, &figure.quantity.range, count));
    }
}

/// Whether the next ordinal is further on: lists inside the items end a run before its time.
fn goes_on(doc: &Draft, run: &OrdinalRun) -> bool {
    /// How far, in bytes.
    const FAR: usize = 30_000;
    let text = &*doc.text;
    let Some(last) = run.members.last() else {
        return false;
    };
    let number = numeral::to_chinese(u64::from(last.number) + 1);
    let next = match run.style {
        RunStyle::Nth => format!("第{number}，"),
        RunStyle::Is => format!("{number}是"),
        _ => return false,
    };
    // What is in another paragraph continues no run inside one.
    let block = run.block.and_then(|at| doc.blocks.get(at));
    let end = block.map_or(last.range.end + FAR, |block| block.range.end);
    let end = boundary(text, end, text.len());
    text.get(last.range.end..end)
        .is_some_and(|rest| memchr::memmem::find(rest.as_bytes(), next.as_bytes()).is_some())
}

/// 「聚焦四个方面：产业升级、稳岗就业、教育公平、医疗服务。」
fn check_list(
    text: &str,
    statement: &Statement,
    figure: &Figure,
    promised: usize,
    runs: &[OrdinalRun],
    out: &mut Findings,
) {
    let place = &figure.quantity.range;
    let after = text.get(place.end..statement.range.end).unwrap_or_default();
    let Some(announced) = announced(after) else {
        return;
    };
    let link = after.get(..announced.at).unwrap_or_default();
    if link.contains('的') && !link.contains("方面的") || link.chars().any(|c| c.is_ascii_digit())
    {
        return;
    }
    let list_at = place.end + announced.at;
    let Some(mut list) = text.get(list_at..statement.range.end) else {
        return;
    };
    if announced.clause {
        // What follows the names is about something else.
        let names = cut(text, list_at..statement.range.end, |c| {
            matches!(c, '，' | ',' | '；' | ';' | '。')
        });
        let first = names.first().filter(|first| first.start == list_at);
        list = first
            .and_then(|first| text.get(first.clone()))
            .unwrap_or_default();
    }
    let list = list_at..list_at + list.trim_end_matches(['。', '！', '？', '；']).len();
    // Ordinals inside are counted as such.
    let at = runs.partition_point(|run| {
        run.members
            .first()
            .is_some_and(|first| first.range.start < list.start)
    });
    if runs.get(at).is_some_and(|run| {
        run.members
            .first()
            .is_some_and(|first| first.range.start < list.end)
    }) {
        return;
    }
    let content = text.get(list.clone()).unwrap_or_default();
    let items = split_list(text, list.clone());
    let count = items.len();
    let words: Vec<&str> = items
        .iter()
        .filter_map(|item| text.get(item.clone()))
        .map(str::trim)
        .collect();
    // 「中心二十八间，分别为长者中心九间、青年中心十九间」 gives the parts of a sum.
    let is_part = |word: &&&str| {
        word.strip_suffix(figure.quantity.unit.name)
            .is_some_and(|number| number.ends_with(numeral::is_chinese))
    };
    if count < 2 || words.iter().filter(is_part).count() >= 2 {
        return;
    }
    let last_joint = words
        .last()
        .is_some_and(|last| joints(last).next().is_some());
    if count == promised || last_joint && count + 1 == promised {
        out.verify();
        return;
    }
    // Semicolons leave no doubt where an item ends.
    let sure = content.matches(['；', ';']).count() >= 2;
    let open = lists::open_mark(if sure {
        words.last().unwrap_or(&"")
    } else {
        content
    })
    .is_some()
        || content.contains("以及其他")
        || announced.some && count < promised;
    let uneven = cut(text, list.clone(), |c| matches!(c, '，' | ',')).len() > 1
        && !content.contains(['；', ';']);
    let mixed = !sure
        && words.iter().any(|word| {
            joints(word).next().is_some()
                || word.chars().any(|c| c.is_ascii_digit())
                || word.chars().count() > 40
        });
    if open || uneven || mixed || !sure && content.contains('“') && count > promised {
        let reason = if open {
            "silent-open-list"
        } else {
            "silent-list"
        };
        out.silent(list, reason, &[]);
        return;
    }
    out.report(miscounted(text, place, count).related(list, "list"));
}
