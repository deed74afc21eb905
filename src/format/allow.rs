//! Finds `<!-- hongbi: allow(…) -->` in Markdown.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::document::Allowance;

/// The exceptions in `text`. A comment on lines of its own covers the block that begins next; one
/// inside a block covers that block.
pub(super) fn allowances(text: &str, options: Options) -> Vec<Allowance> {
    // Most drafts have none, and are not parsed again.
    let comment = memchr::memchr(b'<', text.as_bytes());
    if comment.is_none_or(|at| memchr::memmem::find(&text.as_bytes()[at..], b"hongbi:").is_none()) {
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
    // Nothing follows: they cover nothing, and are reported to be of no use.
    for place in waiting {
        let end = text.len()..text.len();
        found.extend(Allowance::read(&text[place.clone()], &place, &end));
    }
    found
}

/// Where a comment goes that is to allow something at byte `place`: on a line of its own before the
/// block, or in a list at the end of the line, so that the list stays one. `None` where there is no
/// such place.
pub(super) fn room(text: &str, options: Options, place: usize) -> Option<CommentSpot> {
    let mut depth = 0usize;
    let mut top = None;
    let mut item = false;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if range.contains(&place) {
                    match tag {
                        Tag::MetadataBlock(_) | Tag::HtmlBlock => return None,
                        Tag::Item => item = true,
                        // A line in a table or in code is no place for a comment.
                        Tag::Table(_) | Tag::CodeBlock(_) => item = false,
                        _ => {}
                    }
                    if depth == 0 {
                        top = Some(range.start);
                    }
                }
                depth += 1;
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if depth == 0 && top.is_some() {
                    break;
                }
            }
            _ => {}
        }
    }
    if item {
        let rest = text.get(place..)?;
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        return Some(CommentSpot::After(place + line.trim_end().len()));
    }
    let before = text.get(..top?)?;
    Some(CommentSpot::Before(
        before.rfind('\n').map_or(0, |end| end + 1),
    ))
}

/// A place for a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CommentSpot {
    /// On a line of its own, which begins at this byte.
    Before(usize),
    /// At the end of the line that ends at this byte.
    After(usize),
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
    fn a_comment_where_there_is_room_covers_the_place() {
        let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
        for (text, room) in [
            (
                "第一段。\n\n第二***段。\n第二行。\n",
                CommentSpot::Before(14),
            ),
            ("# 题***\n\n段。\n", CommentSpot::Before(0)),
            ("> 引***文。\n", CommentSpot::Before(0)),
            ("段。\n\n- 一\n- 二***二\n- 三\n", CommentSpot::After(25)),
            ("1. 一\n\n   又***一段。  \n2. 二\n", CommentSpot::After(26)),
            (
                "| 甲 | 乙 |\n|---|---|\n| 丙 | *** |\n",
                CommentSpot::Before(0),
            ),
        ] {
            let place = text.find("***").unwrap_or_default();
            assert_eq!(super::room(text, options, place), Some(room), "{text}");
            let (at, comment) = match room {
                CommentSpot::Before(at) => (at, "<!-- hongbi: allow(a) -->\n"),
                CommentSpot::After(at) => (at, " <!-- hongbi: allow(a) -->"),
            };
            let mut with = text.to_owned();
            with.insert_str(at, comment);
            let place = with.find("***").unwrap_or_default();
            let found = allowances(&with, options);
            assert!(
                found.iter().any(|one| one.covers.contains(&place)),
                "{with}"
            );
        }
        assert_eq!(
            super::room("---\ntitle: ***\n---\n\n段。\n", options, 11),
            None
        );
        assert_eq!(super::room("", options, 0), None);
    }

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
