//! Two styles of masking in one draft.

use crate::{
    reading::{
        Draft,
        masks::{Style, masks},
    },
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let mut styles: Vec<(Style, Vec<std::ops::Range<usize>>)> = Vec::new();
    for mask in masks(doc) {
        // A blank line in a form is no mask.
        if mask.in_number || matches!(mask.style, Style::Line | Style::Box) {
            continue;
        }
        match styles.iter_mut().find(|(style, _)| *style == mask.style) {
            Some((_, places)) => places.push(mask.span),
            None => styles.push((mask.style, vec![mask.span])),
        }
    }
    let Some(usual) = (0..styles.len()).max_by_key(|&index| (styles[index].1.len(), !index)) else {
        return;
    };
    let (_, usual) = styles.swap_remove(usual);
    for (_, places) in styles {
        let (first, main) = (places[0].clone(), usual[0].clone());
        out.report(
            Finding::habit(places, "again")
                .arg("found", &doc.text[first])
                .arg("usual", &doc.text[main.clone()])
                .arg("line", doc.line(main.start))
                .arg("times", usual.len())
                .related(main, "usual"),
        );
    }
}
