//! Hard-wrapped text: every line broken at the same width, as terminals, mail and text taken from
//! pages have it.
//!
//! A stretch of lines is taken for wrapped when most of those that end no sentence are of one length.
//! Its lines are joined into paragraphs; where a paragraph ends is recognised by a line that ends short, an
//! indented line, an ordinal, a blank line. Rows of names and of tables are left as they are.

use std::ops::Range;

use crate::{
    document::{Kind, Ordinal},
    format::plain::kind,
    language::{
        beginnings,
        endings::{self, Tail},
        han::{begins, count_bytes, is_han},
    },
};

/// Widths that pages and terminals have, in columns: a Han character takes two.
const COLUMNS: std::ops::RangeInclusive<usize> = 18..=170;

/// Below this width lines must show that they are running text: lists, verse and slogans are as narrow.
const NARROW: usize = 36;
/// This many narrow lines that are full make a habit.
const NARROW_LINES: usize = 12;

/// The same in characters, for text that was broken after this many of whatever kind.
const CHARACTERS: std::ops::RangeInclusive<usize> = 9..=90;

/// This many full lines make a habit.
const FULL_LINES: usize = 6;

/// A line of the file.
pub(super) struct Line {
    /// Its text without white space around it; empty for a blank line.
    pub(super) range: Range<usize>,
    /// Its length with its indent, in columns and in characters.
    columns: usize,
    characters: usize,
    /// How far it is indented, in columns.
    indent: usize,
}

impl Line {
    /// The line `whole` of `text`, which is `content` without white space around it; `marks` tells
    /// whether the text holds any U+FEFF.
    pub(super) fn new(
        text: &str,
        whole: &Range<usize>,
        content: Range<usize>,
        marks: bool,
    ) -> Self {
        let (indent, before) = lengths(&text[whole.start..content.start], marks);
        let (columns, characters) = lengths(&text[content.clone()], marks);
        Self {
            columns: columns + indent,
            characters: characters + before,
            indent,
            range: content,
        }
    }

    fn is_blank(&self) -> bool {
        self.range.is_empty()
    }
}

/// U+FEFF, which takes no room.
pub(super) const MARK: char = '\u{feff}';

/// The columns and characters of `text`, in which [`MARK`] may be where there are `marks`. What is
/// sure to be longer than any line that was broken is not measured.
fn lengths(text: &str, marks: bool) -> (usize, usize) {
    /// No character has more bytes for each of its columns.
    const BYTES: usize = 2;
    if marks {
        return text
            .chars()
            .filter(|&c| c != MARK)
            .fold((0, 0), |(columns, characters), c| {
                (columns + 1 + usize::from(c >= WIDE), characters + 1)
            });
    }
    if text.len() > COLUMNS.end() * BYTES {
        let least = text.len().div_ceil(BYTES);
        return (least, least);
    }
    let characters = count_bytes(text.as_bytes(), begins);
    let wide = count_bytes(text.as_bytes(), |byte| byte >= WIDE_BYTE);
    (characters + wide, characters)
}

/// From this character on they take two columns.
const WIDE: char = '\u{300}';

/// The least first byte of such a character.
const WIDE_BYTE: u8 = 0xcc;

/// How the lines of a text are broken.
struct Full {
    /// Whether it is characters that are counted.
    by_characters: bool,
    /// The length of a full line.
    length: usize,
    /// How far a full line may fall short: punctuation that may not begin the next one, or a Latin
    /// word that did not fit.
    slack: usize,
    /// How one sees that a paragraph begins.
    mark: Mark,
}

/// How a text marks the beginnings of its paragraphs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Their first lines are indented.
    Indent,
    /// Blank lines are between them.
    Blank,
    /// Not at all: only a line that ends short shows it.
    None,
}

/// The indent of a first line, in columns.
const INDENT: std::ops::RangeInclusive<usize> = 2..=8;

impl Full {
    fn length(&self, line: &Line) -> usize {
        if self.by_characters {
            line.characters
        } else {
            line.columns
        }
    }

    /// Whether `line` was broken because it was full.
    fn is(&self, line: &Line) -> bool {
        let length = self.length(line);
        length + self.slack >= self.length && length <= self.length + self.slack
    }
}

/// Which lines go on in the next one. Each stretch without long lines is judged by itself, so that
/// a wrapped part of a file is found in one whose other paragraphs are on a line each.
pub(super) fn joined(text: &str, lines: &[Line]) -> Vec<bool> {
    let mut joined = vec![false; lines.len()];
    let mut start = 0;
    while start < lines.len() {
        let length = lines[start..]
            .iter()
            .position(|line| line.columns > *COLUMNS.end())
            .unwrap_or(lines.len() - start);
        let stretch = &lines[start..start + length];
        if let Some(full) = full_line(text, stretch) {
            for (index, joined) in joined[start..start + length].iter_mut().enumerate() {
                if let Some([line, next]) = stretch.get(index..index + 2) {
                    *joined = goes_on(text, line, next, &full, stretch.get(index + 2));
                }
            }
        }
        start += length + 1;
    }
    joined
}

/// The length that lines are broken at, where they are.
fn full_line(text: &str, lines: &[Line]) -> Option<Full> {
    // The last line is none of those that were broken.
    if lines.len() <= FULL_LINES {
        return None;
    }
    // How many lines of each length stop in the middle of a sentence with a line behind them.
    let mut columns = vec![0usize; COLUMNS.end() + 1];
    let mut characters = vec![0usize; CHARACTERS.end() + 1];
    let (mut written, mut broken) = (0usize, 0usize);
    let (mut indented, mut blank) = (0usize, 0usize);
    for (line, next) in lines.iter().zip(lines.iter().skip(1)) {
        if line.is_blank() {
            blank += 1;
            continue;
        }
        written += 1;
        indented += usize::from(INDENT.contains(&line.indent));
        if COLUMNS.contains(&line.columns)
            && !next.is_blank()
            && stops_amid(&text[line.range.clone()])
        {
            broken += 1;
            columns[line.columns] += 1;
            if let Some(count) = characters.get_mut(line.characters) {
                *count += 1;
            }
        }
    }
    if broken < FULL_LINES || broken * 3 < written {
        return None;
    }
    let best = |counts: &[usize], slack: usize| -> (usize, usize) {
        (0..counts.len())
            .map(|length| {
                let around = counts[length.saturating_sub(slack)..=length].iter().sum();
                (around, length)
            })
            .max_by_key(|&(around, length)| (around, std::cmp::Reverse(length)))
            .unwrap_or((0, 0))
    };
    let mark = if indented * 20 >= written && indented * 5 <= written * 3 {
        Mark::Indent
    } else if blank * 20 >= written {
        Mark::Blank
    } else {
        Mark::None
    };
    let by_columns = best(&columns, 4);
    let by_characters = best(&characters, 2);
    let (count, full) = if by_characters.0 > by_columns.0 {
        let full = Full {
            by_characters: true,
            length: by_characters.1,
            slack: 3,
            mark,
        };
        (by_characters.0, full)
    } else {
        let full = Full {
            by_characters: false,
            length: by_columns.1,
            slack: 6,
            mark,
        };
        (by_columns.0, full)
    };
    let narrow = full.length * if full.by_characters { 2 } else { 1 } < NARROW;
    (count >= FULL_LINES && count * 10 >= broken * 7 && (!narrow || is_running(text, lines, &full)))
        .then_some(full)
}

/// Whether sentences and clauses end in the midst of narrow lines, as they do where text was wrapped.
fn is_running(text: &str, lines: &[Line], full: &Full) -> bool {
    let (mut all, mut amid) = (0, 0);
    for line in lines
        .iter()
        .filter(|line| !line.is_blank() && full.is(line))
    {
        let content = &text[line.range.clone()];
        if has_columns(content) {
            return false;
        }
        all += 1;
        let inner = content
            .trim_end_matches(['。', '，', '；', '、', '：', '！', '？'])
            .contains(['。', '，', '；', '！', '？']);
        amid += usize::from(inner);
    }
    all >= NARROW_LINES && amid * 4 >= all
}

/// Whether a line stops where no sentence ends. A row of names or of a table does not.
fn stops_amid(line: &str) -> bool {
    matches!(
        endings::tail(line),
        Tail::Bare | Tail::Open(_) | Tail::Bracketed
    ) && !has_columns(line)
}

/// Whether `line` has wide gaps, as rows of names and of tables have.
fn has_columns(line: &str) -> bool {
    line.matches(['\u{3000}', '\t', '|']).count() + line.matches("  ").count() >= 2
}

/// Whether `line` goes on in `next`.
fn goes_on(text: &str, line: &Line, next: &Line, full: &Full, after: Option<&Line>) -> bool {
    if line.is_blank() || next.is_blank() || !full.is(line) {
        return false;
    }
    let (content, next_content) = (&text[line.range.clone()], &text[next.range.clone()]);
    if INDENT.contains(&next.indent) && (full.mark == Mark::Indent || next.indent > line.indent) {
        return false;
    }
    if beginnings::numbered(next_content) {
        return false;
    }
    if has_columns(content) || has_columns(next_content) {
        return false;
    }
    let label = Ordinal::read(next_content, next.range.start);
    if stops_amid(content) {
        // A list whose items happen to be of one length.
        return label.is_none() || Ordinal::read(content, line.range.start).is_none();
    }
    if full.mark == Mark::Indent {
        return true;
    }
    // A full line that ends a sentence may end its paragraph as well: it does where the next one
    // begins as paragraphs do, or is as headings do.
    if label.is_some() || full.mark == Mark::None && beginnings::starts_paragraph(next_content) {
        return false;
    }
    let block = kind::block(text, next.range.clone(), false);
    let heading = !full.is(next)
        && matches!(block.kind, Kind::Heading { .. } | Kind::Meta(_))
        && after.is_some_and(|after| after.is_blank() || full.is(after));
    !heading
}

/// Whether a space belongs between two lines that are joined: between Latin words only.
pub(super) fn space_between(left: &str, right: &str) -> bool {
    let latin = |c: char| c.is_ascii_alphanumeric();
    left.ends_with(latin)
        && right.starts_with(|c: char| c.is_ascii_alphabetic())
        && !left.ends_with(is_han)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_measured_alike_with_and_without_marks() {
        for text in [
            "",
            "a b",
            "é\u{2ff}",
            "\u{300}\u{7ff}ॐ一，\u{1f600}",
            "　　一二 three",
        ] {
            assert_eq!(lengths(text, false), lengths(text, true), "{text}");
            // A long one may be measured too short, but never so that it is taken for a broken one.
            let long = text.repeat(200);
            let real = lengths(&long, true).0;
            let measured = lengths(&long, false).0;
            let known = *COLUMNS.end();
            assert!(
                measured == real || measured > known && real > known,
                "{text}"
            );
        }
        assert_eq!(lengths("\u{feff}一", true), (2, 1));
    }
}
