//! One name that a draft writes in two ways.

use std::{ops::Range, sync::OnceLock};

use crate::{
    document::Document,
    lexicon::literals::Literals,
    reading::names::{
        Two, bodies,
        characters::Characters,
        echoes,
        marked::{self, Marked},
    },
    rules::{Check, Finding, Findings, Settings},
    text::profile::Script,
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Document, out: &mut Findings) {
    let doc_or_simplified = match doc.profile().script {
        Script::Simplified => doc,
        Script::Traditional => doc.simplified(),
    };
    let text = Characters::of(&doc_or_simplified.text);
    let mut found: Vec<Two> = marked::find(&text, &marked_places(doc, &text));
    found.extend(bodies::find(&text, &endings(doc_or_simplified, &text)));
    found.extend(echoes::find(&text));
    let mut taken: Vec<Range<usize>> = Vec::new();
    for two in found {
        if taken
            .iter()
            .any(|range| range.start < two.odd.end && two.odd.start < range.end)
        {
            continue;
        }
        report(doc, &text, &two, out);
        taken.push(two.odd);
    }
}

/// What stands in quotation marks and title marks.
fn marked_places(doc: &Document, text: &Characters) -> Vec<Marked> {
    let pairs = doc.pairs().matched.iter();
    pairs
        .filter_map(|pair| {
            let title = matches!(pair.open.c, '《' | '〈');
            if !title && !matches!(pair.open.c, '“' | '「' | '"' | '‘') {
                return None;
            }
            Some(Marked {
                range: text.index(pair.open.end())..text.index(pair.close.at),
                title,
                paragraph: doc.block_at(pair.open.at)?,
            })
        })
        .collect()
}

/// The last words of names of bodies, places and events.
fn endings(doc: &Document, text: &Characters) -> Vec<bodies::Ending> {
    static WORDS: OnceLock<Literals> = OnceLock::new();
    let words = WORDS.get_or_init(|| Literals::new(bodies::ENDINGS));
    let places = words.find(doc);
    places
        .filter_map(|(_, place)| {
            Some(bodies::Ending {
                paragraph: doc.block_at(place.start)?,
                range: text.index(place.start)..text.index(place.end),
            })
        })
        .collect()
}

fn report(doc: &Document, text: &Characters, two: &Two, out: &mut Findings) {
    let (odd, usual) = (text.bytes(&two.odd), text.bytes(&two.usual));
    let (Some(found), Some(other)) = (doc.text.get(odd.clone()), doc.text.get(usual.clone())) else {
        return;
    };
    out.report(
        Finding::new(odd)
            .arg("found", found)
            .arg("other", other)
            .arg("line", doc.line(usual.start))
            .arg("count", two.count)
            .related(usual, "other"),
    );
}
