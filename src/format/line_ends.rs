//! One kind of line end for all that reads a draft: `\r\n` and `\r` become `\n`, and places are led back.

use std::ops::Range;

use crate::document::{Allowance, Map};

/// A text whose lines end in `\n`, and where the file has one byte more.
pub(super) struct LineEnds {
    pub(super) text: String,
    /// The places in `text` of the line ends that are `\r\n` in the file, in order.
    doubled: Vec<usize>,
}

impl LineEnds {
    /// `file` with one kind of line end; `None` where it has no other.
    pub(super) fn of(file: &str) -> Option<Self> {
        memchr::memchr(b'\r', file.as_bytes())?;
        let mut text = String::with_capacity(file.len());
        let mut doubled = Vec::new();
        let mut done = 0;
        for at in memchr::memchr_iter(b'\r', file.as_bytes()) {
            text.push_str(&file[done..at]);
            done = at + 1;
            if file.as_bytes().get(done) == Some(&b'\n') {
                doubled.push(text.len());
            } else {
                text.push('\n');
            }
        }
        text.push_str(&file[done..]);
        Some(Self { text, doubled })
    }

    /// `map`, which leads to [`text`](Self::text), leading to the file.
    pub(super) fn lead_back(&self, map: &Map) -> Map {
        map.through(self.text.len(), &self.doubled)
    }

    /// `allowances`, whose places are in [`text`](Self::text), with their places in the file.
    pub(super) fn lead_back_all(&self, allowances: Vec<Allowance>) -> Vec<Allowance> {
        let place = |range: &Range<usize>| self.in_file(range.start)..self.in_file(range.end);
        allowances
            .into_iter()
            .map(|one| {
                let (at, covers) = (place(&one.place), place(&one.covers));
                one.at(at, covers)
            })
            .collect()
    }

    fn in_file(&self, offset: usize) -> usize {
        offset + self.doubled.partition_point(|&end| end < offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::MapBuilder;

    #[test]
    fn every_place_is_led_back() {
        let file = "甲\r\n乙\r丙\n\r\n丁";
        let ends = LineEnds::of(file).expect("has some");
        assert_eq!(ends.text, "甲\n乙\n丙\n\n丁");
        let map = ends.lead_back(&Map::identity());
        for (at, c) in ends.text.char_indices().filter(|(_, c)| *c != '\n') {
            let place = map.source_range(&(at..at + c.len_utf8()));
            assert_eq!(&file[place], c.to_string());
        }
        // From within one line into another, and a line end alone.
        assert_eq!(&file[map.source_range(&(0..7))], "甲\r\n乙");
        assert_eq!(&file[map.source_range(&(3..4))], "\r\n");
        assert_eq!(map.source_range(&(4..4)), 5..5);
        assert!(LineEnds::of("甲\n").is_none());
    }

    #[test]
    fn a_map_with_gaps_is_led_back_too() {
        // `甲*乙\r\n丙*` of which the marks are left out.
        let ends = LineEnds::of("甲*乙\r\n丙*").expect("has some");
        let mut builder = MapBuilder::default();
        builder.push("甲", 0..3);
        builder.push("乙\n丙", 4..11);
        let (text, map) = builder.finish();
        let map = ends.lead_back(&map);
        let at = text.find('丙').expect("there");
        assert_eq!(map.source_range(&(at..at + 3)), 9..12);
        assert_eq!(map.source_range(&(0..3)), 0..3);
    }
}
