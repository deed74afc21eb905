//! Whole = sum of its parts, for each way in which words give figures such parts to play.

use super::{
    WINDOW, before, has_any, in_unit_of, miscalculated, number, printed, same_unit_before,
    slip_in_sum, sum,
};
use crate::{
    language::terms::{Terms, terms},
    reading::{
        figures::{
            quantity::{Amount, Family},
            statement::{Figure, Statement},
        },
        frames::{Frame, Role},
    },
    rules::{Finding, Findings},
};

/// Parts, and the whole that they make.
pub(crate) struct Sum<'a> {
    /// The parts, in order.
    pub(crate) parts: Vec<&'a Figure>,
    /// What they should make.
    pub(crate) whole: &'a Figure,
    /// What they may make as well.
    pub(crate) others: Vec<&'a Figure>,
}

impl<'a> Sum<'a> {
    /// `parts` that make `whole` and nothing else.
    fn of(parts: Vec<&'a Figure>, whole: &'a Figure) -> Self {
        Self {
            parts,
            whole,
            others: Vec::new(),
        }
    }

    /// What the parts make.
    pub(crate) fn added(&self) -> Amount {
        sum(self.parts.iter().copied())
    }

    /// Checks the sum. Where it does not hold, `doubt` gives the reason for silence, if there is one: the key of a
    /// message, or nothing where the words promise no sum at all.
    pub(crate) fn judge(
        &self,
        text: &str,
        out: &mut Findings,
        doubt: impl FnOnce(&Self) -> Option<&'static str>,
    ) {
        let figures = || self.parts.iter().chain([&self.whole]);
        let start = figures().map(|figure| figure.quantity.range.start).min();
        let end = figures().map(|figure| figure.quantity.range.end).max();
        let place = start.unwrap_or(0)..end.unwrap_or(0);
        if !figures().all(|figure| figure.quantity.is_exact()) {
            out.silent(place, "silent-approximate", &[]);
            return;
        }
        let added = self.added();
        let meets = |whole: &&Figure| added.meets(whole.quantity.amount);
        if meets(&self.whole) || self.others.iter().any(meets) {
            out.verify();
            return;
        }
        match doubt(self) {
            Some("") => {}
            Some(reason) => out.silent(place, reason, &[]),
            None => {
                let slipped = slip_in_sum(&self.parts, self.whole);
                out.report(miscalculated(text, &self.parts, self.whole, slipped));
            }
        }
    }
}

/// Whether two figures count the same at one depth.
fn alike(one: &Figure, other: &Figure) -> bool {
    one.depth == other.depth && one.quantity.comparable(&other.quantity)
}

/// Words of what is finished, of what is not, and of what both are part of.
static DONE: Terms = terms!(
    "已开工 化解 已整改 拨付 处置 办结 已完工 已完成 完工 完成 已办理 已办复 办复 竣工 审结 整改到位 已解决 落实"
);
pub(super) static LEFT: Terms = terms!(
    "在办 正在办理 未办结 剩余 其余 尚余 尚有 还有 还剩 正在推进 正在实施 未完成 未完工 待办"
);
pub(super) static UNDER_WAY: Terms = Terms::new(&["正在", "尚未"]);
static WHOLE: Terms = terms!("立案 计划 交办 受理 收到 应办 共有 任务 承办 转办 总数 排查 确定");
static REST: Terms = terms!("其余 剩余 还剩");

/// Whole = done + left. 「立案77件，办结70件，在办4件」
pub(crate) fn check_remainder(text: &str, statement: &Statement, out: &mut Findings) {
    let figures = &statement.figures;
    // The total is before both.
    for (at, pair) in figures.windows(2).enumerate().skip(1) {
        let [done, left] = pair else { continue };
        let label = done.label(text);
        let told = alike(done, left)
            && done.quantity.is_countable()
            && is_left(text, statement, left)
            && DONE.stand_in(label)
            && !LEFT.stand_in(label);
        if !told {
            continue;
        }
        let totals = before(statement, at).map(|(_, total)| total);
        let totals: Vec<&Figure> = totals.filter(|total| alike(total, done)).collect();
        let Some(whole) = totals.first().copied() else {
            continue;
        };
        let sum = Sum {
            parts: vec![done, left],
            whole,
            others: totals.clone(),
        };
        sum.judge(text, out, |_| {
            // 「计划36个，开工30个，完工20个，在建10个」: only a figure that names the whole is one; but 其余 is all
            // the rest where there is one figure that it can be the rest of. A third kind may follow.
            let rest = totals.len() == 1 && REST.begin(left.label(text)).is_some();
            let third = figures.get(at + 2).is_some_and(|third| alike(third, done));
            let whole = rest || WHOLE.stand_in(whole.label(text));
            (!whole || third).then_some("silent-partial")
        });
    }
}

/// Whether the figure counts what is left: by its own words, or 「16个正在施工」 by what follows.
fn is_left(text: &str, statement: &Statement, figure: &Figure) -> bool {
    let label = figure.label(text);
    let behind = || {
        UNDER_WAY
            .begin(figure.tail(text, &statement.range))
            .is_some()
    };
    LEFT.begin(label).is_some() || label.is_empty() && behind()
}

/// What figures of stocks and flows are called: what there was, what came, what went, what there is.
static FLOW: [Terms; 4] = [
    terms!("结转 旧存 期初 年初 上年结存 上年末"),
    terms!("新收 新增 新受理 新立 新接 本年收 新购 购入 入库"),
    terms!("审结 办结 结案 执结 化解 处结 发放 出库 调出"),
    terms!("未结 年末 期末 结存 尚余 剩余"),
];

/// Opening + inflow = outflow + closing. 「上年结转46件，新收318件，审结331件，年末未结33件」
pub(crate) fn check_flow(text: &str, statement: &Statement, out: &mut Findings) {
    for run in statement.figures.windows(4) {
        let [opening, inflow, outflow, closing] = run else {
            continue;
        };
        let roles = || {
            run.iter()
                .zip(&FLOW)
                .all(|(figure, words)| words.stand_in(figure.label(text)))
        };
        if !run.iter().all(|figure| alike(figure, opening)) || !roles() {
            continue;
        }
        if !run.iter().all(|figure| figure.quantity.is_exact()) {
            let place = opening.quantity.range.start..closing.quantity.range.end;
            out.silent(place, "silent-approximate", &[]);
            continue;
        }
        if sum([opening, inflow]).meets(sum([outflow, closing])) {
            out.verify();
            continue;
        }
        let like = &closing.quantity;
        let right = sum([opening, inflow]).value - outflow.quantity.amount.value;
        let mut finding = Finding::new(like.range.clone())
            .message("flow")
            .arg("right", in_unit_of(right, like))
            .arg("stated", printed(text, like));
        for (name, figure) in [
            ("opening", opening),
            ("inflow", inflow),
            ("outflow", outflow),
        ] {
            finding = finding
                .arg(name, in_unit_of(figure.quantity.amount.value, like))
                .related(figure.quantity.range.clone(), name);
        }
        out.report(finding);
    }
}

pub(super) static PRESENT: Terms = terms!("实到 实际到会 出席");
static ARRIVED: Terms = terms!("实到 实际到会");
static DUE: Terms = terms!("应到 应出席");
/// What is voted; the last need not be.
static VOTES: [Terms; 4] = [
    terms!("赞成 同意"),
    terms!("反对 不同意"),
    terms!("弃权"),
    terms!("未按 未表决"),
];

/// Present ≤ due; present = all votes. 「应到委员245人，实到231人」, 「实到231人。…赞成220票、反对3票、弃权8票」;
/// `previous` is the sentence before, which may say who was present.
pub(crate) fn check_votes(
    text: &str,
    statement: &Statement,
    previous: Option<&Statement>,
    out: &mut Findings,
) {
    fn find<'a>(text: &str, statement: &'a Statement, words: &Terms) -> Option<&'a Figure> {
        let mut figures = statement.figures.iter().take(WINDOW);
        figures.find(|figure| words.stand_in(figure.label(text)) && figure.quantity.is_countable())
    }
    let votes: Vec<Option<&Figure>> = VOTES
        .iter()
        .map(|words| find(text, statement, words))
        .collect();
    let abstained = votes.get(2).copied().flatten();
    let before = || find(text, previous.filter(|_| abstained.is_some())?, &ARRIVED);
    let Some(present) = find(text, statement, &PRESENT).or_else(before) else {
        return;
    };
    if let Some(due) = find(text, statement, &DUE)
        && due.quantity.comparable(&present.quantity)
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
    if !votes.iter().take(3).all(Option::is_some) {
        return;
    }
    let votes: Vec<&Figure> = votes.into_iter().flatten().collect();
    if !votes
        .iter()
        .chain([&present])
        .all(|vote| vote.quantity.is_exact())
    {
        return;
    }
    let added: i128 = votes.iter().map(|vote| vote.quantity.plain.value).sum();
    if added == present.quantity.plain.value {
        out.verify();
    } else {
        let terms: Vec<String> = votes
            .iter()
            .map(|vote| number(vote.quantity.plain.value))
            .collect();
        let difference = (added - present.quantity.plain.value).abs();
        let finding = Finding::new(present.quantity.range.clone())
            .arg("sum", terms.join("+"))
            .arg("added", number(added))
            .arg("total", printed(text, &present.quantity))
            .arg("difference", number(difference));
        let relate =
            |finding: Finding, vote: &&Figure| finding.related(vote.quantity.range.clone(), "part");
        out.report(votes.iter().fold(finding, relate));
    }
}

/// Words of what came in, of what was filed, and of what was not.
pub(super) static CAME_IN: Terms = terms!("收到 提交 征集 收集");
static FILED: Terms = terms!("立案 予以立案");
static JOINED: Terms = terms!("并案 合并");
static NOT_FILED: Terms = terms!(
    "作意见 作建议 作为意见 作为建议 转为 转作 不予立案 不立案 未立案 未予立案 撤案 撤回 退回"
);

/// A sum that is beside its total by no more than the total over this is meant to reach it.
pub(crate) const CLOSE: i128 = 8;

/// Received = filed + joined + not filed. 「收到提案142件，立案126件，并案9件，转为意见建议7件」
pub(crate) fn check_filing(text: &str, statement: &Statement, out: &mut Findings) {
    let listed = |part: &Figure| matches!(part.mark, '，' | ',' | '、' | '；' | ';');
    for (at, total) in statement.figures.iter().enumerate() {
        if !total.quantity.is_countable() || !CAME_IN.stand_in(total.label(text)) {
            continue;
        }
        let rest = statement.figures.iter().skip(at + 1).take(WINDOW);
        let mut rest = rest.filter(|part| part.depth == total.depth);
        let is_filed = |part: &&Figure| {
            alike(part, total)
                && listed(part)
                && FILED.end(part.label(text)).is_some()
                && !has_any(part.label(text), &["不", "未", "其中"])
        };
        let Some(filed) = rest.next().filter(is_filed) else {
            continue;
        };
        let mut parts = vec![filed];
        let (mut closed, mut open) = (false, false);
        for part in rest {
            let label = part.label(text);
            let other = NOT_FILED.stand_in(label);
            if !alike(part, total) || !listed(part) {
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
        if !closed {
            continue;
        }
        // Those that were joined may be counted among those filed.
        let apart = parts
            .iter()
            .copied()
            .filter(|part| !JOINED.stand_in(part.label(text)));
        let fewer = sum(apart);
        let stated = total.quantity.amount;
        if fewer.meets(stated) {
            out.verify();
            continue;
        }
        Sum::of(parts, total).judge(text, out, |sum| {
            let near =
                sum.added().value.abs_diff(stated.value) <= (stated.value / CLOSE).unsigned_abs();
            (!near || open && !fewer.exceeds(stated)).then_some("")
        });
    }
}

/// Words of more, and of what there is then.
static MORE: Terms = terms!("再增加 又增加 再追加 再新增 追加 增加");
static THEN: Terms = terms!("达到 达 增至");

/// New = old + increment. 「原有授信3000万元基础上，再增加1500万元，总授信达到4500万元」
pub(crate) fn check_increase(text: &str, statement: &Statement, out: &mut Findings) {
    for run in statement.figures.windows(3) {
        let [base, more, then] = run else { continue };
        let words = then.label(text);
        // 「全区床位达到900张」 is of more than what there was; 总额度 is not.
        let told = base.quantity.is_countable()
            && words.starts_with("总")
            && THEN.end(words).is_some()
            && MORE.end(more.label(text)).is_some()
            && text
                .get(base.quantity.range.end..more.lead.start)
                .is_some_and(|words| words.contains("基础上"));
        if told && alike(more, base) && alike(then, base) {
            Sum::of(vec![base, more], then).judge(text, out, |_| None);
        }
    }
}

/// Words that announce the sum of what is before.
static SUM_WORDS: Terms = terms!("合计 共计 总计 总共 合共 一共 共");

/// What may be between such a word and the number: 「合计投入269万元」 sums, 「共采纳40条」 may not.
static PLAIN_VERBS: Terms = terms!(
    "开展活动 举办活动 开展各类活动 组织活动 活动 为 达 达到 有 是 约 了 投入 收到 投资 完成 提交 举办 开展 \
    组织 安排 发放 受理 召开 筹集 补助 新增 建成 支出 征集"
);

/// Stated sum = its items. 「120万元、85万元、64万元，合计269万元」
pub(crate) fn check_stated_sums(text: &str, statement: &Statement, out: &mut Findings) {
    for (index, total) in statement.figures.iter().enumerate() {
        let bare = total.quantity.unit.family == Family::Bare;
        if !(total.quantity.is_countable() || bare) || !is_sum(total.label(text)) {
            continue;
        }
        let items = items_before(text, statement, index);
        if items.len() < 2 {
            continue;
        }
        // Where the list begins is not always certain: any tail of it may be what is summed.
        let exact = items
            .iter()
            .chain([&total])
            .all(|item| item.quantity.is_exact());
        let tails = 1..items.len() - 1;
        let meets = |start: usize| sum(items[start..].iter().copied()).meets(total.quantity.amount);
        if exact && tails.clone().any(meets) {
            out.verify();
            continue;
        }
        Sum::of(items, total).judge(text, out, |sum| {
            let open = sum
                .parts
                .last()
                .is_some_and(|last| last.tail(text, &statement.range).contains('等'));
            let mut behind = sum.parts.iter().skip(1);
            let paused = behind.all(|item| matches!(item.mark, '、' | '\0' | '；' | ';'));
            match open {
                true => Some("silent-open-list"),
                false if !paused && slip_in_sum(&sum.parts, sum.whole).is_none() => {
                    Some("silent-partial")
                }
                false => None,
            }
        });
    }
}

fn is_sum(label: &str) -> bool {
    let behind = |word: &str| label.get(word.len()..).unwrap_or_default();
    SUM_WORDS
        .begins(label)
        .map(behind)
        .any(|rest| rest.is_empty() || PLAIN_VERBS.words().contains(&rest))
}

/// The items of the list that ends right before figure `index`.
fn items_before<'a>(text: &str, statement: &'a Statement, index: usize) -> Vec<&'a Figure> {
    let total = &statement.figures[index];
    let mut items: Vec<&Figure> = Vec::new();
    for (at, figure) in before(statement, index) {
        if figure.depth > total.depth {
            continue;
        }
        let label = figure.label(text);
        // 「甲县12、乙县9，合计21」 are bare numbers of one list.
        let (a, b) = (figure.quantity.unit, total.quantity.unit);
        let same = a.comparable(b) || a.family == Family::Bare && b.family == Family::Bare;
        if figure.depth < total.depth || !same || is_sum(label) {
            break;
        }
        // 「总数，其中甲125队、乙30队，共计155队」 has its whole behind; elsewhere it is before.
        if label.contains("其中") {
            if same_unit_before(statement, at, &figure.quantity)
                .next()
                .is_some()
            {
                return Vec::new();
            }
            items.push(figure);
            break;
        }
        items.push(figure);
        // The first item of a list follows no list mark.
        let joined = match figure.mark {
            '、' | '；' | ';' | '，' | ',' => true,
            '\0' => label.starts_with(['和', '及', '与']) || label.starts_with("以及"),
            _ => false,
        };
        if !joined {
            break;
        }
    }
    items.reverse();
    items
}

/// Trade = exports + imports, in whatever order. 「进出口总额200亿美元，其中出口120亿美元，增长8%；进口80亿美元」
pub(crate) fn check_halves(text: &str, frames: &[Frame], out: &mut Findings) {
    if frames.len() < 3 {
        return;
    }
    let levels = frames.iter().filter(|frame| {
        matches!(frame.role, Role::Level | Role::Part | Role::Total)
            && frame.quantity().is_countable()
            && frame.quantity().is_exact()
            && frame.figure.depth == 0
    });
    let named = |name: &str| {
        let mut found = levels.clone().filter(|frame| {
            let own = frame.indicator(text);
            own.trim_end_matches(['总', '额', '值']).ends_with(name)
                && own.contains("进出口") == (name == "进出口")
        });
        found.next().filter(|_| found.next().is_none())
    };
    let (Some(whole), Some(one), Some(other)) = (named("进出口"), named("出口"), named("进口"))
    else {
        return;
    };
    if whole.same_unit(one) && whole.same_unit(other) {
        Sum::of(vec![&one.figure, &other.figure], &whole.figure).judge(text, out, |_| None);
    }
}
