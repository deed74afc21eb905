//! One thing with two numbers in one draft.

use std::{cell::LazyCell, collections::HashMap, hash::Hash};

use super::{Slip, TELLING, in_unit_of, near, printed, significant, slip};
use crate::{
    language::terms::{Terms, terms, words},
    reading::{
        Draft,
        figures::{
            quantity::{Exactness, Family, ONE, Unit},
            statement::Statement,
            tables::{Tabled, tables},
        },
        frames::{Frame, Role},
    },
    rules::{Check, Finding, Findings, Level, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// A figure in its sentence.
type Place<'a> = (&'a Statement, &'a Frame);

/// What a figure is the value of: money of any scale is one unit.
type Key<'a> = (&'a str, Family, &'static str);

fn key(name: &str, unit: Unit) -> Key<'_> {
    let of = if unit.family == Family::Yuan {
        ""
    } else {
        unit.name
    };
    (name, unit.family, of)
}

/// Values by what they are of, in the order in which the names come first.
struct Groups<K, V> {
    at: HashMap<K, usize>,
    groups: Vec<(K, Vec<V>)>,
}

impl<K: Copy + Eq + Hash, V> Groups<K, V> {
    fn collect(values: impl Iterator<Item = (K, V)>) -> Self {
        let mut all = Self {
            at: HashMap::new(),
            groups: Vec::new(),
        };
        for (key, value) in values {
            let at = *all.at.entry(key).or_insert_with(|| {
                all.groups.push((key, Vec::new()));
                all.groups.len() - 1
            });
            if let Some((_, group)) = all.groups.get_mut(at) {
                group.push(value);
            }
        }
        all
    }

    fn get(&self, key: &K) -> Option<&Vec<V>> {
        let at = self.at.get(key)?;
        self.groups.get(*at).map(|(_, group)| group)
    }
}

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let all = doc.quantities().statements.iter().zip(&doc.frames().of);
    let all =
        all.flat_map(|(statement, frames)| frames.iter().map(move |frame| (statement, frame)));
    let all: Vec<Place<'_>> = all.filter(|(_, frame)| is_value(frame)).collect();
    let values = Groups::collect(all.iter().filter_map(|place| {
        let name = place.1.name(text)?;
        Some((key(name, place.1.quantity().unit), *place))
    }));
    let things = Groups::collect(all.iter().filter_map(|place| {
        let name = place.1.thing(text)?;
        Some((key(name, place.1.quantity().unit), *place))
    }));
    let plans = plans_from(doc);
    let tables = tables(doc);
    let cells = tables.iter().flat_map(|table| table.figures(text));
    let cells = Groups::collect(cells.map(|cell| (key(cell.name, cell.quantity.unit), cell)));
    for (key, cells) in &cells.groups {
        if let Some(found) = values.get(key) {
            judge_cells(doc, cells, found, plans, out);
        }
    }
    for (key, found) in &values.groups {
        if found.len() >= 2 && !judge(text, key, found, plans, out) {
            judge_swapped(text, key.0, found, out);
        }
    }
    for (key, found) in &things.groups {
        judge_swapped(text, key.0, found, out);
    }
    check_thresholds(doc, out);
}

/// Whether a frame gives a value of its own.
fn is_value(frame: &Frame) -> bool {
    matches!(frame.role, Role::Level | Role::Total | Role::Target)
        && frame.quantity().is_exact()
        && frame.figure.depth == 0
        && !matches!(
            frame.quantity().unit.family,
            Family::Bare | Family::Duration
        )
}

/// A figure below ten is mostly one of several.
const SMALLEST: i128 = 10 * ONE;

/// Whether two values of one name are a conflict, whatever their digits.
fn is_told_once(frame: &Frame) -> bool {
    matches!(
        frame.quantity().unit.family,
        Family::Count | Family::People | Family::Times | Family::Yuan
    ) && frame.quantity().plain.value >= SMALLEST
}

/// How many restatements of one figure are looked at, and how many values a name has that is one thing's.
const MOST_PLACES: usize = 64;
const MOST_VALUES: usize = 3;

/// The values of `found`, the first [`MOST_VALUES`] and one more.
fn distinct(found: &[Place<'_>]) -> usize {
    let mut values: Vec<i128> = Vec::new();
    for (_, frame) in found.iter().take(MOST_PLACES) {
        let value = frame.quantity().amount.value;
        if values.len() <= MOST_VALUES && !values.contains(&value) {
            values.push(value);
        }
    }
    values.len()
}

/// Words that say of which time or which place figures are.
const SCOPES: &[&str] = words!(
    "上半年 下半年 季度 五年 三年 四年 两年 十年 累计 去年 今年 上年 明年 届 本月 以来 时期 全市 全省 全国 \
    全县 全区 本级 去年同期 前三季度 月份 历年 截至 目标 力争 计划 预计 将 确保"
);

/// The time and place that the sentence of a figure names.
fn scope<'a>(text: &'a str, (statement, frame): &Place<'_>) -> Vec<&'a str> {
    let sentence = near(text, &statement.range, frame.quantity().range.start);
    let words = SCOPES.iter().copied();
    let mut scope: Vec<&str> = words.filter(|word| sentence.contains(word)).collect();
    let own = frame.scope(text);
    if !own.is_empty() && !scope.contains(&own) {
        scope.push(own);
    }
    scope
}

/// The calendar years that the sentence of a figure names.
fn years<'a>(text: &'a str, (statement, frame): &Place<'_>) -> Vec<&'a str> {
    let sentence = near(text, &statement.range, frame.quantity().range.start);
    let mut out: Vec<&str> = memchr::memmem::find_iter(sentence.as_bytes(), "年")
        .filter_map(|at| {
            let year = sentence.get(at.checked_sub(4)?..at)?;
            year.bytes().all(|c| c.is_ascii_digit()).then_some(year)
        })
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// Words of headings under which a draft says what it plans.
static PLAN_HEADINGS: Terms = terms!(
    "今年 明年 下一步 下步 工作安排 重点工作 主要任务 目标任务 工作打算 工作思路 工作部署 总体要求"
);

/// Where the plans of a draft begin: what was done and what is planned are not the same.
fn plans_from(doc: &Draft) -> usize {
    let mut headings = doc.blocks.iter().skip(1).filter(|block| block.is_heading());
    headings
        .find(|block| PLAN_HEADINGS.stand_in(doc.block_text(block)))
        .map_or(usize::MAX, |block| block.range.start)
}

/// The figures of tables with one name, and the places that give it in words.
fn judge_cells(
    doc: &Draft,
    cells: &[Tabled<'_>],
    found: &[Place<'_>],
    plans: usize,
    out: &mut Findings,
) {
    let text = &*doc.text;
    let (Some(cell), Some(place)) = (cells.first(), found.first()) else {
        return;
    };
    if !is_told_once(place.1) {
        return;
    }
    let amount = cell.quantity.amount;
    let meets = |place: &Place<'_>| place.1.quantity().amount.meets(amount);
    if found.iter().take(MOST_PLACES).any(meets) {
        out.verify();
        return;
    }
    let many = cells
        .iter()
        .any(|other| other.quantity.amount.value != amount.value);
    if many || distinct(found) > 1 {
        out.silent(cell.range.clone(), "silent-many", &[]);
        return;
    }
    // A year that only the table or only the words name is the one that the draft reviews.
    let told = years(text, place);
    let reviewed = doc.profile().clock.reviewed.as_ref();
    let reviewed = reviewed.map(|reviewed| reviewed.year.to_string());
    let other_year = match (cell.year, told.first()) {
        _ if told.len() > 1 => true,
        (None, None) => false,
        (Some(year), Some(told)) => year != *told,
        (Some(year), None) | (None, Some(&year)) => reviewed.as_deref() != Some(year),
    };
    let planned = |at: usize| at >= plans;
    let range = place.1.quantity().range.clone();
    if other_year
        || !scope(text, place).is_empty()
        || planned(range.start) != planned(cell.range.start)
    {
        out.silent(cell.range.clone(), "silent-scope", &[]);
        return;
    }
    let told = (range.clone(), printed(text, place.1.quantity()));
    let tabled = (cell.range.clone(), cell.printed.as_str());
    let (here, there) = if cell.range.start > range.start {
        (tabled, told)
    } else {
        (told, tabled)
    };
    out.report(
        Finding::new(here.0)
            .arg("name", cell.name)
            .arg("here", here.1)
            .arg("there", there.1)
            .related(there.0, "there"),
    );
}

/// The slip that makes one figure of the other.
fn slip_between(one: &Frame, other: &Frame) -> Option<Slip> {
    let (one, other) = (one.quantity(), other.quantity());
    let same_form = one.scale == other.scale && one.unit.factor == other.unit.factor;
    same_form
        .then(|| {
            slip(
                &in_unit_of(one.amount.value, one),
                &in_unit_of(other.amount.value, one),
            )
        })
        .flatten()
}

fn conflict(text: &str, name: &str, here: &Frame, there: &Frame, slip: Option<Slip>) -> Finding {
    let finding = Finding::new(here.quantity().range.clone())
        .arg("name", name)
        .arg("here", printed(text, here.quantity()))
        .arg("there", printed(text, there.quantity()))
        .related(there.quantity().range.clone(), "there");
    match slip {
        Some(slip) => finding.related(here.quantity().range.clone(), slip.key()),
        None => finding,
    }
}

/// Within how many blocks two values of one name may be two steps of a scale.
const SIDE_BY_SIDE: usize = 3;

/// Same indicator, time and scope: same value. 「立案提案236件…立案提案263件」; whether a conflict is reported.
fn judge(text: &str, key: &Key<'_>, found: &[Place<'_>], plans: usize, out: &mut Findings) -> bool {
    let Some((first, rest)) = found.split_first() else {
        return false;
    };
    if distinct(found) > 2 {
        if is_told_once(first.1) {
            out.silent(first.1.quantity().range.clone(), "silent-many", &[]);
        }
        return false;
    }
    // Asked for at few places only.
    let (here, year) = (
        LazyCell::new(|| scope(text, first)),
        LazyCell::new(|| years(text, first)),
    );
    let planned = |place: &Place<'_>| place.0.range.start >= plans;
    for place in rest.iter().take(MOST_PLACES) {
        if place.0.range == first.0.range {
            continue;
        }
        if place.1.quantity().amount.meets(first.1.quantity().amount) {
            out.verify();
            continue;
        }
        let telling = significant(first.1.quantity().amount.value) >= TELLING;
        let slip = slip_between(place.1, first.1).filter(|_| telling);
        let told_once = is_told_once(first.1) && is_told_once(place.1);
        if !told_once && slip.is_none() {
            continue;
        }
        // Steps of a scale are listed side by side.
        let beside = slip.is_none() && place.0.block.abs_diff(first.0.block) <= SIDE_BY_SIDE;
        if beside
            || planned(place) != planned(first)
            || scope(text, place) != *here
            || years(text, place) != *year
        {
            if told_once {
                out.silent(place.1.quantity().range.clone(), "silent-scope", &[]);
            }
            continue;
        }
        let finding = conflict(text, key.0, place.1, first.1, slip);
        out.report(match slip {
            Some(_) => finding.level(Level::Warning),
            None => finding,
        });
        return true;
    }
    false
}

/// 「大型项目120个…大型项目102个」: two swapped digits give a name two values, whatever the time.
fn judge_swapped(text: &str, name: &str, found: &[Place<'_>], out: &mut Findings) {
    if !(2..=MOST_VALUES).contains(&distinct(found)) {
        return;
    }
    let found = &found[..found.len().min(MOST_PLACES)];
    for (at, (_, later)) in found.iter().enumerate() {
        let swapped =
            |(_, earlier): &&Place<'_>| slip_between(later, earlier) == Some(Slip::Swapped);
        if let Some((_, earlier)) = found[..at].iter().find(swapped) {
            out.report(conflict(text, name, later, earlier, Some(Slip::Swapped)));
            return;
        }
    }
}

/// What ends before a threshold that was passed.
static PASSED: Terms = terms!("突破 超过 迈上 跃上 跨上 站上 迈过 跨过 迈上了 连续迈上 跨越 登上");
/// Words of what is still to come.
static AHEAD: Terms =
    terms!("力争 争取 奋力 冲刺 有望 预计 预期 目标 今后五年 未来五年 确保 努力 将");
/// Names of the size of an economy.
static ECONOMY: Terms = terms!("地区生产总值 全市生产总值 全省生产总值 生产总值 经济总量");

/// Whether `sentence` speaks of a year to come: 「到2030年」.
fn names_end(sentence: &str) -> bool {
    sentence.match_indices('到').any(|(at, word)| {
        let behind = sentence.get(at + word.len()..).unwrap_or_default();
        behind.bytes().take_while(u8::is_ascii_digit).count() == 4
            && behind.get(4..).is_some_and(|rest| rest.starts_with('年'))
    })
}

/// A value is no less than what its indicator is said to have passed, near or far: 「生产总值4.2万亿元…经济总量连续迈上
/// 4万亿、5万亿两个台阶」.
fn check_thresholds(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let told = doc.quantities().statements.iter().zip(&doc.frames().of);
    // What is still to come says nothing of what there is.
    let is_told = |statement: &Statement| {
        let sentence = text.get(statement.range.clone()).unwrap_or_default();
        !AHEAD.stand_in(sentence) && !names_end(sentence)
    };
    let told =
        told.flat_map(|(statement, frames)| frames.iter().map(move |frame| (statement, frame)));
    let frames = told.filter_map(|(statement, frame)| {
        let unit = frame.quantity().unit;
        let money = unit.family == Family::Yuan
            || unit.family == Family::Bare && frame.quantity().scale > 1;
        let economy = |name: &str| {
            ECONOMY.stand_in(name)
                && !name.contains("国内")
                && !name.contains(['人', '县', '占', '单'])
        };
        let found = money && economy(frame.indicator(text)) && is_told(statement);
        found.then_some(frame)
    });
    let frames: Vec<&Frame> = frames.collect();
    let values = frames.iter().filter(|frame| {
        matches!(frame.role, Role::Level | Role::Total)
            && frame.quantity().is_exact()
            && PASSED.end(frame.words(text)).is_none()
            && frame.quantity().unit.family == Family::Yuan
    });
    let passed = frames.iter().filter(|frame| {
        let words = frame.words(text);
        let said = PASSED.stand_in(words) || frame.quantity().exactness == Exactness::Over;
        said && !matches!(frame.role, Role::Target | Role::Base)
            && frame.quantity().plain.value % ONE == 0
    });
    let by_amount = |frame: &&&Frame| frame.quantity().amount.value;
    let (Some(greatest), Some(threshold)) =
        (values.max_by_key(by_amount), passed.max_by_key(by_amount))
    else {
        return;
    };
    let (value, least) = (greatest.quantity(), threshold.quantity());
    // Far below is another economy.
    if value.amount.value >= least.amount.value || value.amount.value * 2 < least.amount.value {
        out.verify();
        return;
    }
    out.report(
        Finding::new(value.range.clone())
            .message("below")
            .arg("value", printed(text, value))
            .arg("threshold", printed(text, least))
            .related(least.range.clone(), "passed"),
    );
}
