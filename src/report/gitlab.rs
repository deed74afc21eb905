//! GitLab's code quality report.

use std::io::{self, Write};

use serde::Serialize;

use super::{Failure, Reporter, Summary, relative};
use crate::{
    engine::{Diagnostic, FileReport, fixed_hash},
    rules::Level,
};

/// One array, printed at the end.
#[derive(Default)]
pub(super) struct Gitlab {
    issues: Vec<Issue>,
}

impl Reporter for Gitlab {
    fn file(&mut self, report: &mut FileReport, _: &mut dyn Write) -> io::Result<()> {
        self.issues.extend(report.diagnostics.iter().map(issue));
        Ok(())
    }

    fn finish(
        &mut self,
        _: &Summary,
        failures: Vec<Failure>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.issues.extend(failures.iter().map(|failure| Issue {
            description: failure.message.clone(),
            check_name: "hongbi".to_owned(),
            fingerprint: unique(&failure.message, &failure.path),
            severity: "blocker",
            location: Location {
                path: relative(&failure.path).to_owned(),
                lines: Lines { begin: 1, end: 1 },
            },
        }));
        serde_json::to_writer_pretty(&mut *out, &self.issues)?;
        writeln!(out)
    }
}

fn issue(diagnostic: &Diagnostic) -> Issue {
    let (start, end) = (diagnostic.span.start.line, diagnostic.span.end.line);
    Issue {
        description: diagnostic.message.clone(),
        check_name: diagnostic.rule.clone(),
        fingerprint: unique(&diagnostic.fingerprint, &diagnostic.path),
        severity: match diagnostic.severity {
            Level::Error => "critical",
            Level::Warning => "major",
            Level::Info | Level::Off => "info",
        },
        location: Location {
            path: relative(&diagnostic.path).to_owned(),
            lines: Lines { begin: start, end },
        },
    }
}

/// A fingerprint is unique in its file; GitLab wants one unique in the report.
fn unique(fingerprint: &str, path: &str) -> String {
    fixed_hash(&[fingerprint, relative(path)])
}

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}
