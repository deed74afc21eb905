//! Ranks that rise to a larger number, or fall to a smaller one.

use std::ops::Range;

use super::{Direction, direction};
use crate::{
    language::terms::{Terms, terms},
    reading::Draft,
    reading::figures::{
        quantity::{Family, ONE},
        ranks::{Rank, ranks},
        statement::{Statement, is_mark},
    },
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let found = ranks(doc);
    for (rank, next) in found.iter().zip(found.iter().skip(1)) {
        if doc.block_at(rank.range.start) == doc.block_at(next.range.start) {
            check_move(text, rank, next, out);
        }
    }
    for rank in &found {
        check_size(doc, rank, out);
    }
}

/// The longest text between the two ranks, in characters.
const LONGEST_LINK: usize = 16;

/// Verbs of ranks beside those of values.
static UP: Terms = terms!("前移 跃居 进位 晋升 上移 前进 跃至 跃升");
static DOWN: Terms = Terms::new(&["后移", "退至", "退到", "下滑"]);

/// 「由全省第9位上升到第6位」
fn check_move(text: &str, from: &Rank, to: &Rank, out: &mut Findings) {
    let link = text.get(from.range.end..to.range.start).unwrap_or_default();
    if link.contains(is_mark)
        || link.chars().count() > LONGEST_LINK
        || !link.contains(['到', '至', '为', '居', '位'])
    {
        return;
    }
    let told = direction(link).or_else(|| {
        if UP.stand_in(link) {
            Some(Direction::Up)
        } else if DOWN.stand_in(link) {
            Some(Direction::Down)
        } else {
            None
        }
    });
    let Some(told) = told else { return };
    let holds = match told {
        Direction::Up => to.value < from.value,
        Direction::Down => to.value > from.value,
    };
    if holds {
        out.verify();
        return;
    }
    if to.value == from.value {
        return;
    }
    let key = match told {
        Direction::Up => "not-up",
        Direction::Down => "not-down",
    };
    out.report(
        Finding::new(from.range.start..to.range.end)
            .message(key)
            .arg("from", text.get(from.range.clone()).unwrap_or_default())
            .arg("to", text.get(to.range.clone()).unwrap_or_default()),
    );
}

/// 「在全市11个县区中位列第12位」
fn check_size(doc: &Draft, rank: &Rank, out: &mut Findings) {
    let text = &*doc.text;
    let statements = &doc.quantities().statements;
    let at = statements.partition_point(|statement| statement.range.end <= rank.range.start);
    let Some(statement) = statements
        .get(at)
        .filter(|statement| statement.range.start <= rank.range.start)
    else {
        return;
    };
    let Some((size, words)) = size_of(text, statement, rank) else {
        return;
    };
    if rank.value <= size {
        out.verify();
        return;
    }
    out.report(
        Finding::new(rank.range.clone())
            .message("beyond")
            .arg("rank", text.get(rank.range.clone()).unwrap_or_default())
            .arg("size", text.get(words.clone()).unwrap_or_default())
            .related(words, "size"),
    );
}

/// The number of those ranked: 「11个县区中」 right before the rank.
fn size_of(text: &str, statement: &Statement, rank: &Rank) -> Option<(u64, Range<usize>)> {
    let after = statement
        .figures
        .partition_point(|figure| figure.quantity.range.end <= rank.range.start);
    let figure = statement.figures.get(after.checked_sub(1)?)?;
    let link = text.get(figure.quantity.range.end..rank.range.start)?;
    let among =
        link.chars().count() <= LONGEST_LINK && link.contains('中') && !link.contains(is_mark);
    let value = figure.quantity.plain.value;
    // 「10年前中国位列第34名」 says when.
    let among = among && figure.quantity.unit.family != Family::Duration;
    (among && figure.quantity.is_exact() && figure.quantity.is_countable() && value % ONE == 0)
        .then(|| {
            Some((
                u64::try_from(value / ONE).ok()?,
                figure.quantity.range.clone(),
            ))
        })
        .flatten()
}
