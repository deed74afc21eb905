//! Runs the checks over documents and settles what is reported.

mod baseline;
mod exceptions;
pub(crate) mod files;
mod fix;
mod parallel;
mod run;
mod settle;

pub use baseline::{Baseline, Known};
pub use files::walk::{Input, LeadsOut, WalkError, walk};
pub use files::{compare::ACROSS, sorter::Across};
pub use fix::Fixed;
pub use run::{ActiveRules, FileReport, LintError, Linter, UnusedAllowance};
pub use settle::{Counts, Diagnostic, DiagnosticFix, DiagnosticLabel, ReplacedText};
pub(crate) use settle::{cut, fixed_hash};
