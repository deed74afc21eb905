//! Which paragraphs of a draft are copies of earlier ones, whole or nearly so, and which passages
//! are in it twice.
//!
//! Of every few neighbouring shingles of a paragraph one is remembered, and each shingle of a later
//! paragraph is looked up among those. The paragraphs that share enough of them are then aligned,
//! and what is around a shared one is read on in both directions. A shingle remembers the first
//! paragraphs that held it and no more, what has been matched is not looked up again, and an
//! alignment costs no more than the shorter of the two is long and had votes for, so that the time
//! is linear in the text, whatever the text.

pub mod formula;
pub mod normal;

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    ops::Range,
};

use crate::reading::copies::normal::{Normal, Paragraph, Unit};

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

/// A run of characters that occurs in two places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Common {
    /// Where it is in the later paragraph.
    pub later: Range<usize>,
    /// Where it is in the earlier one.
    pub earlier: Range<usize>,
}

/// The copies among the paragraphs of a draft.
#[derive(Debug, Clone, Default)]
pub struct Copies {
    /// Paragraphs equal to an earlier one, as pairs of later and first.
    pub equal: Vec<(usize, usize)>,
    /// Paragraphs that share much with an earlier one, by the later one; one each.
    pub near: Vec<Copy>,
    /// Runs of [`PASSAGE`] characters or more that occur twice, outside of laws and of paragraphs
    /// that are copies as a whole, by the later place.
    pub passages: Vec<Common>,
}

/// The fewest Han characters of a paragraph that can be a copy: shorter ones are formulas.
const SHORTEST_EQUAL: usize = 15;
/// The fewest characters of a paragraph that can be nearly a copy.
const SHORTEST_NEAR: usize = 36;
/// The least share of the shorter paragraph that is looked at; the rule asks for more.
const SHARE: f64 = 0.5;
/// The share of the shorter paragraph from which on the two are reported as a whole.
const WHOLE: f64 = 0.85;
/// The fewest characters of a passage that occurs twice.
pub const PASSAGE: usize = 30;

/// The length of a shingle in characters.
const SHINGLE: usize = 5;
/// One in this many shingles of a paragraph is remembered, the first one among them.
const STRIDE: usize = 4;
/// How many paragraphs a shingle remembers.
const REMEMBERED: usize = 8;
/// One in this many shingles of the shorter paragraph must be shared before the two are aligned.
const VOTES: usize = 5;
/// How many paragraphs one is aligned with, those first that share most.
const ALIGNED: usize = 3;
/// So much must be equal from a shared shingle on before it is taken for a part of a passage. From
/// the first remembered shingle of a passage on at least `PASSAGE + 1 - STRIDE` characters are.
const AHEAD: usize = 12;

impl Copies {
    /// Compares the paragraphs whose units are `normal`.
    pub fn read(normal: &Normal) -> Self {
        let mut copies = Self::default();
        let mut firsts = Firsts::new(normal);
        let mut index = Index::new(normal);
        for (number, paragraph) in normal.paragraphs.iter().enumerate() {
            if paragraph.han >= SHORTEST_EQUAL
                && let Some(first) = firsts.equal(number)
            {
                copies.equal.push((number, first));
                continue;
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

/// How many shingles of a paragraph of this many characters are remembered.
fn remembered(length: usize) -> usize {
    (length + 1).saturating_sub(SHINGLE).div_ceil(STRIDE)
}

/// The first ones of equal paragraphs.
struct Firsts<'a> {
    normal: &'a Normal,
    /// The first paragraph of each rim.
    by_rim: Hashed<u64, usize>,
    /// Of those that share their rim with an unequal one before, the first of each hash.
    by_hash: Hashed<u64, usize>,
}

/// This many characters at each end tell most paragraphs apart.
const RIM: usize = 4;

impl<'a> Firsts<'a> {
    fn new(normal: &'a Normal) -> Self {
        let size = normal.paragraphs.len();
        Self {
            normal,
            by_rim: HashMap::with_capacity_and_hasher(size, BuildHasherDefault::default()),
            by_hash: HashMap::default(),
        }
    }

    /// The first paragraph of the same article that is equal to `number`, the one at hand, if it is
    /// another.
    fn equal(&mut self, number: usize) -> Option<usize> {
        let normal = self.normal;
        let paragraph = &normal.paragraphs[number];
        let units = normal.of(paragraph);
        let same = |first: usize| {
            let other = &normal.paragraphs[first];
            other.article == paragraph.article && normal.of(other) == units
        };
        let article = u64::from(paragraph.article);
        let size = (units.len() as u64) << 32 | article;
        let ends = [units.first_chunk::<RIM>(), units.last_chunk::<RIM>()];
        let rim = ends.into_iter().flatten().fold(size, |hash, end| {
            (hash ^ hash_of(end)).wrapping_mul(BASE).rotate_left(32)
        });
        let first = *self.by_rim.entry(rim).or_insert(number);
        if first == number {
            return None;
        }
        if same(first) {
            return Some(first);
        }
        let hash = hash_of(units) ^ article;
        let first = *self.by_hash.entry(hash).or_insert(number);
        (first != number && same(first)).then_some(first)
    }
}

/// Where the shingles of the paragraphs read so far are.
struct Index<'a> {
    normal: &'a Normal,
    /// Which classes of hashes any remembered shingle is of: 1 for those. There are so many that
    /// most shingles that are not remembered are of none.
    classes: Vec<u8>,
    /// For each of fewer classes the last shingle remembered, as one more than its first character;
    /// 0 for none.
    heads: Vec<u32>,
    /// What is known of a remembered shingle, by its first character over [`STRIDE`]: the next one
    /// is at least that far off.
    places: Vec<Place>,
    /// The shingles of the paragraph at hand that are of a class of a remembered one, the first
    /// `put_off` of these; the others are free.
    pending: Vec<Pending>,
    put_off: usize,
    /// Those that are earlier too.
    hits: Vec<Hit>,
    /// How many shingles each paragraph shares with the one at hand.
    votes: Vec<u32>,
    /// The paragraphs that share any.
    voters: Vec<u32>,
    /// The first of the paragraphs that are alike.
    roots: Hashed<u64, usize>,
    /// What alignments need, kept for the next one.
    grams: Grams,
}

/// This many classes of [`Index::classes`] there are for a character of the draft, at least,
const CLASSES: usize = 4;
/// and this many for one of [`Index::heads`].
const FINER: usize = 16;

/// How many classes there are: as few as will do. The last is enough for a hundred megabytes.
const SIZES: [usize; 6] = [SMALLEST, SMALL, MIDDLING, LARGE, LARGER, LARGEST];
const SMALLEST: usize = 1 << 14;
const SMALL: usize = 1 << 16;
const MIDDLING: usize = 1 << 19;
const LARGE: usize = 1 << 22;
const LARGER: usize = 1 << 24;
const LARGEST: usize = 1 << 27;

/// A remembered shingle.
#[derive(Clone, Copy)]
struct Place {
    /// One more than the first character of the one of its class before it.
    before: u32,
    paragraph: u32,
    /// The last paragraph that it has voted in.
    voted: u32,
    /// Whether it belongs to a passage that is earlier.
    matched: bool,
}

/// Some of [`STRIDE`] neighbouring shingles.
#[derive(Clone, Copy, Default)]
struct Pending {
    /// The first character of the first one.
    unit: u32,
    /// A bit for each, the lowest for the first.
    which: u32,
}

/// A shingle that is earlier too.
#[derive(Clone, Copy)]
struct Hit {
    /// Its first character.
    unit: u32,
    /// That of the last remembered one that is equal.
    last: u32,
}

/// Which entry of a table of this many, a power of two, is for `hash`.
#[inline(always)]
fn class(hash: u32, entries: usize) -> usize {
    // The upper bits depend on all characters.
    (hash >> (u32::BITS - entries.ilog2())) as usize
}

/// What the rolling hash is multiplied by at each character.
const FACTOR: u32 = 0x9e37_79b1;
/// What the first character of a shingle weighs in its hash.
const LEAVING: u32 = FACTOR.wrapping_pow(SHINGLE as u32);

/// The hash of a few characters.
#[inline(always)]
fn rolled(units: &[Unit]) -> u32 {
    units.iter().fold(0, |hash: u32, unit| {
        hash.wrapping_add(unit.bits()).wrapping_mul(FACTOR)
    })
}

/// What is read of the shingles of a paragraph in a row.
struct Pass<'a, const C: usize, const H: usize> {
    /// The hash of the characters of a shingle but for the last one.
    rolling: u32,
    classes: &'a mut [u8; C],
    heads: &'a mut [u32; H],
    pending: &'a mut [Pending],
    put_off: usize,
}

impl<const C: usize, const H: usize> Pass<'_, C, H> {
    /// Reads the shingles that begin with `firsts`, from `unit` on, and end with `lasts`. Those that
    /// may have been remembered before are put off; else the first one is remembered at `place`.
    ///
    /// Of equal shingles none is put off before one that is not, so they stay in order.
    #[inline(always)]
    fn read(
        &mut self,
        unit: u32,
        firsts: &[Unit; STRIDE],
        lasts: &[Unit; STRIDE],
        place: &mut Place,
    ) {
        let hash = self.roll(firsts[0], lasts[0]);
        let known = &mut self.classes[class(hash, C)];
        let mut which = u32::from(*known);
        if which == 0 {
            *known = 1;
            let head = &mut self.heads[class(hash, H)];
            place.before = *head;
            *head = unit + 1;
        }
        for at in 1..STRIDE {
            let hash = self.roll(firsts[at], lasts[at]);
            which |= u32::from(self.classes[class(hash, C)]) << at;
        }
        // Nobody can guess which are, so there is no test.
        if let Some(pending) = self.pending.get_mut(self.put_off) {
            *pending = Pending { unit, which };
        }
        self.put_off += usize::from(which != 0);
    }

    /// Takes in the `last` character of a shingle, gives its hash, and drops its `first` one.
    #[inline(always)]
    fn roll(&mut self, first: Unit, last: Unit) -> u32 {
        let hash = self.rolling.wrapping_add(last.bits()).wrapping_mul(FACTOR);
        self.rolling = hash.wrapping_sub(first.bits().wrapping_mul(LEAVING));
        hash
    }
}

/// The characters of the shingle at `unit`.
#[inline(always)]
fn shingle(units: &[Unit], unit: u32) -> Option<&[Unit; SHINGLE]> {
    units.get(unit as usize..)?.first_chunk()
}

/// Whether `one` and `other` are there and equal.
#[inline(always)]
fn same<const N: usize>(one: Option<&[Unit; N]>, other: Option<&[Unit; N]>) -> bool {
    one.zip(other).is_some_and(|(one, other)| {
        let mut differing = 0;
        for at in 0..N {
            differing |= one[at].bits() ^ other[at].bits();
        }
        differing == 0
    })
}

impl<'a> Index<'a> {
    fn new(normal: &'a Normal) -> Self {
        let size = normal.units.len() * CLASSES;
        let size = SIZES.into_iter().find(|&most| size <= most);
        let size = size.unwrap_or(LARGEST);
        Self {
            normal,
            classes: vec![0; size],
            heads: vec![0; size / FINER],
            places: Vec::with_capacity(normal.units.len() / STRIDE + 1),
            pending: Vec::new(),
            put_off: 0,
            hits: Vec::new(),
            votes: vec![0; normal.paragraphs.len()],
            voters: Vec::new(),
            roots: HashMap::default(),
            grams: Grams::default(),
        }
    }

    /// Looks up the shingles of paragraph `number` and remembers some.
    fn read(&mut self, number: usize) {
        let Range { start, end } = self.normal.paragraphs[number].units;
        let count = remembered(end - start);
        let place = Place {
            before: 0,
            paragraph: number as u32,
            voted: number as u32,
            matched: false,
        };
        self.places.resize(start / STRIDE + count, place);
        if self.pending.len() < count {
            self.pending.resize(count, Pending::default());
        }
        let units = &self.normal.units[start..end];
        // A pass is faster where it knows the size of the tables.
        self.put_off = match self.classes.len() {
            SMALLEST => self.pass::<SMALLEST, { SMALLEST / FINER }>(start, units),
            SMALL => self.pass::<SMALL, { SMALL / FINER }>(start, units),
            MIDDLING => self.pass::<MIDDLING, { MIDDLING / FINER }>(start, units),
            LARGE => self.pass::<LARGE, { LARGE / FINER }>(start, units),
            LARGER => self.pass::<LARGER, { LARGER / FINER }>(start, units),
            _ => self.pass::<LARGEST, { LARGEST / FINER }>(start, units),
        };
        self.hits.clear();
        self.look_up(start as u32, end);
    }

    /// Reads the shingles of the paragraph `units`, the first of which is the one at `start`; returns
    /// how many were put off.
    fn pass<const C: usize, const H: usize>(&mut self, start: usize, units: &[Unit]) -> usize {
        let Some((head, lasts)) = units.split_at_checked(SHINGLE - 1) else {
            return 0;
        };
        let (Some(classes), Some(heads)) =
            (self.classes.first_chunk_mut(), self.heads.first_chunk_mut())
        else {
            return 0;
        };
        let mut pass: Pass<'_, C, H> = Pass {
            rolling: rolled(head),
            classes,
            heads,
            pending: &mut self.pending,
            put_off: 0,
        };
        let mut unit = start as u32;
        let mut places = self.places[start / STRIDE..].iter_mut();
        let (lasts, rest) = lasts.as_chunks();
        for ((firsts, lasts), place) in units.as_chunks().0.iter().zip(lasts).zip(&mut places) {
            pass.read(unit, firsts, lasts, place);
            unit += STRIDE as u32;
        }
        if let Some(place) = places.next() {
            // What is read too much is left out below.
            let (mut firsts, mut lasts) = ([Unit::default(); STRIDE], [Unit::default(); STRIDE]);
            firsts.copy_from_slice(&units[unit as usize - start..][..STRIDE]);
            lasts[..rest.len()].copy_from_slice(rest);
            pass.read(unit, &firsts, &lasts, place);
        }
        pass.put_off
    }

    /// Looks up the shingles of the paragraph from unit `start` to `end` that were put off, and
    /// remembers the first ones.
    fn look_up(&mut self, start: u32, end: usize) {
        for at in 0..self.put_off.min(self.pending.len()) {
            let Pending { unit, mut which } = self.pending[at];
            while which != 0 {
                let offset = which.trailing_zeros();
                which &= which - 1;
                self.look_up_one(unit + offset, start, end, offset == 0);
            }
        }
    }

    /// Looks up the shingle at `unit`, and remembers it where it is to be kept.
    #[inline(always)]
    fn look_up_one(&mut self, unit: u32, start: u32, end: usize, keep: bool) {
        // The last ones that were put off may not be whole.
        let Some(shingle) = shingle(&self.normal.units[..end], unit) else {
            return;
        };
        let class = class(rolled(shingle), self.heads.len());
        let head = self.heads[class];
        let (last, keep) = {
            let mut equal = self.like(unit, head).map(|(place, _)| place);
            let last = equal.next();
            // One place in a paragraph is enough.
            let here = last.is_some_and(|last| last >= start);
            let keep = keep && !here && equal.take(REMEMBERED).count() < REMEMBERED - 1;
            (last, keep)
        };
        if let Some(last) = last {
            self.hits.push(Hit { unit, last });
        }
        if keep {
            self.places[unit as usize / STRIDE].before = head;
            self.heads[class] = unit + 1;
        }
    }

    /// The remembered shingles that are equal to the one at `unit`, the latest first, from the one
    /// on whose first character is one less than `next`.
    #[inline(always)]
    fn like(&self, unit: u32, mut next: u32) -> impl Iterator<Item = (u32, &Place)> {
        let units = &self.normal.units[..];
        let here = shingle(units, unit);
        std::iter::from_fn(move || {
            loop {
                let earlier = next.checked_sub(1)?;
                let found = self.places.get(earlier as usize / STRIDE)?;
                next = found.before;
                if same(shingle(units, earlier), here) {
                    return Some((earlier, found));
                }
            }
        })
    }

    /// The remembered shingles that are equal to that of `hit`, the latest first.
    fn places(&self, hit: Hit) -> impl Iterator<Item = (u32, &Place)> {
        self.like(hit.unit, hit.last + 1)
    }

    /// The earlier paragraph that has most in common with `number`, the one at hand.
    fn nearest(&mut self, number: usize) -> Option<Copy> {
        let normal = self.normal;
        let paragraph = &normal.paragraphs[number];
        // It shares each shingle with another once.
        if self.hits.len() * VOTES < remembered(SHORTEST_NEAR) {
            return None;
        }
        self.vote(number);
        let mut best: Option<(usize, Copy)> = None;
        for (earlier, votes) in self.leaders() {
            let other = &normal.paragraphs[earlier];
            let shorter = paragraph.units.len().min(other.units.len());
            if votes * VOTES < remembered(shorter) || other.article != paragraph.article {
                continue;
            }
            let more = best.as_ref().map_or(0, |(most, _)| most + 1);
            let least = more.max((SHARE * shorter as f64).ceil() as usize);
            let back = self.back(earlier);
            let aligned = align(normal, (paragraph, other), back, least, &mut self.grams);
            let Some(common) = aligned else { continue };
            let copy = Copy {
                later: number,
                earlier,
                common,
            };
            best = Some((copy.shared(), copy));
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
        let units = &self.normal.units[..];
        for &Hit { unit, last } in &self.hits {
            let here = shingle(units, unit);
            let mut next = last + 1;
            while let Some(earlier) = next.checked_sub(1)
                && let Some(found) = self.places.get_mut(earlier as usize / STRIDE)
            {
                next = found.before;
                if found.voted == number as u32 || !same(shingle(units, earlier), here) {
                    continue;
                }
                found.voted = number as u32;
                let votes = &mut self.votes[found.paragraph as usize];
                if *votes == 0 {
                    self.voters.push(found.paragraph);
                }
                *votes += 1;
            }
        }
    }

    /// The paragraphs with the most votes, of equal ones the first, and how many they have.
    fn leaders(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let enough = |votes: usize| votes * VOTES >= remembered(SHORTEST_NEAR);
        let mut leaders = [(0, 0); ALIGNED];
        for &voter in &self.voters {
            let votes = self.votes[voter as usize] as usize;
            if !enough(votes) || !can_be_near(&self.normal.paragraphs[voter as usize]) {
                continue;
            }
            let mut next = (voter as usize, votes);
            for leader in &mut leaders {
                let &mut (other, most) = leader;
                if next.1 > most || next.1 == most && next.0 < other {
                    std::mem::swap(leader, &mut next);
                }
            }
        }
        leaders.into_iter().filter(|&(_, votes)| votes > 0)
    }

    /// How far before their places in the paragraph at hand the shingles that it shares with
    /// `earlier` are there, mostly: the median is at that distance.
    fn back(&self, earlier: usize) -> usize {
        let mut distances: Vec<u32> = self
            .hits
            .iter()
            .flat_map(|&hit| {
                self.places(hit)
                    .filter(|(_, place)| place.paragraph as usize == earlier)
                    .map(move |(there, _)| hit.unit - there)
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

    /// Adds the passages of `number`, the paragraph at hand, that are earlier to `passages`.
    fn passages(&mut self, number: usize, passages: &mut Vec<Common>) {
        let normal = self.normal;
        let paragraph = &normal.paragraphs[number];
        // What is reported already, and what has been matched.
        let (mut taken, mut read) = (paragraph.units.start, paragraph.units.start);
        for at in 0..self.hits.len() {
            let hit = self.hits[at];
            let unit = hit.unit as usize;
            if unit + AHEAD <= read || unit + AHEAD > paragraph.units.end {
                continue;
            }
            let ahead = |unit: usize| normal.units.get(unit..)?.first_chunk::<AHEAD>();
            let longest = self
                .places(hit)
                .filter(|&(there, place)| {
                    !place.matched
                        && same(ahead(there as usize), ahead(unit))
                        && self.can_share(number, place.paragraph as usize)
                })
                .map(|(there, place)| {
                    let other = (place.paragraph as usize, there as usize);
                    grow(normal, taken, (number, unit), other)
                })
                .max_by_key(|passage| {
                    (
                        passage.later.len(),
                        std::cmp::Reverse(passage.earlier.start),
                    )
                });
            let Some(passage) = longest else { continue };
            read = read.max(passage.later.end);
            self.settle(
                paragraph.units.start,
                unit + 1..(read + 1).saturating_sub(AHEAD),
            );
            if passage.later.len() >= PASSAGE {
                taken = passage.later.end;
                passages.push(passage);
            }
        }
    }

    /// Whether a passage of paragraph `number` that is in `other` too is reported by itself.
    fn can_share(&self, number: usize, other: usize) -> bool {
        can_have_passages(&self.normal.paragraphs[other])
            && (number == other || self.root(number) != self.root(other))
    }

    /// Marks the shingles that begin at `units`, of the paragraph from `start` on, as parts of a
    /// passage that is earlier: where it stands for a third time, it is the first place that
    /// counts.
    fn settle(&mut self, start: usize, units: Range<usize>) {
        let first = start + (units.start - start).next_multiple_of(STRIDE);
        for unit in (first..units.end).step_by(STRIDE) {
            if let Some(place) = self.places.get_mut(unit / STRIDE) {
                place.matched = true;
            }
        }
    }
}

/// The whole run around the shingle at `unit` of paragraph `number` that is at `earlier` of
/// paragraph `other` too, without what was `taken` before.
fn grow(
    normal: &Normal,
    taken: usize,
    (number, unit): (usize, usize),
    (other, earlier): (usize, usize),
) -> Common {
    let units = &normal.units;
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
/// A shorter run may skip this many times its length.
const SKIP: usize = 4;

/// Where the runs of [`RUN`] characters of a text are.
#[derive(Default)]
struct Grams {
    /// For each class of runs the first one, as one more than the place where it begins; 0 for none.
    heads: Vec<u32>,
    /// For each place the next run of its class in the same way.
    next: Vec<u32>,
}

impl Grams {
    /// Reads `units`.
    fn read(&mut self, units: &[Unit]) {
        self.heads.clear();
        self.heads.resize(units.len().max(2).next_power_of_two(), 0);
        self.next.clear();
        self.next.resize(units.len(), 0);
        let places = units.array_windows::<RUN>().zip(&mut self.next).enumerate();
        for (at, (gram, next)) in places.rev() {
            let class = class(rolled(gram), self.heads.len());
            let head = &mut self.heads[class];
            *next = std::mem::replace(head, at as u32 + 1);
        }
    }

    /// The first place of `gram` in `units`, which have been read, from `start` on. What lies before
    /// is forgotten.
    fn find(&mut self, units: &[Unit], gram: &[Unit; RUN], start: usize) -> Option<usize> {
        let class = class(rolled(gram), self.heads.len());
        let head = &mut self.heads[class];
        let mut place = *head as usize;
        while (1..=start).contains(&place) {
            place = self.next[place - 1] as usize;
        }
        *head = place as u32;
        loop {
            let at = place.checked_sub(1)?;
            if same(units.get(at..)?.first_chunk(), Some(gram)) {
                return Some(at);
            }
            place = self.next[at] as usize;
        }
    }
}

/// What two paragraphs, `later` and `earlier`, have in common, in order, if it is at `least` this many
/// characters. `back` is how far before its place in `later` a piece of `earlier` is, mostly.
fn align(
    normal: &Normal,
    (later, earlier): (&Paragraph, &Paragraph),
    back: usize,
    least: usize,
    grams: &mut Grams,
) -> Option<Vec<Common>> {
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
    grams.read(right);
    let mut common = Vec::new();
    let (mut i, mut j, mut since, mut shared) = (0, 0, 0, 0);
    while let Some(gram) = left.get(i..).and_then(|rest| rest.first_chunk()) {
        if shared + (left.len() - i).min(right.len() - j) < least {
            return None;
        }
        let Some(at) = grams.find(right, gram, j) else {
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
        shared += run;
    }
    (shared >= least).then_some(common)
}

/// What hashes of whole texts are multiplied by.
const BASE: u64 = 0x517c_c1b7_2722_0a95;

/// A hash that is the same on every run and machine.
pub(crate) fn hash_of(units: &[Unit]) -> u64 {
    let (pairs, last) = units.as_chunks::<2>();
    let join = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(BASE);
    let hash = pairs
        .iter()
        .fold(units.len() as u64, |hash, [first, second]| {
            join(
                hash,
                u64::from(first.bits()) | u64::from(second.bits()) << 32,
            )
        });
    let last = last.iter().map(|last| u64::from(last.bits()));
    mix(last.fold(hash, join))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        document::Source,
        reading::{Context, Draft},
    };

    /// `length` characters, each another.
    fn sequence(first: u32, length: u32) -> String {
        (first..first + length).filter_map(char::from_u32).collect()
    }

    #[test]
    fn passages_are_found_wherever_they_begin() {
        for (offset, length) in (0..9).flat_map(|offset| (28..33).map(move |one| (offset, one))) {
            let first = sequence(0x5000, 120);
            let shared: String = first.chars().skip(offset).take(length).collect();
            let [before, behind] = [sequence(0x6000, 40), sequence(0x7000, 40)];
            let text = format!("{first}。\n{before}{shared}{behind}。");
            let source = Source::of_text("a.txt", text);
            let doc = Draft::read(source, Context::default());
            let found: Vec<Common> = doc.copies().passages.clone();
            let expected = Common {
                later: 160..160 + length,
                earlier: offset..offset + length,
            };
            assert_eq!(
                found.contains(&expected),
                length >= PASSAGE,
                "{offset} {length}"
            );
            assert!(found.len() <= 1);
        }
    }
}
