//! A person named in clear in a draft that masks persons.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::{
    language::{han::is_han, segmenter, surnames::is_surname},
    reading::{
        Draft,
        masks::{Excuse, Mask, Style, all_masks, context, numbers},
    },
    rules::{Check, Finding, Findings, Settings},
    scan::signs::before,
};

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    let titles: Vec<String> = settings.data("titles");
    Box::new(Leaks {
        finder: AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .build(&titles)
            .ok(),
        titles,
        not_names: settings.data("not-names"),
    })
}

struct Leaks {
    /// What persons are called after their names.
    titles: Vec<String>,
    finder: Option<AhoCorasick>,
    /// Words that are before such titles and begin like names.
    not_names: Vec<String>,
}

/// This many masked persons make a draft one that masks persons.
const MASKED: usize = 2;

impl Check for Leaks {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        let text = &*doc.text;
        let all = all_masks(doc);
        parties(doc, out);
        private_numbers(doc, &all, out);
        let masked: Vec<Mask> = all
            .into_iter()
            .filter(|mask| mask.excuse.is_none() && self.is_person(text, mask))
            .collect();
        if masked.len() < MASKED {
            return;
        }
        let Some(finder) = &self.finder else { return };
        let example = &masked[0].span;
        for found in finder.find_iter(text) {
            let Some(name) = self.name_before(text, found.start()) else {
                continue;
            };
            out.report(
                Finding::new(name.clone())
                    .arg("found", &text[name])
                    .arg("title", &text[found.range()])
                    .arg("count", masked.len())
                    .arg("line", doc.line(example.start))
                    .related(example.clone(), "masked"),
            );
        }
    }
}

/// A party of a case whose name is given in full although it is left out elsewhere: 「张某某」 「当事人张建国」.
fn parties(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    if !doc.holds("某") {
        return;
    }
    let hidden = context::hidden_surnames(doc);
    if hidden.is_empty() {
        return;
    }
    for party in context::PARTIES {
        for at in doc.find(party) {
            let start = at + party.len();
            let Some(surname) = text[start..].chars().next() else {
                continue;
            };
            let Some((_, example)) = hidden.iter().find(|&&(other, _)| other == surname) else {
                continue;
            };
            let Some(name) = context::name_at(text, start) else {
                continue;
            };
            // 「被告林口县……」 is a place.
            if segmenter::tagged(&text[name.clone()])
                .first()
                .is_some_and(|(word, tag)| word.len() == name.len() && tag.starts_with("ns"))
            {
                continue;
            }
            report_party(doc, name, (surname, example), out);
        }
    }
    let surnames: Vec<char> = hidden.iter().map(|&(surname, _)| surname).collect();
    for name in persons_at_heads(doc, &surnames) {
        let surname = text[name.clone()].chars().next();
        if let Some((surname, example)) = hidden.iter().find(|(other, _)| Some(*other) == surname) {
            report_party(doc, name, (*surname, example), out);
        }
    }
}

/// Reports `name`, which is given in full while `example` hides it.
fn report_party(
    doc: &Draft,
    name: Range<usize>,
    (surname, example): (char, &Range<usize>),
    out: &mut Findings,
) {
    out.report(
        Finding::new(name.clone())
            .message("party")
            .arg("found", &doc.text[name])
            .arg("masked", format!("{surname}某"))
            .arg("line", doc.line(example.start))
            .related(example.clone(), "masked"),
    );
}

/// What is said of a party of a case right behind the name.
const HAPPENED: [&str; 20] = [
    "被",
    "因",
    "系",
    "供述",
    "交代",
    "归案",
    "到案",
    "逃逸",
    "驾驶",
    "驾车",
    "涉嫌",
    "承认",
    "受伤",
    "死亡",
    "赔偿",
    "酒后",
    "主动投案",
    "拒不",
    "申请",
    "起诉",
];

/// The persons of whom a sentence tells something such as happens to parties: 「张建国被依法刑事拘留。」
fn persons_at_heads(doc: &Draft, surnames: &[char]) -> Vec<Range<usize>> {
    let text = &*doc.text;
    surnames
        .iter()
        .flat_map(|&surname| {
            let name = surname.to_string();
            doc.find(&name).collect::<Vec<usize>>()
        })
        .filter(|&at| {
            before(text, at).is_none_or(|c| c.is_whitespace() || matches!(c, '。' | '，' | '；'))
        })
        .filter_map(|at| context::name_at(text, at))
        .filter(|name| {
            HAPPENED
                .iter()
                .any(|word| text[name.end..].starts_with(word))
        })
        .filter(|name| {
            // A word of the dictionary is a place or a thing, unless it is a name as well.
            let name = &text[name.clone()];
            !segmenter::is_word(name) || segmenter::tag(name) == "nr"
        })
        .collect()
}

/// Numbers by which a person can be found, in a draft that hides such numbers or persons.
fn private_numbers(doc: &Draft, masks: &[Mask], out: &mut Findings) {
    let numbers = masks.iter().filter(|mask| mask.in_number);
    let parties = masks
        .iter()
        .filter(|mask| mask.style == Style::Someone && mask.excuse == Some(Excuse::Person))
        .filter(|mask| before(&doc.text, mask.span.start).is_some_and(is_surname));
    let hidden: Vec<&Mask> = numbers.chain(parties).collect();
    let Some(example) = hidden.first().filter(|_| hidden.len() >= MASKED) else {
        return;
    };
    for (kind, span) in numbers::private(doc) {
        out.report(
            Finding::new(span.clone())
                .message(kind.message())
                .arg("found", &doc.text[span])
                .arg("line", doc.line(example.span.start))
                .related(example.span.clone(), "masked-here"),
        );
    }
}

impl Leaks {
    /// Whether `mask` stands for a person: a title follows, at once or after others like it.
    fn is_person(&self, text: &str, mask: &Mask) -> bool {
        if mask.in_number || matches!(mask.style, Style::Line | Style::Box) {
            return false;
        }
        let rest = &text[mask.span.end..];
        let joined: usize = rest
            .chars()
            .take(40)
            .take_while(|c| "、和等*＊×xXＸ○某".contains(*c))
            .map(char::len_utf8)
            .sum();
        let after = &rest[joined..];
        self.titles.iter().any(|title| after.starts_with(&**title))
    }

    /// The name that ends at byte `end`: three characters with a family name first, or two after
    /// something that is no Han character.
    fn name_before(&self, text: &str, end: usize) -> Option<Range<usize>> {
        let mut starts = [0; 4];
        let mut chars = ['\0'; 4];
        let mut count = 0;
        for (at, c) in text[..end].char_indices().rev().take(4) {
            starts[count] = at;
            chars[count] = c;
            count += 1;
        }
        let han = |index: usize| index < count && is_han(chars[index]);
        let start = if han(0) && han(1) && han(2) && is_surname(chars[2]) {
            starts[2]
        } else if han(0) && han(1) && !han(2) && is_surname(chars[1]) {
            starts[1]
        } else {
            return None;
        };
        let name = &text[start..end];
        // 「张某某委员」 is masked already.
        if name.contains('某') {
            return None;
        }
        if self.not_names.iter().any(|word| name.contains(&**word)) {
            return None;
        }
        // A dictionary word is no private person's name, and one that reaches in from the left
        // shows that no name begins here.
        let left = text[..start]
            .char_indices()
            .rev()
            .take(4)
            .take_while(|&(_, c)| is_han(c))
            .last()
            .map_or(start, |(at, _)| at);
        let tokens = segmenter::cut(&text[left..end]);
        let begins = tokens.iter().any(|(range, _)| left + range.start == start);
        let whole = tokens.iter().any(|(range, word)| {
            left + range.start == start && word.len() == name.len()
                || left + range.start == start
                    && word.chars().count() == 2
                    && name.chars().count() == 3
        });
        (begins && !whole).then_some(start..end)
    }
}
