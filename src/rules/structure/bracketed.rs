//! Ordinals inside a paragraph in brackets or circles, （1）…（2）…（4）… and ①…②…④…, that skip one.

use std::ops::Range;

use crate::language::ordinal_forms::renumbered;
use crate::{
    document::Kind,
    language::numeral,
    reading::Draft,
    rules::{Finding, Findings},
    scan::signs::{after, before},
};

/// More numbers are not lost at once.
const WIDEST_GAP: u32 = 3;
/// What is behind a number that is named, not given: 「（二）项」 「（1）和（2）」.
const NAMED: &str = "项款目条号类項條號類和与及至或、的";

/// The form of an ordinal: its first character, and whether its number is in digits.
type Form = (char, bool);

/// An ordinal of a list that is inside a paragraph.
struct Last {
    form: Form,
    number: u32,
    /// Where the list began.
    start: usize,
    at: Range<usize>,
}

/// Reports the ordinals that a list inside a paragraph lacks.
pub(crate) fn check(doc: &Draft, out: &mut Findings) {
    let mut lasts: Vec<Last> = Vec::new();
    let mut places = places(doc).into_iter().peekable();
    for block in &doc.blocks {
        while places.next_if(|&at| at < block.range.start).is_some() {}
        if matches!(block.kind, Kind::Code | Kind::TableCell(_)) {
            continue;
        }
        lasts.clear();
        while let Some(at) = places.next_if(|&at| at < block.range.end) {
            let Some((form, number, end)) = ordinal(&doc.text[at..block.range.end]) else {
                continue;
            };
            let at = at..at + end;
            let previous = before(&doc.text, at.start).filter(|_| at.start > block.range.start);
            if begins_item(previous) && introduces(after(&doc.text, at.end)) {
                step(doc, &mut lasts, form, number, at, out);
            }
        }
    }
}

/// Where a numeral in brackets or a circled one may begin, in order.
fn places(doc: &Draft) -> Vec<usize> {
    let mut places: Vec<usize> = doc
        .scan()
        .numerals
        .iter()
        .filter(|numeral| {
            matches!(numeral.before, '（' | '(') && matches!(numeral.behind, '）' | ')')
        })
        .map(|numeral| numeral.range.start - numeral.before.len_utf8())
        .collect();
    let circled = |c: char| matches!(c, '①'..='⑳');
    let signs = doc.signs_where(circled).iter();
    places.extend(signs.filter(|sign| circled(sign.c)).map(|sign| sign.at));
    places.sort_unstable();
    places
}

/// The ordinal that `text` begins with: its form, its number, its length in bytes.
fn ordinal(text: &str) -> Option<(Form, u32, usize)> {
    let open = text.chars().next()?;
    if let '①'..='⑳' = open {
        return Some((('①', false), open as u32 - '①' as u32 + 1, open.len_utf8()));
    }
    let rest = &text[open.len_utf8()..];
    let (number, length) = numeral::integer_at(rest)?;
    let close = rest[length..].chars().next()?;
    let number = u32::try_from(number).ok().filter(|number| *number <= 40)?;
    let digits = rest.starts_with(|c: char| numeral::arabic(c).is_some());
    matches!(close, '）' | ')').then_some((
        (open, digits),
        number,
        open.len_utf8() + length + close.len_utf8(),
    ))
}

/// Whether an item may begin behind `previous`.
fn begins_item(previous: Option<char>) -> bool {
    previous.is_none_or(|c| c.is_whitespace() || "。；;：:，,、！？".contains(c))
}

/// Whether `next` is the beginning of an item, and the ordinal before it not merely named.
fn introduces(next: Option<char>) -> bool {
    next.is_some_and(|c| !NAMED.contains(c) && (c.is_alphanumeric() || "“《".contains(c)))
}

fn step(
    doc: &Draft,
    lasts: &mut Vec<Last>,
    form: Form,
    number: u32,
    at: Range<usize>,
    out: &mut Findings,
) {
    let known = lasts.iter_mut().find(|last| last.form == form);
    let Some(last) = known else {
        if number == 1 {
            let start = at.end;
            lasts.push(Last {
                form,
                number,
                start,
                at,
            });
        }
        return;
    };
    if number == 1 {
        (last.number, last.start, last.at) = (1, at.end, at);
        return;
    }
    if number == last.number + 1 {
        out.verify();
    } else if last.number >= 2 && number > last.number && number <= last.number + 1 + WIDEST_GAP {
        let found = &doc.text[at.clone()];
        let missing: Vec<String> = (last.number + 1..number)
            .map(|number| renumbered(found, number))
            .collect();
        let listed = doc.text.get(last.start..at.start).unwrap_or_default();
        if !missing.iter().any(|label| listed.contains(label.as_str())) {
            out.report(
                Finding::new(at.clone())
                    .arg("found", found)
                    .arg("previous", &doc.text[last.at.clone()])
                    .arg("line", doc.line(last.at.start))
                    .arg("missing", missing.concat())
                    .related(last.at.clone(), "before"),
            );
        }
    }
    (last.number, last.at) = (number, at);
}
