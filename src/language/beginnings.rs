//! How a block of text begins.

use std::ops::Range;

use crate::language::{
    char_set::CharSet,
    han::{is_closing, is_han, is_terminal},
    numeral, segmenter,
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
static TAILS: CharSet = CharSet::new(
    "的了着们們等之出入门門展员員性化度率业業济濟策划劃识識育府署障措略益述献獻绩績况況念术術势勢境域础礎构構续續系感者会會和及以",
);

/// Words that begin with such a character and that the dictionary does not know.
const WHOLE: &[&str] = &[
    "業配", "业配", "育有", "育儿", "育兒", "育苗", "育种", "育種", "府中", "府城", "府上", "业态",
    "業態", "业主", "業主", "业者", "業者",
];

/// Words that follow others: 「之类」 「等方面」.
const FOLLOWERS: &[&str] = &[
    "的", "了", "着", "们", "們", "等", "之", "之类", "之一", "等等", "们的", "和", "及", "以及",
];

/// Why `text` begins in the middle of a sentence, where that is certain.
pub fn broken(text: &str) -> Option<Broken> {
    let first = text.chars().next()?;
    if matches!(first, '，' | ',' | '。' | '、' | '；' | '：' | '！' | '？')
        || is_closing(first)
            && first != ']'
            && !is_short_year(text)
            // 「》》点击进入《《」 has ornaments.
            && text.chars().nth(1) != Some(first)
    {
        return Some(Broken::Mark(first));
    }
    if !TAILS.stands_at(text.as_bytes(), 0) {
        return None;
    }
    let head = first_han(text, 8);
    let tokens = segmenter::cut(head);
    let (_, word) = tokens.first()?;
    let next = tokens.get(1).map_or("", |(_, word)| *word);
    if FOLLOWERS.contains(word) {
        return (!is_accompanied(word, text)).then(|| Broken::Word((*word).to_owned()));
    }
    if word.chars().count() > 1 || speaks(text) || WHOLE.iter().any(|word| text.starts_with(word)) {
        return None;
    }
    match first {
        // 「出了重要指示」; but 「出席」 「入户」, and 「会同」 「会后」 「者」 alone.
        '出' | '入' => (next == "了").then(|| Broken::Word(format!("{word}{next}"))),
        '会' | '會' | '者' | '感' | '系' | '和' | '及' | '以' => None,
        // 「念好“山海经”」: a verb, unless nothing follows that it could govern.
        '念' | '述' | '率' | '化' | '策' | '展' | '献' | '獻' | '识' | '識' | '续' | '續'
        | '成' => {
            let rest = text[first.len_utf8()..].chars().next();
            let stops = rest.is_none_or(|c| !is_han(c)) || FOLLOWERS.contains(&next);
            stops.then(|| Broken::Word((*word).to_owned()))
        }
        _ => Some(Broken::Word((*word).to_owned())),
    }
}

/// Whether `text` begins with an apostrophe that stands for the century of a year: 「’98农博会」.
pub fn is_short_year(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['’', '‘', '\'']) else {
        return false;
    };
    let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    digits == 2
}

/// 「和……一样」 「与去年相比」 at the head of a sentence goes on from nothing.
fn is_accompanied(word: &str, text: &str) -> bool {
    const WITH: [&str; 9] = [
        "一样", "一樣", "相比", "同样", "一起", "一道", "共同", "不同", "相同",
    ];
    if !matches!(word, "和" | "及") {
        return false;
    }
    let clause = text
        .char_indices()
        .take(30)
        .find(|&(_, c)| is_terminal(c) || matches!(c, '，' | ','))
        .map_or(text.len().min(90), |(at, _)| at);
    text.get(..clause)
        .is_some_and(|clause| WITH.iter().any(|with| clause.contains(with)))
}

/// Whether `text` begins as news items do: 「本报讯」 「新华社北京3月5日电」 「青禾网消息（记者……）：」.
pub fn is_lead(text: &str) -> bool {
    const OPEN: [&str; 12] = [
        "本报讯",
        "本报记者",
        "本报消息",
        "本台消息",
        "本台讯",
        "本刊讯",
        "本社讯",
        "新华社",
        "中新社",
        "据新华社",
        "据本报",
        "本报北京",
    ];
    const SOURCES: [&str; 12] = [
        "消息（",
        "消息(",
        "消息：",
        "消息:",
        "电（",
        "电(",
        "讯（",
        "讯(",
        "電（",
        "日电",
        "日電",
        "日讯",
    ];
    /// In bytes: what is before the source.
    const FAR: usize = 90;
    if OPEN.iter().any(|words| text.starts_with(words)) {
        return true;
    }
    let mut limit = FAR.min(text.len());
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = &text[..limit];
    let before = head.find(['。', '，', '；']).unwrap_or(head.len());
    SOURCES
        .iter()
        .filter_map(|words| Some((head[..before].find(words)?, *words)))
        .any(|(at, words)| {
            // 「5日电 」 is parted from the text behind.
            let behind = head[at + words.len()..].chars().next();
            !words.starts_with('日')
                || behind.is_none_or(|c| c.is_whitespace() || "（(　：:".contains(c))
        })
}

/// Whether `text` is a title whose parts are set off by spaces instead of commas:
/// 「县委书记在座谈会上强调 担负起新的使命 努力开创新局面」.
pub fn is_spaced_title(text: &str) -> bool {
    /// The longest title, in bytes, the most parts, and the shortest part in Han characters.
    const LONGEST: usize = 300;
    const PARTS: usize = 6;
    const SHORTEST: usize = 4;
    if text.len() > LONGEST || text.contains(['。', '；', '，', '\t']) {
        return false;
    }
    let mut parts = 0;
    for part in text
        .split([' ', '\u{3000}'])
        .filter(|part| !part.is_empty())
    {
        parts += 1;
        // Names and cells are shorter, and numbers are in tables.
        if part.chars().filter(|&c| is_han(c)).count() < SHORTEST {
            return false;
        }
    }
    (2..=PARTS).contains(&parts)
        && text.ends_with(|c: char| is_han(c) || is_closing(c) || c.is_ascii_digit())
}

/// Whether `text` begins with a clause of its own, whose subject is first: 「柳林镇是革命老区。」
/// 「和许多村庄一样，」.
pub fn has_subject(text: &str) -> bool {
    // 「二人（内一人兼任）」 counts what is before.
    let unnumbered = text.trim_start_matches(numeral::is_chinese);
    let counts = unnumbered.len() < text.len() && unnumbered.starts_with(['人', '名']);
    if counts || !is_clause(text) {
        return false;
    }
    segmenter::tagged(first_han(text, 8))
        .first()
        .is_some_and(|(_, tag)| tag.starts_with(['n', 'r', 't', 'p', 'c']))
}

/// Whether the first clause of `text` says something: it has a verb, and is no rest of a name.
pub fn is_clause(text: &str) -> bool {
    let clause = text
        .char_indices()
        .take(40)
        .find(|&(_, c)| is_terminal(c) || matches!(c, '，' | ',' | '：'))
        .map_or(text, |(at, _)| &text[..at]);
    let mut limit = clause.len().min(120);
    while !clause.is_char_boundary(limit) {
        limit -= 1;
    }
    // 「对乱砍滥伐的，」 「去年，」 「2026 年 4 月，」 begin a sentence as well.
    let digits = clause.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=4).contains(&digits) && clause[digits..].trim_start().starts_with(['年', '月']) {
        return true;
    }
    if clause.chars().filter(|&c| is_han(c)).count() < 4 {
        return false;
    }
    [
        "对", "對", "在", "从", "從", "当", "當", "以", "为", "為", "随着", "去年", "今年",
    ]
    .iter()
    .any(|word| clause.starts_with(word))
        || segmenter::tagged(&clause[..limit])
            .iter()
            .any(|(_, tag)| tag.starts_with('v') && *tag != "vn")
}

/// Whether somebody's name may be here: 「况某某委员表示，……」.
fn speaks(text: &str) -> bool {
    let head = text
        .char_indices()
        .nth(16)
        .map_or(text, |(at, _)| &text[..at]);
    ["说", "說", "表示", "认为", "指出", "介绍"]
        .iter()
        .any(|word| head.contains(word))
}

/// How paragraphs begin that go on from nothing, in order of their bytes.
const OPENERS: &[&str] = &[
    "·",
    "——",
    "“",
    "•",
    "■",
    "□",
    "▲",
    "◆",
    "○",
    "●",
    "★",
    "《",
    "【",
    "一年来",
    "一是",
    "七是",
    "三是",
    "下一步，",
    "下一阶段，",
    "下面",
    "为了",
    "为此",
    "九是",
    "二是",
    "五年来",
    "五是",
    "今后，",
    "今年",
    "代表们",
    "会议",
    "但是",
    "八是",
    "六是",
    "关于",
    "其次",
    "再次",
    "十是",
    "去年",
    "另外",
    "各位",
    "同志们",
    "同时",
    "四是",
    "因此",
    "坚持",
    "大家",
    "委员们",
    "当前",
    "总之",
    "我们",
    "接下来，",
    "新的一年，",
    "明年",
    "最后",
    "本报讯",
    "本次",
    "此外",
    "然而",
    "目前",
    "第一",
    "第七",
    "第三",
    "第九",
    "第二",
    "第五",
    "第八",
    "第六",
    "第四",
    "要",
    "记者",
    "过去",
    "首先",
];

/// The first two bytes of each opener, as a number.
static HEADS: [u16; OPENERS.len()] = {
    let mut heads = [0; OPENERS.len()];
    let mut at = 0;
    while at < heads.len() {
        let opener = OPENERS[at].as_bytes();
        heads[at] = u16::from_be_bytes([opener[0], opener[1]]);
        at += 1;
    }
    heads
};

/// Whether `text` begins as paragraphs do: nothing says that it goes on from another.
pub fn starts_paragraph(text: &str) -> bool {
    let Some(&head) = text.as_bytes().first_chunk::<2>() else {
        return false;
    };
    let number = u16::from_be_bytes(head);
    let first = HEADS.partition_point(|&other| other < number);
    HEADS[first..]
        .iter()
        .take_while(|&&other| other == number)
        .zip(&OPENERS[first..])
        .any(|(_, opener)| text.starts_with(opener))
        || head[0].is_ascii_digit() && year_begins(text)
}

/// Words that paragraphs of reports begin with and that seldom are behind a cut.
const STARTERS: &[&str] = &[
    "加快",
    "加强",
    "加大",
    "加速",
    "推进",
    "推动",
    "推行",
    "推广",
    "健全",
    "完善",
    "深化",
    "强化",
    "优化",
    "坚持",
    "坚定",
    "坚决",
    "落实",
    "促进",
    "提高",
    "提升",
    "扩大",
    "发展",
    "建设",
    "建立",
    "构建",
    "实施",
    "实行",
    "开展",
    "抓好",
    "抓紧",
    "抓住",
    "做好",
    "做强",
    "做优",
    "做大",
    "继续",
    "进一步",
    "大力",
    "积极",
    "全面",
    "深入",
    "认真",
    "切实",
    "着力",
    "努力",
    "统筹",
    "聚焦",
    "围绕",
    "紧紧",
    "紧扣",
    "牢牢",
    "牢固",
    "严格",
    "严守",
    "保持",
    "保障",
    "保护",
    "改善",
    "支持",
    "鼓励",
    "引导",
    "培育",
    "打造",
    "突出",
    "持续",
    "有序",
    "有力",
    "稳步",
    "扎实",
    "充分",
    "加力",
    "巩固",
    "高度",
    "高质量",
    "我国",
    "我省",
    "我市",
    "我区",
    "我县",
    "全国",
    "全省",
    "全市",
    "全区",
    "全县",
    "国务院",
    "中央",
    "各级",
    "各地",
    "全年",
    "年内",
    "近年来",
    "随着",
    "通过",
    "根据",
    "按照",
    "区政协",
    "市政协",
    "县政协",
    "省政协",
    "政协",
    "全体",
    "广大",
    "常委会",
    "机关",
    "第十",
    "党的",
    "中国",
    "中央政府",
];

/// Words that go on from something before them.
const JOINERS: &[&str] = &["和", "与", "與", "及", "以及", "或", "或者", "的", "等"];

/// Words that a paragraph seldom begins with.
const SELDOM_FIRST: &[&str] = &[
    "是", "也", "都", "上", "下", "中", "里", "后", "内", "时", "则", "就", "才", "均", "又", "地",
    "得", "过", "来", "去", "到", "工作", "水平", "能力", "机制", "体系", "制度", "作用", "问题",
    "方面", "事业", "关系", "质量", "效益", "精神", "任务", "目标", "力度", "成果",
];

/// Words that paragraphs begin with more often than what is behind a cut.
const OFTEN_FIRST: &[&str] = &["在", "从", "從", "这", "這", "面对", "面對", "对于", "對於"];

/// What the first word of `text` says of its going on from something: more than 0 where it does.
pub fn continuation_score(text: &str) -> i32 {
    let head = first_han(text, 8);
    if STARTERS.iter().any(|word| head.starts_with(word)) {
        return -3;
    }
    let may = |words: &[&str]| words.iter().any(|word| head.starts_with(word));
    // 「二十八年来，」.
    if may(OFTEN_FIRST) || head.contains("年来") || head.contains("年來") {
        return -1;
    }
    if !may(JOINERS) && !may(SELDOM_FIRST) {
        return 0;
    }
    match segmenter::cut(head).first() {
        Some((_, word)) if JOINERS.contains(word) => 4,
        Some((_, word)) if SELDOM_FIRST.contains(word) => 2,
        _ => 0,
    }
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
    let mut end = 0;
    for c in text.chars().take(most) {
        if !is_han(c) {
            break;
        }
        end += c.len_utf8();
    }
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
    let tagged = segmenter::tagged(body);
    tagged.iter().all(|(_, tag)| names(tag))
        && tagged
            .last()
            .is_some_and(|(_, tag)| tag.starts_with('n') || *tag == "vn")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_to_begin_are_in_order() {
        assert!(OPENERS.is_sorted());
        for opener in OPENERS {
            assert!(starts_paragraph(&format!("{opener}工作")), "{opener}");
        }
        assert!(!starts_paragraph("着力工作"));
    }

    #[test]
    fn beginnings_that_go_on_from_something() {
        for text in [
            "，并提出要求。",
            "的重要作用。",
            "出了重要指示，意义重大。",
            "展。坚持全面领导。",
            "门委员会的作用。",
            "和高质量发展，取得成效。",
            "以及有关部门的意见。",
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
            "和谐社区建设稳步推进。",
            "与会人员认真讨论。",
            "以人民为中心。",
        ] {
            assert_eq!(broken(text), None, "{text}");
        }
    }
}
