//! Sets of characters that are asked for at every character of a draft.

/// A set of characters of three bytes each: Han characters, full-width marks and digits.
#[derive(Debug)]
pub struct CharSet {
    /// For the first two bytes of a character, which of `bits` tells its third; 0 for none.
    blocks: [u8; 1024],
    bits: [u64; BLOCKS],
}

/// How many pairs of first two bytes a set may have, and one.
const BLOCKS: usize = 128;

impl CharSet {
    /// The characters of `set`; those of other lengths are not allowed.
    pub const fn new(set: &str) -> Self {
        let set = set.as_bytes();
        let mut blocks = [0; 1024];
        let mut bits = [0; BLOCKS];
        let mut used = 0;
        let mut at = 0;
        while at < set.len() {
            assert!(
                set[at] >> 4 == 0xe,
                "only characters of three bytes can be in a set"
            );
            let pair = pair(set[at], set[at + 1]);
            if blocks[pair] == 0 {
                used += 1;
                blocks[pair] = used;
            }
            bits[blocks[pair] as usize] |= 1 << (set[at + 2] & 0x3f);
            at += 3;
        }
        Self { blocks, bits }
    }

    /// Whether the character of three bytes that begins at byte `at` is in the set.
    #[inline]
    pub fn stands_at(&self, bytes: &[u8], at: usize) -> bool {
        let Some(&[first @ 0xe0..=0xef, second, third]) = bytes.get(at..at + 3) else {
            return false;
        };
        let block = self.blocks[pair(first, second)];
        block != 0 && self.bits[block as usize % BLOCKS] >> (third & 0x3f) & 1 == 1
    }
}

/// The place of the first two bytes of a character.
#[inline]
const fn pair(first: u8, second: u8) -> usize {
    (first as usize & 0x0f) << 6 | second as usize & 0x3f
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_its_characters_and_no_others() {
        static SET: CharSet = CharSet::new("一二０〇，");
        let text = "一三二上０１〇、，a 一";
        let found: String = text
            .char_indices()
            .filter(|&(at, _)| SET.stands_at(text.as_bytes(), at))
            .map(|(_, c)| c)
            .collect();
        assert_eq!(found, "一二０〇，一");
        assert!(!SET.stands_at(&"一".as_bytes()[..2], 0));
    }
}
