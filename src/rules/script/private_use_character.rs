//! Characters that mean something on one computer only.

use super::{Told, reads_whole_without, runs_of, told};
use crate::{
    reading::Draft,
    rules::{Check, Finding, Findings, Safety, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let places = runs_of(
        doc,
        |c| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}'),
    );
    let code = |place: &std::ops::Range<usize>| {
        let first = doc.text[place.clone()].chars().next().unwrap_or(' ');
        format!("U+{:04X}", first as u32)
    };
    let mended = |finding: Finding, place: std::ops::Range<usize>| {
        let single = doc.text[place.clone()].chars().count() == 1;
        if single && reads_whole_without(&doc.text, &place) {
            finding.fix(Safety::Unsafe, "fix", place, "")
        } else {
            finding
        }
    };
    // One document, one habit: what is lost is lost throughout.
    let told = match places.len() {
        0..=3 => told(places),
        _ => Told::Habit(places),
    };
    match told {
        Told::Each(places) => {
            for place in places {
                let finding = Finding::new(place.clone()).arg("code", code(&place));
                out.report(mended(finding, place));
            }
        }
        Told::Habit(places) => {
            let finding = Finding::habit(places.clone(), "again")
                .message("habit")
                .arg("code", code(&places[0]));
            out.report(places.into_iter().fold(finding, mended));
        }
    }
}
