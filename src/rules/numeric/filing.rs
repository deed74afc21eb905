//! What came in and what became of it, and what was added to what there was.

use super::{has_any, miscalculated, slip_in_sum, sum};
use crate::{
    language::terms::{Terms, terms},
    reading::figures::statement::{Figure, Statement},
    rules::Findings,
};

/// Words of what came in, of what was filed, and of what was not.
pub(super) static CAME_IN: Terms = Terms::new(&["收到", "提交", "征集", "收集"]);
static FILED: Terms = Terms::new(&["立案", "予以立案"]);
static JOINED: Terms = Terms::new(&["并案", "合并"]);
static NOT_FILED: Terms = terms!(
    "作意见 作建议 作为意见 作为建议 转为 转作 不予立案 不立案 未立案 未予立案 撤案 撤回 退回"
);

/// A sum that is beside its total by no more than the total over this is meant to reach it.
const CLOSE: i128 = 8;

/// 「收到提案142件，立案126件，并案9件，转为意见建议7件」
pub(crate) fn check_filing(text: &str, statement: &Statement, out: &mut Findings) {
    let figures = &statement.figures;
    for (at, total) in figures.iter().enumerate() {
        // What was filed stands behind, and what was not.
        if figures.len() < at + 3
            || !total.quantity.is_countable()
            || !CAME_IN.stand_in(total.label(text))
        {
            continue;
        }
        let like = |part: &&Figure| {
            part.depth == total.depth && part.quantity.unit.comparable(total.quantity.unit)
        };
        let listed = |part: &Figure| matches!(part.mark, '，' | ',' | '、' | '；' | ';');
        let mut rest = figures
            .iter()
            .skip(at + 1)
            .take(super::WINDOW)
            .filter(|part| part.depth == total.depth);
        let Some(filed) = rest.next().filter(like).filter(|part| {
            listed(part)
                && FILED.end(part.label(text)).is_some()
                && !has_any(part.label(text), &["不", "未", "其中"])
        }) else {
            continue;
        };
        let mut parts = vec![filed];
        let mut closed = false;
        let mut open = false;
        for part in rest {
            let label = part.label(text);
            let other = NOT_FILED.stand_in(label);
            if !like(&part) || !listed(part) {
                break;
            }
            if !other && !JOINED.stand_in(label) {
                // 「另有10件正在审查」 may be one more kind.
                open = true;
                break;
            }
            closed |= other;
            parts.push(part);
        }
        if !closed
            || !total.quantity.is_exact()
            || !parts.iter().all(|part| part.quantity.is_exact())
        {
            continue;
        }
        let stated = total.quantity.amount;
        let added = sum(parts.iter().copied());
        // Those that were joined may be counted among those filed.
        let fewer = sum(parts
            .iter()
            .copied()
            .filter(|part| !JOINED.stand_in(part.label(text))));
        if added.meets(stated) || fewer.meets(stated) {
            out.verify();
            continue;
        }
        let near = added.value.saturating_sub(stated.value).abs() <= stated.value / CLOSE;
        let least_over = !open || fewer.exceeds(stated);
        if near && least_over {
            let slipped = slip_in_sum(&parts, total);
            out.report(miscalculated(text, &parts, total, slipped));
        }
    }
}

/// Words of more, and of what there is then.
static MORE: Terms = Terms::new(&["再增加", "又增加", "再追加", "再新增", "追加", "增加"]);
static THEN: Terms = Terms::new(&["达到", "达", "增至"]);

/// 「原有授信3000万元基础上，再增加1500万元，总授信达到4500万元」
pub(crate) fn check_increase(text: &str, statement: &Statement, out: &mut Findings) {
    for run in statement.figures.windows(3) {
        let [base, more, then] = run else { continue };
        if !base.quantity.is_countable()
            || !text
                .get(base.quantity.range.end..more.lead.start)
                .is_some_and(|words| words.contains("基础上"))
        {
            continue;
        }
        let words = then.label(text);
        // 「全区床位达到900张」 is of more than what there was; 总额度 is not.
        let told = words.starts_with("总")
            && THEN.end(words).is_some()
            && MORE.end(more.label(text)).is_some();
        let same = run.iter().all(|figure| {
            figure.depth == base.depth
                && figure.quantity.is_exact()
                && figure.quantity.unit.comparable(base.quantity.unit)
        });
        if !told || !same {
            continue;
        }
        if sum([base, more]).meets(then.quantity.amount) {
            out.verify();
        } else {
            let slipped = slip_in_sum(&[base, more], then);
            out.report(miscalculated(text, &[base, more], then, slipped));
        }
    }
}
