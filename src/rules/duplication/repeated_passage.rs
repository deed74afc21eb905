//! A sentence or a longer passage that stands in the draft twice.
//!
//! Any common run of [`LEAST`] characters holds a shingle that winnowing keeps on both sides. Each
//! kept shingle is looked up among the earlier ones and the match is read on in both directions.
//! What has been matched is not looked up again and a shingle remembers few places, so that the
//! time is linear in the text.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use super::shared::{adjacent, is_note};
use crate::{
    document::Document,
    rules::{Check, Finding, Findings, Level, Settings},
    text::{
        Normal,
        copies::{Hashed, Twice, Winnower},
        formula,
        han::is_han,
    },
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// The fewest Han characters of a passage, set formulas not counted.
const LEAST: usize = 30;
/// From so many up a repeat is more than a turn of phrase.
const LONG: usize = 60;
/// The length of a shingle in characters.
const SHINGLE: usize = 12;
/// Of so many neighbouring shingles one is kept, so that each run of [`LEAST`] characters has one.
const WINDOW: usize = LEAST + 1 - SHINGLE;
/// How many places a shingle remembers.
const REMEMBERED: usize = 4;
/// The share of a paragraph from which on `near-duplicate-paragraph` speaks of it as a whole.
const NEAR: f64 = 0.85;
/// A passage and where it stood before.
struct Passage {
    later: Range<usize>,
    earlier: Range<usize>,
}

fn check(doc: &Document, out: &mut Findings) {
    adjacent::check(doc, out);
    let normal = doc.normal();
    let alike = Alike::new(doc);
    let mut shingles = Vec::new();
    let mut read: Vec<(usize, Range<usize>)> = Vec::new();
    let mut winnower = Winnower::new(SHINGLE, WINDOW);
    for (number, paragraph) in normal.paragraphs.iter().enumerate() {
        // Laws define in the same words on purpose.
        if paragraph.units.len() < LEAST || paragraph.article != 0 || alike.equal.contains(&number)
        {
            continue;
        }
        let first = shingles.len();
        winnower.read(normal.of(paragraph), &mut shingles);
        read.push((number, first..shingles.len()));
    }
    let mut twice = Twice::new(shingles.len());
    for &(hash, _) in &shingles {
        twice.note(hash);
    }
    let mut places: Hashed<Vec<u32>> = HashMap::default();
    for (number, own) in read {
        let paragraph = &normal.paragraphs[number];
        let mut taken = paragraph.units.start;
        let mut read = paragraph.units.start;
        for &(hash, offset) in shingles[own].iter().filter(|&&(hash, _)| twice.has(hash)) {
            let unit = paragraph.units.start + offset;
            if unit + SHINGLE <= read {
                continue;
            }
            let known = places.entry(hash).or_default();
            let longest = known
                .iter()
                .filter_map(|&earlier| {
                    let earlier = earlier as usize;
                    let other = normal.paragraph_at(earlier)?;
                    (!alike.are(number, other)).then_some(())?;
                    Some(grow(normal, taken, (number, unit), (other, earlier)))
                })
                .max_by_key(|passage| {
                    (
                        passage.later.len(),
                        std::cmp::Reverse(passage.earlier.start),
                    )
                });
            if known.len() < REMEMBERED {
                known.push(unit as u32);
            }
            let Some(passage) = longest else { continue };
            read = read.max(passage.later.end);
            if passage.later.len() >= LEAST {
                taken = passage.later.end;
                report(doc, &passage, out);
            }
        }
    }
}

/// The whole run around the shingle at `unit` of paragraph `number` that stands at `earlier` of
/// paragraph `other` too, without what was `taken` before.
fn grow(
    normal: &Normal,
    taken: usize,
    (number, unit): (usize, usize),
    (other, earlier): (usize, usize),
) -> Passage {
    let units = &normal.units;
    let limits = &normal.paragraphs[other].units;
    let back = units[taken.min(unit)..unit]
        .iter()
        .rev()
        .zip(units[limits.start..earlier].iter().rev())
        .take_while(|(one, another)| one == another)
        .count();
    let start = unit - back;
    // Within one paragraph the two must not run into each other.
    let end = if other == number { start } else { limits.end };
    let ahead = units[unit..normal.paragraphs[number].units.end]
        .iter()
        .zip(&units[earlier.min(end)..end])
        .take_while(|(one, another)| one == another)
        .count();
    Passage {
        later: start..unit + ahead,
        earlier: earlier - back..earlier + ahead,
    }
}

fn report(doc: &Document, passage: &Passage, out: &mut Findings) {
    let normal = doc.normal();
    let units = &normal.units[passage.later.clone()];
    let han = units.iter().filter(|&&c| is_han(c)).count();
    let own = han.saturating_sub(formula::covered(units));
    if own < LEAST {
        return;
    }
    let span = normal.span(doc, passage.later.clone());
    let first = normal.span(doc, passage.earlier.clone());
    if is_note(doc, span.start) {
        out.silent(span, "note", &[]);
        return;
    }
    let line = doc.line(first.start);
    let mut finding = Finding::new(span.clone())
        .arg("count", han)
        .arg("line", line)
        .related(first, "first");
    if own < LONG {
        finding = finding.level(Level::Info);
    }
    if doc.line(span.start) == line {
        finding = finding.message("same");
    }
    out.report(finding);
}

/// Which paragraphs the other rules of this family speak of together.
struct Alike {
    equal: HashSet<usize>,
    /// The first of the paragraphs that are alike.
    first: HashMap<usize, usize>,
}

impl Alike {
    fn new(doc: &Document) -> Self {
        let copies = doc.copies();
        let mut first = HashMap::new();
        for copy in &copies.near {
            let shorter = normal_length(doc, copy.later).min(normal_length(doc, copy.earlier));
            if copy.shared() as f64 >= NEAR * shorter as f64 {
                let root = *first.get(&copy.earlier).unwrap_or(&copy.earlier);
                first.insert(copy.later, root);
            }
        }
        Self {
            equal: copies.equal.iter().map(|&(later, _)| later).collect(),
            first,
        }
    }

    fn are(&self, one: usize, other: usize) -> bool {
        let root = |number: usize| *self.first.get(&number).unwrap_or(&number);
        one != other && root(one) == root(other)
    }
}

fn normal_length(doc: &Document, number: usize) -> usize {
    doc.normal().paragraphs[number].units.len()
}
