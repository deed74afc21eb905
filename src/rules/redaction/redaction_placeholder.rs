//! Something masked or left to be filled in.

use std::ops::Range;

use memchr::memmem;

use super::shared::{Style, masks};
use crate::{
    document::Document,
    rules::{Check, Finding, Findings, Level, Settings},
    text::signs::{after, before, short},
};

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    Box::new(Placeholders {
        blanks: settings.data("blanks"),
        words: settings.data("words"),
    })
}

struct Placeholders {
    /// How the text within brackets begins that asks to be replaced.
    blanks: Vec<String>,
    /// Words that mark a place in work, between non-letters.
    words: Vec<String>,
}

/// The longest request within brackets, in bytes.
const REQUEST: usize = 90;

impl Check for Placeholders {
    fn check(&self, doc: &Document, out: &mut Findings) {
        let text = &*doc.text;
        let dates = blank_dates(text, out);
        for mask in masks(doc) {
            // 「__月__日」 is told with its year.
            let date = dates.partition_point(|date| date.end <= mask.span.start);
            if dates
                .get(date)
                .is_some_and(|date| date.start <= mask.span.start && mask.span.end <= date.end)
            {
                continue;
            }
            if mask.in_number {
                // Numbers of telephones and papers are made unrecognisable on purpose.
                out.silent(mask.span, "number", &[]);
                continue;
            }
            let found = short(&text[mask.span.clone()]);
            let message = match mask.style {
                Style::Line | Style::Box => "blank",
                _ if found.starts_with(|c: char| c.is_ascii_digit()) || found.contains('月') => {
                    "date"
                }
                _ => "",
            };
            out.report(
                Finding::new(mask.span.clone())
                    .message(message)
                    .arg("found", &found),
            );
        }
        self.requests(doc, out);
        empty_pairs(doc, out);
        for word in &self.words {
            for at in memmem::find_iter(text.as_bytes(), word) {
                let span = at..at + word.len();
                let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
                if before(text, span.start).is_none_or(|c| !letter(c))
                    && after(text, span.end).is_none_or(|c| !letter(c))
                {
                    out.report(Finding::new(span).message("blank").arg("found", word));
                }
            }
        }
    }
}

impl Placeholders {
    /// 「（待补充）」 「【此处填写数据】」 「{{姓名}}」.
    fn requests(&self, doc: &Document, out: &mut Findings) {
        let text = &*doc.text;
        let mut braces = None;
        for sign in doc.signs() {
            let close = match sign.c {
                '（' | '(' => ['）', ')'],
                '【' | '〔' | '［' | '[' | '〖' => ['】', ']'],
                '<' | '〈' | '＜' => ['>', '〉'],
                '{' => {
                    // {{…}}: told from the first brace.
                    if text[sign.end()..].starts_with('{')
                        && let Some(end) = close_of(text, sign.end() + 1, "}}")
                    {
                        braces = Some(sign.at + 1);
                        let span = sign.at..end;
                        let found = text[span.clone()].to_owned();
                        out.report(Finding::new(span).message("blank").arg("found", found));
                    }
                    continue;
                }
                _ => continue,
            };
            if braces == Some(sign.at) {
                continue;
            }
            let inner = text[sign.end()..].trim_start_matches([' ', '\u{3000}']);
            if !self.blanks.iter().any(|blank| inner.starts_with(&**blank)) {
                continue;
            }
            let mut limit = (sign.end() + REQUEST).min(text.len());
            while !text.is_char_boundary(limit) {
                limit -= 1;
            }
            let window = &text[sign.end()..limit];
            let Some((length, last)) = window.char_indices().find(|&(_, c)| {
                close.contains(&c) || matches!(c, '〕' | '］' | '〗' | '＞' | '\n')
            }) else {
                continue;
            };
            if last == '\n' {
                continue;
            }
            let span = sign.at..sign.end() + length + last.len_utf8();
            let found = text[span.clone()].to_owned();
            out.report(Finding::new(span).message("blank").arg("found", found));
        }
    }
}

fn close_of(text: &str, from: usize, close: &str) -> Option<usize> {
    let mut limit = (from + REQUEST).min(text.len());
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let window = text.get(from..limit)?;
    let length = window.find(close)?;
    (length > 0 && !window[..length].contains('\n')).then_some(from + length + close.len())
}

/// 《》 and “” with nothing inside, unless the text speaks of the mark.
fn empty_pairs(doc: &Document, out: &mut Findings) {
    let text = &*doc.text;
    for pair in doc.signs().windows(2) {
        let [open, close] = pair else { continue };
        let empty = matches!((open.c, close.c), ('《', '》') | ('“', '”'))
            && text[open.end()..close.at].trim().is_empty()
            && !text[open.end()..close.at].contains('\n');
        if empty && before(text, open.at).is_none_or(|c| !"号號标標符用".contains(c)) {
            let span = open.at..close.end();
            let found = text[span.clone()].to_owned();
            out.report(
                Finding::new(span)
                    .message("empty")
                    .arg("found", found)
                    .level(Level::Warning),
            );
        }
    }
}

/// Reports 「2024年　月　日」 and says where such dates stand.
fn blank_dates(text: &str, out: &mut Findings) -> Vec<Range<usize>> {
    let mut dates = Vec::new();
    for at in memmem::find_iter(text.as_bytes(), "月") {
        if !before(text, at).is_some_and(is_blank) {
            continue;
        }
        let head = text[..at].trim_end_matches(is_blank);
        let tail = &text[at + "月".len()..];
        if !head.ends_with('年') || !tail.starts_with(is_blank) {
            continue;
        }
        let rest = tail.trim_start_matches(is_blank);
        if rest.starts_with('日') {
            let start = head.len() - "年".len();
            let end = text.len() - rest.len() + "日".len();
            let span: Range<usize> = start..end;
            let found = text[span.clone()].to_owned();
            dates.push(span.clone());
            out.report(Finding::new(span).message("date").arg("found", found));
        }
    }
    dates
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\u{a0}' | '_')
}
