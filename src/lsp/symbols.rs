//! The outline of a draft as the protocol's symbols.

use hongbi::{
    document::Source,
    reading::{Context, Draft, outline::Outline},
};
use serde_json::{Value, json};

use crate::lsp::open_document::OpenDocument;

/// The kind under which editors show headings of prose.
const STRING: u8 = 15;
/// This many characters of a block name it.
const LONGEST: usize = 40;
/// Items deeper than this are on the level above: no draft nests so deep, and no client's parser
/// should have to.
const DEEPEST: usize = 24;

/// The headings and numbered items of `draft`, as a tree or, for clients that know none, a list.
pub(super) fn of(draft: &OpenDocument, tree: bool) -> Vec<Value> {
    let source = Source::of_text(draft.path.clone(), draft.text.as_str());
    let doc = Draft::read(source, Context::default());
    let outline = doc.outline();
    // The branches open at each place, from the outermost on.
    let mut open: Vec<(usize, Value)> = Vec::new();
    let mut out = Vec::new();
    for (index, end) in ends(&doc, outline).into_iter().enumerate() {
        let item = &outline.items[index];
        let Some(block) = doc.blocks.get(item.block) else {
            continue;
        };
        let place = doc.source_range(&block.range);
        let name = name(doc.block_text(block));
        let whole = draft.text.range(&(place.start..end.max(place.end)));
        let selection = draft.text.range(&place);
        if !tree {
            let location = json!({"uri": draft.uri, "range": selection});
            out.push(json!({"name": name, "kind": STRING, "location": location}));
            continue;
        }
        let depth = item.depth.min(DEEPEST);
        close(&mut open, depth, &mut out);
        let symbol = json!({
            "name": name,
            "kind": STRING,
            "range": whole,
            "selectionRange": selection,
            "children": [],
        });
        open.push((depth, symbol));
    }
    close(&mut open, 0, &mut out);
    out
}

/// Hangs every open branch of `depth` or deeper under the one before it.
fn close(open: &mut Vec<(usize, Value)>, depth: usize, out: &mut Vec<Value>) {
    while open.last().is_some_and(|(last, _)| *last >= depth) {
        let Some((_, symbol)) = open.pop() else {
            return;
        };
        let parent = open
            .last_mut()
            .and_then(|(_, parent)| parent["children"].as_array_mut());
        parent.unwrap_or(out).push(symbol);
    }
}

/// Where the part under each item ends, in bytes of the file: where the next item of its depth or
/// a higher one begins.
fn ends(doc: &Draft, outline: &Outline) -> Vec<usize> {
    let mut ends = vec![doc.source.text.len(); outline.items.len()];
    let mut open: Vec<usize> = Vec::new();
    for (index, item) in outline.items.iter().enumerate() {
        let depth = item.depth.min(DEEPEST);
        let start = doc
            .blocks
            .get(item.block)
            .map_or(0, |block| doc.source_range(&block.range).start);
        while let Some(last) = open.pop_if(|last| outline.items[*last].depth.min(DEEPEST) >= depth)
        {
            ends[last] = start;
        }
        open.push(index);
    }
    ends
}

fn name(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None if line.trim().is_empty() => "…".to_owned(),
        None => line.to_owned(),
    }
}
