//! What rules about wording share: wrong forms with right ones, and where a wrong form is right.

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

use crate::{
    document::Document,
    lexicon::{
        literals::{Literals, stands},
        words,
    },
    rules::{Check, Finding, Findings, Safety, Settings},
};

/// Pairs of a wrong and a right form. A wrong form is left alone inside the right one and inside
/// any of its guards, which are legal words that hold it: 「未来」 for 「末来」, but 「周末来访」.
pub(crate) struct Pairs {
    wrong: Literals,
    pairs: Vec<(Cow<'static, str>, Vec<String>)>,
}

impl Pairs {
    /// Reads the rule's `pairs` and `data.guards`.
    pub(crate) fn read(settings: &Settings<'_>) -> Self {
        let mut guards: BTreeMap<String, Vec<String>> = settings.data("guards");
        let pairs = &settings.rule.pairs;
        let wrong = Literals::new(pairs.keys());
        let pairs = pairs
            .iter()
            .map(|(wrong, right)| (right.clone(), guards.remove(&**wrong).unwrap_or_default()))
            .collect();
        Self { wrong, pairs }
    }
}

impl Check for Pairs {
    fn check(&self, doc: &Document, out: &mut Findings) {
        let text = &*doc.text;
        for (pair, span) in self.wrong.find(doc) {
            let Some((right, guards)) = self.pairs.get(pair) else {
                continue;
            };
            let legal = std::iter::once(&**right)
                .chain(guards.iter().map(String::as_str))
                .any(|word| stands(text, &span, word));
            if legal || is_quoted(text, &span) || crosses(text, &span) {
                continue;
            }
            out.report(
                Finding::new(span.clone())
                    .arg("found", &text[span.clone()])
                    .arg("replacement", right)
                    .fix(Safety::Unsafe, "replace", span, right.clone()),
            );
        }
    }
}

/// Longer forms do not arise from their neighbours, in bytes.
const AMBIGUOUS: usize = 9;
/// So much text on either side settles where words begin and end, in characters.
const AROUND: usize = 10;

/// Whether a word of the text reaches over an end of `span`: 「平稳建设」 holds no 「稳建」.
fn crosses(text: &str, span: &Range<usize>) -> bool {
    if span.len() > AMBIGUOUS {
        return false;
    }
    let start = text[..span.start]
        .char_indices()
        .rev()
        .take(AROUND)
        .last()
        .map_or(span.start, |(at, _)| at);
    let end = text[span.end..]
        .char_indices()
        .nth(AROUND)
        .map_or(text.len(), |(at, _)| span.end + at);
    let over = |word: &Range<usize>, at: usize| word.start < at && at < word.end;
    words::cut(&text[start..end]).into_iter().any(|(word, _)| {
        let word = start + word.start..start + word.end;
        over(&word, span.start) || over(&word, span.end)
    })
}

/// Whether the word alone stands in quotation marks: it is spoken about, or a name.
fn is_quoted(text: &str, span: &Range<usize>) -> bool {
    text[..span.start].ends_with(['“', '「', '‘']) && text[span.end..].starts_with(['”', '」', '’'])
}
