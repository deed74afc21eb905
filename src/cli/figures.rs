//! `hongbi figures`: the figures of a draft as a table, to be held against one's statistics.

use std::{
    borrow::Cow,
    io::{self, Write},
    path::Path,
};

use super::{Exit, args::FigureFormat, lookup::read};
use hongbi::{reading::frames::Row, rules::Lang};

pub(super) fn run(
    file: &Path,
    encoding: Option<&str>,
    format: FigureFormat,
    lang: Lang,
) -> io::Result<Exit> {
    let Some(doc) = read(file, encoding, lang) else {
        return Ok(Exit::Failure);
    };
    let rows = doc.frames().rows(&doc.text, |offset| doc.line(offset));
    let mut out = io::stdout().lock();
    match format {
        FigureFormat::Text => text(&mut out, &rows, lang)?,
        FigureFormat::Csv => csv(&mut out, &rows)?,
        FigureFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &rows)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    Ok(Exit::Clean)
}

/// The name of a role in Chinese.
fn role(name: &str) -> &str {
    match name {
        "level" => "水平",
        "increment" => "增量",
        "decrement" => "减量",
        "total" => "总量",
        "part" => "其中",
        "change" => "变动",
        "share" => "占比",
        "average" => "平均",
        "base" => "基数",
        "target" => "目标",
        "lead" => "差距",
        other => other,
    }
}

fn text(out: &mut impl Write, rows: &[Row], lang: Lang) -> io::Result<()> {
    for row in rows {
        let role = match lang {
            Lang::Zh => role(row.role),
            Lang::En => row.role,
        };
        writeln!(
            out,
            "{:>6}  {role}  {}  {}  {}",
            row.line,
            row.printed,
            if row.time.is_empty() {
                "—"
            } else {
                &row.time
            },
            if row.indicator.is_empty() {
                "—"
            } else {
                &row.indicator
            },
        )?;
    }
    Ok(())
}

fn csv(out: &mut impl Write, rows: &[Row]) -> io::Result<()> {
    // Spreadsheets take a text for UTF-8 only with this mark.
    write!(
        out,
        "\u{feff}line,indicator,scope,time,role,printed,value,unit,exactness\r\n"
    )?;
    for row in rows {
        write!(
            out,
            "{},{},{},{},{},{},{},{},{}\r\n",
            row.line,
            cell(&row.indicator),
            cell(&row.scope),
            row.time,
            row.role,
            cell(&row.printed),
            row.value,
            row.unit,
            row.exactness,
        )?;
    }
    Ok(())
}

/// A cell of a table, in quotation marks where it needs them.
fn cell(text: &str) -> Cow<'_, str> {
    if text.contains([',', '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(text)
    }
}
