//! Chinese numerals: 二百零八, 三万五, 二〇二四, 两千, 廿三, ２０２４.

/// The integer at the beginning of `text` and its length in bytes: ASCII or full-width digits, a
/// run of Chinese digits (二〇二四), or a Chinese numeral with units (二百零八, 三万五).
pub fn integer_at(text: &str) -> Option<(u64, usize)> {
    let first = text.chars().next()?;
    if arabic(first).is_some() {
        let mut value = 0u64;
        let mut length = 0;
        for c in text.chars() {
            let Some(digit) = arabic(c) else { break };
            value = value.checked_mul(10)?.checked_add(digit)?;
            length += c.len_utf8();
        }
        return Some((value, length));
    }
    let length: usize = text
        .chars()
        .take_while(|&c| chinese_digit(c).is_some() || unit(c).is_some())
        .map(char::len_utf8)
        .sum();
    (length > 0).then_some(())?;
    Some((chinese(&text[..length])?, length))
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

fn chinese(text: &str) -> Option<u64> {
    let chars: Vec<char> = text.chars().collect();
    if chars.iter().all(|&c| chinese_digit(c).is_some()) {
        return chars.iter().try_fold(0u64, |value, &c| {
            value.checked_mul(10)?.checked_add(chinese_digit(c)?)
        });
    }
    // `section` is below 万, `total` what the larger units have closed; `colloquial` is the unit
    // that a last bare digit counts in (三万五 is 35,000).
    let (mut total, mut section) = (0u64, 0u64);
    let mut digit: Option<u64> = None;
    let mut colloquial = 1u64;
    let mut zero = false;
    for &c in &chars {
        if let Some(value) = chinese_digit(c) {
            if digit.is_some_and(|digit| digit != 0) {
                return None;
            }
            zero = value == 0;
            digit = Some(value);
            if zero {
                colloquial = 1;
            }
            continue;
        }
        let unit = unit(c)?;
        match unit {
            20 | 30 => section += unit,
            10 | 100 | 1000 => {
                section += digit.filter(|&digit| digit > 0).unwrap_or(1) * unit;
                colloquial = unit / 10;
            }
            _ => {
                section += digit.unwrap_or(0);
                if unit == 100_000_000 {
                    total = (total + section).checked_mul(unit)?;
                } else if total >= 100_000_000 && total % 100_000_000 == 0 || total == 0 {
                    total += section.checked_mul(unit)?;
                } else {
                    return None;
                }
                section = 0;
                colloquial = unit / 10;
            }
        }
        digit = None;
        zero = false;
    }
    if let Some(last) = digit {
        section += if zero || colloquial == 0 {
            last
        } else {
            last * colloquial
        };
    }
    // After 零 the digit counts itself: 二百零八.
    Some(total + section)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(integer("二四十"), None);
        assert_eq!(integer_at("七十周年"), Some((70, 6)));
        assert_eq!(integer_at("年"), None);
    }
}
