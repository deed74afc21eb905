//! Text of others as it may be printed for people.
//!
//! Whatever is in a draft, a file's name, a configuration, a reason or a baseline may hold what a
//! terminal obeys (escapes, controls), what reorders or hides what is read (marks of direction,
//! invisible characters), a line end that begins a line of its own, or a command of a CI system. Every
//! format for people, and everything on standard error, passes through [`shown`].

use std::borrow::Cow;

use crate::engine::{Diagnostic, FileReport};

/// `text` on one line, with whatever a terminal or a CI system would obey written out: `\n`, `\u{1b}`.
pub fn shown(text: &str) -> Cow<'_, str> {
    if text.is_ascii()
        && !text.bytes().any(|byte| byte.is_ascii_control())
        && !text.contains("::")
        && !text.contains("##")
    {
        return Cow::Borrowed(text);
    }
    let Some(first) = harmful(text).next() else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len() + 8);
    out.push_str(&text[..first.0]);
    let mut done = first.0;
    for (at, c) in harmful(text) {
        out.push_str(&text[done..at]);
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
        }
        done = at + c.len_utf8();
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// Several lines of `text`, each of them [`shown`].
pub fn shown_lines(text: &str) -> String {
    text.split_inclusive('\n')
        .map(|line| match line.strip_suffix('\n') {
            Some(line) => format!("{}\n", shown(line)),
            None => shown(line).into_owned(),
        })
        .collect()
}

/// The characters of `text` that are written out, with their places.
fn harmful(text: &str) -> impl Iterator<Item = (usize, char)> {
    text.char_indices()
        .filter(|&(at, c)| is_harmful(c) || begins_command(text, at, c))
}

/// Whether `c` drives a terminal, reorders a line or cannot be seen.
pub(super) fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// Whether `c`, at byte `at` of `text`, is where a CI system would begin to read a command: `::name` of
/// GitHub at the beginning of a line (which wrapping may make of any place), `##[name` of GitHub and
/// `##vso[name` of Azure anywhere.
pub(super) fn begins_command(text: &str, at: usize, c: char) -> bool {
    let bytes = text.as_bytes();
    match c {
        ':' => {
            at.checked_sub(1).is_none_or(|before| bytes[before] != b':')
                && bytes.get(at + 1) == Some(&b':')
                && bytes.get(at + 2).is_some_and(u8::is_ascii_alphanumeric)
        }
        '#' => text[at..].starts_with("##[") || text[at..].starts_with("##vso["),
        _ => false,
    }
}

/// Makes everything in `report` that is printed for people harmless, but for its source text, which
/// excerpts show their own way.
pub(super) fn make_harmless(report: &mut FileReport) {
    clean(&mut report.path);
    for diagnostic in &mut report.diagnostics {
        clean_diagnostic(diagnostic);
    }
}

fn clean_diagnostic(diagnostic: &mut Diagnostic) {
    for text in [
        &mut diagnostic.path,
        &mut diagnostic.rule,
        &mut diagnostic.message,
        &mut diagnostic.help,
    ] {
        clean(text);
    }
    for label in &mut diagnostic.labels {
        clean(&mut label.path);
        clean(&mut label.message);
    }
    if let Some(fix) = &mut diagnostic.fix {
        clean(&mut fix.title);
    }
}

fn clean(text: &mut String) {
    if let Cow::Owned(clean) = shown(text) {
        *text = clean;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_obeyed_is_written_out() {
        for (text, written) in [
            ("报告.txt", "报告.txt"),
            ("甲：：乙 :: 丙", "甲：：乙 :: 丙"),
            ("甲\u{1b}]52;c;eA==\u{7}", "甲\\u{1b}]52;c;eA==\\u{7}"),
            ("a\r\nb\tc", "a\\r\\nb\\tc"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("a\u{202e}txt.\u{2066}", "a\\u{202e}txt.\\u{2066}"),
            (
                "::error file=a::甲",
                "\\u{3a}:error file=a\\u{3a}:甲"
                    .replace("\\u{3a}:甲", "::甲")
                    .as_str(),
            ),
            ("甲::stop-commands::x", "甲\\u{3a}:stop-commands\\u{3a}:x"),
            (
                "##[error]甲 ##vso[task]",
                "\\u{23}#[error]甲 \\u{23}#vso[task]",
            ),
        ] {
            assert_eq!(shown(text), written, "{text:?}");
        }
    }

    #[test]
    fn lines_stay_lines() {
        assert_eq!(
            shown_lines("甲\u{1b}\n::error::\n"),
            "甲\\u{1b}\n\\u{3a}:error::\n"
        );
        assert_eq!(shown_lines("甲\r\n乙"), "甲\\r\n乙");
    }
}
