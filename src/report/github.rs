//! Workflow commands of GitHub Actions, which become annotations. Columns count characters.

use std::io::{self, Write};

use super::{
    Failure, Reporter, Summary, relative,
    shown::{make_harmless, shown},
};
use crate::{
    engine::{Diagnostic, FileReport},
    rules::Level,
};

pub(super) struct Github;

impl Reporter for Github {
    fn file(&mut self, report: &mut FileReport, out: &mut dyn Write) -> io::Result<()> {
        make_harmless(report);
        report
            .defects()
            .try_for_each(|diagnostic| annotation(diagnostic, out))
    }

    fn finish(
        &mut self,
        _: &Summary,
        failures: Vec<Failure>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        failures.iter().try_for_each(|failure| {
            let path = property(&shown(relative(&failure.path)));
            writeln!(
                out,
                "::error file={path},title=hongbi::{}",
                data(&shown(&failure.message))
            )
        })
    }
}

fn annotation(diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
    let command = match diagnostic.severity {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info | Level::Off => "notice",
    };
    let (start, end) = (diagnostic.span.start, diagnostic.span.end);
    let path = property(relative(&diagnostic.path));
    write!(
        out,
        "::{command} file={path},line={},endLine={}",
        start.line, end.line
    )?;
    // GitHub takes columns only within one line.
    if start.line == end.line {
        write!(out, ",col={},endColumn={}", start.column, end.column)?;
    }
    let mut text = diagnostic.message.clone();
    for label in &diagnostic.labels {
        let at = label.span.start;
        text.push_str(&format!(
            "\n{}:{}:{} {}",
            relative(&label.path),
            at.line,
            at.column,
            label.message
        ));
    }
    if !diagnostic.help.is_empty() {
        text.push('\n');
        text.push_str(&diagnostic.help);
    }
    writeln!(
        out,
        ",title={}::{}",
        property(&diagnostic.rule),
        data(&text)
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
