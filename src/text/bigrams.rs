//! Where each pair of neighbouring characters stands in a draft.
//!
//! Rules look for thousands of fixed words. An automaton for them takes longer to build than a draft
//! takes to read, and reads the draft once for each rule; here the draft is read once for all, and
//! a word is looked up where the rarest of its pairs stands.

use memchr::memmem;

/// The places of all pairs, but for those of two ASCII characters.
#[derive(Debug, Clone, Default)]
pub struct Bigrams {
    /// Where in `places` each bucket begins, and after the last one where it ends.
    heads: Vec<u32>,
    /// The byte offsets of pairs, bucket by bucket, in order within each.
    places: Vec<u32>,
    /// What brings a hash down to the number of a bucket.
    shift: u32,
    /// A bit for each hash of a pair, ASCII ones too, set where such a pair stands.
    seen: Vec<u64>,
    /// What brings a hash down to the number of a bit.
    bit: u32,
}

/// The fewest and the most buckets, as powers of two; a bucket takes four bytes.
const FEWEST: u32 = 8;
const MOST: u32 = 20;
/// So many bits there are for a bucket, as a power of two: few pairs are taken for others.
const BITS: u32 = 4;

/// The hash of a pair of neighbouring characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair(u64);

/// What a word begins and ends with: its first and last pair, or its one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rim(u32, u32);

impl Rim {
    /// That of `word`; `None` where it is a single Han character, which stand everywhere.
    pub fn of(word: &str) -> Option<Self> {
        let lead = *word.as_bytes().first()?;
        if width(lead) == word.len() {
            let half = (single(window(word.as_bytes(), 0), word.len()) >> 32) as u32;
            return (!is_han(lead)).then_some(Self(half, half));
        }
        let mut rim: Option<Self> = None;
        each_pair(word, |step| {
            let half = (step.hash >> 32) as u32;
            rim = Some(Self(rim.map_or(half, |Self(first, _)| first), half));
        });
        rim
    }
}

impl Bigrams {
    /// Reads `text`.
    pub fn read(text: &str) -> Self {
        let size = (text.len() / 2).max(1).ilog2().clamp(FEWEST, MOST);
        let shift = u64::BITS - size;
        let bit = shift - BITS;
        let mut seen = vec![0u64; 1 << (size + BITS - u64::BITS.ilog2())];
        // A bucket's count stands two behind it first, its next free place one behind it then.
        let mut heads = vec![0u32; (1 << size) + 2];
        let mut buckets = Vec::with_capacity(text.len() / 3 + 8);
        let bytes = text.as_bytes();
        {
            let (seen, heads) = (seen.as_mut_slice(), heads.as_mut_slice());
            let mut see = |hash: u64| {
                let at = hash >> bit;
                if let Some(bits) = seen.get_mut(at as usize / 64) {
                    *bits |= 1 << (at % 64);
                }
            };
            if let Some((at, c)) = text.char_indices().next_back() {
                // The last character begins no pair.
                see(single(window(bytes, at), c.len_utf8()));
            }
            each_pair(text, |step| {
                see(step.hash);
                let lead = step.window as u8;
                if !is_han(lead) {
                    see(single(step.window, width(lead)));
                }
                if step.length > ASCII {
                    let bucket = (step.hash >> shift) as u32;
                    if let Some(head) = heads.get_mut(bucket as usize + 2) {
                        *head += 1;
                    }
                    buckets.push((bucket, step.at as u32));
                }
            });
        }
        let mut sum = 0;
        for head in &mut heads {
            sum += *head;
            *head = sum;
        }
        let mut places = vec![0u32; buckets.len()];
        for (bucket, at) in buckets {
            let next = &mut heads[bucket as usize + 1];
            places[*next as usize] = at;
            *next += 1;
        }
        Self {
            heads,
            places,
            shift,
            seen,
            bit,
        }
    }

    /// Whether what `rim` is of may stand in the text.
    #[inline]
    pub fn may_hold(&self, Rim(first, last): Rim) -> bool {
        let has = |half: u32| {
            let at = half >> (self.bit - u32::BITS);
            self.seen
                .get(at as usize / 64)
                .is_some_and(|bits| bits >> (at % 64) & 1 == 1)
        };
        has(first) && has(last)
    }

    /// The bytes at which `pair` may stand, in order.
    pub fn places(&self, Pair(hash): Pair) -> &[u32] {
        let bucket = (hash >> self.shift) as usize;
        match self.heads.get(bucket..bucket + 2) {
            Some(&[from, to]) => &self.places[from as usize..to as usize],
            _ => &[],
        }
    }

    /// Calls `found` with places of one pair, or of what shares its bucket, that lie up to `reach`
    /// bytes apart: each with those behind it.
    pub fn close(&self, reach: usize, mut found: impl FnMut(usize, usize)) {
        /// So many places are compared with the next ones at once.
        const CHUNK: usize = 8;
        let reach = u32::try_from(reach).unwrap_or(u32::MAX);
        // A bucket's first place lies before the last one of the bucket before it, or far off.
        let is_close = |one: u32, other: u32| other.wrapping_sub(one) <= reach;
        let mut start = 0;
        while start < self.places.len() {
            let places = &self.places[start..];
            if let Some(window) = places.first_chunk::<{ CHUNK + 1 }>()
                && !(0..CHUNK).fold(false, |any, at| any | is_close(window[at], window[at + 1]))
            {
                start += CHUNK;
                continue;
            }
            for (at, &one) in places.iter().enumerate().take(CHUNK) {
                for &other in &places[at + 1..] {
                    if !is_close(one, other) {
                        break;
                    }
                    found(one as usize, other as usize);
                }
            }
            start += CHUNK;
        }
    }

    /// The bytes at which `word` stands in `text`, which these are the pairs of, in order.
    pub fn find<'a>(&'a self, text: &'a str, word: &'a str) -> Places<'a> {
        let mut rarest: Option<(usize, &[u32])> = None;
        for (offset, pair) in pairs(word).take(PAIRS) {
            let places = self.places(pair);
            if rarest.is_none_or(|(_, fewest)| places.len() < fewest.len()) {
                rarest = Some((offset, places));
            }
            if places.is_empty() {
                break;
            }
        }
        let (text, whole, word) = (text.as_bytes(), word, word.as_bytes());
        match rarest {
            Some((offset, places)) => Places::Known {
                text,
                word,
                offset,
                places: places.iter(),
            },
            None if Rim::of(whole).is_some_and(|rim| !self.may_hold(rim)) => Places::None,
            None => Places::Sought(Box::new(memmem::find_iter(text, word))),
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
        /// and where in the text.
        places: std::slice::Iter<'a, u32>,
    },
    /// Of a word that does not stand there.
    None,
    /// Of a word of one character, or of ASCII alone.
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
                places,
            } => places.find_map(|&place| {
                let start = (place as usize).checked_sub(*offset)?;
                let there = text.get(start..start + word.len())?;
                (there == *word).then_some(start)
            }),
            Self::None => None,
            Self::Sought(places) => places.next(),
        }
    }
}

/// So many pairs of a word are compared to find the rarest.
const PAIRS: usize = 6;

/// The pairs of neighbouring characters of `text` of which one is no ASCII character, with the bytes
/// where they begin.
pub fn pairs(text: &str) -> impl Iterator<Item = (usize, Pair)> + '_ {
    let mut walk = Walk::new(text.as_bytes());
    std::iter::from_fn(move || {
        loop {
            let step = walk.step()?;
            if step.length > ASCII {
                return Some((step.at, Pair(step.hash)));
            }
        }
    })
}

/// The length in bytes of two ASCII characters.
const ASCII: usize = 2;

/// Tells `visit` of each pair of neighbouring characters of `text`.
fn each_pair(text: &str, mut visit: impl FnMut(Step)) {
    let mut walk = Walk::new(text.as_bytes());
    while let Some(step) = walk.step() {
        visit(step);
    }
}

/// A pair of neighbouring characters.
struct Step {
    /// Where it begins, in bytes,
    at: usize,
    /// how many bytes long it is,
    length: usize,
    /// its hash,
    hash: u64,
    /// and the eight bytes that it is among the first of.
    window: u64,
}

/// A walk from pair to pair.
struct Walk<'a> {
    bytes: &'a [u8],
    /// Where the next pair begins,
    at: usize,
    /// and the length of its first character, in bytes.
    first: usize,
}

impl<'a> Walk<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let first = bytes.first().map_or(1, |&lead| width(lead));
        Self {
            bytes,
            at: 0,
            first,
        }
    }

    /// The next pair.
    #[inline(always)]
    fn step(&mut self) -> Option<Step> {
        let rest = self.bytes.get(self.at..)?;
        let window = match rest.first_chunk::<8>() {
            Some(eight) => u64::from_le_bytes(*eight),
            None if rest.len() > self.first => window(rest, 0),
            None => return None,
        };
        let at = self.at;
        // Nearly all characters take three bytes.
        if window & LEADS == THREE {
            self.at += 3;
            let hash = (window << 16).wrapping_mul(MIX);
            return Some(Step {
                at,
                length: 6,
                hash,
                window,
            });
        }
        let second = width((window >> (8 * self.first)) as u8);
        let length = self.first + second;
        let hash = (window << (64 - 8 * length)).wrapping_mul(MIX);
        self.at += self.first;
        self.first = second;
        Some(Step {
            at,
            length,
            hash,
            window,
        })
    }
}

/// What a hash is multiplied by.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
/// The bits that say how long two characters of three bytes each are,
const LEADS: u64 = 0xf000_00f0;
/// and what they say.
const THREE: u64 = 0xe000_00e0;

/// The hash of the one character of `length` bytes that `window` begins with.
fn single(window: u64, length: usize) -> u64 {
    (window << (64 - 8 * length)).wrapping_mul(MIX)
}

/// Whether `lead` begins a Han character.
fn is_han(lead: u8) -> bool {
    matches!(lead, 0xe4..=0xe9)
}

/// The eight bytes at `at`, zeros where the text has ended.
fn window(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    if let Some(full) = rest.first_chunk::<8>() {
        return u64::from_le_bytes(*full);
    }
    let mut eight = [0; 8];
    eight[..rest.len()].copy_from_slice(rest);
    u64::from_le_bytes(eight)
}

/// The length in bytes of the character that begins with `lead`.
#[inline(always)]
fn width(lead: u8) -> usize {
    /// By the upper half of the byte.
    const WIDTHS: [u8; 16] = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4];
    usize::from(WIDTHS[usize::from(lead >> 4)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_they_stand() {
        let text = "协商民主是全过程人民民主的重要形式。a民主𠮷民主b，年年";
        let bigrams = Bigrams::read(text);
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
            let found: Vec<usize> = bigrams.find(text, word).collect();
            assert_eq!(found, expected, "{word}");
        }
        for word in ["重要协商", "形势", "民主法治", "年年年"] {
            assert_eq!(bigrams.find(text, word).count(), 0, "{word}");
        }
    }

    #[test]
    fn what_stands_is_never_said_not_to() {
        let text = "（一）增长3.5%，  “AI”应用𠮷é;\n全年…";
        let bigrams = Bigrams::read(text);
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for (from, &start) in places.iter().enumerate() {
            let ends = places[from + 1..].iter().copied().chain([text.len()]);
            for word in ends.map(|end| &text[start..end]) {
                assert!(
                    Rim::of(word).is_none_or(|rim| bigrams.may_hold(rim)),
                    "{word}"
                );
            }
        }
        for word in ["●", "#", "　", "3.6", "**", "应对", "某某"] {
            let rim = Rim::of(word).expect("no single Han character");
            assert!(!bigrams.may_hold(rim), "{word}");
        }
        assert_eq!(Rim::of("年"), None);
        assert_eq!(Rim::of(""), None);
    }
}
