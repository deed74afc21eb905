//! `hongbi check --open`: the report as a page, in the browser.

use std::{
    env, io,
    path::Path,
    process::{Command, Stdio},
};

use super::{Exit, args::Check, check, terminal::print_error};
use hongbi::{report::Format, rules::Lang};

/// Checks as `options` ask, writes a page and opens it.
pub(super) fn check(mut options: Check, asked: Option<Lang>, lang: Lang) -> io::Result<Exit> {
    options.format = Format::Html;
    let path = options
        .output
        .take()
        .unwrap_or_else(|| env::temp_dir().join(format!("hongbi-{}.html", std::process::id())));
    options.output = Some(path.clone());
    let exit = check::run(&options, asked)?;
    if path.is_file() {
        let shown = path.display();
        let opened = open(&path);
        print_error(&match (opened, lang) {
            (Ok(_), Lang::Zh) => format!("网页在 {shown}"),
            (Ok(_), Lang::En) => format!("the page is {shown}"),
            (Err(_), Lang::Zh) => format!("网页在 {shown}，没能自动打开，请用浏览器打开它"),
            (Err(_), Lang::En) => {
                format!("the page is {shown}; it could not be opened, open it in a browser")
            }
        });
    }
    Ok(exit)
}

/// Hands the file at `path` to what the system opens pages with.
fn open(path: &Path) -> io::Result<()> {
    let mut command = if cfg!(target_os = "windows") {
        let mut command = Command::new("explorer");
        command.arg(path);
        command
    } else if cfg!(target_os = "macos") {
        let mut command = Command::new("open");
        command.arg(path);
        command
    } else {
        let mut command = Command::new("xdg-open");
        command.arg(path);
        command
    };
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map(|_| ())
}
