//! What several rules of punctuation share.

use crate::text::han::{is_closing, is_han, is_opening};

/// Whether `c` is a mark of Chinese text, in its full width.
pub(crate) fn is_full_mark(c: char) -> bool {
    matches!(
        c,
        '，' | '。' | '、' | '；' | '：' | '？' | '！' | '…' | '—' | '％' | '·'
    ) || !c.is_ascii() && (is_opening(c) || is_closing(c))
}

/// Whether `c` belongs to Chinese text.
pub(crate) fn is_chinese(c: char) -> bool {
    is_han(c) || is_full_mark(c)
}
