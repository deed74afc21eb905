//! Numbers that nothing can have: a fall of more than a hundred percent, a part of a person.

use super::{check_clock_times, has_any, is_whole, printed};
use crate::{
    language::terms::{Terms, terms, words},
    reading::Draft,
    reading::figures::{
        quantity::{Exactness, Family, ONE},
        statement::{Figure, Statement},
    },
    rules::{Check, Finding, Findings, Level, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    check_clock_times(doc, out);
    for statement in &doc.quantities().statements {
        for figure in &statement.figures {
            if figure.quantity.doubtful {
                continue;
            }
            match figure.quantity.unit.family {
                Family::Percent => check_percent(text, figure, out),
                Family::Fold => check_fold(text, figure, out),
                Family::People | Family::Times | Family::Count => {
                    check_whole(text, statement, figure, out);
                }
                _ if figure.quantity.unit.name == "岁" => check_age(text, figure, out),
                _ => {}
            }
        }
    }
}

static FALLS: Terms = terms!("下降 减少 降低 压减 缩短 精简 回落 缩减 下跌 压缩 缩小 下滑");

/// Rates of things done among things to do. 完成率 may pass 100, as may 利用率 and 增长率.
static RATES: Terms = terms!(
    "办结率 办复率 立案率 满意率 合格率 出勤率 覆盖率 参保率 出席率 到会率 采纳率 答复率 就业率 \
    达标率 好评率 见面率 反馈率 回复率 知晓率 及格率 优良率 优秀率 普及率 绿化率 入库率 按期办结率 \
    正确率 转化率"
);

fn falls(words: &str) -> bool {
    FALLS.end(words).is_some()
}

fn check_percent(text: &str, figure: &Figure, out: &mut Findings) {
    let quantity = &figure.quantity;
    let words = figure.label(text);
    if quantity.plain.value <= 100 * ONE {
        return;
    }
    let words = words.trim_end_matches(['了', '达', '近', '超', '约', '为', '均', '到']);
    let key = if falls(words) {
        "fall"
    } else if RATES.end(words).is_some() {
        "rate"
    } else {
        return;
    };
    out.report(
        Finding::new(quantity.range.clone())
            .message(key)
            .arg("stated", printed(text, quantity)),
    );
}

/// 「办理时限缩短2倍」
fn check_fold(text: &str, figure: &Figure, out: &mut Findings) {
    let words = figure.label(text).trim_end_matches(['了', '近', '约']);
    if falls(words) && figure.quantity.plain.value >= ONE {
        out.report(
            Finding::new(figure.quantity.range.clone())
                .message("fold")
                .level(Level::Warning)
                .arg("stated", printed(text, &figure.quantity)),
        );
    }
}

/// Units that are never cut, and are counted one by one.
const WHOLE_UNITS: &[&str] = words!("人 名 位 户 家 件 场 篇 份 人次 辆 座 所 起 艘 架");

/// 「救助困难群众35.6人」
fn check_whole(text: &str, statement: &Statement, figure: &Figure, out: &mut Findings) {
    let quantity = &figure.quantity;
    if is_whole(quantity.plain.value)
        || quantity.scale > 1
        || quantity.decimals == 0
        || !WHOLE_UNITS.contains(&quantity.unit.name)
        || quantity.exactness != Exactness::Exact
    {
        return;
    }
    // Averages and rates per this many have decimals.
    let sentence = text
        .get(statement.range.start..figure.quantity.range.start)
        .unwrap_or_default();
    let from = sentence
        .char_indices()
        .rev()
        .nth(40)
        .map_or(0, |(at, _)| at);
    let near = sentence.get(from..).unwrap_or_default();
    let after = text.get(quantity.range.end..).unwrap_or_default();
    if has_any(
        near,
        &[
            "均", "每", "率", "平均", "密度", "万", "亿", "千", "比", "抵", "相当", "相當", "折合",
            "等于", "等於", "约合", "約合",
        ],
    ) || after.starts_with(['/', '／', '·', '天', '年', '月', '日'])
        || quantity.ranged
    {
        out.silent(quantity.range.clone(), "silent-average", &[]);
        return;
    }
    out.report(
        Finding::new(quantity.range.clone())
            .message("whole")
            .level(Level::Warning)
            .arg("stated", printed(text, quantity)),
    );
}

/// The greatest age that a report can speak of.
const OLDEST: i128 = 130;

fn check_age(text: &str, figure: &Figure, out: &mut Findings) {
    // 「四十万十五岁以下的儿童」 counts people, and then tells their age.
    let number = text.get(figure.quantity.number.clone()).unwrap_or_default();
    if number.contains(['万', '萬', '亿', '億']) {
        return;
    }
    if figure.quantity.plain.value > OLDEST * ONE && !figure.label(text).contains('树') {
        out.report(
            Finding::new(figure.quantity.range.clone())
                .message("age")
                .arg("stated", printed(text, &figure.quantity)),
        );
    }
}
