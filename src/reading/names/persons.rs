//! Persons beside their posts: 区委书记宋某, 张某某主席.

use std::{collections::BTreeMap, ops::Range};

use super::{
    characters::{Characters, GAP},
    forms::{Place, Two},
};
use crate::language::{segmenter, sounds::sound_alike, surnames::is_surname};

/// Posts that a body has one of, or few.
pub(super) const POSTS: [&str; 20] = [
    "书记",
    "主席",
    "省长",
    "市长",
    "州长",
    "县长",
    "区长",
    "镇长",
    "乡长",
    "主任",
    "院长",
    "检察长",
    "部长",
    "厅长",
    "局长",
    "秘书长",
    "会长",
    "校长",
    "董事长",
    "总经理",
];
/// A person beside a post.
struct Person {
    name: Range<usize>,
    paragraph: usize,
}

/// This many persons are compared.
const MOST_PERSONS: usize = 2000;
/// What a name of a person does not hold.
const NO_NAMES: &str = "的和在副委协党会任兼等主席记县市区省州镇乡村局部厅院办公室组及与或是由为将了向对从前各位全该本我你他其此级处员代表一二三四五六七八九十";
/// What follows a name.
const FOLLOWING: &str =
    "同讲说指强主出表代的在等作和与宣介对就向到参率带会传致陪听调先女认要提围及也还从分告、";
/// What ends the body or the post before a name.
const BEFORE: &str = "协委府会院局部厅省市县区州镇乡记席任长团处科校司组";

/// The pairs of names that are one person's, the odd one first.
pub(super) fn find(text: &Characters, posts: &[Place]) -> Vec<Two> {
    let mut people: BTreeMap<(char, Vec<char>, bool), Vec<Person>> = BTreeMap::new();
    for post in posts.iter().take(MOST_PERSONS) {
        let start = post.range.start;
        let deputy = start > 0 && text.han(start - 1) == '副';
        let before = name_before(text, start - usize::from(deputy));
        let Some(name) = before.or_else(|| name_behind(text, post.range.end)) else {
            continue;
        };
        let title = text.slice(post.range.clone()).to_vec();
        let person = Person {
            name: name.clone(),
            paragraph: post.paragraph,
        };
        let key = (text.han(name.start), title, deputy);
        people.entry(key).or_default().push(person);
    }
    let mut found: Vec<Two> = people
        .values()
        .filter_map(|people| compare(text, people))
        .collect();
    found.sort_by_key(|two| two.odd.start);
    found
}

/// Whether the character at byte `at` of `text` belongs to a given name, as far as what is around it shows: a
/// post or a title, a surname, and a verb of saying or doing behind it, 代表⟦周某⟧表示.
#[cfg(feature = "speller")]
pub(crate) fn is_in_name(text: &str, at: usize) -> bool {
    const TITLES: [&str; 8] = [
        "代表",
        "委员",
        "教授",
        "记者",
        "同志",
        "研究员",
        "院士",
        "经理",
    ];
    let before = text[..at].char_indices().rev();
    let surnames = before
        .enumerate()
        .take(2)
        .filter(|(_, (_, c))| is_surname(*c));
    surnames.into_iter().any(|(given, (start, _))| {
        let ahead = &text[..start];
        let is_titled = POSTS
            .iter()
            .chain(&TITLES)
            .any(|title| ahead.ends_with(title));
        // A given name has one character or two.
        let mut behind = text[at..].chars().skip(1).take(2 - given);
        is_titled && behind.any(|c| FOLLOWING.contains(c))
    })
}

/// The name that ends at `end`.
fn name_before(text: &Characters, end: usize) -> Option<Range<usize>> {
    [3, 2].into_iter().find_map(|length| {
        let start = end.checked_sub(length)?;
        let before = start.checked_sub(1).map_or(GAP, |at| text.han(at));
        let parted = before == GAP || BEFORE.contains(before);
        (parted && is_name(text, start..end)).then_some(start..end)
    })
}

/// The name that begins at `start`, or behind a space there.
fn name_behind(text: &Characters, start: usize) -> Option<Range<usize>> {
    let spaces = text
        .slice(start..start + 2)
        .iter()
        .take_while(|c| c.is_whitespace())
        .count();
    let start = start + spaces;
    [2, 3].into_iter().find_map(|length| {
        let behind = text.han(start + length);
        let parted = behind == GAP || FOLLOWING.contains(behind);
        let name = start..start + length;
        (parted && is_name(text, name.clone())).then_some(name)
    })
}

fn is_name(text: &Characters, name: Range<usize>) -> bool {
    let surname = text.han(name.start);
    let mut given = name.start + 1..name.end;
    is_surname(surname)
        && given.all(|at| text.han(at) != GAP && !NO_NAMES.contains(text.han(at)))
        && (text.word_around(name.clone(), name.clone(), 1).is_none()
            || is_known_person(text, name))
}

/// Whether the dictionary knows `name` as that of a person.
fn is_known_person(text: &Characters, name: Range<usize>) -> bool {
    let name: String = text.slice(name).iter().collect();
    let words = segmenter::tagged(&name);
    matches!(words.as_slice(), [(_, tag)] if tag.starts_with("nr"))
}

/// The two names among `people`, who share surname and post, that are one: the same but for a character
/// that sounds alike, or with the two given ones in the other order.
fn compare(text: &Characters, people: &[Person]) -> Option<Two> {
    let name = |person: &Person| text.slice(person.name.clone());
    let first = people.first()?;
    let other = people.iter().find(|person| name(person) != name(first))?;
    let (these, those): (Vec<&Person>, Vec<&Person>) = people
        .iter()
        .partition(|person| name(person) == name(first));
    let together = these
        .iter()
        .any(|a| those.iter().any(|b| a.paragraph == b.paragraph));
    let two = those.iter().all(|person| name(person) == name(other));
    if together || !two || these.len().min(those.len()) > 1 {
        return None;
    }
    let (one, two) = (name(first), name(other));
    let differ: Vec<(char, char)> = one
        .iter()
        .copied()
        .zip(two.iter().copied())
        .filter(|(a, b)| a != b)
        .collect();
    let alike = one.len() == two.len()
        && match *differ.as_slice() {
            [(a, b)] => sound_alike(a, b),
            [(a, b), (c, d)] => a == d && b == c,
            _ => false,
        };
    let (odd, usual, count) = if these.len() < those.len() {
        (first, other, those.len())
    } else {
        (other, first, these.len())
    };
    alike.then(|| Two {
        odd: odd.name.clone(),
        usual: usual.name.clone(),
        count,
    })
}
