//! The prose inside of HTML, and the tags of components.

use std::ops::Range;

/// Elements that hold no prose.
const MUTE: [&str; 13] = [
    "script", "style", "pre", "code", "textarea", "svg", "math", "iframe", "object", "video",
    "audio", "select", "canvas",
];

/// Elements that are in a sentence.
const INLINE: [&str; 25] = [
    "a", "abbr", "b", "big", "cite", "del", "em", "font", "i", "ins", "kbd", "label", "mark", "q",
    "s", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// A part of a piece of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Text without line ends.
    Text(Range<usize>),
    /// The text goes on in another line.
    Break,
    /// A tag that ends what is before: its name, and whether it opens an element.
    Tag(&'a str, bool),
}

/// What `html` holds. Comments and what is no prose are left out.
pub(super) fn parts(html: &str) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < html.len() {
        let Some(open) = html[at..].find('<').map(|length| at + length) else {
            lines(html, at..html.len(), &mut found);
            break;
        };
        lines(html, at..open, &mut found);
        let rest = &html[open..];
        if rest.starts_with("<!--") {
            at = rest.find("-->").map_or(html.len(), |end| open + end + 3);
            continue;
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            at = rest.find('>').map_or(html.len(), |end| open + end + 1);
            continue;
        }
        let Some(tag) = tag(rest) else {
            at = open + 1;
            continue;
        };
        at = open + tag.length;
        let name = MUTE.iter().find(|name| tag.name.eq_ignore_ascii_case(name));
        if let Some(name) = name.filter(|_| tag.opens && !tag.closed) {
            at = end_of(html, at, name);
        } else if !INLINE
            .iter()
            .any(|name| tag.name.eq_ignore_ascii_case(name))
        {
            found.push(Part::Tag(tag.name, tag.opens));
        }
    }
    found
}

/// The lines of `html[range]` that are not blank.
fn lines<'a>(html: &'a str, range: Range<usize>, found: &mut Vec<Part<'a>>) {
    let text = &html[range.clone()];
    let mut at = range.start;
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            found.push(Part::Break);
        }
        let content = line.trim();
        if !content.is_empty() {
            let start = at + (line.len() - line.trim_start().len());
            found.push(Part::Text(start..start + content.len()));
        }
        at += line.len() + 1;
    }
}

/// Entities that a browser shows as room between words.
const SPACES: [&str; 5] = ["&nbsp;", "&emsp;", "&ensp;", "&thinsp;", "&#160;"];

/// The spaces of `text` that are written as entities: where each is, and the entity.
pub(super) fn spaces(text: &str) -> impl Iterator<Item = (usize, &'static str)> + '_ {
    text.match_indices('&').filter_map(|(at, _)| {
        let entity = SPACES
            .iter()
            .find(|entity| text[at..].starts_with(**entity))?;
        Some((at, *entity))
    })
}

/// Where the element `name` ends whose contents begin at byte `from`.
fn end_of(html: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = html[at..].find("</") {
        let rest = &html[at + found + 2..];
        if rest
            .get(..name.len())
            .is_some_and(|word| word.eq_ignore_ascii_case(name))
        {
            return rest
                .find('>')
                .map_or(html.len(), |end| at + found + 2 + end + 1);
        }
        at += found + 2;
    }
    html.len()
}

/// A tag.
struct Tag<'a> {
    name: &'a str,
    opens: bool,
    /// Whether it closes itself.
    closed: bool,
    length: usize,
}

/// The longest tag, in bytes, and the deepest braces in one.
const LONGEST: usize = 1200;
const DEEPEST: usize = 6;

/// The tag that `text` begins with.
fn tag(text: &str) -> Option<Tag<'_>> {
    let body = text.strip_prefix('<')?;
    let opens = !body.starts_with('/');
    let body = body.strip_prefix('/').unwrap_or(body);
    let name = body
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b':'))
        .count();
    if name == 0 || !body.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let from = text.len() - body.len() + name;
    let bytes = text.as_bytes();
    let (mut quote, mut depth) = (None, 0usize);
    for (at, &byte) in bytes.iter().enumerate().skip(from).take(LONGEST) {
        match (quote, byte) {
            (Some(mark), _) => quote = Some(mark).filter(|&mark| mark != byte),
            (None, b'"' | b'\'' | b'`') => quote = Some(byte),
            (None, b'{') if depth == DEEPEST => return None,
            (None, b'{') => depth += 1,
            (None, b'}') => depth = depth.saturating_sub(1),
            (None, b'>') if depth == 0 => {
                return Some(Tag {
                    name: &body[..name],
                    opens,
                    closed: bytes[at - 1] == b'/',
                    length: at + 1,
                });
            }
            (None, b'<') if depth == 0 => return None,
            // A tag is no longer than its paragraph.
            (None, b'\n') if bytes.get(at + 1) == Some(&b'\n') => return None,
            _ => {}
        }
    }
    None
}

/// Where the tag of a component ends that is at byte `at` of `file`: `<Tabs values={…}>`. Its name
/// begins with a capital, which no element's does.
pub(super) fn component_end(file: &str, at: usize) -> Option<usize> {
    let rest = file.get(at..)?;
    let name = rest.strip_prefix("</").or_else(|| rest.strip_prefix('<'))?;
    if !name.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let tag = tag(rest)?;
    // 「<T>」 「<ID>」 are more often something else.
    tag.name
        .contains(|c: char| c.is_ascii_lowercase())
        .then_some(at + tag.length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_told_from_tags() {
        let html = "<details class=\"a > b\">\n<summary>背景</summary>\n第一<b>段</b>。\n<!-- 注 -->\n<script>var a;</script>\n</details>";
        let text: Vec<&str> = parts(html)
            .into_iter()
            .filter_map(|part| match part {
                Part::Text(range) => Some(&html[range]),
                _ => None,
            })
            .collect();
        assert_eq!(text, ["背景", "第一", "段", "。"]);
    }

    #[test]
    fn components_are_told_from_elements() {
        let text = "<Tabs values={[{label: 'a>b'}]}>正文</Tabs>";
        assert_eq!(component_end(text, 0), text.find("正文"));
        for text in ["<div>", "<T>", "<b", "a"] {
            assert_eq!(component_end(text, 0), None, "{text}");
        }
    }
}
