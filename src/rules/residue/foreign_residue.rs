//! A foreign word between Chinese words: 「问题 and B类」.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use crate::{
    language::han::is_han,
    reading::Draft,
    rules::{Check, Finding, Findings, Safety, Settings},
    scan::signs::before,
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
    fn check(&self, doc: &Draft, out: &mut Findings) {
        let text = &*doc.text;
        let mut at = 0;
        while let Some(start) = next_letter(text.as_bytes(), at) {
            let before = text[..start].chars().next_back().unwrap_or(' ');
            // The whole run, spaces between its words included.
            let outside = |byte: u8| !byte.is_ascii() || byte.is_ascii_control();
            let rest = text[start..].bytes();
            at = start + rest.take_while(|&byte| !outside(byte)).count();
            self.latin(text, start..at, before, out);
        }
        let mut end = 0;
        for sign in doc.signs_where(is_other_script) {
            if sign.at < end || !is_other_script(sign.c) {
                continue;
            }
            let rest = text[sign.at..].chars().take_while(|&c| is_other_script(c));
            let (mut count, start) = (0, sign.at);
            end = start;
            for c in rest {
                count += 1;
                end += c.len_utf8();
            }
            if count >= OTHER_SCRIPT
                && before(text, start).is_some_and(is_han)
                && text[end..].starts_with(is_han)
            {
                out.report(Finding::new(start..end).arg("found", &text[start..end]));
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
        // A space may be before the run as well.
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

/// Where the first Latin letter is from byte `at` on.
fn next_letter(bytes: &[u8], at: usize) -> Option<usize> {
    /// This many bytes are looked at together.
    const TOGETHER: usize = 64;
    let chunks = bytes.get(at..)?.chunks(TOGETHER);
    let any = |chunk: &[u8]| {
        chunk
            .iter()
            .fold(false, |any, byte| any | byte.is_ascii_alphabetic())
    };
    chunks.enumerate().find_map(|(index, chunk)| {
        let letter = any(chunk).then(|| chunk.iter().position(u8::is_ascii_alphabetic))?;
        Some(at + index * TOGETHER + letter?)
    })
}

/// Hangul, Cyrillic, Thai, Arabic, Hebrew, Devanagari: never parts of Chinese names of things.
fn is_other_script(c: char) -> bool {
    matches!(c,
        '\u{ac00}'..='\u{d7a3}' | '\u{0400}'..='\u{04ff}' | '\u{0e00}'..='\u{0e7f}'
        | '\u{0590}'..='\u{06ff}' | '\u{0900}'..='\u{097f}')
}
