//! A draft's paragraphs less spaces, punctuation and width, for comparing them.

use std::ops::Range;

use super::{han::is_han, numeral};
use crate::document::{Document, LabelStyle};

/// A character of a [`Normal`], known by its bytes: reading a draft need not take them apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit(u32);

impl Unit {
    /// The unit for `c`.
    pub fn new(c: char) -> Self {
        let mut bytes = [0; 4];
        c.encode_utf8(&mut bytes);
        Self(u32::from_le_bytes(bytes))
    }

    /// The character.
    pub fn char(self) -> char {
        let [first, rest @ ..] = self.0.to_le_bytes();
        let (bits, more) = match first {
            0..0xc0 => (0x7f, 0),
            0xc0..0xe0 => (0x1f, 1),
            0xe0..0xf0 => (0x0f, 2),
            _ => (0x07, 3),
        };
        let code = rest
            .iter()
            .take(more)
            .fold(u32::from(first & bits), |code, &byte| {
                code << 6 | u32::from(byte & 0x3f)
            });
        char::from_u32(code).unwrap_or_default()
    }

    /// Whether it is an ASCII digit, as all digits are after folding.
    pub fn is_digit(self) -> bool {
        (0x30..=0x39).contains(&self.0)
    }

    /// What a hash takes in.
    #[inline]
    pub(super) fn bits(self) -> u64 {
        u64::from(self.0)
    }
}

/// The paragraphs of a draft as sequences of Han characters, letters and digits.
///
/// Full-width letters and digits are folded to ASCII; everything else is left out, and so is the
/// ordinal that a paragraph begins with.
#[derive(Debug, Clone, Default)]
pub struct Normal {
    /// The characters of all paragraphs, one after the other.
    pub units: Vec<Unit>,
    /// Where some of the units stand: the others are sought from the last of them on.
    pieces: Vec<Piece>,
    /// The paragraphs, in order.
    pub paragraphs: Vec<Paragraph>,
}

/// A few units and where they stand.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// The first of them, an index into [`Normal::units`].
    unit: u32,
    /// Where the text that they are read from begins, in bytes of [`Document::text`].
    at: u32,
}

/// Of so many bytes a piece is read, and up to a character more.
const PIECE: usize = 256;

/// One paragraph of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Its index in [`Document::blocks`].
    pub block: usize,
    /// Its characters, in [`Normal::units`].
    pub units: Range<usize>,
    /// How many of them are Han characters.
    pub han: usize,
    /// The number of the article of a law that it belongs to; 0 outside of laws.
    pub article: u32,
}

impl Normal {
    /// Reads `doc`.
    pub fn read(doc: &Document) -> Self {
        let mut normal = Self::default();
        // Places are kept in 32 bits; no draft has 4 GB.
        if u32::try_from(doc.text.len()).is_err() {
            return normal;
        }
        normal.units.reserve(doc.text.len() / 3);
        let mut article = 0;
        for (index, block) in doc.blocks.iter().enumerate() {
            let label = block.label.as_ref();
            let clause = match label {
                Some(label) if label.style == LabelStyle::Article => Some(label.number),
                Some(_) => None,
                None => article_at(doc.block_text(block)),
            };
            article = clause.unwrap_or(article);
            if !block.is_prose() {
                continue;
            }
            let start = label.map_or(block.range.start, |label| label.range.end);
            let first = normal.units.len();
            let han = normal.read_paragraph(&doc.text, start..block.range.end);
            normal.paragraphs.push(Paragraph {
                block: index,
                units: first..normal.units.len(),
                han,
                article,
            });
        }
        normal
    }

    /// Appends the units of `text[range]`; returns how many of them are Han characters.
    fn read_paragraph(&mut self, text: &str, range: Range<usize>) -> usize {
        let text = &text[..range.end];
        let (mut han, mut at) = (0, range.start);
        let mut units = [Unit::default(); PIECE];
        while at < text.len() {
            self.pieces.push(Piece {
                unit: self.units.len() as u32,
                at: at as u32,
            });
            let end = (at + PIECE).min(text.len());
            let mut count = 0;
            while at < end {
                let (unit, length) = next(text, at);
                at += length;
                if let Some((unit, is_han)) = unit {
                    units[count % PIECE] = unit;
                    count += 1;
                    han += usize::from(is_han);
                }
            }
            self.units.extend_from_slice(&units[..count.min(PIECE)]);
        }
        han
    }

    /// The characters of `paragraph`.
    pub fn of(&self, paragraph: &Paragraph) -> &[Unit] {
        &self.units[paragraph.units.clone()]
    }

    /// The bytes of [`Document::text`] from the first to the last of `units`.
    pub fn span(&self, doc: &Document, units: Range<usize>) -> Range<usize> {
        let start = self.place(&doc.text, units.start).start;
        match units.end.checked_sub(1) {
            Some(last) if last >= units.start => start..self.place(&doc.text, last).end,
            _ => start..start,
        }
    }

    /// The bytes of `text`, which is [`Document::text`], that are `unit`; none where there is no such
    /// unit.
    fn place(&self, text: &str, unit: usize) -> Range<usize> {
        let piece = self
            .pieces
            .partition_point(|piece| piece.unit as usize <= unit)
            .checked_sub(1)
            .and_then(|last| self.pieces.get(last));
        let Some(piece) = piece.filter(|_| unit < self.units.len()) else {
            return 0..0;
        };
        let (mut before, mut at) = (unit - piece.unit as usize, piece.at as usize);
        while at < text.len() {
            let (found, length) = next(text, at);
            if found.is_some() {
                if before == 0 {
                    return at..at + length;
                }
                before -= 1;
            }
            at += length;
        }
        0..0
    }
}

/// The character at byte `at` of `text` as a unit, if it counts, with whether it is a Han character;
/// and its length in bytes.
#[inline(always)]
fn next(text: &str, at: usize) -> (Option<(Unit, bool)>, usize) {
    let bytes = text.as_bytes();
    match bytes.get(at..at + 3) {
        // Nearly all characters are of U+4E00 to U+9FFF, which is Han throughout.
        Some(&[first @ 0xe5..=0xe9, middle, last])
        | Some(&[first @ 0xe4, middle @ 0xb8..=0xbf, last]) => {
            let unit = Unit(u32::from_le_bytes([first, middle, last, 0]));
            (Some((unit, true)), 3)
        }
        Some(&[first @ 0..0x80, ..]) => {
            let counts = first.is_ascii_alphanumeric();
            (counts.then_some((Unit(u32::from(first)), false)), 1)
        }
        // U+2000 to U+203F, 「　、。」 and what stands around the full-width digits: marks and spaces.
        Some(&[0xe2, 0x80, _] | &[0xe3, 0x80, 0x80..=0x82])
        | Some(&[0xef, 0xbc, 0x80..=0x8f | 0x9a..=0xa0]) => (None, 3),
        _ => rare(text, at),
    }
}

/// What [`next`] gives of all other characters.
#[inline(never)]
fn rare(text: &str, at: usize) -> (Option<(Unit, bool)>, usize) {
    let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
        return (None, 1);
    };
    let folded = fold(c);
    let han = is_han(folded);
    let counts = han || folded.is_alphanumeric();
    (counts.then(|| (Unit::new(folded), han)), c.len_utf8())
}

/// The number of the article that `text` begins with where it is parted by spaces, as in 「第 12 條」
/// and 「第 34-1 條」, which counts as one of its own.
fn article_at(text: &str) -> Option<u32> {
    let rest = text.strip_prefix('第')?.trim_start();
    let (number, length) = numeral::integer_at(rest)?;
    let mut rest = rest[length..].trim_start();
    let mut branch = 0;
    if let Some(after) = rest.strip_prefix(['-', '－', '之']) {
        let (number, length) = numeral::integer_at(after.trim_start())?;
        branch = number;
        rest = after.trim_start()[length..].trim_start();
    }
    let number = u32::try_from(number.checked_mul(100)?.checked_add(branch)?).ok()?;
    rest.starts_with(['条', '條']).then_some(number + 100_000)
}

/// `c` in half width, where it is a full-width letter or digit.
pub(super) fn fold(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(c as u32 - ('Ａ' as u32 - 'A' as u32)).unwrap_or(c)
        }
        _ => c,
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::{document::Context, format, source::Source};

    #[test]
    fn spaces_marks_widths_and_ordinals_do_not_count() {
        let text = "一是加强Ａ区建设，完成投资１２亿元；二是补齐短板。三是提升服务。\n（三） 一是加强A 区建设,完成投资12亿元,二是补齐短板.三是提升服务！";
        let source = Source::of_text("a.txt", text);
        let doc = format::document(source, Context::default());
        let normal = Normal::read(&doc);
        let [first, second] = &normal.paragraphs[..] else {
            panic!("{:?}", normal.paragraphs);
        };
        assert_eq!(normal.of(first), normal.of(second));
        assert_eq!(first.han, 25);
        let all = normal.span(&doc, first.units.clone());
        assert_eq!(
            &doc.text[all],
            "一是加强Ａ区建设，完成投资１２亿元；二是补齐短板。三是提升服务"
        );
        assert_eq!(&doc.text[normal.span(&doc, 4..5)], "Ａ");
    }
}
