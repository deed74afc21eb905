//! Every character of a draft that is neither an ordinary Han character nor an ASCII letter or
//! digit: marks, brackets, symbols, foreign and invisible characters.
//!
//! Most rules of script, punctuation and redaction begin at such a character. They are a tenth of
//! a text, so [`Scan`](crate::scan::Scan) gathers them once for all rules.

/// One such character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// Where it is, in bytes.
    pub at: usize,
    /// What it is.
    pub c: char,
}

impl Sign {
    /// Where it ends, in bytes.
    #[inline]
    pub fn end(self) -> usize {
        self.at + self.c.len_utf8()
    }
}

/// The signs of a text. The letters X and x are among them because they mask and mark blanks. Spaces
/// and line ends are not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signs {
    /// All of them, in order.
    pub all: Vec<Sign>,
    /// Each character among them, once.
    pub kinds: Vec<char>,
}

impl Signs {
    /// `all` signs of a text.
    pub(super) fn new(all: Vec<Sign>) -> Self {
        /// Characters are distinguished by their last bits first.
        const CLASSES: usize = 256;
        let mut last = ['\0'; CLASSES];
        // A character of another class.
        last[0] = '\u{1}';
        let mut kinds = Vec::new();
        for sign in &all {
            let class = &mut last[sign.c as usize % CLASSES];
            if *class != sign.c {
                *class = sign.c;
                kinds.push(sign.c);
            }
        }
        kinds.sort_unstable();
        kinds.dedup();
        Self { all, kinds }
    }
}

/// The part of `signs` that is in `range`.
pub fn within(signs: &[Sign], range: &std::ops::Range<usize>) -> std::ops::Range<usize> {
    let start = signs.partition_point(|sign| sign.at < range.start);
    let end = signs.partition_point(|sign| sign.at < range.end);
    start..end
}

/// The character before byte `at`, whatever it is.
pub fn before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// The character from byte `at` on.
pub fn after(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Whether `sign` is a mark that is spoken of as a mark: it alone is in brackets or quotation marks,
/// 「双引号（"）」 「括号“（”」.
pub fn is_spoken_of(text: &str, sign: Sign) -> bool {
    let around = before(text, sign.at).zip(after(text, sign.end()));
    matches!(
        around,
        Some(('（', '）') | ('(', ')') | ('“', '”') | ('‘', '’') | ('「', '」') | ('『', '』'))
    )
}

/// Whether `sign` is a question mark that a conversion put for a character it lacked: 「二期、?水灌区」
/// 「前1?。」.
pub fn is_lost_character(text: &str, sign: Sign) -> bool {
    if sign.c != '?' {
        return false;
    }
    let (Some(left), Some(right)) = (before(text, sign.at), after(text, sign.end())) else {
        return false;
    };
    "、，；：（《“".contains(left) && crate::language::han::is_han(right)
        || left.is_ascii_digit() && "。，；、".contains(right)
}

/// `text` for a message: cut where it is too long to be read.
pub fn short(text: &str) -> std::borrow::Cow<'_, str> {
    /// How many characters are shown.
    const SHOWN: usize = 24;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

/// Runs of one and the same sign without anything between, as index ranges of `signs`.
pub fn runs(signs: &[Sign]) -> impl Iterator<Item = &[Sign]> {
    signs.chunk_by(|a, b| a.c == b.c && a.end() == b.at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::Scan;

    #[test]
    fn each_kind_is_kept_once() {
        let kinds = Scan::read("，。，\0、。\u{ff0c}\0").signs.kinds;
        assert_eq!(kinds, ['\0', '、', '。', '，']);
        // These two share their class and take turns.
        let alike = ['\u{3002}', '\u{ff02}'];
        let text: String = alike.iter().cycle().take(8).collect();
        assert_eq!(Scan::read(&*text).signs.kinds, alike);
        assert!(Scan::read("甲乙").signs.kinds.is_empty());
    }

    #[test]
    fn signs_and_runs() {
        let text = "甲，乙 ab2。。X市\n（三）";
        let signs = Scan::read(text).signs.all;
        let found: String = signs.iter().map(|sign| sign.c).collect();
        assert_eq!(found, "，。。X（）");
        assert_eq!(
            runs(&signs).map(<[Sign]>::len).collect::<Vec<_>>(),
            [1, 2, 1, 1, 1]
        );
    }
}
