//! Sessions of one term whose numbers and years cannot both be: 五届二次会议 in 2023, 五届四次会议 in 2024.

use std::{collections::HashMap, ops::Range};

use super::window_before;
use crate::{
    facts::dated::When,
    reading::Draft,
    reading::calendar::{
        mentions::{Session, session_in},
        year_scope,
    },
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// The body that sits: whatever names it, its term, and its kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Body {
    term: u32,
    kind: &'static str,
    name: String,
}

struct Seen {
    year: i32,
    /// The month beside the year, if one is there.
    month: Option<u32>,
    number: u32,
    span: Range<usize>,
}

/// A body meets once a year, so that year less number is the same for one term. One session more or
/// less happens in election years: only a difference of sessions that is larger than that of years,
/// or two numbers in one year, and one number in two years, are stated. Sessions whose year the sentence
/// does not state right beside them are left alone, and so are the national ones, which have their
/// own table.
fn check(doc: &Draft, out: &mut Findings) {
    head(doc, out);
    current(doc, out);
    terms(doc, out);
    let known = known(doc);
    let own = own(doc);
    let mut bodies: HashMap<Body, Vec<Seen>> = HashMap::new();
    for session in &doc.mentions().sessions {
        let text = &doc.text[session.range.clone()];
        let low = window_before(&doc.text, session.range.start, 90);
        let head = &doc.text[low..session.range.start];
        let clause = head
            .rfind(['。', '，', '、', '；', '\n', '（', '：'])
            .map_or(head, |at| &head[at..]);
        let whole = format!("{clause}{text}");
        let at_home = own
            .as_ref()
            .filter(|own| own.term == session.term && own.is_meant(head, text));
        let Some(kind) = kind(&whole).or(at_home.map(|own| own.kind)) else {
            continue;
        };
        let Some((year, at)) = year_beside(doc, &session.range) else {
            continue;
        };
        let name: String = clause
            .chars()
            .rev()
            .skip_while(|c| matches!(c, '第' | '届'))
            .take_while(|&c| {
                crate::language::han::is_han(c)
                    && !matches!(c, '在' | '了' | '的' | '开' | '月' | '日' | '年')
            })
            .take(5)
            .collect();
        let name = if at_home.is_some_and(|own| own.kind == kind) {
            String::new()
        } else {
            name
        };
        let body = Body {
            term: session.term,
            kind,
            name,
        };
        let span = at..session.range.end;
        let level = level(head);
        let told: Vec<&Known> = known
            .iter()
            .filter(|known| {
                known.term == session.term && known.kind == kind && Some(known.level) == level
            })
            .collect();
        if !told.is_empty() {
            // The very session that is dated is compared by its name, as an event.
            let wrong = told.iter().find(|known| {
                known.number != session.number && !known.allows(year, session.number)
            });
            match wrong {
                Some(known) => out.report(
                    Finding::new(span)
                        .message("known")
                        .arg("year", year)
                        .arg("found", text)
                        .arg("other", &known.name)
                        .arg("held", known.held),
                ),
                None => out.verify(),
            }
            continue;
        }
        let seen = bodies.entry(body).or_default();
        let month = doc
            .mentions()
            .dates_in(&span)
            .first()
            .map(|date| date.month);
        let conflict = seen.iter().find(|other| {
            disagree((year, session.number), (other.year, other.number))
                && !far_enough(
                    (year, month, session.number),
                    (other.year, other.month, other.number),
                )
        });
        if let Some(other) = conflict {
            out.report(
                Finding::new(span.clone())
                    .arg("year", year)
                    .arg("found", text)
                    .arg("other", &doc.text[other.span.clone()])
                    .related(other.span.clone(), "other-here"),
            );
        } else if !seen.is_empty() {
            out.verify();
        }
        seen.push(Seen {
            year,
            month,
            number: session.number,
            span,
        });
    }
}

/// Whether two sessions of one term, each as year and number, cannot both be.
fn disagree(one: (i32, u32), other: (i32, u32)) -> bool {
    let years = i64::from(one.0) - i64::from(other.0);
    let numbers = i64::from(one.1) - i64::from(other.1);
    (years == 0) != (numbers == 0) && (years - numbers).abs() >= 1
        || years != 0 && (numbers.abs() > years.abs() || numbers.signum() != years.signum())
}

/// The fewest months between two sessions: one in January may be followed by one in December.
const LEAST: i64 = 8;

/// Whether two sessions, each as year, month and number, lie as far apart as their numbers ask for.
fn far_enough(one: (i32, Option<u32>, u32), other: (i32, Option<u32>, u32)) -> bool {
    let (Some(month), Some(before)) = (one.1, other.1) else {
        return false;
    };
    let months =
        (i64::from(one.0) - i64::from(other.0)) * 12 + i64::from(month) - i64::from(before);
    let numbers = i64::from(one.2) - i64::from(other.2);
    numbers != 0 && months.signum() == numbers.signum() && months.abs() >= numbers.abs() * LEAST
}

/// The body before which a report was given, from its date line: 2025年1月13日在政协第十届临河市委员会第四次会议上.
struct Own {
    term: u32,
    kind: &'static str,
    level: char,
    /// The place: 临河, empty where the line does not name it.
    place: String,
}

impl Own {
    /// Whether the session `text` after `head` is one of this body: in the words of the date line, by
    /// its short name (市政协), or with no name at all (召开十届三次会议).
    fn is_meant(&self, head: &str, text: &str) -> bool {
        let full = format!("{}{}", self.place, self.level);
        let head = head.trim_end_matches('第');
        if head.ends_with(self.kind) && !self.place.is_empty() && text.contains(&full) {
            return true;
        }
        if let Some(before) = head
            .strip_suffix(self.kind)
            .and_then(|before| before.strip_suffix(self.level))
        {
            let bare = before.chars().next_back().is_none_or(|c| {
                !crate::language::han::is_han(c)
                    || matches!(c, '的' | '在' | '开' | '行' | '月' | '日')
            });
            return bare || !self.place.is_empty() && before.ends_with(&self.place);
        }
        text.ends_with("次会议")
            && text.chars().count() <= 10
            && !text.contains(['大', '委'])
            && ["召开", "召开的", "举行", "举行的", "月，", "年，"]
                .iter()
                .any(|word| head.ends_with(word))
    }
}

fn own(doc: &Draft) -> Option<Own> {
    let day = doc.profile().clock.report.as_ref()?;
    let block = doc.blocks.get(doc.block_at(day.range.start)?)?;
    let session = doc
        .mentions()
        .sessions
        .iter()
        .find(|session| session.range.start >= day.range.end)
        .filter(|session| session.range.end <= block.range.end)?;
    let head = doc.text.get(day.range.end..session.range.start)?;
    let text = doc.text.get(session.range.clone())?;
    let kind = kind(&format!("{head}{text}"))?;
    // 政协第十届临河市委员会, 临河市第八届人民代表大会, 政协临河市十届三次会议
    let inside = text.split_once('届').map_or("", |(_, rest)| rest);
    let name = if inside.contains("委员会") {
        inside
    } else {
        head.trim_start_matches(['在', '，', ' '])
    };
    let (at, level) = name
        .char_indices()
        .find(|(_, c)| matches!(c, '省' | '市' | '县' | '区' | '州' | '旗' | '盟'))?;
    let place = name.get(..at)?.trim_start_matches("政协");
    Some(Own {
        term: session.term,
        kind,
        level,
        place: place.to_owned(),
    })
}

/// Which body a name tells; none for the national ones, which have their own table.
fn kind(name: &str) -> Option<&'static str> {
    const KINDS: [&str; 8] = [
        "中央委员会",
        "全国",
        "政协",
        "政治协商",
        "人民代表大会",
        "人大",
        "党代",
        "党员代表",
    ];
    match *KINDS.iter().find(|kind| name.contains(**kind))? {
        "中央委员会" | "全国" => None,
        "政治协商" => Some("政协"),
        "人民代表大会" => Some("人大"),
        kind => Some(kind),
    }
}

/// Whose body it is: the last 省, 市, 县, 区 before its term.
fn level(head: &str) -> Option<char> {
    head.chars()
        .rev()
        .take(12)
        .find(|c| matches!(c, '省' | '市' | '县' | '区' | '州' | '旗' | '盟'))
}

/// A session that the configuration dates.
struct Known {
    term: u32,
    number: u32,
    kind: &'static str,
    level: char,
    held: When,
    name: String,
}

impl Known {
    /// Whether session `number` of the same term can have been in `year`: one a year, but one held
    /// late in its year may be followed by one early in the year after the next.
    fn allows(&self, year: i32, number: u32) -> bool {
        let off = i64::from(year)
            - i64::from(self.held.year)
            - (i64::from(number) - i64::from(self.number));
        match self.held.month {
            Some(1..=6) => off == 0,
            Some(_) => (0..=1).contains(&off),
            None => (-1..=1).contains(&off),
        }
    }
}

fn known(doc: &Draft) -> Vec<Known> {
    let facts = doc.context.facts.all().iter();
    facts
        .filter_map(|fact| {
            let session = session_in(&fact.name)?;
            let head = fact.name.get(..session.range.start)?;
            Some(Known {
                term: session.term,
                number: session.number,
                kind: kind(&fact.name)?,
                level: level(head)?,
                held: fact.start,
                name: fact.name.to_string(),
            })
        })
        .collect()
}

/// The year written shortly before the session in its clause.
fn year_beside(doc: &Draft, range: &Range<usize>) -> Option<(i32, usize)> {
    let clause = year_scope::clause(doc, range);
    let low = window_before(&doc.text, range.start, 75).max(clause.start);
    let [.., year] = doc.mentions().years_in(&(low..range.start)) else {
        return None;
    };
    let between = &doc.text[year.range.end..range.start];
    let loose = year_scope::contains(
        between,
        &[
            "前", "后", "以来", "至", "到", "、", "将", "提案", "比", "按照", "精神",
        ],
    );
    (!loose && year_scope::contains(between, &["召开", "举行", "在", "开幕"]))
        .then_some((year.value, year.range.start))
}

/// The session in the title, in the date line and in the first sentence is one and the same.
fn head(doc: &Draft, out: &mut Findings) {
    /// In how many blocks from the beginning.
    const HEAD: usize = 5;
    /// How far from the beginning of its block, in bytes: a date and a bracket may be before it.
    const LEAD: usize = 60;
    let mut found: Vec<(&Session, &str)> = Vec::new();
    for block in doc.blocks.iter().take(HEAD) {
        let near = doc.mentions().sessions.iter().find(|session| {
            block.range.start <= session.range.start && session.range.end <= block.range.end
        });
        let Some(session) = near.filter(|session| session.range.start - block.range.start <= LEAD)
        else {
            continue;
        };
        let text = doc.text.get(session.range.clone()).unwrap_or_default();
        let Some((_, rest)) = text.split_once('届') else {
            continue;
        };
        let lead = doc
            .text
            .get(block.range.start..session.range.start)
            .unwrap_or_default();
        let bare = lead.trim_start_matches(|c: char| {
            c.is_ascii_digit() || "（(年月日在—─－- \u{3000}〇零一二三四五六七八九十".contains(c)
        });
        let body = rest.split('第').next().unwrap_or(rest);
        if bare.is_empty() && !body.is_empty() {
            found.push((session, body));
        }
    }
    let Some((first, body)) = found.first() else {
        return;
    };
    // The history of a law tells which session adopted it and which amended it, each with its day.
    let year = |session: &Session| {
        let block = doc.blocks.get(doc.block_at(session.range.start)?)?;
        let lead = block.range.start..session.range.start;
        Some(doc.mentions().years_in(&lead).first()?.value)
    };
    let apart = |one: &Session, other: &Session| {
        let years = year(one).zip(year(other));
        years.is_some_and(|(one, other)| one != other)
    };
    for (session, other) in found.iter().skip(1).filter(|(_, other)| other == body) {
        if apart(first, session) {
            continue;
        }
        if (session.term, session.number) == (first.term, first.number) {
            out.verify();
            continue;
        }
        // The form that the head has more often is right.
        let count = |of: &Session| {
            found
                .iter()
                .filter(|(one, name)| {
                    name == other && (one.term, one.number) == (of.term, of.number)
                })
                .count()
        };
        let (wrong, right) = if count(first) < count(session) {
            (*first, *session)
        } else {
            (*session, *first)
        };
        out.report(
            Finding::new(wrong.range.clone())
                .message("head")
                .arg("found", &doc.text[wrong.range.clone()])
                .arg("other", &doc.text[right.range.clone()])
                .related(right.range.clone(), "other-here"),
        );
        return;
    }
}

/// What is behind a session that sits now.
const SITS: [&str; 11] = [
    "召开",
    "拉开帷幕",
    "开幕",
    "闭幕",
    "胜利召开",
    "胜利闭幕",
    "隆重开幕",
    "期间，",
    "的各位",
    "的委员",
    "隆重召开",
];

/// The session of the date line is the one that the text speaks of as sitting.
fn current(doc: &Draft, out: &mut Findings) {
    let Some(own) = own(doc) else { return };
    let Some(dated) = own_session(doc) else {
        return;
    };
    let text = &*doc.text;
    let mut wrong: Vec<&Session> = Vec::new();
    for session in &doc.mentions().sessions {
        if session.range.start <= dated.range.end || session.term != own.term {
            continue;
        }
        let low = window_before(text, session.range.start, 90);
        let before = text.get(low..session.range.start).unwrap_or_default();
        let name = text.get(session.range.clone()).unwrap_or_default();
        let behind = text.get(session.range.end..).unwrap_or_default();
        let sits = SITS.iter().any(|word| behind.starts_with(word))
            || ["聚焦", "出席", "列席"].iter().any(|word| {
                before
                    .get(before.ceil_char_boundary(before.len().saturating_sub(30))..)
                    .unwrap_or_default()
                    .contains(word)
            });
        if !own.is_meant(before, name) || !sits || year_beside(doc, &session.range).is_some() {
            continue;
        }
        if session.number == dated.number {
            out.verify();
            return;
        }
        wrong.push(session);
    }
    let Some(first) = wrong.first() else { return };
    out.report(
        Finding::new(first.range.clone())
            .message("dated")
            .arg("found", &text[first.range.clone()])
            .arg("other", &text[dated.range.clone()])
            .related(dated.range.clone(), "other-here"),
    );
}

/// The session of the date line.
fn own_session(doc: &Draft) -> Option<&Session> {
    let day = doc.profile().clock.report.as_ref()?;
    let block = doc.blocks.get(doc.block_at(day.range.start)?)?;
    doc.mentions().sessions.iter().find(|session| {
        session.range.start >= day.range.end && session.range.end <= block.range.end
    })
}

/// One session of one body is of one term: 区十三届人大三次会议 in a heading, 区十二届人大三次会议 below.
fn terms(doc: &Draft, out: &mut Findings) {
    // A digest speaks of the sessions of many places; a report of those of its own.
    if own(doc).is_none() {
        return;
    }
    let text = &*doc.text;
    let mut seen: HashMap<(&'static str, u32), Vec<&Session>> = HashMap::new();
    for session in &doc.mentions().sessions {
        let name = text.get(session.range.clone()).unwrap_or_default();
        let low = window_before(text, session.range.start, 24);
        let before = text.get(low..session.range.start).unwrap_or_default();
        let clause = year_scope::clause(doc, &session.range);
        let lead = text
            .get(clause.start..session.range.start)
            .unwrap_or_default();
        let short = name.chars().count() <= 12;
        let Some(kind) = kind(&format!("{before}{name}")).filter(|_| short) else {
            continue;
        };
        let dated = year_beside(doc, &session.range).is_some()
            || lead.contains('年')
            || text[session.range.end..].starts_with("以来");
        if !dated {
            seen.entry((kind, session.number))
                .or_default()
                .push(session);
        }
    }
    let mut groups: Vec<Vec<&Session>> = seen.into_values().collect();
    groups.sort_by_key(|group| group.first().map_or(0, |session| session.range.start));
    for group in groups {
        let mut terms: Vec<u32> = group.iter().map(|session| session.term).collect();
        terms.sort_unstable();
        terms.dedup();
        let [one, other] = terms[..] else { continue };
        let count = |term: u32| group.iter().filter(|session| session.term == term).count();
        let (rare, often) = if count(one) <= count(other) {
            (one, other)
        } else {
            (other, one)
        };
        // Two terms in a row meet in the year of an election, and then one of them sits for the first time.
        if count(rare) != 1 || group.iter().any(|session| session.number == 1) {
            continue;
        }
        let wrong = group.iter().find(|session| session.term == rare);
        let right = group.iter().find(|session| session.term == often);
        if let (Some(wrong), Some(right)) = (wrong, right) {
            out.report(
                Finding::new(wrong.range.clone())
                    .message("term")
                    .arg("found", &text[wrong.range.clone()])
                    .arg("other", &text[right.range.clone()])
                    .related(right.range.clone(), "other-here"),
            );
        }
    }
}
