//! An anniversary that does not fit its year: 「2024年是新中国成立七十周年」.

use std::{
    cell::OnceCell,
    collections::HashMap,
    ops::Range,
    sync::{Arc, OnceLock},
};

use super::{
    Founding, Foundings, Vote, basis, ceiling, foundings, in_title, scope_told, subject,
    with_guess, years,
};
use crate::{
    facts::{
        dated::{self, Fact, FactKind},
        local::LocalFacts,
    },
    reading::Draft,
    reading::calendar::{
        mentions::Anniversary,
        year_scope::{self, Basis, Scope},
    },
    reading::timeline::{Mode, Origin},
    rules::{Check, Finding, Findings, Level, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    judge_all(doc, out, &mut Vec::new());
}

/// Judges every anniversary, and notes by how many years the draft would have to be moved for it to hold.
pub(crate) fn judge_all(doc: &Draft, out: &mut Findings, votes: &mut Vec<Vote>) {
    let own = OnceCell::new();
    for mention in &doc.mentions().anniversaries {
        let clause = year_scope::sentence(doc, &mention.range);
        let before = &doc.text[clause.start..mention.range.start];
        let mut subjects = subjects(doc, before, &doc.context.facts).into_iter();
        let local = |out: &mut Findings| {
            judge_local(
                doc,
                mention,
                own.get_or_init(|| foundings(doc)),
                before,
                out,
            );
        };
        let Some(mut first) = subjects.next() else {
            local(out);
            continue;
        };
        if is_local(doc, &first.fact, &before[..first.head]) {
            local(out);
        }
        for named in subjects {
            if named.since == first.since {
                // 抗战暨反法西斯战争胜利 is one event by two names.
                if named.event != first.event {
                    first.event = format!("{}、{}", named.event, first.event);
                }
                first.head = named.head;
            } else {
                judge(doc, mention, &named, before, out, votes);
            }
        }
        judge(doc, mention, &first, before, out, votes);
    }
}

/// A fact that an anniversary is counted from.
struct Named {
    fact: Arc<Fact>,
    /// The year of the fact, or of a person's death.
    since: i32,
    /// What is counted, in words.
    event: String,
    /// What is before the subject.
    head: usize,
}

/// The facts whose names end the text before an anniversary: 新中国成立, or 新中国和人民政协成立.
fn subjects(doc: &Draft, before: &str, local: &LocalFacts) -> Vec<Named> {
    let before = before.trim_end_matches(['“', '”', ' ', '的']);
    if let Some((fact, head)) = ending(before, local).or_else(|| of_region(doc, before)) {
        let mut found = vec![named(fact, head)];
        // 新中国和人民政协成立: one verb for two subjects.
        let verb = VERBS.iter().find(|verb| before.ends_with(**verb));
        let rest = before[..head].trim_end_matches(['和', '、', '暨', '与', '及']);
        if let Some(verb) = verb
            && rest.len() < head
        {
            let joined = format!("{}{verb}", tail(rest));
            let cut = rest.len() - tail(rest).len();
            if let Some((fact, at)) = ending(&joined, local) {
                found.push(named(fact, cut + at));
            }
        }
        return found;
    }
    let lives: Vec<Named> = life(before).into_iter().collect();
    if !lives.is_empty() {
        return lives;
    }
    with_the_state(before, local)
}

/// 「新中国成立和政协成立」: what was founded in one breath with the state is the national body.
fn with_the_state(before: &str, local: &LocalFacts) -> Vec<Named> {
    let Some(head) = before.strip_suffix("政协成立") else {
        return Vec::new();
    };
    let bare = head.trim_end_matches("人民");
    let Some(state) = bare.strip_suffix(['和', '、', '暨', '与', '及']) else {
        return Vec::new();
    };
    let own = ending("人民政协成立", local);
    match (ending(state, local), own) {
        (Some((fact, at)), Some((body, _))) if fact.start.year == body.start.year => {
            vec![named(body, state.len()), named(fact, at)]
        }
        _ => Vec::new(),
    }
}

/// What a region calls its own founding without naming itself, and the regions.
const OWN_FOUNDINGS: [(&str, &[(&str, &str)]); 2] = [
    (
        "自治区成立",
        &[
            ("西藏", "西藏自治区成立"),
            ("新疆", "新疆维吾尔自治区成立"),
            ("宁夏", "宁夏回族自治区成立"),
            ("广西", "广西壮族自治区成立"),
            ("内蒙古", "内蒙古自治区成立"),
        ],
    ),
    ("直辖", &[("重庆", "重庆直辖")]),
];

/// The founding of the region that the draft speaks of most: 「自治区成立60周年」.
fn of_region<'a>(doc: &Draft, before: &str) -> Option<(&'a Arc<Fact>, usize)> {
    /// How often a draft names its own region at least, and how much oftener than any other.
    const OFTEN: usize = 8;
    let (words, regions) = OWN_FOUNDINGS
        .iter()
        .find(|(words, _)| before.ends_with(words))?;
    let head = before.len() - words.len();
    // 「某某自治区成立」 names its own.
    if before
        .get(..head)?
        .chars()
        .next_back()
        .is_some_and(|c| matches!(c, '族' | '尔' | '藏' | '古' | '市'))
    {
        return None;
    }
    let mut counts: Vec<(usize, &str)> = regions
        .iter()
        .map(|(region, name)| (doc.find(region).take(400).count(), *name))
        .collect();
    counts.sort_unstable();
    let (count, name) = counts.pop()?;
    let second = counts.pop().map_or(0, |(count, _)| count);
    if count < OFTEN || second * 3 > count {
        return None;
    }
    let fact = dated::all()
        .iter()
        .find(|fact| fact.kind == FactKind::Anniversary && fact.name == name)?;
    Some((fact, head))
}

const VERBS: &[&str] = &["成立", "诞生", "胜利", "建军", "创建", "解放"];

fn tail(text: &str) -> &str {
    let mut start = text.len().saturating_sub(60);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

fn named(fact: &Arc<Fact>, head: usize) -> Named {
    Named {
        since: fact.start.year,
        event: fact.name.to_string(),
        fact: Arc::clone(fact),
        head,
    }
}

/// The fact whose longest name `before` ends with, and where that name begins.
fn ending<'a>(before: &str, local: &'a LocalFacts) -> Option<(&'a Arc<Fact>, usize)> {
    type Named = Vec<(&'static str, &'static Arc<Fact>)>;
    static NAMES: OnceLock<HashMap<char, Named>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let mut names: HashMap<char, Named> = HashMap::new();
        for fact in dated::all() {
            if fact.kind == FactKind::Anniversary {
                for alias in &fact.aliases {
                    if let Some(last) = alias.chars().next_back() {
                        names.entry(last).or_default().push((alias, fact));
                    }
                }
            }
        }
        names
    });
    // 「五四运动爆发」 「两山”理念提出」: a verb that adds nothing.
    let bare = [
        "爆发", "发表", "发生", "提出", "实施", "通车", "发布", "召开", "开始", "开通",
    ]
    .iter()
    .find_map(|verb| before.strip_suffix(verb))
    .unwrap_or(before);
    [before, bare].into_iter().find_map(|text| {
        let own = local.ending(text);
        let table = names
            .get(&text.chars().next_back()?)
            .into_iter()
            .flatten()
            .filter(|(alias, fact)| text.ends_with(alias) && !local.replaces(fact))
            .max_by_key(|(alias, _)| alias.len())
            .map(|(alias, fact)| (*fact, *alias));
        let longest = own
            .into_iter()
            .chain(table)
            .max_by_key(|(_, alias)| alias.len());
        longest.map(|(fact, alias)| (fact, text.len() - alias.len()))
    })
}

/// A person's 诞辰 or 逝世.
fn life(before: &str) -> Option<Named> {
    let birth = before
        .strip_suffix("诞辰")
        .or_else(|| before.strip_suffix("诞生"));
    let rest = birth.or_else(|| before.strip_suffix("逝世"))?;
    let rest = ["同志", "主席", "先生", "总理", "元帅", "委员长"]
        .iter()
        .find_map(|title| rest.strip_suffix(title))
        .unwrap_or(rest);
    let fact = dated::all()
        .iter()
        .find(|fact| fact.kind == FactKind::Life && rest.ends_with(&*fact.name))?;
    let since = if birth.is_some() {
        fact.start.year
    } else {
        fact.end?.year
    };
    let word = if birth.is_some() { "诞辰" } else { "逝世" };
    Some(Named {
        since,
        event: format!("{}{word}", fact.name),
        head: rest.len() - fact.name.len(),
        fact: Arc::clone(fact),
    })
}

/// Names that every county has one of; what is before tells whose it is.
const LOCAL_NAMES: &[&str] = &[
    "人民政协",
    "共青团",
    "建团",
    "少先队",
    "工会",
    "人民代表大会制度",
    "解放",
];

/// Stays silent where the count is rough (近七十周年), where the event is the county's own (我县政协
/// 成立), where the year is open (到…周年时, 五年来), and where an anniversary only names a past
/// meeting or speech (在庆祝…100周年大会上的重要讲话), unless that lies in the future.
fn judge(
    doc: &Draft,
    mention: &Anniversary,
    named: &Named,
    before: &str,
    out: &mut Findings,
    votes: &mut Vec<Vote>,
) {
    let place = &mention.range;
    let head = &before[..named.head];
    let near = head.chars().next_back().unwrap_or(' ');
    if before.ends_with(['近', '约', '逾', '超'])
        || matches!(near, '到' | '近')
        || in_title(doc, place)
        || is_local(doc, &named.fact, head)
    {
        out.silent(place.clone(), "not-judged", &[]);
        return;
    }
    let Some(mut scope) = doc.year_scope(place).or_else(|| of_interval(doc, place)) else {
        out.silent(place.clone(), "no-year", &[]);
        return;
    };
    let count = i32::try_from(mention.count).unwrap_or(i32::MAX);
    let Some(year) = named.since.checked_add(count) else {
        return;
    };
    let wrong = wrong_years(doc, &scope, named, year, count, head);
    vote(doc, mention, named, (&scope, year, head), votes);
    if wrong.is_empty() || names_a_past_meeting(doc, place, &scope, year) {
        out.verify();
        return;
    }
    scope.years = wrong;
    let of = scope
        .years
        .iter()
        .copied()
        .min_by_key(|of| (of - year).abs())
        .unwrap_or(year);
    let right = of - named.since;
    let written = &doc.text[place.clone()];
    let mut finding = Finding::new(place.clone())
        .message(if right > 0 { "" } else { "before" })
        .arg("written", written)
        .arg("event", &named.event)
        .arg("since", named.since)
        .arg("of", years(&scope))
        .arg("count", count)
        .arg("year", year)
        .arg("implied", year)
        .arg("right", right)
        .level(ceiling(named.fact.certainty));
    if let Some(told) = scope.place.clone() {
        finding = finding.related(told, basis(&scope));
    }
    out.report(with_guess(finding, &scope));
}

/// Adds by how many years the years of `scope` would have to be moved for the anniversary in `year` to lie
/// among them. What is only welcomed may be some years ahead.
fn vote(
    doc: &Draft,
    mention: &Anniversary,
    named: &Named,
    (scope, year, head): (&Scope, i32, &str),
    votes: &mut Vec<Vote>,
) {
    let (Some(&first), Some(&last)) = (scope.years.iter().min(), scope.years.iter().max()) else {
        return;
    };
    if year_scope::contains(tail(head), AHEAD) {
        return;
    }
    for event in named.event.split('、') {
        votes.push(
            Vote::new(mention.range.clone(), event, (year, year), (first, last))
                .told(scope_told(doc, scope)),
        );
    }
}

/// All years of a statement that speaks of several: 五年来, “十五五”时期.
fn of_interval(doc: &Draft, place: &Range<usize>) -> Option<Scope> {
    let interval = doc
        .interval(place)
        .filter(|_| doc.now().is_some_and(|now| now.report))?;
    let several = interval.origin != Origin::Sentence && interval.first < interval.last;
    several.then(|| Scope {
        years: (interval.first..=interval.last).collect(),
        basis: Basis::Document,
        place: interval.place,
        past: interval.mode == Mode::Done,
        guess: None,
    })
}

/// Holds the anniversary of a body of one's own place against the year in which the draft itself
/// says that it was founded.
fn judge_local(
    doc: &Draft,
    mention: &Anniversary,
    own: &Foundings<'_>,
    before: &str,
    out: &mut Findings,
) {
    let place = &mention.range;
    let before = before.trim_end_matches(['“', '”', ' ', '的']);
    let Some((name, verb)) = subject(before).filter(|_| !own.is_empty()) else {
        return;
    };
    let Some(told) = own.get(&(name, verb)) else {
        return;
    };
    let Some(founding) = told.first().filter(|_| !in_title(doc, place)) else {
        return;
    };
    let Some(mut scope) = doc.year_scope(place) else {
        return;
    };
    let count = i32::try_from(mention.count).unwrap_or(i32::MAX);
    let head = &before[..before.len() - name.len() - verb.len()];
    let last = scope.years.iter().copied().max().unwrap_or(0);
    let ahead = year_scope::contains(tail(head), AHEAD);
    // What is arranged now for a coming year names that year somewhere near.
    let named = |year: i32| {
        let block = doc.block_at(place.start).and_then(|at| doc.blocks.get(at));
        let open = matches!(scope.basis, Basis::Section | Basis::Document);
        let years = block.map_or(&[][..], |block| doc.mentions().years_in(&block.range));
        open && years.iter().any(|other| other.value == year)
    };
    let fits = |founding: &Founding| {
        let year = founding.year.saturating_add(count);
        scope.years.contains(&year)
            || named(year)
            || ahead && (last..=last + 3).contains(&year)
            || scope.basis != Basis::Relative && names_a_past_meeting(doc, place, &scope, year)
    };
    if told.iter().any(fits) {
        out.verify();
        return;
    }
    let year = founding.year.saturating_add(count);
    scope.years.retain(|&of| of > founding.year);
    let Some(of) = scope
        .years
        .iter()
        .copied()
        .min_by_key(|of| (of - year).abs())
    else {
        return;
    };
    out.report(
        Finding::new(place.clone())
            .arg("written", &doc.text[place.clone()])
            .arg("event", format!("{name}{verb}"))
            .arg("since", founding.year)
            .arg("of", format!("{of}年"))
            .arg("count", count)
            .arg("year", year)
            .arg("implied", year)
            .arg("right", of - founding.year)
            .level(Level::Warning)
            .related(founding.span.clone(), "founded-here"),
    );
}

fn is_local(doc: &Draft, fact: &Arc<Fact>, head: &str) -> bool {
    // What the configuration names is the draft's own.
    let own = doc.context.facts.all();
    if own.iter().any(|own| Arc::ptr_eq(own, fact)) {
        return false;
    }
    let subject = fact
        .aliases
        .iter()
        .any(|alias| LOCAL_NAMES.iter().any(|name| alias.starts_with(name)));
    subject
        && head.ends_with([
            '省', '市', '县', '区', '州', '旗', '盟', '乡', '镇', '我', '本', '地', '校', '国',
            '*', '×', 'X',
        ])
        && !head.ends_with("我国")
        && !head.ends_with("中国")
        && !head.ends_with("全国")
}

const AHEAD: &[&str] = &[
    "迎接", "喜迎", "献礼", "即将", "将迎", "迎来", "准备", "筹备", "将是",
];

/// The years that the statement speaks of and that the anniversary cannot fall in; none where it can
/// fall where the statement puts it.
fn wrong_years(
    doc: &Draft,
    scope: &Scope,
    named: &Named,
    year: i32,
    count: i32,
    head: &str,
) -> Vec<i32> {
    let ahead =
        year_scope::contains(tail(head), AHEAD) || tail(head).contains("庆祝") && calls(head);
    let report = doc.profile().clock.report.as_ref();
    let open = matches!(scope.basis, Basis::Section | Basis::Document);
    let month = named
        .fact
        .start
        .month
        .filter(|_| named.since == named.fact.start.year);
    let topic = scope.place.as_ref().is_some_and(|told| {
        told.end <= doc.text.len() && year_scope::is_topic(&doc.text[told.end..])
    });
    let others = || {
        scope
            .years
            .iter()
            .copied()
            .filter(|&of| of != year)
            .collect()
    };
    // A span of several years says itself how far it reaches.
    if scope.years.len() > 4 {
        return if scope.years.contains(&year) {
            Vec::new()
        } else {
            others()
        };
    }
    if ahead && (open || !topic) {
        // What one welcomes is the next one, or a round one some years ahead.
        let Some(&last) = scope.years.iter().max() else {
            return Vec::new();
        };
        let from = report.map_or(last, |report| report.year.min(last));
        let next = match (month, report) {
            (Some(month), Some(report)) if month < report.month && report.year == from => from + 1,
            _ => from,
        };
        let possible = year == next
            || report.is_some_and(|report| report.month >= 10) && year == next + 1
            || count % 5 == 0 && (from..=from + 3).contains(&year);
        // One that the year under review welcomed may be mentioned; the hearers are called to welcome
        // what comes: 以优异成绩迎接.
        let told = scope.years.contains(&year) && (scope.past || report.is_none() || !calls(head));
        return if possible || told {
            Vec::new()
        } else if report.is_some() && scope.years.contains(&year) {
            vec![next]
        } else {
            others()
        };
    }
    if !scope.years.contains(&year) {
        return others();
    }
    // A review cannot have celebrated what the report's own year still had ahead.
    let unborn = scope.past
        && open
        && scope.years.len() > 1
        && report.is_some_and(|report| {
            year == report.year && month.is_some_and(|month| month > report.month)
        });
    if unborn { others() } else { Vec::new() }
}

/// Whether `head` calls to welcome what comes: 以优异成绩迎接.
fn calls(head: &str) -> bool {
    let clause = head
        .rfind(['，', '。', '！'])
        .map_or(head, |at| &head[at..]);
    let from = ["成绩", "行动", "姿态", "面貌"];
    clause.contains('以') && year_scope::contains(clause, &from)
}

/// 「在庆祝改革开放40周年大会上的重要讲话」 may be quoted in any later year.
fn names_a_past_meeting(doc: &Draft, place: &Range<usize>, scope: &Scope, year: i32) -> bool {
    let after: String = doc.text[place.end..]
        .chars()
        .take(12)
        .take_while(|c| !matches!(c, '、' | '，' | '。' | '；'))
        .collect();
    let meeting = [
        "大会",
        "座谈会",
        "讲话",
        "纪念会",
        "招待会",
        "文艺",
        "仪式",
        "论坛",
        "阅兵",
    ]
    .iter()
    .any(|word| after.contains(word));
    let clause = year_scope::clause(doc, place);
    let before = &doc.text[clause.start..place.start];
    let before = before.replace("自治", "");
    let past = ["在庆祝", "在纪念", "自", "从", "以来", "曾"]
        .iter()
        .any(|word| before.contains(word));
    let latest = doc
        .profile()
        .clock
        .latest()
        .map_or(i32::MAX, |(year, _, _)| year);
    (meeting || past)
        && scope.basis != Basis::Stated
        && year
            <= scope
                .years
                .iter()
                .copied()
                .max()
                .unwrap_or(latest)
                .max(latest.min(9999))
}
