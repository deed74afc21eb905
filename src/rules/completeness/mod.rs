//! What the rules on broken sentences share: how a proof is worded.

use crate::{rules::Finding, text::ends::Proof};

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
