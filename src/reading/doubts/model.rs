//! The model of official prose as it lies in the program: read where it is, nothing is set up.
//!
//! `tools/speller` builds it from the texts that its `sources.toml` names. The counts of the n-grams
//! that matter are kept in a 3-wise binary fuse function: each n-gram has three slots of 16 bits, whose
//! exclusive or is 12 bits of fingerprint and 4 bits of level. An n-gram that was not counted is taken for
//! one that was once in 4,096 times.

use super::symbol::{BITS, FIRST, HAN, HAN_COUNT, UNKNOWN, key, key_of, pushed};

/// The first bytes of a model.
pub(crate) const MAGIC: [u8; 4] = *b"HBSP";
/// Its version.
pub(crate) const VERSION: u32 = 2;
/// The counts that a level stands for.
pub(crate) const LEVELS: [u32; 16] = [
    1, 2, 3, 4, 6, 8, 12, 16, 24, 40, 80, 160, 400, 1200, 5000, 25000,
];
/// How many readings of a character are kept.
pub(crate) const READINGS: usize = 3;
/// How far a character can be from the one that it is taken for, in 256ths of a bit.
pub(crate) const NEAR_SOUND: i32 = 554;
/// The same for a character of the same sound but another tone.
pub(crate) const OTHER_TONE: i32 = 111;

/// The parts of a model, in order.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part {
    /// The symbol of each Han character, 16 bits.
    Symbols,
    /// The character of each symbol, 16 bits.
    Characters,
    /// The count of each symbol and of its followers, and how many different ones: 3 × 32 bits.
    Singles,
    /// Seed and size of the counts, and the slots, 16 bits.
    Counts,
    /// The same for how many different followers a beginning has, 8 bits.
    Followers,
    /// Of each symbol where the set of what follows it lies, in units of 8 bytes × 32, and the logarithm of
    /// its size in bits; behind these the sets.
    Pairs,
    /// Three readings of each symbol, 16 bits: the sound × 8 + the tone.
    BigramEvidence,
    /// Where the symbols of each sound begin, 16 bits, and after these the symbols.
    Sounds,
    /// The same for the sounds near to each sound.
    NearSounds,
    /// The same for the symbols of similar shape, each followed by how far it is, 16 bits.
    Shapes,
    /// The same for the words of two characters by the sound of the first, 2 × 16 bits; those of a sound by
    /// the sound of the second.
    Words,
    /// The thresholds and the bias, 32 bits, and the trees that weigh the features: of each its size, the
    /// most that it and those behind it come to, 32 bits, and its nodes (see [`Tree`]).
    Weights,
}

/// How many thresholds there are.
pub(crate) const THRESHOLDS: usize = 2;

/// How many parts there are.
pub(crate) const PARTS: usize = 12;

/// A model.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Model<'a> {
    parts: [&'a [u8]; PARTS],
    counts: Fuse,
    /// The slots of the counts.
    levels: &'a [[u8; 2]],
    followers: Fuse,
    /// The slots of the followers.
    kinds: &'a [u8],
    total: f64,
}

/// Where the three slots of a key lie.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Fuse {
    /// Changed until all keys find room.
    pub(crate) seed: u64,
    /// The slots of one segment, a power of two.
    pub(crate) segment: u32,
    /// How many segments there are, less two.
    pub(crate) segments: u32,
    /// How many slots can be the first of a key.
    range: u64,
}

impl Fuse {
    /// The bytes of the three numbers before the slots.
    pub(crate) const HEAD: usize = 16;

    /// A function with this many segments, less two, of this many slots.
    pub(crate) fn new(seed: u64, segment: u32, segments: u32) -> Self {
        Self {
            seed,
            segment,
            segments,
            range: u64::from(segments) * u64::from(segment),
        }
    }

    /// The three slots of the key with hash `hash`.
    #[inline]
    pub(crate) fn slots(self, hash: u64) -> [usize; 3] {
        let first = ((u128::from(hash) * u128::from(self.range)) >> 64) as u32;
        let mask = self.segment.wrapping_sub(1);
        let second = first + self.segment;
        let third = second + self.segment;
        [
            first as usize,
            (second ^ ((hash >> 18) as u32 & mask)) as usize,
            (third ^ (hash as u32 & mask)) as usize,
        ]
    }

    /// The hash of `key`.
    #[inline]
    pub(crate) fn hash(self, key: u64) -> u64 {
        let mut h = key.wrapping_add(self.seed);
        h = (h ^ h >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
        h = (h ^ h >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h ^ h >> 33
    }

    fn read(part: &[u8]) -> Option<(Self, usize)> {
        let seed = u64::from_le_bytes(*part.first_chunk()?);
        let fuse = Self::new(seed, long(part, 2), long(part, 3));
        let slots = (fuse.segments as usize + 2) * fuse.segment as usize;
        fuse.segment.is_power_of_two().then_some((fuse, slots))
    }
}

/// The fingerprint of a hash, in the upper 12 of 16 bits.
#[inline]
pub(crate) fn fingerprint(hash: u64) -> u16 {
    ((hash ^ hash >> 32) as u16) & 0xfff0
}

/// The symbols that may follow another, as a set of bits that lie together: a doubtful place asks for many.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Neighbours<'a> {
    bits: &'a [u8],
    log: u32,
}

impl Neighbours<'_> {
    /// Whether `right` may follow; false for sure.
    #[inline]
    pub(crate) fn may_have(self, right: u16) -> bool {
        let bit = neighbour_bit(right, self.log);
        self.bits
            .get(bit >> 3)
            .is_some_and(|byte| byte >> (bit & 7) & 1 == 1)
    }
}

/// The bit of `right` in a set of 2^`log` bits.
#[inline]
pub(crate) fn neighbour_bit(right: u16, log: u32) -> usize {
    (u32::from(right).wrapping_mul(0x9e37_79b1) >> (32 - log)) as usize
}

/// How often the n-grams around a place occur: of each place from the one before it, those of two to four
/// symbols that end there; and how many different symbols follow those of two and three.
#[derive(Debug, Default)]
pub(crate) struct Window {
    counts: [[u32; 3]; WINDOW],
    kinds: [[u32; 2]; WINDOW],
}

/// The symbol before a word of two, these two, and the three behind it.
const WINDOW: usize = 6;

/// The slots of a fuse function, behind its three numbers.
fn slots_of(part: &[u8]) -> &[u8] {
    part.get(Fuse::HEAD..).unwrap_or_default()
}

#[inline]
fn short(bytes: &[u8], index: usize) -> u16 {
    match bytes.get(2 * index..2 * index + 2) {
        Some(&[low, high]) => u16::from_le_bytes([low, high]),
        _ => 0,
    }
}

#[inline]
fn long(bytes: &[u8], index: usize) -> u32 {
    match bytes.get(4 * index..4 * index + 4) {
        Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
        _ => 0,
    }
}

impl<'a> Model<'a> {
    /// The bytes of the head: magic, version, checksum, and the length of each part.
    pub(crate) const HEAD: usize = 16 + 4 * PARTS;

    /// Reads the model in `bytes`; `None` where they hold none of this version.
    pub(crate) fn new(bytes: &'a [u8]) -> Option<Self> {
        let (head, mut rest) = bytes.split_at_checked(Self::HEAD)?;
        if head[..4] != MAGIC || long(head, 1) != VERSION {
            return None;
        }
        let mut parts = [rest; PARTS];
        for (index, part) in parts.iter_mut().enumerate() {
            (*part, rest) = rest.split_at_checked(long(head, 4 + index) as usize)?;
        }
        let mut model = Self {
            parts,
            counts: Fuse::default(),
            levels: &[],
            followers: Fuse::default(),
            kinds: &[],
            total: 0.0,
        };
        let (counts, slots) = Fuse::read(model.part(Part::Counts))?;
        let (followers, kinds) = Fuse::read(model.part(Part::Followers))?;
        let whole = model.part(Part::Counts).len() == Fuse::HEAD + 2 * slots
            && model.part(Part::Followers).len() == Fuse::HEAD + kinds
            && model.part(Part::Symbols).len() == 2 * HAN_COUNT;
        model.counts = counts;
        model.levels = slots_of(model.part(Part::Counts)).as_chunks().0;
        model.followers = followers;
        model.kinds = slots_of(model.part(Part::Followers));
        model.total = f64::from(long(model.part(Part::Singles), 0));
        whole.then_some(model)
    }

    #[inline]
    fn part(&self, part: Part) -> &'a [u8] {
        self.parts[part as usize]
    }

    /// The symbol of a Han character.
    #[inline]
    pub(crate) fn symbol(&self, c: char) -> u16 {
        let index = (c as usize).checked_sub(*HAN.start() as usize);
        match index.filter(|&index| index < HAN_COUNT) {
            None => UNKNOWN,
            Some(index) => match short(self.part(Part::Symbols), index) {
                0 => UNKNOWN,
                symbol => symbol,
            },
        }
    }

    /// The character of a symbol.
    pub(crate) fn character(&self, symbol: u16) -> Option<char> {
        let index = symbol.checked_sub(FIRST)?;
        char::from_u32(u32::from(short(self.part(Part::Characters), index.into())))
            .filter(|&c| c != '\0')
    }

    /// How often `symbol` occurs, how often something follows it, and how many different symbols do.
    #[inline]
    pub(crate) fn single(&self, symbol: u16) -> (u32, u32, u32) {
        let at = 3 * usize::from(symbol) + 1;
        let part = self.part(Part::Singles);
        (long(part, at), long(part, at + 1), long(part, at + 2))
    }

    /// How often the n-gram of two to four symbols with this [`key`] occurs, about; 0 where it was not kept.
    #[inline]
    pub(crate) fn count(&self, key: u64) -> u32 {
        let hash = self.counts.hash(key);
        let level = |slot: usize| {
            self.levels
                .get(slot)
                .map_or(0, |&level| u16::from_le_bytes(level))
        };
        let [first, second, third] = self.counts.slots(hash);
        let value = level(first) ^ level(second) ^ level(third);
        match (value ^ fingerprint(hash)) & 0xfff0 {
            0 => LEVELS[usize::from(value & 15)],
            _ => 0,
        }
    }

    /// How many different symbols follow the n-gram with this [`key`], about.
    #[inline]
    fn followers(&self, key: u64) -> u32 {
        let hash = self.followers.hash(key);
        let level = |slot: usize| self.kinds.get(slot).copied().unwrap_or(0);
        let [first, second, third] = self.followers.slots(hash);
        let value = level(first) ^ level(second) ^ level(third);
        match (value ^ (fingerprint(hash) >> 4) as u8) & 0xf0 {
            0 => LEVELS[usize::from(value & 15)],
            _ => 1,
        }
    }

    /// How often `gram`, of one to four symbols, occurs, about.
    pub(crate) fn occurs(&self, gram: &[u16]) -> u32 {
        match gram {
            [] => 0,
            &[single] => self.single(single).0,
            _ => self.count(key(gram)),
        }
    }

    /// How often something follows `gram`, about.
    pub(crate) fn goes_on(&self, gram: &[u16]) -> u32 {
        match gram {
            &[single] => self.single(single).1,
            _ => self.occurs(gram),
        }
    }

    /// What may follow `left`.
    #[inline]
    pub(crate) fn neighbours(&self, left: u16) -> Neighbours<'a> {
        let part = self.part(Part::Pairs);
        let entry = long(part, usize::from(left));
        let from = 8 * (entry >> 5) as usize;
        let log = entry & 31;
        Neighbours {
            bits: part.get(from..from + (1 << log) / 8).unwrap_or_default(),
            log,
        }
    }

    /// The logarithm of the probability of all symbols that depend on those at `at..at + length`, by Witten
    /// and Bell, in 256ths of a bit.
    ///
    /// With `again`, `window` is that of a line that differs in these symbols only, and what does not
    /// depend on them is not looked up again.
    pub(crate) fn likelihood(
        &self,
        line: &[u16],
        (at, length): (usize, usize),
        window: &mut Window,
        again: bool,
    ) -> i32 {
        let first = at.saturating_sub(1);
        let end = (at + length + 3).min(line.len());
        let is_new =
            |last: usize, size: usize| !again || last >= at && last - at < size + length - 1;
        let before = line[first.saturating_sub(3)..first].iter();
        let before = before.fold(0, |packed, &symbol| pushed(packed, symbol));
        let mut packed = before;
        // All counts are looked up before the first is used: they lie far apart, and so the lookups overlap.
        for (last, counts) in (first..end).zip(&mut window.counts) {
            packed = pushed(packed, line[last]);
            let longest = if last < at { 3 } else { 4 };
            for (size, count) in (2..=longest.min(last + 1)).zip(counts) {
                if is_new(last, size) {
                    *count = self.count(key_of(packed, size));
                }
            }
        }
        let mut packed = before;
        for (last, (counts, kinds)) in
            (first..end - 1).zip(window.counts.iter().zip(&mut window.kinds))
        {
            packed = pushed(packed, line[last]);
            for (size, (&count, kinds)) in (2..=3).zip(counts.iter().zip(kinds)) {
                if is_new(last, size) && count > 0 {
                    *kinds = self.followers(key_of(packed, size));
                }
            }
        }
        let product = (at..end).fold(1.0, |product, last| {
            product * self.probability(line, last, window, last - first)
        });
        super::number::log2(product)
    }

    /// The probability of the symbol at `last` after those before it; `here` is its place in the window.
    #[inline]
    fn probability(&self, line: &[u16], last: usize, window: &Window, here: usize) -> f64 {
        let count = self.single(line[last]).0;
        let mut probability = (f64::from(count) + 0.2) / (self.total + 2000.0);
        for shorter in 1..=last.min(3) {
            let (sum, kinds) = match shorter {
                1 => {
                    let (_, sum, kinds) = self.single(line[last - 1]);
                    (sum, kinds)
                }
                _ => (
                    window.counts[here - 1][shorter - 2],
                    window.kinds[here - 1][shorter - 2],
                ),
            };
            if sum == 0 {
                break;
            }
            let kinds = f64::from(kinds.max(1));
            let count = f64::from(window.counts[here][shorter - 1]);
            probability = (count + kinds * probability) / (f64::from(sum) + kinds);
        }
        probability
    }

    /// The readings of a symbol, the commonest first: sound × 8 + tone.
    pub(crate) fn readings(&self, symbol: u16) -> impl Iterator<Item = u16> + use<'a> {
        let part = self.part(Part::BigramEvidence);
        let first = READINGS * usize::from(symbol);
        (first..first + READINGS)
            .map(move |index| short(part, index))
            .take_while(|&reading| reading != 0)
    }

    /// The entries of `N` bytes in `part` that belong to `index`.
    fn entries<const N: usize>(&self, part: Part, index: u16) -> &'a [[u8; N]] {
        let part = self.part(part);
        let index = usize::from(index);
        let ends = usize::from(short(part, 0));
        let range = if index < ends {
            let [from, to] = [1, 2].map(|at| usize::from(short(part, index + at)));
            let head = 2 * (ends + 2);
            head + N * from..head + N * to
        } else {
            0..0
        };
        part.get(range).unwrap_or_default().as_chunks().0
    }

    /// The symbols in `part` that belong to `index`.
    fn list(&self, part: Part, index: u16) -> impl Iterator<Item = u16> + use<'a> {
        let entries = self.entries(part, index).iter();
        entries.map(|&entry| u16::from_le_bytes(entry))
    }

    /// The common characters of a sound.
    pub(crate) fn of_sound(&self, sound: u16) -> impl Iterator<Item = u16> + use<'a> {
        self.list(Part::Sounds, sound)
    }

    /// The sounds that are taken for `sound`.
    pub(crate) fn near_sounds(&self, sound: u16) -> impl Iterator<Item = u16> + use<'a> {
        self.list(Part::NearSounds, sound)
    }

    /// The common characters that look like `symbol`, with how alike they are in hundredths.
    pub(crate) fn shapes(&self, symbol: u16) -> impl Iterator<Item = (u16, i32)> + use<'a> {
        self.list(Part::Shapes, symbol)
            .map(|packed| (packed & ((1 << BITS) - 1), packed))
            .map(|(other, packed)| (other, 75 + 8 * i32::from(packed >> BITS)))
    }

    /// The common words of two characters with these two sounds.
    pub(crate) fn words(
        &self,
        first: u16,
        second: u16,
    ) -> impl Iterator<Item = [u16; 2]> + use<'a> {
        let model = *self;
        let word =
            |&[a, b, c, d]: &[u8; 4]| [u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d])];
        let sound =
            move |word: [u16; 2]| model.readings(word[1]).next().map_or(0, |sound| sound >> 3);
        let words = self.entries(Part::Words, first);
        let from = words.partition_point(|entry| sound(word(entry)) < second);
        words[from..]
            .iter()
            .map(word)
            .take_while(move |&word| sound(word) == second)
    }

    fn number(&self, index: usize) -> i32 {
        long(self.part(Part::Weights), index).cast_signed()
    }

    /// The score from which a candidate is reported, in 256ths of a logit: 0 is the strictest.
    pub(crate) fn threshold(&self, index: usize) -> i32 {
        self.number(index)
    }

    /// What a candidate without features scores.
    pub(crate) fn bias(&self) -> i32 {
        self.number(THRESHOLDS)
    }

    /// The trees that weigh the features.
    pub(crate) fn trees(&self) -> impl Iterator<Item = Tree<'a>> + use<'a> {
        let mut rest = self
            .part(Part::Weights)
            .get(4 * (THRESHOLDS + 1)..)
            .unwrap_or_default();
        std::iter::from_fn(move || {
            let (length, most) = (long(rest, 0) as usize, long(rest, 1).cast_signed());
            let (nodes, behind) = rest.get(8..)?.split_at_checked(4 * length)?;
            rest = behind;
            Some(Tree {
                nodes: nodes.as_chunks().0,
                most,
            })
        })
    }
}

/// A tree of questions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tree<'a> {
    /// Of each node the feature, where the left one of its children lies, the right one behind it, and the
    /// most for the left, 16 bits; of a leaf [`LEAF`], 0 and its value.
    nodes: &'a [[u8; 4]],
    /// The most that this tree and those behind it come to together, in 65,536ths of a logit.
    pub(crate) most: i32,
}

/// In place of a leaf's feature.
pub(crate) const LEAF: u8 = 255;

impl Tree<'_> {
    /// The value of the leaf that features lead to, in 65,536ths of a logit.
    #[inline]
    pub(crate) fn leaf(self, features: &[i32]) -> i32 {
        let mut at = 0;
        // Children lie behind their parents, so that this comes to an end.
        while let Some(&[asked, left, low, high]) = self.nodes.get(at) {
            let value = i32::from(i16::from_le_bytes([low, high]));
            if asked == LEAF {
                return value;
            }
            let is_more = features.get(usize::from(asked)).is_some_and(|&f| f > value);
            let next = usize::from(left) + usize::from(is_more);
            if next <= at {
                break;
            }
            at = next;
        }
        0
    }
}
