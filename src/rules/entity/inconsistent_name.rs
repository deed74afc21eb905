//! One name that a draft writes in two ways.

use crate::{
    reading::Draft,
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    for variant in &doc.names().variants {
        let Some(found) = doc.text.get(variant.odd.clone()) else {
            continue;
        };
        let finding = Finding::new(variant.odd.clone()).arg("found", found);
        out.report(match &variant.usual {
            Some(usual) => finding
                .arg("other", &doc.text[usual.clone()])
                .arg("line", doc.line(usual.start))
                .related(usual.clone(), "other"),
            None => finding.message("known").arg("other", &variant.form),
        });
    }
}
