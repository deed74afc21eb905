//! Numbers of years against the two years that they lie between.

use std::ops::Range;

use super::{window_after, window_before};
use crate::{
    language::numeral,
    reading::Draft,
    reading::calendar::year_scope,
    rules::{Finding, Findings, Level},
};

/// Checks 「再奋斗五年」, 「1950年到2002年53年」, 「从2005年开始连续三年」 and 「任期的最后一年」.
pub(crate) fn check_spans(doc: &Draft, out: &mut Findings) {
    further(doc, out);
    streaks(doc, out);
    term_year(doc, out);
}

/// The number of years at `at`, and where it ends with 年.
fn count_at(text: &str, at: usize) -> Option<(i32, usize)> {
    let (count, length) = numeral::integer_at(text.get(at..)?)?;
    let end = at + length;
    text.get(end..)?.starts_with('年').then_some(())?;
    Some((
        i32::try_from(count).ok().filter(|n| *n < 100)?,
        end + '年'.len_utf8(),
    ))
}

/// 「在“十五五”基础上再奋斗五年，到2035年」: the plan's last year and the years after it.
fn further(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    for at in doc.find("再奋斗") {
        let start = at + "再奋斗".len();
        let Some((count, end)) = count_at(text, start) else {
            continue;
        };
        let sentence = year_scope::sentence(doc, &(at..end));
        let block = doc
            .block_at(at)
            .and_then(|index| doc.blocks.get(index))
            .map_or(sentence.start, |block| block.range.start);
        let low = window_before(text, at, 600).max(block);
        let mentions = doc.mentions();
        let based = text
            .get(sentence.start..at)
            .unwrap_or_default()
            .contains("基础上");
        if !based {
            continue;
        }
        // 「到2030年…。在此基础上再奋斗五年，到2035年」
        let this = text
            .get(sentence.start..at)
            .unwrap_or_default()
            .contains("在此基础上");
        let base = if this {
            let years = mentions.years_in(&(low..sentence.start));
            let goal = years
                .iter()
                .rev()
                .find(|year| text[..year.range.start].ends_with('到') && year.value % 5 == 0);
            let year = goal.map(|year| (year.value, year.range.clone()));
            year.or_else(|| {
                let plan = mentions.plans_in(&(0..at)).last()?;
                Some((plan.years()?.1, plan.range.clone()))
            })
        } else {
            let plan = mentions.plans_in(&(low..at)).last();
            plan.and_then(|plan| Some((plan.years()?.1, plan.range.clone())))
        };
        let Some((last, base)) = base else { continue };
        let Some(goal) = mentions
            .years_in(&sentence)
            .iter()
            .find(|year| year.value > last)
        else {
            continue;
        };
        if last + count == goal.value {
            out.verify();
            continue;
        }
        out.report(
            Finding::new(start..end)
                .message("further")
                .arg("found", &text[start..end])
                .arg("from", last)
                .arg("goal", goal.value)
                .arg("right", goal.value - last)
                .related(goal.range.clone(), "period-here")
                .related(base, "plan-here"),
        );
    }
}

/// 「从2005年开始连续三年提高」 in a report of 2008: as many years as have been.
fn streaks(doc: &Draft, out: &mut Findings) {
    let Some(now) = doc.now() else {
        return;
    };
    let text = &*doc.text;
    for at in doc.find("连续") {
        let start = at + "连续".len();
        let Some((count, end)) = count_at(text, start) else {
            continue;
        };
        let clause = year_scope::clause(doc, &(at..end));
        let low = window_before(text, at, 45).max(clause.start);
        let Some(from) = doc.mentions().years_in(&(low..at)).last() else {
            continue;
        };
        let lead = text.get(clause.start..from.range.start).unwrap_or_default();
        let between = text.get(from.range.end..at).unwrap_or_default();
        let tied = lead.ends_with(['从', '自'])
            && matches!(
                between,
                "开始" | "起" | "以来" | "开始，" | "起，" | "以来，"
            );
        if !tied || lead.contains('将') || text[end..clause.end.max(end)].contains('将') {
            continue;
        }
        let possible = now.year - from.value + 1;
        if count <= possible {
            out.verify();
            continue;
        }
        out.report(
            Finding::new(start..end)
                .message("streak")
                .arg("found", &text[start..end])
                .arg("from", from.value)
                .arg("now", now.year)
                .arg("right", possible)
                .related(from.range.clone(), "period-here")
                .related(now.place.clone(), "dated-here"),
        );
    }
}

/// The number of the session before which the draft is given, from its head.
fn own_session(doc: &Draft) -> Option<(u32, Range<usize>)> {
    let head = doc
        .blocks
        .get(doc.blocks.len().min(12).checked_sub(1)?)?
        .range
        .end;
    let session = doc.mentions().sessions.first()?;
    (session.range.end <= head).then(|| (session.number, session.range.clone()))
}

/// 「任期的最后一年」 is that of a fifth session, 「任期的第一年」 that of a first.
fn term_year(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    for at in doc.find("任期") {
        let rest = text
            .get(at + "任期".len()..window_after(text, at, 36))
            .unwrap_or_default();
        let rest = rest.trim_start_matches("的");
        let first = rest.starts_with("第一年");
        if !first && !rest.starts_with("最后一年") {
            continue;
        }
        let low = window_before(text, at, 60);
        let own = text.get(low..at).unwrap_or_default().contains("本届");
        if !own {
            continue;
        }
        // The government of the country is elected in years that end in 3 and 8.
        let national = doc.holds("我代表国务院");
        let session = own_session(doc).or_else(|| {
            let now = doc.now().filter(|_| national)?;
            let number = (now.year - 2003).rem_euclid(5) + 1;
            Some((u32::try_from(number).ok()?, now.place.clone()))
        });
        let Some((number, place)) = session else {
            continue;
        };
        let wrong = first && number >= 3 || !first && number <= 3;
        if !wrong {
            out.verify();
            continue;
        }
        let end =
            text.len() - text[at..].len() + (text[at..].find('年').unwrap_or(0) + '年'.len_utf8());
        out.report(
            Finding::new(at..end)
                .message("term")
                .arg("found", &text[at..end])
                .arg("session", number)
                .level(Level::Warning)
                .related(place, "dated-here"),
        );
    }
}
