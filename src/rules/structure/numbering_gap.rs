//! Ordinals of headings, lists and run-in enumerations that skip, repeat or restart.

use std::{cell::LazyCell, collections::BTreeMap, ops::Range};

use super::{bracketed, decimal};
use crate::language::ordinal_forms::renumbered;
use crate::{
    document::{Kind, Ordinal, OrdinalStyle},
    language::{beginnings, char_set::CharSet, numeral},
    reading::Draft,
    reading::outline::{self, Doubt, Item, Mark, Outline},
    rules::{Check, Finding, Findings, Level, Safety, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let outline = doc.outline();
    let excerpt = LazyCell::new(|| {
        let mut titles = doc.blocks.iter().take(TITLE_BLOCKS);
        let end = titles.next_back().map_or(0, |last| last.range.end);
        ["节选", "節選", "摘编"].iter().any(|word| {
            let mut places = doc.find(word);
            places.next().is_some_and(|at| at < end)
        })
    });
    let mistyped = mistyped(outline);
    for (index, item) in outline.items.iter().enumerate() {
        let Mark::Label(style) = item.mark else {
            continue;
        };
        if let Some(&(before, after)) = mistyped.get(&index) {
            wrong_form(doc, outline, index, (before, after), out);
            continue;
        }
        let follows = |other: usize| mistyped.contains_key(&other);
        match item.doubt {
            // It is reported at the ordinal that has taken the wrong form.
            Some(Doubt::Late) if mistyped.values().any(|&(_, after)| after == index) => {}
            Some(Doubt::Repeat { of: after } | Doubt::Gap { after } | Doubt::Back { after })
                if follows(after) => {}
            None => out.verify(),
            Some(Doubt::Late | Doubt::Gap { .. }) if *excerpt => {
                out.silent(item.label.clone(), "excerpt", &[]);
            }
            Some(doubt) => labelled(doc, outline, index, style, doubt, out),
        }
    }
    run_in(doc, outline, out);
    bracketed::check(doc, out);
    decimal::check(doc, out);
}

/// Where the title of a draft is.
const TITLE_BLOCKS: usize = 6;
/// More numbers are not lost at once; such a label is no label, or begins something else.
const WIDEST_GAP: u32 = 5;
/// Notes are counted anew on each page; only items that are so close, in blocks, are siblings.
const NOTES_APART: usize = 2;

/// Ordinals that have another form than their siblings, 三、 between （二） and （四）, each with the
/// items before and after it.
fn mistyped(outline: &Outline) -> BTreeMap<usize, (usize, usize)> {
    /// How many items back the sibling is looked for.
    const REACH: usize = 60;
    let items = &outline.items;
    let mut found = BTreeMap::new();
    for (after, late) in items.iter().enumerate() {
        let (Some(Doubt::Late), Some(number)) = (late.doubt, late.number) else {
            continue;
        };
        let from = after.saturating_sub(REACH);
        let sibling = items[from..after]
            .iter()
            .rposition(|item| item.mark == late.mark)
            .map(|at| from + at)
            .filter(|&at| items[at].number.map(|number| number + 2) == Some(number));
        let Some(before) = sibling else { continue };
        let mut outer = (before + 1..after).filter(|&at| items[at].depth < items[before].depth);
        if let (Some(wrong), None) = (outer.next(), outer.next())
            && matches!(items[wrong].mark, Mark::Label(style) if is_outline(style))
            && items[wrong].number.map(|wrong| wrong + 1) == Some(number)
        {
            found.insert(wrong, (before, after));
        }
    }
    found
}

/// Reports an ordinal that has another form than its siblings.
fn wrong_form(
    doc: &Draft,
    outline: &Outline,
    index: usize,
    (before, after): (usize, usize),
    out: &mut Findings,
) {
    let items = &outline.items;
    let (item, before, after) = (&items[index], &items[before], &items[after]);
    let previous = &doc.text[before.label.clone()];
    let expected = renumbered(previous, item.number.unwrap_or(0));
    out.report(
        Finding::new(item.label.clone())
            .message("form")
            .arg("found", &doc.text[item.label.clone()])
            .arg("previous", previous)
            .arg("line", doc.line(before.label.start))
            .arg("next", &doc.text[after.label.clone()])
            .arg("next-line", doc.line(after.label.start))
            .arg("expected", &expected)
            .related(before.label.clone(), "before")
            .fix(Safety::Unsafe, "renumber", item.label.clone(), expected),
    );
}

/// Reports the doubt about one heading or item.
fn labelled(
    doc: &Draft,
    outline: &Outline,
    index: usize,
    style: OrdinalStyle,
    doubt: Doubt,
    out: &mut Findings,
) {
    let item = &outline.items[index];
    let (Some(number), found) = (item.number, &doc.text[item.label.clone()]) else {
        return;
    };
    let before = match doubt {
        Doubt::Gap { after } | Doubt::Slip { after, .. } | Doubt::Back { after } => Some(after),
        Doubt::Repeat { of } => Some(of),
        Doubt::Inside { before, .. } => Some(before),
        Doubt::Late => None,
    };
    let sibling = before.and_then(|before| outline.items.get(before));
    let from = sibling.map_or_else(
        || item.block.saturating_sub(LONGEST_LIST),
        |item| item.block,
    );
    if beginning_between(doc, from..item.block, style) {
        return out.silent(item.label.clone(), "inline", &[]);
    }
    if texts_side_by_side(doc, from..item.block) {
        return out.silent(item.label.clone(), "versions", &[]);
    }
    let note = style == OrdinalStyle::Circled
        && sibling.is_none_or(|sibling| item.block - sibling.block > NOTES_APART);
    if note {
        return out.silent(item.label.clone(), "note", &[]);
    }
    let finding = || match sibling {
        Some(sibling) => Finding::new(item.label.clone())
            .arg("found", found)
            .arg("previous", &doc.text[sibling.label.clone()])
            .arg("line", doc.line(sibling.label.start)),
        None => Finding::new(item.label.clone()).arg("found", found),
    };
    let since = sibling.map_or_else(|| section_start(outline, item), |item| item.label.end);
    match doubt {
        Doubt::Slip { expected, .. } => {
            let right = renumbered(found, expected);
            let span = item.label.clone();
            out.report(
                related(finding(), sibling)
                    .message("slip")
                    .arg("expected", &right)
                    .fix(Safety::Unsafe, "renumber", span, right),
            );
        }
        Doubt::Gap { after } => {
            let last = outline.items[after].number.unwrap_or(0);
            // 第五条之一 wants a 第五条 before it.
            let missing = last + 1..number + u32::from(item.branch > 0);
            if missing.len() > WIDEST_GAP as usize {
                return out.silent(item.label.clone(), "far", &[]);
            }
            // Articles that are quoted here and there do not count.
            if style == OrdinalStyle::Article && !is_counted(outline, item, after) {
                return out.silent(item.label.clone(), "lone", &[]);
            }
            let missing: Vec<String> = missing.map(|n| renumbered(found, n)).collect();
            // The missing item may be inside a paragraph.
            let between = doc.text.get(since..item.label.start).unwrap_or_default();
            if missing
                .iter()
                .any(|label| has(between, label) || has_broken(between, label))
            {
                return out.silent(item.label.clone(), "inline", &[]);
            }
            out.report(related(finding(), sibling).arg("missing", missing.concat()));
        }
        Doubt::Repeat { .. } => {
            out.report(related(finding(), sibling).message("repeat"));
        }
        Doubt::Back { .. } if is_outline(style) => {
            out.report(
                related(finding(), sibling)
                    .message("back")
                    .level(Level::Warning),
            );
        }
        Doubt::Inside { before, after } => {
            let mut finding = finding()
                .message("inside")
                .arg("next", &doc.text[outline.items[after].label.clone()])
                .arg("next-line", doc.line(outline.items[after].label.start));
            finding = related(finding, outline.items.get(before));
            // The rest of the inserted run.
            for inner in &outline.items[index + 1..after] {
                if inner.run == item.run {
                    finding = finding.related(inner.label.clone(), "inserted");
                }
            }
            let next = outline.items[after].label.clone();
            out.report(finding.related(next, "resumed").level(Level::Warning));
        }
        Doubt::Late if is_outline(style) => {
            // A lone label may be a quotation's or an excerpt's.
            let goes_on = outline.items[index + 1..]
                .iter()
                .take(LONGEST_LIST)
                .take_while(|next| next.depth >= item.depth)
                .any(|next| next.run == item.run);
            let heading = matches!(doc.blocks[item.block].kind, Kind::Heading { .. });
            let near = doc.blocks[item.block.saturating_sub(LONGEST_LIST)]
                .range
                .start;
            let before = doc.text.get(since.max(near)..item.label.start);
            let before = before.unwrap_or_default();
            if !(goes_on || heading) || has(before, &renumbered(found, number - 1)) {
                return out.silent(item.label.clone(), "lone", &[]);
            }
            let missing: Vec<String> = (1..number)
                .take(WIDEST_GAP as usize)
                .map(|n| renumbered(found, n))
                .collect();
            out.report(
                finding()
                    .message("late")
                    .arg("missing", missing.concat())
                    .level(Level::Warning),
            );
        }
        Doubt::Back { .. } | Doubt::Late => out.silent(item.label.clone(), "lone", &[]),
    }
}

/// Whether two items of the run of `item`, of which `after` is the last one, follow one another.
fn is_counted(outline: &Outline, item: &Item, after: usize) -> bool {
    /// How many items back is looked.
    const REACH: usize = 60;
    let before = outline.items[..=after]
        .iter()
        .rev()
        .take(REACH)
        .filter(|other| other.run == item.run)
        .filter_map(|other| other.number);
    let numbers: Vec<u32> = before.collect();
    numbers.windows(2).any(|pair| pair[1] + 1 == pair[0])
}

/// Whether `text` has the bracketed `label` with a line end in it: 「（」 「三）」.
fn has_broken(text: &str, label: &str) -> bool {
    let mut chars = label.chars();
    let Some(open) = chars.next().filter(|c| matches!(c, '（' | '(')) else {
        return false;
    };
    let rest = chars.as_str();
    memchr::memmem::find_iter(text.as_bytes(), rest.as_bytes())
        .any(|at| text[..at].trim_end().ends_with(open) && !text[..at].ends_with(open))
}

/// Whether a list of `style` begins anew behind the ordinal of an article among `blocks`:
/// 「第 5 條　一、會報彙辦事項。」
fn beginning_between(doc: &Draft, blocks: Range<usize>, style: OrdinalStyle) -> bool {
    doc.blocks
        .get(blocks.start + 1..blocks.end)
        .unwrap_or_default()
        .iter()
        .rev()
        .take(LONGEST_LIST)
        .any(|block| {
            let text = doc.block_text(block);
            let article = match &block.label {
                Some(label) if label.style == OrdinalStyle::Article => {
                    label.range.end - block.range.start
                }
                None if beginnings::numbered(text) => {
                    text.find(['条', '條']).map_or(0, |at| at + '条'.len_utf8())
                }
                _ => return false,
            };
            let rest = text[article..].trim_start();
            Ordinal::read(rest, 0).is_some_and(|label| label.style == style && label.number == 1)
        })
}

/// Whether a head among `blocks` says that another wording of the same follows: 「現行條文」.
fn texts_side_by_side(doc: &Draft, blocks: Range<usize>) -> bool {
    const VERSIONS: [&str; 12] = [
        "條文",
        "条文",
        "提案",
        "版本",
        "草案",
        "对照",
        "對照",
        "修正動議",
        "原文",
        "修改后",
        "修改前",
        "现行",
    ];
    /// The longest head, in bytes.
    const HEAD: usize = 60;
    doc.blocks
        .get(blocks.start + 1..blocks.end)
        .unwrap_or_default()
        .iter()
        .rev()
        .take(LONGEST_LIST)
        .any(|block| {
            let text = doc.block_text(block);
            let head = text.strip_suffix(['：', ':']).unwrap_or(text);
            text.len() <= HEAD
                && block.label.is_none()
                && VERSIONS.iter().any(|word| head.ends_with(word))
        })
}

/// Forms that number headings and never anything else.
fn is_outline(style: OrdinalStyle) -> bool {
    matches!(
        style,
        OrdinalStyle::Part | OrdinalStyle::Han | OrdinalStyle::HanBracket
    )
}

fn related(finding: Finding, sibling: Option<&Item>) -> Finding {
    match sibling {
        Some(sibling) => finding.related(sibling.label.clone(), "before"),
        None => finding,
    }
}

/// Where the text that `item` is in begins.
fn section_start(outline: &Outline, item: &Item) -> usize {
    item.parent
        .and_then(|parent| outline.items.get(parent))
        .map_or(0, |parent| parent.label.end)
}

/// How sure it is that an ordinal inside a paragraph begins an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// After a stop: it begins one.
    Sure,
    /// After a comma: it may.
    Likely,
    /// Inside a clause: only where the number before it waits for it.
    Possible,
}

/// A run of 一是…二是… or 第一…第二….
struct Run {
    last: u32,
    at: Range<usize>,
    block: usize,
    section: Option<usize>,
}

/// Lists do not reach further, in blocks.
const LONGEST_LIST: usize = 30;
/// An item is not longer, in bytes.
const LONGEST_ITEM: usize = 9000;
/// No more lists are inside one another.
const DEEPEST: usize = 4;

/// Enumerations inside paragraphs, and of paragraphs: 一是…二是…四是.
fn run_in(doc: &Draft, outline: &Outline, out: &mut Findings) {
    let mut anchors = anchors(doc).into_iter().peekable();
    let (mut counted, mut ordinal): (Vec<Run>, Vec<Run>) = (Vec::new(), Vec::new());
    for (index, block) in doc.blocks.iter().enumerate() {
        while anchors.next_if(|&at| at < block.range.start).is_some() {}
        if anchors.peek().is_none_or(|&at| at >= block.range.end)
            || matches!(block.kind, Kind::Code | Kind::TableCell(_))
        {
            continue;
        }
        let before = outline.items.partition_point(|item| item.block <= index);
        let current = before.checked_sub(1);
        let text = doc.block_text(block);
        let here = std::iter::from_fn(|| {
            let at = anchors.next_if(|&at| at < block.range.end)?;
            Some(at - block.range.start)
        });
        leads(text, here, |at, (mark, number, length), previous| {
            let runs = if mark == Mark::RunIn {
                &mut counted
            } else {
                &mut ordinal
            };
            let start = block.range.start + at;
            let section = section(outline, current, mark);
            let run = Run {
                last: number,
                at: start..start + length,
                block: index,
                section,
            };
            step(doc, outline, runs, run, place(previous), out);
        });
    }
}

/// Whether `text` has `word`.
fn has(text: &str, word: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some()
}

const NTH: char = '第';
const IS: char = '是';
const MUST: char = '要';
/// What an ordinal counts with.
static NUMERALS: CharSet = CharSet::new("一二三四五六七八九十");
/// What it may end with.
static ENDS: CharSet = CharSet::new("一二三四五六七八九十〇零○两兩廿卅");

/// Where an item may be counted, in order: where 第 is before a numeral with a mark behind it, and 是 or
/// 要 behind one.
fn anchors(doc: &Draft) -> Vec<usize> {
    let bytes = doc.text.as_bytes();
    let mut anchors = Vec::new();
    for numeral in &doc.scan().numerals {
        let Range { start, end } = numeral.range;
        if numeral.before == NTH
            && matches!(numeral.behind, '，' | ',' | '、' | '：' | ':' | '。')
            && NUMERALS.stands_at(bytes, start)
        {
            anchors.push(start - NTH.len_utf8());
        }
        let last = end.saturating_sub("一".len());
        if matches!(numeral.behind, IS | MUST) && ENDS.stands_at(bytes, last) {
            anchors.push(end);
        }
    }
    anchors
}

/// Calls `found` with each 第一， 一是 一要 of `text`: where it begins, what it is, and the character
/// before it. Their 第, 是 and 要 are at `anchors`.
fn leads(
    text: &str,
    anchors: impl Iterator<Item = usize>,
    mut found: impl FnMut(usize, (Mark, u32, usize), Option<char>),
) {
    for at in anchors {
        if text[at..].starts_with(NTH) {
            if let Some(lead) = outline::lead(&text[at..]) {
                found(at, lead, text[..at].chars().next_back());
            }
            continue;
        }
        let numeral = text[..at]
            .char_indices()
            .rev()
            .take_while(|&(_, c)| numeral::is_chinese(c))
            .last();
        let Some((start, _)) = numeral else {
            continue;
        };
        let mut previous = text[..start].chars().next_back();
        let mut inside = false;
        for (offset, c) in text[start..at].char_indices() {
            let counts = NUMERALS.stands_at(text.as_bytes(), start + offset);
            if counts
                && !inside
                && previous != Some(NTH)
                && let Some(lead) = outline::lead(&text[start + offset..])
            {
                found(start + offset, lead, previous);
            }
            inside = counts;
            previous = Some(c);
        }
    }
}

/// The item that an enumeration of form `mark` at `current` is in.
fn section(outline: &Outline, current: Option<usize>, mark: Mark) -> Option<usize> {
    let item = outline.items.get(current?)?;
    if item.mark == mark {
        item.parent
    } else {
        current
    }
}

fn place(previous: Option<char>) -> Place {
    match previous {
        None => Place::Sure,
        Some('。' | '；' | ';' | '：' | ':' | '！' | '？' | '\u{3000}' | ' ') => Place::Sure,
        Some('，' | ',' | '（' | '(' | '“' | '、') => Place::Likely,
        _ => Place::Possible,
    }
}

/// Takes one ordinal into the runs that are open.
fn step(
    doc: &Draft,
    outline: &Outline,
    runs: &mut Vec<Run>,
    new: Run,
    place: Place,
    out: &mut Findings,
) {
    let here = new.section;
    runs.retain(|run| {
        new.block - run.block <= LONGEST_LIST
            && match (run.section, here) {
                (Some(above), Some(here)) => outline.is_within(here, above),
                (None, _) => true,
                (Some(_), None) => false,
            }
    });
    if let Some(depth) = runs.iter().rposition(|run| run.last + 1 == new.last) {
        runs.truncate(depth + 1);
        if let Some(run) = runs.last_mut() {
            run.last = new.last;
            run.at = new.at;
            run.block = new.block;
        }
        return out.verify();
    }
    if new.last == 1 {
        if place != Place::Possible {
            if runs.len() == DEEPEST {
                runs.remove(0);
            }
            runs.push(new);
        }
        return;
    }
    let Some(run) = runs.last_mut() else { return };
    // After a comma only the fourth after the second is an item for sure: 「一是…，二是…，四是…」.
    // 四要素 and 四要点 count nothing.
    let word = doc
        .text
        .get(new.at.end..)
        .is_some_and(|rest| rest.starts_with(['素', '点', '件', '务']));
    let skips_one = run.last >= 2 && new.last == run.last + 2 && !word;
    if !(place == Place::Sure || place == Place::Likely && skips_one) {
        return;
    }
    let between = doc.text.get(run.at.end..new.at.start).unwrap_or_default();
    let gap = new.last > run.last + 1 && new.last <= run.last + WIDEST_GAP;
    let repeat = new.last == run.last;
    // Other words may count too: 首先…二是, 一是…其二…三是.
    if (gap || repeat) && between.len() <= LONGEST_ITEM && !counts_otherwise(between, run.last) {
        let expected = doc.text[new.at.clone()].to_owned();
        let finding = Finding::new(new.at.clone())
            .arg("found", &doc.text[new.at.clone()])
            .arg("previous", &doc.text[run.at.clone()])
            .arg("line", doc.line(run.at.start))
            .related(run.at.clone(), "before");
        out.report(if repeat {
            finding.message("repeat")
        } else {
            let missing: Vec<String> = (run.last + 1..new.last)
                .map(|number| renumbered(&expected, number))
                .collect();
            finding.arg("missing", missing.concat())
        });
    }
    run.last = new.last;
    run.at = new.at;
    run.block = new.block;
}

/// Whether the text between two items holds one that is counted in another way.
fn counts_otherwise(between: &str, last: u32) -> bool {
    const WORDS: [&str; 9] = [
        "首先",
        "其次",
        "再次",
        "其一",
        "其二",
        "其三",
        "一方面",
        "第一",
        "另外",
    ];
    if WORDS.iter().any(|word| has(between, word)) {
        return true;
    }
    let numerals: Vec<String> = (1..=WIDEST_GAP)
        .map(|step| crate::language::ordinal_forms::chinese(last + step))
        .chain(["一".to_owned()])
        .collect();
    let mut boundary = false;
    for (at, c) in between.char_indices() {
        if boundary
            && numerals
                .iter()
                .any(|numeral| between[at..].starts_with(numeral.as_str()))
        {
            return true;
        }
        boundary = matches!(
            c,
            '。' | '；' | ';' | '：' | ':' | '，' | ',' | '！' | '？' | '\n' | '\u{3000}' | '第'
        );
    }
    false
}
