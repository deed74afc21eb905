//! Words and parts of speech, by jieba-rs with its full dictionary.
//!
//! Loading costs some 60 ms, so nothing here runs before a rule has a spot where a word boundary
//! decides.

use std::sync::OnceLock;

use jieba_rs::Jieba;

fn jieba() -> &'static Jieba {
    static JIEBA: OnceLock<Jieba> = OnceLock::new();
    JIEBA.get_or_init(Jieba::new)
}

/// Whether `word` stands in the dictionary.
pub fn is_word(word: &str) -> bool {
    jieba().has_word(word)
}

/// The words of `text` with their byte ranges in it.
pub fn cut(text: &str) -> Vec<(std::ops::Range<usize>, &str)> {
    jieba()
        .cut(text, false)
        .into_iter()
        .map(|token| (token.byte_start..token.byte_end, token.word))
        .collect()
}
