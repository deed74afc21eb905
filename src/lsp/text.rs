//! The text of an open document, and positions in it.

use hongbi::document::{self, Lines};

use crate::lsp::protocol::{Change, Position, Range};

/// What columns count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Encoding {
    Utf8,
    #[default]
    Utf16,
    Utf32,
}

impl Encoding {
    /// The first of the client's wishes that is known.
    pub(super) fn negotiate<'a>(wishes: impl IntoIterator<Item = &'a str>) -> Self {
        wishes
            .into_iter()
            .find_map(|name| {
                [Self::Utf8, Self::Utf16, Self::Utf32]
                    .into_iter()
                    .find(|encoding| encoding.name() == name)
            })
            .unwrap_or_default()
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }

    fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// A text that changes by edits.
#[derive(Debug)]
pub(super) struct Text {
    text: String,
    lines: Lines,
    encoding: Encoding,
}

impl Text {
    pub(super) fn new(text: String, encoding: Encoding) -> Self {
        let lines = Lines::new(&text);
        Self {
            text,
            lines,
            encoding,
        }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn apply(&mut self, change: Change) {
        match change.range {
            None => self.text = change.text,
            Some(range) => {
                let start = self.offset(range.start);
                let end = self.offset(range.end).max(start);
                self.text.replace_range(start..end, &change.text);
            }
        }
        self.lines = Lines::new(&self.text);
    }

    /// The byte at `position`; one beyond its line or inside a character moves to the nearest
    /// place before it, as the protocol asks.
    pub(super) fn offset(&self, position: Position) -> usize {
        let line = position.line as usize + 1;
        if line > self.lines.count() {
            return self.text.len();
        }
        let range = self.lines.range(&self.text, line);
        let mut left = position.character as usize;
        for (at, c) in self.text[range.clone()].char_indices() {
            let width = self.encoding.width(c);
            if left < width {
                return range.start + at;
            }
            left -= width;
        }
        range.end
    }

    /// The position of byte `offset`.
    pub(super) fn position(&self, offset: usize) -> Position {
        let line = self.lines.line(offset);
        let start = self.lines.range(&self.text, line).start;
        let before = self.text.get(start..offset).unwrap_or_default();
        let character = before.chars().map(|c| self.encoding.width(c)).sum();
        place(line, character)
    }

    pub(super) fn range(&self, range: &std::ops::Range<usize>) -> Range {
        Range {
            start: self.position(range.start),
            end: self.position(range.end),
        }
    }

    /// The end of the text.
    pub(super) fn end(&self) -> Position {
        self.position(self.text.len())
    }

    /// A span of a diagnostic on this text.
    pub(super) fn span(&self, span: &document::Span) -> Range {
        Range {
            start: self.located(&span.start),
            end: self.located(&span.end),
        }
    }

    fn located(&self, position: &document::Position) -> Position {
        let character = match self.encoding {
            Encoding::Utf8 => {
                position.offset
                    - self
                        .lines
                        .range(&self.text, position.line)
                        .start
                        .min(position.offset)
            }
            Encoding::Utf16 => position.utf16 - 1,
            Encoding::Utf32 => position.column - 1,
        };
        place(position.line, character)
    }
}

/// `line` counts from 1, `character` from 0.
fn place(line: usize, character: usize) -> Position {
    Position {
        line: u32::try_from(line - 1).unwrap_or(u32::MAX),
        character: u32::try_from(character).unwrap_or(u32::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    fn change(start: Position, end: Position, text: &str) -> Change {
        Change {
            range: Some(Range { start, end }),
            text: text.into(),
        }
    }

    #[test]
    fn columns_count_what_was_agreed_upon() {
        for (encoding, column) in [
            (Encoding::Utf8, 7),
            (Encoding::Utf16, 3),
            (Encoding::Utf32, 2),
        ] {
            let text = Text::new("甲\r\n𠮷野x".into(), encoding);
            let x = text.as_str().find('x').expect("is there");
            assert_eq!(text.position(x), at(1, column));
            assert_eq!(text.offset(at(1, column)), x);
        }
    }

    #[test]
    fn places_that_are_none_move_to_the_nearest_before() {
        let text = Text::new("𠮷野\r\n乙\r\n".into(), Encoding::Utf16);
        assert_eq!(text.offset(at(0, 1)), 0);
        assert_eq!(text.offset(at(0, 99)), 7);
        assert_eq!(text.offset(at(9, 0)), text.as_str().len());
        let text = Text::new("𠮷".into(), Encoding::Utf8);
        assert_eq!(text.offset(at(0, 3)), 0);
    }

    #[test]
    fn edits_follow_one_another() {
        let mut text = Text::new("一\n𠮷野\n三".into(), Encoding::Utf16);
        text.apply(change(at(1, 2), at(1, 3), "田\n园"));
        assert_eq!(text.as_str(), "一\n𠮷田\n园\n三");
        text.apply(change(at(2, 1), at(3, 0), ""));
        assert_eq!(text.as_str(), "一\n𠮷田\n园三");
        text.apply(change(at(2, 2), at(0, 0), "！"));
        assert_eq!(text.as_str(), "一\n𠮷田\n园三！");
        text.apply(Change {
            range: None,
            text: "新".into(),
        });
        assert_eq!(text.end(), at(0, 1));
    }
}
