//! Traditional characters in a simplified draft, and the reverse.

use std::ops::Range;

use super::{
    adjoining,
    proper::{Role, is_japanese, is_quoted, role},
};
use crate::{
    document::Kind,
    language::script::{self, Script},
    reading::Draft,
    rules::{Check, Finding, Findings, Level, Safety, Settings},
    scan::{self, signs::short},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// From this many places on, if they are a fair share of the text, the draft is mixed as a whole.
const MANY: usize = 40;
/// One in this many script-bearing characters makes a fair share.
const SHARE: usize = 100;
/// From this many characters on a block is one in the other script.
const PASSAGE: usize = 8;
/// From this many characters on a quotation is one in the other script.
const QUOTATION: usize = 2;

fn check(doc: &Draft, out: &mut Findings) {
    let profile = doc.profile();
    let (main, strangers) = match profile.script {
        Script::Simplified => (Script::Simplified, profile.traditional),
        Script::Traditional => (Script::Traditional, profile.simplified),
    };
    if strangers == 0 {
        return;
    }
    let mut places = Vec::new();
    let mut passages = Vec::new();
    for block in &doc.blocks {
        if block.kind != Kind::Code {
            read_block(doc, &block.range, main, &mut places, &mut passages);
        }
    }
    places.retain(|place| {
        let foreign = is_japanese(&doc.text, place);
        if foreign {
            out.silent(place.clone(), "silent-japanese", &[]);
        }
        !foreign
    });
    for passage in passages {
        out.report(
            Finding::new(passage)
                .message(match main {
                    Script::Simplified => "passage-traditional",
                    Script::Traditional => "passage-simplified",
                })
                .level(Level::Info),
        );
    }
    if places.len() > MANY && strangers * SHARE > profile.simplified + profile.traditional {
        let (found, right) = forms(&doc.text, &places[0]);
        out.report(
            Finding::habit(places, "again")
                .message(match main {
                    Script::Simplified => "habit-traditional",
                    Script::Traditional => "habit-simplified",
                })
                .arg("found", found)
                .arg("right", right.unwrap_or_default()),
        );
        return;
    }
    for place in places {
        report(doc, place, main, out);
    }
}

/// Collects the runs of characters of the other script in `block`, and the passages that are
/// wholly in it: the block itself, its quotations, its titles.
fn read_block(
    doc: &Draft,
    block: &Range<usize>,
    main: Script,
    places: &mut Vec<Range<usize>>,
    passages: &mut Vec<Range<usize>>,
) {
    let text = &doc.text[block.clone()];
    let census = scan::census(text);
    let strangers = match main {
        Script::Simplified => census.traditional,
        Script::Traditional => census.simplified,
    };
    if strangers == 0 {
        return;
    }
    let (mut own, mut strange) = (0usize, Vec::new());
    for (at, c) in text.char_indices() {
        match script::of(c) {
            Some(script) if script == main => own += 1,
            Some(_) => strange.push(block.start + at..block.start + at + c.len_utf8()),
            None => {}
        }
    }
    if strange.len() >= PASSAGE && strange.len() > own {
        passages.push(block.clone());
        return;
    }
    let pairs = &doc.pairs().matched;
    let first = pairs.partition_point(|pair| pair.close.at < block.start);
    let mut quoted: Vec<Range<usize>> = Vec::new();
    for pair in pairs[first..]
        .iter()
        .take_while(|pair| pair.close.at < block.end)
        .filter(|pair| "“‘《〈「『".contains(pair.open.c))
    {
        let inner = pair.open.end()..pair.close.at;
        let start = strange.partition_point(|place| place.start < inner.start);
        let end = strange.partition_point(|place| place.start < inner.end);
        let strangers = end - start;
        // Quotations inside of each other are reported once, and long ones are no single term.
        if strangers < QUOTATION || inner.len() > QUOTED {
            continue;
        }
        let own = doc.text[inner.clone()]
            .chars()
            .any(|c| script::of(c) == Some(main));
        if !own {
            quoted.push(pair.open.at..pair.close.end());
        }
    }
    quoted.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut outer = 0;
    quoted.retain(|range| {
        let keep = range.start >= outer;
        outer = outer.max(range.end);
        keep
    });
    strange.retain(|place| {
        let next = quoted.partition_point(|range| range.end <= place.start);
        quoted
            .get(next)
            .is_none_or(|range| place.start < range.start)
    });
    passages.append(&mut quoted);
    places.extend(adjoining(strange));
}

/// The longest quotation or title, in bytes, that is looked into.
const QUOTED: usize = 3000;

fn report(doc: &Draft, place: Range<usize>, main: Script, out: &mut Findings) {
    let (found, right) = forms(&doc.text, &place);
    let role = role(&doc.text, &place, right.as_deref().unwrap_or(&found));
    if role == Role::InName {
        return out.silent(place, "silent-name", &[]);
    }
    // 「人民群諮」: no word comes of it, so that another character was meant.
    let right = right.filter(|_| role != Role::Unknown);
    let message = match (main, &right) {
        (Script::Simplified, Some(_)) => "",
        (Script::Traditional, Some(_)) => "simplified",
        (Script::Simplified, None) => "unknown-traditional",
        (Script::Traditional, None) => "unknown-simplified",
    };
    let mut finding = Finding::new(place.clone())
        .message(message)
        .arg("found", &found);
    if let Some(right) = right {
        // One counterpart each in a simplified draft is sure; the way back seldom is.
        let sure = main == Script::Simplified
            && role == Role::InWord
            && !is_quoted(doc, &place)
            && found
                .chars()
                .all(|c| script::counterparts(c).chars().count() == 1);
        let safety = if sure { Safety::Safe } else { Safety::Unsafe };
        finding = finding
            .arg("right", &right)
            .fix(safety, "fix", place, right);
    }
    out.report(finding);
}

/// The text at `place` and the same in the other script, where each character has a counterpart.
fn forms(text: &str, place: &Range<usize>) -> (String, Option<String>) {
    let found = &text[place.clone()];
    let right: Option<String> = found
        .chars()
        .map(|c| script::counterparts(c).chars().find(|c| !c.is_whitespace()))
        .collect();
    (short(found).into_owned(), right)
}
