//! Page numbers and running heads inside the text.

use std::{collections::HashMap, ops::Range};

use crate::{
    document::Kind,
    language::han::{count_han, is_terminal},
    reading::Draft,
    rules::{Check, Finding, Findings, Safety, Settings},
    scan::pattern::Pattern,
};

/// Lines that are page numbers by their form.
const NUMBER: &str = r"(?x)^(?:
    [—－–─-]{1,2}\s*\d{1,4}\s*[—－–─-]{1,2}
  | 第\s*\d{1,4}\s*页\s*(?:[/／，,]?\s*共\s*\d{1,4}\s*页)?
  | [Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?
  | \d{1,4}\s*[/／]\s*\d{1,4}
)$";
/// A line of ordinals alone.
const ORDINALS: &str = r"^(?:\d{1,2}[、.．]\s*){2,}$";

/// The longest line that is a page number, in bytes.
const NUMBERED: usize = 60;

/// Bare numbers are page numbers where this many go up one by one.
const ASCENDING: usize = 3;
/// A running head occurs at least so often,
const REPEATS: usize = 3;
/// with at least so much text, in bytes, between.
const PAGE: usize = 900;
/// Its length, in Han characters.
const HEAD: std::ops::RangeInclusive<usize> = 6..=40;

struct PageFurniture {
    number: Pattern,
    ordinals: Pattern,
}

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(PageFurniture {
        number: Pattern::new(NUMBER),
        ordinals: Pattern::new(ORDINALS),
    })
}

impl Check for PageFurniture {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        let mut bare: Vec<(u32, Range<usize>)> = Vec::new();
        let mut heads: HashMap<&str, Vec<Range<usize>>> = HashMap::new();
        for block in &doc.blocks {
            if matches!(block.kind, Kind::Code | Kind::TableCell(_)) {
                continue;
            }
            let text = doc.block_text(block);
            if text.len() > 160 {
                continue;
            }
            let range = block.range.clone();
            let matches = |pattern: &Pattern| {
                text.bytes().any(|byte| byte.is_ascii_digit())
                    && pattern.get().is_some_and(|pattern| pattern.is_match(text))
            };
            let may_number = text.len() <= NUMBERED
                && text.ends_with(|c: char| c.is_numeric() || "—－–─-页".contains(c))
                && text.starts_with(|c: char| c.is_numeric() || "—－–─-第Pp".contains(c));
            if may_number && matches(&self.number) {
                out.report(number(doc, range));
            } else if text.ends_with(['、', '.', '．']) && matches(&self.ordinals) {
                out.report(number(doc, range).message("numbers"));
            } else if text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit()) {
                bare.extend(text.parse().ok().map(|value: u32| (value, range)));
            } else if block.label.is_none()
                && !text
                    .ends_with(|c: char| is_terminal(c) || matches!(c, '：' | ':' | '，' | '、'))
                && !text.starts_with(['（', '(', '“'])
                && HEAD.contains(&count_han(text))
            {
                heads.entry(text).or_default().push(range);
            }
        }
        for run in bare.chunk_by(|one, other| one.0 + 1 == other.0) {
            if run.len() >= ASCENDING {
                for (_, range) in run {
                    out.report(number(doc, range.clone()));
                }
            }
        }
        running_heads(heads, out);
    }
}

fn number(doc: &Draft, range: Range<usize>) -> Finding {
    Finding::new(range.clone())
        .arg("found", &doc.text[range.clone()])
        .fix(Safety::Unsafe, "delete", range, "")
}

/// The first of a repeated line may be the title; the others are its running heads.
fn running_heads(heads: HashMap<&str, Vec<Range<usize>>>, out: &mut Findings) {
    let mut found: Vec<(&str, Vec<Range<usize>>)> = heads
        .into_iter()
        .filter(|(_, places)| {
            places.len() >= REPEATS
                && places
                    .windows(2)
                    .all(|pair| pair[1].start - pair[0].end >= PAGE)
        })
        .collect();
    found.sort_by_key(|(_, places)| places.first().map(|place| place.start));
    for (line, places) in found {
        let Some(second) = places.get(1).cloned() else {
            continue;
        };
        let mut finding = Finding::new(second)
            .message("head")
            .arg("found", line)
            .arg("count", places.len());
        for place in places.iter().skip(2).take(5) {
            finding = finding.related(place.clone(), "again");
        }
        out.report(finding.occurrences(places));
    }
}
