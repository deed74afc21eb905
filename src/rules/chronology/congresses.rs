//! Congresses with the committees they elect, plenums in lists, terms with their years.

use std::{ops::Range, sync::Arc};

use super::{Vote, ceiling, in_title, votes::Told, window_after, window_before};
use crate::{
    facts::dated::{self, Certainty, Fact, FactKind},
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
                pair(doc, numeral, out);
                committee(doc, numeral, out);
                term(doc, numeral, now, out, votes);
            }
            '大' => congress(doc, numeral, now, out),
            '次' => long_congress(doc, numeral, now, out),
            _ => {}
        }
    }
    days(doc, out);
}

fn value(doc: &Draft, range: &Range<usize>) -> Option<u64> {
    numeral::integer(doc.text.get(range.clone())?)
}

/// A congress elects the committee of its own number: 「党的二十大和二十届三中全会」.
fn pair(doc: &Draft, numeral: &Numeral, out: &mut Findings) {
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

/// What is before the congress's 大 or 次党代会 in the text before a committee's number, and
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
        votes.push(
            Vote::new(
                span.clone(),
                &text[numeral.range.start..end],
                (first + 5, first + 5),
                (now.year, now.year),
            )
            .told(Told::Clock),
        );
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
pub(super) fn table(kind: FactKind) -> impl Iterator<Item = &'static Arc<Fact>> {
    dated::all().iter().filter(move |fact| fact.kind == kind)
}

/// The congress of this number.
pub(super) fn known(number: u64) -> Option<&'static Arc<Fact>> {
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
        // What is named before it was held is recognised by its date.
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
