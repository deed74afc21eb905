//! How a block of text ends.

use std::ops::Range;

use crate::{
    language::han::{ends_with_stop, is_closing, is_han, is_opening, is_terminal},
    language::terms::Terms,
};

/// How the text of a block ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// With a mark that ends a sentence, or one that announces what follows.
    Closed,
    /// With a comma, a pause mark or an opening mark.
    Open(char),
    /// With a closing mark that no stop precedes.
    Bracketed,
    /// With a word, a number, a sign.
    Bare,
}

/// The pairs that a sentence can be cut within.
pub(crate) const PAIRS: &[(char, char)] = &[
    ('“', '”'),
    ('‘', '’'),
    ('（', '）'),
    ('(', ')'),
    ('《', '》'),
    ('〈', '〉'),
    ('「', '」'),
    ('『', '』'),
    ('【', '】'),
    ('〔', '〕'),
];

/// The last pair that `text` opens and does not close.
pub fn open_pair(text: &str) -> Option<(char, char)> {
    let mut open: Vec<usize> = Vec::new();
    for c in text.chars().filter(|&c| !is_han(c)) {
        if let Some(pair) = PAIRS.iter().position(|&(opening, _)| opening == c) {
            // No sane text nests deeper; marks by the million must not cost memory.
            if open.len() < 16 {
                open.push(pair);
            }
        } else if let Some(pair) = PAIRS.iter().position(|&(_, closing)| closing == c)
            && let Some(at) = open.iter().rposition(|&opened| opened == pair)
        {
            open.truncate(at);
        }
    }
    open.last().and_then(|&pair| PAIRS.get(pair)).copied()
}

/// How `text` ends.
pub fn tail(text: &str) -> Tail {
    // Nearly all paragraphs end so.
    if ends_with_stop(text) {
        return Tail::Closed;
    }
    let text = without_author(without_note(text.trim_end()));
    let Some(last) = text.chars().next_back() else {
        return Tail::Closed;
    };
    if is_terminal(last)
        || matches!(last, '：' | ':' | '.' | '．' | '—' | '─' | '～' | '~')
        || ends_with_address(text)
    {
        return Tail::Closed;
    }
    // 「》》点击进入《《」 has ornaments.
    if is_opening(last) && text.chars().rev().nth(1) == Some(last) {
        return Tail::Closed;
    }
    if matches!(last, '，' | ',' | '、') || is_opening(last) {
        return Tail::Open(last);
    }
    if is_closing(last) || matches!(last, '"' | '\'') {
        let inner = text.trim_end_matches(|c| is_closing(c) || matches!(c, '"' | '\''));
        return if inner.ends_with(is_terminal) {
            Tail::Closed
        } else {
            Tail::Bracketed
        };
    }
    // A sign that is no letter, digit or Han character says nothing of the sentence.
    if last.is_alphanumeric() || is_han(last) || matches!(last, '%' | '％' | '‰' | '℃') {
        Tail::Bare
    } else {
        Tail::Closed
    }
}

/// Whether `text` ends with the address of a page, behind which no stop is set.
fn ends_with_address(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_graphic())
        && text
            .rfind("://")
            .is_some_and(|at| text[at..].bytes().all(|byte| byte.is_ascii_graphic()))
}

/// `text` less the marks of notes 「[1]」 and a remark in brackets after its stop:
/// 「……谢谢大家！（热烈鼓掌）」.
fn without_note(text: &str) -> &str {
    let mut text = text;
    for _ in 0..4 {
        let open = match text.chars().next_back() {
            Some('）') => '（',
            Some(')') => '(',
            Some(']') => '[',
            Some('〕') => '〔',
            Some('】') => '【',
            _ => return text,
        };
        // A remark is short: what opens further back is part of the sentence.
        let from = text
            .char_indices()
            .rev()
            .take(40)
            .find(|&(_, c)| c == open)
            .map(|(at, _)| at);
        let Some(from) = from else { return text };
        let before = text[..from].trim_end();
        if !before.ends_with(|c| is_terminal(c) || is_closing(c)) {
            return text;
        }
        text = before;
    }
    text
}

/// `text` less who wrote it, behind a dash: 「……与读者共勉。———编者」.
fn without_author(text: &str) -> &str {
    /// The longest name, in characters.
    const NAME: usize = 12;
    let Some((at, dash)) = text
        .char_indices()
        .rev()
        .take(NAME)
        .find(|&(_, c)| !is_han(c) && !matches!(c, '·' | ' ' | '\u{3000}'))
    else {
        return text;
    };
    if !matches!(dash, '—' | '─' | '―') || at + dash.len_utf8() == text.len() {
        return text;
    }
    let before = text[..at].trim_end_matches(['—', '─', '―', ' ', '\u{3000}']);
    if before.ends_with(|c| is_terminal(c) || is_closing(c)) {
        before
    } else {
        text
    }
}

/// Whether `text` ends a clause with 的 behind 是: 「绝不能说困难是不可克服的」 is whole.
pub fn is_predicate(text: &str) -> bool {
    /// How far before it 是 is, in characters.
    const FAR: usize = 30;
    let Some(body) = text.strip_suffix('的') else {
        return false;
    };
    let clause = body
        .char_indices()
        .rev()
        .take(FAR)
        .take_while(|&(_, c)| !is_terminal(c) && !matches!(c, '，' | ',' | '：'))
        .last()
        .map_or("", |(at, _)| &body[at..]);
    clause
        .find('是')
        .is_some_and(|at| at > 0 && at + '是'.len_utf8() < clause.len())
}

/// Whether `text` joins its item to the next one of a list: 「……；或」 「……；以及」.
pub fn joins_items(text: &str) -> bool {
    ["或", "或者", "和", "及", "以及", "并", "且", "并且"]
        .iter()
        .any(|word| {
            text.strip_suffix(word)
                .is_some_and(|rest| rest.ends_with(['；', ';']))
        })
}

/// The last clause of `text[range]`, twelve characters at most: where a reader looks for its end.
pub fn last_words(text: &str, range: &Range<usize>) -> Range<usize> {
    let whole = &text[range.clone()];
    let mut start = whole.len();
    for (position, (at, c)) in whole.char_indices().rev().enumerate() {
        if position > 0 && (position >= 12 || is_terminal(c) || matches!(c, '，' | ',' | '：')) {
            break;
        }
        start = at;
    }
    range.start + start..range.end
}

/// The Han characters that `text` ends with, at most `most` of them.
pub fn last_han(text: &str, most: usize) -> &str {
    let start = text
        .char_indices()
        .rev()
        .take(most)
        .take_while(|&(_, c)| is_han(c))
        .last()
        .map_or(text.len(), |(at, _)| at);
    &text[start..]
}

/// Words after which a sentence must go on.
static GOES_ON: Terms = Terms::new(&[
    "的",
    "和",
    "与",
    "及",
    "以及",
    "或",
    "或者",
    "在",
    "从",
    "向",
    "对",
    "对于",
    "关于",
    "由于",
    "为",
    "为了",
    "以",
    "把",
    "将",
    "被",
    "由",
    "按",
    "按照",
    "根据",
    "依据",
    "围绕",
    "随着",
    "作为",
    "因为",
    "如果",
    "虽然",
    "但",
    "但是",
    "而",
    "并",
    "并且",
    "且",
    "使",
    "让",
    "是",
    "不断",
    "进一步",
    "更加",
    "特别是",
    "尤其是",
    "包括",
    "例如",
    "即",
    "不",
    "没有",
    "已",
    "已经",
    "正在",
    "仍",
    "仍然",
    "也",
    "都",
    "又",
    "就",
    "才",
    "均",
    "要",
    "应",
    "应当",
    "必须",
    "能够",
    "这",
    "该",
    "各",
    "每",
    "第",
    "其",
    "所",
    "之",
    "各项",
    "各类",
    "各级",
    "一个",
    "一批",
    "一系列",
    "经",
    "自",
    "于",
    "至",
    "同",
    "跟",
    "比",
    "给",
    "较",
    "因",
    "若",
    "只有",
    "只要",
    "无论",
    "不仅",
    "不但",
    "既",
    "切实",
    "积极",
    "着力",
    "大力",
    "坚决",
    "奋力",
    "與",
    "對",
    "從",
    "將",
    "為",
    "於",
    "並",
    "關於",
    "對於",
    "由於",
    "還",
    "還是",
    "這",
    "這個",
]);

/// Whether a sentence must go on after `word`.
pub fn goes_on(word: &str) -> bool {
    GOES_ON.words().contains(&word)
}

/// Whether `text` ends with the characters of such a word; where it does not, no dictionary need be asked.
pub fn may_go_on(text: &str) -> bool {
    GOES_ON.end(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_told_apart() {
        for (text, expected) in [
            ("工作取得进展。", Tail::Closed),
            ("他说：“很好。”", Tail::Closed),
            ("请予审议！（热烈鼓掌）", Tail::Closed),
            ("主要做了以下工作：", Tail::Closed),
            ("会议通过了决定。[3]", Tail::Closed),
            ("带着群众的嘱托，", Tail::Open('，')),
            ("签署了《", Tail::Open('《')),
            ("印发了《实施意见》", Tail::Bracketed),
            ("聚焦退役", Tail::Bare),
            ("增长8.5%", Tail::Bare),
            ("全文见https://example.org/a_1", Tail::Closed),
        ] {
            assert_eq!(tail(text), expected, "{text}");
        }
    }

    #[test]
    fn the_place_to_look_at_is_the_last_clause() {
        let text = "会议召开。深入调研，聚焦退役";
        let place = last_words(text, &(0..text.len()));
        assert_eq!(&text[place], "聚焦退役");
    }
}
