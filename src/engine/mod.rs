//! Runs the checks over documents and settles what is reported.

mod baseline;
mod change;
mod exceptions;
pub(crate) mod files;
mod fix;
mod fold;
mod opened;
mod parallel;
pub mod rows;
mod run;
mod score;
mod settle;
#[cfg(feature = "docx")]
mod word;

pub use baseline::{Baseline, Known};
pub use change::{FixError, FixedFile, Fixes};
pub use files::walk::{Input, LeadsOut, WalkError, walk};
pub use files::{compare::ACROSS, sorter::Across, sorter::ParagraphHash};
pub use fix::{Fixed, apply};
pub use run::{ActiveRules, FileReport, LintError, Linter, UnusedAllowance};
pub use score::{Score, ScriptUse, Trouble};
pub use settle::{Counts, Diagnostic, DiagnosticFix, DiagnosticLabel, ReplacedText};
pub(crate) use settle::{cut, fixed_hash, in_words};
#[cfg(feature = "docx")]
pub use word::FixedDocument;
