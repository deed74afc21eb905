//! A goal or campaign spoken of as present after it ended or before it existed, or a congress that
//! guides although a later one has been held.

use std::{collections::HashSet, ops::Range};

use serde::Deserialize;

use super::{ceiling, in_title, is_count, window_after, with_guess, years};
use crate::{
    facts::dated::{self, Fact, FactKind},
    reading::Draft,
    reading::calendar::year_scope::{self, Basis},
    rules::{Check, Finding, Findings, Level, Settings},
    scan::word_set::WordSet,
};

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    let expressions: Vec<Expression> = settings.data("expressions");
    let owned = |(index, expression): (usize, &Expression)| vec![index; expression.words.len()];
    let words = expressions.iter().flat_map(|expression| &expression.words);
    Box::new(StaleExpression {
        words: WordSet::new(words.map(String::as_str)),
        owners: expressions.iter().enumerate().flat_map(owned).collect(),
        expressions,
        past: settings.data("past"),
    })
}

/// An expression with the year from which it is stale.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Expression {
    words: Vec<String>,
    /// What came of it, as the message says it.
    end: String,
    /// The first year in which nobody speaks of it as present.
    from: i32,
    /// The first year in which it cannot be what the year is called by: 「…的关键之年」.
    called: Option<i32>,
    /// What may be right before or after it where it is stated as history.
    before: Vec<String>,
    after: Vec<String>,
}

struct StaleExpression {
    words: WordSet,
    /// The index of each word's expression.
    owners: Vec<usize>,
    expressions: Vec<Expression>,
    past: Vec<String>,
}

impl Check for StaleExpression {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        if doc.profile().clock.years().is_empty() && doc.mentions().years.is_empty() {
            return;
        }
        for (word, place) in self.words.find(doc) {
            self.judge(doc, &self.expressions[self.owners[word]], &place, out);
        }
        guiding_congress(doc, out);
        not_yet_born(doc, out);
    }
}

impl StaleExpression {
    /// History may name anything: the clause says that it is over, or when it was.
    fn judge(
        &self,
        doc: &Draft,
        expression: &Expression,
        range: &Range<usize>,
        out: &mut Findings,
    ) {
        let text = &*doc.text;
        let clause = year_scope::clause(doc, range);
        let before = &text[clause.start..range.start];
        let after = &text[range.end..clause.end];
        // 「脱贫攻坚中，整村搬到了山梁上」
        let told = after == "中"
            || expression
                .before
                .iter()
                .any(|word| before.ends_with(word.as_str()))
            || expression
                .after
                .iter()
                .any(|word| after.starts_with(word.as_str()))
            || self
                .past
                .iter()
                .any(|word| before.contains(word.as_str()) || after.contains(word.as_str()));
        if told || in_title(doc, range) {
            return;
        }
        let Some(scope) = doc.year_scope(range) else {
            out.silent(range.clone(), "no-year", &[]);
            return;
        };
        let called = matches!(scope.basis, Basis::Stated | Basis::Relative)
            && scope.years.len() == 1
            && year_scope::contains(after, &["之年", "一年"]);
        let from = if called {
            expression.called.unwrap_or(expression.from)
        } else {
            expression.from
        };
        if scope.years.iter().any(|&year| year < from) {
            return;
        }
        let mut finding = Finding::new(range.clone())
            .arg("found", &text[range.clone()])
            .arg("end", &expression.end)
            .arg("of", years(&scope));
        if called && expression.called.is_some() {
            finding = finding.level(Level::Error);
        }
        if let Some(told) = scope.place.clone() {
            finding = finding.related(told, "year-told");
        }
        out.report(with_guess(finding, &scope));
    }
}

/// Words that make a congress the one that guides the work.
const GUIDES: &[&str] = &["贯彻", "指导", "落实", "学习", "指引", "遵循"];
/// Words that make it one of history.
const TELLS: &[&str] = &[
    "以来", "报告", "确定", "代表", "提出", "召开", "修改", "首次", "之后", "闭幕", "作出",
];

/// The congress whose spirit a draft carries out is the latest one at its date. A draft that names
/// a later one anywhere knows of it.
fn guiding_congress(doc: &Draft, out: &mut Findings) {
    let clock = &doc.profile().clock;
    let Some((year, month, day)) = clock.earliest() else {
        return;
    };
    let named = doc.facts();
    if !named
        .iter()
        .any(|named| named.fact.kind == FactKind::Congress)
    {
        return;
    }
    let congresses: Vec<&Fact> = dated::all()
        .iter()
        .map(|fact| &**fact)
        .filter(|fact| fact.kind == FactKind::Congress)
        .collect();
    // Three months for a draft to take notice.
    let Some(latest) = congresses
        .iter()
        .filter(|fact| {
            let (held, in_month, on) = fact.start.first();
            (held * 12 + in_month as i32 + 3, on) <= (year * 12 + month as i32, day)
        })
        .max_by_key(|fact| fact.start.first())
    else {
        return;
    };
    let knows = named.iter().any(|named| {
        named.fact.kind == FactKind::Congress && named.fact.start.year >= latest.start.year
    });
    if knows || year - latest.start.year > 6 {
        return;
    }
    for mention in named
        .iter()
        .filter(|named| named.fact.kind == FactKind::Congress)
    {
        // One before the last is plain history.
        if latest.start.year - mention.fact.start.year > 5 || is_count(doc, mention) {
            continue;
        }
        let text = &*doc.text;
        let sentence = year_scope::clause(doc, &mention.range);
        let after =
            &text[mention.range.end..window_after(text, mention.range.end, 45).min(sentence.end)];
        let guides = year_scope::contains(&text[sentence.clone()], GUIDES)
            && after.contains("精神")
            && !TELLS.iter().any(|word| after.starts_with(word));
        if !guides || in_title(doc, &mention.range) {
            continue;
        }
        let Some(scope) = doc.year_scope(&mention.range) else {
            continue;
        };
        if scope.years.iter().any(|&year| year <= latest.start.year) {
            continue;
        }
        let mut finding = Finding::new(mention.range.clone())
            .message("congress")
            .arg("found", &text[mention.range.clone()])
            .arg("latest", &latest.name)
            .arg("held", latest.start)
            .arg("of", years(&scope));
        if let Some(told) = scope.place {
            finding = finding.related(told, "year-told");
        }
        out.report(finding);
    }
}

/// A set phrase in a draft older than the phrase.
fn not_yet_born(doc: &Draft, out: &mut Findings) {
    let clock = &doc.profile().clock;
    if clock.only.is_some() {
        return;
    }
    let Some(latest) = clock.latest() else { return };
    let mut seen = HashSet::new();
    for mention in doc
        .facts()
        .iter()
        .filter(|named| named.fact.kind == FactKind::Phrase)
    {
        let start = mention.fact.start;
        // From memory only the year is trusted.
        let later = match ceiling(mention.fact.certainty) {
            Level::Error => start.first() > latest,
            _ => start.year > latest.0,
        };
        if !later || in_title(doc, &mention.range) || !seen.insert(&*mention.fact.name) {
            continue;
        }
        out.report(
            Finding::new(mention.range.clone())
                .message("unborn")
                .arg("found", &doc.text[mention.range.clone()])
                .arg("born", start)
                .arg("now", format!("{}年", latest.0))
                .level(ceiling(mention.fact.certainty).min(Level::Warning)),
        );
    }
}
