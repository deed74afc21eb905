//! What the rules of numbers share: figures that go together, sums and quotients with their slack,
//! the usual slips of the keyboard, and figures as a proof prints them.

mod all_or_part_conflict;
mod apposition;
mod approximation_conflict;
mod arity_mismatch;
mod clock_times;
mod enumeration_count_mismatch;
mod growth_mismatch;
mod headings;
mod identities;
mod impossible_number;
mod listed;
mod listed_shares;
mod named;
mod parts_total_mismatch;
mod percentage_mismatch;
mod rank_direction;
mod restated_number_conflict;
mod reversed_range;
mod shares;
mod slogans;
mod sums;
mod tables;
mod unit_scale_slip;

use std::{borrow::Cow, ops::Range, sync::OnceLock};

use crate::{
    reading::Draft,
    reading::figures::{
        quantity::{Amount, ONE, Quantity, digits},
        statement::{Figure, Statement},
    },
    rules::{Build, Finding},
    scan::word_set::WordSet,
};

pub(crate) use crate::reading::{
    calendar::year_scope::contains as has_any,
    frames::{Way as Direction, way as direction},
};
pub(crate) use apposition::check_apposition;
pub(crate) use clock_times::check_clock_times;
pub(crate) use headings::check_heading;
pub(crate) use identities::{
    Economy, check_increments, check_leads, check_nested, check_parts, check_share_of_total,
};
pub(crate) use listed::{miscounted, miscounted_run};
pub(crate) use listed_shares::check_listed_shares;
pub(crate) use named::check_named;
pub(crate) use shares::{check_shares, check_surplus_shares, judge_shares};
pub(crate) use slogans::check_slogans;
pub(crate) use sums::{
    CLOSE, Sum, check_filing, check_flow, check_halves, check_increase, check_remainder,
    check_stated_sums, check_votes,
};
pub(crate) use tables::check_tables;

/// The checks of this category, by the names of their pages.
pub(super) const CHECKS: &[(&str, Build)] = &[
    ("all-or-part-conflict", all_or_part_conflict::new),
    ("approximation-conflict", approximation_conflict::new),
    ("arity-mismatch", arity_mismatch::new),
    (
        "enumeration-count-mismatch",
        enumeration_count_mismatch::new,
    ),
    ("growth-mismatch", growth_mismatch::new),
    ("impossible-number", impossible_number::new),
    ("parts-total-mismatch", parts_total_mismatch::new),
    ("percentage-mismatch", percentage_mismatch::new),
    ("rank-direction", rank_direction::new),
    ("restated-number-conflict", restated_number_conflict::new),
    ("reversed-range", reversed_range::new),
    ("unit-scale-slip", unit_scale_slip::new),
];

/// Which of the words are in a draft that some checks of sums cannot do without.
pub(crate) struct WordsPresent {
    /// Words of what came in.
    pub(crate) came_in: bool,
    /// Words of what is left.
    pub(crate) left: bool,
    /// Words of who was present.
    pub(crate) present: bool,
    /// Words of a structure in shares.
    pub(crate) structure: bool,
}

impl WordsPresent {
    /// Looks for them in `doc`.
    pub(crate) fn read(doc: &Draft) -> Self {
        static WORDS: OnceLock<[WordSet; 5]> = OnceLock::new();
        let words = WORDS.get_or_init(|| {
            [
                &sums::CAME_IN,
                &sums::LEFT,
                &sums::UNDER_WAY,
                &sums::PRESENT,
                &shares::STRUCTURE,
            ]
            .map(|terms| WordSet::new(terms.words()))
        });
        let [came_in, left, under_way, present, structure] =
            words.each_ref().map(|words| words.stand_in(doc));
        Self {
            came_in,
            left: left || under_way,
            present,
            structure,
        }
    }
}

/// How many figures back a rule looks, so that a sentence of a million numbers costs no more.
pub(crate) const WINDOW: usize = 24;

/// How far around a figure its sentence is read, in bytes.
const REACH: usize = 480;

/// The part of the sentence around `offset`: all of it, unless it is of monstrous length.
pub(crate) fn near<'a>(text: &'a str, sentence: &Range<usize>, offset: usize) -> &'a str {
    let mut start = offset.saturating_sub(REACH).max(sentence.start);
    let mut end = offset.saturating_add(REACH).min(sentence.end);
    while start < end && !text.is_char_boundary(start) {
        start += 1;
    }
    while end > start && !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(start..end).unwrap_or_default()
}

/// The figures before `index` that a rule may look at, the nearest first.
pub(crate) fn before(
    statement: &Statement,
    index: usize,
) -> impl Iterator<Item = (usize, &Figure)> + '_ {
    let first = index.saturating_sub(WINDOW);
    (first..index)
        .rev()
        .filter_map(|at| statement.figures.get(at).map(|figure| (at, figure)))
}

/// The figures before `index` that count the same thing as `quantity`, the nearest first.
pub(crate) fn same_unit_before<'a>(
    statement: &'a Statement,
    index: usize,
    quantity: &'a Quantity,
) -> impl Iterator<Item = (usize, &'a Figure)> + 'a {
    before(statement, index).filter(|(_, figure)| figure.quantity.unit.comparable(quantity.unit))
}

/// 万元, 件, 亩: what is after the digits of a figure.
pub(crate) fn suffix<'a>(text: &'a str, quantity: &Quantity) -> Cow<'a, str> {
    if quantity.han {
        let scale = match quantity.scale {
            10_000 => "万",
            100_000_000 => "亿",
            1_000_000_000_000 => "万亿",
            _ => "",
        };
        return Cow::Owned(format!("{scale}{}", quantity.unit.name));
    }
    let printed = text.get(quantity.range.clone()).unwrap_or_default();
    Cow::Borrowed(printed.trim_start_matches(|c: char| {
        c.is_ascii_digit()
            || ('０'..='９').contains(&c)
            || matches!(c, ',' | '，' | '.' | '．' | ' ' | '\u{a0}' | '\u{2009}')
    }))
}

/// `value`, in base units, as digits in the unit and scale of `like`, without the unit.
pub(crate) fn in_unit_of(value: i128, like: &Quantity) -> String {
    digits(value / like.unit.factor.max(1) / like.scale.max(1))
}

/// `value`, in base units, as `like` would be printed.
pub(crate) fn shown(text: &str, value: i128, like: &Quantity) -> String {
    format!("{}{}", in_unit_of(value, like), suffix(text, like))
}

/// The figure as printed.
pub(crate) fn printed<'a>(text: &'a str, quantity: &Quantity) -> &'a str {
    text.get(quantity.range.clone()).unwrap_or_default()
}

/// The sum of figures.
pub(crate) fn sum<'a>(figures: impl IntoIterator<Item = &'a Figure>) -> Amount {
    figures
        .into_iter()
        .fold(Amount { value: 0, half: 0 }, |total, figure| {
            total.plus(figure.quantity.amount)
        })
}

/// `128+97+46` in the unit of `like`.
pub(crate) fn terms<'a>(figures: impl IntoIterator<Item = &'a Figure>, like: &Quantity) -> String {
    let mut out = String::new();
    for figure in figures {
        if !out.is_empty() {
            out.push('+');
        }
        out.push_str(&in_unit_of(figure.quantity.amount.value, like));
    }
    out
}

/// The finding that `parts` do not make `total`, with the sum, the difference and the slip, where
/// one explains it.
pub(crate) fn miscalculated(
    text: &str,
    parts: &[&Figure],
    total: &Figure,
    slipped: Option<(&Figure, i128, Slip)>,
) -> Finding {
    let like = &total.quantity;
    let added = sum(parts.iter().copied()).value;
    let difference = (added - like.amount.value).abs();
    let mut finding = Finding::new(like.range.clone())
        .arg("sum", terms(parts.iter().copied(), like))
        .arg("added", in_unit_of(added, like))
        .arg("total", printed(text, like))
        .arg("difference", shown(text, difference, like));
    for part in parts {
        finding = finding.related(part.quantity.range.clone(), "part");
    }
    match slipped {
        Some((figure, right, kind)) => finding.related_with(
            figure.quantity.range.clone(),
            kind.key(),
            &[("right", shown(text, right, &figure.quantity))],
        ),
        None => finding,
    }
}

/// Digits enough that two figures are the same one.
pub(crate) const TELLING: usize = 3;

/// How many digits a fixed-point number has between the zeros at both ends.
pub(crate) fn significant(value: i128) -> usize {
    let value = value.unsigned_abs();
    let one = ONE.unsigned_abs();
    let (mut whole, mut fraction) = (value / one, value % one);
    let mut decimals = 8;
    while fraction != 0 && tenth(fraction) * 10 == fraction {
        fraction = tenth(fraction);
        decimals -= 1;
    }
    if fraction == 0 {
        decimals = 0;
        while whole != 0 && tenth(whole) * 10 == whole {
            whole = tenth(whole);
        }
    }
    let mut digits = decimals;
    while whole != 0 {
        whole = tenth(whole);
        digits += 1;
    }
    digits
}

/// A tenth of `value`, rounded down: few figures need more than 64 bits, which are divided faster.
fn tenth(value: u128) -> u128 {
    match u64::try_from(value) {
        Ok(value) => u128::from(value / 10),
        Err(_) => value / 10,
    }
}

/// A slip of the keyboard that turns one number into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slip {
    /// Two neighbouring digits are in the wrong order.
    Swapped,
    /// One digit is another.
    Digit,
}

impl Slip {
    /// The message key that says so.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Swapped => "slip-swapped",
            Self::Digit => "slip-digit",
        }
    }
}

/// The slip that makes `stated` out of `right`, both as digits.
pub(crate) fn slip(stated: &str, right: &str) -> Option<Slip> {
    let (stated, right) = (stated.as_bytes(), right.as_bytes());
    if stated.len() != right.len() || stated.len() < 2 {
        return None;
    }
    let differing: Vec<usize> = (0..stated.len())
        .filter(|&at| stated[at] != right[at])
        .take(3)
        .collect();
    match differing[..] {
        [_] => Some(Slip::Digit),
        [first, second]
            if second == first + 1
                && stated[first] == right[second]
                && stated[second] == right[first] =>
        {
            Some(Slip::Swapped)
        }
        _ => None,
    }
}

/// Where a sum goes wrong by one slip: the figure, what it should be and the slip. Swapped digits
/// speak louder than a changed one, the total louder than a part.
pub(crate) fn slip_in_sum<'a>(
    parts: &[&'a Figure],
    total: &'a Figure,
) -> Option<(&'a Figure, i128, Slip)> {
    let added = sum(parts.iter().copied()).value;
    let mut found = Vec::new();
    let stated = total.quantity.amount.value;
    let mut candidate = |figure: &'a Figure, right: i128| {
        if right <= 0 {
            return;
        }
        let like = &figure.quantity;
        let kind = slip(
            &in_unit_of(like.amount.value, like),
            &in_unit_of(right, like),
        );
        if let Some(kind) = kind {
            found.push((figure, right, kind));
        }
    };
    candidate(total, added);
    for part in parts {
        candidate(part, stated - (added - part.quantity.amount.value));
    }
    found
        .iter()
        .find(|(_, _, kind)| *kind == Slip::Swapped)
        .or(found.first())
        .copied()
}

/// A quotient with the interval that its operands' slack allows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quotient {
    pub(crate) value: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// `part / whole × 100`; `None` where the whole is nothing.
pub(crate) fn percent_of(part: Amount, whole: Amount) -> Option<Quotient> {
    let (low_part, high_part) = (part.float() - part.slack(), part.float() + part.slack());
    let (low_whole, high_whole) = (whole.float() - whole.slack(), whole.float() + whole.slack());
    (low_whole > 0.0 && low_part >= 0.0).then(|| Quotient {
        value: part.float() / whole.float() * 100.0,
        low: low_part / high_whole * 100.0,
        high: high_part / low_whole * 100.0,
    })
}

impl Quotient {
    /// Whether `stated`, rounded or cut off, can be this: one unit in its last place is allowed.
    pub(crate) fn fits(self, stated: &Quantity) -> bool {
        let place = place_of(stated);
        let value = stated.plain.float();
        value + place * 1.000_001 >= self.low && value - place * 1.000_001 <= self.high
    }

    /// As printed with the decimals of `like`, and one more where that is needed to show a difference.
    pub(crate) fn shown(self, like: &Quantity) -> String {
        let decimals = usize::try_from(like.decimals).unwrap_or(1).max(1);
        rounded(self.value, decimals)
    }
}

/// The finding that `part` is `quotient` percent of `whole`, and not `stated`.
pub(crate) fn misshared(
    text: &str,
    part: &Quantity,
    whole: &Quantity,
    (quotient, stated): (Quotient, &Quantity),
) -> Finding {
    let right = quotient.shown(stated);
    let finding = Finding::new(stated.range.clone())
        .arg("part", in_unit_of(part.amount.value, part))
        .arg("whole", in_unit_of(whole.amount.value, part))
        .arg("right", &right)
        .arg("stated", printed(text, stated))
        .related(part.range.clone(), "part")
        .related(whole.range.clone(), "whole");
    if slip(&number(stated.plain.value), &right) == Some(Slip::Swapped) {
        finding.related(stated.range.clone(), "slip-swapped")
    } else {
        finding
    }
}

/// The last printed place of a number.
pub(crate) fn place_of(quantity: &Quantity) -> f64 {
    10f64.powi(-i32::try_from(quantity.decimals).unwrap_or(0))
}

/// A plain number without its unit's decimals: 12.5, 80.
pub(crate) fn number(value: i128) -> String {
    digits(value)
}

/// The value of a float for a message: at most `decimals` decimals, no needless zeros.
pub(crate) fn rounded(value: f64, decimals: usize) -> String {
    let shown = format!("{value:.decimals$}");
    if shown.contains('.') {
        shown.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        shown
    }
}

/// Whether `amount` is a whole number.
pub(crate) fn is_whole(value: i128) -> bool {
    value % ONE == 0
}
