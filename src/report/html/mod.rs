//! One page that holds the drafts and what was found in them: no network, no other file. It works
//! from disk and without its script; everything that comes from a draft is escaped.

mod card;
mod draft;
mod words;

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use super::{Failure, Reporter, Style, Summary, xml::escape};
use crate::{
    engine::FileReport,
    rules::{Lang, Level},
};
use words::Words;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The drafts so far: the page begins with counts, so it is printed at the end.
pub(super) struct Html {
    words: Words,
    sections: String,
    files: Vec<File>,
    /// By rule: what it is called, and its findings.
    rules: BTreeMap<String, (String, usize)>,
}

/// One line of the table of files.
struct File {
    path: String,
    characters: usize,
    findings: usize,
}

impl Html {
    pub(super) fn new(style: Style) -> Self {
        Self {
            words: Words(style.lang),
            sections: String::new(),
            files: Vec::new(),
            rules: BTreeMap::new(),
        }
    }
}

impl Reporter for Html {
    fn file(&mut self, report: &mut FileReport, _: &mut dyn Write) -> io::Result<()> {
        let number = self.files.len();
        report.diagnostics.retain(|one| one.within.is_none());
        for diagnostic in &report.diagnostics {
            let called = || (diagnostic.called().to_owned(), 0);
            self.rules
                .entry(diagnostic.rule.clone())
                .or_insert_with(called)
                .1 += 1;
        }
        self.files.push(File {
            path: report.path.clone(),
            characters: report.characters,
            findings: report.diagnostics.len(),
        });
        if let (false, Some(text)) = (report.diagnostics.is_empty(), &report.source) {
            self.sections
                .push_str(&section(number, report, text, self.words));
        }
        Ok(())
    }

    fn finish(
        &mut self,
        summary: &Summary,
        failures: Vec<Failure>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let words = self.words;
        let title = match &self.files[..] {
            [only] => format!("{} · hongbi", escape(&only.path)),
            _ => "hongbi".to_owned(),
        };
        write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n<link rel=\"icon\" href=\"data:,\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
            words.code()
        )?;
        write!(
            out,
            "<header class=\"top\">\n<h1>{}</h1>\n{}</header>\n",
            words.title(),
            counts(summary, words)
        )?;
        out.write_all(self.filters(summary).as_bytes())?;
        for Failure { path, message } in &failures {
            writeln!(
                out,
                "<p class=\"failure\"><b>{}</b> {}</p>",
                escape(path),
                escape(message)
            )?;
        }
        if self.files.len() > 1 {
            out.write_all(self.table().as_bytes())?;
        }
        if self.sections.is_empty() {
            writeln!(out, "<p class=\"clean\">{}</p>", words.clean())?;
        }
        write!(
            out,
            "<main>\n{}</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
            self.sections
        )
    }
}

impl Html {
    /// Boxes to choose levels and rules with; the script shows them.
    fn filters(&self, summary: &Summary) -> String {
        if self.rules.is_empty() {
            return String::new();
        }
        let words = self.words;
        let mut out = format!(
            "<form id=\"filters\" hidden>\n<fieldset><legend>{}</legend>",
            words.levels()
        );
        for (level, count) in [
            (Level::Error, summary.errors),
            (Level::Warning, summary.warnings),
            (Level::Info, summary.infos),
        ] {
            if count > 0 {
                out.push_str(&format!(
                    "<label class=\"{0}\"><input type=\"checkbox\" name=\"level\" value=\"{0}\" checked>{1} <b>{count}</b></label>",
                    level.name(),
                    words.level(level)
                ));
            }
        }
        out.push_str(&format!(
            "</fieldset>\n<details><summary>{}</summary><fieldset><button type=\"button\" data-all=\"1\">{}</button><button type=\"button\" data-all=\"\">{}</button>",
            words.rules(),
            words.all(),
            words.none()
        ));
        let mut rules: Vec<(&String, &(String, usize))> = self.rules.iter().collect();
        rules.sort_by_key(|(name, (_, count))| (std::cmp::Reverse(*count), *name));
        for (name, (called, count)) in rules {
            let called = escape(called);
            let name = escape(name);
            out.push_str(&format!(
                "<label><input type=\"checkbox\" name=\"rule\" value=\"{name}\" checked>{called} <b>{count}</b></label>"
            ));
        }
        out.push_str("</fieldset></details>\n</form>\n");
        out
    }

    /// The files, those with the most findings for their length first.
    fn table(&self) -> String {
        let words = self.words;
        let mut files: Vec<(usize, &File)> = self.files.iter().enumerate().collect();
        files.sort_by(|(_, a), (_, b)| {
            rate(b.findings, b.characters)
                .total_cmp(&rate(a.findings, a.characters))
                .then_with(|| a.path.cmp(&b.path))
        });
        let [file, findings, per] = words.columns();
        let mut out = format!(
            "<table class=\"files\"><thead><tr><th>{file}</th><th>{findings}</th><th>{per}</th></tr></thead><tbody>\n"
        );
        for (number, one) in files {
            let path = escape(&one.path);
            let name = if one.findings > 0 {
                format!("<a href=\"#file{number}\">{path}</a>")
            } else {
                path
            };
            out.push_str(&format!(
                "<tr><td>{name}</td><td>{}</td><td>{:.1}</td></tr>\n",
                one.findings,
                rate(one.findings, one.characters)
            ));
        }
        out.push_str("</tbody></table>\n");
        out
    }
}

/// The draft whose text is `text` with what was found in it, as a part of a page that has the report's style
/// sheet: everything that comes from the draft is escaped.
pub fn draft_with_findings(report: &FileReport, text: &str, lang: Lang) -> String {
    section(0, report, text, Words(lang))
}

fn section(number: usize, report: &FileReport, text: &str, words: Words) -> String {
    let path = escape(&report.path);
    format!(
        "<section class=\"file\" id=\"file{number}\">\n<header class=\"bar\"><h2>{path}</h2>{}</header>\n{}</section>\n",
        strip(number, report, text),
        draft::draft(number, report, text, words)
    )
}

/// Findings per 10,000 characters.
fn rate(findings: usize, characters: usize) -> f64 {
    findings as f64 * 10_000.0 / characters.max(1) as f64
}

fn counts(summary: &Summary, words: Words) -> String {
    let findings = summary.errors + summary.warnings + summary.infos;
    let mut out = String::from("<ul class=\"counts\">");
    let mut one = |class: &str, value: String, what: &str| {
        out.push_str(&format!("<li class=\"{class}\"><b>{value}</b> {what}</li>"));
    };
    for (level, count) in [
        (Level::Error, summary.errors),
        (Level::Warning, summary.warnings),
        (Level::Info, summary.infos),
    ] {
        one(level.name(), count.to_string(), words.level(level));
    }
    one(
        "",
        format!("{:.1}", rate(findings, summary.characters)),
        words.per(),
    );
    one("", summary.characters.to_string(), words.characters());
    one("", summary.files.to_string(), words.files());
    if summary.known > 0 {
        one("", summary.known.to_string(), words.known());
    }
    out.push_str("</ul>\n");
    out
}

/// Where in the draft its findings lie.
fn strip(file: usize, report: &FileReport, text: &str) -> String {
    let mut out = String::from("<nav class=\"strip\">");
    for (number, diagnostic) in report.diagnostics.iter().enumerate() {
        let at = diagnostic.span.start.offset as f64 * 100.0 / text.len().max(1) as f64;
        out.push_str(&format!(
            "<a class=\"tick {}\" style=\"left:{at:.2}%\" href=\"#n{file}-{number}\" data-f=\"{file}-{number}\" title=\"{} {}\" tabindex=\"-1\"></a>",
            diagnostic.severity.name(),
            diagnostic.span.start.line,
            escape(diagnostic.called())
        ));
    }
    out.push_str("</nav>");
    out
}
