//! Quoted slogans that count their phrases: 「“四个坚持”，即坚持…、坚持…、坚持…、坚持…」.

use std::{collections::BTreeMap, ops::Range};

use super::listed::miscounted;
use crate::{
    document::{Kind, Meta},
    language::{
        han::is_han,
        numeral,
        terms::{Terms, terms},
    },
    reading::{
        Draft,
        figures::statement::cut,
        lists::{
            self, List,
            apposed::quotation,
            slogan::{
                Coined, GENERAL, KNOWN, LINKS, LONGEST, Slogan, coined, list_range, slogan_at,
            },
        },
    },
    rules::{Finding, Findings},
};

/// Checks every slogan whose phrases follow it, are before it, or are known to everybody.
pub(crate) fn check_slogans(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    check_coined(doc, out);
    let numerals = &doc.scan().numerals;
    for numeral in numerals {
        let start = numeral.range.start;
        let quoted = matches!(numeral.before, '“' | '「');
        check_named_set(text, &numeral.range, out);
        let listed = matches!(numeral.before, '”' | '」') || is_han(numeral.before);
        if !quoted && !listed {
            continue;
        }
        let slogan = if quoted { slogan_at(text, start) } else { None };
        let tail = text.get(numeral.range.end..).unwrap_or_default();
        let working = !quoted && TOGETHER.begin(tail).is_some();
        if slogan.is_none() && !working {
            if quoted && let Some(block) = doc.block_at(start).and_then(|at| doc.blocks.get(at)) {
                check_shared(text, &block.range, &numeral.range, out);
            }
            continue;
        }
        let Some(index) = doc.block_at(start) else {
            continue;
        };
        let Some(block) = doc.blocks.get(index) else {
            continue;
        };
        let read = block.is_prose()
            || block.is_heading()
            || matches!(block.kind, Kind::Meta(Meta::Other | Meta::Salutation));
        if !read {
            continue;
        }
        match slogan {
            Some(slogan) if slogan.end <= block.range.end => {
                if !check_known(text, &slogan, out) {
                    judge(text, &slogan, block.range.end, out);
                    check_paragraph_before(doc, &slogan, index, out);
                }
            }
            Some(_) => {}
            None => check_working(text, &block.range, &numeral.range, out),
        }
    }
}

/// The fewest places that agree against one that does not.
const AGREEING: usize = 2;

/// One name has one number wherever it is: 「“三大高地”…“四大高地”…“三大高地”」.
fn check_coined(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let mut names: BTreeMap<(&str, bool), Vec<Coined>> = BTreeMap::new();
    for numeral in &doc.scan().numerals {
        if let Some((key, place)) = coined(text, numeral) {
            names.entry(key).or_default().push(place);
        }
    }
    for ((key, quoted), places) in names {
        let least = if quoted { AGREEING } else { AGREEING + 1 };
        let Some(first) = places.first().filter(|_| places.len() > least) else {
            continue;
        };
        let agree = |count: usize| {
            places
                .iter()
                .filter(|place| place.promised == count)
                .count()
        };
        let usual = if agree(first.promised) > 1 {
            first
        } else {
            places.get(1).unwrap_or(first)
        };
        if agree(usual.promised) == places.len() {
            out.verify();
            continue;
        }
        let mut odd = places
            .iter()
            .filter(|place| place.promised != usual.promised);
        let (Some(other), None) = (odd.next(), odd.next()) else {
            continue;
        };
        let shown = |place: &Coined| {
            let noun = key
                .trim_start_matches(['个', '個', '大', '项', '条', '种'])
                .trim_end_matches(['”', '」']);
            let count = text.get(place.count.clone()).unwrap_or_default();
            format!("{count}{noun}")
        };
        out.report(
            Finding::new(other.count.clone())
                .message("restated")
                .arg("stated", shown(other))
                .arg("others", shown(usual))
                .arg("times", places.len() - 1)
                .related(usual.count.clone(), "others"),
        );
    }
}

/// What is before such a slogan: 做到“两个维护”, 增强“四个意识”.
static KNOWN_BY: Terms =
    terms!("领悟 拥护 捍卫 做到 践行 增强 树牢 坚定 坚持 坚持和落实 牢记 落实");

/// 「深刻领悟“两个确立”」: whether the slogan is one that everybody counts alike; others may have the same words.
fn check_known(text: &str, slogan: &Slogan<'_>, out: &mut Findings) -> bool {
    let Some(&(_, count)) = KNOWN.iter().find(|(head, _)| *head == slogan.head) else {
        return false;
    };
    let before = text
        .get(..slogan.count.start)
        .and_then(|head| head.strip_suffix(['“', '「']))
        .unwrap_or_default();
    let individual = text
        .get(slogan.count.clone())
        .is_some_and(|count| count.ends_with('个'));
    if slogan.promised == count {
        return false;
    }
    // 三个代表 is known by what follows.
    let behind = text.get(slogan.end..).unwrap_or_default();
    let known = match slogan.head {
        "代表" => behind.starts_with("重要思想"),
        "一百年" => behind.starts_with("奋斗目标"),
        _ => KNOWN_BY.end(before).is_some(),
    };
    if !known || !individual {
        return false;
    }
    out.report(miscounted(text, &slogan.count, count).message("known").arg(
        "name",
        format!(
            "{}个{}",
            numeral::to_chinese(count as u64).replace('二', "两"),
            slogan.head
        ),
    ));
    true
}

/// Sets whose number everybody knows: what is before the number, what behind it, the number.
const SETS: [(&str, &str, u64); 3] = [
    ("和平共处", "项原则", 5),
    ("中央", "项规定", 8),
    ("坚持", "项基本原则", 4),
];

/// 「中央八项规定」
fn check_named_set(text: &str, place: &Range<usize>, out: &mut Findings) {
    let (Some(before), Some(behind)) = (text.get(..place.start), text.get(place.end..)) else {
        return;
    };
    if !behind.starts_with('项') {
        return;
    }
    let set = SETS
        .iter()
        .find(|(name, kind, _)| behind.starts_with(kind) && before.ends_with(name));
    let Some(&(name, kind, number)) = set else {
        return;
    };
    if text.get(place.clone()).and_then(numeral::integer) == Some(number) {
        out.verify();
        return;
    }
    out.report(
        miscounted(text, place, usize::try_from(number).unwrap_or(0))
            .message("known")
            .arg(
                "name",
                format!("{name}{}{kind}", numeral::to_chinese(number)),
            ),
    );
}

/// What works together behind a number of them: 「“算力、算法、算据、算网”四算一体」, 「人才、资金、技术三轮驱动」.
static TOGETHER: Terms = terms!(
    "轮驱动 措并举 管齐下 箭齐发 方联动 级联动 效合一 端发力 链融合 链协同 算一体 化融合 化协同 \
    化并进 维一体 线并进 化联动 产融合"
);

/// The number at `place` of what is listed right before it.
fn check_working(text: &str, block: &Range<usize>, place: &Range<usize>, out: &mut Findings) {
    let Some(number) = text.get(place.clone()).and_then(numeral::integer) else {
        return;
    };
    let Some(promised) = usize::try_from(number).ok().filter(|n| (2..=9).contains(n)) else {
        return;
    };
    let head = text.get(block.start..place.start).unwrap_or_default();
    let list = if head.ends_with(['”', '」']) {
        let Some(inside) = quotation(text, block.start, place.start) else {
            return;
        };
        List::read(text, inside)
    } else {
        lists::before(text, block.start, place.start)
    };
    if list.items.len() < 2 {
        return;
    }
    if list.fits(promised) {
        out.verify();
        return;
    }
    let listed = list.exact().unwrap_or_else(|| list.least());
    if listed.abs_diff(promised) > 2 || list.may_end_with(text, promised) {
        out.silent(list.range, "silent-list", &[]);
        return;
    }
    out.report(miscounted(text, place, listed).related(list.range, "list"));
}

/// 「强链、补链、延链“三链工程”」, 「巩固、增强、提升、畅通“八字方针”」: the items share what is counted, or their
/// characters are.
fn check_shared(text: &str, block: &Range<usize>, place: &Range<usize>, out: &mut Findings) {
    let Some(number) = text.get(place.clone()).and_then(numeral::integer) else {
        return;
    };
    let promised = usize::try_from(number).unwrap_or(0);
    let Some(counted) = text.get(place.end..).and_then(|rest| rest.chars().next()) else {
        return;
    };
    let end = place.start - "“".len();
    let list = lists::before(text, block.start, end);
    if list.items.len() < 3 || promised < 2 {
        return;
    }
    let items = || (0..list.items.len()).map(|at| list.item(text, at));
    let characters = counted == '字'
        && text
            .get(place.end..)
            .is_some_and(|rest| rest.starts_with("字方针"));
    let count = if characters && items().all(|item| item.chars().count() == 2) {
        2 * list.items.len()
    } else if items().all(|item| item.ends_with(counted))
        || items().skip(1).all(|item| item.starts_with(counted))
    {
        list.items.len()
    } else {
        return;
    };
    if count == promised {
        out.verify();
    } else if count.abs_diff(promised) <= 2 || characters {
        out.report(miscounted(text, place, count).related(list.range, "list"));
    }
}

/// How many clauses with one word make a paragraph that a slogan counts.
const CLAUSES: usize = 4;

/// 「更加…，更加…，更加…，更加…。」 and, in the next paragraph, 「对照“四个更加”的目标」.
fn check_paragraph_before(doc: &Draft, slogan: &Slogan<'_>, block: usize, out: &mut Findings) {
    let text = &*doc.text;
    let measured = text
        .get(slogan.count.clone())
        .is_some_and(|count| count.ends_with('个'));
    let Some(before) = block.checked_sub(1).and_then(|at| doc.blocks.get(at)) else {
        return;
    };
    let general =
        GENERAL.contains(&slogan.head) || KNOWN.iter().any(|(head, _)| *head == slogan.head);
    if general
        || !measured
        || !before.is_prose()
        || slogan.head.chars().count() < 2
        || before.range.len() > 4 * LONGEST
    {
        return;
    }
    // The slogan itself is no clause.
    let words = text.get(before.range.clone()).unwrap_or_default();
    let count = words
        .split(['，', '；', '。', '、', ','])
        .filter(|clause| clause.contains(slogan.head) && !clause.contains(['“', '”']))
        .count();
    if count < CLAUSES || count.abs_diff(slogan.promised) > 1 {
        return;
    }
    if count == slogan.promised {
        out.verify();
    } else {
        out.report(miscounted(text, &slogan.count, count).related(before.range.clone(), "list"));
    }
}

fn judge(text: &str, slogan: &Slogan<'_>, end: usize, out: &mut Findings) {
    let rest = text.get(slogan.end..end).unwrap_or_default();
    let Some(list) = LINKS.iter().find_map(|link| rest.strip_prefix(link)) else {
        return;
    };
    let bracketed = rest.starts_with(['（', '(']);
    let list = list_range(list, end - list.len(), bracketed);
    let items = cut(text, list.clone(), |c| {
        matches!(c, '、' | '，' | ',' | '；' | ';')
    });
    let phrase = |item: &Range<usize>| {
        text.get(item.clone())
            .unwrap_or_default()
            .trim()
            .trim_end_matches(['。', '；', '）', ')', '”', '」'])
    };
    let Some(first) = items.first().map(&phrase) else {
        return;
    };
    let head = slogan.head;
    let count = if first.starts_with(head) {
        items
            .iter()
            .filter(|item| phrase(item).starts_with(head))
            .count()
    } else if first.ends_with(head) {
        items
            .iter()
            .filter(|item| phrase(item).ends_with(head))
            .count()
    } else {
        return;
    };
    if count == slogan.promised {
        out.verify();
        return;
    }
    // What else is in the list may be a phrase in other words.
    if count < items.len() && items.len() >= slogan.promised && count < slogan.promised {
        return;
    }
    let open = text
        .get(list.clone())
        .is_some_and(|list| list.contains('等'));
    if open || count < 2 {
        out.silent(list, "silent-open-list", &[]);
        return;
    }
    out.report(miscounted(text, &slogan.count, count).related(list, "list"));
}
