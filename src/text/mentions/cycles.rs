//! What is counted in years: relative years, anniversaries, plans, terms with their sessions.

use std::ops::Range;

use super::{Anniversary, Session, calendar::numeral_before};
use crate::text::numeral;

/// Words for years that are told from the time of speaking.
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

/// The anniversary whose 周年 stands at `anchor`.
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

const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// The names of plans: “十四五”, 「十四五」, 十四五规划, 第十四个五年规划.
pub(super) fn plan_names() -> impl Iterator<Item = (String, u32)> {
    (1..=18u32).flat_map(|number| {
        let numeral = match number {
            10 => "十".to_owned(),
            11.. => format!("十{}", DIGITS[(number % 10) as usize]),
            _ => DIGITS[number as usize].to_owned(),
        };
        let mut names = vec![
            format!("“{numeral}五”"),
            format!("「{numeral}五」"),
            format!("\"{numeral}五\""),
            format!("第{numeral}个五年规划"),
            format!("第{numeral}个五年计划"),
            format!("第{numeral}個五年計劃"),
        ];
        // A bare 十五 or 三五 is a number.
        if number > 10 {
            for word in ["规划", "计划", "时期", "期间"] {
                names.push(format!("{numeral}五{word}"));
            }
        }
        names.into_iter().map(move |name| (name, number))
    })
}

/// Whether the name at `range` is a plan: “七五”普法 is another, and so is 农垦“九五”'s like.
pub(super) fn is_plan(text: &str, range: &Range<usize>) -> bool {
    let after = &text[range.end..];
    !["普法", "法治宣传", "法制宣传", "警示", "事件", "精神"]
        .iter()
        .any(|word| after.starts_with(word))
}

/// How many characters may stand between the term and the session of a long name.
const NAME: usize = 30;

/// The session whose 届 stands at `anchor`: 十届三次会议, 第十四届全国人民代表大会第二次会议.
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
