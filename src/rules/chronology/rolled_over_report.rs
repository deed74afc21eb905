//! A report whose dated facts all belong to another year: last year's text with the years replaced.

use std::collections::{BTreeMap, HashSet};

use super::{anniversary_mismatch, event_year_mismatch, plan_phase_mismatch};
use crate::{
    reading::Draft,
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// How many statements have to agree, about how many different things.
const STATEMENTS: usize = 3;
const THINGS: usize = 2;

/// Sums up what the rules for single facts find. A report speaks of two years, the one reviewed and
/// the one planned, so that what it says may point at two years in a row.
fn check(doc: &Draft, out: &mut Findings) {
    let clock = &doc.profile().clock;
    let place = clock
        .report
        .as_ref()
        .map(|day| (day.year, day.range.clone()))
        .or_else(|| {
            clock
                .reviewed
                .as_ref()
                .map(|told| (told.year, told.range.clone()))
        });
    // Without a stated year there is no place to report, whatever the facts say.
    let Some((written, span)) = place else { return };
    let mut single = Findings::default();
    anniversary_mismatch::check(doc, &mut single);
    plan_phase_mismatch::check(doc, &mut single);
    event_year_mismatch::check(doc, &mut single);
    let pointers: Vec<(i32, &Finding)> = single
        .items
        .iter()
        .filter_map(|finding| {
            let implied = value(finding, "implied")?.parse().ok()?;
            Some((implied, finding))
        })
        .collect();
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for (year, _) in &pointers {
        *counts.entry(*year).or_default() += 1;
    }
    let together = |year: i32| {
        counts.get(&year).copied().unwrap_or(0) + counts.get(&(year + 1)).copied().unwrap_or(0)
    };
    let Some(year) = counts
        .keys()
        .copied()
        .max_by_key(|&year| (together(year), -year))
    else {
        return;
    };
    let count = together(year);
    let agreeing: Vec<&Finding> = pointers
        .iter()
        .filter(|(other, _)| (year..=year + 1).contains(other))
        .map(|(_, finding)| *finding)
        .collect();
    let things: HashSet<&str> = agreeing
        .iter()
        .filter_map(|finding| value(finding, "event").or_else(|| value(finding, "plan")))
        .collect();
    if count < STATEMENTS || things.len() < THINGS || count * 5 < pointers.len() * 4 {
        return;
    }
    let last = agreeing
        .iter()
        .filter_map(|finding| value(finding, "implied")?.parse::<i32>().ok())
        .max()
        .unwrap_or(year);
    let years = if last == year {
        format!("{year}年")
    } else {
        format!("{year}年和{last}年")
    };
    let mut finding = Finding::new(span)
        .arg("written", written)
        .arg("count", count)
        .arg("years", years);
    for pointer in agreeing.iter().take(5) {
        finding = finding.related(pointer.span.clone(), "points-here");
    }
    out.report(finding);
}

fn value<'a>(finding: &'a Finding, name: &str) -> Option<&'a str> {
    finding
        .arguments
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
}
