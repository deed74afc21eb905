//! `hongbi outline` and `hongbi facts`: what the linter read and what it knows.

use std::{
    io::{self, Write},
    path::Path,
};

use super::{
    Exit,
    args::Table,
    terminal::{self, print_error},
    timeline,
};
use hongbi::{
    Linter,
    config::{Config, Discovery},
    facts::{dated, lookup},
    reading::Draft,
    report::{shown, shown_lines},
    rules::Lang,
};

/// The draft in `file`; `None` after saying why it cannot be read.
pub(super) fn read(file: &Path, encoding: Option<&str>, lang: Lang) -> Option<Draft> {
    let encoding = terminal::encoding(encoding, lang)?;
    let linter = Linter::new(Discovery::fixed(Config::default())).encoding(encoding);
    match linter.read(file) {
        Ok(doc) => Some(doc),
        Err(error) => {
            print_error(&format!("{}: {}", file.display(), error.describe(lang)));
            None
        }
    }
}

pub(super) fn outline(file: &Path, encoding: Option<&str>, lang: Lang) -> io::Result<Exit> {
    let Some(doc) = read(file, encoding, lang) else {
        return Ok(Exit::Failure);
    };
    let mut out = io::stdout().lock();
    let outline = doc.outline().display(&doc, doc.lines()).to_string();
    out.write_all(shown_lines(&outline).as_bytes())?;
    out.flush()?;
    Ok(Exit::Clean)
}

pub(super) fn timeline(
    file: &Path,
    encoding: Option<&str>,
    format: Table,
    lang: Lang,
) -> io::Result<Exit> {
    let Some(doc) = read(file, encoding, lang) else {
        return Ok(Exit::Failure);
    };
    let mut out = io::stdout().lock();
    match format {
        Table::Text => write!(out, "{}", timeline::text(&doc, lang == Lang::Zh))?,
        Table::Json => writeln!(out, "{:#}", timeline::json(&doc))?,
    }
    out.flush()?;
    Ok(Exit::Clean)
}

pub(super) fn facts(query: &str, lang: Lang) -> io::Result<Exit> {
    let config = match Discovery::nearest().config(Path::new("draft.txt")) {
        Ok(config) => config,
        Err(error) => {
            print_error(&error.summary(lang));
            return Ok(Exit::Failure);
        }
    };
    let year: Option<i32> = query.trim_end_matches('年').parse().ok();
    let found = match year {
        Some(year) => lookup::known(&config.facts)
            .filter(|fact| fact.start.first().0 == year)
            .collect(),
        None => lookup::search(query, &config.facts),
    };
    if found.is_empty() {
        print_error(&match lang {
            Lang::Zh => format!("没有关于“{query}”的史实"),
            Lang::En => format!("nothing is known of “{query}”"),
        });
        return Ok(Exit::Findings);
    }
    let mut out = io::stdout().lock();
    for fact in found {
        let end = fact.end.filter(|end| *end != fact.start);
        let until = end.map(|end| format!(" — {end}")).unwrap_or_default();
        let sure = match (fact.certainty, lang) {
            (dated::Certainty::Uncertain, Lang::Zh) => "  （存疑，只作提示）",
            (dated::Certainty::Uncertain, Lang::En) => "  (uncertain: never more than info)",
            _ => "",
        };
        writeln!(out, "{}{until}  {}{sure}", fact.start, shown(&fact.name))?;
        if !fact.source.is_empty() {
            writeln!(out, "    {}", shown(&fact.source))?;
        }
    }
    out.flush()?;
    Ok(Exit::Clean)
}
