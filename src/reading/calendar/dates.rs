//! Years, months, days, days of the week.

use std::ops::Range;

use crate::language::numeral;

/// A calendar year written out: 2024年, 二〇二四年, ２０２４年.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The year of the era.
    pub value: i32,
    /// The numeral with 年.
    pub range: Range<usize>,
}

/// A month or a day as written, which need not exist: 2024年1月17日, 二月三十日, 6月.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// The year, where it is right before the month.
    pub year: Option<i32>,
    /// The month.
    pub month: u32,
    /// The day of the month.
    pub day: Option<u32>,
    /// All of it.
    pub range: Range<usize>,
}

/// A day of the week: 星期三, 周日.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weekday {
    /// 1 for Monday to 7 for Sunday.
    pub number: i8,
    /// The word.
    pub range: Range<usize>,
}

/// Years that a report can speak of.
const YEARS: std::ops::RangeInclusive<u64> = 1000..=2199;

/// The year whose 年 is at `anchor`.
pub(super) fn year(text: &str, anchor: &Range<usize>) -> Option<Year> {
    let start = digits_before(text, anchor.start, 5);
    let numeral = text.get(start..anchor.start)?;
    if numeral.chars().count() != 4 {
        return None;
    }
    let value = numeral::integer(numeral).filter(|value| YEARS.contains(value))?;
    Some(Year {
        value: i32::try_from(value).ok()?,
        range: start..anchor.end,
    })
}

/// Where a run of at most `limit` digits that ends at `end` begins.
pub(super) fn digits_before(text: &str, end: usize, limit: usize) -> usize {
    text[..end]
        .char_indices()
        .rev()
        .take_while(|&(_, c)| numeral::arabic(c).is_some() || numeral::chinese_digit(c).is_some())
        .take(limit)
        .last()
        .map_or(end, |(start, _)| start)
}

/// Where a numeral of at most `limit` characters, units included, that ends at `end` begins.
pub(super) fn numeral_before(text: &str, end: usize, limit: usize) -> usize {
    text[..end]
        .char_indices()
        .rev()
        .take_while(|&(_, c)| {
            numeral::arabic(c).is_some()
                || numeral::chinese_digit(c).is_some()
                || matches!(c, '十' | '百' | '廿' | '卅')
        })
        .take(limit)
        .last()
        .map_or(end, |(start, _)| start)
}

/// The date whose 月 is at `anchor`; `last` is the last year before it.
pub(super) fn date(text: &str, anchor: &Range<usize>, last: Option<&Year>) -> Option<Date> {
    let start = numeral_before(text, anchor.start, 4);
    let numeral = text.get(start..anchor.start)?;
    let month = u32::try_from(numeral::integer(numeral).filter(|&month| month < 100)?).ok()?;
    // 五六月 is rough, and 3.5月 and 1,200月 are no months.
    if text[..start].ends_with(['.', '．', ',', '个', '第', '每', '零', '半']) || rough(numeral)
    {
        return None;
    }
    let after = &text[anchor.end..];
    // 月 of 月球, 月薪 and the like needs nothing: no numeral is before it.
    let day = numeral::integer_at(after).and_then(|(day, length)| {
        let rest = &after[length..];
        let unit = rest
            .chars()
            .next()
            .filter(|c| matches!(c, '日' | '号' | '號'))?;
        if day >= 100 || rest[unit.len_utf8()..].starts_with("令") {
            return None;
        }
        Some((
            u32::try_from(day).ok()?,
            anchor.end + length + unit.len_utf8(),
        ))
    });
    let year = last.filter(|year| year.range.end == start);
    Some(Date {
        year: year.map(|year| year.value),
        month,
        day: day.map(|(day, _)| day),
        range: year.map_or(start, |year| year.range.start)..day.map_or(anchor.end, |(_, end)| end),
    })
}

/// Two Chinese digits side by side: 五六月.
fn rough(numeral: &str) -> bool {
    let mut chars = numeral.chars();
    matches!(
        (chars.next().and_then(numeral::chinese_digit), chars.next().and_then(numeral::chinese_digit)),
        (Some(first), Some(second)) if first > 0 && second > 0
    )
}

/// The day of the week that the word at `anchor` begins.
pub(super) fn weekday(text: &str, anchor: &Range<usize>) -> Option<Weekday> {
    let name = text[anchor.end..].chars().next()?;
    let number = match name {
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '日' | '天' => 7,
        _ => return None,
    };
    // 星期一至星期五 are the working days, and 星期一、三 is a timetable.
    let word = &text[anchor.clone()];
    let start = if word.ends_with('周') {
        anchor.end - '周'.len_utf8()
    } else {
        anchor.start
    };
    Some(Weekday {
        number,
        range: start..anchor.end + name.len_utf8(),
    })
}
