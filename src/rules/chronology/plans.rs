//! Five-year plans against the years that a statement speaks of: what is said of a plan has its time,
//! 收官 at its end, 开好局 at its beginning, 编制 before it.

use std::ops::Range;

use super::{Vote, in_title, interval_told, window_after, window_before};
use crate::{
    document::Block,
    facts::dated::{self, FactKind},
    language::numeral,
    language::terms::Terms,
    reading::Draft,
    reading::{
        calendar::{
            clock::{Outlook, YearSource},
            mentions::FiveYearPlan,
            year_scope,
        },
        timeline::{Interval, Mode, Origin, interval::number_at_end},
    },
    rules::{Finding, Findings, Level},
};

/// A plan where the text names it: a plan of the economy, or one of legal education, 普法.
struct Named {
    number: u32,
    range: Range<usize>,
    first: i32,
    last: i32,
    /// Whether it is one of legal education.
    law: bool,
}

impl Named {
    fn name(&self) -> String {
        let tail = if self.law { "普法" } else { "" };
        format!("“{}五”{tail}", numeral::to_chinese(u64::from(self.number)))
    }
}

/// What a statement says of a plan, by which it has a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aspect {
    /// It was completed.
    Done,
    /// It begins.
    Begun,
    /// It is drawn up.
    Drawn,
    /// It is carried out.
    Within,
    /// Something is compared with its time.
    Compared,
    /// Something is said of the time since it began.
    Since,
    /// It is only named.
    Mentioned,
}

/// Words right behind a plan that say that it is over.
static DONE_BEHIND: Terms = Terms::new(&[
    "圆满收官",
    "胜利收官",
    "顺利收官",
    "全面收官",
    "收官",
    "圆满完成",
    "胜利完成",
    "总体完成",
    "顺利完成",
    "如期完成",
    "全面完成",
    "发展成就",
    "发展历程",
    "辉煌成就",
]);
/// Words right before one.
static DONE_BEFORE: Terms = Terms::new(&[
    "圆满完成",
    "胜利完成",
    "顺利完成",
    "圆满完成了",
    "胜利完成了",
    "顺利完成了",
    "全面完成了",
]);
/// Words that say that it begins.
static BEGUN_BEHIND: Terms = Terms::new(&[
    "良好开局",
    "开好局",
    "开局起步",
    "起好步",
    "全面启动",
    "顺利启动",
    "顺利开局",
    "开局之年",
    "开局良好",
    "实现开门红",
    "强势开局",
    "精彩开局",
    "新局",
]);
/// Words right before one that is drawn up.
static DRAWN_BEFORE: Terms = Terms::new(&[
    "编制",
    "编制好",
    "编制了",
    "谋划",
    "科学谋划",
    "制定",
    "制定好",
    "制定实施",
    "出台",
    "研究制定",
    "高质量编制",
    "科学编制",
    "编制完成",
    "研究编制",
    "启动编制",
    "编制出台",
    "编制实施",
]);
/// Words right before one that is carried out.
static WITHIN_BEFORE: Terms = Terms::new(&[
    "推进",
    "扎实推进",
    "深入推进",
    "加快实施",
    "全面实施",
    "深入实施",
    "启动实施",
    "落实",
    "全面落实",
    "有序实施",
    "组织实施",
    "实施",
    "深入开展",
    "开展",
    "具备条件的",
    "提前完成",
    "全力推进",
]);
/// Words between a plan and what it is compared by.
static BASES: Terms = Terms::new(&["期末", "末", "同期", "时期末", "末期", "时期平均", "年均"]);

/// The longest text, in bytes, between a plan and the word that tells its time.
const NEAR: usize = 60;

/// Holds what is said of each plan against the years that its sentence, its section or the draft
/// speak of. A plan that a year is said to be a part of (2025年是“十四五”收官之年) has its own check.
pub(crate) fn check_plans(
    doc: &Draft,
    judged: &[Range<usize>],
    out: &mut Findings,
    votes: &mut Vec<Vote>,
) {
    let plans = named(doc);
    for (index, plan) in plans.iter().enumerate() {
        if judged.contains(&plan.range) || in_title(doc, &plan.range) {
            continue;
        }
        if let Some(next) = plans.get(index + 1) {
            neighbours(doc, plan, next, out);
        }
        if opens_section(doc, plan, out) {
            continue;
        }
        let Some(aspect) = aspect(doc, plan) else {
            continue;
        };
        let Some(interval) = doc.interval(&plan.range) else {
            continue;
        };
        // An article may name any plan; a report speaks of those of its time.
        let own_time =
            interval.origin != Origin::Document || doc.now().is_some_and(|now| now.report);
        if !own_time || aspect == Aspect::Mentioned && !interval.firm && interval.mode == Mode::Open
        {
            continue;
        }
        vote(doc, plan, aspect, &interval, votes);
        judge(plan, aspect, &interval, out);
    }
    length(doc, out);
    headings(doc, out);
    schemes(doc, out);
}

/// All plans that `doc` names, in order.
fn named(doc: &Draft) -> Vec<Named> {
    let mut found: Vec<Named> = doc.mentions().plans.iter().filter_map(economic).collect();
    for numeral in &doc.scan().numerals {
        if matches!(numeral.behind, '”' | '」' | '普') {
            found.extend(legal(doc, &numeral.range));
        }
    }
    found.sort_by_key(|plan| plan.range.start);
    found
}

fn economic(plan: &FiveYearPlan) -> Option<Named> {
    let (first, last) = plan.years()?;
    Some(Named {
        number: plan.number,
        range: plan.range.clone(),
        first,
        last,
        law: false,
    })
}

/// 「“八五”普法」: the first was that of 1986 to 1990.
fn legal(doc: &Draft, numeral: &Range<usize>) -> Option<Named> {
    let number = doc.text.get(numeral.clone())?.strip_suffix('五')?;
    let behind = doc.text.get(numeral.end..)?;
    let close = behind.strip_prefix(['”', '」']).unwrap_or(behind);
    if !close.starts_with("普法") && !close.starts_with("法治宣传") {
        return None;
    }
    let number = u32::try_from(numeral::integer(number)?).ok()?;
    let quoted = behind.len() - close.len();
    let first = 1981
        + 5 * i32::try_from(number)
            .ok()
            .filter(|n| (1..=15).contains(n))?;
    Some(Named {
        number,
        range: numeral.start.saturating_sub(quoted)..numeral.end + quoted,
        first,
        last: first + 4,
        law: true,
    })
}

/// The text of the clause behind and before a plan, and whether something is prepared there.
fn around<'a>(doc: &'a Draft, plan: &Named) -> (&'a str, &'a str) {
    let text = &*doc.text;
    let clause = year_scope::clause(doc, &plan.range);
    let end = window_after(text, plan.range.end, NEAR).min(clause.end);
    let behind = text.get(plan.range.end..end).unwrap_or_default();
    let behind = behind.split(['“', '、', '（']).next().unwrap_or(behind);
    let low = window_before(text, plan.range.start, NEAR).max(clause.start);
    let before = text.get(low..plan.range.start).unwrap_or_default();
    let before = before.rsplit(['、', '”', '）']).next().unwrap_or(before);
    (before, behind)
}

/// Words of what one plan does for another, or of what is past by then.
static LOOSE: Terms = Terms::new(&[
    "基础",
    "衔接",
    "以来",
    "铺垫",
    "接续",
    "延续",
    "过渡",
    "评估",
    "调整",
    "筹备",
    "迎接",
    "做好准备",
    "回顾",
    "总结",
]);

fn aspect(doc: &Draft, plan: &Named) -> Option<Aspect> {
    let (before, behind) = around(doc, plan);
    // 「较“十三五”期末」
    if before.ends_with(['较', '比']) {
        return BASES.begin(behind).map(|_| Aspect::Compared);
    }
    if behind.starts_with("以来") {
        return Some(Aspect::Since);
    }
    // 「与“十四五”规划目标相衔接」, 「“十五五”蓝图已经绘就」
    if behind.contains("衔接") {
        return Some(Aspect::Within);
    }
    if behind.starts_with("蓝图") {
        return Some(Aspect::Drawn);
    }
    if behind.starts_with('起') {
        return None;
    }
    if before.ends_with(['为', '到', '至', '从', '自', '向', '与']) || LOOSE.stand_in(behind)
    {
        let aims = before.ends_with(['为']) && BEGUN_BEHIND.stand_in(behind);
        return aims
            .then_some(Aspect::Begun)
            .filter(|_| !LOOSE.stand_in(behind));
    }
    let core = behind
        .trim_start_matches("的")
        .trim_start_matches("规划")
        .trim_start_matches("普法")
        .trim_start_matches("纲要");
    if let Some((at, _)) = DONE_BEHIND.find(behind)
        && !behind[at..].starts_with("收官战")
        && !behind[at..].starts_with("收官之")
        && !behind[at..].starts_with("收官年")
    {
        return Some(Aspect::Done);
    }
    if DONE_BEFORE.end(before).is_some() {
        return Some(Aspect::Done);
    }
    if BEGUN_BEHIND.stand_in(behind) {
        return Some(Aspect::Begun);
    }
    let plan_of_own = behind.starts_with("规划")
        || behind.starts_with("普法")
        || behind.starts_with("重")
        || core.starts_with("（草案）")
        || core.starts_with("草案");
    let raw = doc.text.get(plan.range.end..).unwrap_or_default();
    let draft = [
        "规划纲要（草案）",
        "纲要（草案）",
        "规划纲要草案",
        "纲要草案",
        "规划纲要(草案)",
    ]
    .iter()
    .any(|word| raw.starts_with(word));
    if draft || core.starts_with("草案") || core.starts_with("(草案)") {
        return Some(Aspect::Drawn);
    }
    if plan_of_own && DRAWN_BEFORE.end(before).is_some() {
        return Some(Aspect::Drawn);
    }
    if plan_of_own && WITHIN_BEFORE.end(before).is_some() {
        return Some(Aspect::Within);
    }
    let ahead = ["时期经济社会发展", "时期主要目标", "时期目标", "蓝图"]
        .iter()
        .any(|word| behind.starts_with(word));
    if ahead {
        return Some(Aspect::Within);
    }
    let past = ["以来", "期间", "时期", "末", "以前", "前", "后", "初"]
        .iter()
        .any(|word| behind.starts_with(word));
    let clause = year_scope::clause(doc, &plan.range);
    let lead = doc.text.get(clause.start..plan.range.start);
    let told = HISTORY.stand_in(lead.unwrap_or_default());
    (!past && !told).then_some(Aspect::Mentioned)
}

/// Words of clauses that speak of any time.
static HISTORY: Terms = Terms::new(&[
    "历史", "曾", "先后", "较", "比", "相比", "到", "至", "从", "自", "历次", "前", "连续",
]);

/// Adds by how many years the draft would have to be moved for the statement to hold.
fn vote(doc: &Draft, plan: &Named, aspect: Aspect, interval: &Interval, votes: &mut Vec<Vote>) {
    let ahead = i32::from(interval.mode != Mode::Done);
    let stated = (interval.first, interval.last);
    let possible = match aspect {
        Aspect::Done => (plan.last - ahead, plan.last),
        Aspect::Begun => (plan.first - 1, plan.first + 1),
        Aspect::Drawn => (plan.first - 2, plan.first + ahead),
        Aspect::Within | Aspect::Compared | Aspect::Since | Aspect::Mentioned => return,
    };
    votes.push(
        Vote::new(plan.range.clone(), plan.name(), possible, stated)
            .told(interval_told(doc, interval)),
    );
}

fn judge(plan: &Named, aspect: Aspect, interval: &Interval, out: &mut Findings) {
    let (first, last) = (interval.first, interval.last);
    let ahead = i32::from(interval.mode != Mode::Done);
    let (fits, key) = match aspect {
        Aspect::Done => ((first..=last + ahead).contains(&plan.last), "interval-done"),
        // A good beginning is said of in the year after, too.
        Aspect::Begun => (
            (first - 1..=last + 1).contains(&plan.first),
            "interval-begun",
        ),
        Aspect::Drawn => (
            (first - ahead..=last + 2).contains(&plan.first),
            "interval-drawn",
        ),
        Aspect::Within => (
            plan.first <= last + 1 && plan.last >= first,
            "interval-within",
        ),
        Aspect::Compared => (plan.last < last, "interval-compared"),
        Aspect::Since => (plan.first <= last, "interval-begun"),
        Aspect::Mentioned => (
            plan.first <= last + 2 && plan.last >= first - 1,
            "interval-within",
        ),
    };
    if fits {
        out.verify();
        return;
    }
    // A statement of a year of its own tells what it likes of the plans before.
    if interval.origin == Origin::Sentence && matches!(aspect, Aspect::Compared | Aspect::Mentioned)
    {
        return;
    }
    let implied = match aspect {
        Aspect::Done => plan.last,
        Aspect::Begun | Aspect::Drawn | Aspect::Since => plan.first,
        Aspect::Within | Aspect::Mentioned => plan.last,
        Aspect::Compared => plan.last + 1,
    };
    let mut finding = Finding::new(plan.range.clone())
        .message(key)
        .arg("implied", implied)
        .arg("plan", plan.name())
        .arg("first", plan.first)
        .arg("last", plan.last)
        .arg("of", interval.years())
        .level(Level::Warning);
    if let Some(place) = &interval.place
        && *place != plan.range
    {
        finding = finding.related(place.clone(), label(interval));
    }
    out.report(finding);
}

/// The label of the place that tells the years of `interval`.
pub(crate) fn label(interval: &Interval) -> &'static str {
    match interval.origin {
        Origin::Sentence | Origin::Span => "year-stated",
        Origin::Section => "year-section",
        Origin::Document => "year-document",
    }
}

/// Two plans that one sentence ties together follow one another: 「实现“十四五”圆满收官，为“十五五”良好开局
/// 打牢基础」.
fn neighbours(doc: &Draft, one: &Named, other: &Named, out: &mut Findings) {
    let text = &*doc.text;
    if one.law || other.law || other.range.start - one.range.end > 90 {
        return;
    }
    let Some(between) = text.get(one.range.end..other.range.start) else {
        return;
    };
    if between.contains(['。', '！', '\n', '；'])
        || between.contains("较")
        || between.contains("比")
    {
        return;
    }
    let behind = text
        .get(other.range.end..window_after(text, other.range.end, NEAR))
        .unwrap_or_default();
    let behind = behind
        .split(['，', '。', '、', '；', '\n', '“'])
        .next()
        .unwrap_or(behind);
    let ends = ["收官", "完成"].iter().any(|word| between.contains(word))
        || ["完成", "全面实现"]
            .iter()
            .any(|word| doc.text[..one.range.start].ends_with(word));
    let begins = [
        "开局",
        "开好局",
        "谋划",
        "谋篇",
        "布局",
        "编制",
        "打好",
        "打牢",
        "基础",
        "起步",
        "开篇",
        "衔接",
    ]
    .iter()
    .any(|word| behind.contains(word))
        || between.ends_with("实施")
        || ["规划顺利实施", "规划全面实施", "规划深入实施"]
            .iter()
            .any(|word| behind.starts_with(word));
    if !ends || !begins {
        return;
    }
    if other.number == one.number + 1 {
        out.verify();
        return;
    }
    // The plan that runs at the draft's own time is right.
    let now = doc.now();
    let fits = |plan: &Named| {
        now.as_ref()
            .is_some_and(|now| plan.first <= now.year + 1 && now.reviewed <= plan.last)
    };
    let (wrong, right) = if fits(one) || !fits(other) {
        (other, one.number + 1)
    } else {
        (one, other.number.saturating_sub(1))
    };
    let place = if wrong.number == other.number {
        one
    } else {
        other
    };
    out.report(
        Finding::new(wrong.range.clone())
            .message("neighbours")
            .arg("plan", wrong.name())
            .arg("other", place.name())
            .arg(
                "right",
                format!("“{}五”", numeral::to_chinese(u64::from(right))),
            )
            .related(place.range.clone(), "other-plan")
            .level(Level::Warning),
    );
}

/// The first sentence below a heading that names plans is about one of them.
fn opens_section(doc: &Draft, plan: &Named, out: &mut Findings) -> bool {
    let text = &*doc.text;
    if plan.law {
        return false;
    }
    let behind = text.get(plan.range.end..).unwrap_or_default();
    let Some(index) = doc.block_at(plan.range.start) else {
        return false;
    };
    let Some(block) = doc.blocks.get(index).filter(|block| block.is_prose()) else {
        return false;
    };
    let is = ["时期是", "五年是"]
        .iter()
        .any(|word| behind.starts_with(word));
    let topic = ["时期是", "时期，", "五年是", "是"]
        .iter()
        .any(|word| behind.starts_with(word));
    let lead = text
        .get(block.range.start..plan.range.start)
        .unwrap_or_default();
    let opens = lead.trim_matches(['\u{3000}', ' ', '“']).chars().count() <= 6;
    // 「“十四五”时期是…」 anywhere in a review is about the plan of its heading.
    let section = doc.profile().clock.section_at(index);
    let reviewed = section
        .filter(|section| is && section.mood == Outlook::Review)
        .and_then(|section| doc.blocks.get(section.block));
    let heading = if topic && opens {
        heading_above(doc, index).or(reviewed)
    } else {
        reviewed
    };
    let Some(heading) = heading else {
        return false;
    };
    let named: Vec<&FiveYearPlan> = doc.mentions().plans_in(&heading.range).iter().collect();
    let Some(first) = named.first() else {
        return false;
    };
    if named.iter().any(|other| other.number == plan.number) {
        out.verify();
        return true;
    }
    out.report(
        Finding::new(plan.range.clone())
            .message("heading")
            .arg("plan", plan.name())
            .arg("heading", doc.block_text(heading))
            .related(first.range.clone(), "year-section"),
    );
    true
}

/// The heading right above a block.
fn heading_above(doc: &Draft, index: usize) -> Option<&Block> {
    /// The longest line between them: 各位代表！
    const SALUTATION: usize = 30;
    let above = doc.blocks.get(..index)?.iter().rev().take(3);
    for block in above {
        if block.is_heading() {
            return Some(block);
        }
        if block.range.len() > SALUTATION {
            return None;
        }
    }
    None
}

/// A plan takes five years: 「“十四五”时期是爬坡过坎的四年」.
fn length(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    for plan in &doc.mentions().plans {
        let behind = text
            .get(plan.range.end..window_after(text, plan.range.end, 150))
            .unwrap_or_default();
        let Some(rest) = behind
            .strip_prefix("时期是")
            .or_else(|| behind.strip_prefix("时期，是"))
        else {
            continue;
        };
        let rest = rest.split(['，', '。', '；', '\n']).next().unwrap_or(rest);
        let Some(head) = rest.strip_suffix('年') else {
            continue;
        };
        let Some((number, start)) = number_at_end(head) else {
            continue;
        };
        if !head[..start].ends_with('的') || number >= 100 {
            continue;
        }
        if number == 5 {
            out.verify();
            continue;
        }
        let offset = behind.len()
            - behind
                .trim_start_matches("时期，是")
                .trim_start_matches("时期是")
                .len();
        let at = plan.range.end + offset + start;
        out.report(
            Finding::new(at..plan.range.end + offset + rest.len())
                .message("length")
                .arg("found", &rest[start..])
                .related(plan.range.clone(), "other-plan"),
        );
    }
}

/// A heading that names two plans names one and the next, and one that names a year and a plan looks back
/// on a plan that has begun, or ahead on one that has not ended.
fn headings(doc: &Draft, out: &mut Findings) {
    for section in &doc.profile().clock.sections {
        let Some(block) = doc.blocks.get(section.block) else {
            continue;
        };
        let plans = doc.mentions().plans_in(&block.range);
        if let [one, other] = plans
            && one.number != other.number
        {
            let compares = doc.block_text(block).contains(['比', '较']);
            if other.number == one.number + 1 {
                out.verify();
            } else if !compares {
                let now = doc.now();
                let fits = |plan: &FiveYearPlan| {
                    plan.years()
                        .zip(now.as_ref())
                        .is_some_and(|((first, last), now)| {
                            first <= now.year + 1 && now.reviewed <= last
                        })
                };
                let (wrong, place, right) = if fits(one) || !fits(other) {
                    (other, one, one.number + 1)
                } else {
                    (one, other, other.number.saturating_sub(1))
                };
                let shown = |number: u32| format!("“{}五”", numeral::to_chinese(u64::from(number)));
                out.report(
                    Finding::new(wrong.range.clone())
                        .message("neighbours")
                        .arg("plan", shown(wrong.number))
                        .arg("other", shown(place.number))
                        .arg("right", shown(right))
                        .related(place.range.clone(), "other-plan")
                        .level(Level::Warning),
                );
            }
        }
        let now = doc.now();
        // 「…规划和2035年远景目标纲要」 names the plan and its horizon.
        let horizon = |told: &&YearSource| doc.text[told.range.end..].starts_with("远景");
        let own = section
            .year
            .as_ref()
            .filter(|told| !horizon(told))
            .map(|told| (told.year, told.range.clone()))
            .or_else(|| now.map(|now| (now.year, now.place.clone())));
        let ([plan], Some((year, place))) = (plans, own) else {
            continue;
        };
        let Some((first, last)) = plan.years() else {
            continue;
        };
        let fits = match section.mood {
            Outlook::Review => first <= year,
            Outlook::Plan => last >= year,
            Outlook::Open => true,
        };
        if fits {
            out.verify();
            continue;
        }
        out.report(
            Finding::new(plan.range.clone())
                .message("interval-within")
                .arg("implied", last)
                .arg(
                    "plan",
                    format!("“{}五”", numeral::to_chinese(u64::from(plan.number))),
                )
                .arg("first", first)
                .arg("last", last)
                .arg("of", format!("{year}年"))
                .related(place, "year-stated")
                .level(Level::Warning),
        );
    }
}

/// 「乡村振兴战略规划（2018—2022年）」: the years in brackets behind a plan that bears its own.
fn schemes(doc: &Draft, out: &mut Findings) {
    for named in doc.facts() {
        if named.fact.kind != FactKind::Scheme {
            continue;
        }
        let low = named.range.end;
        let rest = doc
            .text
            .get(low..window_after(&doc.text, low, 60))
            .unwrap_or_default();
        let Some(inner) = rest.strip_prefix(['（', '(']) else {
            continue;
        };
        let Some((years, _)) = inner.split_once(['）', ')']) else {
            continue;
        };
        let Some((from, length)) = numeral::integer_at(years) else {
            continue;
        };
        let after = years[length..].trim_start_matches('年');
        let bare = after.trim_start_matches(['—', '-', '–', '－', '～', '~', '至', '到']);
        let Some((to, _)) = numeral::integer_at(bare).filter(|_| bare.len() < after.len()) else {
            continue;
        };
        let known: Vec<(i32, i32)> = dated::all()
            .iter()
            .filter(|fact| fact.kind == FactKind::Scheme && fact.name == named.fact.name)
            .map(|fact| (fact.start.year, fact.end.unwrap_or(fact.start).year))
            .collect();
        let fits = |(first, last): &(i32, i32)| {
            i64::from(*first) == from as i64 && i64::from(*last) == to as i64
        };
        // One begins as a known one does, or ends so: the other year is wrong. Of others nothing is known.
        let near = known.iter().find(|(first, last)| {
            i64::from(*first) == from as i64 || i64::from(*last) == to as i64
        });
        if known.iter().any(fits) {
            out.verify();
            continue;
        }
        let Some((first, last)) = near else { continue };
        let at = low + '（'.len_utf8().min(rest.len() - inner.len());
        out.report(
            Finding::new(at..at + years.len())
                .message("range")
                .arg("plan", format!("“{}”", named.fact.name))
                .arg("first", first)
                .arg("last", last)
                .arg("written", years)
                .level(Level::Warning),
        );
    }
}
