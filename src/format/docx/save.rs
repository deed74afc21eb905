//! Writes a document with a few parts changed; every other entry is copied as it is stored.

use std::{
    collections::HashMap,
    io::{Cursor, Write},
};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Docx, relations_name};
use crate::format::{
    Refusal,
    package::{Package, Xml, resolve},
};

const COMMENTS: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const EXTENDED: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml";
const COMMENTS_RELATION: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const STRICT_RELATION: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments";
const EXTENDED_RELATION: &str =
    "http://schemas.microsoft.com/office/2011/relationships/commentsExtended";

/// The parts of a document that comments change.
pub(super) struct Parts {
    pub(super) document: String,
    pub(super) comments: String,
    pub(super) extended: String,
    /// Whether paragraphs of comments can be identified.
    pub(super) identifies: bool,
    document_name: String,
    comments_name: String,
    extended_name: String,
    had_comments: bool,
    had_extended: bool,
    strict: bool,
}

impl Parts {
    pub(super) fn open(package: &mut Package<'_>, docx: &Docx) -> Result<Self, Refusal> {
        writable(package, docx)?;
        let comments = docx.related(package, "comments")?;
        let extended = docx.related(package, "commentsExtended")?;
        let had_comments = comments.is_some();
        let had_extended = extended.is_some();
        let strict = docx.xml.contains("http://purl.oclc.org/ooxml/");
        let vocabulary = if strict {
            super::NAMESPACES[1]
        } else {
            super::NAMESPACES[0]
        };
        let (comments_name, comments) = comments.unwrap_or_else(|| {
            let name = resolve(&docx.main, "comments.xml");
            let text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"{vocabulary}\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" mc:Ignorable=\"w14\"></w:comments>");
            (name, text)
        });
        let (extended_name, extended) = extended.unwrap_or_else(|| {
            let name = resolve(&docx.main, "commentsExtended.xml");
            let text = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w15:commentsEx xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\" mc:Ignorable=\"w15\"></w15:commentsEx>";
            (name, text.to_owned())
        });
        if !comments.contains("xmlns:w=") {
            return Err(Refusal::Unwritable);
        }
        Ok(Self {
            document: docx.xml.clone(),
            identifies: comments.contains("xmlns:w14=") && extended.contains("xmlns:w15="),
            comments,
            extended,
            document_name: docx.main.clone(),
            comments_name,
            extended_name,
            had_comments,
            had_extended,
            strict,
        })
    }

    /// The package with the parts as they are now.
    pub(super) fn save(self, package: &mut Package<'_>) -> Result<Vec<u8>, Refusal> {
        let mut changed = HashMap::new();
        let mut types = package
            .text("[Content_Types].xml")?
            .ok_or(Refusal::Unwritable)?;
        let relations = relations_name(&self.document_name);
        let mut links = package.text(&relations)?.unwrap_or_else(|| {
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>".to_owned()
        });
        let wanted = self.comments.contains("<w:comment ");
        let relation = if self.strict {
            STRICT_RELATION
        } else {
            COMMENTS_RELATION
        };
        for (name, had, kind, relation) in [
            (&self.comments_name, self.had_comments, COMMENTS, relation),
            (
                &self.extended_name,
                self.had_extended,
                EXTENDED,
                EXTENDED_RELATION,
            ),
        ] {
            if had || !wanted {
                continue;
            }
            let prefix = prefix(&types);
            append(
                &mut types,
                &format!("<{prefix}Override PartName=\"/{name}\" ContentType=\"{kind}\"/>"),
            );
            let (prefix, id) = (self::prefix(&links), free_id(&links));
            append(
                &mut links,
                &format!(
                    "<{prefix}Relationship Id=\"{id}\" Type=\"{relation}\" Target=\"/{name}\"/>"
                ),
            );
            changed.insert("[Content_Types].xml".to_owned(), types.clone());
            changed.insert(relations.clone(), links.clone());
        }
        if self.had_comments || wanted {
            changed.insert(self.comments_name, self.comments);
        }
        if self.had_extended || wanted {
            changed.insert(self.extended_name, self.extended);
        }
        changed.insert(self.document_name, self.document);
        save(package, changed)
    }
}

/// Whether the document can be changed without harm.
pub(super) fn writable(package: &Package<'_>, docx: &Docx) -> Result<(), Refusal> {
    if package.ambiguous || !docx.body.plain_prefix || !docx.was_utf8 {
        return Err(Refusal::Unwritable);
    }
    Ok(())
}

/// Whether the XML is still whole.
pub(super) fn check(text: &str, part: &str) -> Result<(), Refusal> {
    let mut xml = Xml::new(text, part, &[]);
    while xml.next().map_err(|_| Refusal::Unwritable)?.is_some() {}
    Ok(())
}

/// Puts `xml` before the end of the root element.
pub(super) fn append(text: &mut String, xml: &str) {
    if let Some(end) = text.rfind("</") {
        text.insert_str(end, xml);
    } else if let Some(end) = text.rfind("/>") {
        // An empty root.
        let name = root(text).to_owned();
        text.replace_range(end.., &format!(">{xml}</{name}>"));
    }
}

/// The name of the root element.
fn root(text: &str) -> &str {
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if !rest.starts_with(['?', '!']) {
            let end = rest
                .find(|c: char| c.is_whitespace() || matches!(c, '/' | '>'))
                .unwrap_or(rest.len());
            return &rest[..end];
        }
    }
    ""
}

/// The prefix of the root element, with its colon.
fn prefix(text: &str) -> String {
    root(text)
        .split_once(':')
        .map(|(prefix, _)| format!("{prefix}:"))
        .unwrap_or_default()
}

/// An identifier that no relationship in `links` has.
fn free_id(links: &str) -> String {
    (1_u32..)
        .map(|number| format!("rIdHongbi{number}"))
        .find(|id| !links.contains(&format!("\"{id}\"")))
        .unwrap_or_default()
}

/// The package with `changed` parts.
pub(super) fn save(
    package: &mut Package<'_>,
    changed: HashMap<String, String>,
) -> Result<Vec<u8>, Refusal> {
    let mut changed: HashMap<String, String> = changed
        .into_iter()
        .map(|(name, text)| {
            let spelled = package.spelled(&name).map(str::to_owned);
            (spelled.unwrap_or(name), text)
        })
        .collect();
    let broken = |_| Refusal::Unwritable;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for index in 0..package.archive().len() {
        let entry = package.archive().by_index_raw(index).map_err(broken)?;
        let name = entry.name().map_err(broken)?.into_owned();
        if let Some(text) = changed.remove(&name) {
            drop(entry);
            writer.start_file(name, options).map_err(broken)?;
            writer
                .write_all(text.as_bytes())
                .map_err(|_| Refusal::Unwritable)?;
        } else {
            writer.raw_copy_file(entry).map_err(broken)?;
        }
    }
    let mut added: Vec<(String, String)> = changed.into_iter().collect();
    added.sort();
    for (name, text) in added {
        writer.start_file(name, options).map_err(broken)?;
        writer
            .write_all(text.as_bytes())
            .map_err(|_| Refusal::Unwritable)?;
    }
    Ok(writer.finish().map_err(broken)?.into_inner())
}
