//! Words that are wrong only in certain combinations.

use memchr::memmem;
use serde::Deserialize;

use crate::{
    document::Document,
    lexicon::pattern::Pattern,
    rules::{Check, Finding, Findings, Safety, Settings},
    text::bigrams,
};

/// One confusion as the rule file has it.
#[derive(Deserialize, Default)]
struct Confusion {
    word: String,
    right: String,
    pattern: String,
}

struct ConfusableWord {
    /// The word that must stand in the text, the pattern, what should stand.
    confusions: Vec<(String, Pattern, String)>,
}

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    let confusions: Vec<Confusion> = settings.data("confusions");
    Box::new(ConfusableWord {
        confusions: confusions
            .into_iter()
            .map(|confusion| {
                let pattern = Pattern::new(confusion.pattern);
                (confusion.word, pattern, confusion.right)
            })
            .collect(),
    })
}

impl Check for ConfusableWord {
    fn check(&self, doc: &Document, out: &mut Findings) {
        let held = doc.bigrams();
        let confusions: Vec<_> = self
            .confusions
            .iter()
            .filter(|(word, ..)| held.may_hold(&bigrams::pairs(word).collect::<Vec<_>>()))
            .collect();
        if confusions.is_empty() {
            return;
        }
        for block in &doc.blocks {
            let text = doc.block_text(block);
            for (word, pattern, right) in confusions.iter().copied() {
                // Few paragraphs hold the word, and only they are searched.
                if memmem::find(text.as_bytes(), word.as_bytes()).is_none() {
                    continue;
                }
                for found in pattern
                    .get()
                    .iter()
                    .flat_map(|pattern| pattern.captures_iter(text))
                {
                    let Some(place) = found.name("found").or_else(|| found.name("other")) else {
                        continue;
                    };
                    let span = block.range.start + place.start()..block.range.start + place.end();
                    out.report(
                        Finding::new(span.clone())
                            .arg("found", place.as_str())
                            .arg("replacement", right)
                            .fix(Safety::Unsafe, "replace", span, right.clone()),
                    );
                }
            }
        }
    }
}
