//! What can be done about a finding: its fix, all safe fixes, an exception.

use hongbi::{
    engine::{Diagnostic, ReplacedText},
    rules::{Lang, Safety},
};
use serde_json::{Value, json};

use crate::lsp::{allow, publish, request::Request};

/// For more findings at once nobody writes comments.
const FEW: usize = 10;
const QUICK: &str = "quickfix";
const FIX_ALL: &str = "source.fixAll.hongbi";

/// The actions, fixes first.
pub(super) fn list(request: &Request<'_>) -> Vec<Value> {
    let mut out = Vec::new();
    if request.wants(QUICK) {
        out.extend(request.touched().filter_map(|found| fix(request, found)));
        // Each comment takes reading the draft, so they are offered for a few findings only.
        let few = request.touched().nth(FEW).is_none();
        for found in request.touched() {
            let here = few.then(|| allow::here(request, found)).flatten();
            let shown = publish::diagnostic(found, request.draft, request.client);
            for mut action in here.into_iter().chain([allow::action(request, found)]) {
                action["kind"] = json!(QUICK);
                action["diagnostics"] = json!([shown]);
                out.push(action);
            }
        }
    }
    if request.wants(FIX_ALL) {
        let edits = safe(&request.draft.found);
        // One safe fix alone is offered where it is, unless all are asked for by name.
        if edits.len() > 1 || request.only.is_some() && !edits.is_empty() {
            let title = match request.lang {
                Lang::Zh => "修改全部可以放心修改的问题",
                Lang::En => "Apply all safe fixes",
            };
            out.push(json!({"title": title, "kind": FIX_ALL, "edit": request.edit(&edits)}));
        }
    }
    out
}

fn fix(request: &Request<'_>, found: &Diagnostic) -> Option<Value> {
    let fix = found.fix.as_ref()?;
    let edits: Vec<&ReplacedText> = fix.edits.iter().collect();
    let safe = fix.safety == Safety::Safe;
    let title = match (safe, request.lang) {
        (true, _) => fix.title.clone(),
        (false, Lang::Zh) => format!("{}（请核对）", fix.title),
        (false, Lang::En) => format!("{} (check it)", fix.title),
    };
    let shown = publish::diagnostic(found, request.draft, request.client);
    Some(json!({
        "title": title,
        "kind": QUICK,
        "diagnostics": [shown],
        "isPreferred": safe,
        "edit": request.edit(&edits),
    }))
}

/// The edits of all safe fixes; of two that overlap the first is taken, whole.
fn safe(found: &[Diagnostic]) -> Vec<&ReplacedText> {
    let mut taken: Vec<&ReplacedText> = Vec::new();
    let fixes = found.iter().filter_map(|found| found.fix.as_ref());
    for fix in fixes.filter(|fix| fix.safety == Safety::Safe) {
        let bytes = |edit: &ReplacedText| (edit.span.start.offset, edit.span.end.offset);
        // Findings come in order of place, so that only the last edits taken can be in the way.
        let reach = fix.edits.iter().map(|edit| bytes(edit).0).min();
        let clash = taken
            .iter()
            .rev()
            .take_while(|before| reach.is_some_and(|reach| bytes(before).1 >= reach))
            .any(|before| {
                fix.edits.iter().any(|edit| {
                    let (a, b) = (bytes(before), bytes(edit));
                    a == b || a.0 < b.1 && b.0 < a.1
                })
            });
        if !clash {
            taken.extend(&fix.edits);
            taken.sort_by_key(|edit| bytes(edit));
        }
    }
    taken
}
