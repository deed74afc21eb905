//! When the bodies of one's own place were founded, as the draft itself tells: 「1983年，县政协成立」.

use std::{collections::HashMap, ops::Range};

use super::{window_after, window_before};
use crate::{language::han::is_han, reading::Draft};

/// Words that a founding and its anniversary share.
const VERBS: [&str; 12] = [
    "成立", "建立", "创建", "组建", "设立", "创办", "创刊", "建校", "建院", "建馆", "开馆", "通车",
];
/// Words before a name that are no part of it.
const LEADS: [&str; 22] = [
    "庆祝", "纪念", "迎接", "喜迎", "迎来", "恰逢", "适逢", "正值", "时值", "即将", "值此", "将是",
    "是", "为", "逢", "在", "于", "了", "的", "年", "日", "月",
];
/// Words of a body that was founded more than once.
const AGAIN: [&str; 4] = ["恢复", "重建", "撤销", "重新"];
/// The longest name, in characters; how far a founding is from its year, in bytes.
const LONGEST: usize = 12;
const REACH: usize = 66;
/// How many years of one body are kept.
const MOST: usize = 8;

/// A founding that the draft dates.
pub(crate) struct Founding {
    /// The year.
    pub(crate) year: i32,
    /// From the year to the verb.
    pub(crate) span: Range<usize>,
}

/// The foundings of each body, by its name and the verb: 县政协, 成立.
pub(crate) type Foundings<'a> = HashMap<(&'a str, &'static str), Vec<Founding>>;

/// The foundings that `doc` dates, each year once. A founding without a name beside it is left out.
pub(crate) fn foundings(doc: &Draft) -> Foundings<'_> {
    let text = &*doc.text;
    let mut found: Foundings<'_> = HashMap::new();
    for year in &doc.mentions().years {
        let low = window_before(text, year.range.start, REACH);
        let high = window_after(text, year.range.end, REACH);
        let (before, after) = (&text[low..year.range.start], &text[year.range.end..high]);
        if founded_again(before) || founded_again(after) {
            continue;
        }
        // 县政协成立于1983年
        let told = before.strip_suffix('于').and_then(|before| {
            let (name, verb) = subject(before)?;
            Some((name, verb, low + before.len() - verb.len()..year.range.end))
        });
        // 县政协于1983年成立, 1983年，县政协成立
        let told = told.or_else(|| {
            let (at, verb) = VERBS
                .iter()
                .filter_map(|verb| Some((after.find(verb)?, *verb)))
                .min_by_key(|(at, _)| *at)?;
            let end = at + verb.len();
            let rest = &after[end..];
            let ends = rest.is_empty()
                || rest.starts_with(['。', '，', '；', '、', '）', '\n'])
                || rest.starts_with("以来")
                || rest.starts_with("至今");
            let between = day_cut(&after[..at]);
            let name = if between.is_empty() {
                name_at_end(before.trim_end_matches(['于', '在']))
            } else {
                let name = between.trim_start_matches(['，', '（']);
                name.chars()
                    .all(is_han)
                    .then(|| name_at_end(name))
                    .flatten()
            };
            let span = year.range.start..year.range.end + end;
            ends.then_some((name?, verb, span))
        });
        if let Some((name, verb, span)) = told {
            let told = found.entry((name, verb)).or_default();
            if told.len() < MOST && told.iter().all(|other| other.year != year.value) {
                told.push(Founding {
                    year: year.value,
                    span,
                });
            }
        }
    }
    found
}

fn founded_again(text: &str) -> bool {
    AGAIN.iter().any(|word| text.contains(word))
}

/// `text` without the month and the day that it begins with.
fn day_cut(text: &str) -> &str {
    let numerals = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let mut rest = text;
    for unit in ['月', '日'] {
        if let Some(next) = rest.trim_start_matches(numerals).strip_prefix(unit) {
            rest = next;
        }
    }
    rest
}

/// The body and the verb that `before` ends with: 庆祝县政协成立.
pub(crate) fn subject(before: &str) -> Option<(&str, &'static str)> {
    let verb = VERBS.iter().find(|verb| before.ends_with(**verb))?;
    let name = name_at_end(&before[..before.len() - verb.len()])?;
    Some((name, verb))
}

/// The name that `text` ends with, without the words that lead to it.
fn name_at_end(text: &str) -> Option<&str> {
    let start = text
        .char_indices()
        .rev()
        .take_while(|&(_, c)| is_han(c))
        .take(LONGEST)
        .last()
        .map(|(at, _)| at)?;
    let run = &text[start..];
    let name = LEADS
        .iter()
        .filter_map(|lead| run.rfind(lead).map(|at| at + lead.len()))
        .max()
        .map_or(run, |at| &run[at..]);
    let name = name.trim_start_matches(['我', '本']);
    (name.chars().count() >= 2).then_some(name)
}
