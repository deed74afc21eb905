//! Classes of characters.

/// Whether `c` is a Han character, 〇 included.
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
pub fn is_terminal(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '…' | '；' | ';')
}

/// Whether `c` closes a pair: a quotation mark, a bracket, a title mark.
pub fn is_closing(c: char) -> bool {
    matches!(
        c,
        '”' | '’' | '）' | ')' | '】' | '〕' | '》' | '〉' | '」' | '』' | ']' | '］'
    )
}

/// Whether `c` opens a pair.
pub fn is_opening(c: char) -> bool {
    matches!(
        c,
        '“' | '‘' | '（' | '(' | '【' | '〔' | '《' | '〈' | '「' | '『' | '[' | '［'
    )
}
/// How many characters of `text` are no white space.
pub fn characters(text: &str) -> usize {
    /// So many bytes are counted together, in a byte each.
    const TOGETHER: usize = 192;
    let bytes = text.as_bytes();
    // Bytes from 0x80 to 0xbf are the second and later ones of a character.
    let counts = |byte: u8| {
        let white = (byte.wrapping_sub(b'\t') < 5) | (byte == b' ');
        ((byte as i8) >= -0x40) & !white
    };
    let chunk = |chunk: &[u8]| {
        chunk
            .iter()
            .fold(0, |sum, &byte| sum + u8::from(counts(byte)))
    };
    let all: usize = bytes
        .chunks(TOGETHER)
        .map(|bytes| usize::from(chunk(bytes)))
        .sum();
    // White space that is no ASCII character begins with one of four bytes.
    let wide = memchr::memchr3_iter(0xc2, 0xe2, 0xe3, bytes)
        .chain(memchr::memchr_iter(0xe1, bytes))
        .filter(|&at| matches!(bytes.get(at + 1), Some(0x80 | 0x81 | 0x85 | 0x9a | 0xa0)))
        .filter(|&at| {
            text.get(at..)
                .is_some_and(|rest| rest.starts_with(char::is_whitespace))
        });
    all - wide.count()
}
