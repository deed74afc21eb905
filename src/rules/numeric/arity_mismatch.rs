//! 分别 with another number of values than names.

use std::ops::Range;

use super::{WINDOW, direction};
use crate::{
    reading::Draft,
    reading::figures::{
        quantity::{Family, ONE},
        statement::{Figure, Statement, is_mark, split_list},
    },
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

const RESPECTIVELY: &str = "分别";

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
                if verb.chars().count() <= 8 && !verb.contains(['在', '于', '与', '和', '从', '由'])
                {
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
    // 「三个片区分别投入…」: the number of names is given instead of the names.
    let number = first
        .checked_sub(1)
        .map(|before| &figures[before])
        .filter(|number| {
            text.get(number.quantity.range.end..at)
                .is_some_and(|between| !between.contains(is_mark) && between.chars().count() <= 8)
                && number.depth == head.depth
        });
    if let Some(number) = number {
        judge_number(text, number, &values, out);
        return;
    }
    let Some(names) = names(text, statement.range.start, at) else {
        return;
    };
    let place = names.first().map_or(at, |first| first.start)..at;
    let words = text.get(place.clone()).unwrap_or_default();
    if words.contains('等') {
        out.silent(place, "silent-names", &[]);
        return;
    }
    // 「游客数量和游客总花费」 is two names or, for all we know, one.
    let joints = words
        .chars()
        .filter(|c| matches!(c, '和' | '与' | '及'))
        .count();
    let (least, most) = (names.len(), names.len() + joints);
    if (least..=most).contains(&values.len()) {
        out.verify();
        return;
    }
    // 「分别增长5%、6%和7%、8%」: two values each.
    if least == 1 && words.contains("城乡") && values.len() == 2 {
        out.verify();
        return;
    }
    let several = (least..=most).any(|names| values.len().is_multiple_of(names));
    if several || joints > 1 || least < 2 {
        out.silent(place, "silent-names", &[]);
        return;
    }
    report(text, place, names.len() + joints, &values, out);
}

/// The values that follow 分别, the one at `first` included; `None` where the list goes on with
/// something that is no value of this kind.
fn values<'a>(text: &str, statement: &'a Statement, first: usize) -> Option<Vec<&'a Figure>> {
    let figures = &statement.figures;
    let head = &figures[first];
    let mut values = vec![head];
    for figure in figures.iter().skip(first + 1).take(WINDOW) {
        let label = figure.label(text);
        let joint = matches!(label, "和" | "及" | "与" | "以及");
        if figure.depth > head.depth {
            continue;
        }
        let joined = match figure.mark {
            '、' => label.is_empty(),
            '\0' => joint,
            '）' | ')' => joint || label.is_empty(),
            _ => false,
        };
        // Units may differ: 「分别达到1.35亿人次、453.8万吨」; 「1.28万亿、8200亿元」 has it once.
        if !joined {
            let goes_on =
                figure.mark == '、' || figure.mark == '\0' && label.contains(['和', '及', '与']);
            return (!goes_on).then_some(values);
        }
        values.push(figure);
    }
    Some(values)
}

/// 「近三年立案数分别为210件、235件」
fn judge_number(text: &str, number: &Figure, values: &[&Figure], out: &mut Findings) {
    let quantity = &number.quantity;
    let things = matches!(
        quantity.unit.family,
        Family::Count | Family::People | Family::Duration
    );
    let value = quantity.plain.value;
    // 近三年 is three years.
    let sure = quantity.is_exact() || quantity.unit.family == Family::Duration;
    if !things || !sure || value % ONE != 0 || !(2 * ONE..=20 * ONE).contains(&value) {
        return;
    }
    let named = usize::try_from(value / ONE).unwrap_or(0);
    if named == values.len() {
        out.verify();
        return;
    }
    if values.len().is_multiple_of(named) || direction(number.label(text)).is_some() {
        out.silent(quantity.range.clone(), "silent-names", &[]);
        return;
    }
    report(text, quantity.range.clone(), named, values, out);
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

/// The names before 分别: the list of its own clause, or of the clause before where 分别 begins one.
fn names(text: &str, from: usize, at: usize) -> Option<Vec<Range<usize>>> {
    let head = text.get(from..at)?;
    let trimmed = head.trim_end_matches(['，', ',']);
    let end = from + trimmed.len();
    let start = trimmed
        .char_indices()
        .rev()
        .take(200)
        .find(|&(_, c)| is_mark(c) && c != '、')
        .map_or(from, |(position, c)| from + position + c.len_utf8());
    let items = split_list(text, start..end);
    (!items.is_empty()).then_some(items)
}
