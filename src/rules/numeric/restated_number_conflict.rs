//! One thing with two numbers in one draft.

use std::collections::HashMap;

use super::{
    Tabled, check_swapped, check_thresholds, in_unit_of, name, plans_from, printed, scope, slip,
    tabled, years,
};
use crate::{
    reading::Draft,
    reading::figures::{
        quantity::{Family, ONE, Unit},
        statement::{Figure, Statement},
    },
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// A figure and the sentence that it stands in.
type Place<'a> = (&'a Statement, &'a Figure);

/// A figure below ten is mostly one of several.
const SMALLEST: i128 = 10 * ONE;

fn check(doc: &Draft, out: &mut Findings) {
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
            let key = key(name, quantity.unit);
            let entry = places.entry(key).or_default();
            if entry.is_empty() {
                order.push(key);
            }
            entry.push((statement, figure));
        }
    }
    let plans = plans_from(doc);
    let cells = tabled(doc);
    let mut named: HashMap<_, Vec<&Tabled<'_>>> = HashMap::new();
    for cell in &cells {
        named
            .entry(key(cell.name, cell.quantity.unit))
            .or_default()
            .push(cell);
    }
    for cell in &cells {
        let key = key(cell.name, cell.quantity.unit);
        // Each name is told once, at its first cell.
        if let Some(found) = places.get(&key)
            && let Some(cells) = named.remove(&key)
        {
            judge_cell(doc, &cells, found, plans, out);
        }
    }
    for key in order {
        if let Some(found) = places.get(&key).filter(|found| found.len() >= 2) {
            judge(text, key.0, found, plans, out);
        }
    }
    check_swapped(doc, out);
    check_thresholds(doc, out);
}

/// How many restatements of one figure are looked at.
const MOST_PLACES: usize = 64;

/// A name with more values than this is told of many things.
const MOST_VALUES: usize = 3;

/// What a figure is the value of: money of any scale is one unit.
fn key(name: &str, unit: Unit) -> (&str, Family, &'static str) {
    let of = if unit.family == Family::Yuan {
        ""
    } else {
        unit.name
    };
    (name, unit.family, of)
}

/// The figures of tables with one name, and the places that tell it in words.
fn judge_cell(
    doc: &Draft,
    cells: &[&Tabled<'_>],
    found: &[Place<'_>],
    plans: usize,
    out: &mut Findings,
) {
    let text = &*doc.text;
    let Some(cell) = cells.first() else { return };
    let amount = cell.quantity.amount;
    let meets = |place: &&Place<'_>| place.1.quantity.amount.meets(amount);
    if found.iter().take(MOST_PLACES).any(|place| meets(&place)) {
        out.verify();
        return;
    }
    let Some(&(statement, figure)) = found.first() else {
        return;
    };
    let value = figure.quantity.amount.value;
    let many = found
        .iter()
        .take(MOST_PLACES)
        .any(|(_, other)| other.quantity.amount.value != value)
        || cells
            .iter()
            .any(|other| other.quantity.amount.value != amount.value);
    if many {
        out.silent(cell.range.clone(), "silent-many", &[]);
        return;
    }
    // A year that only the table or only the words name is the one that the draft reviews.
    let told = years(text, statement, figure);
    let reviewed = doc.profile().clock.reviewed.as_ref();
    let reviewed = reviewed.map(|reviewed| reviewed.year.to_string());
    let other_year = match (cell.year, told.first()) {
        _ if told.len() > 1 => true,
        (None, None) => false,
        (Some(year), Some(told)) => year != *told,
        (Some(year), None) | (None, Some(&year)) => reviewed.as_deref() != Some(year),
    };
    let planned = |at: usize| at >= plans;
    if other_year
        || !scope(text, statement, figure).is_empty()
        || planned(statement.range.start) != planned(cell.range.start)
    {
        out.silent(cell.range.clone(), "silent-scope", &[]);
        return;
    }
    let said = printed(text, &figure.quantity);
    let place = figure.quantity.range.clone();
    let later = cell.range.start > place.start;
    let (here, there) = if later {
        (cell.range.clone(), place)
    } else {
        (place, cell.range.clone())
    };
    let (shown, other) = if later {
        (cell.printed.as_str(), said)
    } else {
        (said, cell.printed.as_str())
    };
    out.report(
        Finding::new(here)
            .arg("name", cell.name)
            .arg("here", shown)
            .arg("there", other)
            .related(there, "there"),
    );
}

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
