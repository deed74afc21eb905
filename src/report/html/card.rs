//! A finding as it stands beside the draft, with its proof.

use super::{
    super::{pretty::lines, xml::escape},
    words::Words,
};
use crate::{
    document::Span,
    engine::{Diagnostic, DiagnosticFix},
};

/// So much of a related place is quoted, in characters.
const QUOTED: usize = 36;
/// A fix of more edits is recognised by its title alone.
const EDITS: usize = 3;

/// The card of a finding, by its file and its number there, in the draft `text`; without its help
/// where the reader was `helped` before.
pub(super) fn card(
    (file, number): (usize, usize),
    diagnostic: &Diagnostic,
    helped: bool,
    text: &str,
    words: Words,
) -> String {
    let id = format!("{file}-{number}");
    let level = diagnostic.severity.name();
    let rule = escape(&diagnostic.rule);
    let mut out = format!(
        "<article class=\"card {level}\" id=\"n{id}\" data-f=\"{id}\" data-level=\"{level}\" data-rule=\"{rule}\">\n<h3><a href=\"#p{id}\"><span class=\"no\">{}</span>{}</a> <b>{}</b> {}</h3>\n<p>{}</p>\n",
        number + 1,
        escape(&words.place(&diagnostic.span, diagnostic.location.as_ref())),
        words.one(diagnostic.severity),
        name(diagnostic),
        escape(&diagnostic.message)
    );
    if !diagnostic.labels.is_empty() {
        out.push_str("<ul class=\"proof\">");
        for (at, label) in diagnostic.labels.iter().enumerate() {
            let line = escape(&words.place(&label.span, label.location.as_ref()));
            let message = escape(&label.message);
            // Another draft may or may not be on this page.
            out.push_str(&if label.path == diagnostic.path {
                let mut quoted = escape(&quoted(text, &label.span, QUOTED)).to_string();
                // Where something is missing there is nothing to quote.
                if !quoted.is_empty() {
                    quoted = format!("<q>{quoted}</q>");
                }
                format!("<li><a href=\"#l{id}-{at}\">{line}</a> {message}{quoted}</li>")
            } else {
                format!("<li>{} {line} {message}</li>", escape(&label.path))
            });
        }
        out.push_str("</ul>\n");
    }
    if diagnostic.occurrences.len() > 1 {
        let spans: Vec<&Span> = diagnostic.occurrences.iter().collect();
        let count = words.places(spans.len(), &lines(&spans, words.0));
        out.push_str(&format!("<p class=\"more\">{count}</p>\n"));
    }
    if !helped && !diagnostic.help.is_empty() {
        out.push_str(&format!(
            "<p class=\"help\">{}{}</p>\n",
            words.help(),
            escape(&diagnostic.help)
        ));
    }
    if let Some(fix) = &diagnostic.fix {
        out.push_str(&mend(fix, text, words));
    }
    out.push_str("</article>\n");
    out
}

/// What the rule is called: its title and its name, or its name alone.
fn name(diagnostic: &Diagnostic) -> String {
    let rule = escape(&diagnostic.rule);
    match &*diagnostic.title {
        "" => format!("<code>{rule}</code>"),
        title => format!("<b>{}</b> <code>{rule}</code>", escape(title)),
    }
}

fn mend(fix: &DiagnosticFix, text: &str, words: Words) -> String {
    let mut out = format!("<p class=\"fix\">{}{}", words.fix(), escape(&fix.title));
    if fix.edits.len() <= EDITS {
        for edit in &fix.edits {
            out.push_str(&format!(
                " <del>{}</del><ins>{}</ins>",
                escape(&quoted(text, &edit.span, QUOTED)),
                escape(&edit.replacement)
            ));
        }
    }
    out.push_str("</p>\n");
    out
}

fn quoted(text: &str, span: &Span, most: usize) -> String {
    let text = text
        .get(span.start.offset..span.end.offset)
        .unwrap_or_default();
    crate::engine::cut(text, most)
}
