//! A request for actions.

use std::ops::Range;

use hongbi::{
    config::Config,
    engine::{Diagnostic, ReplacedText},
    rules::Lang,
};
use serde_json::{Value, json};

use crate::lsp::{client::Client, open_document::OpenDocument};

/// What the actions are offered for.
pub(super) struct Request<'a> {
    pub(super) draft: &'a OpenDocument,
    pub(super) client: &'a Client,
    pub(super) lang: Lang,
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// The kinds asked for, all where `None`.
    pub(super) only: Option<Vec<String>>,
    /// The draft's configuration, and its text where the client has it open.
    pub(super) config: Option<&'a Config>,
    pub(super) config_draft: Option<&'a OpenDocument>,
}

impl Request<'_> {
    pub(super) fn wants(&self, kind: &str) -> bool {
        let covers = |asked: &String| {
            kind.strip_prefix(asked.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || asked.is_empty())
        };
        self.only
            .as_ref()
            .is_none_or(|only| only.iter().any(covers))
    }

    /// The findings that touch the range.
    pub(super) fn touched(&self) -> impl Iterator<Item = &Diagnostic> {
        self.draft.found.iter().filter(|found| {
            found.span.start.offset <= self.range.end && self.range.start <= found.span.end.offset
        })
    }

    pub(super) fn edit(&self, edits: &[&ReplacedText]) -> Value {
        let edits: Vec<Value> = edits
            .iter()
            .map(|edit| json!({"range": self.draft.text.span(&edit.span), "newText": edit.replacement}))
            .collect();
        self.edits(&edits)
    }

    /// The protocol's `edits` as a change of the draft.
    pub(super) fn edits(&self, edits: &[Value]) -> Value {
        let uri = &self.draft.uri;
        if self.client.document_changes {
            // The version keeps the client from applying this to a text that went on.
            let document = json!({"uri": uri, "version": self.draft.version});
            json!({"documentChanges": [{"textDocument": document, "edits": edits}]})
        } else {
            json!({"changes": {uri: edits}})
        }
    }
}
