//! What a file is, by its first bytes and its name.

use std::path::Path;

use super::{Refusal, refusal::Kind};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// Text, in the format that its name says.
    Text,
    /// A zip package.
    Zip,
    /// A compound file, as Word wrote until 2003.
    Compound,
    Pdf,
}

/// Names of zip packages.
const PACKAGES: &[&str] = &[
    "docx", "docm", "dotx", "dotm", "odt", "ott", "ofd", "xlsx", "xlsm", "pptx", "pptm", "ppsx",
    "odp", "ods",
];

/// Names of other documents of office programs.
const OTHERS: &[&str] = &["doc", "dot", "wps", "wpt", "xls", "ppt", "pdf", "rtf"];

/// Whether files whose names end so are documents of office programs.
pub(super) fn is_office(extension: &str) -> bool {
    PACKAGES.contains(&extension) || OTHERS.contains(&extension)
}

/// Names of images.
const IMAGES: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "heic", "svg",
];

/// Tells what `bytes`, called `path`, are.
pub(super) fn sniff(path: &Path, bytes: &[u8]) -> Result<Found, Refusal> {
    let extension = extension(path);
    let named = |names: &[&str]| names.contains(&extension.as_str());
    let office = is_office(&extension);
    if bytes.is_empty() && office {
        return Err(Refusal::Empty);
    }
    if let Some(found) = by_magic(bytes)? {
        return Ok(found);
    }
    if named(IMAGES) {
        return Err(Refusal::Other(Kind::Image));
    }
    if let Some(kind) = data(path, &extension) {
        return Err(Refusal::Other(kind));
    }
    if named(&["ceb", "cebx", "gd", "sep", "xps", "oxps", "djvu"]) {
        return Err(Refusal::Other(Kind::Pages));
    }
    if named(&["mht", "mhtml"]) {
        return Err(Refusal::Other(Kind::Mht));
    }
    if office {
        return Err(disguised(&extension, bytes));
    }
    Ok(Found::Text)
}

/// What kind of data a file with this name holds, if it holds data.
fn data(path: &Path, extension: &str) -> Option<Kind> {
    match extension {
        "jsonl" | "ndjson" => Some(Kind::Rows),
        "parquet" => Some(Kind::Parquet),
        "json" => Some(Kind::Json),
        "csv" | "tsv" | "xml" => Some(Kind::Data),
        // What is packed has its name before that of the packing.
        "gz" | "zst" => {
            let inner = Path::new(path.file_stem()?);
            data(inner, &self::extension(inner))
        }
        _ => None,
    }
}

/// What the first bytes say.
fn by_magic(bytes: &[u8]) -> Result<Option<Found>, Refusal> {
    const TSD: &[u8] = b"%TSD-Header-###%";
    const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    const IMAGES: &[&[u8]] = &[
        b"\x89PNG\r\n",
        b"\xff\xd8\xff",
        b"GIF87a",
        b"GIF89a",
        b"II*\0",
        b"MM\0*",
    ];
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        return Ok(Some(Found::Zip));
    }
    if starts(COMPOUND) {
        return Ok(Some(Found::Compound));
    }
    if starts(b"%PDF-") {
        return Ok(Some(Found::Pdf));
    }
    if starts(TSD) {
        return Err(Refusal::Rights);
    }
    if starts(b"{\\rtf") {
        return Err(Refusal::Other(Kind::Rtf));
    }
    let webp = starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    if webp || IMAGES.iter().any(|magic| starts(magic)) {
        return Err(Refusal::Other(Kind::Image));
    }
    // Word for DOS and Word 2 of Windows.
    if starts(b"\xdb\xa5") || starts(b"\x31\xbe\0\0") || starts(b"\xfe\x37\0") {
        return Err(Refusal::Other(Kind::OldWord));
    }
    Ok(None)
}

/// What a file with the name of a document is that is none.
fn disguised(extension: &str, bytes: &[u8]) -> Refusal {
    /// So far the beginning is looked at.
    const HEAD: usize = 1024;
    let head = &bytes[..bytes.len().min(HEAD)];
    let text: String = String::from_utf8_lossy(head).to_ascii_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("mime-version:") || text.contains("content-type: multipart/related") {
        return Refusal::Other(Kind::Mht);
    }
    if text.contains("progid=\"word.document\"")
        || text.contains("<pkg:package")
        || text.contains("<w:worddocument")
    {
        return Refusal::Other(Kind::FlatXml);
    }
    if text.starts_with("<!doctype html") || text.contains("<html") || text.starts_with("<meta") {
        return Refusal::Other(Kind::Html);
    }
    if PACKAGES.contains(&extension) {
        return Refusal::BrokenZip;
    }
    match extension {
        "rtf" => Refusal::Other(Kind::Rtf),
        "pdf" => Refusal::BrokenFile,
        _ => Refusal::Other(Kind::Compound),
    }
}

/// The ending of the name of `path`, in lower case.
pub(crate) fn extension(path: &Path) -> String {
    path.extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_count_more_than_names() {
        let sniff = |name: &str, bytes: &[u8]| sniff(Path::new(name), bytes);
        assert_eq!(sniff("a.txt", "一、回顾".as_bytes()), Ok(Found::Text));
        assert_eq!(sniff("a.txt", b"PK\x03\x04"), Ok(Found::Zip));
        assert_eq!(sniff("a.doc", b"{\\rtf1"), Err(Refusal::Other(Kind::Rtf)));
        assert_eq!(
            sniff("a.doc", b"<html><body>"),
            Err(Refusal::Other(Kind::Html))
        );
        assert_eq!(
            sniff("a.doc", b"MIME-Version: 1.0"),
            Err(Refusal::Other(Kind::Mht))
        );
        assert_eq!(sniff("a.docx", b""), Err(Refusal::Empty));
        assert_eq!(sniff("a.docx", b"%TSD-Header-###%x"), Err(Refusal::Rights));
        assert_eq!(sniff("a.docx", b"abc"), Err(Refusal::BrokenZip));
        assert_eq!(sniff("a.jpg", b"abc"), Err(Refusal::Other(Kind::Image)));
        assert_eq!(
            sniff("a", b"\xff\xd8\xff\xe0"),
            Err(Refusal::Other(Kind::Image))
        );
        assert_eq!(sniff("a.csv", b"a,b"), Err(Refusal::Other(Kind::Data)));
        assert_eq!(sniff("a.jsonl", b"{}"), Err(Refusal::Other(Kind::Rows)));
        assert_eq!(
            sniff("a.jsonl.gz", b"\x1f\x8b"),
            Err(Refusal::Other(Kind::Rows))
        );
    }
}
