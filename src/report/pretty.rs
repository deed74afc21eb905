//! The report for people: excerpts with carets, as a compiler prints them.

use std::io::{self, Write};

use codespan_reporting::{
    diagnostic::{Diagnostic as Snippet, Label, Severity},
    files::{Files, SimpleFile},
    term::{self, Chars, Config, StylesWriter, termcolor::Buffer},
};
use unicode_segmentation::UnicodeSegmentation;

use super::{
    Failure, Reporter, Summary,
    excerpt::{Excerpts, Place, visible_chars, width},
    in_words,
    shown::{self, shown},
};
use crate::{
    config::ConfigError,
    document::Span,
    engine::{Diagnostic, FileReport},
    language::han::{is_closing, is_opening, is_terminal},
    rules::{Lang, Level},
};

/// How the report looks.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// The language of what the report itself says.
    pub lang: Lang,
    /// Whether to print colours.
    pub color: bool,
    /// The columns of the terminal.
    pub columns: usize,
    /// Whether to print every finding of a rule, however many.
    pub all: bool,
}

/// The narrowest terminal that is laid out for.
const NARROWEST: usize = 40;
/// So many findings of one rule in one file are shown in full.
const SHOWN: usize = 10;
/// So many related places are shown with an excerpt.
const PLACES: usize = 4;

pub(super) struct Pretty(pub(super) Style);

impl Reporter for Pretty {
    fn file(&mut self, report: &mut FileReport, out: &mut dyn Write) -> io::Result<()> {
        shown::make_harmless(report);
        out.write_all(file(report, self.0).as_bytes())
    }

    fn finish(
        &mut self,
        summary: &Summary,
        _: Vec<Failure>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        writeln!(
            out,
            "{}",
            wrap(&closing(summary, self.0), self.0.columns.max(NARROWEST), 0)
        )
    }
}

/// Whether `text` is a report of this program for people, which is no draft.
pub fn is_report(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    // With colours the line is broken up by their codes.
    let mut plain = String::new();
    for (index, part) in first.split('\u{1b}').enumerate() {
        let code = if index == 0 { None } else { part.find('m') };
        plain.push_str(code.map_or(part, |end| &part[end + 1..]));
    }
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let names_rule = |before: &str| {
        ["error", "warning", "info", "note"].contains(&before) || {
            let mut parts = before.rsplitn(4, ':');
            let level = parts.next().unwrap_or_default().trim_start();
            let place = [parts.next(), parts.next()];
            ["error", "warning", "info"].contains(&level)
                && place.iter().all(|part| part.is_some_and(is_digits))
                && parts.next().is_some()
        }
    };
    let is_finding = plain.split_once('[').is_some_and(|(before, rest)| {
        let rule = rest.split_once(']').map_or("", |(rule, _)| rule);
        !rule.is_empty()
            && rule
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && names_rule(before)
    });
    let counts = |files: &str, characters: &str, after: &[&str]| {
        plain.split_once(files).is_some_and(|(count, rest)| {
            is_digits(count)
                && rest.split_once(characters).is_some_and(|(count, rest)| {
                    is_digits(count) && after.iter().any(|after| rest.starts_with(after))
                })
        })
    };
    is_finding
        || counts(" 个文件，", " 字", &["，未发现", "：错误 "])
        || counts(" files, ", " characters", &[": "])
}

/// The line that closes a report: counts, and findings per 10,000 characters.
pub(super) fn closing(summary: &Summary, style: Style) -> String {
    let Summary {
        files,
        characters,
        errors,
        warnings,
        infos,
        failures,
        known,
    } = *summary;
    let findings = errors + warnings + infos;
    let rate = findings as f64 * 10_000.0 / characters.max(1) as f64;
    let mut line = match style.lang {
        Lang::Zh if findings == 0 && files == 0 => "没有检查任何文件".to_owned(),
        Lang::En if findings == 0 && files == 0 => "no file was checked".to_owned(),
        Lang::Zh if findings == 0 && known > 0 => {
            format!("{files} 个文件，{characters} 字，未发现新问题")
        }
        Lang::Zh if findings == 0 => format!("{files} 个文件，{characters} 字，未发现问题"),
        Lang::Zh => format!(
            "{files} 个文件，{characters} 字：错误 {errors}，警告 {warnings}，提示 {infos}（万分之 {rate:.1}）"
        ),
        Lang::En if findings == 0 => {
            format!("{files} files, {characters} characters: nothing found")
        }
        Lang::En => format!(
            "{files} files, {characters} characters: {errors} errors, {warnings} warnings, {infos} infos ({rate:.1} per 10,000 characters)"
        ),
    };
    if known > 0 {
        line.push_str(&match style.lang {
            Lang::Zh => format!("；另有 {known} 处已记入基线"),
            Lang::En => format!("; {known} more are in the baseline"),
        });
    }
    if failures > 0 {
        line.push_str(&match style.lang {
            Lang::Zh => format!("；{failures} 项未能完成"),
            Lang::En => format!("; {failures} not done"),
        });
    }
    line
}

/// The report of one file.
fn file(report: &FileReport, style: Style) -> String {
    let mut out = String::new();
    let source = report.source.as_deref().unwrap_or_default();
    let mut counts: Vec<(&str, Vec<&Diagnostic>)> = Vec::new();
    for diagnostic in &report.diagnostics {
        let same = match counts.iter().position(|(rule, _)| *rule == diagnostic.rule) {
            Some(at) => at,
            None => {
                counts.push((&diagnostic.rule, Vec::new()));
                counts.len() - 1
            }
        };
        counts[same].1.push(diagnostic);
        if style.all || report.ungrouped.contains(&diagnostic.rule) || counts[same].1.len() <= SHOWN
        {
            out.push_str(&self::diagnostic(diagnostic, source, style));
            out.push('\n');
        } else if counts[same].1.len() == SHOWN + 1 {
            // The place of the rest is where the first of them stands.
            let rest: Vec<&Diagnostic> = report
                .diagnostics
                .iter()
                .filter(|other| other.rule == diagnostic.rule)
                .skip(SHOWN)
                .collect();
            if let [only] = rest[..] {
                out.push_str(&self::diagnostic(only, source, style));
            } else {
                out.push_str(&the_rest(&rest, style));
            }
            out.push('\n');
        }
    }
    out
}

/// One line for the findings of a rule beyond those shown.
fn the_rest(rest: &[&Diagnostic], style: Style) -> String {
    let Some(first) = rest.first() else {
        return String::new();
    };
    let mut lines: Vec<usize> = rest
        .iter()
        .map(|diagnostic| diagnostic.span.start.line)
        .collect();
    lines.dedup();
    let (message, note) = match style.lang {
        Lang::Zh => (
            format!("同类问题另有 {} 处", rest.len()),
            format!("在第 {} 行；--all 逐处列出", listed(&lines, "、")),
        ),
        Lang::En => (
            format!("{} more of the same", rest.len()),
            format!("on lines {}; --all shows each", listed(&lines, ", ")),
        ),
    };
    let snippet = Snippet::new(severity(first.severity))
        .with_code(&first.rule)
        .with_message(message)
        .with_note(wrap(&note, style.columns.max(NARROWEST) - 4, 0));
    render(
        &Excerpts::new(first.path.clone(), "", Vec::new(), 0).0,
        &snippet,
        style.color,
    )
}

fn listed(lines: &[usize], comma: &str) -> String {
    lines
        .iter()
        .map(usize::to_string)
        .collect::<Vec<_>>()
        .join(comma)
}

fn severity(level: Level) -> Severity {
    match level {
        Level::Error => Severity::Error,
        Level::Warning => Severity::Warning,
        Level::Info | Level::Off => Severity::Note,
    }
}

/// Where the finding stands in a document that has no lines.
fn location(diagnostic: &Diagnostic, lang: Lang) -> Option<String> {
    let place = in_words(diagnostic.location.as_ref()?, lang);
    (!place.is_empty()).then(|| match lang {
        Lang::Zh => format!("位置：{place}"),
        Lang::En => format!("place: {place}"),
    })
}

/// One diagnostic with its excerpts.
fn diagnostic(diagnostic: &Diagnostic, source: &str, style: Style) -> String {
    let columns = style.columns.max(NARROWEST);
    let same_file: Vec<_> = diagnostic
        .labels
        .iter()
        .filter(|label| label.path == diagnostic.path)
        .collect();
    let mut places = vec![Place {
        span: diagnostic.span,
        primary: true,
        message: extent(&diagnostic.span, style.lang).trim_start().to_owned(),
    }];
    places.extend(same_file.iter().take(PLACES).map(|label| {
        let extent = extent(&label.span, style.lang);
        let message = if extent.is_empty() {
            label.message.clone()
        } else {
            format!("{}{extent}", label.message)
        };
        Place {
            span: label.span,
            primary: false,
            message,
        }
    }));
    let most = places
        .iter()
        .map(|place| place.span.start.line)
        .max()
        .unwrap_or(1);
    // The frame: the line number, ` │ ` with its ambiguous bar.
    let frame = most.to_string().len() + 4;
    let room = columns.saturating_sub(frame);
    let (excerpts, shown) = Excerpts::new(shortened(diagnostic, columns), source, places, room);
    debug_assert!(excerpts.gutter() + 4 <= frame);

    let mut notes: Vec<String> = location(diagnostic, style.lang).into_iter().collect();
    let mut labels = Vec::new();
    for place in &shown {
        let mut label = if place.primary {
            Label::primary((), place.range.clone())
        } else {
            Label::secondary((), place.range.clone())
        };
        // codespan prints the message of a lone label, or of the last of several, right of the
        // carets, others below.
        let beside: Vec<_> = shown
            .iter()
            .filter(|other| {
                excerpts.window_index(&other.range) == excerpts.window_index(&place.range)
            })
            .collect();
        let is_last = beside
            .iter()
            .all(|other| other.range.start <= place.range.start);
        let before = if is_last {
            let ends = beside.iter().map(|other| {
                excerpts.indent(other.range.start) + excerpts.width(&other.range).max(1) + 1
            });
            ends.max().unwrap_or(0)
        } else {
            excerpts.indent(place.range.start) + 2
        };
        if before + width(&place.message) <= room {
            label = label.with_message(&place.message);
        } else if !place.message.is_empty() {
            let line = diagnostic_line(diagnostic, place.primary, &place.message, &same_file);
            notes.push(match style.lang {
                Lang::Zh => format!("第 {line} 行：{}", place.message),
                Lang::En => format!("line {line}: {}", place.message),
            });
        }
        labels.push(label);
    }
    let others = diagnostic
        .labels
        .iter()
        .filter(|label| label.path != diagnostic.path)
        .chain(same_file.iter().skip(PLACES).copied());
    notes.extend(others.map(|label| {
        format!(
            "{}:{}:{} {}",
            label.path, label.span.start.line, label.span.start.column, label.message
        )
    }));
    if !diagnostic.occurrences.is_empty() {
        let mut lines: Vec<usize> = diagnostic
            .occurrences
            .iter()
            .map(|span| span.start.line)
            .collect();
        lines.dedup();
        const LINES: usize = 12;
        let more = if lines.len() > LINES { "…" } else { "" };
        lines.truncate(LINES);
        notes.push(match style.lang {
            Lang::Zh => format!(
                "共 {} 处，在第 {}{more} 行",
                diagnostic.occurrences.len(),
                listed(&lines, "、")
            ),
            Lang::En => format!(
                "{} places, on lines {}{more}",
                diagnostic.occurrences.len(),
                listed(&lines, ", ")
            ),
        });
    }
    if !diagnostic.help.is_empty() {
        notes.push(match style.lang {
            Lang::Zh => format!("建议：{}", diagnostic.help),
            Lang::En => format!("help: {}", diagnostic.help),
        });
    }
    if let Some(fix) = diagnostic.fix.as_ref().filter(|fix| !fix.title.is_empty()) {
        notes.push(match style.lang {
            Lang::Zh => format!("修改：{}", fix.title),
            Lang::En => format!("fix: {}", fix.title),
        });
    }
    let head = width(&format!(
        "{}[{}]: ",
        diagnostic.severity.name(),
        diagnostic.rule
    ));
    let snippet = Snippet::new(severity(diagnostic.severity))
        .with_code(&diagnostic.rule)
        .with_message(wrap(&diagnostic.message, columns, head))
        .with_labels(labels)
        .with_notes(
            notes
                .iter()
                .map(|note| wrap(note, columns - frame - 2, 0))
                .collect(),
        );
    render(&excerpts, &snippet, style.color)
}

fn diagnostic_line(
    diagnostic: &Diagnostic,
    primary: bool,
    message: &str,
    labels: &[&crate::engine::DiagnosticLabel],
) -> usize {
    if primary {
        return diagnostic.span.start.line;
    }
    labels
        .iter()
        .find(|label| message.starts_with(&label.message))
        .map_or(diagnostic.span.start.line, |label| label.span.start.line)
}

/// The mistakes of a configuration, each with its place.
pub fn config_error(error: &ConfigError, lang: Lang, color: bool) -> String {
    let name = error.path.display().to_string();
    let name = shown(&name);
    let text = as_shown(&error.text, error.text.len());
    let file = SimpleFile::new(&*name, &*text);
    let mut out = String::new();
    for problem in &error.problems {
        let mut snippet = Snippet::error()
            .with_code("hongbi.toml")
            .with_message(shown(problem.message.get(lang)));
        if error.text.is_empty() {
            snippet = snippet.with_note(&name);
        } else {
            let place = |offset: usize| as_shown(&error.text, offset).len();
            let label = Label::primary((), place(problem.span.start)..place(problem.span.end));
            snippet = snippet.with_label(label);
        }
        if let Some(hint) = &problem.hint {
            snippet = snippet.with_note(shown(hint.get(lang)));
        }
        out.push_str(&render(&file, &snippet, color));
        out.push('\n');
    }
    out
}

/// What is printed for the first `end` bytes of a configuration, whose lines stay lines.
fn as_shown(text: &str, end: usize) -> String {
    let end = if text.is_char_boundary(end) {
        end
    } else {
        text.len()
    };
    let kept = |c: char| matches!(c, '\n' | '\t');
    text[..end]
        .chars()
        .zip(visible_chars(text, 0..end))
        .map(|(c, visible)| if kept(c) { c } else { visible })
        .collect()
}

/// Says how much a label covers that cannot be shown whole.
fn extent(span: &Span, lang: Lang) -> String {
    if span.end.line > span.start.line && span.end.column > 1 {
        return match lang {
            Lang::Zh => format!("（至第 {} 行）", span.end.line),
            Lang::En => format!(" (to line {})", span.end.line),
        };
    }
    const LONG: usize = 40;
    match span.end.column.saturating_sub(span.start.column) {
        length if length > LONG && span.end.line == span.start.line => match lang {
            Lang::Zh => format!("（共 {length} 字）"),
            Lang::En => format!("({length} characters)"),
        },
        _ => String::new(),
    }
}

/// The file's name, its beginning left out where it would pass the edge.
fn shortened(diagnostic: &Diagnostic, columns: usize) -> String {
    let start = diagnostic.span.start;
    let taken = format!("{0}:{0}:{1}", start.line, start.column).len() + 8;
    let room = columns.saturating_sub(taken).max(8);
    if width(&diagnostic.path) <= room {
        return diagnostic.path.clone();
    }
    let mut columns = 2;
    let mut from = diagnostic.path.len();
    for (at, piece) in diagnostic.path.grapheme_indices(true).rev() {
        columns += width(piece);
        if columns > room {
            break;
        }
        from = at;
    }
    format!("…{}", &diagnostic.path[from..])
}

/// Breaks `text` into lines of at most `columns` columns, of which the first has `taken` used
/// already. Chinese breaks anywhere but before a closing mark and after an opening one; Latin words
/// and numbers stay whole.
pub fn wrap(text: &str, columns: usize, taken: usize) -> String {
    const INDENT: &str = "  ";
    let mut out = String::new();
    let mut used = taken;
    for part in unbroken(text) {
        let wide = width(part);
        if used + wide > columns && used > INDENT.len() {
            out.truncate(out.trim_end().len());
            out.push('\n');
            out.push_str(INDENT);
            used = INDENT.len();
        }
        out.push_str(part);
        used += wide;
    }
    out
}

/// The longest piece of `text` that is kept whole, in bytes.
const LONGEST: usize = 40;

/// The pieces of `text` between which a line may break.
fn unbroken(text: &str) -> Vec<&str> {
    let joins = |before: char, after: char| {
        is_opening(before)
            || is_closing(after)
            || is_terminal(after)
            || matches!(after, '，' | '、' | '：' | ',' | '.' | ':')
            || before.is_ascii_graphic() && after.is_ascii_graphic()
    };
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, piece) in text.grapheme_indices(true) {
        let first = piece.chars().next();
        if let (Some(before), Some(after)) = (before, first)
            && at > start
            && (!joins(before, after) || at - start > LONGEST)
        {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = piece.chars().next_back();
    }
    pieces.push(&text[start..]);
    pieces
}

fn render<'a, F: Files<'a, FileId = ()>>(
    files: &'a F,
    snippet: &Snippet<()>,
    color: bool,
) -> String {
    let config = Config {
        chars: Chars {
            note_bullet: '=',
            ..Chars::default()
        },
        ..Config::default()
    };
    let text = if color {
        let styles = term::Styles::default();
        let mut buffer = Buffer::ansi();
        let written = term::emit_to_write_style(
            &mut StylesWriter::new(&mut buffer, &styles),
            &config,
            files,
            snippet,
        );
        written.map(|()| String::from_utf8_lossy(buffer.as_slice()).into_owned())
    } else {
        term::emit_into_string(&config, files, snippet)
    };
    let mut text = text.unwrap_or_default();
    if snippet.severity == Severity::Note {
        text = text.replacen("note", "info", 1);
    }
    // codespan leaves white space behind its frame.
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut text = lines.join("\n");
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_where_chinese_may() {
        let text = "发布前应补全被遮盖的“***”，第12345行与duplicate-paragraph有关。";
        for columns in [10, 24, 30, 60] {
            for line in wrap(text, columns, 0).lines() {
                assert!(width(line) <= columns.max(21), "{columns}: {line}");
                let line = line.trim_start();
                assert!(
                    !line.starts_with(['”', '，', '。']) && !line.ends_with('“'),
                    "{columns}: {line}"
                );
            }
        }
        assert!(
            wrap(text, 24, 0)
                .replace("\n  ", "")
                .contains("duplicate-paragraph")
        );
    }
}
