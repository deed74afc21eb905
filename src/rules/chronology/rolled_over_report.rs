//! A report whose dated facts all belong to another year: last year's text with the years replaced.

use super::{Vote, anniversary_mismatch, event_year_mismatch, plan_phase_mismatch, verdict};
use crate::{
    reading::Draft,
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// The most places that are shown.
const SHOWN: usize = 12;

/// Asks every dated statement by how many years the draft would have to be moved for it to hold, and
/// takes the answer that two or more agree on where none speaks for the year as it is written.
fn check(doc: &Draft, out: &mut Findings) {
    // Without a stated year there is no place to report, whatever the facts say.
    let Some(now) = doc.now() else {
        return;
    };
    let mut single = Findings::default();
    let mut votes: Vec<Vote> = Vec::new();
    anniversary_mismatch::judge_all(doc, &mut single, &mut votes);
    plan_phase_mismatch::judge_all(doc, &mut single, &mut votes);
    event_year_mismatch::judge_all(doc, &mut single, &mut votes);
    let Some((shift, agreeing)) = verdict(&votes) else {
        return;
    };
    let mut finding = Finding::new(now.place.clone())
        .arg("written", now.year)
        .arg("count", agreeing.len())
        .arg("years", format!("{}年", now.year + shift));
    for vote in agreeing.iter().take(SHOWN) {
        finding = finding.related(vote.span.clone(), "points-here");
    }
    out.report(finding);
}
