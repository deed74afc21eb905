//! Plain text: one block a line; where lines are hard-wrapped, one block a paragraph.
//!
//! Drafts that were converted by some tool often keep the `#` of Markdown headings in .txt files;
//! these are read as headings too.

pub(super) mod kind;
mod wrap;

use std::{ops::Range, sync::Arc};

use crate::{
    document::{Block, LINE, Map, MapBuilder, Source},
    format::Format,
};

pub(super) struct Plain;

impl Format for Plain {
    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn read(&self, source: &Source) -> (Arc<str>, Map, Vec<Block>) {
        let marks = source.text.contains(wrap::MARK);
        let lines: Vec<wrap::Line> = lines(&source.text)
            .map(|whole| {
                let content = trimmed(&source.text, &whole);
                wrap::Line::new(&source.text, &whole, content, marks)
            })
            .collect();
        let joined = wrap::joined(&source.text, &lines);
        let (text, map, ranges) = if joined.iter().any(|&joined| joined) {
            join(&source.text, &lines, &joined)
        } else {
            let ranges = lines.into_iter().map(|line| line.range).collect();
            (Arc::clone(&source.text), Map::identity(), ranges)
        };
        let mut blocks = Vec::with_capacity(text.len() / LINE);
        let mut blank = false;
        for range in ranges {
            if range.is_empty() {
                blank = true;
                continue;
            }
            blocks.push(kind::block(&text, range, blank));
            blank = false;
        }
        kind::refine(&text, &mut blocks);
        (text, map, blocks)
    }
}

/// The prose of hard-wrapped lines, each paragraph on one line, and where the paragraphs are in it.
fn join(text: &str, lines: &[wrap::Line], joined: &[bool]) -> (Arc<str>, Map, Vec<Range<usize>>) {
    let mut out = MapBuilder::default();
    let mut ranges = Vec::new();
    let mut start = 0;
    for (index, line) in lines.iter().enumerate() {
        let content = &text[line.range.clone()];
        if !content.is_empty() {
            out.push(content, line.range.clone());
        }
        let next = lines.get(index + 1);
        if let Some(next) = next.filter(|_| joined.get(index).copied().unwrap_or(false)) {
            if wrap::space_between(content, &text[next.range.clone()]) {
                out.push(" ", line.range.end..next.range.start);
            }
        } else {
            ranges.push(start..out.len());
            out.end_line();
            start = out.len();
        }
    }
    let (text, map) = out.finish();
    (text, map, ranges)
}

/// The lines of `text` without their ends.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let end =
            memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |length| at + length);
        let line = at..end;
        at = end + 1 + usize::from(bytes[end..].starts_with(b"\r\n"));
        Some(line)
    })
}

/// The text of `line` without white space around it; empty for a blank line.
fn trimmed(text: &str, line: &Range<usize>) -> Range<usize> {
    let whole = &text[line.clone()];
    let content = whole.trim_matches(|c: char| c.is_whitespace() || c == wrap::MARK);
    let start = line.start + (content.as_ptr() as usize - whole.as_ptr() as usize);
    start..start + content.len()
}

#[cfg(test)]
mod tests {
    use crate::{
        document::{Document, Kind, Meta, Source},
        format::document,
    };

    fn read(text: &str) -> Document {
        let source = Source::decode("a.txt".into(), text.as_bytes(), None).expect("UTF-8");
        document(source)
    }

    #[test]
    fn lines_around_the_text_are_no_paragraphs() {
        let doc = read(
            "云岭市政协2023年工作总结\n（2024年1月12日\n在政协云岭市\n第三次会议上）\n主席　林知远\n各位委员：\n现在我报告工作，请予审议。\n一、强化引领，筑牢根基\n一年来，我们开展学习二十次。\n工作打算\n我们将继续努力。\n●健全制度\n丁一山　万里行　王小明\n图1　提案办理情况\n春风吹绿山前树\n细雨轻滋岭上花\n且喜新程多好景\n同心携手兴万家\n云岭市政协办公室\n2024年3月6日\n",
        );
        let kinds: Vec<Kind> = doc.blocks.iter().map(|block| block.kind).collect();
        let heading = Kind::Heading { depth: 0 };
        assert_eq!(
            kinds,
            [
                Kind::Title,
                Kind::Meta(Meta::DateLine),
                Kind::Meta(Meta::DateLine),
                Kind::Meta(Meta::DateLine),
                Kind::Meta(Meta::Byline),
                Kind::Meta(Meta::Salutation),
                Kind::Paragraph,
                heading,
                Kind::Paragraph,
                heading,
                Kind::Paragraph,
                Kind::ListItem,
                Kind::Meta(Meta::Names),
                Kind::Meta(Meta::Caption),
                Kind::Meta(Meta::Verse),
                Kind::Meta(Meta::Verse),
                Kind::Meta(Meta::Verse),
                Kind::Meta(Meta::Verse),
                Kind::Meta(Meta::Signature),
                Kind::Meta(Meta::DateLine),
            ]
        );
    }

    /// Thirty characters a line, each paragraph indented.
    fn wrapped(paragraphs: &[String]) -> String {
        let mut out = String::new();
        for paragraph in paragraphs {
            let indented: Vec<char> = format!("\u{3000}\u{3000}{paragraph}").chars().collect();
            for line in indented.chunks(30) {
                out.extend(line);
                out.push_str("\r\n");
            }
        }
        out
    }

    #[test]
    fn hard_wrapped_lines_are_joined_and_map_back() {
        let paragraphs: Vec<String> = (3..8)
            .map(|count| {
                "围绕产业升级和城市更新开展调研，提出一批有分量的建议，".repeat(count)
                    + "取得实效。"
            })
            .collect();
        let file = wrapped(&paragraphs);
        let doc = read(&file);
        let texts: Vec<&str> = doc
            .blocks
            .iter()
            .map(|block| doc.block_text(block))
            .collect();
        assert_eq!(texts, paragraphs);
        let at = doc.text.rfind("取得实效").expect("stands there");
        let range = doc.source_range(&(at..at + "取得实效".len()));
        assert!(doc.source.text[range].starts_with("取得"));
    }

    #[test]
    fn rows_of_names_and_of_tables_are_not_joined() {
        let row = "丁一山　万里行　王小明　王大力　方国兴　付春生　冯小刚\n";
        let doc = read(&row.repeat(12));
        assert_eq!(doc.blocks.len(), 12);
        let row = "滨河大道改造工程项目    投资三千二百万元    完成百分之八十五\n";
        assert_eq!(read(&row.repeat(12)).blocks.len(), 12);
    }
}
