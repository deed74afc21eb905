//! Checkstyle's XML. Columns count characters.

use std::io::{self, Write};

use super::{Failure, Reporter, Summary, xml::escape};
use crate::engine::FileReport;

/// Whether the head was printed.
#[derive(Default)]
pub(super) struct Checkstyle {
    begun: bool,
}

impl Checkstyle {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if !std::mem::replace(&mut self.begun, true) {
            writeln!(
                out,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">"
            )?;
        }
        Ok(())
    }
}

impl Reporter for Checkstyle {
    fn file(&mut self, report: &mut FileReport, out: &mut dyn Write) -> io::Result<()> {
        self.begin(out)?;
        if report.diagnostics.is_empty() {
            return Ok(());
        }
        writeln!(out, "  <file name=\"{}\">", escape(&report.path))?;
        for diagnostic in report.defects() {
            let start = diagnostic.span.start;
            writeln!(
                out,
                "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"hongbi.{}.{}\"/>",
                start.line,
                start.column,
                diagnostic.severity.name(),
                escape(&diagnostic.message),
                diagnostic.category.name(),
                escape(&diagnostic.rule)
            )?;
        }
        writeln!(out, "  </file>")
    }

    fn finish(
        &mut self,
        _: &Summary,
        failures: Vec<Failure>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.begin(out)?;
        for Failure { path, message } in &failures {
            writeln!(
                out,
                "  <file name=\"{}\">\n    <error severity=\"error\" message=\"{}\" source=\"hongbi\"/>\n  </file>",
                escape(path),
                escape(message)
            )?;
        }
        writeln!(out, "</checkstyle>")
    }
}
