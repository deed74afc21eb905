//! `missing-ordinal`: 「第届」 「第次会议」, and a line that begins with 「届…大会」.

use std::{ops::Range, sync::OnceLock};

use crate::{
    language::{han::is_han, numeral},
    reading::Draft,
    rules::{Check, Finding, Findings, Settings},
    scan::word_set::WordSet,
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// What ordinals count.
const COUNTED: &str = "届屆次期批轮輪场場条條款章季名";

/// What ordinals count besides, where no room is left for a number to be filled in.
const COUNTED_CLOSE: &str = "个個辑輯号號位";

/// 「次第」 「等第」 「及第」 「门第」: here 第 is no sign of an ordinal.
const BEFORE: &str = "次等及门門落品甲科宅府";

/// What may follow 届 at the head of a line that is in order: 「届时」 「届满」 「届次」.
const WORDS: &str = "时時满滿次期别別中终末内";

/// The meetings and bodies that are numbered by 届.
const NUMBERED: &[&str] = &["大会", "大會", "会议", "會議", "委员会", "委員會", "全会"];

/// The most findings whose full form is sought: each search may read the whole text.
const SOUGHT: usize = 40;

/// 第 with what may follow where the number is missing, and names that lost theirs.
struct Places {
    without_number: WordSet,
    names: WordSet,
}

/// Names without their number, with the part of each that is compared.
const NAMES: [(&str, &str); 3] = [
    ("届次会议", "届次"),
    ("届次全会", "届次"),
    ("届中全会", "届中"),
];

fn places() -> &'static Places {
    static PLACES: OnceLock<Places> = OnceLock::new();
    PLACES.get_or_init(|| {
        let followers = COUNTED.chars().chain(COUNTED_CLOSE.chars());
        let followers = followers.chain([' ', '\u{3000}']);
        Places {
            without_number: WordSet::new(followers.map(|c| format!("第{c}"))),
            names: WordSet::new(NAMES.map(|(name, _)| name)),
        }
    })
}

fn check(doc: &Draft, out: &mut Findings) {
    let places = places();
    for (_, place) in places.without_number.all(doc) {
        if let Some(found) = without_number(&doc.text, place.start) {
            report(doc, out, found, "");
        }
    }
    // 「六届次会议」 「二十届中全会」.
    for (name, place) in places.names.all(doc) {
        let Some((_, broken)) = NAMES.get(name) else {
            continue;
        };
        if going_on(doc, place.start) {
            report(doc, out, place.start..place.start + broken.len(), "");
        }
    }
    for block in &doc.blocks {
        let text = doc.block_text(block);
        if let Some(rest) = text.strip_prefix(['届', '屆'])
            && !rest.starts_with(|c| WORDS.contains(c))
            && !going_on(doc, block.range.start)
        {
            let head = rest
                .char_indices()
                .nth(24)
                .map_or(rest, |(at, _)| &rest[..at]);
            if NUMBERED.iter().any(|name| head.contains(name)) {
                let start = block.range.start;
                report(doc, out, start..start + '届'.len_utf8(), "line");
            }
        }
    }
}

/// Whether the line before ends in the middle of a name: 「……政协第十」.
fn going_on(doc: &Draft, start: usize) -> bool {
    doc.text[..start]
        .trim_end()
        .chars()
        .next_back()
        .is_some_and(|c| numeral::chinese_digit(c).is_some() || c == '十' || c.is_ascii_digit())
}

/// 第 at `at` with the measure word behind it, where no number is between.
fn without_number(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at + '第'.len_utf8()..];
    let gap = rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
    // Wider gaps are left to be filled in by hand.
    if gap > 2 * '\u{3000}'.len_utf8() {
        return None;
    }
    let counted = rest[gap..]
        .chars()
        .next()
        .filter(|&c| COUNTED.contains(c) || gap == 0 && COUNTED_CLOSE.contains(c))?;
    if text[..at].ends_with(|c| BEFORE.contains(c)) {
        return None;
    }
    Some(at..at + '第'.len_utf8() + gap + counted.len_utf8())
}

fn report(doc: &Draft, out: &mut Findings, found: Range<usize>, key: &'static str) {
    let mut finding = Finding::new(found.clone())
        .message(key)
        .arg("found", &doc.text[found.clone()]);
    let full_form = (out.items.len() < SOUGHT)
        .then(|| full_form(&doc.text, &found))
        .flatten();
    if let Some((full, range)) = full_form {
        finding = finding
            .message(if key.is_empty() { "full" } else { "line-full" })
            .arg("full", full)
            .arg("line", doc.line(range.start))
            .related(range, "full-form");
    }
    out.report(finding);
}

/// The same name with its number elsewhere in the document: 「第十四届全国人大」 for 「第届全国人大」.
fn full_form<'a>(text: &'a str, found: &Range<usize>) -> Option<(&'a str, Range<usize>)> {
    let measure = text[found.clone()].chars().next_back()?;
    let after = &text[found.end..];
    let name_end = after
        .char_indices()
        .take_while(|&(_, c)| is_han(c))
        .take(4)
        .last()
        .map(|(at, c)| at + c.len_utf8())?;
    let key = format!("{measure}{}", &after[..name_end]);
    // Far copies prove as much as near ones; a few are enough to look at.
    memchr::memmem::find_iter(text.as_bytes(), &key)
        .take(64)
        .filter(|&at| at + measure.len_utf8() != found.end)
        .find_map(|at| {
            let start = text[..at]
                .char_indices()
                .rev()
                .take(6)
                .take_while(|&(_, c)| {
                    c == '第'
                        || c == '十'
                        || c == '百'
                        || numeral::chinese_digit(c).is_some()
                        || numeral::arabic(c).is_some()
                })
                .last()?
                .0;
            let full = start..at + key.len();
            let number = text[start..at].trim_start_matches('第');
            (!number.is_empty()).then_some((&text[full.clone()], full))
        })
}
