//! What several rules of punctuation share.

mod dash_form;
mod document_number_brackets;
mod ellipsis_form;
mod halfwidth_punctuation;
mod missing_full_stop;
mod nested_mark;
mod ordinal_punctuation;
mod pause_mark_between_quotes;
mod range_mark;
mod repeated_punctuation;
mod unbalanced_pair;

use std::ops::Range;

use crate::{
    language::han::{is_closing, is_han, is_opening},
    reading::Draft,
    reading::habit::{self, Habit},
    rules::{Build, Finding, Findings, Safety},
    scan::signs::short,
};

/// The checks of this category, by the names of their pages.
pub(super) const CHECKS: &[(&str, Build)] = &[
    ("dash-form", dash_form::new),
    ("document-number-brackets", document_number_brackets::new),
    ("ellipsis-form", ellipsis_form::new),
    ("halfwidth-punctuation", halfwidth_punctuation::new),
    ("missing-full-stop", missing_full_stop::new),
    ("nested-mark", nested_mark::new),
    ("ordinal-punctuation", ordinal_punctuation::new),
    ("pause-mark-between-quotes", pause_mark_between_quotes::new),
    ("range-mark", range_mark::new),
    ("repeated-punctuation", repeated_punctuation::new),
    ("unbalanced-pair", unbalanced_pair::new),
];

/// Whether `c` is a mark of Chinese text, in its full width.
pub(crate) fn is_full_mark(c: char) -> bool {
    matches!(
        c,
        '，' | '。' | '、' | '；' | '：' | '？' | '！' | '…' | '—' | '％' | '·'
    ) || !c.is_ascii() && (is_opening(c) || is_closing(c))
}

/// Whether `c` belongs to Chinese text.
pub(crate) fn is_chinese(c: char) -> bool {
    is_han(c) || is_full_mark(c)
}

/// Reports each of `places` with the form that should be there, or all as one habit. The rule
/// file words `habit`, `again` and `fix`, with `{found}`, `{right}` and `{count}`.
pub(crate) fn report_forms(doc: &Draft, places: Vec<(Range<usize>, String)>, out: &mut Findings) {
    if habit::of(places.len(), places.len()) == Habit::Throughout {
        let spans = places.iter().map(|(place, _)| place.clone()).collect();
        let (first, right) = &places[0];
        let mut finding = Finding::habit(spans, "again")
            .message("habit")
            .arg("found", short(&doc.text[first.clone()]))
            .arg("right", right);
        for (place, right) in places {
            finding = finding.fix(Safety::Unsafe, "fix", place, right);
        }
        out.report(finding);
        return;
    }
    for (place, right) in places {
        out.report(
            Finding::new(place.clone())
                .arg("found", short(&doc.text[place.clone()]))
                .arg("right", &right)
                .fix(Safety::Unsafe, "fix", place, right),
        );
    }
}
