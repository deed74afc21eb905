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
}

/// The fewest and the most buckets, as powers of two; a bucket takes four bytes.
const FEWEST: u32 = 8;
const MOST: u32 = 20;

/// The hash of a pair of neighbouring characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair(u64);

impl Bigrams {
    /// Reads `text`.
    pub fn read(text: &str) -> Self {
        let size = (text.len() / 2).max(1).ilog2().clamp(FEWEST, MOST);
        let shift = u64::BITS - size;
        // A bucket's count stands two behind it first, its next free place one behind it then.
        let mut heads = vec![0u32; (1 << size) + 2];
        for (_, Pair(hash)) in pairs(text) {
            heads[(hash >> shift) as usize + 2] += 1;
        }
        let mut total = 0;
        for head in &mut heads {
            total += *head;
            *head = total;
        }
        let mut places = vec![0u32; total as usize];
        for (at, Pair(hash)) in pairs(text) {
            let next = &mut heads[(hash >> shift) as usize + 1];
            places[*next as usize] = at as u32;
            *next += 1;
        }
        Self {
            heads,
            places,
            shift,
        }
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
        let (text, word) = (text.as_bytes(), word.as_bytes());
        match rarest {
            Some((offset, places)) => Places::Known {
                text,
                word,
                offset,
                places: places.iter(),
            },
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
            Self::Sought(places) => places.next(),
        }
    }
}

/// So many pairs of a word are compared to find the rarest.
const PAIRS: usize = 6;

/// The pairs of neighbouring characters of `text` of which one is no ASCII character, with the bytes
/// where they begin.
pub fn pairs(text: &str) -> impl Iterator<Item = (usize, Pair)> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut first = bytes.first().map_or(1, |&lead| width(lead));
    std::iter::from_fn(move || {
        loop {
            let next = at + first;
            let second = width(*bytes.get(next)?);
            let start = at;
            let length = first + second;
            (at, first) = (next, second);
            if length > 2 {
                let window = window(bytes, start) & (u64::MAX >> (64 - 8 * length));
                return Some((start, Pair(window.wrapping_mul(0x9e37_79b9_7f4a_7c15))));
            }
        }
    })
}

/// The length in bytes of the character that begins with `lead`.
fn width(lead: u8) -> usize {
    match lead {
        0..0xc0 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
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
}
