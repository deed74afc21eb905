//! Quoted slogans that count their phrases: 「“四个坚持”，即坚持…、坚持…、坚持…、坚持…」.

use std::ops::Range;

use super::listed::miscounted;
use crate::{
    document::{Kind, Meta},
    language::{
        han::{is_han, is_terminal},
        numeral,
    },
    reading::Draft,
    reading::figures::statement::cut,
    rules::Findings,
};

/// A slogan in its quotation marks.
pub(crate) struct Slogan<'a> {
    /// The number with its measure word: 四个, 三.
    pub(crate) count: Range<usize>,
    /// How many it says.
    pub(crate) promised: usize,
    /// The word that each phrase begins or ends with: 坚持.
    pub(crate) head: &'a str,
    /// Behind the closing mark.
    pub(crate) end: usize,
}

/// Between a slogan and its phrases.
const LINKS: [&str; 11] = [
    "，即",
    ",即",
    "：",
    ":",
    "（即",
    "（",
    "(",
    "，就是",
    "——",
    "，也就是",
    "，分别是",
];

/// The longest list, in bytes.
const LONGEST: usize = 1_500;

/// Checks every slogan whose phrases follow it.
pub(crate) fn check_slogans(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    for numeral in &doc.scan().numerals {
        let start = numeral.range.start;
        if !matches!(numeral.before, '“' | '「') {
            continue;
        }
        let Some(slogan) = slogan_at(text, start) else {
            continue;
        };
        let Some(block) = doc.block_at(start).and_then(|at| doc.blocks.get(at)) else {
            continue;
        };
        let read = block.is_prose()
            || block.is_heading()
            || matches!(block.kind, Kind::Meta(Meta::Other | Meta::Salutation));
        if read && slogan.end <= block.range.end {
            judge(text, &slogan, block.range.end, out);
        }
    }
}

/// The slogan behind the opening mark that ends at `at`.
pub(crate) fn slogan_at(text: &str, at: usize) -> Option<Slogan<'_>> {
    /// The longest head, in characters.
    const LONGEST_HEAD: usize = 6;
    let rest = text.get(at..)?;
    let (number, length) = numeral::integer_at(rest)?;
    let promised = usize::try_from(number).ok()?;
    let after = rest.get(length..)?;
    let measure = ["个", "個", "大", "项", "条", "种"]
        .into_iter()
        .find(|measure| after.starts_with(measure))
        .unwrap_or_default();
    let head_at = length + measure.len();
    let words = rest.get(head_at..)?;
    let close = words
        .char_indices()
        .take(LONGEST_HEAD + 1)
        .find(|&(_, c)| !is_han(c))
        .filter(|&(_, c)| matches!(c, '”' | '」'))?;
    let head = words.get(..close.0)?;
    // 「三聚焦」: without a measure word only a short phrase is a slogan and no name (三农, 两会).
    let short = measure.is_empty() && head.chars().count() != 2;
    if head.is_empty() || short || !(2..=30).contains(&promised) {
        return None;
    }
    Some(Slogan {
        count: at..at + head_at,
        promised,
        head,
        end: at + head_at + close.0 + close.1.len_utf8(),
    })
}

fn judge(text: &str, slogan: &Slogan<'_>, end: usize, out: &mut Findings) {
    let rest = text.get(slogan.end..end).unwrap_or_default();
    let Some(list) = LINKS.iter().find_map(|link| rest.strip_prefix(link)) else {
        return;
    };
    let bracketed = rest.starts_with(['（', '(']);
    let list = list_range(list, end - list.len(), bracketed);
    let items = cut(text, list.clone(), |c| {
        matches!(c, '、' | '，' | ',' | '；' | ';')
    });
    let phrase = |item: &Range<usize>| {
        text.get(item.clone())
            .unwrap_or_default()
            .trim()
            .trim_end_matches(['。', '；', '）', ')', '”', '」'])
    };
    let Some(first) = items.first().map(&phrase) else {
        return;
    };
    let head = slogan.head;
    let count = if first.starts_with(head) {
        items
            .iter()
            .filter(|item| phrase(item).starts_with(head))
            .count()
    } else if first.ends_with(head) {
        items
            .iter()
            .filter(|item| phrase(item).ends_with(head))
            .count()
    } else {
        return;
    };
    if count == slogan.promised {
        out.verify();
        return;
    }
    // What else stands in the list may be a phrase in other words.
    if count < items.len() && items.len() >= slogan.promised && count < slogan.promised {
        return;
    }
    let open = text
        .get(list.clone())
        .is_some_and(|list| list.contains('等'));
    if open || count < 2 {
        out.silent(list, "silent-open-list", &[]);
        return;
    }
    out.report(miscounted(text, &slogan.count, count).related(list, "list"));
}

/// The list at the beginning of `rest`, which stands at `at`: to the end of the sentence, or of
/// the bracket.
fn list_range(rest: &str, at: usize, bracketed: bool) -> Range<usize> {
    let mut stop = rest.len();
    for (position, c) in rest.char_indices() {
        let ends = if bracketed {
            matches!(c, '）' | ')')
        } else {
            is_terminal(c) && !matches!(c, '；' | ';')
        };
        if ends || position > LONGEST {
            stop = position;
            break;
        }
    }
    let list = rest.get(..stop).unwrap_or_default();
    at..at + list.trim_end_matches(['。', '！', '？', '；']).len()
}
