//! The JSON report, whose shape is fixed.

use std::{
    collections::BTreeSet,
    io::{self, Write},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{
    Reporter,
    spool::{Piece, Spool},
};
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
    /// Diagnostics of level error that are defects of their own.
    pub errors: usize,
    /// Diagnostics of level warning that are.
    pub warnings: usize,
    /// Diagnostics of level info that are.
    pub infos: usize,
    /// Work that could not be done.
    pub failures: usize,
    /// Diagnostics that others explain (`within`), which are listed but not counted above.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub folded: usize,
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

impl Summary {
    /// Defects per 10,000 characters.
    pub fn rate(&self) -> f64 {
        let found = self.errors + self.warnings + self.infos;
        found as f64 * 10_000.0 / self.characters.max(1) as f64
    }
}

impl Report {
    /// The version of the report's shape.
    pub const VERSION: u32 = 1;
}

/// The JSON Schema of the report.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Report).to_value()
}

/// One object, printed at the end; the diagnostics, which come last in it, wait worded already.
#[derive(Default)]
pub(super) struct Json {
    spool: Spool,
    /// The paths of the files with diagnostics, in order of reading.
    paths: Vec<String>,
    rules: BTreeSet<Arc<str>>,
    places: Vec<Place>,
}

/// Where a diagnostic belongs, and where it waits.
struct Place {
    path: u32,
    offset: u32,
    rule: Arc<str>,
    piece: Piece,
}

impl Json {
    fn keep(&mut self, path: u32, diagnostic: &Diagnostic) -> io::Result<()> {
        // As it will be in the list, two levels deep.
        let text = serde_json::to_string_pretty(diagnostic)?.replace('\n', "\n    ");
        let rule = match self.rules.get(diagnostic.rule.as_str()) {
            Some(rule) => Arc::clone(rule),
            None => {
                let rule: Arc<str> = diagnostic.rule.as_str().into();
                self.rules.insert(Arc::clone(&rule));
                rule
            }
        };
        self.places.push(Place {
            path,
            offset: u32::try_from(diagnostic.span.start.offset).unwrap_or(u32::MAX),
            rule,
            piece: self.spool.keep(text.as_bytes())?,
        });
        Ok(())
    }
}

impl Reporter for Json {
    fn file(&mut self, report: &mut FileReport, _: &mut dyn Write) -> io::Result<()> {
        for diagnostic in std::mem::take(&mut report.diagnostics) {
            if self.paths.last() != Some(&diagnostic.path) {
                self.paths.push(diagnostic.path.clone());
            }
            let path = u32::try_from(self.paths.len() - 1).map_err(io::Error::other)?;
            self.keep(path, &diagnostic)?;
        }
        Ok(())
    }

    fn finish(
        &mut self,
        summary: &Summary,
        failures: Vec<Failure>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        // What was found between files comes last.
        let paths = &self.paths;
        let path = |place: &Place| paths.get(place.path as usize);
        self.places
            .sort_by(|a, b| (path(a), a.offset, &a.rule).cmp(&(path(b), b.offset, &b.rule)));
        let report = Report {
            version: Report::VERSION,
            tool: Tool::default(),
            summary: *summary,
            failures,
            diagnostics: Vec::new(),
        };
        let frame = serde_json::to_string_pretty(&report)?;
        // The list is the last thing in the object.
        let Some(head) = frame
            .strip_suffix("]\n}")
            .filter(|_| !self.places.is_empty())
        else {
            return writeln!(out, "{frame}");
        };
        out.write_all(head.as_bytes())?;
        let mut separator = "\n    ";
        for place in &self.places {
            out.write_all(separator.as_bytes())?;
            self.spool.copy(place.piece, out)?;
            separator = ",\n    ";
        }
        writeln!(out, "\n  ]\n}}")
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
