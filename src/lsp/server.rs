//! The server's state, and what each message does to it.

use std::{
    collections::{BTreeMap, HashMap},
    env, io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::Arc,
    time::Instant,
};

use hongbi::{
    Linter,
    config::{self, Config, Discovery},
    engine::Diagnostic,
    rules::{self, Lang},
};
use lsp_server::{ErrorCode, Message, Notification, Request, Response, ResponseError};
use serde_json::{Value, json};

use crate::lsp::{
    actions,
    client::{self, Client},
    hover,
    open_document::OpenDocument,
    protocol::{self, failure, read},
    request::Request as ActionRequest,
    state::{Phase, Server, said},
    symbols,
    wire::{Problem, Wire},
};

/// Whether to go on after a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Go,
    Exit,
}

impl Server {
    pub(super) fn new(wire: Wire, asked: Option<Lang>, fallback: Lang) -> Self {
        let lang = asked.unwrap_or(fallback);
        Self {
            wire,
            phase: Phase::New,
            client: Client::default(),
            asked,
            fallback,
            lang,
            linter: Linter::new(Discovery::nearest()).lang(lang),
            drafts: BTreeMap::new(),
            stamps: HashMap::new(),
            wrong: Vec::new(),
        }
    }

    pub(super) fn was_shut_down(&self) -> bool {
        self.phase == Phase::ShutDown
    }

    /// Whether the client has ended without a word.
    pub(super) fn is_orphaned(&self) -> bool {
        self.client
            .process
            .is_some_and(|id| !client::is_running(id))
    }

    /// When the next draft is to be linted.
    pub(super) fn due(&self) -> Option<Instant> {
        self.drafts.values().filter_map(OpenDocument::due).min()
    }

    /// Lints the draft that is due first.
    pub(super) fn lint_due(&mut self) -> io::Result<()> {
        let first = self
            .drafts
            .values()
            .filter_map(|draft| Some((draft.due()?, &draft.uri)))
            .min()
            .map(|(_, uri)| uri.clone());
        first.map_or(Ok(()), |uri| self.lint(&uri))
    }

    pub(super) fn reject(&mut self, problem: &Problem) -> io::Result<()> {
        self.wire.reject(problem)
    }

    pub(super) fn take(&mut self, message: Message) -> io::Result<Next> {
        match message {
            Message::Request(request) => self.answer(request)?,
            Message::Notification(notification) if notification.method == "exit" => {
                return Ok(Next::Exit);
            }
            Message::Notification(notification) if self.phase == Phase::Running => {
                // A notification has no answer, so what is wrong with it can only be logged.
                if let Err(error) = self.guarded(|server| server.note(notification)) {
                    self.notify(
                        "window/logMessage",
                        json!({"type": 2, "message": error.message}),
                    )?;
                }
            }
            Message::Notification(_) | Message::Response(_) => {}
        }
        Ok(Next::Go)
    }

    fn answer(&mut self, request: Request) -> io::Result<()> {
        let id = request.id.clone();
        let result = match (self.phase, request.method.as_str()) {
            (Phase::New, "initialize") => Ok(self.initialize(&request.params)),
            (Phase::New, _) => Err(failure(
                ErrorCode::ServerNotInitialized,
                "initialize comes first",
            )),
            (Phase::Running, "shutdown") => {
                self.phase = Phase::ShutDown;
                Ok(Value::Null)
            }
            (Phase::Running, "initialize") | (Phase::ShutDown, _) => Err(failure(
                ErrorCode::InvalidRequest,
                format!("{} comes too late", request.method),
            )),
            (Phase::Running, _) => self.guarded(|server| server.request(request)),
        };
        self.wire.send(match result {
            Ok(value) => Response::new_ok(id, value),
            Err(error) => Response::new_err(id, error.code, error.message),
        })
    }

    /// Does `work`; a panic in it is an error of this one message.
    fn guarded<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, ResponseError>,
    ) -> Result<T, ResponseError> {
        catch_unwind(AssertUnwindSafe(|| work(self)))
            .unwrap_or_else(|panic| Err(failure(ErrorCode::InternalError, said(&*panic))))
    }

    fn initialize(&mut self, params: &Value) -> Value {
        self.client = Client::read(params);
        self.phase = Phase::Running;
        self.reload();
        self.client.greeting()
    }

    fn request(&mut self, request: Request) -> Result<Value, ResponseError> {
        match request.method.as_str() {
            "textDocument/hover" => {
                let params: protocol::AtPosition = read(request.params)?;
                self.current(&params.text_document.uri)?;
                self.hover(&params)
            }
            "textDocument/codeAction" => {
                let params: protocol::CodeAction = read(request.params)?;
                self.current(&params.text_document.uri)?;
                self.actions(params)
            }
            "textDocument/documentSymbol" => {
                let params: protocol::OfDocument = read(request.params)?;
                let draft = self.draft(&params.text_document.uri)?;
                if draft.is_config() {
                    return Ok(json!([]));
                }
                Ok(symbols::of(draft, self.client.hierarchical).into())
            }
            "workspace/executeCommand" => {
                let params: protocol::ExecuteCommand = read(request.params)?;
                let entry = params.arguments.first().and_then(Value::as_str);
                let (protocol::SHOW_ALLOW, Some(entry)) = (params.command.as_str(), entry) else {
                    return Err(failure(ErrorCode::InvalidParams, "no such command"));
                };
                self.notify("window/showMessage", json!({"type": 3, "message": entry}))
                    .map_err(|error| failure(ErrorCode::InternalError, error.to_string()))?;
                Ok(Value::Null)
            }
            method => Err(failure(
                ErrorCode::MethodNotFound,
                format!("{method} is not known here"),
            )),
        }
    }

    fn note(&mut self, notification: Notification) -> Result<(), ResponseError> {
        let params = notification.params;
        match notification.method.as_str() {
            "initialized" => self.watch(),
            "textDocument/didOpen" => {
                let opened = read::<protocol::DidOpen>(params)?.text_document;
                let folder = self.folder();
                let draft = OpenDocument::new(opened, self.client.encoding, &folder);
                self.drafts.insert(draft.uri.clone(), draft);
                Ok(())
            }
            "textDocument/didChange" => {
                let params: protocol::DidChange = read(params)?;
                let document = params.text_document;
                if let Some(draft) = self.drafts.get_mut(&document.uri) {
                    draft.change(document.version, params.content_changes);
                }
                Ok(())
            }
            "textDocument/didSave" => {
                let uri = read::<protocol::OfDocument>(params)?.text_document.uri;
                if self.drafts.get(&uri).is_some_and(OpenDocument::is_config) {
                    self.reload();
                }
                Ok(())
            }
            "textDocument/didClose" => {
                let uri = read::<protocol::OfDocument>(params)?.text_document.uri;
                match self.drafts.remove(&uri) {
                    Some(_) => self.publish(&uri, None, &[]).map_err(broken),
                    None => Ok(()),
                }
            }
            "workspace/didChangeWatchedFiles" => {
                self.reload();
                Ok(())
            }
            "workspace/didChangeConfiguration" => {
                let name = params
                    .pointer("/settings/hongbi/lang")
                    .and_then(Value::as_str);
                if let Some(name) = name {
                    self.client.lang = client::lang(name);
                    self.reload();
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Asks to hear of changed configurations.
    fn watch(&mut self) -> Result<(), ResponseError> {
        if !self.client.watch {
            return Ok(());
        }
        let watchers = json!([{"globPattern": format!("**/{}", config::FILE)}]);
        let registration = json!({
            "id": "config",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": {"watchers": watchers},
        });
        let params = json!({"registrations": [registration]});
        let request = Request::new(1.into(), "client/registerCapability".into(), params);
        self.wire.send(request).map_err(broken)
    }

    /// Forgets every configuration read, and lints all drafts anew.
    pub(super) fn reload(&mut self) {
        let discovery = Discovery::nearest();
        let here = discovery.config(&self.folder().join("draft.txt")).ok();
        self.lang = self
            .asked
            .or(self.client.lang)
            .or(here.and_then(|config| config.lang))
            .or(self.client.locale)
            .unwrap_or(self.fallback);
        self.linter = Linter::new(discovery).lang(self.lang);
        self.stamps.clear();
        self.drafts.values_mut().for_each(OpenDocument::outdate);
    }

    /// Where drafts without a file are thought to be.
    fn folder(&self) -> PathBuf {
        let root = self.client.root.clone();
        root.or_else(|| env::current_dir().ok()).unwrap_or_default()
    }

    fn draft(&self, uri: &str) -> Result<&OpenDocument, ResponseError> {
        self.drafts
            .get(uri)
            .ok_or_else(|| failure(ErrorCode::InvalidParams, format!("{uri} is not open")))
    }

    /// Sees to it that what is known of the document is of its present text and
    /// configuration.
    fn current(&mut self, uri: &str) -> Result<(), ResponseError> {
        let path = self.draft(uri)?.path.clone();
        self.reload_if_changed(&path);
        if self.draft(uri)?.due().is_some() {
            self.lint(uri).map_err(broken)?;
        }
        Ok(())
    }

    fn hover(&self, params: &protocol::AtPosition) -> Result<Value, ResponseError> {
        let draft = self.draft(&params.text_document.uri)?;
        let at = draft.text.offset(params.position);
        let here = |found: &&Diagnostic| {
            let span = &found.span;
            (span.start.offset..span.end.offset.max(span.start.offset + 1)).contains(&at)
        };
        let found: Vec<&Diagnostic> = draft.found.iter().filter(here).collect();
        let Some(first) = found.first() else {
            return Ok(Value::Null);
        };
        let config = self.config(draft);
        let custom = config.as_ref().map_or(&[][..], |config| &config.custom);
        let markdown = self.client.markdown;
        let parts: Vec<String> = found
            .iter()
            .map(|found| {
                let own = || custom.iter().find(|rule| rule.name == found.rule);
                let rule = rules::find(&found.rule).or_else(own);
                hover::explain(found, rule.map(|rule| &**rule), self.lang, markdown)
            })
            .collect();
        let kind = if markdown { "markdown" } else { "plaintext" };
        Ok(json!({
            "contents": {"kind": kind, "value": parts.join("\n\n---\n\n")},
            "range": draft.text.span(&first.span),
        }))
    }

    fn actions(&self, params: protocol::CodeAction) -> Result<Value, ResponseError> {
        let draft = self.draft(&params.text_document.uri)?;
        let config = self.config(draft);
        let start = draft.text.offset(params.range.start);
        let end = draft.text.offset(params.range.end).max(start);
        let config_draft = config
            .as_ref()
            .and_then(|config| self.drafts.values().find(|draft| draft.path == config.path));
        let request = ActionRequest {
            draft,
            client: &self.client,
            lang: self.lang,
            range: start..end,
            only: params.context.only,
            config: config.as_deref(),
            config_draft,
        };
        Ok(actions::list(&request).into())
    }

    fn config(&self, draft: &OpenDocument) -> Option<Arc<Config>> {
        self.linter.discovery().config(&draft.path).ok()
    }

    pub(super) fn publish(
        &mut self,
        uri: &str,
        version: Option<i64>,
        shown: &[Value],
    ) -> io::Result<()> {
        let mut params = json!({"uri": uri, "diagnostics": shown});
        if let Some(version) = version {
            params["version"] = version.into();
        }
        self.notify("textDocument/publishDiagnostics", params)
    }

    pub(super) fn notify(&mut self, method: &str, params: Value) -> io::Result<()> {
        self.wire.send(Notification {
            method: method.into(),
            params,
        })
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn broken(error: io::Error) -> ResponseError {
    failure(ErrorCode::InternalError, error.to_string())
}
