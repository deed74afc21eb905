//! Where each pair of neighbouring characters is in a draft.
//!
//! Rules look for thousands of fixed words. An automaton for them takes longer to build than a draft
//! takes to read, and reads the draft once for each rule; here the draft is read once for all, and
//! a word is looked up where the rarer of its first and last pair is.

use memchr::memmem;

use crate::scan::kinds::{self, unit};

/// The places of all pairs, which [`Scan`](crate::scan::Scan) reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordIndex {
    /// The buckets of pairs.
    heads: Vec<Head>,
    /// For each pair the index of the next one in its bucket, or of the sentinel.
    links: Vec<u32>,
    /// The byte at which each pair begins, in order. The last character counts as a pair with `\0`. The
    /// index behind the last one is the sentinel.
    places: Vec<u32>,
    /// What brings a hash down to the number of a bucket and of a bit there.
    shift: u32,
}

/// A bucket, pairs that share some bits of their hash, in one number: from the lowest bit on the index of
/// its first pair, [`TOLD`] bits that tell its pairs apart, and how many it has, as far as that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Head(u64);

/// This many bits a bucket has for its pairs: few are taken for others.
const TOLD: u32 = 16;
/// The bits of the hash that tell which of them it is.
const BITS: u32 = TOLD.ilog2();
/// The fewest and the most buckets, as powers of two; a bucket takes eight bytes.
const FEWEST: u32 = 8;
const MOST: u32 = 20;

impl Head {
    /// The bucket with the pair `index` in front of all others, whose number is `bit`.
    #[inline(always)]
    fn with(self, index: u32, bit: u32) -> Self {
        let others = self.0 & !u64::from(u32::MAX);
        let counted = others.wrapping_add(1 << (u32::BITS + TOLD));
        Self(counted | 1 << (u32::BITS + bit % TOLD) | u64::from(index))
    }

    /// The index of its first pair; that of the sentinel where it has none.
    #[inline(always)]
    fn first(self) -> u32 {
        self.0 as u32
    }

    /// How many pairs it has, less multiples of 65,536.
    fn count(self) -> u64 {
        self.0 >> (u32::BITS + TOLD)
    }

    /// Whether it may have a pair whose number is `bit`.
    #[inline(always)]
    fn may_hold(self, bit: u32) -> bool {
        self.0 >> (u32::BITS + bit % TOLD) & 1 == 1
    }
}

/// The number of the bucket that has the pair whose number is `bit`.
#[inline(always)]
fn bucket(bit: u32) -> usize {
    (bit >> BITS) as usize
}

/// The hash of a pair of characters; its upper bits are the good ones.
#[inline(always)]
fn hash(one: u16, other: u16) -> u32 {
    /// What the pair is multiplied by.
    const MIX: u32 = 0x9e37_79b1;
    (u32::from(one) << 16 | u32::from(other)).wrapping_mul(MIX)
}

/// What a word begins and ends with, and what is in its middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordProbe {
    /// The hash of its first pair, or of its one character,
    first: u32,
    /// that of the pair in its middle,
    middle: u32,
    /// that of its last one,
    last: u32,
    /// and where that begins in it, in bytes.
    last_at: u32,
}

/// The hash of what is taken to be in every text: most single characters are not distinguished.
const COMMON: u32 = 0;

impl WordProbe {
    /// That of `word`.
    pub fn of(word: &str) -> Self {
        let mut characters = word.char_indices().map(|(at, c)| (at, unit(c)));
        let Some((mut at, mut before)) = characters.next() else {
            return Self::single(COMMON);
        };
        let half = word.len() / 2;
        let mut rim: Option<Self> = None;
        for (next, unit) in characters {
            let hash = hash(before, unit);
            let rim = rim.get_or_insert(Self::single(hash));
            if at < half {
                rim.middle = hash;
            }
            (rim.last, rim.last_at) = (hash, at as u32);
            (at, before) = (next, unit);
        }
        rim.unwrap_or_else(|| {
            Self::single(match kinds::is_known(before) {
                true => hash(0, before),
                false => COMMON,
            })
        })
    }

    fn single(hash: u32) -> Self {
        Self {
            first: hash,
            middle: hash,
            last: hash,
            last_at: 0,
        }
    }

    /// Whether all its pairs may be among those in `heads`, of whose hashes `shift` bits are left out.
    #[inline(always)]
    fn may_stand(&self, heads: &[Head], shift: u32) -> bool {
        let stands = |hash: u32| {
            let bit = hash >> shift;
            heads
                .get(bucket(bit))
                .is_some_and(|head| head.may_hold(bit))
        };
        stands(self.first) && stands(self.last) && stands(self.middle)
    }
}

impl WordIndex {
    /// Those of a text of `length` bytes, whose characters are `units` and are at `places`, in bytes.
    /// `singles` are those of them that [may be asked for](kinds::is_known) by themselves.
    pub(super) fn new(
        length: usize,
        units: &[u16],
        places: Vec<u32>,
        singles: impl Iterator<Item = u16>,
    ) -> Self {
        let size = (length / 2).max(1).ilog2().clamp(FEWEST, MOST);
        let shift = u32::BITS - size - BITS;
        let sentinel = units.len() as u32;
        let mut heads = vec![Head(sentinel.into()); 1 << size];
        let mut links = vec![sentinel; units.len()];
        {
            let heads = heads.as_mut_slice();
            // Backward, so that each chain leads forward.
            let (mut index, mut behind) = (sentinel, 0);
            for (&unit, link) in units.iter().zip(&mut links).rev() {
                index -= 1;
                let bit = hash(unit, behind) >> shift;
                behind = unit;
                if let Some(head) = heads.get_mut(bucket(bit)) {
                    *link = head.first();
                    *head = head.with(index, bit);
                }
            }
            let singles = singles.map(|unit| hash(0, unit));
            for hash in singles.chain([COMMON]) {
                let bit = hash >> shift;
                if let Some(head) = heads.get_mut(bucket(bit)) {
                    *head = head.with(head.first(), bit);
                }
            }
        }
        Self {
            heads,
            links,
            places,
            shift,
        }
    }

    /// Whether what `rim` is of may be in the text.
    #[inline]
    pub fn may_hold(&self, rim: WordProbe) -> bool {
        rim.may_stand(&self.heads, self.shift)
    }

    /// Which of the words with these `rims` may be in the text, by their places among all.
    pub fn held(&self, rims: &[WordProbe]) -> Vec<usize> {
        let (heads, shift) = (self.heads.as_slice(), self.shift);
        let mut held = Vec::new();
        for (index, rim) in rims.iter().enumerate() {
            if rim.may_stand(heads, shift) {
                held.push(index);
            }
        }
        held
    }

    /// The bucket of the pair of `hash`.
    #[inline]
    fn head(&self, hash: u32) -> Head {
        let head = self.heads.get(bucket(hash >> self.shift));
        head.copied().unwrap_or(Head(0))
    }

    /// Calls `found` with places, in bytes, of one pair, or of what shares its bucket, that lie up to
    /// `reach` characters apart: each that is `wanted` with those behind it.
    pub fn close(
        &self,
        reach: usize,
        wanted: impl Fn(usize) -> bool,
        mut found: impl FnMut(usize, usize),
    ) {
        /// This many links are looked at together.
        const CHUNK: usize = 16;
        let reach = u32::try_from(reach).unwrap_or(u32::MAX);
        for (links, start) in self.links.chunks(CHUNK).zip((0..).step_by(CHUNK)) {
            let indices = (start..).zip(links);
            let near = |any: bool, (index, link): (u32, &u32)| any | (link - index <= reach);
            if !indices.clone().fold(false, near) {
                continue;
            }
            for (index, &link) in indices.filter(|&(index, &link)| link - index <= reach) {
                let place = self.places[index as usize] as usize;
                if !wanted(place) {
                    continue;
                }
                let mut next = link;
                while next - index <= reach
                    && let Some(&other) = self.places.get(next as usize)
                {
                    found(place, other as usize);
                    next = self.links[next as usize];
                }
            }
        }
    }

    /// The bytes at which `word`, whose rim is `rim`, is in `text`, which these are the pairs of, in
    /// order.
    pub fn find<'a>(&'a self, text: &'a str, word: &'a str, rim: WordProbe) -> Matches<'a> {
        if !self.may_hold(rim) {
            return Matches::None;
        }
        let (text, is_single, word) = (text.as_bytes(), is_single(word), word.as_bytes());
        if is_single {
            return Matches::Searched(Box::new(memmem::find_iter(text, word)));
        }
        let (first, last) = (self.head(rim.first), self.head(rim.last));
        let (offset, head) = match first.count() <= last.count() {
            true => (0, first),
            false => (rim.last_at as usize, last),
        };
        Matches::Known {
            text,
            word,
            offset,
            pairs: self,
            next: head.first(),
            free: 0,
        }
    }
}

/// The places of a word, as bytes.
pub enum Matches<'a> {
    /// Where the pair `offset` bytes into the word is, and the word may.
    Known {
        /// The text,
        text: &'a [u8],
        /// the word,
        word: &'a [u8],
        /// where the pair is in it,
        offset: usize,
        /// all pairs of the text,
        pairs: &'a WordIndex,
        /// the index of the next one to look at,
        next: u32,
        /// and the byte from which on it may: ASCII words do not overlap themselves.
        free: usize,
    },
    /// Of a word that is not there.
    None,
    /// Of a word of one character, or of none.
    Searched(Box<memmem::FindIter<'a, 'a>>),
}

impl Iterator for Matches<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        match self {
            Self::Known {
                text,
                word,
                offset,
                pairs,
                next,
                free,
            } => loop {
                let index = *next as usize;
                let place = *pairs.places.get(index)? as usize;
                *next = *pairs.links.get(index)?;
                if let Some(start) = place.checked_sub(*offset)
                    && text.get(start..start + word.len()) == Some(word)
                    && start >= *free
                {
                    if word.is_ascii() {
                        *free = start + word.len();
                    }
                    return Some(start);
                }
            },
            Self::None => None,
            Self::Searched(places) => places.next(),
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
    use crate::scan::Scan;

    #[test]
    fn words_are_found_where_they_stand() {
        let text = "协商民主是全过程人民民主的重要形式。a民主𠮷民主b，年年";
        let index = Scan::read(text).word_index;
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
            let found: Vec<usize> = index.find(text, word, WordProbe::of(word)).collect();
            assert_eq!(found, expected, "{word}");
        }
        // ASCII words do not overlap themselves.
        let index = Scan::read("x---年年年").word_index;
        let places = |word| -> Vec<usize> {
            let found = index.find("x---年年年", word, WordProbe::of(word));
            found.collect()
        };
        assert_eq!(places("--"), [1]);
        assert_eq!(places("年年"), [4, 7]);
    }

    #[test]
    fn words_that_do_not_stand_are_not_found() {
        let text = "协商民主是全过程人民民主的重要形式。a民主𠮷民主b，年年";
        let index = Scan::read(text).word_index;
        for word in ["重要协商", "形势", "民主法治", "年年年"] {
            assert_eq!(
                index.find(text, word, WordProbe::of(word)).count(),
                0,
                "{word}"
            );
        }
    }

    #[test]
    fn what_stands_is_never_said_not_to() {
        let text = "（一）增长3.5%，  “AI”应用𠮷é;\n全年…";
        let index = Scan::read(text).word_index;
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for (from, &start) in places.iter().enumerate() {
            let ends = places[from + 1..].iter().copied().chain([text.len()]);
            for word in ends.map(|end| &text[start..end]) {
                assert!(index.may_hold(WordProbe::of(word)), "{word}");
            }
        }
        for word in ["●", "#", "　", "3.6", "**", "应对", "某某"] {
            assert!(!index.may_hold(WordProbe::of(word)), "{word}");
        }
        assert!(index.may_hold(WordProbe::of("旁")));
        assert!(index.may_hold(WordProbe::of("")));
    }
}
