//! A few fixed words, sought in short texts: the words that lead to a figure, a clause, what is
//! beside a place.
//!
//! `str::contains` prepares a search for each word anew. Here each character of the text is asked once
//! whether any of the words begins with it, and only then words are compared.

/// How many words `list` holds, which spaces part.
pub(crate) const fn count(list: &str) -> usize {
    let bytes = list.as_bytes();
    let (mut at, mut count) = (0, 0);
    while at < bytes.len() {
        if bytes[at] != b' ' && (at == 0 || bytes[at - 1] == b' ') {
            count += 1;
        }
        at += 1;
    }
    count
}

/// The `N` words of `list`, which spaces part.
pub(crate) const fn split<const N: usize>(list: &'static str) -> [&'static str; N] {
    let mut words = [""; N];
    let bytes = list.as_bytes();
    let (mut at, mut count) = (0, 0);
    while at < bytes.len() {
        let from = at;
        while at < bytes.len() && bytes[at] != b' ' {
            at += 1;
        }
        if at > from {
            words[count] = list.split_at(at).0.split_at(from).1;
            count += 1;
        }
        at += 1;
    }
    words
}

/// The words of one literal, which spaces part, as a slice: long lists stay short to read.
macro_rules! words {
    ($list:literal) => {
        const { &$crate::language::terms::split::<{ $crate::language::terms::count($list) }>($list) }
    };
}
pub(crate) use words;

/// [`Terms`] of the words of one literal, which spaces part.
macro_rules! terms {
    ($list:literal) => {
        $crate::language::terms::Terms::new($crate::language::terms::words!($list))
    };
}
pub(crate) use terms;

/// Words to seek, the ones that are to win before others first.
#[derive(Debug)]
pub struct Terms {
    words: &'static [&'static str],
    firsts: Hashes,
    lasts: Hashes,
}

/// The hashes of some characters, as bits.
type Hashes = [u64; 16];

impl Terms {
    /// The `words`, which consist of ASCII and of characters of three bytes; none is empty.
    pub const fn new(words: &'static [&'static str]) -> Self {
        let mut firsts = [0; 16];
        let mut lasts = [0; 16];
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            let first = match word[0] {
                0..0x80 => word[0] as usize,
                _ => hash(word[1], word[2]),
            };
            let end = word.len() - 1;
            let last = match word[end] {
                0..0x80 => word[end] as usize,
                _ => hash(word[end - 1], word[end]),
            };
            firsts[first >> 6] |= 1 << (first & 63);
            lasts[last >> 6] |= 1 << (last & 63);
            at += 1;
        }
        Self {
            words,
            firsts,
            lasts,
        }
    }

    /// The words.
    pub fn words(&self) -> &'static [&'static str] {
        self.words
    }

    /// Whether any of the words is in `text`.
    pub fn stand_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// Where in `text` a word is, and which: the leftmost, of those at one place the first listed.
    pub fn find(&self, text: &str) -> Option<(usize, &'static str)> {
        let bytes = text.as_bytes();
        let mut at = 0;
        loop {
            let (first, length) = match *bytes.get(at)? {
                lead @ 0..0x80 => (lead as usize, 1),
                0xe0..0xf0 => {
                    let &[second, third] = bytes.get(at + 1..at + 3)? else {
                        return None;
                    };
                    (hash(second, third), 3)
                }
                _ => {
                    at += 1;
                    continue;
                }
            };
            if has(&self.firsts, first) {
                let rest = bytes.get(at..)?;
                let word = self.words.iter().find(|word| begins(rest, word));
                if let Some(word) = word {
                    return Some((at, word));
                }
            }
            at += length;
        }
    }

    /// The words that `text` begins with.
    pub fn begins<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'static str> + 'a {
        let words = match *text.as_bytes() {
            [first @ 0..0x80, ..] if has(&self.firsts, first as usize) => self.words,
            [_, second, third, ..] if has(&self.firsts, hash(second, third)) => self.words,
            _ => &[],
        };
        words
            .iter()
            .filter(|word| begins(text.as_bytes(), word))
            .copied()
    }

    /// The first listed of the words that `text` begins with.
    pub fn begin(&self, text: &str) -> Option<&'static str> {
        self.begins(text).next()
    }

    /// The words that `text` ends with.
    pub fn ends<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'static str> + 'a {
        let words = match *text.as_bytes() {
            [.., last @ 0..0x80] if has(&self.lasts, last as usize) => self.words,
            [.., second, third] if has(&self.lasts, hash(second, third)) => self.words,
            _ => &[],
        };
        words
            .iter()
            .filter(|word| ends(text.as_bytes(), word))
            .copied()
    }

    /// The first listed of the words that `text` ends with.
    pub fn end(&self, text: &str) -> Option<&'static str> {
        self.ends(text).next()
    }
}

/// Whether `bytes` begin with `word`. Most words differ in the last byte of the first character, which is compared
/// without a call.
#[inline]
fn begins(bytes: &[u8], word: &str) -> bool {
    let word = word.as_bytes();
    match (bytes, word) {
        ([_, _, own, ..], [_, _, third, ..]) if own != third => false,
        _ => bytes.starts_with(word),
    }
}

/// Whether `bytes` end with `word`, compared like [`begins`].
#[inline]
fn ends(bytes: &[u8], word: &str) -> bool {
    let word = word.as_bytes();
    match (bytes, word) {
        ([.., own], [.., last]) if own != last => false,
        _ => bytes.ends_with(word),
    }
}

/// The hash of a character by its last two bytes.
pub(crate) const fn hash(second: u8, third: u8) -> usize {
    (second as usize & 0x0f) << 6 | third as usize & 0x3f
}

#[inline]
fn has(hashes: &Hashes, hash: usize) -> bool {
    hashes[(hash >> 6) & 15] >> (hash & 63) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    static WORDS: Terms = Terms::new(&["办结", "办", "GDP", "增长", "下降", "-"]);

    #[test]
    fn one_literal_holds_many_words() {
        let words: &[&str] = words!(
            "办结 办  GDP \
            增长"
        );
        assert_eq!(words, ["办结", "办", "GDP", "增长"]);
    }

    #[test]
    fn words_are_found_as_str_finds_them() {
        for text in [
            "已办结三件",
            "办理",
            "按GDP计",
            "GD",
            "下",
            "同比增长",
            "é𠮷增长",
            "12-",
            "长增",
            "",
            "增",
        ] {
            let expected = WORDS.words.iter().any(|word| text.contains(word));
            assert_eq!(WORDS.stand_in(text), expected, "{text}");
            let first = WORDS.words.iter().find(|word| text.starts_with(**word));
            assert_eq!(WORDS.begin(text), first.copied(), "{text}");
            let last = WORDS.words.iter().find(|word| text.ends_with(**word));
            assert_eq!(WORDS.end(text), last.copied(), "{text}");
        }
        assert_eq!(WORDS.find("已办结"), Some((3, "办结")));
    }
}
