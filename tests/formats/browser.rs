//! A browser to look at pages with: headless Chromium, spoken to over its debugging pipe.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(60);
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

pub(crate) struct Browser {
    child: Child,
    stdin: ChildStdin,
    incoming: Receiver<Value>,
    session: Option<String>,
    next: u64,
    /// What pages complained of.
    pub(crate) errors: Vec<String>,
    /// Whether the page at hand is loaded.
    loaded: bool,
    _profile: TempDir,
}

impl Browser {
    /// Starts the browser and opens an empty page; `None` where there is no browser.
    pub(crate) fn start() -> Option<Self> {
        let program = find()?;
        let profile = TempDir::new().expect("a folder");
        let quiet = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync --disable-quic --force-prefers-reduced-motion";
        // The pipe is the browser's files 3 and 4.
        let mut child = Command::new("sh")
            .args(["-c", &format!("exec \"$0\" {quiet} --user-data-dir=\"$1\" --remote-debugging-pipe 3<&0 4>&1 >/dev/null 2>&1")])
            .arg(program)
            .arg(profile.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let stdin = child.stdin.take().expect("piped");
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        let (sender, incoming) = mpsc::channel();
        thread::spawn(move || {
            let mut message = Vec::new();
            while stdout
                .read_until(0, &mut message)
                .is_ok_and(|read| read > 0)
            {
                message.pop();
                let Ok(value) = serde_json::from_slice(&message) else {
                    return;
                };
                if sender.send(value).is_err() {
                    return;
                }
                message.clear();
            }
        });
        let mut browser = Self {
            child,
            stdin,
            incoming,
            session: None,
            next: 0,
            errors: Vec::new(),
            loaded: false,
            _profile: profile,
        };
        let target = browser.ask("Target.createTarget", json!({"url": "about:blank"}));
        let attached = browser.ask(
            "Target.attachToTarget",
            json!({"targetId": target["targetId"], "flatten": true}),
        );
        browser.session = attached["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page.enable", "Runtime.enable", "Log.enable"] {
            browser.ask(domain, json!({}));
        }
        Some(browser)
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers write it where they call"
    )]
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        let mut message = json!({"id": id, "method": method, "params": params});
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        write!(self.stdin, "{message}\0").expect("written");
        self.stdin.flush().expect("flushed");
        loop {
            let message = self.receive();
            if message["id"] == json!(id) {
                assert!(message.get("error").is_none(), "{method}: {message}");
                return message["result"].clone();
            }
        }
    }

    fn receive(&mut self) -> Value {
        let message = self.incoming.recv_timeout(PATIENCE).expect("an answer");
        let params = &message["params"];
        match message["method"].as_str().unwrap_or_default() {
            "Page.loadEventFired" => self.loaded = true,
            "Runtime.exceptionThrown" => self.errors.push(params.to_string()),
            "Runtime.consoleAPICalled" if params["type"] == "error" => {
                self.errors.push(params.to_string());
            }
            "Log.entryAdded" if params["entry"]["level"] == "error" => {
                self.errors.push(params.to_string());
            }
            _ => {}
        }
        message
    }

    /// Opens the page at `path` in a window this wide.
    pub(crate) fn open(&mut self, path: &Path, width: u32) {
        let size =
            json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600});
        self.ask("Emulation.setDeviceMetricsOverride", size);
        self.loaded = false;
        let address = format!("file://{}", path.display());
        self.ask("Page.navigate", json!({"url": address}));
        while !self.loaded {
            self.receive();
        }
    }

    /// The value of `expression` in the page.
    pub(crate) fn eval(&mut self, expression: &str) -> Value {
        let params = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let answer = self.ask("Runtime.evaluate", params);
        assert!(
            answer.get("exceptionDetails").is_none(),
            "{expression}: {answer}"
        );
        answer["result"]["value"].clone()
    }

    /// Waits until `expression` holds.
    pub(crate) fn until(&mut self, expression: &str) {
        let begun = Instant::now();
        while self.eval(expression) != json!(true) {
            assert!(begun.elapsed() < PATIENCE, "never: {expression}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Clicks with the mouse into the middle of the first line of the element `selector`.
    pub(crate) fn click(&mut self, selector: &str) {
        let middle = format!(
            "(() => {{ const at = document.querySelector({selector:?}); at.scrollIntoView({{block: 'center', behavior: 'instant'}}); const box = at.getClientRects()[0]; return [box.x + box.width / 2, box.y + box.height / 2]; }})()"
        );
        let middle = self.eval(&middle);
        for kind in ["mousePressed", "mouseReleased"] {
            let params = json!({"type": kind, "x": middle[0], "y": middle[1], "button": "left", "clickCount": 1});
            self.ask("Input.dispatchMouseEvent", params);
        }
    }

    /// Keeps a picture of the whole page in the folder that `HONGBI_PICTURES` names, to be looked at.
    pub(crate) fn picture(&mut self, name: &str) {
        let Some(folder) = env::var_os("HONGBI_PICTURES") else {
            return;
        };
        for (name, whole) in [(name.to_owned(), false), (format!("{name}-whole"), true)] {
            let params = json!({"format": "png", "captureBeyondViewport": whole});
            let params = if whole {
                let size = self.ask("Page.getLayoutMetrics", json!({}))["cssContentSize"].clone();
                let clip = json!({"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1});
                json!({"format": "png", "captureBeyondViewport": true, "clip": clip})
            } else {
                params
            };
            let answer = self.ask("Page.captureScreenshot", params);
            let bytes = decoded(answer["data"].as_str().unwrap_or_default());
            let path = Path::new(&folder).join(format!("{name}.png"));
            std::fs::write(path, bytes).expect("written");
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The browser on this machine.
fn find() -> Option<PathBuf> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH")?).collect();
    NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|path| path.is_file())
}

/// The bytes of `text`, which is Base64.
fn decoded(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut out, mut bits, mut count) = (Vec::new(), 0u32, 0);
    for value in text
        .bytes()
        .filter_map(|c| LETTERS.iter().position(|&letter| letter == c))
    {
        bits = bits << 6 | value as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xff) as u8);
        }
    }
    out
}
