//! What a draft says of one indicator at two places, however far apart: two digits that changed places, and a
//! value below what it is said to have passed.

use std::collections::HashMap;

use super::{Slip, in_unit_of, printed, slip};
use crate::{
    language::{
        han::is_han,
        terms::{Terms, terms},
    },
    reading::{
        Draft,
        figures::quantity::{Exactness, Family, ONE},
        frames::{Frame, Role},
    },
    rules::{Finding, Findings},
};

/// The shortest name that tells one thing from others, in characters.
const SHORTEST: usize = 4;

/// No name is looked at more often.
const MOST: usize = 64;

/// What a frame is the value of, where it says so: the words before it, or 大型项目 behind 120个.
fn key<'t>(text: &'t str, frame: &Frame) -> Option<&'t str> {
    let quantity = frame.quantity();
    if matches!(quantity.unit.name, "个" | "项" | "家" | "座" | "条" | "件") {
        let behind = text.get(quantity.range.end..)?;
        let end = behind
            .char_indices()
            .take(SHORTEST + 2)
            .find(|&(_, c)| !is_han(c));
        let name = end.and_then(|(at, _)| behind.get(..at));
        return name.filter(|name| (SHORTEST..=SHORTEST + 1).contains(&name.chars().count()));
    }
    let name = frame.indicator(text);
    (name.chars().count() >= SHORTEST && name.chars().all(is_han)).then_some(name)
}

/// Whether a frame tells a value of its own.
fn is_value(frame: &Frame) -> bool {
    matches!(frame.role, Role::Level | Role::Total | Role::Target)
        && frame.quantity().is_exact()
        && frame.figure.depth == 0
}

/// The most values that a name may have for two of them to be one.
const MOST_VALUES: usize = 3;

/// 「大型项目120个…大型项目102个」: one name with two values that two swapped digits tell apart.
pub(crate) fn check_swapped(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let mut places: HashMap<(&str, Family, &str), Vec<&Frame>> = HashMap::new();
    let mut order = Vec::new();
    for frame in doc
        .frames()
        .of
        .iter()
        .flatten()
        .filter(|frame| is_value(frame))
    {
        let unit = frame.quantity().unit;
        if matches!(unit.family, Family::Bare | Family::Duration) {
            continue;
        }
        let Some(name) = key(text, frame) else {
            continue;
        };
        let unit_name = if unit.family == Family::Yuan {
            ""
        } else {
            unit.name
        };
        let key = (name, unit.family, unit_name);
        let entry = places.entry(key).or_default();
        if entry.is_empty() {
            order.push(key);
        }
        if entry.len() < MOST {
            entry.push(frame);
        }
    }
    for key in order {
        let Some(found) = places.get(&key) else {
            continue;
        };
        let mut values: Vec<i128> = found
            .iter()
            .map(|frame| frame.quantity().amount.value)
            .collect();
        values.sort_unstable();
        values.dedup();
        if values.len() < 2 || values.len() > MOST_VALUES {
            continue;
        }
        report_swapped(text, key.0, found, out);
    }
}

fn report_swapped(text: &str, name: &str, found: &[&Frame], out: &mut Findings) {
    for (at, later) in found.iter().enumerate() {
        let like = later.quantity();
        let digits = in_unit_of(like.amount.value, like);
        let earlier = found[..at].iter().find(|earlier| {
            earlier.quantity().scale == like.scale
                && slip(&digits, &in_unit_of(earlier.quantity().amount.value, like))
                    == Some(Slip::Swapped)
        });
        let Some(earlier) = earlier else { continue };
        // What was told of the same name already needs no second finding.
        if out.items.iter().any(|item| item.span == like.range) {
            return;
        }
        out.report(
            Finding::new(like.range.clone())
                .arg("name", name)
                .arg("here", printed(text, like))
                .arg("there", printed(text, earlier.quantity()))
                .related(earlier.quantity().range.clone(), "there")
                .related(like.range.clone(), "slip-swapped"),
        );
        return;
    }
}

/// What ends before a threshold that was passed.
static PASSED: Terms = terms!("突破 超过 迈上 跃上 跨上 站上 迈过 跨过 迈上了 连续迈上 跨越 登上");
/// Words of what is still to come.
static AHEAD: Terms = terms!("力争 争取 奋力 冲刺 有望 预计 预期 目标 今后五年 未来五年");
/// Names of the size of an economy.
static ECONOMY: Terms = terms!("地区生产总值 全市生产总值 全省生产总值 生产总值 经济总量");

/// Whether `sentence` tells of a year to come: 「到2030年」.
fn names_end(sentence: &str) -> bool {
    sentence.match_indices('到').any(|(at, word)| {
        let behind = sentence.get(at + word.len()..).unwrap_or_default();
        behind.bytes().take_while(u8::is_ascii_digit).count() == 4
            && behind.get(4..).is_some_and(|rest| rest.starts_with('年'))
    })
}

/// 「生产总值4.2万亿元…经济总量连续迈上4万亿、5万亿两个台阶」
pub(crate) fn check_thresholds(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let economy = |frame: &&Frame| {
        let name = frame.indicator(text);
        ECONOMY.stand_in(name) && !name.contains("国内") && !name.contains(['人', '县', '占', '单'])
    };
    let told = doc.quantities().statements.iter().zip(&doc.frames().of);
    // What is still to come says nothing of what there is.
    let told = told.filter(|(statement, _)| {
        let sentence = text.get(statement.range.clone()).unwrap_or_default();
        !AHEAD.stand_in(sentence) && !names_end(sentence)
    });
    let frames: Vec<&Frame> = told
        .flat_map(|(_, frames)| frames)
        .filter(economy)
        .collect();
    let money = |frame: &&&Frame| {
        let unit = frame.quantity().unit.family;
        unit == Family::Yuan || unit == Family::Bare && frame.quantity().scale > 1
    };
    let values = frames.iter().filter(money).filter(|frame| {
        matches!(frame.role, Role::Level | Role::Total)
            && frame.quantity().is_exact()
            && PASSED.end(frame.words(text)).is_none()
            && frame.quantity().unit.family == Family::Yuan
    });
    let Some(greatest) = values.max_by_key(|frame| frame.quantity().amount.value) else {
        return;
    };
    let passed = frames.iter().filter(money).filter(|frame| {
        let words = frame.words(text);
        let said = PASSED.stand_in(words) || frame.quantity().exactness == Exactness::Over;
        said && frame.role != Role::Target
            && frame.role != Role::Base
            && frame.quantity().plain.value % ONE == 0
    });
    let Some(threshold) = passed.max_by_key(|frame| frame.quantity().amount.value) else {
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
