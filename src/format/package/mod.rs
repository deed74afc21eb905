//! Zip packages with XML inside, read within bounds.

mod xml;

use std::{
    collections::HashMap,
    io::{Cursor, Read},
};

use encoding_rs::{Encoding, UTF_8};
use zip::{ZipArchive, result::ZipError};

use super::Refusal;
pub(super) use xml::{Tag, Token, Xml, escape};

/// A document has at most this many parts,
const MAX_PARTS: usize = 20_000;
/// each of at most this many bytes,
const MAX_PART_BYTES: u64 = 64 << 20;
/// which are at most this many times what is stored.
const MAX_RATIO: u64 = 1_000;

/// An opened package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    /// Entries by their name in lower case.
    entries: HashMap<String, usize>,
    /// Whether two entries share a name: office programs disagree on which one counts.
    pub(super) ambiguous: bool,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::BrokenZip)?;
        if archive.len() > MAX_PARTS {
            return Err(Refusal::TooLarge);
        }
        let mut entries = HashMap::with_capacity(archive.len());
        let mut names = Vec::with_capacity(archive.len());
        let mut ambiguous = recorded(bytes) != Some(archive.len());
        for index in 0..archive.len() {
            let name = match archive.name_for_index(index) {
                Some(Ok(name)) => name.into_owned(),
                _ => return Err(Refusal::BrokenZip),
            };
            ambiguous |= entries.insert(normal(&name), index).is_some();
            names.push(name);
        }
        Ok(Self {
            archive,
            names,
            entries,
            ambiguous,
        })
    }

    pub(super) fn holds(&self, name: &str) -> bool {
        self.entries.contains_key(&normal(name))
    }

    /// The name of the entry, as the package spells it.
    pub(super) fn spelled(&self, name: &str) -> Option<&str> {
        let index = *self.entries.get(&normal(name))?;
        self.names.get(index).map(String::as_str)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The bytes of the part `name`, if there is one.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(&index) = self.entries.get(&normal(name)) else {
            return Ok(None);
        };
        let entry = self.archive.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Refusal::Password,
            _ => Refusal::BrokenZip,
        })?;
        // What the header says of the size is not to be relied on.
        let stored = entry.compressed_size().max(1);
        let most = MAX_PART_BYTES.min(stored.saturating_mul(MAX_RATIO).max(1 << 16));
        let mut out = Vec::new();
        entry
            .take(most + 1)
            .read_to_end(&mut out)
            .map_err(|_| Refusal::BrokenZip)?;
        if out.len() as u64 > most {
            return Err(Refusal::TooLarge);
        }
        Ok(Some(out))
    }

    /// The XML of the part `name`, if there is one.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        match self.bytes(name)? {
            Some(bytes) => decode(bytes, name).map(Some),
            None => Ok(None),
        }
    }

    pub(super) fn archive(&mut self) -> &mut ZipArchive<Cursor<&'a [u8]>> {
        &mut self.archive
    }
}

/// How many entries the end of the directory says there are; a reader that sees fewer dropped one of
/// two with the same name.
fn recorded(bytes: &[u8]) -> Option<usize> {
    let end = memchr::memmem::rfind(bytes, b"PK\x05\x06")?;
    let count = bytes.get(end + 10..end + 12)?;
    Some(usize::from(u16::from_le_bytes([count[0], count[1]])))
}

/// Names of parts are compared without case, leading slash or kind of slash.
fn normal(name: &str) -> String {
    name.trim_start_matches(['/', '\\'])
        .replace('\\', "/")
        .to_ascii_lowercase()
}

/// The target of a relationship of the part `base`, as the name of a part.
pub(super) fn resolve(base: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for piece in target.split('/') {
        match piece {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            piece => parts.push(piece),
        }
    }
    parts.join("/")
}

/// XML is UTF-8 unless a byte order mark or the declaration says otherwise.
pub(super) fn decode(bytes: Vec<u8>, name: &str) -> Result<String, Refusal> {
    let broken = || Refusal::BrokenXml {
        part: name.to_owned(),
    };
    let marked = Encoding::for_bom(&bytes).map(|(encoding, _)| encoding);
    let unmarked = || match bytes.get(..4) {
        Some([b'<', 0, ..]) => Some(encoding_rs::UTF_16LE),
        Some([0, b'<', ..]) => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    let encoding = marked
        .or_else(unmarked)
        .or_else(|| declared(&bytes))
        .unwrap_or(UTF_8);
    if encoding == UTF_8 && marked.is_none() {
        return String::from_utf8(bytes).map_err(|_| broken());
    }
    let (text, _, bad) = encoding.decode(&bytes);
    if bad {
        Err(broken())
    } else {
        Ok(text.into_owned())
    }
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    const LONGEST: usize = 200;
    let head = bytes.get(..bytes.len().min(LONGEST))?;
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    let text = std::str::from_utf8(&head[..end]).ok()?;
    let rest = text.strip_prefix("<?xml")?.split_once("encoding")?.1;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next()?;
    let label = rest[1..].split(quote).next()?;
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_of_relationships_are_resolved() {
        assert_eq!(
            resolve("word/document.xml", "styles.xml"),
            "word/styles.xml"
        );
        assert_eq!(resolve("word/document.xml", "../a/b.xml"), "a/b.xml");
        assert_eq!(resolve("word/document.xml", "/x/y.xml"), "x/y.xml");
        assert_eq!(resolve("", "word/document.xml"), "word/document.xml");
    }
}
