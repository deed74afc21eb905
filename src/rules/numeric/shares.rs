//! Shares of one whole, which add up to a hundred.

use std::ops::Range;

use super::{number, slip};
use crate::{
    language::terms::{Terms, terms},
    reading::{
        figures::{
            quantity::{Amount, ONE, Quantity},
            statement::Statement,
        },
        frames::{Frame, Role},
    },
    rules::{Finding, Findings},
};

const HUNDRED: i128 = 100 * ONE;

/// Words that say of what the shares are.
pub(super) static STRUCTURE: Terms = terms!("三次产业 产业结构 一二三产 第一、二、三产业");

/// 「三次产业比重为8.4%、41.2%、50.4%」 「三次产业结构由8.7∶41.2∶50.1调整为7.4∶39.6∶53」
pub(crate) fn check_shares(text: &str, statement: &Statement, out: &mut Findings) {
    let sentence = text.get(statement.range.clone()).unwrap_or_default();
    if statement.figures.len() < 3 || !STRUCTURE.stand_in(sentence) {
        return;
    }
    let mut at = 0;
    while let Some(run) = statement.figures.get(at..at + 3) {
        let quantities: Vec<&Quantity> = run.iter().map(|figure| &figure.quantity).collect();
        let listed = run[1..].iter().all(|figure| {
            matches!(figure.mark, '、' | '\0')
                && matches!(figure.label(text), "" | "和" | "及" | "与")
        });
        let shares = quantities
            .iter()
            .all(|quantity| quantity.is_percent() && quantity.is_exact());
        let grows = run[0].label(text).contains("增长") || run[0].label(text).contains("贡献");
        let ends = statement
            .figures
            .get(at + 3)
            .is_none_or(|next| next.mark != '、');
        if listed && shares && ends && !grows {
            let shares: Vec<Amount> = quantities.iter().map(|quantity| quantity.plain).collect();
            let span = quantities[0].range.start..quantities[2].range.end;
            judge_shares(span, &shares, out);
            at += 3;
        } else {
            at += 1;
        }
    }
    for (span, shares) in ratios(text, statement) {
        judge_shares(span, &shares, out);
    }
}

/// What `shares` make.
fn added(shares: &[Amount]) -> Amount {
    let none = Amount { value: 0, half: 0 };
    shares.iter().fold(none, |total, share| total.plus(*share))
}

/// Whether `shares`, which are all there are, make a hundred.
pub(crate) fn judge_shares(span: Range<usize>, shares: &[Amount], out: &mut Findings) {
    let added = added(shares);
    // Rounding moves each share by half a place; figures that are cut off may fall short by one
    // place more.
    let cut = if added.value < HUNDRED {
        shares.iter().map(|share| share.half).max().unwrap_or(0) * 2
    } else {
        0
    };
    let slack = added.half + cut;
    if (added.value - HUNDRED).abs() <= slack {
        out.verify();
        return;
    }
    out.report(not_hundred(span, shares, added));
}

/// The finding that `shares` make `added`, and no hundred.
fn not_hundred(span: Range<usize>, shares: &[Amount], added: Amount) -> Finding {
    let terms: Vec<String> = shares.iter().map(|share| number(share.value)).collect();
    Finding::new(span)
        .message("shares")
        .arg("sum", terms.join("+"))
        .arg("added", number(added.value))
}

/// How many shares make a list that is meant to make a hundred.
const SHARES: usize = 4;

/// Shares ≤ 100, where one slip explains more. 「其中，民生投资占44%，创新占16%，基础设施占23%，重建占27%」
pub(crate) fn check_surplus_shares(text: &str, frames: &[Frame], out: &mut Findings) {
    let is_share = |frame: &Frame| {
        frame.role == Role::Share
            && frame.quantity().is_percent()
            && frame.quantity().is_exact()
            && frame.words(text).ends_with('占')
    };
    let same = |one: &Frame, next: &Frame| {
        is_share(one) && is_share(next) && one.figure.depth == next.figure.depth
    };
    for run in frames.chunk_by(same).filter(|run| run.len() >= SHARES) {
        let shares: Vec<Amount> = run.iter().map(|frame| frame.quantity().plain).collect();
        let added = added(&shares);
        let over = added.value - HUNDRED;
        if over <= added.half {
            out.verify();
            continue;
        }
        let slipped = run.iter().any(|frame| {
            let decimals = usize::try_from(frame.quantity().decimals).unwrap_or(0);
            let shown = |value: i128| format!("{:.decimals$}", Amount { value, half: 0 }.float());
            let stated = frame.quantity().plain.value;
            [0, added.half, -added.half].iter().any(|off| {
                let right = stated - over + off;
                right > 0 && slip(&shown(stated), &shown(right)).is_some()
            })
        });
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            continue;
        };
        if slipped && over <= HUNDRED {
            let span = first.quantity().range.start..last.quantity().range.end;
            out.report(not_hundred(span, &shares, added));
        }
    }
}

/// The ratios of three numbers, 8.4∶41.2∶50.4.
fn ratios(text: &str, statement: &Statement) -> Vec<(Range<usize>, Vec<Amount>)> {
    let mut out = Vec::new();
    let found: Vec<&Quantity> = statement
        .figures
        .iter()
        .map(|figure| &figure.quantity)
        .collect();
    for run in found.windows(3) {
        let joined = run.windows(2).all(|pair| {
            matches!(
                text.get(pair[0].range.end..pair[1].range.start),
                Some("∶" | ":" | "：")
            )
        });
        // 10∶40∶55 is meant to make a hundred, 1∶2∶3 is not.
        let decimals = run.iter().any(|quantity| quantity.decimals > 0);
        let added: i128 = run.iter().map(|quantity| quantity.plain.value).sum();
        let near = (HUNDRED * 9 / 10..=HUNDRED * 11 / 10).contains(&added);
        if joined && (decimals || near) {
            out.push((
                run[0].range.start..run[2].range.end,
                run.iter().map(|quantity| quantity.plain).collect(),
            ));
        }
    }
    out
}
