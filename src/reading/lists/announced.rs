//! What a number announces: the words that lead from it to the list, or the ordinals, behind it.

use crate::{
    language::{
        han::is_han,
        terms::{Terms, words},
    },
    reading::outline::inline_ordinals::RunStyle,
};

/// The longest text between the number and its list.
const LONGEST_LINK: usize = 60;

/// Whether the clause of a number ends with it and what it counts: 「从七个方面实现突破。」, 「四件事关全局的大事：」
pub fn announces(link: &str) -> bool {
    /// The longest such clause, in characters.
    const LONGEST: usize = 14;
    let Some(body) = link.trim_end().strip_suffix(['：', ':', '。']) else {
        return false;
    };
    let body = body.trim_end_matches(['”', '」']);
    let short = body.chars().count() <= LONGEST && body.chars().all(is_han);
    short && (body.starts_with("方面") || NOUNS.iter().any(|noun| body.ends_with(noun)))
}

/// Whether the words between a number and the first ordinal only name what is listed.
pub fn leads_to_list(link: &str, style: RunStyle) -> bool {
    if link.len() > LONGEST_LINK {
        return false;
    }
    let words = link.trim_end();
    let Some(body) = words.strip_suffix(['：', ':', '。', '，', ',', '；']) else {
        return false;
    };
    // A comma leads to 一是 only; a heading needs the colon or the full stop.
    let comma = words.ends_with(['，', ',', '；']);
    if comma && !matches!(style, RunStyle::Is | RunStyle::Nth) {
        return false;
    }
    let aspect = ["方面的", "方面"]
        .iter()
        .find_map(|word| words.strip_prefix(word));
    names_things(body) || aspect.is_some_and(|name| names_aspect(name, style))
}

/// The longest name of what has several sides, in characters: 困难和挑战.
const LONGEST_ASPECT: usize = 6;

/// Whether 「三方面困难：」 or 「三个方面的困难：」 leads to a list: a colon behind any short name.
pub fn names_aspect(link: &str, style: RunStyle) -> bool {
    let words = link.trim().trim_start_matches('的');
    let listed = matches!(style, RunStyle::Is | RunStyle::Nth);
    listed
        && words
            .strip_suffix(['：', ':'])
            .is_some_and(|name| name.chars().count() <= LONGEST_ASPECT && name.chars().all(is_han))
}

/// Nouns of what a draft announces by number.
const NOUNS: &[&str] = words!(
    "困难 挑战 难题 难点 堵点 痛点 矛盾 风险 做法 亮点 机遇 变化 原因 开展 下功夫 上下功夫 发力 \
    持续发力 着手 入手 努力 推进 做起 着力 工作 任务 问题 措施 举措 重点 要求 建议 意见 原则 内容 \
    环节 关系 体会 经验 启示 部分 事 项目 方向 目标 领域 行动 工程 文章 层面 特点 条件 转变 优势 \
    不足 成效 短板 实事 部署 安排 抓手 突破 作用 关口 结合 提升 强化 聚焦 维度 主题"
);

/// Words before such a noun.
const ADJECTIVES: &[&str] = words!("方面的 方面 重要 重点 主要 具体 突出 关键 大的 重大 明显 新的");

/// Whether the words after a number only say what is numbered: 方面的工作, 重点任务, 问题.
fn names_things(body: &str) -> bool {
    // 「“三项重点行动”：」
    let mut words = body.trim().trim_end_matches(['”', '」']);
    while let Some(rest) = ADJECTIVES.iter().find_map(|word| words.strip_prefix(word)) {
        words = rest;
    }
    words.is_empty()
        || NOUNS.iter().any(|noun| {
            words
                .strip_prefix(noun)
                .is_some_and(|rest| rest.is_empty() || rest.chars().count() <= 3)
        }) && words.chars().all(is_han)
}

/// Words that may be between what is counted and its list.
const LIST_WORDS: [&str; 5] = ["分别是", "分别为", "即", "就是", "包括"];

static EACH: Terms = Terms::new(&["分别是", "分别为"]);

/// The list that is announced by a number.
#[derive(Debug, Clone, Copy)]
pub struct Announced {
    /// Where it begins, in bytes after the number.
    pub at: usize,
    /// Whether a word alone introduces it, so that it ends with the clause.
    pub clause: bool,
    /// Whether it may name only some: 包括.
    pub some: bool,
}

/// The list in `after`, the text behind a number: 「个方面：…」 「个街道，分别是…」.
pub fn announced(after: &str) -> Option<Announced> {
    const MARKS: [char; 10] = ['，', ',', '：', ':', '；', '、', '”', '）', '。', '》'];
    let head = after.get(..after.floor_char_boundary(LONGEST_LINK + "：".len()))?;
    let stop = head.find(MARKS).unwrap_or(head.len());
    let words = head.get(..stop)?;
    let each = EACH.find(words).map(|(at, word)| at + word.len());
    if let Some(at) = each {
        return Some(Announced {
            at,
            clause: true,
            some: false,
        });
    }
    let mark = head.get(stop..)?.chars().next()?;
    let mut at = stop + mark.len_utf8();
    let mut some = false;
    let mut clause = false;
    if matches!(mark, '，' | ',') {
        let rest = head.get(at..)?;
        let word = LIST_WORDS.iter().find(|word| rest.starts_with(**word))?;
        at += word.len();
        some = *word == "包括";
        let colon = rest.get(word.len()..)?.chars().next()?;
        if matches!(colon, '：' | ':') {
            at += colon.len_utf8();
        } else {
            clause = true;
        }
    } else if !matches!(mark, '：' | ':') {
        return None;
    }
    Some(Announced { at, clause, some })
}
