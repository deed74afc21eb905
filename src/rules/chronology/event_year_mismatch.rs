//! A congress, plenum, session or campaign tied to a year that is not its own.

use std::ops::Range;

use super::{
    Vote, basis, ceiling, check_congresses, check_editions, check_happenings, check_plenums,
    check_series, in_title, is_count, scope_told, window_after, window_before, with_guess,
    without_leads, years,
};
use crate::{
    facts::dated::{self, FactKind, Named},
    language::numeral,
    reading::Draft,
    reading::calendar::{
        mentions::Year,
        year_scope::{self, Basis},
    },
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    judge_all(doc, out, &mut Vec::new());
}

/// Judges every event, and notes by how many years the draft would have to be moved for it to hold.
pub(crate) fn judge_all(doc: &Draft, out: &mut Findings, votes: &mut Vec<Vote>) {
    plenum_names(doc, out);
    check_series(doc, out);
    check_happenings(doc, out);
    check_plenums(doc, out, votes);
    check_congresses(doc, out, votes);
    let mut future: Vec<&str> = Vec::new();
    for named in doc.facts() {
        if matches!(named.fact.kind, FactKind::Phrase | FactKind::Scheme)
            || in_title(doc, &named.range)
            || is_count(doc, named)
        {
            continue;
        }
        if named.fact.kind == FactKind::Anniversary {
            happened(doc, named, out);
            continue;
        }
        if named.fact.kind == FactKind::Congress && opening_year(doc, named, out, votes) {
            continue;
        }
        if held(doc, named, out, votes) {
            continue;
        }
        if not_yet(doc, named) && !future.contains(&&*named.fact.name) {
            future.push(&named.fact.name);
            report_future(doc, named, out);
        }
    }
    check_editions(doc, out, votes);
}

/// Words for the year after a congress, and for the one in which it is held.
const FIRST_YEARS: &[&str] = &["开局之年", "第一年", "起步之年", "首年", "起始之年"];
const LATER_YEARS: &[&str] = &["关键之年", "关键一年", "重要一年", "攻坚之年", "深化之年"];

/// 「2024年是全面贯彻党的十九大精神的开局之年」: the year of such a sentence is the congress's or the next.
fn opening_year(doc: &Draft, named: &Named, out: &mut Findings, votes: &mut Vec<Vote>) -> bool {
    let end = window_after(&doc.text, named.range.end, 75);
    let after = &doc.text[named.range.end..end];
    let after = &after[..after
        .find(['，', '。', '；', '、', '\n', '“'])
        .unwrap_or(after.len())];
    let start = named.fact.start.year;
    let words = [
        (FIRST_YEARS, start, start + 1),
        (LATER_YEARS, start, start + 5),
        (&["召开之年"][..], start, start),
    ];
    let Some((word, from, to)) = words.iter().find_map(|(words, from, to)| {
        let word = words.iter().find(|word| after.contains(**word))?;
        Some((*word, *from, *to))
    }) else {
        return false;
    };
    let Some(scope) = doc.year_scope(&named.range) else {
        return false;
    };
    let Some(told) = scope.place.clone() else {
        return false;
    };
    if !matches!(scope.basis, Basis::Stated | Basis::Relative) {
        return false;
    }
    let topic = told.end > named.range.start
        || year_scope::is_topic(&doc.text[told.end..named.range.start])
        || doc.text[told.end..named.range.start].contains('是');
    if !topic {
        return false;
    }
    if let (Some(&low), Some(&high)) = (scope.years.iter().min(), scope.years.iter().max()) {
        votes.push(
            Vote::new(
                named.range.clone(),
                &*named.fact.name,
                (from, to),
                (low, high),
            )
            .told(scope_told(doc, &scope)),
        );
    }
    if scope.years.iter().any(|year| (from..=to).contains(year)) {
        out.verify();
        return true;
    }
    let at = after.find(word).unwrap_or(0);
    let span = named.range.start..named.range.end + at + word.len();
    let right = if from == to {
        format!("{to}年")
    } else {
        format!("{}年", from + 1)
    };
    out.report(with_guess(
        Finding::new(span)
            .message("opening")
            .arg("implied", if from == to { to } else { from + 1 })
            .arg("event", &named.fact.name)
            .arg("held", named.fact.start)
            .arg("of", years(&scope))
            .arg("word", word)
            .arg("right", right)
            .level(ceiling(named.fact.certainty))
            .related(told, basis(&scope)),
        &scope,
    ));
    true
}

/// The longest text, in bytes, between a year and what happened in it: 「2018年11月，经国务院批准」.
const LONGEST_BETWEEN: usize = 48;

/// 「2017年11月撤县设市」, of a local fact; of the others only anniversaries are counted. Only the bare
/// statement is judged: 「2023年，抢抓撤县设市机遇」 speaks of something else.
fn happened(doc: &Draft, named: &Named, out: &mut Findings) {
    let text = &*doc.text;
    let sentence = year_scope::sentence(doc, &named.range);
    let low = window_before(text, named.range.start, LONGEST_BETWEEN).max(sentence.start);
    let [.., year] = doc.mentions().years_in(&(low..named.range.start)) else {
        return;
    };
    let mut between = text
        .get(year.range.end..named.range.start)
        .unwrap_or_default()
        .trim_start_matches(|c: char| c.is_ascii_digit() || "月日初底，".contains(c));
    between = without_leads(between);
    let ends = text
        .get(named.range.end..)
        .and_then(|rest| rest.chars().next())
        .is_none_or(|c| matches!(c, '，' | '。' | '；' | '了' | '\n'));
    let lead = text
        .get(..year.range.start)
        .and_then(|before| before.chars().next_back());
    let span = lead.is_some_and(|c| matches!(c, '自' | '从' | '到' | '至' | '前'));
    if !between.is_empty() || !ends || span {
        return;
    }
    let first = named.fact.start.year;
    let last = named.fact.end.map_or(first, |end| end.year);
    if (first..=last).contains(&year.value) {
        out.verify();
    } else {
        report_held(named, year, out);
    }
}

const HELD: &[&str] = &["召开", "举行", "开幕", "闭幕", "审议", "通过", "举办"];

/// 「2024年3月召开的全国政协十四届三次会议」: one year, a verb of meeting, the name, close together.
fn held(doc: &Draft, named: &Named, out: &mut Findings, votes: &mut Vec<Vote>) -> bool {
    if matches!(named.fact.kind, FactKind::Campaign) {
        return false;
    }
    let clause = year_scope::clause(doc, &named.range);
    let low = window_before(&doc.text, named.range.start, 60).max(clause.start);
    let [.., year] = doc.mentions().years_in(&(low..named.range.start)) else {
        return false;
    };
    let between = &doc.text[year.range.end..named.range.start];
    let stop = window_after(&doc.text, named.range.end, 15).min(clause.end);
    let after = doc.text.get(named.range.end..stop).unwrap_or_default();
    let dated = doc
        .profile()
        .clock
        .report
        .as_ref()
        .is_some_and(|day| day.range.start == year.range.start);
    let tied = year_scope::contains(between, HELD) && between.len() <= 45
        || between.len() <= 24 && HELD.iter().any(|word| after.starts_with(word))
        || dated && between.contains('在');
    let loose = [
        "前", "后", "以来", "至", "到", "—", "-", "比", "精神", "按照", "根据", "将", "拟",
    ];
    if !tied || year_scope::contains(between, &loose) {
        return false;
    }
    // 「2023年举办文化节创办十周年活动」 speaks of the anniversary.
    if year_scope::contains(after, &["周年"]) {
        return false;
    }
    let start = named.fact.start.year;
    let end = named.fact.end.map_or(start, |end| end.year);
    votes.push(Vote::new(
        year.range.start..named.range.end,
        &*named.fact.name,
        (start, end),
        (year.value, year.value),
    ));
    if (start..=end).contains(&year.value) {
        out.verify();
        return true;
    }
    report_held(named, year, out);
    true
}

fn report_held(named: &Named, year: &Year, out: &mut Findings) {
    out.report(
        Finding::new(year.range.start..named.range.end)
            .arg("event", &named.fact.name)
            .arg("held", named.fact.start)
            .arg("written", format!("{}年", year.value))
            .level(ceiling(named.fact.certainty))
            .related(year.range.clone(), "year-stated"),
    );
}

const AHEAD: &[&str] = &[
    "迎接",
    "喜迎",
    "即将",
    "将",
    "筹备",
    "备战",
    "准备",
    "到",
    "申办",
    "承办",
    "争取",
    "服务保障",
    "以后",
    "之前",
    "前夕",
];

/// For this many months before it a meeting is spoken of.
const FORESEEN: i32 = 2;

/// Whether the event lies after the report. What is awaited may well be named.
fn not_yet(doc: &Draft, named: &Named) -> bool {
    let clock = &doc.profile().clock;
    if clock.only.is_some() || named.fact.kind == FactKind::Event {
        return false;
    }
    let Some(latest) = clock.latest() else {
        return false;
    };
    if named.fact.start.first() <= latest {
        return false;
    }
    // A campaign that a draft calls for was announced before it began.
    if named.fact.kind == FactKind::Campaign {
        let sentence = year_scope::sentence(doc, &named.range);
        let told = doc.text.get(sentence).unwrap_or_default();
        let past = ["去年", "上年", "了", "已", "以来", "成效", "曾", "一年来"];
        if !year_scope::contains(told, &past) {
            return false;
        }
    }
    // A campaign is announced, and a meeting planned, long before it begins.
    let announced = !matches!(named.fact.kind, FactKind::Plenum | FactKind::Congress);
    if announced && named.fact.start.year <= latest.0 + 1 {
        return false;
    }
    // A congress or a plenum is announced, prepared and wished well in the months before it.
    let months = |(year, month, _): (i32, u32, u32)| year * 12 + i32::try_from(month).unwrap_or(0);
    if months(named.fact.start.first()) - months(latest) <= FORESEEN {
        return false;
    }
    let clause = year_scope::clause(doc, &named.range);
    let before = &doc.text[clause.start..named.range.start];
    let after = &doc.text[named.range.end..window_after(&doc.text, named.range.end, 24)];
    !year_scope::contains(before, AHEAD)
        && !year_scope::contains(
            after,
            &["召开前", "前夕", "将", "之前", "即将", "筹备", "代表"],
        )
}

fn report_future(doc: &Draft, named: &Named, out: &mut Findings) {
    let clock = &doc.profile().clock;
    let told = clock
        .report
        .as_ref()
        .map(|day| (day.range.clone(), "year-document"))
        .or_else(|| {
            clock
                .planned
                .as_ref()
                .or(clock.reviewed.as_ref())
                .map(|told| (told.range.clone(), "year-section"))
        });
    let Some((place, key)) = told else { return };
    let (year, month, _) = clock.latest().unwrap_or_default();
    out.report(
        Finding::new(named.range.clone())
            .message("future")
            .arg("event", &named.fact.name)
            .arg("held", named.fact.start)
            .arg("now", format!("{year}年{month}月"))
            .level(ceiling(named.fact.certainty))
            .related(place, key),
    );
}

/// 「二十大三中全会」 is no such thing, and neither is a plenum beyond the last of its term.
fn plenum_names(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    for at in doc.find("中全会") {
        let low = window_before(text, at, 30);
        let before = &text[low..at];
        let number_at = numeral_start(before);
        let Some(number) = numeral::integer(&before[number_at..]) else {
            continue;
        };
        let head = &before[..number_at];
        let range = |from: usize| Range {
            start: low + from,
            end: at + "中全会".len(),
        };
        if let Some(rest) = head.strip_suffix('大') {
            let from = numeral_start(rest);
            if let Some(term) =
                numeral::integer(&rest[from..]).filter(|term| (2..=30).contains(term))
            {
                out.report(
                    Finding::new(range(from))
                        .message("name")
                        .arg("found", &text[range(from)])
                        .arg(
                            "right",
                            format!("{}届{}中全会", &rest[from..], &before[number_at..]),
                        )
                        .arg("term", term),
                );
            }
        } else if let Some(rest) = head.strip_suffix('届') {
            let from = numeral_start(rest);
            let Some(term) = numeral::integer(&rest[from..]) else {
                continue;
            };
            // The present term is not over.
            if !(9..=19).contains(&term) {
                continue;
            }
            let of_term = format!("{}届", &rest[from..]);
            let known = dated::all()
                .iter()
                .filter(|fact| fact.kind == FactKind::Plenum)
                .filter(|fact| fact.aliases.iter().any(|alias| alias.starts_with(&of_term)))
                .count() as u64;
            if known > 0 && number > known {
                out.report(
                    Finding::new(range(from))
                        .message("none")
                        .arg("found", &text[range(from)])
                        .arg("term", &rest[from..])
                        .arg("known", known),
                );
            }
        }
    }
}

/// Where the numeral that `text` ends with begins.
fn numeral_start(text: &str) -> usize {
    text.char_indices()
        .rev()
        .take_while(|&(_, c)| {
            numeral::chinese_digit(c).is_some() || numeral::arabic(c).is_some() || c == '十'
        })
        .last()
        .map_or(text.len(), |(at, _)| at)
}
