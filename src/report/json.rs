//! The JSON report, whose shape is fixed.

use serde::{Deserialize, Serialize};

use crate::engine::Diagnostic;

/// A whole run, as `--format json` prints it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(title = "hongbi report")]
pub struct Report {
    /// The version of this shape.
    pub version: u32,
    /// What wrote it.
    pub tool: Tool,
    /// Counts.
    pub summary: Summary,
    /// Work that could not be done.
    pub failures: Vec<Failure>,
    /// What was found, by path, then start, then rule.
    pub diagnostics: Vec<Diagnostic>,
}

/// The program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl Default for Tool {
    fn default() -> Self {
        Self {
            name: env!("CARGO_PKG_NAME").into(),
            version: env!("CARGO_PKG_VERSION").into(),
        }
    }
}

/// Counts of a run.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
pub struct Summary {
    /// Files read.
    pub files: usize,
    /// Characters in them, white space apart.
    pub characters: usize,
    /// Diagnostics of level error.
    pub errors: usize,
    /// Diagnostics of level warning.
    pub warnings: usize,
    /// Diagnostics of level info.
    pub infos: usize,
    /// Work that could not be done.
    pub failures: usize,
}

/// Work that could not be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Failure {
    /// The file.
    pub path: String,
    /// Why, and what to do.
    pub message: String,
}

impl Report {
    /// The version of the report's shape.
    pub const VERSION: u32 = 1;
}
