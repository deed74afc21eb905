//! The mark after an ordinal: 一、 （一） 1. （1） ① 一是.

use std::ops::Range;

use super::report_forms;
use crate::{
    document::OrdinalStyle,
    language::{han::is_terminal, script::Script},
    reading::Draft,
    rules::{Check, Findings, Settings},
    scan::{
        signs::{after, before},
        word_set::WordSet,
    },
};

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    Box::new(Ordinals {
        bare: WordSet::new(settings.data::<Vec<String>>("bare")),
    })
}

struct Ordinals {
    /// Ordinals within a sentence that take no mark, with the mark: 「一是，」.
    bare: WordSet,
}

impl Check for Ordinals {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        let text = &*doc.text;
        // In Taiwan 1、 is as usual as 1.
        let traditional = doc.profile().script == Script::Traditional;
        let mut places: Vec<(Range<usize>, String)> = Vec::new();
        for block in &doc.blocks {
            let Some(label) = &block.label else { continue };
            let mark = label.range.end;
            let next = after(text, mark).filter(|_| mark < block.range.end);
            match label.style {
                OrdinalStyle::HanBracket | OrdinalStyle::ArabicBracket | OrdinalStyle::Circled => {
                    if let Some(c) = next.filter(|c| matches!(c, '、' | '，' | '．' | '.')) {
                        places.push((label.range.start..mark + c.len_utf8(), {
                            text[label.range.clone()].to_owned()
                        }));
                    }
                }
                OrdinalStyle::Arabic if !traditional => {
                    let whole = &text[label.range.clone()];
                    if let Some(number) = whole.strip_suffix('、') {
                        places.push((label.range.clone(), format!("{number}.")));
                    }
                }
                OrdinalStyle::Han => {
                    let whole = &text[label.range.clone()];
                    let wrong = ['，', ',', '.', '．'];
                    if let Some(number) = whole.strip_suffix(wrong) {
                        places.push((label.range.clone(), format!("{number}、")));
                    }
                }
                _ => {}
            }
        }
        for (_, found) in self.bare.find(doc) {
            // 「之一是，」 and 「第一是」 are no ordinals of a list.
            let begins = before(text, found.start)
                .is_none_or(|c| c.is_whitespace() || is_terminal(c) || matches!(c, '，' | '：'));
            let whole = &text[found.clone()];
            if begins && let Some(last) = whole.chars().next_back() {
                let right = whole[..whole.len() - last.len_utf8()].to_owned();
                places.push((found, right));
            }
        }
        places.sort_by_key(|(place, _)| place.start);
        report_forms(doc, places, out);
    }
}
