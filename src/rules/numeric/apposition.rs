//! Names and the number that stands in apposition to them: 「甲、乙、丙三县」.

use std::ops::Range;

use super::listed::{alike, joints, miscounted};
use crate::{
    language::han::{is_closing, is_han, is_opening},
    reading::figures::statement::{Figure, Statement, cut},
    rules::Findings,
};

/// Units, or nouns after 个, that stand in apposition to the names before them.
const APPOSED_UNITS: [&str; 14] = [
    "者", "县", "市", "区", "省", "乡", "镇", "村", "国", "校", "地", "级", "大", "方面",
];
const APPOSED_NOUNS: [&str; 24] = [
    "方面", "领域", "环节", "层面", "维度", "重点", "板块", "阶段", "镇", "乡", "县", "村", "区",
    "街道", "市", "省", "部门", "单位", "专题", "界别", "片区", "地区", "园区", "社区",
];

/// 「甲、乙、丙、丁等四个乡镇」, 「甲、乙、丙三县」
pub(crate) fn check_apposition(
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
        miscounted(text, &figure.quantity.range, listed)
            .message(if open { "open" } else { "" })
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
    out.report(miscounted(text, &figure.quantity.range, items.len()).related(list, "list"));
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
