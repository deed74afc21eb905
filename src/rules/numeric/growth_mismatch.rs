//! Growth that does not follow from the values, or goes the other way than its word.

use super::{
    Base, Change, Direction, Slip, bases, changes, check_between, check_compound, check_doublings,
    check_folds, check_moves, direction, in_unit_of, near, number, percent_of, place_of, printed,
    rounded, same_unit_before, shown, slip,
};
use crate::{
    language::terms::{Terms, terms},
    reading::Draft,
    reading::figures::{
        quantity::{Amount, Family, Quantity},
        statement::Statement,
    },
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    for (statement, frames) in doc.quantities().statements.iter().zip(&doc.frames().of) {
        check_moves(text, frames, out);
        check_compound(text, frames, out);
        check_between(text, frames, out);
        check_folds(text, frames, out);
        check_doublings(text, frames, out);
        for change in changes(text, statement) {
            check_direction(text, &change, out);
            check_growth(text, statement, &change, out);
            check_fold(text, statement, &change, out);
        }
        for base in bases(text, statement) {
            check_base(text, statement, &base, out);
        }
        for index in 0..statement.figures.len() {
            check_increment(text, statement, index, out);
            check_sign(text, statement, index, out);
            check_points(text, statement, index, out);
        }
    }
}

/// Growth at constant prices or over another scope never follows from printed values.
static OTHER_BASIS: Terms = terms!(
    "可比 不变价 同口径 同比口径 剔除 扣除 实际增长 生产总值 GDP 增加值 实际 名义 年均 平均"
);

fn other_basis(text: &str, statement: &Statement, offset: usize) -> bool {
    OTHER_BASIS.stand_in(near(text, &statement.range, offset))
}

/// 「由412件上升至365件」
fn check_direction(text: &str, change: &Change<'_>, out: &mut Findings) {
    let (from, to) = (&change.from.quantity, &change.to.quantity);
    let Some(direction) = change.direction else {
        return;
    };
    let (old, new) = if from.unit.family == Family::Bare {
        // 「由58提高到61%」 「由18.5增加到20.9亿元」: the unit stands once.
        (
            from.plain,
            Amount {
                value: to.plain.value / to.scale.max(1),
                half: 0,
            },
        )
    } else {
        (from.amount, to.amount)
    };
    // In times for a thing, more is no improvement, but the words are of numbers all the same.
    let holds = match direction {
        Direction::Up => new.value > old.value,
        Direction::Down => new.value < old.value,
    };
    if holds {
        out.verify();
        return;
    }
    if from.ranged || to.ranged || from.doubtful || to.doubtful || new.value == old.value {
        return;
    }
    // 「1.2万件增加到8件」 may share a scale that stands once.
    if from.unit.family == Family::Bare && from.scale != to.scale {
        return;
    }
    let key = match direction {
        Direction::Up => "not-up",
        Direction::Down => "not-down",
    };
    out.report(
        Finding::new(change.from.quantity.range.start..to.range.end)
            .message(key)
            .arg("from", printed(text, from))
            .arg("to", printed(text, to)),
    );
}

static YEARS_COMPARED: Terms = Terms::new(&["同比", "上年", "去年"]);
static COMPARED: Terms = Terms::new(&["比", "较"]);

/// 「由18.5亿元增加到20.9亿元，增长13.0%」, 「城镇化率由58%提高到61%，提高3个百分点」
fn check_growth(text: &str, statement: &Statement, change: &Change<'_>, out: &mut Findings) {
    let Some(stated) = statement.figures.get(change.at + 1) else {
        return;
    };
    if !stated.quantity.is_percent() || stated.depth != change.to.depth {
        return;
    }
    let words = stated.label(text);
    let Some(told) = direction(words) else { return };
    let (from, to) = (&change.from.quantity, &change.to.quantity);
    let link = text
        .get(from.range.end..stated.quantity.range.start)
        .unwrap_or_default();
    let place = from.range.start..stated.quantity.range.end;
    // 「年均增长」, 「同比增长」 over several years and rates of another thing.
    let compares_years = link.contains('年') && YEARS_COMPARED.stand_in(words);
    if !starts_with_growth(words)
        || compares_years
        || other_basis(text, statement, stated.quantity.range.start)
    {
        out.silent(place, "silent-basis", &[]);
        return;
    }
    if !from.is_exact() || !to.is_exact() || !stated.quantity.is_exact() {
        out.silent(place, "silent-approximate", &[]);
        return;
    }
    if from.unit.family == Family::Bare {
        return;
    }
    let (old, new) = (from.amount, to.amount);
    let rise = Amount {
        value: (new.value - old.value).abs(),
        half: new.half.saturating_add(old.half),
    };
    let Some(quotient) = percent_of(rise, old).filter(|_| old.value > 0) else {
        return;
    };
    // The slack of the old value is in both operands; the interval is wide enough for that.
    let rates = to.is_percent();
    // A difference of rates is told in points; 3% of 58% is no 3.
    let told_in_percent = rates
        && rise.value == stated.quantity.plain.value
        && (quotient.value - stated.quantity.plain.float()).abs() > place_of(&stated.quantity);
    if quotient.fits(&stated.quantity) && !told_in_percent {
        out.verify();
        return;
    }
    if rates {
        if rise.meets(stated.quantity.plain) {
            out.report(
                Finding::new(stated.quantity.range.clone())
                    .message("points")
                    .arg("from", printed(text, from))
                    .arg("to", printed(text, to))
                    .arg("stated", printed(text, &stated.quantity))
                    .arg("number", number(stated.quantity.plain.value))
                    .related(from.range.clone(), "from")
                    .related(to.range.clone(), "to")
                    .fix(
                        crate::rules::Safety::Unsafe,
                        "fix-points",
                        stated.quantity.range.clone(),
                        format!("{}个百分点", number(stated.quantity.plain.value)),
                    ),
            );
        }
        return;
    }
    if told == Direction::Up && new.value < old.value
        || told == Direction::Down && new.value > old.value
    {
        return;
    }
    let right = quotient.shown(&stated.quantity);
    let mut finding = Finding::new(stated.quantity.range.clone())
        .arg("computation", computation(new.value, old.value, to))
        .arg("right", &right)
        .arg("stated", printed(text, &stated.quantity))
        .related(from.range.clone(), "from")
        .related(to.range.clone(), "to");
    if percent_of(rise, new).is_some_and(|other| other.fits(&stated.quantity)) {
        finding = finding.related(stated.quantity.range.clone(), "slip-base");
    } else if slip(&number(stated.quantity.plain.value), &right) == Some(Slip::Swapped) {
        finding = finding.related(stated.quantity.range.clone(), "slip-swapped");
    }
    out.report(finding);
}

/// 「收入9.6亿元，比上年的8.8亿元增长9.1%」, 「民宿312家，比去年的256家增加56家」
fn check_base(text: &str, statement: &Statement, base: &Base<'_>, out: &mut Findings) {
    let (from, stated) = (&base.from.quantity, &base.stated.quantity);
    let words = base.stated.label(text);
    if !starts_with_growth(words) && !matches!(words, "多" | "少" | "多了" | "少了") {
        return;
    }
    let values: Vec<&Quantity> = match base.to {
        Some(to) => vec![&to.quantity],
        None => same_unit_before(statement, base.at, from)
            .filter(|(_, value)| value.depth <= base.from.depth)
            .map(|(_, value)| &value.quantity)
            .collect(),
    };
    let Some(to) = values.first() else { return };
    let place = from.range.start.min(to.range.start)..stated.range.end.max(to.range.end);
    if other_basis(text, statement, stated.range.start) {
        out.silent(place, "silent-basis", &[]);
        return;
    }
    if !from.is_exact() || !stated.is_exact() || !values.iter().all(|value| value.is_exact()) {
        out.silent(place, "silent-approximate", &[]);
        return;
    }
    let old = from.amount;
    let rise = |to: &Quantity| Amount {
        value: match base.direction {
            Direction::Up => to.amount.value - old.value,
            Direction::Down => old.value - to.amount.value,
        },
        half: to.amount.half.saturating_add(old.half),
    };
    let follows = |to: &Quantity| {
        let rise = rise(to);
        if stated.is_percent() {
            percent_of(rise, old).is_some_and(|quotient| quotient.fits(stated))
        } else {
            rise.meets(stated.amount)
        }
    };
    if values.iter().any(|to| follows(to)) {
        out.verify();
        return;
    }
    let key = match base.direction {
        Direction::Up => "not-up",
        Direction::Down => "not-down",
    };
    let finding = Finding::new(stated.range.clone())
        .related(from.range.clone(), "from")
        .related(to.range.clone(), "to");
    if values.iter().all(|to| rise(to).value <= 0) {
        out.report(
            finding
                .message(key)
                .arg("from", printed(text, from))
                .arg("to", printed(text, to)),
        );
        return;
    }
    let rise = rise(to);
    if rise.value <= 0 {
        out.silent(place, "silent-basis", &[]);
        return;
    }
    if !stated.is_percent() {
        out.report(
            finding
                .message("difference")
                .arg("from", printed(text, from))
                .arg("to", printed(text, to))
                .arg("right", shown(text, rise.value, to))
                .arg("stated", printed(text, stated)),
        );
        return;
    }
    let Some(quotient) = percent_of(rise, old) else {
        return;
    };
    let right = quotient.shown(stated);
    let mut finding = finding
        .arg("computation", computation(to.amount.value, old.value, to))
        .arg("right", &right)
        .arg("stated", printed(text, stated));
    if percent_of(rise, to.amount).is_some_and(|other| other.fits(stated)) {
        finding = finding.related(stated.range.clone(), "slip-base");
    } else if slip(&number(stated.plain.value), &right) == Some(Slip::Swapped) {
        finding = finding.related(stated.range.clone(), "slip-swapped");
    }
    out.report(finding);
}

fn computation(new: i128, old: i128, like: &Quantity) -> String {
    let (large, small) = if new >= old { (new, old) } else { (old, new) };
    format!(
        "({}-{})÷{}",
        in_unit_of(large, like),
        in_unit_of(small, like),
        in_unit_of(old, like)
    )
}

static GROWTH: Terms = terms!(
    "增长 增加 提高 上升 增幅 涨幅 升幅 下降 减少 降低 降幅 压减 减幅 缩短 精简 提升 上涨 压缩"
);

/// Whether the words are of the growth itself: 「增长」, 「增幅达」, 「同比增长」, 「累计增长」.
fn starts_with_growth(words: &str) -> bool {
    // 上升 begins with a character of 上年.
    let bare = words.trim_start_matches(|c| "同比累计共实现净上年较去，是".contains(c));
    let words = if words.starts_with("上升") || words.starts_with("上涨") {
        words
    } else {
        bare
    };
    GROWTH.begin(words).is_some() && words.chars().count() <= 5
}

/// 「游客640万人次，比上年增加80万人次，增长14.3%」
fn check_increment(text: &str, statement: &Statement, index: usize, out: &mut Findings) {
    let Some([value, delta, stated]) = statement.figures.get(index..index + 3) else {
        return;
    };
    if !stated.quantity.is_percent()
        || !value.quantity.is_countable()
        || !value.quantity.unit.comparable(delta.quantity.unit)
        || value.depth != stated.depth
        || delta.depth != stated.depth
    {
        return;
    }
    let words = delta.label(text);
    let compared = COMPARED.stand_in(words);
    let Some(told) = direction(words).filter(|_| compared) else {
        return;
    };
    // 「增加到」 tells a value, not a difference.
    if words.ends_with(['到', '至', '为']) || !starts_with_growth(stated.label(text)) {
        return;
    }
    if direction(stated.label(text)) != Some(told) && direction(stated.label(text)).is_some() {
        return;
    }
    let place = value.quantity.range.start..stated.quantity.range.end;
    if other_basis(text, statement, stated.quantity.range.start) {
        out.silent(place, "silent-basis", &[]);
        return;
    }
    if ![value, delta, stated]
        .iter()
        .all(|figure| figure.quantity.is_exact())
    {
        out.silent(place, "silent-approximate", &[]);
        return;
    }
    let (new, rise) = (value.quantity.amount, delta.quantity.amount);
    let old = Amount {
        value: match told {
            Direction::Up => new.value - rise.value,
            Direction::Down => new.value + rise.value,
        },
        half: new.half.saturating_add(rise.half),
    };
    if old.value <= 0 {
        return;
    }
    let Some(quotient) = percent_of(rise, old) else {
        return;
    };
    if quotient.fits(&stated.quantity) {
        out.verify();
        return;
    }
    let right = quotient.shown(&stated.quantity);
    let sign = if told == Direction::Up { '-' } else { '+' };
    let mut finding = Finding::new(stated.quantity.range.clone())
        .arg(
            "computation",
            format!(
                "{}÷({}{sign}{})",
                in_unit_of(rise.value, &value.quantity),
                in_unit_of(new.value, &value.quantity),
                in_unit_of(rise.value, &value.quantity)
            ),
        )
        .arg("right", &right)
        .arg("stated", printed(text, &stated.quantity))
        .related(value.quantity.range.clone(), "to")
        .related(delta.quantity.range.clone(), "delta");
    if percent_of(rise, new).is_some_and(|other| other.fits(&stated.quantity)) {
        finding = finding.related(stated.quantity.range.clone(), "slip-base");
    } else if slip(&number(stated.quantity.plain.value), &right) == Some(Slip::Swapped) {
        finding = finding.related(stated.quantity.range.clone(), "slip-swapped");
    }
    out.report(finding);
}

/// By how much of a doubling a value may fall short, or go beyond, to be called 翻一番: 1.9 to 2.7 times.
const DOUBLED_SHORT: f64 = 0.075;
const DOUBLED_OVER: f64 = 0.45;

/// 「订单由50笔增至150笔，增长2倍」
fn check_fold(text: &str, statement: &Statement, change: &Change<'_>, out: &mut Findings) {
    let Some(stated) = statement.figures.get(change.at + 1) else {
        return;
    };
    let family = stated.quantity.unit.family;
    if !matches!(family, Family::Fold | Family::Doubling) {
        return;
    }
    let (from, to) = (&change.from.quantity, &change.to.quantity);
    let words = stated.label(text);
    // 「接近翻了一番」
    let rough = words.contains(['近', '约', '超', '逾']);
    if rough || !from.is_exact() || !to.is_exact() || !stated.quantity.is_exact() {
        let place = from.range.start..stated.quantity.range.end;
        out.silent(place, "silent-approximate", &[]);
        return;
    }
    let (old, new) = (from.amount, to.amount);
    if old.value <= 0 || new.value <= old.value || from.unit.family == Family::Bare {
        return;
    }
    let grown = ["增长", "增加", "提高", "增"]
        .iter()
        .any(|word| words.starts_with(word))
        && !words.ends_with(['到', '至', '为']);
    let right = match family {
        Family::Doubling if words.trim_end_matches('了').ends_with('翻') => {
            (new.float() / old.float()).log2()
        }
        Family::Fold if grown => new.float() / old.float() - 1.0,
        _ => return,
    };
    let low = (new.float() - new.slack()) / (old.float() + old.slack());
    let high = (new.float() + new.slack()) / (old.float() - old.slack());
    let slack = (high - low) / 2.0 + place_of(&stated.quantity);
    let value = stated.quantity.plain.float();
    let holds = if family == Family::Doubling {
        (-DOUBLED_SHORT..=DOUBLED_OVER).contains(&(right - value))
    } else {
        (value - right).abs() < slack.max(0.01) - 1e-9 && (right - value).abs() < 0.95
    };
    if holds {
        out.verify();
        return;
    }
    let key = if family == Family::Fold {
        "fold"
    } else {
        "doubling"
    };
    let mut finding = Finding::new(stated.quantity.range.clone())
        .message(key)
        .arg("from", printed(text, from))
        .arg("to", printed(text, to))
        .arg("right", rounded(right, 2))
        .arg("stated", printed(text, &stated.quantity))
        .related(from.range.clone(), "from")
        .related(to.range.clone(), "to");
    if family == Family::Fold && (value - right - 1.0).abs() < slack {
        finding = finding.related(stated.quantity.range.clone(), "slip-fold");
    }
    out.report(finding);
}

/// What ends the name of a rate, and the only words between it and by how much it changed.
static RATES: Terms = Terms::new(&["率", "比例", "占比", "比重", "增速", "增幅", "满意度"]);
static MOVED: Terms = Terms::new(&["提高", "提升", "上升", "下降", "降低", "回落"]);

/// 「优良天数比例达到96.4%，较上年提高1.2%」: the difference of two rates is told in points.
fn check_points(text: &str, statement: &Statement, index: usize, out: &mut Findings) {
    let Some([value, stated]) = statement.figures.get(index..index + 2) else {
        return;
    };
    if !value.quantity.is_percent() || !stated.quantity.is_percent() {
        return;
    }
    let rate = value
        .label(text)
        .trim_end_matches(['了', '到', '达', '为', '约', '至', '在', '是'])
        .trim();
    let rate = MOVED
        .end(rate)
        .and_then(|word| rate.strip_suffix(word))
        .unwrap_or(rate);
    let words = stated.label(text);
    let compared = words.starts_with(['比', '较', '同', '环']) && EARLIER.stand_in(words);
    let both = [value, stated]
        .iter()
        .all(|figure| figure.quantity.is_exact());
    if !both
        || !compared
        || value.depth != stated.depth
        || !matches!(stated.mark, '，' | ',')
        || RATES.end(rate).is_none()
        || MOVED.end(words).is_none()
        || words.chars().count() > 8
        || stated.quantity.plain.value >= value.quantity.plain.value
    {
        return;
    }
    out.report(
        Finding::new(stated.quantity.range.clone())
            .message("rates")
            .arg("value", printed(text, &value.quantity))
            .arg("stated", printed(text, &stated.quantity))
            .arg("number", number(stated.quantity.plain.value))
            .related(value.quantity.range.clone(), "to")
            .fix(
                crate::rules::Safety::Unsafe,
                "fix-points",
                stated.quantity.range.clone(),
                format!("{}个百分点", number(stated.quantity.plain.value)),
            ),
    );
}

/// Words of the time that a rate is compared with.
static EARLIER: Terms = terms!("上年 去年 前年 同期 同比 环比 上一年 年初 上季");

/// 「同比下降-6.2%」, 「增长-1.2%」
fn check_sign(text: &str, statement: &Statement, index: usize, out: &mut Findings) {
    let figure = &statement.figures[index];
    if !figure.quantity.is_percent() {
        return;
    }
    let words = figure.label(text);
    let Some(bare) = words.strip_suffix(['-', '－', '—', '–', '−']) else {
        return;
    };
    let down = ["下降", "减少", "降低", "回落"]
        .iter()
        .any(|word| bare.ends_with(word));
    if !down {
        return;
    }
    let minus = figure.quantity.range.start - words.chars().next_back().map_or(0, char::len_utf8);
    let span = minus..figure.quantity.range.end;
    out.report(
        Finding::new(span.clone())
            .message("double-negative")
            .arg("stated", text.get(span).unwrap_or_default())
            .arg("right", printed(text, &figure.quantity)),
    );
}
