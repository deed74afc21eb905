//! The parts of the protocol that are read. Addresses stay text: clients send Chinese file names
//! both percent-encoded and as they are, and the latter is no URI that a strict type would take.

use lsp_server::{ErrorCode, ResponseError};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// The command that shows an entry to clients that cannot create a file.
pub(super) const SHOW_ALLOW: &str = "hongbi.showAllow";

/// A place; `character` counts units of the encoding agreed upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Position {
    pub(super) line: u32,
    pub(super) character: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Range {
    pub(super) start: Position,
    pub(super) end: Position,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DidOpen {
    pub(super) text_document: Opened,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Opened {
    pub(super) uri: String,
    #[serde(default)]
    pub(super) language_id: String,
    pub(super) version: Option<i64>,
    pub(super) text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DidChange {
    pub(super) text_document: Versioned,
    pub(super) content_changes: Vec<Change>,
}

#[derive(Deserialize)]
pub(super) struct Versioned {
    pub(super) uri: String,
    pub(super) version: Option<i64>,
}

/// A replacement of `range`, or of the whole text.
#[derive(Deserialize)]
pub(super) struct Change {
    pub(super) range: Option<Range>,
    pub(super) text: String,
}

/// What names a document and nothing more: close, save, symbols.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OfDocument {
    pub(super) text_document: Versioned,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AtPosition {
    pub(super) text_document: Versioned,
    pub(super) position: Position,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CodeAction {
    pub(super) text_document: Versioned,
    pub(super) range: Range,
    #[serde(default)]
    pub(super) context: CodeActionContext,
}

#[derive(Default, Deserialize)]
pub(super) struct CodeActionContext {
    pub(super) only: Option<Vec<String>>,
}

#[derive(Deserialize)]
pub(super) struct ExecuteCommand {
    pub(super) command: String,
    #[serde(default)]
    pub(super) arguments: Vec<Value>,
}

/// `params` as what the method takes.
pub(super) fn read<T: DeserializeOwned>(params: Value) -> Result<T, ResponseError> {
    serde_json::from_value(params)
        .map_err(|error| failure(ErrorCode::InvalidParams, error.to_string()))
}

pub(super) fn failure(code: ErrorCode, message: impl Into<String>) -> ResponseError {
    ResponseError {
        code: code as i32,
        message: message.into(),
        data: None,
    }
}
