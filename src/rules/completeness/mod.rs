//! What the rules on broken sentences share: how a proof is worded.

mod broken_date;
mod empty_section;
mod misplaced_passage;
mod missing_measure_word;
mod missing_ordinal;
mod orphan_start;
mod split_sentence;
mod unfinished_paragraph;

use crate::{
    reading::breaks::Proof,
    rules::{Build, Finding},
};

/// The checks of this category, by the names of their pages.
pub(super) const CHECKS: &[(&str, Build)] = &[
    ("broken-date", broken_date::new),
    ("empty-section", empty_section::new),
    ("misplaced-passage", misplaced_passage::new),
    ("missing-measure-word", missing_measure_word::new),
    ("missing-ordinal", missing_ordinal::new),
    ("orphan-start", orphan_start::new),
    ("split-sentence", split_sentence::new),
    ("unfinished-paragraph", unfinished_paragraph::new),
];

/// Words the proof: the message key and its arguments.
pub(crate) fn with_proof(finding: Finding, proof: &Proof) -> Finding {
    match proof {
        Proof::Word(word) => finding.message("word").arg("word", word),
        Proof::Pair(mark) => finding.message("pair").arg("mark", mark),
        Proof::Quantity => finding.message("quantity"),
        Proof::Phrase(phrase) => finding.message("phrase").arg("phrase", phrase),
        Proof::CannotEnd(word) => finding.message("cannot-end").arg("word", word),
        Proof::CannotBegin(word) => finding.message("cannot-begin").arg("word", word),
        Proof::Mark(mark) => finding.message("mark").arg("mark", mark),
        Proof::Habit(others) => finding.message("habit").arg("others", others),
        Proof::Echo(words) => finding.message("echo").arg("word", words),
        Proof::Order(last, next) => finding.message("order").arg("last", last).arg("next", next),
        Proof::Remains => finding.message("remains"),
    }
}
