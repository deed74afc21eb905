//! After any edits the server says what it says of the same text opened anew; and it ends with its client.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{all, client::Client, folder, uri};

#[path = "../../fuzz/grammar.rs"]
mod grammar;

/// A fixed sequence of numbers that look random.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }
}

/// Line and column, in UTF-16 units, of byte `offset` of `text`.
fn place(text: &str, offset: usize) -> [u32; 2] {
    let line = text[..offset].matches('\n').count();
    let start = text[..offset].rfind('\n').map_or(0, |end| end + 1);
    let column = text[start..offset].encode_utf16().count();
    [line as u32, column as u32]
}

#[test]
fn after_many_edits_it_says_what_a_fresh_lint_says() {
    let folder = folder();
    let (mut client, _) = Client::introduced(folder.path(), &all());
    let mut numbers = Numbers(7);
    for (name, language) in [("a.txt", "plaintext"), ("a.md", "markdown")] {
        let edited = uri(&folder, name);
        let mut text = String::from("一、工作回顾\n感谢***同志。\n");
        client.open(&edited, language, &text);
        let mut version = 1;
        for round in 0..6 {
            for _ in 0..30 {
                // A lone carriage return is a line end to clients, and none to this reckoning of lines.
                let bytes: Vec<u8> = (0..numbers.below(4))
                    .map(|_| numbers.below(110) as u8)
                    .collect();
                let new = grammar::draft(&bytes).replace('\r', "");
                let ends: Vec<usize> = text
                    .char_indices()
                    .map(|(at, _)| at)
                    .chain([text.len()])
                    .collect();
                let from = numbers.below(ends.len());
                let to = (from + numbers.below(6)).min(ends.len() - 1);
                version += 1;
                let at = [place(&text, ends[from]), place(&text, ends[to])];
                client.change(&edited, version, at, &new);
                text.replace_range(ends[from]..ends[to], &new);
            }
            let after = client.diagnostics(&edited, Some(version));
            let fresh = uri(&folder, &format!("fresh{round}{name}"));
            client.open(&fresh, language, &text);
            let anew = client.diagnostics(&fresh, Some(1));
            let as_edited = Value::Array(anew).to_string().replace(&fresh, &edited);
            assert_eq!(Value::Array(after).to_string(), as_edited, "{text:?}");
            client.tell(
                "textDocument/didClose",
                json!({"textDocument": {"uri": fresh}}),
            );
        }
    }
    assert!(client.leave().success());
}

#[cfg(unix)]
#[test]
fn it_ends_when_its_client_does() {
    let folder = folder();
    let mut parent = Command::new("sleep").arg("60").spawn().expect("starts");
    let mut client = Client::start(folder.path());
    let answer = client.ask(
        "initialize",
        json!({"processId": parent.id(), "rootUri": null, "capabilities": {}}),
    );
    assert!(answer["result"].is_object());
    assert!(!client.has_ended());
    parent.kill().expect("ends");
    parent.wait().expect("ends");
    let begun = Instant::now();
    while !client.has_ended() {
        assert!(
            begun.elapsed() < Duration::from_secs(30),
            "it serves nobody"
        );
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_client_that_cannot_be_seen_is_served() {
    let folder = folder();
    let mut client = Client::start(folder.path());
    // As from within another container.
    client.ask(
        "initialize",
        json!({"processId": 2_147_483_646, "rootUri": null, "capabilities": {}}),
    );
    std::thread::sleep(Duration::from_secs(4));
    assert!(!client.has_ended());
    assert!(client.leave().success());
}
