//! Findings of one rule, reported together.

use super::{
    finding::{View, lines, painted, says_fix},
    style::{NARROWEST, Style},
    wrap::{clipped, wrap},
};
use crate::{document::Span, engine::Diagnostic, report::excerpt::width, rules::Lang};

/// Whether findings of one rule are reported together: three of them, or two that each say all in their message.
pub(super) fn are_together(members: &[&Diagnostic]) -> bool {
    const TOGETHER: usize = 3;
    members.len() >= TOGETHER || members.len() == 2 && members.iter().all(|one| says_fix(one))
}

/// One line for the findings `members` of one rule.
pub(super) fn brief(members: &[&Diagnostic], style: Style) -> String {
    let Some(first) = members.first() else {
        return String::new();
    };
    let lang = style.lang;
    let head = format!("{}[{}]", first.severity.called(lang), first.called());
    let spans: Vec<&Span> = members.iter().map(|one| &one.span).collect();
    let places = match (lang, members.len()) {
        (Lang::Zh, 1) => format!(": 第 {} 行：{}", lines(&spans, lang), first.message),
        (Lang::En, 1) => format!(": line {}: {}", lines(&spans, lang), first.message),
        (Lang::Zh, count) => format!(": {count} 处，在第 {} 行", lines(&spans, lang)),
        (Lang::En, count) => format!(": {count} places, on lines {}", lines(&spans, lang)),
    };
    let room = style.columns.max(NARROWEST).saturating_sub(width(&head));
    format!(
        "{}{}\n",
        painted(&head, first.severity, style.color),
        clipped(&places, room)
    )
}

/// The most of them that have a line of their own.
const SHOWN: usize = 8;

impl View<'_> {
    /// The findings `members` of one rule, one or more lines each with the same message.
    pub(super) fn block(&mut self, members: &[&Diagnostic]) -> String {
        let Some(first) = members.first() else {
            return String::new();
        };
        let (style, lang) = (self.style, self.style.lang);
        let columns = style.columns.max(NARROWEST);
        let count = members.len();
        let head = format!("{}[{}]", first.severity.called(lang), first.called());
        let mut out = match lang {
            Lang::Zh => format!(
                "{}: {count} 处\n",
                painted(&head, first.severity, style.color)
            ),
            Lang::En => format!(
                "{}: {count} places\n",
                painted(&head, first.severity, style.color)
            ),
        };
        let mut rows: Vec<(&str, Vec<&Span>)> = Vec::new();
        for one in members {
            match rows.iter_mut().find(|(message, _)| *message == one.message) {
                Some((_, spans)) => spans.push(&one.span),
                None => rows.push((&one.message, vec![&one.span])),
            }
        }
        let gutter = members
            .iter()
            .map(|one| one.span.start.line.to_string().len())
            .max()
            .unwrap_or(1);
        // The bar is ambiguous.
        let room = columns.saturating_sub(gutter + 4);
        let most = if rows.len() == SHOWN + 1 {
            rows.len()
        } else {
            SHOWN
        };
        for (message, spans) in rows.iter().take(most) {
            let line = spans.first().map_or(1, |span| span.start.line);
            let more = match (lang, spans.get(1..)) {
                (_, None | Some([])) => String::new(),
                (Lang::Zh, Some(more)) => format!("（还有第 {} 行）", lines(more, lang)),
                (Lang::En, Some(more)) => format!(" (also on {})", lines(more, lang)),
            };
            let message = clipped(message, room.saturating_sub(width(&more)));
            out.push_str(&format!("{line:>gutter$} │ {message}{more}\n"));
        }
        let rest: Vec<&Span> = rows
            .iter()
            .skip(most)
            .flat_map(|(_, spans)| spans.iter().copied())
            .collect();
        let mut notes = Vec::new();
        if !rest.is_empty() {
            notes.push(match lang {
                Lang::Zh => format!(
                    "同类问题另有 {} 处，在第 {} 行；--all 逐处列出",
                    rest.len(),
                    lines(&rest, lang)
                ),
                Lang::En => format!(
                    "{} more of the same, on lines {}; --all shows each",
                    rest.len(),
                    lines(&rest, lang)
                ),
            });
        }
        notes.extend(self.advice(first));
        for note in notes {
            let note = wrap(&note, room.saturating_sub(2), 0)
                .replace('\n', &format!("\n{:1$}", "", gutter + 3));
            out.push_str(&format!("{:gutter$} = {note}\n", ""));
        }
        out
    }
}
