//! What codespan draws, in the words and the room of this report.

use codespan_reporting::{
    diagnostic::{Diagnostic as Snippet, Severity},
    files::Files,
    term::{self, Chars, Config, StylesWriter, termcolor::Buffer},
};

use super::super::excerpt::width;
use crate::rules::{Lang, Level};

/// codespan's word for `level`.
pub(super) fn severity(level: Level) -> Severity {
    match level {
        Level::Error => Severity::Error,
        Level::Warning => Severity::Warning,
        Level::Info | Level::Off => Severity::Note,
    }
}

/// `snippet` as text, its level in `lang`.
pub(super) fn render<'a, F: Files<'a, FileId = ()>>(
    files: &'a F,
    snippet: &Snippet<()>,
    color: bool,
    lang: Lang,
) -> String {
    let config = Config {
        chars: Chars {
            note_bullet: '=',
            ..Chars::default()
        },
        ..Config::default()
    };
    let text = if color {
        let styles = term::Styles::default();
        let mut buffer = Buffer::ansi();
        let written = term::emit_to_write_style(
            &mut StylesWriter::new(&mut buffer, &styles),
            &config,
            files,
            snippet,
        );
        written.map(|()| String::from_utf8_lossy(buffer.as_slice()).into_owned())
    } else {
        term::emit_into_string(&config, files, snippet)
    };
    let text = text.unwrap_or_default();
    let (theirs, level) = match snippet.severity {
        Severity::Error | Severity::Bug => ("error", Level::Error),
        Severity::Warning => ("warning", Level::Warning),
        Severity::Note | Severity::Help => ("note", Level::Info),
    };
    let text = text.replacen(theirs, level.called(lang), 1);
    // codespan leaves white space behind its frame.
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut text = lines.join("\n");
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// `text`, which [`render`] gave, without the line of its place, without empty rows of the frame, and without
/// marks under all of what is shown.
pub(super) fn tightened(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut excerpt = String::new();
    for line in text.lines() {
        let plain = without_codes(line);
        let Some((gutter, row)) = plain.split_once('│') else {
            let is_place = plain.trim_start().starts_with("┌─");
            if !is_place && plain.trim() != "·" {
                out.push_str(line);
                out.push('\n');
            }
            continue;
        };
        let at_start = row.starts_with(" ^") || row.starts_with(" -");
        let row = row.trim();
        let is_excerpt = gutter.trim().bytes().any(|byte| byte.is_ascii_digit());
        let is_frame = gutter.trim().is_empty();
        if is_excerpt {
            row.clone_into(&mut excerpt);
        } else if is_frame
            && (row.chars().all(|c| matches!(c, '│' | ' '))
                || at_start && is_all_marked(row, &excerpt))
        {
            continue;
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Whether `row`, which begins where `excerpt` does, holds nothing but marks under most of it.
fn is_all_marked(row: &str, excerpt: &str) -> bool {
    let shown = excerpt.trim_matches(['⋯', '…']);
    let are_marks = |mark: char| !row.is_empty() && row.chars().all(|c| c == mark);
    (are_marks('^') || are_marks('-')) && row.len() * 5 >= width(shown) * 3
}

/// `line` without the codes of colours.
pub(super) fn without_codes(line: &str) -> String {
    let mut plain = String::new();
    for (index, part) in line.split('\u{1b}').enumerate() {
        let code = if index == 0 { None } else { part.find('m') };
        plain.push_str(code.map_or(part, |end| &part[end + 1..]));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_without_text_and_marks_under_everything_go() {
        let text = "错误[甲]: 乙\n  ┌─ a.txt:1:1\n  │\n1 │ 全文如此…\n  │ ^^^^^^^^\n  ·\n3 │ 只此一处\n  │ ^^ 这里\n  │\n  = 建议：丙\n";
        assert_eq!(
            tightened(text),
            "错误[甲]: 乙\n1 │ 全文如此…\n3 │ 只此一处\n  │ ^^ 这里\n  = 建议：丙\n"
        );
    }
}
