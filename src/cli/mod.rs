//! The command line: thin. It reads arguments, calls the library, prints.

mod args;
mod ask;
mod attempt;
mod baseline;
mod check;
mod difference;
mod explain;
mod figures;
mod fix;
mod init;
mod interrupt;
mod lookup;
mod open;
mod outputs;
mod replace;
mod rows;
mod rules;
mod score;
mod setup;
mod terminal;
mod timeline;
mod watch;

use std::{
    ffi::OsString,
    io::{self, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
};

use clap::{CommandFactory, FromArgMatches};

#[cfg(feature = "lsp")]
use crate::lsp;
use args::{Arguments, Command};
use hongbi::{config, report, rules::Lang};

/// Exit codes: 0 nothing at or above the level that fails, 1 findings, 2 work that could not be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Clean,
    Findings,
    Failure,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Runs the program with `arguments`.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> Exit {
    let command = Arguments::command();
    let names: Vec<String> = command
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .collect();
    let arguments = attempt::meant(arguments.collect(), &names);
    let lang = terminal::lang(args::lang(&arguments), None);
    let command = args::localised(command, lang);
    let matches = match command.try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => return args::explain(&error, lang),
    };
    let outcome = match Arguments::from_arg_matches(&matches) {
        // A panic inside a file is that file's failure already; one elsewhere still ends with 2.
        Ok(parsed) => {
            catch_unwind(AssertUnwindSafe(|| dispatch(parsed, lang))).unwrap_or(Ok(Exit::Failure))
        }
        Err(error) => return args::explain(&error, lang),
    };
    match outcome {
        Ok(exit) => exit,
        // Whoever reads has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Clean,
        Err(error) => {
            let reason = hongbi::storage::describe(&error, lang);
            terminal::print_error(&match lang {
                Lang::Zh => format!("无法写出结果：{reason}"),
                Lang::En => format!("the output cannot be written: {reason}"),
            });
            Exit::Failure
        }
    }
}

fn dispatch(arguments: Arguments, lang: Lang) -> io::Result<Exit> {
    match arguments.command {
        Command::Check(options) if options.watch => watch::run(&options, arguments.lang),
        Command::Check(options) if options.open => open::check(options, arguments.lang, lang),
        Command::Check(options) => match options.rows.input {
            Some(input) => rows::check(&options, input, arguments.lang),
            None => check::run(&options, arguments.lang),
        },
        Command::Score(options) => score::run(&options, arguments.lang),
        Command::Fix(options) => fix::run(&options, arguments.lang),
        Command::Baseline(options) => baseline::run(&options, arguments.lang),
        Command::Rules(options) => rules::list(&options, lang),
        Command::Explain { name, all } => explain::run(&name, all, lang),
        Command::Figures {
            file,
            encoding,
            format,
        } => figures::run(&file, encoding.as_deref(), format, lang),
        Command::Outline { file, encoding } => lookup::outline(&file, encoding.as_deref(), lang),
        Command::Timeline {
            file,
            encoding,
            format,
        } => lookup::timeline(&file, encoding.as_deref(), format, lang),
        Command::Facts { query } => lookup::facts(query.as_deref().unwrap_or_default(), lang),
        #[cfg(feature = "lsp")]
        // Leaving without `shutdown` ends with 1, as the protocol has it.
        Command::Lsp => Ok(if serve(arguments.lang, lang)? {
            Exit::Clean
        } else {
            Exit::Findings
        }),
        Command::Init => init::run(lang),
        Command::Schema { what } => {
            let schema = match what {
                args::Schema::Report => report::schema(),
                args::Schema::Config => config::schema(),
            };
            print(&format!("{schema:#}\n"))
        }
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(
                shell,
                &mut args::localised(Arguments::command(), lang),
                "hongbi",
                &mut out,
            );
            print(&String::from_utf8_lossy(&out))
        }
        Command::Man => {
            let mut out = Vec::new();
            clap_mangen::Man::new(args::localised(Arguments::command(), lang)).render(&mut out)?;
            print(&String::from_utf8_lossy(&out))
        }
    }
}

/// The language server on standard input and output.
fn serve(asked: Option<Lang>, fallback: Lang) -> io::Result<bool> {
    let input = io::BufReader::new(io::stdin());
    lsp::serve(input, Box::new(io::stdout().lock()), asked, fallback)
}

fn print(text: &str) -> io::Result<Exit> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(Exit::Clean)
}
