//! A client that speaks the protocol with the built binary.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, Command, ExitStatus, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Client {
    child: Child,
    stdin: Option<ChildStdin>,
    incoming: Receiver<Value>,
    next: i64,
    /// The last diagnostics published, by address.
    published: Vec<Value>,
}

impl Client {
    /// Starts a server in `folder`.
    pub(crate) fn start(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_hongbi"))
            .args(["lsp"])
            .current_dir(folder)
            .env("LC_ALL", "zh_CN.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let stdin = child.stdin.take();
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        let (sender, incoming) = mpsc::channel();
        thread::spawn(move || {
            while let Some(message) = receive(&mut stdout) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            stdin,
            incoming,
            next: 0,
            published: Vec::new(),
        }
    }

    /// Starts a server and introduces itself with `capabilities`; returns the server's.
    pub(crate) fn introduced(folder: &Path, capabilities: &Value) -> (Self, Value) {
        let mut client = Self::start(folder);
        let root = address(folder);
        let answer = client.ask(
            "initialize",
            json!({"processId": null, "rootUri": root, "capabilities": capabilities}),
        );
        client.tell("initialized", json!({}));
        (client, answer["result"].clone())
    }

    pub(crate) fn send(&mut self, body: &str) {
        let stdin = self.stdin.as_mut().expect("open");
        write!(stdin, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("written");
        stdin.flush().expect("flushed");
    }

    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}).to_string());
    }

    /// Sends a request and returns the whole answer.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(
            &json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string(),
        );
        loop {
            let message = self.receive();
            if message["id"] == json!(id) && message.get("method").is_none() {
                return message;
            }
        }
    }

    /// The next message.
    pub(crate) fn receive(&mut self) -> Value {
        let message = self.incoming.recv_timeout(PATIENCE).expect("an answer");
        if message["method"] == "textDocument/publishDiagnostics" {
            self.published.push(message["params"].clone());
        }
        message
    }

    /// The diagnostics of `uri` at `version`, which may have come already.
    pub(crate) fn diagnostics(&mut self, uri: &str, version: Option<i64>) -> Vec<Value> {
        loop {
            let found = self.published.iter().position(|params| {
                params["uri"] == uri && params.get("version").and_then(Value::as_i64) == version
            });
            if let Some(found) = found {
                let params = self.published.remove(found);
                return params["diagnostics"].as_array().expect("a list").clone();
            }
            self.receive();
        }
    }

    pub(crate) fn open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Replaces `start..end`, each line and column.
    pub(crate) fn change(&mut self, uri: &str, version: i64, at: [[u32; 2]; 2], text: &str) {
        let change = json!({"range": range(at), "text": text});
        self.tell(
            "textDocument/didChange",
            json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]}),
        );
    }

    /// Takes leave as the protocol has it.
    pub(crate) fn leave(mut self) -> ExitStatus {
        assert_eq!(self.ask("shutdown", Value::Null)["result"], Value::Null);
        self.tell("exit", Value::Null);
        self.child.wait().expect("it ends")
    }

    /// Whether the server has ended of itself.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("looked").is_some()
    }

    /// Goes away without a word.
    pub(crate) fn vanish(mut self) -> ExitStatus {
        self.stdin = None;
        self.child.wait().expect("it ends")
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // Where a test failed the server still runs.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The `file:` address of `path`.
pub(crate) fn address(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let root = if path.starts_with('/') { "" } else { "/" };
    format!("file://{root}{path}")
}

pub(crate) fn range([start, end]: [[u32; 2]; 2]) -> Value {
    let place = |[line, character]: [u32; 2]| json!({"line": line, "character": character});
    json!({"start": place(start), "end": place(end)})
}

fn receive(input: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some(value) = line.strip_prefix("Content-Length: ") {
            length = value.trim().parse().ok()?;
        } else if line == "\r\n" {
            let mut body = vec![0; length];
            input.read_exact(&mut body).ok()?;
            return serde_json::from_slice(&body).ok();
        }
    }
}
