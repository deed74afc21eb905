//! The list that a number behind it counts: 「甲、乙、丙三县」, 「甲、乙、丙等四个乡镇」, 「“甲、乙、丙”三种意识」,
//! 「甲、乙、丙“三篇文章”」.

use std::ops::Range;

use super::{List, VERBS, before, ends_open};
use crate::{
    language::{
        han::{is_closing, is_han, is_opening},
        numeral,
        terms::{Terms, terms},
    },
    reading::figures::{
        quantity::{Family, Quantity},
        statement::{Figure, Statement},
    },
};

/// A list with a number behind it.
#[derive(Debug, Clone)]
pub enum Apposed {
    /// 「甲、乙、丙等3个乡镇」: it may name fewer.
    Open(List),
    /// 「“甲、乙、丙”三种意识」
    Quoted(List),
    /// 「甲、乙、丙三县」
    Named(List),
}

/// Units, and nouns behind a classifier, that count what was named just before.
const APPOSED_UNITS: [&str; 15] = [
    "者", "县", "市", "区", "省", "乡", "镇", "村", "国", "校", "地", "级", "大", "方面", "点",
];
static APPOSED_NOUNS: Terms = terms!(
    "方面 领域 环节 层面 维度 重点 板块 阶段 镇 乡 县 村 区 街道 市 省 部门 单位 专题 界别 片区 \
    地区 园区 社区 国家 战略 体系 关系 问题 大事 台阶 文章 产业 集群 行业 特区"
);

/// Classifiers of what is named and counted.
const CLASSIFIERS: [&str; 17] = [
    "个", "個", "大", "项", "条", "种", "类", "件", "篇", "座", "家", "所", "套", "批", "部", "张",
    "支",
];

/// What ends a clause and no list of names beside verbs, and nouns that end alike.
static NO_NAMES: Terms = terms!(
    "建 办 抓 做 打 创 设 选 评 购 派 招 用 给 向 被 把 比 共 有 达 获 为 是 超 近 约 各 每 在 对 从 由 及 \
    和 与 其中 连续 前 后 第 全国 全省 全市 全县 全区 的 了 着 分 分成 按 以 将 到 至 再 又 两 同 出 上 下 中 \
    内 不"
);
static NOUNS: Terms = terms!(
    "信用 费用 公用 民用 军用 党建 基建 住建 文创 科创 初中 高中 国办 线上 线下 网上 陆上 海上 水上 行为 \
    产出 进出 境内 室内 省内 市内"
);

/// Whether `words` end a clause and no list of names: 「推进、抓好三项工作」, 「甲、乙新增三个项目」.
fn ends_clause(words: &str) -> bool {
    VERBS.end(words).is_some() || NO_NAMES.end(words).is_some() && NOUNS.end(words).is_none()
}

/// What points back at the names: 「甲、乙、丙这三个方面」.
static THESE: Terms = Terms::new(&["这", "以上", "上述", "共"]);

/// Names with a number, which count nothing.
static FIXED: Terms = terms!(
    "三大球 三大件 九二共识 五大洲 四大洋 五大连池 四大名著 四大发明 八大处 两会 三国 九省通衢 \
    三级甲等 三级医院 二级 一级 三级以上 两地分居 五大湖"
);

/// The list before `figure` that it counts, so far as words tell, where it says that there are `promised`.
pub fn apposed(
    text: &str,
    statement: &Statement,
    figure: &Figure,
    promised: usize,
) -> Option<Apposed> {
    // 两岸四地
    if figure.label(text).ends_with('岸') {
        return None;
    }
    // 「聚焦工业倍增、“三区”同建、乡村振兴」: what is counted is an item itself, and the list goes on.
    let behind = figure.quantity.range.end + figure.tail(text, &statement.range).len();
    if text.get(behind..)?.starts_with('、') {
        return None;
    }
    let from = statement.range.start;
    let start = figure.quantity.range.start;
    let head = text.get(from..start)?;
    // 「甲、乙、丙等3个乡镇」, 「甲、乙、丙等“三大工程”」
    let unquoted = head.strip_suffix(['“', '「']).unwrap_or(head);
    if ends_open(unquoted) {
        let list = before(text, from, from + unquoted.len() - "等".len());
        return Some(Apposed::Open(list));
    }
    // 「“平等互利、形式多样、共同发展”的三项原则」
    let plain = head.trim_end_matches([' ', '\u{3000}']);
    let closed = plain.strip_suffix('的').unwrap_or(plain);
    if closed.ends_with(['”', '」']) {
        let list = List::read(text, quotation(text, from, from + closed.len())?);
        return (list.items.len() > 1).then_some(Apposed::Quoted(list));
    }
    let quoted = head.ends_with(['“', '「']);
    let bare = head.trim_end_matches(['“', '「']);
    let pointed = THESE.end(bare).filter(|_| !quoted);
    let end = from
        + pointed
            .and_then(|word| bare.strip_suffix(word))
            .unwrap_or(bare)
            .len();
    let list = before(text, from, end);
    let pair = list.items.len() == 1 && list.exact() == Some(2) && names_two(&figure.quantity);
    let named = (list.items.len() > 1 || pair)
        && is_named(
            text,
            statement,
            figure,
            &list,
            (promised, quoted, pointed.is_some()),
        );
    named.then_some(Apposed::Named(list))
}

/// Whether `quantity` counts what one joint parts: 「从增加供给和抑制需求两方面」.
fn names_two(quantity: &Quantity) -> bool {
    quantity.han && matches!(quantity.unit.name, "方面" | "者")
}

/// Whether some item has a number of its own: 「幼儿园4所、小学5所」.
pub fn has_figures(statement: &Statement, list: &List, counted: &Figure) -> bool {
    let second = list.items.get(1).map_or(list.range.end, |item| item.start);
    let from = statement
        .figures
        .partition_point(|figure| figure.quantity.range.start < list.range.start);
    statement.figures[from..]
        .iter()
        .take_while(|figure| figure.quantity.range.end <= list.range.end)
        .filter(|figure| figure.quantity.unit.family != Family::Bare)
        .any(|figure| {
            figure.quantity.range.start >= second
                || figure.quantity.unit.comparable(counted.quantity.unit)
        })
}

/// Whether the number behind the list counts its items, so far as words tell.
fn is_named(
    text: &str,
    statement: &Statement,
    figure: &Figure,
    list: &List,
    (promised, quoted, pointed): (usize, bool, bool),
) -> bool {
    let unit = figure.quantity.unit.name;
    let after = text
        .get(figure.quantity.range.end..statement.range.end)
        .unwrap_or_default();
    let last = list.item(text, list.items.len() - 1);
    // 「京津两市」, 「苏浙沪三省」 name them by one character each.
    let short = last.rsplit(['及', '和', '与']).next().unwrap_or(last);
    let places = matches!(unit, "省" | "市" | "区" | "县" | "地" | "国");
    let alone = (0..list.items.len() - 1).all(|at| list.item(text, at).chars().count() != promised);
    if places && (alone || short.len() < last.len()) && short.chars().count() == promised {
        return false;
    }
    // 「甲、乙“三个体系”」 closes its quotes behind the name.
    let name = after.chars().take_while(|&c| is_han(c)).count();
    if quoted
        && !after
            .chars()
            .nth(name)
            .is_some_and(|c| matches!(c, '”' | '」'))
    {
        return false;
    }
    // 「一、二、三级」, 「三大球」
    let numbered = last.chars().all(numeral::is_chinese);
    let fixed = text
        .get(figure.quantity.range.start..statement.range.end)
        .is_some_and(|words| FIXED.begin(words).is_some());
    if numbered || fixed {
        return false;
    }
    // 「加强领导、加强投入、加强考核“三条措施”」: what is built alike is a list, verbs or not.
    let first = |at: usize| list.item(text, at).chars().next();
    let alike = list.items.len() >= 3 && (2..list.items.len()).all(|at| first(at) == first(1));
    // 「与印度、缅甸倡议和平共处五项原则」
    if last.ends_with("和平共处") {
        return false;
    }
    if ends_clause(last) && !alike && !pointed
        || has_figures(statement, list, figure)
        || last.chars().count() < 2 && quoted
    {
        return false;
    }
    // 「各省、市、自治区和地市两级」
    if unit == "级" && list.exact() != Some(list.items.len()) {
        return false;
    }
    if APPOSED_UNITS.contains(&unit) && (figure.quantity.han || unit == "方面") {
        return true;
    }
    // 「教育、科技、人才三位一体」
    if unit == "位" && figure.quantity.han && after.starts_with("一体") {
        return true;
    }
    // 「省域、市域、城区三个“1小时交通圈”」
    let quotes = list.items.len() >= 3 && after.starts_with(['“', '「']);
    CLASSIFIERS.contains(&unit)
        && (after.starts_with(is_han) || quotes)
        && (figure.quantity.han
            || list.items.len() >= 3
            || APPOSED_NOUNS.find(after).is_some_and(|(at, _)| at <= 18))
}

/// What is between the quotation marks that close at `end`.
pub fn quotation(text: &str, from: usize, end: usize) -> Option<Range<usize>> {
    /// The longest quotation, in characters.
    const LONGEST: usize = 600;
    let head = text.get(from..end)?;
    let (open, mark) = head
        .char_indices()
        .rev()
        .skip(1)
        .take(LONGEST)
        .find(|&(_, c)| is_opening(c) || is_closing(c))
        .filter(|&(_, c)| matches!(c, '“' | '「'))?;
    Some(from + open + mark.len_utf8()..end - "”".len())
}
