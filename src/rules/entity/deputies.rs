//! One person as the head of a body and as its deputy: 县长马国华, 副县长马国华.

use std::{collections::BTreeMap, ops::Range, sync::OnceLock};

use crate::{
    language::{han::is_han, surnames::is_surname},
    reading::Draft,
    rules::{Finding, Findings},
    scan::word_set::WordSet,
};

/// Posts with a deputy, and whether the level is before them: 市政协主席.
const POSTS: [(&str, bool); 13] = [
    ("省长", false),
    ("市长", false),
    ("州长", false),
    ("县长", false),
    ("区长", false),
    ("镇长", false),
    ("乡长", false),
    ("政协主席", true),
    ("政协副主席", true),
    ("人大常委会主任", true),
    ("人大常委会副主任", true),
    ("委书记", true),
    ("委副书记", true),
];
/// Characters that follow a post without being of a name: 县长任组长.
const NO_NAMES: [char; 20] = [
    '组', '任', '责', '会', '办', '长', '管', '抓', '挂', '牵', '等', '常', '带', '包', '的', '主',
    '副', '室', '案', '在',
];
/// Words of a post that was given, left or held before.
const CHANGES: [&str; 14] = [
    "任命", "免去", "当选", "补选", "选举", "辞", "时任", "拟任", "提名", "转任", "升任", "履新",
    "候选", "任职",
];
/// How far the two places may lie apart, and how far around them such words are looked for, in bytes.
const APART: usize = 12_000;
const NEAR: usize = 180;

struct Place {
    deputy: bool,
    span: Range<usize>,
}

/// Reports a person who is head and deputy of the same body in one draft, where it uses less; of two
/// single ones, at the later. Names of three characters only: a shorter one may be part of a word.
pub(crate) fn check_deputies(doc: &Draft, out: &mut Findings) {
    static WORDS: OnceLock<WordSet> = OnceLock::new();
    let words = WORDS.get_or_init(|| WordSet::new(POSTS.iter().map(|(post, _)| *post)));
    let text = &*doc.text;
    let mut people: BTreeMap<(String, &str), Vec<Place>> = BTreeMap::new();
    for (index, range) in words.find(doc) {
        let Some(&(post, levelled)) = POSTS.get(index) else {
            continue;
        };
        let Some((name, end)) = name_at(text, range.end) else {
            continue;
        };
        let before = text[..range.start].chars().next_back();
        let (level, start) = match before {
            Some('代') => continue,
            Some(c @ ('省' | '市' | '州' | '县' | '区' | '旗')) if levelled => {
                (Some(c), range.start - c.len_utf8())
            }
            _ if levelled => continue,
            Some('副') => (None, range.start - '副'.len_utf8()),
            _ => (None, range.start),
        };
        let deputy = post.contains('副') || !levelled && before == Some('副');
        let body = format!(
            "{}{}",
            level.map(String::from).unwrap_or_default(),
            post.replace('副', "")
        );
        people.entry((body, name)).or_default().push(Place {
            deputy,
            span: start..end,
        });
    }
    for places in people.values() {
        judge(doc, places, out);
    }
}

/// The name of three characters at `at`, blanks before it skipped, and its end.
fn name_at(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text.get(at..)?;
    let bare = rest.trim_start_matches([' ', '\u{3000}']);
    let mut chars = bare.char_indices();
    let (_, first) = chars.next()?;
    if !is_surname(first) || NO_NAMES.contains(&first) {
        return None;
    }
    let (_, second) = chars.next()?;
    let (last, third) = chars.next()?;
    let given = [second, third];
    if given.iter().any(|c| !is_han(*c) || NO_NAMES.contains(c)) {
        return None;
    }
    let length = last + third.len_utf8();
    Some((bare.get(..length)?, at + rest.len() - bare.len() + length))
}

fn judge(doc: &Draft, places: &[Place], out: &mut Findings) {
    let deputies = places.iter().filter(|place| place.deputy).count();
    let wrong = match (deputies, places.len() - deputies) {
        (0, _) | (_, 0) => return,
        (deputies, heads) if deputies < heads => places.iter().find(|place| place.deputy),
        (deputies, heads) if heads < deputies => places.iter().find(|place| !place.deputy),
        _ => places.last(),
    };
    let Some(wrong) = wrong else { return };
    let Some(right) = places.iter().find(|place| place.deputy != wrong.deputy) else {
        return;
    };
    let apart = right.span.start.abs_diff(wrong.span.start);
    if apart > APART || changes(&doc.text, &wrong.span) || changes(&doc.text, &right.span) {
        return;
    }
    out.report(
        Finding::new(wrong.span.clone())
            .message("deputy")
            .arg("found", &doc.text[wrong.span.clone()])
            .arg("other", &doc.text[right.span.clone()])
            .arg("line", doc.line(right.span.start))
            .related(right.span.clone(), "other"),
    );
}

/// Whether the text around `span` speaks of a post that changes hands.
fn changes(text: &str, span: &Range<usize>) -> bool {
    let mut low = span.start.saturating_sub(NEAR);
    while !text.is_char_boundary(low) {
        low += 1;
    }
    let mut high = (span.end + NEAR).min(text.len());
    while !text.is_char_boundary(high) {
        high -= 1;
    }
    let around = &text[low..high];
    CHANGES.iter().any(|word| around.contains(word)) || text[..span.start].ends_with('原')
}
