//! The file that a draft was read from.

use std::{path::PathBuf, sync::Arc};

use encoding_rs::{Encoding, UTF_8};

/// A draft as read: its text in UTF-8 and how it was encoded.
#[derive(Debug, Clone)]
pub struct Source {
    /// Where it was read from, as the user named it.
    pub path: PathBuf,
    /// The decoded text, without byte order mark. Line ends are those of the file.
    pub text: Arc<str>,
    /// The encoding it was decoded from.
    pub encoding: &'static Encoding,
    /// Whether it began with a byte order mark.
    pub bom: bool,
}

impl Source {
    /// The draft `text`, which is at hand already, as if read from `path` in UTF-8.
    pub fn of_text(path: impl Into<PathBuf>, text: impl Into<Arc<str>>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            encoding: UTF_8,
            bom: false,
        }
    }
}
