//! A five-year plan tied to a year that is not its own: 「2023年是“十四五”规划收官之年」.

use std::ops::Range;

use super::{Vote, basis, check_plans, scope_told, window_after, window_before, with_guess, years};
use crate::{
    language::numeral,
    language::terms::Terms,
    reading::Draft,
    reading::calendar::{
        mentions::FiveYearPlan,
        year_scope::{self, Basis},
    },
    rules::{Check, Finding, Findings, Level, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    judge_all(doc, out, &mut Vec::new());
}

/// Judges every plan, and notes by how many years the draft would have to be moved for it to hold.
pub(crate) fn judge_all(doc: &Draft, out: &mut Findings, votes: &mut Vec<Vote>) {
    let plans = &doc.mentions().plans;
    let mut judged = Vec::new();
    for (index, plan) in plans.iter().enumerate() {
        let Some((first, last)) = plan.years() else {
            continue;
        };
        let next = plans
            .get(index + 1)
            .map_or(doc.text.len(), |next| next.range.start);
        written_years(doc, plan, first, last, out);
        naming(doc, plan, out);
        if let Some((phase, range)) = phase(doc, plan, next)
            && judge(doc, plan, phase, range, out, votes)
        {
            judged.push(plan.range.clone());
        }
    }
    check_plans(doc, &judged, out, votes);
}

/// The part of a plan that its year is said to be.
#[derive(Clone, Copy)]
enum Phase {
    /// The n-th year, counted from 1.
    Year(i32),
    /// Somewhere in the middle.
    Middle,
    /// Any of its years.
    Within,
    /// A year in which it is drawn up.
    Before,
}

impl Phase {
    /// The first and the last year that it can be, for a plan from `first` to `last`.
    fn years(self, first: i32, last: i32) -> (i32, i32) {
        match self {
            Self::Year(number) => (first + number - 1, first + number - 1),
            // 2012, the second year, was called 承前启后 as well as 2013.
            Self::Middle => (first + 1, last - 1),
            Self::Within => (first, last),
            Self::Before => (first - 2, first),
        }
    }
}

/// Words for the part of a plan, the longer ones first.
const PHASES: &[(&str, Phase)] = &[
    ("谋篇布局之年", Phase::Before),
    ("谋划之年", Phase::Before),
    ("编制之年", Phase::Before),
    ("谋篇开局之年", Phase::Before),
    ("承上启下", Phase::Middle),
    ("承前启后", Phase::Middle),
    ("中期评估之年", Phase::Middle),
    ("开局之年", Phase::Year(1)),
    ("开局起步之年", Phase::Year(1)),
    ("起步之年", Phase::Year(1)),
    ("开局第一年", Phase::Year(1)),
    ("第一年", Phase::Year(1)),
    ("首年", Phase::Year(1)),
    ("开启之年", Phase::Year(1)),
    ("第二年", Phase::Year(2)),
    ("第三年", Phase::Year(3)),
    ("第四年", Phase::Year(4)),
    ("收官之年", Phase::Year(5)),
    ("收官年", Phase::Year(5)),
    ("最后一年", Phase::Year(5)),
    ("收官", Phase::Year(5)),
    ("决战之年", Phase::Year(5)),
    ("关键之年", Phase::Within),
    ("关键一年", Phase::Within),
    ("重要一年", Phase::Within),
    ("攻坚之年", Phase::Within),
    ("重要之年", Phase::Within),
];

/// The words of [`PHASES`].
static PHASE_WORDS: Terms = {
    const WORDS: [&str; PHASES.len()] = {
        let mut words = [""; PHASES.len()];
        let mut at = 0;
        while at < words.len() {
            words[at] = PHASES[at].0;
            at += 1;
        }
        words
    };
    Terms::new(&WORDS)
};

/// Words for what is done before a plan begins.
const PREPARE: &[&str] = &[
    "基础", "编制", "谋划", "准备", "衔接", "铺垫", "研究", "起草", "布局", "筹划", "迎接",
];

/// The first word for a part of the plan after its name, before another plan or sentence begins.
/// What is beyond a pause mark belongs to something else, unless it is the year's own name.
fn phase(doc: &Draft, plan: &FiveYearPlan, next: usize) -> Option<(Phase, Range<usize>)> {
    let end = window_after(&doc.text, plan.range.end, 120).min(next);
    let after = doc.text.get(plan.range.end..end)?;
    let after = &after[..after.find(['。', '；', '\n', '！']).unwrap_or(after.len())];
    let own = &after[..after.find(['，', '、', '“', ',']).unwrap_or(after.len())];
    if !PHASE_WORDS.stand_in(after) {
        return None;
    }
    let found = PHASES
        .iter()
        .filter_map(|(word, phase)| {
            let within = match phase {
                Phase::Within => after.find(word)?,
                _ => own.find(word)?,
            };
            Some((within, std::cmp::Reverse(word.len()), *word, *phase))
        })
        .min_by_key(|(at, length, _, _)| (*at, *length))?;
    let (at, _, word, phase) = found;
    // 「谋划“十五五”的重要一年」 「为“十五五”打好基础的重要一年」 lie before that plan.
    let low = window_before(&doc.text, plan.range.start, 24);
    let lead = &doc.text[low..plan.range.start];
    let lead = lead
        .rsplit(['，', '。', '；', '、', '\n', '”'])
        .next()
        .unwrap_or(lead);
    let ahead = lead.ends_with(['为', '向', '与'])
        || PREPARE
            .iter()
            .any(|word| after[..at].contains(word) || lead.contains(word));
    if ahead {
        return None;
    }
    let start = plan.range.end + at;
    Some((phase, start..start + word.len()))
}

/// Only a sentence whose subject is a year is judged: 「2025年是…」 「今年是…」, or a year right before
/// the plan. What merely happens in a year (“十四五”收官 stated in 2026) says nothing about it.
fn judge(
    doc: &Draft,
    plan: &FiveYearPlan,
    phase: Phase,
    range: Range<usize>,
    out: &mut Findings,
    votes: &mut Vec<Vote>,
) -> bool {
    let Some((first, last)) = plan.years() else {
        return false;
    };
    let Some(scope) = doc.year_scope(&plan.range) else {
        return false;
    };
    let Some(told) = scope.place.clone() else {
        return false;
    };
    if !matches!(scope.basis, Basis::Stated | Basis::Relative) || told.end > plan.range.start {
        return false;
    }
    let between = &doc.text[told.end..plan.range.start];
    // Each part of 「是…，也是…」 says it anew; 「2022年是…，干部在“十四五”开局之年」 does not.
    let part = between.rsplit(['，', ',', '；']).next().unwrap_or(between);
    let subject = between.trim().is_empty()
        || part.contains('是')
        || part.len() == between.len() && year_scope::is_topic(between);
    if !subject || between.contains("不是") {
        return false;
    }
    let (from, to) = phase.years(first, last);
    if let (Some(&low), Some(&high)) = (scope.years.iter().min(), scope.years.iter().max()) {
        votes.push(
            Vote::new(
                plan.range.clone(),
                name(plan.number),
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
    let span = plan.range.start..range.end;
    let right = if from == to {
        format!("{from}年")
    } else {
        format!("{from}—{to}年")
    };
    // The middle of a plan points at its third year.
    let implied = (from + to) / 2;
    out.report(with_guess(
        Finding::new(span)
            .level(Level::Error)
            .arg("implied", implied)
            .arg("plan", name(plan.number))
            .arg("first", first)
            .arg("last", last)
            .arg("phase", &doc.text[range])
            .arg("of", years(&scope))
            .arg("right", right)
            .related(told, basis(&scope)),
        &scope,
    ));
    true
}

/// A plan's name: “十四五”.
fn name(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let unit = DIGITS[(number % 10) as usize];
    match number {
        ..10 => format!("“{unit}五”"),
        10.. => format!("“十{unit}五”"),
    }
}

/// 「“十四五”时期（2021—2025年）」: the years in brackets right after the name.
fn written_years(doc: &Draft, plan: &FiveYearPlan, first: i32, last: i32, out: &mut Findings) {
    let rest = &doc.text[plan.range.end..window_after(&doc.text, plan.range.end, 90)];
    let Some(open) = rest.find(['（', '(']).filter(|&open| open <= 12) else {
        return;
    };
    let inner = rest[open..].trim_start_matches(['（', '(']);
    let at = plan.range.end + (rest.len() - inner.len());
    let Some((from, length)) = numeral::integer_at(inner) else {
        return;
    };
    let after = inner[length..].trim_start_matches('年');
    let dash = after.trim_start_matches(['—', '-', '–', '－', '～', '~', '至', '到']);
    if dash.len() == after.len() {
        return;
    }
    let Some((to, end)) = numeral::integer_at(dash) else {
        return;
    };
    let close = dash[end..].trim_start_matches('年');
    if !close.starts_with(['）', ')'])
        || !(1900..2200).contains(&from)
        || !(1900..2200).contains(&to)
    {
        return;
    }
    if (i64::from(first), i64::from(last)) == (from as i64, to as i64) {
        out.verify();
        return;
    }
    let stop = at + (inner.len() - close.len());
    out.report(
        Finding::new(at..stop)
            .message("range")
            .arg("plan", name(plan.number))
            .arg("first", first)
            .arg("last", last)
            .arg("written", &doc.text[at..stop]),
    );
}

/// The eleventh and later ones are 规划. What follows tells the name from the verb in 「“十四五”计划
/// 新建学校」.
fn naming(doc: &Draft, plan: &FiveYearPlan, out: &mut Findings) {
    if plan.number <= 10 {
        return;
    }
    let end = plan.range.end;
    let word = if doc.text[plan.range.clone()].ends_with("计划") {
        end - "计划".len()..end
    } else {
        end..end + "计划".len()
    };
    if doc.text.get(word.clone()) != Some("计划") {
        return;
    }
    let after = &doc.text[word.end..];
    let noun = [
        "期间", "时期", "纲要", "的", "，", "。", "、", "开局", "收官", "中期", "目标",
    ]
    .iter()
    .any(|next| after.starts_with(next));
    if noun {
        out.report(
            Finding::new(plan.range.start..word.end)
                .message("naming")
                .arg("plan", name(plan.number))
                .level(Level::Warning)
                .fix(crate::rules::Safety::Unsafe, "rename", word, "规划"),
        );
    }
}
