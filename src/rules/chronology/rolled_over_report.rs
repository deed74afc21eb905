//! A report whose dated facts all belong to another year: last year's text with the years replaced.

use super::{Vote, anniversary_mismatch, event_year_mismatch, plan_phase_mismatch, verdict};
use std::ops::Range;

use crate::{
    reading::{Draft, timeline::Now},
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
    for place in forgotten(doc, now, shift).into_iter().take(SHOWN) {
        finding = finding.related(place, "forgotten-here");
    }
    out.report(finding);
}

/// The years that open a paragraph or a sentence, or stand behind 截至, and are those of the draft before it was
/// moved: there the year was not replaced.
fn forgotten(doc: &Draft, now: &Now, shift: i32) -> Vec<Range<usize>> {
    let (before, after) = (
        [now.year + shift, now.reviewed + shift],
        [now.year, now.reviewed],
    );
    let years = doc.mentions().years.iter();
    years
        .filter(|year| before.contains(&year.value) && !after.contains(&year.value))
        .filter(|year| {
            let lead = doc.text.get(..year.range.start).unwrap_or_default();
            let behind = doc.text.get(year.range.end..).unwrap_or_default();
            let opens = lead
                .chars()
                .next_back()
                .is_none_or(|c| matches!(c, '\n' | '。' | '，' | '、' | '：' | '\u{3000}' | '—'));
            lead.ends_with("截至") || opens && !behind.starts_with(['以', '至', '—', '到'])
        })
        .map(|year| year.range.clone())
        .collect()
}
