//! Names and the number that stands in apposition to them: 「甲、乙、丙三县」, 「甲、乙、丙等四个乡镇」,
//! 「“甲、乙、丙”三种意识」, 「甲、乙、丙“三篇文章”」.

use std::ops::Range;

use super::listed::miscounted;
use crate::{
    language::terms::{Terms, terms},
    language::{
        han::{is_closing, is_han, is_opening},
        numeral,
    },
    reading::{
        figures::{
            quantity::{Family, Quantity},
            statement::{Figure, Statement, cut},
        },
        lists::{self, List},
    },
    rules::Findings,
};

/// Units, and nouns behind a classifier, that count what was named just before.
const APPOSED_UNITS: [&str; 15] = [
    "者", "县", "市", "区", "省", "乡", "镇", "村", "国", "校", "地", "级", "大", "方面", "点",
];
static APPOSED_NOUNS: Terms = terms!(
    "方面 领域 环节 层面 维度 重点 板块 阶段 镇 乡 县 村 区 街道 市 省 部门 单位 专题 界别 片区 \
    地区 园区 社区 国家 战略 体系 关系 问题 大事 台阶 文章 产业 集群 行业 特区"
);

/// Classifiers of what is named and counted.
const CLASSIFIERS: [&str; 12] = [
    "个", "個", "大", "项", "条", "种", "类", "件", "篇", "座", "家", "所",
];

/// What ends a clause and no list of names: 「推进、抓好三项工作」, 「甲、乙新增三个项目」.
static NO_NAMES: Terms = terms!(
    "考察 走访 调研 参观 联系 帮扶 检查 督导 督查 查处 申报 验收 指导 协调 研究 讨论 审议 谋划 储备 \
    签约 落地 开工 竣工 投产 改造 修建 新设 设置 开设 建 办 抓 做 打 创 设 选 评 购 派 招 用 给 向 \
    被 把 比 新增 增加 共 有 达 达到 建成 完成 实现 获 获得 获批 推进 实施 开展 打造 形成 成立 \
    设立 组建 新建 推出 出台 制定 做好 抓好 打好 办好 用好 突出 坚持 强化 聚焦 围绕 把握 统筹 落实 \
    处理 处理好 培育 壮大 创建 建立 举办 召开 提出 分为 包括 为 是 超 近 约 各 每 在 对 从 由 及 \
    和 与 其中 连续 前 后 第 全国 全省 全市 全县 全区 的 了 着 分 分成 按 以 将 到 至 再 又 两 同 \
    出 上 下 中 内 增强 坚定 做到 贯彻 学习 践行 弘扬 深化 加强 健全 完善 树牢 树立 捍卫 拥护 遵守 \
    守牢 擦亮 凝聚 发挥 推动 构建 加快 支持 引进 承办 评为 荣获 入选 列入 纳入 整合 涉及 覆盖 投入 \
    安排 解决 不"
);

/// What points back at the names: 「甲、乙、丙这三个方面」.
static THESE: Terms = Terms::new(&["这", "以上", "上述", "共"]);

/// Names with a number, which count nothing.
static FIXED: Terms = terms!(
    "三大球 三大件 九二共识 五大洲 四大洋 五大连池 四大名著 四大发明 八大处 两会 三国 九省通衢 \
    三级甲等 三级医院 二级 一级 三级以上 两地分居 五大湖"
);

/// How many a slip of the pen counts too many or too few.
const FURTHEST: usize = 2;

/// Whether a list stands before the number that `figure` announces, which is then judged here.
pub(crate) fn check_apposition(
    text: &str,
    statement: &Statement,
    figure: &Figure,
    promised: usize,
    out: &mut Findings,
) -> bool {
    // 两岸四地
    if figure.label(text).ends_with('岸') {
        return false;
    }
    // 「聚焦工业倍增、“三区”同建、乡村振兴」: what is counted is an item itself, and the list goes on.
    let behind = figure.quantity.range.end + figure.tail(text, &statement.range).len();
    if text
        .get(behind..)
        .is_some_and(|rest| rest.starts_with('、'))
    {
        return false;
    }
    let start = figure.quantity.range.start;
    let head = text.get(statement.range.start..start).unwrap_or_default();
    // 「甲、乙、丙等3个乡镇」, 「甲、乙、丙等“三大工程”」
    let unquoted = head.strip_suffix(['“', '「']).unwrap_or(head);
    if lists::ends_open(unquoted) {
        let end = statement.range.start + unquoted.len() - "等".len();
        check_open(text, statement, figure, (promised, end), out);
        return true;
    }
    if head.ends_with(['”', '」']) {
        return check_quoted(text, statement, figure, promised, out);
    }
    let quoted = head.ends_with(['“', '「']);
    let bare = head.trim_end_matches(['“', '「']);
    let end = statement.range.start
        + THESE
            .end(bare)
            .filter(|_| !quoted)
            .and_then(|word| bare.strip_suffix(word))
            .unwrap_or(bare)
            .len();
    let list = lists::before(text, statement.range.start, end);
    let pair = list.items.len() == 1 && list.exact() == Some(2) && names_two(&figure.quantity);
    if list.items.len() < 2 && !pair
        || !is_named(text, statement, figure, &list, (promised, quoted))
    {
        return false;
    }
    judge(text, figure, &list, promised, out);
    true
}

/// 「走访柳河镇、青石镇、望山乡、东湾乡等3个乡镇」: the open list names more than announced.
fn check_open(
    text: &str,
    statement: &Statement,
    figure: &Figure,
    (promised, end): (usize, usize),
    out: &mut Findings,
) {
    let list = lists::before(text, statement.range.start, end);
    let listed = list.least();
    if listed <= promised {
        out.verify();
    } else if listed > promised + FURTHEST + 1
        || list.may_end_with(text, promised)
        || has_figures(statement, &list, figure)
    {
        out.silent(list.range, "silent-list", &[]);
    } else {
        out.report(
            miscounted(text, &figure.quantity.range, listed)
                .message("open")
                .related(list.range, "list"),
        );
    }
}

/// Whether `quantity` counts what one joint parts: 「从增加供给和抑制需求两方面」.
fn names_two(quantity: &Quantity) -> bool {
    quantity.han && matches!(quantity.unit.name, "方面" | "者")
}

/// Whether some item has a number of its own: 「幼儿园4所、小学5所」.
fn has_figures(statement: &Statement, list: &List, counted: &Figure) -> bool {
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
    (promised, quoted): (usize, bool),
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
    if NO_NAMES.end(last).is_some() && !alike
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
    CLASSIFIERS.contains(&unit)
        && after.starts_with(is_han)
        && (figure.quantity.han
            || list.items.len() >= 3
            || APPOSED_NOUNS.find(after).is_some_and(|(at, _)| at <= 18))
}

fn judge(text: &str, figure: &Figure, list: &List, promised: usize, out: &mut Findings) {
    if list.fits(promised) {
        out.verify();
        return;
    }
    let place = list.range.clone();
    let count = list.exact().unwrap_or(if promised > list.most() {
        list.most()
    } else {
        list.least()
    });
    if count.abs_diff(promised) > FURTHEST || list.may_end_with(text, promised) {
        out.silent(place, "silent-list", &[]);
        return;
    }
    out.report(miscounted(text, &figure.quantity.range, count).related(place, "list"));
}

/// 「“对标对表、解放思想、马上就办”三种意识」: the quotation is the list.
fn check_quoted(
    text: &str,
    statement: &Statement,
    figure: &Figure,
    promised: usize,
    out: &mut Findings,
) -> bool {
    let Some(list) = quotation(text, statement.range.start, figure.quantity.range.start) else {
        return false;
    };
    let items = cut(text, list.clone(), |c| c == '、');
    let words = text.get(list.clone()).unwrap_or_default();
    if items.len() < 2 {
        return false;
    }
    if items.len() == promised {
        out.verify();
        return true;
    }
    let read = List::read(text, list.clone());
    let mixed = words.contains(['，', '；', '。'])
        || lists::open_mark(words).is_some()
        || read.exact() != Some(items.len());
    // 「“放、管、服”两项改革」 may be one thing in quotes and another beside it.
    if mixed || items.len().abs_diff(promised) > FURTHEST || !figure.quantity.han {
        out.silent(list, "silent-list", &[]);
        return true;
    }
    out.report(miscounted(text, &figure.quantity.range, items.len()).related(list, "list"));
    true
}

/// What stands between the quotation marks that close at `end`.
pub(super) fn quotation(text: &str, from: usize, end: usize) -> Option<Range<usize>> {
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
