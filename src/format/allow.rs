//! Finds `<!-- hongbi: allow(…) -->` in Markdown.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::document::Allowance;

/// The exceptions in `text`. A comment on lines of its own covers the block that begins next; one
/// inside a block covers that block.
pub(super) fn allowances(text: &str, options: Options) -> Vec<Allowance> {
    // Most drafts have none, and are not parsed again.
    if memchr::memmem::find(text.as_bytes(), b"hongbi:").is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut waiting: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<Range<usize>> = Vec::new();
    let mut raw = false;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) => raw = true,
            Event::End(TagEnd::HtmlBlock) => raw = false,
            Event::Start(tag) if is_block(&tag) => {
                for place in waiting.drain(..) {
                    found.extend(Allowance::read(&text[place.clone()], &place, &range));
                }
                open.push(range);
            }
            Event::End(tag) if ends_block(tag) => {
                open.pop();
            }
            Event::Html(_) if raw => waiting.extend(comments(text, range)),
            Event::InlineHtml(_) => {
                let covers = open.last().cloned().unwrap_or(0..text.len());
                found.extend(Allowance::read(&text[range.clone()], &range, &covers));
            }
            _ => {}
        }
    }
    // Nothing follows: they cover nothing, and are told to be of no use.
    for place in waiting {
        let end = text.len()..text.len();
        found.extend(Allowance::read(&text[place.clone()], &place, &end));
    }
    found
}

fn comments(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    const CLOSE: &str = "-->";
    let mut out = Vec::new();
    let mut at = range.start;
    while let Some(start) = text[at..range.end].find("<!--").map(|found| at + found) {
        let Some(end) = text[start..range.end].find(CLOSE) else {
            break;
        };
        at = start + end + CLOSE.len();
        out.push(start..at);
    }
    out
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::Table(_)
            | Tag::TableCell
    )
}

fn ends_block(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::Table
            | TagEnd::TableCell
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_block_is_covered() {
        let text = "# 题\n\n<!-- hongbi: allow(a) 甲 -->\n第一段。\n\n第二段<!-- hongbi: allow(b) -->。\n\n<!-- hongbi: allow(c) -->\n\n- 一\n- 二\n\n末。\n\n<!-- hongbi: allow(d) -->\n";
        let seen: Vec<(String, &str)> = allowances(text, Options::empty())
            .into_iter()
            .map(|allowance| {
                let covered = text[allowance.covers.clone()].trim();
                (allowance.rule, covered)
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("a".to_owned(), "第一段。"),
                ("b".to_owned(), "第二段<!-- hongbi: allow(b) -->。"),
                ("c".to_owned(), "- 一\n- 二"),
                ("d".to_owned(), ""),
            ]
        );
    }
}
