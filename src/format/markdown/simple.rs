//! Markdown without markup. Most drafts are nothing but headings and paragraphs of plain text, which
//! no parser is needed for.

use std::iter;

use memchr::{memchr_iter, memchr2, memchr2_iter, memchr3, memmem};

use crate::{document::Kind, format::markdown::Reader};

/// What `text` holds, as pulldown-cmark would give it; `None` where it may hold more markup than the
/// `#` of headings.
pub(super) fn read(text: &str) -> Option<Reader<'_>> {
    let bytes = text.as_bytes();
    if has_marks(bytes) {
        return None;
    }
    let mut reader = Reader::new(text, None);
    // Where the paragraph that is open begins.
    let mut open: Option<usize> = None;
    let mut start = 0;
    for end in memchr_iter(b'\n', bytes).chain(iter::once(bytes.len())) {
        let line = start..end;
        let next = bytes.len().min(end + 1);
        let kind = classify(&bytes[line.clone()])?;
        if kind != Line::Text
            && let Some(begin) = open.take()
        {
            reader.leave(&(begin..start));
        }
        match kind {
            Line::Blank => {}
            Line::Text => {
                match open {
                    Some(_) => reader.soft_break(start - 1..start),
                    None => reader.enter(Kind::Paragraph, &(start..next)),
                }
                open = open.or(Some(start));
                reader.push(&text[line.clone()], line);
            }
            Line::Heading { depth } => {
                let content = start + usize::from(depth) + 1..end;
                reader.enter(Kind::Heading { depth }, &(start..next));
                reader.push(&text[content.clone()], content);
                reader.leave(&(start..next));
            }
        }
        start = next;
    }
    if let Some(begin) = open {
        reader.leave(&(begin..bytes.len()));
    }
    Some(reader)
}

/// What a line is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// It is empty.
    Blank,
    /// A line of a paragraph.
    Text,
    /// A heading, its `#` and one space before its text.
    Heading { depth: u8 },
}

/// What `line`, which holds no mark, is; `None` where a list, a quotation, a rule, a block of code or
/// front matter may begin or a heading be underlined, and where space at an end may mean something.
fn classify(line: &[u8]) -> Option<Line> {
    let (Some(first), Some(last)) = (line.first(), line.last()) else {
        return Some(Line::Blank);
    };
    if *first <= b' ' || *last <= b' ' || b">-+=:!?".contains(first) {
        return None;
    }
    if line.starts_with(b"import ") || line.starts_with(b"export ") {
        return None;
    }
    if first.is_ascii_digit() {
        let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
        return match line[digits..] {
            [b'.' | b')'] | [b'.' | b')', ..=b' ', ..] => None,
            _ => Some(Line::Text),
        };
    }
    if *first != b'#' {
        return Some(Line::Text);
    }
    let depth = line.iter().take_while(|&&byte| byte == b'#').count();
    match line[depth..] {
        [b' ', text, ..] if text > b' ' && !line[depth..].contains(&b'#') => u8::try_from(depth)
            .ok()
            .filter(|&depth| depth <= 6)
            .map(|depth| Line::Heading { depth }),
        _ => None,
    }
}

/// Whether any of `bytes` may be a mark wherever it is, or a line end without line feed.
fn has_marks(bytes: &[u8]) -> bool {
    memchr3(b'*', b'_', b'`', bytes)
        .or_else(|| memchr3(b'[', b']', b'<', bytes))
        .or_else(|| memchr3(b'|', b'&', b'\\', bytes))
        .or_else(|| memchr3(b'~', b'$', b'{', bytes))
        .or_else(|| memchr2(b'^', b'\r', bytes))
        .is_some()
        || has_dialect(bytes)
}

/// Whether any of `bytes` may be a mark of a dialect: highlighted text, a remark, a face, the name of a
/// picture.
fn has_dialect(bytes: &[u8]) -> bool {
    let pair = |mark: &[u8]| memmem::find(bytes, mark).is_some();
    let faces = || {
        memchr2_iter(b':', b';', bytes).any(|at| {
            bytes
                .get(at + 1)
                .is_some_and(|next| b")(-DP'".contains(next) || next.is_ascii_lowercase())
        })
    };
    pair(b"%%") || pair(b"==") || pair(b"-_-") || faces()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Both ways of reading `text`.
    fn both(text: &str) -> (Option<Reader<'_>>, super::super::Read) {
        (read(text), super::super::parsed(text))
    }

    #[test]
    fn headings_and_paragraphs_are_read_without_the_parser() {
        for text in [
            "",
            "\n",
            "# 题\n\n　　第一段。\n第二行 a\nb 行\n\n\n（一）段\n## 节\n段",
            "1.加强领导\n2024年\n1.5亿元\n",
            "a - b > c = d + e: 1. f) “引”！",
        ] {
            let (simple, parsed) = both(text);
            let simple = simple.map(Reader::finish);
            assert_eq!(simple, Some(parsed), "{text}");
        }
        for text in [
            "- 甲",
            "1. 甲",
            "1.",
            "> 甲",
            "甲\n===",
            "甲  \n乙",
            "    甲",
            "**甲**",
            "[甲]",
            "---\n甲\n---",
            "甲\r\n乙",
            "####### 甲",
            "#1号文件",
            "# 甲 #",
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }

    /// Pieces that Markdown, or Unicode, has rules about.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            6 => prop::sample::select(vec![
                "\n", "\n\n", "# ", "## ", "###### ", "甲", "乙丙。", "a", "b c", "1", "12",
            ]),
            2 => prop::sample::select(vec![
                "#", " ", "  ", "\u{3000}", "\u{a0}", "\u{2028}", "\u{85}", "\u{feff}", ".", ")",
                "-", "+", "=", ">", ":", "\"", "'", "!", "^", "$", "%", "@", "/", "(", ",", ";", "?",
                "1. ", "2) ", "!!! a", "%%", "==", ":)", ":a:", "^_^", "-_-", "import ", "---", "===", "+++", "：", "（一）", "一、", "www.a.b", "http://a.b",
                "\u{fffc}", "\u{1f600}",
            ]),
            1 => prop::sample::select(vec![
                "*", "_", "~", "|", "&", "&amp;", "\\", "[", "]", "<", "`", "{", "}", "\t", "\r", "\r\n",
                "\u{c}", "\0", "\u{7f}",
            ]),
        ];
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn the_short_way_gives_what_the_parser_gives(text in pieces()) {
            let (simple, parsed) = both(&text);
            if let Some(simple) = simple {
                prop_assert_eq!(simple.finish(), parsed);
            }
        }
    }
}
