//! Characters that official prose does not have in such places.

use std::collections::BTreeMap;

use crate::{
    language::script::Script,
    reading::{Draft, doubts::Doubt, names},
    rules::{Check, Finding, Findings, Level, Safety, Settings},
};

/// Words of classical Chinese: a quotation with one of them is left alone.
const CLASSICAL: &str = "曰乎矣兮哉焉";
/// A quotation begins and ends at most this many characters from a place in it.
const QUOTATION: usize = 60;

pub(super) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    let likely = settings.option::<String>("sensitivity") == "high";
    let mut names: Vec<String> = settings.option("names");
    names.extend(settings.data::<Vec<String>>("coined"));
    let both_right: Vec<String> = settings.data("both-right");
    Box::new(move |doc: &Draft, out: &mut Findings| {
        check(doc, likely, &names, &both_right, out);
    })
}

fn check(doc: &Draft, likely: bool, names: &[String], both_right: &[String], out: &mut Findings) {
    if doc.profile().script == Script::Traditional {
        return;
    }
    let doubts = doc.doubts();
    if doubts.is_foreign {
        out.silent(0..0, "silent-foreign", &[]);
    }
    let text = &*doc.text;
    let mut slips: BTreeMap<(&str, &str), Vec<&Doubt>> = BTreeMap::new();
    for doubt in &doubts.all {
        if !doubt.sure && !likely {
            out.silent(
                doubt.place.clone(),
                "silent-unsure",
                &arguments(text, doubt),
            );
        } else if let Some(name) = names.iter().find(|name| holds(text, name, doubt)) {
            out.silent(
                doubt.place.clone(),
                "silent-name",
                &[("name", name.clone())],
            );
        } else if names::is_in_name(text, doubt.place.start) {
            out.silent(doubt.place.clone(), "silent-person", &[]);
        } else if is_classical(text, doubt) {
            out.silent(doubt.place.clone(), "silent-classical", &[]);
        } else if are_both_right(both_right, &text[doubt.place.clone()], &doubt.right) {
            out.silent(doubt.place.clone(), "silent-both", &arguments(text, doubt));
        } else {
            let written = &text[doubt.shown.clone()];
            slips
                .entry((written, &doubt.right))
                .or_default()
                .push(doubt);
        }
    }
    for doubts in slips.into_values() {
        report(doc, &doubts, out);
    }
}

/// Whether usage is divided between the two characters.
fn are_both_right(both_right: &[String], written: &str, right: &str) -> bool {
    both_right
        .iter()
        .any(|pair| pair.contains(written) && pair.contains(right))
}

/// Whether the place is in a quotation of classical Chinese.
fn is_classical(text: &str, doubt: &Doubt) -> bool {
    const MARKS: [char; 5] = ['“', '”', '「', '」', '\n'];
    let reversed = text[..doubt.place.start].chars().rev().take(QUOTATION);
    let before: Vec<char> = reversed.collect();
    let behind: Vec<char> = text[doubt.place.end..].chars().take(QUOTATION).collect();
    let mark = |side: &[char]| side.iter().position(|c| MARKS.contains(c));
    let (Some(opened), Some(closed)) = (mark(&before), mark(&behind)) else {
        return false;
    };
    // The word before the mark counts as well: 子曰：“…”.
    let around = &before[..before.len().min(opened + 3)];
    let is_quoted = "“「".contains(before[opened]) && "”」".contains(behind[closed]);
    let mut words = around.iter().chain(&behind[..closed]);
    is_quoted && words.any(|&c| CLASSICAL.contains(c))
}

/// Whether the place is inside the name `name`.
fn holds(text: &str, name: &str, doubt: &Doubt) -> bool {
    let reach = name.len();
    let mut from = doubt.place.start.saturating_sub(reach);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (doubt.place.end + reach).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    text[from..to].match_indices(name).any(|(at, _)| {
        let start = from + at;
        start <= doubt.place.start && doubt.place.end <= start + reach
    })
}

/// What is written, and what should be.
fn arguments(text: &str, doubt: &Doubt) -> [(&'static str, String); 2] {
    let (place, shown) = (&doubt.place, &doubt.shown);
    let found = &text[shown.clone()];
    let replacement = format!(
        "{}{}{}",
        &text[shown.start..place.start],
        doubt.right,
        &text[place.end..shown.end]
    );
    [("found", found.to_owned()), ("replacement", replacement)]
}

/// Reports a slip once, however often it recurs.
fn report(doc: &Draft, doubts: &[&Doubt], out: &mut Findings) {
    let Some(doubt) = doubts.first() else { return };
    let [(_, found), (_, replacement)] = arguments(&doc.text, doubt);
    let elsewhere = doc.find(&replacement).next();
    let mut finding = Finding::new(doubt.shown.clone())
        .message(if doubt.written_count == 0 { "" } else { "rare" })
        .arg("found", found)
        .arg("replacement", &replacement)
        .arg("written", doubt.written_count)
        .arg("count", doubt.right_count);
    if !doubts.iter().any(|doubt| doubt.sure) {
        finding = finding.level(Level::Info);
    }
    if let Some(at) = elsewhere {
        finding = finding.related(at..at + replacement.len(), "elsewhere");
    }
    for doubt in doubts {
        finding = finding.fix(
            Safety::Unsafe,
            "replace",
            doubt.place.clone(),
            doubt.right.clone(),
        );
    }
    if doubts.len() > 1 {
        for other in &doubts[1..doubts.len().min(4)] {
            finding = finding.related(other.shown.clone(), "again");
        }
        finding = finding.occurrences(doubts.iter().map(|doubt| doubt.shown.clone()).collect());
    }
    out.report(finding);
}
