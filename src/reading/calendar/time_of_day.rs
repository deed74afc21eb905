//! Times of the day: 14:30.

use std::ops::Range;

use crate::language::terms::{Terms, terms};

/// Words right before a time of the day. Scores and ratios have none of them.
static TIMES: Terms = terms!(
    "上午 下午 中午 晚上 早上 凌晨 傍晚 时间为 时间： 时间: 每天 每日 当日 当天 日 号 会议于 定于 \
    工作日"
);

/// A time of the day as written: 14:30.
#[derive(Debug, Clone)]
pub struct Time {
    /// Its hour, which no clock need show.
    pub hour: u32,
    /// Its minute.
    pub minute: u32,
    /// Its place.
    pub range: Range<usize>,
    /// The word right before it.
    pub word: Option<&'static str>,
}

/// The time whose hours are at `hours`.
pub fn time_at(text: &str, hours: &Range<usize>) -> Option<Time> {
    let digits = text.get(hours.clone())?;
    if digits.len() > 2 {
        return None;
    }
    let hour = digits.parse().ok()?;
    let rest = text.get(hours.end..)?;
    let rest = rest.strip_prefix([':', '：'])?;
    let minutes = rest
        .get(..2)
        .filter(|minutes| minutes.bytes().all(|c| c.is_ascii_digit()))?;
    // 10:40:55 is a ratio or has seconds, 3:451 is neither.
    let behind = rest.get(2..)?.chars().next();
    if behind.is_some_and(|c| c.is_ascii_digit() || matches!(c, ':' | '：' | '.' | '%' | '％')) {
        return None;
    }
    let end = text.len() - rest.len() + 2;
    let head = text.get(..hours.start)?.trim_end_matches([' ', '（', '(']);
    Some(Time {
        hour,
        minute: minutes.parse().ok()?,
        range: hours.start..end,
        word: TIMES.end(head),
    })
}
