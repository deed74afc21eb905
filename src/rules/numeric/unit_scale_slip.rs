//! 万 for 亿, 元 for 万元: products and conversions that are off by a power of ten.

use super::{TELLING, number, printed, rounded, significant, suffix};
use crate::{
    language::terms::{Terms, terms},
    reading::{
        Draft,
        figures::{
            formal::{Formal, formal_sums},
            quantity::{Exactness, Family, ONE, Quantity},
            statement::{Figure, Statement},
        },
        frames::Role,
    },
    rules::{Check, Finding, Findings, Level, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    for statement in &doc.quantities().statements {
        for run in statement.figures.windows(3) {
            if let [count, price, total] = run {
                check_product(text, count, price, total, out);
            }
        }
        for pair in statement.figures.windows(2) {
            if let [measure, converted] = pair {
                check_conversion(text, statement, measure, converted, out);
            }
        }
    }
    // A yuan before 1955 was a ten-thousandth of one today.
    if doc.profile().clock.years().iter().all(|&year| year > 1955) {
        for figure in statements(doc) {
            check_vast(text, figure, out);
        }
    }
    check_scales(doc, out);
    for sum in formal_sums(text) {
        check_formal(doc, &sum, out);
    }
}

/// What may be between a sum in contract numerals and the same one in digits.
const BESIDE: &[char] = &[
    '（', '）', '(', ')', '￥', '¥', '：', ':', '，', ',', '、', ' ', '人', '民', '币', '大', '小',
    '写', '即', '为', '合', '计',
];

/// A sum in contract numerals = the digits beside it. 「人民币壹佰贰拾万元整（1,200,000元）」
fn check_formal(doc: &Draft, sum: &Formal, out: &mut Findings) {
    let text = &*doc.text;
    let statements = &doc.quantities().statements;
    let at = statements.partition_point(|statement| statement.range.end <= sum.range.start);
    let beside = |from: usize, to: usize| {
        text.get(from..to)
            .is_some_and(|between| between.chars().all(|c| BESIDE.contains(&c)))
    };
    let near = statements.iter().skip(at.saturating_sub(1)).take(2);
    let digits = near
        .flat_map(|statement| &statement.figures)
        .find(|figure| {
            let quantity = &figure.quantity;
            let head = text.get(..quantity.range.start).unwrap_or_default();
            let money = quantity.unit.family == Family::Yuan && quantity.unit.factor == 1
                || quantity.unit.family == Family::Bare && head.ends_with(['￥', '¥']);
            money
                && quantity.is_exact()
                && (beside(sum.range.end, quantity.range.start)
                    || beside(quantity.range.end, sum.range.start))
        });
    let Some(quantity) = digits.map(|figure| &figure.quantity) else {
        return;
    };
    let right = i128::from(sum.cents) * ONE / 100;
    if quantity.amount.value == right {
        out.verify();
        return;
    }
    out.report(
        Finding::new(sum.range.clone())
            .message("formal")
            .arg("formal", text.get(sum.range.clone()).unwrap_or_default())
            .arg("right", number(right))
            .arg("stated", printed(text, quantity))
            .related(quantity.range.clone(), "digits"),
    );
}

fn statements(doc: &Draft) -> impl Iterator<Item = &Figure> {
    doc.quantities()
        .statements
        .iter()
        .flat_map(|statement| &statement.figures)
}

/// More yuan than any one fund has.
const VAST: i128 = 10_000_000_000_000;

/// Funds that are spent on something, which no savings of the whole country are.
static FUNDS: Terms =
    terms!("项目资金 专项资金 补助资金 补贴资金 帮扶资金 衔接资金 财政资金 奖补资金 经费 专款");

/// Words of what falls on one person or household, and more than ever does, in yuan.
static EACH: Terms = Terms::new(&["人均", "户均", "每人", "每户", "人均可支配收入", "月工资"]);
const MUCH: i128 = 50_000_000;

/// 「项目资金120万亿元」, 「人均收入3.8亿元」
fn check_vast(text: &str, figure: &Figure, out: &mut Findings) {
    let quantity = &figure.quantity;
    if quantity.unit.family == Family::Yuan
        && EACH.stand_in(figure.label(text))
        && quantity.amount.value >= MUCH * ONE
    {
        out.report(
            Finding::new(quantity.range.clone())
                .message("each")
                .arg("stated", printed(text, quantity)),
        );
        return;
    }
    if quantity.unit.family != Family::Yuan
        || quantity.amount.value < VAST * ONE
        || FUNDS
            .end(
                figure
                    .label(text)
                    .trim_end_matches(['共', '达', '为', '约', '近', '超', '计', '总']),
            )
            .is_none()
    {
        return;
    }
    out.report(
        Finding::new(quantity.range.clone())
            .message("vast")
            .level(Level::Warning)
            .arg("stated", printed(text, quantity)),
    );
}

static TOTAL: Terms = terms!("共计 合计 总计 共 总价 总投资 总额 累计");

/// 「采购设备20台，每台3.5万元，共计70万元」
fn check_product(text: &str, count: &Figure, price: &Figure, total: &Figure, out: &mut Findings) {
    let each = price.label(text);
    let unit = count.quantity.unit.name;
    let priced = each
        .strip_prefix('每')
        .is_some_and(|rest| rest.starts_with(unit) && rest.chars().count() <= 6)
        || each.starts_with("单价");
    if !priced
        || unit.is_empty()
        || price.quantity.unit.family != Family::Yuan
        || total.quantity.unit.family != Family::Yuan
        || TOTAL.begin(total.label(text)).is_none()
    {
        return;
    }
    let place = count.quantity.range.start..total.quantity.range.end;
    if ![count, price, total]
        .iter()
        .all(|figure| figure.quantity.is_exact())
    {
        out.silent(place, "silent-approximate", &[]);
        return;
    }
    let right = count.quantity.plain.float() * price.quantity.amount.float();
    let stated = total.quantity.amount.float();
    let slack = total.quantity.amount.slack()
        + count.quantity.plain.float() * price.quantity.amount.slack()
        + count.quantity.plain.slack() * price.quantity.amount.float();
    if (right - stated).abs() <= slack {
        out.verify();
        return;
    }
    if power_of_ten(stated / right).is_none() {
        out.silent(place, "silent-other", &[]);
        return;
    }
    out.report(
        Finding::new(total.quantity.range.clone())
            .arg("count", printed(text, &count.quantity))
            .arg("price", printed(text, &price.quantity))
            .arg("right", in_words(text, right, &total.quantity))
            .arg("stated", printed(text, &total.quantity))
            .related(count.quantity.range.clone(), "count")
            .related(price.quantity.range.clone(), "price"),
    );
}

/// The power of ten that `ratio` is, other than one.
fn power_of_ten(ratio: f64) -> Option<i32> {
    (-8..=8)
        .filter(|&power| power != 0)
        .find(|&power| (ratio / 10f64.powi(power) - 1.0).abs() < 0.005)
}

#[expect(clippy::cast_precision_loss, reason = "units are small")]
fn in_words(text: &str, value: f64, like: &Quantity) -> String {
    let unit = (like.unit.factor * like.scale) as f64;
    format!("{}{}", rounded(value / unit, 2), suffix(text, like))
}

/// What rounding a conversion may lose.
const CONVERSION_SLACK: f64 = 0.06;

/// 「流转土地300公顷（约4500亩）」
fn check_conversion(
    text: &str,
    statement: &Statement,
    measure: &Figure,
    converted: &Figure,
    out: &mut Findings,
) {
    let (from, to) = (&measure.quantity, &converted.quantity);
    let measured = matches!(
        from.unit.family,
        Family::Area | Family::Length | Family::Mass
    );
    if !measured
        || from.unit.family != to.unit.family
        || from.unit.factor == to.unit.factor
        || converted.depth != measure.depth + 1
        || from.ranged
        || to.ranged
        || from.doubtful
        || to.doubtful
    {
        return;
    }
    let label = converted.label(text);
    let close = text
        .get(to.range.end..statement.range.end)
        .is_some_and(|rest| rest.starts_with(['）', ')']));
    let bracket = text
        .get(from.range.end..converted.lead.start)
        .is_some_and(|between| matches!(between, "（" | "("));
    if !bracket || !close || !matches!(label, "" | "约" | "合" | "约合" | "折合" | "即" | "约为")
    {
        return;
    }
    let (a, b) = (from.amount.float(), to.amount.float());
    if a <= 0.0 || b <= 0.0 {
        return;
    }
    let slack = CONVERSION_SLACK + from.amount.slack() / a + to.amount.slack() / b;
    let loose = from.exactness != Exactness::Exact;
    if (b / a - 1.0).abs() <= slack {
        out.verify();
        return;
    }
    if loose {
        out.silent(to.range.clone(), "silent-approximate", &[]);
        return;
    }
    out.report(
        Finding::new(to.range.clone())
            .message("conversion")
            .arg("from", printed(text, from))
            .arg("right", in_words(text, a, to))
            .arg("stated", printed(text, to))
            .related(from.range.clone(), "from"),
    );
}

/// 「投入资金1.26亿元」 here and 「投入资金1.26万元」 there.
fn check_scales(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let mut first: std::collections::HashMap<(&str, i128, &str), &Figure> =
        std::collections::HashMap::new();
    for frame in doc.frames().of.iter().flatten() {
        let quantity = frame.quantity();
        if quantity.han || quantity.doubtful || !quantity.is_countable() {
            continue;
        }
        let value = quantity.plain.value / quantity.scale.max(1);
        let own = !matches!(
            frame.role,
            Role::Base | Role::Change | Role::Lead | Role::Part
        );
        let Some(name) = (own && significant(value) >= TELLING)
            .then(|| frame.name(text))
            .flatten()
        else {
            continue;
        };
        let key = (name, value, quantity.unit.name);
        let Some(other) = first.get(&key) else {
            first.insert(key, &frame.figure);
            continue;
        };
        if other.quantity.scale == quantity.scale {
            out.verify();
            continue;
        }
        out.report(
            Finding::new(quantity.range.clone())
                .message("scale")
                .level(Level::Warning)
                .arg("name", name)
                .arg("here", printed(text, quantity))
                .arg("there", printed(text, &other.quantity))
                .related(other.quantity.range.clone(), "there"),
        );
    }
}
