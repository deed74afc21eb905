//! Which paragraphs of a draft are copies of earlier ones, whole or nearly so, and which passages
//! stand in it twice.
//!
//! Of every few neighbouring shingles of a paragraph one is remembered, and each shingle of a later
//! paragraph is looked up among those. The paragraphs that share enough of them are then aligned,
//! and what stands around a shared one is read on in both directions. A shingle remembers the first
//! paragraphs that held it and no more, what has been matched is not looked up again, and an
//! alignment costs no more than the shorter of the two is long and had votes for, so that the time
//! is linear in the text, whatever the text.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    ops::Range,
};

use super::normal::{Normal, Paragraph, Unit};
use crate::document::Document;

/// A paragraph that is a copy of an earlier one.
#[derive(Debug, Clone, PartialEq)]
pub struct Copy {
    /// The later paragraph, an index into [`Normal::paragraphs`].
    pub later: usize,
    /// The earlier one.
    pub earlier: usize,
    /// What they have in common, in order, in units of [`Normal::units`].
    pub common: Vec<Common>,
}

impl Copy {
    /// How many characters the two have in common.
    pub fn shared(&self) -> usize {
        self.common.iter().map(|common| common.later.len()).sum()
    }
}

/// A run of characters that stands in two places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Common {
    /// Where it stands in the later paragraph.
    pub later: Range<usize>,
    /// Where it stands in the earlier one.
    pub earlier: Range<usize>,
}

/// The copies among the paragraphs of a draft.
#[derive(Debug, Clone, Default)]
pub struct Copies {
    /// Paragraphs equal to an earlier one, as pairs of later and first.
    pub equal: Vec<(usize, usize)>,
    /// Paragraphs that share much with an earlier one, by the later one; one each.
    pub near: Vec<Copy>,
    /// Runs of [`PASSAGE`] characters or more that stand twice, outside of laws and of paragraphs
    /// that are copies as a whole, by the later place.
    pub passages: Vec<Common>,
}

/// The fewest Han characters of a paragraph that can be a copy: shorter ones are formulas.
const SHORTEST_EQUAL: usize = 15;
/// The fewest characters of a paragraph that can be nearly a copy.
const SHORTEST_NEAR: usize = 36;
/// The least share of the shorter paragraph that is looked at; the rule asks for more.
const SHARE: f64 = 0.5;
/// The share of the shorter paragraph from which on the two are told of as a whole.
const WHOLE: f64 = 0.85;
/// The fewest characters of a passage that stands twice.
pub const PASSAGE: usize = 30;

/// The length of a shingle in characters.
const SHINGLE: usize = 5;
/// One in so many shingles of a paragraph is remembered, the first one among them.
const STRIDE: u32 = 4;
/// So many shingles are hashed before they are looked up.
const PART: usize = 64;
/// How many paragraphs a shingle remembers.
const REMEMBERED: usize = 8;
/// One in so many shingles of the shorter paragraph must be shared before the two are aligned.
const VOTES: usize = 5;
/// How many paragraphs one is aligned with, those first that share most.
const ALIGNED: usize = 3;
/// So much must be equal from a shared shingle on before it is taken for a part of a passage. From
/// the first remembered shingle of a passage on at least `PASSAGE + 1 - STRIDE` characters are.
const AHEAD: usize = 12;

impl Copies {
    /// Compares the paragraphs of `doc`.
    pub fn read(doc: &Document) -> Self {
        let normal = doc.normal();
        let mut copies = Self::default();
        let mut seen: Hashed<u64, usize> = HashMap::default();
        let mut index = Index::new(normal);
        for (number, paragraph) in normal.paragraphs.iter().enumerate() {
            if paragraph.han >= SHORTEST_EQUAL {
                let units = normal.of(paragraph);
                let hash = hash_of(units) ^ u64::from(paragraph.article);
                let first = *seen.entry(hash).or_insert(number);
                let of_first = &normal.paragraphs[first];
                if first != number
                    && of_first.article == paragraph.article
                    && normal.of(of_first) == units
                {
                    copies.equal.push((number, first));
                    continue;
                }
            }
            let (near, passages) = (can_be_near(paragraph), can_have_passages(paragraph));
            if near || passages {
                index.read(number);
            }
            if near {
                copies.near.extend(index.nearest(number));
            }
            if passages {
                index.passages(number, &mut copies.passages);
            }
        }
        copies
    }
}

fn can_be_near(paragraph: &Paragraph) -> bool {
    paragraph.han >= SHORTEST_EQUAL && paragraph.units.len() >= SHORTEST_NEAR
}

/// Laws define in the same words on purpose.
fn can_have_passages(paragraph: &Paragraph) -> bool {
    paragraph.article == 0 && paragraph.units.len() >= PASSAGE
}

/// How many shingles of a paragraph of so many characters are remembered.
fn remembered(length: usize) -> usize {
    (length + 1)
        .saturating_sub(SHINGLE)
        .div_ceil(STRIDE as usize)
}

/// Where the shingles of the paragraphs read so far stand.
struct Index<'a> {
    normal: &'a Normal,
    /// For each class of shingles the last one remembered, as one more than its index in `places`;
    /// 0 for none.
    heads: Vec<u32>,
    /// What brings a hash down to its class.
    shift: u32,
    places: Vec<Place>,
    /// The shingles of the paragraph at hand that stand earlier too.
    hits: Vec<Hit>,
    /// How many shingles each paragraph shares with the one at hand.
    votes: Vec<u32>,
    /// The paragraphs that share any.
    voters: Vec<u32>,
    /// The first of the paragraphs that are alike.
    roots: Hashed<u64, usize>,
}

/// Where a remembered shingle stands.
struct Place {
    /// Its first character.
    unit: u32,
    paragraph: u32,
    /// One more than the index of the one of its class before it.
    before: u32,
    /// The last paragraph that it has voted in.
    voted: u32,
    /// Whether it belongs to a passage that stands earlier.
    matched: bool,
}

/// A shingle that stands earlier too.
#[derive(Clone, Copy)]
struct Hit {
    /// Its first character.
    unit: u32,
    /// One more than the index of the last place where it stood.
    place: u32,
}

/// The base of the rolling hash.
const BASE: u64 = 0x517c_c1b7_2722_0a95;
/// What a character that leaves a shingle weighs in its hash.
const LEAVING: u64 = {
    let (mut power, mut left) = (BASE, SHINGLE);
    while left > 0 {
        power = power.wrapping_mul(BASE);
        left -= 1;
    }
    power
};

impl<'a> Index<'a> {
    fn new(normal: &'a Normal) -> Self {
        let size = normal.units.len().max(64).next_power_of_two();
        Self {
            normal,
            heads: vec![0; size],
            shift: u64::BITS - size.ilog2(),
            places: Vec::with_capacity(normal.units.len() / STRIDE as usize),
            hits: Vec::new(),
            votes: vec![0; normal.paragraphs.len()],
            voters: Vec::new(),
            roots: HashMap::default(),
        }
    }

    /// Looks up the shingles of paragraph `number` and remembers some.
    fn read(&mut self, number: usize) {
        let range = self.normal.paragraphs[number].units.clone();
        let units = &self.normal.units[range.clone()];
        self.hits.clear();
        let Some((head, rest)) = units.split_at_checked(SHINGLE) else {
            return;
        };
        let mut hash = head.iter().fold(0u64, |hash, unit| {
            hash.wrapping_add(unit.bits()).wrapping_mul(BASE)
        });
        let number = number as u32;
        // Whoever looks up a shingle tells which place is the last of its class then.
        let mut heads = std::mem::take(&mut self.heads);
        let shift = self.shift;
        let mut hashes = [0; PART];
        let mut rolled = rest.iter().zip(units);
        for part in (0..=rest.len()).step_by(PART) {
            let hashes = &mut hashes[..PART.min(rest.len() + 1 - part)];
            for place in hashes.iter_mut() {
                *place = hash;
                if let Some((new, old)) = rolled.next() {
                    hash = hash
                        .wrapping_add(new.bits())
                        .wrapping_mul(BASE)
                        .wrapping_sub(old.bits().wrapping_mul(LEAVING));
                }
            }
            for (offset, &hash) in (part as u32..).zip(&*hashes) {
                let head = &mut heads[(hash >> shift) as usize];
                let unit = range.start as u32 + offset;
                if *head != 0 {
                    *head = self.look_up(number, unit, *head, offset % STRIDE == 0);
                } else if offset % STRIDE == 0 {
                    *head = self.remember(number, unit, 0);
                }
            }
        }
        self.heads = heads;
    }

    /// Looks for the shingle at `unit` among those of its class, of which the place `head` is the
    /// last. Keeps it where it is to `remember`. Returns which is the last of its class then.
    #[inline(never)]
    fn look_up(&mut self, number: u32, unit: u32, head: u32, remember: bool) -> u32 {
        let mut last = None;
        let mut count = 0;
        for (place, found) in self.like(Hit { unit, place: head }) {
            last = last.or(Some((place, found.paragraph)));
            count += 1;
        }
        if let Some((place, _)) = last {
            self.hits.push(Hit { unit, place });
        }
        // One place in a paragraph is enough.
        let here = last.is_some_and(|(_, paragraph)| paragraph == number);
        if remember && !here && count < REMEMBERED {
            self.remember(number, unit, head)
        } else {
            head
        }
    }

    /// Keeps the shingle at `unit`, behind the place `before` of its class; returns its place.
    fn remember(&mut self, number: u32, unit: u32, before: u32) -> u32 {
        self.places.push(Place {
            unit,
            paragraph: number,
            before,
            voted: number,
            matched: false,
        });
        self.places.len() as u32
    }

    /// The places of the shingle of `hit`, the latest first, each with one more than its index.
    fn like(&self, hit: Hit) -> impl Iterator<Item = (u32, &Place)> {
        let units = &self.normal.units;
        let shingle = |unit: u32| &units[unit as usize..unit as usize + SHINGLE];
        let mut next = hit.place;
        std::iter::from_fn(move || {
            loop {
                let here = next;
                let found = self.places.get((here as usize).checked_sub(1)?)?;
                next = found.before;
                if shingle(found.unit) == shingle(hit.unit) {
                    return Some((here, found));
                }
            }
        })
    }

    /// The earlier paragraph that has most in common with `number`, the one at hand.
    fn nearest(&mut self, number: usize) -> Option<Copy> {
        let normal = self.normal;
        let paragraph = &normal.paragraphs[number];
        self.vote(number);
        let mut best: Option<(usize, Copy)> = None;
        for (earlier, votes) in self.leaders() {
            let other = &normal.paragraphs[earlier];
            let shorter = paragraph.units.len().min(other.units.len());
            if votes * VOTES < remembered(shorter) || other.article != paragraph.article {
                continue;
            }
            let common = align(normal, paragraph, other, self.back(earlier));
            let copy = Copy {
                later: number,
                earlier,
                common,
            };
            let shared = copy.shared();
            if shared as f64 >= SHARE * shorter as f64
                && best.as_ref().is_none_or(|(most, _)| shared > *most)
            {
                best = Some((shared, copy));
            }
        }
        let (shared, copy) = best?;
        let shorter = paragraph
            .units
            .len()
            .min(normal.paragraphs[copy.earlier].units.len());
        if shared as f64 >= WHOLE * shorter as f64 {
            let root = self.root(copy.earlier);
            self.roots.insert(number as u64, root);
        }
        Some(copy)
    }

    /// Counts the shingles that each earlier paragraph shares with `number`, each shingle once.
    fn vote(&mut self, number: usize) {
        for &voter in &self.voters {
            self.votes[voter as usize] = 0;
        }
        self.voters.clear();
        for at in 0..self.hits.len() {
            let hit = self.hits[at];
            let mut place = hit.place;
            while let Some(found) = (place as usize)
                .checked_sub(1)
                .and_then(|at| self.places.get_mut(at))
            {
                place = found.before;
                if found.voted == number as u32 {
                    continue;
                }
                let units = &self.normal.units;
                let shingle = |unit: u32| &units[unit as usize..unit as usize + SHINGLE];
                if shingle(found.unit) != shingle(hit.unit) {
                    continue;
                }
                found.voted = number as u32;
                if !can_be_near(&self.normal.paragraphs[found.paragraph as usize]) {
                    continue;
                }
                let votes = &mut self.votes[found.paragraph as usize];
                if *votes == 0 {
                    self.voters.push(found.paragraph);
                }
                *votes += 1;
            }
        }
    }

    /// The paragraphs with the most votes, of equal ones the first, and how many they have.
    fn leaders(&self) -> Vec<(usize, usize)> {
        let enough = |votes: usize| votes * VOTES >= remembered(SHORTEST_NEAR);
        let mut leaders: Vec<(usize, usize)> = Vec::new();
        for voter in self.voters.iter().map(|&voter| voter as usize) {
            let votes = self.votes[voter] as usize;
            let place = leaders
                .partition_point(|&(other, most)| most > votes || most == votes && other < voter);
            if place < ALIGNED && enough(votes) {
                leaders.insert(place, (voter, votes));
                leaders.truncate(ALIGNED);
            }
        }
        leaders
    }

    /// How far before their places in the paragraph at hand the shingles that it shares with
    /// `earlier` stand there, mostly: the median is at that distance.
    fn back(&self, earlier: usize) -> usize {
        let mut distances: Vec<u32> = self
            .hits
            .iter()
            .flat_map(|&hit| {
                self.like(hit)
                    .filter(|(_, place)| place.paragraph as usize == earlier)
                    .map(move |(_, place)| hit.unit - place.unit)
            })
            .collect();
        distances.sort_unstable();
        distances
            .get(distances.len() / 2)
            .map_or(0, |&back| back as usize)
    }

    /// The first of the paragraphs that `number` is a copy of as a whole.
    fn root(&self, number: usize) -> usize {
        self.roots.get(&(number as u64)).copied().unwrap_or(number)
    }

    /// Adds the passages of `number`, the paragraph at hand, that stand earlier to `passages`.
    fn passages(&mut self, number: usize, passages: &mut Vec<Common>) {
        let normal = self.normal;
        let paragraph = &normal.paragraphs[number];
        // What is told already, and what has been matched.
        let (mut taken, mut read) = (paragraph.units.start, paragraph.units.start);
        for at in 0..self.hits.len() {
            let hit = self.hits[at];
            let unit = hit.unit as usize;
            if unit + AHEAD <= read || unit + AHEAD > paragraph.units.end {
                continue;
            }
            let ahead = &normal.units[unit..unit + AHEAD];
            let longest = self
                .like(hit)
                .filter(|(_, place)| {
                    let start = place.unit as usize;
                    !place.matched
                        && normal.units.get(start..start + AHEAD) == Some(ahead)
                        && self.can_share(number, place.paragraph as usize)
                })
                .map(|(_, place)| grow(normal, taken, (number, unit), place))
                .max_by_key(|passage| {
                    (
                        passage.later.len(),
                        std::cmp::Reverse(passage.earlier.start),
                    )
                });
            let Some(passage) = longest else { continue };
            read = read.max(passage.later.end);
            self.settle(unit + 1..(read + 1).saturating_sub(AHEAD));
            if passage.later.len() >= PASSAGE {
                taken = passage.later.end;
                passages.push(passage);
            }
        }
    }

    /// Whether a passage of paragraph `number` that stands in `other` too is told by itself.
    fn can_share(&self, number: usize, other: usize) -> bool {
        can_have_passages(&self.normal.paragraphs[other])
            && (number == other || self.root(number) != self.root(other))
    }

    /// Marks the shingles that begin at `units` as parts of a passage that stands earlier: where it
    /// stands for a third time, it is the first place that counts.
    fn settle(&mut self, units: Range<usize>) {
        let first = self
            .places
            .partition_point(|place| (place.unit as usize) < units.start);
        for place in &mut self.places[first..] {
            if place.unit as usize >= units.end {
                break;
            }
            place.matched = true;
        }
    }
}

/// The whole run around the shingle at `unit` of paragraph `number` that stands at `place` too,
/// without what was `taken` before.
fn grow(normal: &Normal, taken: usize, (number, unit): (usize, usize), place: &Place) -> Common {
    let units = &normal.units;
    let (other, earlier) = (place.paragraph as usize, place.unit as usize);
    let limits = &normal.paragraphs[other].units;
    let back = units[taken.min(unit)..unit]
        .iter()
        .rev()
        .zip(units[limits.start..earlier].iter().rev())
        .take_while(|(one, another)| one == another)
        .count();
    let start = unit - back;
    // Within one paragraph the two must not run into each other.
    let end = if other == number { start } else { limits.end };
    let ahead = units[unit..normal.paragraphs[number].units.end]
        .iter()
        .zip(&units[earlier.min(end)..end])
        .take_while(|(one, another)| one == another)
        .count();
    Common {
        later: start..unit + ahead,
        earlier: earlier - back..earlier + ahead,
    }
}

/// The shortest run that counts as common.
const RUN: usize = 3;
/// How far a run is read before it is taken, whatever it skips.
const SURE: usize = 24;
/// A shorter run may skip so many times its length.
const SKIP: usize = 4;

/// What two paragraphs have in common, in order. `back` is how far before its place in `later` a
/// piece of `earlier` stands, mostly.
fn align(normal: &Normal, later: &Paragraph, earlier: &Paragraph, back: usize) -> Vec<Common> {
    // The longer one is read only where the shorter one may lie.
    let reach = later.units.len().min(earlier.units.len());
    let window = |of: &Paragraph, like: Range<usize>| {
        let slack = reach / 2 + 16;
        let start = like.start.saturating_sub(slack).max(of.units.start);
        start..(like.end + slack).min(of.units.end).max(start)
    };
    let (a, b) = if later.units.len() <= earlier.units.len() {
        let like = later.units.start.saturating_sub(back)..later.units.end.saturating_sub(back);
        (later.units.clone(), window(earlier, like))
    } else {
        let like = earlier.units.start + back..earlier.units.end + back;
        (window(later, like), earlier.units.clone())
    };
    let (left, right) = (&normal.units[a.clone()], &normal.units[b.clone()]);
    let mut grams: Vec<(u64, usize)> = right
        .windows(RUN)
        .enumerate()
        .map(|(at, gram)| (packed(gram), at))
        .collect();
    grams.sort_unstable();
    let mut common = Vec::new();
    let (mut i, mut j, mut since) = (0, 0, 0);
    while let Some(gram) = left.get(i..i + RUN).map(packed) {
        let next = grams.partition_point(|&(other, at)| (other, at) < (gram, j));
        let Some(&(_, at)) = grams.get(next).filter(|&&(other, _)| other == gram) else {
            i += 1;
            continue;
        };
        let length = |limit: usize| {
            left[i..]
                .iter()
                .zip(&right[at..])
                .take(limit)
                .take_while(|(one, other)| one == other)
                .count()
        };
        let sure = length(SURE);
        if sure < SURE && (at - j).abs_diff(i - since) > SKIP * sure {
            i += 1;
            continue;
        }
        let run = length(usize::MAX);
        common.push(Common {
            later: a.start + i..a.start + i + run,
            earlier: b.start + at..b.start + at + run,
        });
        (i, j) = (i + run, at + run);
        since = i;
    }
    common
}

/// A few characters as one number, which hardly any others share.
fn packed(gram: &[Unit]) -> u64 {
    gram.iter().fold(0, |packed: u64, unit| {
        packed.wrapping_add(unit.bits()).wrapping_mul(BASE)
    })
}

/// A hash that is the same on every run and machine.
pub(crate) fn hash_of(units: &[Unit]) -> u64 {
    let (pairs, last) = units.as_chunks::<2>();
    let join = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(BASE);
    let hash = pairs
        .iter()
        .fold(units.len() as u64, |hash, [first, second]| {
            join(hash, first.bits() | second.bits() << 32)
        });
    mix(last.iter().fold(hash, |hash, last| join(hash, last.bits())))
}

fn mix(mut hash: u64) -> u64 {
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ hash >> 32
}

/// A map from hashes or numbers.
pub(super) type Hashed<K, T> = HashMap<K, T, BuildHasherDefault<Mixed>>;

/// The hasher of keys that are hashes or numbers.
#[derive(Default)]
pub(crate) struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = mix(self.0 ^ u64::from(byte));
        }
    }

    fn write_u128(&mut self, value: u128) {
        self.0 = mix(value as u64 ^ mix((value >> 64) as u64));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = mix(value);
    }
}
