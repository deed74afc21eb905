//! The headings and numbered items of a draft as a tree.
//!
//! The order of the forms is the draft's own: 一、 may be above （一） or, in a list, below it, and
//! a list numbered 一、 may even be inside a section numbered 一、. A label therefore belongs to
//! the innermost open run of its form that it continues, and a 1 opens a run of its own. Whether a
//! label that continues none is a slip of its own, a sign of a lost item or a part of some outer
//! run is recognised by the label that follows.

pub mod inline_ordinals;
pub mod run_on_heading;

use std::{fmt, ops::Range};

use crate::{
    document::{Block, Document, Kind, Lines, Meta, OrdinalStyle},
    language::{char_set::CharSet, han::is_terminal, numeral},
};

/// The tree, in order of place; a parent is before its children.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// Headings and numbered items.
    pub items: Vec<Item>,
}

/// A heading or a numbered item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The index of its block.
    pub block: usize,
    /// The form of its ordinal.
    pub mark: Mark,
    /// Its number, where it has one.
    pub number: Option<u32>,
    /// The number of an article put in behind another: 1 in 「第二条之一」, else 0.
    pub branch: u32,
    /// Its ordinal, in bytes of [`Document::text`]; empty where it has none.
    pub label: Range<usize>,
    /// The item that it is under.
    pub parent: Option<usize>,
    /// How many items are above it.
    pub depth: usize,
    /// Which run of siblings it belongs to; numbers of a run should follow one another.
    pub run: usize,
    /// What is wrong with its number.
    pub doubt: Option<Doubt>,
}

/// The form of an item's ordinal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The title of the draft, or of one appended to it.
    Title,
    /// A heading without ordinal.
    Plain,
    /// An ordinal that labels blocks.
    Label(OrdinalStyle),
    /// 「第一，」.
    Ordinal,
    /// 「一是」 「一要」.
    RunIn,
}

/// This many forms there are.
const FORMS: usize = 5 + OrdinalStyle::Circled as usize;

impl Mark {
    /// Its number among all forms.
    fn place(self) -> usize {
        match self {
            Self::Title => 0,
            Self::Plain => 1,
            Self::Ordinal => 2,
            Self::RunIn => 3,
            Self::Label(style) => 4 + style as usize,
        }
    }
}

/// What is wrong with the number of an item. Items are indices of [`Outline::items`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Numbers between `after` and this one are missing.
    Gap {
        /// The sibling before.
        after: usize,
    },
    /// The number of the sibling before once more.
    Repeat {
        /// The sibling before.
        of: usize,
    },
    /// What follows shows that this one should be `expected`.
    Slip {
        /// The sibling before.
        after: usize,
        /// The number that fits.
        expected: u32,
    },
    /// Lower than the sibling before, yet no new beginning.
    Back {
        /// The sibling before.
        after: usize,
    },
    /// The first of its run, with a number other than 1.
    Late,
    /// A run that begins at 1 in the midst of another of the same form.
    Inside {
        /// The item of the outer run before it.
        before: usize,
        /// The item of the outer run after it.
        after: usize,
    },
}

/// A block that begins with an ordinal or is a heading.
struct Candidate {
    block: usize,
    mark: Mark,
    number: u32,
    branch: u32,
    label: Range<usize>,
    /// How many `#` it has.
    marks: u8,
    /// Whether the whole block is short, as headings are.
    short: bool,
    /// Whether it ends with a stop.
    stopped: bool,
    /// The first characters after the ordinal: siblings are often built alike.
    head: [char; 2],
}

/// A run of siblings that can still go on.
struct Open {
    mark: Mark,
    run: usize,
    last: u32,
    item: usize,
    first: usize,
    marks: u8,
    /// For a run that began inside another of the same form without being announced.
    inside: bool,
}

/// Blocks up to this length, in bytes, look like headings.
const SHORT: usize = 180;
/// How many labels ahead are looked at.
const AHEAD: usize = 100;
/// No more lists of one form are inside one another.
const DEEPEST: usize = 4;

impl Outline {
    /// How many runs its items form, whose numbers are below that.
    pub fn runs(&self) -> usize {
        self.items
            .iter()
            .map(|item| item.run + 1)
            .max()
            .unwrap_or(0)
    }

    /// Reads `doc`.
    pub fn read(doc: &Document) -> Self {
        let candidates = candidates(doc);
        let mut places = <[Vec<usize>; FORMS]>::default();
        for (index, candidate) in candidates.iter().enumerate() {
            places[candidate.mark.place()].push(index);
        }
        let mut reader = Reader {
            doc,
            candidates: &candidates,
            places,
            open: Vec::new(),
            closed: [None; FORMS],
            items: Vec::with_capacity(candidates.len()),
            runs: 0,
        };
        for (index, candidate) in candidates.iter().enumerate() {
            match candidate.mark {
                Mark::Title => {
                    reader.close(0);
                    reader.push(index, false);
                }
                Mark::Plain => reader.heading(index),
                _ => reader.label(index),
            }
        }
        Self {
            items: reader.items,
        }
    }

    /// The last item that begins at or before byte `offset`.
    pub fn at(&self, doc: &Document, offset: usize) -> Option<usize> {
        let block = doc.block_at(offset)?;
        self.items
            .partition_point(|item| item.block <= block)
            .checked_sub(1)
    }

    /// Whether `item` is `above` or is below it.
    pub fn is_within(&self, mut item: usize, above: usize) -> bool {
        loop {
            if item == above {
                return true;
            }
            // A parent is before its children.
            match self.items.get(item).and_then(|item| item.parent) {
                Some(parent) if parent >= above => item = parent,
                _ => return false,
            }
        }
    }

    /// The tree as text, a line each: the line of the file, the ordinal and the heading.
    pub fn display<'a>(&'a self, doc: &'a Document, lines: &'a Lines) -> impl fmt::Display + 'a {
        Tree {
            outline: self,
            doc,
            lines,
        }
    }
}

struct Tree<'a> {
    outline: &'a Outline,
    doc: &'a Document,
    lines: &'a Lines,
}

/// The longest heading that is shown whole, in characters.
const SHOWN: usize = 36;

impl fmt::Display for Tree<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for item in &self.outline.items {
            let Some(block) = self.doc.blocks.get(item.block) else {
                continue;
            };
            let text = self.doc.block_text(block);
            let body = text.get(item.label.len()..).unwrap_or(text);
            let sentence = body
                .char_indices()
                .find(|&(_, c)| is_terminal(c) || c == '\n')
                .map_or(body.len(), |(at, _)| at);
            let shown = body[..sentence]
                .char_indices()
                .nth(SHOWN)
                .map_or(sentence, |(at, _)| at);
            let label = &text[..text.len() - body.len()];
            writeln!(
                f,
                "{:>6}  {:indent$}{label}{}{}{}",
                self.lines.line(self.doc.source_range(&block.range).start),
                "",
                body[..shown].trim_end(),
                if shown < sentence { "…" } else { "" },
                if item.doubt.is_some() { "  (?)" } else { "" },
                indent = item.depth * 2,
            )?;
        }
        Ok(())
    }
}

fn candidates(doc: &Document) -> Vec<Candidate> {
    doc.blocks
        .iter()
        .enumerate()
        .filter_map(|(index, block)| candidate(doc, index, block))
        .collect()
}

fn candidate(doc: &Document, index: usize, block: &Block) -> Option<Candidate> {
    if matches!(block.kind, Kind::Code | Kind::TableCell(_) | Kind::Quote) {
        return None;
    }
    let text = doc.block_text(block);
    let start = block.range.start;
    let (mark, number, length) = match &block.label {
        Some(label) => (
            Mark::Label(label.style),
            label.number,
            label.range.end - start,
        ),
        None => match lead(text) {
            Some(found) => found,
            None => (unnumbered(block, text)?, 0, 0),
        },
    };
    let mut body = text.get(length..)?.trim_start().chars();
    Some(Candidate {
        block: index,
        mark,
        number,
        branch: block.label.as_ref().map_or(0, |label| label.branch),
        label: start..start + length,
        marks: match block.kind {
            Kind::Heading { depth } => depth,
            _ => 0,
        },
        short: text.len() <= SHORT,
        stopped: text.ends_with(is_terminal),
        head: [body.next().unwrap_or(' '), body.next().unwrap_or(' ')],
    })
}

/// The form of `block` with this `text`, which has no ordinal, if it is a heading.
fn unnumbered(block: &Block, text: &str) -> Option<Mark> {
    let mark =
        match block.kind {
            Kind::Title => Mark::Title,
            Kind::Heading { .. } => Mark::Plain,
            Kind::Meta(
                Meta::Other | Meta::Names | Meta::Verse | Meta::Signature | Meta::Byline,
            ) if text.len() <= SHORT && is_part(text) => Mark::Plain,
            _ => return None,
        };
    // A line that announces a list is no heading.
    (!text.ends_with(['：', ':', '，', ','])).then_some(mark)
}

/// What an ordinal before a paragraph begins with.
static LEADS: CharSet = CharSet::new("第一二三四五六七八九十");

/// 「第一，」 「一是」 「二要」 at the beginning of `text`: form, number, length in bytes.
pub fn lead(text: &str) -> Option<(Mark, u32, usize)> {
    if !LEADS.stands_at(text.as_bytes(), 0) {
        return None;
    }
    if let Some(rest) = text.strip_prefix('第') {
        let (number, length) = han_number(rest)?;
        let after = rest.get(length..)?;
        let mark = after.chars().next()?;
        let counted = matches!(mark, '，' | ',' | '、' | '：' | ':' | '。');
        // 「第一、第二产业」 are no items.
        if !counted || after[mark.len_utf8()..].starts_with('第') {
            return None;
        }
        return Some((
            Mark::Ordinal,
            number,
            '第'.len_utf8() + length + mark.len_utf8(),
        ));
    }
    let (number, length) = han_number(text)?;
    let after = text.get(length..)?;
    let word = ["是", "要"]
        .into_iter()
        .find(|word| after.starts_with(word))?;
    // 「一是一，二是二」.
    if han_number(&after[word.len()..]).is_some_and(|(next, _)| next == number) {
        return None;
    }
    Some((Mark::RunIn, number, length + word.len()))
}

/// A small number in Chinese digits.
fn han_number(text: &str) -> Option<(u32, usize)> {
    /// The longest numeral that is looked at, in characters.
    const LONGEST: usize = 12;
    let first = text.chars().next()?;
    if !matches!(
        first,
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
    ) {
        return None;
    }
    // A longer numeral is greater, however long it is.
    let numeral = text.chars().take_while(|&c| numeral::is_chinese(c));
    if numeral.take(LONGEST + 1).count() > LONGEST {
        return None;
    }
    let (value, length) = numeral::integer_at(text)?;
    (value <= 40).then_some((value as u32, length))
}

/// Whether a heading without number begins a new part: 「2025年工作回顾」 「今后五年的工作建议」.
pub fn is_part(text: &str) -> bool {
    const TIME: [&str; 8] = [
        "年",
        "下一步",
        "下一阶段",
        "今后",
        "下半年",
        "上半年",
        "届",
        "时期",
    ];
    const TOPIC: [&str; 16] = [
        "回顾", "总结", "思路", "安排", "打算", "任务", "重点", "计划", "设想", "建议", "要求",
        "目标", "情况", "部署", "规划", "展望",
    ];
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    TIME.iter().any(|word| text.contains(word)) && TOPIC.iter().any(|word| text.ends_with(word))
}

struct Reader<'a> {
    doc: &'a Document,
    candidates: &'a [Candidate],
    /// Where each form is, as indices of `candidates`.
    places: [Vec<usize>; FORMS],
    open: Vec<Open>,
    /// The last closed run of each form: its last number and item.
    closed: [Option<(u32, usize, usize)>; FORMS],
    items: Vec<Item>,
    runs: usize,
}

impl Reader<'_> {
    /// Closes the open runs from `level` on.
    fn close(&mut self, level: usize) {
        for open in self.open.drain(level.min(self.open.len())..) {
            let closed = &mut self.closed[open.mark.place()];
            if closed.is_none_or(|(_, item, _)| open.item >= item) {
                *closed = Some((open.last, open.item, open.run));
            }
        }
    }

    fn item(&mut self, index: usize, level: usize, run: usize, doubt: Option<Doubt>) {
        let candidate = &self.candidates[index];
        self.items.push(Item {
            block: candidate.block,
            mark: candidate.mark,
            number: (candidate.number > 0).then_some(candidate.number),
            branch: candidate.branch,
            label: candidate.label.clone(),
            parent: level
                .checked_sub(1)
                .and_then(|above| self.open.get(above))
                .map(|open| open.item),
            depth: level,
            run,
            doubt,
        });
    }

    /// Opens a run below all that is open.
    fn push(&mut self, index: usize, inside: bool) {
        self.push_with(index, inside, None);
    }

    fn push_with(&mut self, index: usize, inside: bool, doubt: Option<Doubt>) {
        let candidate = &self.candidates[index];
        let (run, item) = (self.runs, self.items.len());
        self.runs += 1;
        let level = self.open.len();
        self.item(index, level, run, doubt);
        self.open.push(Open {
            mark: candidate.mark,
            run,
            last: candidate.number,
            item,
            first: index,
            marks: candidate.marks,
            inside,
        });
    }

    /// Goes on with the run at `level`.
    fn go_on(&mut self, index: usize, level: usize, number: u32, doubt: Option<Doubt>) {
        let next = self.items.len();
        // A run of the same form that is in the midst of this one, with nothing to announce it.
        if let (Some(outer), Some(inner)) = (self.open.get(level), self.open.get(level + 1))
            && inner.inside
            && inner.mark == outer.mark
        {
            let doubt = Doubt::Inside {
                before: outer.item,
                after: next,
            };
            let first = self.candidates[inner.first].block;
            if let Ok(first) = self.items.binary_search_by_key(&first, |item| item.block) {
                self.items[first].doubt.get_or_insert(doubt);
            }
        }
        self.close(level + 1);
        let Some(run) = self.open.get(level).map(|open| open.run) else {
            return;
        };
        self.item(index, level, run, doubt);
        if let Some(open) = self.open.get_mut(level) {
            open.last = number;
            open.item = next;
            open.marks = self.candidates[index].marks;
        }
    }

    /// A heading without number: the beginning of a part where numbers begin anew after it, else a
    /// heading inside the item it is under.
    fn heading(&mut self, index: usize) {
        let candidate = &self.candidates[index];
        if candidate.marks > 0 {
            self.close_marks(candidate.marks, true);
            return self.push(index, false);
        }
        let block = &self.doc.blocks[candidate.block];
        let next = self.candidates[index + 1..]
            .iter()
            .take(AHEAD)
            .find(|next| matches!(next.mark, Mark::Label(_)));
        let open = next.and_then(|next| {
            let level = self.open.iter().rposition(|open| open.mark == next.mark)?;
            Some((level, next.number, self.open[level].last))
        });
        match open {
            Some((level, 1, _)) => self.close(level),
            Some((_, number, last)) if number == last + 1 => {}
            _ if is_part(self.doc.block_text(block)) => {
                let level = self
                    .open
                    .iter()
                    .rposition(|open| open.mark == Mark::Title || open.marks > 0)
                    .map_or(0, |level| level + 1);
                self.close(level);
            }
            _ => {}
        }
        // Headings without number that follow one another are siblings.
        if self
            .open
            .last()
            .is_some_and(|open| open.mark == Mark::Plain && open.marks == 0)
        {
            self.close(self.open.len() - 1);
        }
        self.push(index, false);
    }

    /// Closes what is deeper than a heading with this many `#`, and with `same` its equals.
    fn close_marks(&mut self, marks: u8, same: bool) {
        let level = self.open.iter().position(|open| {
            open.marks > marks || open.marks == marks && (same || open.mark == Mark::Plain)
        });
        if let Some(level) = level {
            self.close(level);
        }
    }

    fn label(&mut self, index: usize) {
        let candidate = &self.candidates[index];
        let (mark, number) = (candidate.mark, candidate.number);
        if candidate.marks > 0 {
            self.close_marks(candidate.marks, false);
        }
        let Some(inner) = self.open.iter().rposition(|open| open.mark == mark) else {
            return self.begin(index);
        };
        let last = self.open[inner].last;
        if candidate.branch > 0 {
            // 「第二条之一」 is behind 第二条; 第五条之一 right behind 第四条 shows that 第五条 is lost.
            let after = self.open[inner].item;
            let doubt = (number > last).then_some(Doubt::Gap { after });
            return self.go_on(index, inner, number.max(last), doubt);
        }
        let outer = self.open[..inner]
            .iter()
            .rposition(|open| open.mark == mark && open.last + 1 == number);
        if number == last + 1 {
            let level = match outer {
                Some(outer) if self.likes(index, outer) > self.likes(index, inner) => outer,
                _ => inner,
            };
            return self.go_on(index, level, number, None);
        }
        let after = self.open[inner].item;
        let stop = self.stop(index, inner);
        let next = self.next(index, stop);
        let slip = Doubt::Slip {
            after,
            expected: last + 1,
        };
        if (number > 1 || last == 1 && next == Some(3)) && self.falls_in(index, last, stop) {
            return self.go_on(index, inner, last + 1, Some(slip));
        }
        if number == 1 {
            let direct = inner + 1 == self.open.len();
            let announced = self.announced(index);
            if last == 1
                && direct
                && !announced
                && !self.parted(index, after)
                && next == Some(2)
                && self.candidates[self.open[inner].first].short == candidate.short
            {
                return self.go_on(index, inner, 1, Some(Doubt::Repeat { of: after }));
            }
            if self.returns(index, inner, stop) {
                return self.push(index, direct && !announced);
            }
            self.close(inner);
            return self.push(index, false);
        }
        if let Some(outer) = outer {
            return self.go_on(index, outer, number, None);
        }
        let doubt = if number == last {
            Doubt::Repeat { of: after }
        } else if number > last {
            Doubt::Gap { after }
        } else {
            Doubt::Back { after }
        };
        self.go_on(index, inner, number, Some(doubt));
    }

    /// A label whose form has no open run.
    fn begin(&mut self, index: usize) {
        let candidate = &self.candidates[index];
        let closed = self.closed[candidate.mark.place()];
        let Some((last, item, run)) = closed.filter(|_| candidate.number != 1) else {
            let late = (candidate.number != 1).then_some(Doubt::Late);
            return self.push_with(index, false, late);
        };
        // Articles are counted through all chapters, and some drafts count items so too.
        let through = matches!(
            candidate.mark,
            Mark::Label(OrdinalStyle::Article | OrdinalStyle::Chapter | OrdinalStyle::Section)
        );
        if candidate.number != last + 1 && !through {
            return self.push_with(index, false, Some(Doubt::Late));
        }
        self.push(index, false);
        let (Some(open), Some(placed)) = (self.open.last_mut(), self.items.last_mut()) else {
            return;
        };
        open.run = run;
        placed.run = run;
        if candidate.number != last + 1 {
            placed.doubt = Some(match candidate.number {
                number if number == last => Doubt::Repeat { of: item },
                number if number > last => Doubt::Gap { after: item },
                _ => Doubt::Back { after: item },
            });
        }
    }

    /// Where the run at `level` must end: at the next label of a form above it.
    fn stop(&self, index: usize, level: usize) -> usize {
        self.open[..level]
            .iter()
            .filter(|open| {
                matches!(open.mark, Mark::Label(_)) && open.mark != self.open[level].mark
            })
            .filter_map(|open| {
                let places = &self.places[open.mark.place()];
                places
                    .get(places.partition_point(|&place| place <= index))
                    .copied()
            })
            .min()
            .unwrap_or(self.candidates.len())
    }

    /// The labels of the same form after `index` and before `stop`.
    fn following(&self, index: usize, stop: usize) -> impl Iterator<Item = usize> + '_ {
        let places = &self.places[self.candidates[index].mark.place()];
        places[places.partition_point(|&place| place <= index)..]
            .iter()
            .copied()
            .take(AHEAD)
            .take_while(move |&place| place < stop)
    }

    fn next(&self, index: usize, stop: usize) -> Option<u32> {
        self.following(index, stop)
            .next()
            .map(|next| self.candidates[next].number)
    }

    /// Whether the labels come into order again, counted from `last`, though this one is wrong: right
    /// after it, or after a streak that is one ahead throughout (三、五、六、六、).
    fn falls_in(&self, index: usize, last: u32, stop: usize) -> bool {
        let ahead = |number: u32, expected: u32| number == expected + 1;
        let mut streak = ahead(self.candidates[index].number, last + 1);
        for (expected, next) in (last + 2..).zip(self.following(index, stop)) {
            let number = self.candidates[next].number;
            if number == expected {
                return true;
            }
            streak &= ahead(number, expected);
            if !streak {
                return false;
            }
        }
        false
    }

    /// Whether the run at `level` goes on after the run that begins at `index`.
    fn returns(&self, index: usize, level: usize, stop: usize) -> bool {
        let wanted = self.open[level].last + 1;
        let mut runs = vec![1];
        for next in self.following(index, stop) {
            let number = self.candidates[next].number;
            if number == 1 {
                if runs.len() == DEEPEST {
                    return false;
                }
                runs.push(1);
            } else if let Some(depth) = runs.iter().rposition(|&last| last + 1 == number) {
                if depth == 0
                    && number == wanted
                    && self.likes(next, level) > likeness(self.candidates, next, index)
                {
                    return true;
                }
                runs.truncate(depth + 1);
                runs[depth] = number;
            } else {
                return number == wanted;
            }
        }
        false
    }

    /// How much the label at `index` looks like the run at `level`.
    fn likes(&self, index: usize, level: usize) -> u8 {
        likeness(self.candidates, index, self.open[level].first)
    }

    /// Whether a line that is no text and has no ordinal is between the item `after` and the label at
    /// `index`: the title of another part, of an annex, of a form.
    fn parted(&self, index: usize, after: usize) -> bool {
        let from = self.items.get(after).map_or(0, |item| item.block + 1);
        let blocks = self.doc.blocks.get(from..self.candidates[index].block);
        blocks.unwrap_or_default().iter().any(|block| {
            block.label.is_none()
                && !block.is_prose()
                && !matches!(block.kind, Kind::TableCell(_) | Kind::Code)
        })
    }

    /// Whether the text before the label says that a list comes.
    fn announced(&self, index: usize) -> bool {
        const WORDS: [&str; 10] = [
            "如下",
            "以下",
            "下列",
            "几点",
            "几个",
            "几项",
            "几条",
            "几方面",
            "分别",
            "其中",
        ];
        let block = self.candidates[index].block;
        let Some(before) = block.checked_sub(1).and_then(|at| self.doc.blocks.get(at)) else {
            return false;
        };
        let text = self.doc.block_text(before);
        let start = text.char_indices().rev().nth(60).map_or(0, |(at, _)| at);
        text.ends_with(['：', ':']) || WORDS.iter().any(|word| text[start..].contains(word))
    }
}

/// How much two labelled blocks look alike: their first words, their length, their end.
fn likeness(candidates: &[Candidate], one: usize, other: usize) -> u8 {
    let (one, other) = (&candidates[one], &candidates[other]);
    2 * u8::from(one.head == other.head)
        + u8::from(one.short == other.short)
        + u8::from(one.stopped == other.stopped)
}

#[cfg(test)]
mod tests {
    use crate::{
        document::Source,
        reading::{Context, Draft},
    };

    fn read(text: &str) -> String {
        let source = Source::of_text("draft.txt", text);
        let doc = Draft::read(source, Context::default());
        doc.outline()
            .items
            .iter()
            .map(|item| {
                let label = &doc.text[item.label.clone()];
                let doubt = if item.doubt.is_some() { "?" } else { "" };
                format!("{}{label}{doubt} ", item.depth)
            })
            .collect()
    }

    #[test]
    fn items_nest_as_the_draft_nests_them() {
        assert_eq!(
            read("一、回顾\n（一）农业\n1.粮食\n2.蔬菜\n（二）工业\n二、安排\n（一）农业\n"),
            "0一、 1（一） 21. 22. 1（二） 0二、 1（一） "
        );
    }

    #[test]
    fn a_list_may_take_the_form_of_its_section() {
        assert_eq!(
            read("一、回顾\n二、安排\n有几条措施：\n一、修路。\n二、架桥。\n三、保障\n"),
            "0一、 0二、 1一、 1二、 0三、 "
        );
    }

    #[test]
    fn numbers_begin_anew_in_a_new_part() {
        assert_eq!(
            read(
                "一、回顾农业\n工作有进展。\n二、回顾工业\n工作有进展。\n今年工作安排\n一、抓好农业\n工作要抓紧。\n"
            ),
            "0一、 0二、 0 1一、 "
        );
    }

    #[test]
    fn a_wrong_number_does_not_move_its_neighbours() {
        assert_eq!(
            read("（一）甲事\n（三）乙事\n（三）丙事\n（四）丁事\n"),
            "0（一） 0（三）? 0（三） 0（四） "
        );
    }

    #[test]
    fn articles_are_counted_through_chapters() {
        assert_eq!(
            read("第一章　总则\n第一条　目的。\n第二条　范围。\n第二章　罚则\n第三条　罚款。\n"),
            "0第一章 1第一条 1第二条 0第二章 1第三条 "
        );
    }
}
