//! 分别 with another number of values than names.

use std::ops::Range;

use super::{WINDOW, direction};
use crate::{
    language::terms::{Terms, terms},
    reading::Draft,
    reading::{
        figures::{
            quantity::{Family, ONE},
            statement::{Figure, Statement, is_mark},
        },
        lists::{self, List, open_mark},
    },
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

const RESPECTIVELY: &str = "分别";

/// Words between a value and the next.
static ROUGHLY: Terms = Terms::new(&["左右", "以上", "以下", "以内", "上下"]);

/// Clauses that stand between values, or names, and what is said of them.
static ADJUNCTS: Terms = terms!(
    "扣除价格因素 扣除物价因素 扣除物价上涨因素 剔除价格因素 按可比价格计算 按可比价计算 比上年同期 \
    比去年同期 同比 比上年 比去年 较上年 累计 年均 均"
);

/// Words with 于 that lead to a value.
static COMPARED: Terms = terms!("高于 低于 快于 多于 少于 优于 大于 等于");

fn check(doc: &Draft, out: &mut Findings) {
    if !doc.holds(RESPECTIVELY) {
        return;
    }
    let text = &*doc.text;
    for statement in &doc.quantities().statements {
        for (index, figure) in statement.figures.iter().enumerate() {
            let label = figure.label(text);
            if !label.contains(RESPECTIVELY) {
                continue;
            }
            if let Some(at) = label.rfind(RESPECTIVELY) {
                let verb = label.get(at + RESPECTIVELY.len()..).unwrap_or_default();
                // 「分别在三个县举行」: the number is no value of anything.
                let placed = verb.contains('于') && COMPARED.find(verb).is_none();
                if verb.chars().count() <= 8
                    && !placed
                    && !verb.contains(['在', '与', '和', '从', '由'])
                {
                    judge(text, statement, index, out);
                }
            }
        }
    }
}

fn judge(text: &str, statement: &Statement, first: usize, out: &mut Findings) {
    let figures = &statement.figures;
    let Some(values) = values(text, statement, first) else {
        return;
    };
    let head = &figures[first];
    let Some(last) = values.last() else { return };
    if values.len() < 2 || last.tail(text, &statement.range).starts_with('等') {
        return;
    }
    let Some(at) = text
        .get(head.lead.clone())
        .and_then(|lead| lead.rfind(RESPECTIVELY))
        .map(|at| head.lead.start + at)
    else {
        return;
    };
    let before = text.get(statement.range.start..at).unwrap_or_default();
    let bare = without_adjuncts(before);
    let begins = bare.ends_with(['，', ',']) || bare.len() < before.len();
    // 「由46503元和16935元分别提高到…」
    let pair = first > 1
        && figures[first - 1].quantity.range.end == at
        && matches!(figures[first - 1].label(text), "" | "和" | "及" | "与");
    if (begins || pair)
        && let Some(named) = told_before(text, statement, first, at)
    {
        judge_told(text, &named, &values, out);
        return;
    }
    // 「三个片区分别投入…」: the number of names is given instead of the names.
    let number = first
        .checked_sub(1)
        .map(|before| &figures[before])
        .filter(|number| {
            text.get(number.quantity.range.end..at)
                .is_some_and(|between| !between.contains(is_mark) && between.chars().count() <= 8)
                && number.depth == head.depth
        });
    if let Some(number) = number {
        judge_number(text, number, &values, out);
        return;
    }
    let names = names(
        text,
        statement.range.start,
        statement.range.start + bare.len(),
    );
    if names.items.is_empty() {
        return;
    }
    let place = names.range.clone();
    let words = text.get(place.clone()).unwrap_or_default();
    if open_mark(words).is_some() {
        out.silent(place, "silent-names", &[]);
        return;
    }
    let (least, most) = bounds(&names, words);
    if (least..=most).contains(&values.len()) {
        out.verify();
        return;
    }
    // 「分别增长5%、6%和7%、8%」: two values each.
    let several = (least..=most).any(|names| values.len().is_multiple_of(names));
    if several || most < 2 {
        out.silent(place, "silent-names", &[]);
        return;
    }
    report(text, place, most, &values, out);
}

/// Words that name two or three things at once.
static TWO: Terms = Terms::new(&["城乡", "收支", "男女", "供需", "产销", "存贷款"]);
static THREE: Terms = Terms::new(&["东中西", "一二三产", "省市县", "市县乡", "县乡村"]);

/// How many names there are, at least and at most; 分别 wants two.
fn bounds(names: &List, words: &str) -> (usize, usize) {
    // 进出口总额 is one thing, unless nothing else is named.
    let both = TWO.stand_in(words) || names.most() == 1 && words.contains("进出口");
    let implied = usize::from(both) + 2 * usize::from(THREE.stand_in(words));
    match names.exact() {
        Some(exact) if implied == 0 => (exact, exact),
        _ if names.most() == 1 => (1 + implied, 1 + implied),
        _ if names.least() == 1 && implied == 0 => (2, names.most()),
        _ => (names.least(), names.most() + implied),
    }
}

/// The values that a 分别 at the beginning of its clause is said of: 「入境2690万人次，创汇18.4亿美元，分别为…」
/// has two. `certain` where they are listed right before it.
struct Told {
    place: Range<usize>,
    count: usize,
    certain: bool,
}

/// `text` without the adjuncts at its end, and the comma before each: 「…，扣除价格因素，」
fn without_adjuncts(text: &str) -> &str {
    let mut rest = text;
    loop {
        let bare = rest.strip_suffix(['，', ',']).unwrap_or(rest);
        let Some(head) = ADJUNCTS.end(bare).and_then(|word| bare.strip_suffix(word)) else {
            return rest;
        };
        if !head.ends_with(['，', ',']) {
            return rest;
        }
        rest = head;
    }
}

fn told_before(
    text: &str,
    statement: &Statement,
    first: usize,
    respectively: usize,
) -> Option<Told> {
    let figures = &statement.figures;
    let depth = figures[first].depth;
    let last = figures.get(first.checked_sub(1)?)?;
    let link = text.get(last.quantity.range.end..respectively)?;
    let link = without_adjuncts(link).trim_end_matches(['，', ',']);
    // 「7%左右和8%左右」
    if !link.is_empty() && !ROUGHLY.words().contains(&link) || last.depth != depth {
        return None;
    }
    let mut start = last;
    let mut count = 1;
    let mut certain = false;
    for figure in figures[..first - 1].iter().rev().take(WINDOW) {
        let between = text.get(figure.quantity.range.end..start.lead.start)?;
        let listed = match start.mark {
            '、' => start.label(text).is_empty(),
            '\0' => matches!(start.label(text), "和" | "及" | "与"),
            _ => false,
        };
        // Listed values end where the list does; values of clauses, where a clause tells none.
        let ends = if count > 1 { certain != listed } else { false };
        if ends || between.chars().filter(|&c| is_mark(c)).count() > 1 || figure.depth != depth {
            break;
        }
        certain = listed;
        start = figure;
        count += 1;
    }
    Some(Told {
        place: start.quantity.range.start..last.quantity.range.end,
        count,
        certain,
    })
}

fn judge_told(text: &str, told: &Told, values: &[&Figure], out: &mut Findings) {
    if told.count == values.len() {
        out.verify();
    } else if told.certain && !values.len().is_multiple_of(told.count)
        || told.count > 1 && values.len() > told.count
    {
        report(text, told.place.clone(), told.count, values, out);
    } else {
        out.silent(told.place.clone(), "silent-names", &[]);
    }
}

/// The values that follow 分别, the one at `first` included; `None` where the list goes on with
/// something that is no value of this kind.
fn values<'a>(text: &str, statement: &'a Statement, first: usize) -> Option<Vec<&'a Figure>> {
    let figures = &statement.figures;
    let head = &figures[first];
    let mut values = vec![head];
    for figure in figures.iter().skip(first + 1).take(WINDOW) {
        // 「7%左右和8%左右」
        let label = figure.label(text);
        let label = ROUGHLY
            .begin(label)
            .and_then(|word| label.strip_prefix(word))
            .unwrap_or(label);
        let joint = matches!(label, "和" | "及" | "与" | "以及");
        if figure.depth > head.depth {
            continue;
        }
        let joined = match figure.mark {
            '、' => label.is_empty(),
            '\0' => joint,
            '）' | ')' => joint || label.is_empty(),
            _ => false,
        };
        // Units may differ: 「分别达到1.35亿人次、453.8万吨」; 「1.28万亿、8200亿元」 has it once.
        if !joined {
            let last = values.last().map_or(0, |last| last.quantity.range.end);
            let between = text
                .get(last..figure.quantity.range.start)
                .unwrap_or_default();
            let clause = !between.contains(['，', ',', '；', ';', '：', '（', '(']);
            let goes_on = clause
                && (figure.mark == '、'
                    || figure.mark == '\0' && label.contains(['和', '及', '与']));
            return (!goes_on).then_some(values);
        }
        values.push(figure);
    }
    Some(values)
}

/// 「近三年立案数分别为210件、235件」
fn judge_number(text: &str, number: &Figure, values: &[&Figure], out: &mut Findings) {
    let quantity = &number.quantity;
    let things = matches!(
        quantity.unit.family,
        Family::Count | Family::People | Family::Duration
    );
    let value = quantity.plain.value;
    // 近三年 is three years.
    let sure = quantity.is_exact() || quantity.unit.family == Family::Duration;
    if !things || !sure || value % ONE != 0 || !(2 * ONE..=20 * ONE).contains(&value) {
        return;
    }
    let named = usize::try_from(value / ONE).unwrap_or(0);
    if named == values.len() {
        out.verify();
        return;
    }
    if values.len().is_multiple_of(named) || direction(number.label(text)).is_some() {
        out.silent(quantity.range.clone(), "silent-names", &[]);
        return;
    }
    report(text, quantity.range.clone(), named, values, out);
}

fn report(text: &str, names: Range<usize>, named: usize, values: &[&Figure], out: &mut Findings) {
    let Some((first, last)) = values.first().zip(values.last()) else {
        return;
    };
    let span = first.quantity.range.start..last.quantity.range.end;
    let printed = text.get(names.clone()).unwrap_or_default().to_owned();
    out.report(
        Finding::new(span)
            .arg("names", printed)
            .arg("named", named)
            .arg("values", values.len())
            .related(names, "names"),
    );
}

/// The names before 分别: the list of its own clause, or of the clause before where 分别 begins one.
fn names(text: &str, from: usize, at: usize) -> List {
    let head = text.get(from..at).unwrap_or_default();
    let end = from + head.trim_end_matches(['，', ',']).len();
    lists::before(text, from, end)
}
