//! How a block of text begins.

use std::ops::Range;

use crate::{
    lexicon::words,
    text::{
        han::{is_closing, is_han, is_terminal},
        numeral,
    },
};

/// Why a text begins in the middle of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// It begins with a mark that can only follow something.
    Mark(char),
    /// It begins with a word that only follows others, or with the tail of a word.
    Word(String),
}

/// Characters that words end with, and that begin no sentence as a word of their own.
const TAILS: &str = "的了着们們等之出入门門展员員性化度率业業济濟策划劃识識育府署障措略益述献獻绩績况況念术術势勢境域础礎构構续續系感者会會";

/// Words that follow others: 「之类」 「等方面」.
const FOLLOWERS: &[&str] = &[
    "的", "了", "着", "们", "們", "等", "之", "之类", "之一", "等等", "们的",
];

/// Why `text` begins in the middle of a sentence, where that is certain.
pub fn broken(text: &str) -> Option<Broken> {
    let first = text.chars().next()?;
    if matches!(first, '，' | ',' | '。' | '、' | '；' | '：' | '！' | '？')
        || is_closing(first) && first != ']'
    {
        return Some(Broken::Mark(first));
    }
    if !TAILS.contains(first) {
        return None;
    }
    let head = first_han(text, 8);
    let tokens = words::cut(head);
    let (_, word) = tokens.first()?;
    let next = tokens.get(1).map_or("", |(_, word)| *word);
    if FOLLOWERS.contains(word) {
        return Some(Broken::Word((*word).to_owned()));
    }
    if word.chars().count() > 1 || speaks(text) {
        return None;
    }
    match first {
        // 「出了重要指示」; but 「出席」 「入户」, and 「会同」 「会后」 「者」 alone.
        '出' | '入' => (next == "了").then(|| Broken::Word(format!("{word}{next}"))),
        '会' | '會' | '者' | '感' | '系' => None,
        _ => Some(Broken::Word((*word).to_owned())),
    }
}

/// Whether somebody's name may stand here: 「况某某委员表示，……」.
fn speaks(text: &str) -> bool {
    let head = text
        .char_indices()
        .nth(16)
        .map_or(text, |(at, _)| &text[..at]);
    ["说", "說", "表示", "认为", "指出", "介绍"]
        .iter()
        .any(|word| head.contains(word))
}

/// How paragraphs begin that go on from nothing.
const OPENERS: &[&str] = &[
    "一是",
    "二是",
    "三是",
    "四是",
    "五是",
    "六是",
    "七是",
    "八是",
    "九是",
    "十是",
    "第一",
    "第二",
    "第三",
    "第四",
    "第五",
    "首先",
    "其次",
    "再次",
    "最后",
    "各位",
    "同志们",
    "同时",
    "此外",
    "另外",
    "总之",
    "今年",
    "去年",
    "明年",
    "一年来",
    "五年来",
    "过去",
    "我们",
    "为了",
    "关于",
    "——",
    "●",
    "■",
    "◆",
    "□",
    "○",
    "★",
    "▲",
    "•",
    "·",
    "“",
    "《",
    "【",
    "为此",
    "因此",
    "但是",
    "然而",
    "目前",
    "当前",
    "下面",
    "本报讯",
    "记者",
    "要",
    "坚持",
    "本次",
    "会议",
    "大家",
    "委员们",
    "代表们",
];

/// Whether `text` begins as paragraphs do: nothing says that it goes on from another.
pub fn fresh(text: &str) -> bool {
    // All of them have two bytes or more, and the second tells most apart.
    let second = text.as_bytes().get(1);
    OPENERS
        .iter()
        .any(|opener| opener.as_bytes().get(1) == second && text.starts_with(opener))
        || text.starts_with(|c: char| c.is_ascii_digit()) && year_begins(text)
}

/// Whether `text` is an article or a chapter numbered with spaces: 「第 13 條　」.
pub fn numbered(text: &str) -> bool {
    text.strip_prefix('第').is_some_and(|rest| {
        let rest = rest.trim_start();
        let number: usize = rest
            .chars()
            .take_while(|c| {
                c.is_ascii_digit()
                    || matches!(c, '-' | '之')
                    || numeral::chinese_digit(*c).is_some()
                    || matches!(c, '十' | '百')
            })
            .map(char::len_utf8)
            .sum();
        number > 0
            && rest[number..]
                .trim_start()
                .starts_with(['条', '條', '章', '节', '節', '编', '編'])
    })
}

fn year_begins(text: &str) -> bool {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    digits == 4 && text[digits..].starts_with('年')
}

/// The first clause of `text[range]`, twelve characters at most: where a reader looks for its
/// beginning.
pub fn first_words(text: &str, range: &Range<usize>) -> Range<usize> {
    let whole = &text[range.clone()];
    let mut end = 0;
    for (position, (at, c)) in whole.char_indices().enumerate() {
        let stop = is_terminal(c) || matches!(c, '，' | ',' | '：');
        if position >= 12 {
            break;
        }
        end = at + c.len_utf8();
        if stop && position > 0 {
            break;
        }
    }
    range.start..range.start + end
}

/// The Han characters that `text` begins with, at most `most` of them.
pub fn first_han(text: &str, most: usize) -> &str {
    let end = text
        .char_indices()
        .take(most)
        .take_while(|&(_, c)| is_han(c))
        .last()
        .map_or(0, |(at, c)| at + c.len_utf8());
    &text[..end]
}

/// Whether all of `text` is one sentence that merely names something, as the end of a sentence
/// whose beginning is elsewhere can be: 「政协提案工作新局面。」
pub fn bare_phrase(text: &str) -> bool {
    let Some(body) = text.trim_end().strip_suffix(['。', '.']) else {
        return false;
    };
    let characters = body.chars().take(21).count();
    if !(4..=20).contains(&characters) || !body.chars().all(is_han) {
        return false;
    }
    // No verb, and nothing else that makes a clause of it; 工作 and 提案 are names here.
    let names =
        |tag: &str| tag == "vn" || !tag.starts_with(['v', 'd', 'p', 'c', 'r', 'm', 'l', 'i']);
    let tagged = words::tagged(body);
    tagged.iter().all(|(_, tag)| names(tag))
        && tagged
            .last()
            .is_some_and(|(_, tag)| tag.starts_with('n') || *tag == "vn")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_that_go_on_from_something() {
        for text in [
            "，并提出要求。",
            "的重要作用。",
            "出了重要指示，意义重大。",
            "展。坚持全面领导。",
            "门委员会的作用。",
        ] {
            assert!(broken(text).is_some(), "{text}");
        }
        for text in [
            "出席会议的有各界代表。",
            "出台实施意见。",
            "着力提升质量。",
            "了解民情。",
            "等级评定有序开展。",
            "展望未来，信心百倍。",
            "化解矛盾。",
            "性别平等深入人心。",
            "门前三包制度落实。",
            "率先突破。",
            "（一）总体要求",
            "员工培训有序开展。",
        ] {
            assert_eq!(broken(text), None, "{text}");
        }
    }
}
