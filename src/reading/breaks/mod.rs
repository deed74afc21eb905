//! Where sentences are broken: blocks that end without an end, blocks that begin without a
//! beginning, and which of them belong together.
//!
//! Texts taken from pages lose the ends of paragraphs, break sentences at the foot of a page, and
//! put a column's end behind the next one's beginning. One loose end beside one loose beginning is
//! a split sentence; a loose end that nothing goes on from is an unfinished paragraph; a loose
//! beginning is an orphan; and two that are apart but belong together are a misplaced passage.
//! All are found together, so that no place is reported twice.

mod bigram_evidence;
mod far_apart;
mod joints;
pub mod order;

use std::{
    cell::OnceCell,
    collections::{HashMap, HashSet},
    ops::Range,
};

use crate::{
    document::{Block, Document, Kind, Meta},
    language::{
        beginnings,
        endings::{self, Tail},
        han::{count_han, is_han, is_opening, is_terminal},
    },
    scan::sentences::next_mark,
};

/// A sentence that is not whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// What happened to it.
    pub kind: BreakKind,
    /// How one knows.
    pub proof: Proof,
}

/// What happened to a sentence. The numbers are indices of [`Document::blocks`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakKind {
    /// It is in two blocks, one directly after the other.
    Split {
        /// The block with its beginning.
        first: usize,
        /// The block with its end.
        second: usize,
    },
    /// Its end is lost.
    Unfinished {
        /// The block that it should end in.
        block: usize,
    },
    /// Its beginning is lost.
    Orphan {
        /// The block that begins with the rest.
        block: usize,
    },
    /// It goes on at another place.
    Misplaced {
        /// The block with its beginning.
        first: usize,
        /// The block with its end.
        second: usize,
    },
}

/// How one knows that a sentence is not whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// The two ends form this word.
    Word(String),
    /// A pair opened with this mark closes on the other side.
    Pair(char),
    /// A number is parted from what it counts.
    Quantity,
    /// The two ends, as they read together, occur elsewhere in the document.
    Phrase(String),
    /// A sentence cannot end with this.
    CannotEnd(String),
    /// A sentence cannot begin with this.
    CannotBegin(String),
    /// It ends with this comma, pause mark or opening mark.
    Mark(char),
    /// This many like it have an end mark, this one has none.
    Habit(usize),
    /// It repeats the end of what is before.
    Echo(String),
    /// The ordinals before the one and behind the other follow one another.
    Order(u32, u32),
    /// They are the only loose ends left.
    Remains,
}

/// All broken sentences of a document, in order of place.
#[derive(Debug, Clone, Default)]
pub struct Breaks {
    /// The breaks, by the block where each is reported.
    pub breaks: Vec<Break>,
}

/// Running text, in Han characters: below it a line without a full stop may be anything.
const RUNNING: usize = 36;

/// The same where a line of a layout or a page follows.
const CUT_BY_LINE: usize = 24;

/// The longest headline, in bytes.
const HEADLINE: usize = 180;

/// The longest line that a layout puts between two paragraphs, in bytes.
const LAYOUT: usize = 120;

/// This many paragraphs that end with an end mark make it a habit.
const HABIT: usize = 2;

/// The most loose ends and beginnings that are tried against each other over a distance.
const DISTANT: usize = 48;

impl Breaks {
    /// Reads `doc`.
    pub fn read<'a>(doc: &'a Document, ends_with_heading: &'a dyn Fn(usize) -> bool) -> Self {
        Reader::new(doc, ends_with_heading).read()
    }
}

struct Reader<'a> {
    doc: &'a Document,
    /// Whether a block ends with a heading that has lost its line end; most drafts never ask.
    ends_with_heading: &'a dyn Fn(usize) -> bool,
    /// The blocks from the first paragraph on that may be text and do not end as sentences do.
    open: Vec<(usize, Tail)>,
    habit: Habit,
    repeated: OnceCell<HashSet<usize>>,
}

/// How the paragraphs of a document end.
#[derive(Default)]
struct Habit {
    /// Paragraphs of running text with an end mark.
    closed: usize,
    /// All that end with an end mark, short ones too.
    ended: usize,
    /// Those without.
    bare: usize,
    /// Those that end with a comma.
    comma: usize,
}

impl Habit {
    /// Counts a paragraph.
    fn count(&mut self, text: &str, tail: Tail) {
        /// The shortest sentence, in bytes.
        const SENTENCE: usize = 24;
        self.ended += usize::from(tail == Tail::Closed && text.len() >= SENTENCE);
        match tail {
            Tail::Open(_) => self.comma += 1,
            Tail::Closed if is_running(text) => self.closed += 1,
            Tail::Bare | Tail::Bracketed if is_running(text) => self.bare += 1,
            _ => {}
        }
    }

    /// Takes back one that was counted.
    fn discount(&mut self, text: &str, tail: Tail) {
        match tail {
            Tail::Open(_) => self.comma = self.comma.saturating_sub(1),
            Tail::Bare | Tail::Bracketed if is_running(text) => {
                self.bare = self.bare.saturating_sub(1);
            }
            _ => {}
        }
    }

    /// Whether paragraphs here end with an end mark, so that one without is no matter of style.
    fn closes(&self) -> bool {
        self.bare <= 2 || self.closed >= 4 * self.bare
    }

    /// Whether lines here end with commas as a matter of style: verse, one clause a line.
    fn breaks_at_commas(&self) -> bool {
        self.comma >= 6 && self.comma * 12 > self.closed
    }
}

/// Whether `text` is long enough, or has a sentence that ends, to be running text.
fn is_running(text: &str) -> bool {
    /// This many bytes suffice for most texts to show that they are long enough; what is counted in them fits into a byte.
    const HEAD: usize = 240;
    let bytes = text.as_bytes();
    if bytes.len() < RUNNING * "一".len() {
        // It is too short for that many characters; does a sentence end in it, and another begin?
        let inner = text.strip_suffix('。').unwrap_or(text);
        if !inner.contains('。') {
            return false;
        }
    } else {
        let head = bytes.get(..HEAD).unwrap_or(bytes);
        // Nearly all characters are of U+5000 to U+9FFF, which is Han throughout.
        let common: u8 = head
            .iter()
            .map(|byte| u8::from(matches!(byte, 0xe5..=0xe9)))
            .sum();
        if usize::from(common) >= RUNNING {
            return true;
        }
    }
    let mut han = 0;
    for (at, c) in text.char_indices() {
        if c == '。' && han >= 8 && at + c.len_utf8() < text.len() {
            return true;
        }
        han += usize::from(is_han(c));
        if han >= RUNNING {
            return true;
        }
    }
    false
}

/// A block whose last sentence does not end, and what follows it.
struct Loose {
    block: usize,
    next: Option<usize>,
    tail: Tail,
}

impl<'a> Reader<'a> {
    fn new(doc: &'a Document, ends_with_heading: &'a dyn Fn(usize) -> bool) -> Self {
        let mut open = Vec::new();
        let mut habit = Habit::default();
        let mut begun = false;
        for (index, block) in doc.blocks.iter().enumerate() {
            let prose = block.is_prose();
            begun |= prose;
            if !begun || !(prose || may_be_text(block)) {
                continue;
            }
            let text = doc.block_text(block);
            let tail = endings::tail(text);
            if prose {
                habit.count(text, tail);
            }
            let is_short_item = !matches!(tail, Tail::Closed | Tail::Open(_))
                && block.kind == Kind::ListItem
                && doc.blocks.get(index + 1).is_none_or(|next| {
                    next.kind == Kind::ListItem || next.is_heading() || next.after_blank
                });
            // Items of Markdown that name things end without a mark, and none goes on in the next.
            if tail != Tail::Closed && !is_short_item {
                open.push((index, tail));
            }
        }
        Self {
            doc,
            ends_with_heading,
            open,
            habit,
            repeated: OnceCell::new(),
        }
    }

    fn read(mut self) -> Breaks {
        let loose = self.loose_ends();
        let following: Vec<Option<usize>> = loose.iter().map(|end| self.following(end)).collect();
        // What is proved to be cut says nothing of how paragraphs end here.
        let mut phrases = joints::Phrases::default();
        let proved: Vec<Option<Proof>> = loose
            .iter()
            .zip(&following)
            .enumerate()
            .map(|(number, (end, next))| {
                let phrases = Some(&mut phrases).filter(|_| number < joints::MOST);
                self.goes_on(end, (*next)?, phrases)
            })
            .collect();
        for (end, _) in loose
            .iter()
            .zip(&proved)
            .filter(|(_, proof)| proof.is_some())
        {
            self.habit.discount(self.text(end.block), end.tail);
        }
        let mut breaks: Vec<Break> = loose
            .iter()
            .zip(following)
            .zip(proved)
            .filter_map(|((end, next), proof)| {
                self.judge(end, next, proof)
                    .or_else(|| far_apart::behind_foreign(&self, end))
            })
            .collect();
        // A line that has come between is not what the rest goes on from.
        let bridged: Vec<(usize, usize)> = breaks
            .iter()
            .filter_map(|found| match found.kind {
                BreakKind::Split { first, second } if second > first + 1 => Some((first, second)),
                _ => None,
            })
            .collect();
        if !bridged.is_empty() {
            breaks.retain(|found| match found.kind {
                BreakKind::Split { first, second } => bridged
                    .binary_search_by_key(&second, |&(_, second)| second)
                    .map_or(true, |at| bridged[at].0 >= first),
                _ => true,
            });
        }
        let mut orphans = self.orphans(&breaks);
        self.pair_apart(&mut breaks, &mut orphans);
        breaks.extend(
            orphans
                .into_iter()
                .filter_map(|orphan| orphan.certain.map(|proof| (orphan.block, proof)))
                .map(|(block, proof)| Break {
                    kind: BreakKind::Orphan { block },
                    proof,
                }),
        );
        breaks.sort_by_key(|found| found.kind.place());
        Breaks { breaks }
    }

    fn text(&self, block: usize) -> &'a str {
        self.doc
            .blocks
            .get(block)
            .map_or("", |block| self.doc.block_text(block))
    }

    /// Blocks that may end in the middle of a sentence. Titles, bylines and what else is around
    /// the text are left alone; so is all before the first paragraph.
    fn loose_ends(&self) -> Vec<Loose> {
        let count = self.doc.blocks.len();
        let mut found = Vec::new();
        for &(index, tail) in &self.open {
            if is_furniture(self.text(index))
                || tail == Tail::Bare && (self.ends_with_heading)(index)
                || self.is_headline(index)
            {
                continue;
            }
            let next = (index + 1..count.min(index + 4)).find(|&next| {
                !is_furniture(self.text(next))
                    && !self.is_running_head(next)
                    && !self.is_inserted(next)
            });
            found.push(Loose {
                block: index,
                next,
                tail,
            });
        }
        found
    }

    /// Whether block `index` is the headline of the news item behind it, or a title set with spaces.
    fn is_headline(&self, index: usize) -> bool {
        let text = self.text(index);
        if text.contains(['。', '；']) || endings::open_pair(text).is_some() {
            return false;
        }
        let lead = |next: usize| beginnings::is_lead(self.text(next));
        // A subtitle may be between.
        beginnings::is_spaced_title(text)
            || text.len() <= HEADLINE
                && (lead(index + 1) || lead(index + 2) && !self.is_prose(index + 1))
    }

    fn is_prose(&self, index: usize) -> bool {
        self.doc.blocks.get(index).is_some_and(Block::is_prose)
    }

    /// Whether block `index` is the title of the draft, or of a collection, at the head of a page.
    fn is_running_head(&self, index: usize) -> bool {
        const LONGEST: usize = 120;
        let Some(block) = self.doc.blocks.get(index) else {
            return false;
        };
        let text = self.doc.block_text(block);
        if block.label.is_some() || text.len() > LONGEST || text.ends_with(is_terminal) {
            return false;
        }
        // 「12 青河年鉴」 「青河年鉴 · 12」.
        let core = text.trim_matches(|c: char| {
            c.is_ascii_digit()
                || c.is_whitespace()
                || matches!(c, '-' | '—' | '－' | '·' | '|' | '/' | '第' | '页')
        });
        let numbered = core.len() < text.len() && count_han(core) >= 2;
        let title = self
            .doc
            .blocks
            .iter()
            .take(4)
            .take_while(|block| !block.is_prose())
            .map(|block| self.doc.block_text(block));
        let mut same = title.filter(|title| count_han(core) >= 4 && title.contains(core));
        same.next().is_some()
            || numbered && !block.is_prose() && text.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether block `index` is a line that layouts and web pages put between two paragraphs: the
    /// caption of a picture, what a button says, a head that is on several pages.
    fn is_inserted(&self, index: usize) -> bool {
        const CAPTIONS: [&str; 4] = ["图为", "圖為", "（图为", "▲图"];
        const WEB: [&str; 10] = [
            "扫一扫",
            "分享到",
            "点击查看",
            "点击上方",
            "责任编辑",
            "上一篇",
            "下一篇",
            "打印本页",
            "关闭窗口",
            "浏览次数",
        ];
        const PAPERS: [&str; 3] = ["会议文件", "会议材料", "文件汇编"];
        let Some(block) = self.doc.blocks.get(index) else {
            return false;
        };
        let text = self.doc.block_text(block);
        if block.label.is_some() || text.len() > LAYOUT {
            return false;
        }
        if block.kind == Kind::Meta(Meta::Caption)
            || CAPTIONS.iter().any(|words| text.starts_with(words))
        {
            return true;
        }
        if text.ends_with(is_terminal) {
            return false;
        }
        WEB.iter().any(|words| text.contains(words))
            || !block.is_prose() && PAPERS.iter().any(|words| text.ends_with(words))
            || self.repeated().contains(&index)
    }

    /// The lines that are no text and are in the draft several times, as the heads of pages do:
    /// their blocks.
    fn repeated(&self) -> &HashSet<usize> {
        /// The fewest Han characters of such a line.
        const HEAD: usize = 8;
        self.repeated.get_or_init(|| {
            let mut first: HashMap<&str, usize> = HashMap::new();
            let mut again = HashSet::new();
            for (index, block) in self.doc.blocks.iter().enumerate() {
                let text = self.doc.block_text(block);
                if block.is_prose()
                    || block.label.is_some()
                    || text.len() > LAYOUT
                    || count_han(text) < HEAD
                {
                    continue;
                }
                let before = *first.entry(text).or_insert(index);
                if before != index {
                    again.extend([before, index]);
                }
            }
            again
        })
    }

    /// The block that the sentence may go on in.
    fn following(&self, end: &Loose) -> Option<usize> {
        let next = end.next?;
        let block = self.doc.blocks.get(next)?;
        let text = self.doc.block_text(block);
        (block.label.is_none()
            && (block.is_prose() || may_be_text(block))
            && !beginnings::numbered(text)
            && !beginnings::is_lead(text))
        .then_some(next)
    }

    /// What happened to the sentence that `end` ends with, if anything did. `proof` says that `next`
    /// goes on from it.
    fn judge(&self, end: &Loose, next: Option<usize>, proof: Option<Proof>) -> Option<Break> {
        let first = end.block;
        if let (Some(second), Some(proof)) = (next, proof) {
            return Some(Break {
                kind: BreakKind::Split { first, second },
                proof,
            });
        }
        let text = self.text(first);
        let proof = self.unfinished(end, text, &self.doc.blocks[first])?;
        // Nothing speaks against the next paragraph's going on: it does, unless it begins as
        // paragraphs do or a quotation stays open.
        let opening = matches!(end.tail, Tail::Open(mark) if is_opening(mark));
        let kind = match next {
            Some(second) if opening => BreakKind::Split { first, second },
            Some(second)
                if self.doc.blocks[second].is_prose()
                    && !beginnings::starts_paragraph(self.text(second))
                    // Behind a word that cannot end a sentence, such a word goes on well enough.
                    && (!matches!(proof, Proof::Habit(_)) || beginnings::continuation_score(self.text(second)) >= 0)
                    && endings::open_pair(text).is_none()
                    // What says something by itself goes on from nothing for want of a stop before it.
                    && !(matches!(proof, Proof::Habit(_))
                        && beginnings::has_subject(self.text(second))
                        && !joints::ends_with_verb(text)) =>
            {
                BreakKind::Split { first, second }
            }
            _ => BreakKind::Unfinished { block: first },
        };
        Some(Break { kind, proof })
    }

    /// The proof that block `second` goes on where `end` stops; without `phrases` none is sought among the
    /// readings of the text.
    fn goes_on(
        &self,
        end: &Loose,
        second: usize,
        phrases: Option<&mut joints::Phrases>,
    ) -> Option<Proof> {
        let (text, next_text) = (self.text(end.block), self.text(second));
        let prose = self.doc.blocks[end.block].is_prose() && self.doc.blocks[second].is_prose();
        if let Some(mark) = joints::pair_across(text, next_text) {
            return Some(Proof::Pair(mark));
        }
        // A title and who wrote it, both set apart, meet by chance.
        let lines = !self.is_prose(end.block) && !self.is_prose(second);
        if end.tail == Tail::Bare && !(lines && count_han(next_text) <= 4) {
            if joints::quantity_across(text, next_text) {
                return Some(Proof::Quantity);
            }
            if let Some(word) = joints::word_across(text, next_text, !prose) {
                return Some(Proof::Word(word));
            }
        }
        let free = matches!(end.tail, Tail::Open(_)) && self.habit.breaks_at_commas();
        if prose
            && !free
            && let Some(phrases) = phrases
            && let Some(phrase) = phrases.stands(self.doc, text, next_text)
        {
            return Some(Proof::Phrase(phrase));
        }
        // 「】」 alone is what a button of a page has left.
        next_text.contains(is_han).then_some(())?;
        match beginnings::broken(next_text)? {
            beginnings::Broken::Mark(mark) => Some(Proof::CannotBegin(mark.to_string())),
            beginnings::Broken::Word(word) => Some(Proof::CannotBegin(word)),
        }
    }

    /// The proof that `text` is not finished.
    fn unfinished(&self, end: &Loose, text: &str, block: &Block) -> Option<Proof> {
        if !block.is_prose() {
            return None;
        }
        match end.tail {
            Tail::Open(mark) => {
                let running = count_han(text) >= 12 || !matches!(mark, '，' | ',' | '、');
                (running && !self.habit.breaks_at_commas()).then_some(Proof::Mark(mark))
            }
            Tail::Bare => {
                let next = self.doc.blocks.get(end.block + 1);
                let item = |next: &Block| {
                    next.label.is_some() || beginnings::numbered(self.doc.block_text(next))
                };
                let listed = next.is_some_and(item);
                // 「……；或」, and 「进行了加固的」 in a list of things.
                if listed
                    && (endings::joins_items(text) || block.label.is_some() && text.ends_with('的'))
                {
                    return None;
                }
                let predicate = endings::is_predicate(text)
                    && next.is_none_or(|next| beginnings::is_clause(self.doc.block_text(next)));
                if predicate {
                    return None;
                }
                if let Some(word) = joints::last_word_goes_on(text) {
                    return Some(Proof::CannotEnd(word));
                }
                self.lacks_end(end.block, text, block)
                    .or_else(|| self.lacks_stop(end.block, text, block))
            }
            Tail::Bracketed | Tail::Closed => None,
        }
    }

    fn lacks_end(&self, index: usize, text: &str, block: &Block) -> Option<Proof> {
        // A line of one clause is more often a headline.
        let plain = block.kind == Kind::Paragraph && text.contains(['，', '。', '；', '、']);
        // A line of a layout right behind it shows that the text was cut by one.
        let running = is_running(text)
            || count_han(text) >= CUT_BY_LINE && text.contains('，') && self.is_inserted(index + 1);
        (plain
            && running
            && !is_entry(text)
            && self.habit.closes()
            && self.habit.closed > 0
            && self.habit.ended >= HABIT
            && !self.is_item(index, text))
        .then_some(Proof::Habit(self.habit.ended))
    }

    /// The proof that an item of a list lacks its end: its neighbours in the list have one, and what
    /// is behind it is no item.
    fn lacks_stop(&self, index: usize, text: &str, block: &Block) -> Option<Proof> {
        /// The fewest Han characters of an item that is a sentence.
        const ITEM: usize = 16;
        let label = block.label.as_ref()?;
        let behind = self.doc.blocks.get(index + 1)?;
        let rest = self.doc.block_text(behind);
        let goes_on = behind.is_prose()
            && behind.label.is_none()
            && !beginnings::starts_paragraph(rest)
            && endings::tail(rest) == Tail::Closed;
        if !goes_on || count_han(text) < ITEM {
            return None;
        }
        let sibling = |at: Option<usize>, number: u32| {
            let other = self.doc.blocks.get(at?)?;
            let found = other.label.as_ref()?;
            (found.style == label.style
                && found.number == number
                && endings::tail(self.doc.block_text(other)) == Tail::Closed)
                .then_some(())
        };
        sibling(index.checked_sub(1), label.number.checked_sub(1)?)?;
        sibling(Some(index + 2), label.number + 1)?;
        Some(Proof::Habit(2))
    }

    /// Whether block `index` is one of a list whose items have no end mark.
    fn is_item(&self, index: usize, text: &str) -> bool {
        let item = |text: &str| endings::tail(text) == Tail::Bare && !text.contains('。');
        let beside = |other: Option<usize>| {
            other
                .and_then(|other| self.doc.blocks.get(other))
                .filter(|other| other.label.is_some() == self.doc.blocks[index].label.is_some())
                .is_some_and(|other| {
                    let other = self.doc.block_text(other);
                    item(other) && count_han(other) >= 12
                })
        };
        let around: Vec<bool> = [
            index.checked_sub(2),
            index.checked_sub(1),
            Some(index + 1),
            Some(index + 2),
        ]
        .into_iter()
        .map(beside)
        .collect();
        item(text) && around.windows(2).any(|pair| pair == [true, true])
    }
}

struct Orphan {
    block: usize,
    /// The proof, where none is needed from another place.
    certain: Option<Proof>,
}

impl Reader<'_> {
    /// Blocks that begin in the middle of a sentence and that no block before goes on in.
    fn orphans(&self, breaks: &[Break]) -> Vec<Orphan> {
        let blocks = &self.doc.blocks;
        let mut taken = breaks.iter().filter_map(|found| match found.kind {
            BreakKind::Split { second, .. } => Some(second),
            _ => None,
        });
        let mut next_taken = taken.next();
        // What merely names something is of use only where a loose end seeks its rest.
        let names = breaks.len() <= DISTANT && !far_apart::settled(self, breaks);
        let mut beginnings = 0;
        let mut found = Vec::new();
        let mut before: Option<usize> = None;
        for (index, block) in blocks.iter().enumerate() {
            while next_taken.is_some_and(|taken| taken < index) {
                next_taken = taken.next();
            }
            if !block.is_prose() || block.label.is_some() {
                continue;
            }
            let last = before.replace(index);
            let text = self.doc.block_text(block);
            let starts_paragraph = beginnings::starts_paragraph(text);
            beginnings += usize::from(!starts_paragraph);
            if next_taken == Some(index) {
                continue;
            }
            let certain = last
                .and_then(|last| echo(self.text(last), text))
                .map(Proof::Echo)
                .or_else(|| {
                    let broken = beginnings::broken(text).filter(|_| text.contains(is_han))?;
                    // A bullet shows where its item begins.
                    if block.kind == Kind::ListItem && matches!(broken, beginnings::Broken::Word(_))
                    {
                        return None;
                    }
                    Some(Proof::CannotBegin(match broken {
                        beginnings::Broken::Mark(mark) => mark.to_string(),
                        beginnings::Broken::Word(word) => word,
                    }))
                })
                .or_else(|| {
                    let sought = !starts_paragraph && beginnings <= joints::MOST;
                    let word = sought.then(|| joints::rest_of(self.doc, block))??;
                    Some(Proof::Word(word))
                });
            if certain.is_some() || names && text.len() < 80 && beginnings::bare_phrase(text) {
                found.push(Orphan {
                    block: index,
                    certain,
                });
            }
        }
        found
    }

    /// Pairs loose ends with loose beginnings elsewhere.
    fn pair_apart(&self, breaks: &mut [Break], orphans: &mut Vec<Orphan>) {
        // What occurs twice is no beginning of anything.
        let beginnings: Vec<usize> = orphans
            .iter()
            .filter(|orphan| !matches!(orphan.certain, Some(Proof::Echo(_))))
            .map(|orphan| orphan.block)
            .collect();
        let taken = far_apart::join(self, breaks, &beginnings);
        orphans.retain(|orphan| !taken.contains(&orphan.block));
        let left: Vec<usize> = (0..breaks.len())
            .filter(|&index| match breaks[index].kind {
                BreakKind::Unfinished { block } => taken.contains(&(block + 1)),
                _ => false,
            })
            .collect();
        // One loose end whose partner turned out to be another's, and one loose beginning.
        let phrases: Vec<usize> = orphans
            .iter()
            .filter(|orphan| orphan.certain.is_none())
            .map(|orphan| orphan.block)
            .collect();
        if let ([index], [second]) = (left.as_slice(), phrases.as_slice())
            && let BreakKind::Unfinished { block: first } = breaks[*index].kind
            && joints::ends_with_verb(self.text(first))
        {
            breaks[*index] = Break {
                kind: BreakKind::Misplaced {
                    first,
                    second: *second,
                },
                proof: Proof::Remains,
            };
            orphans.retain(|orphan| orphan.block != *second);
        }
    }
}

impl Proof {
    /// Whether it proves that two ends belong together, and not only that one is loose.
    fn joins(&self) -> bool {
        matches!(
            self,
            Self::Word(_) | Self::Pair(_) | Self::Quantity | Self::Phrase(_)
        )
    }
}

impl BreakKind {
    /// The block with the loose end, or the orphan.
    fn place(self) -> usize {
        match self {
            Self::Split { first, .. } | Self::Misplaced { first, .. } => first,
            Self::Unfinished { block } | Self::Orphan { block } => block,
        }
    }
}

/// Whether a line that is taken for a heading or the like could be part of a sentence after all.
fn may_be_text(block: &Block) -> bool {
    block.label.is_none()
        && matches!(
            block.kind,
            Kind::Heading { depth: 0 } | Kind::Meta(Meta::Other)
        )
}

/// Whether `text` fills in a form and names things, which takes no full stop:
/// 「列席：市委办公室、……负责同志」 「责任单位：……」.
fn is_entry(text: &str) -> bool {
    const NAMES: [&str; 24] = [
        "出席", "列席", "请假", "缺席", "主持", "记录", "参加", "参会", "抄送", "抄报", "主送",
        "报送", "分送", "印发", "單位", "单位", "人员", "人員", "部门", "名单", "名單", "請假",
        "記錄", "部門",
    ];
    let Some((name, rest)) = text.split_once(['：', ':']) else {
        return false;
    };
    let name = name.trim();
    count_han(name) <= 8
        && (NAMES.iter().any(|word| name.ends_with(word)) || matches!(name, "报" | "送" | "发"))
        && !rest.contains('。')
}

/// Whether a line is a page number or an ornament: a sentence goes on behind it.
pub fn is_furniture(text: &str) -> bool {
    if text.len() > 30 {
        return false;
    }
    let core = text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '-' | '—' | '－' | '·' | '.' | '[' | ']' | '/' | '*')
    });
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    core.is_empty()
        || digits(core)
        || core == "编辑"
        || core
            .strip_prefix('第')
            .and_then(|rest| rest.strip_suffix('页'))
            .is_some_and(|number| digits(number.trim()))
}

/// The first sentence of `text` where it is a few characters that `before` ends with: a page break
/// has left the end of the paragraph standing twice.
fn echo(before: &str, text: &str) -> Option<String> {
    const LONGEST: usize = 24;
    let mut end = 0;
    loop {
        let at = next_mark(text, end).filter(|&at| at < LONGEST)?;
        let mark = text.get(at..)?.chars().next()?;
        end = at + mark.len_utf8();
        if is_terminal(mark) {
            break;
        }
    }
    let first = text.get(..end)?;
    (first.len() <= LONGEST && count_han(first) >= 1 && before.len() > 2 * first.len())
        .then_some(())?;
    before.ends_with(first).then(|| first.to_owned())
}

/// The place of the end of `block` to point at.
pub fn end_of(doc: &Document, block: usize) -> Range<usize> {
    doc.blocks
        .get(block)
        .map_or(0..0, |block| endings::last_words(&doc.text, &block.range))
}

/// The place of the beginning of `block` to point at.
pub fn beginning_of(doc: &Document, block: usize) -> Range<usize> {
    doc.blocks.get(block).map_or(0..0, |block| {
        beginnings::first_words(&doc.text, &block.range)
    })
}
