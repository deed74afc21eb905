//! `hongbi init`.

use std::{
    fs,
    io::{self, Write},
};

use super::{Exit, terminal::print_error};
use hongbi::{config::FILE, rules::Lang, storage};

const TEMPLATE: &str = include_str!("init.toml");

pub(super) fn run(lang: Lang) -> io::Result<Exit> {
    let created = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(FILE);
    let written = created.and_then(|mut file| {
        let written = file.write_all(TEMPLATE.as_bytes());
        if written.is_err() {
            // On a full disk: half a configuration is none.
            let _ = fs::remove_file(FILE);
        }
        written
    });
    match written {
        Ok(()) => {
            let mut out = io::stdout().lock();
            match lang {
                Lang::Zh => writeln!(out, "已写好 {FILE}，按注释修改即可")?,
                Lang::En => writeln!(out, "wrote {FILE}; edit it as its comments say")?,
            }
            Ok(Exit::Clean)
        }
        Err(error) => {
            print_error(&match (error.kind(), lang) {
                (io::ErrorKind::AlreadyExists, Lang::Zh) => format!("这里已有 {FILE}，没有改动它"),
                (io::ErrorKind::AlreadyExists, Lang::En) => {
                    format!("there is a {FILE} here already; it was left as it is")
                }
                (_, Lang::Zh) => {
                    format!("{FILE}: 无法写入（{}）", storage::describe(&error, lang))
                }
                (_, Lang::En) => {
                    format!(
                        "{FILE}: cannot be written ({})",
                        storage::describe(&error, lang)
                    )
                }
            });
            Ok(Exit::Failure)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hongbi::config::Config;

    #[test]
    fn the_template_is_a_right_configuration_with_and_without_its_comments() {
        Config::parse(FILE.as_ref(), TEMPLATE).expect("as written");
        let uncommented: String = TEMPLATE
            .lines()
            .map(|line| line.strip_prefix("#: ").unwrap_or(line).to_owned() + "\n")
            .collect();
        assert!(uncommented.len() < TEMPLATE.len());
        Config::parse(FILE.as_ref(), &uncommented).expect("with every setting on");
    }
}
