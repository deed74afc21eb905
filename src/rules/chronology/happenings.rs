//! Events of history that a text ties to a year, in either order: 「1998年澳门回归」, 「五四运动爆发于1918年」.

use std::{
    ops::Range,
    sync::{Arc, OnceLock},
};

use super::{ceiling, in_title, window_after, window_before};
use crate::{
    facts::dated::{self, Fact, FactKind},
    language::terms::Terms,
    reading::Draft,
    reading::calendar::{mentions::Year, year_scope},
    rules::{Finding, Findings},
    scan::word_set::WordSet,
};

/// How names end that can only be of the event itself; 中国天眼 is a telescope as well.
const ENDS: [&str; 42] = [
    "革命",
    "运动",
    "成立",
    "诞生",
    "建校",
    "建社",
    "起义",
    "惨案",
    "会议",
    "改编",
    "会师",
    "事变",
    "爆发",
    "大捷",
    "大屠杀",
    "大战",
    "胜利",
    "座谈会",
    "光复",
    "创刊",
    "战役",
    "和平解放",
    "基本完成",
    "合法席位",
    "正常化",
    "唐山地震",
    "唐山大地震",
    "汶川地震",
    "恢复高考",
    "建交",
    "建省",
    "开发开放",
    "南方谈话",
    "直辖",
    "回归",
    "回归祖国",
    "加入世贸",
    "加入世贸组织",
    "加入世界贸易组织",
    "农业税",
    "全线通车",
    "首飞",
];
/// Beginnings of names that every county has one of.
const LOCAL: [&str; 7] = [
    "共青团",
    "少先队",
    "人民政协",
    "人民代表大会",
    "民盟",
    "全国政协",
    "解放",
];

struct Names {
    words: WordSet,
    facts: Vec<&'static Arc<Fact>>,
}

fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let facts = dated::all()
            .iter()
            .filter(|fact| fact.kind == FactKind::Anniversary);
        let named = facts.flat_map(|fact| fact.aliases.iter().map(move |alias| (&**alias, fact)));
        let (words, facts): (Vec<&str>, Vec<&'static Arc<Fact>>) = named
            .filter(|(alias, _)| ENDS.iter().any(|end| alias.ends_with(end)))
            .filter(|(alias, _)| !LOCAL.iter().any(|lead| alias.starts_with(lead)))
            .unzip();
        Names {
            words: WordSet::new(words),
            facts,
        }
    })
}

/// The longest text, in bytes, between a year and what happened in it: 「1999年12月20日，」.
const BETWEEN: usize = 48;
/// What follows a name where the year before it is not that of the event.
static AFTER: Terms = Terms::new(&[
    "周年",
    "前",
    "之前",
    "以前",
    "倒计时",
    "纪念",
    "庆祝",
    "筹备",
    "谈判",
    "过渡",
    "精神",
    "日",
    "胜利",
    "旧址",
    "大会",
    "仪式",
    "系列",
    "主题",
    "活动",
    "以来的",
    "口号",
    "讨论",
    "纪念馆",
]);
/// What follows it where the year may be a later one.
static LATER: Terms = Terms::new(&["后", "之后", "以后", "以来", "不久", "时期"]);
/// What is between a name and its year behind it.
static HELD: Terms = Terms::new(&[
    "于",
    "发生于",
    "爆发于",
    "始于",
    "召开于",
    "在",
    "（",
    "(",
    "发生在",
    "爆发在",
]);

/// What may be between a year and what happened in it, beside month and day.
const LEADS: [&str; 21] = [
    "经国务院批准",
    "经省政府批准",
    "国务院批准",
    "经批准",
    "批准",
    "我国",
    "中国",
    "全国",
    "我省",
    "我市",
    "我县",
    "我区",
    "全市",
    "全县",
    "正式",
    "成功",
    "顺利",
    "实现",
    "完成",
    "获批",
    "率先",
];

/// `text` without the words that may lead to what happened.
pub(crate) fn without_leads(text: &str) -> &str {
    let mut rest = text;
    while let Some(next) = LEADS.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = next;
    }
    rest
}

/// Holds every event of history against the year beside it. What the configuration dates is left to it.
pub(crate) fn check_happenings(doc: &Draft, out: &mut Findings) {
    if doc.mentions().years.is_empty() {
        return;
    }
    let Names { words, facts } = names();
    for (word, place) in words.find(doc) {
        let Some(fact) = facts
            .get(word)
            .filter(|fact| !doc.context.facts.replaces(fact))
        else {
            continue;
        };
        let Some(year) = beside(doc, &place) else {
            continue;
        };
        let first = fact.start.year;
        let last = fact.end.map_or(first, |end| end.year);
        if (first..=last).contains(&year.value) {
            out.verify();
            continue;
        }
        let span = year.range.start.min(place.start)..year.range.end.max(place.end);
        if in_title(doc, &span) {
            continue;
        }
        out.report(
            Finding::new(span)
                .arg("event", &fact.name)
                .arg("held", fact.start)
                .arg("written", format!("{}年", year.value))
                .level(ceiling(fact.certainty))
                .related(year.range.clone(), "year-stated"),
        );
    }
}

/// The year that is tied to the event at `place`.
fn beside<'a>(doc: &'a Draft, place: &Range<usize>) -> Option<&'a Year> {
    let text = &*doc.text;
    let behind = text.get(place.end..window_after(text, place.end, 24))?;
    if AFTER.begin(behind).is_some() {
        return None;
    }
    if let Some(held) = HELD.begin(behind) {
        let start = place.end + held.len();
        let years = doc
            .mentions()
            .years_in(&(start..window_after(text, start, 24)));
        let year = years.first().filter(|year| year.range.start == start)?;
        let rest = text.get(year.range.end..)?;
        // 「（1937—1945年）」, and what was remembered in a later year.
        let tied = held.ends_with('于')
            || held.ends_with(['（', '(']) && rest.starts_with(['）', ')'])
            || held.ends_with('在') && rest.starts_with(['，', '。', '；']);
        return tied.then_some(year);
    }
    let sentence = year_scope::sentence(doc, place);
    let low = window_before(text, place.start, BETWEEN).max(sentence.start);
    let year = doc.mentions().years_in(&(low..place.start)).last()?;
    let between = text.get(year.range.end..place.start)?;
    let day = between.trim_start_matches(|c: char| {
        c.is_ascii_digit() || "月日初底一二三四五六七八九十".contains(c)
    });
    let bare = day.strip_prefix('，').unwrap_or(day);
    let lead = text.get(..year.range.start)?;
    let apart = LATER.begin(behind).is_some();
    let tied = day.is_empty() || !apart && (bare == "的" || without_leads(bare).is_empty());
    // In 「1950年南昌起义后」 the year may be one after it.
    let later = apart && !lead.ends_with(['自', '从']);
    (tied && !later && !lead.ends_with(['到', '至', '前', '—', '-', '～', '比'])).then_some(year)
}
