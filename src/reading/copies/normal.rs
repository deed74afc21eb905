//! A draft's paragraphs less spaces, punctuation and width, for comparing them.

use std::ops::Range;

use crate::{
    document::{Document, OrdinalStyle},
    language::{han::is_han, numeral},
};

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
    pub(crate) fn bits(self) -> u32 {
        self.0
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
    /// Where some of the units are: the others are sought from the last of them on.
    pieces: Vec<Piece>,
    /// The paragraphs, in order.
    pub paragraphs: Vec<Paragraph>,
}

/// A few units and where they are.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// The first of them, an index into [`Normal::units`].
    unit: u32,
    /// Where the text that they are read from begins, in bytes of [`Document::text`].
    at: u32,
}

/// A piece has at most this many units,
const PIECE: usize = 256;
/// and it ends soon after this many bytes.
const PIECE_BYTES: usize = 4 * PIECE;

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
        normal
            .pieces
            .reserve(doc.text.len() / PIECE + doc.blocks.len());
        normal.paragraphs.reserve(doc.blocks.len());
        let mut buffer = [Unit::default(); PIECE];
        let mut article = 0;
        for (index, block) in doc.blocks.iter().enumerate() {
            let label = block.label.as_ref();
            let clause = match label {
                Some(label) if label.style == OrdinalStyle::Article => Some(label.number),
                Some(_) => None,
                None => article_at(doc.block_text(block)),
            };
            article = clause.unwrap_or(article);
            if !block.is_prose() {
                continue;
            }
            let start = label.map_or(block.range.start, |label| label.range.end);
            let first = normal.units.len();
            let han = normal.read_paragraph(&doc.text[..block.range.end], start, &mut buffer);
            normal.paragraphs.push(Paragraph {
                block: index,
                units: first..normal.units.len(),
                han,
                article,
            });
        }
        normal
    }

    /// Appends the units of `text` from byte `start` on, piece by piece by way of `buffer`; returns
    /// how many of them are Han characters.
    fn read_paragraph(&mut self, text: &str, start: usize, buffer: &mut [Unit; PIECE]) -> usize {
        let (mut han, mut rest) = (0, text.get(start..).unwrap_or_default().as_bytes());
        while !rest.is_empty() {
            self.pieces.push(Piece {
                unit: self.units.len() as u32,
                at: (text.len() - rest.len()) as u32,
            });
            let stop = rest.len().saturating_sub(PIECE_BYTES);
            let (mut count, mut others) = (0, 0);
            while count < PIECE && rest.len() > stop {
                let (read, length) = read_run(rest, buffer, count);
                count = read;
                rest = rest.get(length..).unwrap_or_default();
                if count == PIECE || rest.len() <= stop {
                    break;
                }
                let (read, mut length) = read_ascii(rest, buffer, count);
                others += read - count;
                count = read;
                if length == 0 {
                    let unit;
                    (unit, length) = unit_at(text, text.len() - rest.len());
                    if let Some((unit, is_han)) = unit {
                        buffer[count] = unit;
                        count += 1;
                        others += usize::from(!is_han);
                    }
                }
                rest = rest.get(length..).unwrap_or_default();
            }
            self.units.extend_from_slice(&buffer[..count]);
            han += count - others;
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
            let (found, length) = unit_at(text, at);
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

/// Reads what `bytes` begin with into `units`, `count` of which are taken, as far as it is characters
/// of U+4E00 to U+9FFF, which are Han throughout, and the commonest marks. Returns how many are taken
/// then, and how many bytes were read.
#[inline(always)]
fn read_run(bytes: &[u8], units: &mut [Unit; PIECE], mut count: usize) -> (usize, usize) {
    let mut length = 0;
    let characters = bytes.as_chunks().0;
    let most = characters.len().min(PIECE - count);
    for &[first, middle, last] in &characters[..most] {
        let read = u32::from_le_bytes([first, middle, last, 0]);
        if is_common(read) {
            units[count % PIECE] = Unit(read);
            count += 1;
        } else if !is_mark(read) {
            break;
        }
        length += 3;
    }
    (count, length)
}

/// Reads the ASCII characters that `bytes` begin with in the same way.
#[inline(always)]
fn read_ascii(bytes: &[u8], units: &mut [Unit; PIECE], mut count: usize) -> (usize, usize) {
    let most = bytes.len().min(PIECE - count);
    let end = bytes[..most].iter().position(|byte| !byte.is_ascii());
    let length = end.unwrap_or(most);
    for &byte in &bytes[..length] {
        units[count % PIECE] = Unit(u32::from(byte));
        count += usize::from(byte.is_ascii_alphanumeric());
    }
    (count, length)
}

/// Whether the three bytes of `read`, the first lowest, are a character of U+4E00 to U+9FFF.
#[inline(always)]
fn is_common(read: u32) -> bool {
    (0xe4b8_0000..0xe9c0_0000).contains(&read.swap_bytes())
}

/// Whether the three bytes of `read`, the first lowest, are one of the commonest marks and spaces.
#[inline(always)]
fn is_mark(read: u32) -> bool {
    let character = read.swap_bytes() >> 8;
    // U+2000 to U+203F, 「　、。」, brackets, and what is around the full-width digits.
    (0xe2_8080..0xe2_80c0).contains(&character)
        | (0xe3_8080..0xe3_8083).contains(&character)
        | (0xe3_8088..0xe3_80a1).contains(&character)
        | (0xef_bc80..0xef_bc90).contains(&character)
        | (0xef_bc9a..0xef_bca1).contains(&character)
}

/// The character at byte `at` of `text` as a unit, if it counts, with whether it is a Han character;
/// and its length in bytes.
fn unit_at(text: &str, at: usize) -> (Option<(Unit, bool)>, usize) {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    if let Some(&[first, middle, last]) = rest.first_chunk() {
        let read = u32::from_le_bytes([first, middle, last, 0]);
        if is_common(read) {
            return (Some((Unit(read), true)), 3);
        } else if is_mark(read) {
            return (None, 3);
        }
    }
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
    let rest = text.strip_prefix("第")?.trim_start();
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
    use crate::{
        document::Source,
        reading::{Context, Draft},
    };

    #[test]
    fn spaces_marks_widths_and_ordinals_do_not_count() {
        let text = "一是加强Ａ区建设，完成投资１２亿元；二是补齐短板。三是提升服务。\n（三） 一是加强A 区建设,完成投资12亿元,二是补齐短板.三是提升服务！";
        let source = Source::of_text("a.txt", text);
        let doc = Draft::read(source, Context::default());
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

    #[test]
    fn all_characters_are_read_and_found_again_wherever_a_piece_ends() {
        let kinds = ["协商民主，", "ab 12.", "（ＡＩ）、𠮷々〇é", "……————“”《》"];
        for (turn, length) in [(1, 2000), (40, 3000), (300, 4000), (1500, 9000)] {
            let kinds = kinds
                .iter()
                .flat_map(|kind| kind.chars().cycle().take(turn));
            let text: String = kinds.cycle().take(length).collect();
            let mut normal = Normal::default();
            let han = normal.read_paragraph(&text, 0, &mut [Unit::default(); PIECE]);
            let expected: Vec<(usize, char)> = text
                .char_indices()
                .map(|(at, c)| (at, fold(c)))
                .filter(|&(_, c)| is_han(c) || c.is_alphanumeric())
                .collect();
            let units: Vec<char> = normal.units.iter().map(|unit| unit.char()).collect();
            assert!(units.iter().eq(expected.iter().map(|(_, c)| c)));
            assert_eq!(han, units.iter().filter(|&&c| is_han(c)).count());
            for (unit, &(at, _)) in expected.iter().enumerate() {
                assert_eq!(normal.place(&text, unit).start, at);
            }
        }
    }
}
