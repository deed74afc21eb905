//! Sibling headings that do not end alike.

use std::{collections::BTreeMap, ops::Range};

use crate::{
    document::OrdinalStyle,
    language::han::is_terminal,
    reading::Draft,
    reading::outline::{Item, Mark},
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// Longer lines are no headings, in bytes.
const LONGEST: usize = 180;
/// The majority is this many times the minority.
const MAJORITY: usize = 3;

/// A heading: its label, where it ends, whether with a full stop.
struct Heading {
    label: Range<usize>,
    end: usize,
    stopped: bool,
}

fn check(doc: &Draft, out: &mut Findings) {
    let items = &doc.outline().items;
    // Most runs end alike, which is known before their lines are read.
    let mut ends = vec![(0usize, 0usize); doc.outline().runs()];
    for item in items {
        match body(doc, item).map(|body| body.ends_with('。')) {
            Some(true) => ends[item.run].0 += 1,
            Some(false) => ends[item.run].1 += 1,
            None => {}
        }
    }
    let differ =
        |&(with, without): &(usize, usize)| with.min(without) > 0 && with.max(without) >= MAJORITY;
    if !ends.iter().any(differ) {
        return;
    }
    let mut runs: BTreeMap<usize, Vec<Heading>> = BTreeMap::new();
    for item in items.iter().filter(|item| differ(&ends[item.run])) {
        let Some(body) = body(doc, item) else {
            continue;
        };
        let stopped = body.ends_with('。');
        // Only a line of one sentence or less is a heading; questions end as they must.
        if body.matches(is_terminal).count() > usize::from(stopped) {
            continue;
        }
        runs.entry(item.run).or_default().push(Heading {
            label: item.label.clone(),
            end: doc.blocks[item.block].range.end,
            stopped,
        });
    }
    for run in runs.values() {
        let (with, without): (Vec<&Heading>, Vec<&Heading>) =
            run.iter().partition(|heading| heading.stopped);
        if !with.is_empty() && without.len() >= MAJORITY * with.len() {
            for heading in with {
                let span = heading.end - '。'.len_utf8()..heading.end;
                report(doc, heading, span, "", &without, out);
            }
        } else if !without.is_empty() && with.len() >= MAJORITY * without.len() {
            for heading in without {
                report(doc, heading, heading.label.clone(), "without", &with, out);
            }
        }
    }
}

/// The line of `item` behind its label, where it is so short that it may be a heading.
fn body<'a>(doc: &'a Draft, item: &Item) -> Option<&'a str> {
    let judged = matches!(
        item.mark,
        Mark::Label(OrdinalStyle::Part | OrdinalStyle::Han | OrdinalStyle::HanBracket)
    );
    let block = &doc.blocks[item.block];
    if !judged || block.range.len() > LONGEST {
        return None;
    }
    let body = doc.block_text(block).get(item.label.len()..)?;
    (!body.is_empty()).then_some(body)
}

fn report(
    doc: &Draft,
    heading: &Heading,
    span: Range<usize>,
    message: &'static str,
    others: &[&Heading],
    out: &mut Findings,
) {
    let mut finding = Finding::new(span)
        .message(message)
        .arg("label", &doc.text[heading.label.clone()])
        .arg("count", others.len());
    if let Some(other) = others.first() {
        finding = finding.related(other.label.clone(), "other");
    }
    out.report(finding);
}
