//! The language server, spoken to over standard input and output.

#![allow(
    clippy::expect_used,
    clippy::needless_pass_by_value,
    clippy::print_stderr,
    reason = "a test ends by panicking, and says where it was skipped"
)]

mod client;
mod edits;
mod neovim;

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use client::{Client, address, range};

/// The finding is behind a character beyond the BMP.
const DRAFT: &str = "一、工作回顾\n𠮷林厂感谢***同志的大力支持。\n二、工作安排\n（一）抓好农业\n";

fn folder() -> TempDir {
    TempDir::new().expect("a folder")
}

fn uri(folder: &TempDir, name: &str) -> String {
    address(&folder.path().join(name))
}

fn all() -> Value {
    json!({
        "general": {"positionEncodings": ["utf-16"]},
        "workspace": {
            "workspaceEdit": {"documentChanges": true, "resourceOperations": ["create"]},
            "didChangeWatchedFiles": {"dynamicRegistration": true},
        },
        "textDocument": {
            "publishDiagnostics": {"relatedInformation": true},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            "hover": {"contentFormat": ["markdown", "plaintext"]},
        },
    })
}

/// The actions offered for the place `at`.
fn actions(client: &mut Client, uri: &str, at: [[u32; 2]; 2]) -> Vec<Value> {
    let params = json!({
        "textDocument": {"uri": uri},
        "range": range(at),
        "context": {"diagnostics": []},
    });
    let answer = client.ask("textDocument/codeAction", params);
    answer["result"].as_array().expect("a list").clone()
}

/// `text` after edits whose columns count UTF-16 units.
fn applied(text: &str, edits: &Value) -> String {
    let mut units: Vec<u16> = text.encode_utf16().collect();
    let offset = |units: &[u16], place: &Value| {
        let line = place["line"].as_u64().expect("a line") as usize;
        let column = place["character"].as_u64().expect("a column") as usize;
        let ends = units.iter().enumerate().filter(|(_, unit)| **unit == 10);
        let start = (line > 0).then(|| ends.map(|(at, _)| at + 1).nth(line - 1));
        start.flatten().unwrap_or(0) + column
    };
    for edit in edits.as_array().expect("edits").iter().rev() {
        let start = offset(&units, &edit["range"]["start"]);
        let end = offset(&units, &edit["range"]["end"]);
        units.splice(
            start..end,
            edit["newText"].as_str().expect("text").encode_utf16(),
        );
    }
    String::from_utf16(&units).expect("whole characters")
}

#[test]
fn findings_follow_the_edits() {
    let folder = folder();
    let (mut client, greeting) = Client::introduced(folder.path(), &all());
    assert_eq!(greeting["capabilities"]["positionEncoding"], "utf-16");
    let uri = uri(&folder, "报告.txt");
    client.open(&uri, "plaintext", DRAFT);
    let found = client.diagnostics(&uri, Some(1));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["code"], "redaction-placeholder");
    assert_eq!(found[0]["source"], "hongbi");
    assert_eq!(found[0]["severity"], 1);
    // 𠮷 counts twice.
    assert_eq!(found[0]["range"], range([[1, 6], [1, 9]]));

    // Two edits in a row: a line above, then characters before the finding.
    client.change(&uri, 2, [[0, 0], [0, 0]], "工作报告\n");
    client.change(&uri, 3, [[2, 2], [2, 4]], "𠮷田造纸");
    let found = client.diagnostics(&uri, Some(3));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["range"], range([[2, 9], [2, 12]]));

    client.change(&uri, 4, [[2, 9], [2, 12]], "李平");
    assert_eq!(client.diagnostics(&uri, Some(4)), [] as [Value; 0]);
    client.tell(
        "textDocument/didClose",
        json!({"textDocument": {"uri": uri}}),
    );
    assert_eq!(client.diagnostics(&uri, None), [] as [Value; 0]);
    assert!(client.leave().success());
}

#[test]
fn columns_count_what_the_client_asks_for() {
    for (encoding, columns) in [("utf-8", [16, 19]), ("utf-16", [6, 9]), ("utf-32", [5, 8])] {
        let folder = folder();
        let mut wishes = all();
        wishes["general"]["positionEncodings"] = json!(["utf-7", encoding, "utf-16"]);
        let (mut client, greeting) = Client::introduced(folder.path(), &wishes);
        assert_eq!(greeting["capabilities"]["positionEncoding"], encoding);
        let uri = uri(&folder, "a.txt");
        client.open(&uri, "plaintext", DRAFT);
        let found = client.diagnostics(&uri, Some(1));
        let expected = range([[1, columns[0]], [1, columns[1]]]);
        assert_eq!(found[0]["range"], expected, "{encoding}");
    }
}

#[test]
fn a_fix_mends_the_text_and_the_finding_goes() {
    let folder = folder();
    let (mut client, _) = Client::introduced(folder.path(), &all());
    let uri = uri(&folder, "a.txt");
    let text = "𠮷林厂的經驗值得推广。各部门要认真学习，抓好落实，确保全年任务完成。\n";
    client.open(&uri, "plaintext", text);
    let found = client.diagnostics(&uri, Some(1));
    assert!(!found.is_empty(), "a mixed script is found");
    // An edit whose finding nobody waited for: the actions are still those of the new text.
    client.change(&uri, 2, [[0, 0], [0, 0]], "抄送：\n");
    let offered = actions(&mut client, &uri, [[1, 0], [1, 40]]);
    let fix = offered
        .iter()
        .find(|action| action["kind"] == "quickfix" && action["isPreferred"].is_boolean())
        .expect("a fix is offered");
    let edit = &fix["edit"]["documentChanges"][0];
    assert_eq!(edit["textDocument"], json!({"uri": uri, "version": 2}));
    let mended = applied(&format!("抄送：\n{text}"), &edit["edits"]);
    assert!(mended.starts_with("抄送：\n𠮷林厂的经"), "{mended}");
    let gone = fix["diagnostics"][0]["range"].clone();
    let whole = json!({"text": mended});
    client.tell(
        "textDocument/didChange",
        json!({"textDocument": {"uri": uri, "version": 3}, "contentChanges": [whole]}),
    );
    let left = client.diagnostics(&uri, Some(3));
    assert!(left.iter().all(|found| found["range"] != gone), "{left:#?}");
}

#[test]
fn an_exception_goes_into_the_nearest_configuration() {
    let folder = folder();
    let (mut client, _) = Client::introduced(folder.path(), &all());
    let uri = uri(&folder, "a.txt");
    client.open(&uri, "plaintext", DRAFT);
    let place = [[1, 7], [1, 7]];
    let allow = |client: &mut Client| {
        let offered = actions(client, &uri, place);
        let found = offered.into_iter().find(|action| {
            action["title"]
                .as_str()
                .is_some_and(|title| title.contains("hongbi.toml"))
        });
        found.expect("an exception is offered")
    };
    // There is none yet, so one is made.
    let changes = allow(&mut client)["edit"]["documentChanges"].clone();
    let path = folder.path().join("hongbi.toml");
    assert_eq!(changes[0]["kind"], "create");
    assert_eq!(changes[0]["uri"], address(&path));
    let entry = changes[1]["edits"][0]["newText"]
        .as_str()
        .expect("an entry");
    assert!(
        entry.contains("rule = \"redaction-placeholder\""),
        "{entry}"
    );
    assert!(entry.contains("path = \"a.txt\""), "{entry}");
    // The next time it goes to the end of what is there.
    fs::write(&path, "lang = \"zh\"\n").expect("written");
    let changes = allow(&mut client)["edit"]["documentChanges"].clone();
    assert_eq!(changes[0]["edits"][0]["range"], range([[1, 0], [1, 0]]));
    let text = applied("lang = \"zh\"\n", &changes[0]["edits"]);
    fs::write(&path, text).expect("written");
    client.tell("workspace/didChangeWatchedFiles", json!({"changes": []}));
    loop {
        // One of the text as it was before the exception may come first.
        if client.diagnostics(&uri, Some(1)).is_empty() {
            break;
        }
    }
}

#[test]
fn an_exception_stands_in_a_markdown_draft_itself() {
    let folder = folder();
    let (mut client, _) = Client::introduced(folder.path(), &all());
    let uri = uri(&folder, "a.md");
    let text = "# 小结\n\n感谢***同志的大力支持。\n";
    client.open(&uri, "markdown", text);
    let here = |offered: Vec<Value>| {
        offered.into_iter().find(|action| {
            let title = action["title"].as_str().unwrap_or_default();
            title.contains("在稿件中注明")
        })
    };
    let action = here(actions(&mut client, &uri, [[2, 3], [2, 3]])).expect("offered");
    let edits = &action["edit"]["documentChanges"][0]["edits"];
    let with = applied(text, edits);
    let comment = "<!-- hongbi: allow(redaction-placeholder) 已核对，无须修改 -->\n";
    assert_eq!(with, text.replace("感谢", &format!("{comment}感谢")));
    let change = json!({"text": with});
    client.tell(
        "textDocument/didChange",
        json!({"textDocument": {"uri": uri, "version": 2}, "contentChanges": [change]}),
    );
    assert_eq!(client.diagnostics(&uri, Some(2)), Vec::<Value>::new());
    // Plain text has no comments.
    let plain = self::uri(&folder, "b.txt");
    client.open(&plain, "plaintext", text);
    assert!(here(actions(&mut client, &plain, [[2, 3], [2, 3]])).is_none());
}

#[test]
fn configurations_are_read_again_and_their_mistakes_shown() {
    let folder = folder();
    let (mut client, _) = Client::introduced(folder.path(), &all());
    let path = folder.path().join("hongbi.toml");
    let config = address(&path);
    let uri = uri(&folder, "a.txt");
    client.open(&uri, "plaintext", DRAFT);
    assert_eq!(client.diagnostics(&uri, Some(1)).len(), 1);
    fs::write(&path, "[rules]\nredaction-placeholdr = \"off\"\n").expect("written");
    // Not every client watches files: the next edit notices.
    client.change(&uri, 2, [[0, 0], [0, 0]], "　");
    let found = client.diagnostics(&uri, Some(2));
    assert_eq!(found[0]["code"], "config");
    let mistakes = client.diagnostics(&config, None);
    assert_eq!(mistakes[0]["range"], range([[1, 0], [1, 20]]));
    assert!(
        mistakes[0]["message"]
            .as_str()
            .expect("text")
            .contains("redaction-placeholder"),
        "says what was meant"
    );
    fs::write(&path, "[rules]\nredaction-placeholder = \"off\"\n").expect("written");
    client.change(&uri, 3, [[0, 0], [0, 1]], "");
    assert_eq!(client.diagnostics(&uri, Some(3)), [] as [Value; 0]);
    assert_eq!(client.diagnostics(&config, None), [] as [Value; 0]);
    // The configuration itself, while it is typed.
    client.open(&config, "toml", "fail_on = \"error\"\n");
    let mistakes = client.diagnostics(&config, Some(1));
    assert_eq!(mistakes[0]["range"], range([[0, 0], [0, 7]]));
}

#[test]
fn hovers_explain_and_symbols_outline() {
    let folder = folder();
    let (mut client, _) = Client::introduced(folder.path(), &all());
    let uri = uri(&folder, "a.txt");
    client.open(&uri, "plaintext", DRAFT);
    let hover = |client: &mut Client, line: u32, character: u32| {
        let position = json!({"line": line, "character": character});
        let params = json!({"textDocument": {"uri": uri}, "position": position});
        client.ask("textDocument/hover", params)["result"].clone()
    };
    let told = hover(&mut client, 1, 7);
    assert_eq!(told["range"], range([[1, 6], [1, 9]]));
    let text = told["contents"]["value"].as_str().expect("text");
    assert!(
        text.starts_with("**遮盖未补全**（redaction-placeholder，"),
        "{text}"
    );
    assert!(text.contains("“\\*\\*\\*”"), "signs stay signs: {text}");
    assert_eq!(hover(&mut client, 0, 0), Value::Null);

    let answer = client.ask(
        "textDocument/documentSymbol",
        json!({"textDocument": {"uri": uri}}),
    );
    let symbols = answer["result"].as_array().expect("a list").clone();
    let names: Vec<&Value> = symbols.iter().map(|symbol| &symbol["name"]).collect();
    assert_eq!(names, ["一、工作回顾", "二、工作安排"]);
    assert_eq!(symbols[0]["range"], range([[0, 0], [2, 0]]));
    assert_eq!(symbols[1]["children"][0]["name"], "（一）抓好农业");
    assert_eq!(
        symbols[1]["children"][0]["selectionRange"],
        range([[3, 0], [3, 7]])
    );
}

#[test]
fn drafts_that_were_never_saved_have_the_format_of_their_language() {
    let folder = folder();
    let (mut client, _) = Client::introduced(folder.path(), &all());
    let text = "感谢`***`的支持。\n\n感谢***同志的大力支持。\n";
    client.open("untitled:Untitled-1", "markdown", text);
    let found = client.diagnostics("untitled:Untitled-1", Some(1));
    assert_eq!(found.len(), 1, "code is no prose: {found:#?}");
    assert_eq!(
        found[0]["range"]["start"],
        json!({"line": 2, "character": 2})
    );
    client.open("untitled:Untitled-2", "plaintext", text);
    assert_eq!(client.diagnostics("untitled:Untitled-2", Some(1)).len(), 2);
}

#[test]
fn malformed_messages_are_answered_and_survived() {
    let folder = folder();
    let mut client = Client::start(folder.path());
    let code = |client: &mut Client, body: &str| {
        client.send(body);
        client.receive()["error"]["code"].clone()
    };
    assert_eq!(
        code(&mut client, r#"{"id": 1, "method": "textDocument/hover"}"#),
        -32002
    );
    assert!(
        client.ask("initialize", json!([1, 2]))["result"].is_object(),
        "odd but harmless"
    );
    assert_eq!(code(&mut client, "{ nonsense"), -32700);
    assert_eq!(code(&mut client, r#"{"id": 4, "method": 5}"#), -32600);
    assert_eq!(code(&mut client, "[1, 2, 3]"), -32600);
    for (method, params, expected) in [
        ("textDocument/hover", json!({"position": "here"}), -32602),
        (
            "textDocument/hover",
            json!({"textDocument": {"uri": "x:y"}, "position": {"line": 0, "character": 0}}),
            -32602,
        ),
        ("textDocument/codeAction", Value::Null, -32602),
        ("textDocument/rename", json!({}), -32601),
        ("workspace/executeCommand", json!({"command": "rm"}), -32602),
        ("initialize", json!({}), -32600),
    ] {
        assert_eq!(
            client.ask(method, params)["error"]["code"],
            expected,
            "{method}"
        );
    }
    client.tell("textDocument/didOpen", json!({"textDocument": 7}));
    client.tell(
        "textDocument/didChange",
        json!({"textDocument": {"uri": "no"}, "contentChanges": []}),
    );
    // Ranges that lie outside, run backwards or split a character.
    client.open("untitled:1", "plaintext", "𠮷");
    client.change("untitled:1", 2, [[9, 9], [0, 1]], "甲");
    client.change("untitled:1", 3, [[0, 1], [0, 1]], "***");
    let found = client.diagnostics("untitled:1", Some(3));
    assert!(found.is_empty() || found[0]["range"]["start"]["line"] == 0);
    assert!(client.leave().success());
}

#[test]
fn leaving_without_shutdown_is_told_by_the_exit_code() {
    let folder = folder();
    let (client, _) = Client::introduced(folder.path(), &json!({}));
    assert_eq!(client.vanish().code(), Some(1));
}
