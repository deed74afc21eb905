//! The time that a statement speaks of, as years from one to another, with the place that says so.
//!
//! Where [`scope`](crate::reading::calendar::year_scope::scope) knows the one year of a statement, this knows the
//! interval of those that speak of several: 五年来 in a report of 2018 is 2013 to 2018.

use std::ops::{Deref, Range};

use crate::{
    document::Document,
    facts::dated::{FactKind, Named},
    language::numeral,
    language::terms::Terms,
    reading::calendar::{
        clock::{Clock, Outlook, Section},
        mentions::Mentions,
        year_scope,
    },
};

/// What the time of a statement is read from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The text and its blocks.
    pub document: &'a Document,
    /// The dates that it mentions.
    pub mentions: &'a Mentions,
    /// When it speaks.
    pub clock: &'a Clock,
    /// The dated facts that it names.
    pub facts: &'a [Named],
}

impl Deref for Sources<'_> {
    type Target = Document;

    fn deref(&self) -> &Document {
        self.document
    }
}

/// Whether a statement looks back or ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It tells what was done.
    Done,
    /// It says what is to be done.
    Planned,
    /// It does not say.
    Open,
}

/// What the interval of a statement was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A year in its own sentence.
    Sentence,
    /// Words for several years: 五年来, “十四五”时期.
    Span,
    /// The heading above.
    Section,
    /// The date or the years of the whole draft.
    Document,
}

/// The years that a statement speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// The first of them.
    pub first: i32,
    /// The last of them.
    pub last: i32,
    /// Whether it looks back or ahead.
    pub mode: Mode,
    /// Whether its section says so, not only a word of the sentence.
    pub firm: bool,
    /// What it was read from,
    pub origin: Origin,
    /// and where that is.
    pub place: Option<Range<usize>>,
}

impl Interval {
    /// Whether `year` is one of its years.
    pub fn holds(&self, year: i32) -> bool {
        (self.first..=self.last).contains(&year)
    }

    /// Its years in words: 2024年, 2021—2025年.
    pub fn years(&self) -> String {
        if self.first == self.last {
            format!("{}年", self.first)
        } else {
            format!("{}—{}年", self.first, self.last)
        }
    }
}

/// When a draft speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Now {
    /// The year in which it was given.
    pub year: i32,
    /// The month, where its date tells.
    pub month: Option<u32>,
    /// The year under review, where a heading or the month tells.
    pub reviewed: i32,
    /// Whether it is a report, a plan or a resolution, which speaks of its own time throughout.
    pub report: bool,
    /// The place that tells.
    pub place: Range<usize>,
}

/// When the draft speaks, from its date line or from the headings that review one year and plan the
/// next; none where only a title or a lone year tells.
pub fn now(doc: &Sources<'_>) -> Option<Now> {
    let clock = doc.clock;
    if let Some(day) = &clock.report {
        let own = clock.reviewed.as_ref().map(|told| told.year);
        let early = day.month <= 4;
        return Some(Now {
            year: day.year,
            month: Some(day.month),
            reviewed: own.unwrap_or(if early { day.year - 1 } else { day.year }),
            report: clock.reviewed.is_some() || clock.planned.is_some() || is_report(doc),
            place: day.range.clone(),
        });
    }
    match (&clock.reviewed, &clock.planned) {
        (Some(reviewed), Some(planned)) if planned.year == reviewed.year + 1 => Some(Now {
            year: planned.year,
            month: None,
            reviewed: reviewed.year,
            report: true,
            place: planned.range.clone(),
        }),
        // Of two headings that do not fit the one that looks back is trusted.
        (Some(reviewed), _) => Some(Now {
            year: reviewed.year + 1,
            month: None,
            reviewed: reviewed.year,
            report: true,
            place: reviewed.range.clone(),
        }),
        (None, Some(planned)) => Some(Now {
            year: planned.year,
            month: None,
            reviewed: planned.year - 1,
            report: true,
            place: planned.range.clone(),
        }),
        (None, None) => of_session(doc),
    }
}

/// The time of a session in the title, where it is a known one: a resolution of it.
fn of_session(doc: &Sources<'_>) -> Option<Now> {
    let head = doc
        .blocks
        .iter()
        .take(3)
        .map(|block| block.range.end)
        .max()?;
    let named = doc.facts.iter().find(|named| {
        named.range.end <= head
            && matches!(named.fact.kind, FactKind::NpcSession | FactKind::Congress)
    })?;
    let (year, month, _) = named.fact.start.first();
    let title = doc.block_at(named.range.start)?;
    let resolution = doc.blocks.get(title).map(|block| doc.block_text(block))?;
    (resolution.contains("决议") || resolution.contains("报告")).then(|| Now {
        year,
        month: Some(month),
        reviewed: year - 1,
        report: true,
        place: named.range.clone(),
    })
}

/// Words that open the time of a statement so far that nothing can be held against it.
static HISTORY: Terms = Terms::new(&[
    "改革开放以来",
    "新中国成立以来",
    "新中国成立后",
    "建国以来",
    "建党以来",
    "建市以来",
    "建区以来",
    "建省以来",
    "成立以来",
    "有史以来",
    "历史上",
    "当年",
    "当时",
    "那年",
    "同年",
    "次年",
    "翌年",
    "年代",
    "世纪",
    "多年来",
    "长期以来",
    "曾",
    "先后",
    "百年",
    "历次",
    "历届",
]);

/// Words before which a year is a limit, not the time of the statement.
const LIMITS: [char; 10] = ['到', '至', '从', '自', '前', '—', '比', '较', '与', '由'];

/// The years that the statement at `place` speaks of; none where it may speak of any time.
pub fn interval(doc: &Sources<'_>, now: &Now, place: &Range<usize>) -> Option<Interval> {
    let mut found = read(doc, now, place)?;
    let block = doc.block_at(place.start)?;
    let section = doc.clock.section_at(block);
    found.firm =
        section.is_some_and(|section| section.mood != Outlook::Open) || is_after_plan(doc, block);
    Some(found)
}

/// Whether a block is behind the plan of a report.
fn is_after_plan(doc: &Sources<'_>, block: usize) -> bool {
    let planned = doc.clock.planned.as_ref();
    planned.is_some_and(|told| block > told.block)
}

/// Whether one of the first lines calls the draft a report, a plan, a resolution.
fn is_report(doc: &Sources<'_>) -> bool {
    let head = doc.blocks.iter().take(6);
    head.filter(|block| block.range.len() < 240)
        .map(|block| doc.block_text(block))
        .any(|line| {
            ["报告", "决议", "要点", "工作计划", "总结"]
                .iter()
                .any(|word| line.contains(word))
        })
}

fn read(doc: &Sources<'_>, now: &Now, place: &Range<usize>) -> Option<Interval> {
    let clock = doc.clock;
    let sentence = year_scope::sentence(doc, place);
    let before = sentence.start..place.start;
    let text = doc.text.get(before.clone())?;
    let block = doc.block_at(place.start)?;
    let section = clock.section_at(block);
    let after_plan = is_after_plan(doc, block);
    let mode = mode(text, section, after_plan);
    if let Some(found) = own_years(doc, &before, now, mode) {
        return found;
    }
    if let Some(found) = span(doc, &before, now, mode) {
        return Some(found);
    }
    if HISTORY.stand_in(text) {
        return None;
    }
    if let Some(section) = section {
        return of_section(doc, section, now, mode);
    }
    of_document(doc, clock, now, mode)
}

/// The words by which a clause says that it looks ahead, whatever its section.
static AHEAD: Terms = Terms::new(&[
    "将",
    "力争",
    "争取",
    "确保",
    "必须",
    "努力实现",
    "为实现",
    "全力实现",
    "今年要",
    "要",
]);

/// Whether the statement behind `before` looks back or ahead: its section says so, or its own words.
fn mode(before: &str, section: Option<&Section>, after_plan: bool) -> Mode {
    match section.map(|section| section.mood) {
        Some(Outlook::Review) => Mode::Done,
        Some(Outlook::Plan) => Mode::Planned,
        // What is behind the plan of a report looks ahead, too.
        _ if after_plan || AHEAD.stand_in(before) => Mode::Planned,
        _ => Mode::Open,
    }
}

/// The year that is last in `before`, or the word for one. `Some(None)` where it is a limit or a
/// year of history that does not settle the matter.
#[expect(
    clippy::option_option,
    reason = "found nothing, found that it is open, found it"
)]
fn own_years(
    doc: &Sources<'_>,
    before: &Range<usize>,
    now: &Now,
    mode: Mode,
) -> Option<Option<Interval>> {
    let mentions = doc.mentions;
    let text = &*doc.text;
    let year = mentions.years_in(before).last();
    let word = mentions.relative_years_in(before).last();
    let (first, last, range) = match (year, word) {
        (year, Some(word)) if year.is_none_or(|year| year.range.end <= word.range.start) => {
            let year = now.year + word.offset;
            (year, year, word.range.clone())
        }
        (Some(year), _) => (year.value, year.value, year.range.clone()),
        _ => return None,
    };
    let lead = text.get(before.start..range.start)?;
    let after = text.get(range.end..before.end)?;
    let limit = lead.ends_with(LIMITS)
        || [
            "以来", "起", "至", "到", "—", "-", "～", "前", "后", "底", "末", "以",
        ]
        .iter()
        .any(|word| after.starts_with(word))
        || after.starts_with("远景")
        || first > now.year + 4
        || after.contains("年来")
        || after.contains("期间");
    if limit {
        // 「今年以来」 is this year.
        let since = after.starts_with("以来") && year.is_none_or(|year| year.range != range);
        if !since {
            return Some(None);
        }
    }
    Some(Some(Interval {
        first,
        last,
        mode,
        firm: false,
        origin: Origin::Sentence,
        place: Some(range),
    }))
}

/// Words for the years before the one in which a draft speaks, and how many they are.
const SPANS: [(&str, i32); 16] = [
    ("过去五年", 5),
    ("五年来", 5),
    ("5年来", 5),
    ("五年间", 5),
    ("这五年", 5),
    ("五年的", 5),
    ("本届政府", 5),
    ("本届以来", 5),
    ("过去十年", 10),
    ("十年来", 10),
    ("新时代十年", 10),
    ("这十年", 10),
    ("三年来", 3),
    ("两年来", 2),
    ("四年来", 4),
    ("十年间", 10),
];

/// The interval that words for several years give: 五年来, “十三五”时期, 党的十八大以来.
fn span(doc: &Sources<'_>, before: &Range<usize>, now: &Now, mode: Mode) -> Option<Interval> {
    let text = doc.text.get(before.clone())?;
    if let Some(plan) = doc.mentions.plans_in(before).last()
        && let Some((first, last)) = plan.years()
    {
        let after = doc.text.get(plan.range.end..before.end)?;
        let named = doc.text.get(plan.range.clone())?;
        let over = ["时期", "期间", "以来", "五年", "这五年", "的五年"];
        if over
            .iter()
            .any(|word| after.starts_with(word) || named.ends_with(word))
        {
            return Some(Interval {
                first,
                last,
                mode,
                firm: false,
                origin: Origin::Span,
                place: Some(plan.range.clone()),
            });
        }
    }
    let congress = doc.facts.iter().rev().find(|named| {
        named.fact.kind == FactKind::Congress
            && before.start <= named.range.start
            && named.range.end <= before.end
            && doc.text[named.range.end..].starts_with("以来")
    });
    if let Some(named) = congress {
        return Some(Interval {
            first: named.fact.start.year,
            last: now.year,
            mode,
            firm: false,
            origin: Origin::Span,
            place: Some(named.range.clone()),
        });
    }
    let (at, word, count) = SPANS
        .iter()
        .filter_map(|(word, count)| text.rfind(word).map(|at| (at, *word, *count)))
        .max()?;
    let start = before.start + at;
    Some(Interval {
        first: now.reviewed - count,
        last: now.year,
        mode,
        firm: false,
        origin: Origin::Span,
        place: Some(start..start + word.len()),
    })
}

/// The years that a heading gives its section: those it names, and those of its plans.
fn of_section(doc: &Sources<'_>, section: &Section, now: &Now, mode: Mode) -> Option<Interval> {
    let block = doc.blocks.get(section.block)?;
    let heading = doc.block_text(block);
    let mentions = doc.mentions;
    let mut years: Vec<i32> = mentions
        .years_in(&block.range)
        .iter()
        .filter(|year| !doc.text[year.range.end..].starts_with("远景"))
        .map(|year| year.value)
        .collect();
    years.extend(section.relative.map(|offset| now.year + offset));
    for plan in mentions.plans_in(&block.range) {
        let (first, last) = plan.years()?;
        years.extend([first, last]);
    }
    for (word, count) in SPANS {
        if heading.contains(word) {
            years.extend([now.reviewed - count, now.reviewed]);
        }
    }
    if years.is_empty() || heading.contains("历史") || heading.contains("历程") {
        return None;
    }
    Some(Interval {
        first: years.iter().copied().min()?,
        last: years.iter().copied().max()?,
        mode,
        firm: false,
        origin: Origin::Section,
        place: Some(block.range.clone()),
    })
}

/// The years of a statement of which nothing nearer says.
fn of_document(doc: &Sources<'_>, clock: &Clock, now: &Now, mode: Mode) -> Option<Interval> {
    let first = if clock.retrospect && mode != Mode::Planned {
        now.reviewed - 5
    } else if is_congress_report(doc) {
        // A congress looks back on the five years of its committee, and often further.
        now.year - 10
    } else {
        now.reviewed
    };
    Some(Interval {
        first,
        last: now.year,
        mode,
        firm: false,
        origin: Origin::Document,
        place: Some(now.place.clone()),
    })
}

/// Whether the draft was given before a congress of a party, whose reports look back on a term.
pub fn is_congress_report(doc: &Sources<'_>) -> bool {
    let head = doc.blocks.iter().take(6);
    head.map(|block| doc.block_text(block)).any(|line| {
        (line.contains("次全国代表大会") || line.contains("次党代") || line.contains("次代表大会"))
            && line.contains("报告")
    })
}

/// The number that `text` ends with, and where it begins: 「党的二十」.
pub fn number_at_end(text: &str) -> Option<(u64, usize)> {
    let start = text
        .char_indices()
        .rev()
        .take_while(|&(_, c)| {
            numeral::chinese_digit(c).is_some() || numeral::arabic(c).is_some() || c == '十'
        })
        .take(6)
        .last()
        .map(|(at, _)| at)?;
    Some((numeral::integer(text.get(start..)?)?, start))
}
