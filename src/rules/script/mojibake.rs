//! Text that was read in the wrong encoding.

use std::ops::Range;

use super::reads_whole_without;
use crate::{
    reading::Draft,
    rules::{Check, Finding, Findings, Level, Safety, Settings},
    scan::{
        signs::{Sign, is_lost_character},
        word_set::WordSet,
    },
};

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    let words: Vec<String> = settings.data("words");
    Box::new(Mojibake {
        words: WordSet::new(words),
    })
}

struct Mojibake {
    /// What common bytes look like in a wrong encoding.
    words: WordSet,
}

/// Places closer than this, in bytes, are one stretch of damaged text.
const GAP: usize = 6;
/// The length of a replacement character, in bytes.
const WIDTH: usize = char::REPLACEMENT_CHARACTER.len_utf8();
/// From this many stretches on they are reported as one.
const MANY: usize = 10;

impl Check for Mojibake {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        let text = &*doc.text;
        let mut places: Vec<Range<usize>> = Vec::new();
        let strange = |c| matches!(c, '?' | '\u{c2}'..='\u{f4}' | char::REPLACEMENT_CHARACTER);
        let signs = doc.signs_where(strange);
        for (index, &sign) in signs.iter().enumerate() {
            if sign.c == char::REPLACEMENT_CHARACTER {
                places.push(sign.at..sign.end());
            } else if matches!(sign.c, '\u{c2}'..='\u{f4}') {
                places.extend(latin(&signs[index..]));
            } else if is_lost_character(text, sign) {
                out.report(
                    Finding::new(sign.at..sign.end())
                        .message("lost")
                        .level(Level::Warning),
                );
            }
        }
        places.extend(self.words.find(doc).map(|(_, place)| place));
        if places.is_empty() {
            return;
        }
        places.sort_by_key(|place| place.start);
        let mut stretches: Vec<Range<usize>> = Vec::new();
        for place in places {
            match stretches.last_mut() {
                Some(last)
                    if place.start <= last.end + GAP
                        && !text[last.end.min(place.start)..place.start].contains('\n')
                        && (place.start <= last.end || !is_single(text, last)) =>
                {
                    last.end = last.end.max(place.end);
                }
                _ => stretches.push(place),
            }
        }
        if stretches.len() > MANY {
            let found = shown(text, &stretches[0]);
            out.report(
                Finding::habit(stretches, "again")
                    .message("habit")
                    .arg("found", found),
            );
            return;
        }
        for stretch in stretches {
            let found = shown(text, &stretch);
            let mut finding = Finding::new(stretch.clone()).arg("found", found);
            // Several together are what was left of a character.
            let stray = is_single(text, &stretch) && stretch.len() == WIDTH;
            if stray && reads_whole_without(text, &stretch) {
                finding = finding.fix(Safety::Unsafe, "fix", stretch, "");
            }
            out.report(finding);
        }
    }
}

/// A lone replacement character stays a place of its own.
fn is_single(text: &str, place: &Range<usize>) -> bool {
    text[place.clone()]
        .chars()
        .all(|c| c == char::REPLACEMENT_CHARACTER)
}

fn shown(text: &str, place: &Range<usize>) -> String {
    text[place.clone()].chars().take(12).collect()
}

/// UTF-8 read as Latin-1 or Windows-1252: 「ä¸­å›½」 「â€œ」.
fn latin(signs: &[Sign]) -> Option<Range<usize>> {
    let first = signs.first()?;
    let length = match first.c {
        '\u{e2}'..='\u{ef}' => 3,
        '\u{f0}'..='\u{f4}' => 4,
        _ => 2,
    };
    let run = signs.get(..length)?;
    let joined = run.windows(2).all(|pair| pair[0].end() == pair[1].at);
    let rest = run[1..].iter().all(|sign| {
        matches!(sign.c, '\u{80}'..='\u{bf}')
            || length > 2 && "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(sign.c)
    });
    (joined && rest).then(|| first.at..run[length - 1].end())
}
