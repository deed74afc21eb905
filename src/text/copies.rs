//! Which paragraphs of a draft are copies of earlier ones, whole or nearly so.
//!
//! Nearly equal paragraphs are found by winnowed shingles: of every few neighbouring shingles of a
//! paragraph the one with the least hash is looked up among those of the paragraphs before. The
//! paragraphs that share enough of them are then aligned. A shingle remembers the first paragraphs
//! that held it and no more, and an alignment costs no more than the shorter of the two is long and
//! had votes for, so that the time is linear in the text, whatever the text.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    ops::Range,
};

use super::normal::{Normal, Paragraph};
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

/// A run of characters that two paragraphs have in common.
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
}

/// The fewest Han characters of a paragraph that can be a copy: shorter ones are formulas.
const SHORTEST_EQUAL: usize = 15;
/// The fewest characters of a paragraph that can be nearly a copy.
const SHORTEST_NEAR: usize = 36;
/// The least share of the shorter paragraph that is looked at; the rule asks for more.
const SHARE: f64 = 0.5;

/// The length of a shingle in characters.
const SHINGLE: usize = 5;
/// Of so many neighbouring shingles one is kept.
const WINDOW: usize = 4;
/// How many paragraphs a shingle remembers.
const REMEMBERED: u8 = 8;
/// One in so many shingles of the shorter paragraph must be shared before the two are aligned.
const VOTES: usize = 5;
/// How many paragraphs one is aligned with, those first that share most.
const ALIGNED: usize = 3;

impl Copies {
    /// Compares the paragraphs of `doc`.
    pub fn read(doc: &Document) -> Self {
        let normal = doc.normal();
        let mut copies = Self::default();
        let mut seen: Hashed<usize> = HashMap::default();
        // The shingles of all long paragraphs, and which of them are whose.
        let mut shingles = Vec::new();
        let mut long: Vec<(usize, Range<usize>)> = Vec::new();
        let mut winnower = Winnower::new(SHINGLE, WINDOW);
        for (number, paragraph) in normal.paragraphs.iter().enumerate() {
            if paragraph.han < SHORTEST_EQUAL {
                continue;
            }
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
            if units.len() >= SHORTEST_NEAR {
                let first = shingles.len();
                winnower.read(units, &mut shingles);
                long.push((number, first..shingles.len()));
            }
        }
        let mut twice = Twice::new(shingles.len());
        for &(hash, _) in &shingles {
            twice.note(hash);
        }
        let mut index = Index::default();
        let mut kept = Vec::new();
        for (number, own) in long {
            let all = own.len();
            kept.clear();
            kept.extend(shingles[own].iter().filter(|&&(hash, _)| twice.has(hash)));
            let single = all - kept.len();
            kept.sort_unstable();
            kept.dedup_by_key(|&mut (hash, _)| hash);
            let near = index.nearest(normal, number, &kept, single + kept.len());
            copies.near.extend(near);
        }
        copies
    }
}

/// The paragraphs that hold each shingle.
#[derive(Default)]
struct Index {
    heads: Hashed<Head>,
    places: Vec<Place>,
    /// How many shingles each paragraph put in.
    kept: HashMap<u32, u32, BuildHasherDefault<Mixed>>,
}

/// The places of one shingle, the latest first.
struct Head {
    last: u32,
    count: u8,
}

struct Place {
    paragraph: u32,
    unit: u32,
    before: u32,
}

const NONE: u32 = u32::MAX;

/// A paragraph that shares a shingle.
struct Vote {
    paragraph: u32,
    /// How much further back the shingle stands there.
    back: u32,
}

impl Index {
    /// The earlier paragraph that has most in common with `number`, which then joins the index.
    /// It has `all` shingles; `kept` are those that may stand elsewhere, each once.
    fn nearest(
        &mut self,
        normal: &Normal,
        number: usize,
        kept: &[(u64, usize)],
        all: usize,
    ) -> Option<Copy> {
        let paragraph = &normal.paragraphs[number];
        let mut votes = Vec::new();
        for &(hash, offset) in kept {
            let unit = (paragraph.units.start + offset) as u32;
            let mut place = self.heads.get(&hash).map_or(NONE, |head| head.last);
            while let Some(found) = self.places.get(place as usize) {
                votes.push(Vote {
                    paragraph: found.paragraph,
                    back: unit - found.unit,
                });
                place = found.before;
            }
        }
        votes.sort_unstable_by_key(|vote| (vote.paragraph, vote.back));
        let mut candidates: Vec<&[Vote]> =
            votes.chunk_by(|a, b| a.paragraph == b.paragraph).collect();
        candidates.sort_by_key(|votes| std::cmp::Reverse(votes.len()));
        candidates.truncate(ALIGNED);
        let mut best: Option<(usize, Copy)> = None;
        for votes in candidates {
            let earlier = votes[0].paragraph as usize;
            let fewer = self
                .kept
                .get(&votes[0].paragraph)
                .map_or(0, |&there| (there as usize).min(all));
            if votes.len() * VOTES < fewer
                || normal.paragraphs[earlier].article != paragraph.article
            {
                continue;
            }
            // The shingles in common stand mostly at one distance; the median is there.
            let back = votes[votes.len() / 2].back as usize;
            let common = align(normal, paragraph, &normal.paragraphs[earlier], back);
            let copy = Copy {
                later: number,
                earlier,
                common,
            };
            let shared = copy.shared();
            let shorter = paragraph
                .units
                .len()
                .min(normal.paragraphs[earlier].units.len());
            if shared as f64 >= SHARE * shorter as f64
                && best.as_ref().is_none_or(|(most, _)| shared > *most)
            {
                best = Some((shared, copy));
            }
        }
        self.kept.insert(number as u32, all as u32);
        self.add(number as u32, paragraph.units.start, kept);
        best.map(|(_, copy)| copy)
    }

    fn add(&mut self, number: u32, start: usize, kept: &[(u64, usize)]) {
        for &(hash, offset) in kept {
            let head = self.heads.entry(hash).or_insert(Head {
                last: NONE,
                count: 0,
            });
            if head.count == REMEMBERED {
                continue;
            }
            head.count += 1;
            let before = std::mem::replace(&mut head.last, self.places.len() as u32);
            self.places.push(Place {
                paragraph: number,
                unit: (start + offset) as u32,
                before,
            });
        }
    }
}

/// Picks of every few neighbouring runs of characters the one with the least hash.
///
/// A run of `shingle + window - 1` characters that two sequences have in common thus has a shingle
/// that is kept in both.
pub(crate) struct Winnower {
    shingle: usize,
    window: usize,
    /// What the character that leaves a shingle weighs in its hash.
    leaving: u64,
    hashes: Vec<u64>,
}

/// The base of the rolling hash.
const BASE: u64 = 0x517c_c1b7_2722_0a95;

impl Winnower {
    /// For runs of `shingle` characters, of which one in `window` neighbours is kept.
    pub(crate) fn new(shingle: usize, window: usize) -> Self {
        Self {
            shingle,
            window,
            leaving: (0..shingle).fold(1, |power: u64, _| power.wrapping_mul(BASE)),
            hashes: Vec::new(),
        }
    }

    /// Adds the shingles of `units` that are kept to `kept`, in order: the hash of each and where
    /// it begins.
    pub(crate) fn read(&mut self, units: &[char], kept: &mut Vec<(u64, usize)>) {
        let Some((head, rest)) = units.split_at_checked(self.shingle) else {
            return;
        };
        let leaving = self.leaving;
        let join = |hash: u64, c: char| hash.wrapping_mul(BASE).wrapping_add(u64::from(c as u32));
        let mut hash = head.iter().fold(0, |hash, &c| join(hash, c));
        self.hashes.clear();
        self.hashes.push(mix(hash));
        self.hashes
            .extend(rest.iter().zip(units).map(|(&new, &old)| {
                let left = u64::from(old as u32).wrapping_mul(leaving);
                hash = join(hash, new).wrapping_sub(left);
                mix(hash)
            }));
        let hashes = &self.hashes[..];
        let window = self.window.min(hashes.len());
        let (mut least, mut place) = (hashes[0], 0);
        for (at, &new) in hashes.iter().enumerate() {
            let changed = if new < least {
                (least, place) = (new, at);
                true
            } else if at >= place + window {
                // The least one is out of reach: the first of those that are not takes its place.
                place += 1;
                least = hashes[place];
                let first = place + 1;
                // Of equal ones the last: a run of one character is then kept once in a window.
                for (next, &hash) in hashes[first..=at].iter().enumerate() {
                    if hash <= least {
                        (least, place) = (hash, first + next);
                    }
                }
                true
            } else {
                at + 1 == window
            };
            if changed && at + 1 >= window {
                kept.push((least, place));
            }
        }
    }
}

/// Tells which hashes were seen more than once, and now and then says so of one that was not.
///
/// Hardly any shingle of an ordinary draft stands in it twice: what this leaves aside need not
/// enter a map.
pub(crate) struct Twice {
    once: Vec<u64>,
    again: Vec<u64>,
    mask: u64,
}

impl Twice {
    /// For about `count` hashes.
    pub(crate) fn new(count: usize) -> Self {
        /// How many bits each hash has for itself.
        const ROOM: usize = 16;
        let bits = (count * ROOM).next_power_of_two().max(64);
        Self {
            once: vec![0; bits / 64],
            again: vec![0; bits / 64],
            mask: bits as u64 - 1,
        }
    }

    /// The word and the bit of `hash`. Shingles are kept for their low hashes, so the low bits, not
    /// the high ones, tell them apart.
    fn place(&self, hash: u64) -> (usize, u64) {
        let place = hash & self.mask;
        ((place / 64) as usize, 1 << (place % 64))
    }

    /// Takes note of `hash`.
    pub(crate) fn note(&mut self, hash: u64) {
        let (word, bit) = self.place(hash);
        self.again[word] |= self.once[word] & bit;
        self.once[word] |= bit;
    }

    /// Whether `hash` was noted more than once, as far as can be told.
    pub(crate) fn has(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.again[word] & bit != 0
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

/// A few characters as one number; a character has 21 bits.
fn packed(gram: &[char]) -> u64 {
    gram.iter()
        .fold(0, |packed, &c| packed << 21 | u64::from(c as u32))
}

/// A hash that is the same on every run and machine.
pub(crate) fn hash_of(units: &[char]) -> u64 {
    let mut hash = units.len() as u64;
    for &c in units {
        hash = (hash.rotate_left(5) ^ u64::from(c as u32)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    mix(hash)
}

fn mix(mut hash: u64) -> u64 {
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ hash >> 32
}

/// A map from hashes.
pub(crate) type Hashed<T> = HashMap<u64, T, BuildHasherDefault<Mixed>>;

/// The hasher of keys that are hashes or small numbers.
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

    fn write_u32(&mut self, value: u32) {
        self.0 = mix(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = mix(value);
    }
}
