//! Values beside those they grew from: 「9.6亿元，比上年的8.8亿元增长9.1%」.

use super::changes::{Direction, direction};
use crate::{
    language::terms::{Terms, terms},
    reading::figures::statement::{Figure, Statement},
};

/// A value of an earlier time, and by how much it is said to have changed since.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Base<'a> {
    /// The earlier value.
    pub(crate) from: &'a Figure,
    /// The later value, where the words name it; it stands before `from` otherwise.
    pub(crate) to: Option<&'a Figure>,
    /// By how much: a percentage, or a number of the same things.
    pub(crate) stated: &'a Figure,
    /// Where `from` stands in its statement.
    pub(crate) at: usize,
    /// Which way the words say that it went.
    pub(crate) direction: Direction,
}

/// 「，为282件」 「，降至282件」: the value that the growth leads to.
fn follows(text: &str, to: &Figure) -> bool {
    matches!(to.mark, '，' | ',')
        && matches!(
            to.label(text),
            "为" | "达" | "达到" | "至" | "降至" | "降到" | "增至" | "升至" | "增加到" | "减少到"
        )
}

/// 「去年争取资金3.2亿元，今年争取4.1亿元」: one thing in an earlier and in this year.
fn year_by_year(from: &str, to: &str) -> bool {
    const BEFORE: [&str; 3] = ["去年", "上年", "上一年"];
    const NOW: [&str; 3] = ["今年", "本年", "当年"];
    let Some(old) = BEFORE.iter().find_map(|word| from.strip_prefix(word)) else {
        return false;
    };
    NOW.iter()
        .find_map(|word| to.strip_prefix(word))
        .is_some_and(|new| old == new || !new.is_empty() && old.starts_with(new))
}

/// Words for earlier times.
static EARLIER: Terms =
    terms!("上年 去年 前年 上一年 同期 上届 上屆 上季 上月 年初 年底 年末 年前");

/// The most characters between 比 and the number: 「比2023年同期的」.
const LONGEST_TIME: usize = 10;

/// Whether `words` name a year: 2023年, or another earlier time.
fn is_earlier(words: &str) -> bool {
    let year = words.split('年').next().is_some_and(|head| {
        head.len() >= 4 && head.chars().rev().take(4).all(|c| c.is_ascii_digit())
    }) && words.contains('年');
    let short = words.chars().count() <= LONGEST_TIME;
    short
        && (year || EARLIER.stand_in(words))
        && direction(words).is_none()
        && !words.contains(['多', '少', '超', '快', '高', '低'])
}

static THAN: Terms = Terms::new(&["比", "较", "較"]);

/// 「比上年的」, 「较2023年同期的」: what leads to an earlier value.
fn compares(label: &str) -> bool {
    THAN.stand_in(label)
        .then(|| label.rfind(['比', '较', '較']))
        .flatten()
        .and_then(|at| label.get(at..))
        .and_then(|words| words.strip_prefix(['比', '较', '較']))
        .is_some_and(is_earlier)
}

/// 「上年为」, 「去年同期是」.
fn tells_earlier(label: &str) -> bool {
    label
        .strip_suffix(['为', '為', '是'])
        .is_some_and(is_earlier)
}

/// The bases that `statement` names.
pub(crate) fn bases<'a>(text: &str, statement: &'a Statement) -> Vec<Base<'a>> {
    let mut out = Vec::new();
    for (at, pair) in statement.figures.windows(2).enumerate() {
        let [from, stated] = pair else { continue };
        if !from.quantity.is_countable() || from.depth != stated.depth {
            continue;
        }
        let named = match stated.mark {
            '\0' => compares(from.label(text)),
            '，' | ',' => tells_earlier(from.label(text)),
            _ => false,
        };
        let same = stated.quantity.unit.comparable(from.quantity.unit);
        if !named || !same && !stated.quantity.is_percent() {
            continue;
        }
        let words = stated.label(text).trim_end_matches(['了', '约']);
        let direction = match words {
            "多" => Some(Direction::Up),
            "少" => Some(Direction::Down),
            _ => direction(words),
        };
        // 「增加到」 tells a value, not a difference.
        if let Some(direction) = direction.filter(|_| !words.ends_with(['到', '至', '为', '為']))
        {
            out.push(Base {
                from,
                to: statement.figures.get(at + 2).filter(|to| {
                    follows(text, to) && to.quantity.unit.comparable(from.quantity.unit)
                }),
                stated,
                at,
                direction,
            });
        }
    }
    for (at, run) in statement.figures.windows(3).enumerate() {
        let [from, to, stated] = run else { continue };
        let told = stated.quantity.is_percent()
            && from.quantity.is_countable()
            && to.quantity.unit.comparable(from.quantity.unit)
            && run.iter().all(|figure| figure.depth == from.depth)
            && matches!(stated.mark, '，' | ',')
            && matches!(to.mark, '，' | ',' | '；')
            && year_by_year(from.label(text), to.label(text));
        if let Some(direction) = told.then(|| direction(stated.label(text))).flatten() {
            out.push(Base {
                from,
                to: Some(to),
                stated,
                at,
                direction,
            });
        }
    }
    out
}
