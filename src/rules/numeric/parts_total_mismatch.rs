//! Parts that do not add up to their total.

use serde::Deserialize;

use super::{
    CLOSE, Slip, Sum, WINDOW, WordsPresent, check_filing, check_flow, check_halves, check_increase,
    check_increments, check_nested, check_parts, check_remainder, check_shares, check_stated_sums,
    check_surplus_shares, check_tables, check_votes, direction, judge_shares, miscalculated,
    same_unit_before, slip_in_sum, sum,
};
use crate::{
    reading::{
        Draft,
        figures::{
            parts::{
                following, has_total_word, introduced, is_average, is_difference, is_division,
                is_kind, is_rest, prices, share_of,
            },
            quantity::Family,
            statement::{Figure, Statement, is_mark},
        },
        frames::Role,
    },
    rules::{Check, Findings, Settings},
};

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    Box::new(PartsTotal {
        axes: settings.data("axes"),
        overlapping: settings.data("overlapping"),
    })
}

/// Values of one attribute, of which a thing has only one: 男 女, 集体 委员.
#[derive(Debug, Default, Deserialize)]
struct Axis {
    values: Vec<String>,
    /// Sets of values that leave nothing over.
    closed: Vec<Vec<String>>,
}

struct PartsTotal {
    axes: Vec<Axis>,
    overlapping: Vec<String>,
}

/// What the labels of parts say about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Division {
    /// The parts are all there is.
    Closed,
    /// No thing is in two parts, but there may be others.
    Exclusive,
    /// The labels are alike, nothing more is known.
    Parallel,
    /// Anything.
    Unknown,
}

impl Check for PartsTotal {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        let text = &*doc.text;
        let statements = &doc.quantities().statements;
        let read = &doc.frames().of;
        let sought = WordsPresent::read(doc);
        for (index, statement) in statements.iter().enumerate() {
            let previous = index
                .checked_sub(1)
                .and_then(|previous| statements.get(previous))
                .filter(|previous| previous.block == statement.block);
            let Some(frames) = read.get(index) else { break };
            check_increments(text, frames, out);
            let opens = frames.first().is_some_and(|first| first.role == Role::Part);
            let earlier = previous
                .filter(|_| opens)
                .and(read.get(index.wrapping_sub(1)));
            check_parts(text, frames, earlier.map_or(&[], Vec::as_slice), out);
            check_surplus_shares(text, frames, out);
            check_halves(text, frames, out);
            check_nested(text, frames, out);
            self.check_introduced(text, statement, previous, out);
            self.check_brackets(text, statement, out);
            check_stated_sums(text, statement, out);
            check_flow(text, statement, out);
            if sought.left {
                check_remainder(text, statement, out);
            }
            if sought.present {
                check_votes(text, statement, previous, out);
            }
            if sought.structure {
                check_shares(text, statement, out);
            }
            self.check_two_shares(text, statement, out);
            self.check_outcomes(text, statement, out);
            if sought.came_in {
                check_filing(text, statement, out);
            }
            check_increase(text, statement, out);
        }
        check_tables(doc, out);
    }
}

impl PartsTotal {
    /// 「提案286件，其中集体提案74件、委员提案212件」
    fn check_introduced(
        &self,
        text: &str,
        statement: &Statement,
        previous: Option<&Statement>,
        out: &mut Findings,
    ) {
        let figures = &statement.figures;
        for (first, figure) in figures.iter().enumerate() {
            let Some(closed) = introduced(text, statement, first) else {
                continue;
            };
            if !figure.quantity.is_countable()
                || figure.quantity.unit.family == Family::Duration
                || figure.label(text).ends_with(['由', '从'])
            {
                continue;
            }
            // 「…86件。其中，…」 takes its total from the sentence before.
            let opens = first == 0;
            let total = same_unit_before(statement, first, &figure.quantity)
                .find(|(_, total)| total.depth <= figure.depth && !is_difference(total.label(text)))
                .map(|(_, total)| total)
                .or_else(|| {
                    let previous = previous.filter(|_| opens)?;
                    same_unit_before(previous, previous.figures.len(), &figure.quantity)
                        .find(|(_, total)| total.depth == 0 && !is_difference(total.label(text)))
                        .map(|(_, total)| total)
                });
            let Some(total) = total else { continue };
            let mut others = same_unit_before(statement, first, &figure.quantity)
                .map(|(_, other)| other)
                .collect::<Vec<_>>();
            if let Some(previous) = previous.filter(|_| opens) {
                others.extend(
                    same_unit_before(previous, previous.figures.len(), &figure.quantity)
                        .map(|(_, other)| other),
                );
            }
            let parts = self.parts(text, statement, first, figures.len());
            // 「收到486件，立案441件。按内容分，…」: the sum is of what it comes close to.
            let added = sum(parts.iter().copied()).value;
            let far = |total: &Figure| added.abs_diff(total.quantity.amount.value);
            let total = if is_division(text, statement, first) {
                let near = others.iter().copied().min_by_key(|other| far(other));
                match near.filter(|total| {
                    far(total) <= total.quantity.amount.value.unsigned_abs() / CLOSE.unsigned_abs()
                }) {
                    Some(near) => near,
                    None => continue,
                }
            } else {
                total
            };
            self.judge(text, statement, total, &parts, closed, &others, out);
        }
    }

    /// 「工业项目21个（市级9个、县级12个）」
    fn check_brackets(&self, text: &str, statement: &Statement, out: &mut Findings) {
        let figures = &statement.figures;
        for (index, pair) in figures.windows(2).enumerate() {
            let [total, first] = pair else { continue };
            let follows = first.depth == total.depth + 1
                && text
                    .get(total.quantity.range.end..first.quantity.range.start)
                    .is_some_and(|between| between.starts_with(['（', '(']));
            if !follows
                || !first.quantity.is_countable()
                || !first.quantity.unit.comparable(total.quantity.unit)
                || introduced(text, statement, index + 1).is_some()
            {
                continue;
            }
            let parts = self.parts(text, statement, index + 1, figures.len());
            if parts.len() >= 2 {
                self.judge(text, statement, total, &parts, false, &[], out);
            }
        }
    }

    /// 「30项指标中，24项超额完成，4项基本完成，2项未完成」: parts whose words are behind them.
    fn check_outcomes(&self, text: &str, statement: &Statement, out: &mut Findings) {
        for (at, total) in statement.figures.iter().enumerate() {
            let Some(next) = statement.figures.get(at + 1) else {
                continue;
            };
            if !total.quantity.is_countable() {
                continue;
            }
            let behind = text
                .get(total.quantity.range.end..next.lead.start)
                .is_some_and(|words| words.trim_end_matches(is_mark).ends_with('中'));
            let parts: Vec<&Figure> = statement
                .figures
                .iter()
                .skip(at + 1)
                .take(WINDOW)
                .enumerate()
                .take_while(|(index, part)| {
                    let label = part.label(text);
                    // 「项目28个，其中20个竣工，…」
                    let introduced = *index == 0 && !behind;
                    let bare = if introduced {
                        matches!(label, "其中" | "其中有")
                    } else {
                        matches!(label, "" | "有" | "已有")
                    };
                    bare && part.depth == total.depth
                        && matches!(part.mark, '，' | ',' | '、' | '；' | ';' | '：')
                        && part.quantity.unit.comparable(total.quantity.unit)
                })
                .map(|(_, part)| part)
                .collect();
            if parts.len() < 2 {
                continue;
            }
            let tails: Vec<&str> = parts
                .iter()
                .map(|part| part.tail(text, &statement.range).trim_end_matches('。'))
                .collect();
            let sum = Sum {
                parts,
                whole: total,
                others: Vec::new(),
            };
            sum.judge(text, out, |sum| {
                let proven = match self.division(&tails) {
                    Division::Closed => true,
                    Division::Exclusive => sum.added().exceeds(total.quantity.amount),
                    Division::Parallel | Division::Unknown => false,
                };
                (!proven).then_some("")
            });
        }
    }

    /// 「集体提案占31%，委员提案占69%」: two shares that leave nothing over.
    fn check_two_shares(&self, text: &str, statement: &Statement, out: &mut Findings) {
        let figures = &statement.figures;
        for (at, pair) in figures.windows(2).enumerate() {
            let [first, second] = pair else { continue };
            let shares = [first, second]
                .iter()
                .all(|figure| figure.quantity.is_percent() && figure.quantity.is_exact());
            if !shares
                || first.depth != second.depth
                || !matches!(second.mark, '，' | '、' | '；' | ',' | ';')
            {
                continue;
            }
            let Some((one, other)) = share_of(first.label(text)).zip(share_of(second.label(text)))
            else {
                continue;
            };
            // The two labels are one but for what they divide: 集体提案 and 委员提案.
            let rest = |label: &str| {
                let (_, value) = self.value(label)?;
                Some(label.replacen(value, "", 1))
            };
            let alone = figures.get(at + 2).is_none_or(|third| {
                !third.quantity.is_percent() || share_of(third.label(text)).is_none()
            });
            if !alone
                || rest(one).is_none()
                || rest(one) != rest(other)
                || self.division(&[one, other]) != Division::Closed
            {
                continue;
            }
            let span = first.quantity.range.start..second.quantity.range.end;
            judge_shares(span, &[first.quantity.plain, second.quantity.plain], out);
        }
    }

    /// The parts that begin with figure `first`.
    fn parts<'a>(
        &self,
        text: &str,
        statement: &'a Statement,
        first: usize,
        end: usize,
    ) -> Vec<&'a Figure> {
        let figures = &statement.figures;
        let head = &figures[first];
        let mut parts = vec![head];
        let mut joint = None;
        let mut last = first;
        for at in first + 1..end.min(first + WINDOW) {
            let figure = &figures[at];
            if figure.depth > head.depth {
                continue;
            }
            if figure.depth < head.depth {
                break;
            }
            let label = figure.label(text);
            // 「集体提案74件，占26%，委员提案212件」, 「出口82亿元，增长4%；进口37亿元」
            let beside = label.starts_with('占') || label.is_empty() || direction(label).is_some();
            if figure.quantity.is_percent() && beside {
                continue;
            }
            let joined = match figure.mark {
                '\0' => label.starts_with(['和', '及', '与']) || label.starts_with("以及"),
                '、' | '；' | ';' => true,
                '，' | ',' => {
                    joint != Some('、') && self.alike(head.label(text), label) || is_rest(label)
                }
                '）' | ')' => self.alike(head.label(text), label),
                _ => false,
            };
            if !joined
                || !figure.quantity.unit.comparable(head.quantity.unit)
                || has_total_word(label)
                || label.contains("其中")
            {
                break;
            }
            // A sentence with bracketed parts ends its list with the bracket.
            if at > last + 1 && figures[last + 1].depth < head.depth {
                break;
            }
            if joint.is_none() && figure.mark != '\0' {
                joint = Some(figure.mark);
            }
            parts.push(figure);
            last = at;
        }
        parts
    }

    #[expect(clippy::too_many_arguments, reason = "one call from each form")]
    fn judge(
        &self,
        text: &str,
        statement: &Statement,
        total: &Figure,
        parts: &[&Figure],
        closed: bool,
        others: &[&Figure],
        out: &mut Findings,
    ) {
        let Some((first, last)) = parts.first().zip(parts.last()) else {
            return;
        };
        let place = first.quantity.range.start..last.quantity.range.end;
        // One part alone is no sum.
        if parts.len() == 1 {
            return;
        }
        if !total.quantity.is_exact() || !parts.iter().all(|part| part.quantity.is_exact()) {
            out.silent(place, "silent-approximate", &[]);
            return;
        }
        let added = sum(parts.iter().copied());
        let stated = total.quantity.amount;
        let more = following(statement, last);
        let mut running = added;
        let whole_list = more.iter().any(|part| {
            running = running.plus(part.quantity.amount);
            part.quantity.is_exact() && running.meets(stated)
        });
        if whole_list
            || added.meets(stated)
            || others
                .iter()
                .any(|other| added.meets(other.quantity.amount))
        {
            out.verify();
            return;
        }
        if is_average(text, total) || parts.iter().any(|part| prices(part, total)) {
            out.silent(place, "silent-average", &[]);
            return;
        }
        let tail = last.tail(text, &statement.range);
        if tail.starts_with('等') || tail.ends_with('等') {
            out.silent(place, "silent-open-list", &[]);
            return;
        }
        let labels: Vec<&str> = parts.iter().map(|part| part.label(text)).collect();
        // 「4人获救，其中3人脱险；1人不治，其余14人失踪」: the rest is of what another clause speaks of.
        let parted = parts
            .iter()
            .skip(1)
            .any(|part| matches!(part.mark, '；' | ';'));
        let rest = labels.last().is_some_and(|label| is_rest(label)) && !parted;
        let mut division = if closed || rest {
            Division::Closed
        } else {
            self.division(&labels)
        };
        let over = added.value > stated.value;
        // 「公办38家，民办72家，公建民营14家」: what follows may be one more part.
        if division == Division::Closed
            && !over
            && more.first().is_some_and(|next| {
                let added = added.value.saturating_add(next.quantity.amount.value);
                added <= stated.value.saturating_add(stated.value / CLOSE)
            })
        {
            division = Division::Exclusive;
        }
        let overlapping = labels.iter().any(|label| self.overlaps(label));
        if overlapping && !matches!(division, Division::Closed | Division::Exclusive) {
            out.silent(place, "silent-overlap", &[]);
            return;
        }
        if matches!(division, Division::Unknown | Division::Exclusive) && !over {
            // 「公办38家，民办72家，公建民营18家」: the list goes on with what is no outcome.
            let mut parts = parts.to_vec();
            parts.extend(
                more.iter().take_while(|part| {
                    is_kind(part.label(text)) && !self.overlaps(part.label(text))
                }),
            );
            if parts.len() > labels.len()
                && let Some(slipped) = surplus(text, &parts, total)
            {
                out.report(miscalculated(text, &parts, total, Some(slipped)));
                return;
            }
        }
        let slipped = slip_in_sum(parts, total);
        // Parts of a selection need not reach the total; parts that overlap may pass it.
        let close = added.value.abs_diff(stated.value)
            <= stated.value.unsigned_abs() / CLOSE.unsigned_abs();
        let proven = match division {
            Division::Closed => true,
            Division::Exclusive => over,
            Division::Parallel => slipped.is_some() && close && (over || parts.len() >= 3),
            Division::Unknown => surplus(text, parts, total).is_some(),
        };
        if !proven {
            let reason = if over {
                "silent-overlap"
            } else {
                "silent-partial"
            };
            out.silent(place, reason, &[]);
            return;
        }
        out.report(miscalculated(text, parts, total, slipped));
    }

    /// Whether a label names an attribute that others may have too.
    fn overlaps(&self, label: &str) -> bool {
        self.overlapping.iter().any(|word| label.contains(word))
    }

    /// The axis and value that a label names, the longest value first.
    fn value<'a>(&'a self, label: &str) -> Option<(usize, &'a str)> {
        self.axes
            .iter()
            .enumerate()
            .flat_map(|(index, axis)| axis.values.iter().map(move |value| (index, value.as_str())))
            .filter(|(_, value)| label.contains(value))
            .max_by_key(|(_, value)| value.len())
    }

    fn alike(&self, first: &str, second: &str) -> bool {
        let last = |label: &str| {
            label
                .chars()
                .next_back()
                .filter(|&c| crate::language::han::is_han(c))
        };
        last(first).is_some() && last(first) == last(second)
            || self
                .value(first)
                .zip(self.value(second))
                .is_some_and(|((a, first), (b, second))| a == b && first != second)
    }

    fn division(&self, labels: &[&str]) -> Division {
        for (index, axis) in self.axes.iter().enumerate() {
            let mut values: Vec<&str> = Vec::new();
            for label in labels {
                let value = axis
                    .values
                    .iter()
                    .filter(|value| label.contains(value.as_str()))
                    .max_by_key(|value| value.len());
                match value {
                    Some(value) if !values.contains(&value.as_str()) => values.push(value),
                    _ => break,
                }
            }
            if values.len() < labels.len() {
                continue;
            }
            let axis = &self.axes[index];
            let closed = axis
                .closed
                .iter()
                .any(|set| set.iter().all(|value| values.contains(&value.as_str())));
            return if closed {
                Division::Closed
            } else {
                Division::Exclusive
            };
        }
        if labels.windows(2).all(|pair| self.alike(pair[0], pair[1])) {
            Division::Parallel
        } else {
            Division::Unknown
        }
    }
}

/// The slip that explains why the kinds in `parts` make a little more than the whole, which they
/// cannot, whether they are all there is or not.
fn surplus<'a>(
    text: &str,
    parts: &[&'a Figure],
    total: &'a Figure,
) -> Option<(&'a Figure, i128, Slip)> {
    let added = sum(parts.iter().copied());
    let stated = total.quantity.amount;
    // The more parts, the less likely that one of them is something else.
    let near = if parts.len() >= 3 { 3 } else { CLOSE };
    let close = added.value.saturating_sub(stated.value) <= stated.value / near;
    let kinds = parts
        .iter()
        .all(|part| part.quantity.is_exact() && is_kind(part.label(text)));
    // 「市级20场、讲座14场」 are counted on two attributes.
    let level = |part: &&&Figure| part.label(text).ends_with('级');
    let levels = parts.iter().filter(level).count();
    let one = levels == 0 || levels == parts.len();
    (kinds && one && close && added.exceeds(stated))
        .then(|| slip_in_sum(parts, total))
        .flatten()
}
