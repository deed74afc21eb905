//! What rules about wording share: wrong forms with right ones, and where a wrong form is right.

mod confusable_word;
#[cfg(feature = "speller")]
mod doubtful_character;
mod idiom_misspelling;
mod misspelling;
mod redundancy;
mod set_phrase;
mod variant_word;

use std::{borrow::Cow, collections::BTreeMap, ops::Range, sync::OnceLock};

use crate::{
    language::{script::Script, segmenter},
    reading::Draft,
    rules::{Build, Check, Finding, Findings, Safety, Settings},
    scan::word_set::{WordSet, stands},
};

/// The checks of this category, by the names of their pages.
pub(super) const CHECKS: &[(&str, Build)] = &[
    ("confusable-word", confusable_word::new),
    #[cfg(feature = "speller")]
    ("doubtful-character", doubtful_character::new),
    ("idiom-misspelling", idiom_misspelling::new),
    ("misspelling", misspelling::new),
    ("redundancy", redundancy::new),
    ("set-phrase", set_phrase::new),
    ("variant-word", variant_word::new),
];

/// Pairs of a wrong and a right form. A wrong form is left alone inside the right one and inside
/// any of its guards, which are legal words that hold it: 「未来」 for 「末来」, but 「周末来访」.
pub(crate) struct Pairs {
    wrong: WordSet,
    pairs: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    /// The guards of wrong forms as JSON, which is read where a wrong form is.
    guards: &'static str,
    /// Forms that are usual in Taiwan, and wrong in simplified text only.
    taiwan: Vec<String>,
    read: OnceLock<BTreeMap<String, Vec<String>>>,
}

impl Pairs {
    /// Reads the rule's `pairs` and `data.guards`.
    pub(crate) fn read(settings: &Settings<'_>) -> Self {
        let pairs = &settings.rule.pairs;
        Self {
            wrong: WordSet::new(pairs.keys()),
            pairs: pairs.clone().into_iter().collect(),
            guards: settings.rule.data("guards").unwrap_or_default(),
            taiwan: settings.data("taiwan"),
            read: OnceLock::new(),
        }
    }

    /// The legal words that hold the form `wrong`.
    fn guards(&self, wrong: &str) -> &[String] {
        self.read
            .get_or_init(|| serde_json::from_str(self.guards).unwrap_or_default())
            .get(wrong)
            .map_or(&[], Vec::as_slice)
    }
}

impl Check for Pairs {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        let text = &*doc.text;
        let traditional = || doc.profile().script == Script::Traditional;
        for (pair, span) in self.wrong.find(doc) {
            let Some((wrong, right)) = self.pairs.get(pair) else {
                continue;
            };
            let guards = self.guards(wrong).iter().map(String::as_str);
            let legal = std::iter::once(&**right)
                .chain(guards)
                .any(|word| stands(text, &span, word));
            let usual = self.taiwan.iter().any(|form| form == wrong) && traditional();
            if usual || legal || is_quoted(text, &span) || crosses(text, &span) {
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
    span.len() <= AMBIGUOUS
        && [span.start, span.end]
            .into_iter()
            .any(|at| reaches_over(text, span, at))
}

/// Whether a word of the text reaches over byte `at`, which is an end of `span`.
pub(crate) fn reaches_over(text: &str, span: &Range<usize>, at: usize) -> bool {
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
    segmenter::cut(&text[start..end])
        .into_iter()
        .any(|(word, _)| start + word.start < at && at < start + word.end)
}

/// Whether the word alone is in quotation marks: it is spoken about, or a name.
fn is_quoted(text: &str, span: &Range<usize>) -> bool {
    text[..span.start].ends_with(['“', '「', '‘']) && text[span.end..].starts_with(['”', '」', '’'])
}
