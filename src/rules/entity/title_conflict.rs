//! One person with the same post at two levels.

use std::{collections::BTreeMap, ops::Range};

use super::shared::check_deputies;
use crate::{
    document::Document,
    lexicon::{literals::Literals, pattern::Pattern},
    rules::{Check, Finding, Findings, Settings},
};

/// Level, body, post, and the characters that may be the name.
const TITLE: &str = r"(?P<level>[省市区县州旗])(?P<body>政协|委|人大常委会|人大|政府)(?P<post>主席|书记|主任)[ \u3000]*(?P<name>\p{Han}{3})";
const BODIES: [&str; 5] = ["政协", "委", "人大常委会", "人大", "政府"];
const POSTS: [&str; 3] = ["主席", "书记", "主任"];
/// What follows a post without being a name.
const NO_NAMES: [&str; 10] = [
    "会议", "团成", "团会", "办公", "党组", "副主", "副书", "秘书", "和副", "专题",
];

struct TitleConflict {
    title: Pattern,
    /// Body and post, without which there is no title.
    posts: Literals,
}

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(TitleConflict {
        title: Pattern::new(TITLE),
        posts: Literals::new(
            BODIES
                .iter()
                .flat_map(|body| POSTS.iter().map(move |post| format!("{body}{post}"))),
        ),
    })
}

/// Where a level stands with a name.
struct Title<'a> {
    level: &'a str,
    span: Range<usize>,
}

impl Check for TitleConflict {
    fn check(&self, doc: &Document, out: &mut Findings) {
        check_deputies(doc, out);
        if !self.posts.stand_in(doc) {
            return;
        }
        let text = &*doc.text;
        let mut people: BTreeMap<(&str, &str, &str), Vec<Title<'_>>> = BTreeMap::new();
        for found in self
            .title
            .get()
            .iter()
            .flat_map(|title| title.captures_iter(text))
        {
            let (Some(all), Some(level), Some(body), Some(post), Some(name)) = (
                found.get(0),
                found.name("level"),
                found.name("body"),
                found.name("post"),
                found.name("name"),
            ) else {
                continue;
            };
            if NO_NAMES.iter().any(|word| name.as_str().starts_with(word)) {
                continue;
            }
            people
                .entry((body.as_str(), post.as_str(), name.as_str()))
                .or_default()
                .push(Title {
                    level: level.as_str(),
                    span: all.range(),
                });
        }
        for ((body, ..), titles) in &people {
            judge(doc, body, titles, out);
        }
    }
}

/// Reports the titles at the level that the draft uses less for this body.
fn judge(doc: &Document, body: &str, titles: &[Title<'_>], out: &mut Findings) {
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
