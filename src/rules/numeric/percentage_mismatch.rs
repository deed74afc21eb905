//! Shares, rates and averages that do not follow from the figures beside them.

use super::{
    Economy, Quotient, before, check_leads, check_listed_shares, check_share_of_total, has_any,
    misshared, number, percent_of, place_of, printed, same_unit_before,
};
use crate::{
    language::terms::{Terms, terms},
    reading::Draft,
    reading::{
        figures::{
            quantity::{Amount, Family, Quantity},
            statement::{Figure, Statement},
        },
        frames::{
            Frame,
            steps::{Told, steps},
        },
    },
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let statements = &doc.quantities().statements;
    check_listed_shares(text, statements, out);
    let read = &doc.frames().of;
    let mut economy = Economy::default();
    for frames in read {
        economy.read(text, frames);
    }
    for frames in read {
        check_leads(text, frames, &economy, out);
        check_share_of_total(text, frames, out);
    }
    for (at, statement) in statements.iter().enumerate() {
        let previous = at
            .checked_sub(1)
            .and_then(|at| statements.get(at))
            .filter(|previous| previous.block == statement.block);
        check_points(text, &read[at], out);
        for (index, figure) in statement.figures.iter().enumerate() {
            if figure.quantity.is_percent() {
                check_share(text, statement, previous, index, out);
                check_rate(text, statement, previous, index, out);
            } else if figure.quantity.is_countable() {
                check_average(text, statement, index, out);
            }
        }
    }
}

/// Words for everything that was counted before.
static WHOLES: Terms = terms!("总数 总量 总额 总投资 全部 总件数 总人数 总户数 总面积");

/// Words of a plan that a share is measured against.
static PLANS: Terms = Terms::new(&["计划", "任务", "目标", "预算", "规划", "总投资"]);

static AIMS: Terms = Terms::new(&["计划", "任务", "目标"]);

/// 「立案提案248件，占总数310件的80%」 「其中委员提案212件，占比74.1%」
fn check_share(
    text: &str,
    statement: &Statement,
    earlier: Option<&Statement>,
    index: usize,
    out: &mut Findings,
) {
    let stated = &statement.figures[index];
    let label = stated.label(text);
    let Some(previous) = index.checked_sub(1).map(|at| &statement.figures[at]) else {
        return;
    };
    // The whole is between 占 and the percentage.
    let whole_inside = label == "的" && stated.mark == '\0';
    let planned = || {
        let words = previous.label(text);
        words.starts_with("完成") && AIMS.stand_in(words) && !SPANS.stand_in(words)
    };
    if whole_inside && (planned() || previous.label(text).starts_with('占')) {
        let mut parts = same_unit_before(statement, index - 1, &previous.quantity)
            .map(|(_, part)| part)
            .filter(|part| part.depth <= stated.depth);
        let Some(part) = parts.next() else {
            return;
        };
        let fits = |part: &Figure| {
            percent_of(part.quantity.amount, previous.quantity.amount)
                .is_some_and(|quotient| quotient.fits(&stated.quantity))
        };
        if parts.any(fits) {
            out.verify();
            return;
        }
        judge(text, part, &[previous], stated, true, out);
        return;
    }
    if label.starts_with("完成") {
        check_progress(text, statement, index, out);
        return;
    }
    if !label.starts_with('占')
        || previous.quantity.is_percent()
        || !previous.quantity.is_countable()
    {
        return;
    }
    let base = label
        .trim_start_matches('占')
        .trim_start_matches('比')
        .trim_end_matches(['达', '到', '为', '约'])
        .trim_end_matches('的');
    let wholes: Vec<&Figure> = same_unit_before(statement, index - 1, &previous.quantity)
        .map(|(_, whole)| whole)
        .filter(|whole| whole.depth <= previous.depth)
        .collect();
    // 「共立案312件。其中集体提案62件，占19.9%。」
    if let Some(earlier) = earlier.filter(|_| {
        wholes.is_empty()
            && index == 1
            && base.is_empty()
            && previous.label(text).starts_with("其中")
    }) {
        let wholes: Vec<&Figure> =
            same_unit_before(earlier, earlier.figures.len(), &previous.quantity)
                .map(|(_, whole)| whole)
                .filter(|whole| whole.depth == 0)
                .collect();
        judge(text, previous, &wholes, stated, true, out);
        return;
    }
    // 「工业投资42.8亿元，其中技改投资18.5亿元，占工业投资的43.2%」: the one whole that the words name.
    let general = base.is_empty() || WHOLES.stand_in(base);
    let plans = PLANS.words().iter().filter(|word| base.contains(**word));
    // 「占预算分配数」 is no share of 「岁入预算数」: what is planned is named too.
    let planned = |whole: &Figure| {
        let label = whole.label(text);
        plans.clone().any(|word| {
            let thing = base.replacen(word, "", 1);
            label.contains(word) && label.contains(thing.trim_end_matches(['数', '额']))
        })
    };
    let named = |whole: &Figure| !general && is_called(whole.label(text), base);
    for is_meant in [&planned as &dyn Fn(&Figure) -> bool, &named] {
        let mut meant = wholes.iter().copied().filter(|whole| is_meant(whole));
        if let (Some(whole), None) = (meant.next(), meant.next()) {
            judge(text, previous, &[whole], stated, true, out);
            return;
        }
    }
    if !general || base.contains(['全', '省', '国']) && !base.contains("全部") {
        return;
    }
    // 「其中60周岁及以上老年人口58.7万人」 has a number before the one that counts.
    let between = wholes
        .first()
        .and_then(|whole| text.get(whole.quantity.range.end..previous.quantity.range.start));
    // 「收到提案142件，立案126件，占88.7%」
    let label = previous.label(text);
    let received = |whole: &&Figure| has_any(whole.label(text), &["收到", "提交", "征集"]);
    let filed = label.ends_with("立案")
        && !label.contains(['不', '未'])
        && wholes.first().is_some_and(received);
    let introduced = between.is_some_and(|between| between.contains("其中"));
    judge(
        text,
        previous,
        &wholes,
        stated,
        filed || introduced || !base.is_empty(),
        out,
    );
}

/// Whether a figure with this label is what a share names as its whole: 全市总人口 is 总人口.
fn is_called(label: &str, base: &str) -> bool {
    let label = label
        .trim_end_matches(['达', '到', '为', '有', '共'])
        .trim_end_matches("完成");
    label == base || base.chars().count() >= 3 && label.ends_with(base)
}

/// Words of a plan over more than the year, or over less.
static SPANS: Terms = terms!("五年 三年 总 累计 季度 半年 月 “十 期");

/// Words of a plan that do not say for what it is.
const NEUTRAL: [&str; 11] = [
    "计划", "任务", "目标", "年度", "全年", "当年", "本年", "既定", "预定", "了", "数",
];

/// 「计划造林1.5万亩，已完成1.2万亩，完成年度任务的80%」
fn check_progress(text: &str, statement: &Statement, index: usize, out: &mut Findings) {
    let stated = &statement.figures[index];
    let Some((at, part)) = index
        .checked_sub(1)
        .and_then(|at| Some((at, statement.figures.get(at)?)))
    else {
        return;
    };
    let base = stated.label(text);
    if !base.ends_with('的') || !PLANS.stand_in(base) || !part.quantity.is_countable() {
        return;
    }
    let planned: Vec<&Figure> = same_unit_before(statement, at, &part.quantity)
        .map(|(_, whole)| whole)
        .filter(|whole| whole.depth <= part.depth && PLANS.stand_in(whole.label(text)))
        .collect();
    // 「完成年度任务的103.3%（目标4100人）」
    let bracketed = statement.figures.get(index + 1).filter(|next| {
        matches!(next.mark, '（' | '(')
            && next.lead.start <= stated.quantity.range.end + '（'.len_utf8()
            && AIMS.stand_in(next.label(text))
            && !SPANS.stand_in(next.label(text))
            && next.quantity.unit.comparable(part.quantity.unit)
    });
    if let Some(plan) = bracketed.filter(|_| planned.is_empty()) {
        judge(text, part, &[plan], stated, true, out);
        return;
    }
    let [plan] = planned[..] else { return };
    // 「五年规划总投资20亿元，…完成年度计划的90%」
    let other = |words: &str| SPANS.stand_in(words);
    // 「完成投资任务的65%」 is of what the plan was for only where the plan names it too.
    let subject = NEUTRAL.iter().fold(
        base.trim_start_matches("完成")
            .trim_end_matches('的')
            .to_owned(),
        |words, neutral| words.replace(neutral, ""),
    );
    if other(plan.label(text))
        || other(base)
        || !plan.label(text).contains(&subject)
        || !part.label(text).contains("完成")
    {
        let place = part.quantity.range.start..stated.quantity.range.end;
        out.silent(place, "silent-base", &[]);
        return;
    }
    judge(text, part, &[plan], stated, true, out);
}

/// Words of what a rate is counted over, where other figures of its unit are near.
const COUNTED: [Family; 3] = [Family::Count, Family::People, Family::Times];

/// 「交办建议156件，办结150件，办结率96.2%」
fn check_rate(
    text: &str,
    statement: &Statement,
    previous: Option<&Statement>,
    index: usize,
    out: &mut Findings,
) {
    let stated = &statement.figures[index];
    let label = stated
        .label(text)
        .trim_end_matches(['达', '到', '为', '均', '是']);
    let Some(name) = label.strip_suffix('率') else {
        return;
    };
    let Some((at, _)) = name.char_indices().rev().nth(1) else {
        return;
    };
    let stem = name.get(at..).unwrap_or_default();
    // 增长率, 负债率 and the like are no shares of what was counted.
    if matches!(
        stem,
        "增长" | "负债" | "发生" | "死亡" | "出生" | "利用" | "贡献" | "覆盖"
    ) {
        return;
    }
    let part = before(statement, index).find(|(_, part)| {
        part.quantity.is_countable()
            && COUNTED.contains(&part.quantity.unit.family)
            && part.depth <= stated.depth
            && counts(part.label(text), stem)
            && !part.label(text).contains(['未', '不'])
    });
    let Some((at, part)) = part else { return };
    let mut wholes: Vec<&Figure> = same_unit_before(statement, at, &part.quantity)
        .map(|(_, whole)| whole)
        .filter(|whole| whole.depth <= part.depth)
        .collect();
    // 「立案388件。截至6月15日，已办结265件，办结率68.3%。」
    if let Some(previous) = previous.filter(|_| wholes.is_empty()) {
        wholes = same_unit_before(previous, previous.figures.len(), &part.quantity)
            .map(|(_, whole)| whole)
            .filter(|whole| whole.depth == 0)
            .collect();
        let handed = |whole: &&Figure| HANDED.stand_in(whole.label(text));
        // 「去年立案286件。今年以来，已办结156件」
        let words = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
        let other_time = has_any(
            words(statement.range.start, part.quantity.range.start),
            &["今年", "本年", "本月", "本季", "当月"],
        ) || has_any(
            words(previous.range.start, previous.range.end),
            &["去年", "上年", "上届", "历年", "五年"],
        );
        if other_time || !wholes.first().is_some_and(handed) {
            return;
        }
    }
    let next_clause = stated.lead.start.saturating_sub(part.quantity.range.end) <= 60;
    judge(text, part, &wholes, stated, next_clause, out);
}

/// Words of what was there to be dealt with.
static HANDED: Terms = terms!("立案 交办 承办 受理 应办 转办 收到 排查 分办");

/// Names of rates whose count goes by another word.
const OTHER_WORDS: [(&str, &str); 4] = [
    ("回收", "收回"),
    ("到会", "实到"),
    ("出席", "实到"),
    ("采用", "采纳"),
];

/// Whether a figure with this label counts what the rate `stem` is named after.
fn counts(label: &str, stem: &str) -> bool {
    label.contains(stem)
        || OTHER_WORDS
            .iter()
            .any(|(rate, word)| *rate == stem && label.contains(word))
}

/// Compares `stated` with `part` over each of `wholes`; reports only where `certain`.
fn judge(
    text: &str,
    part: &Figure,
    wholes: &[&Figure],
    stated: &Figure,
    certain: bool,
    out: &mut Findings,
) {
    let Some(whole) = wholes.first() else { return };
    let place = part.quantity.range.start..stated.quantity.range.end;
    let exact = part.quantity.is_exact()
        && stated.quantity.is_exact()
        && wholes.iter().all(|whole| whole.quantity.is_exact());
    if !exact {
        out.silent(place, "silent-approximate", &[]);
        return;
    }
    let quotients: Vec<Quotient> = wholes
        .iter()
        .filter_map(|whole| percent_of(part.quantity.amount, whole.quantity.amount))
        .collect();
    if quotients
        .iter()
        .any(|quotient| quotient.fits(&stated.quantity))
    {
        out.verify();
        return;
    }
    if !certain || wholes.len() > 2 {
        out.silent(place, "silent-base", &[]);
        return;
    }
    let Some(quotient) = quotients.first() else {
        return;
    };
    let proof = (*quotient, &stated.quantity);
    out.report(misshared(text, &part.quantity, &whole.quantity, proof));
}

/// 「由86.3%提高到89.1%，提高2.8个百分点」
fn check_points(text: &str, frames: &[Frame], out: &mut Findings) {
    let points = |frame: &Frame| frame.quantity().unit.family == Family::Points;
    if !frames.iter().any(points) {
        return;
    }
    for step in steps(text, frames)
        .iter()
        .filter(|step| step.told == Told::Moved)
    {
        let (Some(stated), to) = (step.stated, step.to()) else {
            continue;
        };
        let stated = &stated.figure;
        let (from, to) = (step.from.quantity(), to.quantity());
        if stated.quantity.unit.family != Family::Points || !to.is_percent() {
            continue;
        }
        let label = stated.label(text);
        if has_any(label, &["年均", "平均", "高于", "快于", "低于", "比全"]) {
            continue;
        }
        let place = from.range.start..stated.quantity.range.end;
        if !from.is_exact() || !to.is_exact() || !stated.quantity.is_exact() {
            out.silent(place, "silent-approximate", &[]);
            continue;
        }
        let difference = Amount {
            value: (to.plain.value - from.plain.value).abs(),
            half: to.plain.half.saturating_add(from.plain.half),
        };
        if difference.meets(stated.quantity.plain) {
            out.verify();
            continue;
        }
        let (larger, smaller) = if to.plain.value >= from.plain.value {
            (to, from)
        } else {
            (from, to)
        };
        out.report(
            Finding::new(stated.quantity.range.clone())
                .message("points")
                .arg("larger", number(larger.plain.value))
                .arg("smaller", number(smaller.plain.value))
                .arg("right", number(difference.value))
                .arg("stated", printed(text, &stated.quantity))
                .related(from.range.clone(), "from")
                .related(to.range.clone(), "to"),
        );
    }
}

/// Words that name an average, with the unit of what it is taken over.
static AVERAGE: Terms = Terms::new(&["户均", "人均", "每", "平均"]);
const AVERAGES: [(&str, &[&str]); 8] = [
    ("户均", &["户", "戶"]),
    ("人均", &["人", "名", "位"]),
    ("每户", &["户", "戶"]),
    ("每人", &["人", "名", "位"]),
    ("每件", &["件"]),
    ("每个项目", &["个", "项"]),
    ("每家", &["家"]),
    ("每村", &["个", "村"]),
];

/// Words of sums that were shared out among what the sentence counts.
static SHARED_OUT: Terms = terms!("发放 补贴 补助 惠及 分红 救助 资助 奖励");

/// 「发放补贴360万元，惠及1200户，户均补贴3000元」
fn check_average(text: &str, statement: &Statement, index: usize, out: &mut Findings) {
    let stated = &statement.figures[index];
    let label = stated.label(text);
    if AVERAGE.begin(label).is_none() {
        return;
    }
    let Some((_, units)) = AVERAGES.iter().find(|(word, _)| {
        label.starts_with(word) || label.starts_with("平均") && label.contains(word)
    }) else {
        return;
    };
    let totals: Vec<&Figure> = same_unit_before(statement, index, &stated.quantity)
        .map(|(_, total)| total)
        .collect();
    let counts: Vec<&Figure> = before(statement, index)
        .map(|(_, count)| count)
        .filter(|count| units.contains(&count.quantity.unit.name))
        .collect();
    let ([total], [count]) = (&totals[..], &counts[..]) else {
        return;
    };
    let place = total.quantity.range.start..stated.quantity.range.end;
    if ![*total, *count, stated]
        .iter()
        .all(|figure| figure.quantity.is_exact())
    {
        out.silent(place, "silent-approximate", &[]);
        return;
    }
    let (sum, heads) = (total.quantity.amount, count.quantity.amount);
    if heads.float() <= 0.0 || sum.float() <= 0.0 {
        return;
    }
    let quotient = sum.float() / heads.float();
    let place_value = unit_place(&stated.quantity);
    let low = (sum.float() - sum.slack()) / (heads.float() + heads.slack()) - place_value;
    let high = (sum.float() + sum.slack()) / (heads.float() - heads.slack()) + place_value;
    let average = stated.quantity.amount.float();
    if (low..=high).contains(&average) {
        out.verify();
        return;
    }
    let words = text
        .get(total.lead.start..stated.quantity.range.start)
        .unwrap_or_default();
    // 「惠及1200户，户均增收2万元」 divides nothing that is named.
    if !SHARED_OUT.stand_in(words) || has_any(label, &["收入", "增收", "产值", "消费"]) {
        out.silent(place, "silent-base", &[]);
        return;
    }
    let per_unit = unit_size(&stated.quantity);
    let mut finding = Finding::new(stated.quantity.range.clone())
        .message("average")
        .arg("total", printed(text, &total.quantity))
        .arg("count", printed(text, &count.quantity))
        .arg(
            "right",
            format!(
                "{}{}",
                super::rounded(quotient / per_unit, 2),
                super::suffix(text, &stated.quantity)
            ),
        )
        .arg("stated", printed(text, &stated.quantity))
        .related(total.quantity.range.clone(), "total")
        .related(count.quantity.range.clone(), "count");
    let ratio = average / quotient;
    if [1e4, 1e3, 1e2, 1e1, 1e-1, 1e-2, 1e-3, 1e-4]
        .iter()
        .any(|power| (ratio / power - 1.0).abs() < 0.01)
    {
        finding = finding.related(stated.quantity.range.clone(), "slip-scale");
    }
    out.report(finding);
}

/// How much one of the printed unit is: 10,000 for 万元.
#[expect(clippy::cast_precision_loss, reason = "units are small")]
fn unit_size(quantity: &Quantity) -> f64 {
    (quantity.unit.factor * quantity.scale) as f64
}

/// The last printed place in base units; trailing zeros of an average are a rounding too.
fn unit_place(quantity: &Quantity) -> f64 {
    place_of(quantity) * unit_size(quantity)
}
