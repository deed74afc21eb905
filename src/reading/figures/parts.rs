//! What words say of figures as parts of another: what introduces them, what names a kind, what is left over.

use super::{
    quantity::Family,
    statement::{Figure, Statement},
};
use crate::language::terms::{Terms, terms};

/// How many figures behind a list may be further parts of it.
const WINDOW: usize = 24;

/// Words that introduce parts of the figure before them.
static INTRODUCERS: Terms = Terms::new(&["其中", "分为"]);

/// Whether figure `at` is the first part of the figure before it, and whether the words say that
/// the parts are all there is.
pub fn introduced(text: &str, statement: &Statement, at: usize) -> Option<bool> {
    let figure = statement.figures.get(at)?;
    let label = figure.label(text);
    if let Some(word) = INTRODUCERS.begin(label) {
        return Some(word == "分为");
    }
    if matches!(figure.mark, '，' | ',' | '：' | ':') {
        let start = at
            .checked_sub(1)
            .and_then(|before| statement.figures.get(before))
            .map_or(statement.range.start, |before| before.quantity.range.end);
        let between = text.get(start..figure.lead.start)?;
        let between = between.trim_end_matches(['，', ',', '：', ':', ' ']);
        let words = || between.trim_start_matches(['，', ',', '。', ' ']);
        if between.ends_with("其中") && words().chars().count() <= 8 {
            return Some(false);
        }
        // 「按类别分为：」 「其中按来源分，」
        if between.ends_with("分为") || between.ends_with("划分") {
            return Some(true);
        }
        if is_division(text, statement, at) {
            return Some(true);
        }
        // 「新建学校11所：幼儿园4所、小学5所、初中2所」
        let counted = at.checked_sub(1).and_then(|at| statement.figures.get(at));
        let next = statement.figures.get(at + 1);
        if matches!(figure.mark, '：' | ':')
            && words().is_empty()
            && counted.is_some_and(|whole| whole.quantity.unit.comparable(figure.quantity.unit))
            && next.is_some_and(|next| next.mark == '、' && is_noun(next.label(text)))
            && is_noun(label)
        {
            return Some(true);
        }
    }
    None
}

/// Words of figures that tell how much falls on one: averages, rates and prices do not add up.
static AVERAGES: Terms =
    terms!("人均 户均 戶均 亩均 年均 月均 日均 平均 均价 均價 每 率 单价 單價 年龄");

/// Units of which two make no more: ages, temperatures, loudness.
const INTENSIVE: [&str; 4] = ["岁", "℃", "摄氏度", "分贝"];

/// 「人均可支配收入38216元，其中城镇46230元、农村23180元」
pub fn is_average(text: &str, figure: &Figure) -> bool {
    falls_on_one(figure.quantity.unit.name, figure.label(text))
}

/// Whether a figure of unit `unit` that `words` lead to is what falls on one.
pub fn falls_on_one(unit: &str, words: &str) -> bool {
    INTENSIVE.contains(&unit) || AVERAGES.stand_in(words)
}

/// Whether `part` is a sum of plain yuan greater than its total, as incomes, wages and prices are
/// whose label does not say that they are averages.
pub fn prices(part: &Figure, total: &Figure) -> bool {
    let plain =
        |figure: &Figure| figure.quantity.unit.family == Family::Yuan && figure.quantity.scale == 1;
    plain(part) && plain(total) && part.quantity.amount.exceeds(total.quantity.amount)
}

/// The figures after `last` that count the same and may be further parts: 「公建民营16家」 after
/// 「公办38家，民办72家」.
pub fn following<'a>(statement: &'a Statement, last: &Figure) -> Vec<&'a Figure> {
    let after = statement
        .figures
        .partition_point(|figure| figure.quantity.range.start <= last.quantity.range.start);
    statement
        .figures
        .iter()
        .skip(after)
        .take(WINDOW)
        .filter(|figure| !figure.quantity.is_percent() && figure.depth <= last.depth)
        .take_while(|figure| {
            figure.depth == last.depth
                && matches!(figure.mark, '，' | ',' | '、' | '；' | ';')
                && figure.quantity.unit.comparable(last.quantity.unit)
        })
        .collect()
}

/// Words of what was done with things, or how they are: a thing may be in more than one such part.
static OUTCOMES: Terms = terms!(
    "获 被 采 转 报 批 办结 结案 审结 办理 办复 完成 解决 落实 参加 受 已 涉 有 来自 新 开工 投 达 \
    以上 以下 为 引 评 列 入 超 使用 送 发放 发表 发布 发行 发明 占 增 减 含 是"
);

/// Words of one of several attributes that a thing has side by side.
static ATTRIBUTES: Terms = terms!(
    "上市 规上 限上 税 基层 一线 残疾 劳动力 博士 硕士 正高 副高 民间 工业 高新 规模 民族 留守 空巢 \
    侨 非公 团员 专业技术 外来 流动 外贸 龙头 主任 骨干 专家 名优 品牌 科技 出口 先进 标杆 样板 \
    试点 教授 高级 中级 带头 典型 精品 大型 性"
);

/// Whether `label` names things by a noun, so far as one can see: 幼儿园, 工业项目.
pub fn is_noun(label: &str) -> bool {
    let label = INTRODUCERS
        .begin(label)
        .and_then(|word| label.strip_prefix(word))
        .unwrap_or(label)
        .trim_start_matches(['：', ':', '，', ',']);
    (2..=10).contains(&label.chars().count())
        && label.chars().all(crate::language::han::is_han)
        && !OUTCOMES.stand_in(label)
}

/// Whether it names a kind that excludes others: 幼儿园, 个体工商户, 上级补助.
pub fn is_kind(label: &str) -> bool {
    is_noun(label) && !ATTRIBUTES.stand_in(label)
}

/// 「比上年增加5600亿元」 has no parts of its own.
pub fn is_difference(label: &str) -> bool {
    label.contains(['比', '较', '同'])
        && ["增", "减", "降", "升", "多", "少"]
            .iter()
            .any(|word| label.contains(word))
}

/// Whether figure `at` begins a sentence that divides by an attribute: 「按内容分，经济建设类137件、…」.
pub fn is_division(text: &str, statement: &Statement, at: usize) -> bool {
    let Some(figure) = statement.figures.get(at).filter(|_| at == 0) else {
        return false;
    };
    text.get(statement.range.start..figure.lead.start)
        .map(|words| words.trim_end_matches(['，', ',', '：', ':', ' ']))
        .is_some_and(|words| {
            words.starts_with('按') && words.ends_with('分') && words.chars().count() <= 10
        })
}

/// What a share is of: 「委员提案占」 「委员提案占比为」.
pub fn share_of(label: &str) -> Option<&str> {
    label
        .trim_end_matches(['为', '达', '到'])
        .trim_end_matches('比')
        .strip_suffix('占')
}

/// Whether the figure with this label is all that is left.
pub fn is_rest(label: &str) -> bool {
    ["其余", "其他", "其它", "剩余"]
        .iter()
        .any(|word| label.starts_with(word))
}

/// Whether the figure with this label is a total itself.
pub fn has_total_word(label: &str) -> bool {
    label.starts_with('共')
        || ["合计", "总计", "累计", "共计", "总共", "总数"]
            .iter()
            .any(|word| label.contains(word))
}
