//! What a first attempt means: `hongbi 报告.docx`, `hongbi help`, `hongbi help 周年不符`.

use std::{ffi::OsString, path::Path};

/// The arguments that `given` mean, where `commands` are the names of commands.
pub(super) fn meant(mut given: Vec<OsString>, commands: &[String]) -> Vec<OsString> {
    let Some(at) = first_word(&given) else {
        return given;
    };
    let word = given[at].to_string_lossy().into_owned();
    if word == "help" {
        let about = given.get(at + 1).cloned();
        given.truncate(at);
        match about {
            None => given.push("--help".into()),
            Some(name) if commands.iter().any(|command| **command == *name) => {
                given.extend([name, "--help".into()]);
            }
            Some(name) => given.extend(["explain".into(), name]),
        }
    } else if !commands.contains(&word) && is_draft(&word) {
        given.insert(at, "check".into());
    }
    given
}

/// Where the first argument is that is no option for the whole program.
fn first_word(given: &[OsString]) -> Option<usize> {
    let mut at = 1;
    loop {
        let word = given.get(at)?.to_string_lossy();
        match &*word {
            "--lang" => at += 2,
            word if word.starts_with("--lang=") => at += 1,
            "-" => return Some(at),
            word if word.starts_with('-') => return None,
            _ => return Some(at),
        }
    }
}

/// Whether `word` is rather a file than a command.
fn is_draft(word: &str) -> bool {
    word == "-" || word.contains(['.', '/', '\\']) || Path::new(word).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_attempts_are_understood() {
        let commands = ["check".to_owned(), "fix".to_owned()];
        let meant = |given: &str| {
            let given = std::iter::once("hongbi")
                .chain(given.split(' '))
                .map(OsString::from);
            let meant = meant(given.collect(), &commands);
            let words: Vec<String> = meant[1..]
                .iter()
                .map(|word| word.to_string_lossy().into_owned())
                .collect();
            words.join(" ")
        };
        for (given, wanted) in [
            ("报告.docx", "check 报告.docx"),
            (
                "--lang zh 报告.docx --all",
                "--lang zh check 报告.docx --all",
            ),
            ("-", "check -"),
            ("help", "--help"),
            ("help fix", "fix --help"),
            ("help 周年不符", "explain 周年不符"),
            ("fix 报告.docx", "fix 报告.docx"),
            ("lint", "lint"),
            ("--version", "--version"),
        ] {
            assert_eq!(meant(given), wanted);
        }
    }
}
