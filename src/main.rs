//! The command line of hongbi.

#![cfg_attr(
    test,
    allow(
        clippy::expect_used,
        clippy::unwrap_used,
        clippy::panic,
        reason = "a test that fails says so by panicking"
    )
)]

mod cli;
#[cfg(feature = "lsp")]
mod lsp;

use std::process::ExitCode;

fn main() -> ExitCode {
    // Where the shell does not expand `*.docx`, this does.
    cli::run(wild::args_os()).into()
}
