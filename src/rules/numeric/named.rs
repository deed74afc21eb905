//! Places counted, and their names in brackets behind: 「三市（甲市、乙市、丙市）」, 「3区2县（…）」.

use std::ops::Range;

use super::listed::miscounted;
use crate::{
    language::han::is_han,
    language::terms::{Terms, terms},
    reading::{
        figures::{
            quantity::{Family, ONE, Quantity},
            statement::{Statement, cut},
        },
        lists::joints,
    },
    rules::Findings,
};

/// Kinds of places, which end the names of such places.
const PLACES: [&str; 7] = ["省", "市", "区", "县", "乡", "镇", "村"];

/// Kinds that stand behind 个.
static KINDS: Terms = terms!("省份 市 县 区 乡镇 镇 乡 街道 社区 行政村 村 园区 片区 林场");

/// The longest bracket that is read, in bytes, and the most places that are named one by one.
const LONGEST: usize = 1_500;
const MOST: i128 = 30;

/// What a figure counts: a kind of place, and the end of the figure with its kind.
fn kind<'a>(text: &'a str, quantity: &Quantity) -> Option<(&'a str, usize)> {
    let end = quantity.range.end;
    let unit = quantity.unit.name;
    if let Some(start) = end
        .checked_sub(unit.len())
        .filter(|_| PLACES.contains(&unit))
    {
        return Some((text.get(start..end)?, end));
    }
    if !matches!(unit, "个" | "個") {
        return None;
    }
    let rest = text.get(end..)?;
    let name = KINDS.begins(rest).max_by_key(|kind| kind.len())?;
    let (last, _) = name.char_indices().next_back()?;
    Some((rest.get(last..name.len())?, end + name.len()))
}

/// The bracket that opens at `at`: what stands inside.
fn bracket(text: &str, at: usize, end: usize) -> Option<Range<usize>> {
    let mut stop = end.min(at.saturating_add(LONGEST));
    while !text.is_char_boundary(stop) {
        stop -= 1;
    }
    let rest = text.get(at..stop)?;
    let inside = rest.strip_prefix(['（', '('])?;
    let from = at + rest.len() - inside.len();
    let close = inside.find(['）', ')', '（', '('])?;
    let closes = inside.get(close..)?.starts_with(['）', ')']);
    closes.then_some(from..from + close)
}

/// Compares numbers of places with the names in the bracket behind them. Only names that all end
/// with the kinds that were counted are certain to be the places meant.
pub(crate) fn check_named(text: &str, statement: &Statement, out: &mut Findings) {
    /// How many figures may stand side by side before the bracket.
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
