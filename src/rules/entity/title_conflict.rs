//! One person with the same post at two levels.

use std::{collections::BTreeMap, ops::Range};

use super::check_deputies;
use crate::{
    language::han::is_han,
    reading::Draft,
    rules::{Check, Finding, Findings, Settings},
    scan::word_set::WordSet,
};

/// The levels of bodies.
const LEVELS: [char; 6] = ['省', '市', '区', '县', '州', '旗'];
const BODIES: [&str; 5] = ["政协", "委", "人大常委会", "人大", "政府"];
const POSTS: [&str; 3] = ["主席", "书记", "主任"];
/// What follows a post without being a name.
const NO_NAMES: [&str; 10] = [
    "会议", "团成", "团会", "办公", "党组", "副主", "副书", "秘书", "和副", "专题",
];

struct TitleConflict {
    /// Each body with each post.
    posts: WordSet,
}

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(TitleConflict {
        posts: WordSet::new(
            BODIES
                .iter()
                .flat_map(|body| POSTS.iter().map(move |post| format!("{body}{post}"))),
        ),
    })
}

/// Where a level is with a name.
struct Title<'a> {
    level: &'a str,
    span: Range<usize>,
}

impl Check for TitleConflict {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        check_deputies(doc, out);
        let text = &*doc.text;
        let mut people: BTreeMap<(&str, &str, &str), Vec<Title<'_>>> = BTreeMap::new();
        let mut end = 0;
        for (words, place) in self.posts.find(doc) {
            let (Some(body), Some(post)) = (
                BODIES.get(words / POSTS.len()),
                POSTS.get(words % POSTS.len()),
            ) else {
                continue;
            };
            let Some((level, span, name)) =
                title(text, &place).filter(|(_, span, _)| span.start >= end)
            else {
                continue;
            };
            end = span.end;
            if NO_NAMES.iter().any(|word| name.starts_with(word)) {
                continue;
            }
            people
                .entry((body, post, name))
                .or_default()
                .push(Title { level, span });
        }
        for ((body, ..), titles) in &people {
            judge(doc, body, titles, out);
        }
    }
}

/// The level before the post at `place`, all of the title, and the characters behind it that may be the name.
fn title<'a>(text: &'a str, place: &Range<usize>) -> Option<(&'a str, Range<usize>, &'a str)> {
    /// How many characters a name has here.
    const NAME: usize = 3;
    let level = text.get(..place.start)?.chars().next_back()?;
    let start = place.start - level.len_utf8();
    let behind = text.get(place.end..)?;
    let name = behind.trim_start_matches([' ', '\u{3000}']);
    let length: usize = name.chars().take(NAME).map(char::len_utf8).sum();
    let named = name.chars().take_while(|&c| is_han(c)).take(NAME).count() == NAME;
    let end = place.end + behind.len() - name.len() + length;
    (named && LEVELS.contains(&level))
        .then(|| {
            Some((
                text.get(start..place.start)?,
                start..end,
                name.get(..length)?,
            ))
        })
        .flatten()
}

/// Reports the titles at the level that the draft uses less for this body.
fn judge(doc: &Draft, body: &str, titles: &[Title<'_>], out: &mut Findings) {
    let Some(first) = titles.first() else { return };
    let Some(other) = titles.iter().find(|title| title.level != first.level) else {
        return;
    };
    let uses = |level: &str| doc.text.matches(&format!("{level}{body}")).count();
    let (wrong, right) = if uses(first.level) < uses(other.level) {
        (first, other)
    } else {
        (other, first)
    };
    out.report(
        Finding::new(wrong.span.clone())
            .arg("found", &doc.text[wrong.span.clone()])
            .arg("other", &doc.text[right.span.clone()])
            .arg("line", doc.line(right.span.start))
            .related(right.span.clone(), "other"),
    );
}
