//! The year that a heading gives its section against the years that the section speaks of: its first
//! words, what is planned in it, what is stated as done.

use std::ops::Range;

use super::{in_title, plans::label, window_after, window_before};
use crate::{
    language::terms::Terms,
    reading::Draft,
    reading::{
        calendar::{
            clock::{Outlook, Section, YearSource},
            mentions::Year,
            year_scope,
        },
        timeline::{Mode, Now, Origin},
    },
    rules::{Finding, Findings, Level},
};

/// Checks years against headings, the just past year, goals and events against the time of the draft.
pub(crate) fn check_topics(doc: &Draft, out: &mut Findings) {
    topics(doc, out);
    plan_headings(doc, out);
    names(doc, out);
    targets(doc, out);
    let Some(now) = doc.now() else {
        return;
    };
    just_past(doc, now, out);
    called(doc, now, out);
    adopted(doc, now, out);
    for year in &doc.mentions().years {
        if in_title(doc, &year.range) {
            continue;
        }
        if year.value < now.year {
            goal(doc, year, now, out);
        }
        event(doc, &year.range, year.value, now, out);
    }
    for (range, value) in bare_years(doc) {
        if !in_title(doc, &range) {
            event(doc, &range, value, now, out);
        }
    }
}

/// Years without 年 before a name: 「2026智慧农业博览会」 「2025·发展论坛」.
fn bare_years(doc: &Draft) -> Vec<(Range<usize>, i32)> {
    let numerals = doc.scan().numerals.iter();
    numerals
        .filter(|numeral| {
            numeral.range.len() == 4
                && (numeral.behind == '·' || crate::language::han::is_han(numeral.behind))
                && numeral.behind != '年'
        })
        .filter_map(|numeral| {
            let value: i32 = doc.text.get(numeral.range.clone())?.parse().ok()?;
            ((1990..2100).contains(&value) && !numeral.before.is_ascii())
                .then(|| (numeral.range.clone(), value))
        })
        .collect()
}

/// The year that opens the first paragraph below a heading is the one that the heading names.
fn topics(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    for section in &doc.profile().clock.sections {
        let (Some(told), Some(below)) = (&section.year, doc.blocks.get(section.block + 1)) else {
            continue;
        };
        if section.mood == Outlook::Open || !below.is_prose() || told.block != section.block {
            continue;
        }
        // A heading that is wrong itself has been reported.
        let heading = doc.blocks.get(section.block).map(|block| &block.range);
        if out.items.iter().any(|found| Some(&found.span) == heading) {
            continue;
        }
        let Some(year) = doc.mentions().years_in(&below.range).first() else {
            continue;
        };
        let lead = text
            .get(below.range.start..year.range.start)
            .unwrap_or_default();
        let behind = text
            .get(year.range.end..below.range.end)
            .unwrap_or_default();
        let opens = lead.trim_matches(['\u{3000}', ' ']).is_empty();
        let topic = behind.starts_with(['是', '，', ',', '度']);
        if !opens || !topic {
            continue;
        }
        if year.value == told.year {
            out.verify();
            continue;
        }
        // A plan may begin with what the year before has left.
        let mut named = doc.mentions().years_in(&below.range).iter().skip(1);
        let also = named.any(|other| other.value == told.year);
        if also
            || !behind.starts_with('是')
                && section.mood == Outlook::Plan
                && year.value >= told.year - 1
                && year.value <= told.year
        {
            continue;
        }
        out.report(
            Finding::new(year.range.clone())
                .message("topic")
                .arg("found", &text[year.range.clone()])
                .arg("heading", doc.block_text(&doc.blocks[section.block]))
                .arg("year", told.year)
                .arg("written", year.value)
                .level(Level::Error)
                .related(told.range.clone(), "heading-here"),
        );
        if let Some(found) = out.items.pop() {
            let found = with_headings(doc, found, told.block);
            out.report(found);
        }
    }
}

/// Adds the other headings that name a year: what is forgotten in one is often forgotten in all.
pub(crate) fn with_headings(doc: &Draft, mut finding: Finding, but: usize) -> Finding {
    let sections = doc.profile().clock.sections.iter();
    for told in sections
        .filter(|section| section.mood != Outlook::Open)
        .filter_map(|section| section.year.as_ref())
        .filter(|told| told.block != but)
        .take(6)
    {
        // It may be shown already, as what it is.
        let shown = finding.related.iter().any(|related| {
            related.span.start <= told.range.start && told.range.end <= related.span.end
        });
        if shown {
            continue;
        }
        finding = finding.related(told.range.clone(), "heading-here");
    }
    finding
}

/// Words that make of a year what it is in a plan.
pub(super) static CALLED: Terms = Terms::new(&["之年", "周年", "一年", "规划", "开局", "收官"]);

/// 「2027年是…的关键之年」 in a draft that plans 2026.
fn called(doc: &Draft, now: &Now, out: &mut Findings) {
    let text = &*doc.text;
    let limit = if now.month.is_some_and(|month| month > 6) {
        now.year + 1
    } else {
        now.year
    };
    for year in doc
        .mentions()
        .years
        .iter()
        .filter(|year| (limit + 1..=limit + 3).contains(&year.value))
    {
        let sentence = year_scope::sentence(doc, &year.range);
        let lead = text
            .get(sentence.start..year.range.start)
            .unwrap_or_default();
        let behind = text.get(year.range.end..sentence.end).unwrap_or_default();
        let opens = lead.is_empty() || lead.ends_with(['，', '！', '：', '\u{3000}', ' ']);
        let called = behind.strip_prefix('是').is_some_and(|rest| {
            let stop = rest.find('，').map_or(rest.len(), |at| {
                rest[at + 3..]
                    .find('，')
                    .map_or(rest.len(), |next| at + 3 + next)
            });
            CALLED.stand_in(&rest[..stop])
        });
        if !opens || !called || lead.chars().count() > 12 {
            continue;
        }
        let told = out.items.iter().any(|found| found.span == year.range);
        if told {
            continue;
        }
        let finding = Finding::new(year.range.clone())
            .message("called")
            .arg("found", &text[year.range.clone()])
            .arg("now", now.year)
            .level(Level::Warning)
            .related(now.place.clone(), "dated-here");
        out.report(with_headings(doc, finding, usize::MAX));
    }
}

/// Whether a heading is of one whole year: no 上半年, no 到2035年.
pub(super) fn whole_year(doc: &Draft, section: &Section) -> bool {
    let Some(block) = doc.blocks.get(section.block) else {
        return false;
    };
    let heading = doc.block_text(block);
    ![
        "半年", "季度", "月", "阶段", "以来", "规划", "纲要", "远景", "前", "—", "至",
    ]
    .iter()
    .any(|word| heading.contains(word))
}

/// All headings that plan a year plan the same one.
fn plan_headings(doc: &Draft, out: &mut Findings) {
    let clock = &doc.profile().clock;
    let plans: Vec<&YearSource> = clock
        .sections
        .iter()
        .filter(|section| section.mood == Outlook::Plan && whole_year(doc, section))
        .filter_map(|section| section.year.as_ref())
        .collect();
    let Some(first) = plans.first() else { return };
    let fits = |told: &YearSource| match (&clock.report, &clock.reviewed) {
        (Some(day), _) => (day.year..=day.year + 1).contains(&told.year),
        (None, Some(reviewed)) => told.year == reviewed.year + 1,
        (None, None) => true,
    };
    for told in plans.iter().skip(1) {
        if told.year == first.year {
            out.verify();
            continue;
        }
        // Three-year plans have a heading for each.
        if plans.len() > 3 {
            return;
        }
        let (wrong, right) =
            if fits(first) && !fits(told) || fits(first) == fits(told) && told.year < first.year {
                (*told, *first)
            } else {
                (*first, *told)
            };
        let (Some(block), Some(other)) = (doc.blocks.get(wrong.block), doc.blocks.get(right.block))
        else {
            return;
        };
        out.report(
            Finding::new(block.range.clone())
                .message("plans")
                .arg("heading", doc.block_text(block))
                .arg("other", doc.block_text(other))
                .arg("year", wrong.year)
                .level(Level::Error)
                .related(other.range.clone(), "planned-here"),
        );
        return;
    }
}

/// Words before the year that is just past, or about to be.
pub(super) const JUST_PAST: [&str; 4] = ["刚刚过去的", "刚过去的", "即将过去的", "已经过去的"];

/// 「刚刚过去的2025年」 is the year before that of the draft.
fn just_past(doc: &Draft, now: &Now, out: &mut Findings) {
    let text = &*doc.text;
    for word in JUST_PAST {
        for at in doc.find(word) {
            // 刚刚过去的 holds 刚过去的.
            if text[..at].ends_with('刚') {
                continue;
            }
            let start = at + word.len();
            let Some(year) = doc
                .mentions()
                .years_in(&(start..window_after(text, start, 24)))
                .first()
                .filter(|year| year.range.start == start)
            else {
                continue;
            };
            let late = word == "即将过去的" || now.month.is_some_and(|month| month >= 11);
            let right = if late {
                now.reviewed.max(now.year - 1)
            } else {
                now.year - 1
            };
            if year.value == right || year.value == now.reviewed || late && year.value == now.year {
                out.verify();
                continue;
            }
            let finding = Finding::new(at..year.range.end)
                .message("just-past")
                .arg("found", &text[at..year.range.end])
                .arg("now", now.year)
                .arg("right", right)
                .arg("written", year.value)
                .related(now.place.clone(), "dated-here");
            out.report(with_headings(doc, finding, usize::MAX));
        }
    }
}

/// 「同意报告提出的2023年经济社会发展的主要目标」 in a resolution of 2023.
fn adopted(doc: &Draft, now: &Now, out: &mut Findings) {
    if now.month.is_none() {
        return;
    }
    let text = &*doc.text;
    for year in &doc.mentions().years {
        let low = window_before(text, year.range.start, 90);
        let before = text.get(low..year.range.start).unwrap_or_default();
        let sentence = before.rsplit(['。', '\n']).next().unwrap_or(before);
        let asked = sentence.contains("报告提出的") || sentence.contains("报告确定的");
        let tied = before.ends_with("提出的") || before.ends_with('和') && asked;
        let behind = text.get(year.range.end..).unwrap_or_default();
        let plan = [
            "经济社会发展",
            "国民经济",
            "政府工作",
            "工作任务",
            "主要任务",
            "的主要任务",
            "任务",
        ]
        .iter()
        .any(|word| behind.starts_with(word));
        if !asked || !tied || !plan {
            continue;
        }
        if (now.year..=now.year + 1).contains(&year.value) {
            out.verify();
            continue;
        }
        out.report(
            Finding::new(year.range.clone())
                .message("adopted")
                .arg("found", &text[year.range.clone()])
                .arg("now", now.year)
                .related(now.place.clone(), "dated-here"),
        );
    }
}

/// Words before a goal's 到.
static AIMS: Terms = Terms::new(&["力争", "争取", "确保", "预计", "计划", "努力"]);
/// Words of what has been reached.
static REACHED: Terms = Terms::new(&["已", "了", "曾", "增加到", "提高到", "上升到", "超过"]);
/// Words before the year of a goal: 「实现2035年人均…」.
static REALIZES: Terms = Terms::new(&["实现", "为"]);

/// A goal of a plan whose year is past: 「到2020年，全市建成…」 in a plan of 2026.
fn goal(doc: &Draft, year: &Year, now: &Now, out: &mut Findings) {
    let text = &*doc.text;
    let sentence = year_scope::sentence(doc, &year.range);
    let lead = text
        .get(sentence.start..year.range.start)
        .unwrap_or_default();
    let behind = text.get(year.range.end..sentence.end).unwrap_or_default();
    let clause: &str = behind.split(['，', '；', '。']).next().unwrap_or(behind);
    let to = lead.strip_suffix('到').filter(|head| {
        head.is_empty()
            || head.ends_with([
                '，', '。', '：', '；', '、', '—', '\n', ' ', '\u{3000}', ':',
            ])
            || AIMS.end(head).is_some()
    });
    let due = behind.starts_with("底前") || behind.starts_with("年底前");
    let realizes = REALIZES.end(lead).is_some()
        && (clause.contains('比') && clause.contains("翻一番") || behind.starts_with("基本实现"));
    let listed = behind.starts_with('、')
        && doc
            .mentions()
            .years_in(&(year.range.end..window_after(text, year.range.end, 30)))
            .first()
            .is_some_and(|other| {
                other.range.start == year.range.end + '、'.len_utf8()
                    && other.value >= now.year
                    && text[other.range.end..].starts_with("分别建成")
            });
    let to_goal = to.is_some()
        && (behind.starts_with('，') || behind.starts_with('底') || clause.chars().count() > 3);
    if !(to_goal || due || realizes || listed) {
        return;
    }
    let since = lead.contains('从') || lead.contains("自") && to.is_some();
    if since
        || REACHED.stand_in(
            behind
                .get(..behind.floor_char_boundary(60))
                .unwrap_or_default(),
        )
        || lead.contains("提出")
    {
        return;
    }
    let interval = doc.interval(&year.range);
    let ahead = section_mode(doc, year.range.start).map_or_else(
        || interval.is_some_and(|interval| interval.mode == Mode::Planned && interval.firm),
        |mode| mode == Mode::Planned,
    );
    if !ahead {
        return;
    }
    let span = to.map_or(year.range.start, |_| year.range.start - '到'.len_utf8())..year.range.end;
    out.report(
        Finding::new(span.clone())
            .message("goal-past")
            .arg("found", &text[span])
            .arg("now", now.year)
            .arg("written", year.value)
            .level(Level::Warning)
            .related(now.place.clone(), "dated-here"),
    );
}

/// What the section around `place` looks at, by its heading.
fn section_mode(doc: &Draft, place: usize) -> Option<Mode> {
    let section = doc.profile().clock.section_at(doc.block_at(place)?)?;
    match section.mood {
        Outlook::Plan => Some(Mode::Planned),
        Outlook::Review => Some(Mode::Done),
        Outlook::Open => None,
    }
}

/// Verbs of what is to be done for an event of a year.
static PLANS: Terms = Terms::new(&[
    "办好",
    "承办好",
    "承办",
    "筹办",
    "筹办好",
    "举办",
    "举办好",
    "做好",
    "实施",
    "备战",
    "组织好",
    "高水平办好",
    "高质量办好",
    "参加",
    "迎接",
    "办成",
]);
/// Verbs of what was done.
static HELD: Terms = Terms::new(&[
    "成功举办",
    "举办",
    "举办了",
    "圆满举办",
    "召开",
    "召开了",
    "举行",
    "成功召开",
    "成功承办",
    "圆满承办",
    "成功举行",
]);
/// How events that bear their year are called.
static EVENTS: Terms = Terms::new(&[
    "行动方案",
    "行动计划",
    "博览会",
    "大会",
    "奥运会",
    "冬奥会",
    "亚运会",
    "峰会",
    "论坛",
    "锦标赛",
    "民生实事",
    "世界杯",
    "运动会",
    "年会",
    "文化节",
    "旅游节",
    "展览会",
    "交易会",
    "洽谈会",
    "马拉松",
    "公开赛",
    "全运会",
]);

/// An event or a scheme that bears its year, in a section of another: 「实施…2025年行动方案」 in the plan of 2026.
fn event(doc: &Draft, range: &Range<usize>, value: i32, now: &Now, out: &mut Findings) {
    let text = &*doc.text;
    let clause = year_scope::clause(doc, range);
    let end = window_after(text, range.end, 48).min(clause.end.max(range.end));
    let behind = text.get(range.end..end).unwrap_or_default();
    let behind = behind
        .split(['、', '（', '“', '》'])
        .next()
        .unwrap_or(behind);
    if !EVENTS.stand_in(behind)
        || behind.contains("以来")
        || behind.starts_with(['至', '到', '—', '前'])
    {
        return;
    }
    let low = window_before(text, range.start, 45).max(clause.start);
    let before = text.get(low..range.start).unwrap_or_default();
    let Some(interval) = doc.interval(range) else {
        return;
    };
    if matches!(interval.origin, Origin::Span) || before.contains(['自', '从', '比', '较', '继'])
    {
        return;
    }
    if !interval.firm {
        return;
    }
    let wrong = match interval.mode {
        Mode::Planned => {
            let verb = PLANS.end(before).is_some()
                || ["实施", "办好", "承办"]
                    .iter()
                    .any(|word| before.starts_with(word));
            verb && value < now.year && interval.last >= now.reviewed
        }
        Mode::Done => {
            HELD.end(before.trim_end_matches(['“', '了'])).is_some()
                && !interval.holds(value)
                && ((value - interval.last).abs() <= 3 || (value - interval.first).abs() <= 3)
        }
        Mode::Open => false,
    };
    if !wrong {
        return;
    }
    let key = if interval.mode == Mode::Planned {
        "event-past"
    } else {
        "event-other"
    };
    let mut finding = Finding::new(range.clone())
        .message(key)
        .arg("found", &text[range.clone()])
        .arg("of", interval.years())
        .arg("written", value)
        .level(Level::Warning);
    if let Some(place) = &interval.place {
        finding = finding.related(place.clone(), label(&interval));
    }
    out.report(finding);
}

/// How the names of what aims at a year end; what is held every year has another year each time.
const NAMED: [&str; 7] = ["计划", "工程", "战略", "行动", "愿景", "目标", "议程"];

/// A name in quotation marks that begins with a year, and is elsewhere written with another: “2030启航计划”.
fn names(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let mut named: Vec<(&str, i32, Range<usize>)> = Vec::new();
    for numeral in &doc.scan().numerals {
        if numeral.range.len() != 4 || !matches!(numeral.before, '“' | '《') {
            continue;
        }
        let Some(value) = text
            .get(numeral.range.clone())
            .and_then(|year| year.parse().ok())
        else {
            continue;
        };
        let rest = text
            .get(numeral.range.end..window_after(text, numeral.range.end, 60))
            .unwrap_or_default();
        let Some((name, _)) = rest.split_once(['”', '》']) else {
            continue;
        };
        // 「《2024年政府工作报告》」 is another one each year.
        let own = NAMED.iter().any(|end| name.ends_with(end))
            && name.chars().count() >= 3
            && !name.starts_with('年')
            && !name.contains(['“', '《']);
        if own && (1990..2100).contains(&value) {
            named.push((name, value, numeral.range.clone()));
        }
    }
    for (name, value, range) in &named {
        let same = |other: &&(&str, i32, Range<usize>)| other.0 == *name;
        let mut others = named.iter().filter(same).filter(|other| other.1 != *value);
        let Some(first) = others.next() else { continue };
        let more = others.filter(|other| other.1 == first.1).count() + 1;
        let own = named
            .iter()
            .filter(same)
            .filter(|other| other.1 == *value)
            .count();
        if own == 1 && more >= 2 {
            out.report(
                Finding::new(range.clone())
                    .message("name-year")
                    .arg("found", format!("{value}{name}"))
                    .arg("other", format!("{}{name}", first.1))
                    .arg("count", more)
                    .level(Level::Warning)
                    .related(first.2.clone(), "name-here"),
            );
        }
    }
}

/// Goals of the country with their years.
const TARGETS: [(&str, i32); 3] = [
    ("基本实现社会主义现代化", 2035),
    ("碳达峰", 2030),
    ("碳中和", 2060),
];

/// 「到2025年基本实现社会主义现代化」: the goals of the country have their year.
fn targets(doc: &Draft, out: &mut Findings) {
    /// How far a slip lies from the year at most: other places have goals of their own.
    const SLIPS: [i32; 6] = [-10, -2, -1, 1, 2, 10];
    let text = &*doc.text;
    for (goal, right) in TARGETS {
        for at in doc.find(goal) {
            let clause = year_scope::clause(doc, &(at..at + goal.len()));
            let low = window_before(text, at, 60).max(clause.start);
            let Some(year) = doc.mentions().years_in(&(low..at)).last() else {
                continue;
            };
            let between = text.get(year.range.end..at).unwrap_or_default();
            let lead = text.get(..year.range.start).unwrap_or_default();
            let tied = lead.ends_with(['到', '为', '至', '了']) || between.starts_with('前');
            let first = ["率先", "提前", "以前", "年均", "开始"]
                .iter()
                .any(|word| between.contains(word));
            if !tied || first || between.contains(['、', '“']) {
                continue;
            }
            if year.value == right {
                out.verify();
            } else if SLIPS.contains(&(year.value - right))
                && !out
                    .items
                    .iter()
                    .any(|found| found.span.end == year.range.end)
            {
                out.report(
                    Finding::new(year.range.clone())
                        .message("target")
                        .arg("found", &text[year.range.clone()])
                        .arg("goal", goal)
                        .arg("right", right)
                        .level(Level::Warning),
                );
            }
        }
    }
}
