//! Quotation and title marks within marks of the same kind.

use crate::{
    language::han::is_han,
    reading::Draft,
    reading::paired_marks::Pair,
    rules::{Check, Finding, Findings, Safety, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// The inner form of a pair that may not be within itself.
fn inner_form(open: char) -> Option<(char, char)> {
    Some(match open {
        '“' => ('‘', '’'),
        '‘' => ('“', '”'),
        '《' => ('〈', '〉'),
        '「' => ('『', '』'),
        _ => return None,
    })
}

fn check(doc: &Draft, out: &mut Findings) {
    same_marks(doc, out);
    angles(doc, out);
}

/// Title marks made of “less than” and “greater than” within title marks: 《读<某书>札记》.
fn angles(doc: &Draft, out: &mut Findings) {
    /// The longest title, in bytes.
    const TITLE: usize = 300;
    let text = &*doc.text;
    let opens = |c: char| matches!(c, '<' | '＜');
    if doc.signs_where(opens).is_empty() {
        return;
    }
    let mut done = 0;
    for outer in doc
        .pairs()
        .matched
        .iter()
        .filter(|pair| pair.open.c == '《')
    {
        let inner = outer.open.end()..outer.close.at;
        if inner.len() > TITLE || inner.start < done {
            continue;
        }
        done = inner.end;
        let mut at = inner.start;
        while let Some(open) = text[at..inner.end].find(opens).map(|length| at + length) {
            let start = open + text[open..].chars().next().map_or(1, char::len_utf8);
            let Some(length) = text[start..inner.end].find(['>', '＞']) else {
                break;
            };
            let close = start + length;
            let end = close + text[close..].chars().next().map_or(1, char::len_utf8);
            at = end;
            if !text[start..close].contains(is_han) {
                continue;
            }
            out.report(
                Finding::new(open..end)
                    .arg(
                        "found",
                        format!("{}{}", &text[open..start], &text[close..end]),
                    )
                    .arg("right", "〈〉")
                    .related(outer.open.at..outer.open.end(), "outer")
                    .fix(Safety::Unsafe, "fix", open..start, "〈")
                    .fix(Safety::Unsafe, "fix", close..end, "〉"),
            );
        }
    }
}

/// Marks within marks of their own kind. A third level takes the outer form again: 《关于修改〈实施《森林法》办法〉的决定》.
fn same_marks(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let mut pairs: Vec<&Pair> = doc
        .pairs()
        .matched
        .iter()
        .filter(|pair| matches!(pair.open.c, '“' | '‘' | '「' | '『' | '《' | '〈'))
        .collect();
    pairs.sort_by_key(|pair| pair.open.at);
    let mut around: Vec<&Pair> = Vec::new();
    for pair in pairs {
        while around
            .last()
            .is_some_and(|outer| outer.close.at < pair.open.at)
        {
            around.pop();
        }
        if let Some(outer) = around.last()
            && outer.open.c == pair.open.c
            && let Some((open, close)) = inner_form(pair.open.c)
        {
            let (start, end) = (pair.open, pair.close);
            // A long quotation is shown by its mark.
            let short = text[start.at..end.end()].chars().take(40).count() < 40;
            let span = start.at..if short { end.end() } else { start.end() };
            out.report(
                Finding::new(span)
                    .arg("found", format!("{}{}", start.c, end.c))
                    .arg("right", format!("{open}{close}"))
                    .related(outer.open.at..outer.open.end(), "outer")
                    .fix(
                        Safety::Unsafe,
                        "fix",
                        start.at..start.end(),
                        open.to_string(),
                    )
                    .fix(Safety::Unsafe, "fix", end.at..end.end(), close.to_string()),
            );
        }
        around.push(pair);
    }
}
