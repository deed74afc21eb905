//! Ordinals of several numbers, 5.1 and 5.1.2, that skip one or are under another chapter.

use std::ops::Range;

use crate::{
    document::{Block, OrdinalStyle},
    language::han::is_han,
    reading::Draft,
    rules::{Finding, Findings, Safety},
};

/// An ordinal of several numbers.
struct Decimal {
    block: usize,
    path: Vec<u32>,
    label: Range<usize>,
}

/// This many of them make a numbering.
const FEWEST: usize = 3;
/// More are not lost at once.
const WIDEST: u32 = 4;

pub(crate) fn check(doc: &Draft, out: &mut Findings) {
    let found: Vec<Decimal> = doc
        .blocks
        .iter()
        .enumerate()
        .filter_map(|(index, block)| read(doc, index, block))
        .collect();
    if found.len() < FEWEST {
        return;
    }
    for (index, item) in found.iter().enumerate() {
        if let Some(expected) = other_chapter(doc, &found, index) {
            let label = &doc.text[item.label.clone()];
            out.report(
                Finding::new(item.label.clone())
                    .message("chapter")
                    .arg("found", label)
                    .arg("expected", &expected)
                    .fix(Safety::Unsafe, "renumber", item.label.clone(), expected),
            );
        } else if let Some((before, missing)) = gap(doc, &found, index) {
            out.report(
                Finding::new(item.label.clone())
                    .arg("found", &doc.text[item.label.clone()])
                    .arg("previous", &doc.text[before.label.clone()])
                    .arg("line", doc.line(before.label.start))
                    .arg("missing", missing)
                    .related(before.label.clone(), "before"),
            );
        }
    }
}

/// The ordinal that `block` begins with: 「5.1 计费方式」.
fn read(doc: &Draft, index: usize, block: &Block) -> Option<Decimal> {
    /// The longest heading, in bytes.
    const HEADING: usize = 150;
    /// Larger numbers are years and quantities.
    const LARGEST: u32 = 60;
    let text = doc.block_text(block);
    if !text.starts_with(|c: char| c.is_ascii_digit()) || text.len() > HEADING {
        return None;
    }
    let length = text
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || *byte == b'.')
        .count();
    let label = text[..length].trim_end_matches('.');
    let path: Vec<u32> = label
        .split('.')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    let behind = text[length..].chars().next()?;
    let body = text[length..].trim_start();
    // 「1.5亿元」 「3.2个百分点」 are figures.
    let figure = body.starts_with(|c: char| "万亿元个倍米公年月日度%％‰吨千百".contains(c));
    let heads = (behind.is_whitespace() || is_han(behind)) && body.starts_with(is_han) && !figure;
    (heads && (2..=4).contains(&path.len()) && path.iter().all(|&number| number <= LARGEST)).then(
        || Decimal {
            block: index,
            path,
            label: block.range.start..block.range.start + label.len(),
        },
    )
}

/// The ordinal that the item at `index` should have, which is first in a chapter whose number is
/// another than its own and whose next item has the right one.
fn other_chapter(doc: &Draft, found: &[Decimal], index: usize) -> Option<String> {
    let item = &found[index];
    let [first, _] = item.path[..] else {
        return None;
    };
    let from = index
        .checked_sub(1)
        .map_or(0, |before| found[before].block + 1);
    let chapter = doc
        .blocks
        .get(from..item.block)?
        .iter()
        .rev()
        .find_map(|block| {
            let label = block.label.as_ref()?;
            matches!(label.style, OrdinalStyle::Arabic | OrdinalStyle::Han).then_some(label.number)
        })?;
    let next = found.get(index + 1)?;
    (first != chapter && next.path == [chapter, 2]).then(|| format!("{chapter}.1"))
}

/// The sibling before the item at `index`, and the ordinals missing between the two.
fn gap<'a>(doc: &Draft, found: &'a [Decimal], index: usize) -> Option<(&'a Decimal, String)> {
    /// How many ordinals back the sibling is sought.
    const REACH: usize = 40;
    let item = &found[index];
    let (&number, parent) = item.path.split_last()?;
    let before = found[index.saturating_sub(REACH)..index]
        .iter()
        .rev()
        .find(|other| other.path.len() <= item.path.len())?;
    let (&last, other_parent) = before.path.split_last()?;
    if parent != other_parent || number <= last + 1 || number > last + 1 + WIDEST {
        return None;
    }
    let prefix: String = parent.iter().map(|number| format!("{number}.")).collect();
    let missing: Vec<String> = (last + 1..number)
        .map(|number| format!("{prefix}{number}"))
        .collect();
    // It may be inside a paragraph.
    let between = doc.text.get(before.label.end..item.label.start)?;
    let inside = missing
        .iter()
        .any(|label| memchr::memmem::find(between.as_bytes(), label.as_bytes()).is_some());
    (!inside).then(|| (before, missing.join("、")))
}
