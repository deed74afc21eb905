//! The exception for a finding, as a comment in the draft or an entry of the configuration.

use std::{fs, path::PathBuf};

use hongbi::{config, engine::Diagnostic, format, rules::Lang};
use serde_json::{Value, json};

use crate::lsp::{protocol::SHOW_ALLOW, request::Request, text::Text, uri};

/// Where the entry goes.
struct Target {
    path: PathBuf,
    /// The configuration's text; `None` where there is none yet.
    text: Option<Text>,
    uri: String,
    version: Option<i64>,
}

/// The action that allows `found` by a comment in the draft, where its format has comments.
pub(super) fn here(request: &Request<'_>, found: &Diagnostic) -> Option<Value> {
    let (rule, draft) = (&found.rule, request.draft);
    let (at, comment) = format::exception(
        &draft.path,
        draft.text.as_str(),
        found.span.start.offset,
        rule,
        reason(request.lang),
    )?;
    let title = match request.lang {
        Lang::Zh => format!("在稿件中注明允许此处（{rule}）"),
        Lang::En => format!("Allow this with a comment here ({rule})"),
    };
    let edit = json!({"range": draft.text.range(&(at..at)), "newText": comment});
    Some(json!({"title": title, "edit": request.edits(&[edit])}))
}

/// The reason that is until the user writes a better one.
fn reason(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "已核对，无须修改",
        Lang::En => "checked, right as it stands",
    }
}

/// The action that allows `found` in the configuration.
pub(super) fn action(request: &Request<'_>, found: &Diagnostic) -> Value {
    let rule = &found.rule;
    let title = match request.lang {
        Lang::Zh => format!("在 {} 中允许此处（{rule}）", config::FILE),
        Lang::En => format!("Allow this in {} ({rule})", config::FILE),
    };
    let target = target(request);
    let entry = entry(request, found, target.as_ref());
    let edit = target.and_then(|target| insertion(request, &target, &entry));
    match edit {
        Some(edit) => json!({"title": title, "edit": edit}),
        None => {
            let command = json!({"title": title, "command": SHOW_ALLOW, "arguments": [entry]});
            json!({"title": title, "command": command})
        }
    }
}

fn target(request: &Request<'_>) -> Option<Target> {
    let draft = request.draft;
    let existing = request
        .config
        .map(|config| &config.path)
        .filter(|path| !path.as_os_str().is_empty());
    if let (Some(path), open) = (existing, request.config_draft) {
        let read = || {
            Some(Text::new(
                fs::read_to_string(path).ok()?,
                request.client.encoding,
            ))
        };
        let text = match open {
            Some(open) => Text::new(open.text.as_str().to_owned(), request.client.encoding),
            None => read()?,
        };
        return Some(Target {
            path: path.clone(),
            text: Some(text),
            uri: open.map_or_else(|| uri::of_path(path), |open| open.uri.clone()),
            version: open.and_then(|open| open.version),
        });
    }
    let root = request.client.root.as_deref();
    let folder = root
        .filter(|root| !draft.saved || draft.path.starts_with(root))
        .or_else(|| draft.path.parent().filter(|_| draft.saved))?;
    let path = folder.join(config::FILE);
    Some(Target {
        uri: uri::of_path(&path),
        path,
        text: None,
        version: None,
    })
}

/// The entry, in TOML.
fn entry(request: &Request<'_>, found: &Diagnostic, target: Option<&Target>) -> String {
    let relative = target
        .filter(|_| request.draft.saved)
        .and_then(|target| request.draft.path.strip_prefix(target.path.parent()?).ok())
        .map(|path| globset::escape(&path.to_string_lossy().replace('\\', "/")));
    let text = request.draft.text.as_str();
    let place = text
        .get(found.span.start.offset..found.span.end.offset)
        .unwrap_or_default();
    config::allow_entry(
        &found.rule,
        &relative.unwrap_or_default(),
        place,
        reason(request.lang),
    )
}

/// The edit that appends `entry`; `None` where the client cannot make it.
fn insertion(request: &Request<'_>, target: &Target, entry: &str) -> Option<Value> {
    let start = json!({"line": 0, "character": 0});
    let document = json!({"uri": target.uri, "version": target.version});
    let Some(text) = &target.text else {
        if !(request.client.create && request.client.document_changes) {
            return None;
        }
        let create =
            json!({"kind": "create", "uri": target.uri, "options": {"ignoreIfExists": true}});
        let edit = json!({"range": {"start": start, "end": start}, "newText": entry});
        return Some(
            json!({"documentChanges": [create, {"textDocument": document, "edits": [edit]}]}),
        );
    };
    let gap = match text.as_str() {
        "" => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let end = text.end();
    let edit = json!({"range": {"start": end, "end": end}, "newText": format!("{gap}{entry}")});
    Some(if request.client.document_changes {
        json!({"documentChanges": [{"textDocument": document, "edits": [edit]}]})
    } else {
        json!({"changes": {&target.uri: [edit]}})
    })
}
