//! Characters that official prose does not have in such places.

use std::collections::BTreeMap;

use crate::{
    language::script::Script,
    reading::{Draft, doubts::Doubt},
    rules::{Check, Finding, Findings, Level, Safety, Settings},
};

pub(super) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    let likely = settings.option::<String>("sensitivity") == "high";
    let names: Vec<String> = settings.option("names");
    Box::new(move |doc: &Draft, out: &mut Findings| check(doc, likely, &names, out))
}

fn check(doc: &Draft, likely: bool, names: &[String], out: &mut Findings) {
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
