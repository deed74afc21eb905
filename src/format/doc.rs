//! Word documents of 1997 to 2003, and those of WPS: the text by its piece table. Automatic numbers and
//! formats are not read.

use std::{
    io::{Cursor, Read},
    path::Path,
};

use cfb::CompoundFile;

use super::{
    Refusal,
    assembly::{Opened, Paragraph, Role, Story, assemble},
    places::Location,
    refusal::Kind,
};
use crate::document::Cell;

/// The main stream; it begins with the table of what is where.
const STREAM: &str = "WordDocument";
/// Streams have at most this many bytes.
const MAX_BYTES: u64 = 64 << 20;

pub(super) fn open(path: &Path, bytes: &[u8]) -> Result<Opened, Refusal> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|_| Refusal::BrokenFile)?;
    let word = stream(&mut file, STREAM)?.ok_or(Refusal::Other(Kind::Compound))?;
    let head = Head(&word);
    if head.short(0) != Some(0xa5ec) {
        return Err(Refusal::Other(Kind::OldWord));
    }
    // Word 97 and later.
    if head.short(2).is_none_or(|version| version < 193) {
        return Err(Refusal::Other(Kind::OldWord));
    }
    let flags = head.short(0x0a).ok_or(Refusal::BrokenFile)?;
    if flags & 0x0100 != 0 {
        return Err(Refusal::Password);
    }
    let name = if flags & 0x0200 != 0 {
        "1Table"
    } else {
        "0Table"
    };
    let table = stream(&mut file, name)?.ok_or(Refusal::BrokenFile)?;
    let text = text(&word, &table).ok_or(Refusal::BrokenFile)?;
    let main = head.long(0x4c).ok_or(Refusal::BrokenFile)? as usize;
    let notes = head.long(0x50).unwrap_or(0) as usize;
    let main = main.min(text.len());
    let mut out = paragraphs(&text[..main], Story::Main);
    let end = main.saturating_add(notes).min(text.len());
    out.extend(paragraphs(&text[main..end], Story::Notes));
    Ok(assemble(path, out, Role::Unnumbered))
}

fn stream(file: &mut CompoundFile<Cursor<&[u8]>>, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
    if !file.is_stream(name) {
        return Ok(None);
    }
    let stream = file.open_stream(name).map_err(|_| Refusal::BrokenFile)?;
    let mut out = Vec::new();
    stream
        .take(MAX_BYTES + 1)
        .read_to_end(&mut out)
        .map_err(|_| Refusal::BrokenFile)?;
    if out.len() as u64 > MAX_BYTES {
        return Err(Refusal::TooLarge);
    }
    Ok(Some(out))
}

/// Numbers at places of a stream.
struct Head<'a>(&'a [u8]);

impl Head<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        let bytes = self.0.get(at..at.checked_add(2)?)?;
        Some(u16::from_le_bytes([bytes[0], bytes[1]]))
    }

    fn long(&self, at: usize) -> Option<u32> {
        let bytes = self.0.get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }
}

/// The UTF-16 units of the document, put together from its pieces.
fn text(word: &[u8], table: &[u8]) -> Option<Vec<u16>> {
    let head = Head(word);
    let start = head.long(0x1a2)? as usize;
    let length = head.long(0x1a6)? as usize;
    let pieces = table.get(start..start.checked_add(length)?)?;
    let pieces = Head(pieces);
    let mut at = 0;
    // Lists of properties come before the table of pieces.
    while pieces.0.get(at) == Some(&1) {
        at = at.checked_add(3 + usize::from(pieces.short(at + 1)?))?;
    }
    if pieces.0.get(at) != Some(&2) {
        return None;
    }
    let count = (pieces.long(at + 1)? as usize).checked_sub(4)? / 12;
    let places = at + 5;
    let records = places + (count + 1) * 4;
    let mut out = Vec::new();
    for piece in 0..count {
        let from = pieces.long(places + piece * 4)?;
        let to = pieces.long(places + piece * 4 + 4)?;
        let length = to.checked_sub(from)? as usize;
        let place = pieces.long(records + piece * 8 + 2)?;
        let offset = (place & 0x3fff_ffff) as usize;
        // Western text is stored a byte a character.
        if place & 0x4000_0000 != 0 {
            let start = offset / 2;
            let bytes = word.get(start..start.checked_add(length)?)?;
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
            out.extend(text.encode_utf16());
        } else {
            let bytes = word.get(offset..offset.checked_add(length.checked_mul(2)?)?)?;
            out.extend(
                bytes
                    .chunks_exact(2)
                    .map(|pair| u16::from_le_bytes([pair[0], pair[1]])),
            );
        }
        if out.len() as u64 > MAX_BYTES {
            return None;
        }
    }
    Some(out)
}

fn paragraphs(units: &[u16], story: Story) -> Vec<Paragraph> {
    let mut out: Vec<Paragraph> = Vec::new();
    let mut text = String::new();
    // Of each field that is open, whether its result is being read, and its instruction.
    let mut fields: Vec<(bool, String)> = Vec::new();
    let mut cells = 0;
    for c in char::decode_utf16(units.iter().copied()) {
        let c = c.unwrap_or('\u{fffd}');
        match c {
            '\u{13}' => fields.push((false, String::new())),
            '\u{14}' => {
                if let Some(field) = fields.last_mut() {
                    field.0 = true;
                }
            }
            '\u{15}' => {
                fields.pop();
            }
            _ if fields.last().is_some_and(|(result, _)| !result) => {
                if let Some((_, instruction)) = fields.last_mut() {
                    instruction.push(c);
                }
            }
            '\r' | '\u{c}' | '\u{7}' => {
                let contents = fields
                    .iter()
                    .any(|(_, instruction)| instruction.trim_start().starts_with("TOC"));
                let text = std::mem::take(&mut text);
                let is_cell = c == '\u{7}';
                if contents || is_cell && text.trim().is_empty() {
                    continue;
                }
                // Where rows end is not known, so that cells are not reckoned with.
                let cell = is_cell.then_some(Cell {
                    table: cells,
                    row: 0,
                    column: 0,
                });
                cells += u32::from(is_cell);
                out.push(Paragraph {
                    text,
                    story,
                    cell,
                    location: Location {
                        part: STREAM.to_owned(),
                        paragraph: u32::try_from(out.len() + 1).ok(),
                        story: (story == Story::Notes).then(|| "footnote".to_owned()),
                        ..Location::default()
                    },
                    ..Paragraph::default()
                });
            }
            '\u{b}' => text.push('\n'),
            '\u{1e}' => text.push('-'),
            '\t' => text.push('\t'),
            c if c < ' ' => {}
            c => text.push(c),
        }
    }
    if !text.trim().is_empty() {
        out.push(Paragraph {
            text,
            story,
            ..Paragraph::default()
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_word_are_read() {
        let text =
            "一、回顾\r上行\u{b}下行\r\u{13} PAGE \u{14}3\u{15}页。\r甲\u{7}乙\u{7}\u{7}完。\r";
        let units: Vec<u16> = text.encode_utf16().collect();
        let texts: Vec<String> = paragraphs(&units, Story::Main)
            .into_iter()
            .map(|paragraph| paragraph.text)
            .collect();
        assert_eq!(
            texts,
            ["一、回顾", "上行\n下行", "3页。", "甲", "乙", "完。"]
        );
    }

    #[test]
    fn what_is_no_document_is_refused() {
        assert!(open(Path::new("a.doc"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").is_err());
    }
}
