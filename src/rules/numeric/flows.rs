//! Done and left over, stocks and flows, votes: figures whose words give them a part to play.

use std::ops::Range;

use super::{before, in_unit_of, miscalculated, printed};
use crate::{
    language::terms::{Terms, terms},
    reading::figures::statement::{Figure, Statement},
    rules::{Finding, Findings},
};

/// Words of what is finished, of what is not, and of what both are part of.
static DONE: Terms = terms!(
    "已开工 化解 已整改 拨付 处置 办结 已完工 已完成 完工 完成 已办理 已办复 办复 竣工 审结 \
    整改到位 已解决 落实"
);
pub(super) static LEFT: Terms = terms!(
    "在办 正在办理 未办结 剩余 其余 尚余 尚有 还有 还剩 正在推进 正在实施 未完成 未完工 待办"
);
pub(super) static UNDER_WAY: Terms = Terms::new(&["正在", "尚未"]);
static WHOLE: Terms = terms!("立案 计划 交办 受理 收到 应办 共有 任务 承办 转办 总数 排查 确定");

/// 「立案77件，办结70件，在办4件」
pub(crate) fn check_remainder(text: &str, statement: &Statement, out: &mut Findings) {
    let figures = &statement.figures;
    // The total stands before both.
    for (at, pair) in figures.windows(2).enumerate().skip(1) {
        let [done, left] = pair else { continue };
        let alike = done.depth == left.depth
            && done.quantity.is_countable()
            && left.quantity.unit.comparable(done.quantity.unit);
        if !alike || !is_left(text, statement, left) {
            continue;
        }
        let label = done.label(text);
        if !DONE.stand_in(label) || LEFT.stand_in(label) {
            continue;
        }
        let totals: Vec<&Figure> = before(statement, at)
            .map(|(_, total)| total)
            .filter(|total| {
                total.quantity.unit.comparable(done.quantity.unit) && total.depth == done.depth
            })
            .collect();
        let Some(total) = totals.first() else {
            continue;
        };
        let place = done.quantity.range.start..left.quantity.range.end;
        if ![*total, done, left]
            .iter()
            .all(|figure| figure.quantity.is_exact())
        {
            out.silent(place, "silent-approximate", &[]);
            continue;
        }
        let added = done.quantity.amount.plus(left.quantity.amount);
        if totals
            .iter()
            .any(|total| added.meets(total.quantity.amount))
        {
            out.verify();
            continue;
        }
        // 「计划36个，开工30个，完工20个，在建10个」: only a figure that names the whole is one; but
        // 其余 is all the rest where there is one figure that it can be the rest of.
        let rest = totals.len() == 1
            && ["其余", "剩余", "还剩"]
                .iter()
                .any(|word| left.label(text).starts_with(word));
        if !rest && !WHOLE.stand_in(total.label(text)) {
            out.silent(place, "silent-partial", &[]);
            continue;
        }
        // A third kind may follow: 「办结70件，在办4件，列入计划3件」.
        if figures.get(at + 2).is_some_and(|third| {
            third.depth == done.depth && third.quantity.unit.comparable(done.quantity.unit)
        }) {
            out.silent(place, "silent-partial", &[]);
            continue;
        }
        out.report(miscalculated(text, &[done, left], total, None));
    }
}

/// Whether the figure counts what is left: by its own words, or 「16个正在施工」 by what follows.
fn is_left(text: &str, statement: &Statement, figure: &Figure) -> bool {
    let label = figure.label(text);
    LEFT.begin(label).is_some()
        || label.is_empty() && {
            let tail = figure.tail(text, &statement.range);
            UNDER_WAY.begin(tail).is_some()
        }
}

static OPENING: Terms = Terms::new(&["结转", "旧存", "期初", "年初", "上年结存", "上年末"]);
static INFLOW: Terms = terms!("新收 新增 新受理 新立 新接 本年收 新购 购入 入库");
static OUTFLOW: Terms = terms!("审结 办结 结案 执结 化解 处结 发放 出库 调出");
static CLOSING: Terms = Terms::new(&["未结", "年末", "期末", "结存", "尚余", "剩余"]);

/// 「上年结转46件，新收318件，审结331件，年末未结33件」
pub(crate) fn check_flow(text: &str, statement: &Statement, out: &mut Findings) {
    let figures = &statement.figures;
    for run in figures.windows(4) {
        let [opening, inflow, outflow, closing] = run else {
            continue;
        };
        let unit = opening.quantity.unit;
        let alike = run
            .iter()
            .all(|figure| figure.depth == opening.depth && figure.quantity.unit.comparable(unit));
        let roles = || {
            OPENING.stand_in(opening.label(text))
                && INFLOW.stand_in(inflow.label(text))
                && OUTFLOW.stand_in(outflow.label(text))
                && CLOSING.stand_in(closing.label(text))
        };
        if !alike || !roles() {
            continue;
        }
        if !run.iter().all(|figure| figure.quantity.is_exact()) {
            let place = opening.quantity.range.start..closing.quantity.range.end;
            out.silent(place, "silent-approximate", &[]);
            continue;
        }
        let (a, b) = (opening.quantity.amount, inflow.quantity.amount);
        let (c, d) = (outflow.quantity.amount, closing.quantity.amount);
        if a.plus(b).meets(c.plus(d)) {
            out.verify();
            continue;
        }
        let like = &closing.quantity;
        out.report(
            Finding::new(closing.quantity.range.clone())
                .message("flow")
                .arg("opening", in_unit_of(a.value, like))
                .arg("inflow", in_unit_of(b.value, like))
                .arg("outflow", in_unit_of(c.value, like))
                .arg("right", in_unit_of(a.value + b.value - c.value, like))
                .arg("stated", printed(text, like))
                .related(opening.quantity.range.clone(), "opening")
                .related(inflow.quantity.range.clone(), "inflow")
                .related(outflow.quantity.range.clone(), "outflow"),
        );
    }
}

pub(super) static PRESENT: Terms = Terms::new(&["实到", "实际到会", "出席"]);
static ARRIVED: Terms = Terms::new(&["实到", "实际到会"]);
static DUE: Terms = Terms::new(&["应到", "应出席"]);
static YES: Terms = Terms::new(&["赞成", "同意"]);
static NO: Terms = Terms::new(&["反对", "不同意"]);
static ABSTAINED: Terms = Terms::new(&["弃权"]);
static NOT_VOTED: Terms = Terms::new(&["未按", "未表决"]);

/// 「应到委员245人，实到231人」, 「实到231人。…赞成220票、反对3票、弃权8票」; `previous` is the
/// sentence before, which may tell who was present.
pub(crate) fn check_votes(
    text: &str,
    statement: &Statement,
    previous: Option<&Statement>,
    out: &mut Findings,
) {
    let find_in = |statement: &'_ Statement, words: &Terms| {
        statement
            .figures
            .iter()
            .take(super::WINDOW)
            .position(|figure| words.stand_in(figure.label(text)) && figure.quantity.is_countable())
    };
    let find = |words: &Terms| find_in(statement, words).and_then(|at| statement.figures.get(at));
    let before = || {
        let previous = previous.filter(|_| find(&ABSTAINED).is_some())?;
        let at = find_in(previous, &ARRIVED)?;
        previous.figures.get(at)
    };
    let Some(present) = find(&PRESENT).or_else(before) else {
        return;
    };
    if let Some(due) = find(&DUE)
        && due.quantity.unit.comparable(present.quantity.unit)
        && due.quantity.is_exact()
        && present.quantity.is_exact()
    {
        if present.quantity.amount.exceeds(due.quantity.amount) {
            out.report(
                Finding::new(present.quantity.range.clone())
                    .message("present-exceeds")
                    .arg("present", printed(text, &present.quantity))
                    .arg("due", printed(text, &due.quantity))
                    .related(due.quantity.range.clone(), "due"),
            );
        } else {
            out.verify();
        }
    }
    let (Some(yes), Some(no), Some(abstained)) = (find(&YES), find(&NO), find(&ABSTAINED)) else {
        return;
    };
    let mut votes = vec![yes, no, abstained];
    votes.extend(find(&NOT_VOTED));
    if !votes.iter().all(|vote| vote.quantity.is_exact()) || !present.quantity.is_exact() {
        return;
    }
    let added: i128 = votes.iter().map(|vote| vote.quantity.plain.value).sum();
    if added == present.quantity.plain.value {
        out.verify();
        return;
    }
    let terms: Vec<String> = votes
        .iter()
        .map(|vote| super::number(vote.quantity.plain.value))
        .collect();
    let span: Range<usize> = present.quantity.range.clone();
    let mut finding = Finding::new(span)
        .arg("sum", terms.join("+"))
        .arg("added", super::number(added))
        .arg("total", printed(text, &present.quantity))
        .arg(
            "difference",
            super::number((added - present.quantity.plain.value).abs()),
        );
    for vote in votes {
        finding = finding.related(vote.quantity.range.clone(), "part");
    }
    out.report(finding);
}
