//! What a figure is called, so that two figures of one thing can be found.

use super::near;
use crate::{
    language::han::is_han,
    language::terms::{Terms, terms, words},
    reading::Draft,
    reading::figures::statement::{Figure, Statement},
};

/// Words before a name that say nothing about which thing it is.
static LEADING: Terms = terms!(
    "来 一年来 全年 共 累计 先后 已 总共 合计 共计 并 还 又 也 均 共有 会同 年内 经 审查 经审查 \
    目前 截至目前 全体 分别"
);

/// Words between a name and its number.
static TRAILING: Terms = terms!("达到 达 为 是 了 有 共 约 共计 超过 突破 近 各类 到");

/// Words that make a figure something else than a value of its name.
static NO_NAMES: Terms =
    terms!("其中 其他 其余 同比 比上 增加 减少 增长 下降 每 各 另 等 第 提高 由 从 占 超 新增");

/// Verbs that do not say of what a figure is the value.
static VERBS: Terms = terms!("安排 投入 支持 使用 完成 实现 下达 拨付 筹集 在 于");

/// The shortest name, in Han characters.
const SHORTEST: usize = 4;
const LONGEST: usize = 16;

/// The name of a figure, where its words give one that is telling enough.
pub(crate) fn name<'a>(text: &'a str, figure: &Figure) -> Option<&'a str> {
    let mut words = figure.label(text);
    while let Some(rest) = LEADING
        .begins(words)
        .filter_map(|word| words.strip_prefix(word))
        .min_by_key(|rest| rest.len())
    {
        words = rest;
    }
    while let Some(rest) = TRAILING
        .end(words)
        .and_then(|word| words.strip_suffix(word))
    {
        words = rest;
    }
    // 「今年安排832亿元」 does not say for what.
    let telling = words.len() >= SHORTEST * "一".len()
        && words.len() <= LONGEST * char::MAX.len_utf8()
        && VERBS.end(words).is_none()
        && words.chars().all(is_han)
        && (SHORTEST..=LONGEST).contains(&words.chars().count())
        && !NO_NAMES.stand_in(words);
    telling.then_some(words)
}

/// Words that say of which time or which place figures are.
const SCOPES: &[&str] = words!(
    "上半年 下半年 季度 五年 三年 四年 两年 十年 累计 去年 今年 上年 明年 届 本月 以来 时期 全市 \
    全省 全国 全县 全区 本级 去年同期 前三季度 月份 历年 截至 目标 力争 计划 预计 将 确保"
);

/// The time and place that the sentence of a figure names.
pub(crate) fn scope(text: &str, statement: &Statement, figure: &Figure) -> Vec<&'static str> {
    let sentence = near(text, &statement.range, figure.quantity.range.start);
    SCOPES
        .iter()
        .copied()
        .filter(|word| sentence.contains(word))
        .collect()
}

/// The calendar years that the sentence of a figure names.
pub(crate) fn years<'a>(text: &'a str, statement: &Statement, figure: &Figure) -> Vec<&'a str> {
    let sentence = near(text, &statement.range, figure.quantity.range.start);
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

/// Words of headings under which a draft tells what it plans.
static PLAN_HEADINGS: Terms = terms!(
    "今年 明年 下一步 下步 工作安排 重点工作 主要任务 目标任务 工作打算 工作思路 工作部署 总体要求"
);

/// Where the plans of a draft begin: what was done and what is planned are not the same.
pub(crate) fn plans_from(doc: &Draft) -> usize {
    doc.blocks
        .iter()
        .skip(1)
        .filter(|block| block.is_heading())
        .find(|block| {
            let heading = doc.block_text(block);
            PLAN_HEADINGS.stand_in(heading)
        })
        .map_or(usize::MAX, |block| block.range.start)
}
