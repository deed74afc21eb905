//! Variant characters that the standard has put out of use.

use super::{Told, adjoining, told};
use crate::{
    language::script::{self, Script},
    reading::Draft,
    rules::{Check, Finding, Findings, Safety, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    // The table is that of simplified text.
    let profile = doc.profile();
    if profile.script == Script::Traditional || profile.variants == 0 {
        return;
    }
    let text = &*doc.text;
    let places = adjoining(
        text.char_indices()
            .filter(|&(_, c)| script::standard_form(c).is_some())
            .map(|(at, c)| at..at + c.len_utf8()),
    );
    let right = |place: &std::ops::Range<usize>| -> String {
        text[place.clone()]
            .chars()
            .map(|c| script::standard_form(c).unwrap_or(c))
            .collect()
    };
    match told(places) {
        Told::Each(places) => {
            for place in places {
                let right = right(&place);
                out.report(
                    Finding::new(place.clone())
                        .arg("found", &text[place.clone()])
                        .arg("right", &right)
                        .fix(Safety::Unsafe, "fix", place, right),
                );
            }
        }
        Told::Habit(places) => {
            let (found, right) = (&text[places[0].clone()], right(&places[0]));
            out.report(
                Finding::habit(places.clone(), "again")
                    .message("habit")
                    .arg("found", found)
                    .arg("right", right),
            );
        }
    }
}
