//! Quotation and title marks within marks of the same kind.

use crate::{
    reading::Draft,
    reading::paired_marks::Pair,
    rules::{Check, Finding, Findings, Safety, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// The inner form of a pair that may not stand within itself.
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
    let text = &*doc.text;
    let mut pairs: Vec<&Pair> = doc
        .pairs()
        .matched
        .iter()
        .filter(|pair| inner_form(pair.open.c).is_some())
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
