//! Reads the paragraphs of a part, with the place of every piece of their text.

use std::{collections::HashMap, ops::Range};

use super::{
    NAMESPACES,
    numbering::{Numbering, Printed},
    styles::{Style, Styles},
};
use crate::{
    document::{Cell, OPAQUE},
    format::{
        Changes, Refusal,
        package::{Tag, Token, Xml},
    },
};

/// A part has at most this many runs, about ten times those of the longest books, which bounds memory.
const MAX_RUNS: usize = 400_000;

/// A run: text of one look.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// From `<w:r` to behind `</w:r>`.
    pub(super) range: Range<usize>,
    /// Behind the start tag.
    pub(super) tag_end: usize,
    /// The whole `<w:rPr>` element.
    pub(super) properties: Option<Range<usize>>,
    /// Which run of its paragraph it is, from 1.
    pub(super) index: u32,
}

/// A `<w:t>` element.
#[derive(Debug, Clone)]
pub(super) struct TextNode {
    pub(super) run: usize,
    /// The start tag.
    pub(super) tag: Range<usize>,
    /// What is between the tags.
    pub(super) content: Range<usize>,
    /// Behind the end tag.
    pub(super) end: usize,
    /// Whether white space at its rims counts.
    pub(super) preserves: bool,
    /// Whether it is text that a tracked change deletes.
    pub(super) deleted: bool,
}

/// Why text cannot be changed in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lock {
    /// It can.
    Free,
    /// A number that the program prints.
    Generated,
    /// The result of a field.
    Field,
    /// A control that shows data kept elsewhere.
    Bound,
    /// Text with readings above it.
    Ruby,
    /// A line break, a tab, a formula.
    Mark,
}

/// A piece of text and where it comes from.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    /// In the text of its line.
    pub(super) text: Range<usize>,
    /// In the XML of the part; empty for generated text.
    pub(super) raw: Range<usize>,
    /// The element that holds it, for text.
    pub(super) node: Option<usize>,
    pub(super) run: Option<usize>,
    pub(super) lock: Lock,
}

/// Something at an offset of a line.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) offset: usize,
    pub(super) kind: MarkKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MarkKind {
    CommentStart(String),
    CommentEnd(String),
    Page(u32),
}

/// A paragraph as it reads.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) segments: Vec<Segment>,
    pub(super) marks: Vec<Mark>,
    pub(super) style: Style,
    pub(super) bullet: bool,
    pub(super) centered: bool,
    pub(super) cell: Option<Cell>,
    pub(super) holder: Holder,
    /// Which paragraph of its part it is, from 1.
    pub(super) paragraph: u32,
    pub(super) page: u32,
    /// Where a first run could be.
    pub(super) inside: Option<usize>,
}

/// What holds a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Holder {
    #[default]
    Body,
    /// A text box, in this run of the main text.
    Box(Option<usize>),
    /// The note with this identifier.
    Note(i64),
}

/// A reference to a note.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reference {
    pub(super) endnote: bool,
    pub(super) id: i64,
    pub(super) run: usize,
}

/// The paragraphs of a part.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) lines: Vec<Line>,
    pub(super) runs: Vec<Run>,
    pub(super) nodes: Vec<TextNode>,
    pub(super) references: Vec<Reference>,
    /// Whether the program noted where pages begin.
    pub(super) paged: bool,
    /// How the vocabulary is spelled in it, `w:` nearly always.
    pub(super) plain_prefix: bool,
    /// The largest number of a bookmark or a tracked change.
    pub(super) largest_id: u32,
}

#[derive(Debug, Clone, Copy)]
enum Scope {
    Plain,
    Skip,
    Paragraph,
    ParagraphProperties,
    /// Of the mark that ends the paragraph.
    MarkProperties,
    Run,
    RunProperties(usize),
    Text,
    Instruction,
    Table,
    Row,
    RowProperties,
    TableCell,
    CellProperties,
    Control {
        placeholder: bool,
        bound: bool,
        contents: bool,
    },
    ControlProperties,
    /// Text that must not be changed.
    Locked,
    TextBox,
    SimpleField,
}

#[derive(Default)]
struct Paragraph {
    line: Line,
    style: Option<String>,
    number: Option<u32>,
    level: Option<u32>,
    outline: Option<u32>,
    centered: Option<bool>,
    joins_next: bool,
    runs: u32,
    /// Whether all that it holds belongs to a table of contents.
    contents: bool,
}

struct Table {
    index: u32,
    row: u32,
    column: u32,
    span: u32,
}

struct Field {
    result: bool,
    instruction: String,
}

impl Field {
    fn is_contents(&self) -> bool {
        self.instruction.trim_start().starts_with("TOC")
    }
}

pub(super) struct Reader<'a> {
    xml: Xml<'a>,
    changes: Changes,
    styles: &'a Styles,
    numbering: &'a mut Numbering,
    out: Body,
    scopes: Vec<Scope>,
    paragraphs: Vec<Paragraph>,
    /// A paragraph whose end was deleted, by what holds it.
    waiting: Option<Paragraph>,
    open_runs: Vec<usize>,
    hidden_runs: Vec<bool>,
    tables: Vec<Table>,
    boxes: Vec<Option<usize>>,
    fields: Vec<Field>,
    locks: Vec<Lock>,
    note: Option<i64>,
    page: u32,
    count: u32,
    table_count: u32,
    hidden_styles: HashMap<String, bool>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        text: &'a str,
        part: &'a str,
        changes: Changes,
        styles: &'a Styles,
        numbering: &'a mut Numbering,
    ) -> Self {
        Self {
            xml: Xml::new(text, part, NAMESPACES),
            changes,
            styles,
            numbering,
            out: Body::default(),
            scopes: Vec::new(),
            paragraphs: Vec::new(),
            waiting: None,
            open_runs: Vec::new(),
            hidden_runs: Vec::new(),
            tables: Vec::new(),
            boxes: Vec::new(),
            fields: Vec::new(),
            locks: Vec::new(),
            note: None,
            page: 1,
            count: 0,
            table_count: 0,
            hidden_styles: HashMap::new(),
        }
    }

    pub(super) fn read(mut self) -> Result<Body, Refusal> {
        while let Some(token) = self.xml.next()? {
            if self.out.runs.len().max(self.out.nodes.len()) > MAX_RUNS {
                return Err(Refusal::TooLarge);
            }
            match token {
                Token::Open(tag) => {
                    let scope = self.open(&tag);
                    self.scopes.push(scope);
                }
                Token::Close(range) => {
                    if let Some(scope) = self.scopes.pop() {
                        self.close(scope, range);
                    }
                }
                Token::Text(text, range) => self.text(&text, range),
            }
        }
        if let Some(paragraph) = self.waiting.take() {
            self.finish(paragraph);
        }
        self.out.plain_prefix = self.xml.is_spelled("w");
        Ok(self.out)
    }

    /// What the element opened by `tag` is in what is open now.
    fn open(&mut self, tag: &Tag<'_>) -> Scope {
        // Fields are counted in what is skipped too, since their marks may be parted by it.
        if tag.own && tag.name == "fldChar" {
            self.field(tag);
        }
        if tag.own
            && matches!(
                tag.name,
                "bookmarkStart" | "ins" | "del" | "moveFrom" | "moveTo"
            )
        {
            let id = tag.number("id").unwrap_or_default();
            self.out.largest_id = self.out.largest_id.max(id);
        }
        if !tag.own {
            return match (self.scopes.last(), tag.name) {
                (Some(Scope::Skip), _) | (_, "Fallback") => Scope::Skip,
                (_, "oMath") => {
                    self.mark(OPAQUE, tag.range.clone());
                    Scope::Skip
                }
                _ => Scope::Plain,
            };
        }
        match self.scopes.last_mut() {
            Some(Scope::Skip) => Scope::Skip,
            Some(Scope::ParagraphProperties) => self.paragraph_property(tag),
            Some(Scope::MarkProperties) => {
                let joins = match self.changes {
                    Changes::Accepted => tag.name == "del" || tag.name == "moveFrom",
                    Changes::Original => tag.name == "ins" || tag.name == "moveTo",
                };
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.joins_next |= joins;
                }
                Scope::Skip
            }
            Some(Scope::RunProperties(_)) => {
                self.run_property(tag);
                Scope::Skip
            }
            Some(Scope::RowProperties) => {
                self.row_property(tag);
                Scope::Skip
            }
            Some(Scope::CellProperties) => {
                if let (Some(table), "gridSpan") = (self.tables.last_mut(), tag.name) {
                    table.span = tag.number("val").unwrap_or(1).clamp(1, 1_000);
                }
                Scope::Skip
            }
            Some(Scope::ControlProperties) => {
                self.control_property(tag);
                match tag.name {
                    "docPartObj" => Scope::ControlProperties,
                    _ => Scope::Skip,
                }
            }
            Some(Scope::Run) => self.in_run(tag),
            _ => self.in_content(tag),
        }
    }

    fn paragraph_property(&mut self, tag: &Tag<'_>) -> Scope {
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return Scope::Skip;
        };
        match tag.name {
            "pStyle" => paragraph.style = tag.attribute("val").map(std::borrow::Cow::into_owned),
            "numPr" => return Scope::ParagraphProperties,
            "numId" => paragraph.number = tag.number("val"),
            "ilvl" => paragraph.level = tag.number("val"),
            "outlineLvl" => paragraph.outline = tag.number("val"),
            "jc" => paragraph.centered = Some(tag.attribute("val").as_deref() == Some("center")),
            "rPr" => return Scope::MarkProperties,
            _ => {}
        }
        Scope::Skip
    }

    fn run_property(&mut self, tag: &Tag<'_>) {
        let hidden = match tag.name {
            "vanish" => tag.is_on(),
            "rStyle" => {
                let id = tag.attribute("val").unwrap_or_default().into_owned();
                let styles = self.styles;
                *self
                    .hidden_styles
                    .entry(id)
                    .or_insert_with_key(|id| styles.resolve(Some(id)).hidden == Some(true))
            }
            _ => return,
        };
        if let Some(last) = self.hidden_runs.last_mut() {
            *last = hidden;
        }
    }

    fn row_property(&mut self, tag: &Tag<'_>) {
        let gone = match self.changes {
            Changes::Accepted => tag.name == "del",
            Changes::Original => tag.name == "ins",
        };
        if gone && let Some(row) = self.scopes.iter_mut().rfind(|s| matches!(s, Scope::Row)) {
            *row = Scope::Skip;
        }
        if let (Some(table), "gridBefore") = (self.tables.last_mut(), tag.name) {
            table.column = tag.number("val").unwrap_or(0).min(1_000);
        }
    }

    fn control_property(&mut self, tag: &Tag<'_>) {
        let control = self
            .scopes
            .iter_mut()
            .rfind(|scope| matches!(scope, Scope::Control { .. }));
        if let Some(Scope::Control {
            placeholder,
            bound,
            contents,
        }) = control
        {
            match tag.name {
                "showingPlcHdr" => *placeholder = tag.is_on(),
                "dataBinding" => *bound = true,
                "docPartGallery" => {
                    *contents |= tag.attribute("val").as_deref() == Some("Table of Contents");
                }
                _ => {}
            }
        }
    }

    /// An element of a run.
    fn in_run(&mut self, tag: &Tag<'_>) -> Scope {
        if tag.name == "rPr" {
            return Scope::RunProperties(tag.range.start);
        }
        let Some(&run) = self.open_runs.last() else {
            return Scope::Skip;
        };
        let range = tag.range.clone();
        match tag.name {
            "t" => return self.open_text(tag, run),
            "delText" if self.changes == Changes::Original => return self.open_text(tag, run),
            "instrText" => return Scope::Instruction,
            "tab" | "ptab" => self.mark('\t', range),
            "cr" => self.mark('\n', range),
            "br" if tag
                .attribute("type")
                .is_none_or(|kind| &*kind == "textWrapping") =>
            {
                self.mark('\n', range);
            }
            "noBreakHyphen" => self.mark('-', range),
            "sym" => self.mark(OPAQUE, range),
            "lastRenderedPageBreak" => {
                self.page += 1;
                self.out.paged = true;
                let page = self.page;
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.line.marks.push(Mark {
                        offset: paragraph.line.text.len(),
                        kind: MarkKind::Page(page),
                    });
                }
            }
            "footnoteReference" | "endnoteReference" => {
                if let Some(id) = tag.attribute("id").and_then(|id| id.parse().ok()) {
                    self.out.references.push(Reference {
                        endnote: tag.name == "endnoteReference",
                        id,
                        run,
                    });
                }
            }
            "ruby" => {
                self.locks.push(Lock::Ruby);
                return Scope::Locked;
            }
            "drawing" | "pict" | "object" => return Scope::Plain,
            _ => {}
        }
        Scope::Skip
    }

    fn open_text(&mut self, tag: &Tag<'_>, run: usize) -> Scope {
        self.out.nodes.push(TextNode {
            run,
            tag: tag.range.clone(),
            content: tag.range.end..tag.range.end,
            end: tag.range.end,
            preserves: tag.attribute("space").as_deref() == Some("preserve"),
            deleted: tag.name == "delText",
        });
        Scope::Text
    }

    /// An element outside of runs.
    fn in_content(&mut self, tag: &Tag<'_>) -> Scope {
        match tag.name {
            "p" => {
                self.open_paragraph(tag);
                return Scope::Paragraph;
            }
            "pPr" => return Scope::ParagraphProperties,
            "r" => {
                self.open_run(tag);
                return Scope::Run;
            }
            "tbl" => {
                self.tables.push(Table {
                    index: self.table_count,
                    row: 0,
                    column: 0,
                    span: 1,
                });
                self.table_count += 1;
                return Scope::Table;
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.column = 0;
                }
                return Scope::Row;
            }
            "trPr" => return Scope::RowProperties,
            "tc" => return Scope::TableCell,
            "tcPr" => return Scope::CellProperties,
            "sdt" => {
                return Scope::Control {
                    placeholder: false,
                    bound: false,
                    contents: false,
                };
            }
            "sdtPr" => return Scope::ControlProperties,
            "sdtContent" => return self.open_control(),
            "fldSimple" => {
                let instruction = tag.attribute("instr").unwrap_or_default();
                if instruction.trim_start().starts_with("TOC") {
                    return Scope::Skip;
                }
                self.locks.push(Lock::Field);
                return Scope::SimpleField;
            }
            "del" | "moveFrom" => {
                return match self.changes {
                    Changes::Accepted => Scope::Skip,
                    Changes::Original => Scope::Plain,
                };
            }
            "ins" | "moveTo" => {
                return match self.changes {
                    Changes::Accepted => Scope::Plain,
                    Changes::Original => Scope::Skip,
                };
            }
            "txbxContent" => {
                self.boxes.push(self.open_runs.last().copied());
                return Scope::TextBox;
            }
            "footnote" | "endnote" => {
                let plain = tag.attribute("type").is_none_or(|kind| &*kind == "normal");
                if !plain {
                    return Scope::Skip;
                }
                self.note = tag.attribute("id").and_then(|id| id.parse().ok());
            }
            "commentRangeStart" | "commentRangeEnd" => self.comment_mark(tag),
            "rt" | "rubyPr" | "rPr" | "tblPr" | "tblGrid" | "sectPr" | "sdtEndPr" => {
                return Scope::Skip;
            }
            _ => {}
        }
        Scope::Plain
    }

    fn comment_mark(&mut self, tag: &Tag<'_>) {
        let id = tag.attribute("id").unwrap_or_default().into_owned();
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.line.marks.push(Mark {
                offset: paragraph.line.text.len(),
                kind: match tag.name {
                    "commentRangeStart" => MarkKind::CommentStart(id),
                    _ => MarkKind::CommentEnd(id),
                },
            });
        }
    }

    fn open_control(&mut self) -> Scope {
        let Some(Scope::Control {
            placeholder,
            bound,
            contents,
        }) = self.scopes.last()
        else {
            return Scope::Plain;
        };
        if *placeholder || *contents {
            return Scope::Skip;
        }
        if *bound {
            self.locks.push(Lock::Bound);
            return Scope::Locked;
        }
        Scope::Plain
    }

    fn open_paragraph(&mut self, tag: &Tag<'_>) {
        self.count += 1;
        let holder = match (self.boxes.last(), self.note) {
            (Some(&run), _) => Holder::Box(run),
            (None, Some(id)) => Holder::Note(id),
            (None, None) => Holder::Body,
        };
        let cell = self
            .tables
            .last()
            .filter(|_| self.boxes.is_empty())
            .map(|table| Cell {
                table: table.index,
                row: table.row,
                column: table.column,
            });
        self.paragraphs.push(Paragraph {
            line: Line {
                holder,
                cell,
                paragraph: self.count,
                page: self.page,
                inside: (!tag.empty).then_some(tag.range.end),
                ..Line::default()
            },
            contents: self.fields.iter().any(Field::is_contents),
            ..Paragraph::default()
        });
    }

    fn open_run(&mut self, tag: &Tag<'_>) {
        let index = self.paragraphs.last_mut().map_or(0, |paragraph| {
            paragraph.runs += 1;
            paragraph.runs
        });
        self.open_runs.push(self.out.runs.len());
        self.hidden_runs.push(false);
        self.out.runs.push(Run {
            range: tag.range.clone(),
            tag_end: tag.range.end,
            properties: None,
            index,
        });
    }

    fn field(&mut self, tag: &Tag<'_>) {
        match tag.attribute("fldCharType").as_deref() {
            Some("begin") => self.fields.push(Field {
                result: false,
                instruction: String::new(),
            }),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.result = true;
                    if field.is_contents()
                        && let Some(paragraph) = self.paragraphs.last_mut()
                    {
                        paragraph.contents = true;
                    }
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    fn close(&mut self, scope: Scope, range: Range<usize>) {
        match scope {
            Scope::Paragraph => self.close_paragraph(),
            Scope::ParagraphProperties => {
                // That of a list within is closed before the whole.
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.line.inside = Some(range.end);
                }
            }
            Scope::Run => {
                self.hidden_runs.pop();
                if let Some(run) = self.open_runs.pop() {
                    self.out.runs[run].range.end = range.end;
                }
            }
            Scope::RunProperties(start) => {
                if let Some(&run) = self.open_runs.last() {
                    self.out.runs[run].properties = Some(start..range.end);
                }
            }
            Scope::Text => {
                if let Some(node) = self.out.nodes.last_mut() {
                    node.content.end = range.start.max(node.content.start);
                    node.end = range.end;
                }
            }
            Scope::Table => {
                self.tables.pop();
            }
            Scope::Row => {
                if let Some(table) = self.tables.last_mut() {
                    table.row += 1;
                }
            }
            Scope::TableCell => {
                if let Some(table) = self.tables.last_mut() {
                    table.column += std::mem::replace(&mut table.span, 1);
                }
            }
            Scope::Locked | Scope::SimpleField => {
                self.locks.pop();
            }
            Scope::TextBox => {
                self.boxes.pop();
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str, raw: Range<usize>) {
        match self.scopes.last() {
            Some(Scope::Text) => {}
            Some(Scope::Instruction) => {
                if let Some(field) = self.fields.last_mut().filter(|field| !field.result) {
                    field.instruction.push_str(text);
                }
                return;
            }
            _ => return,
        }
        if self.is_silent() {
            return;
        }
        let (Some(paragraph), Some(node)) = (
            self.paragraphs.last_mut(),
            self.out.nodes.len().checked_sub(1),
        ) else {
            return;
        };
        let lock = match self.locks.last() {
            Some(&lock) => lock,
            None if !self.fields.is_empty() => Lock::Field,
            None => Lock::Free,
        };
        // A line end in the XML is a space.
        let shown = text.replace(['\n', '\t', '\r'], " ");
        let (shown, raw) = match self.out.nodes[node].preserves {
            true => (&*shown, raw),
            // What is trimmed is known only where the text is one piece; nearly all is.
            false => trimmed(&shown, raw, &self.out.nodes[node]),
        };
        let start = paragraph.line.text.len();
        paragraph.line.text.push_str(shown);
        paragraph.line.segments.push(Segment {
            text: start..paragraph.line.text.len(),
            raw,
            node: Some(node),
            run: Some(self.out.nodes[node].run),
            lock,
        });
    }

    /// Whether what comes is no text of the draft: hidden, or of a field that shows none.
    fn is_silent(&self) -> bool {
        self.hidden_runs.last() == Some(&true)
            || self
                .fields
                .iter()
                .any(|field| !field.result || field.is_contents())
    }

    /// Adds a character that no `<w:t>` holds.
    fn mark(&mut self, c: char, raw: Range<usize>) {
        let silent = self.is_silent();
        let Some(paragraph) = self.paragraphs.last_mut().filter(|_| !silent) else {
            return;
        };
        let start = paragraph.line.text.len();
        paragraph.line.text.push(c);
        paragraph.line.segments.push(Segment {
            text: start..paragraph.line.text.len(),
            raw,
            node: None,
            run: self.open_runs.last().copied(),
            lock: Lock::Mark,
        });
    }

    fn close_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraphs.pop() else {
            return;
        };
        if let Some(before) = self.waiting.take() {
            if before.line.holder == paragraph.line.holder {
                join(before, &mut paragraph);
            } else {
                self.finish(before);
            }
        }
        if paragraph.joins_next {
            paragraph.joins_next = false;
            self.waiting = Some(paragraph);
        } else {
            self.finish(paragraph);
        }
    }

    fn finish(&mut self, paragraph: Paragraph) {
        let Paragraph {
            mut line,
            style: id,
            number,
            level,
            outline,
            centered,
            contents,
            ..
        } = paragraph;
        line.style = self.styles.resolve(id.as_deref());
        line.style.outline = outline.or(line.style.outline);
        line.centered = centered.or(line.style.centered).unwrap_or(false);
        if line.style.is_contents() || contents && line.text.trim().is_empty() {
            return;
        }
        if line.style.is_title() || line.style.is_heading() || line.centered {
            drop_breaks(&mut line);
        }
        let list = number.or(line.style.number).filter(|&list| list > 0);
        if let Some(list) = list {
            let level = level
                .or_else(|| self.numbering.level_of_style(list, id.as_deref()?))
                .or(line.style.level)
                .unwrap_or(0);
            match self.numbering.next(list, level) {
                Some(Printed::Bullet) => line.bullet = true,
                Some(Printed::Number(text)) if !line.text.trim().is_empty() => {
                    put_before(&mut line, &text);
                }
                _ => {}
            }
        }
        self.out.lines.push(line);
    }
}

/// `text` less white space at the rims of its element.
fn trimmed<'t>(text: &'t str, raw: Range<usize>, node: &TextNode) -> (&'t str, Range<usize>) {
    if text.len() != raw.len() {
        return (text, raw);
    }
    let spaces = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
    let start = match raw.start == node.content.start {
        true => text.len() - text.trim_start_matches(spaces).len(),
        false => 0,
    };
    let shown = &text[start..];
    (shown, raw.start + start..raw.start + start + shown.len())
}

/// Puts the text of `before` at the head of `after`, whose paragraph mark is left.
fn join(before: Paragraph, after: &mut Paragraph) {
    let shift = before.line.text.len();
    let mut line = before.line;
    line.text.push_str(&after.line.text);
    line.segments
        .extend(after.line.segments.drain(..).map(|mut segment| {
            segment.text = segment.text.start + shift..segment.text.end + shift;
            segment
        }));
    line.marks
        .extend(after.line.marks.drain(..).map(|mut mark| {
            mark.offset += shift;
            mark
        }));
    after.line.text = line.text;
    after.line.segments = line.segments;
    after.line.marks = line.marks;
    after.line.inside = line.inside;
    after.line.paragraph = line.paragraph;
    after.line.page = line.page;
}

/// Line breaks in titles only lay them out.
fn drop_breaks(line: &mut Line) {
    if !line.text.contains('\n') {
        return;
    }
    let mut out = Line {
        marks: std::mem::take(&mut line.marks),
        ..Line::default()
    };
    for segment in std::mem::take(&mut line.segments) {
        let text = line.text.get(segment.text.clone()).unwrap_or_default();
        if text == "\n" {
            let at = out.text.len();
            for mark in out.marks.iter_mut().filter(|mark| mark.offset > at) {
                mark.offset -= 1;
            }
            continue;
        }
        let start = out.text.len();
        out.text.push_str(text);
        out.segments.push(Segment {
            text: start..out.text.len(),
            ..segment
        });
    }
    line.text = out.text;
    line.segments = out.segments;
    line.marks = out.marks;
}

/// Puts the automatic number `text` before the line.
fn put_before(line: &mut Line, text: &str) {
    if text.is_empty() {
        return;
    }
    let mut number = text.trim_end().to_owned();
    // 「第一条　…」 and 「1.1 …」 end without a mark of their own.
    if number.ends_with(|c: char| c.is_alphanumeric()) {
        number.push(' ');
    }
    let shift = number.len();
    for segment in &mut line.segments {
        segment.text = segment.text.start + shift..segment.text.end + shift;
    }
    for mark in &mut line.marks {
        mark.offset += shift;
    }
    line.segments.insert(
        0,
        Segment {
            text: 0..shift,
            raw: 0..0,
            node: None,
            run: None,
            lock: Lock::Generated,
        },
    );
    line.text.insert_str(0, &number);
}
