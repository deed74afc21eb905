//! Identities that the figures of a sentence keep, whatever their words: what came to a total is no more than
//! the total, a part no more than its whole, a rise ends higher than it began.

use super::{printed, rounded};
use crate::{
    language::terms::{Terms, terms},
    reading::{
        figures::{
            parts::falls_on_one,
            quantity::{Family, Quantity},
        },
        frames::{Frame, Role, Way, is_count, steps::groups},
    },
    rules::{Finding, Findings},
};

/// How much more than a round number 超 and 突破 mean at most, as a factor.
const JUST_OVER: f64 = 1.15;

/// The most that a figure means: 突破2亿 is little more than 2亿.
fn most(frame: &Frame) -> f64 {
    if frame.bounds.high.is_finite() {
        frame.bounds.high
    } else {
        frame.quantity().amount.float() * JUST_OVER
    }
}

/// Whether arithmetic may use a figure at all.
fn usable(quantity: &Quantity) -> bool {
    !quantity.ranged && !quantity.doubtful
}

/// Words that only say that what follows is all of what was named before.
static PURE: Terms = terms!(
    "总里程 总面积 总装机 总容量 总人数 总户数 总规模 总产量 总长度 累计 总数 总量 总共 分别 达到 \
    达 已 为 到 至 共 总 建成 完成 实现 培育 认定 建设 发展 设立 开通 改造 突破 超过 超 有 全市 \
    全省 全县 全区 全国"
);

/// Whether `words` name nothing of their own.
fn is_pure(words: &str) -> bool {
    let mut rest = words.trim();
    while let Some(word) = PURE.begin(rest) {
        rest = rest.get(word.len()..).unwrap_or_default();
    }
    rest.is_empty() && !words.is_empty()
}

/// The last two characters of a name, which mostly are its noun: 里程, 航线.
fn noun(name: &str) -> Option<&str> {
    let (from, _) = name.char_indices().rev().nth(1)?;
    name.get(from..)
}

/// Words of all there is.
static ALL: Terms = Terms::new(&["总"]);

/// Whether the total whose words are `words` is of what the increment counts: it names nothing, or the same
/// noun (通车里程, 总里程).
fn same_thing(text: &str, increment: &Frame, total: &Frame) -> bool {
    let words = total.words(text);
    is_pure(words)
        || ALL.stand_in(words)
            && noun(increment.indicator(text)).is_some_and(|noun| words.contains(noun))
}

/// Words that a change is compared by.
pub(super) static COMPARED: Terms = Terms::new(&["比", "较"]);

/// 「新增公园127座，累计达到1100座」, 「提高11.6个百分点，达到64.7%」, 「突破2亿人，比上年增加5400万人」
pub(crate) fn check_increments(text: &str, frames: &[Frame], out: &mut Findings) {
    if frames.len() < 2 {
        return;
    }
    let groups = groups(text, frames);
    for (at, group) in groups.iter().enumerate() {
        let Some(first) = group.first() else { continue };
        // A clause or two may be between.
        let next = groups[at + 1..]
            .iter()
            .take(2)
            .find(|next| same_or_points(first, &next[0]));
        let Some(next) = next.filter(|next| next.len() == group.len()) else {
            continue;
        };
        let second = &next[0];
        if second.figure.depth != first.figure.depth || matches!(second.mark, '；' | ';' | '：') {
            continue;
        }
        let words = second.words(text);
        let total = is_pure(words) && (words.contains("累计") || is_rise(first))
            || first.role == Role::Increment && same_thing(text, first, second);
        let grown = second.role == Role::Increment
            && matches!(first.role, Role::Level | Role::Total)
            && COMPARED.stand_in(words)
            && group.len() == 1;
        if !total && !grown || first.role == Role::Base {
            continue;
        }
        for (part, whole) in group.iter().zip(next.iter()) {
            let (part, whole) = if grown { (whole, part) } else { (part, whole) };
            if !usable(part.quantity()) || !usable(whole.quantity()) {
                continue;
            }
            let least = if part.quantity().unit.family == Family::Points {
                part.quantity().plain.float()
            } else {
                part.bounds.low
            };
            if least > most(whole) {
                out.report(
                    Finding::new(whole.quantity().range.clone())
                        .message("increment-exceeds")
                        .arg("part", printed(text, part.quantity()))
                        .arg("total", printed(text, whole.quantity()))
                        .related(part.quantity().range.clone(), "part"),
                );
                break;
            }
            out.verify();
        }
    }
}

fn is_rise(frame: &Frame) -> bool {
    frame.quantity().unit.family == Family::Points
        && frame.role == Role::Change
        && frame.way == Some(Way::Up)
}

/// Whether two figures count the same, or the second is the rate that the first moved.
fn same_or_points(first: &Frame, second: &Frame) -> bool {
    first.same_unit(second) && first.quantity().is_countable()
        || is_rise(first) && second.quantity().is_percent()
}

/// More words of figures of which two make no more.
static PRICES: Terms = Terms::new(&["标准", "价", "工资", "收入"]);
/// A degree of temperature, of which two make no more; in sums of parts it is a unit of power.
const DEGREE: &str = "度";

/// Words that lead from a whole to some of it: 「59项测评点中有22项」.
static AMONG: Terms = Terms::new(&["中有", "中，有", "中已有", "中，已有", "中", "中，"]);

/// 「其中高速公路2.8万公里」: a part greater than everything that it could be a part of.
pub(crate) fn check_parts(text: &str, frames: &[Frame], earlier: &[Frame], out: &mut Findings) {
    let mut listed = false;
    for (at, part) in frames.iter().enumerate() {
        let words = part.words(text);
        let between = at
            .checked_sub(1)
            .and_then(|before| {
                let from = frames[before].quantity().range.end;
                text.get(from..part.quantity().range.start)
            })
            .unwrap_or_default();
        let among = AMONG
            .end(between)
            .is_some_and(|_| between.chars().count() <= 12)
            && !between.contains(['；', '。', '、'])
            && between.matches('，').count() <= usize::from(between.contains("中，"));
        // 「其中有十大基地，九大油田，三十个电站」
        listed = words.starts_with("其中有") && is_count(part.quantity())
            || listed && words.is_empty() && matches!(part.mark, '，' | ',');
        if !words.starts_with("其中") && !among && !listed {
            continue;
        }
        if among {
            check_among(text, &frames[at - 1], part, out);
            continue;
        }
        if part.role == Role::Base {
            check_part_of_rise(text, frames, at, out);
            continue;
        }
        if !part.quantity().is_countable() || part.quantity().unit.family == Family::Duration {
            continue;
        }
        let mut wholes: Vec<&Frame> = frames[..at]
            .iter()
            .rev()
            .take(super::WINDOW)
            .filter(|whole| is_whole(text, whole, part))
            .collect();
        if wholes.is_empty() && at == 0 {
            let before = earlier.iter().rev().take(super::WINDOW);
            wholes.extend(
                before.filter(|whole| whole.figure.depth == 0 && is_whole(text, whole, part)),
            );
        }
        judge_part(text, part, &wholes, out);
    }
}

/// Fewer are among the first 1‰ than among the first 1%. 「85个学科进入前1%、9个学科进入前1‰」
pub(crate) fn check_nested(text: &str, frames: &[Frame], out: &mut Findings) {
    let rank = |frame: &Frame| {
        let quantity = frame.quantity();
        let share = match quantity.unit.family {
            Family::Percent => quantity.plain.float(),
            Family::Permille => quantity.plain.float() / 10.0,
            _ => return None,
        };
        frame.words(text).ends_with('前').then_some(share)
    };
    for run in frames.windows(4) {
        let [many, within, few, closer] = run else {
            continue;
        };
        let (Some(wide), Some(narrow)) = (rank(within), rank(closer)) else {
            continue;
        };
        let counts = is_count(many.quantity()) && is_count(few.quantity()) && many.same_unit(few);
        if !counts || narrow >= wide || !usable(many.quantity()) || !usable(few.quantity()) {
            continue;
        }
        if few.bounds.low > most(many) {
            report_part(text, few, many, out);
        } else {
            out.verify();
        }
    }
}

fn is_whole(text: &str, whole: &Frame, part: &Frame) -> bool {
    whole.same_unit(part)
        && whole.figure.depth <= part.figure.depth
        && !matches!(whole.role, Role::Base | Role::Change | Role::Lead)
        && !(matches!(whole.role, Role::Increment | Role::Decrement)
            && COMPARED.stand_in(whole.words(text)))
}

fn judge_part(text: &str, part: &Frame, wholes: &[&Frame], out: &mut Findings) {
    let Some(nearest) = wholes.first() else {
        return;
    };
    if !usable(part.quantity()) || wholes.iter().any(|whole| !usable(whole.quantity())) {
        return;
    }
    if wholes.iter().any(|whole| part.bounds.low <= most(whole)) {
        out.verify();
        return;
    }
    let average = |frame: &Frame| {
        let (unit, words) = (frame.quantity().unit.name, frame.words(text));
        falls_on_one(unit, words) || unit == DEGREE || PRICES.stand_in(words)
    };
    let plain = |quantity: &Quantity| quantity.unit.family == Family::Yuan && quantity.scale == 1;
    if average(part) || average(nearest) || plain(part.quantity()) && plain(nearest.quantity()) {
        out.silent(part.quantity().range.clone(), "silent-average", &[]);
        return;
    }
    report_part(text, part, nearest, out);
}

fn report_part(text: &str, part: &Frame, whole: &Frame, out: &mut Findings) {
    out.report(
        Finding::new(part.quantity().range.clone())
            .message("part-exceeds")
            .arg("part", printed(text, part.quantity()))
            .arg("total", printed(text, whole.quantity()))
            .related(whole.quantity().range.clone(), "total"),
    );
}

/// 「企业调查59项测评点中有22项」
fn check_among(text: &str, whole: &Frame, part: &Frame, out: &mut Findings) {
    let comparable = whole.same_unit(part) && whole.figure.depth == part.figure.depth;
    if !comparable || !is_count(whole.quantity()) || whole.role == Role::Base {
        return;
    }
    if !whole.quantity().is_exact() || !usable(part.quantity()) {
        return;
    }
    if part.bounds.low > whole.bounds.high {
        report_part(text, part, whole, out);
    } else {
        out.verify();
    }
}

/// 「标准由50元提高到100元，其中补助由40元提高到80元」
fn check_part_of_rise(text: &str, frames: &[Frame], at: usize, out: &mut Findings) {
    let Some([before, whole, from, part]) = at.checked_sub(2).and_then(|at| frames.get(at..at + 4))
    else {
        return;
    };
    let pairs = before.role == Role::Base
        && [before, whole, from]
            .iter()
            .all(|frame| frame.same_unit(part))
        && [before, whole, from, part]
            .iter()
            .all(|frame| frame.quantity().is_exact());
    if !pairs || !part.quantity().is_countable() {
        return;
    }
    if part.bounds.exceeds(whole.bounds) {
        report_part(text, part, whole, out);
    } else {
        out.verify();
    }
}

/// Words of growth a year.
pub(super) static YEARLY: Terms = Terms::new(&["年均", "平均每年", "每年平均"]);

/// How the growth of the economy is called where another is compared with it.
static ECONOMY: Terms =
    terms!("经济增速 经济增长 GDP增速 GDP增长 地区生产总值增速 生产总值增速 经济发展增速");
static FASTER: Terms = Terms::new(&["快于", "高于", "超过", "高出"]);
static SLOWER: Terms = Terms::new(&["慢于", "低于"]);

/// The growth of the economy that the frames of a draft tell: a year's, and that of several years on average.
#[derive(Debug, Default)]
pub(crate) struct Economy {
    values: Vec<(bool, Quantity)>,
}

impl Economy {
    /// Takes what `frames` tell.
    pub(crate) fn read(&mut self, text: &str, frames: &[Frame]) {
        for frame in frames {
            let told = frame.role == Role::Change
                && frame.quantity().is_percent()
                && frame.quantity().is_exact()
                && frame.way == Some(Way::Up)
                && frame.figure.depth == 0
                && frame.indicator(text).ends_with("生产总值")
                && !frame.indicator(text).contains(['人', '单', '第'])
                && !frame.words(text).contains('比');
            if told {
                let yearly = YEARLY.stand_in(frame.words(text));
                self.values.push((yearly, frame.quantity().clone()));
            }
        }
    }

    /// The one growth that is stated, of a year or on average.
    fn growth(&self, yearly: bool) -> Option<&Quantity> {
        let mut values = self.values.iter().filter(|(of, _)| *of == yearly);
        let (_, first) = values.next()?;
        values
            .all(|(_, other)| other.plain.value == first.plain.value)
            .then_some(first)
    }
}

/// 「农村居民收入增长5.8%、快于经济增速1个百分点」, 「收入年均增长7.4%、超过经济增速」
pub(crate) fn check_leads(text: &str, frames: &[Frame], economy: &Economy, out: &mut Findings) {
    for (at, own) in frames.iter().enumerate() {
        let quantity = own.quantity();
        if own.role != Role::Change || !quantity.is_percent() || !quantity.is_exact() {
            continue;
        }
        let from = quantity.range.end;
        let behind = text
            .get(from..text.floor_char_boundary(from + 60))
            .unwrap_or_default();
        let Some(words) = behind.strip_prefix(['、', '，', ',']) else {
            continue;
        };
        let (sign, rest) = match (FASTER.begin(words), SLOWER.begin(words)) {
            (Some(word), _) => (1.0, words.get(word.len()..)),
            (_, Some(word)) => (-1.0, words.get(word.len()..)),
            _ => continue,
        };
        let Some(name) = rest.and_then(|rest| ECONOMY.begin(rest)) else {
            continue;
        };
        let yearly = YEARLY.stand_in(own.words(text));
        let Some(growth) = economy.growth(yearly) else {
            continue;
        };
        let lead = (quantity.plain.float() - growth.plain.float()) * sign;
        let points = frames.get(at + 1).filter(|next| {
            next.quantity().unit.family == Family::Points && next.words(text).ends_with(name)
        });
        let finding = |span| {
            Finding::new(span)
                .arg("own", printed(text, quantity))
                .arg("other", printed(text, growth))
                .related(growth.range.clone(), "economy")
        };
        match points {
            Some(points) if points.quantity().is_exact() => {
                let stated = points.quantity().plain.float();
                if (lead - stated).abs() <= 0.101 {
                    out.verify();
                } else {
                    let span = points.quantity().range.clone();
                    let stated = printed(text, points.quantity());
                    out.report(
                        finding(span)
                            .message("lead")
                            .arg("right", rounded(lead, 2))
                            .arg("stated", stated),
                    );
                }
            }
            Some(_) => {}
            None if lead < -0.05 => out.report(finding(quantity.range.clone()).message("ahead")),
            None => out.verify(),
        }
    }
}

/// 「总装机达9157万千瓦，新能源装机达4091万千瓦、占比达44.7%」
pub(crate) fn check_share_of_total(text: &str, frames: &[Frame], out: &mut Findings) {
    for run in frames.windows(3) {
        let [whole, part, stated] = run else { continue };
        let words = stated.words(text);
        let bare = words
            .strip_prefix("占比")
            .is_some_and(|rest| matches!(rest, "达" | "达到" | "为" | ""));
        let named = whole.words(text).starts_with('总')
            && noun(whole.indicator(text)).is_some()
            && noun(whole.indicator(text)) == noun(part.indicator(text));
        let exact = run.iter().all(|frame| frame.quantity().is_exact());
        if !bare || !named || !exact || !stated.quantity().is_percent() || !whole.same_unit(part) {
            continue;
        }
        let quotient = super::percent_of(part.quantity().amount, whole.quantity().amount);
        let Some(quotient) = quotient else { continue };
        if quotient.fits(stated.quantity()) {
            out.verify();
            continue;
        }
        let proof = (quotient, stated.quantity());
        out.report(super::misshared(
            text,
            part.quantity(),
            whole.quantity(),
            proof,
        ));
    }
}
