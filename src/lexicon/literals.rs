//! Fixed words that a rule looks for.

use std::{ops::Range, sync::OnceLock};

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem;

use crate::{document::Document, text::bigrams};

/// Words, found leftmost and longest first. A draft that holds none of them is told by its
/// [`bigrams`] and is not searched; the automaton is built when the first draft needs it.
#[derive(Debug)]
pub struct Literals {
    words: Vec<String>,
    pairs: Vec<Vec<u32>>,
    automaton: OnceLock<Option<AhoCorasick>>,
}

impl Literals {
    /// The `words` to look for; each is known by its place among them.
    pub fn new<W: Into<String>>(words: impl IntoIterator<Item = W>) -> Self {
        let words: Vec<String> = words.into_iter().map(Into::into).collect();
        let pairs = words
            .iter()
            .map(|word| bigrams::pairs(word).collect())
            .collect();
        Self {
            words,
            pairs,
            automaton: OnceLock::new(),
        }
    }

    /// Whether there are no words to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether any of the words stands in `doc`.
    pub fn stand_in(&self, doc: &Document) -> bool {
        let bigrams = doc.bigrams();
        let text = doc.text.as_bytes();
        self.words.iter().zip(&self.pairs).any(|(word, pairs)| {
            bigrams.may_hold(pairs) && memmem::find(text, word.as_bytes()).is_some()
        })
    }

    /// The words in the text of `doc` that do not overlap: which, and where.
    pub fn find<'a>(
        &'a self,
        doc: &'a Document,
    ) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
        let searched = self.stand_in(doc).then(|| self.automaton()).flatten();
        searched
            .into_iter()
            .flat_map(|automaton| automaton.find_iter(&*doc.text))
            .map(|found| (found.pattern().as_usize(), found.range()))
    }

    fn automaton(&self) -> Option<&AhoCorasick> {
        self.automaton
            .get_or_init(|| {
                AhoCorasick::builder()
                    .match_kind(MatchKind::LeftmostLongest)
                    .build(&self.words)
                    .ok()
            })
            .as_ref()
    }
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
