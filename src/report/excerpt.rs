//! Excerpts of long lines, for codespan.
//!
//! A Chinese paragraph is one line of hundreds of characters, and codespan prints lines whole. So it
//! is given a virtual file whose "lines" are windows around each label, while line and column shown
//! stay those of the draft.
//!
//! Carets must be under the right characters. Han characters take two columns everywhere, but
//! “ ” … — and their like take one column in some terminals and two in others. A window therefore
//! never shows such a character to the left of a label: the excerpt begins behind it. Widths for
//! fitting are reckoned with the wider of both, so that no line passes the edge in either.

use std::ops::Range;

use codespan_reporting::files::{Error, Files};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::shown::{begins_command, is_harmful};
use crate::document::Span;

/// Marks text left out before an excerpt: an ellipsis of one column in every terminal.
const BEFORE: &str = "⋯";
/// Marks text left out after it.
const AFTER: &str = "…";
/// This many columns of a long label are enough to share another's window.
const ENOUGH: usize = 16;
/// This many columns of context are shown before an excerpt stops at the end of a sentence.
const CONTEXT: usize = 8;

/// A place to show.
pub(super) struct Place {
    pub(super) span: Span,
    pub(super) primary: bool,
    pub(super) message: String,
}

/// A place as shown: its range in the virtual text.
pub(super) struct Shown {
    pub(super) range: Range<usize>,
    pub(super) primary: bool,
    pub(super) message: String,
}

/// The virtual file of one diagnostic.
pub(super) struct Excerpts {
    name: String,
    text: String,
    windows: Vec<Window>,
}

struct Window {
    /// In the virtual text, without its line end.
    range: Range<usize>,
    /// Where the excerpt itself begins, after the mark.
    content: usize,
    /// Virtual number of the line; codespan draws a break where it skips.
    index: usize,
    /// The line of the draft, from 1.
    line: usize,
    /// The column of the excerpt's first character in the draft, from 1.
    column: usize,
    /// What is shown, in bytes of the draft.
    source: Range<usize>,
}

/// The columns that `text` takes where ambiguous characters take two.
pub fn width(text: &str) -> usize {
    text.width_cjk()
}

impl Excerpts {
    /// Cuts windows of at most `columns` columns around `places` of `source`.
    pub(super) fn new(
        name: String,
        source: &str,
        mut places: Vec<Place>,
        columns: usize,
    ) -> (Self, Vec<Shown>) {
        places.sort_by_key(|place| (place.span.start.offset, place.span.end.offset));
        let mut excerpts = Self {
            name,
            text: String::new(),
            windows: Vec::new(),
        };
        let mut shown = Vec::new();
        for place in places {
            let range = match excerpts.inside(source, &place.span) {
                Some(range) => range,
                None => excerpts.cut(source, &place.span, columns),
            };
            shown.push(Shown {
                range,
                primary: place.primary,
                message: place.message,
            });
        }
        (excerpts, shown)
    }

    /// The range of `span` in the last window, where it lies there aligned and whole, or at least
    /// with a good part of it.
    fn inside(&self, source: &str, span: &Span) -> Option<Range<usize>> {
        let window = self.windows.last()?;
        let start = span.start.offset;
        if !window.source.contains(&start) || ambiguous(&source[window.source.start..start]) {
            return None;
        }
        let end = span.end.offset.min(window.source.end);
        if end < span.end.offset && width(&source[start..end]) < ENOUGH {
            return None;
        }
        let at = |offset: usize| {
            let characters = source[window.source.start..offset].chars().count();
            let content = &self.text[window.content..window.range.end];
            window.content
                + content
                    .char_indices()
                    .nth(characters)
                    .map_or(content.len(), |(at, _)| at)
        };
        Some(at(start)..at(end))
    }

    /// Adds a window around `span` and returns the range of what it shows of `span`.
    fn cut(&mut self, source: &str, span: &Span, columns: usize) -> Range<usize> {
        let start = span.start.offset;
        let room = columns.saturating_sub(width(BEFORE) + width(AFTER));
        // No more is shown than fits, so no more is looked at: a line may be the whole draft.
        let line_end = |from: usize| {
            let near = head(&source[from..], room * 8);
            memchr::memchr2(b'\n', b'\r', near.as_bytes())
                .map_or(from + near.len(), |length| from + length)
        };
        // A label over several lines, or longer than two thirds of the window, shows its beginning.
        let label_end = span.end.offset.min(line_end(start));
        let (label, label_width) = take(
            source[start..label_end].graphemes(true),
            room * 2 / 3,
            |_, _| false,
        );
        let shown_end = start + label;

        // The beginning of a sentence is worth more than what follows it.
        let before = tail(&source[..start], room * 4);
        let left_room = (room - label_width.min(room)) / 2;
        let (left, left_width) = take(before.graphemes(true).rev(), left_room, |piece, so_far| {
            piece.contains(['\n', '\r'])
                || ambiguous(piece)
                || so_far >= CONTEXT && ends_sentence(piece)
        });
        let first = start - left;
        let after = head(&source[shown_end..line_end(shown_end)], room * 4);
        let mut stopped = false;
        let (right, _) = take(
            after.graphemes(true),
            room.saturating_sub(label_width + left_width),
            |piece, so_far| {
                let stop = stopped;
                stopped = so_far + width(piece) >= CONTEXT && ends_sentence(piece);
                stop
            },
        );
        let last = shown_end + right;

        let line = span.start.line;
        let index = match self.windows.last() {
            None => line,
            Some(window) if window.line + 1 == line => window.index + 1,
            Some(window) => window.index + 3,
        };
        let begin = self.text.len();
        if !source[..first].ends_with(['\n', '\r']) && first > 0 {
            self.text.push_str(BEFORE);
        }
        let content = self.text.len();
        self.text.extend(visible_chars(source, first..last));
        let end = self.text.len();
        if last < line_end(last) {
            self.text.push_str(AFTER);
        }
        let window = Window {
            range: begin..self.text.len(),
            content,
            index,
            line,
            column: span.start.column
                - source[first..start]
                    .chars()
                    .count()
                    .min(span.start.column - 1),
            source: first..last,
        };
        self.text.push('\n');
        self.windows.push(window);
        let at = |offset: usize| {
            let characters = source[first..offset].chars().count();
            self.text[content..end]
                .char_indices()
                .nth(characters)
                .map_or(end, |(at, _)| content + at)
        };
        at(start)..at(shown_end)
    }

    /// How many columns are before `offset` of the virtual text in its window.
    pub(super) fn indent(&self, offset: usize) -> usize {
        self.window_at(offset).map_or(0, |window| {
            width(&self.text[window.range.start..offset.max(window.range.start)])
        })
    }

    /// The columns that `range` of the virtual text takes.
    pub(super) fn width(&self, range: &Range<usize>) -> usize {
        width(&self.text[range.clone()])
    }

    /// How many other labels share the window of `range`.
    pub(super) fn window_index(&self, range: &Range<usize>) -> usize {
        self.window_at(range.start).map_or(0, |window| window.index)
    }

    /// The digits of the largest line number.
    pub(super) fn gutter(&self) -> usize {
        self.windows
            .iter()
            .map(|window| window.line)
            .max()
            .unwrap_or(1)
            .to_string()
            .len()
    }

    fn window_at(&self, offset: usize) -> Option<&Window> {
        let next = self
            .windows
            .partition_point(|window| window.range.start <= offset);
        self.windows.get(next.checked_sub(1)?)
    }

    fn window(&self, index: usize) -> Result<&Window, Error> {
        let max = self.windows.last().map_or(0, |window| window.index);
        self.windows
            .iter()
            .find(|window| window.index == index)
            .ok_or(Error::LineTooLarge { given: index, max })
    }
}

/// Whether `text` has characters whose width depends on the terminal.
fn ambiguous(text: &str) -> bool {
    text.width() != text.width_cjk()
}

fn ends_sentence(piece: &str) -> bool {
    piece.starts_with(['。', '！', '？', '；'])
}

/// The bytes and columns of the `pieces` that fit into `room` columns before `stop` says so.
fn take<'a>(
    pieces: impl Iterator<Item = &'a str>,
    room: usize,
    mut stop: impl FnMut(&str, usize) -> bool,
) -> (usize, usize) {
    let (mut bytes, mut columns) = (0, 0);
    for piece in pieces {
        let wide = width(piece).max(1);
        if columns + wide > room || stop(piece, columns) {
            break;
        }
        bytes += piece.len();
        columns += wide;
    }
    (bytes, columns)
}

/// At most `bytes` bytes of the end of `text`.
fn tail(text: &str, bytes: usize) -> &str {
    let mut from = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

/// At most `bytes` bytes of the beginning of `text`.
fn head(text: &str, bytes: usize) -> &str {
    let mut to = text.len().min(bytes);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    &text[..to]
}

/// What is printed for `c`: control characters could drive the terminal and invisible ones could
/// not be pointed at, so each shows as a visible character of one column.
fn visible(c: char) -> char {
    match c {
        '\u{0}'..='\u{1f}' => char::from_u32(c as u32 + 0x2400).unwrap_or('\u{fffd}'),
        '\u{7f}'..='\u{9f}' => '\u{2421}',
        c if is_harmful(c) => '\u{237d}',
        c => c,
    }
}

/// What is printed for `range` of `source`, character by character.
pub(super) fn visible_chars(source: &str, range: Range<usize>) -> impl Iterator<Item = char> {
    source[range.clone()].char_indices().map(move |(at, c)| {
        if c == '#' && begins_command(source, range.start + at, c) {
            '\u{237d}'
        } else {
            visible(c)
        }
    })
}

impl<'a> Files<'a> for Excerpts {
    type FileId = ();
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(&self.name)
    }

    fn source(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(&self.text)
    }

    fn line_index(&'a self, (): (), byte_index: usize) -> Result<usize, Error> {
        Ok(self.window_at(byte_index).map_or(0, |window| window.index))
    }

    fn line_number(&'a self, (): (), line_index: usize) -> Result<usize, Error> {
        Ok(self.window(line_index)?.line)
    }

    fn column_number(
        &'a self,
        (): (),
        line_index: usize,
        byte_index: usize,
    ) -> Result<usize, Error> {
        let window = self.window(line_index)?;
        let content = self
            .text
            .get(window.content..byte_index)
            .unwrap_or_default();
        Ok(window.column + content.chars().count())
    }

    fn line_range(&'a self, (): (), line_index: usize) -> Result<Range<usize>, Error> {
        let window = self.window(line_index)?;
        Ok(window.range.start..window.range.end + 1)
    }
}
