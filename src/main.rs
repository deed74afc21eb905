//! The command line of hongbi.

mod cli;
mod lsp;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(std::env::args_os())
}
