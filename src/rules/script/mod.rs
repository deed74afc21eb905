//! What several rules of script share.

mod compatibility_character;
mod fullwidth_alphanumeric;
mod invisible_character;
mod lookalike_character;
mod mixed_script;
mod mojibake;
mod private_use_character;
mod proper;
mod variant_character;

use std::ops::Range;

use crate::{
    language::{han::is_han, segmenter},
    reading::Draft,
    rules::Build,
    scan::signs::{after, before},
};

/// The checks of this category, by the names of their pages.
pub(super) const CHECKS: &[(&str, Build)] = &[
    ("compatibility-character", compatibility_character::new),
    ("fullwidth-alphanumeric", fullwidth_alphanumeric::new),
    ("invisible-character", invisible_character::new),
    ("lookalike-character", lookalike_character::new),
    ("mixed-script", mixed_script::new),
    ("mojibake", mojibake::new),
    ("private-use-character", private_use_character::new),
    ("variant-character", variant_character::new),
];

/// Consecutive places of `places` without anything between, joined.
pub(crate) fn adjoining(places: impl IntoIterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for place in places {
        match out.last_mut() {
            Some(last) if last.end == place.start => last.end = place.end,
            _ => out.push(place),
        }
    }
    out
}

/// The places of `doc` where characters are that are `wanted`, which are signs.
pub(crate) fn runs_of(doc: &Draft, wanted: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let signs = doc.signs_where(&wanted).iter();
    adjoining(
        signs
            .filter(|sign| wanted(sign.c))
            .map(|sign| sign.at..sign.end()),
    )
}

/// What is said of `places`: each one, or, where it is a habit, all in one.
pub(crate) fn told(places: Vec<Range<usize>>) -> Told {
    /// From this many places on they are reported as one.
    const MANY: usize = 10;
    if places.len() > MANY {
        Told::Habit(places)
    } else {
        Told::Each(places)
    }
}

/// How places are reported.
pub(crate) enum Told {
    /// One by one.
    Each(Vec<Range<usize>>),
    /// As one habit.
    Habit(Vec<Range<usize>>),
}

/// Whether the text reads whole without the one character at `place`: where it is left out, a word of
/// the dictionary spans the seam, or whole words meet there. Where half a word is left beside it, the
/// character stands for one that was lost. This is likely and not sure.
pub(crate) fn reads_whole_without(text: &str, place: &Range<usize>) -> bool {
    /// This many characters on either side are read.
    const WINDOW: usize = 8;
    if !before(text, place.start).is_some_and(is_han) || !after(text, place.end).is_some_and(is_han)
    {
        return false;
    }
    let left: usize = text[..place.start]
        .chars()
        .rev()
        .take(WINDOW)
        .take_while(|&c| is_han(c))
        .map(char::len_utf8)
        .sum();
    let joined: String = text[place.start - left..place.start]
        .chars()
        .chain(
            text[place.end..]
                .chars()
                .take(WINDOW)
                .take_while(|&c| is_han(c)),
        )
        .collect();
    segmenter::cut(&joined)
        .into_iter()
        .filter(|(range, _)| range.start <= left && left <= range.end)
        .all(|(_, word)| word.chars().count() > 1 || stands_alone(word))
}

/// Whether the one character `word` is a word of its own in official prose.
fn stands_alone(word: &str) -> bool {
    word.chars().all(|c| {
        "的地得和与及或并在对为以把被将向从到由等也都又还再更最不未已要应可是有各每该其他我"
            .contains(c)
    })
}
