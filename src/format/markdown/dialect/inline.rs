//! The marks of dialects within a line.

use std::ops::Range;

use super::Cleaner;
use crate::{
    format::markdown::html,
    language::han::{is_closing, is_han, is_opening, is_terminal},
};

/// Faces made of signs.
const FACES: [&str; 16] = [
    ":-)", ":)", ":-(", ":(", ";-)", ";)", ":-D", ":D", ":-P", ":P", ":-/", ":-|", ":'(", "^_^",
    "-_-", "T_T",
];

/// What is at a place of a line.
enum Mark {
    /// It is no prose, and a part of the sentence.
    Opaque(usize),
    /// It is no prose, and nothing is left of it.
    Gone(usize),
    /// It is copied as it stands.
    Verbatim(usize),
    /// It shows the text of a range in it.
    Shown(Range<usize>, usize),
}

impl Cleaner<'_> {
    /// Appends the text of `range`, a line or a part of one, without its marks.
    pub(super) fn inline(&mut self, range: Range<usize>) {
        let file = self.file;
        let line = &file[range.clone()];
        if !line.bytes().any(is_mark) {
            self.copy(range);
            return;
        }
        let stars = emphasis(line);
        let mut next_star = stars.iter().peekable();
        let mut copied = 0;
        let mut at = 0;
        while at < line.len() {
            while next_star.next_if(|star| star.place.start < at).is_some() {}
            if let Some(star) = next_star.peek().filter(|star| star.place.start == at) {
                self.copy(range.start + copied..range.start + at);
                let place = range.start + star.place.start..range.start + star.place.end;
                if star.masks {
                    for one in place.clone() {
                        self.insert("\\", one);
                        self.copy(one..one + 1);
                    }
                }
                at = star.place.end;
                copied = at;
                continue;
            }
            match mark_at(file, line, range.start, at) {
                None => at += line[at..].chars().next().map_or(1, char::len_utf8),
                Some(Mark::Verbatim(end)) => at = end,
                Some(mark) => {
                    self.copy(range.start + copied..range.start + at);
                    at = match mark {
                        Mark::Opaque(end) => {
                            self.opaque(range.start + at..range.start + end);
                            end
                        }
                        Mark::Shown(shown, end) => {
                            self.copy(range.start + shown.start..range.start + shown.end);
                            end
                        }
                        Mark::Gone(end) | Mark::Verbatim(end) => end,
                    };
                    copied = at;
                }
            }
        }
        self.copy(range.start + copied..range.end);
    }
}

/// Whether a mark of a dialect may begin with `byte`.
fn is_mark(byte: u8) -> bool {
    matches!(
        byte,
        b'`' | b'\\'
            | b'$'
            | b'{'
            | b'<'
            | b'['
            | b'!'
            | b'%'
            | b'='
            | b'^'
            | b':'
            | b';'
            | b'*'
            | b'~'
            | b'h'
            | b'-'
            | b'T'
            | b']'
    )
}

/// What begins at byte `at` of `line`, which is at byte `start` of `file`.
fn mark_at(file: &str, line: &str, start: usize, at: usize) -> Option<Mark> {
    let rest = &line[at..];
    let byte = *rest.as_bytes().first()?;
    if !is_mark(byte) {
        return None;
    }
    match byte {
        b'`' => {
            let run = rest.bytes().take_while(|&byte| byte == b'`').count();
            let end = closing_run(rest, run)?;
            Some(Mark::Verbatim(at + end))
        }
        b'\\' => match rest.as_bytes().get(1)? {
            b'(' => formula(rest, 2, "\\)").map(|end| Mark::Opaque(at + end)),
            b'[' => formula(rest, 2, "\\]").map(|end| Mark::Opaque(at + end)),
            b'*' => written_stars(rest, at).or(Some(Mark::Verbatim(at + 2))),
            next if next.is_ascii_punctuation() => Some(Mark::Verbatim(at + 2)),
            _ => None,
        },
        b'$' => dollars(rest).map(|end| Mark::Opaque(at + end)),
        b'{' => template(rest, at),
        b'<' => {
            let end = html::component_end(file, start + at)?.checked_sub(start)?;
            let tag = line.get(at..end)?;
            Some(if tag.ends_with("/>") {
                Mark::Opaque(end)
            } else {
                Mark::Gone(end)
            })
        }
        b'!' if rest.starts_with("![[") => {
            let end = bounded(rest).find("]]")?;
            Some(Mark::Opaque(at + end + 2))
        }
        b'[' if rest.starts_with("[[") => wiki_link(rest, at).map(|mark| match mark {
            // 「……。[[另见]]」 is behind the text.
            Mark::Shown(_, end)
                if line[end..].trim().is_empty()
                    && line[..at].trim_end().ends_with(is_terminal) =>
            {
                Mark::Opaque(end)
            }
            mark => mark,
        }),
        b']' if rest.starts_with("](") && !rest[2..].starts_with('{') => {
            let end = bounded(rest).find(')')?;
            Some(Mark::Verbatim(at + end + 1))
        }
        b'%' if rest.starts_with("%%") => {
            let end = bounded(&rest[2..]).find("%%")?;
            Some(Mark::Gone(at + end + 4))
        }
        b'=' if rest.starts_with("==") => {
            let inner = &rest[2..];
            let length = bounded(inner).find("==").filter(|&length| length > 0)?;
            let shown = &inner[..length];
            (!shown.starts_with([' ', '=', '\u{3000}']) && !shown.ends_with(' '))
                .then(|| Mark::Shown(at + 2..at + 2 + length, at + length + 4))
        }
        b'^' if line[..at].ends_with(' ') => {
            let name = rest[1..].trim_end();
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
            (!name.is_empty() && name.bytes().all(plain)).then(|| Mark::Gone(at + 1 + name.len()))
        }
        b'h' if rest.starts_with("http://") || rest.starts_with("https://") => {
            let end = rest
                .find(|c: char| !c.is_ascii_graphic() || matches!(c, '<' | '>' | ')' | '*'))
                .unwrap_or(rest.len());
            Some(Mark::Verbatim(at + end))
        }
        b':' | b';' | b'^' | b'-' | b'T' => {
            face(line, at).or_else(|| emoji(line, at)).map(Mark::Opaque)
        }
        _ => None,
    }
}

/// 「\*\*不是加粗\*\*」: stars around a phrase that are to be seen as they stand, and mask nothing.
fn written_stars(text: &str, at: usize) -> Option<Mark> {
    const STARS: &str = "\\*\\*";
    let inner = text.strip_prefix(STARS)?;
    let length = bounded(inner).find(STARS)?;
    let phrase = &inner[..length];
    let after = inner[length + STARS.len()..].chars().next();
    let masks = |c: char| MASKED.contains(c);
    let seen = phrase.chars().filter(|&c| is_han(c)).count() >= 3
        && !phrase.contains('*')
        && !phrase.starts_with(masks)
        && !after.is_some_and(|c| masks(c) || c == '\\');
    seen.then(|| {
        let start = at + STARS.len();
        Mark::Shown(start..start + length, start + length + STARS.len())
    })
}

/// Where the code ends that `text` opens with `run` backticks.
fn closing_run(text: &str, run: usize) -> Option<usize> {
    let bytes = bounded(text).as_bytes();
    let mut at = run;
    while at < bytes.len() {
        let found = at + memchr::memchr(b'`', &bytes[at..])?;
        let length = bytes[found..].iter().take_while(|&&b| b == b'`').count();
        if length == run {
            return Some(found + length);
        }
        at = found + length;
    }
    None
}

/// Where the formula ends that `text` opens with `open` bytes and `close` closes.
fn formula(text: &str, open: usize, close: &str) -> Option<usize> {
    let length = bounded(&text[open..]).find(close)?;
    let inner = &text[open..open + length];
    let signs = |c: char| matches!(c, '=' | '^' | '_' | '{' | '\\' | '+' | '\'' | '<' | '>');
    // 「\[注\]」 is a bracket, and 「\(1\)」 too.
    (!inner.contains(is_han) && (inner.contains(signs) || inner.contains(char::is_alphabetic)))
        .then_some(open + length + close.len())
}

/// Where the formula ends that `text` opens with $.
fn dollars(text: &str) -> Option<usize> {
    let double = text.starts_with("$$");
    let open = if double { 2 } else { 1 };
    let body = &text[open..];
    if body.starts_with(char::is_whitespace) && !double {
        return None;
    }
    let mut from = 0;
    loop {
        let close = from + bounded(body.get(from..)?).find(if double { "$$" } else { "$" })?;
        let inner = &body[..close];
        if inner.ends_with('\\') {
            from = close + 1;
            continue;
        }
        let after = body[close + open..].chars().next();
        let ends = double
            || !inner.ends_with(char::is_whitespace) && !after.is_some_and(|c| c.is_ascii_digit());
        // 「每吨$5，共$10」 are sums of money.
        let prose = inner.contains(is_han) && !inner.contains('\\')
            || inner.contains(['，', '。', '、', '；']);
        return (ends && !prose && !inner.is_empty()).then_some(close + 2 * open);
    }
}

/// The part of `text` in which the end of a mark is sought.
fn bounded(text: &str) -> &str {
    const LONGEST: usize = 600;
    let mut limit = LONGEST.min(text.len());
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    &text[..limit]
}

/// The tag of a template, the expression or the attributes that `text` begins with.
fn template(text: &str, at: usize) -> Option<Mark> {
    let closed = |open: usize, close: &str| {
        let length = bounded(&text[open..]).find(close)?;
        Some((&text[open..open + length], at + open + length + close.len()))
    };
    if text.starts_with("{{<") {
        return closed(3, ">}}").map(|(_, end)| Mark::Opaque(end));
    }
    if text.starts_with("{{%") {
        return closed(3, "%}}").map(|(_, end)| Mark::Opaque(end));
    }
    if text.starts_with("{{") {
        let (inner, end) = closed(2, "}}")?;
        // 「{{姓名}}」 is to be filled in.
        let program = !inner.contains(is_han) || inner.contains(['"', '\'', '|', '(', '.']);
        return program.then_some(Mark::Opaque(end));
    }
    if text.starts_with("{%") {
        return closed(2, "%}").map(|(_, end)| Mark::Opaque(end));
    }
    if text.starts_with("{#") && bounded(text).contains("#}") {
        return closed(2, "#}").map(|(_, end)| Mark::Gone(end));
    }
    if text.starts_with("{/*") {
        return closed(3, "*/}").map(|(_, end)| Mark::Gone(end));
    }
    if text.starts_with("{:") || text.starts_with("{#") || text.starts_with("{.") {
        let (inner, end) = closed(1, "}")?;
        return (!inner.contains(is_han)).then_some(Mark::Gone(end));
    }
    None
}

/// 「[[页面|文字]]」.
fn wiki_link(text: &str, at: usize) -> Option<Mark> {
    let length = bounded(&text[2..]).find("]]")?;
    let inner = &text[2..2 + length];
    if inner.is_empty() || inner.contains(['[', '\n']) {
        return None;
    }
    let shown = match inner.rfind('|') {
        Some(bar) => 2 + bar + 1..2 + length,
        None => 2..2 + length,
    };
    Some(Mark::Shown(
        at + shown.start..at + shown.end,
        at + length + 4,
    ))
}

/// How far before a face a bracket may be that it closes, in bytes.
const BRACKET: usize = 200;

/// Where the face made of signs ends that is at byte `at` of `line`.
fn face(line: &str, at: usize) -> Option<usize> {
    let rest = &line[at..];
    let face = FACES.iter().find(|face| rest.starts_with(**face))?;
    let before = line[..at].chars().next_back();
    let after = rest[face.len()..].chars().next();
    let free = |c: Option<char>| {
        c.is_none_or(|c| c.is_whitespace() || is_han(c) || "。，！？；、~～".contains(c))
    };
    // 「（见下文:)」 closes a bracket.
    let mut from = at.saturating_sub(BRACKET);
    while !line.is_char_boundary(from) {
        from += 1;
    }
    let open = line[from..at].rfind(['(', '（']);
    let closed = line[from..at].rfind([')', '）']);
    let bracket = face.ends_with(')') && open.is_some() && closed < open;
    (free(before) && free(after) && !bracket).then_some(at + face.len())
}

/// Where the name of a picture ends that is at byte `at` of `line`: 「:tada:」.
fn emoji(line: &str, at: usize) -> Option<usize> {
    let rest = line[at..].strip_prefix(':')?;
    let name = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+'))
        .count();
    let word = &rest[..name];
    let outside = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
    (name >= 2
        && word.contains(|c: char| c.is_ascii_lowercase())
        && rest[name..].starts_with(':')
        && outside(line[..at].chars().next_back())
        && outside(rest[name + 1..].chars().next()))
    .then_some(at + name + 2)
}

/// A mark of emphasis that CommonMark may not see.
struct Star {
    place: Range<usize>,
    /// Whether it masks something.
    masks: bool,
}

/// What a name that is masked ends with: 「**路**号」.
const MASKED: &str = "省市县区镇乡村路街巷弄号栋幢楼室年月日";

/// The marks of emphasis in `line` that are in pairs.
fn emphasis(line: &str) -> Vec<Star> {
    let runs = runs(line);
    let mut found = Vec::new();
    let mut index = 0;
    while let Some([open, close]) = runs.get(index..index + 2) {
        let inner = &line[open.end..close.start];
        let same = line[open.clone()] == line[close.clone()];
        if !same || !may_be_emphasised(inner, open.len()) {
            index += 1;
            continue;
        }
        let before = line[..open.start].chars().next_back();
        let after = line[close.end..].chars().next();
        let mut chars = inner.chars();
        let unit = chars.next().is_some_and(|c| MASKED.contains(c)) && chars.next().is_none();
        let masks = unit
            && before.is_some_and(is_han)
            && after.is_some_and(|c| is_han(c) || c.is_ascii_digit());
        for place in [open, close] {
            found.push(Star {
                place: place.clone(),
                masks,
            });
        }
        index += 2;
    }
    found
}

/// Whether `inner` may be between two marks of `length` signs.
fn may_be_emphasised(inner: &str, length: usize) -> bool {
    let (Some(first), Some(last)) = (inner.chars().next(), inner.chars().next_back()) else {
        return false;
    };
    let edge = |c: char| !c.is_whitespace();
    // One sign alone may as well be a factor or a note.
    let marked = |c: char| is_opening(c) || is_closing(c) || "，。；：、！？".contains(c);
    edge(first)
        && edge(last)
        && inner.contains(is_han)
        && (length == 2 || length == 1 && (marked(first) || marked(last)))
}

/// The runs of one or two * or ~ in `line` that nothing escapes, outside of code.
fn runs(line: &str) -> Vec<Range<usize>> {
    let bytes = line.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'`' => {
                let run = bytes[at..].iter().take_while(|&&byte| byte == b'`').count();
                at += closing_run(&line[at..], run).unwrap_or(run);
            }
            mark @ (b'*' | b'~') => {
                let run = bytes[at..].iter().take_while(|&&byte| byte == mark).count();
                if run == 2 || run == 1 && mark == b'*' {
                    found.push(at..at + run);
                }
                at += run;
            }
            _ => at += 1,
        }
    }
    found
}
