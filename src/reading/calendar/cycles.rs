//! What is counted in years: relative years, anniversaries, plans, terms with their sessions.

use std::ops::Range;

use crate::{language::numeral, reading::calendar::dates::numeral_before, scan::Numeral};

/// An anniversary: 七十五周年, 40周年.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anniversary {
    /// How many years.
    pub count: u32,
    /// The numeral with 周年.
    pub range: Range<usize>,
}

/// A five-year plan: “十四五”, 第十四个五年规划.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiveYearPlan {
    /// Which one: 14.
    pub number: u32,
    /// Its name, quotation marks included.
    pub range: Range<usize>,
}

impl FiveYearPlan {
    /// Its first and last year; none for the plans before the sixth, which were not kept to their years.
    pub fn years(&self) -> Option<(i32, i32)> {
        let number = i32::try_from(self.number).ok().filter(|n| *n >= 6)?;
        Some((1951 + 5 * number, 1955 + 5 * number))
    }
}

/// A numbered session of a body with numbered terms: 十届三次会议, 第十四届…第二次会议.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The term: 10.
    pub term: u32,
    /// The session: 3.
    pub number: u32,
    /// All of it.
    pub range: Range<usize>,
}

/// A plenum of a central committee: 二十届三中全会; of 二十届二中、三中全会 each has its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plenum {
    /// The committee: 20.
    pub term: u32,
    /// The plenum: 3.
    pub number: u32,
    /// From the committee, or in a list from the plenum's own number, to 中 or 全会.
    pub range: Range<usize>,
    /// From the committee to the plenum's 中, the others of the list included.
    pub whole: Range<usize>,
    /// Whether it is one of a list.
    pub listed: bool,
}

/// Whether `c` occurs between the plenums of a list.
fn lists_plenums(c: char) -> bool {
    matches!(c, '、' | '中' | '和' | '十') || numeral::chinese_digit(c).is_some()
}

/// The longest list of plenums to each side, in bytes.
const PLENUMS: usize = 60;

/// The plenum whose number is `numeral`, with 中 behind it.
pub(super) fn plenum(text: &str, numeral: &Numeral) -> Option<Plenum> {
    let end = numeral.range.end + numeral.behind.len_utf8();
    let behind = text.get(end..text.floor_char_boundary(end + PLENUMS))?;
    // In a list the word is behind the last one.
    if !behind.trim_start_matches(lists_plenums).starts_with("全会") {
        return None;
    }
    let low = text.ceil_char_boundary(numeral.range.start.saturating_sub(PLENUMS));
    let listed = text.get(low..numeral.range.start)?;
    let head = listed.trim_end_matches(lists_plenums).strip_suffix('届')?;
    let head = text.get(..low + head.len())?;
    let start = numeral_before(text, head.len(), 4);
    let value = |range: Range<usize>| {
        let value = numeral::integer(text.get(range)?)?;
        u32::try_from(value).ok()
    };
    let first = head.len() + '届'.len_utf8() == numeral.range.start;
    let last = behind.starts_with("全会");
    Some(Plenum {
        term: value(start..head.len())?,
        number: value(numeral.range.clone())?,
        range: if first { start } else { numeral.range.start }..if last {
            end + "全会".len()
        } else {
            end
        },
        whole: start..end,
        listed: !(first && last),
    })
}

/// Words for years that are relative to the time of speaking.
pub(super) const RELATIVE_YEARS: &[(&str, i32)] = &[
    ("去年", -1),
    ("上年", -1),
    ("前年", -2),
    ("今年", 0),
    ("本年", 0),
    ("明年", 1),
    ("来年", 1),
    ("來年", 1),
];

/// Whether the word at `range` is a year, and no part of 过去年均, 以前年度, 证明年龄, 当今年轻.
pub(super) fn is_relative_year(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back().unwrap_or('\n');
    let after = text[range.end..].chars().next().unwrap_or('\n');
    let first = text[range.clone()].chars().next().unwrap_or('\n');
    let glued = match first {
        '去' => before == '过',
        '上' => matches!(
            before,
            '以' | '之' | '海' | '网' | '线' | '早' | '晚' | '加' | '至'
        ),
        '前' => matches!(
            before,
            '以' | '之' | '目' | '提' | '当' | '此' | '生' | '超'
        ),
        '明' => matches!(
            before,
            '证' | '说' | '表' | '文' | '声' | '阐' | '透' | '鲜'
        ),
        '来' | '來' => !matches!(
            before,
            '，' | '。' | '、' | '和' | '到' | '在' | '待' | '\n'
        ),
        '本' => matches!(before, '成' | '资' | '基' | '日'),
        _ => before == '当' && matches!(after, '轻' | '青'),
    };
    !glued && !matches!(after, '轻' | '龄' | '均' | '产' | '级')
}

/// The anniversary whose 周年 is at `anchor`.
pub(super) fn anniversary(text: &str, anchor: &Range<usize>) -> Option<Anniversary> {
    let start = numeral_before(text, anchor.start, 8);
    let count = numeral::integer(text.get(start..anchor.start)?)?;
    let before = &text[..start];
    if before.ends_with(['.', '．']) {
        return None;
    }
    Some(Anniversary {
        count: u32::try_from(count).ok().filter(|&count| count > 0)?,
        range: start..anchor.end,
    })
}

/// The last plan whose name is known.
const LAST_PLAN: u64 = 18;

/// The plan whose name `numeral` is part of: “十四五”, 「十四五」, 十四五规划, 第十四个五年规划.
pub(super) fn plan(text: &str, numeral: &Numeral) -> Option<FiveYearPlan> {
    const ENDS: [&str; 3] = ["个五年规划", "个五年计划", "個五年計劃"];
    let run = &numeral.range;
    let written = text.get(run.clone())?;
    let behind = text.get(run.end..)?;
    match (numeral.before, numeral.behind) {
        ('第', '个' | '個') => {
            let end = ENDS.into_iter().find(|end| behind.starts_with(end))?;
            return named(written, run.start - "第".len()..run.end + end.len());
        }
        ('“', '”') | ('「', '」') | ('"', '"') => {
            let (open, close) = (numeral.before.len_utf8(), numeral.behind.len_utf8());
            return named(
                written.strip_suffix('五')?,
                run.start - open..run.end + close,
            );
        }
        (_, '规' | '计' | '时' | '期') => {}
        _ => return None,
    }
    let number = written.strip_suffix('五')?;
    // A bare 十五 or 三五 is a number.
    let word = ["规划", "计划", "时期", "期间"]
        .into_iter()
        .find(|word| behind.starts_with(word))?;
    let start = number.rfind('十')?;
    let last = number.get(start..)?;
    (last != "十")
        .then(|| named(last, run.start + start..run.end + word.len()))
        .flatten()
}

/// The plan of this number, written as its name writes it.
fn named(numeral: &str, range: Range<usize>) -> Option<FiveYearPlan> {
    let number = numeral::integer(numeral)?;
    let known = (1..=LAST_PLAN).contains(&number) && numeral::to_chinese(number) == numeral;
    let number = u32::try_from(number).ok().filter(|_| known)?;
    Some(FiveYearPlan { number, range })
}

/// Whether the name at `range` is a plan: “七五”普法 is another, and so is 农垦“九五”'s like.
pub(super) fn is_plan(text: &str, range: &Range<usize>) -> bool {
    let after = &text[range.end..];
    !["普法", "法治宣传", "法制宣传", "警示", "事件", "精神"]
        .iter()
        .any(|word| after.starts_with(word))
}

/// How many characters may be between the term and the session of a long name.
const NAME: usize = 30;

/// The session whose 届 is at `anchor`: 十届三次会议, 第十四届全国人民代表大会第二次会议.
pub(super) fn session(text: &str, anchor: &Range<usize>) -> Option<Session> {
    let start = numeral_before(text, anchor.start, 4);
    let term = small(text.get(start..anchor.start)?)?;
    let start = if text[..start].ends_with('第') {
        start - '第'.len_utf8()
    } else {
        start
    };
    let after = &text[anchor.end..];
    for (steps, (at, c)) in after.char_indices().enumerate() {
        if steps > NAME || matches!(c, '。' | '，' | '、' | '；' | '\n' | '届' | '《' | '》')
        {
            return None;
        }
        if c != '次' {
            continue;
        }
        let begin = numeral_before(after, at, 4);
        let number = small(after.get(begin..at)?)?;
        let rest = &after[at + c.len_utf8()..];
        let tail = ["全体会议", "全会", "会议", "會議"]
            .iter()
            .find(|tail| rest.starts_with(**tail))?;
        // The meetings of a standing committee are counted by themselves.
        if after[..begin].contains("常务") || after[..begin].contains("常委") {
            return None;
        }
        return Some(Session {
            term,
            number,
            range: start..anchor.end + at + c.len_utf8() + tail.len(),
        });
    }
    None
}

fn small(numeral: &str) -> Option<u32> {
    u32::try_from(numeral::integer(numeral)?)
        .ok()
        .filter(|number| (1..=99).contains(number))
}
