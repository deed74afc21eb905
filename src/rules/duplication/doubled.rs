//! Where something occurs twice in a row inside a run of Han characters.
//!
//! Few runs hold any such thing. They are found without a look at each character: one that is
//! doubled by comparing the bytes of the text with those three further on, a longer part by its
//! pairs of characters, which occur twice close by.

use std::ops::Range;

use crate::{language::han::is_han, reading::Draft};

/// The longest part, in characters, whose doubling is looked for.
pub(crate) const LONGEST: usize = 12;
/// The length of nearly all Han characters in bytes.
const WIDTH: usize = 3;
/// This many bytes are compared at once.
const CHUNK: usize = 64;

/// The runs of Han characters that may hold something twice in a row, in order.
pub(crate) fn runs(doc: &Draft) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    characters(&doc.text, &mut runs);
    parts(doc, &mut runs);
    // Characters of four bytes are too rare to be distinguished here.
    for sign in doc.signs().iter().filter(|sign| sign.c > '\u{ffff}') {
        add(&doc.text, sign.at, &mut runs);
    }
    runs.sort_unstable_by_key(|run| run.start);
    runs.dedup();
    runs
}

/// Adds the run of Han characters around the character at `place`, if it is one.
fn add(text: &str, place: usize, runs: &mut Vec<Range<usize>>) {
    if runs.last().is_some_and(|last| last.contains(&place)) {
        return;
    }
    let Some((before, behind)) = text.split_at_checked(place) else {
        return;
    };
    let length = |c: char| is_han(c).then_some(c.len_utf8());
    let ahead: usize = behind.chars().map_while(length).sum();
    if ahead > 0 {
        let back: usize = before.chars().rev().map_while(length).sum();
        runs.push(place - back..place + ahead);
    }
}

/// Single characters that occur twice in a row.
fn characters(text: &str, runs: &mut Vec<Range<usize>>) {
    const WINDOW: usize = CHUNK + 2 * WIDTH - 1;
    let bytes = text.as_bytes();
    let same = |at: usize| {
        let part = bytes.get(at..at + WIDTH);
        part.is_some_and(is_han_there) && part == bytes.get(at + WIDTH..at + 2 * WIDTH)
    };
    let mut start = 0;
    while let Some(window) = bytes[start..].first_chunk::<WINDOW>() {
        // 0 where three bytes equal the next three.
        let apart = |at: usize| {
            window[at] ^ window[at + 3]
                | window[at + 1] ^ window[at + 4]
                | window[at + 2] ^ window[at + 5]
        };
        if (0..CHUNK).fold(u8::MAX, |least, at| least.min(apart(at))) == 0 {
            for at in (0..CHUNK).filter(|&at| apart(at) == 0 && is_han_there(&window[at..])) {
                add(text, start + at, runs);
            }
        }
        start += CHUNK;
    }
    for at in (start..bytes.len()).filter(|&at| same(at)) {
        add(text, at, runs);
    }
}

/// Parts of two characters or more that occur twice in a row.
fn parts(doc: &Draft, runs: &mut Vec<Range<usize>>) {
    let bytes = doc.text.as_bytes();
    let mut found: Vec<Range<usize>> = Vec::new();
    let is_han = |place: usize| bytes.get(place..).is_some_and(is_han_there);
    doc.word_index().close(LONGEST, is_han, |one, other| {
        // They come in the order of the text, so that no run is walked through twice.
        let known = found.last().is_some_and(|last| last.contains(&one));
        if !known && is_doubled(bytes, one, other) {
            add(&doc.text, one, &mut found);
        }
    });
    runs.append(&mut found);
}

/// Whether the text around `one` and `other` repeats itself so far on as the two are apart.
fn is_doubled(bytes: &[u8], one: usize, other: usize) -> bool {
    let apart = other - one;
    let same = |one: usize, other: usize| {
        let part = bytes.get(one..one + WIDTH);
        part.is_some_and(is_han_there) && part == bytes.get(other..other + WIDTH)
    };
    if !apart.is_multiple_of(WIDTH) {
        return false;
    }
    let mut ahead = 0;
    while ahead < apart && same(one + ahead, other + ahead) {
        ahead += WIDTH;
    }
    let mut back = 0;
    while ahead + back < apart
        && let Some(before) = one.checked_sub(back + WIDTH)
        && same(before, before + apart)
    {
        back += WIDTH;
    }
    ahead + back >= apart
}

/// Whether `part`, which begins with a character, begins with a Han character of three bytes.
fn is_han_there(part: &[u8]) -> bool {
    match part {
        [0xe4..=0xe9, ..] => true,
        [0xe3, middle, last, ..] => *middle > 0x8f || (*middle, *last) == (0x80, 0x87),
        [0xef, middle, ..] => matches!(middle, 0xa4..=0xab),
        _ => false,
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::{
        document::Source,
        reading::{Context, Draft},
    };

    #[test]
    fn runs_with_something_doubled_are_found() {
        let found = |text: &str| -> Vec<String> {
            let source = Source::of_text("draft.txt", text);
            let doc = Draft::read(source, Context::default());
            runs(&doc)
                .into_iter()
                .map(|run| doc.text[run].to_owned())
                .collect()
        };
        let filler = "会议听取工作报告，".repeat(9);
        assert_eq!(
            found(&format!("{filler}积极的的工作，{filler}要推动推动落实。")),
            ["积极的的工作", "要推动推动落实"]
        );
        assert_eq!(
            found("一甲乙甲丙丁一甲乙甲丙丁二，三三。"),
            ["一甲乙甲丙丁一甲乙甲丙丁二", "三三"]
        );
        assert_eq!(found("好，好，推动，推动，aa　　"), Vec::<String>::new());
    }
}
