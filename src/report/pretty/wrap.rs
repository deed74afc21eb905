//! Lines of text that fit the terminal.

use unicode_segmentation::UnicodeSegmentation;

use super::super::excerpt::width;
use crate::language::han::{is_closing, is_opening, is_terminal};

/// Breaks `text` into lines of at most `columns` columns, of which the first has `taken` used
/// already. Chinese breaks anywhere but before a closing mark and after an opening one; Latin words
/// and numbers stay whole.
pub fn wrap(text: &str, columns: usize, taken: usize) -> String {
    const INDENT: &str = "  ";
    let mut out = String::new();
    let mut used = taken;
    for part in unbroken(text) {
        let wide = width(part);
        if used + wide > columns && used > INDENT.len() {
            out.truncate(out.trim_end().len());
            out.push('\n');
            out.push_str(INDENT);
            used = INDENT.len();
        }
        out.push_str(part);
        used += wide;
    }
    out
}

/// `text` on one line of at most `columns` columns, with an ellipsis where it was cut.
pub fn clipped(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = width(AFTER);
    for piece in text.graphemes(true) {
        used += width(piece);
        if used > columns {
            break;
        }
        out.push_str(piece);
    }
    out.push_str(AFTER);
    out
}

/// Marks what was left out.
const AFTER: &str = "…";

/// The longest piece of `text` that is kept whole, in bytes.
const LONGEST: usize = 40;

/// The pieces of `text` between which a line may break.
fn unbroken(text: &str) -> Vec<&str> {
    let joins = |before: char, after: char| {
        is_opening(before)
            || is_closing(after)
            || is_terminal(after)
            || matches!(after, '，' | '、' | '：' | ',' | '.' | ':')
            || before.is_ascii_graphic() && after.is_ascii_graphic()
    };
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, piece) in text.grapheme_indices(true) {
        let first = piece.chars().next();
        if let (Some(before), Some(after)) = (before, first)
            && at > start
            && (!joins(before, after) || at - start > LONGEST)
        {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = piece.chars().next_back();
    }
    pieces.push(&text[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_where_chinese_may() {
        let text = "发布前应补全被遮盖的“***”，第12345行与duplicate-paragraph有关。";
        for columns in [10, 24, 30, 60] {
            for line in wrap(text, columns, 0).lines() {
                assert!(width(line) <= columns.max(21), "{columns}: {line}");
                let line = line.trim_start();
                assert!(
                    !line.starts_with(['”', '，', '。']) && !line.ends_with('“'),
                    "{columns}: {line}"
                );
            }
        }
        assert!(
            wrap(text, 24, 0)
                .replace("\n  ", "")
                .contains("duplicate-paragraph")
        );
    }
}
