//! Times of the day that no clock shows: 25:00, 17:60, 上午14:30, and hours that end before they begin.

use crate::{
    reading::{
        Draft,
        calendar::time_of_day::{Time, time_at},
    },
    rules::{Finding, Findings},
};

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
