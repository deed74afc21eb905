//! Quotation marks, brackets and title marks that are opened and not closed, or the reverse.

use std::{collections::HashSet, ops::Range};

use crate::{
    language::han::is_closing,
    reading::Draft,
    reading::{
        breaks::BreakKind,
        paired_marks::{self, Loose, Pairs, Resolution},
    },
    rules::{Check, Finding, Findings, Safety, Settings},
    scan::signs::before,
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// From this many loose marks on the draft is reported so once.
const MANY: usize = 300;

fn check(doc: &Draft, out: &mut Findings) {
    let pairs = doc.pairs();
    out.verified += pairs.matched.len();
    let told: Vec<usize> = (0..pairs.loose.len())
        .filter(|&index| match pairs.loose[index].fate {
            Resolution::Split(_) => {
                // The broken sentence is reported by the rules of completeness.
                out.silent(place(pairs.loose[index]), "split", &[]);
                false
            }
            Resolution::Continued | Resolution::Told => false,
            Resolution::Alone if closes_across_a_break(doc, pairs.loose[index]) => {
                out.silent(place(pairs.loose[index]), "split", &[]);
                false
            }
            _ => true,
        })
        .collect();
    if told.len() > MANY {
        let places: Vec<_> = told
            .iter()
            .map(|&index| place(pairs.loose[index]))
            .collect();
        let count = places.len() + pairs.more;
        out.report(Finding::habit(places, "again").message("many").count(count));
        return;
    }
    let told = report_widths(pairs, told, out);
    let titles = titles(doc, pairs, &told);
    for index in told {
        out.report(finding(doc, pairs, &titles, pairs.loose[index]));
    }
}

/// Reports brackets whose two halves differ in width as one habit where they are several; returns what is
/// left of `told`.
fn report_widths(pairs: &Pairs, told: Vec<usize>, out: &mut Findings) -> Vec<usize> {
    /// From this many on they are a habit.
    const SEVERAL: usize = 4;
    let halves = |index: usize| {
        let open = pairs.loose[index];
        let Resolution::Mismatched(next) = open.fate else {
            return None;
        };
        let close = pairs.loose.get(next)?;
        matches!((open.sign.c, close.sign.c), ('（', ')') | ('(', '）')).then_some((open, *close))
    };
    let (widths, others): (Vec<usize>, Vec<usize>) =
        told.into_iter().partition(|&index| halves(index).is_some());
    let all: Vec<(Loose, Loose)> = widths.iter().filter_map(|&index| halves(index)).collect();
    let Some((first, second)) = all.first().filter(|_| all.len() >= SEVERAL) else {
        let mut all = [widths, others].concat();
        all.sort_unstable();
        return all;
    };
    let places = all.iter().map(|&(open, _)| place(open)).collect();
    let mut finding = Finding::habit(places, "again")
        .message("widths")
        .arg("mark", first.sign.c)
        .arg("other", second.sign.c);
    for &(_, close) in &all {
        let right = if close.sign.c == ')' { "）" } else { ")" };
        finding = finding.fix(Safety::Unsafe, "fix-widths", place(close), right);
    }
    out.report(finding);
    others
}

/// What is in title marks in the draft, where a mark of another kind closes or opens what may be a
/// title.
fn titles<'a>(doc: &'a Draft, pairs: &Pairs, told: &[usize]) -> HashSet<&'a str> {
    /// The longest title, in bytes.
    const TITLE: usize = 180;
    let asked = told
        .iter()
        .any(|&index| matches!(pairs.loose[index].fate, Resolution::Mismatched(_)));
    let inner = |pair: &paired_marks::Pair| {
        let inner = doc.text.get(pair.open.end()..pair.close.at)?;
        (pair.open.c == '《' && inner.len() <= TITLE).then_some(inner)
    };
    if asked {
        pairs.matched.iter().filter_map(inner).collect()
    } else {
        HashSet::new()
    }
}

/// Whether the sentence is broken here and the lines that it is on balance together.
fn closes_across_a_break(doc: &Draft, loose: Loose) -> bool {
    let count = |block: usize, c: char| {
        doc.blocks
            .get(block)
            .map_or(0, |block| doc.block_text(block).matches(c).count())
    };
    let mark = loose.sign.c;
    let partner = paired_marks::partner(mark).unwrap_or(mark);
    doc.breaks().breaks.iter().any(|found| match found.kind {
        BreakKind::Split { first, second } | BreakKind::Misplaced { first, second }
            if first == loose.block || second == loose.block =>
        {
            count(first, mark) + count(second, mark)
                == count(first, partner) + count(second, partner)
        }
        _ => false,
    })
}

fn place(loose: Loose) -> Range<usize> {
    loose.sign.at..loose.sign.end()
}

fn finding(doc: &Draft, pairs: &Pairs, titles: &HashSet<&str>, loose: Loose) -> Finding {
    let mark = loose.sign.c;
    let partner = paired_marks::partner(mark).unwrap_or(mark);
    let finding = Finding::new(place(loose))
        .arg("mark", mark)
        .arg("partner", partner);
    let other = |index: usize| pairs.loose.get(index).copied();
    match loose.fate {
        Resolution::Mismatched(next) => match other(next) {
            Some(next) => {
                let finding = finding
                    .message("mismatched")
                    .arg("other", next.sign.c)
                    .related(place(next), "other-end");
                mend(doc, titles, (loose, next), finding)
            }
            None => finding,
        },
        Resolution::Slipped(above) => match other(above) {
            Some(above) => {
                let between = block_before(doc, loose).end..loose.sign.at;
                finding
                    .message("slipped")
                    .arg("line", doc.line(above.sign.at))
                    .related(place(above), "other-end")
                    .fix(Safety::Unsafe, "join", between, "")
            }
            None => finding,
        },
        Resolution::Reversed(next) => match other(next) {
            Some(next) => {
                let wrong = if paired_marks::opens(mark) {
                    next
                } else {
                    loose
                };
                finding
                    .message("reversed")
                    .related(place(next), "same-way")
                    .fix(
                        Safety::Unsafe,
                        "fix-turn",
                        place(wrong),
                        partner.to_string(),
                    )
            }
            None => finding,
        },
        Resolution::Crossed(next) => match other(next) {
            Some(next) => finding.message("crossed").related(place(next), "other-end"),
            None => finding,
        },
        _ => {
            let at = probable(doc, loose);
            let opens = paired_marks::opens(mark);
            finding
                .message(if opens { "" } else { "never-opened" })
                .arg("line", doc.line(loose.sign.at))
                .related(at, if opens { "close-here" } else { "open-here" })
        }
    }
}

/// The paragraph before the one that `loose` is in.
fn block_before(doc: &Draft, loose: Loose) -> Range<usize> {
    let before = loose.block.saturating_sub(1);
    doc.blocks
        .get(before)
        .map_or(loose.sign.at..loose.sign.at, |block| block.range.clone())
}

/// Offers to change that of the two marks which is wrong: the one that is straight, or the one that is no
/// title mark where the draft has this title; otherwise the second.
fn mend(
    doc: &Draft,
    titles: &HashSet<&str>,
    (open, close): (Loose, Loose),
    finding: Finding,
) -> Finding {
    let inner = &doc.text[open.sign.end()..close.sign.at];
    let title = close.sign.c == '》' && titles.contains(inner);
    let (wrong, right) = if open.sign.c == '"' || title {
        (open, paired_marks::partner(close.sign.c))
    } else if open.sign.c == '《' || close.sign.c == '"' || !titles.contains(inner) {
        (close, paired_marks::partner(open.sign.c))
    } else {
        (close, None)
    };
    match right {
        Some(right) => finding.arg("right", right).fix(
            Safety::Unsafe,
            "fix-mate",
            place(wrong),
            right.to_string(),
        ),
        None => finding,
    }
}

/// Where the partner of a mark probably belongs: an opening mark closes with its clause, or, where
/// it introduces speech, with its paragraph; a closing one opens with its clause.
fn probable(doc: &Draft, loose: Loose) -> Range<usize> {
    /// How far a clause is looked for, in bytes.
    const WINDOW: usize = 300;
    let text = &*doc.text;
    let block = &doc.blocks[loose.block].range;
    let same = |c: char| c == loose.sign.c || Some(c) == paired_marks::partner(loose.sign.c);
    let stops = |c: char| "，。；：！？、,;:!?".contains(c);
    if paired_marks::opens(loose.sign.c) {
        if matches!(before(text, loose.sign.at), Some('：' | ':')) {
            return block.end..block.end;
        }
        let mut end = (loose.sign.end() + WINDOW).min(block.end);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let at = text[loose.sign.end()..end]
            .find(|c| stops(c) || same(c) || is_closing(c))
            .map_or(end, |length| loose.sign.end() + length);
        at..at
    } else {
        let mut start = loose.sign.at.saturating_sub(WINDOW).max(block.start);
        while !text.is_char_boundary(start) {
            start += 1;
        }
        let at = text[start..loose.sign.at]
            .char_indices()
            .rev()
            .find(|&(_, c)| stops(c) || same(c))
            .map_or(start, |(at, c)| start + at + c.len_utf8());
        at..at
    }
}
