//! Classes of characters.

use memchr::{memchr3_iter, memmem};

/// Whether `c` is a Han character, 〇 included.
#[inline]
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇'
        | '\u{20000}'..='\u{323af}' | '\u{f900}'..='\u{faff}')
}

/// How many Han characters `text` has.
pub fn count_han(text: &str) -> usize {
    text.chars().filter(|&c| is_han(c)).count()
}

/// Whether `c` ends a sentence.
#[inline]
pub fn is_terminal(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '…' | '；' | ';')
}

/// Whether `text` ends with 。, as nearly all paragraphs and most sentences do.
#[inline]
pub fn ends_with_stop(text: &str) -> bool {
    text.as_bytes().last_chunk() == Some(&[0xe3, 0x80, 0x82])
}

/// Whether `c` closes a pair: a quotation mark, a bracket, a title mark.
#[inline]
pub fn is_closing(c: char) -> bool {
    matches!(
        c,
        '”' | '’' | '）' | ')' | '】' | '〕' | '》' | '〉' | '」' | '』' | ']' | '］'
    )
}

/// Whether `c` opens a pair.
#[inline]
pub fn is_opening(c: char) -> bool {
    matches!(
        c,
        '“' | '‘' | '（' | '(' | '【' | '〔' | '《' | '〈' | '「' | '『' | '[' | '［'
    )
}

/// The code point of a character of three bytes.
#[inline(always)]
pub const fn code(first: u8, second: u8, third: u8) -> u16 {
    (first as u16) << 12 | (second as u16 & 0x3f) << 6 | third as u16 & 0x3f
}

/// Whether a character of UTF-8 begins with `byte`.
#[inline]
pub fn begins(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

/// How many of `bytes` are `wanted`, which is to ask without branches.
#[inline]
pub fn count_bytes(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    // What fits into a byte is counted in bytes, many at once.
    let count = |part: &[u8]| {
        let count = part
            .iter()
            .fold(0u8, |count, &byte| count + u8::from(wanted(byte)));
        usize::from(count)
    };
    let (parts, rest) = bytes.as_chunks::<240>();
    parts.iter().map(|part| count(part)).sum::<usize>() + count(rest)
}

/// How many characters of `text` are no white space.
pub fn characters(text: &str) -> usize {
    let bytes = text.as_bytes();
    // A character counts where it begins, unless it is white space of one byte.
    let count = count_bytes(bytes, |byte| {
        let space = (byte == b' ') | (byte.wrapping_sub(b'\t') <= b'\r' - b'\t');
        begins(byte) & !space
    });
    // White space of more than one byte: U+3000, and the rest of it.
    let wide = memmem::find_iter(bytes, "\u{3000}").count();
    let other = memchr3_iter(0xc2, 0xe1, 0xe2, bytes)
        .filter(|&at| match bytes[at..] {
            [0xc2, second, ..] => matches!(second, 0x85 | 0xa0),
            [first, second, third, ..] => {
                let c = char::from_u32(code(first, second, third).into());
                c.is_some_and(char::is_whitespace)
            }
            _ => false,
        })
        .count();
    count - wide - other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_no_character() {
        let spaces = "\t\n\u{b}\u{c}\r \u{85}\u{a0}\u{1680}\u{2003}\u{2028}\u{205f}\u{3000}";
        assert_eq!(characters(spaces), 0);
        for text in ["", "一、é𠮷“a”\u{200b}…", "各位 委员：\n　　现在"] {
            let text = format!("{text}{spaces}").repeat(40);
            let expected = text.chars().filter(|c| !c.is_whitespace()).count();
            assert_eq!(characters(&text), expected, "{text}");
        }
    }
}
