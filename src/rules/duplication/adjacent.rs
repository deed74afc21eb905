//! Clauses that occur twice in a row: 「全年新增就业4236人。全年新增就业4236人。」

use std::ops::Range;

use crate::{
    language::han::{count_han, is_han},
    reading::Draft,
    rules::{Finding, Findings, Safety},
};

/// The fewest Han characters, letters and digits that are not written twice in a row on purpose.
const LEAST: usize = 8;
/// How many of them are Han characters at least.
const LEAST_HAN: usize = 6;
/// Paragraphs from this many Han characters up are compared with all others.
const COMPARED: usize = 15;
/// From this many up the passage is found wherever it is.
const FOUND_ANYWHERE: usize = 30;
/// How many clauses are repeated together at most.
const TOGETHER: usize = 3;

/// Reports clauses, or groups of them, and short paragraphs that occur twice in a row.
pub(crate) fn check(doc: &Draft, out: &mut Findings) {
    let mut twice = Vec::new();
    clauses(doc, &mut twice);
    paragraphs(doc, &mut twice);
    if twice.len() >= MANY {
        let places = twice.into_iter().map(|twice| twice.again).collect();
        out.report(Finding::habit(places, "again").message("adjacent-many"));
        return;
    }
    for Twice { first, again } in twice {
        out.report(
            Finding::new(again.clone())
                .message("adjacent")
                .arg("count", count_han(&doc.text[again.clone()]))
                .related(first.clone(), "first")
                .fix(Safety::Unsafe, "drop", first.end..again.end, ""),
        );
    }
}

/// From this many on they are reported at once.
const MANY: usize = 20;

/// Words that occur twice in a row.
struct Twice {
    first: Range<usize>,
    again: Range<usize>,
}

/// 「切实加强组织领导。」 on two lines.
fn paragraphs(doc: &Draft, twice: &mut Vec<Twice>) {
    for pair in doc.blocks.windows(2) {
        let [first, again] = pair else { continue };
        if first.range.len() != again.range.len() || !first.is_prose() || !again.is_prose() {
            continue;
        }
        let text = doc.block_text(again);
        let count = count_han(text);
        if text == doc.block_text(first)
            && text.ends_with(['。', '！', '？', '；'])
            && (LEAST..COMPARED).contains(&count)
        {
            twice.push(Twice {
                first: first.range.clone(),
                again: again.range.clone(),
            });
        }
    }
}

/// How many Han characters, letters and digits `text` has.
fn words(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

fn clauses(doc: &Draft, twice: &mut Vec<Twice>) {
    let mut clauses = Clauses::default();
    for (block, signs) in doc
        .blocks_with_signs()
        .filter(|(block, _)| block.is_prose())
    {
        clauses.forget();
        let mut start = block.range.start;
        for sign in signs {
            if !matches!(sign.c, '，' | '。' | '；' | '！' | '？' | '：' | ',' | ';') {
                continue;
            }
            let clause = core(&doc.text, start..sign.at);
            start = sign.end();
            if let Some((first, again)) = clauses.take(doc, clause) {
                let count = count_han(&doc.text[again.clone()]);
                let all = words(&doc.text[again.clone()]);
                // 「编制年度计划。编制年度计划，应当……」: what one sentence ends with, the next speaks of.
                let topic = doc.text[first.end..].starts_with('。') && sign.c == '，';
                if !topic && all >= LEAST && (LEAST_HAN..FOUND_ANYWHERE).contains(&count) {
                    twice.push(Twice { first, again });
                }
            }
        }
    }
}

/// `range` without the marks around its words.
fn core(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(whole) = text.get(range.clone()) else {
        return range.start..range.start;
    };
    let word = |c: char| is_han(c) || c.is_alphanumeric() || matches!(c, '%' | '％' | '‰');
    // Nearly all clauses begin and end with Han characters of U+5000 to U+9FFF.
    let plain = |lead: Option<&u8>| matches!(lead, Some(0xe5..=0xe9));
    let bytes = whole.as_bytes();
    let start = if plain(bytes.first()) {
        0
    } else {
        whole.find(word).unwrap_or(whole.len())
    };
    let end = if plain(bytes.len().checked_sub(3).and_then(|last| bytes.get(last))) {
        whole.len()
    } else {
        whole
            .char_indices()
            .rev()
            .find(|&(_, c)| word(c))
            .map_or(start, |(at, c)| at + c.len_utf8())
    };
    range.start + start..range.start + end.max(start)
}

/// This many clauses are known at a time: what occurs twice in a row, both times.
const KNOWN: usize = 2 * TOGETHER;

/// The last clauses of a block, and how many of them in a row equal those this many before.
#[derive(Default)]
struct Clauses {
    /// Clause number `n` is at `n % KNOWN`.
    last: [Range<usize>; KNOWN],
    /// How many there have been.
    count: usize,
    equal: [usize; TOGETHER],
}

impl Clauses {
    fn forget(&mut self) {
        self.count = 0;
        self.equal = [0; TOGETHER];
    }

    fn push(&mut self, clause: Range<usize>) {
        self.last[self.count % KNOWN] = clause;
        self.count += 1;
    }

    /// The clause `back` before the next one.
    fn before(&self, back: usize) -> Option<&Range<usize>> {
        let number = self.count.checked_sub(back)?;
        Some(&self.last[number % KNOWN])
    }

    /// Takes the next clause; returns what occurs twice in a row now, and where it does again.
    fn take(&mut self, doc: &Draft, clause: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
        if clause.is_empty() {
            self.forget();
            return None;
        }
        let text = |range: &Range<usize>| doc.text.as_bytes().get(range.clone());
        let mut found = None;
        for step in 1..=TOGETHER {
            let same = self.before(step).is_some_and(|before| {
                before.len() == clause.len() && text(before) == text(&clause)
            });
            let equal = &mut self.equal[step - 1];
            *equal = if same { *equal + 1 } else { 0 };
            if *equal == step && found.is_none() {
                found = Some(step);
            }
        }
        self.push(clause.clone());
        let step = found?;
        let places = (
            self.before(2 * step)?.start..self.before(step + 1)?.end,
            self.before(step)?.start..clause.end,
        );
        self.forget();
        self.push(clause);
        Some(places)
    }
}
