//! Names that end with what they are: …委员会, …大学, …论坛, …示范区.
//!
//! Two long names that differ in one character only are one name, unless the characters are such as
//! tell things apart. Names are compared by the eight characters that they end with, less one, so that
//! equal keys bring them together and nothing is compared with everything.

use std::{collections::HashMap, ops::Range};

use super::{
    characters::{Characters, GAP},
    contrast::are_contrasted,
    forms::{Place, Two},
};
use crate::language::{numeral, terms::Terms};

/// What names of bodies, places and events end with.
pub(super) const ENDINGS: [&str; 66] = [
    "委员会",
    "政府",
    "法院",
    "检察院",
    "协会",
    "学会",
    "商会",
    "联合会",
    "联盟",
    "大学",
    "学院",
    "中学",
    "小学",
    "集团",
    "公司",
    "银行",
    "开发区",
    "示范区",
    "试验区",
    "新区",
    "新城",
    "保税区",
    "工业园",
    "产业园",
    "园区",
    "管理局",
    "研究院",
    "研究所",
    "实验室",
    "博物馆",
    "图书馆",
    "纪念馆",
    "体育馆",
    "体育场",
    "水库",
    "机场",
    "大桥",
    "公路",
    "铁路",
    "高铁",
    "论坛",
    "峰会",
    "博览会",
    "大会",
    "运动会",
    "联赛",
    "基金会",
    "医院",
    "中心",
    "枢纽",
    "走廊",
    "经济带",
    "经济圈",
    "城市群",
    "都市圈",
    "展览会",
    "交易会",
    "洽谈会",
    "文化节",
    "艺术节",
    "旅游节",
    "公园",
    "保护区",
    "合作区",
    "遗址",
    "湿地",
];
/// Endings that are taken for each other.
const KINDS: [&[&str]; 5] = [
    &["大学", "学院"],
    &["论坛", "峰会"],
    &["研究院", "研究所"],
    &["协会", "学会", "商会"],
    &["博览会", "交易会", "洽谈会", "展览会"],
];
/// Endings of bodies that every law and every plan speaks of in general: what is before them is a
/// predicate or a level as often as a name.
const GENERAL: &[&str] = &[
    "委员会",
    "政府",
    "法院",
    "检察院",
    "公司",
    "银行",
    "集团",
    "协会",
    "中心",
    "医院",
    "公路",
    "铁路",
    "管理局",
    "大会",
    "公园",
    "园区",
    "学校",
    "中学",
    "小学",
];
/// What speaks of a predicate or of a level, and so of no name.
static PREDICATES: Terms = Terms::new(&[
    "应当", "可以", "不得", "必须", "邀请", "提请", "报请", "负责", "本级", "上级", "下级", "同级",
    "各级", "以上", "所在", "其他", "有关", "是", "在", "由", "的",
]);
/// How many of the last characters of a name are compared.
const TAIL: usize = 8;
/// How many characters are before the last word of a name whose kind is compared.
const STEM: usize = 5;
/// How many places of one key are looked at.
const MOST_PLACES: usize = 24;
/// Characters that are between names and belong to none.
const BETWEEN: &str = "的和与及同在向由经对为从于至到使把被将是等各或并了就以按受";

/// The pairs of names that are one, the odd one first.
pub(super) fn find(text: &Characters, endings: &[Place]) -> Vec<Two> {
    let mut numbers: HashMap<Key, usize> = HashMap::new();
    let mut groups: Vec<Vec<Member>> = Vec::new();
    for ending in endings {
        for (key, part) in keys(text, &ending.range) {
            let number = *numbers.entry(key).or_insert(groups.len());
            if number == groups.len() {
                groups.push(Vec::new());
            }
            if let Some(group) = groups
                .get_mut(number)
                .filter(|group| group.len() < MOST_PLACES)
            {
                let (end, paragraph) = (ending.range.end, ending.paragraph);
                group.push(Member {
                    part,
                    end,
                    paragraph,
                });
            }
        }
    }
    let mut found: Vec<Two> = groups
        .iter()
        .filter_map(|group| compare(text, group))
        .collect();
    found.sort_by_key(|two| (two.odd.start, two.usual.start));
    found.dedup_by_key(|two| two.odd.start);
    found
}

/// What is equal in names that differ by one slip of a kind.
type Key = (char, Vec<char>);

/// A name in a group of those that are equal but for one part.
struct Member {
    part: Range<usize>,
    end: usize,
    paragraph: usize,
}

/// What brings the name that ends with the word at `ending` together with those that differ by a slip,
/// and where they may differ: its last characters less one; what is before its last word; two words
/// before its last characters, in either order.
fn keys(text: &Characters, ending: &Range<usize>) -> Vec<(Key, Range<usize>)> {
    let (start, end) = (ending.start, ending.end);
    let is_name = |&first: &usize| (first..end).all(|at| text.han(at) != GAP);
    let mut keys = Vec::new();
    if let Some(first) = end.checked_sub(TAIL).filter(is_name) {
        for at in first..start.min(end.saturating_sub(3)) {
            let tail = [text.slice(first..at), &[GAP], text.slice(at + 1..end)];
            keys.push((('1', tail.concat()), at..at + 1));
        }
    }
    let is_stem = |first: &usize| {
        text.slice(*first..start)
            .iter()
            .all(|&c| !BETWEEN.contains(c))
    };
    if let Some(first) = start.checked_sub(STEM).filter(is_name).filter(is_stem) {
        let word = text.slice(start..end);
        let is_word = |kind: &&[&str]| {
            kind.iter()
                .any(|name| name.chars().eq(word.iter().copied()))
        };
        let kind = KINDS
            .iter()
            .find(|kind| is_word(kind))
            .and_then(|kind| kind.first());
        if let Some(name) = kind.and_then(|kind| kind.chars().next()) {
            keys.push(((name, text.slice(first..start).to_vec()), start..end));
        }
    }
    for middle in end.saturating_sub(TAIL + 1)..=start.min(end.saturating_sub(3)) {
        let Some(first) = middle.checked_sub(6).filter(is_name) else {
            continue;
        };
        let (one, other) = (
            text.slice(middle - 4..middle - 2),
            text.slice(middle - 2..middle),
        );
        let (one, other) = if one < other {
            (one, other)
        } else {
            (other, one)
        };
        let parts = [
            text.slice(first..middle - 4),
            one,
            &[GAP],
            other,
            text.slice(middle..end),
        ];
        keys.push((('2', parts.concat()), middle - 4..middle));
    }
    keys
}

/// The two names of a group that are one: a form that occurs once beside the only other one.
fn compare(text: &Characters, group: &[Member]) -> Option<Two> {
    let form = |member: &Member| text.slice(member.part.clone());
    let first = group.first()?;
    let (these, those): (Vec<&Member>, Vec<&Member>) =
        group.iter().partition(|member| form(member) == form(first));
    let other = those.first()?;
    let two_forms = those.iter().all(|member| form(member) == form(other));
    let together = these
        .iter()
        .any(|a| those.iter().any(|b| a.paragraph == b.paragraph));
    if !two_forms || together || these.len().min(those.len()) > 1 {
        return None;
    }
    let (odd, usual, count) = if these.len() < those.len() {
        (first, *other, those.len())
    } else {
        (*other, first, these.len())
    };
    let left = text.agreement_before(odd.part.start, usual.part.start);
    let whole = left.length + odd.end - odd.part.start;
    // A name that begins here with a word of its own is another one: 长江 and 长征.
    let begins_alone = || {
        text.word_over(odd.part.start, odd.part.start - left.length..odd.end)
            .is_none()
    };
    let name: String = text
        .slice(odd.part.start - left.length..odd.end)
        .iter()
        .collect();
    let usual_name: String = text
        .slice(usual.part.start - left.length..usual.end)
        .iter()
        .collect();
    let general = GENERAL.iter().any(|word| name.ends_with(word));
    if general || PREDICATES.stand_in(&name) || PREDICATES.stand_in(&usual_name) {
        return None;
    }
    let enough = left.length >= 2 || left.to_gap && whole >= TAIL && begins_alone();
    if !enough || are_two_things(text, &odd.part, &usual.part) {
        return None;
    }
    let shown = left.length.min(TAIL);
    Some(Two {
        odd: odd.part.start - shown..odd.end,
        usual: usual.part.start - shown..usual.end,
        count,
    })
}

/// Whether names that differ by these parts are names of two things.
fn are_two_things(text: &Characters, odd: &Range<usize>, usual: &Range<usize>) -> bool {
    let (one, other) = (text.slice(odd.clone()), text.slice(usual.clone()));
    let (&[a], &[b]) = (one, other) else {
        return false;
    };
    let number = numeral::is_chinese(a) || numeral::is_chinese(b);
    let industry = text.han(odd.end) == '业';
    number || industry || are_contrasted(a, b) || BETWEEN.contains(a) || BETWEEN.contains(b)
}
