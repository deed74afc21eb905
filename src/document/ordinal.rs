//! The ordinals that headings and items begin with.

use std::ops::Range;

use crate::language::numeral;

/// An ordinal at the head of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordinal {
    /// Its form.
    pub style: OrdinalStyle,
    /// Its number.
    pub number: u32,
    /// The number of an article put in behind another: 1 in 「第二条之一」, else 0.
    pub branch: u32,
    /// Where it is, its punctuation included, in bytes of [`Document::text`](super::Document::text).
    pub range: Range<usize>,
}

/// The forms of ordinals, from the outermost to the innermost as reports use them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrdinalStyle {
    /// 「第一部分」 「第二编」.
    Part,
    /// 「第一章」.
    Chapter,
    /// 「第一节」.
    Section,
    /// 「第一条」.
    Article,
    /// 「一、」.
    Han,
    /// 「（一）」.
    HanBracket,
    /// 「1.」 「1、」.
    Arabic,
    /// 「（1）」 「1）」.
    ArabicBracket,
    /// 「①」.
    Circled,
}

impl Ordinal {
    /// The label at the beginning of `text`; `at` is where `text` begins in the document.
    pub fn read(text: &str, at: usize) -> Option<Self> {
        let (style, number, length) = read(text)?;
        let (branch, length) = match branch_at(text, style, length) {
            Some((branch, end)) => (branch, end),
            // 「第二条之路」 is no article.
            None if style == OrdinalStyle::Article && text[length..].starts_with('之') => {
                return None;
            }
            None => (0, length),
        };
        Some(Self {
            style,
            number,
            branch,
            range: at..at + length,
        })
    }
}

/// The style, the number and the length in bytes of the label that `text` begins with.
fn read(text: &str) -> Option<(OrdinalStyle, u32, usize)> {
    let first = text.chars().next()?;
    let single = |style, one: char| Some((style, first as u32 - one as u32 + 1, first.len_utf8()));
    match first {
        '①'..='⑳' => single(OrdinalStyle::Circled, '①'),
        '㈠'..='㈩' => single(OrdinalStyle::HanBracket, '㈠'),
        '⑴'..='⒇' => single(OrdinalStyle::ArabicBracket, '⑴'),
        '⒈'..='⒛' => single(OrdinalStyle::Arabic, '⒈'),
        '第' => unit_label(text, first),
        '（' | '(' => bracketed_label(text, first),
        _ => marked_label(text, first),
    }
}

/// 「第三章」: a number between 第 and a unit of a text.
fn unit_label(text: &str, first: char) -> Option<(OrdinalStyle, u32, usize)> {
    let rest = &text[first.len_utf8()..];
    let (number, length) = number_at(rest)?;
    let unit = &rest[length..];
    // 「第三百七十二 条」 has a space that slipped in.
    let slipped = unit.len() - unit.trim_start_matches(' ').len();
    let unit = if slipped <= 2 { &unit[slipped..] } else { unit };
    let length = length + slipped;
    let mark = unit.chars().next()?;
    let (style, unit_length) = match mark {
        '部' if unit.starts_with("部分") => (OrdinalStyle::Part, "部分".len()),
        '编' | '編' | '篇' => (OrdinalStyle::Part, mark.len_utf8()),
        '章' => (OrdinalStyle::Chapter, mark.len_utf8()),
        '节' | '節' => (OrdinalStyle::Section, mark.len_utf8()),
        '条' | '條' => (OrdinalStyle::Article, mark.len_utf8()),
        _ => return None,
    };
    let after = &unit[unit_length..];
    // 「第一条」 alone or before a space is a label; 「第一条战线」 「第三章规定」 are words.
    let separated = after.chars().next().is_none_or(|c| {
        c.is_whitespace()
            || matches!(c, '：' | ':' | '、' | '　' | '.' | '．')
            || c == '之' && style == OrdinalStyle::Article
    });
    separated.then_some((style, number, first.len_utf8() + length + unit_length))
}

/// 「（三）」: a number between brackets.
fn bracketed_label(text: &str, first: char) -> Option<(OrdinalStyle, u32, usize)> {
    let rest = &text[first.len_utf8()..];
    let (number, length) = number_at(rest)?;
    let close = rest[length..].chars().next();
    let close = close.filter(|c| matches!(c, '）' | ')'))?;
    let style = match rest.chars().next() {
        Some(c) if is_arabic(c) => OrdinalStyle::ArabicBracket,
        _ => OrdinalStyle::HanBracket,
    };
    // 「（2024）京01民终1号」 begins with a year.
    (1..=LARGEST_LABEL).contains(&number).then_some(())?;
    Some((style, number, first.len_utf8() + length + close.len_utf8()))
}

/// 「三、」 「3.」 「3）」: a number before a mark.
fn marked_label(text: &str, first: char) -> Option<(OrdinalStyle, u32, usize)> {
    let (number, length) = number_at(text)?;
    let mark = text[length..].chars().next()?;
    let after = &text[length + mark.len_utf8()..];
    let arabic = is_arabic(first);
    // 「一一、」 is no number of an item, whose tens are written: 「十一、」.
    let tens = ['十', '百', '廿', '卅', '〇', '零', '○'];
    let digits = &text[..length];
    if !arabic && digits.chars().nth(1).is_some() && !digits.contains(tens) {
        return None;
    }
    let style = match (arabic, mark) {
        (false, '、' | '．' | '.' | '，' | ',') => OrdinalStyle::Han,
        // 「1.5亿元」 is no label, nor are 「3、4号」 and 「2024.」.
        (true, '.' | '．' | '、')
            if number < 1000
                && !(mark != '、' && goes_on_deeper(after))
                && (!after.starts_with(|c: char| c.is_ascii_digit())
                    || begins_with_year(after)) =>
        {
            OrdinalStyle::Arabic
        }
        (true, '）' | ')') if number < 100 => OrdinalStyle::ArabicBracket,
        _ => return None,
    };
    let is_label = style != OrdinalStyle::Han || is_han_label(first, number, mark, after);
    is_label.then_some((style, number, length + mark.len_utf8()))
}

/// Whether the Han numeral `number`, which begins with `first`, is a label before `mark`, behind which is `after`.
fn is_han_label(first: char, number: u32, mark: char, after: &str) -> bool {
    // 「五、六月份」 is a rough number.
    if mark == '、' && number_at(after).is_some_and(|(next, _)| next == number + 1) {
        return false;
    }
    // 「百、千、万」 are words; before a comma only small numbers are labels.
    let largest = match mark {
        '，' | ',' => 20,
        _ => LARGEST_LABEL,
    };
    (1..=largest).contains(&number)
        && !matches!(first, '百' | '千' | '万' | '萬' | '亿' | '億' | '两' | '兩')
}

fn is_arabic(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// The number behind 之 of the article whose label is `length` bytes of `text`, and where it ends.
fn branch_at(text: &str, style: OrdinalStyle, length: usize) -> Option<(u32, usize)> {
    if style != OrdinalStyle::Article {
        return None;
    }
    let rest = text[length..].strip_prefix('之')?;
    let (number, digits) = number_at(rest)?;
    let separated = rest[digits..]
        .chars()
        .next()
        .is_none_or(|c| c.is_whitespace() || matches!(c, '：' | ':' | '、' | '.' | '．'));
    separated.then_some((number, length + '之'.len_utf8() + digits))
}

/// Whether `text` begins with a year: 「20.2026年10件实事」 has the ordinal 20.
fn begins_with_year(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && text[digits..].starts_with('年')
}

/// Whether `text`, behind 「8.」, holds the next level of the same number: 「 1 供应商」 of 「8. 1 供应商」. What
/// is counted is none: 「1. 3 个项目」.
fn goes_on_deeper(text: &str) -> bool {
    const COUNTED: &str = "个個项項件名家人年月日天次条條篇部种種类類位场場期届批支张座所万亿多余";
    let number = text.trim_start_matches([' ', '\u{a0}']);
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &number[digits..];
    let name = rest.trim_start_matches([' ', '\u{a0}', '　']);
    number.len() < text.len()
        && (1..=2).contains(&digits)
        && name.len() < rest.len()
        && name
            .chars()
            .next()
            .is_some_and(|c| crate::language::han::is_han(c) && !COUNTED.contains(c))
}

/// Larger numbers before 、 or in brackets are years and quantities.
const LARGEST_LABEL: u32 = 199;

fn number_at(text: &str) -> Option<(u32, usize)> {
    let (value, length) = numeral::integer_at(text)?;
    Some((u32::try_from(value).ok()?, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_read() {
        let cases = [
            ("一、工作回顾", OrdinalStyle::Han, 1, "一、"),
            ("十二、其他", OrdinalStyle::Han, 12, "十二、"),
            ("（三）提升效能", OrdinalStyle::HanBracket, 3, "（三）"),
            ("(四) 聚焦", OrdinalStyle::HanBracket, 4, "(四)"),
            ("5.加强学习", OrdinalStyle::Arabic, 5, "5."),
            ("20.2026年实事", OrdinalStyle::Arabic, 20, "20."),
            ("1. 3 个项目完工", OrdinalStyle::Arabic, 1, "1."),
            ("（6）加强学习", OrdinalStyle::ArabicBracket, 6, "（6）"),
            ("7）加强学习", OrdinalStyle::ArabicBracket, 7, "7）"),
            ("⑧加强学习", OrdinalStyle::Circled, 8, "⑧"),
            ("第一部分　回顾", OrdinalStyle::Part, 1, "第一部分"),
            (
                "第三百七十二 条 甲方",
                OrdinalStyle::Article,
                372,
                "第三百七十二 条",
            ),
            (
                "第二十三条　本法自公布之日起施行。",
                OrdinalStyle::Article,
                23,
                "第二十三条",
            ),
        ];
        for (text, style, number, label) in cases {
            let read = Ordinal::read(text, 0).expect(text);
            assert_eq!(
                (read.style, read.number, &text[read.range]),
                (style, number, label),
                "{text}"
            );
        }
    }

    #[test]
    fn numbers_that_are_no_labels() {
        for text in [
            "五、六月份，我们",
            "1.5亿元",
            "2024年",
            "第一条战线",
            "十四五规划",
            "三大攻坚战",
            "二〇二四年",
            "（2024）京01民终1号",
            "百、千、万",
            "一一、总体情况",
            "第二条之路",
            "8. 1 供应商对采购活动有疑问的",
            "",
        ] {
            assert_eq!(Ordinal::read(text, 0), None, "{text}");
        }
    }
}
