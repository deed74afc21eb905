//! Full-width letters and digits.

use super::{Told, runs_of, told};
use crate::{
    reading::Draft,
    rules::{Check, Finding, Findings, Safety, Settings},
    scan::signs::short,
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let mut places = runs_of(
        doc,
        |c| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ'),
    );
    // 「ＸＸ」 masks something; redaction-placeholder has it.
    places.retain(|place| {
        !doc.text[place.clone()]
            .chars()
            .all(|c| matches!(c, 'Ｘ' | 'ｘ'))
    });
    let half = |place: &std::ops::Range<usize>| -> String {
        let narrow = |c: char| char::from_u32(c as u32 - 0xfee0).unwrap_or(c);
        doc.text[place.clone()].chars().map(narrow).collect()
    };
    match told(places) {
        Told::Each(places) => {
            for place in places {
                let right = half(&place);
                out.report(
                    Finding::new(place.clone())
                        .arg("found", short(&doc.text[place.clone()]))
                        .arg("right", short(&right))
                        .fix(Safety::Safe, "fix", place, right),
                );
            }
        }
        Told::Habit(places) => {
            let mut finding = Finding::habit(places.clone(), "again")
                .message("habit")
                .arg("found", &doc.text[places[0].clone()])
                .arg("right", half(&places[0]));
            for place in places {
                let right = half(&place);
                finding = finding.fix(Safety::Safe, "fix", place, right);
            }
            out.report(finding);
        }
    }
}
