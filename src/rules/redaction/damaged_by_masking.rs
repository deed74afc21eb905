//! Blind replacement that hit inside a word or a fixed title.

use crate::{
    language::{han::is_han, segmenter},
    reading::{
        Draft,
        masks::{Style, masks},
    },
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    Box::new(Damage {
        before: settings.data("before"),
        after: settings.data("after"),
        titles: settings.data("titles"),
        tails: settings.data("tails"),
        bound: settings.data("bound"),
    })
}

struct Damage {
    /// Verbs that a title of thought or speeches follows.
    before: Vec<String>,
    /// How what is left of such a title begins.
    after: Vec<String>,
    /// How it ends.
    titles: Vec<String>,
    /// Tails of titles that are enough by themselves.
    tails: Vec<String>,
    /// Characters that are no word alone.
    bound: String,
}

/// How far the end of a title is looked for, in characters.
const TITLE: usize = 40;

impl Check for Damage {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        let text = &*doc.text;
        for mask in masks(doc) {
            if mask.in_number || matches!(mask.style, Style::Line | Style::Box) {
                continue;
            }
            let head = &text[..mask.span.start];
            let tail = &text[mask.span.end..];
            let starts = |list: &[String]| list.iter().any(|word| tail.starts_with(&**word));
            let ahead = || -> &str {
                let end = tail
                    .char_indices()
                    .take(TITLE)
                    .take_while(|&(_, c)| !matches!(c, '。' | '；' | '\n'))
                    .last()
                    .map_or(0, |(at, c)| at + c.len_utf8());
                &tail[..end]
            };
            let title = starts(&self.tails)
                || self.before.iter().any(|word| head.ends_with(&**word))
                    && starts(&self.after)
                    && self.titles.iter().any(|word| ahead().contains(&**word));
            if title {
                out.report(Finding::new(mask.span.clone()).arg("found", &text[mask.span.clone()]));
            } else if self.parts_word(head, tail) {
                let start = head.char_indices().next_back().map_or(0, |(at, _)| at);
                let end = tail
                    .chars()
                    .next()
                    .map_or(mask.span.end, |c| mask.span.end + c.len_utf8());
                out.report(
                    Finding::new(start..end)
                        .message("word")
                        .arg("found", &text[start..end]),
                );
            }
        }
    }
}

impl Damage {
    /// Whether the character before the mask is the first half of a word: 「实X区生产总值」.
    fn parts_word(&self, head: &str, tail: &str) -> bool {
        let Some(last) = head.chars().next_back() else {
            return false;
        };
        if !self.bound.contains(last) || !tail.starts_with(['区', '市', '县', '省', '州', '镇'])
        {
            return false;
        }
        let from = head
            .char_indices()
            .rev()
            .take(6)
            .take_while(|&(_, c)| is_han(c))
            .last()
            .map_or(head.len(), |(at, _)| at);
        segmenter::cut(&head[from..])
            .last()
            .is_some_and(|(_, word)| word.chars().count() == 1)
    }
}
