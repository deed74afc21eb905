//! What several rules about structure need: ordinals written out.

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

/// The ordinal `label` with another number, written as it writes its own.
pub(crate) fn renumbered(label: &str, number: u32) -> String {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let is_numeral = |c: char| is_digit(c) || "〇零一二三四五六七八九十百".contains(c);
    let Some(start) = label.find(is_numeral) else {
        // ① and its like stand one after another.
        let first = label.chars().next().map_or(0, u32::from);
        let base = match first {
            0x2460..=0x2473 => 0x2460,
            0x2474..=0x2487 => 0x2474,
            0x2488..=0x249b => 0x2488,
            _ => 0x3220,
        };
        return char::from_u32(base + number.saturating_sub(1))
            .map_or_else(String::new, String::from);
    };
    let end = label[start..]
        .find(|c| !is_numeral(c))
        .map_or(label.len(), |length| start + length);
    let numeral = if label[start..].starts_with(is_digit) {
        number.to_string()
    } else {
        chinese(number)
    };
    format!("{}{numeral}{}", &label[..start], &label[end..])
}
