//! One line a finding: `path:line:column: level[rule] message`.

use std::io::{self, Write};

use super::{Failure, Reporter, Style, Summary, pretty::closing, shown};
use crate::engine::FileReport;

pub(super) struct Short(pub(super) Style);

impl Reporter for Short {
    fn file(&mut self, report: &mut FileReport, out: &mut dyn Write) -> io::Result<()> {
        shown::make_harmless(report);
        for diagnostic in report.defects() {
            let start = diagnostic.span.start;
            writeln!(
                out,
                "{}:{}:{}: {}[{}] {}",
                diagnostic.path,
                start.line,
                start.column,
                diagnostic.severity.name(),
                diagnostic.rule,
                diagnostic.message
            )?;
        }
        Ok(())
    }

    fn finish(
        &mut self,
        summary: &Summary,
        _: Vec<Failure>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        writeln!(out, "{}", closing(summary, self.0.lang))
    }
}
