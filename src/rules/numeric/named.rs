//! Places counted, and their names in brackets behind: 「三市（甲市、乙市、丙市）」, 「3区2县（…）」.

use super::listed::miscounted;
use crate::{
    language::han::is_han,
    reading::{
        figures::{
            quantity::{Family, ONE, Quantity},
            statement::{Statement, cut},
        },
        lists::{
            joints,
            places::{MOST, bracket, kind},
        },
    },
    rules::Findings,
};

/// Compares numbers of places with the names in the bracket behind them. Only names that all end
/// with the kinds that were counted are certain to be the places meant.
pub(crate) fn check_named(text: &str, statement: &Statement, out: &mut Findings) {
    /// How many figures may be side by side before the bracket.
    const SIDE_BY_SIDE: usize = 4;
    for (at, figure) in statement.figures.iter().enumerate() {
        if figure.quantity.unit.family != Family::Count {
            continue;
        }
        let counts = matches!(figure.quantity.unit.name, "个" | "個");
        let behind = text.get(figure.quantity.range.end..).unwrap_or_default();
        if !counts && !behind.starts_with(['（', '(']) {
            continue;
        }
        let Some((last, end)) = kind(text, &figure.quantity) else {
            continue;
        };
        let Some(list) = bracket(text, end, statement.range.end) else {
            continue;
        };
        let content = text.get(list.clone()).unwrap_or_default();
        // 「（含柳河镇、青石镇）」
        let some = content.starts_with(['含', '如']) || content.starts_with("包括");
        if some || content.contains(['等', '，', ',', '；', ';', '：', ':']) {
            continue;
        }
        // 「3区2县」
        let mut counted = vec![(last, &figure.quantity)];
        let mut from = figure.quantity.range.start;
        for before in statement.figures[..at].iter().rev().take(SIDE_BY_SIDE) {
            let joint = match kind(text, &before.quantity) {
                Some((name, end)) => text
                    .get(end..from)
                    .filter(|joint| matches!(*joint, "" | "和" | "、"))
                    .map(|_| name),
                None => None,
            };
            let Some(name) = joint else { break };
            counted.push((name, &before.quantity));
            from = before.quantity.range.start;
        }
        let names: Vec<&str> = cut(text, list.clone(), |c| c == '、')
            .into_iter()
            .filter_map(|item| text.get(item))
            .map(str::trim)
            .collect();
        let whole = |quantity: &Quantity| {
            quantity.is_exact()
                && quantity.plain.value % ONE == 0
                && (1..=MOST).contains(&(quantity.plain.value / ONE))
        };
        let certain = names.len() >= 2
            && counted.iter().all(|(_, quantity)| whole(quantity))
            && names.iter().all(|name| {
                name.chars().all(is_han)
                    && joints(name).next().is_none()
                    && (2..=12).contains(&name.chars().count())
                    && counted.iter().any(|(kind, _)| name.ends_with(*kind))
            })
            && counted
                .iter()
                .enumerate()
                .all(|(at, (kind, _))| counted[..at].iter().all(|(other, _)| other != kind));
        if !certain {
            continue;
        }
        for (kind, quantity) in counted {
            let count = names.iter().filter(|name| name.ends_with(kind)).count();
            if i128::try_from(count).is_ok_and(|count| count * ONE == quantity.plain.value) {
                out.verify();
            } else {
                out.report(miscounted(text, &quantity.range, count).related(list.clone(), "list"));
            }
        }
    }
}
