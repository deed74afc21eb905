//! Marks of HTML, Markdown, wikis and LaTeX in prose.

use std::collections::BTreeMap;

use memchr::memchr;
use regex::Match;

use crate::{
    reading::{Draft, masks::bold_marks},
    rules::{Check, Finding, Findings, Level, Safety, Settings},
    scan::pattern::Pattern,
};

/// What markup looks like, each form closed enough not to meet prose, and what a text that has some
/// holds one of.
const MARKUP: [(&[&str], &str); 4] = [
    (
        &["&"],
        r"&(?:nbsp|amp|lt|gt|quot|apos|[lr]dquo|[lr]squo|mdash|ndash|hellip|middot|bull|copy|emsp|ensp|thinsp|#\d{1,6}|#x[0-9a-fA-F]{1,6});",
    ),
    (
        // What tags and comments begin with.
        &[
            "</", "<!", "<a", "<b", "<c", "<d", "<e", "<f", "<h", "<i", "<l", "<o", "<p", "<r",
            "<s", "<t", "<u",
        ],
        r"(?x)
    </?(?:p|br|hr|div|span|a|img|table|tbody|thead|tr|td|th|strong|b|i|u|em|font|h[1-6]|ul|ol|li|center|section|sup|sub|script|style|ref|small|big)(?:\s[^<>\n]{0,200})?/?>
  | <!--[^\n]{0,200}?-->",
    ),
    (
        &["](", "```", "{{", "[[", "'''"],
        r"(?x)
    !?\[[^\[\]\n]{0,60}\]\((?:https?://|/)[^()\s]{0,200}\)
  | ```[a-z]{0,12}
  | \{\{[^{}\n]{1,80}\}\}
  | \[\[[^\[\]\n]{1,80}\]\]
  | '{3}",
    ),
    (
        &["\\"],
        r"(?x)
    \$[\d.,\ ]{1,12}\\[^$\n\p{Han}]{1,20}\$
  | \\(?:begin|end|section|subsection|textbf|textit|emph|item|frac|cite|ref|label|footnote|chapter|paragraph)\b",
    ),
];

/// Entities, and the characters that they stand for.
const ENTITIES: [(&str, &str); 12] = [
    ("&nbsp;", " "),
    ("&amp;", "&"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&ldquo;", "“"),
    ("&rdquo;", "”"),
    ("&lsquo;", "‘"),
    ("&rsquo;", "’"),
    ("&mdash;", "—"),
    ("&hellip;", "…"),
    ("&middot;", "·"),
];

struct MarkupResidue {
    markup: [Pattern; MARKUP.len()],
}

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(MarkupResidue {
        markup: MARKUP.map(|(_, form)| Pattern::new(form)),
    })
}

impl Check for MarkupResidue {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        let forms = MARKUP.iter().zip(&self.markup);
        let mut places: Vec<Match<'_>> = forms
            .filter(|((marks, _), _)| marks.iter().any(|mark| doc.holds(mark)))
            .filter_map(|(_, form)| form.get())
            .flat_map(|form| form.find_iter(&doc.text))
            .collect();
        places.sort_by_key(Match::start);
        let mut end = 0;
        // A form inside of another is a part of it.
        places.retain(|found| {
            let outer = found.start() >= end;
            end = end.max(found.end());
            outer
        });
        let mut habits: BTreeMap<String, Vec<Match<'_>>> = BTreeMap::new();
        for found in places {
            habits
                .entry(kind_of(found.as_str()))
                .or_default()
                .push(found);
        }
        let (each, many): (Vec<_>, Vec<_>) = habits
            .into_iter()
            .partition(|(_, places)| places.len() < HABIT);
        for (_, places) in many {
            out.report(habit(&places));
        }
        let mut places: Vec<Match<'_>> = each.into_iter().flat_map(|(_, places)| places).collect();
        places.sort_by_key(Match::start);
        for found in places {
            let mut finding = Finding::new(found.range()).arg("found", found.as_str());
            let entity = ENTITIES
                .iter()
                .find(|(entity, _)| *entity == found.as_str());
            finding = match entity {
                Some((_, text)) => finding.fix(Safety::Unsafe, "replace", found.range(), *text),
                None if found.as_str().starts_with('<') => {
                    finding.fix(Safety::Unsafe, "remove", found.range(), "")
                }
                None => finding,
            };
            out.report(finding);
        }
        headings(doc, out);
        bold(doc, out);
    }
}

/// This many marks of one kind are reported at once.
const HABIT: usize = 3;

/// What kind of mark `found` is: a tag by its name, an entity as it stands, others by their form.
fn kind_of(found: &str) -> String {
    let name = |text: &str| -> String {
        text.chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect()
    };
    if let Some(tag) = found.strip_prefix("</").or_else(|| found.strip_prefix('<')) {
        return match name(tag).to_ascii_lowercase().as_str() {
            "table" | "tbody" | "thead" | "tr" | "td" | "th" => "<table>".to_owned(),
            tag => format!("<{tag}>"),
        };
    }
    if found.starts_with('&') {
        return found.to_owned();
    }
    if let Some(command) = found.strip_prefix('\\') {
        return format!("\\{}", name(command));
    }
    found.chars().take(2).collect()
}

/// One finding for all marks of a kind.
fn habit(places: &[Match<'_>]) -> Finding {
    let first = &places[0];
    let ranges = places.iter().map(Match::range).collect();
    let mut finding = Finding::habit(ranges, "again")
        .message("habit")
        .arg("found", first.as_str());
    let fixed = |found: &str| match ENTITIES.iter().find(|(entity, _)| *entity == found) {
        Some((_, text)) => Some(("replace", *text)),
        None if found.starts_with('<') => Some(("remove", "")),
        None => None,
    };
    for place in places {
        if let Some((title, text)) = fixed(place.as_str()) {
            finding = finding.fix(Safety::Unsafe, title, place.range(), text);
        }
    }
    finding
}

/// The ** of bold text in a plain text: one finding for all.
fn bold(doc: &Draft, out: &mut Findings) {
    if !doc.holds("**") {
        return;
    }
    let places = bold_marks(doc);
    let Some(first) = places.first().cloned() else {
        return;
    };
    out.report(
        Finding::new(first)
            .message("bold")
            .arg("count", places.len())
            .level(Level::Info)
            .occurrences(places),
    );
}

/// The # of headings in a plain text: one finding for all. Markdown's own prose holds none.
fn headings(doc: &Draft, out: &mut Findings) {
    let mut places = Vec::new();
    if memchr(b'#', doc.text.as_bytes()).is_none() {
        return;
    }
    let mut at = 0;
    for line in doc.text.split_inclusive('\n') {
        let marks = line.bytes().take_while(|&byte| byte == b'#').count();
        if (1..=6).contains(&marks) && line[marks..].starts_with([' ', '\u{3000}']) {
            places.push(at..at + marks);
        }
        at += line.len();
    }
    let Some(first) = places.first().cloned() else {
        return;
    };
    out.report(
        Finding::new(first)
            .message("headings")
            .arg("count", places.len())
            .level(Level::Info)
            .occurrences(places),
    );
}
