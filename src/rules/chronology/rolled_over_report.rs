//! A report whose dated facts all belong to another year: last year's text with the years replaced.

use std::{collections::BTreeSet, ops::Range};

use super::{
    Vote, anniversary_mismatch,
    claims::{Claim, claims},
    event_year_mismatch, plan_phase_mismatch,
    votes::{Told, Verdict, verdict},
};
use crate::{
    reading::{Draft, calendar::year_scope, timeline::Now},
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// The most places of a kind that are shown.
const SHOWN: usize = 24;

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
    if votes.is_empty() {
        return;
    }
    let claims = claims(doc);
    let Some((written, place, found)) =
        whole(&votes, now).or_else(|| half(doc, &votes, &claims, now))
    else {
        return;
    };
    let right = written + found.shift;
    // Statements about two things may be in one place.
    let mut points: Vec<&Range<usize>> = found.agreeing.iter().map(|vote| &vote.span).collect();
    points.dedup_by(|one, other| one.start < other.end);
    let mut finding = Finding::new(place.clone())
        .arg("written", written)
        .arg("count", points.len())
        .arg("years", format!("{right}年"));
    for point in points.into_iter().take(SHOWN) {
        finding = finding.related(point.clone(), "points-here");
    }
    let reviewed = written - (now.year - now.reviewed);
    for forgotten in forgotten(doc, &claims, (written, reviewed), found.shift)
        .into_iter()
        .filter(|forgotten| *forgotten != place)
        .take(SHOWN)
    {
        finding = finding.related(forgotten, "forgotten-here");
    }
    out.report(finding);
}

/// The verdict on a draft that says everywhere of which year it is: two facts, and very few against.
fn whole(votes: &[Vote], now: &Now) -> Option<(i32, Range<usize>, Verdict)> {
    // A report on several years has a heading for each.
    let own: Vec<Vote> = votes
        .iter()
        .cloned()
        .map(|vote| match vote.basis {
            Told::Heading(_) => vote.told(Told::Itself),
            _ => vote,
        })
        .collect();
    let found = verdict(&own, (now.year, now.year), &|_| true)?;
    (found.pro >= 2 && found.contra * 4 <= found.pro).then(|| (now.year, now.place.clone(), found))
}

/// How many places say the new year, at least: one alone is a slip.
const MOVED: usize = 2;

/// The verdict on a draft that says in one place that it is of one year and elsewhere that it is of another:
/// facts that fit only the other tell which of the two is the old one.
fn half(
    doc: &Draft,
    votes: &[Vote],
    claims: &[Claim],
    now: &Now,
) -> Option<(i32, Range<usize>, Verdict)> {
    let years: BTreeSet<i32> = claims.iter().map(|claim| claim.year).collect();
    if years.len() != 2 {
        return None;
    }
    let votes: Vec<Vote> = votes
        .iter()
        .map(|vote| by_claim(doc, vote, claims))
        .collect();
    let day = doc.profile().clock.report.as_ref();
    let of = |year: i32| claims.iter().filter(move |claim| claim.year == year);
    years
        .iter()
        .filter_map(|&written| {
            let claimed = |shift: i32| years.contains(&(written + shift));
            let found = verdict(&votes, (written, now.year), &claimed)?;
            // The date of a draft counts for more than one place.
            let dated = day.is_some_and(|day| day.year == written) && found.pro >= 2;
            if of(written).count() < MOVED && !dated {
                return None;
            }
            // The other year, by one place at least, is one more thing that asks for it. What only agrees with
            // its heading says nothing against another.
            let independent = found
                .agreeing
                .iter()
                .any(|vote| !matches!(vote.basis, Told::Heading(year) if year != written));
            let enough = independent && found.contra * 4 <= found.pro;
            let place = of(written).next()?.range.clone();
            enough.then_some((written, place, found))
        })
        .max_by_key(|(_, _, found)| found.pro)
}

/// The statement of a year that says of which year the draft is: 「2026年是…，也是“十四五”收官之年」.
fn by_claim(doc: &Draft, vote: &Vote, claims: &[Claim]) -> Vote {
    let vote = vote.clone();
    if vote.basis != Told::Itself {
        return vote;
    }
    let at = claims.partition_point(|claim| claim.range.end <= vote.span.start);
    let claim = at.checked_sub(1).and_then(|at| claims.get(at));
    let sentence = year_scope::sentence(doc, &vote.span);
    match claim.filter(|claim| sentence.start <= claim.range.start) {
        Some(claim) => vote.told(Told::Heading(claim.year)),
        None => vote,
    }
}

/// The places that still say the year of the draft before it was moved: those that say of which year it is, and
/// years that open a paragraph or a sentence, or are behind 截至.
fn forgotten(
    doc: &Draft,
    claims: &[Claim],
    (written, reviewed): (i32, i32),
    shift: i32,
) -> Vec<Range<usize>> {
    let (before, after) = ([written + shift, reviewed + shift], [written, reviewed]);
    let years = doc.mentions().years.iter();
    let mut found: Vec<Range<usize>> = years
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
        .collect();
    for claim in claims.iter().filter(|claim| claim.year == written + shift) {
        let known = found
            .iter()
            .any(|range| range.start < claim.range.end && claim.range.start < range.end);
        if !known {
            found.push(claim.range.clone());
        }
    }
    found.sort_by_key(|range| range.start);
    found
}
