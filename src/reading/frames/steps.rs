//! Steps: a value, the value that it became, and by how much the words say that it changed.

use super::{Frame, Role, Way, way};
use crate::{
    language::{
        numeral,
        terms::{Terms, terms},
    },
    reading::figures::quantity::Family,
};

/// How a sentence gives a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// 「由18.5亿元增加到20.9亿元」
    Moved,
    /// 「由36.5%，降为33.6%」, 「1982年为270元，1987年提高到463元」, 「分别从771家、481家增加到1076家、636家」: only
    /// the direction is certain.
    Apart,
    /// 「9.6亿元，比上年的8.8亿元增长9.1%」, 「去年争取3.2亿元，今年争取4.1亿元，增长28%」
    Compared,
}

/// A value of an earlier time and a later one of the same thing.
#[derive(Debug, Clone)]
pub struct Step<'f> {
    /// The earlier value.
    pub from: &'f Frame,
    /// What the later value may be, the likeliest first.
    pub to: Vec<&'f Frame>,
    /// By how much it is said to have changed: in percent, points, times, or a number of the same things.
    pub stated: Option<&'f Frame>,
    /// Which way it is said to have gone.
    pub way: Option<Way>,
    /// How the sentence gives it.
    pub told: Told,
}

impl<'f> Step<'f> {
    /// The likeliest later value.
    pub fn to(&self) -> &'f Frame {
        self.to.first().copied().unwrap_or(self.from)
    }
}

/// The steps that a statement with these `frames` speaks of.
pub fn steps<'f>(text: &str, frames: &'f [Frame]) -> Vec<Step<'f>> {
    let mut out = Vec::new();
    if frames.len() < 2 {
        return out;
    }
    for at in 1..frames.len() {
        out.extend(moved(text, frames, at).or_else(|| compared(text, frames, at)));
        out.extend(year_by_year(text, frames, at));
    }
    let groups = groups(text, frames);
    for pair in groups.windows(2) {
        apart(text, pair[0], pair[1], &mut out);
    }
    out
}

/// Figures that are listed side by side with one word before the first, as one group each: 「771家、481家」.
pub fn groups<'f>(text: &str, frames: &'f [Frame]) -> Vec<&'f [Frame]> {
    let mut out = Vec::new();
    let mut from = 0;
    for at in 1..=frames.len() {
        let goes_on = frames.get(at).is_some_and(|next| {
            next.is_listed(text) && next.figure.depth == frames[from].figure.depth
        });
        if !goes_on {
            out.push(&frames[from..at]);
            from = at;
        }
    }
    out
}

/// The longest text between the two values, and between 由 and the first, in characters.
const LONGEST_LINK: usize = 14;
const LONGEST_HEAD: usize = 8;

/// 「由18.5亿元增加到20.9亿元」, of which the later value is frame `at`.
fn moved<'f>(text: &str, frames: &'f [Frame], at: usize) -> Option<Step<'f>> {
    let (from, to) = (frames.get(at - 1)?, frames.get(at)?);
    let (old, new) = (from.quantity(), to.quantity());
    let bare = |frame: &Frame| frame.quantity().unit.name.is_empty();
    let ratios = old.decimals > 0 && new.decimals > 0;
    let alike = match (bare(from), bare(to)) {
        (true, true) => ratios,
        (true, false) => true,
        _ => old.unit.comparable(new.unit),
    };
    if !alike || from.figure.depth != to.figure.depth || !from.begins_at(text, LONGEST_HEAD) {
        return None;
    }
    let link = text.get(old.range.end..new.range.start)?;
    let reaches = link.contains(['到', '至', '为'])
        && !link.contains(['，', ',', '；', '、', '（', '('])
        && link.chars().count() <= LONGEST_LINK;
    // 「翻两番，即由7100亿元增加到28000亿元」
    let ahead = at
        .checked_sub(2)
        .and_then(|at| frames.get(at))
        .filter(|stated| {
            let words = from.words(text);
            stated.quantity().unit.family == Family::Doubling
                && (words.starts_with('即') || words.starts_with("也就是"))
        });
    reaches.then(|| Step {
        from,
        to: vec![to],
        stated: ahead.or(frames.get(at + 1)),
        way: way(link),
        told: Told::Moved,
    })
}

/// 「，为282件」 「，降至282件」: the value that the growth leads to.
fn follows(text: &str, to: &Frame) -> bool {
    matches!(to.figure.mark, '，' | ',')
        && matches!(
            to.figure.label(text),
            "为" | "达" | "达到" | "至" | "降至" | "降到" | "增至" | "升至" | "增加到" | "减少到"
        )
}

/// Words for earlier times.
static EARLIER: Terms =
    terms!("上年 去年 前年 上一年 同期 上届 上屆 上季 上月 年初 年底 年末 年前 时期");

/// The most characters between 比 and the number: 「比2023年同期的」.
const LONGEST_TIME: usize = 10;

/// Whether `words` name a year: 2023年, or another earlier time.
fn is_earlier(words: &str) -> bool {
    let year = words.find('年').is_some_and(|at| {
        words.get(..at).is_some_and(|head| {
            let digits = head.chars().rev().take(4);
            digits.clone().count() == 4 && digits.into_iter().all(|c| c.is_ascii_digit())
        })
    });
    words.chars().count() <= LONGEST_TIME
        && (year || EARLIER.stand_in(words))
        && way(words).is_none()
        && !words.contains(['多', '少', '超', '快', '高', '低'])
}

static THAN: Terms = terms!("比 较 較");

/// 「比上年的」, 「较2023年同期的」: what leads to an earlier value.
fn compares(label: &str) -> bool {
    THAN.stand_in(label)
        .then(|| label.rfind(['比', '较', '較']))
        .flatten()
        .and_then(|at| label.get(at..))
        .and_then(|words| words.strip_prefix(['比', '较', '較']))
        .is_some_and(is_earlier)
}

/// 「，比上年的8.8亿元增长9.1%」, 「上年为8.8亿元，增长9.1%」: the change is frame `at`.
fn compared<'f>(text: &str, frames: &'f [Frame], at: usize) -> Option<Step<'f>> {
    let (from, stated) = (frames.get(at - 1)?, frames.get(at)?);
    if !from.quantity().is_countable() || from.figure.depth != stated.figure.depth {
        return None;
    }
    let label = from.figure.label(text);
    let named = match stated.figure.mark {
        '\0' => compares(label),
        '，' | ',' => label
            .strip_suffix(['为', '為', '是'])
            .is_some_and(is_earlier),
        _ => false,
    };
    let family = stated.quantity().unit.family;
    let change = stated.same_unit(from) || matches!(family, Family::Percent | Family::Fold);
    if !named || !change {
        return None;
    }
    let words = stated.figure.label(text).trim_end_matches(['了', '约']);
    let way = match words {
        "多" => Way::Up,
        "少" => Way::Down,
        // 「增加到」 tells a value, not a difference.
        _ if words.ends_with(['到', '至', '为', '為']) => return None,
        _ => way(words)?,
    };
    let behind = frames
        .get(at + 1)
        .filter(|to| follows(text, to) && to.same_unit(from));
    let to = match behind {
        Some(to) => vec![to],
        None => frames[at.saturating_sub(WINDOW)..at - 1]
            .iter()
            .rev()
            .filter(|to| to.same_unit(from) && to.figure.depth <= from.figure.depth)
            .collect(),
    };
    Some(Step {
        from,
        to,
        stated: Some(stated),
        way: Some(way),
        told: Told::Compared,
    })
}

/// How many figures back a later value is looked for.
const WINDOW: usize = 24;

/// 「去年争取资金3.2亿元，今年争取4.1亿元，增长28%」, of which the later value is frame `at`.
fn year_by_year<'f>(text: &str, frames: &'f [Frame], at: usize) -> Option<Step<'f>> {
    let (from, to, stated) = (frames.get(at - 1)?, frames.get(at)?, frames.get(at + 1)?);
    let old = ["去年", "上年", "上一年"]
        .iter()
        .find_map(|word| from.figure.label(text).strip_prefix(word))?;
    let new = ["今年", "本年", "当年"]
        .iter()
        .find_map(|word| to.figure.label(text).strip_prefix(word))?;
    let depth = from.figure.depth;
    let told = (old == new || !new.is_empty() && old.starts_with(new))
        && stated.quantity().is_percent()
        && from.quantity().is_countable()
        && to.same_unit(from)
        && (to.figure.depth, stated.figure.depth) == (depth, depth)
        && matches!(stated.figure.mark, '，' | ',')
        && matches!(to.figure.mark, '，' | ',' | '；');
    told.then(|| way(stated.figure.label(text)))
        .flatten()
        .map(|way| Step {
            from,
            to: vec![to],
            stated: Some(stated),
            way: Some(way),
            told: Told::Compared,
        })
}

/// Steps whose values a comma parts, or that are listed: 「分别从771家、481家增加到1076家、636家」.
fn apart<'f>(text: &str, from: &'f [Frame], to: &'f [Frame], out: &mut Vec<Step<'f>>) {
    let (Some(first), Some(second)) = (from.first(), to.first()) else {
        return;
    };
    if from.len() != to.len() || first.figure.depth != second.figure.depth {
        return;
    }
    let words = second.words(text);
    let Some(way) = moves_to(words) else { return };
    let comma = matches!(second.mark, '，' | ',') && from.len() == 1;
    let yearly = begins_with_year(words);
    let based =
        first.role == Role::Base && (from.len() > 1 && second.mark == '\0' || comma && !yearly);
    if based || comma && yearly && tells_year(first.words(text)) {
        out.extend(from.iter().zip(to).map(|(from, to)| Step {
            from,
            to: vec![to],
            stated: None,
            way: Some(way),
            told: Told::Apart,
        }));
    }
}

/// What leads to the later of two values, behind a comma: 「降为」, 「1987年提高到」.
fn moves_to(words: &str) -> Option<Way> {
    let words = words.trim().trim_start_matches('则');
    let reaches = words.ends_with(['到', '至', '为']);
    (reaches && words.chars().count() <= LONGEST_LINK)
        .then(|| way(words))
        .flatten()
}

/// 「1978年为」, 「2019年人均收入为」
fn tells_year(words: &str) -> bool {
    let words = words.trim();
    let bare = words.strip_suffix(['为', '是', '达']).unwrap_or(words);
    ends_with_year(bare) || bare.len() < words.len() && begins_with_year(bare)
}

fn ends_with_year(words: &str) -> bool {
    words.strip_suffix('年').is_some_and(|head| {
        let digits = head.chars().rev().take(4);
        digits.clone().count() == 4
            && digits
                .into_iter()
                .all(|c| numeral::arabic(c).is_some() || numeral::chinese_digit(c).is_some())
    })
}

/// 「1987年提高到」
fn begins_with_year(words: &str) -> bool {
    words
        .find('年')
        .and_then(|at| words.get(..at + "年".len()))
        .is_some_and(ends_with_year)
}
