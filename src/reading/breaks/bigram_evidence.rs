//! Whether the characters that would meet where two ends are joined are side by side elsewhere.

use crate::{
    language::{beginnings::first_han, endings::last_han, han::is_han},
    reading::copies::Hashed,
};

/// How often the characters at loose ends and loose beginnings follow one another in the text.
#[derive(Default)]
pub(super) struct BigramEvidence {
    /// The characters of the text.
    total: u64,
    /// How often four characters are side by side, any of which may be [`ANY`].
    counts: Hashed<u128, u64>,
}

/// Four characters as one number.
fn key(characters: [char; 4]) -> u128 {
    characters
        .into_iter()
        .fold(0, |key, c| key << 32 | u128::from(u32::from(c)))
}

/// Stands for a character that is not looked at.
const ANY: char = '\0';

/// What joined ends are worth that are together elsewhere, by the characters on either side.
const TWO_AND_TWO: i32 = 6;
const THREE: i32 = 3;

impl BigramEvidence {
    /// Counts, in one pass over `text`, what the ends of `lefts` and the beginnings of `rights` could
    /// read together.
    pub(super) fn read<'a>(
        text: &str,
        lefts: impl Iterator<Item = &'a str>,
        rights: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut readings = Self::default();
        let (mut tails, mut heads) = (Characters::new(), Characters::new());
        for [a, b] in lefts.filter_map(ending) {
            tails.add(b);
            readings.counts.insert(key([a, b, ANY, ANY]), 0);
            readings.counts.insert(key([ANY, b, ANY, ANY]), 0);
        }
        for [c, d] in rights.filter_map(beginning) {
            heads.add(c);
            if d != ANY {
                readings.counts.insert(key([ANY, ANY, c, d]), 0);
            }
            readings.counts.insert(key([ANY, ANY, c, ANY]), 0);
        }
        readings.count(text, &tails, &heads);
        readings
    }

    fn count(&mut self, text: &str, tails: &Characters, heads: &Characters) {
        let mut window = [ANY; 4];
        // Of the characters of the window, which are at an end or a beginning.
        let mut looked_at = 0u8;
        // One more at the end brings the last character to its place.
        for c in text.chars().chain([ANY; 2]) {
            let next = if is_han(c) { c } else { ANY };
            window = [window[1], window[2], window[3], next];
            looked_at = looked_at << 1 | u8::from(tails.has(next) | heads.has(next));
            self.total += 1;
            if looked_at & 0b0110 == 0 {
                continue;
            }
            let [a, b, c, d] = window;
            let (tail, head) = (tails.has(b), heads.has(c));
            if tail {
                self.seen([ANY, b, ANY, ANY]);
                self.seen([a, b, ANY, ANY]);
            }
            if head {
                self.seen([ANY, ANY, c, ANY]);
                self.seen([ANY, ANY, c, d]);
            }
            // Only what an end and a beginning could read together is kept.
            if tail && head {
                let left = self.counts.contains_key(&key([a, b, ANY, ANY]));
                let right = self.counts.contains_key(&key([ANY, ANY, c, d]));
                if left {
                    *self.counts.entry(key([a, b, c, ANY])).or_default() += 1;
                }
                if right {
                    *self.counts.entry(key([ANY, b, c, d])).or_default() += 1;
                }
                if left && right {
                    *self.counts.entry(key([a, b, c, d])).or_default() += 1;
                }
            }
        }
    }

    fn seen(&mut self, characters: [char; 4]) {
        if let Some(count) = self.counts.get_mut(&key(characters)) {
            *count += 1;
        }
    }

    fn of(&self, characters: [char; 4]) -> u64 {
        self.counts.get(&key(characters)).copied().unwrap_or(0)
    }

    /// What `left` and `right` read together is worth, and the reading that occurs elsewhere.
    pub(super) fn worth(&self, left: &str, right: &str) -> (i32, Option<String>) {
        let (Some([a, b]), Some([c, d])) = (ending(left), beginning(right)) else {
            return (0, None);
        };
        // Of characters that are frequent both, some are together by chance.
        let telling = |together: u64, left: u64, right: u64, times: u64| {
            together > 0 && together * self.total > times * left * right
        };
        let (ab, cd) = (self.of([a, b, ANY, ANY]), self.of([ANY, ANY, c, d]));
        if d != ANY && telling(self.of([a, b, c, d]), ab, cd, 4) {
            return (TWO_AND_TWO, Some([a, b, c, d].iter().collect()));
        }
        let before = telling(self.of([a, b, c, ANY]), ab, self.of([ANY, ANY, c, ANY]), 6);
        let behind =
            d != ANY && telling(self.of([ANY, b, c, d]), self.of([ANY, b, ANY, ANY]), cd, 6);
        match (before, behind) {
            (true, true) => (2 * THREE - 1, Some([a, b, c].iter().collect())),
            (true, false) => (THREE, Some([a, b, c].iter().collect())),
            (false, true) => (THREE, Some([b, c, d].iter().collect())),
            (false, false) => (0, None),
        }
    }
}

/// A set of characters, with some of higher planes taken for others.
struct Characters {
    bits: Vec<u64>,
}

impl Characters {
    fn new() -> Self {
        Self {
            bits: vec![0; 0x1_0000 / 64],
        }
    }

    fn add(&mut self, c: char) {
        let at = c as usize & 0xffff;
        self.bits[at / 64] |= 1 << (at % 64);
    }

    fn has(&self, c: char) -> bool {
        let at = c as usize & 0xffff;
        self.bits[at / 64] >> (at % 64) & 1 == 1
    }
}

/// The two Han characters that `text` ends with.
fn ending(text: &str) -> Option<[char; 2]> {
    let mut characters = last_han(text, 2).chars();
    Some([characters.next()?, characters.next()?])
}

/// The two Han characters that `text` begins with; it may be one.
fn beginning(text: &str) -> Option<[char; 2]> {
    let mut characters = first_han(text, 2).chars();
    Some([characters.next()?, characters.next().unwrap_or(ANY)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_elsewhere_too_is_worth_more() {
        let text = format!(
            "{}持续优化营商环境，增强发展动能。改善营商环境。",
            "深入走访企业，帮助解决难题，听取各方意见。".repeat(9)
        );
        let (left, right, other) = ("着力改善营商", "环境持续向好。", "举措落地见效。");
        let readings = BigramEvidence::read(&text, [left].into_iter(), [right, other].into_iter());
        assert_eq!(
            readings.worth(left, right),
            (TWO_AND_TWO, Some("营商环境".to_owned()))
        );
        assert_eq!(readings.worth(left, other), (0, None));
    }
}
