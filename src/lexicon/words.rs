//! Words and parts of speech, by jieba-rs.
//!
//! Filling jieba with all of the dictionary costs some 60 ms. It is given only the words that stand in
//! the texts at hand, and cuts them just as if it had all: a word that stands nowhere in a text plays
//! no part there but in the sum of all frequencies, which another entry makes up for.

use std::{cell::RefCell, ops::Range};

use jieba_rs::Jieba;

use super::dictionary;

/// Whether `word` stands in the dictionary.
pub fn is_word(word: &str) -> bool {
    dictionary::entry(word).is_some_and(|entry| entry.frequency > 0)
}

/// The words of `text` with their byte ranges in it.
pub fn cut(text: &str) -> Vec<(Range<usize>, &str)> {
    thread_local! {
        static SEGMENTER: RefCell<Segmenter> = RefCell::new(Segmenter::new());
    }
    SEGMENTER.with_borrow_mut(|segmenter| segmenter.cut(text))
}

/// The words of `text` with the dictionary's part of speech (`n`, `v`, `vn`, `a`, …).
pub fn tagged(text: &str) -> Vec<(&str, &'static str)> {
    cut(text)
        .into_iter()
        .map(|(_, word)| (word, tag(word)))
        .collect()
}

/// The part of speech of `word`; for one that the dictionary does not have, what jieba says of it.
fn tag(word: &str) -> &'static str {
    if let Some(entry) = dictionary::entry(word) {
        return entry.tag;
    }
    let mut signs = word.bytes().filter(u8::is_ascii_alphanumeric).peekable();
    if signs.peek().is_none() {
        "x"
    } else if signs.all(|sign| sign.is_ascii_digit()) {
        "m"
    } else {
        "eng"
    }
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

/// jieba with some words of the dictionary.
struct Segmenter {
    jieba: Jieba,
    /// Which nodes of the dictionary have been looked at, 64 in a number; jieba has the words among them.
    known: Vec<u64>,
    /// How many words those are.
    given: usize,
    /// The frequencies of all other words together, which jieba has as that of [`OTHERS`].
    others: usize,
}

/// Stands in no text as a word: jieba looks up words within runs of Han characters, letters and digits,
/// and other characters one by one.
const OTHERS: &str = "\0\0";

/// So many words, a few MB, are more than a thousand reports have.
const MOST: usize = 1 << 15;

impl Segmenter {
    fn new() -> Self {
        let mut jieba = Jieba::empty();
        jieba.add_word(OTHERS, Some(dictionary::TOTAL), None);
        Self {
            jieba,
            known: vec![0; dictionary::COUNT.div_ceil(64)],
            given: 0,
            others: dictionary::TOTAL,
        }
    }

    fn cut<'a>(&mut self, text: &'a str) -> Vec<(Range<usize>, &'a str)> {
        self.give(text);
        self.jieba
            .cut(text, false)
            .into_iter()
            .map(|token| (token.byte_start..token.byte_end, token.word))
            .collect()
    }

    /// Gives jieba all words of `text` that it does not have yet.
    fn give(&mut self, text: &str) {
        if self.given > MOST {
            *self = Self::new();
        }
        let given = self.given;
        for (start, _) in text.char_indices() {
            for (end, node) in dictionary::beginnings(&text[start..]) {
                let bit = 1 << (node.number % 64);
                let known = &mut self.known[node.number / 64];
                if *known & bit != 0 {
                    continue;
                }
                *known |= bit;
                if let Some(entry) = node.entry().filter(|entry| entry.frequency > 0) {
                    let word = &text[start..start + end];
                    self.jieba.add_word(word, Some(entry.frequency), None);
                    self.given += 1;
                    self.others -= entry.frequency;
                }
            }
        }
        if self.given > given {
            self.jieba.add_word(OTHERS, Some(self.others), None);
        }
    }
}
