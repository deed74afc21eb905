//! Ordinals written out, and written as others are.

use crate::language::{char_set::CharSet, numeral};

/// A number in Chinese digits, as ordinals write it; nothing for 0, which no ordinal has.
pub(crate) fn chinese(number: u32) -> String {
    match number {
        0 => String::new(),
        _ => numeral::to_chinese(number.into()),
    }
}

/// How an ordinal is written: what is before its number, whether that is in digits, and what
/// is after it. For ① and its like, the first of them takes the place of the first part.
pub(crate) type Form<'a> = (&'a str, Option<bool>, &'a str);

/// The form of `label`.
pub(crate) fn form(label: &str) -> Form<'_> {
    let bytes = label.as_bytes();
    let Some(start) = (0..bytes.len()).find(|&at| numeral_at(bytes, at) > 0) else {
        let first = match label.chars().next() {
            Some('①'..='⑳') => "①",
            Some('⑴'..='⒇') => "⑴",
            Some('⒈'..='⒛') => "⒈",
            _ => "㈠",
        };
        return (first, None, "");
    };
    let mut end = start;
    loop {
        match numeral_at(bytes, end) {
            0 => break,
            length => end += length,
        }
    }
    // Full-width digits begin with this byte, Chinese ones with others.
    let digits = bytes[start] < 0x80 || bytes[start] == 0xef;
    (&label[..start], Some(digits), &label[end..])
}

/// How many bytes the digit or Chinese numeral at byte `at` has; 0 where there is none.
fn numeral_at(bytes: &[u8], at: usize) -> usize {
    static NUMERALS: CharSet = CharSet::new("０１２３４５６７８９〇○零一二三四五六七八九十百");
    match bytes.get(at) {
        Some(b'0'..=b'9') => 1,
        Some(_) if NUMERALS.stands_at(bytes, at) => "一".len(),
        _ => 0,
    }
}

/// The ordinal `label` with another number, written as it writes its own.
pub(crate) fn renumbered(label: &str, number: u32) -> String {
    let (before, digits, after) = form(label);
    let Some(digits) = digits else {
        // They are one after another.
        return before
            .chars()
            .next()
            .and_then(|first| char::from_u32(first as u32 + number.saturating_sub(1)))
            .map_or_else(String::new, String::from);
    };
    let numeral = if digits {
        number.to_string()
    } else {
        chinese(number)
    };
    format!("{before}{numeral}{after}")
}
