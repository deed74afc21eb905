//! Places counted, with their names in a bracket behind: 「三市（甲市、乙市、丙市）」, 「3区2县（…）」.

use std::ops::Range;

use crate::{
    language::terms::{Terms, terms},
    reading::figures::quantity::Quantity,
};

/// Kinds of places, which end the names of such places.
const PLACES: [&str; 7] = ["省", "市", "区", "县", "乡", "镇", "村"];

/// Kinds that are behind 个.
static KINDS: Terms = terms!("省份 市 县 区 乡镇 镇 乡 街道 社区 行政村 村 园区 片区 林场");

/// The longest bracket that is read, in bytes.
const LONGEST: usize = 1_500;

/// The most places that are named one by one.
pub const MOST: i128 = 30;

/// What a figure counts: a kind of place, and the end of the figure with its kind.
pub fn kind<'a>(text: &'a str, quantity: &Quantity) -> Option<(&'a str, usize)> {
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

/// The bracket that opens at `at`: what is inside.
pub fn bracket(text: &str, at: usize, end: usize) -> Option<Range<usize>> {
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
