//! The JSON report, whose shape is fixed.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use super::Reporter;
use crate::engine::{Diagnostic, FileReport};

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
    /// Diagnostics that the baseline knows, which are neither listed nor counted above.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub known: usize,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
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

/// The JSON Schema of the report.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Report).to_value()
}

/// One object, printed at the end.
#[derive(Default)]
pub(super) struct Json {
    diagnostics: Vec<Diagnostic>,
}

impl Reporter for Json {
    fn file(&mut self, report: &mut FileReport, _: &mut dyn Write) -> io::Result<()> {
        self.diagnostics.append(&mut report.diagnostics);
        Ok(())
    }

    fn finish(
        &mut self,
        summary: &Summary,
        failures: Vec<Failure>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        // What was found between files comes last.
        self.diagnostics.sort_by(|a, b| {
            (&a.path, a.span.start.offset, &a.rule).cmp(&(&b.path, b.span.start.offset, &b.rule))
        });
        let report = Report {
            version: Report::VERSION,
            tool: Tool::default(),
            summary: *summary,
            failures,
            diagnostics: std::mem::take(&mut self.diagnostics),
        };
        serde_json::to_writer_pretty(&mut *out, &report)?;
        writeln!(out)
    }
}

/// One object a line: diagnostics as found, then failures, then the summary.
pub(super) struct Jsonl;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'a> {
    Diagnostic(&'a Diagnostic),
    Failure(&'a Failure),
    Summary(&'a Summary),
}

impl Line<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, self)?;
        writeln!(out)
    }
}

impl Reporter for Jsonl {
    fn file(&mut self, report: &mut FileReport, out: &mut dyn Write) -> io::Result<()> {
        report
            .diagnostics
            .iter()
            .try_for_each(|diagnostic| Line::Diagnostic(diagnostic).write(out))
    }

    fn finish(
        &mut self,
        summary: &Summary,
        failures: Vec<Failure>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        failures
            .iter()
            .try_for_each(|failure| Line::Failure(failure).write(out))?;
        Line::Summary(summary).write(out)
    }
}
