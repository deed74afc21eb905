//! `hongbi rules` and `hongbi explain`.

use std::{
    io::{self, Write},
    path::Path,
    sync::Arc,
};

use super::{
    Exit,
    args::{ListFormat, Rules},
    terminal,
};
use hongbi::{
    config::{Config, Discovery},
    report::{width, wrap},
    rules::{self, Category, Lang, Level, Rule},
};

pub(super) fn list(options: &Rules, lang: Lang) -> io::Result<Exit> {
    let config = match &options.config {
        Some(path) => Discovery::file(path).and_then(|discovery| discovery.config(path)),
        None => Discovery::nearest().config(Path::new("draft.txt")),
    };
    let config = match config {
        Ok(config) => config,
        Err(error) => {
            terminal::complain_of_config(&error, lang);
            return Ok(Exit::Failure);
        }
    };
    if options.test {
        return test(&config, lang);
    }
    let all: Vec<&Arc<Rule>> = rules::all().iter().chain(&config.custom).collect();
    let mut out = io::stdout().lock();
    match options.format {
        ListFormat::Json => {
            let plain: Vec<&Rule> = all.iter().map(|rule| &***rule).collect();
            serde_json::to_writer_pretty(&mut out, &plain)?;
            writeln!(out)?;
        }
        ListFormat::Pretty => {
            let name_width = all.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
            let titles = || all.iter().map(|rule| width(&rule.title));
            let title_width = match lang {
                Lang::Zh => titles().max().unwrap_or(0),
                Lang::En => 0,
            };
            let columns = terminal::columns();
            for category in Category::ALL {
                let members: Vec<_> = all
                    .iter()
                    .filter(|rule| rule.category == category)
                    .collect();
                if members.is_empty() {
                    continue;
                }
                match lang {
                    Lang::Zh => writeln!(out, "{} {}", category.title(), category.name())?,
                    Lang::En => writeln!(out, "{}", category.name())?,
                }
                for rule in members {
                    let title = match lang {
                        Lang::Zh => format!(
                            "{}{:2$}",
                            rule.title,
                            "",
                            title_width - width(&rule.title) + 2
                        ),
                        Lang::En => String::new(),
                    };
                    let head = format!(
                        "  {title}{:name_width$}  {}  ",
                        rule.name,
                        level(rule.level, lang)
                    );
                    let summary = if rule.summary.zh.is_empty() {
                        &rule.message
                    } else {
                        &rule.summary
                    };
                    writeln!(
                        out,
                        "{head}{}",
                        wrap(summary.get(lang), columns, width(&head))
                    )?;
                }
                writeln!(out)?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Clean)
}

/// A level in a column of the list.
fn level(level: Level, lang: Lang) -> String {
    match lang {
        Lang::Zh => level.called(lang).to_owned(),
        Lang::En => format!("{:7}", level.name()),
    }
}

/// Runs every example of every rule.
fn test(config: &Config, lang: Lang) -> io::Result<Exit> {
    let (mut count, mut wrong) = (0, 0);
    let mut out = io::stdout().lock();
    let all: Vec<&Arc<Rule>> = rules::all().iter().chain(&config.custom).collect();
    for rule in &all {
        for example in &*rule.examples() {
            count += 1;
            if let Err(error) = rules::test_example(rule, example) {
                wrong += 1;
                writeln!(out, "{}: {error}", rule.name)?;
            }
        }
    }
    let rules = all.len();
    match lang {
        Lang::Zh => writeln!(out, "{rules} 条规则，{count} 个例子，{wrong} 个不符")?,
        Lang::En => writeln!(out, "{rules} rules, {count} examples, {wrong} wrong")?,
    }
    out.flush()?;
    Ok(if wrong == 0 {
        Exit::Clean
    } else {
        Exit::Findings
    })
}
