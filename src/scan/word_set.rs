//! Fixed words that a rule looks for.

use std::{cmp::Reverse, ops::Range};

use memchr::{memchr, memrchr};

use crate::scan::{
    Scan,
    word_index::{Matches, WordProbe},
};

/// Words, each known by its place among them. They are looked up where their [`bigrams`](crate::scan::word_index) are.
#[derive(Debug, Default)]
pub struct WordSet {
    words: Vec<Box<str>>,
    /// What each begins and ends with, and what is in its middle.
    probes: Vec<WordProbe>,
}

impl WordSet {
    /// The `words` to look for.
    pub fn new<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> Self {
        let words: Vec<Box<str>> = words.into_iter().map(|word| word.as_ref().into()).collect();
        Self {
            probes: words.iter().map(|word| WordProbe::of(word)).collect(),
            words,
        }
    }

    /// Whether there are no words to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether any of the words occurs in `text`.
    pub fn stand_in(&self, text: &dyn AsRef<Scan>) -> bool {
        let scan = text.as_ref();
        let mut held = scan.word_index.held(&self.probes).into_iter();
        held.any(|index| self.places(scan, index).next().is_some())
    }

    /// The bytes at which the word of the `index` occurs in `text`, in order.
    fn places<'a>(&'a self, scan: &'a Scan, index: usize) -> Matches<'a> {
        let (word, probe) = (&self.words[index], self.probes[index]);
        scan.word_index.find(&scan.text, word, probe)
    }

    /// All places in `text` where a word is: which, and where. They lie in order, the
    /// longest of those that begin at one place first; they may overlap.
    pub fn all(&self, text: &dyn AsRef<Scan>) -> Vec<(usize, Range<usize>)> {
        let mut found = Vec::new();
        let scan = text.as_ref();
        for index in scan.word_index.held(&self.probes) {
            let length = self.words[index].len();
            let places = self.places(scan, index);
            found.extend(places.map(|start| (index, start..start + length)));
        }
        in_order(&mut found);
        found
    }

    /// The lines of `text` in which any of the words is, in order.
    pub fn lines(&self, text: &dyn AsRef<Scan>) -> Vec<Range<usize>> {
        self.lines_where(text, |_, _| true)
    }

    /// The lines of `text` in which any of the words stands for which `wanted`, asked with
    /// the word and the line, holds; in order.
    pub fn lines_where(
        &self,
        text: &dyn AsRef<Scan>,
        wanted: impl Fn(usize, &str) -> bool,
    ) -> Vec<Range<usize>> {
        let draft = &text.as_ref().text;
        let bytes = draft.as_bytes();
        let mut lines: Vec<Range<usize>> = Vec::new();
        // The line at hand, and the words that it was not wanted for.
        let (mut line, mut refused) = (0..0, Vec::new());
        for (word, place) in self.all(text) {
            if line.end < place.end {
                let start = memrchr(b'\n', &bytes[..place.start]).map_or(0, |at| at + 1);
                let rest = memchr(b'\n', &bytes[place.end..]);
                line = start..rest.map_or(bytes.len(), |rest| place.end + rest);
                refused.clear();
            }
            if lines.last() == Some(&line) || refused.contains(&word) {
                continue;
            }
            match wanted(word, &draft[line.clone()]) {
                true => lines.push(line.clone()),
                false => refused.push(word),
            }
        }
        lines
    }

    /// The words in `text` from the left, the longest of those that begin at one place;
    /// none overlaps another. Of equal words the first one counts.
    pub fn find(
        &self,
        text: &dyn AsRef<Scan>,
    ) -> impl Iterator<Item = (usize, Range<usize>)> + use<> {
        from_the_left(self.all(text))
    }
}

/// Brings `found` words in the order of their places, the longest of those that begin at one place first.
pub(crate) fn in_order(found: &mut [(usize, Range<usize>)]) {
    found.sort_by_key(|(_, place)| (place.start, Reverse(place.end)));
}

/// Those of the words `found`, which are [`in_order`], that none before overlaps.
pub(crate) fn from_the_left(
    found: Vec<(usize, Range<usize>)>,
) -> impl Iterator<Item = (usize, Range<usize>)> {
    let mut end = 0;
    found.into_iter().filter(move |(_, place)| {
        let free = place.start >= end;
        if free {
            end = place.end;
        }
        free
    })
}

/// Whether the text at `span` is a part of `word` standing there.
pub fn stands(text: &str, span: &Range<usize>, word: &str) -> bool {
    let part = &text[span.clone()];
    word.match_indices(part).any(|(at, _)| {
        span.start
            .checked_sub(at)
            .and_then(|start| text.get(start..start + word.len()))
            .is_some_and(|there| there == word)
    })
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::{
        document::Source,
        reading::{Context, Draft},
    };

    #[test]
    fn lines_are_those_of_wanted_words() {
        let source = Source::of_text("draft.txt", "一条甲，一条乙\n二条甲\n三条乙\n");
        let doc = Draft::read(source, Context::default());
        let words = WordSet::new(["条甲", "条乙"]);
        let text = |lines: Vec<Range<usize>>| -> Vec<String> {
            let lines = lines.into_iter();
            lines.map(|line| doc.text[line].to_owned()).collect()
        };
        assert_eq!(
            text(words.lines(&doc)),
            ["一条甲，一条乙", "二条甲", "三条乙"]
        );
        let second = words.lines_where(&doc, |word, line| word == 1 && line.contains('一'));
        assert_eq!(text(second), ["一条甲，一条乙"]);
    }

    #[test]
    fn the_longest_word_from_the_left_is_found() {
        let words = WordSet::new([
            "年",
            "去年",
            "党的二十大",
            "党的二十大精神",
            "党的二",
            "(周",
            "去年",
        ]);
        let found = |text: &str| -> Vec<(usize, usize)> {
            let source = Source::of_text("draft.txt", text);
            words
                .find(&Draft::read(source, Context::default()))
                .map(|(word, place)| (place.start, word))
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
