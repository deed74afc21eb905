//! Many words found in one pass over a text.
//!
//! An automaton over some hundred Chinese words takes longer to build than a draft takes to read,
//! and walks a text byte by byte. Here a character and the one after it are looked up in a bit
//! set, and only where both can begin a word the sorted words are searched.

use std::ops::Range;

/// How many bytes of a word the bit sets tell by: two Chinese characters, or one.
const PAIR: usize = 6;
const SINGLE: usize = 3;

/// Words to find, each with what it stands for.
#[derive(Debug)]
pub struct WordSet<T> {
    /// Sorted, so that the words that begin a text stand right before the place of the text.
    words: Vec<(Box<str>, T)>,
    /// The first eight bytes of each word as a number, which sorts as the words do.
    keys: Vec<u64>,
    pairs: Bits,
    singles: Bits,
}

/// A word found.
#[derive(Debug)]
pub struct Found<'a, T> {
    /// Where it stands.
    pub range: Range<usize>,
    /// What it stands for.
    pub value: &'a T,
}

impl<T> WordSet<T> {
    /// A set of `words`, none shorter than three bytes. Of equal words the first one counts.
    pub fn new<W: Into<Box<str>>>(words: impl IntoIterator<Item = (W, T)>) -> Self {
        let mut words: Vec<(Box<str>, T)> = words
            .into_iter()
            .map(|(word, value)| (word.into(), value))
            .collect();
        words.sort_by(|(one, _), (other, _)| one.cmp(other));
        words.dedup_by(|(later, _), (first, _)| later == first);
        let (mut pairs, mut singles) = (Bits::default(), Bits::default());
        for (word, _) in &words {
            debug_assert!(word.len() >= SINGLE, "{word}");
            let start = window(word.as_bytes(), 0);
            if word.len() >= PAIR {
                pairs.insert(prefix(start, PAIR));
            } else {
                singles.insert(prefix(start, SINGLE));
            }
        }
        let keys = words.iter().map(|(word, _)| key(word.as_bytes())).collect();
        Self {
            words,
            keys,
            pairs,
            singles,
        }
    }

    /// The words in `text` from the left, the longest of those that begin at one place; none
    /// overlaps another.
    pub fn find_iter<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Found<'a, T>> + 'a {
        let bytes = text.as_bytes();
        let mut at = 0;
        std::iter::from_fn(move || {
            while let Some(&first) = bytes.get(at) {
                let start = window(bytes, at);
                let likely = self.pairs.contains(prefix(start, PAIR))
                    || self.singles.contains(prefix(start, SINGLE));
                if likely && let Some((word, value)) = text.get(at..).and_then(|t| self.begins(t)) {
                    let range = at..at + word.len();
                    at = range.end;
                    return Some(Found { range, value });
                }
                at += match first {
                    0..=0xbf => 1,
                    0xc0..=0xdf => 2,
                    0xe0..=0xef => 3,
                    _ => 4,
                };
            }
            None
        })
    }

    /// The longest word that `text` begins with.
    fn begins(&self, text: &str) -> Option<&(Box<str>, T)> {
        let mut text = text.as_bytes();
        loop {
            let key = key(text);
            let from = self.keys.partition_point(|&other| other < key);
            let same = self.keys[from..].partition_point(|&other| other == key);
            let next = from
                + self.words[from..from + same]
                    .partition_point(|(word, _)| word.as_bytes() <= text);
            let entry = self.words.get(next.checked_sub(1)?)?;
            let word = entry.0.as_bytes();
            let common = word.iter().zip(text).take_while(|(a, b)| a == b).count();
            if common == word.len() {
                return Some(entry);
            }
            // A word that begins the text is no longer than what the text shares with this one.
            text = &text[..common];
        }
    }
}

/// The first eight bytes of a word or text, in the order of the alphabet.
fn key(bytes: &[u8]) -> u64 {
    window(bytes, 0).swap_bytes()
}

/// The eight bytes at `at`, zeros where the text has ended.
fn window(bytes: &[u8], at: usize) -> u64 {
    let mut eight = [0; 8];
    let rest = bytes.get(at..).unwrap_or_default();
    if let Some(full) = rest.first_chunk::<8>() {
        return u64::from_le_bytes(*full);
    }
    eight[..rest.len()].copy_from_slice(rest);
    u64::from_le_bytes(eight)
}

/// The first `length` bytes of a window.
fn prefix(window: u64, length: usize) -> u64 {
    window & ((1 << (8 * length)) - 1)
}

/// A set of numbers that may hold a few more than were put in.
#[derive(Debug)]
struct Bits([u64; 512]);

impl Default for Bits {
    fn default() -> Self {
        Self([0; 512])
    }
}

impl Bits {
    fn place(number: u64) -> (usize, u32) {
        let hash = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 49;
        ((hash >> 6) as usize, (hash & 63) as u32)
    }

    fn insert(&mut self, number: u64) {
        let (word, bit) = Self::place(number);
        self.0[word] |= 1 << bit;
    }

    fn contains(&self, number: u64) -> bool {
        let (word, bit) = Self::place(number);
        self.0[word] >> bit & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_from_the_left_is_found() {
        let set = WordSet::new([
            ("年", 0),
            ("去年", 1),
            ("党的二十大", 2),
            ("党的二十大精神", 3),
            ("党的二", 4),
            ("(周", 5),
            ("去年", 6),
        ]);
        let found = |text| -> Vec<(usize, i32)> {
            set.find_iter(text)
                .map(|found| (found.range.start, *found.value))
                .collect()
        };
        assert_eq!(found("过去年去年"), [(3, 1), (9, 1)]);
        assert_eq!(found("党的二十大精"), [(0, 2)]);
        assert_eq!(found("党的二十大精神"), [(0, 3)]);
        assert_eq!(found("党的二十(周年"), [(0, 4), (12, 5), (16, 0)]);
        assert!(found("党的").is_empty());
        assert!(found("").is_empty());
    }
}
