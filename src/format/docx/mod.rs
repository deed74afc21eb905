//! Word documents: .docx, .docm, .dotx, .dotm.

mod body;
mod comments;
mod numbering;
mod revise;
mod save;
mod splice;
mod styles;

use std::{collections::HashMap, ops::Range, path::Path};

use super::{
    Changes, Refusal,
    assembly::{Opened, Paragraph, Role, Shape, Story, assemble},
    package::{Package, Token, Xml, decode, resolve},
    places::Location,
};
use body::{Body, Holder, Line, MarkKind, Reader};
use numbering::Numbering;
use styles::Styles;

pub use comments::{Link, Remark};

/// The vocabulary of word processing, of both editions of the standard.
const NAMESPACES: &[&str] = &[
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// A relationship of a part.
struct Relation {
    kind: String,
    target: String,
}

/// A Word document, read.
struct Docx {
    /// The name of the main part and its XML.
    main: String,
    xml: String,
    /// Whether the XML is stored as it is held here.
    was_utf8: bool,
    body: Body,
    /// The lines of notes and text boxes in the order of the text, main lines first.
    order: Vec<Source>,
    /// Parts of notes: whether they are endnotes, and what they hold.
    notes: Vec<(bool, Body)>,
    relations: Vec<Relation>,
}

/// Where a paragraph of the text comes from: a line of the main part or of a part of notes.
#[derive(Debug, Clone, Copy)]
struct Source {
    /// Which of `notes`, or the main part.
    notes: Option<usize>,
    line: usize,
    /// The number of the note, and the run that refers to it.
    note: Option<(u32, usize)>,
}

pub(super) fn open(
    path: &Path,
    package: &mut Package<'_>,
    changes: Changes,
) -> Result<Opened, Refusal> {
    let docx = Docx::read(package, changes)?;
    let mut opened = docx.assemble(path);
    let comments = comments::read(package, &docx)?;
    let allowances = comments::allowances(&docx, &comments, &opened.starts);
    if let Some((doc, _)) = opened.stories.first_mut() {
        doc.allowances = allowances;
    }
    opened.free = Some(revise::free(&docx, &opened.starts));
    Ok(opened)
}

/// Writes remarks into a document as comments.
pub(super) fn annotate(
    bytes: &[u8],
    remarks: &[Remark],
    changes: Changes,
) -> Result<Vec<u8>, Refusal> {
    comments::annotate(bytes, remarks, changes)
}

/// Changes the text of a document.
pub(super) fn revise(
    bytes: &[u8],
    edits: &[(Range<usize>, String)],
    tracked: bool,
    changes: Changes,
) -> Result<Vec<u8>, Refusal> {
    revise::revise(bytes, edits, tracked, changes)
}

impl Docx {
    fn read(package: &mut Package<'_>, changes: Changes) -> Result<Self, Refusal> {
        let main = main_part(package)?;
        let bytes = package.bytes(&main)?.ok_or(Refusal::NoText)?;
        let was_utf8 = std::str::from_utf8(&bytes).is_ok();
        let xml = decode(bytes, &main)?;
        Self::read_main(package, main, xml, was_utf8, changes)
    }

    /// The document with other XML in its main part.
    fn with_xml(
        self,
        package: &mut Package<'_>,
        xml: String,
        changes: Changes,
    ) -> Result<Self, Refusal> {
        Self::read_main(package, self.main, xml, self.was_utf8, changes)
    }

    fn read_main(
        package: &mut Package<'_>,
        main: String,
        xml: String,
        was_utf8: bool,
        changes: Changes,
    ) -> Result<Self, Refusal> {
        let relations = relations(package, &main)?;
        let part = |kind: &str| {
            relations
                .iter()
                .find(|relation| relation.kind == kind)
                .map(|relation| resolve(&main, &relation.target))
        };
        let mut read = |kind: &str| -> Result<Option<(String, String)>, Refusal> {
            match part(kind) {
                Some(name) => Ok(package.text(&name)?.map(|text| (name, text))),
                None => Ok(None),
            }
        };
        let styles = match read("styles")? {
            Some((name, text)) => Styles::read(&text, &name)?,
            None => Styles::default(),
        };
        let mut numbering = match read("numbering")? {
            Some((name, text)) => Numbering::read(&text, &name)?,
            None => Numbering::default(),
        };
        let body = Reader::new(&xml, &main, changes, &styles, &mut numbering).read()?;
        let mut notes = Vec::new();
        for (kind, endnote) in [("footnotes", false), ("endnotes", true)] {
            if let Some((name, text)) = read(kind)? {
                let reader = Reader::new(&text, &name, changes, &styles, &mut numbering);
                notes.push((endnote, reader.read()?));
            }
        }
        let order = order(&body, &notes);
        Ok(Self {
            main,
            xml,
            was_utf8,
            body,
            order,
            notes,
            relations,
        })
    }

    /// The name and the XML of the part that the main one relates to as `kind`.
    fn related(
        &self,
        package: &mut Package<'_>,
        kind: &str,
    ) -> Result<Option<(String, String)>, Refusal> {
        let relation = self.relations.iter().find(|relation| relation.kind == kind);
        let Some(relation) = relation else {
            return Ok(None);
        };
        let name = resolve(&self.main, &relation.target);
        Ok(package.text(&name)?.map(|text| (name, text)))
    }

    /// Where each line begins in the text.
    fn starts(&self) -> Vec<usize> {
        let mut at = 0;
        self.order
            .iter()
            .map(|source| {
                let start = at;
                at += self.line(source).text.len() + 1;
                start
            })
            .collect()
    }

    fn line(&self, source: &Source) -> &Line {
        match source.notes {
            Some(part) => &self.notes[part].1.lines[source.line],
            None => &self.body.lines[source.line],
        }
    }

    fn body_of(&self, source: &Source) -> &Body {
        source.notes.map_or(&self.body, |part| &self.notes[part].1)
    }

    fn assemble(&self, path: &Path) -> Opened {
        let paragraphs = self
            .order
            .iter()
            .map(|source| self.paragraph(source))
            .collect();
        assemble(path, paragraphs, Role::Main)
    }

    fn paragraph(&self, source: &Source) -> Paragraph {
        let line = self.line(source);
        let body = self.body_of(source);
        let part = match source.notes.map(|part| self.notes[part].0) {
            None => self.main.clone(),
            Some(endnote) => {
                let kind = if endnote { "endnotes" } else { "footnotes" };
                self.relations
                    .iter()
                    .find(|relation| relation.kind == kind)
                    .map_or_else(String::new, |one| resolve(&self.main, &one.target))
            }
        };
        let story = match (source.notes.map(|part| self.notes[part].0), line.holder) {
            (Some(false), _) => Some("footnote"),
            (Some(true), _) => Some("endnote"),
            (None, Holder::Box(_)) => Some("textbox"),
            _ => None,
        };
        let location = Location {
            part,
            paragraph: Some(line.paragraph),
            page: body.paged.then_some(line.page),
            table: line
                .cell
                .map(|cell| [cell.table + 1, cell.row + 1, cell.column + 1]),
            story: story.map(str::to_owned),
            note: source.note.map(|(number, _)| number),
            ..Location::default()
        };
        let style = &line.style;
        Paragraph {
            text: line.text.clone(),
            shape: if style.is_title() {
                Shape::Title
            } else if style.is_caption() {
                Shape::Caption
            } else if style.is_heading() {
                Shape::Heading
            } else if line.bullet {
                Shape::Item
            } else {
                Shape::Plain
            },
            story: match (source.notes, line.holder) {
                (Some(_), _) => Story::Notes,
                (None, Holder::Box(_)) => Story::Boxes,
                (None, _) => Story::Main,
            },
            cell: line.cell,
            location,
            runs: line
                .segments
                .iter()
                .filter_map(|segment| {
                    Some((segment.text.start, body.runs.get(segment.run?)?.index))
                })
                .collect(),
            pages: line
                .marks
                .iter()
                .filter_map(|mark| match mark.kind {
                    MarkKind::Page(page) => Some((mark.offset, page)),
                    _ => None,
                })
                .collect(),
        }
    }
}

/// The order of paragraphs: the main text, the notes as they are referred to, text boxes.
fn order(body: &Body, notes: &[(bool, Body)]) -> Vec<Source> {
    let main = |line: usize| Source {
        notes: None,
        line,
        note: None,
    };
    let boxed = |line: &Line| matches!(line.holder, Holder::Box(_));
    let mut out: Vec<Source> = (0..body.lines.len())
        .filter(|&line| {
            let line = &body.lines[line];
            // Empty cells would only add empty lines.
            !boxed(line) && (line.cell.is_none() || !line.text.trim().is_empty())
        })
        .map(main)
        .collect();
    for (part, (endnote, content)) in notes.iter().enumerate() {
        let mut by_note: HashMap<i64, Vec<usize>> = HashMap::new();
        for (index, line) in content.lines.iter().enumerate() {
            if let Holder::Note(id) = line.holder
                && !line.text.trim().is_empty()
            {
                by_note.entry(id).or_default().push(index);
            }
        }
        let references = body
            .references
            .iter()
            .filter(|reference| reference.endnote == *endnote);
        for (number, reference) in (1..).zip(references) {
            let lines = by_note.remove(&reference.id).unwrap_or_default();
            out.extend(lines.into_iter().map(|line| Source {
                notes: Some(part),
                line,
                note: Some((number, reference.run)),
            }));
        }
    }
    out.extend(
        (0..body.lines.len())
            .filter(|&line| boxed(&body.lines[line]) && !body.lines[line].text.trim().is_empty())
            .map(main),
    );
    out
}

/// The name of the main part, from the relationships of the package.
fn main_part(package: &mut Package<'_>) -> Result<String, Refusal> {
    const USUAL: &str = "word/document.xml";
    let named = relations(package, "")?
        .into_iter()
        .find(|relation| relation.kind == "officeDocument")
        .map(|relation| resolve("", &relation.target))
        .filter(|name| package.holds(name));
    match named {
        Some(name) => Ok(name),
        None if package.holds(USUAL) => Ok(USUAL.to_owned()),
        None => Err(Refusal::NoText),
    }
}

/// The relationships of `part`, or of the package where it is empty.
fn relations(package: &mut Package<'_>, part: &str) -> Result<Vec<Relation>, Refusal> {
    let name = relations_name(part);
    let Some(text) = package.text(&name)? else {
        return Ok(Vec::new());
    };
    let mut xml = Xml::new(&text, &name, &[]);
    let mut out = Vec::new();
    while let Some(token) = xml.next()? {
        let Token::Open(tag) = token else { continue };
        if tag.name != "Relationship" || tag.attribute("TargetMode").as_deref() == Some("External")
        {
            continue;
        }
        let kind = tag.attribute("Type").unwrap_or_default();
        out.push(Relation {
            kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
            target: tag.attribute("Target").unwrap_or_default().into_owned(),
        });
    }
    Ok(out)
}

/// The name of the part that holds the relationships of `part`.
fn relations_name(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}
