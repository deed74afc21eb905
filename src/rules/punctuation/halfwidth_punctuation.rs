//! Half-width marks in Chinese text.

use std::{collections::BTreeMap, ops::Range};

use super::is_chinese;
use crate::{
    document::{Block, Kind, OPAQUE},
    language::han::{count_han, is_closing, is_han, is_opening, is_terminal},
    reading::Draft,
    reading::habit::{self, Habit},
    rules::{Check, Finding, Findings, Level, Safety, Settings},
    scan::signs::{Sign, after, before, is_spoken_of},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// Half-width marks of one kind, against the full-width ones.
#[derive(Default)]
struct Kept {
    /// Each place with what should be there.
    half: Vec<(Range<usize>, &'static str)>,
    full: usize,
}

fn check(doc: &Draft, out: &mut Findings) {
    let (stops, brackets) = read(doc);
    let half_brackets = brackets.half.len() / 2;
    let stop_habit = habit::of(stops.half.len(), stops.full) == Habit::Throughout;
    // Many printers set brackets in half width and nothing else: one remark is enough.
    let bracket_habit = half_brackets > 0 && half_brackets >= brackets.full;
    if stop_habit {
        let mut all = stops.half;
        if bracket_habit {
            all.extend(brackets.half.iter().cloned());
            all.sort_by_key(|(place, _)| place.start);
        }
        report_habit(doc, &all, "habit", stops.full, None, out);
    } else {
        let mut opening = None;
        let mut strays: BTreeMap<(&'static str, bool), Vec<Range<usize>>> = BTreeMap::new();
        for (place, full) in stops.half {
            match full {
                "“" | "‘" => opening = Some(place),
                "”" | "’" => {
                    if let Some(open) = opening.take() {
                        report_quotation(doc, open, place, full, out);
                    }
                }
                _ => {
                    let sure = is_sure(doc, &place, full);
                    strays.entry((full, sure)).or_default().push(place);
                }
            }
        }
        for ((full, sure), places) in strays {
            report_strays(doc, &places, (full, sure), out);
        }
    }
    if bracket_habit {
        if !stop_habit {
            let full = brackets.full;
            report_habit(
                doc,
                &brackets.half,
                "brackets",
                full,
                Some(Level::Info),
                out,
            );
        }
        return;
    }
    if half_brackets > 1 {
        let full = brackets.full;
        report_habit(doc, &brackets.half, "brackets", full, None, out);
        return;
    }
    for pair in brackets.half.chunks_exact(2) {
        report_bracket(doc, pair[0].0.clone(), pair[1].0.clone(), out);
    }
}

/// Reports the one pair of brackets that are of half width.
fn report_bracket(doc: &Draft, open: Range<usize>, close: Range<usize>, out: &mut Findings) {
    let whole = open.start..close.end;
    // A finding that spans a paragraph helps nobody.
    let short = doc.text[whole.clone()].chars().take(40).count() < 40;
    let span = if short { whole } else { open.clone() };
    out.report(
        Finding::new(span)
            .message("pair")
            .arg("found", "( )")
            .arg("full", "（ ）")
            .fix(Safety::Safe, "fix", open, "（")
            .fix(Safety::Safe, "fix", close, "）"),
    );
}

fn report_quotation(
    doc: &Draft,
    open: Range<usize>,
    close: Range<usize>,
    full: &'static str,
    out: &mut Findings,
) {
    // A single mark may be an outer one or a foot.
    let (opening, safety) = if full == "”" {
        ("“", Safety::Safe)
    } else {
        ("‘", Safety::Unsafe)
    };
    out.report(
        Finding::new(open.clone())
            .message("quotation")
            .arg("found", &doc.text[open.clone()])
            .arg("full", format!("{opening}{full}"))
            .related(close.clone(), "again")
            .fix(safety, "fix", open, opening)
            .fix(safety, "fix", close, full),
    );
}

/// From this many strays of one mark on, several are reported at once,
const SEVERAL: usize = 2;
/// and this many in one finding, which shows them all.
const TOGETHER: usize = 4;

/// Marks that are in half width where the draft has full-width ones.
fn report_strays(
    doc: &Draft,
    places: &[Range<usize>],
    (full, sure): (&'static str, bool),
    out: &mut Findings,
) {
    let together = if places.len() < SEVERAL { 1 } else { TOGETHER };
    for places in places.chunks(together) {
        let mut finding = match places {
            [place] => Finding::new(place.clone()),
            _ => Finding::habit(places.to_vec(), "again").message("several"),
        }
        .arg("found", &doc.text[places[0].clone()])
        .arg("full", full);
        for place in places {
            let safety = if sure { Safety::Safe } else { Safety::Unsafe };
            finding = finding.fix(safety, "fix", place.clone(), full);
        }
        out.report(finding);
    }
}

fn report_habit(
    doc: &Draft,
    places: &[(Range<usize>, &'static str)],
    message: &'static str,
    full: usize,
    level: Option<Level>,
    out: &mut Findings,
) {
    let Some((first, right)) = places.first() else {
        return;
    };
    let found = &doc.text[first.clone()];
    let spans = places.iter().map(|(place, _)| place.clone()).collect();
    let mut finding = Finding::habit(spans, "again")
        .message(message)
        .arg("found", found)
        .arg("full", right)
        .arg("others", full);
    finding.level = level;
    for (place, full) in places
        .iter()
        .filter(|(place, full)| is_sure(doc, place, full))
    {
        finding = finding.fix(Safety::Safe, "fix-all", place.clone(), *full);
    }
    out.report(finding);
}

/// The stops and quotation marks of `doc`, and its brackets, two by two.
fn read(doc: &Draft) -> (Kept, Kept) {
    let text = &*doc.text;
    let (mut stops, mut brackets) = (Kept::default(), Kept::default());
    let half = |c| matches!(c, ',' | ';' | ':' | '?' | '!' | '.' | '"' | '\'');
    let mut quote: Option<(usize, Sign)> = None;
    let mut single: Option<(usize, Sign)> = None;
    for &sign in doc.signs_where(half).iter().filter(|sign| half(sign.c)) {
        let Some((index, block)) = prose_at(doc, sign.at) else {
            continue;
        };
        if is_spoken_of(text, sign) || is_told(doc, sign) || is_record(text, &block.range) {
            continue;
        }
        if sign.c == '\'' {
            // 'shi'er and feet are none of Chinese quotations.
            let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            if latin(before(text, sign.at)) || latin(after(text, sign.end())) {
                continue;
            }
            match single.take_if(|(other, _)| *other == index) {
                None => single = Some((index, sign)),
                Some((_, open)) => {
                    let inner = &text[open.end()..sign.at];
                    if inner.len() <= SINGLE && inner.starts_with(is_han) && inner.ends_with(is_han)
                    {
                        stops.half.push((open.at..open.end(), "‘"));
                        stops.half.push((sign.at..sign.end(), "’"));
                    }
                }
            }
            continue;
        }
        if sign.c != '"' {
            if let Some(full) = stop(text, sign, &block.range) {
                stops.half.push((sign.at..sign.end(), full));
            }
            continue;
        }
        match quote.take_if(|(other, _)| *other == index) {
            None => quote = Some((index, sign)),
            Some((_, open)) => {
                let inner = &text[open.end()..sign.at];
                if inner.len() <= QUOTED && inner.contains(is_han) {
                    stops.half.push((open.at..open.end(), "“"));
                    stops.half.push((sign.at..sign.end(), "”"));
                }
            }
        }
    }
    if !stops.half.is_empty() {
        let full = |sign: &&Sign| matches!(sign.c, '，' | '；' | '：' | '？' | '！');
        let signs = doc.signs().iter().filter(full);
        stops.full = signs
            .filter(|sign| prose_at(doc, sign.at).is_some())
            .count();
    }
    for pair in &doc.pairs().matched {
        match pair.open.c {
            '（' => brackets.full += 1,
            '(' => {
                let inner = &text[pair.open.end()..pair.close.at];
                let chinese = inner.len() <= QUOTED && count_han(inner) > 0
                    || before(text, pair.open.at).is_some_and(is_chinese)
                    || after(text, pair.close.end()).is_some_and(is_han);
                let record = || {
                    prose_at(doc, pair.open.at)
                        .is_some_and(|(_, block)| is_record(text, &block.range))
                };
                if chinese && !(inner.len() <= QUOTED && inner.contains(OPAQUE)) && !record() {
                    brackets.half.push((pair.open.at..pair.open.end(), "（"));
                    brackets.half.push((pair.close.at..pair.close.end(), "）"));
                }
            }
            _ => {}
        }
    }
    (stops, brackets)
}

/// Whether `block` is a line that a program or a list of sources has set, whose half-width marks go with what
/// they are before: 「(更新时间: 1664196571059)」 「青禾网: https://…」.
fn is_record(text: &str, block: &Range<usize>) -> bool {
    /// The longest label, in bytes, and the longest line.
    const LABEL: usize = 90;
    const LINE: usize = 400;
    let Some(line) = text.get(block.clone()).filter(|line| line.len() <= LINE) else {
        return false;
    };
    // Marks of another width would move the lines of a table that is drawn.
    if line.contains(['│', '┃', '├']) {
        return true;
    }
    let bracketed = line
        .strip_prefix('(')
        .and_then(|line| line.strip_suffix(')'));
    let Some((label, value)) = bracketed.unwrap_or(line).split_once(": ") else {
        return false;
    };
    label.len() <= LABEL
        && !value.is_empty()
        && value
            .bytes()
            .all(|byte| byte.is_ascii_graphic() || byte == b' ')
        && (bracketed.is_some() || value.contains("://"))
}

/// Whether the finding of an unbalanced pair speaks of the straight mark `sign`: 「“甲"」.
fn is_told(doc: &Draft, sign: Sign) -> bool {
    let loose = &doc.pairs().loose;
    sign.c == '"' && {
        let index = loose.partition_point(|loose| loose.sign.at < sign.at);
        loose.get(index).is_some_and(|loose| loose.sign == sign)
    }
}

/// The longest quotation in single straight marks, in bytes.
const SINGLE: usize = 60;

/// The block of prose that holds byte `at`, and its index.
fn prose_at(doc: &Draft, at: usize) -> Option<(usize, &Block)> {
    let index = doc.block_at(at)?;
    let block = &doc.blocks[index];
    (at < block.range.end && block.kind != Kind::Code).then_some((index, block))
}

/// The longest text between marks, in bytes, that is looked into.
const QUOTED: usize = 600;

/// What should stand for the half-width stop `sign`; `None` where it is right.
fn stop(text: &str, sign: Sign, block: &Range<usize>) -> Option<&'static str> {
    let previous = before(text, sign.at).filter(|_| sign.at > block.start);
    let next = after(text, sign.end()).filter(|_| sign.end() < block.end);
    let after_chinese = previous.is_some_and(|c| is_han(c) || is_closing(c) && !c.is_ascii());
    let before_chinese = next.is_some_and(|c| is_han(c) || is_opening(c) && !c.is_ascii());
    let number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    match sign.c {
        ',' | ';' | '!' => {
            let full = match sign.c {
                ',' => "，",
                ';' => "；",
                _ => "！",
            };
            // != and !important are code, and &nbsp; is no Chinese.
            let code = next == Some('=') || sign.c == ';' && is_entity(text, sign.at);
            if sign.c == ','
                && previous.is_some_and(|c| c.is_ascii_alphabetic())
                && is_listed(text, sign.at)
            {
                return None;
            }
            let joined = after_chinese
                || before_chinese
                    && previous.is_some_and(|c| {
                        c.is_ascii_alphanumeric() || matches!(c, '%' | '％' | ')' | '"' | '°')
                    });
            // 「Yahoo!奇摩」
            let named = sign.c == '!' && previous.is_some_and(|c| c.is_ascii_alphabetic());
            (joined && !code && !named).then_some(full)
        }
        '?' => {
            // After another mark it stands for a character that was lost.
            // 「壞特?te」 is a name.
            let named = next.is_some_and(|c| c.is_ascii_alphanumeric());
            (after_chinese && !named && next != Some('?') && previous != Some('?')).then_some("？")
        }
        ':' => {
            // 9:30, 3:1, https://; 「时间:9:30」 begins with a full-width one.
            let right = next == Some('/') || number(previous) && !before_chinese;
            (!right
                && (after_chinese
                    || before_chinese
                        && previous.is_some_and(|c| c.is_ascii_alphabetic() || c == ')')))
            .then_some("：")
        }
        '.' => {
            let ordinal = previous.is_some_and(|c| "一二三四五六七八九十".contains(c));
            let ends = next.is_none() || before_chinese || next.is_some_and(is_closing);
            let behind_bracket =
                previous.is_some_and(|c| matches!(c, '）' | '”' | '》' | '】' | '』' | '」'));
            let behind = previous.is_some_and(is_han) || behind_bracket;
            (behind && !ordinal && ends).then_some("。")
        }
        _ => None,
    }
}

/// Whether the comma at `at` goes on with an enumeration in Latin letters: 「Drawing, Surveying,」.
fn is_listed(text: &str, at: usize) -> bool {
    /// How far back, in characters.
    const BACK: usize = 60;
    let latin: usize = text[..at]
        .chars()
        .rev()
        .take(BACK)
        .take_while(|&c| c.is_ascii_alphabetic() || matches!(c, ' ' | ',' | '-' | '\'' | '&'))
        .map(char::len_utf8)
        .sum();
    text[at - latin..at].contains(", ")
}

/// Whether `full` is sure to be what `place` stands for. A question mark may stand for a character that was
/// lost, unless its sentence asks, and a dot for a pause mark, unless its paragraph ends there.
fn is_sure(doc: &Draft, place: &Range<usize>, full: &str) -> bool {
    /// How far back the words of a question are looked for, in characters.
    const BACK: usize = 40;
    const ASKING: [&str; 22] = [
        "吗", "嗎", "呢", "么", "麼", "吧", "啊", "何", "谁", "誰", "哪", "几", "幾", "怎", "多少",
        "是否", "能否", "可否", "难道", "難道", "岂", "不",
    ];
    let text = &*doc.text;
    match full {
        "？" => {
            let next = after(text, place.end);
            let sentence: String = text[..place.start]
                .chars()
                .rev()
                .take(BACK)
                .take_while(|&c| !is_terminal(c) && c != '\n')
                .collect();
            let asks = ASKING.iter().any(|word| {
                let word: String = word.chars().rev().collect();
                sentence.contains(&word)
            });
            asks && !next.is_some_and(|c| c == '|' || c == '｜')
        }
        "。" => !after(text, place.end).is_some_and(is_han),
        _ => true,
    }
}

/// Whether the semicolon at `at` ends an entity such as `&nbsp;`.
fn is_entity(text: &str, at: usize) -> bool {
    text[..at]
        .trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '#')
        .ends_with('&')
}
