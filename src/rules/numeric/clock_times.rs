//! Times of the day that no clock shows: 25:00, 17:60, 上午14:30, and hours that end before they begin.

use std::ops::Range;

use crate::{
    language::terms::{Terms, terms},
    reading::Draft,
    rules::{Finding, Findings},
};

/// Words right before a time of the day. Scores and ratios have none of them.
static TIMES: Terms = terms!(
    "上午 下午 中午 晚上 早上 凌晨 傍晚 时间为 时间： 时间: 每天 每日 当日 当天 日 号 会议于 定于 \
    工作日"
);

/// A time of the day as written: 14:30.
struct Time {
    hour: u32,
    minute: u32,
    range: Range<usize>,
    /// The word right before it.
    word: Option<&'static str>,
}

/// The longest text between the ends of opening hours, in bytes.
const LONGEST_RANGE: usize = 12;

pub(crate) fn check_clock_times(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let mut before: Option<Time> = None;
    for numeral in &doc.scan().numerals {
        if !matches!(numeral.behind, ':' | '：') || matches!(numeral.before, ':' | '：' | '∶') {
            continue;
        }
        let Some(time) = time_at(text, &numeral.range) else {
            continue;
        };
        let span = time.range.clone();
        let told = time.word.is_some();
        let impossible = time.hour > 24 || time.minute > 59 || time.hour == 24 && time.minute > 0;
        let noon = time.word == Some("上午") && (13..=23).contains(&time.hour);
        // 「14:00—11:30」
        let follows = before.as_ref().is_some_and(|first| {
            text.get(first.range.end..span.start)
                .is_some_and(|between| {
                    matches!(
                        between.trim(),
                        "-" | "—" | "–" | "－" | "～" | "~" | "至" | "到" | "——"
                    ) && between.len() <= LONGEST_RANGE
                })
        });
        let backwards = follows
            && before.as_ref().is_some_and(|first| {
                first.word.is_some()
                    && (6..18).contains(&first.hour)
                    && time.hour >= 6
                    && (time.hour, time.minute) < (first.hour, first.minute)
            });
        if told && (impossible || noon) || follows && impossible || backwards {
            let key = if backwards { "hours" } else { "clock" };
            let stated = text.get(span.clone()).unwrap_or_default().to_owned();
            out.report(Finding::new(span).message(key).arg("stated", stated));
        }
        before = Some(time);
    }
}

fn time_at(text: &str, hours: &Range<usize>) -> Option<Time> {
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
