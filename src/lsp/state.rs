//! The server's state.

use std::{
    any::Any,
    collections::{BTreeMap, HashMap},
    path::PathBuf,
    time::SystemTime,
};

use hongbi::{Linter, rules::Lang};

use crate::lsp::{client::Client, open_document::OpenDocument, wire::Wire};

/// A `hongbi.toml` as it was: its time and length.
pub(super) type Stamp = Option<(PathBuf, Option<SystemTime>, u64)>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    New,
    Running,
    ShutDown,
}

pub(super) struct Server {
    pub(super) wire: Wire,
    pub(super) phase: Phase,
    pub(super) client: Client,
    pub(super) asked: Option<Lang>,
    pub(super) fallback: Lang,
    pub(super) lang: Lang,
    pub(super) linter: Linter,
    pub(super) drafts: BTreeMap<String, OpenDocument>,
    /// By folder of drafts, the configuration that `linter` has read for it.
    pub(super) stamps: HashMap<PathBuf, Stamp>,
    /// Configurations whose mistakes are shown.
    pub(super) wrong: Vec<PathBuf>,
}

pub(super) fn said(panic: &(dyn Any + Send)) -> String {
    let what = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let what = what.or_else(|| panic.downcast_ref::<String>().cloned());
    format!("hongbi: internal error ({})", what.unwrap_or_default())
}
