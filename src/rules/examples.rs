//! Runs the examples of rules, which are their tests.

use std::path::PathBuf;

use super::{Example, Findings, Rule};
use crate::{document::Context, format, source::Source};

/// Why an example does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExampleError {
    /// It has neither `bad` nor `good`, or both.
    #[error("an example needs either `bad` or `good`")]
    Shape,
    /// What was found is not what is marked.
    #[error("expected {expected}\n     found {found}")]
    Differs {
        /// The example with its marks.
        expected: String,
        /// The example with marks around what was found.
        found: String,
    },
}

const OPEN: char = '⟦';
const CLOSE: char = '⟧';

/// Checks that `rule` finds in `example` exactly what is marked.
///
/// # Errors
/// Where it finds something else, with both versions.
pub fn test_example(rule: &Rule, example: &Example) -> Result<(), ExampleError> {
    let marked = match (&example.bad, &example.good) {
        (Some(bad), None) if bad.contains(OPEN) => bad,
        (None, Some(good)) if !good.contains(OPEN) => good,
        _ => return Err(ExampleError::Shape),
    };
    let text: String = marked
        .chars()
        .filter(|&c| c != OPEN && c != CLOSE)
        .collect();
    let path = PathBuf::from(example.file.as_deref().unwrap_or("example.txt"));
    let source = Source {
        path,
        text: text.as_str().into(),
        encoding: encoding_rs::UTF_8,
        bom: false,
    };
    let doc = format::document(source, Context::default());
    let check = rule.instantiate(&example.options);
    let mut out = Findings::default();
    check.check(&doc, &mut out);
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
    if found == *marked {
        Ok(())
    } else {
        Err(ExampleError::Differs {
            expected: marked.clone(),
            found,
        })
    }
}
