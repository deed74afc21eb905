//! A number of things announced, and another number of them listed.

use std::ops::Range;

use crate::{
    document::Document,
    rules::{Check, Finding, Findings, Settings},
    text::{
        han::{is_closing, is_han, is_opening},
        ordinals::{OrdinalRun, OrdinalStyle, runs},
        quantity::{Family, ONE, Quantity},
        statement::{Figure, Statement, split_list},
    },
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Document, out: &mut Findings) {
    let text = &*doc.text;
    let runs = runs(doc);
    check_runs(doc, &runs, out);
    for statement in &doc.quantities().statements {
        for figure in &statement.figures {
            let Some(promised) = promised(&figure.quantity) else {
                continue;
            };
            // No list is longer, and a sentence of a million numbers costs no more.
            let statement = &Statement {
                range: statement.range.start
                    ..boundary(
                        text,
                        figure.quantity.range.end + LONGEST_LIST_BYTES,
                        statement.range.end,
                    ),
                block: statement.block,
                figures: Vec::new(),
            };
            let reported = out.items.len();
            let slogan = check_slogan(text, statement, figure, promised, out)
                || check_apposition(text, statement, figure, promised, out)
                    && out.items.len() > reported;
            if !slogan {
                check_list(text, statement, figure, promised, &runs, out);
            }
        }
    }
}

/// The longest list, in bytes.
const LONGEST_LIST_BYTES: usize = 3_000;

/// `offset`, or the boundary of characters before it, at most `end`.
fn boundary(text: &str, offset: usize, end: usize) -> usize {
    let mut at = offset.min(end);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The largest number of things that a sentence lists one by one.
const MOST: i128 = 30;

/// How many things a figure announces, where it is a number of things at all.
fn promised(quantity: &Quantity) -> Option<usize> {
    let value = quantity.plain.value;
    let things = matches!(quantity.unit.family, Family::Count | Family::People)
        && !matches!(quantity.unit.name, "成" | "期" | "届" | "字" | "票" | "只");
    (things && quantity.is_exact() && value % ONE == 0 && (2..=MOST).contains(&(value / ONE)))
        .then(|| usize::try_from(value / ONE).ok())
        .flatten()
}

/// The longest text between the number and its list.
const LONGEST_LINK: usize = 60;

/// 「抓好三项工作：一是…二是…三是…四是…」
fn check_runs(doc: &Document, runs: &[OrdinalRun], out: &mut Findings) {
    let text = &*doc.text;
    let statements = &doc.quantities().statements;
    for run in runs {
        let Some((first, last)) = run.members.first().zip(run.members.last()) else {
            continue;
        };
        let at = statements.partition_point(|statement| statement.range.start < first.range.start);
        let announced = statements[at.saturating_sub(2)..at]
            .iter()
            .rev()
            .find_map(|statement| {
                let after = statement
                    .figures
                    .partition_point(|figure| figure.quantity.range.end <= first.range.start);
                statement.figures.get(after.checked_sub(1)?)
            });
        let Some(figure) = announced else { continue };
        let Some(promised) = promised(&figure.quantity) else {
            continue;
        };
        let link = text
            .get(figure.quantity.range.end..first.range.start)
            .unwrap_or_default();
        if !leads_to_list(link, run.style) {
            continue;
        }
        let count = run.members.len();
        if count == promised {
            out.verify();
            continue;
        }
        if run.broken {
            out.silent(first.range.clone(), "silent-numbering", &[]);
            continue;
        }
        out.report(
            Finding::new(figure.quantity.range.clone())
                .arg(
                    "stated",
                    text.get(figure.quantity.range.clone()).unwrap_or_default(),
                )
                .arg("count", count)
                .related(first.range.clone(), "first")
                .related(last.range.clone(), "last"),
        );
    }
}

/// Whether the words between a number and the first ordinal only name what is listed.
fn leads_to_list(link: &str, style: OrdinalStyle) -> bool {
    if link.len() > LONGEST_LINK {
        return false;
    }
    let words = link.trim_end();
    let Some(body) = words.strip_suffix(['：', ':', '。', '，', ',', '；']) else {
        return false;
    };
    // A comma leads to 一是 only; a heading needs the colon or the full stop.
    let comma = words.ends_with(['，', ',', '；']);
    if comma && !matches!(style, OrdinalStyle::Is | OrdinalStyle::Nth) {
        return false;
    }
    names_things(body)
}

/// Nouns of what a draft announces by number.
const NOUNS: [&str; 57] = [
    "开展",
    "下功夫",
    "上下功夫",
    "发力",
    "持续发力",
    "着手",
    "入手",
    "努力",
    "推进",
    "做起",
    "着力",
    "工作",
    "任务",
    "问题",
    "措施",
    "举措",
    "重点",
    "要求",
    "建议",
    "意见",
    "原则",
    "内容",
    "环节",
    "关系",
    "体会",
    "经验",
    "启示",
    "部分",
    "事",
    "项目",
    "方向",
    "目标",
    "领域",
    "行动",
    "工程",
    "文章",
    "层面",
    "特点",
    "条件",
    "转变",
    "优势",
    "不足",
    "成效",
    "短板",
    "实事",
    "部署",
    "安排",
    "抓手",
    "突破",
    "作用",
    "关口",
    "结合",
    "提升",
    "强化",
    "聚焦",
    "维度",
    "主题",
];

/// Words before such a noun.
const ADJECTIVES: [&str; 12] = [
    "方面的",
    "方面",
    "重要",
    "重点",
    "主要",
    "具体",
    "突出",
    "关键",
    "大的",
    "重大",
    "明显",
    "新的",
];

/// Whether the words after a number only say what is numbered: 方面的工作, 重点任务, 问题.
fn names_things(body: &str) -> bool {
    let mut words = body.trim();
    while let Some(rest) = ADJECTIVES.iter().find_map(|word| words.strip_prefix(word)) {
        words = rest;
    }
    words.is_empty()
        || NOUNS.iter().any(|noun| {
            words
                .strip_prefix(noun)
                .is_some_and(|rest| rest.is_empty() || rest.chars().count() <= 3)
        }) && words.chars().all(is_han)
}

/// 「“四个坚持”，即坚持…、坚持…、坚持…」
fn check_slogan(
    text: &str,
    statement: &Statement,
    figure: &Figure,
    promised: usize,
    out: &mut Findings,
) -> bool {
    let after = text
        .get(figure.quantity.range.end..statement.range.end)
        .unwrap_or_default();
    let Some(close) = after
        .char_indices()
        .take(8)
        .find(|&(_, c)| matches!(c, '”' | '」'))
        .map(|(at, _)| at)
    else {
        return false;
    };
    let head = after.get(..close).unwrap_or_default();
    let opened = text
        .get(figure.lead.clone())
        .unwrap_or_default()
        .ends_with(['“', '「']);
    if !opened || head.is_empty() || !head.chars().all(is_han) {
        return false;
    }
    let rest_at = figure.quantity.range.end + close + "”".len();
    let rest = text.get(rest_at..statement.range.end).unwrap_or_default();
    let Some(list_at) = ["，即", ",即", "：", ":", "（即", "（", "(", "，就是", "——"]
        .iter()
        .find_map(|link| rest.strip_prefix(link))
        .map(|list| rest_at + (rest.len() - list.len()))
    else {
        return false;
    };
    let list = list_range(
        text,
        list_at,
        statement.range.end,
        rest.starts_with(['（', '(']),
    );
    let items = slogan_items(text, list.clone());
    let counted = |matches: fn(&str, &str) -> bool| {
        items
            .iter()
            .filter(|item| {
                text.get((*item).clone())
                    .is_some_and(|item| matches(item.trim(), head))
            })
            .count()
    };
    let first = items
        .first()
        .and_then(|item| text.get(item.clone()))
        .unwrap_or_default()
        .trim();
    let bare = |item: &str| {
        item.trim_end_matches(['。', '；', '）', ')', '”'])
            .to_owned()
    };
    let count = if first.starts_with(head) {
        counted(|item, head| item.starts_with(head))
    } else if bare(first).ends_with(head) {
        counted(|item, head| {
            item.trim_end_matches(['。', '；', '）', ')', '”'])
                .ends_with(head)
        })
    } else {
        return false;
    };
    // What else stands in the list may be an item in other words.
    if count == promised || count < items.len() && items.len() >= promised && count < promised {
        if count == promised {
            out.verify();
        }
        return true;
    }
    if text
        .get(list.clone())
        .is_some_and(|list| list.contains('等'))
        || count < 2
    {
        out.silent(list, "silent-open-list", &[]);
        return true;
    }
    out.report(
        Finding::new(figure.quantity.range.clone())
            .arg(
                "stated",
                text.get(figure.quantity.range.clone()).unwrap_or_default(),
            )
            .arg("count", count)
            .related(list, "list"),
    );
    true
}

/// From `at` to the end of the list: the sentence's, or the bracket's that it stands in.
fn list_range(text: &str, at: usize, end: usize, bracketed: bool) -> Range<usize> {
    let rest = text.get(at..end).unwrap_or_default();
    let mut stop = rest.len();
    if bracketed {
        stop = rest.find(['）', ')']).unwrap_or(rest.len());
    }
    let list = rest.get(..stop).unwrap_or_default();
    at..at + list.trim_end_matches(['。', '！', '？', '；']).len()
}

/// Items cut at 、，； outside quotes and brackets.
fn slogan_items(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    cut(text, range, |c| matches!(c, '、' | '，' | ',' | '；' | ';'))
}

fn cut(text: &str, range: Range<usize>, at_mark: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut depth = 0usize;
    let mut start = range.start;
    for (position, c) in text.get(range.clone()).unwrap_or_default().char_indices() {
        if is_opening(c) {
            depth += 1;
        } else if is_closing(c) {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && at_mark(c) {
            out.push(start..range.start + position);
            start = range.start + position + c.len_utf8();
        }
    }
    out.push(start..range.end);
    out.retain(|item| {
        text.get(item.clone())
            .is_some_and(|item| !item.trim().is_empty())
    });
    out
}

/// Units, or nouns after 个, that stand in apposition to the names before them.
const APPOSED_UNITS: [&str; 14] = [
    "者", "县", "市", "区", "省", "乡", "镇", "村", "国", "校", "地", "级", "大", "方面",
];
const APPOSED_NOUNS: [&str; 24] = [
    "方面", "领域", "环节", "层面", "维度", "重点", "板块", "阶段", "镇", "乡", "县", "村", "区",
    "街道", "市", "省", "部门", "单位", "专题", "界别", "片区", "地区", "园区", "社区",
];

/// 「甲、乙、丙、丁等四个乡镇」, 「甲、乙、丙三县」
fn check_apposition(
    text: &str,
    statement: &Statement,
    figure: &Figure,
    promised: usize,
    out: &mut Findings,
) -> bool {
    // 两岸四地
    if figure.label(text).ends_with('岸') {
        return false;
    }
    let open = figure.label(text).ends_with('等');
    if !open && figure.label(text).ends_with(['”', '」']) {
        return check_quoted(text, statement, figure, promised, out);
    }
    if !open && figure.mark != '、' {
        return false;
    }
    let end = figure.quantity.range.start - if open { "等".len() } else { 0 };
    let Some(items) = items_before(text, statement.range.start, end) else {
        if open {
            out.verify();
        }
        return open;
    };
    let listed = items.len();
    let place = items.first().map_or(end, |first| first.start)..end;
    if open {
        if listed <= promised {
            out.verify();
            return true;
        }
    } else {
        let after = text
            .get(figure.quantity.range.end..statement.range.end)
            .unwrap_or_default();
        if !figure.quantity.han {
            return false;
        }
        let named = matches!(
            figure.quantity.unit.name,
            "个" | "個" | "项" | "种" | "类" | "条"
        ) && after.starts_with(is_han);
        if named && listed == promised {
            out.verify();
            return true;
        }
        let apposed = APPOSED_UNITS.contains(&figure.quantity.unit.name)
            || matches!(figure.quantity.unit.name, "个" | "個" | "大")
                && APPOSED_NOUNS.iter().any(|noun| after.starts_with(noun));
        if !apposed {
            return false;
        }
        let joint = items
            .last()
            .and_then(|last| text.get(last.clone()))
            .is_some_and(|last| joints(last) > 0);
        if listed == promised || joint && listed + 1 == promised {
            out.verify();
            return true;
        }
        if listed < promised || joint {
            out.silent(place, "silent-list", &[]);
            return true;
        }
    }
    // 「组织学习、培训、走访甲村、乙村等两个村」: the list begins somewhere inside.
    if !alike(text, &items) || listed > promised + 3 {
        out.silent(place, "silent-list", &[]);
        return true;
    }
    out.report(
        Finding::new(figure.quantity.range.clone())
            .message(if open { "open" } else { "" })
            .arg(
                "stated",
                text.get(figure.quantity.range.clone()).unwrap_or_default(),
            )
            .arg("count", listed)
            .related(place, "list"),
    );
    true
}

/// 「“对标对表、解放思想、马上就办”三种意识」: the quotation is the list.
fn check_quoted(
    text: &str,
    statement: &Statement,
    figure: &Figure,
    promised: usize,
    out: &mut Findings,
) -> bool {
    let end = figure.quantity.range.start;
    let Some(head) = text.get(statement.range.start..end) else {
        return false;
    };
    let Some((open, mark)) = head
        .char_indices()
        .rev()
        .skip(1)
        .take(LONGEST_LIST)
        .find(|&(_, c)| is_opening(c) || is_closing(c))
        .filter(|&(_, c)| matches!(c, '“' | '「'))
    else {
        return false;
    };
    let list = statement.range.start + open + mark.len_utf8()..end - "”".len();
    let items = cut(text, list.clone(), |c| c == '、');
    let words = text.get(list.clone()).unwrap_or_default();
    if items.len() < 2 {
        return false;
    }
    if items.len() == promised {
        out.verify();
        return true;
    }
    let mixed = words.contains(['，', '；', '。', '等', '和', '与', '及']);
    // 「“放、管、服”两项改革」 may be one thing in quotes and another beside it.
    if mixed || items.len().abs_diff(promised) > 2 || !figure.quantity.han {
        out.silent(list, "silent-list", &[]);
        return true;
    }
    out.report(
        Finding::new(figure.quantity.range.clone())
            .arg(
                "stated",
                text.get(figure.quantity.range.clone()).unwrap_or_default(),
            )
            .arg("count", items.len())
            .related(list, "list"),
    );
    true
}

/// The most characters that are looked at before a number for its list.
const LONGEST_LIST: usize = 600;

/// The items of the list that ends at `end`: back to the mark that parts it from the rest.
fn items_before(text: &str, from: usize, end: usize) -> Option<Vec<Range<usize>>> {
    let head = text.get(from..end)?;
    let mut depth = 0usize;
    let mut start = from;
    for (position, c) in head.char_indices().rev().take(LONGEST_LIST) {
        if is_closing(c) {
            depth += 1;
        } else if is_opening(c) {
            if depth == 0 {
                start = from + position + c.len_utf8();
                break;
            }
            depth -= 1;
        } else if depth == 0 && matches!(c, '，' | ',' | '；' | ';' | '：' | ':' | '。' | '等')
        {
            start = from + position + c.len_utf8();
            break;
        }
    }
    let items = cut(text, start..end, |c| c == '、');
    (items.len() >= 2).then_some(items)
}

/// How many 和, 与, 及 an item has that may join two.
fn joints(item: &str) -> usize {
    item.chars()
        .filter(|c| matches!(c, '和' | '与' | '及'))
        .count()
}

/// Whether the items, the first with its verb apart, are alike in length or in their last character.
fn alike(text: &str, items: &[Range<usize>]) -> bool {
    let words: Vec<&str> = items
        .iter()
        .filter_map(|item| text.get(item.clone()))
        .map(str::trim)
        .collect();
    let Some((first, rest)) = words.split_first() else {
        return false;
    };
    let quoted = |word: &str| word.ends_with(['”', '》', '」']);
    if words.iter().all(|word| quoted(word)) {
        return true;
    }
    let lengths = rest.iter().map(|word| word.chars().count());
    let (shortest, longest) = (lengths.clone().min(), lengths.max());
    let Some((shortest, longest)) = shortest.zip(longest) else {
        return false;
    };
    let same_end = words
        .iter()
        .all(|word| word.chars().next_back() == first.chars().next_back());
    let plain = words.iter().all(|word| joints(word) == 0);
    plain && (same_end && longest <= shortest + 3 || longest <= shortest + 1)
}

/// 「聚焦四个方面：产业升级、稳岗就业、教育公平、医疗服务。」
fn check_list(
    text: &str,
    statement: &Statement,
    figure: &Figure,
    promised: usize,
    runs: &[OrdinalRun],
    out: &mut Findings,
) {
    let after = text
        .get(figure.quantity.range.end..statement.range.end)
        .unwrap_or_default();
    let Some(colon) = after
        .char_indices()
        .take_while(|&(at, _)| at <= LONGEST_LINK)
        .find(|&(_, c)| matches!(c, '：' | ':'))
        .map(|(at, _)| at)
    else {
        return;
    };
    let link = after.get(..colon).unwrap_or_default();
    if link.contains(['，', ',', '；', '、', '”', '）', '。', '》', '的'])
        && !link.contains("方面的")
        || link.chars().any(|c| c.is_ascii_digit())
    {
        return;
    }
    let list_at = figure.quantity.range.end + colon + "：".len().min(after.len() - colon);
    let Some(list) = text.get(list_at..statement.range.end) else {
        return;
    };
    let list = list_at..list_at + list.trim_end_matches(['。', '！', '？', '；']).len();
    // Ordinals inside are counted as such.
    let at = runs.partition_point(|run| {
        run.members
            .first()
            .is_some_and(|first| first.range.start < list.start)
    });
    if runs.get(at).is_some_and(|run| {
        run.members
            .first()
            .is_some_and(|first| first.range.start < list.end)
    }) {
        return;
    }
    let content = text.get(list.clone()).unwrap_or_default();
    let items = split_list(text, list.clone());
    let count = items.len();
    let words: Vec<&str> = items
        .iter()
        .filter_map(|item| text.get(item.clone()))
        .map(str::trim)
        .collect();
    if count < 2 {
        return;
    }
    let last_joint = words.last().is_some_and(|last| joints(last) > 0);
    if count == promised || last_joint && count + 1 == promised {
        out.verify();
        return;
    }
    let open = content.contains('等') || content.contains("以及其他");
    let uneven = cut(text, list.clone(), |c| matches!(c, '，' | ',')).len() > 1
        && !content.contains(['；', ';']);
    let mixed = words
        .iter()
        .any(|word| joints(word) > 0 || word.chars().any(|c| c.is_ascii_digit()))
        || words.iter().any(|word| word.chars().count() > 40);
    if open || uneven || mixed || content.contains('“') && count > promised {
        out.silent(
            list,
            if open {
                "silent-open-list"
            } else {
                "silent-list"
            },
            &[],
        );
        return;
    }
    out.report(
        Finding::new(figure.quantity.range.clone())
            .arg(
                "stated",
                text.get(figure.quantity.range.clone()).unwrap_or_default(),
            )
            .arg("count", count)
            .related(list, "list"),
    );
}
