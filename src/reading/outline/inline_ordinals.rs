//! Ordinals inside running text, 一是… 二是…, and at the head of blocks, as runs.

use std::ops::Range;

use crate::{
    document::{Document, Kind, OrdinalStyle},
    language::{
        han::{is_closing, is_terminal},
        numeral,
    },
};

/// The form of an ordinal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunStyle {
    /// 一是, 一要.
    Is,
    /// 第一，.
    Nth,
    /// ① inside a paragraph.
    Circled,
    /// The label of a block.
    Label(OrdinalStyle),
    /// 一、 or （一） inside a paragraph.
    Inline(OrdinalStyle),
}

/// One ordinal.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its number.
    pub number: u32,
    /// Its place.
    pub range: Range<usize>,
}

/// Ordinals that follow each other from one on.
#[derive(Debug, Clone)]
pub struct OrdinalRun {
    /// Their form.
    pub style: RunStyle,
    /// 1, 2, 3 …, at least two of them.
    pub members: Vec<Member>,
    /// Whether another ordinal of this form follows that is not the next one.
    pub broken: bool,
    /// The block that all members are in; `None` where they are in several.
    pub block: Option<usize>,
}

/// The runs of a document, in order of their first member.
pub fn runs(doc: &Document) -> Vec<OrdinalRun> {
    let mut open: Vec<OrdinalRun> = Vec::new();
    let mut done: Vec<OrdinalRun> = Vec::new();
    let text = &*doc.text;
    let mut places = places(doc).into_iter().peekable();
    for (index, block) in doc.blocks.iter().enumerate() {
        // A numbered heading ends what runs inside the text before it and the labels of inner
        // levels. One without number may be a line of a broken paragraph, and ends nothing.
        let style = block.label.as_ref().map(|label| label.style);
        let marked = matches!(block.kind, Kind::Title | Kind::Heading { depth: 1.. });
        if marked || style.is_some() {
            let mut at = 0;
            while at < open.len() {
                let ended = match (open[at].style, style) {
                    (RunStyle::Label(inner), Some(outer)) => inner > outer,
                    (RunStyle::Label(_), None) => block.kind == Kind::Title,
                    _ => true,
                };
                if ended {
                    done.push(open.swap_remove(at));
                } else {
                    at += 1;
                }
            }
        }
        if let Some(label) = &block.label {
            add(
                &mut open,
                &mut done,
                index,
                RunStyle::Label(label.style),
                Member {
                    number: label.number,
                    range: label.range.clone(),
                },
            );
        }
        while let Some(at) = places.next_if(|&at| at < block.range.end) {
            let label = block.label.as_ref().map(|label| label.range.start);
            if at < block.range.start || label == Some(at) || block.is_heading() {
                continue;
            }
            if let Some((style, number, length)) = ordinal_at(&text[at..])
                && begins_clause(&text[block.range.start..at])
            {
                let range = at..at + length;
                add(&mut open, &mut done, index, style, Member { number, range });
            }
        }
    }
    done.append(&mut open);
    done.retain(|run| run.members.len() >= 2);
    done.sort_by_key(|run| run.members.first().map_or(0, |first| first.range.start));
    done
}

fn add(
    open: &mut Vec<OrdinalRun>,
    done: &mut Vec<OrdinalRun>,
    block: usize,
    style: RunStyle,
    ordinal: Member,
) {
    let current = open.iter().position(|run| run.style == style);
    match current {
        Some(at) if ordinal.number as usize == open[at].members.len() + 1 => {
            open[at].members.push(ordinal);
            open[at].block = open[at].block.filter(|&first| first == block);
        }
        Some(at) if ordinal.number == 1 => {
            done.push(open.swap_remove(at));
            open.push(OrdinalRun {
                style,
                members: vec![ordinal],
                broken: false,
                block: Some(block),
            });
        }
        // What is in another paragraph breaks no run inside one.
        Some(at) if open[at].members.len() > 1 && open[at].block.is_some_and(|of| of != block) => {
            done.push(open.swap_remove(at));
        }
        Some(at) => open[at].broken = true,
        None if ordinal.number == 1 => open.push(OrdinalRun {
            style,
            members: vec![ordinal],
            broken: false,
            block: Some(block),
        }),
        None => {}
    }
}

/// Where an ordinal may begin, in order.
fn places(doc: &Document) -> Vec<usize> {
    let mut places = Vec::new();
    for numeral in &doc.scan().numerals {
        let start = numeral.range.start;
        match (numeral.before, numeral.behind) {
            ('第', '，' | ',' | '、' | '：') => places.push(start - "第".len()),
            ('（', '）' | ')') => places.push(start - "（".len()),
            ('(', '）' | ')') => places.push(start - "(".len()),
            (_, '是' | '要' | '、') => places.push(start),
            _ => {}
        }
    }
    let signs = doc.signs_where(is_circled).iter();
    places.extend(signs.filter(|sign| is_circled(sign.c)).map(|sign| sign.at));
    places.sort_unstable();
    places
}

fn is_circled(c: char) -> bool {
    matches!(c, '①'..='⑳')
}

/// Whether a clause begins behind `before`, the text of a block so far: only white space and closing marks
/// are between it and the end of another clause, or the beginning of the block.
fn begins_clause(before: &str) -> bool {
    before
        .chars()
        .rev()
        .find(|&c| !c.is_whitespace() && !is_closing(c))
        .is_none_or(|c| is_terminal(c) || matches!(c, '：' | ':' | '，' | ','))
}

/// The ordinal that `text` begins with: its form, its number, its length in bytes.
fn ordinal_at(text: &str) -> Option<(RunStyle, u32, usize)> {
    let first = text.chars().next()?;
    match first {
        _ if is_circled(first) => Some((
            RunStyle::Circled,
            first as u32 - '①' as u32 + 1,
            first.len_utf8(),
        )),
        '第' => {
            let rest = text.strip_prefix('第')?;
            let (number, length) = numeral::integer_at(rest)?;
            let after = rest.get(length..)?;
            after.starts_with(['，', ',', '、', '：']).then_some((
                RunStyle::Nth,
                u32::try_from(number).ok()?,
                "第".len() + length,
            ))
        }
        '（' | '(' => {
            let rest = text.get(first.len_utf8()..)?;
            let (number, length) = numeral::integer_at(rest)?;
            let close = rest.get(length..)?.chars().next()?;
            if !matches!(close, '）' | ')') || number > 30 {
                return None;
            }
            let style = if numeral::chinese_digit(rest.chars().next()?).is_some()
                || rest.starts_with('十')
            {
                OrdinalStyle::HanBracket
            } else {
                OrdinalStyle::ArabicBracket
            };
            Some((
                RunStyle::Inline(style),
                u32::try_from(number).ok()?,
                first.len_utf8() + length + close.len_utf8(),
            ))
        }
        _ if numeral::chinese_digit(first).is_some() || first == '十' => {
            let (number, length) = numeral::integer_at(text)?;
            let number = u32::try_from(number).ok().filter(|&number| number <= 30)?;
            let after = text.get(length..)?;
            let word = ["是", "要", "、"]
                .into_iter()
                .find(|word| after.starts_with(word))?;
            if word == "、" {
                let next = after.get(word.len()..)?;
                // 一、二季度
                if numeral::integer_at(next).is_some() {
                    return None;
                }
                return Some((
                    RunStyle::Inline(OrdinalStyle::Han),
                    number,
                    length + word.len(),
                ));
            }
            Some((RunStyle::Is, number, length + word.len()))
        }
        _ => None,
    }
}
