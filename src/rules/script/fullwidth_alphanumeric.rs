//! Full-width letters and digits.

use super::{Told, runs_of, told};
use crate::{
    language::numeral,
    reading::Draft,
    rules::{Check, Finding, Findings, Safety, Settings},
    scan::signs::{after, before, short},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let mut places = runs_of(
        doc,
        |c| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '．'),
    );
    // The point of 「５．７」 goes with its digits; 「三．」 has none.
    for place in &mut places {
        let point = |c: char| c == '．';
        let run = &text[place.clone()];
        let start = run.len() - run.trim_start_matches(point).len();
        place.end = place.start + run.trim_end_matches(point).len().max(start);
        place.start += start;
    }
    // The nought of 「二００一年」 is none of Arabic digits.
    places.retain(|place| {
        let digit = |c: Option<char>| c.is_some_and(|c| numeral::chinese_digit(c).is_some());
        let noughts = text[place.clone()].chars().all(|c| c == '０');
        !noughts || !digit(before(text, place.start)) && !digit(after(text, place.end))
    });
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
