//! Chinese numerals: 二百零八, 三万五, 二〇二四, 两千, 廿三, ２０２４.

use crate::language::char_set::CharSet;

/// The characters of Chinese numerals.
static CHINESE: CharSet = CharSet::new("〇零○一二两兩三四五六七八九十廿卅百千万萬亿億");

/// The integer at the beginning of `text` and its length in bytes: ASCII or full-width digits, a
/// run of Chinese digits (二〇二四), or a Chinese numeral with units (二百零八, 三万五).
pub fn integer_at(text: &str) -> Option<(u64, usize)> {
    let bytes = text.as_bytes();
    let (mut value, mut length) = (0u64, 0);
    while let Some((digit, width)) = digit_at(bytes, length) {
        value = value.checked_mul(10)?.checked_add(digit)?;
        length += width;
    }
    if length > 0 {
        return Some((value, length));
    }
    while CHINESE.stands_at(bytes, length) {
        length += "一".len();
    }
    if let &[first, second, third] = bytes.get(..length)? {
        // Most numerals are one digit or ten.
        return match VALUES[hash(first, second, third)] {
            NONE => None,
            value => Some((u64::from(value), length)),
        };
    }
    Some((
        chinese(text.get(..length).filter(|run| !run.is_empty())?)?,
        length,
    ))
}

/// The values of numerals of one character, by its hash.
static VALUES: [u8; 256] = {
    let characters = "〇零○一二两兩三四五六七八九十廿卅".as_bytes();
    let values = [0, 0, 0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30];
    let mut table = [NONE; 256];
    let mut at = 0;
    while at < values.len() {
        let (first, rest) = characters.split_at(3 * at).1.split_at(1);
        table[hash(first[0], rest[0], rest[1])] = values[at];
        at += 1;
    }
    table
};

/// Says that a character is no numeral by itself: 百, 万.
const NONE: u8 = u8::MAX;

/// A number for a character of three bytes; no two of those that numerals are written in share it.
const fn hash(first: u8, second: u8, third: u8) -> usize {
    (first ^ second << 2 ^ third) as usize
}

/// The value of the ASCII or full-width digit at byte `at`, and its length in bytes.
pub(crate) fn digit_at(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    match bytes.get(at..)? {
        [digit @ b'0'..=b'9', ..] => Some((u64::from(digit - b'0'), 1)),
        [0xef, 0xbc, last @ 0x90..=0x99, ..] => Some((u64::from(last - 0x90), 3)),
        _ => None,
    }
}

/// The value of a whole numeral.
pub fn integer(text: &str) -> Option<u64> {
    integer_at(text)
        .filter(|&(_, length)| length == text.len())
        .map(|(value, _)| value)
}

/// The value of an ASCII or full-width digit.
pub fn arabic(c: char) -> Option<u64> {
    match c {
        '0'..='9' => Some(u64::from(c as u32 - '0' as u32)),
        '０'..='９' => Some(u64::from(c as u32 - '０' as u32)),
        _ => None,
    }
}

/// The value of a Chinese digit.
pub fn chinese_digit(c: char) -> Option<u64> {
    Some(match c {
        '〇' | '零' | '○' => 0,
        '一' => 1,
        '二' | '两' | '兩' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// Whether `c` may be part of a Chinese numeral.
pub fn is_chinese(c: char) -> bool {
    chinese_digit(c).is_some() || unit(c).is_some()
}

fn unit(c: char) -> Option<u64> {
    Some(match c {
        '十' => 10,
        '廿' => 20,
        '卅' => 30,
        '百' => 100,
        '千' => 1000,
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

/// The value of a Chinese numeral. Digits side by side are read one by one (二〇二四); with units,
/// the units below 万 go down (二百零八), 万 and 亿 close what is before them, and a last digit
/// right after a unit counts in the next one (三万五 is 35,000).
fn chinese(text: &str) -> Option<u64> {
    if text.chars().all(|c| chinese_digit(c).is_some()) {
        return text.chars().try_fold(0u64, |value, c| {
            value.checked_mul(10)?.checked_add(chinese_digit(c)?)
        });
    }
    // `total` is what 亿 and 万 have closed, `section` what stands open below 万.
    let (mut total, mut section) = (0u64, 0u64);
    let mut digit: Option<u64> = None;
    // The smallest unit of the open section so far, and what a last bare digit counts in.
    let (mut floor, mut last_unit) = (10_000u64, 1u64);
    for c in text.chars() {
        if let Some(value) = chinese_digit(c) {
            if digit.is_some_and(|digit| digit != 0 || value == 0) {
                return None;
            }
            if value == 0 {
                last_unit = 1;
            }
            digit = Some(value);
            continue;
        }
        match unit(c)? {
            tens @ (20 | 30) => {
                if digit.is_some_and(|digit| digit != 0) || floor <= 10 {
                    return None;
                }
                section += tens;
                (floor, last_unit) = (10, 1);
            }
            unit @ (10 | 100 | 1000) => {
                // 十 alone is 一十; 百 and 千 want a digit, but 零十 is nothing.
                let count = match digit {
                    Some(0) if unit == 10 => 1,
                    Some(digit) if digit > 0 => digit,
                    None if unit == 10 => 1,
                    _ => return None,
                };
                if unit >= floor {
                    return None;
                }
                section += count * unit;
                (floor, last_unit) = (unit, unit / 10);
            }
            unit => {
                section += digit.unwrap_or(0);
                if section == 0 && total == 0 {
                    return None;
                }
                if unit == 100_000_000 {
                    total = total.checked_add(section)?.checked_mul(unit)?;
                } else if total % 100_000_000 == 0 && section > 0 {
                    total = total.checked_add(section.checked_mul(unit)?)?;
                } else {
                    return None;
                }
                section = 0;
                (floor, last_unit) = (10_000, unit / 10);
            }
        }
        digit = None;
    }
    let last = digit.unwrap_or(0) * last_unit.max(1);
    total.checked_add(section)?.checked_add(last)
}

/// `value` as a Chinese numeral with units: 208 is 二百零八.
pub fn to_chinese(value: u64) -> String {
    if value == 0 {
        return "零".to_owned();
    }
    let mut out = String::new();
    write_chinese(value, &mut out);
    // 一十二 is 十二 at the beginning.
    match out.strip_prefix("一十") {
        Some(rest) => format!("十{rest}"),
        None => out,
    }
}

fn write_chinese(value: u64, out: &mut String) {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    const UNITS: [(u64, char); 5] = [
        (100_000_000, '亿'),
        (10_000, '万'),
        (1000, '千'),
        (100, '百'),
        (10, '十'),
    ];
    for (unit, name) in UNITS {
        if value < unit {
            continue;
        }
        write_chinese(value / unit, out);
        out.push(name);
        let rest = value % unit;
        if rest > 0 {
            // A place left out is called.
            if rest < unit / 10 {
                out.push('零');
            }
            write_chinese(rest, out);
        }
        return;
    }
    if let Some(digit) = usize::try_from(value)
        .ok()
        .and_then(|value| DIGITS.get(value))
    {
        out.push(*digit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_numerals_have_their_values() {
        for c in "〇零○一二两兩三四五六七八九十廿卅百千万萬亿億".chars() {
            let value = chinese_digit(c).or(unit(c).filter(|&value| value < 100));
            let text = format!("{c}个");
            assert_eq!(integer_at(&text), value.map(|value| (value, 3)), "{c}");
        }
    }

    #[test]
    fn written_forms() {
        for (text, value) in [
            ("七十", 70),
            ("七十五", 75),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("廿三", 23),
            ("二百零八", 208),
            ("一百一十", 110),
            ("三万五", 35_000),
            ("三万五千", 35_000),
            ("三万零五", 30_005),
            ("两千零八", 2008),
            ("二千四", 2400),
            ("二〇二四", 2024),
            ("一九四九", 1949),
            ("十二亿三千万", 1_230_000_000),
            ("一万亿", 1_000_000_000_000),
            ("２０２４", 2024),
            ("2024", 2024),
        ] {
            assert_eq!(integer(text), Some(value), "{text}");
        }
        for text in [
            "二四十",
            "十四五",
            "二十三十",
            "百千",
            "一百二千",
            "零零八百",
            "万",
        ] {
            assert_eq!(integer(text), None, "{text}");
        }
        for (value, text) in [
            (0, "零"),
            (12, "十二"),
            (110, "一百一十"),
            (208, "二百零八"),
            (10_012, "一万零一十二"),
            (100_005_000, "一亿零五千"),
            (1_000_000_000_000, "一万亿"),
            (10_000_000_000_000_000, "一亿亿"),
        ] {
            assert_eq!(to_chinese(value), text);
        }
        assert_eq!(integer_at("七十周年"), Some((70, 6)));
        assert_eq!(integer_at("年"), None);
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read(value in 0u64..=10_000_000_000_000_000) {
            let written = to_chinese(value);
            proptest::prop_assert_eq!(integer(&written), Some(value), "{}", written);
        }

        #[test]
        fn small_numbers_too(value in 0u64..200_000) {
            proptest::prop_assert_eq!(integer(&to_chinese(value)), Some(value));
        }

        #[test]
        fn a_last_digit_counts_in_the_next_unit(digit in 1u64..10, next in 1u64..10, power in 2u32..5) {
            let unit = 10u64.pow(power);
            let written = format!("{}{}", to_chinese(digit * unit), to_chinese(next));
            proptest::prop_assert_eq!(integer(&written), Some(digit * unit + next * unit / 10));
        }

        #[test]
        fn any_run_of_numerals_is_read_or_refused(text in "[〇零一二两三四五六七八九十百千万亿廿0-9０-９]{0,40}") {
            if let Some((_, length)) = integer_at(&text) {
                proptest::prop_assert!(text.is_char_boundary(length));
            }
        }
    }
}
