//! Runs the checks over documents and settles what is reported.

mod run;
mod sink;
mod walk;

pub use run::{FileReport, LintError, Linter, Plan};
pub use sink::{Counts, Diagnostic, DiagnosticFix, DiagnosticLabel, ReplacedText};
pub use walk::{Input, WalkError, walk};
