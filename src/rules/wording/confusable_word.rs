//! Words that are wrong only in certain combinations.

use serde::Deserialize;

use super::reaches_over;

use crate::{
    reading::Draft,
    rules::{Check, Finding, Findings, Safety, Settings},
    scan::{pattern::Pattern, word_set::WordSet},
};

/// One confusion as the rule file has it.
#[derive(Deserialize, Default)]
struct Confusion {
    words: Vec<String>,
    right: String,
    pattern: String,
}

struct ConfusableWord {
    /// The words of which one must be in the text,
    words: WordSet,
    /// the confusion that each belongs to,
    owners: Vec<usize>,
    /// and for each confusion the pattern and what should be.
    confusions: Vec<(Pattern, String)>,
}

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    let confusions: Vec<Confusion> = settings.data("confusions");
    let owners = confusions.iter().enumerate();
    Box::new(ConfusableWord {
        words: WordSet::new(confusions.iter().flat_map(|confusion| &confusion.words)),
        owners: owners
            .flat_map(|(index, confusion)| vec![index; confusion.words.len()])
            .collect(),
        confusions: confusions
            .into_iter()
            .map(|confusion| (Pattern::new(confusion.pattern), confusion.right))
            .collect(),
    })
}

impl Check for ConfusableWord {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        // Few paragraphs hold a word, and only they are searched.
        let mut places: Vec<(usize, usize)> = self
            .words
            .all(doc)
            .into_iter()
            .filter_map(|(word, place)| Some((doc.block_at(place.start)?, self.owners[word])))
            .collect();
        places.sort_unstable();
        places.dedup();
        for (block, confusion) in places {
            let start = doc.blocks[block].range.start;
            let text = doc.block_text(&doc.blocks[block]);
            let (pattern, right) = &self.confusions[confusion];
            for found in pattern
                .get()
                .iter()
                .flat_map(|pattern| pattern.captures_iter(text))
            {
                let Some(place) = found.name("found").or_else(|| found.name("other")) else {
                    continue;
                };
                let span = start + place.start()..start + place.end();
                // 「未必需要」
                if reaches_over(&doc.text, &span, span.start) {
                    continue;
                }
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
