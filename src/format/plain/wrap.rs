//! Hard-wrapped text: every line broken at the same width, as terminals, mail and text taken from
//! pages have it.
//!
//! A run of lines is taken for wrapped when most of them end within a character or two of one width
//! and do not end a sentence there. Its lines are joined into paragraphs; where a paragraph ends is
//! told by a line that ends short with a stop, an indented line, an ordinal, a blank line. Headings,
//! lists of names and tables have lines of all lengths, so no run of them is found.

use std::ops::Range;

use crate::{
    document::{Kind, Label, Meta},
    text::{
        ends::{
            head,
            tail::{self, Tail},
        },
        han::is_han,
    },
};

use super::kind;

/// Widths that pages and terminals have, in units of one Latin letter (a Han character is two).
const WIDTHS: std::ops::RangeInclusive<usize> = 36..=170;

/// How far a full line may fall short of the width: punctuation that may not begin a line, or a Latin
/// word that did not fit.
const SLACK: usize = 6;

/// So many full lines make a habit.
const FULL_LINES: usize = 6;

/// A line of the file.
pub(super) struct Line {
    /// Its text without white space around it; empty for a blank line.
    pub(super) range: Range<usize>,
    /// The width of its text.
    width: usize,
    /// How far it is indented.
    indent: usize,
}

impl Line {
    pub(super) fn new(text: &str, whole: &Range<usize>, content: Range<usize>) -> Self {
        Self {
            width: width(&text[content.clone()]),
            indent: width(&text[whole.start..content.start]),
            range: content,
        }
    }

    fn is_blank(&self) -> bool {
        self.range.is_empty()
    }
}

fn width(text: &str) -> usize {
    text.chars()
        .map(|c| match c {
            '\u{feff}' => 0,
            '\u{0}'..='\u{2ff}' => 1,
            _ => 2,
        })
        .sum()
}

/// Which lines go on in the next one. Empty where the text is not hard-wrapped.
pub(super) fn joined(text: &str, lines: &[Line]) -> Vec<bool> {
    let Some(full) = full_width(text, lines) else {
        return Vec::new();
    };
    let mut joined = vec![false; lines.len()];
    for index in 0..lines.len() {
        let Some(next) = lines.get(index + 1) else {
            break;
        };
        joined[index] = goes_on(text, &lines[index], next, full, lines.get(index + 2));
    }
    joined
}

/// The width that lines are broken at, where they are.
fn full_width(text: &str, lines: &[Line]) -> Option<usize> {
    // How many lines of each width stop in the middle of a sentence with a line behind them.
    let mut broken = vec![0usize; WIDTHS.end() + 1];
    let (mut written, mut longer, mut all_broken) = (0, 0, 0);
    for (line, next) in lines.iter().zip(lines.iter().skip(1)) {
        if line.is_blank() {
            continue;
        }
        written += 1;
        if line.width > *WIDTHS.end() {
            longer += 1;
        } else if WIDTHS.contains(&line.width)
            && !next.is_blank()
            && stops_amid(&text[line.range.clone()])
        {
            broken[line.width] += 1;
            all_broken += 1;
        }
    }
    // Wrapped text has no long lines, or next to none.
    if all_broken < FULL_LINES || longer * 10 > all_broken || all_broken * 3 < written {
        return None;
    }
    let around = |width: usize| -> usize {
        broken[width.saturating_sub(SLACK).max(*WIDTHS.start())..=width]
            .iter()
            .sum()
    };
    let full = WIDTHS.max_by_key(|&width| (around(width), std::cmp::Reverse(width)))?;
    (around(full) >= FULL_LINES && around(full) * 10 >= all_broken * 7).then_some(full)
}

/// Whether a line stops where no sentence ends.
fn stops_amid(line: &str) -> bool {
    matches!(
        tail::tail(line),
        Tail::Bare | Tail::Open(_) | Tail::Bracketed
    )
}

/// Whether `line` goes on in `next`.
fn goes_on(text: &str, line: &Line, next: &Line, full: usize, after: Option<&Line>) -> bool {
    if line.is_blank() || next.is_blank() {
        return false;
    }
    let (content, next_content) = (&text[line.range.clone()], &text[next.range.clone()]);
    // The first line of a paragraph is indented, what goes on is not.
    if next.indent > line.indent && next.indent >= 2 && next.indent <= 8 {
        return false;
    }
    if line.width + line.indent + SLACK < full {
        return false;
    }
    if Label::read(next_content, next.range.start).is_some() && !stops_amid(content) {
        return false;
    }
    if head::numbered(next_content) {
        return false;
    }
    if !stops_amid(content) {
        // A full line that ends a sentence may end its paragraph as well: it does where the next one
        // stands as headings do.
        let block = kind::block(text, next.range.clone(), false);
        let short = next.width + SLACK < full;
        let heading = short
            && matches!(block.kind, Kind::Heading { .. } | Kind::Meta(Meta::Other))
            && after.is_some_and(|after| after.is_blank() || after.width + SLACK >= full);
        return !heading && line.width + line.indent <= full + 4;
    }
    line.width + line.indent <= full + 4
}

/// Whether a space belongs between two lines that are joined: between Latin words only.
pub(super) fn space_between(left: &str, right: &str) -> bool {
    let latin = |c: char| c.is_ascii_alphanumeric();
    left.ends_with(latin)
        && right.starts_with(|c: char| c.is_ascii_alphabetic())
        && !left.ends_with(is_han)
}
