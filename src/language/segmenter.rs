//! Words and parts of speech, by jieba-rs.
//!
//! Filling jieba with all of the dictionary costs some 60 ms. It is given only the words that are in
//! the texts at hand, and cuts them just as if it had all: a word that occurs nowhere in a text plays
//! no part there but in the sum of all frequencies, which another entry makes up for.

use std::{cell::RefCell, ops::Range};

use jieba_rs::Jieba;

use crate::language::dictionary;

/// Whether `word` is in the dictionary.
pub fn is_word(word: &str) -> bool {
    dictionary::entry(word).is_some_and(|entry| entry.frequency > 0)
}

/// How often `word` occurs in the texts that the dictionary was counted on; 0 for none of its words.
pub fn frequency(word: &str) -> usize {
    dictionary::entry(word).map_or(0, |entry| entry.frequency)
}

/// How long the words are that `characters` begin with, in characters, the shortest first.
pub fn lengths(characters: impl Iterator<Item = char>) -> impl Iterator<Item = usize> {
    let beginnings = (1..).zip(dictionary::beginnings(characters));
    beginnings.filter_map(|(length, (_, node))| {
        let entry = node.entry()?;
        (entry.frequency > 0).then_some(length)
    })
}

/// The words that `characters` begin with: their lengths in characters, and their frequencies.
#[cfg(feature = "speller")]
pub(crate) fn beginning(
    characters: impl Iterator<Item = char>,
) -> impl Iterator<Item = (usize, usize)> {
    let beginnings = (1..).zip(dictionary::beginnings(characters));
    beginnings.filter_map(|(length, (_, node))| {
        let frequency = node.entry()?.frequency;
        (frequency > 0).then_some((length, frequency))
    })
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
pub fn tag(word: &str) -> &'static str {
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
    // Most have none there in any reading.
    let possible = left.char_indices().any(|(start, _)| {
        dictionary::beginnings(joined[start..].chars())
            .any(|(end, node)| start + end > seam && node.entry().is_some())
    });
    if !possible {
        return None;
    }
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

/// This many words, a few MB, are more than a thousand reports have.
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
            for (end, node) in dictionary::beginnings(text[start..].chars()) {
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

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, io::Cursor, sync::OnceLock};

    use super::*;

    /// The table: word, frequency, part of speech.
    fn table() -> impl Iterator<Item = (&'static str, usize, &'static str)> {
        let text = include_str!("../../rules/data/words.tsv");
        let lines = text.lines().filter(|line| !line.starts_with("# "));
        lines.map(|line| {
            let mut fields = line.split('\t');
            let mut field = || fields.next().unwrap();
            (field(), field().parse().unwrap(), field())
        })
    }

    fn words_of_table() -> Vec<&'static str> {
        table()
            .filter(|&(_, frequency, _)| frequency > 0)
            .map(|(word, ..)| word)
            .collect()
    }

    /// jieba with all words.
    fn full() -> &'static Jieba {
        static FULL: OnceLock<Jieba> = OnceLock::new();
        FULL.get_or_init(|| {
            let mut lines = String::new();
            for (word, frequency, tag) in table().filter(|&(_, frequency, _)| frequency > 0) {
                lines.push_str(&format!("{word} {frequency} {tag}\n"));
            }
            Jieba::with_dict(&mut Cursor::new(lines)).unwrap()
        })
    }

    /// Numbers without order, always the same.
    struct Chance(u64);

    impl Chance {
        fn below(&mut self, end: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            usize::try_from(self.0 % end as u64).unwrap()
        }
    }

    /// Texts of words side by side, rare and common ones, with other things between them; and windows of
    /// them that begin and end anywhere.
    fn texts() -> Vec<String> {
        let rare = words_of_table();
        let common: Vec<&str> = table()
            .filter(|&(_, frequency, _)| frequency > 2000)
            .map(|(word, ..)| word)
            .collect();
        let other = [
            "，", "2024", "GDP", "。\r\n", " ", "AT&T", "C++", "u盘", "12.5%", "·", "雖", "俠",
            "㐂", "𠮷", "3D", "γ", "x", "\0\0", "\0", "—", "T恤", "—", "ａ", "v2-1",
        ];
        let mut chance = Chance(0x2545_f491_4f6c_dd1d);
        let mut texts = Vec::new();
        for _ in 0..400 {
            let mut text = String::new();
            for _ in 0..5 + chance.below(20) {
                text.push_str(match chance.below(10) {
                    0 => other[chance.below(other.len())],
                    1..4 => rare[chance.below(rare.len())],
                    _ => common[chance.below(common.len())],
                });
            }
            let characters: Vec<char> = text.chars().collect();
            texts.push(text);
            for _ in 0..4 {
                let window = characters.iter().skip(chance.below(characters.len()));
                texts.push(window.take(1 + chance.below(16)).collect());
            }
        }
        texts
    }

    #[test]
    fn the_dictionary_is_its_table() {
        let mut words = HashSet::new();
        for (word, frequency, tag) in table() {
            let entry = dictionary::entry(word).unwrap();
            assert_eq!((entry.frequency, entry.tag), (frequency, tag), "{word}");
            assert_eq!(is_word(word), frequency > 0, "{word}");
            words.insert(word);
        }
        // What is next to a word is mostly none.
        for &word in words.iter().step_by(7) {
            let end = word.char_indices().last().unwrap().0;
            let half = word.len() / 2;
            let start = (half..).find(|&at| word.is_char_boundary(at)).unwrap();
            for near in [&word[..end], &word[start..], &format!("{word}的")] {
                let stands = dictionary::entry(near).is_some();
                assert_eq!(stands, words.contains(near), "{near}");
            }
        }
        for c in ('\0'..='\u{ffff}').chain('\u{20000}'..='\u{20fff}') {
            let c = c.to_string();
            assert_eq!(dictionary::entry(&c).is_some(), words.contains(&*c), "{c}");
        }
    }

    #[test]
    fn words_are_cut_as_by_jieba_with_all_of_them() {
        let full = full();
        let texts = texts();
        let mut forward = Segmenter::new();
        let mut backward = Segmenter::new();
        let late: Vec<_> = texts.iter().rev().map(|text| backward.cut(text)).collect();
        for (text, late) in texts.iter().zip(late.into_iter().rev()) {
            let expected: Vec<_> = full.cut(text, false);
            let expected: Vec<_> = expected
                .into_iter()
                .map(|token| (token.byte_start..token.byte_end, token.word))
                .collect();
            assert_eq!(forward.cut(text), expected, "{text}");
            assert_eq!(late, expected, "{text}");
        }
    }

    #[test]
    fn parts_of_speech_are_those_of_jieba_with_all_words() {
        let full = full();
        for text in texts() {
            let expected = full.tag(&text, false);
            let found = tagged(&text);
            assert_eq!(found.len(), expected.len(), "{text}");
            for ((word, tag), expected) in found.into_iter().zip(expected) {
                assert_eq!(word, expected.word, "{text}");
                // jieba's own model of other characters comes only with its own dictionary.
                let single = word.chars().count() == 1 && !word.is_ascii() && !is_word(word);
                assert!(single || tag == expected.tag, "{text}: {word}, {tag}");
            }
        }
        assert_eq!(tagged("雖俠𠮷"), [("雖", "c"), ("俠", "nr"), ("𠮷", "x")]);
    }

    #[test]
    fn a_word_across_is_one_of_those_cut() {
        for text in texts() {
            let han: Vec<char> = text
                .chars()
                .filter(|&c| crate::language::han::is_han(c))
                .collect();
            let (left, right) = han.split_at(han.len() / 2);
            let (left, right) = (String::from_iter(left), String::from_iter(right));
            let joined = format!("{left}{right}");
            let over = |range: &Range<usize>| range.start < left.len() && left.len() < range.end;
            let word = cut(&joined).into_iter().find(|(range, _)| over(range));
            assert_eq!(across(&left, &right).as_deref(), word.map(|(_, word)| word));
        }
    }

    #[test]
    fn words_given_are_forgotten_when_they_are_many() {
        let words = words_of_table();
        let mut segmenter = Segmenter::new();
        let before = segmenter.cut("全体委员深入基层开展调研。");
        let all = words[..MOST + 1].join("，");
        segmenter.give(&all);
        assert!(segmenter.given > MOST);
        assert_eq!(segmenter.cut("全体委员深入基层开展调研。"), before);
        assert!(segmenter.given < 100);
    }
}
