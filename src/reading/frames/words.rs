//! What the words before a figure say about it.

use std::ops::Range;

use super::Role;
use crate::{
    language::han::is_han,
    language::terms::{Terms, terms},
    reading::figures::quantity::{Family, Quantity},
};

/// Which way a value went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It rose.
    Up,
    /// It fell.
    Down,
}

static UP: Terms = terms!(
    "拓展 扩展 增加 提高 增长 上升 增至 升至 提升 上涨 扩大 增到 升到 涨到 攀升 跃升 回升 扩充 \
    发展到 壮大 扩至 延长 延伸 扩容 扩大 涨至 升高 升为 增为 涨为 提到 增"
);
static DOWN: Terms = terms!(
    "减少 下降 降低 减至 降至 压减 缩短 缩减 减到 降到 下跌 精简 回落 压缩 跌至 降为 缩小 减为 \
    整合为 归并为 合并为 压降 跌为 收窄 萎缩 减 降"
);

/// Which way `words` say that a value went, where they say only one.
pub fn way(words: &str) -> Option<Way> {
    match (UP.stand_in(words), DOWN.stand_in(words)) {
        (true, false) => Some(Way::Up),
        (false, true) => Some(Way::Down),
        _ => None,
    }
}

/// Words with 新 that are no news.
static NEW: Terms = terms!(
    "新能源 新型 新兴 新疆 新华 新材料 新区 新农 新生 新一代 新时代 新质 新城 新药 新品 新产品 \
    新技术 新业态 新冠 新老 新闻"
);
/// Words of what came to something, at the end or at the beginning of a clause.
static CAME: Terms = Terms::new(&["新增", "净增", "增加", "新增加", "增长", "增"]);
static WENT: Terms = Terms::new(&["减少", "净减", "下降", "降低", "减"]);
/// Words of everything that there is.
static ALL: Terms = terms!("累计 总共 共计 合计 总计 总数 总量 总");
static REACHES: Terms = terms!("到 至 为 达 達 達到 突破 超过 逾");
static AVERAGES: Terms = Terms::new(&["人均", "户均", "平均每", "亩均", "日均", "年均", "平均"]);
static TARGETS: Terms = terms!("力争 预计 计划 目标 将 拟 确保 控制在 保持在 安排");
static LEADS: Terms = Terms::new(&["高于", "低于", "快于", "慢于", "高出", "领先"]);
static FROM: Terms = Terms::new(&["由", "从"]);
static PARTS: Terms = Terms::new(&["其中", "含"]);

/// The most characters between 由 and its number: 「由2019年的」.
const LONGEST_FROM: usize = 12;

/// What the figure behind `words` does.
pub(super) fn role(words: &str, quantity: &Quantity) -> Role {
    let words = words.trim();
    if begins_at(words, LONGEST_FROM) {
        return Role::Base;
    }
    let relative = matches!(
        quantity.unit.family,
        Family::Percent | Family::Permille | Family::Points | Family::Fold | Family::Doubling
    );
    if quantity.unit.family == Family::Points && LEADS.stand_in(words) {
        return Role::Lead;
    }
    if words.contains('占') && (relative || words.starts_with('占') || words.contains("占比")) {
        return Role::Share;
    }
    let reaches = REACHES.end(words).is_some();
    if relative && !reaches && way(words).is_some() {
        return Role::Change;
    }
    if ALL.begin(words).is_some() || reaches && words.contains("累计") {
        return Role::Total;
    }
    if !relative && !reaches {
        let fresh = words.starts_with('新') && NEW.begin(words).is_none();
        let added =
            || words.contains('增') && (words.contains("新增") || words.starts_with("净增"));
        if CAME.end(words).is_some() || fresh || added() {
            return Role::Increment;
        }
        if WENT.end(words).is_some() {
            return Role::Decrement;
        }
    }
    if PARTS.begin(words).is_some() {
        return Role::Part;
    }
    if AVERAGES.stand_in(words) {
        return Role::Average;
    }
    if TARGETS.stand_in(words) {
        return Role::Target;
    }
    Role::Level
}

/// Whether words end with 由 or 从, a year or a few words, at most `longest` characters, apart.
pub(super) fn begins_at(words: &str, longest: usize) -> bool {
    if !FROM.stand_in(words) {
        return false;
    }
    let Some(at) = words.rfind(['由', '从']) else {
        return false;
    };
    let head = words.get(at..).unwrap_or_default();
    head.chars().count() <= longest && !head.contains(['到', '至', '为', '“', '”'])
}

/// Words of the whole, or the part, of which something is counted.
static SCOPES: Terms = terms!(
    "全国 全省 全市 全县 全区 全州 全镇 全乡 全村 我国 我省 我市 我县 我区 市本级 省本级 县本级 区本级 \
    规模以上 规上 限额以上 限上 境内 其中"
);
/// What ends the name of a place, and words that end so and name none.
const PLACE_ENDS: [char; 8] = ['省', '市', '县', '区', '州', '镇', '乡', '村'];
static NO_PLACES: Terms = terms!(
    "城镇 乡村 农村 城市 城区 地区 社区 园区 小区 校区 灾区 山区 片区 库区 景区 街区 新区 超市 上市 股市 \
    门市 集镇 乡镇 各县 各市 各区 开发区 示范区 试验区 功能区 行政村 自然村 行政区"
);

/// Where `words`, which lead to a figure, name the whole or the part of which it is: 全省, 规上, 柳河镇.
pub(super) fn scope(words: &str) -> Option<Range<usize>> {
    if let Some((at, word)) = SCOPES.find(words) {
        return Some(at..at + word.len());
    }
    let start = words.len() - words.trim_start_matches(|c: char| !is_han(c)).len();
    let name = words.get(start..)?;
    let mut ends = name.char_indices().skip(2).take(4);
    let (end, c) = ends.find(|&(_, c)| PLACE_ENDS.contains(&c) || !is_han(c))?;
    let end = end + c.len_utf8();
    let place = name.get(..end)?;
    let named = is_han(c)
        && NO_PLACES.end(place).is_none()
        && LEADING.begin(place).is_none()
        && name
            .get(end..)
            .is_some_and(|rest| rest.starts_with(is_han) && !rest.starts_with('化'));
    named.then_some(start..start + end)
}

/// Words that name no thing, before a name.
static LEADING: Terms = terms!(
    "总共 合计 共计 共有 先后 年内 经审查 审查 又 也 一年来 五年来 全年 今年 去年 上年 截至目前 目前 其中 累计 全国 全省 全市 全县 全区 我省 我市 \
    我国 共 已 并 还 均 预计 力争 提出 使 来 年 底 末"
);
/// Words between a name and its number.
static TRAILING: Terms = terms!(
    "各类 达到 达 为 是 了 有 共 约 共计 超过 突破 近 到 至 增长 下降 增加 减少 提高 提升 降低 上升 新增 \
    由 从 分别 控制在 稳定在 保持在 完成 实现 累计 同比 比 较 上年 去年 同期 超 率先 已 的 年 名义 \
    实际 年均 平均每年 仅 均 总 占"
);

/// Words that make a figure something else than a value of its name, and verbs that do not say of what it is.
static NO_NAMES: Terms = terms!(
    "其中 其他 其余 同比 比上 增加 减少 增长 下降 每 各 另 等 第 提高 由 从 占 超 新增 平均"
);
static VERBS: Terms =
    terms!("安排 投入 支持 使用 完成 实现 下达 拨付 筹集 发展 保持 得到 提供 带动 惠及 在 于");

/// `indicator`, where it tells one thing from others.
pub(super) fn name(indicator: &str) -> Option<&str> {
    let telling = (4..=16).contains(&indicator.chars().count())
        && indicator.chars().all(is_han)
        && VERBS.end(indicator).is_none()
        && !NO_NAMES.stand_in(indicator);
    telling.then_some(indicator)
}

/// Where the name of what is counted is in `words`; empty where there is none.
pub(super) fn indicator(words: &str) -> Range<usize> {
    let mut start = 0;
    // Behind the last year or number, and the words that lead to it.
    if let Some((at, c)) = words
        .char_indices()
        .rev()
        .find(|&(_, c)| !is_han(c) && !matches!(c, '、' | '“' | '”'))
    {
        start = at + c.len_utf8();
    }
    let mut end = words.len();
    let cut = |start: usize, end: usize| words.get(start..end).unwrap_or_default();
    while let Some(word) = LEADING
        .begins(cut(start, end))
        .max_by_key(|word| word.len())
    {
        start += word.len();
    }
    while let Some(word) = TRAILING.ends(cut(start, end)).max_by_key(|word| word.len()) {
        end -= word.len();
    }
    // A lone mark or joint names nothing.
    match cut(start, end) {
        "、" | "和" | "及" | "与" => start..start,
        _ => start..end.max(start),
    }
}
