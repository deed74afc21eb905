//! Which loose ends and loose beginnings belong together that are not side by side.
//!
//! Every loose end is weighed against every beginning that could be its continuation: the paragraph
//! behind it, those that are behind other loose ends, those that begin in mid-sentence, and those a
//! line or two further on. Words and pairs across the cut, readings that occur elsewhere, and ordinals
//! that would follow one another speak for two; a pair left open speaks against. Then the heaviest
//! are joined first, unless another fits as well.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    document::{Block, OrdinalStyle},
    language::{
        beginnings,
        endings::{self, Tail},
        han::{count_han, is_han, is_opening},
    },
    reading::breaks::{
        Break, BreakKind, Loose, Proof, Reader, bigram_evidence::BigramEvidence, is_running, joints,
    },
};

/// The most loose ends that are weighed; a text with more is no draft that has lost its order.
const MOST: usize = 48;
/// The most paragraphs that a continuation is sought among.
const WIDEST: usize = 4096;
/// This many blocks behind a loose end, a foreign line or two may have come between.
const NEAR: usize = 3;

/// What speaks for two ends.
const PAIR: i32 = 8;
const LONG_WORD: i32 = 5;
const WORD: i32 = 4;
const LOOSE_WORD: i32 = 2;
const QUANTITY: i32 = 5;
const BROKEN: i32 = 4;
const ORDER: i32 = 5;
/// A beginning of one character before a mark: 「案，邀请」.
const LONE: i32 = 3;
/// Standing side by side, and proved by itself to go on there.
const BESIDE: i32 = 4;
const PROVED: i32 = 3;
/// Forming a word with a title beside it.
const BY_CHANCE: i32 = -2;
/// Standing side by side in a text that has lost its order.
const BESIDE_LOST: i32 = 1;
/// Up to this weight nothing but standing side by side speaks for two ends.
const UNPROVED: i32 = 1;
/// What speaks against them: a pair that stays open, ordinals that would not follow.
const AGAINST: i32 = -5;

/// What it takes to join two ends: a few lines apart, at places that are loose both, anywhere.
const ENOUGH_NEAR: i32 = 4;
const ENOUGH: i32 = 5;
const ENOUGH_ANYWHERE: i32 = 9;

/// This many sentences that go on where they are show that the text has kept its order.
const ORDERLY: usize = 3;

/// The same where the text has lost its order.
const ENOUGH_LOST: i32 = 3;
const JOINT_LOST: i32 = 2;

/// What must speak for the two together, and not for each one's being loose, where they are far apart.
const JOINT: i32 = 4;

/// A loose end with a beginning that may be its continuation.
#[derive(Clone)]
struct Link {
    /// The index of the break.
    end: usize,
    /// The block that begins with the rest.
    head: usize,
    weight: i32,
    /// How much of it speaks for the two together.
    joint: i32,
    proof: Option<Proof>,
    /// Whether the beginning is right behind the end.
    beside: bool,
    /// Whether more than a line or two are between.
    far: bool,
}

impl Link {
    /// What the heavier of two is recognised by.
    fn order(&self) -> (i32, i32) {
        (self.weight, self.joint)
    }
}

/// Whether a text reads in the order in which it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Kept,
    Lost,
}

/// A label of a block.
type StyledNumber = (OrdinalStyle, u32);

/// Joins breaks with beginnings elsewhere. `orphans` are the blocks that begin in mid-sentence.
/// Returns the beginnings that were found a loose end for.
pub(super) fn join(reader: &Reader<'_>, breaks: &mut [Break], orphans: &[usize]) -> Vec<usize> {
    if breaks.len() > MOST || settled(reader, breaks) {
        return Vec::new();
    }
    let table = Table::read(reader, breaks, orphans);
    let mut joined = chosen(table.links(Order::Kept));
    joined.retain(|link| !link.beside);
    let lost = table.links(Order::Lost);
    let apart = joined.iter().filter(|link| link.far).count();
    if apart > 0 && apart >= table.kept || is_lost(&lost, table.kept) {
        // A text that has lost its order: standing side by side says little now.
        let mut rest = lost;
        rest.retain(|link| {
            !joined
                .iter()
                .any(|other| other.end == link.end || other.head == link.head)
        });
        let rest = chosen(rest);
        let certain = |link: &Link| breaks[link.end].proof.joins();
        let unnamed: Vec<usize> = rest
            .iter()
            .filter(|link| link.beside && link.weight <= UNPROVED && !certain(link))
            .map(|link| link.end)
            .collect();
        joined.extend(rest.into_iter().filter(|link| !link.beside));
        for end in unnamed {
            if let BreakKind::Split { first, .. } = breaks[end].kind {
                breaks[end].kind = BreakKind::Unfinished { block: first };
            }
        }
    }
    let firsts: Vec<usize> = breaks.iter().map(|found| found.kind.place()).collect();
    let taken: Vec<usize> = joined.iter().map(|link| link.head).collect();
    for link in joined {
        let first = breaks[link.end].kind.place();
        let second = link.head;
        // A line or two of another text, of which nothing is broken itself.
        let foreign = first < second
            && second - first <= NEAR + 1
            && (first + 1..second).all(|block| {
                is_whole(reader, block) && !taken.contains(&block) && !firsts.contains(&block)
            });
        breaks[link.end] = Break {
            kind: if foreign {
                BreakKind::Split { first, second }
            } else {
                BreakKind::Misplaced { first, second }
            },
            proof: link.proof.unwrap_or(Proof::Remains),
        };
    }
    // A split that took a beginning which belongs elsewhere has lost its partner.
    for found in breaks.iter_mut() {
        if let BreakKind::Split { first, second } = found.kind
            && second == first + 1
            && taken.contains(&second)
        {
            found.kind = BreakKind::Unfinished { block: first };
            if found.proof.joins() || matches!(found.proof, Proof::CannotBegin(_)) {
                found.proof = Proof::Habit(reader.habit.closed);
            }
        }
    }
    taken
}

/// Whether all of `breaks` are proved to go on where they do, so that none seeks its rest elsewhere.
pub(super) fn settled(reader: &Reader<'_>, breaks: &[Break]) -> bool {
    breaks
        .iter()
        .all(|found| found.proof.joins() && !by_chance(reader, found))
}

/// Whether a word may have formed by chance with the title at the head of a page.
fn by_chance(reader: &Reader<'_>, found: &Break) -> bool {
    let prose = |block: usize| reader.doc.blocks.get(block).is_some_and(Block::is_prose);
    matches!((found.kind, &found.proof), (BreakKind::Split { second, .. }, Proof::Word(_)) if !prose(second))
}

/// The sentence that `end` breaks off goes on behind a line or two of another text, although nothing
/// but its continuation shows that it is broken.
pub(super) fn behind_foreign(reader: &Reader<'_>, end: &Loose) -> Option<Break> {
    let first = end.block;
    let left = reader.text(first);
    let prose = |block: usize| reader.doc.blocks.get(block).is_some_and(Block::is_prose);
    let open = endings::open_pair(left);
    (prose(first) && (is_running(left) || open.is_some())).then_some(())?;
    for second in first + 2..=first + 1 + NEAR {
        if !is_whole(reader, second - 1) {
            return None;
        }
        let block = reader.doc.blocks.get(second)?;
        let right = reader.text(second);
        if !prose(second) || block.label.is_some() || beginnings::starts_paragraph(right) {
            continue;
        }
        let proof = match open.and_then(|pair| joints::closed_by(pair, right)) {
            Some(mark) => Proof::Pair(mark),
            None if end.tail != Tail::Bare || joints::closes(right) => continue,
            None => match joints::word_across(left, right, true) {
                Some(word) => Proof::Word(word),
                None => continue,
            },
        };
        return Some(Break {
            kind: BreakKind::Split { first, second },
            proof,
        });
    }
    None
}

/// Whether `block` is a sentence or a line of its own.
fn is_whole(reader: &Reader<'_>, block: usize) -> bool {
    /// In Han characters: what running heads have at most.
    const SHORT: usize = 24;
    let text = reader.text(block);
    let prose = reader.doc.blocks.get(block).is_some_and(Block::is_prose);
    let short = || {
        !text.contains(['，', '。', '、', ','])
            && count_han(text) <= SHORT
            && endings::open_pair(text).is_none()
    };
    (!prose || endings::tail(text) == Tail::Closed || short()) && beginnings::broken(text).is_none()
}

/// Loose ends and beginnings, and what is known of them.
struct Table<'a> {
    reader: &'a Reader<'a>,
    ends: Vec<End<'a>>,
    /// Beginnings that were cut off: behind loose ends, and in mid-sentence.
    known: BTreeSet<usize>,
    /// Paragraphs that could go on from something.
    anywhere: Vec<usize>,
    /// For each loose end, those of them that it could go on with.
    others: Vec<Vec<usize>>,
    rights: BTreeMap<usize, Right<'a>>,
    readings: BigramEvidence,
    ordinals: Ordinals,
    /// How many ends are proved to go on where they are.
    kept: usize,
}

/// A loose end.
struct End<'a> {
    block: usize,
    left: Left<'a>,
    beside: Option<usize>,
    /// Whether what is beside it is proved to go on from it.
    proved: bool,
    /// Whether what is beside it is a title that forms a word with it.
    by_chance: bool,
}

impl<'a> Table<'a> {
    fn read(reader: &'a Reader<'a>, breaks: &[Break], orphans: &[usize]) -> Self {
        let loose = |block: usize| {
            reader.doc.blocks.get(block).is_some_and(|found| {
                found.is_prose()
                    && found.label.is_none()
                    && !beginnings::starts_paragraph(reader.text(block))
            })
        };
        let mut known: BTreeSet<usize> = orphans.iter().copied().collect();
        let ends: Vec<End<'a>> = breaks
            .iter()
            .map(|found| {
                let block = found.kind.place();
                let beside = match found.kind {
                    BreakKind::Split { second, .. } => Some(second),
                    _ => None,
                };
                known.extend(beside.or(loose(block + 1).then_some(block + 1)));
                End {
                    block,
                    left: Left::new(reader.text(block)),
                    beside,
                    proved: found.proof.joins() && !by_chance(reader, found),
                    by_chance: by_chance(reader, found),
                }
            })
            .collect();
        let anywhere: Vec<usize> = (0..reader.doc.blocks.len())
            .filter(|&block| loose(block) && !known.contains(&block))
            .take(WIDEST)
            .collect();
        let readings = BigramEvidence::read(
            &reader.doc.text,
            ends.iter().map(|end| end.left.text),
            known
                .iter()
                .chain(&anywhere)
                .map(|&block| reader.text(block)),
        );
        let firsts: BTreeSet<usize> = ends.iter().map(|end| end.block).collect();
        let mut table = Self {
            reader,
            ordinals: Ordinals::read(reader, &firsts, &known),
            ends,
            known,
            anywhere,
            others: Vec::new(),
            rights: BTreeMap::new(),
            readings,
            kept: breaks
                .iter()
                .filter(|found| {
                    found.proof.joins() && matches!(found.kind, BreakKind::Split { .. })
                })
                .count(),
        };
        table.others = table.ends.iter().map(|end| table.others_of(end)).collect();
        let others = table.others.iter().flatten();
        let heads: BTreeSet<usize> = table.known.iter().chain(others).copied().collect();
        table.rights = heads
            .into_iter()
            .map(|head| (head, Right::new(reader.text(head))))
            .collect();
        table
    }

    /// The paragraphs that were not cut off, as far as known, and that `end` could go on with.
    fn others_of(&self, end: &End<'_>) -> Vec<usize> {
        let others = self.anywhere.iter().filter(|&&head| {
            is_near(end.block, head)
                || self.readings.worth(end.left.text, self.reader.text(head)).0 > 0
        });
        others.copied().collect()
    }

    /// All pairs that enough speaks for.
    fn links(&self, order: Order) -> Vec<Link> {
        let mut links = Vec::new();
        for (index, (end, others)) in self.ends.iter().zip(&self.others).enumerate() {
            let known = self.known.iter().filter(|&&head| head != end.block);
            for &head in known.chain(others) {
                links.extend(self.link(index, end, head, order));
            }
        }
        links
    }

    fn link(&self, index: usize, end: &End<'_>, head: usize, order: Order) -> Option<Link> {
        let right = self.rights.get(&head)?;
        let (mut joint, alone, proof) = weigh(&end.left, right, &self.readings);
        if end.beside == Some(head) && matches!(end.left.tail, Tail::Open(mark) if is_opening(mark))
        {
            // What an opening mark encloses is right behind it.
            joint += PAIR - AGAINST;
        }
        let (follows, ordinals) = self.ordinals.worth(end.block, head);
        let beside = end.beside == Some(head);
        let near = is_near(end.block, head);
        let joint = joint + follows;
        let mut weight = joint + alone;
        if beside {
            weight += match order {
                _ if end.by_chance => BY_CHANCE,
                Order::Kept => BESIDE,
                Order::Lost => BESIDE_LOST,
            };
            weight += if end.proved { PROVED } else { 0 };
        } else {
            let (enough, together) = match order {
                // Two that have changed places are as rare as passages that have gone astray.
                _ if near && head < end.block => (ENOUGH_NEAR, JOINT),
                _ if near => (ENOUGH_NEAR, i32::MIN),
                Order::Kept if self.known.contains(&head) && self.kept < ORDERLY => (ENOUGH, JOINT),
                Order::Lost if self.known.contains(&head) => (ENOUGH_LOST, JOINT_LOST),
                _ => (ENOUGH_ANYWHERE, JOINT),
            };
            if weight < enough || joint < together {
                return None;
            }
        }
        Some(Link {
            end: index,
            head,
            weight,
            joint,
            proof: proof.or(ordinals),
            beside,
            far: !near,
        })
    }
}

/// Whether `head` is so close to `block` that a line or two may have come between, or that the
/// two may have changed places.
fn is_near(block: usize, head: usize) -> bool {
    head > block && head - block <= NEAR + 1 || head + 1 == block
}

/// A loose end, read once.
struct Left<'a> {
    text: &'a str,
    tail: Tail,
    /// The pair that it leaves open.
    open: Option<(char, char)>,
}

/// A beginning, read once.
struct Right<'a> {
    text: &'a str,
    broken: Option<beginnings::Broken>,
    closes: bool,
    continuation_score: i32,
}

impl<'a> Left<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            tail: endings::tail(text),
            open: endings::open_pair(text),
        }
    }
}

impl<'a> Right<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            broken: beginnings::broken(text),
            closes: joints::closes(text),
            continuation_score: if is_lone(text) {
                LONE
            } else {
                beginnings::continuation_score(text)
            },
        }
    }
}

/// Whether `text` begins with one Han character and a mark.
fn is_lone(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(is_han)
        && characters
            .next()
            .is_some_and(|c| matches!(c, '，' | ',' | '、' | '。' | '；' | '”' | '》' | '）'))
}

/// What speaks for joining `left` and `right`, what for the latter's going on from something, and
/// the best proof.
fn weigh(
    left: &Left<'_>,
    right: &Right<'_>,
    readings: &BigramEvidence,
) -> (i32, i32, Option<Proof>) {
    let mut weight = 0;
    let mut alone = right.continuation_score;
    let mut proof = None;
    let pair = left
        .open
        .and_then(|pair| joints::closed_by(pair, right.text));
    if let Some(mark) = pair {
        weight += PAIR;
        proof = Some(Proof::Pair(mark));
    } else if left.open.is_some() || right.closes {
        weight += AGAINST;
    }
    if left.tail == Tail::Bare {
        if let Some(word) = joints::word_across(left.text, right.text, true) {
            weight += if word.chars().count() > 2 {
                LONG_WORD
            } else {
                WORD
            };
            proof = proof.or(Some(Proof::Word(word)));
        } else if let Some(word) = joints::word_across(left.text, right.text, false) {
            weight += LOOSE_WORD;
            proof = proof.or(Some(Proof::Word(word)));
        }
        if joints::quantity_across(left.text, right.text) {
            weight += QUANTITY;
            proof = proof.or(Some(Proof::Quantity));
        }
        let (worth, reading) = readings.worth(left.text, right.text);
        weight += worth;
        proof = proof.or(reading.map(Proof::Phrase));
    }
    if let Some(broken) = &right.broken {
        let fits = !matches!(broken, beginnings::Broken::Mark(_)) || left.tail == Tail::Bare;
        alone += if fits { BROKEN } else { AGAINST };
        proof = proof.or(Some(Proof::CannotBegin(match broken {
            beginnings::Broken::Mark(mark) => mark.to_string(),
            beginnings::Broken::Word(word) => word.clone(),
        })));
    }
    (weight, alone, proof)
}

/// The ordinals before loose ends and behind loose beginnings.
struct Ordinals {
    before: BTreeMap<usize, StyledNumber>,
    behind: BTreeMap<usize, StyledNumber>,
    /// Loose ends behind which the next ordinal of the same form does not follow the last one as they
    /// are. Elsewhere ordinals say nothing: every section counts from one.
    out_of_order: BTreeSet<usize>,
}

impl Ordinals {
    fn read(reader: &Reader<'_>, firsts: &BTreeSet<usize>, heads: &BTreeSet<usize>) -> Self {
        let (mut before, mut behind) = (BTreeMap::new(), BTreeMap::new());
        let mut out_of_order = BTreeSet::new();
        let mut last: Option<StyledNumber> = None;
        // Loose ends since the last ordinal.
        let mut passed: Vec<usize> = Vec::new();
        let mut waiting: Vec<usize> = Vec::new();
        for (index, block) in reader.doc.blocks.iter().enumerate() {
            // What is behind the next cut belongs to another passage.
            if heads.contains(&index) {
                waiting.clear();
                waiting.push(index);
                last = None;
            }
            if let Some(label) = &block.label {
                let ordinal = (label.style, label.number);
                last = Some(ordinal);
                for head in waiting.drain(..) {
                    behind.insert(head, ordinal);
                }
                out_of_order.extend(passed.drain(..).filter(|end| {
                    before
                        .get(end)
                        .is_some_and(|&(style, last): &StyledNumber| {
                            style == ordinal.0 && ordinal.1 != 1 && ordinal.1 != last + 1
                        })
                }));
            }
            if firsts.contains(&index) {
                if let Some(ordinal) = last {
                    before.insert(index, ordinal);
                }
                waiting.clear();
                passed.push(index);
            }
        }
        Self {
            before,
            behind,
            out_of_order,
        }
    }

    /// What the ordinals before `first` and behind `head` say of their order.
    fn worth(&self, first: usize, head: usize) -> (i32, Option<Proof>) {
        let (Some(&(style, last)), Some(&(next_style, next))) =
            (self.before.get(&first), self.behind.get(&head))
        else {
            return (0, None);
        };
        if style != next_style {
            return (0, None);
        }
        if !self.out_of_order.contains(&first) {
            return (0, None);
        }
        if next == last + 1 {
            (ORDER, Some(Proof::Order(last, next)))
        } else if next == 1 {
            (0, None)
        } else {
            (AGAINST, None)
        }
    }
}

/// Whether several ends go on elsewhere so much better than where they are that the text must have
/// lost its order.
fn is_lost(links: &[Link], kept: usize) -> bool {
    /// How much more several together weigh.
    const MUCH: i32 = 10;
    let beside = |link: &Link| {
        let weight = |same: &dyn Fn(&Link) -> bool| {
            links
                .iter()
                .filter(|other| other.beside && same(other))
                .map(|other| other.weight)
                .max()
                .unwrap_or(0)
        };
        weight(&|other| other.end == link.end).max(weight(&|other| other.head == link.head))
    };
    let gains: Vec<i32> = chosen(links.to_vec())
        .iter()
        .filter(|link| link.far && !link.beside && link.weight >= ENOUGH_NEAR)
        .map(|link| link.weight - beside(link).max(0))
        .filter(|&gain| gain > 1)
        .collect();
    gains.len() > kept.max(1) && gains.iter().sum::<i32>() >= MUCH
}

/// The heaviest links, each end and each beginning once.
fn chosen(mut links: Vec<Link>) -> Vec<Link> {
    links.sort_by_key(|link| std::cmp::Reverse(link.order()));
    let (mut ends, mut heads) = (BTreeSet::new(), BTreeSet::new());
    let mut chosen = Vec::new();
    let mut links = links.into_iter().peekable();
    while let Some(weight) = links.peek().map(Link::order) {
        // Of those that weigh the same, one that another contradicts proves nothing.
        let mut same = Vec::new();
        while let Some(link) = links.next_if(|link| link.order() == weight) {
            if !ends.contains(&link.end) && !heads.contains(&link.head) {
                same.push(link);
            }
        }
        let count = |pick: fn(&Link) -> usize| {
            let mut times: BTreeMap<usize, usize> = BTreeMap::new();
            for link in &same {
                *times.entry(pick(link)).or_default() += 1;
            }
            times
        };
        let (by_end, by_head) = (count(|link| link.end), count(|link| link.head));
        for link in same {
            ends.insert(link.end);
            heads.insert(link.head);
            if by_end.get(&link.end) == Some(&1) && by_head.get(&link.head) == Some(&1) {
                chosen.push(link);
            }
        }
    }
    chosen
}
