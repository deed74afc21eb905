//! Lists with their stated sum: 「120万元、85万元、64万元，合计269万元」.

use super::{before, miscalculated, slip_in_sum, sum};
use crate::{
    language::terms::Terms,
    reading::figures::{
        quantity::Family,
        statement::{Figure, Statement},
    },
    rules::Findings,
};

/// Words that announce the sum of what stands before.
static SUM_WORDS: Terms = Terms::new(&["合计", "共计", "总计", "总共", "合共", "一共", "共"]);

/// What may stand between such a word and the number: 「合计投入269万元」 sums, 「共采纳40条」 may not.
const PLAIN_VERBS: [&str; 31] = [
    "开展活动",
    "举办活动",
    "开展各类活动",
    "组织活动",
    "活动",
    "",
    "为",
    "达",
    "达到",
    "有",
    "是",
    "约",
    "了",
    "投入",
    "收到",
    "投资",
    "完成",
    "提交",
    "举办",
    "开展",
    "组织",
    "安排",
    "发放",
    "受理",
    "召开",
    "筹集",
    "补助",
    "新增",
    "建成",
    "支出",
    "征集",
];

/// Checks each sum that a sentence states after its items.
pub(crate) fn check_stated_sums(text: &str, statement: &Statement, out: &mut Findings) {
    for (index, total) in statement.figures.iter().enumerate() {
        let bare = total.quantity.unit.family == Family::Bare;
        if !(total.quantity.is_countable() || bare) || !is_sum(total.label(text)) {
            continue;
        }
        let items = items_before(text, statement, index);
        let Some((first, last)) = items.first().zip(items.last()) else {
            continue;
        };
        if items.len() < 2 {
            continue;
        }
        let place = first.quantity.range.start..last.quantity.range.end;
        if !total.quantity.is_exact() || !items.iter().all(|item| item.quantity.is_exact()) {
            out.silent(place, "silent-approximate", &[]);
            continue;
        }
        let stated = total.quantity.amount;
        // Where the list begins is not always certain: any tail of it may be what is summed.
        let holds =
            (0..items.len() - 1).any(|start| sum(items[start..].iter().copied()).meets(stated));
        if holds {
            out.verify();
            continue;
        }
        let tail = last.tail(text, &statement.range);
        if tail.contains('等') {
            out.silent(place, "silent-open-list", &[]);
            continue;
        }
        let slipped = slip_in_sum(&items, total);
        let paused = items[1..]
            .iter()
            .all(|item| matches!(item.mark, '、' | '\0' | '；' | ';'));
        if !paused && slipped.is_none() {
            out.silent(place, "silent-partial", &[]);
            continue;
        }
        out.report(miscalculated(text, &items, total, slipped));
    }
}

/// Whether both count the same thing, or are bare numbers of one list: 「甲县12、乙县9，合计21」.
fn same_unit(figure: &Figure, total: &Figure) -> bool {
    let (a, b) = (figure.quantity.unit, total.quantity.unit);
    a.comparable(b) || a.family == Family::Bare && b.family == Family::Bare
}

fn is_sum(label: &str) -> bool {
    SUM_WORDS.begins(label).any(|word| {
        label
            .strip_prefix(word)
            .is_some_and(|rest| PLAIN_VERBS.contains(&rest))
    })
}

/// The items of the list that ends right before figure `index`.
fn items_before<'a>(text: &str, statement: &'a Statement, index: usize) -> Vec<&'a Figure> {
    let total = &statement.figures[index];
    let mut items: Vec<&Figure> = Vec::new();
    for (_, figure) in before(statement, index) {
        if figure.depth > total.depth {
            continue;
        }
        let label = figure.label(text);
        if figure.depth < total.depth
            || !same_unit(figure, total)
            || label.contains("其中")
            || is_sum(label)
        {
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
