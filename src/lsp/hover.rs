//! What the rule of a finding says of itself.

use hongbi::{
    engine::Diagnostic,
    report::shown_lines,
    rules::{Lang, Rule},
};

/// One finding, explained by its rule.
pub(super) fn explain(
    found: &Diagnostic,
    rule: Option<&Rule>,
    lang: Lang,
    markdown: bool,
) -> String {
    let prose = |text: &str| {
        let text = shown_lines(text);
        if markdown { escaped(&text) } else { text }
    };
    let bold = if markdown { "**" } else { "" };
    let head = match lang {
        Lang::Zh => format!(
            "{bold}{}{bold}（{}，{}，{}）",
            prose(found.called()),
            found.rule,
            found.category.title(),
            found.severity.called(lang)
        ),
        Lang::En => format!(
            "{bold}{}{bold} ({}, {})",
            found.rule,
            found.category.name(),
            found.severity.name()
        ),
    };
    let mut parts = vec![head, prose(&found.message)];
    if !found.help.is_empty() {
        parts.push(prose(&found.help));
    }
    if let Some(rule) = rule {
        for text in [&rule.summary, &rule.why] {
            parts.push(prose(text.get(lang).trim()));
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// `text` with the signs that Markdown would take for its own made plain.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>#~|".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
