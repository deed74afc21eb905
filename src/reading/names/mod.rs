//! The names of a draft: bodies, places, persons, forums, documents, coined terms; and the places where
//! one of them is written in another way than elsewhere.

mod bodies;
mod characters;
mod contrast;
mod echoes;
mod forms;
mod marked;
mod persons;
mod places;

use std::{ops::Range, sync::OnceLock};

use crate::{
    document::Document,
    language::script,
    reading::paired_marks::{Pair, Pairs},
    scan::word_set::WordSet,
};
use characters::Characters;
use forms::Place;
#[cfg(feature = "speller")]
pub(crate) use persons::is_in_name;

/// What the names of a draft tell.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Names that are written in two ways, by place; they do not overlap.
    pub variants: Vec<Variant>,
}

/// One name that is written in two ways, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The place that differs from the others.
    pub odd: Range<usize>,
    /// One of the others; none where the name is known from elsewhere.
    pub usual: Option<Range<usize>>,
    /// How it is usually written.
    pub form: String,
}

/// This many variants are kept: a text with more of them is no draft.
const MOST_VARIANTS: usize = 500;

impl Names {
    /// Those of `doc`, whose characters are simplified ones.
    ///
    /// Where `words_are_known`, its words are those of the dictionary: in a draft of another usage what makes
    /// no word shows nothing.
    pub fn read(doc: &Document, pairs: &Pairs, words_are_known: bool) -> Self {
        let text = Characters::of(&doc.text);
        let marks = marked_places(doc, pairs, &text);
        let mut variants: Vec<Variant> = Vec::new();
        let mut add = |variant: Variant| {
            let overlaps = |other: &Variant| {
                other.odd.start < variant.odd.end && variant.odd.start < other.odd.end
            };
            if variants.len() < MOST_VARIANTS && !variants.iter().any(overlaps) {
                variants.push(variant);
            }
        };
        for (odd, form) in marked::misquoted(&text, &marks) {
            let odd = text.bytes(&odd);
            let usual = doc.find(&form).next().map(|at| at..at + form.len());
            add(Variant { odd, usual, form });
        }
        let persons = persons::find(&text, &places_of(doc, &text, posts()));
        let found = marked::find(&text, &marks)
            .into_iter()
            .chain(persons)
            .chain(places::find(&text))
            .chain(bodies::find(&text, &places_of(doc, &text, endings())));
        let echoes = words_are_known
            .then(|| echoes::find(&text))
            .into_iter()
            .flatten();
        for two in found.chain(echoes) {
            let (odd, usual) = (text.bytes(&two.odd), text.bytes(&two.usual));
            let (written, form) = (&doc.text[odd.clone()], &doc.text[usual.clone()]);
            if !differ_in_script(written, form) {
                let form = form.to_owned();
                add(Variant {
                    odd,
                    usual: Some(usual),
                    form,
                });
            }
        }
        variants.sort_by_key(|variant| variant.odd.start);
        Self { variants }
    }
}

/// Whether two forms are the same but for the script of some characters.
fn differ_in_script(one: &str, other: &str) -> bool {
    let same = |(a, b): (char, char)| {
        a == b || script::counterparts(a).contains(b) || script::counterparts(b).contains(a)
    };
    one.chars().count() == other.chars().count() && one.chars().zip(other.chars()).all(same)
}

fn places_of(doc: &Document, text: &Characters, words: &WordSet) -> Vec<Place> {
    let places = words.find(doc);
    places
        .filter_map(|(_, place)| {
            Some(Place {
                paragraph: doc.block_at(place.start)?,
                range: text.index(place.start)..text.index(place.end),
            })
        })
        .collect()
}

fn endings() -> &'static WordSet {
    static WORDS: OnceLock<WordSet> = OnceLock::new();
    WORDS.get_or_init(|| WordSet::new(bodies::ENDINGS))
}

fn posts() -> &'static WordSet {
    static WORDS: OnceLock<WordSet> = OnceLock::new();
    WORDS.get_or_init(|| WordSet::new(persons::POSTS))
}

/// What lies between quotation marks and title marks.
fn marked_places(doc: &Document, pairs: &Pairs, text: &Characters) -> Vec<marked::Marked> {
    let marked = |pair: &Pair| {
        let title = matches!(pair.open.c, '《' | '〈');
        let quoted = matches!(pair.open.c, '“' | '「' | '"' | '‘');
        (title || quoted).then_some(())?;
        Some(marked::Marked {
            range: text.index(pair.open.end())..text.index(pair.close.at),
            title,
            paragraph: doc.block_at(pair.open.at)?,
        })
    };
    pairs.matched.iter().filter_map(marked).collect()
}
