//! hongbi (红笔), a linter for Chinese reports.
//!
//! Three calls do everything: [`Linter::new`] takes settings, [`Linter::lint_text`] (or
//! [`Linter::lint_bytes`]) lints one draft, [`Linter::lint_files`] many.
//!
//! ```
//! use std::path::Path;
//! use hongbi::{Linter, config::{Config, Discovery}};
//!
//! let linter = Linter::new(Discovery::fixed(Config::default()));
//! let report = linter.lint_text(Path::new("draft.txt"), "感谢***同志的支持。\n")?;
//! assert_eq!(report.diagnostics[0].rule, "redaction-placeholder");
//! assert_eq!(report.diagnostics[0].span.start.column, 3);
//! # Ok::<(), hongbi::LintError>(())
//! ```

#![cfg_attr(
    test,
    allow(
        clippy::expect_used,
        clippy::unwrap_used,
        clippy::panic,
        reason = "a test that fails says so by panicking"
    )
)]

pub mod config;
pub mod document;
pub mod engine;
pub mod facts;
pub mod format;
pub mod language;
pub mod reading;
pub mod report;
pub mod rules;
pub mod scan;
pub mod storage;

pub use engine::{Diagnostic, FileReport, LintError, Linter};
