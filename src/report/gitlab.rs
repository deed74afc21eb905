//! GitLab's code quality report.

use std::io::{self, Write};

use serde::Serialize;

use super::{Failure, Reporter, Summary, relative};
use crate::{
    engine::{Diagnostic, FileReport, fixed_hash},
    rules::Level,
};

/// One array, printed piece by piece.
#[derive(Default)]
pub(super) struct Gitlab {
    begun: bool,
}

impl Gitlab {
    fn print(&mut self, issue: &Issue, out: &mut dyn Write) -> io::Result<()> {
        let before = if std::mem::replace(&mut self.begun, true) {
            ",\n  "
        } else {
            "[\n  "
        };
        // As it is in the list, one level deep.
        let text = serde_json::to_string_pretty(issue)?.replace('\n', "\n  ");
        write!(out, "{before}{text}")
    }
}

impl Reporter for Gitlab {
    fn file(&mut self, report: &mut FileReport, out: &mut dyn Write) -> io::Result<()> {
        report
            .defects()
            .try_for_each(|diagnostic| self.print(&issue(diagnostic), out))
    }

    fn finish(
        &mut self,
        _: &Summary,
        failures: Vec<Failure>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for failure in &failures {
            let issue = Issue {
                description: failure.message.clone(),
                check_name: "hongbi".to_owned(),
                fingerprint: unique(&failure.message, &failure.path),
                severity: "blocker",
                location: Location {
                    path: relative(&failure.path).to_owned(),
                    lines: Lines { begin: 1, end: 1 },
                },
            };
            self.print(&issue, out)?;
        }
        writeln!(out, "{}", if self.begun { "\n]" } else { "[]" })
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
