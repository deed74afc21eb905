//! Lines and columns.

use std::{ops::Range, sync::OnceLock};

use serde::{Deserialize, Serialize};

use crate::language::han::{begins, count_bytes};

/// A place in a file.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
pub struct Position {
    /// Byte offset in the file as decoded to UTF-8, from 0.
    pub offset: usize,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The same column in UTF-16 code units, from 1.
    pub utf16: usize,
}

/// A range of a file; `end` is exclusive.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
pub struct Span {
    /// Where it starts.
    pub start: Position,
    /// Where it ends, exclusive.
    pub end: Position,
}

/// Where the lines of a text begin. LF, CRLF and a lone CR each end a line.
#[derive(Debug, Clone)]
pub struct Lines {
    starts: Vec<usize>,
    /// Positions every [`STEP`] bytes or so of lines longer than that, found when first needed.
    steps: OnceLock<Vec<Position>>,
}

/// How far apart known positions of a huge line lie, in bytes, so that no place of it is far from one.
const STEP: usize = 1024;

impl Lines {
    /// Finds the lines of `text`.
    pub fn new(text: &str) -> Self {
        /// A guess at how long lines are, in bytes.
        const LENGTH: usize = 64;
        let bytes = text.as_bytes();
        let mut starts = Vec::with_capacity(bytes.len() / LENGTH + 1);
        starts.push(0);
        if memchr::memchr(b'\r', bytes).is_none() {
            starts.extend(memchr::memchr_iter(b'\n', bytes).map(|at| at + 1));
        } else {
            let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
            let whole = ends.filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
            starts.extend(whole.map(|at| at + 1));
        }
        Self {
            starts,
            steps: OnceLock::new(),
        }
    }

    /// How many lines there are; a text that ends with a line end has an empty last one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line, from 1, that holds byte `offset`.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset)
    }

    /// A known position of `text` on `line` (from 1), at or before byte `offset` and near it.
    fn near(&self, text: &str, line: usize, offset: usize) -> Position {
        let start = Position {
            offset: self.starts[line - 1],
            line,
            column: 1,
            utf16: 1,
        };
        if offset - start.offset <= STEP {
            return start;
        }
        let steps = self.steps.get_or_init(|| self.steps(text));
        steps[..steps.partition_point(|step| step.offset <= offset)]
            .last()
            .filter(|step| step.line == line)
            .copied()
            .unwrap_or(start)
    }

    fn steps(&self, text: &str) -> Vec<Position> {
        let mut steps = Vec::new();
        let ends = self.starts.iter().skip(1).copied().chain([text.len()]);
        for ((index, &start), end) in self.starts.iter().enumerate().zip(ends) {
            if end - start <= STEP {
                continue;
            }
            let (mut column, mut utf16, mut next) = (1, 1, start + STEP);
            for (at, c) in text[start..end].char_indices() {
                if start + at >= next {
                    steps.push(Position {
                        offset: start + at,
                        line: index + 1,
                        column,
                        utf16,
                    });
                    next = start + at + STEP;
                }
                column += 1;
                utf16 += c.len_utf16();
            }
        }
        steps
    }

    /// The bytes of `line` (from 1) without its line end.
    pub fn range(&self, text: &str, line: usize) -> Range<usize> {
        let start = self
            .starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(text.len());
        let end = self.starts.get(line).copied().unwrap_or(text.len());
        let bytes = text.as_bytes();
        let mut stop = end;
        while stop > start && matches!(bytes[stop - 1], b'\n' | b'\r') {
            stop -= 1;
        }
        start..stop
    }
}

/// Turns offsets into positions. Columns are counted from the last position asked for on the same
/// line, so that many findings in one huge line stay linear when asked for in order.
#[derive(Debug)]
pub struct Locator<'a> {
    text: &'a str,
    lines: &'a Lines,
    last: Position,
}

impl<'a> Locator<'a> {
    /// A locator over `text`, whose lines are `lines`.
    pub fn new(text: &'a str, lines: &'a Lines) -> Self {
        Self {
            text,
            lines,
            last: Position {
                offset: 0,
                line: 1,
                column: 1,
                utf16: 1,
            },
        }
    }

    /// The position of byte `offset`.
    pub fn position(&mut self, offset: usize) -> Position {
        let line = self.lines.line(offset);
        let near = self.lines.near(self.text, line, offset);
        let last = self.last.line == line && (near.offset..=offset).contains(&self.last.offset);
        let from = if last { self.last } else { near };
        let mut position = Position { offset, ..from };
        let part = &self.text.as_bytes()[from.offset..offset];
        let characters = count_bytes(part, begins);
        // A character of four bytes takes two code units.
        let long = count_bytes(part, |byte| byte >= 0xf0);
        position.column += characters;
        position.utf16 += characters + long;
        self.last = position;
        position
    }

    /// The span of the bytes `range`.
    pub fn span(&mut self, range: &Range<usize>) -> Span {
        Span {
            start: self.position(range.start),
            end: self.position(range.end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_counts_once() {
        let text = "一\r\n二\r三\n\n五";
        let lines = Lines::new(text);
        assert_eq!(lines.count(), 5);
        let all: Vec<&str> = (1..=5).map(|line| &text[lines.range(text, line)]).collect();
        assert_eq!(all, ["一", "二", "三", "", "五"]);
    }

    #[test]
    fn huge_lines_are_walked_from_nearby() {
        let text = format!("甲\n{}x", "𠮷野".repeat(5000));
        let lines = Lines::new(&text);
        let x = text.len() - 1;
        let position = Locator::new(&text, &lines).position(x);
        assert_eq!(
            (position.line, position.column, position.utf16),
            (2, 10_001, 15_001)
        );
        assert_eq!(Locator::new(&text, &lines).position(4).column, 1);
    }

    #[test]
    fn columns_count_characters_and_utf16_units() {
        let text = "啊\n𠮷野x";
        let lines = Lines::new(text);
        let mut locator = Locator::new(text, &lines);
        let x = text.find('x').expect("is there");
        for _ in 0..2 {
            let position = locator.position(x);
            assert_eq!((position.line, position.column, position.utf16), (2, 3, 4));
        }
        assert_eq!(locator.position(0).column, 1);
    }
}
