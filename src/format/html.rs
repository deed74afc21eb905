//! HTML: the text of a page in place, without its furniture.

use std::{ops::Range, sync::Arc};

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::{
    Format,
    assembly::{self, Shape},
    plain::kind,
};
use crate::document::{Allowance, Block, Cell, Kind, Map, MapBuilder, OPAQUE, Source};

pub(super) struct Html;

impl Format for Html {
    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml", "shtml"]
    }

    fn read(&self, source: &Source) -> (Arc<str>, Map, Vec<Block>) {
        let page = Page::read(&source.text);
        let mut blocks = page.blocks;
        let (text, map) = page.out.finish();
        kind::refine(&text, &mut blocks);
        (text, map, blocks)
    }

    fn allowances(&self, source: &Source) -> Vec<Allowance> {
        if !source.text.contains("hongbi:") {
            return Vec::new();
        }
        let page = Page::read(&source.text);
        let (_, map) = page.out.finish();
        let end = source.text.len()..source.text.len();
        page.comments
            .into_iter()
            .flat_map(|(place, block)| {
                let covers = page
                    .blocks
                    .get(block)
                    .map_or(end.clone(), |block| map.source_range(&block.range));
                Allowance::read(&source.text[place.clone()], &place, &covers)
            })
            .collect()
    }
}

/// Elements that begin and end lines.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements whose text is not the page's.
const SKIPPED: &[&str] = &[
    "audio", "button", "canvas", "footer", "head", "iframe", "math", "nav", "noscript", "object",
    "option", "script", "select", "style", "svg", "template", "textarea", "title", "video",
];

/// Elements without content.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that are shown as they are typed, or not as text.
const OPAQUE_ELEMENTS: &[&str] = &["code", "kbd", "samp", "var"];

struct Page<'a> {
    source: &'a str,
    out: MapBuilder,
    blocks: Vec<Block>,
    /// Where comments are, and which block each is in or before.
    comments: Vec<(Range<usize>, usize)>,
    /// Where in the prose the block that is open begins.
    start: usize,
    /// White space that waits for what follows it.
    space: Option<Range<usize>>,
    shape: Shape,
    had_title: bool,
    quotes: u32,
    pre: u32,
    links: u32,
    /// How many bytes of the block are text of links.
    linked: usize,
    tables: Vec<(Cell, u32)>,
    table_count: u32,
    in_cell: bool,
    /// The element whose content is passed over, and how many of its name are open.
    skipping: Option<(String, u32)>,
    /// Whether the program that wrote the source ends its lines at spaces of the text only.
    wraps_at_spaces: bool,
}

impl<'a> Page<'a> {
    fn read(source: &'a str) -> Self {
        // The tokenizer would turn CRLF into LF and shift what follows.
        let unix = source.replace('\r', " ");
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        let mut page = Self {
            source,
            out: MapBuilder::of(source.len() / 2),
            blocks: Vec::new(),
            comments: Vec::new(),
            start: 0,
            space: None,
            shape: Shape::Plain,
            had_title: false,
            quotes: 0,
            pre: 0,
            links: 0,
            linked: 0,
            tables: Vec::new(),
            table_count: 0,
            in_cell: false,
            skipping: None,
            wraps_at_spaces: wraps_at_spaces(source),
        };
        let mut done = 0;
        for token in Tokenizer::new_with_emitter(unix.as_str(), emitter) {
            let Ok(token) = token;
            let span = match &token {
                Token::StartTag(tag) => tag.span,
                Token::EndTag(tag) => tag.span,
                Token::Comment(comment) => comment.span,
                Token::Doctype(doctype) => doctype.span,
                Token::String(_) | Token::Error(_) => continue,
            };
            let range = span.start..span.end;
            page.text(done..range.start);
            done = range.end.max(done);
            match token {
                Token::StartTag(tag) => page.open(&tag, range),
                Token::EndTag(tag) => page.close(&String::from_utf8_lossy(&tag.name)),
                Token::Comment(_) if page.skipping.is_none() => {
                    let block = page.blocks.len();
                    page.comments.push((range, block));
                }
                _ => {}
            }
        }
        page.text(done..source.len());
        page.end_block(false);
        page
    }

    fn open(&mut self, tag: &StartTag<usize>, range: Range<usize>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let name = name.as_str();
        if name == "body" {
            self.skipping = None;
        }
        let void = VOID.contains(&name);
        if let Some((skipped, depth)) = &mut self.skipping {
            *depth += u32::from(skipped == name && !void && !tag.self_closing);
            return;
        }
        if !void && !tag.self_closing && (SKIPPED.contains(&name) || is_furniture(name, tag)) {
            // What is skipped inside of a line leaves the line whole.
            if BLOCKS.contains(&name) || matches!(name, "nav" | "footer" | "head") {
                self.end_block(false);
            }
            self.skipping = Some((name.to_owned(), 1));
            return;
        }
        if OPAQUE_ELEMENTS.contains(&name) && self.pre == 0 {
            self.opaque(range);
            self.skipping = Some((name.to_owned(), 1));
            return;
        }
        match name {
            "br" => {
                if self.shape == Shape::Heading || self.shape == Shape::Title {
                    self.space = Some(range);
                } else {
                    self.end_block(true);
                }
            }
            "img" | "input" => self.opaque(range),
            "a" => self.links += 1,
            name if BLOCKS.contains(&name) => {
                self.end_block(false);
                self.open_block(name, tag);
            }
            _ => {}
        }
    }

    fn open_block(&mut self, name: &str, tag: &StartTag<usize>) {
        match name {
            "h1" if !self.had_title => {
                self.had_title = true;
                self.shape = Shape::Title;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.shape = Shape::Heading,
            "li" | "dd" => self.shape = Shape::Item,
            "caption" | "figcaption" => self.shape = Shape::Caption,
            "blockquote" => self.quotes += 1,
            "pre" => self.pre += 1,
            "table" => {
                let table = self.table_count;
                self.table_count += 1;
                self.tables.push((
                    Cell {
                        table,
                        row: 0,
                        column: 0,
                    },
                    0,
                ));
            }
            "tr" => {
                if let Some((_, next)) = self.tables.last_mut() {
                    *next = 0;
                }
            }
            "td" | "th" => {
                self.in_cell = true;
                let span = tag
                    .attributes
                    .get(b"colspan".as_slice())
                    .and_then(|value| std::str::from_utf8(value).ok()?.trim().parse().ok())
                    .unwrap_or(1_u32)
                    .clamp(1, 1_000);
                if let Some((cell, next)) = self.tables.last_mut() {
                    cell.column = *next;
                    *next += span;
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((skipped, depth)) = &mut self.skipping {
            if skipped == name {
                *depth -= 1;
                if *depth == 0 {
                    self.skipping = None;
                }
            }
            return;
        }
        if name == "a" {
            self.links = self.links.saturating_sub(1);
        }
        if !BLOCKS.contains(&name) {
            return;
        }
        self.end_block(false);
        match name {
            "blockquote" => self.quotes = self.quotes.saturating_sub(1),
            "pre" => self.pre = self.pre.saturating_sub(1),
            "td" | "th" => self.in_cell = false,
            "tr" => {
                if let Some((cell, _)) = self.tables.last_mut() {
                    cell.row += 1;
                }
            }
            "table" => {
                self.tables.pop();
                self.in_cell = !self.tables.is_empty();
            }
            _ => {}
        }
    }

    /// Takes the text at `range` of the source.
    fn text(&mut self, range: Range<usize>) {
        if self.skipping.is_some() || range.is_empty() {
            return;
        }
        let source = self.source;
        let mut at = range.start;
        while let Some(c) = source
            .get(at..range.end)
            .and_then(|rest| rest.chars().next())
        {
            let (c, length) = match c {
                '&' => entity(&source[at..range.end]).unwrap_or(('&', 1)),
                c => (c, c.len_utf8()),
            };
            let place = at..at + length;
            at = place.end;
            if self.pre > 0 && matches!(c, '\n') {
                self.end_block(true);
            } else if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                let from = self.space.as_ref().map_or(place.start, |space| space.start);
                self.space = Some(from..place.end);
            } else if !c.is_ascii_control() {
                // Browsers show no control characters, and programs leave marks of their own in them.
                self.push(c, place);
            }
        }
    }

    fn push(&mut self, c: char, place: Range<usize>) {
        if let Some(space) = self.space.take()
            && self.out.len() > self.start
        {
            let last = self.out.text().chars().next_back().unwrap_or(' ');
            let wrapped = self.source[space.clone()].contains(['\n', '<']);
            // Lines of the source end anywhere; between wide characters that shows nothing.
            if !(wrapped && !self.wraps_at_spaces && is_wide(last) && is_wide(c)) {
                self.out.push(" ", space);
            }
        }
        let mut utf8 = [0; 4];
        self.out.push(c.encode_utf8(&mut utf8), place);
        if self.links > 0 {
            self.linked += c.len_utf8();
        }
    }

    fn opaque(&mut self, place: Range<usize>) {
        self.push(OPAQUE, place);
    }

    /// Ends the block that is open; `goes_on` where its element does.
    fn end_block(&mut self, goes_on: bool) {
        self.space = None;
        let range = self.start..self.out.len();
        if !range.is_empty() {
            let cell = self
                .tables
                .last()
                .filter(|_| self.in_cell)
                .map(|(cell, _)| *cell);
            let mut block =
                assembly::block(self.out.text(), range.clone(), false, self.shape, cell);
            let line = &self.out.text()[range.clone()];
            // A row of links leads somewhere else.
            let furniture = self.linked * 5 >= range.len() * 4 && !line.contains('。');
            // What is shown as it was typed is a listing unless it is Chinese.
            let wide = line.chars().filter(|&c| is_wide(c)).count();
            let listing = self.pre > 0 && wide * 2 < line.chars().count();
            if furniture || listing || line.chars().all(|c| c == OPAQUE) {
                block.kind = Kind::Code;
            } else if self.quotes > 0 && block.kind == Kind::Paragraph {
                block.kind = Kind::Quote;
            }
            self.blocks.push(block);
            self.out.end_line();
        }
        self.start = self.out.len();
        self.linked = 0;
        if !goes_on {
            self.shape = Shape::Plain;
        }
    }
}

/// Whether the element is no text of the page though its name does not say so: hidden, a header or
/// footer of printed pages, a table of contents, a mark of a note.
fn is_furniture(name: &str, tag: &StartTag<usize>) -> bool {
    let value = |key: &str| {
        tag.attributes
            .get(key.as_bytes())
            .map(|value| String::from_utf8_lossy(value).to_ascii_lowercase())
    };
    if tag.attributes.contains_key(b"hidden".as_slice()) {
        return true;
    }
    let holds = |key: &str, wanted: &[&str]| {
        value(key).is_some_and(|value| wanted.iter().any(|word| value.contains(word)))
    };
    if holds("style", &["display:none", "display: none"]) {
        return true;
    }
    match name {
        "div" => {
            value("title").is_some_and(|title| title == "header" || title == "footer")
                || value("id").is_some_and(|id| id == "toc" || id.starts_with("table of contents"))
        }
        "a" | "sup" => holds("class", &["footnote", "fnref", "noteref", "endnote"]),
        _ => false,
    }
}

/// Whether `source` was written by LibreOffice or OpenOffice.
fn wraps_at_spaces(source: &str) -> bool {
    const HEAD: usize = 2_048;
    let head = source.as_bytes();
    let head = &head[..head.len().min(HEAD)];
    [&b"content=\"LibreOffice"[..], b"content=\"OpenOffice"]
        .iter()
        .any(|name| memchr::memmem::find(head, name).is_some())
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2014}' | '\u{2018}'..='\u{201d}' | '\u{2026}' | '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..)
}

/// The character of the reference that `text` begins with, and its length.
fn entity(text: &str) -> Option<(char, usize)> {
    const LONGEST: usize = 12;
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let c = if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(number).filter(|c| *c != '\0')?
    } else {
        match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => '\u{a0}',
            "ensp" => '\u{2002}',
            "emsp" => '\u{2003}',
            "thinsp" => '\u{2009}',
            "ldquo" => '“',
            "rdquo" => '”',
            "lsquo" => '‘',
            "rsquo" => '’',
            "mdash" => '—',
            "ndash" => '–',
            "hellip" => '…',
            "middot" => '·',
            "bull" => '•',
            "times" => '×',
            "divide" => '÷',
            "permil" => '‰',
            "deg" => '°',
            "sup2" => '²',
            "sup3" => '³',
            "plusmn" => '±',
            "le" => '≤',
            "ge" => '≥',
            "copy" => '©',
            "reg" => '®',
            "laquo" => '«',
            "raquo" => '»',
            "sect" => '§',
            "yen" => '¥',
            "zwnj" => '\u{200c}',
            "zwj" => '\u{200d}',
            "shy" => '\u{ad}',
            _ => return None,
        }
    };
    Some((c, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::Document, format::document};

    fn read(text: &str) -> Document {
        document(Source::of_text("a.html", text))
    }

    fn lines(doc: &Document) -> Vec<&str> {
        doc.blocks
            .iter()
            .map(|block| doc.block_text(block))
            .collect()
    }

    #[test]
    fn a_page_reads_as_it_shows() {
        let page = "<!DOCTYPE html><html><head><title>标题</title><style>p{}</style></head>\r\n<body><nav><a href=\"/\">首页</a></nav>\r\n<h1>云岭市<br>工作报告</h1>\r\n<p>各位委员，我们&ldquo;认真&rdquo;履\r\n职，建言<b>献策</b>。</p><script>var a = '坏';</script>\r\n<p hidden>看不见</p><p>第一行<br>第二行</p></body></html>";
        let doc = read(page);
        assert_eq!(
            lines(&doc),
            [
                "云岭市工作报告",
                "各位委员，我们“认真”履职，建言献策。",
                "第一行",
                "第二行"
            ]
        );
        assert_eq!(doc.blocks[0].kind, Kind::Title);
        let at = doc.text.find("建言献策").expect("is there");
        let range = doc.source_range(&(at..at + "建言".len()));
        assert_eq!(&page[range], "建言");
    }

    #[test]
    fn tables_have_cells() {
        let doc =
            read("<table><tr><td colspan=2>甲</td><td>乙</td></tr><tr><td>1</td></tr></table>");
        let cells: Vec<Kind> = doc.blocks.iter().map(|block| block.kind).collect();
        let cell = |row, column| {
            Kind::TableCell(Cell {
                table: 0,
                row,
                column,
            })
        };
        assert_eq!(cells, [cell(0, 0), cell(0, 2), cell(1, 0)]);
    }

    #[test]
    fn comments_allow_the_block_that_follows() {
        let page = "<p>一。</p><!-- hongbi: allow(repeated-word) 原文如此 --><p>二二。</p>";
        let doc = read(page);
        assert_eq!(doc.allowances.len(), 1);
        assert_eq!(&page[doc.allowances[0].covers.clone()], "二二。");
    }

    #[test]
    fn broken_pages_end() {
        for page in [
            "<p",
            "<table><td>甲",
            "</p></table></td>",
            "&#99999999;&#0;&",
            "<script>",
            "<!--",
        ] {
            let _ = read(page);
        }
    }
}
