//! Runs the checks over documents and settles what is reported.

mod across;
mod run;
mod sink;
mod walk;

pub use across::ACROSS;
pub use run::{FileReport, LintError, Linter, Plan};
pub use sink::{Counts, Diagnostic, DiagnosticFix, DiagnosticLabel, ReplacedText};
pub use walk::{Input, WalkError, walk};
