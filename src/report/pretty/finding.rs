//! One finding with its excerpts.

use std::collections::HashSet;

use codespan_reporting::diagnostic::{Diagnostic as Snippet, Label};
use unicode_segmentation::UnicodeSegmentation;

use super::{
    render::{render, severity, tightened},
    style::{NARROWEST, Style},
    wrap::wrap,
};
use crate::{
    document::Span,
    engine::{Diagnostic, DiagnosticLabel, in_words},
    report::excerpt::{Excerpts, Place, Shown, width},
    rules::{Lang, Level},
};

/// The most lines that are named.
const LINES: usize = 12;

/// How one finding is shown, and what the reader has read already.
pub(super) struct View<'a> {
    pub(super) source: &'a str,
    pub(super) style: Style,
    /// What was said beside earlier findings, and is not said again; `None` says everything.
    pub(super) said: Option<HashSet<String>>,
}

impl View<'_> {
    /// Whether everything is said of every finding.
    fn is_full(&self) -> bool {
        self.said.is_none()
    }

    /// `note`, unless it was said before.
    fn once(&mut self, note: String) -> Option<String> {
        match &mut self.said {
            Some(said) => said.insert(note.clone()).then_some(note),
            None => Some(note),
        }
    }

    /// The room for text: the columns of the terminal.
    fn columns(&self) -> usize {
        self.style.columns.max(NARROWEST)
    }

    /// How many related places get an excerpt: on other lines than the finding's, and on its own.
    fn places(&self) -> (usize, usize) {
        if self.is_full() { (4, 4) } else { (1, 2) }
    }

    /// One finding, under which those of `folded` are folded.
    pub(super) fn finding(&mut self, diagnostic: &Diagnostic, folded: &[&Diagnostic]) -> String {
        let (style, columns) = (self.style, self.columns());
        let (shown_labels, others) = self.chosen(diagnostic);
        let mut places = vec![Place {
            span: diagnostic.span,
            primary: true,
            message: self.beside(&diagnostic.span, ""),
        }];
        places.extend(shown_labels.iter().map(|label| Place {
            span: label.span,
            primary: false,
            message: self.beside(&label.span, &label.message),
        }));
        let lines = places.iter().map(|place| place.span.start.line);
        // The frame: the line number, ` │ ` with its ambiguous bar.
        let frame = lines.max().unwrap_or(1).to_string().len() + 4;
        let room = columns.saturating_sub(frame);
        let path = shortened(diagnostic, columns);
        let (excerpts, shown) = Excerpts::new(path, self.source, places, room);
        debug_assert!(excerpts.gutter() + 4 <= frame);

        let mut notes: Vec<String> = location(diagnostic, style.lang).into_iter().collect();
        let (labels, unplaced) = placed(&excerpts, &shown, room);
        if self.is_full() {
            notes.extend(unplaced.iter().map(|place| {
                let line = line_of(diagnostic, place, &shown_labels);
                let message = &place.message;
                match style.lang {
                    Lang::Zh => format!("第 {line} 行：{message}"),
                    Lang::En => format!("line {line}: {message}"),
                }
            }));
        }
        let seen: Vec<usize> = shown_labels
            .iter()
            .map(|label| label.span.start.line)
            .chain([diagnostic.span.start.line])
            .collect();
        notes.extend(self.other_places(diagnostic, &others, &seen));
        notes.extend(consequences(folded, diagnostic, style.lang));
        notes.extend(self.advice(diagnostic));
        let head = width(&format!(
            "{}[{}]: ",
            diagnostic.severity.called(style.lang),
            self.code(diagnostic)
        ));
        let snippet = Snippet::new(severity(diagnostic.severity))
            .with_code(self.code(diagnostic))
            .with_message(wrap(&diagnostic.message, columns, head))
            .with_labels(labels)
            .with_notes(
                notes
                    .iter()
                    .map(|note| wrap(note, columns - frame - 2, 0))
                    .collect(),
            );
        let text = render(&excerpts, &snippet, style.color, style.lang);
        if self.is_full() {
            text
        } else {
            tightened(&text)
        }
    }

    /// What is said beside the marks of a place, which may be longer than what is shown of it: then the lines
    /// alone say enough, unless everything is said.
    fn beside(&self, span: &Span, message: &str) -> String {
        let extent = extent(span, self.style.lang);
        match (self.is_full(), extent.is_empty(), message.is_empty()) {
            (_, true, _) => message.to_owned(),
            (false, false, _) => String::new(),
            (true, false, true) => extent.trim_start().to_owned(),
            (true, false, false) => format!("{message}{extent}"),
        }
    }

    /// What the rule is called: with both names where everything is said.
    fn code(&self, diagnostic: &Diagnostic) -> String {
        if self.is_full() && !diagnostic.title.is_empty() {
            format!("{} {}", diagnostic.title, diagnostic.rule)
        } else {
            diagnostic.called().to_owned()
        }
    }

    /// The labels that get an excerpt, and the others.
    fn chosen<'d>(
        &self,
        diagnostic: &'d Diagnostic,
    ) -> (Vec<&'d DiagnosticLabel>, Vec<&'d DiagnosticLabel>) {
        let (mut apart, mut beside) = self.places();
        diagnostic.labels.iter().partition(|label| {
            let is_beside = label.span.start.line == diagnostic.span.start.line;
            let room = if self.is_full() || !is_beside {
                &mut apart
            } else {
                &mut beside
            };
            let fits = label.path == diagnostic.path && *room > 0;
            *room -= usize::from(fits);
            fits
        })
    }

    /// The places that have no excerpt; those on the lines `seen` are seen.
    fn other_places(
        &self,
        diagnostic: &Diagnostic,
        others: &[&DiagnosticLabel],
        seen: &[usize],
    ) -> Vec<String> {
        let lang = self.style.lang;
        let mut notes = Vec::new();
        let is_habit = !diagnostic.occurrences.is_empty();
        if self.is_full() {
            notes.extend(others.iter().map(|label| {
                let start = label.span.start;
                format!(
                    "{}:{}:{} {}",
                    label.path, start.line, start.column, label.message
                )
            }));
        } else if !is_habit {
            let mut files: Vec<&str> = others
                .iter()
                .map(|label| &*label.path)
                .filter(|path| *path != diagnostic.path)
                .collect();
            files.dedup();
            notes.extend(files.iter().map(|path| match lang {
                Lang::Zh => format!("另见 {path}"),
                Lang::En => format!("see also {path}"),
            }));
            let own: Vec<&Span> = others
                .iter()
                .filter(|label| label.path == diagnostic.path)
                .map(|label| &label.span)
                .filter(|span| !seen.contains(&span.start.line))
                .collect();
            if !own.is_empty() {
                notes.push(match lang {
                    Lang::Zh => format!("另见第 {} 行", lines(&own, lang)),
                    Lang::En => format!("see also {} {}", lines_word(&own), lines(&own, lang)),
                });
            }
        }
        if is_habit {
            let spans: Vec<&Span> = diagnostic.occurrences.iter().collect();
            notes.push(match lang {
                Lang::Zh => format!("共 {} 处，在第 {} 行", spans.len(), lines(&spans, lang)),
                Lang::En => format!(
                    "{} places, on {} {}",
                    spans.len(),
                    lines_word(&spans),
                    lines(&spans, lang)
                ),
            });
        }
        notes
    }

    /// What to do, where it was not said before.
    pub(super) fn advice(&mut self, diagnostic: &Diagnostic) -> Vec<String> {
        let lang = self.style.lang;
        let is_full = self.is_full();
        let fix = diagnostic.fix.as_ref().filter(|fix| !fix.title.is_empty());
        let mut notes = Vec::new();
        if !diagnostic.help.is_empty() && (is_full || fix.is_none()) {
            let help = match lang {
                Lang::Zh => format!("建议：{}", diagnostic.help),
                Lang::En => format!("help: {}", diagnostic.help),
            };
            notes.extend(self.once(help));
        }
        if let Some(fix) = fix.filter(|_| is_full || !says_fix(diagnostic)) {
            let title = match lang {
                Lang::Zh => format!("修改：{}", fix.title),
                Lang::En => format!("fix: {}", fix.title),
            };
            notes.extend(self.once(title));
        }
        notes
    }
}

/// Whether the message names the right form, and so says how to fix what it is about.
pub(super) fn says_fix(diagnostic: &Diagnostic) -> bool {
    diagnostic.fix.as_ref().is_some_and(|fix| {
        let mut edits = fix.edits.iter().map(|edit| edit.replacement.trim());
        edits.all(|new| !new.is_empty() && diagnostic.message.contains(new))
    })
}

/// Whether `one`, folded under `parent`, is something else than the same defect in other words.
pub(super) fn is_consequence(one: &Diagnostic, parent: &Diagnostic) -> bool {
    let (a, b) = (&one.span, &parent.span);
    let overlaps = a.start.offset < b.end.offset && b.start.offset < a.end.offset;
    one.rule != parent.rule && !(overlaps && one.category == parent.category)
}

/// What is folded under a finding, by rule; further places of its own rule are listed as places.
fn consequences(folded: &[&Diagnostic], under: &Diagnostic, lang: Lang) -> Option<String> {
    let mut rules: Vec<(&str, usize)> = Vec::new();
    for one in folded.iter().filter(|one| is_consequence(one, under)) {
        match rules.iter_mut().find(|(rule, _)| *rule == one.called()) {
            Some((_, count)) => *count += 1,
            None => rules.push((one.called(), 1)),
        }
    }
    let total: usize = rules.iter().map(|(_, count)| count).sum();
    let listed = |comma: &str| {
        let rules = rules.iter().map(|(rule, count)| match count {
            1 => (*rule).to_owned(),
            count => format!("{rule} {count}"),
        });
        rules.collect::<Vec<_>>().join(comma)
    };
    (total > 0).then(|| match lang {
        Lang::Zh => format!("归入此处的另有 {total} 处：{}", listed("、")),
        Lang::En => format!("{total} more belong to this: {}", listed(", ")),
    })
}

/// The labels of `shown` in `excerpts`, and the places whose messages have no room beside them.
fn placed<'s>(
    excerpts: &Excerpts,
    shown: &'s [Shown],
    room: usize,
) -> (Vec<Label<()>>, Vec<&'s Shown>) {
    let mut labels = Vec::new();
    let mut unplaced = Vec::new();
    for place in shown {
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
            unplaced.push(place);
        }
        labels.push(label);
    }
    (labels, unplaced)
}

fn line_of(diagnostic: &Diagnostic, place: &Shown, labels: &[&DiagnosticLabel]) -> usize {
    let own = diagnostic.span.start.line;
    if place.primary {
        return own;
    }
    let label = labels
        .iter()
        .find(|label| place.message.starts_with(&label.message));
    label.map_or(own, |label| label.span.start.line)
}

/// The lines on which `spans` begin, at most a dozen of them.
pub(in crate::report) fn lines(spans: &[&Span], lang: Lang) -> String {
    let mut lines: Vec<usize> = spans.iter().map(|span| span.start.line).collect();
    lines.dedup();
    let more = if lines.len() > LINES { "…" } else { "" };
    let comma = match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    };
    let named: Vec<String> = lines.iter().take(LINES).map(usize::to_string).collect();
    format!("{}{more}", named.join(comma))
}

fn lines_word(spans: &[&Span]) -> &'static str {
    let first = spans.first().map(|span| span.start.line);
    if spans.iter().all(|span| Some(span.start.line) == first) {
        "line"
    } else {
        "lines"
    }
}

/// Where the finding is in a document that has no lines.
pub(super) fn location(diagnostic: &Diagnostic, lang: Lang) -> Option<String> {
    let place = in_words(diagnostic.location.as_ref()?, lang);
    (!place.is_empty()).then(|| match lang {
        Lang::Zh => format!("位置：{place}"),
        Lang::En => format!("place: {place}"),
    })
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
    tail(&diagnostic.path, columns.saturating_sub(taken).max(8))
}

/// The end of `path` that fits into `room` columns.
pub(super) fn tail(path: &str, room: usize) -> String {
    if width(path) <= room {
        return path.to_owned();
    }
    let mut columns = 2;
    let mut from = path.len();
    for (at, piece) in path.grapheme_indices(true).rev() {
        columns += width(piece);
        if columns > room {
            break;
        }
        from = at;
    }
    format!("…{}", &path[from..])
}

/// Colours that codespan gives levels, for what this report writes itself.
pub(super) fn painted(text: &str, level: Level, color: bool) -> String {
    let code = match level {
        Level::Error => 9,
        Level::Warning => 11,
        Level::Info => 10,
        Level::Off => 14,
    };
    if color {
        format!("\u{1b}[0m\u{1b}[1m\u{1b}[38;5;{code}m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}
