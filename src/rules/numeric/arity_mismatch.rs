//! 分别 with another number of values than names.

use std::ops::Range;

use super::direction;
use crate::{
    language::terms::{Terms, terms},
    reading::Draft,
    reading::{
        figures::{
            quantity::{Family, ONE},
            statement::{Figure, Statement, is_mark},
        },
        lists::{
            open_mark,
            respective::{Told, bounds, names, told_before, values, without_adjuncts},
        },
    },
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

const RESPECTIVELY: &str = "分别";

/// Words with 于 that lead to a value.
static COMPARED: Terms = terms!("高于 低于 快于 多于 少于 优于 大于 等于");

fn check(doc: &Draft, out: &mut Findings) {
    if !doc.holds(RESPECTIVELY) {
        return;
    }
    let text = &*doc.text;
    for statement in &doc.quantities().statements {
        for (index, figure) in statement.figures.iter().enumerate() {
            let label = figure.label(text);
            if !label.contains(RESPECTIVELY) {
                continue;
            }
            if let Some(at) = label.rfind(RESPECTIVELY) {
                let verb = label.get(at + RESPECTIVELY.len()..).unwrap_or_default();
                // 「分别在三个县举行」: the number is no value of anything.
                let placed = verb.contains('于') && COMPARED.find(verb).is_none();
                // 「分别从771家、481家增加到1076家、636家」
                let from = matches!(verb.trim(), "从" | "由");
                let other = verb.contains(['在', '与', '和', '从', '由']) && !from;
                // 「分别向22个机关、12家企业反馈」: each to its own.
                let other = other || verb.starts_with(['向', '对', '给', '赴']);
                if verb.chars().count() <= 8 && !placed && !other {
                    judge(text, statement, index, out);
                }
            }
        }
    }
}

fn judge(text: &str, statement: &Statement, first: usize, out: &mut Findings) {
    let figures = &statement.figures;
    let Some(values) = values(text, statement, first) else {
        return;
    };
    let head = &figures[first];
    let Some(last) = values.last() else { return };
    if values.len() < 2 || last.tail(text, &statement.range).starts_with('等') {
        return;
    }
    let Some(at) = text
        .get(head.lead.clone())
        .and_then(|lead| lead.rfind(RESPECTIVELY))
        .map(|at| head.lead.start + at)
    else {
        return;
    };
    let before = text.get(statement.range.start..at).unwrap_or_default();
    let bare = without_adjuncts(before);
    let begins = bare.ends_with(['，', ',']) || bare.len() < before.len();
    // 「由46503元和16935元分别提高到…」
    let pair = first > 1
        && figures[first - 1].quantity.range.end == at
        && matches!(figures[first - 1].label(text), "" | "和" | "及" | "与");
    if (begins || pair)
        && let Some(named) = told_before(text, statement, first, at)
    {
        judge_told(text, &named, &values, out);
        return;
    }
    // 「三个片区分别投入…」: the number of names is given instead of the names.
    let number = first
        .checked_sub(1)
        .map(|before| &figures[before])
        .filter(|number| {
            text.get(number.quantity.range.end..at)
                .is_some_and(|between| !between.contains(is_mark) && between.chars().count() <= 8)
                && number.depth == head.depth
        });
    if let Some(number) = number.filter(|number| counts_names(number)) {
        judge_number(text, number, &values, out);
        return;
    }
    let names = names(
        text,
        statement.range.start,
        statement.range.start + bare.len(),
    );
    if names.items.is_empty() {
        return;
    }
    let place = names.range.clone();
    let words = text.get(place.clone()).unwrap_or_default();
    if open_mark(words).is_some() {
        out.silent(place, "silent-names", &[]);
        return;
    }
    let (least, most) = bounds(&names, words);
    if (least..=most).contains(&values.len()) {
        out.verify();
        return;
    }
    // 「分别增长5%、6%和7%、8%」: two values each.
    let several = (least..=most).any(|names| values.len().is_multiple_of(names));
    // 「50个步行街、商圈客流量、营业额」: the first joint may be among what is counted.
    let counted = values.len() < least
        && figures[..first]
            .iter()
            .any(|figure| place.contains(&figure.quantity.range.start) && counts_names(figure));
    if several || counted || most < 2 {
        out.silent(place, "silent-names", &[]);
        return;
    }
    report(text, place, most, &values, out);
}

fn judge_told(text: &str, told: &Told, values: &[&Figure], out: &mut Findings) {
    if told.count == values.len() {
        out.verify();
    } else if told.certain && !values.len().is_multiple_of(told.count)
        || told.count > 1 && values.len() > told.count
    {
        report(text, told.place.clone(), told.count, values, out);
    } else {
        out.silent(told.place.clone(), "silent-names", &[]);
    }
}

/// The most names that a number stands for.
const MOST_NAMES: i128 = 20;

/// Whether `number` may be that of the names: 「三个片区」, 「近三年」.
fn counts_names(number: &Figure) -> bool {
    matches!(
        number.quantity.unit.family,
        Family::Count | Family::People | Family::Duration
    )
}

/// 「近三年立案数分别为210件、235件」
fn judge_number(text: &str, number: &Figure, values: &[&Figure], out: &mut Findings) {
    let quantity = &number.quantity;
    let value = quantity.plain.value;
    // 近三年 is three years.
    let sure = quantity.is_exact() || quantity.unit.family == Family::Duration;
    if !sure || value % ONE != 0 || !(2 * ONE..=MOST_NAMES * ONE).contains(&value) {
        return;
    }
    let named = usize::try_from(value / ONE).unwrap_or(0);
    if named == values.len() {
        out.verify();
    } else if values.len().is_multiple_of(named) || direction(number.label(text)).is_some() {
        out.silent(quantity.range.clone(), "silent-names", &[]);
    } else {
        report(text, quantity.range.clone(), named, values, out);
    }
}

fn report(text: &str, names: Range<usize>, named: usize, values: &[&Figure], out: &mut Findings) {
    let Some((first, last)) = values.first().zip(values.last()) else {
        return;
    };
    let span = first.quantity.range.start..last.quantity.range.end;
    let printed = text.get(names.clone()).unwrap_or_default().to_owned();
    out.report(
        Finding::new(span)
            .arg("names", printed)
            .arg("named", named)
            .arg("values", values.len())
            .related(names, "names"),
    );
}
