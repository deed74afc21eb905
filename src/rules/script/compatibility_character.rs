//! Radicals and compatibility ideographs that look like ordinary characters.

use unicode_normalization::UnicodeNormalization as _;

use super::{Told, runs_of, told};
use crate::{
    language::script::{self, Script},
    reading::Draft,
    rules::{Check, Finding, Findings, Safety, Settings},
};

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    Box::new(Compatibility {
        radicals: settings.data::<String>("radicals").chars().collect(),
    })
}

struct Compatibility {
    /// Radicals that Unicode does not map, each followed by its character.
    radicals: Vec<char>,
}

impl Check for Compatibility {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        let simplified = doc.profile().script == Script::Simplified;
        let places = runs_of(doc, is_compatibility);
        if places.is_empty() {
            return;
        }
        let ordinary = |found: &str| -> String {
            found
                .chars()
                .map(|c| self.ordinary(c, simplified))
                .collect()
        };
        let add = |finding: Finding, place: std::ops::Range<usize>| {
            let right = ordinary(&doc.text[place.clone()]);
            finding.fix(Safety::Safe, "fix", place, right)
        };
        match told(places) {
            Told::Each(places) => {
                for place in places {
                    let found = &doc.text[place.clone()];
                    let finding = Finding::new(place.clone())
                        .arg("found", found)
                        .arg("right", ordinary(found));
                    out.report(add(finding, place));
                }
            }
            Told::Habit(places) => {
                let found = &doc.text[places[0].clone()];
                let finding = Finding::habit(places.clone(), "again")
                    .message("habit")
                    .arg("found", found)
                    .arg("right", ordinary(found));
                out.report(places.into_iter().fold(finding, add));
            }
        }
    }
}

impl Compatibility {
    fn ordinary(&self, c: char, simplified: bool) -> char {
        let listed = self.radicals.chunks_exact(2).find(|pair| pair[0] == c);
        let right = match listed {
            Some(pair) => pair[1],
            None => std::iter::once(c).nfkc().next().unwrap_or(c),
        };
        // The radicals are those of the traditional dictionary.
        if simplified && script::of(right) == Some(Script::Traditional) {
            return script::counterparts(right).chars().next().unwrap_or(right);
        }
        right
    }
}

fn is_compatibility(c: char) -> bool {
    match c {
        // These twelve are ordinary characters that are in the wrong block.
        '\u{fa0e}' | '\u{fa0f}' | '\u{fa11}' | '\u{fa13}' | '\u{fa14}' | '\u{fa1f}'
        | '\u{fa21}' | '\u{fa23}' | '\u{fa24}' | '\u{fa27}' | '\u{fa28}' | '\u{fa29}' => false,
        '\u{2e80}'..='\u{2fd5}' | '\u{f900}'..='\u{fad9}' | '\u{2f800}'..='\u{2fa1f}' => true,
        _ => false,
    }
}
