//! Lines and columns.

use std::{collections::HashMap, ops::Range};

use serde::{Deserialize, Serialize};

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
}

impl Lines {
    /// Finds the lines of `text`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at + 1);
            }
        }
        Self { starts }
    }

    /// How many lines there are; a text that ends with a line end has an empty last one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line, from 1, that holds byte `offset`.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset)
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
/// line, forwards or backwards, so that many findings in one huge line stay linear when asked for in
/// order, whatever other places they point at in between.
#[derive(Debug)]
pub struct Locator<'a> {
    text: &'a str,
    lines: &'a Lines,
    last: HashMap<usize, Position>,
}

impl<'a> Locator<'a> {
    /// A locator over `text`, whose lines are `lines`.
    pub fn new(text: &'a str, lines: &'a Lines) -> Self {
        Self {
            text,
            lines,
            last: HashMap::new(),
        }
    }

    /// The position of byte `offset`.
    pub fn position(&mut self, offset: usize) -> Position {
        let line = self.lines.line(offset);
        let start = Position {
            offset: self.lines.starts[line - 1],
            line,
            column: 1,
            utf16: 1,
        };
        let last = self.last.get(&line).copied().unwrap_or(start);
        let nearer = last.offset <= offset || last.offset - offset < offset - start.offset;
        let from = if nearer { last } else { start };
        let mut position = Position { offset, ..from };
        if from.offset <= offset {
            for c in self.text[from.offset..offset].chars() {
                position.column += 1;
                position.utf16 += c.len_utf16();
            }
        } else {
            for c in self.text[offset..from.offset].chars() {
                position.column -= 1;
                position.utf16 -= c.len_utf16();
            }
        }
        self.last.insert(line, position);
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
