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
    let bytes = text.as_bytes();
    let (mut count, mut at) = (0, 0);
    while let Some(&lead) = bytes.get(at) {
        match lead {
            0xe4..=0xe9 => {
                count += 1;
                at += 3;
            }
            0..0x80 => {
                count += usize::from(!matches!(lead, b'\t'..=b'\r' | b' '));
                at += 1;
            }
            _ => {
                let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                    break;
                };
                count += usize::from(!c.is_whitespace());
                at += c.len_utf8();
            }
        }
    }
    count
}
