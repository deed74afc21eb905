//! reviewdog's diagnostics, one a line. Its columns count bytes of UTF-8 from 1.

use std::io::{self, Write};

use serde::Serialize;

use super::{Failure, Reporter, Summary, relative};
use crate::{
    document::{self, Lines, Span},
    engine::{Diagnostic, FileReport},
    rules::Level,
};

pub(super) struct Rdjsonl;

impl Reporter for Rdjsonl {
    fn file(&mut self, report: &mut FileReport, out: &mut dyn Write) -> io::Result<()> {
        let text = report.source.as_deref().unwrap_or_default();
        let place = Columns {
            text,
            lines: Lines::new(text),
        };
        report.defects().try_for_each(|diagnostic| {
            serde_json::to_writer(&mut *out, &entry(diagnostic, &place))?;
            writeln!(out)
        })
    }

    fn finish(
        &mut self,
        _: &Summary,
        failures: Vec<Failure>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        failures.iter().try_for_each(|failure| {
            let entry = Entry {
                message: &failure.message,
                location: Location {
                    path: relative(&failure.path),
                    range: None,
                },
                severity: "ERROR",
                source: Name { name: "hongbi" },
                code: None,
                suggestions: Vec::new(),
                related_locations: Vec::new(),
            };
            serde_json::to_writer(&mut *out, &entry)?;
            writeln!(out)
        })
    }
}

/// Counts columns in bytes.
struct Columns<'a> {
    text: &'a str,
    lines: Lines,
}

impl Columns<'_> {
    fn range(&self, span: &Span) -> Range {
        let position = |at: &document::Position| Position {
            line: at.line,
            column: at.offset - self.lines.range(self.text, at.line).start.min(at.offset) + 1,
        };
        Range {
            start: position(&span.start),
            end: position(&span.end),
        }
    }
}

fn entry<'a>(diagnostic: &'a Diagnostic, columns: &Columns<'_>) -> Entry<'a> {
    let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits);
    Entry {
        message: &diagnostic.message,
        location: Location {
            path: relative(&diagnostic.path),
            range: Some(columns.range(&diagnostic.span)),
        },
        severity: match diagnostic.severity {
            Level::Error => "ERROR",
            Level::Warning => "WARNING",
            Level::Info | Level::Off => "INFO",
        },
        source: Name { name: "hongbi" },
        code: Some(Code {
            value: &diagnostic.rule,
        }),
        suggestions: edits
            .map(|edit| Suggestion {
                range: columns.range(&edit.span),
                text: &edit.replacement,
            })
            .collect(),
        related_locations: diagnostic
            .labels
            .iter()
            // The columns of another file are not known here.
            .map(|label| Related {
                message: &label.message,
                location: Location {
                    path: relative(&label.path),
                    range: (label.path == diagnostic.path).then(|| columns.range(&label.span)),
                },
            })
            .collect(),
    }
}

#[derive(Serialize)]
struct Entry<'a> {
    message: &'a str,
    location: Location<'a>,
    severity: &'static str,
    source: Name,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Code<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Name {
    name: &'static str,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    location: Location<'a>,
}
