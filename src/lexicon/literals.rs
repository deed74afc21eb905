//! Fixed words that a rule looks for.

use std::{cmp::Reverse, ops::Range};

use memchr::{memchr, memrchr};

use crate::{
    document::Document,
    text::bigrams::{Places, Rim},
};

/// Words, each known by its place among them. They are looked up where their [`bigrams`](crate::text::bigrams) stand.
#[derive(Debug, Default)]
pub struct Literals {
    words: Vec<Box<str>>,
    /// What each begins and ends with, and what stands in its middle.
    rims: Vec<Rim>,
}

impl Literals {
    /// The `words` to look for.
    pub fn new<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> Self {
        let words: Vec<Box<str>> = words.into_iter().map(|word| word.as_ref().into()).collect();
        Self {
            rims: words.iter().map(|word| Rim::of(word)).collect(),
            words,
        }
    }

    /// Whether there are no words to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether any of the words stands in `doc`.
    pub fn stand_in(&self, doc: &Document) -> bool {
        let mut held = doc.bigrams().held(&self.rims).into_iter();
        held.any(|index| self.places(doc, index).next().is_some())
    }

    /// The bytes at which the word of the `index` stands in the text of `doc`, in order.
    fn places<'a>(&'a self, doc: &'a Document, index: usize) -> Places<'a> {
        let bigrams = doc.bigrams();
        bigrams.find(&doc.text, &self.words[index], self.rims[index])
    }

    /// All places in the text of `doc` where a word stands: which, and where. They lie in order, the
    /// longest of those that begin at one place first; they may overlap.
    pub fn all(&self, doc: &Document) -> Vec<(usize, Range<usize>)> {
        let mut found = Vec::new();
        for index in doc.bigrams().held(&self.rims) {
            let length = self.words[index].len();
            let places = self.places(doc, index);
            found.extend(places.map(|start| (index, start..start + length)));
        }
        in_order(&mut found);
        found
    }

    /// The lines of the text of `doc` in which any of the words stands, in order.
    pub fn lines(&self, doc: &Document) -> Vec<Range<usize>> {
        self.lines_where(doc, |_, _| true)
    }

    /// The lines of the text of `doc` in which any of the words stands for which `wanted`, asked with
    /// the word and the line, holds; in order.
    pub fn lines_where(
        &self,
        doc: &Document,
        wanted: impl Fn(usize, &str) -> bool,
    ) -> Vec<Range<usize>> {
        let text = doc.text.as_bytes();
        let mut lines: Vec<Range<usize>> = Vec::new();
        // The line at hand, and the words that it was not wanted for.
        let (mut line, mut refused) = (0..0, Vec::new());
        for (word, place) in self.all(doc) {
            if line.end < place.end {
                let start = memrchr(b'\n', &text[..place.start]).map_or(0, |at| at + 1);
                let rest = memchr(b'\n', &text[place.end..]);
                line = start..rest.map_or(text.len(), |rest| place.end + rest);
                refused.clear();
            }
            if lines.last() == Some(&line) || refused.contains(&word) {
                continue;
            }
            match wanted(word, &doc.text[line.clone()]) {
                true => lines.push(line.clone()),
                false => refused.push(word),
            }
        }
        lines
    }

    /// The words in the text of `doc` from the left, the longest of those that begin at one place;
    /// none overlaps another. Of equal words the first one counts.
    pub fn find(&self, doc: &Document) -> impl Iterator<Item = (usize, Range<usize>)> + use<> {
        from_the_left(self.all(doc))
    }
}

/// Brings `found` words in the order of their places, the longest of those that begin at one place first.
pub(super) fn in_order(found: &mut [(usize, Range<usize>)]) {
    found.sort_by_key(|(_, place)| (place.start, Reverse(place.end)));
}

/// Those of the words `found`, which are [`in_order`], that none before overlaps.
pub(super) fn from_the_left(
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
    use crate::{document::Context, format, source::Source};

    #[test]
    fn lines_are_those_of_wanted_words() {
        let source = Source::of_text("draft.txt", "一条甲，一条乙\n二条甲\n三条乙\n");
        let doc = format::document(source, Context::default());
        let words = Literals::new(["条甲", "条乙"]);
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
        let words = Literals::new([
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
                .find(&format::document(source, Context::default()))
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
