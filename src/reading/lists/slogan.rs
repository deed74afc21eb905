//! Quoted slogans that count their phrases: 「“四个坚持”，即坚持…、坚持…、坚持…、坚持…」.

use std::ops::Range;

use crate::{
    language::{
        han::{is_han, is_terminal},
        numeral,
        terms::words,
    },
    scan::Numeral,
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

/// The list at the beginning of `rest`, which is at `at`: to the end of the sentence, or of
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

/// Words that any heading may have, whatever was counted.
pub const GENERAL: &[&str] = words!(
    "工作 方面 问题 重点 任务 措施 建议 会议 部分 单位 部门 项目 内容 环节 领域 意见 要求 专题 议题 \
    活动 情况 政协 委员 乡镇 街道 社区 地区 年度 专项 发展"
);

/// Slogans of the whole country: what they count, and how many there are.
pub const KNOWN: [(&str, usize); 8] = [
    ("确立", 2),
    ("维护", 2),
    ("意识", 4),
    ("自信", 4),
    ("毫不动摇", 2),
    ("务必", 3),
    ("代表", 3),
    ("一百年", 2),
];

/// A name that counts, and where it is: 三大 of “三大高地”, 四项 of 四项基本原则.
#[derive(Debug, Clone)]
pub struct Coined {
    /// How many it says.
    pub promised: usize,
    /// The number with its measure word.
    pub count: Range<usize>,
}

/// The coined name at `numeral`: its measure word and noun, as a key. In quotation marks any, without them one of
/// four characters behind 大, 项 or 条.
pub fn coined<'a>(text: &'a str, numeral: &Numeral) -> Option<((&'a str, bool), Coined)> {
    let start = numeral.range.start;
    let general = |name: &str| {
        GENERAL
            .iter()
            .any(|word| name.starts_with(word) || name.ends_with(word))
            || KNOWN.iter().any(|(head, _)| *head == name)
            || name.starts_with(['一', '十'])
    };
    let rest = text.get(numeral.range.end..)?;
    if matches!(numeral.before, '“' | '「') {
        let slogan = slogan_at(text, start)?;
        // 「五位一体」 and 「三位一体」 are two things.
        let named = slogan.head.chars().count() >= 2
            && !general(slogan.head)
            && !TOO_COMMON.contains(&slogan.head);
        let key = text.get(numeral.range.end..slogan.end)?;
        let (promised, count) = (slogan.promised, slogan.count);
        return named.then_some(((key, true), Coined { promised, count }));
    }
    if numeral.before == '第' || !rest.starts_with(['大', '项', '条']) {
        return None;
    }
    let promised = usize::try_from(numeral::integer(text.get(numeral.range.clone())?)?).ok()?;
    let (end, last) = rest.char_indices().nth(4)?;
    let key = rest.get(..end + last.len_utf8())?;
    let noun = key.get("大".len()..)?;
    let named = (2..=10).contains(&promised) && noun.chars().all(is_han) && !general(noun);
    let count = start..numeral.range.end + "大".len();
    named.then_some(((key, false), Coined { promised, count }))
}

/// Nouns of slogans of which a draft has several.
const TOO_COMMON: [&str; 8] = [
    "工程", "行动", "一体", "意识", "计划", "体系", "机制", "战役",
];
