//! Numbers as office programs print them before paragraphs; formats have the names of ECMA-376.

/// `count` in the number format called `format`.
pub(super) fn print(count: u32, format: &str) -> String {
    let of = |from: char, most: u32| {
        (1..=most)
            .contains(&count)
            .then(|| char::from_u32(from as u32 + count - 1))
            .flatten()
            .map(|c| c.to_string())
    };
    let cycle = |all: &str| {
        all.chars()
            .nth((count.max(1) as usize - 1) % all.chars().count())
    };
    match format {
        "none" => Some(String::new()),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => Some(han(count)),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => Some(
            count
                .to_string()
                .bytes()
                .filter_map(|digit| {
                    "〇一二三四五六七八九"
                        .chars()
                        .nth(usize::from(digit - b'0'))
                })
                .collect(),
        ),
        "chineseLegalSimplified" => Some(formal(&han(count))),
        "ideographTraditional" => cycle("甲乙丙丁戊己庚辛壬癸").map(|c| c.to_string()),
        "ideographZodiac" => cycle("子丑寅卯辰巳午未申酉戌亥").map(|c| c.to_string()),
        "upperLetter" | "lowerLetter" => cycle("ABCDEFGHIJKLMNOPQRSTUVWXYZ").map(|c| {
            let c = if format == "lowerLetter" {
                c.to_ascii_lowercase()
            } else {
                c
            };
            c.to_string()
                .repeat((count.max(1) as usize - 1) / 26 % 4 + 1)
        }),
        "upperRoman" => Some(roman(count)),
        "lowerRoman" => Some(roman(count).to_lowercase()),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => of('①', 20),
        "decimalEnclosedFullstop" => of('⒈', 20),
        "decimalEnclosedParen" => of('⑴', 20),
        "ideographEnclosedCircle" => of('㊀', 10),
        "decimalZero" => Some(format!("{count:02}")),
        "decimalFullWidth" | "decimalFullWidth2" => Some(
            count
                .to_string()
                .chars()
                .filter_map(|c| char::from_u32(c as u32 - '0' as u32 + '０' as u32))
                .collect(),
        ),
        _ => None,
    }
    .unwrap_or_else(|| count.to_string())
}

/// 「十二」 「一百零三」.
fn han(count: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if count == 0 || count >= 10_000 {
        return count.to_string();
    }
    let mut out = String::new();
    let mut gap = false;
    for (unit, name) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = count / unit % 10;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push('零');
        }
        // 「十二」, but 「一百一十二」.
        if !(digit == 1 && unit == 10 && out.is_empty()) {
            out.push_str(DIGITS[digit as usize]);
        }
        out.push_str(name);
    }
    out
}

fn formal(han: &str) -> String {
    let one = if han.starts_with('十') { "壹" } else { "" };
    let other = |c| match c {
        '一' => '壹',
        '二' => '贰',
        '三' => '叁',
        '四' => '肆',
        '五' => '伍',
        '六' => '陆',
        '七' => '柒',
        '八' => '捌',
        '九' => '玖',
        '十' => '拾',
        '百' => '佰',
        '千' => '仟',
        c => c,
    };
    one.chars().chain(han.chars().map(other)).collect()
}

fn roman(count: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if count >= 4_000 {
        return count.to_string();
    }
    let mut rest = count;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_in_their_format() {
        for (count, format, text) in [
            (12, "chineseCountingThousand", "十二"),
            (20, "chineseCounting", "二十"),
            (103, "chineseCountingThousand", "一百零三"),
            (110, "chineseCountingThousand", "一百一十"),
            (11, "chineseLegalSimplified", "壹拾壹"),
            (3, "ideographTraditional", "丙"),
            (28, "lowerLetter", "bb"),
            (9, "upperRoman", "IX"),
            (3, "decimalEnclosedCircleChinese", "③"),
            (12, "decimalFullWidth", "１２"),
            (7, "decimal", "7"),
            (21, "ideographDigital", "二一"),
        ] {
            assert_eq!(print(count, format), text, "{format}");
        }
    }
}
