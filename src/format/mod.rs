//! Formats: from a file's bytes to a [`Document`] for each of its stories.

mod allow;
mod assembly;
#[cfg(feature = "doc")]
mod doc;
#[cfg(feature = "docx")]
mod docx;
pub mod encoding;
#[cfg(feature = "html")]
mod html;
#[cfg(any(feature = "ofd", feature = "pdf"))]
mod layout;
mod line_ends;
mod markdown;
#[cfg(any(feature = "docx", feature = "odt"))]
mod numerals;
#[cfg(feature = "odt")]
mod odt;
#[cfg(feature = "ofd")]
mod ofd;
#[cfg(feature = "package")]
mod package;
#[cfg(feature = "pdf")]
mod pdf;
mod places;
mod plain;
mod refusal;
mod sniff;
#[cfg(feature = "xlsx")]
mod xlsx;

use crate::document::{Allowance, Block, Document, Map, Source};

use std::{path::Path, sync::Arc};

use allow::CommentSpot;
use encoding::DecodeError;
use encoding_rs::Encoding;
use line_ends::LineEnds;
use sniff::Found;

pub use assembly::{Opened, Role};
#[cfg(feature = "docx")]
pub use docx::{Link, Remark};
pub use places::{Location, Places};
pub use refusal::Refusal;
pub(crate) use sniff::extension;

/// How files are read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading {
    /// The encoding of text, instead of finding it.
    pub encoding: Option<&'static Encoding>,
    /// Which side of tracked changes counts.
    pub changes: Changes,
}

/// Which side of tracked changes counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Changes {
    /// The text once they are accepted.
    #[default]
    Accepted,
    /// The text before them.
    Original,
}

/// Why a file could not be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenError {
    /// It is no text.
    Decode(DecodeError),
    /// It is a document that cannot be read.
    Refused(Refusal),
}

impl From<Refusal> for OpenError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Opens the file `bytes`, called `path`.
///
/// # Errors
/// Where it is no text and no document that can be read.
pub fn open(path: &Path, bytes: &[u8], reading: Reading) -> Result<Opened, OpenError> {
    match sniff::sniff(path, bytes)? {
        // A name of the user's choice for text: what the bytes are was asked for.
        Found::Text => {
            let source = Source::decode(path.to_owned(), bytes, reading.encoding)
                .map_err(OpenError::Decode)?;
            Ok(Opened::of(document(source)))
        }
        Found::Zip => zipped(path, bytes, reading).map_err(OpenError::Refused),
        Found::Compound => Ok(compound(path, bytes)?),
        #[cfg(feature = "pdf")]
        Found::Pdf => Ok(pdf::open(path, bytes)?),
        #[cfg(not(feature = "pdf"))]
        Found::Pdf => Err(Refusal::LeftOut { feature: "pdf" }.into()),
    }
}

/// Writes `remarks` as comments into the document `bytes`, in the place of those of earlier runs.
///
/// # Errors
/// Where it is no Word document, or cannot be changed without harm.
#[cfg(feature = "docx")]
pub fn annotate(bytes: &[u8], remarks: &[Remark], changes: Changes) -> Result<Vec<u8>, Refusal> {
    docx::annotate(bytes, remarks, changes)
}

/// The document `bytes` with `edits` of its text, in order: plainly, or as tracked changes.
///
/// # Errors
/// Where it is no Word document, or cannot be changed without harm.
#[cfg(feature = "docx")]
pub fn revise(
    bytes: &[u8],
    edits: &[(std::ops::Range<usize>, String)],
    tracked: bool,
    changes: Changes,
) -> Result<Vec<u8>, Refusal> {
    docx::revise(bytes, edits, tracked, changes)
}

/// Whether comments and tracked changes can be written into a file with this name.
pub fn is_word(path: &Path) -> bool {
    cfg!(feature = "docx")
        && matches!(
            sniff::extension(path).as_str(),
            "docx" | "docm" | "dotx" | "dotm"
        )
}

/// Whether the text of a file with this name is the file itself, so that an editor shows it.
pub fn is_text(path: &Path) -> bool {
    !sniff::is_office(&sniff::extension(path))
}

/// Whether a file with this name is a document that is read, whose text is not the file itself.
pub fn is_office(path: &Path) -> bool {
    OFFICE.contains(&sniff::extension(path).as_str())
}

/// The endings of documents that are read.
const OFFICE: &[&str] = &[
    #[cfg(feature = "docx")]
    "docx",
    #[cfg(feature = "docx")]
    "docm",
    #[cfg(feature = "docx")]
    "dotx",
    #[cfg(feature = "docx")]
    "dotm",
    #[cfg(feature = "odt")]
    "odt",
    #[cfg(feature = "odt")]
    "ott",
    #[cfg(feature = "ofd")]
    "ofd",
    #[cfg(feature = "doc")]
    "doc",
    #[cfg(feature = "doc")]
    "wps",
    #[cfg(feature = "xlsx")]
    "xlsx",
    #[cfg(feature = "pdf")]
    "pdf",
];

#[cfg(feature = "package")]
fn zipped(path: &Path, bytes: &[u8], reading: Reading) -> Result<Opened, Refusal> {
    let mut package = package::Package::open(bytes)?;
    let names: Vec<String> = package.names().map(str::to_ascii_lowercase).collect();
    let holds = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    match sniff::extension(path).as_str() {
        "pptx" | "pptm" | "ppsx" | "odp" => return Err(Refusal::Other(refusal::Kind::Slides)),
        _ => {}
    }
    if package.holds("OFD.xml") {
        #[cfg(feature = "ofd")]
        return ofd::open(path, &mut package);
        #[cfg(not(feature = "ofd"))]
        return Err(Refusal::LeftOut { feature: "ofd" });
    }
    if package.holds("content.xml") && package.holds("META-INF/manifest.xml") {
        let mime = package.bytes("mimetype")?.unwrap_or_default();
        if !mime.starts_with(b"application/vnd.oasis.opendocument.text") {
            return Err(Refusal::Other(refusal::Kind::OtherOpen));
        }
        #[cfg(feature = "odt")]
        return odt::open(path, &mut package);
        #[cfg(not(feature = "odt"))]
        return Err(Refusal::LeftOut { feature: "odt" });
    }
    if holds("xl/") {
        #[cfg(feature = "xlsx")]
        return xlsx::open(path, bytes);
        #[cfg(not(feature = "xlsx"))]
        return Err(Refusal::LeftOut { feature: "xlsx" });
    }
    if holds("ppt/") {
        return Err(Refusal::Other(refusal::Kind::Slides));
    }
    #[cfg(feature = "docx")]
    if package.holds("[Content_Types].xml") || holds("word/") {
        return docx::open(path, &mut package, reading.changes);
    }
    Err(Refusal::Archive)
}

#[cfg(not(feature = "package"))]
fn zipped(_: &Path, _: &[u8], _: Reading) -> Result<Opened, Refusal> {
    Err(Refusal::LeftOut { feature: "docx" })
}

fn compound(path: &Path, bytes: &[u8]) -> Result<Opened, Refusal> {
    // Names in the directory of a compound file are in UTF-16.
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &wide).is_some()
    };
    #[cfg(feature = "doc")]
    if holds("WordDocument") && !holds("EncryptedPackage") {
        return doc::open(path, bytes);
    }
    let _ = path;
    Err(if holds("EncryptedPackage") {
        Refusal::Password
    } else if holds("WordDocument") {
        Refusal::LeftOut { feature: "doc" }
    } else if holds("Workbook") || holds("Book") {
        Refusal::Other(refusal::Kind::OldSheet)
    } else if holds("PowerPoint Document") {
        Refusal::Other(refusal::Kind::Slides)
    } else if holds("CONTENTS") || holds("MatOST") {
        Refusal::Other(refusal::Kind::Works)
    } else {
        Refusal::Other(refusal::Kind::Compound)
    })
}

/// Reads one kind of file into blocks of prose.
trait Format: Sync {
    /// The endings of names of such files, without the dot.
    fn extensions(&self) -> &'static [&'static str];
    /// The prose of `source`, its map to the file, and its blocks.
    fn read(&self, source: &Source) -> (Arc<str>, Map, Vec<Block>);
    /// The exceptions that `source` names itself.
    fn allowances(&self, _: &Source) -> Vec<Allowance> {
        Vec::new()
    }
    /// Where in `text` a comment goes that allows something at byte `place`.
    fn room(&self, _text: &str, _place: usize) -> Option<CommentSpot> {
        None
    }
}

static FORMATS: &[&dyn Format] = &[
    &plain::Plain,
    &markdown::Markdown,
    #[cfg(feature = "html")]
    &html::Html,
];

/// Reads `source` by the ending of its name; a name of no known ending is plain text.
pub fn document(source: Source) -> Document {
    let format = of(&source.path).unwrap_or(&plain::Plain);
    let ends = LineEnds::of(&source.text);
    let read = |source: &Source| (format.read(source), format.allowances(source));
    let ((text, map, blocks), allowances) = match &ends {
        None => read(&source),
        // What is found must not depend on the system that the draft was written on.
        Some(ends) => {
            let with_feeds = Source {
                text: ends.text.as_str().into(),
                ..source.clone()
            };
            let ((text, map, blocks), allowances) = read(&with_feeds);
            let map = ends.lead_back(&map);
            ((text, map, blocks), ends.lead_back_all(allowances))
        }
    };
    let mut doc = Document::new(source, text, map, blocks);
    doc.allowances = allowances;
    doc
}

/// Whether a file with this name is a draft that can be read.
pub fn is_known(path: &Path) -> bool {
    of(path).is_some() || is_office(path)
}

/// The comment that allows findings of `rule` at byte `place` of the draft `text` for `reason`, and the
/// byte where it is to be inserted; `None` where the format of `path` has no comments or none can
/// be there.
pub fn exception(
    path: &Path,
    text: &str,
    place: usize,
    rule: &str,
    reason: &str,
) -> Option<(usize, String)> {
    let comment = format!("<!-- hongbi: allow({rule}) {reason} -->");
    let crlf = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
    let end = if crlf { "\r\n" } else { "\n" };
    Some(match of(path)?.room(text, place)? {
        CommentSpot::Before(at) => (at, comment + end),
        CommentSpot::After(at) => (at, format!(" {comment}")),
    })
}

fn of(path: &Path) -> Option<&'static dyn Format> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    FORMATS
        .iter()
        .copied()
        .find(|format| format.extensions().contains(&extension.as_str()))
}
