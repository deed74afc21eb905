//! Variant characters that the standard has put out of use.

use super::{
    Told, adjoining,
    proper::{Role, is_japanese, is_quoted, role},
    told,
};
use crate::{
    language::script::{self, Script},
    reading::Draft,
    rules::{Check, Finding, Findings, Level, Safety, Settings},
};

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    Box::new(Variants {
        twins: settings.data::<String>("twins").chars().collect(),
        formal: settings.data::<String>("formal").chars().collect(),
    })
}

struct Variants {
    /// Forms that traditional texts use side by side, two by two, the more usual one first.
    twins: Vec<char>,
    /// Forms that are in names and sources of a draft that has the other one: 「國立臺灣大學」.
    formal: Vec<char>,
}

impl Check for Variants {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        self.check_variants(doc, out);
    }
}

impl Variants {
    /// 「為市民」 beside 「爲讀者」: a draft keeps to one form.
    fn check_twins(&self, doc: &Draft, out: &mut Findings) {
        for twins in self.twins.chunks_exact(2) {
            let places = |c: char| -> Vec<_> {
                let c = c.to_string();
                doc.find(&c)
                    .map(|place| place..place + c.len())
                    .filter(|place| !is_japanese(&doc.text, place) && !is_quoted(doc, place))
                    .collect()
            };
            let (usual, other) = (places(twins[0]), places(twins[1]));
            let in_names = usual.len() < other.len() && self.formal.contains(&twins[0]);
            if usual.is_empty() || other.is_empty() || in_names {
                continue;
            }
            let (kept, rare, wrong) = if usual.len() >= other.len() {
                (twins[0], other, twins[1])
            } else {
                (twins[1], usual, twins[0])
            };
            out.report(
                Finding::habit(rare, "again")
                    .message("twins")
                    .level(Level::Info)
                    .arg("found", wrong)
                    .arg("right", kept),
            );
        }
    }

    fn check_variants(&self, doc: &Draft, out: &mut Findings) {
        // The table is that of simplified text.
        let profile = doc.profile();
        if profile.script == Script::Traditional {
            return self.check_twins(doc, out);
        }
        if profile.variants == 0 {
            return;
        }
        let text = &*doc.text;
        let mut places = adjoining(
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
        // 刘炤, 薛应旂: names keep their own characters.
        places.retain(|place| {
            let named =
                is_japanese(text, place) || role(text, place, &right(place)) == Role::InName;
            if named {
                out.silent(place.clone(), "silent-name", &[]);
            }
            !named
        });
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
}
