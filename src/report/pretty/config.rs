//! The mistakes of a configuration.

use codespan_reporting::{
    diagnostic::{Diagnostic as Snippet, Label},
    files::SimpleFile,
};

use super::{
    super::{excerpt::visible_chars, shown::shown},
    render::render,
};
use crate::{config::ConfigError, rules::Lang};

/// The mistakes of a configuration, each with its place.
pub fn config_error(error: &ConfigError, lang: Lang, color: bool) -> String {
    let name = error.path.display().to_string();
    let name = shown(&name);
    let text = as_shown(&error.text, error.text.len());
    let file = SimpleFile::new(&*name, &*text);
    let mut out = String::new();
    for problem in &error.problems {
        let mut snippet = Snippet::error()
            .with_code("hongbi.toml")
            .with_message(shown(problem.message.get(lang)));
        if error.text.is_empty() {
            snippet = snippet.with_note(&name);
        } else {
            let place = |offset: usize| as_shown(&error.text, offset).len();
            let label = Label::primary((), place(problem.span.start)..place(problem.span.end));
            snippet = snippet.with_label(label);
        }
        if let Some(hint) = &problem.hint {
            snippet = snippet.with_note(shown(hint.get(lang)));
        }
        out.push_str(&render(&file, &snippet, color, lang));
        out.push('\n');
    }
    out
}

/// What is printed for the first `end` bytes of a configuration, whose lines stay lines.
fn as_shown(text: &str, end: usize) -> String {
    let end = if text.is_char_boundary(end) {
        end
    } else {
        text.len()
    };
    let kept = |c: char| matches!(c, '\n' | '\t');
    text[..end]
        .chars()
        .zip(visible_chars(text, 0..end))
        .map(|(c, visible)| if kept(c) { c } else { visible })
        .collect()
}
