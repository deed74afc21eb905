//! Sums of money in the numerals of contracts and cheques: 壹佰贰拾万元整.

use std::ops::Range;

use crate::language::numeral;

/// A sum as contracts write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formal {
    /// Its place.
    pub range: Range<usize>,
    /// How much it is, in hundredths of a yuan.
    pub cents: u64,
}

/// The numeral that `c` is in a contract, as plain text writes it.
fn plain(c: char) -> Option<char> {
    const FORMAL: &str = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿";
    const PLAIN: &str = "零一二三四五六七八九十百千万亿";
    let at = match c {
        '〇' => 0,
        '贳' | '貳' => 2,
        '参' | '叄' => 3,
        '陸' => 6,
        '萬' => 13,
        '億' => 14,
        _ => FORMAL.chars().position(|formal| formal == c)?,
    };
    PLAIN.chars().nth(at)
}

/// The sums of `text` that end with 整 or 正, or have 角 or 分: without these, a numeral is an ordinary one.
pub fn formal_sums(text: &str) -> Vec<Formal> {
    /// The longest sum, in characters.
    const LONGEST: usize = 40;
    let mut out: Vec<Formal> = Vec::new();
    let ends = memchr::memmem::find_iter(text.as_bytes(), "元")
        .chain(memchr::memmem::find_iter(text.as_bytes(), "圆"));
    for at in ends {
        let head = text.get(..at).unwrap_or_default();
        if head.ends_with(|c: char| c.is_ascii_digit() || c == ' ') {
            continue;
        }
        let numerals = head.chars().rev().take(LONGEST);
        let length = numerals
            .take_while(|&c| plain(c).is_some())
            .map(char::len_utf8);
        let start = at - length.sum::<usize>();
        let own = head.get(start..).unwrap_or_default();
        // 「五万元」 and 「万元」 are no numerals of contracts.
        if !own.chars().any(|c| "壹贰叁肆伍陆柒捌玖拾佰仟".contains(c)) {
            continue;
        }
        let number: String = own.chars().filter_map(plain).collect();
        let Some(yuan) = numeral::integer(&number) else {
            continue;
        };
        let behind = text.get(at + "元".len()..).unwrap_or_default();
        let Some((cents, length)) = small_change(behind) else {
            continue;
        };
        out.push(Formal {
            range: start..at + "元".len() + length,
            cents: yuan.saturating_mul(100).saturating_add(cents),
        });
    }
    out.sort_by_key(|sum| sum.range.start);
    out
}

/// The 角 and 分 that `text` begins with, in hundredths of a yuan, and their length; 整 or 正 ends a sum without.
fn small_change(text: &str) -> Option<(u64, usize)> {
    let (mut cents, mut at) = (0, 0);
    for (unit, worth) in [('角', 10), ('分', 1)] {
        let rest = text.get(at..)?.trim_start_matches('零');
        let from = text.len() - rest.len();
        let mut chars = rest.chars();
        let digit = chars
            .next()
            .and_then(plain)
            .and_then(numeral::chinese_digit);
        if let Some(digit) = digit.filter(|_| chars.next() == Some(unit)) {
            cents += digit * worth;
            at = from + "一角".len();
        }
    }
    let closed = text.get(at..)?.starts_with(['整', '正']);
    let length = at + if closed { "整".len() } else { 0 };
    (closed || at > 0).then_some((cents, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_contracts_are_read() {
        let sums =
            |text: &str| -> Vec<u64> { formal_sums(text).iter().map(|sum| sum.cents).collect() };
        assert_eq!(sums("人民币壹佰贰拾万元整（1,200,000元）"), [120_000_000]);
        assert_eq!(sums("叁拾伍万零陆元伍角叁分"), [35_000_653]);
        assert_eq!(sums("伍仟圆正，另付捌佰元整"), [500_000, 80_000]);
        assert!(sums("五万元整，壹佰元，三元").is_empty());
    }
}
