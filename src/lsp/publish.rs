//! Findings and mistakes of configurations as the protocol's diagnostics.

use hongbi::{
    config::ConfigError,
    engine::Diagnostic,
    report::shown,
    rules::{Lang, Level},
};
use serde_json::{Value, json};

use crate::lsp::{client::Client, open_document::OpenDocument, text::Text, uri};

const SOURCE: &str = "hongbi";
/// The code of mistakes in a configuration.
const CONFIG: &str = "config";

/// `diagnostic`, found in `draft`.
pub(super) fn diagnostic(diagnostic: &Diagnostic, draft: &OpenDocument, client: &Client) -> Value {
    let mut out = json!({
        "range": draft.text.span(&diagnostic.span),
        "severity": severity(diagnostic.severity),
        "code": diagnostic.rule,
        "source": SOURCE,
        "message": with_help(&shown(&diagnostic.message), &shown(&diagnostic.help)),
    });
    if client.related && !diagnostic.labels.is_empty() {
        // A place in another file has lines that are not known here.
        let own = diagnostic
            .labels
            .iter()
            .filter(|label| label.path == diagnostic.path);
        out["relatedInformation"] = own
            .map(|label| {
                let location = json!({"uri": draft.uri, "range": draft.text.span(&label.span)});
                json!({"location": location, "message": shown(&label.message)})
            })
            .collect();
    }
    out
}

/// Every mistake of a configuration whose text is `text`.
pub(super) fn problems(error: &ConfigError, text: &Text, lang: Lang) -> Vec<Value> {
    error
        .problems
        .iter()
        .map(|problem| {
            let hint = problem.hint.as_ref().map_or("", |hint| hint.get(lang));
            json!({
                "range": text.range(&problem.span),
                "severity": 1,
                "code": CONFIG,
                "source": SOURCE,
                "message": with_help(&shown(problem.message.get(lang)), &shown(hint)),
            })
        })
        .collect()
}

/// What is at the head of a draft that cannot be linted for its configuration.
pub(super) fn unusable(error: &ConfigError, client: &Client, lang: Lang) -> Value {
    let start = json!({"line": 0, "character": 0});
    let mut out = json!({
        "range": {"start": start, "end": start},
        "severity": 1,
        "code": CONFIG,
        "source": SOURCE,
        "message": error.summary(lang),
    });
    if client.related {
        let text = Text::new(error.text.to_string(), client.encoding);
        out["relatedInformation"] = error
            .problems
            .iter()
            .map(|problem| {
                let range = text.range(&problem.span);
                let location = json!({"uri": uri::of_path(&error.path), "range": range});
                json!({"location": location, "message": problem.message.get(lang)})
            })
            .collect();
    }
    out
}

fn severity(level: Level) -> u8 {
    match level {
        Level::Error => 1,
        Level::Warning => 2,
        Level::Info | Level::Off => 3,
    }
}

fn with_help(message: &str, help: &str) -> String {
    if help.is_empty() {
        message.to_owned()
    } else {
        format!("{message}\n{help}")
    }
}
