//! The symbols that the speller counts: characters by number, marks in classes, runs of digits and of
//! letters as one symbol each.

/// The bits of a symbol.
pub(crate) const BITS: u32 = 14;
/// The edge of a paragraph.
pub(crate) const EDGE: u16 = 0;
/// A run of digits,
pub(crate) const DIGITS: u16 = 12;
/// and one of letters.
pub(crate) const LETTERS: u16 = 13;
/// Any other sign.
const OTHER: u16 = 14;
/// A Han character that the model does not know.
pub(crate) const UNKNOWN: u16 = 16;
/// The first character's symbol; the others follow by frequency.
pub(crate) const FIRST: u16 = 32;

/// The characters that can have a symbol of their own.
pub(crate) const HAN: std::ops::RangeInclusive<char> = '\u{3400}'..='\u{9fff}';
/// How many these are.
pub(crate) const HAN_COUNT: usize = 0xa000 - 0x3400;

/// The n-gram of at most four symbols as a number: its length above, its last symbol below.
#[inline]
pub(crate) fn key(gram: &[u16]) -> u64 {
    let symbols = gram.iter().fold(0, |key, &symbol| pushed(key, symbol));
    symbols | (gram.len() as u64) << (4 * BITS)
}

/// The last symbols of a line in a number, with `symbol` behind them.
#[inline]
pub(crate) fn pushed(packed: u64, symbol: u16) -> u64 {
    packed << BITS | u64::from(symbol)
}

/// The [`key`] of the last `length` symbols, at most four, that were [`pushed`].
#[inline]
pub(crate) fn key_of(packed: u64, length: usize) -> u64 {
    packed & ((1 << (BITS as usize * length)) - 1) | (length as u64) << (4 * BITS)
}

/// The class of a sign that is no Han character.
pub(crate) fn class(c: char) -> u16 {
    match c {
        '。' | '！' | '？' | '!' | '?' => 1,
        '，' | ',' => 2,
        '、' => 3,
        '；' | ';' => 4,
        '：' | ':' => 5,
        '“' | '‘' | '「' | '『' => 6,
        '”' | '’' | '」' | '』' => 7,
        '《' | '〈' => 8,
        '》' | '〉' => 9,
        '（' | '(' | '〔' | '[' | '【' => 10,
        '）' | ')' | '〕' | ']' | '】' => 11,
        '0'..='9' | '０'..='９' | '○' | '〇' | '%' | '％' | '.' | '．' => DIGITS,
        'a'..='z' | 'A'..='Z' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' => LETTERS,
        _ => OTHER,
    }
}

/// A paragraph in symbols, between two edges.
#[derive(Debug, Default)]
pub(crate) struct Line {
    /// The symbols.
    pub(crate) symbols: Vec<u16>,
    /// The byte of the paragraph at which each begins; at an edge the nearest one.
    pub(crate) at: Vec<u32>,
}

impl Line {
    /// Reads `text`, without its spaces; `symbol` numbers the Han characters.
    pub(crate) fn read(&mut self, text: &str, symbol: impl Fn(char) -> u16) {
        self.symbols.clear();
        self.at.clear();
        // Nearly all characters have three bytes.
        self.symbols.reserve(text.len() / 3 + 2);
        self.at.reserve(text.len() / 3 + 2);
        self.push(EDGE, 0);
        let mut last = EDGE;
        for (at, c) in text.char_indices() {
            let next = if HAN.contains(&c) {
                symbol(c)
            } else if c.is_whitespace() {
                continue;
            } else {
                class(c)
            };
            if (next == DIGITS || next == LETTERS) && last == next {
                continue;
            }
            self.push(next, at);
            last = next;
        }
        self.push(EDGE, text.len());
    }

    fn push(&mut self, symbol: u16, at: usize) {
        self.symbols.push(symbol);
        self.at.push(at as u32);
    }
}
