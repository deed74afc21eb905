//! JUnit XML: a suite for each file, a case for each finding. A finding of level info is reported in a
//! case that passes, since it does not fail a run.

use std::io::{self, Write};

use super::{
    Failure, Reporter, Summary,
    spool::{Piece, Spool},
    xml::escape,
};
use crate::{
    engine::{Diagnostic, FileReport},
    rules::Level,
};

/// The suites so far: their counts are in the root, so they are printed at the end.
#[derive(Default)]
pub(super) struct Junit {
    suites: Spool,
    pieces: Vec<Piece>,
    cases: usize,
    failures: usize,
}

impl Reporter for Junit {
    fn file(&mut self, report: &mut FileReport, _: &mut dyn Write) -> io::Result<()> {
        let unread = report.characters == 0 && report.source.is_none();
        let cases = report.defects().count().max(1);
        let failures = report
            .defects()
            .filter(|diagnostic| diagnostic.severity > Level::Info)
            .count();
        if unread {
            return Ok(());
        }
        let path = escape(&report.path);
        let mut suite = format!(
            "  <testsuite name=\"{path}\" tests=\"{cases}\" failures=\"{failures}\" errors=\"0\">\n"
        );
        for diagnostic in report.defects() {
            suite.push_str(&case(diagnostic));
        }
        if report.diagnostics.is_empty() {
            suite.push_str(&format!(
                "    <testcase classname=\"{path}\" name=\"hongbi\"/>\n"
            ));
        }
        suite.push_str("  </testsuite>\n");
        self.pieces.push(self.suites.keep(suite.as_bytes())?);
        self.cases += cases;
        self.failures += failures;
        Ok(())
    }

    fn finish(
        &mut self,
        _: &Summary,
        failures: Vec<Failure>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(
            out,
            "<testsuites name=\"hongbi\" tests=\"{}\" failures=\"{}\" errors=\"{}\">",
            self.cases + failures.len(),
            self.failures,
            failures.len()
        )?;
        for piece in &self.pieces {
            self.suites.copy(*piece, out)?;
        }
        for Failure { path, message } in &failures {
            let (path, message) = (escape(path), escape(message));
            writeln!(
                out,
                "  <testsuite name=\"{path}\" tests=\"1\" failures=\"0\" errors=\"1\">\n    <testcase classname=\"{path}\" name=\"hongbi\">\n      <error type=\"failure\" message=\"{message}\"/>\n    </testcase>\n  </testsuite>"
            )?;
        }
        writeln!(out, "</testsuites>")
    }
}

fn case(diagnostic: &Diagnostic) -> String {
    let start = diagnostic.span.start;
    let mut text = format!(
        "{}:{}:{}: {}\n",
        diagnostic.path, start.line, start.column, diagnostic.text
    );
    for label in &diagnostic.labels {
        let at = label.span.start;
        text.push_str(&format!(
            "{}:{}:{}: {}\n",
            label.path, at.line, at.column, label.message
        ));
    }
    text.push_str(&diagnostic.help);
    let head = format!(
        "    <testcase classname=\"{}\" name=\"{} {}:{}\">\n",
        escape(&diagnostic.path),
        escape(&diagnostic.rule),
        start.line,
        start.column
    );
    let message = escape(&diagnostic.message);
    let body = if diagnostic.severity > Level::Info {
        format!(
            "      <failure type=\"{}\" message=\"{message}\">{}</failure>\n",
            diagnostic.severity.name(),
            escape(&text)
        )
    } else {
        format!(
            "      <system-out>{message}&#10;{}</system-out>\n",
            escape(&text)
        )
    };
    format!("{head}{body}    </testcase>\n")
}
