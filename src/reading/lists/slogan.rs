//! Quoted slogans that count their phrases: 「“四个坚持”，即坚持…、坚持…、坚持…、坚持…」.

use std::ops::Range;

use crate::language::{
    han::{is_han, is_terminal},
    numeral,
    terms::words,
};

/// A slogan in its quotation marks.
#[derive(Debug, Clone)]
pub struct Slogan<'a> {
    /// The number with its measure word: 四个, 三.
    pub count: Range<usize>,
    /// How many it says.
    pub promised: usize,
    /// The word that each phrase begins or ends with: 坚持.
    pub head: &'a str,
    /// Behind the closing mark.
    pub end: usize,
}

/// Between a slogan and its phrases.
pub const LINKS: &[&str] = words!("，即 ,即 ： : （即 （ ( ，就是 —— ，也就是 ，分别是");

/// The longest list, in bytes.
pub const LONGEST: usize = 1_500;

/// The slogan behind the opening mark that ends at `at`.
pub fn slogan_at(text: &str, at: usize) -> Option<Slogan<'_>> {
    /// The longest head, in characters.
    const LONGEST_HEAD: usize = 6;
    let rest = text.get(at..)?;
    let (number, length) = numeral::integer_at(rest)?;
    let promised = usize::try_from(number).ok()?;
    let after = rest.get(length..)?;
    let measure = ["个", "個", "大", "项", "条", "种"]
        .into_iter()
        .find(|measure| after.starts_with(measure))
        .unwrap_or_default();
    let head_at = length + measure.len();
    let words = rest.get(head_at..)?;
    let close = words
        .char_indices()
        .take(LONGEST_HEAD + 1)
        .find(|&(_, c)| !is_han(c))
        .filter(|&(_, c)| matches!(c, '”' | '」'))?;
    let head = words.get(..close.0)?;
    // 「三聚焦」: without a measure word only a short phrase is a slogan and no name (三农, 两会).
    let short = measure.is_empty() && head.chars().count() != 2;
    if head.is_empty() || short || !(2..=30).contains(&promised) {
        return None;
    }
    Some(Slogan {
        count: at..at + head_at,
        promised,
        head,
        end: at + head_at + close.0 + close.1.len_utf8(),
    })
}

/// The list at the beginning of `rest`, which stands at `at`: to the end of the sentence, or of
/// the bracket.
pub fn list_range(rest: &str, at: usize, bracketed: bool) -> Range<usize> {
    let mut stop = rest.len();
    for (position, c) in rest.char_indices() {
        let ends = if bracketed {
            matches!(c, '）' | ')')
        } else {
            is_terminal(c) && !matches!(c, '；' | ';')
        };
        if ends || position > LONGEST {
            stop = position;
            break;
        }
    }
    let list = rest.get(..stop).unwrap_or_default();
    at..at + list.trim_end_matches(['。', '！', '？', '；']).len()
}
