//! What a character of another form is where it is: part of a word, a word by itself, or part of a
//! name, which keeps its own characters.

use std::ops::Range;

use crate::{
    language::{
        han::is_han,
        script::{self, Script},
        segmenter,
        surnames::is_surname,
    },
    reading::Draft,
};

/// What a character is where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Its usual form makes a word with what is around.
    InWord,
    /// Its usual form is a common word of one character.
    Word,
    /// It belongs to the name of a person or a place, which may be written so.
    InName,
    /// Nothing tells what it is.
    Unknown,
}

/// This many characters on either side settle what a character is.
const AROUND: usize = 6;
/// Words of one character that are as frequent are in any text.
const COMMON: usize = 5000;

/// What names of places end with.
const PLACE_ENDS: &str = "河江湖海溪沟渠塘泉潭池湾港洲岛滩礁山岭峰岗坡崖谷坪坝村庄寨砦屯堡铺店镇乡街巷路桥寺庙庵观塔宫祠洞墓窑遗";

/// What `place` is, whose usual form is `right`.
pub(crate) fn role(text: &str, place: &Range<usize>, right: &str) -> Role {
    let before: Vec<char> = text[..place.start]
        .chars()
        .rev()
        .take(AROUND)
        .take_while(|&c| is_han(c))
        .map(simplified)
        .collect();
    let left: String = before.iter().rev().collect();
    let behind: String = text[place.end..]
        .chars()
        .take(AROUND)
        .take_while(|&c| is_han(c))
        .map(simplified)
        .collect();
    let right: String = right.chars().map(simplified).collect();
    let joined = format!("{left}{right}{behind}");
    let here = left.len()..left.len() + right.len();
    let cut = segmenter::cut(&joined);
    let is_single = |word: &str| word.chars().nth(1).is_none();
    let at = cut.partition_point(|(word, _)| word.end <= here.start);
    let covering = cut[at..]
        .iter()
        .take_while(|(word, _)| word.start < here.end);
    let mut singles = true;
    for (_, word) in covering.clone() {
        // A known person's name is a name all the same.
        let named = segmenter::tag(word) == "nr" && word.chars().count() > 2;
        if !named && !is_single(word) {
            return Role::InWord;
        }
        singles &= is_single(word);
    }
    let function = |word: &str| {
        segmenter::frequency(word) >= COMMON
            && matches!(
                segmenter::tag(word),
                "p" | "c" | "u" | "ul" | "uj" | "d" | "r" | "f" | "m" | "q"
            )
    };
    if singles && covering.clone().all(|(_, word)| function(word)) {
        return Role::Word;
    }
    let single = |index: Option<usize>| {
        index
            .and_then(|index| cut.get(index))
            .filter(|(_, word)| is_single(word))
            .and_then(|(_, word)| word.chars().next())
    };
    let one = single(at.checked_sub(1));
    let two = one.and_then(|_| single(at.checked_sub(2)));
    // 「邓啟棠」 「薛应旂」, and 「啟棠」 of a 邓 that a word before has swallowed is left to chance.
    let person = one.is_some_and(is_surname) || two.is_some_and(is_surname);
    let behind_place = at + covering.count();
    let next = cut.get(behind_place).map_or("", |(_, word)| *word);
    let after = cut.get(behind_place + 1).map_or("", |(_, word)| *word);
    let ends_place = |word: &str| {
        (is_single(word) || segmenter::tag(word) == "ns")
            && word.ends_with(|c| PLACE_ENDS.contains(c))
    };
    // 「濛溪河」, 「里砦」.
    let place = ends_place(next)
        || is_single(next) && ends_place(after)
        || right.ends_with(|c| PLACE_ENDS.contains(c)) && one.is_some();
    if person || place {
        return Role::InName;
    }
    let common = |word: &str| segmenter::frequency(word) >= COMMON;
    if singles && words_of(&right).all(|c| common(&c)) {
        return Role::Word;
    }
    Role::Unknown
}

fn words_of(right: &str) -> impl Iterator<Item = String> {
    right.chars().map(|c| c.to_string())
}

fn simplified(c: char) -> char {
    match script::of(c) {
        Some(Script::Traditional) => script::counterparts(c).chars().next().unwrap_or(c),
        _ => script::standard_form(c).unwrap_or(c),
    }
}

/// Characters that only Japanese is written with today.
const JAPANESE: &str = "両亀亜仏価値倶倹児円処剣剤剰労勧勲単厳収呉営団囲図圏圧塁塩増壊壌壱売変奨姫嬢実寛対専尭巌巣巻帯帰庁広廃弐弾従徳徴応恵悩悪懐戦戸戻払抜択拝拠拡挙挿捜掲揺摂撃撹斉斎晩暁暦栄桜桟検楡楽様権歓歩歯歳毎気沢浄涙渇済渉渋渓満溌滝瀬焼犠猟獣畳痩発県砕稲穂穏穣竃竜粋粛経絵継続総縁縄縦繊繋繍聡聴脳臓舎舗艶荘蔵薫薬蛍蝋覚覧観訳読譲転軽輌辺逓遅郷酔醗醤醸釈鉄鉱銭鋳錬関闘陥険隠雑霊顕駅駆騒験髄髪鴎鶏鹸黒黙齢込峠畑匂枠";

/// What Japanese companies are called.
const JAPANESE_WORDS: [&str; 7] = [
    "弁当",
    "弁護士",
    "株式会社",
    "株式會社",
    "有限会社",
    "合同会社",
    "合資会社",
];

/// Whether `place` is in Japanese: in a run of Han characters and kana with some that Chinese lacks.
pub(crate) fn is_japanese(text: &str, place: &Range<usize>) -> bool {
    /// This many characters on either side are looked at.
    const NEAR: usize = 12;
    let kana = |c: char| matches!(c, '\u{3041}'..='\u{30ff}');
    let run = |c: &char| is_han(*c) || kana(*c);
    let left: usize = text[..place.start]
        .chars()
        .rev()
        .take(NEAR)
        .take_while(run)
        .map(char::len_utf8)
        .sum();
    let right: usize = text[place.end..]
        .chars()
        .take(NEAR)
        .take_while(run)
        .map(char::len_utf8)
        .sum();
    let around = &text[place.start - left..place.end + right];
    around.contains(|c| kana(c) || JAPANESE.contains(c))
        || JAPANESE_WORDS.iter().any(|word| around.contains(word))
}

/// Whether `place` is in a quotation or a title, whose characters are its author's.
pub(crate) fn is_quoted(doc: &Draft, place: &Range<usize>) -> bool {
    doc.pairs()
        .around(place.start)
        .any(|pair| matches!(pair.open.c, '“' | '‘' | '「' | '『' | '《' | '〈'))
}
