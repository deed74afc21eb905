//! 、 between items that are in quotation or title marks already.

use crate::{
    reading::Draft,
    rules::{Check, Finding, Findings, Safety, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let places: Vec<_> = doc
        .signs()
        .windows(3)
        .filter(|signs| {
            matches!(
                (signs[0].c, signs[1].c, signs[2].c),
                ('”', '、', '“') | ('》', '、', '《')
            ) && signs[0].end() == signs[1].at
                && signs[1].end() == signs[2].at
        })
        .map(|signs| signs[1].at..signs[1].end())
        .collect();
    if places.is_empty() {
        return;
    }
    let mut finding = Finding::habit(places.clone(), "again");
    for place in places {
        finding = finding.fix(Safety::Unsafe, "fix", place, "");
    }
    out.report(finding);
}
