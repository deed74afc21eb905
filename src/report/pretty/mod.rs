//! The report for people: excerpts with carets, as a compiler prints them, file by file.

mod block;
mod closing;
mod config;
mod finding;
mod recognise;
mod render;
mod style;
mod wrap;

use std::{
    collections::{HashMap, HashSet},
    io::{self, Write},
};

use super::{
    Failure, Reporter, Summary,
    excerpt::width,
    shown::{self, shown},
};
use crate::{
    engine::{Diagnostic, FileReport},
    rules::{Lang, Level},
};
use closing::Next;
use finding::{View, is_consequence, painted};
use recognise::HEAD;

pub(super) use closing::closing;
pub use config::config_error;
pub(super) use finding::lines;
pub use recognise::is_report;
use style::NARROWEST;
pub use style::{Order, Style};
pub use wrap::{clipped, wrap};

/// The reporter.
pub(super) struct Pretty {
    style: Style,
    next: Next,
}

impl Pretty {
    pub(super) fn new(style: Style) -> Self {
        Self {
            style,
            next: Next::default(),
        }
    }
}

impl Reporter for Pretty {
    fn file(&mut self, report: &mut FileReport, out: &mut dyn Write) -> io::Result<()> {
        shown::make_harmless(report);
        self.next.take(report);
        out.write_all(file(report, self.style).as_bytes())
    }

    fn finish(
        &mut self,
        summary: &Summary,
        _: Vec<Failure>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let columns = self.style.columns.max(NARROWEST);
        let line = closing(summary, self.style.lang);
        writeln!(out, "{}", wrap(&line, columns, 0))?;
        out.write_all(self.next.lines(self.style).as_bytes())
    }
}

/// The lines of a screen that are not findings.
const AROUND: usize = 5;

/// The report of one file.
fn file(report: &FileReport, style: Style) -> String {
    if report.diagnostics.is_empty() {
        return String::new();
    }
    if style.all {
        return every(report, style);
    }
    let drawn = drawn(report, style);
    let by_place = || in_order_of_place(&drawn, report, style);
    let by_level = || in_order_of_level(&drawn);
    let body = match style.order {
        Some(Order::Place) => by_place(),
        Some(Order::Level) => by_level(),
        None => {
            let body = by_place();
            // The head, a line between, and the closing lines belong to the screen.
            if body.lines().count() + AROUND <= style.rows {
                body
            } else {
                in_brief(drawn, style)
            }
        }
    };
    format!("{}\n{body}\n", head(report, style))
}

/// Every finding with all that is to be said of it, in the order of the draft.
fn every(report: &FileReport, style: Style) -> String {
    let mut view = View {
        source: report.source.as_deref().unwrap_or_default(),
        style,
        said: None,
    };
    let findings = report.diagnostics.iter();
    findings
        .map(|one| format!("{}\n", view.finding(one, &[])))
        .collect()
}

/// A finding, or several of one rule, as they are shown.
struct Drawn {
    level: Level,
    /// Where the first of them begins in the file, in bytes.
    place: usize,
    text: String,
    /// It in one line.
    brief: String,
    /// Whether it is one finding.
    is_single: bool,
}

/// What is shown of the draft's findings, in order of place.
fn drawn(report: &FileReport, style: Style) -> Vec<Drawn> {
    let mut folded: HashMap<&str, Vec<&Diagnostic>> = HashMap::new();
    for one in &report.diagnostics {
        if let Some(parent) = &one.within {
            folded.entry(parent).or_default().push(one);
        }
    }
    let mut of_rule: HashMap<(&str, Level), Vec<&Diagnostic>> = HashMap::new();
    let under = |one: &Diagnostic| folded.get(&*one.fingerprint).map_or(&[][..], Vec::as_slice);
    let is_single = |one: &Diagnostic| {
        !one.occurrences.is_empty()
            || report.ungrouped.contains(&one.rule)
            || under(one).iter().any(|child| is_consequence(child, one))
    };
    for one in report.defects().filter(|one| !is_single(one)) {
        of_rule
            .entry((&one.rule, one.severity))
            .or_default()
            .push(one);
    }
    let mut view = View {
        source: report.source.as_deref().unwrap_or_default(),
        style,
        said: Some(HashSet::new()),
    };
    let mut out = Vec::new();
    for one in report.defects() {
        let alone = [one];
        let group = match of_rule.get(&(&*one.rule, one.severity)) {
            Some(group) if !is_single(one) && block::are_together(group) => &group[..],
            _ => &[],
        };
        let text = match group.first() {
            None => view.finding(one, under(one)),
            Some(first) if std::ptr::eq(*first, one) => view.block(group),
            Some(_) => continue,
        };
        out.push(Drawn {
            level: one.severity,
            place: one.span.start.offset,
            text,
            brief: block::brief(if group.is_empty() { &alone } else { group }, style),
            is_single: group.is_empty(),
        });
    }
    out
}

fn in_order_of_place(drawn: &[Drawn], report: &FileReport, style: Style) -> String {
    let source = report.source.as_deref().unwrap_or_default();
    let mut out = String::new();
    let mut under = 0;
    for one in drawn {
        let heading = report.headings.partition_point(|&at| at <= one.place);
        if heading > under {
            under = heading;
            let from = report.headings[heading - 1];
            // A finding in the heading itself shows it.
            let text = source.get(from..).unwrap_or_default();
            let line = text.lines().next().unwrap_or_default();
            if one.place >= from + line.len() {
                out.push_str(&divider(&shown(line.trim()), style));
            }
        }
        out.push_str(&one.text);
    }
    out
}

fn in_order_of_level(drawn: &[Drawn]) -> String {
    let mut out = String::new();
    for level in [Level::Error, Level::Warning, Level::Info] {
        for one in drawn.iter().filter(|one| one.level == level) {
            out.push_str(&one.text);
        }
    }
    out
}

/// The worst first. What does not fit two screens is shown in one line each, the least important first.
fn in_brief(mut drawn: Vec<Drawn>, style: Style) -> String {
    let most = (2 * style.rows).saturating_sub(AROUND).max(AROUND);
    let count = |one: &Drawn| one.text.lines().count();
    let mut total: usize = drawn.iter().map(count).sum();
    drawn.sort_by_key(|one| std::cmp::Reverse(one.level));
    let mut is_brief = false;
    for singles in [true, false] {
        for one in drawn.iter_mut().rev() {
            if total <= most {
                break;
            }
            if one.is_single == singles && count(one) > 1 {
                total -= count(one) - 1;
                one.text = std::mem::take(&mut one.brief);
                is_brief = true;
            }
        }
    }
    let mut out: String = drawn.iter().map(|one| &*one.text).collect();
    if is_brief {
        out.push_str(match style.lang {
            Lang::Zh => "（有的只列一行；--sort level 都附原文，--all 逐处列出）\n",
            Lang::En => {
                "(some in one line only; --sort level shows the text of all, --all every place)\n"
            }
        });
    }
    out
}

/// A line that parts what belongs to `title` from what goes before.
fn divider(title: &str, style: Style) -> String {
    let line = format!("── {title}");
    let line = clipped(&line, style.columns.max(NARROWEST));
    format!("{}\n", painted(&line, Level::Off, style.color))
}

/// The head of a file: its name and its counts.
fn head(report: &FileReport, style: Style) -> String {
    let counts = report.counts().0;
    let (errors, warnings, infos) = (counts.errors, counts.warnings, counts.infos);
    let counts = match style.lang {
        Lang::Zh => format!("：错误 {errors}，警告 {warnings}，提示 {infos}"),
        Lang::En => format!(": {errors} errors, {warnings} warnings, {infos} infos"),
    };
    let columns = style.columns.max(NARROWEST);
    let room = columns.saturating_sub(width(HEAD) + width(&counts)).max(8);
    let line = format!("{HEAD}{}{counts}", finding::tail(&report.path, room));
    painted(&line, Level::Off, style.color)
}
