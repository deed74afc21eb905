//! Formats: from a file's text to a [`Document`].

mod allow;
pub mod encoding;
mod line_ends;
mod markdown;
mod plain;

use crate::document::{Allowance, Block, Document, Map, Source};

use std::{path::Path, sync::Arc};

use allow::CommentSpot;
use line_ends::LineEnds;

/// Reads one kind of file into blocks of prose.
trait Format: Sync {
    /// The endings of names of such files, without the dot.
    fn extensions(&self) -> &'static [&'static str];
    /// The prose of `source`, its map to the file, and its blocks.
    fn read(&self, source: &Source) -> (Arc<str>, Map, Vec<Block>);
    /// The exceptions that `source` names itself.
    fn allowances(&self, _: &Source) -> Vec<Allowance> {
        Vec::new()
    }
    /// Where in `text` a comment goes that allows something at byte `place`.
    fn room(&self, _text: &str, _place: usize) -> Option<CommentSpot> {
        None
    }
}

static FORMATS: &[&dyn Format] = &[&plain::Plain, &markdown::Markdown];

/// Reads `source` by the ending of its name; a name of no known ending is plain text.
pub fn document(source: Source) -> Document {
    let format = of(&source.path).unwrap_or(&plain::Plain);
    let ends = LineEnds::of(&source.text);
    let read = |source: &Source| (format.read(source), format.allowances(source));
    let ((text, map, blocks), allowances) = match &ends {
        None => read(&source),
        // What is found must not depend on the system that the draft was written on.
        Some(ends) => {
            let with_feeds = Source {
                text: ends.text.as_str().into(),
                ..source.clone()
            };
            let ((text, map, blocks), allowances) = read(&with_feeds);
            let map = ends.lead_back(&map);
            ((text, map, blocks), ends.lead_back_all(allowances))
        }
    };
    let mut doc = Document::new(source, text, map, blocks);
    doc.allowances = allowances;
    doc
}

/// Whether a file with this name is a draft that can be read.
pub fn is_known(path: &Path) -> bool {
    of(path).is_some()
}

/// The comment that allows findings of `rule` at byte `place` of the draft `text` for `reason`, and the
/// byte where it is to be inserted; `None` where the format of `path` has no comments or none can
/// stand there.
pub fn exception(
    path: &Path,
    text: &str,
    place: usize,
    rule: &str,
    reason: &str,
) -> Option<(usize, String)> {
    let comment = format!("<!-- hongbi: allow({rule}) {reason} -->");
    let crlf = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
    let end = if crlf { "\r\n" } else { "\n" };
    Some(match of(path)?.room(text, place)? {
        CommentSpot::Before(at) => (at, comment + end),
        CommentSpot::After(at) => (at, format!(" {comment}")),
    })
}

fn of(path: &Path) -> Option<&'static dyn Format> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    FORMATS
        .iter()
        .copied()
        .find(|format| format.extensions().contains(&extension.as_str()))
}
