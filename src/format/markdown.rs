//! Markdown: headings, lists, tables, quotations, code and links distinguished by pulldown-cmark.

mod dialect;
mod html;
mod simple;

use std::{ops::Range, sync::Arc};

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::{
    document::{
        Allowance, Block, Cell, Kind, LINE, Map, MapBuilder, Meta, OPAQUE, Ordinal, Source,
    },
    format::{Format, allow::CommentSpot, plain::kind},
};

pub(super) struct Markdown;

impl Format for Markdown {
    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown", "mdx"]
    }

    fn read(&self, source: &Source) -> (Arc<str>, Map, Vec<Block>) {
        let (text, map, mut blocks) = match simple::read(&source.text) {
            Some(reader) => reader.finish(),
            None => parsed(&source.text),
        };
        // Titles, dates and signatures are written as paragraphs too.
        kind::classify(&text, &mut blocks);
        (text, map, blocks)
    }

    fn allowances(&self, source: &Source) -> Vec<Allowance> {
        crate::format::allow::allowances(&source.text, options())
    }

    fn room(&self, text: &str, place: usize) -> Option<CommentSpot> {
        crate::format::allow::room(text, options(), place)
    }
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
}

/// What `file` holds, whatever its markup.
fn parsed(file: &str) -> Read {
    let cleaned = dialect::clean(file);
    let mut reader = Reader::new(&cleaned.text, Some((&cleaned.map, file)));
    for (event, range) in Parser::new_ext(&cleaned.text, options()).into_offset_iter() {
        reader.event(event, range);
    }
    reader.finish()
}

/// The prose of a file, its map to the file, and its blocks.
type Read = (Arc<str>, Map, Vec<Block>);

struct Reader<'a> {
    /// The text that is parsed.
    file: &'a str,
    /// Its map to the file, where it is not the file.
    map: Option<&'a Map>,
    /// The file as it was written.
    written: &'a str,
    out: MapBuilder,
    blocks: Vec<Block>,
    /// The block being read: its kind and where it begins in the prose.
    open: Option<(Kind, usize, bool)>,
    /// Kinds of the blocks around this place, the innermost last.
    kinds: Vec<Kind>,
    quoted: usize,
    cell: Cell,
    tables: u32,
    /// How many elements around this place are no prose.
    skipped: usize,
    /// Whether this place is in a footnote.
    noted: bool,
    /// Where the last block ended in the file.
    last_end: usize,
}

impl<'a> Reader<'a> {
    fn new(file: &'a str, written: Option<(&'a Map, &'a str)>) -> Self {
        Self {
            file,
            map: written.map(|(map, _)| map),
            written: written.map_or(file, |(_, written)| written),
            out: MapBuilder::of(file.len()),
            blocks: Vec::with_capacity(file.len() / LINE),
            open: None,
            kinds: Vec::new(),
            quoted: 0,
            cell: Cell {
                table: 0,
                row: 0,
                column: 0,
            },
            tables: 0,
            skipped: 0,
            noted: false,
            last_end: 0,
        }
    }

    /// The prose, its map to the file, and its blocks.
    fn finish(mut self) -> Read {
        self.close();
        let (text, map) = self.out.finish();
        (text, map, self.blocks)
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, &range),
            Event::End(tag) => self.end(tag, &range),
            Event::Text(text) if self.skipped == 0 => self.push(&text, range),
            Event::SoftBreak if self.skipped == 0 => self.soft_break(range),
            Event::HardBreak if self.skipped == 0 => {
                let kind = self.open.map(|(kind, ..)| kind);
                self.close();
                if let Some(kind) = kind {
                    self.begin(kind, range.end);
                }
            }
            Event::Code(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
                if self.skipped == 0 =>
            {
                let mut buffer = [0; 4];
                self.push(OPAQUE.encode_utf8(&mut buffer), range);
            }
            Event::Rule => self.close(),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => self.enter(
                Kind::Heading {
                    depth: depth(*level),
                },
                range,
            ),
            Tag::Paragraph => {
                let kind = match self.kinds.last() {
                    _ if self.noted => Kind::Meta(Meta::Caption),
                    Some(Kind::ListItem) => Kind::ListItem,
                    _ if self.quoted > 0 => Kind::Quote,
                    _ if self.is_labelled(range.start) => Kind::ListItem,
                    _ => Kind::Paragraph,
                };
                self.enter(kind, range);
            }
            Tag::Item => self.enter(Kind::ListItem, range),
            Tag::BlockQuote(_) => self.quoted += 1,
            Tag::FootnoteDefinition(_) => self.noted = true,
            Tag::Table(_) => {
                self.cell = Cell {
                    table: self.tables,
                    row: 0,
                    column: 0,
                };
                self.tables += 1;
            }
            Tag::TableCell => self.enter(Kind::TableCell(self.cell), range),
            Tag::DefinitionListTitle => self.enter(Kind::Paragraph, range),
            Tag::DefinitionListDefinition => self.enter(Kind::ListItem, range),
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                self.close();
                self.skipped += 1;
            }
            Tag::Image { .. } => {
                let mut buffer = [0; 4];
                if self.skipped == 0 {
                    self.push(OPAQUE.encode_utf8(&mut buffer), range.clone());
                }
                self.skipped += 1;
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Heading(_)
            | TagEnd::Paragraph
            | TagEnd::Item
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition => self.leave(range),
            TagEnd::BlockQuote(_) => self.quoted = self.quoted.saturating_sub(1),
            TagEnd::FootnoteDefinition => self.noted = false,
            TagEnd::TableCell => {
                self.leave(range);
                self.cell.column += 1;
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                self.cell.row += 1;
                self.cell.column = 0;
            }
            TagEnd::HtmlBlock => {
                self.skipped = self.skipped.saturating_sub(1);
                if self.skipped == 0 {
                    self.html(range);
                }
            }
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) | TagEnd::Image => {
                self.skipped = self.skipped.saturating_sub(1);
            }
            _ => {}
        }
    }

    /// The prose inside of HTML: each element that is no part of a sentence is a block.
    fn html(&mut self, range: &Range<usize>) {
        let piece = self.file;
        let Some(piece) = piece.get(range.clone()) else {
            return;
        };
        for part in html::parts(piece) {
            match part {
                html::Part::Text(text) => {
                    let end = range.start + text.end;
                    self.html_text(piece, range.start, text);
                    self.last_end = end;
                }
                html::Part::Break if self.open.is_some() => {
                    self.soft_break(range.start..range.start);
                }
                html::Part::Break => {}
                html::Part::Tag(name, opens) => self.element(name, opens, range.start),
            }
        }
        self.close();
    }

    /// The text `range` of `piece`, which is at byte `start` of the file, its spaces written as entities
    /// read as spaces.
    fn html_text(&mut self, piece: &str, start: usize, range: Range<usize>) {
        let mut at = range.start;
        for (place, entity) in html::spaces(&piece[range.clone()]) {
            let place = range.start + place..range.start + place + entity.len();
            if at < place.start {
                self.push(&piece[at..place.start], start + at..start + place.start);
            }
            self.push(" ", start + place.start..start + place.end);
            at = place.end;
        }
        if at < range.end {
            self.push(&piece[at..range.end], start + at..start + range.end);
        }
    }

    /// An element of HTML begins or ends at `at`.
    fn element(&mut self, name: &str, opens: bool, at: usize) {
        self.close();
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if is("table") && opens {
            self.cell = Cell {
                table: self.tables,
                row: 0,
                column: 0,
            };
            self.tables += 1;
        } else if is("tr") && !opens {
            self.cell.row += 1;
            self.cell.column = 0;
        } else if (is("td") || is("th")) && opens {
            self.begin(Kind::TableCell(self.cell), at);
        } else if is("td") || is("th") {
            self.cell.column += 1;
        } else if is("li") && opens {
            self.begin(Kind::ListItem, at);
        } else if let (Some('h' | 'H'), Some(depth @ b'1'..=b'6'), 2, true) = (
            name.chars().next(),
            name.as_bytes().get(1),
            name.len(),
            opens,
        ) {
            self.begin(
                Kind::Heading {
                    depth: depth - b'0',
                },
                at,
            );
        }
    }

    fn enter(&mut self, kind: Kind, range: &Range<usize>) {
        self.close();
        self.kinds.push(kind);
        self.begin(kind, range.start);
    }

    fn begin(&mut self, kind: Kind, at: usize) {
        let between = self.file.get(self.last_end..at).unwrap_or_default();
        let after_blank = between.bytes().filter(|&byte| byte == b'\n').count() > 1;
        self.open = Some((kind, self.out.len(), after_blank));
    }

    fn leave(&mut self, range: &Range<usize>) {
        self.close();
        self.kinds.pop();
        // The range of an item holds the blank lines behind it.
        let end = range.end.min(self.file.len());
        let end = self
            .file
            .get(..end)
            .map_or(end, |head| head.trim_end().len());
        self.last_end = self.last_end.max(end);
        // What follows inside the same item is a part of it.
        if let Some(&kind @ Kind::ListItem) = self.kinds.last() {
            self.open = Some((kind, self.out.len(), false));
        }
    }

    /// A line end inside a paragraph joins its lines: without a space between Chinese.
    fn soft_break(&mut self, range: Range<usize>) {
        if let Some((Kind::ListItem | Kind::Paragraph, ..)) = self.open
            && self.is_labelled(range.end)
        {
            self.close();
            self.begin(Kind::ListItem, range.end);
            return;
        }
        let latin = self.out.text().ends_with(|c: char| c.is_ascii_graphic())
            && self.file[range.end..]
                .trim_start()
                .starts_with(|c: char| c.is_ascii_graphic());
        if latin {
            self.push(" ", range);
        }
    }

    /// Whether the line at byte `at` gives a value to a label in bold, and so is an item of a list that has
    /// no bullets: 「**時間**：三月五日」 「**地点：** 三楼」.
    fn is_labelled(&self, at: usize) -> bool {
        /// The longest label, in bytes.
        const LABEL: usize = 60;
        // The marks of emphasis are not in the text that is parsed.
        let at = self
            .map
            .map_or(at, |map| map.source_range(&(at..at + 1)).start);
        let head = self.written.get(..at).unwrap_or_default();
        let start = head.rfind('\n').map_or(0, |end| end + 1);
        let rest = self.written.get(start..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default().trim_start();
        let Some(rest) = line.strip_prefix("**") else {
            return false;
        };
        rest.find("**").is_some_and(|end| {
            let label = &rest[..end];
            let colon = |c: char| matches!(c, '：' | ':');
            end <= LABEL && (label.ends_with(colon) || rest[end + 2..].starts_with(colon))
        })
    }

    fn push(&mut self, text: &str, range: Range<usize>) {
        if self.open.is_none() {
            let kind = if self.quoted > 0 {
                Kind::Quote
            } else {
                Kind::Paragraph
            };
            self.begin(kind, range.start);
        }
        let Some(map) = self.map else {
            self.out.push(text, range);
            return;
        };
        if text.len() != range.len() {
            self.out.push(text, map.source_range(&range));
            return;
        }
        // What is as it is may hold what was replaced before.
        for (part, source) in map.parts(&range) {
            let part = part.start - range.start..part.end - range.start;
            self.out.push(&text[part], source);
        }
    }

    fn close(&mut self) {
        let Some((kind, start, after_blank)) = self.open.take() else {
            return;
        };
        let content = self.out.text()[start..].trim_start();
        let begin = self.out.len() - content.len();
        let content = content.trim_end();
        if content.is_empty() {
            return;
        }
        let range = begin..begin + content.len();
        let label = Ordinal::read(content, begin);
        self.blocks.push(Block {
            kind,
            range,
            label,
            after_blank,
        });
        self.out.end_line();
    }
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::document;

    fn read(text: &str) -> crate::document::Document {
        let source = Source::decode("a.md".into(), text.as_bytes(), None).expect("UTF-8");
        document(source)
    }

    #[test]
    fn blocks_are_told_apart_and_map_back() {
        let file = "# 标题\n\n第一段**加粗**文字，见`代码`与[链接](http://a.b)。\n续行。\n\n- 甲&amp;乙\n- 丙\n\n> 引文\n\n```\n代码块\n```\n\n| 表头 | 数 |\n|---|---|\n| 合计 | 3 |\n";
        let doc = read(file);
        let seen: Vec<(Kind, &str)> = doc
            .blocks
            .iter()
            .map(|block| (block.kind, doc.block_text(block)))
            .collect();
        let cell = |row, column| {
            Kind::TableCell(Cell {
                table: 0,
                row,
                column,
            })
        };
        assert_eq!(
            seen,
            [
                (Kind::Heading { depth: 1 }, "标题"),
                (Kind::Paragraph, "第一段加粗文字，见\u{fffc}与链接。续行。"),
                (Kind::ListItem, "甲&乙"),
                (Kind::ListItem, "丙"),
                (Kind::Quote, "引文"),
                (cell(0, 0), "表头"),
                (cell(0, 1), "数"),
                (cell(1, 0), "合计"),
                (cell(1, 1), "3"),
            ]
        );
        for needle in ["加粗", "链接", "续行", "丙", "引文", "合计"] {
            let at = doc.text.find(needle).expect(needle);
            let range = doc.source_range(&(at..at + needle.len()));
            assert_eq!(&file[range], needle);
        }
        let at = doc.text.find('&').expect("entity");
        assert_eq!(&file[doc.source_range(&(at..at + 1))], "&amp;");
    }
}
