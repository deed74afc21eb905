//! Words and parts of speech, by jieba-rs with its full dictionary.
//!
//! Loading costs some 60 ms, so nothing here runs before a rule has a spot where a word boundary
//! decides.

use std::{ops::Range, sync::OnceLock};

use jieba_rs::Jieba;

fn jieba() -> &'static Jieba {
    static JIEBA: OnceLock<Jieba> = OnceLock::new();
    JIEBA.get_or_init(Jieba::new)
}

/// Loads the dictionary, so that whoever asks later need not wait.
pub fn warm() {
    jieba();
}

/// Whether `word` stands in the dictionary.
pub fn is_word(word: &str) -> bool {
    jieba().has_word(word)
}

/// The words of `text` with their byte ranges in it.
pub fn cut(text: &str) -> Vec<(Range<usize>, &str)> {
    jieba()
        .cut(text, false)
        .into_iter()
        .map(|token| (token.byte_start..token.byte_end, token.word))
        .collect()
}

/// The words of `text` with the dictionary's part of speech (`n`, `v`, `vn`, `a`, …).
pub fn tagged(text: &str) -> Vec<(&str, &str)> {
    jieba()
        .tag(text, false)
        .into_iter()
        .map(|token| (token.word, token.tag))
        .collect()
}

/// The word that `left` and `right` form where they meet, if the most plausible reading of the two
/// together has one there. Give a few characters of each, Han characters only.
pub fn across(left: &str, right: &str) -> Option<String> {
    let joined = format!("{left}{right}");
    let seam = left.len();
    cut(&joined)
        .into_iter()
        .find(|(range, _)| range.start < seam && seam < range.end)
        .map(|(_, word)| word.to_owned())
}
