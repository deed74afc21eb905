//! OpenDocument text: .odt and .ott.

use std::{collections::HashMap, path::Path};

use super::{
    Refusal,
    assembly::{Opened, Paragraph, Role, Shape, Story, assemble},
    numerals,
    package::{Package, Tag, Token, Xml},
    places::Location,
};
use crate::document::{Cell, OPAQUE};

const TEXT: &[&str] = &["urn:oasis:names:tc:opendocument:xmlns:text:1.0"];
const CONTENT: &str = "content.xml";
/// Lists are nested at most so deeply.
const LEVELS: usize = 10;

pub(super) fn open(path: &Path, package: &mut Package<'_>) -> Result<Opened, Refusal> {
    if let Some(manifest) = package.text("META-INF/manifest.xml")?
        && manifest.contains("encryption-data")
    {
        return Err(Refusal::Password);
    }
    let mut styles = Styles::default();
    for part in ["styles.xml", CONTENT] {
        if let Some(text) = package.text(part)? {
            styles.read(&text, part)?;
        }
    }
    let text = package.text(CONTENT)?.ok_or(Refusal::NoText)?;
    let mut paragraphs = Reader::new(&text, &styles).read()?;
    paragraphs.sort_by_key(|paragraph| paragraph.story);
    Ok(assemble(path, paragraphs, Role::Main))
}

/// One level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    format: String,
    prefix: String,
    suffix: String,
    start: u32,
    /// How many levels above are printed too, itself included.
    shown: usize,
    bullet: bool,
}

/// What styles say.
#[derive(Debug, Default)]
struct Styles {
    parents: HashMap<String, String>,
    lists: HashMap<String, HashMap<usize, Level>>,
    outline: HashMap<usize, Level>,
}

impl Styles {
    fn read(&mut self, text: &str, part: &str) -> Result<(), Refusal> {
        let mut xml = Xml::new(text, part, TEXT);
        let mut list: Option<String> = None;
        while let Some(token) = xml.next()? {
            let Token::Open(tag) = token else { continue };
            match tag.name {
                "style" => {
                    if let (Some(name), Some(parent)) =
                        (tag.attribute("name"), tag.attribute("parent-style-name"))
                    {
                        self.parents.insert(name.into_owned(), parent.into_owned());
                    }
                }
                "list-style" => list = tag.attribute("name").map(std::borrow::Cow::into_owned),
                "outline-style" => list = None,
                "list-level-style-number" | "list-level-style-bullet" | "outline-level-style" => {
                    let Some(level) = tag.number("level") else {
                        continue;
                    };
                    let value = |key| tag.attribute(key).unwrap_or_default().into_owned();
                    let level_style = Level {
                        format: value("num-format"),
                        prefix: value("num-prefix"),
                        suffix: value("num-suffix"),
                        start: tag.number("start-value").unwrap_or(1),
                        shown: tag.number("display-levels").unwrap_or(1) as usize,
                        bullet: tag.name == "list-level-style-bullet",
                    };
                    let levels = match (&list, tag.name) {
                        (_, "outline-level-style") | (None, _) => &mut self.outline,
                        (Some(name), _) => self.lists.entry(name.clone()).or_default(),
                    };
                    levels.insert(level as usize, level_style);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether the style called `name` is `wanted` or goes back to it.
    fn goes_back(&self, name: &str, wanted: &str) -> bool {
        const CHAIN: usize = 24;
        let mut now = name;
        for _ in 0..CHAIN {
            if now == wanted {
                return true;
            }
            match self.parents.get(now) {
                Some(parent) => now = parent,
                None => return false,
            }
        }
        false
    }
}

/// The format of numbers as ECMA-376 calls it.
fn format_name(format: &str) -> &str {
    match format.chars().next() {
        Some('一') => "chineseCountingThousand",
        Some('壹') => "chineseLegalSimplified",
        Some('甲') => "ideographTraditional",
        Some('子') => "ideographZodiac",
        Some('①') => "decimalEnclosedCircle",
        Some('１') => "decimalFullWidth",
        Some('a') => "lowerLetter",
        Some('A') => "upperLetter",
        Some('i') => "lowerRoman",
        Some('I') => "upperRoman",
        None => "none",
        _ => "decimal",
    }
}

type Counters = [Option<u32>; LEVELS];

enum Scope {
    Plain,
    Skip,
    Paragraph,
    List,
    Table,
    Row,
    Cell(u32),
    /// A part that belongs to another story.
    Aside,
}

struct List {
    id: Option<String>,
    style: Option<String>,
}

struct Reader<'a> {
    xml: Xml<'a>,
    styles: &'a Styles,
    scopes: Vec<Scope>,
    open: Vec<Paragraph>,
    done: Vec<Paragraph>,
    asides: Vec<(Story, u32)>,
    tables: Vec<Cell>,
    table_count: u32,
    lists: Vec<List>,
    counters: Counters,
    /// How far lists counted, by identifier and by style.
    saved: HashMap<String, Counters>,
    /// Whether the item that is open still needs its number, and what it starts with.
    item: Option<Option<u32>>,
    outline: Counters,
    count: u32,
    page: u32,
    paged: bool,
    notes: u32,
    body: bool,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, styles: &'a Styles) -> Self {
        Self {
            xml: Xml::new(text, CONTENT, TEXT),
            styles,
            scopes: Vec::new(),
            open: Vec::new(),
            done: Vec::new(),
            asides: Vec::new(),
            tables: Vec::new(),
            table_count: 0,
            lists: Vec::new(),
            counters: Counters::default(),
            saved: HashMap::new(),
            item: None,
            outline: Counters::default(),
            count: 0,
            page: 1,
            paged: false,
            notes: 0,
            body: false,
        }
    }

    fn read(mut self) -> Result<Vec<Paragraph>, Refusal> {
        while let Some(token) = self.xml.next()? {
            match token {
                Token::Open(tag) => {
                    let skips = matches!(self.scopes.last(), Some(Scope::Skip));
                    let scope = if skips { Scope::Skip } else { self.enter(&tag) };
                    self.scopes.push(scope);
                }
                Token::Close(_) => {
                    if let Some(scope) = self.scopes.pop() {
                        self.leave(&scope);
                    }
                }
                Token::Text(text, _) => {
                    let skips = matches!(self.scopes.last(), Some(Scope::Skip));
                    if let Some(paragraph) = self.open.last_mut().filter(|_| !skips) {
                        for c in text.chars() {
                            if !c.is_ascii_whitespace() {
                                paragraph.text.push(c);
                            } else if !paragraph.text.ends_with([' ', '\n', '\t']) {
                                paragraph.text.push(' ');
                            }
                        }
                    }
                }
            }
        }
        if !self.paged {
            for paragraph in &mut self.done {
                paragraph.location.page = None;
                paragraph.pages.clear();
            }
        }
        Ok(self.done)
    }

    fn enter(&mut self, tag: &Tag<'_>) -> Scope {
        match (tag.own, tag.name) {
            (false, "text") => self.body = true,
            (false, "automatic-styles" | "annotation" | "font-face-decls" | "scripts") => {
                return Scope::Skip;
            }
            (true, "p" | "h") if self.body => {
                self.open_paragraph(tag);
                return Scope::Paragraph;
            }
            (
                true,
                "table-of-content" | "illustration-index" | "table-index" | "alphabetical-index"
                | "tracked-changes" | "note-citation" | "ruby-text" | "hidden-text"
                | "hidden-paragraph" | "sequence-decls" | "variable-decls",
            ) => return Scope::Skip,
            (true, "note") => self.notes += 1,
            (true, "note-body") => {
                self.asides.push((Story::Notes, self.notes));
                return Scope::Aside;
            }
            (false, "text-box") => {
                self.asides.push((Story::Boxes, 0));
                return Scope::Aside;
            }
            (true, "s") => {
                let count = tag.number("c").unwrap_or(1).min(1_000) as usize;
                self.put(&" ".repeat(count));
            }
            (true, "tab") => self.put("\t"),
            (true, "line-break") => self.put("\n"),
            (false, "object" | "object-ole") => self.put(&OPAQUE.to_string()),
            (true, "soft-page-break") => {
                self.page += 1;
                self.paged = true;
                let page = self.page;
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.pages.push((paragraph.text.len(), page));
                }
            }
            (true, "list") => {
                self.open_list(tag);
                return Scope::List;
            }
            (true, "list-item") => self.item = Some(tag.number("start-value")),
            (true, "list-header") => self.item = None,
            (false, "table") => {
                self.tables.push(Cell {
                    table: self.table_count,
                    row: 0,
                    column: 0,
                });
                self.table_count += 1;
                return Scope::Table;
            }
            (false, "table-row") => {
                if let Some(cell) = self.tables.last_mut() {
                    cell.column = 0;
                }
                return Scope::Row;
            }
            (false, "table-cell" | "covered-table-cell") => {
                let repeated = tag.number("number-columns-repeated").unwrap_or(1);
                return Scope::Cell(repeated.min(1_000));
            }
            _ => {}
        }
        Scope::Plain
    }

    fn put(&mut self, text: &str) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    fn open_list(&mut self, tag: &Tag<'_>) {
        let value = |key| tag.attribute(key).map(std::borrow::Cow::into_owned);
        let own = value("style-name");
        let style = own.or_else(|| self.lists.last()?.style.clone());
        if self.lists.is_empty() {
            let by_id = value("continue-list").and_then(|id| self.saved.get(&id));
            let goes_on = tag.attribute("continue-numbering").as_deref() == Some("true");
            let by_style = style
                .as_ref()
                .filter(|_| goes_on)
                .and_then(|style| self.saved.get(&format!("style {style}")));
            self.counters = by_id.or(by_style).copied().unwrap_or_default();
        }
        self.lists.push(List {
            id: value("id"),
            style,
        });
    }

    fn open_paragraph(&mut self, tag: &Tag<'_>) {
        self.count += 1;
        let style = tag.attribute("style-name").unwrap_or_default().into_owned();
        let aside = self.asides.last().copied();
        let story = aside.map_or(Story::Main, |(story, _)| story);
        let cell = self.tables.last().copied().filter(|_| aside.is_none());
        let heading = tag.name == "h";
        let shape = if self.styles.goes_back(&style, "Title") {
            Shape::Title
        } else if heading || self.styles.goes_back(&style, "Heading") {
            Shape::Heading
        } else if self.styles.goes_back(&style, "Caption") {
            Shape::Caption
        } else {
            Shape::Plain
        };
        let mut paragraph = Paragraph {
            shape,
            story,
            cell,
            location: Location {
                part: CONTENT.to_owned(),
                paragraph: Some(self.count),
                page: Some(self.page),
                table: cell.map(|cell| [cell.table + 1, cell.row + 1, cell.column + 1]),
                story: match story {
                    Story::Main => None,
                    Story::Notes => Some("footnote".to_owned()),
                    Story::Boxes => Some("textbox".to_owned()),
                },
                note: aside.filter(|(_, note)| *note > 0).map(|(_, note)| note),
                ..Location::default()
            },
            ..Paragraph::default()
        };
        if let Some(start) = self.item.take() {
            self.number(start, &mut paragraph);
        } else if heading && self.lists.is_empty() {
            let level = tag.number("outline-level").unwrap_or(1) as usize;
            self.number_heading(level, &mut paragraph);
        }
        self.open.push(paragraph);
    }

    /// Puts its number before an item of the innermost list.
    fn number(&mut self, start: Option<u32>, paragraph: &mut Paragraph) {
        let depth = self.lists.len();
        let levels = self
            .lists
            .last()
            .and_then(|list| self.styles.lists.get(list.style.as_ref()?));
        let Some(level) = levels.and_then(|levels| levels.get(&depth)) else {
            return;
        };
        if level.bullet {
            if paragraph.shape == Shape::Plain {
                paragraph.shape = Shape::Item;
            }
            return;
        }
        if let Some(levels) = levels {
            print(levels, &mut self.counters, depth, start, paragraph);
        }
    }

    fn number_heading(&mut self, level: usize, paragraph: &mut Paragraph) {
        if self
            .styles
            .outline
            .get(&level)
            .is_some_and(|style| !style.format.is_empty())
        {
            print(
                &self.styles.outline,
                &mut self.outline,
                level,
                None,
                paragraph,
            );
        }
    }

    fn leave(&mut self, scope: &Scope) {
        match scope {
            Scope::Paragraph => {
                if let Some(mut paragraph) = self.open.pop() {
                    let end = paragraph.text.trim_end_matches(' ').len();
                    paragraph.text.truncate(end);
                    if matches!(paragraph.shape, Shape::Title | Shape::Heading) {
                        paragraph.text = paragraph.text.replace('\n', "");
                    }
                    let empty = paragraph.text.trim().is_empty();
                    if !(empty && (paragraph.cell.is_some() || paragraph.story != Story::Main)) {
                        self.done.push(paragraph);
                    }
                }
            }
            Scope::List => {
                if let Some(list) = self.lists.pop().filter(|_| self.lists.is_empty()) {
                    if let Some(id) = list.id {
                        self.saved.insert(id, self.counters);
                    }
                    if let Some(style) = list.style {
                        self.saved.insert(format!("style {style}"), self.counters);
                    }
                }
                self.item = None;
            }
            Scope::Table => {
                self.tables.pop();
            }
            Scope::Row => {
                if let Some(cell) = self.tables.last_mut() {
                    cell.row += 1;
                }
            }
            Scope::Cell(columns) => {
                if let Some(cell) = self.tables.last_mut() {
                    cell.column = cell.column.saturating_add(*columns);
                }
            }
            Scope::Aside => {
                self.asides.pop();
            }
            Scope::Plain | Scope::Skip => {}
        }
    }
}

/// Counts one more of level `depth`, from 1, and puts the number before the paragraph.
fn print(
    levels: &HashMap<usize, Level>,
    counters: &mut Counters,
    depth: usize,
    start: Option<u32>,
    paragraph: &mut Paragraph,
) {
    let Some(level) = levels.get(&depth).filter(|_| (1..=LEVELS).contains(&depth)) else {
        return;
    };
    let now = &mut counters[depth - 1];
    *now = Some(match (start, *now) {
        (Some(start), _) => start,
        (None, Some(count)) => count.saturating_add(1),
        (None, None) => level.start,
    });
    for deeper in &mut counters[depth..] {
        *deeper = None;
    }
    if level.format.is_empty() {
        return;
    }
    let first = depth.saturating_sub(level.shown.clamp(1, depth));
    let numbers: Vec<String> = (first..depth)
        .map(|at| {
            let format = levels
                .get(&(at + 1))
                .map_or("1", |level| level.format.as_str());
            numerals::print(counters[at].unwrap_or(1), format_name(format))
        })
        .collect();
    let mut number = format!("{}{}{}", level.prefix, numbers.join("."), level.suffix);
    if number.ends_with(|c: char| c.is_alphanumeric()) {
        number.push(' ');
    }
    paragraph.text.push_str(&number);
}
