//! Names of bodies that lost a character.

use std::{collections::BTreeMap, ops::Range, sync::OnceLock};

use crate::{
    language::han::is_han,
    reading::Draft,
    rules::{Check, Finding, Findings, Safety, Settings},
    scan::word_set::WordSet,
};

/// Bodies that are named after their place.
const BODIES: [&str; 4] = ["委", "政府", "政协", "人大"];
/// The full name occurs so often at least.
const FREQUENT: usize = 4;
/// Words that are before a name without being a part of it.
const BEFORE: [char; 14] = [
    '在', '对', '向', '和', '与', '由', '共', '的', '经', '受', '为', '给', '从', '按',
];

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// 区委, 县政府 and the like.
fn bodies() -> &'static WordSet {
    static WORDS: OnceLock<WordSet> = OnceLock::new();
    WORDS.get_or_init(|| {
        let words = |level| BODIES.iter().map(move |body| format!("{level}{body}"));
        WordSet::new(["区", "县", "市"].into_iter().flat_map(words))
    })
}

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    // Two-character names of places before 区委 and the like, and the one-character rests.
    let mut full: BTreeMap<(char, char, char), Vec<Range<usize>>> = BTreeMap::new();
    let mut short: Vec<((char, char), Range<usize>, usize)> = Vec::new();
    for (_, place) in bodies().find(doc) {
        let (at, end) = (place.start, place.end);
        let Some(level) = text[place].chars().next() else {
            continue;
        };
        let mut back = text[..at].char_indices().rev();
        let (Some((second_at, second)), first) = (back.next(), back.next()) else {
            continue;
        };
        if !is_han(second) {
            continue;
        }
        let first_han = first.filter(|&(_, c)| is_han(c));
        if let Some((first_at, first)) = first_han {
            full.entry((first, second, level))
                .or_default()
                .push(first_at..end);
        }
        if first_han.is_none_or(|(_, c)| BEFORE.contains(&c)) {
            short.push(((second, level), second_at..end, at));
        }
    }
    for ((only, level), span, level_at) in short {
        // The rest is the name's first character: 滨(江)区委; after 中共, where a name must be, it may
        // be the last: 中共(滨)江区委.
        let party = text[..span.start].ends_with("中共");
        let names: Vec<_> = full
            .iter()
            .filter(|((first, second, l), places)| {
                (*first == only || party && *second == only)
                    && *l == level
                    && places.len() >= FREQUENT
            })
            .collect();
        let [((first, second, _), places)] = names.as_slice() else {
            continue;
        };
        let replacement = format!("{first}{second}{}", &text[level_at..span.end]);
        let mut finding = Finding::new(span.clone())
            .arg("found", &text[span.clone()])
            .arg("replacement", &replacement)
            .arg("count", places.len())
            .fix(Safety::Unsafe, "complete", span, replacement);
        if let Some(place) = places.first() {
            finding = finding.related(place.clone(), "full");
        }
        out.report(finding);
    }
}
