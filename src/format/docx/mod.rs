//! Word documents: .docx, .docm, .dotx, .dotm.

mod body;
mod numbering;
mod styles;

use std::{collections::HashMap, path::Path};

use super::{
    Changes, Refusal,
    assembly::{Opened, Paragraph, Role, Shape, Story, assemble},
    package::{Package, Token, Xml, resolve},
    places::Location,
};
use crate::document::Context;
use body::{Body, Holder, Line, MarkKind, Reader};
use numbering::Numbering;
use styles::Styles;

/// The vocabulary of word processing, of both editions of the standard.
const NAMESPACES: &[&str] = &[
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// A relationship of a part.
pub(super) struct Relation {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) target: String,
}

/// A Word document, read.
pub(super) struct Docx {
    /// The name of the main part and its XML.
    pub(super) main: String,
    pub(super) xml: String,
    pub(super) body: Body,
    /// The lines of notes and text boxes in the order of the text, main lines first.
    pub(super) order: Vec<Source>,
    pub(super) notes: Vec<(bool, Body)>,
    pub(super) relations: Vec<Relation>,
}

/// Where a paragraph of the text comes from: a line of the main part or of a part of notes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source {
    /// Which of `notes`, or the main part.
    pub(super) notes: Option<usize>,
    pub(super) line: usize,
    /// The number of the note, and the run that refers to it.
    pub(super) note: Option<(u32, usize)>,
}

pub(super) fn open(
    path: &Path,
    package: &mut Package<'_>,
    changes: Changes,
    context: &Context,
) -> Result<Opened, Refusal> {
    let docx = Docx::read(package, changes)?;
    Ok(docx.assemble(path, context))
}

impl Docx {
    pub(super) fn read(package: &mut Package<'_>, changes: Changes) -> Result<Self, Refusal> {
        let main = main_part(package)?;
        let xml = package.text(&main)?.ok_or(Refusal::NoText)?;
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
            body,
            order,
            notes,
            relations,
        })
    }

    pub(super) fn line(&self, source: &Source) -> &Line {
        match source.notes {
            Some(part) => &self.notes[part].1.lines[source.line],
            None => &self.body.lines[source.line],
        }
    }

    fn body_of(&self, source: &Source) -> &Body {
        source.notes.map_or(&self.body, |part| &self.notes[part].1)
    }

    pub(super) fn assemble(&self, path: &Path, context: &Context) -> Opened {
        let paragraphs = self
            .order
            .iter()
            .map(|source| self.paragraph(source))
            .collect();
        assemble(path, paragraphs, Role::Main, context)
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
pub(super) fn relations(package: &mut Package<'_>, part: &str) -> Result<Vec<Relation>, Refusal> {
    let (folder, file) = part.rsplit_once('/').map_or(("", part), |(a, b)| (a, b));
    let name = match folder {
        "" => format!("_rels/{file}.rels"),
        folder => format!("{folder}/_rels/{file}.rels"),
    };
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
            id: tag.attribute("Id").unwrap_or_default().into_owned(),
            kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
            target: tag.attribute("Target").unwrap_or_default().into_owned(),
        });
    }
    Ok(out)
}
