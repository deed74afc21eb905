//! Runs the checks over documents and settles what is reported.

mod across;
mod baseline;
mod fix;
mod opened;
mod run;
mod sink;
mod walk;
#[cfg(feature = "docx")]
mod word;

pub use across::ACROSS;
pub use baseline::{Baseline, Known};
pub use fix::Fixed;
pub use run::{FileReport, LintError, Linter, Plan, UnusedAllowance};
pub use sink::{Counts, Diagnostic, DiagnosticFix, DiagnosticLabel, ReplacedText};
pub(crate) use sink::{cut, fixed_hash};
pub use walk::{Input, WalkError, walk};
#[cfg(feature = "docx")]
pub use word::FixedDocument;
