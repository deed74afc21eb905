//! What the terminal is, and the line of complaint.

use std::{
    env,
    io::{self, IsTerminal, Write},
};

use encoding_rs::Encoding;

use hongbi::{config::ConfigError, report, rules::Lang};

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

/// Columns where there is no terminal.
const COLUMNS: usize = 100;

/// The language: as asked for, else as configured, else the locale's, else Chinese.
pub(super) fn lang(asked: Option<Lang>, configured: Option<Lang>) -> Lang {
    let locale = || {
        let name = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()))?;
        match name.split(['_', '.', '@']).next().unwrap_or_default() {
            "en" => Some(Lang::En),
            "zh" => Some(Lang::Zh),
            _ => None,
        }
    };
    asked.or(configured).or_else(locale).unwrap_or_default()
}

/// The columns of the terminal that standard output is.
pub(super) fn columns() -> usize {
    let asked = || env::var("COLUMNS").ok()?.parse().ok();
    let stdout = io::stdout();
    let size = || {
        stdout
            .is_terminal()
            .then(terminal_size::terminal_size)
            .flatten()
            .map(|(width, _)| usize::from(width.0))
    };
    size().or_else(asked).unwrap_or(COLUMNS)
}

/// The lines of the terminal that standard output is; those of the smallest where there is none.
pub(super) fn rows() -> usize {
    const ROWS: usize = 24;
    let stdout = io::stdout();
    let size = stdout.is_terminal().then(terminal_size::terminal_size);
    size.flatten()
        .map_or(ROWS, |(_, height)| usize::from(height.0))
}

/// Whether to print colours to a stream that `is_terminal` or is not.
pub(super) fn color(choice: Color, is_terminal: bool) -> bool {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    match choice {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR") => false,
        Color::Auto
            if env::var_os("CLICOLOR_FORCE")
                .is_some_and(|value| !value.is_empty() && value != "0") =>
        {
            true
        }
        Color::Auto => is_terminal && env::var_os("TERM").is_some_and(|term| term != "dumb"),
    }
}

/// Says on standard error what could not be done. Where even that cannot be written, nothing can.
pub(super) fn print_error(text: &str) {
    let _ = writeln!(io::stderr(), "hongbi: {}", report::shown(text));
}

/// Shows every mistake of a configuration on standard error.
pub(super) fn complain_of_config(error: &ConfigError, lang: Lang) {
    let color = color(Color::Auto, io::stderr().is_terminal());
    let _ = io::stderr().write_all(report::config_error(error, lang, color).as_bytes());
}

/// The encoding called `name`, if one is named; `None` after saying that there is none so called.
pub(super) fn encoding(name: Option<&str>, lang: Lang) -> Option<Option<&'static Encoding>> {
    let Some(name) = name else { return Some(None) };
    let found = Encoding::for_label(name.as_bytes());
    if found.is_none() {
        print_error(&match lang {
            Lang::Zh => {
                format!("不认识编码 `{name}`；可用 utf-8、gb18030、gbk、big5、utf-16le、utf-16be")
            }
            Lang::En => format!(
                "unknown encoding `{name}`; try utf-8, gb18030, gbk, big5, utf-16le, utf-16be"
            ),
        });
    }
    found.map(Some)
}
