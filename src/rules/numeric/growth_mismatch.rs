//! Growth that does not follow from the values, or goes the other way than its word.

use super::{
    Quotient, Slip,
    identities::{COMPARED, YEARLY},
    in_unit_of, near, number, percent_of, place_of, printed, rounded, shown, slip,
};
use crate::{
    language::terms::{Terms, terms},
    reading::{
        Draft,
        figures::{
            quantity::{Amount, Exactness, Family, Quantity},
            statement::Statement,
        },
        frames::{
            Frame, Role, Way,
            steps::{Step, Told, steps},
            way,
        },
    },
    rules::{Check, Finding, Findings, Safety, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    for (statement, frames) in doc.quantities().statements.iter().zip(&doc.frames().of) {
        for step in steps(text, frames) {
            check_direction(text, &step, out);
            check_step(text, statement, &step, out);
        }
        check_compound(text, frames, out);
        check_between(text, frames, out);
        for index in 0..statement.figures.len() {
            check_increment(text, statement, frames, index, out);
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

/// The message of a value that went the other way than `told`.
fn contrary(told: Way) -> &'static str {
    match told {
        Way::Up => "not-up",
        Way::Down => "not-down",
    }
}

/// Direction: what rose ends higher than it began. 「由412件上升至365件」
fn check_direction(text: &str, step: &Step<'_>, out: &mut Findings) {
    let (from, to) = (step.from.quantity(), step.to().quantity());
    let Some(told) = step.way.filter(|_| step.told != Told::Compared) else {
        return;
    };
    // 「排名由369位上升到235位」: a rank rises as its number falls.
    if from.unit.name == "位" {
        return;
    }
    // 「由58提高到61%」 「由18.5增加到20.9亿元」: the unit occurs once, and with it the scale.
    let bare = from.unit.family == Family::Bare;
    let (old, new) = if bare {
        (from.plain.value, to.plain.value / to.scale.max(1))
    } else {
        (from.amount.value, to.amount.value)
    };
    if old == new && step.told == Told::Apart || !from.comparable(to) && !bare {
        return;
    }
    if (new > old) == (told == Way::Up) && new != old {
        out.verify();
        return;
    }
    let unsure = from.ranged || to.ranged || from.doubtful || to.doubtful;
    if unsure || new == old || bare && from.scale != to.scale {
        return;
    }
    out.report(
        Finding::new(from.range.start..to.range.end)
            .message(contrary(told))
            .arg("from", printed(text, from))
            .arg("to", printed(text, to)),
    );
}

/// What a step from `old` to `new` must be of `stated`: a quotient in percent, or a difference.
enum Right {
    Percent(Quotient),
    Difference(Amount),
}

impl Right {
    fn of(old: Amount, rise: Amount, stated: &Quantity) -> Option<Self> {
        if stated.is_percent() {
            percent_of(rise, old).map(Self::Percent)
        } else {
            Some(Self::Difference(rise))
        }
    }

    fn fits(&self, stated: &Quantity) -> bool {
        match self {
            Self::Percent(quotient) => quotient.fits(stated),
            Self::Difference(rise) => rise.meets(stated.amount),
        }
    }
}

/// Growth = difference ÷ old value. 「由18.5亿元增加到20.9亿元，增长13.0%」, 「9.6亿元，比上年的8.8亿元增长9.1%」
fn check_step(text: &str, statement: &Statement, step: &Step<'_>, out: &mut Findings) {
    let (from, to) = (step.from.quantity(), step.to().quantity());
    let Some(frame) = step.stated.filter(|_| !step.to.is_empty()) else {
        return;
    };
    let stated = frame.quantity();
    if matches!(stated.unit.family, Family::Fold | Family::Doubling) {
        check_fold(text, step, frame, out);
        return;
    }
    let moved = step.told == Told::Moved;
    let words = frame.figure.label(text);
    // 「增加到」 tells a value, not a difference.
    let change =
        stated.is_percent() || stated.comparable(to) && !words.ends_with(['到', '至', '为']);
    if moved && (!change || frame.figure.depth != step.to().figure.depth) {
        return;
    }
    let Some(told) = (if moved { way(words) } else { step.way }) else {
        return;
    };
    let grows = starts_with_growth(words);
    if !grows && !moved && !matches!(words, "多" | "少" | "多了" | "少了") {
        return;
    }
    let place = from.range.start.min(to.range.start)..stated.range.end.max(to.range.end);
    // 「同比增长」 over several years, and rates of another thing.
    let years = || {
        let link = text
            .get(from.range.end..stated.range.start)
            .unwrap_or_default();
        link.contains('年') && YEARS_COMPARED.stand_in(words)
    };
    if moved && (!grows || years()) || other_basis(text, statement, stated.range.start) {
        out.silent(place, "silent-basis", &[]);
        return;
    }
    let exact = from.is_exact() && stated.is_exact();
    if !exact || !step.to.iter().all(|to| to.quantity().is_exact()) {
        out.silent(place, "silent-approximate", &[]);
        return;
    }
    if from.unit.family == Family::Bare {
        return;
    }
    let old = from.amount;
    let rise = |to: &Quantity| Amount {
        value: match told {
            Way::Up => to.amount.value - old.value,
            Way::Down => old.value - to.amount.value,
        },
        half: to.amount.half.saturating_add(old.half),
    };
    let first = rise(to);
    // A difference of rates is given in points; 3% of 58% is no 3.
    if to.is_percent() && check_rates(text, step, stated, out) {
        return;
    }
    let fits = |to: &&Frame| {
        Right::of(old, rise(to.quantity()), stated).is_some_and(|right| right.fits(stated))
    };
    if step.to.iter().any(fits) {
        out.verify();
    } else if !to.is_percent() {
        let all = step.to.iter().all(|to| rise(to.quantity()).value <= 0);
        report_step(text, step, (told, first, all), out);
    }
}

/// Reports that `rise` is not what is stated; `all` where every later value went the other way.
fn report_step(
    text: &str,
    step: &Step<'_>,
    (told, rise, all): (Way, Amount, bool),
    out: &mut Findings,
) {
    let (from, to) = (step.from.quantity(), step.to().quantity());
    let Some(stated) = step.stated.map(Frame::quantity) else {
        return;
    };
    let ends = |finding: Finding| {
        finding
            .related(from.range.clone(), "from")
            .related(to.range.clone(), "to")
    };
    let finding = |key| {
        ends(Finding::new(stated.range.clone()).message(key))
            .arg("from", printed(text, from))
            .arg("to", printed(text, to))
    };
    if rise.value <= 0 {
        // The direction of 「由…到…」 is judged by itself.
        if all && step.told == Told::Compared {
            out.report(finding(contrary(told)));
        } else {
            out.silent(stated.range.clone(), "silent-basis", &[]);
        }
        return;
    }
    match Right::of(from.amount, rise, stated) {
        Some(Right::Percent(quotient)) => {
            let (large, small) = (
                to.amount.value.max(from.amount.value),
                to.amount.value.min(from.amount.value),
            );
            let computation = format!(
                "({}-{})÷{}",
                in_unit_of(large, to),
                in_unit_of(small, to),
                in_unit_of(from.amount.value, to)
            );
            let wrong = of_new(rise, to.amount, stated);
            out.report(miscomputed(
                text,
                stated,
                (&computation, quotient, wrong),
                ends,
            ));
        }
        Some(Right::Difference(_)) => out.report(
            finding("difference")
                .arg("right", shown(text, rise.value, to))
                .arg("stated", printed(text, stated)),
        ),
        None => {}
    }
}

/// Whether `stated` is the difference over the new value, as is the commonest mistake.
fn of_new(rise: Amount, new: Amount, stated: &Quantity) -> bool {
    percent_of(rise, new).is_some_and(|other| other.fits(stated))
}

/// The finding that `computation` makes `quotient` and not `stated`, with the mistake that explains it;
/// `ends` adds the values.
fn miscomputed(
    text: &str,
    stated: &Quantity,
    (computation, quotient, of_new): (&str, Quotient, bool),
    ends: impl Fn(Finding) -> Finding,
) -> Finding {
    let right = quotient.shown(stated);
    let finding = Finding::new(stated.range.clone())
        .arg("computation", computation)
        .arg("right", &right)
        .arg("stated", printed(text, stated));
    let finding = ends(finding);
    if of_new {
        finding.related(stated.range.clone(), "slip-base")
    } else if slip(&number(stated.plain.value), &right) == Some(Slip::Swapped) {
        finding.related(stated.range.clone(), "slip-swapped")
    } else {
        finding
    }
}

/// 「城镇化率由58%提高到61%，提高3%」; whether that was it.
fn check_rates(text: &str, step: &Step<'_>, stated: &Quantity, out: &mut Findings) -> bool {
    let (from, to) = (step.from.quantity(), step.to().quantity());
    let rise = Amount {
        value: (to.amount.value - from.amount.value).abs(),
        half: to.amount.half.saturating_add(from.amount.half),
    };
    let Some(quotient) = percent_of(rise, from.amount).filter(|_| from.amount.value > 0) else {
        return true;
    };
    let off = (quotient.value - stated.plain.float()).abs() > place_of(stated);
    let in_percent = rise.value == stated.plain.value && off;
    if !stated.is_percent() || quotient.fits(stated) && !in_percent || !rise.meets(stated.plain) {
        return false;
    }
    out.report(
        in_points(stated, Finding::new(stated.range.clone()).message("points"))
            .arg("from", printed(text, from))
            .arg("to", printed(text, to))
            .arg("stated", printed(text, stated))
            .related(from.range.clone(), "from")
            .related(to.range.clone(), "to"),
    );
    true
}

/// `finding` with the fix that writes `stated` in points.
fn in_points(stated: &Quantity, finding: Finding) -> Finding {
    let number = number(stated.plain.value);
    let replacement = format!("{number}个百分点");
    finding.arg("number", number).fix(
        Safety::Unsafe,
        "fix-points",
        stated.range.clone(),
        replacement,
    )
}

static YEARS_COMPARED: Terms = terms!("同比 上年 去年");
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

/// Growth = increment ÷ (value − increment). 「游客640万人次，比上年增加80万人次，增长14.3%」
fn check_increment(
    text: &str,
    statement: &Statement,
    frames: &[Frame],
    index: usize,
    out: &mut Findings,
) {
    let Some([value, delta, frame]) = frames.get(index..index + 3) else {
        return;
    };
    let stated = frame.quantity();
    let depth = frame.figure.depth;
    if !stated.is_percent()
        || !value.quantity().is_countable()
        || !value.same_unit(delta)
        || (value.figure.depth, delta.figure.depth) != (depth, depth)
    {
        return;
    }
    let words = delta.figure.label(text);
    let Some(told) = way(words).filter(|_| COMPARED.stand_in(words)) else {
        return;
    };
    // 「增加到」 tells a value, not a difference.
    let label = frame.figure.label(text);
    let other_way = way(label).is_some_and(|way| way != told);
    if words.ends_with(['到', '至', '为']) || !starts_with_growth(label) || other_way {
        return;
    }
    let place = value.quantity().range.start..stated.range.end;
    if other_basis(text, statement, stated.range.start) {
        out.silent(place, "silent-basis", &[]);
        return;
    }
    if ![value, delta, frame]
        .iter()
        .all(|frame| frame.quantity().is_exact())
    {
        out.silent(place, "silent-approximate", &[]);
        return;
    }
    let (new, rise) = (value.quantity().amount, delta.quantity().amount);
    let (sign, before) = match told {
        Way::Up => ('-', new.value - rise.value),
        Way::Down => ('+', new.value + rise.value),
    };
    let old = Amount {
        value: before,
        half: new.half.saturating_add(rise.half),
    };
    let Some(quotient) = percent_of(rise, old).filter(|_| before > 0) else {
        return;
    };
    if quotient.fits(stated) {
        out.verify();
        return;
    }
    let [new_shown, rise_shown] =
        [new, rise].map(|amount| in_unit_of(amount.value, value.quantity()));
    let computation = format!("{rise_shown}÷({new_shown}{sign}{rise_shown})");
    let wrong = of_new(rise, new, stated);
    out.report(miscomputed(
        text,
        stated,
        (&computation, quotient, wrong),
        |finding| {
            finding
                .related(value.quantity().range.clone(), "to")
                .related(delta.quantity().range.clone(), "delta")
        },
    ));
}

/// By how much of a doubling a value may fall short, or go beyond, to be called 翻一番: 1.9 to 2.7 times.
const DOUBLED_SHORT: f64 = 0.1;
const DOUBLED_OVER: f64 = 0.45;

/// By how much a number of times may be off: one more is another number.
const FOLD_SLACK: f64 = 0.95;

/// Growth in times = new ÷ old − 1; doublings = log₂(new ÷ old). 「订单由50笔增至150笔，增长2倍」
fn check_fold(text: &str, step: &Step<'_>, frame: &Frame, out: &mut Findings) {
    let stated = frame.quantity();
    let (from, to) = (step.from.quantity(), step.to().quantity());
    let words = frame.figure.label(text);
    let doubling = stated.unit.family == Family::Doubling;
    // 「接近翻了一番」
    let rough = words.contains(['近', '约', '超', '逾']);
    // A doubling is said of anything from 1.9 to 2.7 times as much.
    let usable = |value: &Quantity| {
        let about = doubling && value.exactness == Exactness::About;
        value.is_exact() || about && !value.ranged && !value.doubtful
    };
    if rough || !usable(from) || !usable(to) || !stated.is_exact() {
        let place = from.range.start..stated.range.end.max(to.range.end);
        out.silent(place, "silent-approximate", &[]);
        return;
    }
    let (old, new) = (from.amount, to.amount);
    if old.value <= 0 || new.value <= old.value || from.unit.family == Family::Bare {
        return;
    }
    let grown = ["增长", "增加", "提高", "扩大", "增"]
        .iter()
        .any(|word| words.starts_with(word))
        && !words.ends_with(['到', '至', '为']);
    let times = new.float() / old.float();
    let (key, right) = match stated.unit.family {
        Family::Doubling if words.trim_end_matches('了').ends_with('翻') => {
            ("doubling", times.log2())
        }
        Family::Fold if grown => ("fold", times - 1.0),
        _ => return,
    };
    let low = (new.float() - new.slack()) / (old.float() + old.slack());
    let high = (new.float() + new.slack()) / (old.float() - old.slack());
    let slack = (high - low) / 2.0 + place_of(stated);
    let value = stated.plain.float();
    let holds = if key == "doubling" {
        (-DOUBLED_SHORT..=DOUBLED_OVER).contains(&(right - value))
    } else {
        (value - right).abs() < slack.max(0.01) - 1e-9 && (right - value).abs() < FOLD_SLACK
    };
    if holds {
        out.verify();
        return;
    }
    // Where the doubling was stated before, the values explain it.
    let span = if stated.range.start < from.range.start {
        to
    } else {
        stated
    };
    let mut finding = Finding::new(span.range.clone())
        .message(key)
        .arg("from", printed(text, from))
        .arg("to", printed(text, to))
        .arg("right", rounded(right, 2))
        .arg("stated", printed(text, stated))
        .related(from.range.clone(), "from")
        .related(to.range.clone(), "to");
    if key == "fold" && (value - right - 1.0).abs() < slack {
        finding = finding.related(stated.range.clone(), "slip-fold");
    }
    out.report(finding);
}

/// 「比2002年增长65.5%，年均增长10.6%」
fn check_compound(text: &str, frames: &[Frame], out: &mut Findings) {
    for (at, pair) in frames.windows(2).enumerate() {
        let [whole, yearly] = pair else { continue };
        let rates = [whole, yearly]
            .iter()
            .all(|frame| frame.quantity().is_percent() && frame.quantity().is_exact());
        let words = whole.words(text);
        if !rates
            || whole.role != Role::Change
            || whole.way != Some(Way::Up)
            || !words.starts_with(['比', '较'])
            || YEARLY.begin(yearly.words(text)).is_none()
            || yearly.way != Some(Way::Up)
            || !matches!(yearly.mark, '，' | ',' | '、')
        {
            continue;
        }
        let Some((since, until)) = since_until(frames, at) else {
            continue;
        };
        let years = until - since;
        if !(2..=30).contains(&years) {
            continue;
        }
        let grown = 1.0 + whole.quantity().plain.float() / 100.0;
        let right = (grown.powf(1.0 / f64::from(years)) - 1.0) * 100.0;
        let stated = yearly.quantity().plain.float();
        let slack = place_of(yearly.quantity()) + 0.1;
        if (stated - right).abs() <= slack {
            out.verify();
            continue;
        }
        out.report(
            Finding::new(yearly.quantity().range.clone())
                .message("compound")
                .arg("whole", number(whole.quantity().plain.value))
                .arg("years", years)
                .arg("right", rounded(right, 1))
                .arg("stated", printed(text, yearly.quantity()))
                .related(whole.quantity().range.clone(), "whole-growth"),
        );
    }
}

/// The year that frame `at` compares with, and the year that the frames before it are of.
fn since_until(frames: &[Frame], at: usize) -> Option<(i32, i32)> {
    let (since, _) = frames.get(at)?.years?;
    let (until, _) = frames.get(at.checked_sub(1)?)?.years?;
    (until > since).then_some((since, until))
}

/// Wholes that consist of two parts, by name; their growth lies between that of the parts.
const HALVES: [(&str, &str, &str); 3] = [
    ("工农业", "农业", "工业"),
    ("进出口", "出口", "进口"),
    ("社会消费品零售", "城镇", "乡村"),
];

/// 「进出口总额增长5.2%，其中出口增长4%，进口增长6%」
fn check_between(text: &str, frames: &[Frame], out: &mut Findings) {
    /// How many figures after the whole its parts are looked for.
    const NEAR: usize = 6;
    let change = |frame: &Frame| {
        frame.role == Role::Change && frame.quantity().is_percent() && frame.quantity().is_exact()
    };
    let signed = |frame: &Frame| match frame.way {
        Some(Way::Down) => -frame.quantity().plain.float(),
        _ => frame.quantity().plain.float(),
    };
    for (at, whole) in frames.iter().enumerate() {
        if !change(whole) {
            continue;
        }
        let name = whole.indicator(text);
        let mut halves = HALVES.iter().filter(|(whole, ..)| name.contains(whole));
        let Some((whole_name, one, other)) = halves.next() else {
            continue;
        };
        let part = |half: &str| {
            frames[at + 1..]
                .iter()
                .take(NEAR)
                .take_while(|frame| !frame.indicator(text).contains(whole_name) || !change(frame))
                .find(|frame| {
                    let name = frame.indicator(text);
                    change(frame)
                        && name.starts_with(half)
                        && !name.contains(whole_name)
                        && frame.figure.depth == whole.figure.depth
                })
        };
        let (Some(one), Some(other)) = (part(one), part(other)) else {
            continue;
        };
        let (low, high) = (
            signed(one).min(signed(other)),
            signed(one).max(signed(other)),
        );
        if (low - 0.11..=high + 0.11).contains(&signed(whole)) {
            out.verify();
            continue;
        }
        out.report(
            Finding::new(whole.quantity().range.clone())
                .message("between")
                .arg("stated", printed(text, whole.quantity()))
                .arg("one", printed(text, one.quantity()))
                .arg("other", printed(text, other.quantity()))
                .related(one.quantity().range.clone(), "part-growth")
                .related(other.quantity().range.clone(), "part-growth"),
        );
    }
}

/// What ends the name of a rate, and the only words between it and by how much it changed.
static RATES: Terms = Terms::new(&["率", "比例", "占比", "比重", "增速", "增幅", "满意度"]);
static MOVED: Terms = Terms::new(&["提高", "提升", "上升", "下降", "降低", "回落"]);

/// 「优良天数比例达到96.4%，较上年提高1.2%」: the difference of two rates is given in points.
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
    let finding = Finding::new(stated.quantity.range.clone()).message("rates");
    out.report(
        in_points(&stated.quantity, finding)
            .arg("value", printed(text, &value.quantity))
            .arg("stated", printed(text, &stated.quantity))
            .related(value.quantity.range.clone(), "to"),
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
