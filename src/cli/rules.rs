//! `hongbi rules` and `hongbi explain`.

use std::{
    io::{self, Write},
    path::Path,
    sync::Arc,
};

use super::{
    Exit,
    args::{ListFormat, Rules},
    terminal::{self, print_error},
};
use hongbi::{
    config::{Config, Discovery, nearest_rule},
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

pub(super) fn explain(name: &str, lang: Lang) -> io::Result<Exit> {
    let config = Discovery::nearest().config(Path::new("draft.txt")).ok();
    let custom = config
        .as_ref()
        .and_then(|config| config.custom.iter().find(|rule| rule.is_named(name)));
    let Some(rule) = rules::find(name).or(custom) else {
        let hint = nearest_rule(name);
        print_error(&match (lang, hint) {
            (Lang::Zh, Some(near)) => format!("没有名为 `{name}` 的规则；是否要看 `{near}`？"),
            (Lang::Zh, None) => format!("没有名为 `{name}` 的规则；`hongbi rules` 列出全部规则"),
            (Lang::En, Some(near)) => format!("there is no rule `{name}`; did you mean `{near}`?"),
            (Lang::En, None) => format!("there is no rule `{name}`; `hongbi rules` lists all"),
        });
        return Ok(Exit::Failure);
    };
    let mut out = io::stdout().lock();
    out.write_all(page(rule, lang, terminal::columns()).as_bytes())?;
    out.flush()?;
    Ok(Exit::Clean)
}

/// The rule's manual page.
fn page(rule: &Rule, lang: Lang, columns: usize) -> String {
    let zh = lang == Lang::Zh;
    let heading = |zh_text: &'static str, en_text: &'static str| if zh { zh_text } else { en_text };
    let mut out = if zh {
        format!(
            "{} {}（{}，{}）\n",
            rule.title,
            rule.name,
            rule.category.title(),
            rule.level.called(lang)
        )
    } else {
        format!(
            "{} ({}, {})\n",
            rule.name,
            rule.category.name(),
            rule.level.name()
        )
    };
    let mut paragraph = |head: &str, text: &str| {
        if text.trim().is_empty() {
            return;
        }
        out.push('\n');
        if !head.is_empty() {
            out.push_str(head);
            out.push('\n');
        }
        for line in text.trim().lines() {
            let (indent, line) = if head.is_empty() {
                ("", line)
            } else {
                ("  ", line)
            };
            out.push_str(indent);
            out.push_str(&wrap(line, columns, indent.len()));
            out.push('\n');
        }
    };
    paragraph("", rule.summary.get(lang));
    paragraph(heading("为什么", "Why"), rule.why.get(lang));
    paragraph(heading("怎么办", "What to do"), rule.help.get(lang));
    let examples = rule.examples();
    let bad: Vec<&str> = examples
        .iter()
        .filter_map(|example| example.bad.as_deref())
        .collect();
    // A place that is left unjudged on purpose is shown with its reason.
    let good: Vec<String> = examples
        .iter()
        .filter_map(|example| {
            let good = example.good.as_deref()?.trim();
            let reason = example.silent.as_deref();
            Some(match reason.map(|key| rule.template(key, lang)) {
                Some(reason) => {
                    format!("{good}\n{}{reason}", heading("→ 不判：", "→ not judged: "))
                }
                None => good.to_owned(),
            })
        })
        .collect();
    paragraph(
        heading(
            "有问题的例子（⟦…⟧ 是指出的地方）",
            "Examples with findings (⟦…⟧ marks each)",
        ),
        &bad.join("\n\n"),
    );
    paragraph(
        heading("没有问题的例子", "Examples without"),
        &good.join("\n\n"),
    );
    let options: Vec<String> = rule
        .options
        .iter()
        .map(|(name, spec)| {
            format!(
                "{name} = {}  {}",
                spec.default,
                if zh || spec.en.is_empty() {
                    &spec.zh
                } else {
                    &spec.en
                }
            )
        })
        .collect();
    paragraph(heading("选项", "Options"), &options.join("\n"));
    out
}
