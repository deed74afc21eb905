//! Small documents, made for a test.

use std::io::{Cursor, Read, Write};

use quick_xml::{Reader, events::Event};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const STYLES: &str = r#"<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>"#;
const NUMBERING: &str = r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#;

/// A document that is being made.
pub(crate) struct Made {
    document: String,
    notes: String,
}

impl Made {
    /// With `body` in its body.
    pub(crate) fn new(body: &str) -> Self {
        Self::raw(&format!(
            "<w:document xmlns:w=\"{W}\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><w:body>{body}</w:body></w:document>"
        ))
    }

    /// With `document` for its main part.
    pub(crate) fn raw(document: &str) -> Self {
        Self {
            document: document.to_owned(),
            notes: String::new(),
        }
    }

    /// With footnotes.
    pub(crate) fn notes(mut self, notes: &str) -> Self {
        self.notes = notes.to_owned();
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let relation = |kind: &str| {
            format!(
                "<Relationship Id=\"r{kind}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{kind}.xml\"/>"
            )
        };
        let relations = ["styles", "numbering", "footnotes"].map(relation).concat();
        let wrapped =
            |name: &str, content: &str| format!("<w:{name} xmlns:w=\"{W}\">{content}</w:{name}>");
        zipped(&[
            ("[Content_Types].xml", TYPES.to_owned()),
            ("_rels/.rels", ROOT.to_owned()),
            ("word/document.xml", self.document.clone()),
            (
                "word/_rels/document.xml.rels",
                format!(
                    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"
                ),
            ),
            ("word/styles.xml", wrapped("styles", STYLES)),
            ("word/numbering.xml", wrapped("numbering", NUMBERING)),
            ("word/footnotes.xml", wrapped("footnotes", &self.notes)),
        ])
    }
}

/// A package of `parts`.
pub(crate) fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        writer.write_all(text.as_bytes()).expect("its text");
    }
    writer.finish().expect("a package").into_inner()
}

/// The part `name` of a package; empty where there is none.
pub(crate) fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut text = String::new();
    if let Ok(mut entry) = archive.by_name(name) {
        entry.read_to_string(&mut text).expect("UTF-8");
    }
    text
}

/// The package with other text in the part `name`.
pub(crate) fn with_part(bytes: &[u8], name: &str, text: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let names: Vec<String> = (0..archive.len())
        .map(|index| {
            archive
                .by_index(index)
                .expect("an entry")
                .name()
                .expect("a name")
                .into_owned()
        })
        .collect();
    let parts: Vec<(&str, String)> = names
        .iter()
        .map(|other| {
            let own = if other == name {
                text.to_owned()
            } else {
                part(bytes, other)
            };
            (other.as_str(), own)
        })
        .collect();
    zipped(&parts)
}

/// The text of the main part.
pub(crate) fn text_of(bytes: &[u8]) -> String {
    let xml = part(bytes, "word/document.xml");
    let mut reader = Reader::from_str(&xml);
    let mut out = String::new();
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Text(text) => out.push_str(&text.into_inner()),
            Event::Eof => return out,
            _ => {}
        }
    }
}

/// The comments of a document in the order of their marks: text, and the text that each is anchored to.
pub(crate) fn comments_of(bytes: &[u8]) -> Vec<(String, String)> {
    let comments = part(bytes, "word/comments.xml");
    let mut texts: Vec<(String, String)> = Vec::new();
    let mut reader = Reader::from_str(&comments);
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(tag) if tag.name().as_ref() == "w:comment" => {
                texts.push((id(&tag), String::new()));
            }
            Event::Text(text) => {
                if let Some((_, own)) = texts.last_mut() {
                    own.push_str(&text.into_inner());
                }
            }
            Event::GeneralRef(reference) => {
                if let Some((_, own)) = texts.last_mut() {
                    let name = reference.into_inner();
                    own.push_str(quick_xml::escape::resolve_xml_entity(&name).unwrap_or("?"));
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let document = part(bytes, "word/document.xml");
    let mut reader = Reader::from_str(&document);
    let mut anchors: Vec<(String, String, bool)> = Vec::new();
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Empty(tag) if tag.name().as_ref() == "w:commentRangeStart" => {
                anchors.push((id(&tag), String::new(), true));
            }
            Event::Empty(tag) if tag.name().as_ref() == "w:commentRangeEnd" => {
                let own = id(&tag);
                for anchor in anchors.iter_mut().filter(|anchor| anchor.0 == own) {
                    anchor.2 = false;
                }
            }
            Event::Text(text) => {
                let text = text.into_inner();
                for anchor in anchors.iter_mut().filter(|anchor| anchor.2) {
                    anchor.1.push_str(&text);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    texts
        .into_iter()
        .map(|(id, text)| {
            let anchor = anchors.iter().find(|anchor| anchor.0 == id);
            (
                text,
                anchor.map(|anchor| anchor.1.clone()).unwrap_or_default(),
            )
        })
        .collect()
}

fn id(tag: &quick_xml::events::BytesStart<'_>) -> String {
    tag.attributes()
        .flatten()
        .find(|attribute| attribute.key.as_ref() == "w:id")
        .map(|attribute| attribute.value.into_owned())
        .unwrap_or_default()
}
