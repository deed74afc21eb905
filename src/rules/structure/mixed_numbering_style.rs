//! Ordinals of one run in two styles.

use std::collections::BTreeMap;

use crate::language::ordinal_forms::{Form, form, renumbered};
use crate::{
    reading::Draft,
    reading::outline::{Item, Mark},
    rules::{Check, Finding, Findings, Safety, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let items = &doc.outline().items;
    let labelled = || {
        items
            .iter()
            // 「第二条之一」 is beside 第二条 as it is.
            .filter(|item| matches!(item.mark, Mark::Label(_)) && item.branch == 0)
    };
    // The forms of a run, its labels without their numbers.
    let form = |item: &Item| form(&doc.text[item.label.clone()]);
    let mut firsts: Vec<Option<Form<'_>>> = vec![None; doc.outline().runs()];
    let mut mixed: BTreeMap<usize, Vec<&Item>> = BTreeMap::new();
    for item in labelled() {
        let form = form(item);
        if *firsts[item.run].get_or_insert(form) != form {
            mixed.entry(item.run).or_default();
        }
    }
    if mixed.is_empty() {
        return;
    }
    for item in labelled() {
        if let Some(run) = mixed.get_mut(&item.run) {
            run.push(item);
        }
    }
    for run in mixed.values() {
        let mut forms: BTreeMap<Form<'_>, Vec<&Item>> = BTreeMap::new();
        for item in run {
            forms.entry(form(item)).or_default().push(item);
        }
        if forms.len() != 2 {
            continue;
        }
        let Some((usual, majority)) = forms.iter().max_by_key(|(_, items)| items.len()) else {
            continue;
        };
        for (_, minority) in forms.iter().filter(|(form, _)| *form != usual) {
            // Two against two is no majority.
            if minority.len() >= majority.len() {
                continue;
            }
            for item in minority {
                report(doc, item, majority[0], out);
            }
        }
    }
}

/// Whether brackets open and close in the same width.
fn has_matching_brackets(label: &str) -> bool {
    let count = |mark: char| label.matches(mark).count();
    let opens = count('（') + count('(') > 0;
    !opens || count('（') == count('）') && count('(') == count(')')
}

fn report(doc: &Draft, item: &Item, usual: &Item, out: &mut Findings) {
    let example = &doc.text[usual.label.clone()];
    let replacement = renumbered(example, item.number.unwrap_or(0));
    // Where most have two kinds of brackets, these are the right ones.
    if !has_matching_brackets(&replacement) {
        return;
    }
    out.report(
        Finding::new(item.label.clone())
            .arg("found", &doc.text[item.label.clone()])
            .arg("previous", example)
            .arg("line", doc.line(usual.label.start))
            .arg("replacement", &replacement)
            .related(usual.label.clone(), "usual")
            .fix(Safety::Safe, "unify", item.label.clone(), replacement),
    );
}
