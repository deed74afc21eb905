//! One thing with two numbers in one draft.

use std::collections::HashMap;

use super::shared::{in_unit_of, name, plans_from, printed, scope, slip, years};
use crate::{
    document::Document,
    rules::{Check, Finding, Findings, Settings},
    text::{
        quantity::{Family, ONE},
        statement::{Figure, Statement},
    },
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// A figure and the sentence that it stands in.
type Place<'a> = (&'a Statement, &'a Figure);

/// A figure below ten is mostly one of several.
const SMALLEST: i128 = 10 * ONE;

fn check(doc: &Document, out: &mut Findings) {
    let text = &*doc.text;
    let mut places: HashMap<(&str, Family, &str), Vec<Place<'_>>> = HashMap::new();
    let mut order = Vec::new();
    for statement in &doc.quantities().statements {
        for figure in &statement.figures {
            let quantity = &figure.quantity;
            let counted = matches!(
                quantity.unit.family,
                Family::Count | Family::People | Family::Times | Family::Yuan
            );
            if !counted
                || !quantity.is_exact()
                || quantity.plain.value < SMALLEST
                || figure.depth > 0
            {
                continue;
            }
            let Some(name) = name(text, figure) else {
                continue;
            };
            let unit = if quantity.unit.family == Family::Yuan {
                ""
            } else {
                quantity.unit.name
            };
            let key = (name, quantity.unit.family, unit);
            let entry = places.entry(key).or_default();
            if entry.is_empty() {
                order.push(key);
            }
            entry.push((statement, figure));
        }
    }
    let plans = plans_from(doc);
    for key in order {
        if let Some(found) = places.get(&key).filter(|found| found.len() >= 2) {
            judge(text, key.0, found, plans, out);
        }
    }
}

/// How many restatements of one figure are looked at.
const MOST_PLACES: usize = 64;

/// A name with more values than this is told of many things.
const MOST_VALUES: usize = 3;

fn judge(text: &str, name: &str, found: &[Place<'_>], plans: usize, out: &mut Findings) {
    let Some((&(at, first), rest)) = found.split_first() else {
        return;
    };
    let (here, year) = (scope(text, at, first), years(text, at, first));
    let mut values = vec![first.quantity.amount.value];
    for (_, other) in rest.iter().take(MOST_VALUES + 1) {
        if !values.contains(&other.quantity.amount.value) {
            values.push(other.quantity.amount.value);
        }
    }
    if values.len() > 2 {
        out.silent(first.quantity.range.clone(), "silent-many", &[]);
        return;
    }
    for &(statement, other) in rest.iter().take(MOST_PLACES) {
        let same = other.quantity.amount.meets(first.quantity.amount);
        if statement.range == at.range {
            continue;
        }
        if same {
            out.verify();
            continue;
        }
        let planned = |statement: &Statement| statement.range.start >= plans;
        if planned(statement) != planned(at)
            || scope(text, statement, other) != here
            || years(text, statement, other) != year
        {
            out.silent(other.quantity.range.clone(), "silent-scope", &[]);
            continue;
        }
        let slipped = slip(
            &in_unit_of(other.quantity.amount.value, &other.quantity),
            &in_unit_of(first.quantity.amount.value, &other.quantity),
        );
        let mut finding = Finding::new(other.quantity.range.clone())
            .arg("name", name)
            .arg("here", printed(text, &other.quantity))
            .arg("there", printed(text, &first.quantity))
            .related(first.quantity.range.clone(), "there");
        if let Some(kind) = slipped {
            finding = finding.related(other.quantity.range.clone(), kind.key());
        }
        out.report(finding);
        return;
    }
}
