//! Formats: from a file's text to a [`Document`].

mod allow;
mod markdown;
mod plain;

use crate::{
    document::{Allowance, Block, Context, Document, Map},
    source::Source,
};

use std::{path::Path, sync::Arc};

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
}

static FORMATS: &[&dyn Format] = &[&plain::Plain, &markdown::Markdown];

/// Reads `source` by the ending of its name; a name of no known ending is plain text.
pub fn document(source: Source, context: Context) -> Document {
    let format = of(&source.path).unwrap_or(&plain::Plain);
    let (text, map, blocks) = format.read(&source);
    let allowances = format.allowances(&source);
    let mut doc = Document::new(source, text, map, blocks, context);
    doc.allowances = allowances;
    doc
}

/// Whether a file with this name is a draft that can be read.
pub fn is_known(path: &Path) -> bool {
    of(path).is_some()
}

fn of(path: &Path) -> Option<&'static dyn Format> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    FORMATS
        .iter()
        .copied()
        .find(|format| format.extensions().contains(&extension.as_str()))
}
