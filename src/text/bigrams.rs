//! Which pairs of neighbouring characters a draft may hold.
//!
//! Rules that look for fixed words ask here first: a word of which some pair does not stand in the
//! draft does not stand there either, and so most drafts need not be searched for most words.

/// A set of pairs that may say yes to one that is not there, and never no to one that is.
#[derive(Debug, Clone, Default)]
pub struct Bigrams {
    bits: Vec<u64>,
    mask: u32,
}

/// Bits for each byte of text: a pair that is not there is taken for one that is once in fifty times.
const BITS_PER_BYTE: usize = 16;
/// The smallest set, in bits.
const SMALLEST: usize = 1 << 14;
/// The largest, so that it stays in the cache.
const LARGEST: usize = 1 << 22;

impl Bigrams {
    /// Reads `text`.
    pub fn read(text: &str) -> Self {
        let size = (text.len() * BITS_PER_BYTE)
            .next_power_of_two()
            .clamp(SMALLEST, LARGEST);
        let mut bits = vec![0u64; size / 64];
        let mask = (size - 1) as u32;
        for pair in pairs(text) {
            let at = pair & mask;
            bits[(at / 64) as usize] |= 1 << (at % 64);
        }
        Self { bits, mask }
    }

    /// Whether a word with these [`pairs`] may stand in the text.
    pub fn may_hold(&self, pairs: &[u32]) -> bool {
        pairs.iter().all(|pair| {
            let at = pair & self.mask;
            self.bits
                .get((at / 64) as usize)
                .is_some_and(|bits| bits >> (at % 64) & 1 == 1)
        })
    }
}

/// The hashes of the pairs of neighbouring characters of `text`.
pub fn pairs(text: &str) -> impl Iterator<Item = u32> + '_ {
    let mut before = 0u32;
    text.chars().enumerate().filter_map(move |(index, c)| {
        let c = c as u32;
        let pair = before.wrapping_mul(0x9e37_79b1) ^ c.wrapping_mul(0x85eb_ca6b);
        before = c;
        (index > 0).then_some(pair ^ pair >> 15)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_there_is_never_denied() {
        let text = "协商民主是实践全过程人民民主的重要形式";
        let bigrams = Bigrams::read(text);
        let held = |word: &str| bigrams.may_hold(&pairs(word).collect::<Vec<_>>());
        assert!(held("全过程人民民主") && held("协商") && held("形式"));
        assert!(!held("重要协商") && !held("形势"));
    }
}
