//! Names and values that 分别 joins: 「甲县、乙县、丙县分别完成投资3.2亿元、2.8亿元和2.1亿元」.

use std::ops::Range;

use super::{List, before};
use crate::{
    language::terms::{Terms, terms},
    reading::figures::statement::{Figure, Statement, is_mark},
};

/// How many figures are looked at on each side.
const WINDOW: usize = 24;

/// Words between a value and the next.
static ROUGHLY: Terms = Terms::new(&["左右", "以上", "以下", "以内", "上下"]);

/// Clauses that are between values, or names, and what is said of them.
static ADJUNCTS: Terms = terms!(
    "扣除价格因素 扣除物价因素 扣除物价上涨因素 剔除价格因素 按可比价格计算 按可比价计算 比上年同期 \
    比去年同期 同比 比上年 比去年 较上年 累计 年均 均"
);

/// Words that name two or three things at once.
static TWO: Terms = Terms::new(&["城乡", "收支", "男女", "供需", "产销", "存贷款"]);
static THREE: Terms = Terms::new(&["东中西", "一二三产", "省市县", "市县乡", "县乡村"]);

/// How many names there are, at least and at most; 分别 wants two.
pub fn bounds(names: &List, words: &str) -> (usize, usize) {
    // 进出口总额 is one thing, unless nothing else is named.
    let both = TWO.stand_in(words) || names.most() == 1 && words.contains("进出口");
    let implied = usize::from(both) + 2 * usize::from(THREE.stand_in(words));
    match names.exact() {
        Some(exact) if implied == 0 => (exact, exact),
        _ if names.most() == 1 => (1 + implied, 1 + implied),
        _ if names.least() == 1 && implied == 0 => (2, names.most()),
        _ => (names.least(), names.most() + implied),
    }
}

/// The values that a 分别 at the beginning of its clause is said of: 「入境2690万人次，创汇18.4亿美元，分别为…」
/// has two. `certain` where they are listed right before it.
#[derive(Debug, Clone)]
pub struct Told {
    /// From the first value to the last.
    pub place: Range<usize>,
    /// How many there are.
    pub count: usize,
    /// Whether they are listed right before it.
    pub certain: bool,
}

/// `text` without the adjuncts at its end, and the comma before each: 「…，扣除价格因素，」
pub fn without_adjuncts(text: &str) -> &str {
    let mut rest = text;
    loop {
        let bare = rest.strip_suffix(['，', ',']).unwrap_or(rest);
        let Some(head) = ADJUNCTS.end(bare).and_then(|word| bare.strip_suffix(word)) else {
            return rest;
        };
        if !head.ends_with(['，', ',']) {
            return rest;
        }
        rest = head;
    }
}

/// The values right before the 分别 at `respectively`, which leads to figure `first`.
pub fn told_before(
    text: &str,
    statement: &Statement,
    first: usize,
    respectively: usize,
) -> Option<Told> {
    let figures = &statement.figures;
    let depth = figures[first].depth;
    let last = figures.get(first.checked_sub(1)?)?;
    let link = text.get(last.quantity.range.end..respectively)?;
    let link = without_adjuncts(link).trim_end_matches(['，', ',']);
    // 「7%左右和8%左右」
    if !link.is_empty() && !ROUGHLY.words().contains(&link) || last.depth != depth {
        return None;
    }
    let mut start = last;
    let mut count = 1;
    let mut certain = false;
    for figure in figures[..first - 1].iter().rev().take(WINDOW) {
        let between = text.get(figure.quantity.range.end..start.lead.start)?;
        let listed = match start.mark {
            '、' => start.label(text).is_empty(),
            '\0' => matches!(start.label(text), "和" | "及" | "与"),
            _ => false,
        };
        // Listed values end where the list does; values of clauses, where a clause tells none.
        let ends = if count > 1 { certain != listed } else { false };
        if ends || between.chars().filter(|&c| is_mark(c)).count() > 1 || figure.depth != depth {
            break;
        }
        // What a semicolon parts is said of something else.
        if matches!(start.mark, '；' | ';') {
            break;
        }
        certain = listed;
        start = figure;
        count += 1;
    }
    Some(Told {
        place: start.quantity.range.start..last.quantity.range.end,
        count,
        certain,
    })
}

/// The values that follow 分别, the one at `first` included; `None` where the list goes on with
/// something that is no value of this kind.
pub fn values<'a>(text: &str, statement: &'a Statement, first: usize) -> Option<Vec<&'a Figure>> {
    let figures = &statement.figures;
    let head = &figures[first];
    let mut values = vec![head];
    for figure in figures.iter().skip(first + 1).take(WINDOW) {
        // 「7%左右和8%左右」
        let label = figure.label(text);
        let label = ROUGHLY
            .begin(label)
            .and_then(|word| label.strip_prefix(word))
            .unwrap_or(label);
        let joint = matches!(label, "和" | "及" | "与" | "以及");
        if figure.depth > head.depth {
            continue;
        }
        let joined = match figure.mark {
            '、' => label.is_empty(),
            '\0' => joint,
            '）' | ')' => joint || label.is_empty(),
            _ => false,
        };
        // Units may differ: 「分别达到1.35亿人次、453.8万吨」; 「1.28万亿、8200亿元」 has it once.
        if !joined {
            let last = values.last().map_or(0, |last| last.quantity.range.end);
            let between = text
                .get(last..figure.quantity.range.start)
                .unwrap_or_default();
            let clause = !between.contains(['，', ',', '；', ';', '：', '（', '(']);
            let goes_on = clause
                && (figure.mark == '、'
                    || figure.mark == '\0' && label.contains(['和', '及', '与']));
            return (!goes_on).then_some(values);
        }
        values.push(figure);
    }
    Some(values)
}

/// The names before 分别: the list of its own clause, or of the clause before where 分别 begins one.
pub fn names(text: &str, from: usize, at: usize) -> List {
    let head = text.get(from..at).unwrap_or_default();
    let end = from + head.trim_end_matches(['，', ',']).len();
    before(text, from, end)
}
