//! What the client said of itself.

use std::path::PathBuf;

use clap::ValueEnum;
use hongbi::rules::Lang;
use serde_json::{Value, json};

use crate::lsp::{protocol, text::Encoding, uri};

/// What matters of `initialize`. Whatever is missing or of an odd shape counts as not supported.
#[derive(Debug, Default)]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// Whether diagnostics may point at other places.
    pub(super) related: bool,
    /// Whether edits may name the version that they belong to.
    pub(super) document_changes: bool,
    /// Whether an edit may create a file.
    pub(super) create: bool,
    /// Whether symbols may be a tree.
    pub(super) hierarchical: bool,
    /// Whether hovers may be Markdown.
    pub(super) markdown: bool,
    /// Whether it speaks of changed files on request.
    pub(super) watch: bool,
    /// The language that its settings name.
    pub(super) lang: Option<Lang>,
    /// The language that it speaks itself.
    pub(super) locale: Option<Lang>,
    /// The folder that it has open.
    pub(super) root: Option<PathBuf>,
    /// Its process, without which the server has nobody to serve.
    pub(super) process: Option<i32>,
}

impl Client {
    pub(super) fn read(params: &Value) -> Self {
        let at = |pointer: &str| params.pointer(pointer);
        let yes = |pointer: &str| at(pointer) == Some(&Value::Bool(true));
        let names = |pointer: &str| -> Vec<&str> {
            let list = at(pointer).and_then(Value::as_array);
            list.into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect()
        };
        let text = |pointer: &str| at(pointer).and_then(Value::as_str);
        let root = text("/workspaceFolders/0/uri").or(text("/rootUri"));
        Self {
            encoding: Encoding::negotiate(names("/capabilities/general/positionEncodings")),
            related: yes("/capabilities/textDocument/publishDiagnostics/relatedInformation"),
            document_changes: yes("/capabilities/workspace/workspaceEdit/documentChanges"),
            create: names("/capabilities/workspace/workspaceEdit/resourceOperations")
                .contains(&"create"),
            hierarchical: yes(
                "/capabilities/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport",
            ),
            markdown: names("/capabilities/textDocument/hover/contentFormat").contains(&"markdown"),
            watch: yes("/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration"),
            lang: text("/initializationOptions/lang").and_then(lang),
            locale: text("/locale").and_then(|name| lang(name.split(['-', '_']).next()?)),
            root: root
                .and_then(uri::to_path)
                .or_else(|| text("/rootPath").map(PathBuf::from)),
            // A client in another container names a process that is not there; it is not waited for.
            process: at("/processId")
                .and_then(Value::as_i64)
                .and_then(|id| i32::try_from(id).ok())
                .filter(|&id| is_running(id)),
        }
    }

    /// What `initialize` answers.
    pub(super) fn greeting(&self) -> Value {
        json!({
            "serverInfo": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
            "capabilities": {
                "positionEncoding": self.encoding.name(),
                "textDocumentSync": {"openClose": true, "change": 2, "save": {"includeText": false}},
                "codeActionProvider": {"codeActionKinds": ["quickfix", "source.fixAll.hongbi"]},
                "hoverProvider": true,
                "documentSymbolProvider": true,
                "executeCommandProvider": {"commands": [protocol::SHOW_ALLOW]},
            },
        })
    }
}

/// Whether there is a process `id`.
pub(super) fn is_running(id: i32) -> bool {
    #[cfg(unix)]
    {
        use rustix::{io::Errno, process};
        process::Pid::from_raw(id)
            .is_some_and(|id| process::test_kill_process(id) != Err(Errno::SRCH))
    }
    #[cfg(not(unix))]
    {
        let _ = id;
        true
    }
}

/// The language with this name.
pub(super) fn lang(name: &str) -> Option<Lang> {
    Lang::from_str(name, true).ok()
}
