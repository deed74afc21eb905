//! The draft as it reads, line by line, its defects marked, each line's findings beside it.

use std::{collections::HashSet, ops::Range};

use super::{card::card, words::Words};
use crate::{document::Lines, engine::FileReport, rules::Level};

/// A place in the draft that belongs to a finding.
struct Mark {
    range: Range<usize>,
    finding: usize,
    /// What links lead to it: its kind and, for related places, which one it is.
    role: Role,
}

#[derive(Clone, Copy)]
enum Role {
    Primary,
    /// One more place of a habit.
    Occurrence,
    Related(usize),
}

/// The draft whose text is `text`, as rows of text and cards.
pub(super) fn draft(file: usize, report: &FileReport, text: &str, words: Words) -> String {
    let lines = Lines::new(text);
    let marks = marks(report, text, &lines);
    let headings: HashSet<usize> = report.headings.iter().map(|&at| lines.line(at)).collect();
    let mut out = String::with_capacity(text.len() * 2);
    out.push_str("<div class=\"draft\">\n");
    let mut marks = marks.iter().peekable();
    let mut active: Vec<&Mark> = Vec::new();
    let mut helps = HashSet::new();
    let mut cards = report.diagnostics.iter().enumerate().peekable();
    for line in 1..=lines.count() {
        let range = lines.range(text, line);
        active.retain(|mark| mark.range.end > range.start);
        while let Some(mark) = marks.next_if(|mark| mark.range.start < range.end) {
            active.push(mark);
        }
        let mut beside = String::new();
        while let Some((number, diagnostic)) =
            cards.next_if(|(_, diagnostic)| diagnostic.span.start.line <= line)
        {
            // What to do is reported once for all findings that it is the same for.
            let helped = !helps.insert(&diagnostic.help);
            beside.push_str(&card((file, number), diagnostic, helped, text, words));
        }
        if range.is_empty() && beside.is_empty() {
            if line < lines.count() {
                out.push_str("<div class=\"gap\"></div>\n");
            }
            continue;
        }
        let class = if headings.contains(&line) {
            " heading"
        } else {
            ""
        };
        if beside.is_empty() {
            out.push_str("<div class=\"row\">");
        } else {
            out.push_str(&format!(
                "<div class=\"row noted\"><aside>\n{beside}</aside>"
            ));
        }
        out.push_str(&format!("<p class=\"text{class}\" data-line=\"{line}\">"));
        Row { file, report, text }.write(range, &active, &mut out);
        out.push_str("</p></div>\n");
    }
    out.push_str("</div>\n");
    out
}

fn marks(report: &FileReport, text: &str, lines: &Lines) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (finding, diagnostic) in report.diagnostics.iter().enumerate() {
        let mut add = |span: &crate::document::Span, role| {
            let range = seen(text, lines, span.start.offset..span.end.offset);
            if !range.is_empty() {
                marks.push(Mark {
                    range,
                    finding,
                    role,
                });
            }
        };
        add(&diagnostic.span, Role::Primary);
        for span in &diagnostic.occurrences {
            if *span != diagnostic.span {
                add(span, Role::Occurrence);
            }
        }
        for (at, label) in diagnostic.labels.iter().enumerate() {
            if label.path == diagnostic.path {
                add(&label.span, Role::Related(at));
            }
        }
    }
    marks.sort_by_key(|mark| (mark.range.start, mark.range.end, mark.finding));
    marks
}

/// A place that can be seen: an empty one, or one of line ends only, grows by the character before
/// or after it.
fn seen(text: &str, lines: &Lines, range: Range<usize>) -> Range<usize> {
    let line = lines.range(text, lines.line(range.start));
    let (start, end) = (range.start.min(line.end), range.end);
    if end > start && start < line.end {
        return start..end;
    }
    let after = text[start..line.end].chars().next();
    let before = text[line.start..start].chars().next_back();
    match (after, before) {
        (Some(c), _) => start..start + c.len_utf8(),
        (None, Some(c)) => start - c.len_utf8()..end.max(start),
        (None, None) => start..start,
    }
}

/// Writes one line.
struct Row<'a> {
    file: usize,
    report: &'a FileReport,
    text: &'a str,
}

impl Row<'_> {
    fn write(&self, line: Range<usize>, active: &[&Mark], out: &mut String) {
        let mut cuts: Vec<usize> = active
            .iter()
            .flat_map(|mark| [mark.range.start, mark.range.end])
            .map(|at| at.clamp(line.start, line.end))
            .chain([line.start, line.end])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut waiting = active.iter().peekable();
        let mut here: Vec<&Mark> = Vec::new();
        for pair in cuts.windows(2) {
            let (start, end) = (pair[0], pair[1]);
            here.retain(|mark| mark.range.end > start);
            while let Some(mark) = waiting.next_if(|mark| mark.range.start <= start) {
                here.push(mark);
            }
            self.piece(start..end, &here, out);
        }
    }

    /// A stretch of text that the same marks cover.
    fn piece(&self, range: Range<usize>, marks: &[&Mark], out: &mut String) {
        let file = self.file;
        let text = self.text.get(range.clone()).unwrap_or_default();
        for mark in marks.iter().filter(|mark| mark.range.start == range.start) {
            let finding = mark.finding;
            out.push_str(&match mark.role {
                Role::Primary => format!(
                    "<i id=\"p{file}-{finding}\"></i><sup data-f=\"{file}-{finding}\">{}</sup>",
                    finding + 1
                ),
                Role::Related(at) => format!("<i id=\"l{file}-{finding}-{at}\"></i>"),
                Role::Occurrence => continue,
            });
        }
        // The worst finding that has its own place here, else the first that points here.
        let rank = |mark: &&&Mark| match mark.role {
            Role::Related(_) => Level::Off,
            _ => self.report.diagnostics[mark.finding].severity,
        };
        let mut marks = marks.to_vec();
        marks.sort_by_key(|mark| mark.finding);
        let Some(first) = marks.iter().rev().max_by_key(rank) else {
            out.push_str(&shown(text));
            return;
        };
        let class = match rank(&first) {
            Level::Off => "related",
            level => level.name(),
        };
        let own: Vec<String> = marks
            .iter()
            .map(|mark| {
                let end = if matches!(mark.role, Role::Related(_)) {
                    "r"
                } else {
                    ""
                };
                format!("{file}-{}{end}", mark.finding)
            })
            .collect();
        out.push_str(&format!(
            "<a class=\"m {class}\" href=\"#n{file}-{}\" data-m=\"{}\">{}</a>",
            first.finding,
            own.join(" "),
            shown(text)
        ));
    }
}

/// `text` as HTML. Characters that cannot be seen, or that turn the order of others, are shown by
/// their numbers.
fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' => out.push('\t'),
            c if c.is_control() || is_invisible(c) => {
                out.push_str(&format!("<span class=\"cc\">U+{:04X}</span>", c as u32));
            }
            c => out.push(c),
        }
    }
    out
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}')
}
