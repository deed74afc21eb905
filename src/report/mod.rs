//! Formats of reports. Counting, levels and exit codes are settled before a format sees anything.

mod checkstyle;
mod digest;
mod excerpt;
mod github;
mod gitlab;
mod html;
mod json;
mod junit;
mod path;
mod pretty;
mod rdjsonl;
mod sarif;
mod short;
mod shown;
mod spool;
mod xml;

use std::io::{self, Write};

pub use digest::Digest;
pub use excerpt::width;
pub use html::draft_with_findings;
pub use json::{Failure, Report, Summary, Tool, schema};
pub use pretty::{Order, Style, clipped, config_error, is_report, wrap};
pub use shown::{shown, shown_lines};

use path::{relative, uri};

use crate::engine::FileReport;

/// A way to print a run: files in order, then the end.
pub trait Reporter {
    /// Takes the report of one file.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    fn file(&mut self, report: &mut FileReport, out: &mut dyn Write) -> io::Result<()>;

    /// Breaks the run, whose counts are `summary`.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
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
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit XML.
    Junit,
    /// Checkstyle XML.
    Checkstyle,
    /// reviewdog's diagnostics, one a line.
    Rdjsonl,
    /// One page that holds the drafts and what was found in them.
    Html,
}

impl Format {
    /// The reporter of this format.
    pub fn reporter(self, style: Style) -> Box<dyn Reporter> {
        match self {
            Self::Pretty => Box::new(pretty::Pretty::new(style)),
            Self::Short => Box::new(short::Short(style)),
            Self::Json => Box::new(json::Json::default()),
            Self::Jsonl => Box::new(json::Jsonl),
            Self::Sarif => Box::new(sarif::Sarif::new(style)),
            Self::Github => Box::new(github::Github),
            Self::Gitlab => Box::new(gitlab::Gitlab::default()),
            Self::Junit => Box::new(junit::Junit::default()),
            Self::Checkstyle => Box::new(checkstyle::Checkstyle::default()),
            Self::Rdjsonl => Box::new(rdjsonl::Rdjsonl),
            Self::Html => Box::new(html::Html::new(style)),
        }
    }

    /// Whether it is read by people, who want hints beside it.
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Pretty | Self::Short)
    }
}
