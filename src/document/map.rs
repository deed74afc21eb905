//! From the prose that rules read back to the file.

use std::{ops::Range, sync::Arc};

/// Where each part of a document's prose is in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    /// Sorted by `text`. Empty for the identity.
    segments: Vec<Segment>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Segment {
    text: Range<usize>,
    source: Range<usize>,
}

impl Map {
    /// The map of a text that is its file.
    pub fn identity() -> Self {
        Self {
            segments: Vec::new(),
        }
    }

    /// The place in the file of `range` of the prose. A range that begins or ends in text which does
    /// not be in the file so (a joined line end, an entity) grows to the whole of it.
    pub fn source_range(&self, range: &Range<usize>) -> Range<usize> {
        if self.segments.is_empty() {
            return range.clone();
        }
        if range.is_empty() {
            let at = self.start(range.start);
            return at..at;
        }
        let start = self.start(range.start);
        start..self.end(range.end).max(start)
    }

    /// The parts of `range` of the prose and where each is in the file.
    pub fn parts(
        &self,
        range: &Range<usize>,
    ) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + '_ {
        let wanted = range.clone();
        let first = self
            .segments
            .partition_point(|segment| segment.text.end <= wanted.start);
        self.segments[first..]
            .iter()
            .take_while({
                let end = wanted.end;
                move |segment| segment.text.start < end
            })
            .map(move |segment| {
                let text = segment.text.start.max(wanted.start)..segment.text.end.min(wanted.end);
                let source = match segment.text.len() == segment.source.len() {
                    true => {
                        let start = segment.source.start + (text.start - segment.text.start);
                        start..start + text.len()
                    }
                    false => segment.source.clone(),
                };
                (text, source)
            })
    }

    /// This map, which leads to a text of `length` bytes, leading on to a file that has one byte more before
    /// each byte of the text that `doubled` names, in order.
    pub(crate) fn through(&self, length: usize, doubled: &[usize]) -> Self {
        let whole = [Segment {
            text: 0..length,
            source: 0..length,
        }];
        let own = if self.segments.is_empty() {
            &whole[..]
        } else {
            &self.segments[..]
        };
        let mut segments = Vec::with_capacity(own.len() + doubled.len() * 2);
        // How many of `doubled` lie before the place that was reached.
        let mut passed = 0;
        for segment in own {
            while doubled
                .get(passed)
                .is_some_and(|&at| at < segment.source.start)
            {
                passed += 1;
            }
            let (mut text, mut source) = (segment.text.start, segment.source.start);
            if segment.text.len() != segment.source.len() {
                let first = source + passed;
                while doubled
                    .get(passed)
                    .is_some_and(|&at| at < segment.source.end)
                {
                    passed += 1;
                }
                segments.push(Segment {
                    text: segment.text.clone(),
                    source: first..segment.source.end + passed,
                });
                continue;
            }
            while let Some(&at) = doubled.get(passed).filter(|&&at| at < segment.source.end) {
                let before = at - source;
                if before > 0 {
                    segments.push(Segment {
                        text: text..text + before,
                        source: source + passed..at + passed,
                    });
                }
                text += before + 1;
                source = at + 1;
                segments.push(Segment {
                    text: text - 1..text,
                    source: at + passed..source + passed + 1,
                });
                passed += 1;
            }
            if source < segment.source.end {
                segments.push(Segment {
                    text: text..segment.text.end,
                    source: source + passed..segment.source.end + passed,
                });
            }
        }
        Self { segments }
    }

    fn start(&self, offset: usize) -> usize {
        let next = self
            .segments
            .partition_point(|segment| segment.text.end <= offset);
        match self.segments.get(next) {
            Some(segment) if offset < segment.text.start => segment.source.start,
            Some(segment) if segment.text.len() == segment.source.len() => {
                segment.source.start + (offset - segment.text.start)
            }
            Some(segment) => segment.source.start,
            None => self
                .segments
                .last()
                .map_or(offset, |segment| segment.source.end),
        }
    }

    fn end(&self, offset: usize) -> usize {
        let next = self
            .segments
            .partition_point(|segment| segment.text.start < offset);
        match next.checked_sub(1).and_then(|last| self.segments.get(last)) {
            Some(segment) if offset >= segment.text.end => segment.source.end,
            Some(segment) if segment.text.len() == segment.source.len() => {
                segment.source.start + (offset - segment.text.start)
            }
            Some(segment) => segment.source.end,
            None => 0,
        }
    }
}

/// How long lines are in most drafts, in bytes; a guess at how much room is needed.
pub(crate) const LINE: usize = 128;

/// Builds prose and its map together.
#[derive(Debug, Default)]
pub struct MapBuilder {
    text: String,
    segments: Vec<Segment>,
}

impl MapBuilder {
    /// A builder for about as much prose as `length` bytes.
    pub fn of(length: usize) -> Self {
        Self {
            text: String::with_capacity(length),
            segments: Vec::with_capacity(length / LINE),
        }
    }

    /// Appends `text`, which is in the file at `source`.
    pub fn push(&mut self, text: &str, source: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(text);
        let range = start..self.text.len();
        match self.segments.last_mut() {
            Some(last)
                if last.text.end == range.start
                    && last.source.end == source.start
                    && last.text.len() == last.source.len()
                    && range.len() == source.len() =>
            {
                last.text.end = range.end;
                last.source.end = source.end;
            }
            _ => self.segments.push(Segment {
                text: range,
                source,
            }),
        }
    }

    /// Appends a line end that need not be in the file.
    pub fn end_line(&mut self) {
        self.text.push('\n');
    }

    /// How much prose there is so far, in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether there is none yet.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The prose so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The prose and its map.
    pub fn finish(self) -> (Arc<str>, Map) {
        (
            self.text.into(),
            Map {
                segments: self.segments,
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_map_over_gaps_and_entities() {
        // File: `甲\r\n乙&amp;丙`; prose: `甲乙&丙`.
        let mut builder = MapBuilder::default();
        builder.push("甲", 0..3);
        builder.push("乙", 5..8);
        builder.push("&", 8..13);
        builder.push("丙", 13..16);
        let (text, map) = builder.finish();
        assert_eq!(&*text, "甲乙&丙");
        assert_eq!(map.source_range(&(0..3)), 0..3);
        assert_eq!(map.source_range(&(0..6)), 0..8);
        assert_eq!(map.source_range(&(3..3)), 5..5);
        assert_eq!(map.source_range(&(6..7)), 8..13);
        assert_eq!(map.source_range(&(3..10)), 5..16);
        assert_eq!(map.source_range(&(10..10)), 16..16);
    }
}
