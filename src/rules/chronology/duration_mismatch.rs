//! A duration that does not fit its first and last day: 「5月6日至9日举办，为期3天」.

use super::{check_ages, check_counted_years, check_spans, impossible_date::days, window_after};
use crate::{
    language::numeral,
    reading::Draft,
    reading::calendar::{mentions::Date, year_scope},
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// Words before a duration; with the loose ones the last day may go uncounted.
const WORDS: &[(&str, bool)] = &[
    ("为期", false),
    ("会期", false),
    ("历时", true),
    ("共计", true),
];

/// Days count both ends. Half days (8天半), and durations of another thing in the sentence
/// (beyond a full stop, or after a further date), are left alone.
fn check(doc: &Draft, out: &mut Findings) {
    check_ages(doc, out);
    check_spans(doc, out);
    check_counted_years(doc, out);
    let mentions = doc.mentions();
    for (index, date) in mentions.dates.iter().enumerate() {
        let Some((count, end)) = period(doc, date, mentions.dates.get(index + 1)) else {
            continue;
        };
        let sentence = year_scope::sentence(doc, &date.range);
        let stop = window_after(&doc.text, end, 90).min(sentence.end.max(end));
        let Some(rest) = doc.text.get(end..stop) else {
            continue;
        };
        let Some((at, word, loose)) = WORDS
            .iter()
            .filter_map(|(word, loose)| rest.find(word).map(|at| (at, *word, *loose)))
            .min()
        else {
            continue;
        };
        // A further date in between starts something else.
        if rest[..at].contains('月') || rest[..at].contains('至') {
            continue;
        }
        let after = &rest[at + word.len()..];
        let Some((written, length)) = numeral::integer_at(after) else {
            continue;
        };
        let unit = &after[length..];
        if !unit.starts_with(['天', '日'])
            || unit[3..].starts_with(['半', '多', '余'])
            || unit.starts_with("日程")
        {
            continue;
        }
        if written == u64::from(count) || loose && written + 1 == u64::from(count) {
            out.verify();
            continue;
        }
        let start = end + at;
        let span = start..start + word.len() + length + '天'.len_utf8();
        out.report(
            Finding::new(span)
                .arg("period", &doc.text[date.range.start..end])
                .arg("count", count)
                .arg("written", written)
                .related(date.range.start..end, "period-here"),
        );
    }
}

/// The days of a period that begins with `date`, both ends counted, and where it ends.
fn period(doc: &Draft, date: &Date, next: Option<&Date>) -> Option<(u32, usize)> {
    let first = date.day?;
    let rest = &doc.text[date.range.end..];
    let after = ["至", "到", "—", "-", "－", "～"]
        .iter()
        .find_map(|joint| rest.strip_prefix(joint))?;
    let at = date.range.end + (rest.len() - after.len());
    if let Some(next) = next.filter(|next| next.range.start == at) {
        let last = next.day?;
        let months = if next.year.is_none() || next.year == date.year {
            next.month.checked_sub(date.month)?
        } else {
            return None;
        };
        let count = match months {
            0 => (last + 1).checked_sub(first)?,
            1 => {
                let length = days(date.year, date.month);
                // The length of February needs its year.
                if date.month == 2 && date.year.is_none() {
                    return None;
                }
                (length + 1).checked_sub(first)? + last
            }
            _ => return None,
        };
        return Some((count, next.range.end));
    }
    let (last, length) = numeral::integer_at(after)?;
    let unit = after[length..]
        .chars()
        .next()
        .filter(|c| matches!(c, '日' | '号'))?;
    let last = u32::try_from(last).ok()?;
    Some((
        (last + 1).checked_sub(first)?,
        at + length + unit.len_utf8(),
    ))
}
