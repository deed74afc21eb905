//! hongbi (红笔), a linter for Chinese reports.
//!
//! A [`Linter`] is made of a [`Config`] or of a [`Discovery`] of `hongbi.toml` files. It lints one draft from
//! its text or its bytes, or many files side by side, and applies fixes. Drafts are named by a path, which
//! need not exist: its ending gives the format, and a configuration may have settings for it.
//!
//! ```
//! use std::path::Path;
//! use hongbi::{Config, Fixes, Lang, Linter};
//!
//! let config = Config::parse(Path::new("hongbi.toml"), "[rules]\nstale-expression = 'off'\n")?;
//! let linter = Linter::with_config(config).lang(Lang::En);
//!
//! let report = linter.lint_text(Path::new("draft.txt"), "感谢***同志的支持,再见。\n")?;
//! let first = &report.diagnostics[0];
//! assert_eq!(first.rule, "redaction-placeholder");
//! assert_eq!(first.text, "***");
//! assert_eq!((first.span.start.line, first.span.start.column), (1, 3));
//!
//! // A file as it is, in any of the encodings and formats that are read: .txt, .md, .docx and others.
//! let bytes = "感谢大家的支持,再见。\n".as_bytes();
//! assert_eq!(linter.lint_bytes(Path::new("draft.txt"), bytes)?.diagnostics.len(), 1);
//! let fixed = linter.fix_bytes(Path::new("draft.txt"), bytes, Fixes::Safe)?;
//! assert_eq!(fixed.bytes, "感谢大家的支持，再见。\n".as_bytes());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`report`] prints reports in the formats of the command: JSON, SARIF, HTML and others. A [`Linter`] can be
//! shared by threads.
//!
//! Features: `parallel` lints files side by side; `docx`, `odt`, `ofd`, `html`, `doc`, `xlsx` add formats;
//! `speller` adds the rule `doubtful-character`. `cli` and `lsp` are parts of the command: without them no
//! crate for command lines is built, and the library compiles for `wasm32-unknown-unknown`.

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
pub mod report;

// The command is a crate of its own and uses these too; they change between versions.
#[doc(hidden)]
pub mod document;
#[doc(hidden)]
pub mod engine;
#[doc(hidden)]
pub mod facts;
#[doc(hidden)]
pub mod format;
#[doc(hidden)]
pub mod language;
#[doc(hidden)]
pub mod reading;
#[doc(hidden)]
pub mod rules;
#[doc(hidden)]
pub mod scan;
#[doc(hidden)]
pub mod storage;

#[cfg(feature = "docx")]
pub use engine::FixedDocument;
pub use {
    config::{Config, ConfigError, Discovery, FailOn, Selection},
    document::{Position, Span},
    engine::{
        Counts, Diagnostic, DiagnosticFix, DiagnosticLabel, FileReport, FixError, Fixed, FixedFile,
        Fixes, LintError, Linter, ReplacedText, UnusedAllowance,
    },
    format::{Changes, Location},
    reading::Context,
    rules::{Category, Lang, Level, Rule, Safety, all as all_rules, find as find_rule},
};
