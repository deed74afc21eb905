//! Events and campaigns against the time of their section: what a plan arranges is not over, what a review
//! tells was held in its years, and what is planned is a later one of its series than the last.

use std::{collections::HashMap, ops::Range};

use super::{Vote, ceiling, in_title, interval_told, plans::label, window_after, window_before};
use crate::{
    facts::{
        dated::{Certainty, FactKind},
        series,
    },
    language::numeral,
    language::terms::Terms,
    reading::Draft,
    reading::{
        calendar::year_scope,
        timeline::{Interval, Mode, Now, Origin},
    },
    rules::{Finding, Findings, Level},
};

/// An event that has years of its own.
struct Event {
    range: Range<usize>,
    name: String,
    first: i32,
    last: i32,
    /// The month in which it began, where it is known.
    month: Option<u32>,
    /// How many years lie between two, where it comes again and again.
    every: Option<i32>,
    certainty: Certainty,
    campaign: bool,
}

/// Words of what is to be done for an event.
static PREPARES: Terms = Terms::new(&[
    "办好",
    "做好",
    "筹办",
    "承办",
    "参加",
    "备战",
    "服务保障",
    "举办",
    "开展",
    "实施",
    "推进",
    "组织",
    "打好",
    "打赢",
    "落实",
]);
/// Words of what was done.
static HELD: Terms = Terms::new(&[
    "举办",
    "召开",
    "举行",
    "成功",
    "圆满",
    "出席",
    "开幕",
    "闭幕",
    "参加",
    "亮相",
    "承办",
    "在第",
    "上再创",
    "取得",
    "胜利",
]);
/// Words that put an event at another time than its statement.
static ELSEWHERE: Terms = Terms::new(&[
    "申办",
    "举办权",
    "承办权",
    "以来",
    "自第",
    "继第",
    "上届",
    "上一届",
    "历届",
    "筹备",
    "筹办",
    "启动",
    "备战",
    "评估",
    "成果",
    "巩固",
    "回头看",
    "签约",
    "遗产",
    "倒计时",
    "迎接",
    "常态化",
    "制度化",
]);

/// Holds every event that the tables know against the time of its section.
pub(crate) fn check_editions(doc: &Draft, out: &mut Findings, votes: &mut Vec<Vote>) {
    own_series(doc, out);
    games(doc, out);
    let Some(now) = doc.now() else { return };
    for event in events(doc) {
        if in_title(doc, &event.range) || already(out, &event.range) {
            continue;
        }
        let Some(interval) = doc.interval(&event.range) else {
            continue;
        };
        judge(doc, &event, &interval, (now, votes), out);
    }
}

/// Whether something has been found of the event already.
fn already(out: &Findings, range: &Range<usize>) -> bool {
    out.items
        .iter()
        .any(|found| found.span.start < range.end && range.start < found.span.end)
}

/// The events that `doc` names, from the facts and from the series.
fn events(doc: &Draft) -> Vec<Event> {
    let mut found: Vec<Event> = doc
        .facts()
        .iter()
        .filter(|named| matches!(named.fact.kind, FactKind::Event | FactKind::Campaign))
        .map(|named| {
            let fact = &named.fact;
            Event {
                range: named.range.clone(),
                name: fact.name.to_string(),
                first: fact.start.year,
                last: fact.end.unwrap_or(fact.start).year,
                month: fact.start.month,
                every: fact.name.contains("进口博览会").then_some(1),
                certainty: fact.certainty,
                campaign: fact.kind == FactKind::Campaign,
            }
        })
        .collect();
    for edition in series::editions(doc) {
        let known = found.iter().any(|event| {
            event.range.start < edition.range.end && edition.range.start < event.range.end
        });
        let Some(year) = edition.series.year(edition.number).filter(|_| !known) else {
            continue;
        };
        // A census is prepared the year before and evaluated for two more.
        let census = edition.series.name.ends_with("普查");
        found.push(Event {
            name: edition.series.name.to_owned(),
            first: if census { year - 1 } else { year },
            last: if census { year + 2 } else { year },
            month: None,
            every: (edition.series.measure == '届').then_some(edition.series.every),
            certainty: edition.series.certainty,
            campaign: census,
            range: edition.range,
        });
    }
    found
}

fn judge(
    doc: &Draft,
    event: &Event,
    interval: &Interval,
    (now, votes): (&Now, &mut Vec<Vote>),
    out: &mut Findings,
) {
    let text = &*doc.text;
    let clause = year_scope::clause(doc, &event.range);
    let low = window_before(text, event.range.start, 60).max(clause.start);
    let before = text.get(low..event.range.start).unwrap_or_default();
    let high = window_after(text, event.range.end, 36).min(clause.end.max(event.range.end));
    let behind = text.get(event.range.end..high).unwrap_or_default();
    if phase(doc, event, behind, interval, out) {
        return;
    }
    // What comes every few years is prepared for long, but only after the one before.
    let long = event.every.is_some_and(|every| every > 1) && interval.mode == Mode::Planned;
    let sought = |text: &str| text.contains("申办") || text.contains("举办权");
    let elsewhere = |text: &str| {
        if long {
            sought(text)
        } else {
            ELSEWHERE.stand_in(text)
        }
    };
    if elsewhere(before) || elsewhere(behind) || interval.origin == Origin::Span {
        return;
    }
    if !interval.firm {
        return;
    }
    let (wrong, key) = match interval.mode {
        Mode::Planned => {
            let prepares = PREPARES.stand_in(before) || PREPARES.stand_in(behind);
            let over = event.last < now.year.min(interval.first.max(now.reviewed + 1));
            let early = event
                .every
                .is_some_and(|every| event.first >= now.year + every)
                && interval.first == interval.last
                && now.month.is_none_or(|month| month <= 6);
            if prepares && over {
                note(doc, event, interval, (now.year - 12, event.last), votes);
            }
            (
                prepares && (over || early),
                if over { "over" } else { "early" },
            )
        }
        Mode::Done => {
            let held = HELD.stand_in(before) || HELD.stand_in(behind) || event.campaign;
            // What was held before the report was given may be mentioned with the year before.
            let fresh = event.first == now.year
                && event
                    .month
                    .is_some_and(|month| month <= now.month.unwrap_or(2));
            let misses = event.last < interval.first || event.first > interval.last && !fresh;
            let near = (event.first - interval.last).abs() <= 8;
            if held && near {
                let last = event.last + i32::from(fresh);
                note(
                    doc,
                    event,
                    interval,
                    (event.first - i32::from(fresh), last),
                    votes,
                );
            }
            (held && misses && near, "other-year")
        }
        Mode::Open => (false, ""),
    };
    if !wrong {
        out.verify();
        return;
    }
    let mut finding = Finding::new(event.range.clone())
        .message(key)
        .arg("found", &text[event.range.clone()])
        .arg("event", &event.name)
        .arg("year", years(event))
        .arg("of", interval.years())
        .level(ceiling(event.certainty).min(Level::Warning));
    if let Some(place) = &interval.place {
        finding = finding.related(place.clone(), label(interval));
    }
    out.report(finding);
}

/// Notes by how many years the draft would have to be moved for `event` to lie in `possible`.
fn note(
    doc: &Draft,
    event: &Event,
    interval: &Interval,
    possible: (i32, i32),
    votes: &mut Vec<Vote>,
) {
    votes.push(
        Vote::new(
            event.range.clone(),
            &*event.name,
            possible,
            (interval.first, interval.last),
        )
        .told(interval_told(doc, interval)),
    );
}

fn years(event: &Event) -> String {
    if event.first == event.last {
        format!("{}年", event.first)
    } else {
        format!("{}—{}年", event.first, event.last)
    }
}

/// 「治本攻坚三年行动开局战」: the first or the last year of a campaign.
fn phase(
    doc: &Draft,
    event: &Event,
    behind: &str,
    interval: &Interval,
    out: &mut Findings,
) -> bool {
    if !event.campaign || event.last - event.first < 2 || interval.first != interval.last {
        return false;
    }
    let begins = ["开局", "起步", "首战", "启动"]
        .iter()
        .any(|word| behind.starts_with(word));
    let ends = ["收官", "决胜", "收尾"]
        .iter()
        .any(|word| behind.starts_with(word));
    if !begins && !ends {
        return false;
    }
    let right = if begins { event.first } else { event.last };
    if interval.first == right {
        out.verify();
        return true;
    }
    let mut finding = Finding::new(
        event.range.start
            ..event.range.end + behind.chars().take(2).map(char::len_utf8).sum::<usize>(),
    )
    .message("phase")
    .arg("event", &event.name)
    .arg("year", years(event))
    .arg("of", interval.years())
    .level(ceiling(event.certainty).min(Level::Warning));
    if let Some(place) = &interval.place {
        finding = finding.related(place.clone(), label(interval));
    }
    out.report(finding);
    let _ = doc;
    true
}

/// How the names of what is held again and again end.
const ENDS: [&str; 20] = [
    "全运会",
    "残运会",
    "亚运会",
    "博会",
    "运动会",
    "博览会",
    "交易会",
    "洽谈会",
    "展览会",
    "论坛",
    "峰会",
    "发展大会",
    "商大会",
    "艺术节",
    "文化节",
    "旅游节",
    "视听周",
    "锦标赛",
    "大赛",
    "文化大集",
];

/// One of a series of the draft's own.
struct Own {
    number: u64,
    range: Range<usize>,
    mode: Mode,
    sought: bool,
}

/// What a review says was held and a plan arranges again is a later one: 「办好第八届省旅游产业发展大会」 after
/// the seventh.
fn own_series(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let mut series: HashMap<&str, Vec<Own>> = HashMap::new();
    for numeral in &doc.scan().numerals {
        if numeral.before != '第' || numeral.behind != '届' {
            continue;
        }
        let start = numeral.range.end + '届'.len_utf8();
        let rest = text
            .get(start..window_after(text, start, 54))
            .unwrap_or_default();
        let stop = rest
            .find(|c: char| {
                !crate::language::han::is_han(c) && !matches!(c, '—' | '－' | '-' | '（' | '）')
            })
            .unwrap_or(rest.len());
        let rest = &rest[..stop];
        let Some(end) = ENDS
            .iter()
            .filter_map(|end| rest.find(end).map(|at| at + end.len()))
            .min()
        else {
            continue;
        };
        let Some(number) = text.get(numeral.range.clone()).and_then(numeral::integer) else {
            continue;
        };
        let range = numeral.range.start - '第'.len_utf8()..start + end;
        if in_title(doc, &range) {
            continue;
        }
        let Some(interval) = doc.interval(&range) else {
            continue;
        };
        let clause = year_scope::clause(doc, &range);
        let low = window_before(text, range.start, 60).max(clause.start);
        let before = text.get(low..range.start).unwrap_or_default();
        series.entry(&rest[..end]).or_default().push(Own {
            number,
            sought: ELSEWHERE.stand_in(before),
            range,
            mode: interval.mode,
        });
    }
    let mut groups: Vec<Vec<Own>> = series
        .into_values()
        .filter(|group| group.len() > 1)
        .collect();
    groups.sort_by_key(|group| group.first().map_or(0, |own| own.range.start));
    for group in groups {
        let held = group
            .iter()
            .filter(|own| own.mode == Mode::Done && !own.sought)
            .max_by_key(|own| own.number);
        let Some(held) = held else { continue };
        for planned in group.iter().filter(|own| own.mode == Mode::Planned) {
            if planned.number == held.number + 1 {
                out.verify();
            } else if planned.number <= held.number || planned.number == held.number + 2 {
                out.report(
                    Finding::new(planned.range.clone())
                        .message("step")
                        .arg("found", &text[planned.range.clone()])
                        .arg("held", &text[held.range.clone()])
                        .arg("right", numeral::to_chinese(held.number + 1))
                        .level(Level::Warning)
                        .related(held.range.clone(), "held-here"),
                );
            }
        }
    }
}

/// Games that are named by years of a cycle of four: the word, the remainder, and years that were moved.
const GAMES: [(&str, i32, &[i32]); 4] = [
    ("奥运会", 0, &[2021]),
    ("夏季奥运会", 0, &[2021]),
    ("冬奥会", 2, &[1992, 1988, 1984, 1980, 1976]),
    ("亚运会", 2, &[2023]),
];

/// 「2009年奥运会」: there are no games in such a year.
fn games(doc: &Draft, out: &mut Findings) {
    for year in &doc.mentions().years {
        let behind = doc.text.get(year.range.end..).unwrap_or_default();
        let Some((game, remainder, moved)) =
            GAMES.iter().find(|(game, _, _)| behind.starts_with(game))
        else {
            continue;
        };
        if year.value < 1976 || moved.contains(&year.value) {
            continue;
        }
        let span = year.range.start..year.range.end + game.len();
        if year.value % 4 == *remainder {
            out.verify();
        } else if !already(out, &span) {
            out.report(
                Finding::new(span.clone())
                    .message("games")
                    .arg("found", &doc.text[span])
                    .arg("event", game)
                    .level(Level::Warning),
            );
        }
    }
}
