//! A foreign word between Chinese words: 「问题 and B类」.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use crate::{
    document::Document,
    rules::{Check, Finding, Findings, Safety, Settings},
    text::han::is_han,
};

struct ForeignResidue {
    words: BTreeSet<String>,
    translations: BTreeMap<String, String>,
}

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    let words: Vec<String> = settings.data("words");
    Box::new(ForeignResidue {
        words: words.into_iter().collect(),
        translations: settings.data("translations"),
    })
}

/// A run of words of a script that no Chinese report uses.
const OTHER_SCRIPT: usize = 2;

impl Check for ForeignResidue {
    fn check(&self, doc: &Document, out: &mut Findings) {
        let text = &*doc.text;
        let mut at = 0;
        while let Some(start) = next_foreign(text, at) {
            let before = text[..start].chars().next_back().unwrap_or(' ');
            let latin = text.as_bytes()[start].is_ascii();
            // The whole run, spaces between its words included.
            let outside = |c: char| {
                if latin {
                    !c.is_ascii() || c.is_ascii_control()
                } else {
                    !is_other_script(c)
                }
            };
            let end = text[start..]
                .find(outside)
                .map_or(text.len(), |length| start + length);
            let run = start..end;
            at = end;
            if latin {
                self.latin(text, run.clone(), before, out);
            } else if text[run.clone()].chars().count() >= OTHER_SCRIPT
                && is_han(before)
                && text[end..].starts_with(is_han)
            {
                out.report(Finding::new(run.clone()).arg("found", &text[run.clone()]));
            }
        }
    }
}

impl ForeignResidue {
    /// `run` holds ASCII only. A single word of the list between Han characters is residue, as is one
    /// before the label of a class (B类); longer runs are English.
    fn latin(&self, text: &str, run: Range<usize>, before: char, out: &mut Findings) {
        let whole = &text[run.clone()];
        let mut words = whole.split(' ').filter(|word| !word.is_empty());
        let Some(word) = words.next() else { return };
        let label = words.next();
        let labelled = label.is_none_or(|label| {
            label.len() <= 2 && label.bytes().all(|byte| byte.is_ascii_uppercase())
        });
        if words.next().is_some()
            || !labelled
            || word.bytes().skip(1).any(|byte| byte.is_ascii_uppercase())
            || !self.words.contains(&word.to_ascii_lowercase())
        {
            return;
        }
        // A space may stand before the run as well.
        let spaced = before == ' ';
        let left = text[..run.start].trim_end_matches(' ');
        let right = text[run.end..].chars().next();
        let between = left.ends_with(|c: char| is_han(c) || matches!(c, '，' | '、'))
            && right.is_some_and(is_han);
        if !between {
            return;
        }
        let start = if spaced { left.len() } else { run.start };
        let mut end = run.start + word.len();
        let rest = &text[end..run.end];
        end += rest.len() - rest.trim_start_matches(' ').len();
        let mut finding = Finding::new(start..end).arg("found", word);
        if let Some(replacement) = self.translations.get(&word.to_ascii_lowercase()) {
            finding = finding.arg("replacement", replacement).fix(
                Safety::Unsafe,
                "translate",
                start..end,
                replacement.clone(),
            );
        }
        out.report(finding);
    }
}

/// Where the first foreign letter stands from byte `at` on.
fn next_foreign(text: &str, mut at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    loop {
        let &lead = bytes.get(at)?;
        match lead {
            0xe4..=0xe9 => at += 3,
            b'A'..=b'Z' | b'a'..=b'z' => return Some(at),
            0..0x80 => at += 1,
            _ => {
                let c = text.get(at..)?.chars().next()?;
                if is_other_script(c) {
                    return Some(at);
                }
                at += c.len_utf8();
            }
        }
    }
}

/// Hangul, Cyrillic, Thai, Arabic, Hebrew, Devanagari: never parts of Chinese names of things.
fn is_other_script(c: char) -> bool {
    matches!(c,
        '\u{ac00}'..='\u{d7a3}' | '\u{0400}'..='\u{04ff}' | '\u{0e00}'..='\u{0e7f}'
        | '\u{0590}'..='\u{06ff}' | '\u{0900}'..='\u{097f}')
}
