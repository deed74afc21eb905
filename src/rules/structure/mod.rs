//! What several rules about structure need: ordinals written out.

pub(crate) mod bracketed;

/// A number below 200 in Chinese digits, as ordinals write it.
pub(crate) fn chinese(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |number: u32| DIGITS[number as usize % 10];
    match number {
        0..=9 => digit(number).to_owned(),
        10..=19 => format!("十{}", digit(number)),
        20..=99 => format!("{}十{}", digit(number / 10), digit(number)),
        100 => "一百".to_owned(),
        101..=109 => format!("一百零{}", digit(number)),
        110..=199 => format!("一百{}十{}", digit(number / 10), digit(number)),
        _ => number.to_string(),
    }
}

/// How an ordinal is written: what stands before its number, whether that is in digits, and what
/// stands after it. For ① and its like, the first of them takes the place of the first part.
pub(crate) type Form<'a> = (&'a str, Option<bool>, &'a str);

/// The form of `label`.
pub(crate) fn form(label: &str) -> Form<'_> {
    let is_digit = |c: char| matches!(c, '0'..='9' | '０'..='９');
    let is_numeral = |c: char| {
        is_digit(c)
            || matches!(
                c,
                '〇' | '零'
                    | '一'
                    | '二'
                    | '三'
                    | '四'
                    | '五'
                    | '六'
                    | '七'
                    | '八'
                    | '九'
                    | '十'
                    | '百'
            )
    };
    let Some(start) = label.find(is_numeral) else {
        let first = match label.chars().next() {
            Some('①'..='⑳') => "①",
            Some('⑴'..='⒇') => "⑴",
            Some('⒈'..='⒛') => "⒈",
            _ => "㈠",
        };
        return (first, None, "");
    };
    let (before, rest) = label.split_at(start);
    let after = rest.trim_start_matches(is_numeral);
    (before, Some(rest.starts_with(is_digit)), after)
}

/// The ordinal `label` with another number, written as it writes its own.
pub(crate) fn renumbered(label: &str, number: u32) -> String {
    let (before, digits, after) = form(label);
    let Some(digits) = digits else {
        // They stand one after another.
        return before
            .chars()
            .next()
            .and_then(|first| char::from_u32(first as u32 + number.saturating_sub(1)))
            .map_or_else(String::new, String::from);
    };
    let numeral = if digits {
        number.to_string()
    } else {
        chinese(number)
    };
    format!("{before}{numeral}{after}")
}
