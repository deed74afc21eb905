//! Shares of one whole in a row: 「立案468件。经济建设方面154件，占32.9%；…」.

use super::{Quotient, misshared, percent_of, sum};
use crate::{
    language::terms::Terms,
    reading::figures::statement::{Figure, Statement},
    rules::Findings,
};

/// How many of the figures before a row may be its whole.
const LOOK_BACK: usize = 40;

/// The longest row that is looked at, and the least shares that prove a whole.
const LONGEST: usize = 24;
const PROOF: usize = 2;

/// Words of shares whose whole is everything that was counted.
static OF_ALL: Terms = Terms::new(&["总", "全部", "立案", "提案", "所有"]);

/// A part with its share.
struct Share<'a> {
    part: &'a Figure,
    stated: &'a Figure,
    /// How many exact figures are before it.
    before: usize,
    /// Whether the sentence itself says of what it is a share, so that another check judges it.
    judged: bool,
}

/// Reports the share in a row that does not follow from the whole which the others prove.
pub(crate) fn check_listed_shares(text: &str, statements: &[Statement], out: &mut Findings) {
    let mut figures: Vec<&Figure> = Vec::new();
    let mut row: Vec<Share<'_>> = Vec::new();
    let mut block = None;
    for statement in statements {
        if block != Some(statement.block) {
            judge(text, &figures, &row, out);
            row.clear();
            block = Some(statement.block);
        }
        let mut found = false;
        let from = figures.len();
        for (at, figure) in statement.figures.iter().enumerate() {
            if figure.quantity.is_countable() {
                figures.push(figure);
            }
            let part = at.checked_sub(1).and_then(|at| statement.figures.get(at));
            let Some(part) = part.filter(|part| is_share(text, part, figure)) else {
                continue;
            };
            let whole = figures[from..]
                .iter()
                .rev()
                .skip(1)
                .take(LOOK_BACK)
                .any(|whole| whole.quantity.unit.comparable(part.quantity.unit));
            found = true;
            if row.len() >= LONGEST {
                judge(text, &figures, &row, out);
                row.clear();
            }
            row.push(Share {
                part,
                stated: figure,
                before: figures.len(),
                judged: whole
                    && (part.label(text).contains("其中") || figure.label(text).contains('的')),
            });
        }
        if !found {
            judge(text, &figures, &row, out);
            row.clear();
        }
    }
    judge(text, &figures, &row, out);
}

/// 「A类286件，占61.1%」 「委员提案329件（占74.6%）」
fn is_share(text: &str, part: &Figure, stated: &Figure) -> bool {
    let Some(base) = stated.label(text).strip_prefix('占') else {
        return false;
    };
    let base = base
        .trim_start_matches('比')
        .trim_end_matches(['达', '到', '为'])
        .trim_end_matches('的');
    stated.quantity.is_percent()
        && stated.quantity.is_exact()
        && part.quantity.is_countable()
        && part.quantity.is_exact()
        && (base.is_empty()
            || OF_ALL.stand_in(base) && !base.contains(['市', '省', '国', '县', '区']))
}

fn quotient(share: &Share<'_>, whole: &Figure) -> Option<Quotient> {
    percent_of(share.part.quantity.amount, whole.quantity.amount)
        .filter(|_| share.part.quantity.unit.comparable(whole.quantity.unit))
}

fn fits(share: &Share<'_>, whole: &Figure) -> bool {
    quotient(share, whole).is_some_and(|quotient| quotient.fits(&share.stated.quantity))
}

fn judge(text: &str, figures: &[&Figure], row: &[Share<'_>], out: &mut Findings) {
    let Some(last) = row.last().filter(|_| row.len() >= PROOF) else {
        return;
    };
    let first = last.before.saturating_sub(LOOK_BACK + row.len());
    let wholes: Vec<&Figure> = figures
        .get(first..last.before)
        .unwrap_or_default()
        .iter()
        .copied()
        .filter(|whole| whole.quantity.is_exact())
        .collect();
    let unit = last.part.quantity.unit;
    let alike = row
        .iter()
        .all(|share| share.part.quantity.unit.comparable(unit));
    let added = sum(row.iter().map(|share| share.part));
    // The parts of a row that make the whole are shares of it, whatever the others say.
    let made = wholes
        .iter()
        .find(|whole| {
            alike
                && whole.quantity.unit.comparable(unit)
                && added.meets(whole.quantity.amount)
                && row
                    .iter()
                    .all(|share| whole.quantity.range.end < share.part.quantity.range.start)
        })
        .copied();
    let proven = made.map(|whole| (row.len(), whole)).or_else(|| {
        wholes
            .iter()
            .map(|whole| {
                (
                    row.iter().filter(|share| fits(share, whole)).count(),
                    *whole,
                )
            })
            .max_by_key(|(count, _)| *count)
            .filter(|(count, _)| *count >= PROOF && row.len() > PROOF)
    });
    let Some((count, whole)) = proven else {
        return;
    };
    let odd: Vec<&Share<'_>> = row
        .iter()
        .filter(|share| !wholes.iter().any(|whole| fits(share, whole)))
        .collect();
    // Where much does not fit, the row is of several wholes.
    if made.is_none() && (odd.len() > 1 || count + 1 < row.len() - row.len() / 3) {
        return;
    }
    for share in odd.into_iter().filter(|share| !share.judged) {
        if let Some(quotient) = quotient(share, whole) {
            let (part, stated) = (&share.part.quantity, &share.stated.quantity);
            out.report(misshared(text, part, &whole.quantity, (quotient, stated)));
        }
    }
}
