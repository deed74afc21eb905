//! The dates of one document's history that cannot all be: adopted after it was published, in force on two days.

use std::ops::Range;

use super::window_after;
use crate::{
    reading::Draft,
    reading::calendar::mentions::Date,
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// What happened on a day of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Adopted,
    Published,
    Amended,
    /// Adopted anew as a whole.
    Revised,
    InForce,
}

impl Act {
    /// Whether it changes a text that was adopted before.
    fn changes(self) -> bool {
        matches!(self, Self::Amended | Self::Revised)
    }
}

/// The words for each act; of several in one line the one that is first counts.
const ACTS: [(&str, Act); 10] = [
    ("通过", Act::Adopted),
    ("批准", Act::Adopted),
    ("公布", Act::Published),
    ("发布", Act::Published),
    ("颁布", Act::Published),
    ("印发", Act::Published),
    ("施行", Act::InForce),
    ("实施", Act::InForce),
    ("《国务院关于", Act::Amended),
    ("废止", Act::Amended),
];

/// A day of the history.
struct Entry {
    day: jiff::civil::Date,
    act: Act,
    range: Range<usize>,
}

/// In how many blocks from the beginning a history is, and the longest of its lines in bytes.
const HEAD: usize = 24;
const LINE: usize = 900;
/// The most days from adoption to publication, and from publication to the day from which it is in force.
const TO_PUBLISH: i32 = 366;
const TO_FORCE: i32 = 400;

/// Reads the history below the title of a law or a decree, line by line or in one bracket, and the last
/// article. Histories are in the order of time.
fn check(doc: &Draft, out: &mut Findings) {
    let history = history(doc);
    let plain = is_plain(doc, &history);
    for pair in history.windows(2) {
        let [one, other] = pair else { continue };
        let days = days(one, other);
        // A list of texts that one decision amended tells the history of each, from its beginning.
        let anew = one.act.changes() && other.act == Act::Adopted && days < 0;
        if one.act == Act::InForce || anew {
            continue;
        }
        let far = match (one.act, other.act) {
            (Act::Adopted | Act::Amended | Act::Revised, Act::Published) => days > TO_PUBLISH,
            (Act::Adopted | Act::Published, Act::InForce) => days > TO_FORCE,
            _ => false,
        } && plain;
        if days >= 0 && !far {
            out.verify();
            continue;
        }
        let key = if far { "far" } else { "" };
        out.report(
            Finding::new(other.range.clone())
                .message(key)
                .arg("found", &doc.text[other.range.clone()])
                .arg("before", &doc.text[one.range.clone()])
                .related(one.range.clone(), "before-here"),
        );
    }
    last_article(doc, &history, plain, out);
}

/// Whether the history speaks of nothing but one adoption and one publication. Where a text was amended, its days
/// may lie any number of years apart.
fn is_plain(doc: &Draft, history: &[Entry]) -> bool {
    let acts = |act: Act| history.iter().filter(|entry| entry.act == act).count();
    let amended = doc
        .blocks
        .iter()
        .take(HEAD)
        .filter(|block| block.range.len() <= LINE)
        .map(|block| doc.block_text(block))
        .take_while(|line| !line.starts_with("第一条") && !line.starts_with("第一章"))
        .any(|line| {
            ["修正", "修订", "修改", "根据", "决定"]
                .iter()
                .any(|word| line.contains(word))
        });
    !amended
        && acts(Act::Adopted) <= 1
        && acts(Act::Published) <= 1
        && !history.iter().any(|entry| entry.act.changes())
}

fn days(one: &Entry, other: &Entry) -> i32 {
    one.day.until(other.day).map_or(0, |span| span.get_days())
}

fn day(date: &Date) -> Option<jiff::civil::Date> {
    jiff::civil::Date::new(
        i16::try_from(date.year?).ok()?,
        i8::try_from(date.month).ok()?,
        i8::try_from(date.day?).ok()?,
    )
    .ok()
}

/// The days of the history at the head of `doc`.
fn history(doc: &Draft) -> Vec<Entry> {
    let mut found = Vec::new();
    for block in doc.blocks.iter().take(HEAD) {
        let text = doc.block_text(block);
        if text.starts_with("第一条") || text.starts_with("第一章") || block.range.len() > LINE
        {
            if found.is_empty() {
                continue;
            }
            break;
        }
        let bare = text.trim_start_matches(['（', '(', ' ', '\u{3000}', '〔']);
        let dates = doc.mentions().dates_in(&block.range);
        let Some(first) = dates.first() else {
            continue;
        };
        // A sentence that begins with a day is no line of a history.
        let goes_on = doc.text[first.range.end..].starts_with(['，', '至']);
        let bracketed = bare.len() < text.trim_start().len();
        if goes_on || text.ends_with('。') && !bracketed {
            continue;
        }
        let at = block.range.start + (text.len() - bare.len());
        if first.range.start != at {
            continue;
        }
        for (index, date) in dates.iter().enumerate() {
            let end = dates
                .get(index + 1)
                .map_or(block.range.end, |next| next.range.start);
            let behind = doc.text.get(date.range.end..end).unwrap_or_default();
            // 「…会议批准的2011年11月15日…会议《…的决定》」 tells the day of something else.
            let inner = doc
                .text
                .get(block.range.start..date.range.start)
                .is_some_and(|lead| lead.ends_with('的'));
            if inner {
                continue;
            }
            // 「…会议通过的《修改…的决定》修正」
            let changed = [("修正", Act::Amended), ("修订", Act::Revised)]
                .into_iter()
                .find(|(word, _)| behind.contains(*word));
            let act = ACTS
                .iter()
                .filter_map(|(word, act)| {
                    let at = outside_titles(behind, word)?;
                    Some((at, *act))
                })
                .min_by_key(|(at, _)| *at)
                .map(|(_, act)| changed.map_or(act, |(_, change)| change));
            if let (Some(act), Some(day)) = (act, day(date)) {
                found.push(Entry {
                    day,
                    act,
                    range: date.range.clone(),
                });
            }
        }
    }
    found
}

/// Where `word` first is in `text`, outside of titles; 《国务院关于 begins one.
fn outside_titles(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).find(|&at| {
        let before = text.get(..at).unwrap_or_default();
        let count = |c: char| before.matches(c).count();
        count('《') + count('〈') <= count('》') + count('〉')
    })
}

/// 「本条例自2009年1月1日起施行」 against the history: the same day where it tells one, a later one than
/// that of publication where it does not.
fn last_article(doc: &Draft, history: &[Entry], plain: bool, out: &mut Findings) {
    let Some(newest) = history.last() else { return };
    // After an amendment the last article keeps its old day, unless the history itself ends with a new one.
    let adopted = history
        .iter()
        .filter(|entry| entry.act == Act::Adopted)
        .count();
    let changed = adopted > 1 || history.iter().any(|entry| entry.act.changes());
    // A text that was revised is adopted as a whole, its last article too; one that was amended keeps it.
    let amended = adopted > 1 || history.iter().any(|entry| entry.act == Act::Amended);
    if changed && newest.act != Act::InForce {
        return;
    }
    let text = &*doc.text;
    for at in doc.find("起施行") {
        let dates = doc.mentions();
        let low = super::window_before(text, at, 60);
        let Some(date) = dates
            .dates_in(&(low..at))
            .last()
            .filter(|date| date.range.end == at)
        else {
            continue;
        };
        let head = text.get(low..date.range.start).unwrap_or_default();
        let own = head.strip_suffix('自').is_some_and(|head| {
            [
                "本法",
                "本条例",
                "本规定",
                "本办法",
                "本细则",
                "本解释",
                "本决定",
                "本规则",
                "本准则",
            ]
            .iter()
            .any(|word| head.ends_with(word))
        });
        let (Some(day), true) = (day(date), own) else {
            continue;
        };
        let article = Entry {
            day,
            act: Act::InForce,
            range: date.range.clone(),
        };
        let forces: Vec<&Entry> = history
            .iter()
            .filter(|entry| entry.act == Act::InForce)
            .collect();
        let conflict = match forces[..] {
            // The last article of an amended text has the old day or the new one.
            [told] => (told.day != day && !amended).then_some((told, "two-days")),
            [] => history.last().and_then(|last| {
                let days = days(last, &article);
                (days < 0)
                    .then_some((last, ""))
                    .or_else(|| (plain && days > TO_FORCE).then_some((last, "far")))
            }),
            _ => None,
        };
        let Some((told, key)) = conflict else {
            out.verify();
            continue;
        };
        let end = window_after(text, at, "起施行".len());
        out.report(
            Finding::new(date.range.start..end)
                .message(key)
                .arg("found", &text[date.range.clone()])
                .arg("before", &text[told.range.clone()])
                .related(told.range.clone(), "before-here"),
        );
    }
}
