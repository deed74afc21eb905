//! A number of things announced, and another number of them listed.

use super::{
    check_apposition, check_heading, check_named, check_slogans, miscounted, miscounted_run,
};
use crate::{
    language::terms::{Terms, words},
    language::{han::is_han, numeral},
    reading::Draft,
    reading::{
        figures::{
            quantity::{Family, ONE, Quantity},
            statement::{Figure, Statement, cut, split_list},
        },
        lists::{self, joints},
        outline::inline_ordinals::{OrdinalRun, RunStyle, runs},
    },
    rules::{Check, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let runs = runs(doc);
    for run in &runs {
        if !check_run(doc, run, out) {
            check_heading(doc, run, promised, out);
        }
    }
    check_slogans(doc, out);
    for whole in &doc.quantities().statements {
        check_named(text, whole, out);
        for figure in &whole.figures {
            let Some(promised) = promised(&figure.quantity) else {
                continue;
            };
            // No list is longer, and a sentence of a million numbers costs no more.
            let statement = &Statement {
                range: whole.range.start
                    ..boundary(
                        text,
                        figure.quantity.range.end + LONGEST_LIST_BYTES,
                        whole.range.end,
                    ),
                block: whole.block,
                figures: Vec::new(),
            };
            let reported = out.found();
            check_apposition(text, whole, figure, promised, out);
            if out.found() == reported {
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
    if !things || !quantity.is_exact() || !(2 * ONE..=MOST * ONE).contains(&value) {
        return None;
    }
    (value % ONE == 0)
        .then(|| usize::try_from(value / ONE).ok())
        .flatten()
}

/// The longest text between the number and its list.
const LONGEST_LINK: usize = 60;

/// 「抓好三项工作：一是…二是…三是…四是…」; whether a number right before the run announces it.
fn check_run(doc: &Draft, run: &OrdinalRun, out: &mut Findings) -> bool {
    let text = &*doc.text;
    let Some(first) = run.members.first() else {
        return false;
    };
    let statements = &doc.quantities().statements;
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
    let Some(figure) = announced else {
        return false;
    };
    let place = &figure.quantity.range;
    let Some(promised) = promised(&figure.quantity) else {
        return false;
    };
    let link = text.get(place.end..first.range.start).unwrap_or_default();
    let aspects = figure.quantity.unit.name == "方面" && names_aspect(link, run.style);
    // 「从供给和需求两个方面」 has named them already.
    let label = figure.label(text);
    let listed = figure.mark == '、' || joints(label).next().is_some() && !label.ends_with('的');
    if !aspects && (listed || !announces(link)) && !leads_to_list(link, run.style) {
        return false;
    }
    let count = run.members.len();
    if count == promised {
        out.verify();
    } else if run.broken || count < promised && goes_on(doc, run) {
        out.silent(first.range.clone(), "silent-numbering", &[]);
    } else {
        out.report(miscounted_run(text, place, run));
    }
    true
}

/// Whether the next ordinal stands further on: lists inside the items end a run before its time.
fn goes_on(doc: &Draft, run: &OrdinalRun) -> bool {
    /// How far, in bytes.
    const FAR: usize = 30_000;
    let text = &*doc.text;
    let Some(last) = run.members.last() else {
        return false;
    };
    let number = numeral::to_chinese(u64::from(last.number) + 1);
    let next = match run.style {
        RunStyle::Nth => format!("第{number}，"),
        RunStyle::Is => format!("{number}是"),
        _ => return false,
    };
    // What stands in another paragraph continues no run inside one.
    let block = run.block.and_then(|at| doc.blocks.get(at));
    let end = block.map_or(last.range.end + FAR, |block| block.range.end);
    let end = boundary(text, end, text.len());
    text.get(last.range.end..end)
        .is_some_and(|rest| memchr::memmem::find(rest.as_bytes(), next.as_bytes()).is_some())
}

/// Whether the clause of a number ends with it and what it counts: 「从七个方面实现突破。」, 「四件事关全局的大事：」
fn announces(link: &str) -> bool {
    /// The longest such clause, in characters.
    const LONGEST: usize = 14;
    let Some(body) = link.trim_end().strip_suffix(['：', ':', '。']) else {
        return false;
    };
    let body = body.trim_end_matches(['”', '」']);
    let short = body.chars().count() <= LONGEST && body.chars().all(is_han);
    short && (body.starts_with("方面") || NOUNS.iter().any(|noun| body.ends_with(noun)))
}

/// Whether the words between a number and the first ordinal only name what is listed.
fn leads_to_list(link: &str, style: RunStyle) -> bool {
    if link.len() > LONGEST_LINK {
        return false;
    }
    let words = link.trim_end();
    let Some(body) = words.strip_suffix(['：', ':', '。', '，', ',', '；']) else {
        return false;
    };
    // A comma leads to 一是 only; a heading needs the colon or the full stop.
    let comma = words.ends_with(['，', ',', '；']);
    if comma && !matches!(style, RunStyle::Is | RunStyle::Nth) {
        return false;
    }
    let aspect = ["方面的", "方面"]
        .iter()
        .find_map(|word| words.strip_prefix(word));
    names_things(body) || aspect.is_some_and(|name| names_aspect(name, style))
}

/// The longest name of what has several sides, in characters: 困难和挑战.
const LONGEST_ASPECT: usize = 6;

/// Whether 「三方面困难：」 or 「三个方面的困难：」 leads to a list: a colon behind any short name.
fn names_aspect(link: &str, style: RunStyle) -> bool {
    let words = link.trim().trim_start_matches('的');
    let listed = matches!(style, RunStyle::Is | RunStyle::Nth);
    listed
        && words
            .strip_suffix(['：', ':'])
            .is_some_and(|name| name.chars().count() <= LONGEST_ASPECT && name.chars().all(is_han))
}

/// Nouns of what a draft announces by number.
const NOUNS: &[&str] = words!(
    "困难 挑战 难题 难点 堵点 痛点 矛盾 风险 做法 亮点 机遇 变化 原因 开展 下功夫 上下功夫 发力 \
    持续发力 着手 入手 努力 推进 做起 着力 工作 任务 问题 措施 举措 重点 要求 建议 意见 原则 内容 \
    环节 关系 体会 经验 启示 部分 事 项目 方向 目标 领域 行动 工程 文章 层面 特点 条件 转变 优势 \
    不足 成效 短板 实事 部署 安排 抓手 突破 作用 关口 结合 提升 强化 聚焦 维度 主题"
);

/// Words before such a noun.
const ADJECTIVES: &[&str] = words!("方面的 方面 重要 重点 主要 具体 突出 关键 大的 重大 明显 新的");

/// Whether the words after a number only say what is numbered: 方面的工作, 重点任务, 问题.
fn names_things(body: &str) -> bool {
    // 「“三项重点行动”：」
    let mut words = body.trim().trim_end_matches(['”', '」']);
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

/// Words that may stand between what is counted and its list.
const LIST_WORDS: [&str; 5] = ["分别是", "分别为", "即", "就是", "包括"];

static EACH: Terms = Terms::new(&["分别是", "分别为"]);

/// The list that is announced by a number.
struct Announced {
    /// Where it begins, in bytes after the number.
    at: usize,
    /// Whether a word alone introduces it, so that it ends with the clause.
    clause: bool,
    /// Whether it may name only some: 包括.
    some: bool,
}

/// The list in `after`, the text behind a number: 「个方面：…」 「个街道，分别是…」.
fn announced(after: &str) -> Option<Announced> {
    const MARKS: [char; 10] = ['，', ',', '：', ':', '；', '、', '”', '）', '。', '》'];
    let head = after.get(..boundary(after, LONGEST_LINK + "：".len(), after.len()))?;
    let stop = head.find(MARKS).unwrap_or(head.len());
    let words = head.get(..stop)?;
    let each = EACH.find(words).map(|(at, word)| at + word.len());
    if let Some(at) = each {
        return Some(Announced {
            at,
            clause: true,
            some: false,
        });
    }
    let mark = head.get(stop..)?.chars().next()?;
    let mut at = stop + mark.len_utf8();
    let mut some = false;
    let mut clause = false;
    if matches!(mark, '，' | ',') {
        let rest = head.get(at..)?;
        let word = LIST_WORDS.iter().find(|word| rest.starts_with(**word))?;
        at += word.len();
        some = *word == "包括";
        let colon = rest.get(word.len()..)?.chars().next()?;
        if matches!(colon, '：' | ':') {
            at += colon.len_utf8();
        } else {
            clause = true;
        }
    } else if !matches!(mark, '：' | ':') {
        return None;
    }
    Some(Announced { at, clause, some })
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
    let place = &figure.quantity.range;
    let after = text.get(place.end..statement.range.end).unwrap_or_default();
    let Some(announced) = announced(after) else {
        return;
    };
    let link = after.get(..announced.at).unwrap_or_default();
    if link.contains('的') && !link.contains("方面的") || link.chars().any(|c| c.is_ascii_digit())
    {
        return;
    }
    let list_at = place.end + announced.at;
    let Some(mut list) = text.get(list_at..statement.range.end) else {
        return;
    };
    if announced.clause {
        // What follows the names is about something else.
        let names = cut(text, list_at..statement.range.end, |c| {
            matches!(c, '，' | ',' | '；' | ';' | '。')
        });
        let first = names.first().filter(|first| first.start == list_at);
        list = first
            .and_then(|first| text.get(first.clone()))
            .unwrap_or_default();
    }
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
    // 「中心二十八间，分别为长者中心九间、青年中心十九间」 gives the parts of a sum.
    let is_part = |word: &&&str| {
        word.strip_suffix(figure.quantity.unit.name)
            .is_some_and(|number| number.ends_with(numeral::is_chinese))
    };
    if count < 2 || words.iter().filter(is_part).count() >= 2 {
        return;
    }
    let last_joint = words
        .last()
        .is_some_and(|last| joints(last).next().is_some());
    if count == promised || last_joint && count + 1 == promised {
        out.verify();
        return;
    }
    // Semicolons leave no doubt where an item ends.
    let sure = content.matches(['；', ';']).count() >= 2;
    let open = lists::open_mark(if sure {
        words.last().unwrap_or(&"")
    } else {
        content
    })
    .is_some()
        || content.contains("以及其他")
        || announced.some && count < promised;
    let uneven = cut(text, list.clone(), |c| matches!(c, '，' | ',')).len() > 1
        && !content.contains(['；', ';']);
    let mixed = !sure
        && words.iter().any(|word| {
            joints(word).next().is_some()
                || word.chars().any(|c| c.is_ascii_digit())
                || word.chars().count() > 40
        });
    if open || uneven || mixed || !sure && content.contains('“') && count > promised {
        let reason = if open {
            "silent-open-list"
        } else {
            "silent-list"
        };
        out.silent(list, reason, &[]);
        return;
    }
    out.report(miscounted(text, place, count).related(list, "list"));
}
