//! Congresses with the committees they elect, plenums in lists, terms with their years.

use std::{ops::Range, sync::Arc};

use super::{Vote, ceiling, in_title, window_after, window_before};
use crate::{
    facts::dated::{self, Certainty, Fact, FactKind},
    facts::decisions,
    language::numeral,
    reading::Draft,
    reading::{
        calendar::year_scope,
        timeline::{Mode, Now, interval::number_at_end},
    },
    rules::{Finding, Findings, Level},
    scan::Numeral,
};

/// What joins two names that are said in one breath.
const JOINTS: [&str; 7] = ["和", "、", "及", "以及", "与", "暨", "，"];

/// Checks everything that hangs on the number of a congress, a plenum or a term.
pub(crate) fn check_congresses(doc: &Draft, out: &mut Findings, votes: &mut Vec<Vote>) {
    let now = doc.now();
    for numeral in &doc.scan().numerals {
        match numeral.behind {
            '届' | '屆' => {
                pair(doc, numeral, now, out);
                committee(doc, numeral, out);
                term(doc, numeral, now, out, votes);
            }
            '大' => congress(doc, numeral, now, out),
            '次' => long_congress(doc, numeral, now, out),
            '中' => plenum(doc, numeral, now, out),
            _ => {}
        }
    }
    days(doc, out);
    if let Some(now) = &now {
        latest_plenum(doc, now, votes);
    }
}

fn value(doc: &Draft, range: &Range<usize>) -> Option<u64> {
    numeral::integer(doc.text.get(range.clone())?)
}

/// A congress elects the committee of its own number: 「党的二十大和二十届三中全会」.
fn pair(doc: &Draft, numeral: &Numeral, now: Option<&Now>, out: &mut Findings) {
    let text = &*doc.text;
    let end = numeral.range.end + numeral.behind.len_utf8();
    let Some(after) = text.get(end..window_after(text, end, 60)) else {
        return;
    };
    let own = after.starts_with("历次全会")
        || after.starts_with("歷次全會")
        || after.chars().take(2).any(|c| c == '中') && after.contains("全会")
        || after.chars().nth(1) == Some('次') && after.contains("全会");
    if !own {
        return;
    }
    let low = window_before(text, numeral.range.start, 48);
    let Some((head, local)) = text.get(low..numeral.range.start).and_then(elected_by) else {
        return;
    };
    let Some((congress, start)) = number_at_end(head) else {
        return;
    };
    let lead = head.get(..start).unwrap_or_default();
    if local && !lead.ends_with('第') || !local && !lead.ends_with(['的', '、', '共', '和']) {
        return;
    }
    let Some(committee) = value(doc, &numeral.range) else {
        return;
    };
    if congress == committee {
        out.verify();
        if !local {
            newest(doc, committee, low + start..end, now, out);
        }
        return;
    }
    let span = low + start..end;
    let shown = text.get(low + start..end).unwrap_or_default();
    out.report(
        Finding::new(span)
            .message("pair")
            .arg("found", shown)
            .arg("congress", numeral::to_chinese(congress))
            .arg("committee", numeral::to_chinese(committee))
            .level(if local { Level::Warning } else { Level::Error }),
    );
}

/// What stands before the congress's 大 or 次党代会 in the text before a committee's number, and
/// whether the congress is a local one.
fn elected_by(before: &str) -> Option<(&str, bool)> {
    let joined = |text: &str| -> Option<usize> {
        JOINTS
            .iter()
            .filter_map(|joint| text.strip_suffix(joint).map(str::len))
            .min()
    };
    let bare = ["党的", "中共", "第"]
        .iter()
        .find_map(|word| before.strip_suffix(word))
        .unwrap_or(before);
    if let Some(at) = joined(bare) {
        let head = bare.get(..at)?;
        let head = head.strip_suffix("精神").unwrap_or(head);
        if let Some(head) = head.strip_suffix('大') {
            return Some((head, false));
        }
    }
    // 「省第十三次党代会和省委十三届」
    let owner = ["省委", "市委", "区委", "县委", "州委", "党委", "旗委"]
        .iter()
        .find_map(|word| before.strip_suffix(word))?;
    let at = owner.rfind("党代会").map(|at| (at, "党代会"));
    let (at, word) = at.or_else(|| owner.rfind("代表大会").map(|at| (at, "代表大会")))?;
    let between = owner.get(at + word.len()..)?;
    let between = between.strip_prefix("精神").unwrap_or(between);
    let joint = JOINTS.iter().any(|joint| between.starts_with(joint));
    let head = owner.get(..at)?.trim_end_matches("党员");
    (joint && between.chars().count() <= 6)
        .then(|| head.strip_suffix('次').map(|head| (head, true)))
        .flatten()
}

/// The committee that reports to a congress is the one of the congress before.
fn committee(doc: &Draft, numeral: &Numeral, out: &mut Findings) {
    let text = &*doc.text;
    let end = numeral.range.end + numeral.behind.len_utf8();
    let low = window_before(text, numeral.range.start, 36);
    let before = text.get(low..numeral.range.start).unwrap_or_default();
    let head = before.strip_suffix('第').unwrap_or_default();
    let speaks = ["代表", "受", "代表中国共产党", "受中国共产党", "代表中共"]
        .iter()
        .any(|word| head.ends_with(word));
    if !speaks || !text[end..].starts_with("中央委员会") {
        return;
    }
    let own = doc.blocks.iter().take(8).find_map(|block| {
        let line = doc.block_text(block);
        let (head, _) = line.split_once("次全国代表大会")?;
        let (number, start) = number_at_end(head)?;
        let at = block.range.start + start;
        Some((
            number,
            at..block.range.start + head.len() + "次全国代表大会".len(),
        ))
    });
    let Some((congress, place)) = own else { return };
    let Some(committee) = value(doc, &numeral.range) else {
        return;
    };
    if committee + 1 == congress {
        out.verify();
        return;
    }
    out.report(
        Finding::new(numeral.range.start..end)
            .message("reporting")
            .arg("found", &text[numeral.range.start..end])
            .arg("congress", numeral::to_chinese(congress))
            .arg("right", numeral::to_chinese(congress.saturating_sub(1)))
            .related(place, "year-document"),
    );
}

/// The first year of a term of the national bodies, which are elected every five years since 1978.
fn first_year(term: u64) -> Option<i32> {
    let term = i32::try_from(term)
        .ok()
        .filter(|term| (5..=20).contains(term))?;
    Some(1953 + 5 * term)
}

/// 「2018年12月29日第十三届全国人民代表大会常务委员会第七次会议」: the year lies in the term; and
/// 「第十二届全国人民代表大会第一次会议以来的五年」 end in the year of the report.
fn term(
    doc: &Draft,
    numeral: &Numeral,
    now: Option<&Now>,
    out: &mut Findings,
    votes: &mut Vec<Vote>,
) {
    let text = &*doc.text;
    let end = numeral.range.end + numeral.behind.len_utf8();
    let rest = text
        .get(end..window_after(text, end, 90))
        .unwrap_or_default();
    let body = ["全国人民代表大会", "全国人大", "全国委员会"]
        .iter()
        .find(|body| rest.starts_with(**body));
    let Some(body) = body else { return };
    // The science association and others have a 全国委员会 of their own.
    let low = window_before(text, numeral.range.start, 36);
    let lead = text.get(low..numeral.range.start).unwrap_or_default();
    if *body == "全国委员会" && !lead.contains("协商会议") && !lead.contains("政协") {
        return;
    }
    let Some(term) = value(doc, &numeral.range) else {
        return;
    };
    let Some(first) = first_year(term) else {
        return;
    };
    let span = numeral.range.start..end + body.len();
    let after = &rest[body.len()..];
    if let Some(years) = after
        .trim_start_matches('第')
        .strip_prefix("一次会议以来的")
        && years.starts_with("五年")
        && let Some(now) = now
    {
        votes.push(Vote::new(
            span.clone(),
            &text[numeral.range.start..end],
            (first + 5, first + 5),
            (now.year, now.year),
        ));
        if first + 5 == now.year {
            out.verify();
        } else {
            out.report(
                Finding::new(span)
                    .message("term-since")
                    .arg("found", &text[numeral.range.start..end])
                    .arg("first", first)
                    .arg("now", now.year)
                    .arg("implied", first + 5)
                    .related(now.place.clone(), "year-document"),
            );
        }
        return;
    }
    let low = window_before(text, numeral.range.start, 24);
    let date = doc
        .mentions()
        .dates_in(&(low.saturating_sub(24)..numeral.range.start))
        .last();
    let Some(date) = date.filter(|date| date.day.is_some()) else {
        return;
    };
    let Some(year) = date.year else { return };
    let between = text
        .get(date.range.end..numeral.range.start)
        .unwrap_or_default();
    let tied = matches!(
        between.trim(),
        "" | "第"
            | "在"
            | "在第"
            | "由"
            | "由第"
            | "经第"
            | "，第"
            | "中华人民共和国第"
            | "在中华人民共和国第"
    );
    if !tied || !after.contains("会议") {
        return;
    }
    if (first..=first + 5).contains(&year) {
        out.verify();
        return;
    }
    out.report(
        Finding::new(date.range.start..span.end)
            .message("term")
            .arg("found", &text[numeral.range.start..span.end])
            .arg("first", first)
            .arg("last", first + 5)
            .arg("written", format!("{year}年"))
            .level(Level::Error),
    );
}

/// All facts of `kind` in the table.
fn table(kind: FactKind) -> impl Iterator<Item = &'static Arc<Fact>> {
    dated::all().iter().filter(move |fact| fact.kind == kind)
}

/// The congress of this number.
fn known(number: u64) -> Option<&'static Arc<Fact>> {
    let name = format!("党的{}大", numeral::to_chinese(number));
    table(FactKind::Congress).find(|fact| fact.aliases.iter().any(|alias| *alias == name))
}

/// 「党的二十一大」.
fn congress(doc: &Draft, numeral: &Numeral, now: Option<&Now>, out: &mut Findings) {
    if !matches!(numeral.before, '的') {
        return;
    }
    let start = numeral.range.start - "党的".len();
    let end = numeral.range.end + "大".len();
    if doc.text.get(start..numeral.range.start) != Some("党的") {
        return;
    }
    let own = doc.text.get(end..).unwrap_or_default();
    // 「党的六大纪律」 counts something.
    let counts = [
        "纪律", "建设", "任务", "优良", "作风", "优势", "法宝", "工程",
    ]
    .iter()
    .any(|word| own.starts_with(word));
    if !counts {
        held(doc, &numeral.range, start..end, now, out);
    }
}

/// 「中国共产党第二十一次全国代表大会」.
fn long_congress(doc: &Draft, numeral: &Numeral, now: Option<&Now>, out: &mut Findings) {
    const HEAD: &str = "中国共产党第";
    const TAIL: &str = "次全国代表大会";
    let end = numeral.range.end + TAIL.len();
    let start = numeral.range.start.saturating_sub(HEAD.len());
    let whole = doc.text.get(start..numeral.range.start) == Some(HEAD)
        && doc.text.get(numeral.range.end..end) == Some(TAIL);
    if whole {
        held(doc, &numeral.range, start..end, now, out);
    }
}

/// Words before a congress that is still to come, and behind it.
const AWAITED: [&str; 5] = ["迎接", "喜迎", "筹备", "即将召开", "向"];
const AWAITED_BEHIND: [&str; 4] = ["胜利召开", "召开", "顺利召开", "献礼"];

/// A congress is awaited until it is held, and carried out only after it was.
fn held(
    doc: &Draft,
    number: &Range<usize>,
    span: Range<usize>,
    now: Option<&Now>,
    out: &mut Findings,
) {
    let Some(now) = now else { return };
    let Some(number) = value(doc, number).filter(|number| *number >= 12) else {
        return;
    };
    if in_title(doc, &span) {
        return;
    }
    let text = &*doc.text;
    let clause = year_scope::clause(doc, &span);
    let before = text.get(clause.start..span.start).unwrap_or_default();
    let after = text.get(span.end..clause.end).unwrap_or_default();
    let awaited = AWAITED.iter().any(|word| before.ends_with(word))
        && AWAITED_BEHIND
            .iter()
            .any(|word| after.trim_start_matches("的").starts_with(word));
    let fact = known(number);
    let Some(last) = table(FactKind::Congress).max_by_key(|fact| fact.start.first()) else {
        return;
    };
    let Some(begin) = fact.map_or_else(
        || {
            let ahead = i32::try_from(number).ok()?.checked_sub(20)?;
            Some(last.start.year + 5 * ahead)
        },
        |fact| Some(fact.start.year),
    ) else {
        return;
    };
    // Another one lies between the draft and the one that it awaits.
    let skips = begin - now.year >= 5;
    let shown = text.get(span.clone()).unwrap_or_default();
    if awaited {
        let interval = doc.interval(&span);
        let past = interval
            .as_ref()
            .is_none_or(|interval| interval.first <= begin && interval.mode != Mode::Planned);
        if begin < now.reviewed && !past {
            out.report(
                Finding::new(span)
                    .message("already")
                    .arg("found", shown)
                    .arg(
                        "held",
                        fact.map_or_else(|| format!("{begin}年"), |fact| fact.start.to_string()),
                    )
                    .arg("now", now.year)
                    .arg("implied", begin)
                    .related(now.place.clone(), "year-document"),
            );
            return;
        }
        if !skips {
            out.verify();
            return;
        }
    } else if fact.is_some() {
        // What is named before it was held is told by its date.
        return;
    } else if begin <= now.year {
        return;
    }
    out.report(
        Finding::new(span)
            .message("unheld")
            .arg("found", shown)
            .arg("now", now.year)
            .arg("last", &last.name)
            .related(now.place.clone(), "year-document"),
    );
}

/// The last day on which the draft can have been given; a report that reviews one year and plans the
/// next is given early in the latter.
fn latest(now: &Now) -> (i32, u32, u32) {
    match now.month {
        Some(month) => (now.year, month, 31),
        None if now.reviewed < now.year => (now.year, 6, 30),
        None => (now.year, 12, 31),
    }
}

/// A plenum in a list, 「二十届二中、三中全会」, and one that the draft cannot know yet.
fn plenum(doc: &Draft, numeral: &Numeral, now: Option<&Now>, out: &mut Findings) {
    let text = &*doc.text;
    let end = numeral.range.end + "中".len();
    let rest = text
        .get(end..window_after(text, end, 60))
        .unwrap_or_default();
    // In a list the word stands behind the last one.
    let tail = rest.trim_start_matches(|c: char| {
        matches!(c, '、' | '中' | '和') || numeral::chinese_digit(c).is_some() || c == '十'
    });
    if !tail.starts_with("全会") {
        return;
    }
    let low = window_before(text, numeral.range.start, 60);
    let before = text.get(low..numeral.range.start).unwrap_or_default();
    let head = before.trim_end_matches(|c: char| {
        matches!(c, '、' | '中' | '和') || numeral::chinese_digit(c).is_some() || c == '十'
    });
    let Some((term, from)) = head.strip_suffix('届').and_then(number_at_end) else {
        return;
    };
    let Some(number) = value(doc, &numeral.range) else {
        return;
    };
    let span = if head.len() == before.len() {
        low + from..end
    } else {
        numeral.range.start..end
    };
    formula(doc, term, number, &(low + from..end), out);
    adopted(doc, term, number, &(low + from..end), out);
    let Some(now) = now else { return };
    let alias = format!(
        "{}届{}中全会",
        numeral::to_chinese(term),
        numeral::to_chinese(number)
    );
    let Some(fact) =
        table(FactKind::Plenum).find(|fact| fact.aliases.iter().any(|name| *name == alias))
    else {
        return;
    };
    let clause = year_scope::clause(doc, &span);
    let lead = text.get(clause.start..span.start).unwrap_or_default();
    let awaited = ["迎接", "将", "筹备", "准备", "即将"]
        .iter()
        .any(|word| lead.contains(word));
    // Where the name stands in full, the table of facts has it.
    let elided = head.len() != before.len() || !rest.starts_with("全会");
    let late = doc.profile().clock.report.is_none();
    if fact.start.first() <= latest(now) || awaited || !(elided || late) {
        return;
    }
    out.report(
        Finding::new(span)
            .message("future")
            .arg("event", &fact.name)
            .arg("held", fact.start)
            .arg("now", format!("{}年", now.year))
            .level(ceiling(fact.certainty))
            .related(now.place.clone(), "year-document"),
    );
}

/// 「十一届三中全会以来」 is a set phrase: what began with it began with no other.
fn formula(doc: &Draft, term: u64, number: u64, span: &Range<usize>, out: &mut Findings) {
    let behind = doc.text.get(span.end..).unwrap_or_default();
    let since = ["全会以来", "全会以后", "全会的路线"]
        .iter()
        .any(|word| behind.starts_with(word));
    if term != 11 || !since || number == 3 || number == 6 || number == 5 {
        return;
    }
    out.report(
        Finding::new(span.start..span.end + "全会".len())
            .message("formula")
            .arg("found", &doc.text[span.start..span.end + "全会".len()])
            .level(Level::Warning),
    );
}

/// A day right before a meeting whose days are known: 「2018年3月5日在第十三届全国人民代表大会第一次会议上」.
fn days(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    for named in doc.facts() {
        let fact = &named.fact;
        let sits = matches!(
            fact.kind,
            FactKind::Congress | FactKind::Plenum | FactKind::NpcSession | FactKind::CppccSession
        );
        let Some(end) = fact.end else { continue };
        if !sits
            || fact.certainty == Certainty::Uncertain
            || fact.start.day.is_none()
            || end.day.is_none()
        {
            continue;
        }
        if beside(doc, named, out) {
            continue;
        }
        let low = window_before(text, named.range.start, 36);
        let Some(date) = doc.mentions().dates_in(&(low..named.range.start)).last() else {
            continue;
        };
        let between = text
            .get(date.range.end..named.range.start)
            .unwrap_or_default();
        let behind = text.get(named.range.end..).unwrap_or_default();
        let prepares = behind.starts_with("预备会议") || behind.starts_with("主席团");
        if prepares || !matches!(between.trim(), "" | "在" | "，" | "，在") {
            continue;
        }
        let (Some(year), Some(day)) = (date.year, date.day) else {
            continue;
        };
        let on = (year, date.month, day);
        if fact.start.first() <= on && on <= end.last() {
            out.verify();
        } else if year == fact.start.year {
            out.report(
                Finding::new(date.range.start..named.range.end)
                    .message("day")
                    .arg("event", &fact.name)
                    .arg("held", fact.start)
                    .arg("until", end)
                    .arg("written", &text[date.range.clone()])
                    .level(ceiling(fact.certainty)),
            );
        }
    }
}

/// The latest plenum that the draft names tells when it was written: after that one, and not long after
/// the next.
fn latest_plenum(doc: &Draft, now: &Now, votes: &mut Vec<Vote>) {
    /// How many months pass before every draft names a plenum.
    const MONTHS: i32 = 4;
    let text = &*doc.text;
    let mut last: Option<(u64, u64, Range<usize>)> = None;
    for numeral in &doc.scan().numerals {
        let end = numeral.range.end + "中".len();
        if numeral.behind != '中' || !text[end..].starts_with("全会") {
            continue;
        }
        let low = window_before(text, numeral.range.start, 60);
        let before = text.get(low..numeral.range.start).unwrap_or_default();
        let head = before.trim_end_matches(|c: char| {
            matches!(c, '、' | '中' | '和') || numeral::chinese_digit(c).is_some() || c == '十'
        });
        let term = head.strip_suffix('届').and_then(number_at_end);
        let Some((term, _)) = term else { continue };
        let Some(number) = value(doc, &numeral.range) else {
            continue;
        };
        if in_title(doc, &numeral.range) {
            continue;
        }
        if last
            .as_ref()
            .is_none_or(|(t, n, _)| (term, number) > (*t, *n))
        {
            last = Some((term, number, numeral.range.start..end + "全会".len()));
        }
    }
    let Some((term, number, span)) = last else {
        return;
    };
    let plenums: Vec<&Arc<Fact>> = table(FactKind::Plenum).collect();
    let alias = format!(
        "{}届{}中全会",
        numeral::to_chinese(term),
        numeral::to_chinese(number)
    );
    let Some(at) = plenums
        .iter()
        .position(|fact| fact.aliases.iter().any(|name| *name == alias))
    else {
        return;
    };
    let (year, month, _) = plenums[at].start.first();
    let begin = year * 12 + i32::try_from(month).unwrap_or(1);
    // First plenums elect, and second ones in spring propose: drafts seldom name them.
    let next = plenums[at + 1..].iter().find(|fact| {
        let (_, month, _) = fact.start.first();
        month >= 6 && !fact.aliases.iter().any(|name| name.ends_with("届一中全会"))
    });
    let Some(next) = next else { return };
    let (year, month, _) = next.start.first();
    let until = year * 12 + i32::try_from(month).unwrap_or(12) + MONTHS;
    let today = i32::try_from(now.month.unwrap_or(2)).unwrap_or(2);
    // The years in whose month of the draft the plenum was the latest.
    let first = (begin - today).div_euclid(12) + i32::from((begin - today).rem_euclid(12) > 0);
    let last = (until - today).div_euclid(12);
    if first <= last {
        votes.push(Vote::new(
            span,
            "plenum",
            (first, last),
            (now.year, now.year),
        ));
    }
}

/// What a plenum adopted stands right behind it: 「十六届五中全会通过的…第十一个五年规划的建议」.
fn adopted(doc: &Draft, term: u64, number: u64, span: &Range<usize>, out: &mut Findings) {
    /// How far behind, in bytes.
    const REACH: usize = 150;
    let text = &*doc.text;
    let start = span.end + "全会".len();
    let behind = text
        .get(start..window_after(text, start, REACH))
        .unwrap_or_default();
    let ties = [
        "通过的",
        "通过了",
        "审议通过",
        "提出的",
        "作出的",
        "作出了",
        "关于",
        "制定的",
        "提出了",
        "部署",
        "精神，根据",
        "《",
    ];
    if !ties.iter().any(|word| behind.starts_with(word)) {
        return;
    }
    // Another plenum, or another sentence, adopts something else.
    let stop = behind.find(['。', '；', '\n']).unwrap_or(behind.len());
    let stop = behind.find("中全会").map_or(stop, |at| at.min(stop));
    let told = behind.get(..stop).unwrap_or_default();
    let Some(decision) = decisions::all().iter().find(|decision| {
        told.find(decision.words).is_some_and(|at| {
            // 「完善社会主义市场经济体制若干」 is another decision than the first.
            !told[..at].ends_with("完善") || decision.words.starts_with("完善")
        })
    }) else {
        return;
    };
    if (decision.term, decision.plenum) == (term, number) {
        out.verify();
        return;
    }
    // Another body's proposal for the same plan follows its own plenum.
    let local = ["省委", "市委", "区委", "县委", "党委"]
        .iter()
        .any(|word| told.contains(word));
    if local && decision.term != term {
        return;
    }
    out.report(
        Finding::new(span.start..start)
            .message("decision")
            .arg("found", &text[span.start..start])
            .arg("words", decision.words)
            .arg(
                "right",
                format!(
                    "{}届{}中全会",
                    numeral::to_chinese(decision.term),
                    numeral::to_chinese(decision.plenum)
                ),
            )
            .level(Level::Warning),
    );
}

/// 「全面贯彻党的二十大和二十届二中全会精神」 names the latest plenum, which was held some months before the
/// draft.
fn newest(doc: &Draft, term: u64, span: Range<usize>, now: Option<&Now>, out: &mut Findings) {
    /// How many months pass before every draft names a plenum.
    const MONTHS: i32 = 4;
    let text = &*doc.text;
    let Some(now) = now.filter(|now| now.report) else {
        return;
    };
    let rest = text
        .get(span.end..window_after(text, span.end, 72))
        .unwrap_or_default();
    let Some((list, behind)) = rest.split_once("中全会") else {
        return;
    };
    let clause = year_scope::clause(doc, &span);
    let lead = text.get(clause.start..span.start).unwrap_or_default();
    let guides = ["贯彻", "落实", "学习"]
        .iter()
        .any(|word| lead.contains(word));
    let listed = list.chars().all(|c| {
        matches!(c, '、' | '中' | '和') || numeral::chinese_digit(c).is_some() || c == '十'
    });
    if !guides || !listed || !behind.starts_with("精神") {
        return;
    }
    let Some((number, _)) = number_at_end(list) else {
        return;
    };
    let today = now.year * 12 + i32::try_from(now.month.unwrap_or(2)).unwrap_or(2);
    let prefix = format!("{}届", numeral::to_chinese(term));
    let latest = table(FactKind::Plenum)
        .filter(|fact| fact.aliases.iter().any(|name| name.starts_with(&prefix)))
        .filter(|fact| {
            let (year, month, _) = fact.start.first();
            year * 12 + i32::try_from(month).unwrap_or(12) + MONTHS <= today
        })
        .max_by_key(|fact| fact.start.first());
    let Some(latest) = latest else { return };
    let Some(newest) = latest
        .aliases
        .iter()
        .find_map(|name| name.strip_prefix(&prefix)?.strip_suffix("中全会"))
        .and_then(numeral::integer)
    else {
        return;
    };
    if newest <= number {
        out.verify();
        return;
    }
    let end = span.end + list.len() + "中全会".len();
    out.report(
        Finding::new(span.start..end)
            .message("newest")
            .arg("found", &text[span.start..end])
            .arg("latest", &latest.name)
            .arg("held", latest.start)
            .arg("now", now.year)
            .level(Level::Warning)
            .related(now.place.clone(), "year-document"),
    );
}

/// A year right before a congress or a plenum: 「一九八九年党的十三届四中全会」.
fn beside(doc: &Draft, named: &dated::Named, out: &mut Findings) -> bool {
    let text = &*doc.text;
    let low = window_before(text, named.range.start, 30);
    let Some(year) = doc.mentions().years_in(&(low..named.range.start)).last() else {
        return false;
    };
    let between = text
        .get(year.range.end..named.range.start)
        .unwrap_or_default();
    let lead = text.get(..year.range.start).unwrap_or_default();
    if !matches!(
        between,
        "" | "党的" | "的" | "召开的" | "召开的党的" | "中国共产党" | "中共"
    ) || lead.ends_with(['到', '至', '—', '从', '自', '比'])
    {
        return false;
    }
    let fact = &named.fact;
    let (first, last) = (fact.start.year, fact.end.unwrap_or(fact.start).year);
    if (first..=last).contains(&year.value) {
        out.verify();
    } else if !out
        .items
        .iter()
        .any(|found| found.span.end == named.range.end)
    {
        out.report(
            Finding::new(year.range.start..named.range.end)
                .arg("event", &fact.name)
                .arg("held", fact.start)
                .arg("written", format!("{}年", year.value))
                .level(ceiling(fact.certainty))
                .related(year.range.clone(), "year-stated"),
        );
    }
    true
}
