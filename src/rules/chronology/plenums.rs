//! Plenums of the central committee: what each adopted, what each is known for, and which of them a draft of
//! its time can name.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Vote, ceiling,
    congresses::{known, table},
    in_title,
    votes::Told,
    window_after, window_before,
};
use crate::{
    facts::{
        dated::{Fact, FactKind},
        decisions,
    },
    language::{numeral, terms::Terms},
    reading::Draft,
    reading::{
        calendar::{mentions::Plenum, year_scope},
        timeline::Now,
    },
    rules::{Finding, Findings, Level},
};

/// Checks every plenum that `doc` names, and notes of which years the latest of them speaks.
pub(crate) fn check_plenums(doc: &Draft, out: &mut Findings, votes: &mut Vec<Vote>) {
    let now = doc.now();
    let plenums = &doc.mentions().plenums;
    for plenum in plenums {
        let known = formula(doc, plenum, out) || adopted(doc, plenum, out);
        if !known {
            without_policy(doc, plenum, out);
        }
        if let Some(now) = now {
            future(doc, plenum, now, out);
        }
    }
    seldom(doc, now, out);
    if let Some(now) = now {
        for (index, plenum) in plenums.iter().enumerate() {
            let next = plenums.get(index + 1);
            // Of a list the last one is the newest.
            if next.is_none_or(|next| next.whole.start != plenum.whole.start) {
                newest(doc, plenum, now, out, votes);
            }
        }
        latest(doc, now, votes);
    }
}

/// The name of a plenum: 二十届三中全会.
fn name(term: u32, number: u32) -> String {
    format!(
        "{}届{}中全会",
        numeral::to_chinese(u64::from(term)),
        numeral::to_chinese(u64::from(number))
    )
}

/// The plenum of the table that goes by `name`.
fn fact(name: &str) -> Option<&'static Arc<Fact>> {
    table(FactKind::Plenum).find(|fact| fact.aliases.iter().any(|alias| *alias == name))
}

/// The plenums of committee `term` that the table knows, with their numbers.
fn of_term(term: u32) -> impl Iterator<Item = (u32, &'static Arc<Fact>)> {
    let prefix = format!("{}届", numeral::to_chinese(u64::from(term)));
    table(FactKind::Plenum).filter_map(move |fact| {
        let number = fact
            .aliases
            .iter()
            .find_map(|name| name.strip_prefix(&prefix)?.strip_suffix("中全会"))?;
        Some((u32::try_from(numeral::integer(number)?).ok()?, fact))
    })
}

/// The text behind the word 全会 of a plenum; of one in a list, behind that of the list.
fn behind<'a>(doc: &'a Draft, plenum: &Plenum) -> &'a str {
    /// How far, in bytes.
    const REACH: usize = 210;
    let text = &*doc.text;
    let end = window_after(text, plenum.range.end, REACH);
    let rest = text.get(plenum.range.end..end).unwrap_or_default();
    if text[plenum.range.clone()].ends_with("全会") {
        return rest;
    }
    rest.split_once("全会").map_or("", |(_, rest)| rest)
}

/// The sentence before a plenum.
fn before<'a>(doc: &'a Draft, plenum: &Plenum) -> &'a str {
    let sentence = year_scope::sentence(doc, &plenum.whole);
    let low = window_before(&doc.text, plenum.whole.start, 240).max(sentence.start);
    doc.text.get(low..plenum.whole.start).unwrap_or_default()
}

/// The plenum of its committee with which an era begins, and the committees.
const BEGINNINGS: [(u32, u32, &[u32]); 2] = [(11, 3, &[5, 6]), (13, 4, &[])];
/// What follows the name of a plenum with which an era begins.
static SINCE: Terms = Terms::new(&[
    "以来",
    "以后",
    "的路线",
    "起步",
    "确定的路线",
    "确立的路线",
    "前的",
    "前后",
    "的伟大",
    "精神",
    "的精神",
]);

/// 「十一届三中全会以来」 is a set phrase: what began with it began with no other.
fn formula(doc: &Draft, plenum: &Plenum, out: &mut Findings) -> bool {
    let Some((_, right, also)) = BEGINNINGS.iter().find(|(term, ..)| *term == plenum.term) else {
        return false;
    };
    let behind = behind(doc, plenum);
    let with_congress = behind.strip_prefix('和').is_some_and(|rest| {
        let rest = rest.trim_start_matches("党的");
        let congress = numeral::to_chinese(u64::from(plenum.term) + 1);
        rest.strip_prefix(&*congress)
            .is_some_and(|rest| rest.starts_with('大'))
    });
    let begins = SINCE
        .begin(behind)
        .is_some_and(|word| plenum.term == 11 || word.starts_with('以'))
        || with_congress && plenum.term == 11;
    if !begins || plenum.listed || plenum.number == *right || also.contains(&plenum.number) {
        return false;
    }
    // A text of its own time speaks of the newest plenum.
    if doc.now().is_some_and(|now| now.year < 1993) && plenum.term == 13 {
        return false;
    }
    out.report(
        Finding::new(plenum.range.clone())
            .message("formula")
            .arg("found", &doc.text[plenum.range.clone()])
            .arg("right", name(plenum.term, *right))
            .level(Level::Warning),
    );
    true
}

/// What ties the words behind a plenum to it.
static TIES: Terms = Terms::new(&[
    "通过的",
    "通过了",
    "审议通过",
    "提出的",
    "作出的",
    "作出了",
    "关于",
    "制定的",
    "制定了",
    "提出了",
    "部署",
    "精神，根据",
    "《",
    "的决定",
    "、制定",
    "、通过",
    "，通过",
    "，作出",
    "指出商",
    "选出",
]);

/// What a plenum adopted is named with it: 「十六届五中全会通过的…第十一个五年规划的建议」, 「建设社会主义新农村，是党的
/// 十六届五中全会提出的」.
fn adopted(doc: &Draft, plenum: &Plenum, out: &mut Findings) -> bool {
    let behind = behind(doc, plenum);
    if TIES.begin(behind).is_none() {
        return false;
    }
    // Another plenum, or another sentence, adopts something else.
    let stop = behind.find(['。', '；', '\n']).unwrap_or(behind.len());
    let stop = behind.find("中全会").map_or(stop, |at| at.min(stop));
    let after = behind.get(..stop).unwrap_or_default();
    let lead = before(doc, plenum);
    let subject = ["是", "是党的", "是中共", "由党的"]
        .iter()
        .any(|word| lead.ends_with(word))
        && !lead.contains("中全会");
    let told = |words: &str| {
        after.find(words).is_some_and(|at| {
            // 「完善社会主义市场经济体制若干」 is another decision than the first.
            !after[..at].ends_with("完善") || words.starts_with("完善")
        }) || subject && lead.contains(words)
    };
    let named: Vec<_> = decisions::all()
        .iter()
        .filter(|decision| !decision.subject || decision.term == plenum.term)
        .filter(|decision| told(decision.words))
        .collect();
    let Some(decision) = named.first() else {
        return false;
    };
    let own = |decision: &&decisions::Decision| {
        (decision.term, decision.plenum) == (plenum.term, plenum.number)
    };
    if named.iter().any(own) {
        out.verify();
        return true;
    }
    // Another body's proposal for the same plan follows its own plenum.
    let local = ["省委", "市委", "区委", "县委", "党委"]
        .iter()
        .any(|word| after.contains(word));
    if local && decision.term != plenum.term {
        return false;
    }
    out.report(
        Finding::new(plenum.range.clone())
            .message("decision")
            .arg("found", &doc.text[plenum.range.clone()])
            .arg("words", decision.words)
            .arg("right", name(decision.term, decision.plenum))
            .level(Level::Warning),
    );
    true
}

/// Words of what a plenum laid down.
static POLICY: Terms = Terms::new(&["提出", "制定", "确立", "作出", "的决定"]);

/// The first plenum of a committee elects, and the last one prepares the congress: neither lays down a policy.
fn without_policy(doc: &Draft, plenum: &Plenum, out: &mut Findings) {
    if plenum.listed
        || !(12..=19).contains(&plenum.term)
        || POLICY.begin(behind(doc, plenum)).is_none()
    {
        return;
    }
    let last = of_term(plenum.term).map(|(number, _)| number).max();
    if plenum.number != 1 && last != Some(plenum.number) || in_title(doc, &plenum.range) {
        return;
    }
    let key = if plenum.number == 1 {
        "elects"
    } else {
        "prepares"
    };
    out.report(
        Finding::new(plenum.range.clone())
            .message(key)
            .arg("found", &doc.text[plenum.range.clone()])
            .level(Level::Warning),
    );
}

/// Words by which a statement tells what a plenum itself did.
const OWN: [&str; 9] = [
    "通过", "作出", "决议", "决定", "公报", "选举", "会上", "讨论", "决策",
];

/// How often a draft names the plenum that it means.
const OFTEN: usize = 3;

/// One plenum of a committee of the past that is named again and again, and another that is named once, without its
/// day and without what it did: 十一届三中全会 nine times, 十一届四中全会 once.
fn seldom(doc: &Draft, now: Option<&Now>, out: &mut Findings) {
    let seen: BTreeSet<usize> = out.items.iter().map(|found| found.span.start).collect();
    let mut terms: BTreeMap<u32, Vec<&Plenum>> = BTreeMap::new();
    for plenum in &doc.mentions().plenums {
        terms.entry(plenum.term).or_default().push(plenum);
    }
    for (term, plenums) in terms {
        let next = known(u64::from(term) + 1);
        // A committee that still sits is spoken of by its newest plenum.
        let past =
            next.is_some_and(|next| now.map_or(term < 15, |now| next.start.year <= now.year));
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for plenum in &plenums {
            *counts.entry(plenum.number).or_default() += 1;
        }
        let Some((&often, &count)) = counts
            .iter()
            .max_by_key(|(_, count)| **count)
            .filter(|(_, count)| past && **count >= OFTEN)
        else {
            continue;
        };
        for plenum in plenums
            .iter()
            .filter(|plenum| plenum.number != often && counts.get(&plenum.number) == Some(&1))
        {
            let sentence = year_scope::sentence(doc, &plenum.whole);
            let told = doc.text.get(sentence.clone()).unwrap_or_default();
            if seen.contains(&plenum.range.start)
                || plenum.listed
                || in_title(doc, &plenum.range)
                || OWN.iter().any(|word| told.contains(word))
                || !doc.mentions().years_in(&sentence).is_empty()
            {
                continue;
            }
            let Some(first) = plenums.iter().find(|other| other.number == often) else {
                continue;
            };
            out.report(
                Finding::new(plenum.range.clone())
                    .message("seldom")
                    .arg("found", &doc.text[plenum.range.clone()])
                    .arg("right", name(term, often))
                    .arg("count", count)
                    .level(Level::Warning)
                    .related(first.range.clone(), "named-here"),
            );
        }
    }
}

/// The last day on which the draft can have been given; a report that reviews one year and plans the
/// next is given early in the latter.
fn last_day(now: &Now) -> (i32, u32, u32) {
    match now.month {
        Some(month) => (now.year, month, 31),
        None if now.reviewed < now.year => (now.year, 6, 30),
        None => (now.year, 12, 31),
    }
}

/// A plenum that the draft cannot know yet.
fn future(doc: &Draft, plenum: &Plenum, now: &Now, out: &mut Findings) {
    let Some(fact) = fact(&name(plenum.term, plenum.number)) else {
        return;
    };
    let clause = year_scope::clause(doc, &plenum.whole);
    let lead = doc
        .text
        .get(clause.start..plenum.whole.start)
        .unwrap_or_default();
    let awaited = ["迎接", "将", "筹备", "准备", "即将"]
        .iter()
        .any(|word| lead.contains(word));
    // Where the name is written in full, the table of facts has it.
    let late = doc.profile().clock.report.is_none();
    if fact.start.first() <= last_day(now) || awaited || !(plenum.listed || late) {
        return;
    }
    out.report(
        Finding::new(plenum.range.clone())
            .message("future")
            .arg("event", &fact.name)
            .arg("held", fact.start)
            .arg("now", format!("{}年", now.year))
            .level(ceiling(fact.certainty))
            .related(now.place.clone(), "year-document"),
    );
}

/// How many months pass before every draft names a plenum.
const MONTHS: i32 = 3;

/// A month as a number of months.
fn months(year: i32, month: u32) -> i32 {
    year * 12 + i32::try_from(month).unwrap_or(12)
}

/// 「全面贯彻党的二十大和二十届二中全会精神」 names the latest plenum, which was held some months before the
/// draft.
fn newest(doc: &Draft, plenum: &Plenum, now: &Now, out: &mut Findings, votes: &mut Vec<Vote>) {
    if !now.report || !behind(doc, plenum).starts_with("精神") {
        return;
    }
    let text = &*doc.text;
    let clause = year_scope::clause(doc, &plenum.whole);
    let lead = text
        .get(clause.start..plenum.whole.start)
        .unwrap_or_default();
    let guides = ["贯彻", "落实", "学习"]
        .iter()
        .any(|word| lead.contains(word));
    // An amended text has the words of the day on which it was adopted.
    let mut head = doc.blocks.iter().take(6).map(|block| doc.block_text(block));
    if head.any(|line| line.contains("修正") || line.contains("修订")) {
        return;
    }
    let congress = format!("{}大", numeral::to_chinese(u64::from(plenum.term)));
    let paired = ["和", "、", "及", "和党的", "精神和", "与"]
        .iter()
        .any(|joint| {
            lead.strip_suffix(joint)
                .is_some_and(|lead| lead.ends_with(&*congress))
        });
    if !guides || !paired {
        return;
    }
    let today = months(now.year, now.month.unwrap_or(2));
    let latest = of_term(plenum.term)
        .filter(|(_, fact)| {
            let (year, month, _) = fact.start.first();
            months(year, month) + MONTHS <= today
        })
        .max_by_key(|(_, fact)| fact.start.first());
    let Some((number, latest)) = latest else {
        return;
    };
    if number <= plenum.number {
        out.verify();
        return;
    }
    let (held, month, _) = latest.start.first();
    // It was written before the one that it leaves out.
    let years = (today - months(held, month)).div_euclid(12) + 1;
    votes.push(
        Vote::new(
            plenum.range.clone(),
            "plenum",
            (now.year - years, now.year - 1),
            (now.year, now.year),
        )
        .told(Told::Clock),
    );
    let at = lead.rfind(&*congress).unwrap_or(lead.len());
    out.report(
        Finding::new(clause.start + at..plenum.range.end)
            .message("newest")
            .arg("found", &text[clause.start + at..plenum.range.end])
            .arg("latest", &latest.name)
            .arg("held", latest.start)
            .arg("now", now.year)
            .level(Level::Warning)
            .related(now.place.clone(), "year-document"),
    );
}

/// The latest plenum that the draft names tells when it was written: after that one, and not long after
/// the next.
fn latest(doc: &Draft, now: &Now, votes: &mut Vec<Vote>) {
    /// How many months pass before every draft names the next one, at most.
    const LATE: i32 = 4;
    let plenums = doc.mentions().plenums.iter();
    let last = plenums
        .filter(|plenum| !in_title(doc, &plenum.range))
        .max_by_key(|plenum| (plenum.term, plenum.number));
    let Some(last) = last else { return };
    let Some(fact) = fact(&name(last.term, last.number)) else {
        return;
    };
    let (year, month, _) = fact.start.first();
    let begin = months(year, month);
    // First plenums elect, and second ones in spring propose: drafts seldom name them.
    let next = table(FactKind::Plenum)
        .filter(|next| next.start.first() > fact.start.first())
        .find(|next| {
            let (_, month, _) = next.start.first();
            month >= 6 && !next.aliases.iter().any(|name| name.ends_with("届一中全会"))
        });
    let Some(next) = next else { return };
    let (year, month, _) = next.start.first();
    let until = months(year, month) + LATE;
    let today = i32::try_from(now.month.unwrap_or(2)).unwrap_or(2);
    // The years in whose month of the draft the plenum was the latest.
    let first = (begin - today).div_euclid(12) + i32::from((begin - today).rem_euclid(12) > 0);
    let last_year = (until - today).div_euclid(12);
    if first <= last_year {
        votes.push(
            Vote::new(
                last.range.clone(),
                "plenum",
                (first, last_year),
                (now.year, now.year),
            )
            .told(Told::Clock),
        );
    }
}
