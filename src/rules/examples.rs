//! Runs the examples of rules, which are their tests.

use std::path::PathBuf;

use super::{Example, Findings, Rule};
use crate::{
    document::Source,
    reading::{Context, Draft},
};

/// Why an example does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExampleError {
    /// It has neither `bad` nor `good`, or both, or a reason for silence where something is found.
    #[error("an example needs either `bad` or `good`, and `silent` goes with `good` only")]
    Shape,
    /// What was found is not what is marked.
    #[error("expected {expected}\n     found {found}")]
    Differs {
        /// The example with its marks.
        expected: String,
        /// The example with marks around what was found.
        found: String,
    },
    /// The rule does not say that it leaves a place unjudged for this reason.
    #[error("expected silence for {expected}\n     found {found}\n     in {example}")]
    Silence {
        /// The key of the reason.
        expected: String,
        /// The keys of the reasons given, by commas.
        found: String,
        /// The example.
        example: String,
    },
}

const OPEN: char = '⟦';
const CLOSE: char = '⟧';

/// Checks that `rule` finds in `example` exactly what is marked, and where the example says why
/// it is left unjudged, that this is the reason given.
///
/// # Errors
/// Where it finds something else, with both versions, or gives other reasons.
pub fn test_example(rule: &Rule, example: &Example) -> Result<(), ExampleError> {
    let marked = match (&example.bad, &example.good) {
        (Some(bad), None) if bad.contains(OPEN) => bad,
        (None, Some(good)) if !good.contains(OPEN) => good,
        _ => return Err(ExampleError::Shape),
    };
    if example.silent.is_some() && example.good.is_none() {
        return Err(ExampleError::Shape);
    }
    let text: String = marked
        .chars()
        .filter(|&c| c != OPEN && c != CLOSE)
        .collect();
    let path = PathBuf::from(example.file.as_deref().unwrap_or("example.txt"));
    let source = Source::of_text(path, text.as_str());
    let doc = Draft::read(source, Context::default());
    let check = rule.instantiate(&example.options);
    let mut out = Findings {
        silences: Some(Vec::new()),
        ..Findings::default()
    };
    rule.apply(&*check, &doc, &mut out);
    let mut spans: Vec<_> = out
        .items
        .iter()
        .map(|finding| doc.source_range(&finding.span))
        .collect();
    spans.sort_by_key(|span| (span.start, span.end));
    let mut found = String::new();
    let mut at = 0;
    for span in spans {
        if span.start < at {
            found.push_str("〈overlap〉");
            continue;
        }
        found.push_str(&text[at..span.start]);
        found.push(OPEN);
        found.push_str(&text[span.clone()]);
        found.push(CLOSE);
        at = span.end;
    }
    found.push_str(&text[at..]);
    if found != *marked {
        return Err(ExampleError::Differs {
            expected: marked.clone(),
            found,
        });
    }
    let given = || out.silences.iter().flatten().map(|silence| silence.reason);
    match &example.silent {
        Some(expected) if !given().any(|reason| reason == expected) => Err(ExampleError::Silence {
            expected: expected.clone(),
            found: given().collect::<Vec<_>>().join(", "),
            example: marked.clone(),
        }),
        _ => Ok(()),
    }
}
