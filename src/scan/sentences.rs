//! Sentences and clauses.
//!
//! Unicode's sentence breaking glues an opening （ or “ to the sentence before, so the ends are
//! found here: 。！？ and …… with the closing marks that follow them.

use std::ops::Range;

use crate::{
    language::han::{is_closing, is_terminal},
    scan::signs::Sign,
};

/// The sentences of `text[range]`, in order, without white space around them. A sentence ends with
/// 。！？…… and the closing marks that follow; what is last may end without.
pub fn sentences(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    pieces(text, range, |c| is_terminal(c) && !matches!(c, '；' | ';'))
}

/// `range` of `text` without the white space around it.
pub fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or_default();
    // Most parts begin with a Han character, a digit or the like and end with a Han character or a mark.
    // U+3000 is the only white space that these patterns could take for one.
    if let [
        b'!'..=b'~' | 0xe4..=0xe9 | 0xef,
        ..,
        0xe4..=0xe9 | 0xef,
        _,
        _,
    ]
    | [
        b'!'..=b'~' | 0xe4..=0xe9 | 0xef,
        ..,
        0xe3,
        0x80,
        0x81..=0xbf,
    ] = part.as_bytes()
    {
        return range;
    }
    let start = range.start + part.len() - part.trim_start().len();
    start..start + part.trim().len()
}

/// The [`sentences`] of `range` in `text`, whose `signs`, those within `range` and no others, are known.
pub fn sentences_of<'a>(
    text: &'a str,
    signs: &'a [Sign],
    range: Range<usize>,
) -> impl Iterator<Item = Range<usize>> + 'a {
    let ends = |c| is_terminal(c) && !matches!(c, '；' | ';');
    let mut marks = signs.iter().peekable();
    let mut at = range.start;
    std::iter::from_fn(move || {
        while at < range.end {
            let mut end = range.end;
            if let Some(mark) = marks.by_ref().find(|mark| ends(mark.c)) {
                end = mark.end();
                while let Some(next) =
                    marks.next_if(|next| next.at == end && (ends(next.c) || is_closing(next.c)))
                {
                    end = next.end();
                }
            }
            let piece = trimmed(text, at..end);
            at = end;
            if !piece.is_empty() {
                return Some(piece);
            }
        }
        None
    })
}

/// The clauses of `text[range]`: sentences cut at ，；： too.
pub fn clauses(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    pieces(text, range, |c| {
        is_terminal(c) || matches!(c, '，' | ',' | '：' | ':')
    })
}

/// Where the next character from byte `at` on is that can end a clause or sentence: ASCII, … or
/// a full-width mark.
pub(crate) fn next_mark(text: &str, mut at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    loop {
        match *bytes.get(at)? {
            0xe4..=0xe9 => at += 3,
            0..0x80 | 0xe2 | 0xe3 | 0xef => return Some(at),
            _ => at += 1,
        }
    }
}

fn pieces<'a>(
    text: &'a str,
    range: Range<usize>,
    ends: impl Fn(char) -> bool + 'a,
) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut at = range.start;
    std::iter::from_fn(move || {
        loop {
            if at >= range.end {
                return None;
            }
            let rest = &text[at..range.end];
            let mut end = rest.len();
            let mut from = 0;
            while let Some(position) = next_mark(rest, from) {
                let mut chars = rest[position..].char_indices().peekable();
                let Some((_, c)) = chars.next() else { break };
                from = position + c.len_utf8();
                if !ends(c) {
                    continue;
                }
                end = position + c.len_utf8();
                while let Some(&(next, c)) = chars.peek() {
                    if !(ends(c) || is_closing(c)) {
                        break;
                    }
                    end = position + next + c.len_utf8();
                    chars.next();
                }
                break;
            }
            let piece = &rest[..end];
            let start = at + (piece.len() - piece.trim_start().len());
            let stop = start + piece.trim().len();
            at += end;
            if start < stop {
                return Some(start..stop);
            }
        }
    })
}

/// The sentence of `text[range]` that holds byte `offset`.
pub fn sentence_at(text: &str, range: Range<usize>, offset: usize) -> Range<usize> {
    let whole = range.clone();
    sentences(text, range)
        .find(|sentence| offset < sentence.end)
        .unwrap_or(whole)
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::{
        document::Source,
        reading::{Context, Draft},
    };

    #[test]
    fn marks_that_are_known_cut_as_a_walk_does() {
        let text = "“很好。”他说……“再见”！)\u{3000}然后；？！甲 乙…\n丙。";
        let source = Source::of_text("draft.txt", text);
        let doc = Draft::read(source, Context::default());
        let range = 0..doc.text.len();
        let walked: Vec<_> = sentences(&doc.text, range.clone()).collect();
        let known: Vec<_> = sentences_of(&doc.text, doc.signs(), range).collect();
        assert_eq!(known, walked);
    }

    #[test]
    fn an_opening_mark_belongs_to_what_it_opens() {
        let text = "会议召开。（一）回顾！“很好。”他说……“再见”";
        let found: Vec<&str> = sentences(text, 0..text.len())
            .map(|range| &text[range])
            .collect();
        assert_eq!(
            found,
            ["会议召开。", "（一）回顾！", "“很好。”", "他说……", "“再见”"]
        );
    }

    #[test]
    fn the_sentence_of_a_place() {
        let text = "甲乙。丙丁。";
        let at = text.find('丁').expect("is there");
        assert_eq!(&text[sentence_at(text, 0..text.len(), at)], "丙丁。");
    }
}
