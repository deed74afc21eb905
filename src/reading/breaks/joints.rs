//! What speaks for two ends' belonging together.

use std::{collections::HashMap, ops::Range};

use crate::{
    document::{Block, Document},
    language::{
        beginnings::{first_han, is_short_year},
        endings::{self, goes_on, last_han, may_go_on},
        han::is_han,
        numeral, segmenter,
    },
};

/// How much of each side a word across the cut is sought in, in characters.
const WINDOW: usize = 6;

/// The word that `left` and `right` form where they meet. `strict` wants a word that cannot be two:
/// between a heading and its text, or between ends that are apart.
pub(super) fn word_across(left: &str, right: &str, strict: bool) -> Option<String> {
    let a = last_han(left, WINDOW);
    let b = first_han(right, WINDOW);
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let word = segmenter::across(a, b)?;
    let (head, rest) = halves(&word, a)?;
    // 「一|年」 「十|一」: numerals meet by chance.
    if is_numeral(&word) {
        return None;
    }
    if strict {
        let whole = |text: &str| text.chars().count() > 1 && segmenter::is_word(text);
        let single = |token: Option<&(Range<usize>, &str)>| {
            token.is_some_and(|(_, token)| token.chars().count() == 1)
        };
        // Each side by itself reads as a cut word: a single character is left over on one side,
        // and the other is none that starts or ends with a word of its own.
        if whole(head) && whole(rest) {
            return None;
        }
        let loose_tail = single(segmenter::cut(a).last());
        let loose_head = single(segmenter::cut(b).first());
        if !(loose_tail || loose_head) {
            return None;
        }
        if word.chars().count() == 2 && !(loose_tail && loose_head) {
            return None;
        }
    }
    Some(word)
}

fn is_numeral(word: &str) -> bool {
    numeral::integer(word).is_some()
}

/// The parts of `word` before and behind the end of `left`.
fn halves<'a>(word: &'a str, left: &str) -> Option<(&'a str, &'a str)> {
    word.char_indices()
        .map(|(at, _)| at)
        .skip(1)
        .filter(|&at| left.ends_with(&word[..at]))
        .map(|at| word.split_at(at))
        .last()
}

/// The mark that `left` opens a pair with which `right` closes before it opens another.
pub(super) fn pair_across(left: &str, right: &str) -> Option<char> {
    closed_by(endings::open_pair(left)?, right)
}

/// The opening mark of a pair that is open and that `text` closes before it opens another.
pub(super) fn closed_by((opening, closing): (char, char), text: &str) -> Option<char> {
    let (_, first) = text
        .char_indices()
        .take(200)
        .find(|&(at, c)| (c == opening || c == closing) && !is_short_year(&text[at..]))?;
    (first == closing).then_some(opening)
}

/// Whether `text` closes a pair that it has not opened.
pub(super) fn closes(text: &str) -> bool {
    text.char_indices()
        .take(200)
        .filter(|&(at, _)| !is_short_year(&text[at..]))
        .find_map(|(_, c)| {
            endings::PAIRS.iter().find_map(|&(opening, closing)| {
                (c == opening || c == closing).then_some(c == closing)
            })
        })
        .unwrap_or(false)
}

/// What numbers count.
const UNITS: &str = "万亿萬億元个個项項件名人次年月日号號户戶家所条條公吨噸里％%‰倍届屆期场場";

/// Whether a number is parted from its unit, or from its own digits.
pub(super) fn quantity_across(left: &str, right: &str) -> bool {
    let (Some(last), Some(first)) = (left.chars().next_back(), right.chars().next()) else {
        return false;
    };
    if !last.is_ascii_digit() && !('０'..='９').contains(&last) {
        // 「一百|亿九十一」.
        return matches!(last, '百' | '千' | '十') && matches!(first, '亿' | '万' | '億' | '萬')
            // 「二千四百万|人，」.
            || matches!(last, '万' | '亿' | '億' | '萬')
                && matches!(first, '人' | '元' | '户' | '戶' | '亩' | '畝' | '吨' | '件' | '次')
                && right.chars().nth(1).is_some_and(|c| !is_han(c));
    }
    UNITS.contains(first)
        && !(matches!(first, '人' | '家' | '里' | '公' | '日' | '期' | '所' | '条')
            && segmenter::cut(first_han(right, WINDOW))
                .first()
                .is_some_and(|(_, word)| word.chars().count() > 1))
}

/// The last word of `text` where a sentence cannot end with it.
pub(super) fn last_word_goes_on(text: &str) -> Option<String> {
    let han = last_han(text, WINDOW + 2);
    if !may_go_on(han) {
        return None;
    }
    let (_, word) = segmenter::cut(han).pop()?;
    goes_on(word).then(|| word.to_owned())
}

/// Whether the last word of `text` is a verb, which wants an object.
pub(super) fn ends_with_verb(text: &str) -> bool {
    segmenter::tagged(last_han(text, WINDOW + 2))
        .last()
        .is_some_and(|(_, tag)| tag.starts_with('v'))
}

/// The readings of loose ends with what follows them, and whether they occur elsewhere in the document too.
#[derive(Default)]
pub(super) struct Phrases {
    known: HashMap<String, bool>,
}

/// The most loose ends, and the most beginnings, whose readings are sought.
pub(super) const MOST: usize = 4096;

impl Phrases {
    /// The reading of `left` with `right`, which follows it, if it occurs elsewhere in `doc`.
    pub(super) fn stands(&mut self, doc: &Document, left: &str, right: &str) -> Option<String> {
        let head = first_han(right, 2);
        let stem = left.strip_suffix(['，', ',', '、']).unwrap_or(left);
        let words = last_han(stem, 2);
        if head.chars().count() < 2 || words.chars().count() < 2 {
            return None;
        }
        let reading = [words, &left[stem.len()..], head].concat();
        let stands = match self.known.get(&reading) {
            Some(&stands) => stands,
            None => {
                let stands = doc.holds(&reading);
                self.known.insert(reading.clone(), stands);
                stands
            }
        };
        stands.then_some(reading)
    }
}

/// How much of a beginning is sought, in characters.
const BEGINNING: usize = 4;

/// This many places of a beginning are looked at.
const PLACES: usize = 4;

/// Characters that sentences begin with as words of their own: 「在职业病危害得到控制后」 is no rest of 存在.
const BEGINS: &str = "在以經经有對对和與与為为從从把將将由按據据當当如若因向被讓让使是要應应可能會会不沒没未已就都也還还又再正本該该此各每某其我你他她它這这那到給给自於于至同跟比用憑凭靠沿往隨随連连除非但而且或則则並并故所想請请望看說说講讲聽听問问寫写讀读做辦办抓唸念率化入出多大小老新全今昨前後后上下凡既雖虽即乃另無无只才更最很較较約约近達达占佔";

/// What places are called, each a word of its own, and what is before them to say which.
const PLACES_OF: &str = "省市区县區縣州乡镇村鄉鎮";
const WHICH: [&str; 13] = [
    "各", "全", "本", "我", "该", "該", "每", "两", "兩", "县级", "縣級", "地级", "省级",
];

/// Short forms of names that are no words: 政院 for 行政院.
const SHORT_FORMS: [&str; 22] = [
    "政院",
    "立院",
    "監院",
    "监院",
    "府院",
    "院會",
    "院会",
    "部會",
    "縣府",
    "县府",
    "市府",
    "省府",
    "區公所",
    "北市",
    "新北",
    "高市",
    "中市",
    "南市",
    "政协",
    "人大",
    "党委",
    "國安",
];

/// The word that the beginning of `block` is the rest of wherever else it is in `doc`: 「门委员会」 where
/// all else has 「专门委员会」.
pub(super) fn rest_of(doc: &Document, block: &Block) -> Option<String> {
    let beginning = first_han(doc.block_text(block), BEGINNING);
    beginning.chars().nth(BEGINNING - 1)?;
    let mut places = Vec::new();
    for at in doc.find(beginning).filter(|&at| at != block.range.start) {
        // Where it is at the beginning of something too, it is no rest.
        if !doc.text[..at].ends_with(is_han) {
            return None;
        }
        if places.len() < PLACES {
            places.push(at);
        }
    }
    if places.is_empty() {
        return None;
    }
    let across = |at: usize| {
        let before = last_han(&doc.text[..at], 3);
        let word = segmenter::across(before, beginning)?;
        // What is left of it must be no word that the beginning could have meant.
        let (head, rest) = halves(&word, before)?;
        // 「各区生活垃圾」 「县级市民政部门」: the place itself is a word.
        if PLACES_OF.contains(rest) && WHICH.contains(&head) {
            return None;
        }
        let mut chars = rest.chars();
        let alone = chars.next().filter(|_| chars.next().is_none());
        let cut = match alone {
            Some(c) => !BEGINS.contains(c),
            None => !segmenter::is_word(rest) && !SHORT_FORMS.contains(&rest),
        } && !SHORT_FORMS.iter().any(|short| beginning.starts_with(short));
        (cut && !is_numeral(&word)).then_some(word)
    };
    let words: Option<Vec<String>> = places.into_iter().map(across).collect();
    words?.into_iter().next()
}
