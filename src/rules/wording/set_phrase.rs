//! Set expressions: lists with a fixed order, and forms that miss by a character.

use std::ops::Range;

use serde::Deserialize;

use super::Pairs;
use crate::{
    reading::Draft,
    rules::{Check, Finding, Findings, Safety, Settings},
    scan::word_set::WordSet,
};

/// One expression as the rule file has it.
#[derive(Deserialize, Default)]
struct List {
    name: String,
    members: Vec<String>,
    /// This many members side by side are judged for their order.
    order: usize,
    /// Whether members between the first and the last that are are never left out.
    #[serde(default)]
    chain: bool,
}

struct SetPhrase {
    lists: Vec<List>,
    members: WordSet,
    /// The list of each member and its place there.
    index: Vec<(usize, usize)>,
    pairs: Pairs,
}

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    let lists: Vec<List> = settings.data("lists");
    let (mut words, mut index) = (Vec::new(), Vec::new());
    for (at, list) in lists.iter().enumerate() {
        for (place, member) in list.members.iter().enumerate() {
            words.push(member.clone());
            index.push((at, place));
        }
    }
    Box::new(SetPhrase {
        members: WordSet::new(words),
        lists,
        index,
        pairs: Pairs::read(settings),
    })
}

/// What may be between two members: 、 with the marks of quotations.
const JOINTS: [&str; 7] = ["、", "，", "”、“", "、“", "”、", "和", "与"];
/// The expression's own name is so near before the list, in bytes.
const NAMED: usize = 36;

/// A member where it is.
struct Member {
    place: usize,
    span: Range<usize>,
}

impl Check for SetPhrase {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        self.pairs.check(doc, out);
        let text = &*doc.text;
        let mut open: Vec<Vec<Member>> = self.lists.iter().map(|_| Vec::new()).collect();
        for (member, span) in self.members.all(doc) {
            let (list, place) = self.index[member];
            let run = &mut open[list];
            let joined = run.last().is_some_and(|last| {
                text.get(last.span.end..span.start)
                    .is_some_and(|between| JOINTS.contains(&between))
            });
            if !joined {
                self.judge(doc, &self.lists[list], run, out);
                run.clear();
            }
            run.push(Member { place, span });
        }
        for (list, run) in self.lists.iter().zip(&open) {
            self.judge(doc, list, run, out);
        }
    }
}

impl SetPhrase {
    /// Judges members that are side by side.
    fn judge(&self, doc: &Draft, list: &List, run: &[Member], out: &mut Findings) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            return;
        };
        // One member alone, of more than two, is no expression.
        if run.len() == 1 && list.members.len() > 2 {
            return;
        }
        let span = first.span.start..last.span.end;
        // A longer enumeration that only contains the members is no set expression.
        if !stands_alone(&doc.text, &span) {
            return;
        }
        let mut places: Vec<usize> = run.iter().map(|member| member.place).collect();
        let ordered = places.is_sorted();
        places.sort_unstable();
        places.dedup();
        if places.len() != run.len() {
            return;
        }
        let expected = |places: &mut dyn Iterator<Item = usize>| -> String {
            places
                .map(|place| list.members[place].as_str())
                .collect::<Vec<_>>()
                .join("、")
        };
        if !ordered {
            if run.len() >= list.order {
                let right = expected(&mut places.iter().copied());
                out.report(finding(doc, list, span, &right).message("order"));
            }
            return;
        }
        let named = span
            .start
            .checked_sub(NAMED)
            .map_or(Some(0), |from| {
                (from..=from + 2).find(|&at| doc.text.is_char_boundary(at))
            })
            .and_then(|from| doc.text.get(from..span.start))
            .is_some_and(|before| before.contains(list.name.as_str()));
        let (low, high) = if list.chain && run.len() >= 2 {
            (first.place, last.place)
        } else if named && run.len() + 1 == list.members.len() {
            (0, list.members.len() - 1)
        } else {
            if run.len() == list.members.len() {
                out.verify();
            }
            return;
        };
        let missing: Vec<usize> = (low..=high)
            .filter(|place| !places.contains(place))
            .collect();
        if missing.is_empty() {
            return out.verify();
        }
        let lost = expected(&mut missing.into_iter());
        let right = expected(&mut (low..=high));
        out.report(
            finding(doc, list, span, &right)
                .message("missing")
                .arg("missing", lost),
        );
    }
}

fn finding(doc: &Draft, list: &List, span: Range<usize>, right: &str) -> Finding {
    Finding::new(span.clone())
        .arg("found", &doc.text[span.clone()])
        .arg("name", &list.name)
        .arg("replacement", right)
        .fix(Safety::Unsafe, "replace", span, right)
}

/// Whether nothing else is enumerated with the members on either side.
fn stands_alone(text: &str, span: &Range<usize>) -> bool {
    !text[..span.start].ends_with('、') && !text[span.end..].starts_with('、')
}
