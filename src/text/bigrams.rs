//! Where each pair of neighbouring characters stands in a draft.
//!
//! Rules look for thousands of fixed words. An automaton for them takes longer to build than a draft
//! takes to read, and reads the draft once for each rule; here the draft is read once for all, and
//! a word is looked up where the rarer of its first and last pair stands.

use memchr::memmem;

/// The places of all pairs, which [`Scan`](super::Scan) reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bigrams {
    /// The buckets of pairs.
    heads: Vec<Head>,
    /// For each pair the index of the next one in its bucket, or of the sentinel.
    links: Vec<u32>,
    /// The byte at which each pair begins, in order. The last character counts as a pair with `\0`. A
    /// sentinel, to which nothing but its index belongs, stands behind them.
    places: Vec<u32>,
    /// A bit for each hash of a pair, set where such a pair stands. A bucket has [`BITS`] of them.
    seen: Vec<u64>,
    /// What brings a hash down to the number of a bit.
    shift: u32,
}

/// A bucket: pairs that share some bits of their hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Head {
    /// The index of the first pair in it; that of the sentinel where there is none.
    first: u32,
    /// How many pairs it has.
    count: u32,
}

/// The fewest and the most buckets, as powers of two; a bucket takes eight bytes.
const FEWEST: u32 = 8;
const MOST: u32 = 20;
/// So many bits there are for a bucket, as a power of two: few pairs are taken for others.
const BITS: u32 = 4;

/// A character of a pair, in two bytes: two characters outside the Basic Multilingual Plane may share theirs.
pub(super) fn unit(c: char) -> u16 {
    u16::try_from(c as u32).unwrap_or(ASTRAL | c as u16 & 0x7ff)
}

/// The first of the numbers that stand for characters outside the Basic Multilingual Plane; no other
/// character has them.
pub(super) const ASTRAL: u16 = 0xd800;

/// The hash of a pair of characters; its upper bits are the good ones.
#[inline(always)]
fn hash(one: u16, other: u16) -> u32 {
    /// What the pair is multiplied by.
    const MIX: u32 = 0x9e37_79b1;
    (u32::from(one) << 16 | u32::from(other)).wrapping_mul(MIX)
}

/// What a word begins and ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rim {
    /// The hash of its first pair, or of its one character,
    first: u32,
    /// that of its last one,
    last: u32,
    /// and where that begins in it, in bytes.
    last_at: u32,
}

/// The hash of what is taken to stand in every text: single Han characters are not told apart.
const COMMON: u32 = 0;

impl Rim {
    /// That of `word`.
    pub fn of(word: &str) -> Self {
        let mut chars = word.chars();
        let (one, two) = (chars.next().map(unit), chars.next().map(unit));
        let mut chars = word.char_indices().rev();
        let (end, start) = (chars.next(), chars.next());
        match (one, two, start, end) {
            (Some(one), Some(two), Some((at, start)), Some((_, end))) => Self {
                first: hash(one, two),
                last: hash(unit(start), unit(end)),
                last_at: at as u32,
            },
            (only, ..) => {
                let only = only.filter(|&only| !is_plain(only));
                let only = only.map_or(COMMON, |only| hash(0, only));
                Self {
                    first: only,
                    last: only,
                    last_at: 0,
                }
            }
        }
    }
}

/// Whether the character is one of U+4000 to U+9FFF, nearly all of them Han.
pub(super) const fn is_plain(unit: u16) -> bool {
    matches!(unit, 0x4000..=0x9fff)
}

impl Bigrams {
    /// Those of a text of `length` bytes, whose characters are `units` and stand at `places`, in bytes.
    /// `singles` are those of them that may be asked for by themselves.
    pub(super) fn new(length: usize, units: &[u16], places: Vec<u32>, singles: &[u16]) -> Self {
        let size = (length / 2).max(1).ilog2().clamp(FEWEST, MOST);
        let shift = u32::BITS - size - BITS;
        let sentinel = units.len() as u32;
        let empty = Head {
            first: sentinel,
            count: 0,
        };
        let mut heads = vec![empty; 1 << size];
        let mut links = vec![sentinel; units.len()];
        let mut seen = vec![0u64; 1 << (size + BITS - u64::BITS.ilog2())];
        {
            let (heads, seen) = (heads.as_mut_slice(), seen.as_mut_slice());
            let mut see = |bit: u32| {
                if let Some(bits) = seen.get_mut(bit as usize / 64) {
                    *bits |= 1 << (bit % 64);
                }
            };
            // Backward, so that each chain leads forward.
            let (mut index, mut behind) = (sentinel, 0);
            for (&unit, link) in units.iter().zip(&mut links).rev() {
                index -= 1;
                let bit = hash(unit, behind) >> shift;
                behind = unit;
                see(bit);
                if let Some(head) = heads.get_mut((bit >> BITS) as usize) {
                    *link = head.first;
                    head.first = index;
                    head.count += 1;
                }
            }
            for &unit in singles {
                see(hash(0, unit) >> shift);
            }
            see(COMMON >> shift);
        }
        Self {
            heads,
            links,
            places,
            seen,
            shift,
        }
    }

    /// Whether what `rim` is of may stand in the text.
    #[inline]
    pub fn may_hold(&self, rim: Rim) -> bool {
        self.has_seen(rim.first) && self.has_seen(rim.last)
    }

    #[inline]
    fn has_seen(&self, hash: u32) -> bool {
        let bit = hash >> self.shift;
        let bits = self.seen.get(bit as usize / 64);
        bits.is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
    }

    /// The bucket of the pair of `hash`.
    fn head(&self, hash: u32) -> Head {
        let bucket = (hash >> self.shift >> BITS) as usize;
        self.heads.get(bucket).copied().unwrap_or_default()
    }

    /// Calls `found` with places, in bytes, of one pair, or of what shares its bucket, that lie up to
    /// `reach` characters apart: each with those behind it.
    pub fn close(&self, reach: usize, mut found: impl FnMut(usize, usize)) {
        /// So many links are looked at together.
        const CHUNK: usize = 16;
        let reach = u32::try_from(reach).unwrap_or(u32::MAX);
        for (links, start) in self.links.chunks(CHUNK).zip((0..).step_by(CHUNK)) {
            let indices = (start..).zip(links);
            let near = |any: bool, (index, link): (u32, &u32)| any | (link - index <= reach);
            if !indices.clone().fold(false, near) {
                continue;
            }
            for (index, &link) in indices {
                let mut next = link;
                while next - index <= reach
                    && let Some(&other) = self.places.get(next as usize)
                {
                    found(self.places[index as usize] as usize, other as usize);
                    next = self.links[next as usize];
                }
            }
        }
    }

    /// The bytes at which `word`, whose rim is `rim`, stands in `text`, which these are the pairs of, in
    /// order.
    pub fn find<'a>(&'a self, text: &'a str, word: &'a str, rim: Rim) -> Places<'a> {
        if !self.may_hold(rim) {
            return Places::None;
        }
        let (text, is_single, word) = (text.as_bytes(), is_single(word), word.as_bytes());
        if is_single {
            return Places::Sought(Box::new(memmem::find_iter(text, word)));
        }
        let (first, last) = (self.head(rim.first), self.head(rim.last));
        let (offset, head) = match first.count <= last.count {
            true => (0, first),
            false => (rim.last_at as usize, last),
        };
        Places::Known {
            text,
            word,
            offset,
            bigrams: self,
            next: head.first,
        }
    }
}

/// The places of a word, as bytes.
pub enum Places<'a> {
    /// Where the pair `offset` bytes into the word stands, and the word may.
    Known {
        /// The text,
        text: &'a [u8],
        /// the word,
        word: &'a [u8],
        /// where the pair stands in it,
        offset: usize,
        /// all pairs of the text,
        bigrams: &'a Bigrams,
        /// and the index of the next one to look at.
        next: u32,
    },
    /// Of a word that does not stand there.
    None,
    /// Of a word of one character.
    Sought(Box<memmem::FindIter<'a, 'a>>),
}

impl Iterator for Places<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        match self {
            Self::Known {
                text,
                word,
                offset,
                bigrams,
                next,
            } => loop {
                let index = *next as usize;
                let place = *bigrams.places.get(index)? as usize;
                *next = *bigrams.links.get(index)?;
                if let Some(start) = place.checked_sub(*offset)
                    && text.get(start..start + word.len()) == Some(word)
                {
                    return Some(start);
                }
            },
            Self::None => None,
            Self::Sought(places) => places.next(),
        }
    }
}

/// Whether `word` is one character, or none.
fn is_single(word: &str) -> bool {
    word.chars().nth(1).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Scan;

    #[test]
    fn words_are_found_where_they_stand() {
        let text = "协商民主是全过程人民民主的重要形式。a民主𠮷民主b，年年";
        let bigrams = Scan::read(text).bigrams;
        for word in [
            "民主",
            "协商",
            "形式。",
            "a民",
            "主𠮷",
            "𠮷民",
            "主b",
            "年",
            "b",
            "年年",
        ] {
            let expected: Vec<usize> = text.match_indices(word).map(|(at, _)| at).collect();
            let found: Vec<usize> = bigrams.find(text, word, Rim::of(word)).collect();
            assert_eq!(found, expected, "{word}");
        }
        for word in ["重要协商", "形势", "民主法治", "年年年"] {
            assert_eq!(bigrams.find(text, word, Rim::of(word)).count(), 0, "{word}");
        }
    }

    #[test]
    fn what_stands_is_never_said_not_to() {
        let text = "（一）增长3.5%，  “AI”应用𠮷é;\n全年…";
        let bigrams = Scan::read(text).bigrams;
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for (from, &start) in places.iter().enumerate() {
            let ends = places[from + 1..].iter().copied().chain([text.len()]);
            for word in ends.map(|end| &text[start..end]) {
                assert!(bigrams.may_hold(Rim::of(word)), "{word}");
            }
        }
        for word in ["●", "#", "　", "3.6", "**", "应对", "某某"] {
            assert!(!bigrams.may_hold(Rim::of(word)), "{word}");
        }
        assert!(bigrams.may_hold(Rim::of("旁")));
        assert!(bigrams.may_hold(Rim::of("")));
    }
}
