//! Formats of reports. Counting, levels and exit codes are settled before a format sees anything.

mod excerpt;
mod json;
mod pretty;
mod short;

use std::io::{self, Write};

pub use json::{Failure, Report, Summary, Tool, schema};
pub use pretty::{Style, config_error, wrap};

use crate::engine::FileReport;

/// A way to print a run: files in order, then the end.
pub trait Reporter {
    /// Takes the report of one file.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    fn file(&mut self, report: &mut FileReport, out: &mut dyn Write) -> io::Result<()>;

    /// Ends the run, whose counts are `summary`.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    fn finish(
        &mut self,
        summary: &Summary,
        failures: Vec<Failure>,
        out: &mut dyn Write,
    ) -> io::Result<()>;
}

/// The formats, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// Excerpts with carets, for people.
    #[default]
    Pretty,
    /// One line a finding.
    Short,
    /// One JSON object.
    Json,
    /// One JSON object a line.
    Jsonl,
}

impl Format {
    /// The reporter of this format.
    pub fn reporter(self, style: Style) -> Box<dyn Reporter> {
        match self {
            Self::Pretty => Box::new(pretty::Pretty(style)),
            Self::Short => Box::new(short::Short(style)),
            Self::Json => Box::new(json::Json::default()),
            Self::Jsonl => Box::new(json::Jsonl),
        }
    }

    /// Whether it is read by people, who want hints beside it.
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Pretty | Self::Short)
    }
}
