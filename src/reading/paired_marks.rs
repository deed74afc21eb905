//! Paired marks: quotation marks, brackets, title marks. What belongs together, and what is left.

use std::ops::Range;

use crate::{
    document::{Document, Kind},
    language::{
        beginnings::is_short_year,
        han::{is_closing, is_han, is_terminal},
    },
    scan::signs::{self, Sign},
};

/// A mark that opens and the one that closes it, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The opening mark.
    pub open: Sign,
    /// The closing mark.
    pub close: Sign,
}

/// A mark without partner in its block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loose {
    /// The mark.
    pub sign: Sign,
    /// The block that it is in.
    pub block: usize,
    /// What became of it.
    pub fate: Resolution,
}

/// What became of a mark without partner in its block. The numbers are indices of
/// [`Pairs::loose`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// Nothing explains it.
    Alone,
    /// The quotation runs over several paragraphs as it should.
    Continued,
    /// A break of line or page parts it from its partner.
    Split(usize),
    /// It is closed by a mark of another shape or width.
    Mismatched(usize),
    /// It and this one point the same way.
    Reversed(usize),
    /// It crosses another pair.
    Crossed(usize),
    /// It has slipped to the head of a later paragraph; its partner is above.
    Slipped(usize),
    /// The finding of the other mark speaks of this one.
    Told,
}

/// The paired marks of a draft.
#[derive(Debug, Clone, Default)]
pub struct Pairs {
    /// What belongs together, by closing mark.
    pub matched: Vec<Pair>,
    /// What is left, by place.
    pub loose: Vec<Loose>,
    /// How many more are left of a text with more of them than anyone could look at.
    pub more: usize,
}

const MARKS: [(char, char); 12] = [
    ('“', '”'),
    ('‘', '’'),
    ('「', '」'),
    ('『', '』'),
    ('（', '）'),
    ('(', ')'),
    ('〔', '〕'),
    ('［', '］'),
    ('【', '】'),
    ('〖', '〗'),
    ('《', '》'),
    ('〈', '〉'),
];

/// Which pair `c` belongs to, and whether it opens.
fn kind(c: char) -> Option<(usize, bool)> {
    let place = usize::from(PLACES[hash(c)]).checked_sub(1)?;
    let (kind, opens) = (place / 2, place % 2 == 0);
    let (open, close) = MARKS[kind];
    (c == if opens { open } else { close }).then_some((kind, opens))
}

/// For each hash of a mark, 1 + its place among all of them, opening and closing ones by turns; 0 for none.
static PLACES: [u8; 64] = {
    let mut places = [0; 64];
    let mut at = 0;
    while at < 2 * MARKS.len() {
        let (open, close) = MARKS[at / 2];
        let hash = hash(if at % 2 == 0 { open } else { close });
        assert!(places[hash] == 0, "no two marks share their hash");
        places[hash] = at as u8 + 1;
        at += 1;
    }
    places
};

const fn hash(c: char) -> usize {
    let c = c as usize;
    (c ^ c >> 5) % PLACES.len()
}

/// The mark that goes with `c`.
pub fn partner(c: char) -> Option<char> {
    let (kind, opens) = kind(c)?;
    Some(if opens { MARKS[kind].1 } else { MARKS[kind].0 })
}

/// Whether `c` opens a pair.
pub fn opens(c: char) -> bool {
    kind(c).is_some_and(|(_, opens)| opens)
}

fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』')
}

fn is_bracket(c: char) -> bool {
    matches!(c, '（' | '）' | '(' | ')' | '〔' | '〕' | '［' | '］')
}

fn is_title(c: char) -> bool {
    matches!(c, '《' | '》' | '〈' | '〉')
}

fn same_family(a: char, b: char) -> bool {
    is_quote(a) && is_quote(b) || is_bracket(a) && is_bracket(b) || is_title(a) && is_title(b)
}

/// How far apart, in bytes, two marks still seem to be meant for each other.
const NEAR: usize = 180;
/// How long a bracketed note is at most, in bytes, for two widths to be meant for each other.
const NOTE: usize = 600;
/// How many lines a bracket or title that a layout has broken runs over at most.
const BROKEN_LINES: usize = 5;
/// How many paragraphs a quotation or a note in brackets runs over at most, such as an article that an
/// amendment puts in.
const QUOTED_PARAGRAPHS: usize = 200;

/// No more marks without partner are kept: a text with that many is no text.
const MOST: usize = 1 << 16;
/// A mark that this many others stand open behind does not wait for its partner any longer.
const DEEPEST: usize = 4096;

impl Pairs {
    /// Reads `doc`.
    pub fn read(doc: &Document) -> Self {
        let mut pairs = Self::default();
        let mut stack = Vec::new();
        for (index, (block, signs)) in doc.blocks_with_signs().enumerate() {
            if block.kind == Kind::Code {
                continue;
            }
            let first = pairs.loose.len();
            pairs.read_block(doc, index, signs, &mut stack);
            if pairs.loose.len() > first {
                pairs.loose[first..].sort_unstable_by_key(|loose| loose.sign.at);
                pairs.explain_within(doc, first);
            }
        }
        pairs.explain_across(doc);
        pairs
    }

    fn read_block(&mut self, doc: &Document, block: usize, signs: &[Sign], stack: &mut Vec<Sign>) {
        let text = &*doc.text;
        let start = doc.blocks[block].range.start;
        let mut open = [0u32; MARKS.len()];
        let census = doc.scan().census;
        let kickers = census.traditional > census.simplified;
        stack.clear();
        let loose = |sign, fate| Loose { sign, block, fate };
        let mut straight: Option<Sign> = None;
        let ornaments = ornaments(doc.block_text(&doc.blocks[block]));
        for &sign in signs {
            if ornaments
                .as_ref()
                .is_some_and(|text| !text.contains(&(sign.at - start)))
            {
                continue;
            }
            if sign.c == '"' && !signs::is_spoken_of(text, sign) {
                // Two by two; one is left where the other is a mark that is not straight.
                straight = if straight.take().is_none() {
                    Some(sign)
                } else {
                    None
                };
                continue;
            }
            let Some((kind, opens)) = kind(sign.c) else {
                continue;
            };
            if signs::is_spoken_of(text, sign) {
                continue;
            }
            if opens {
                open[kind] += 1;
                stack.push(sign);
                if stack.len() >= 2 * DEEPEST {
                    for sign in stack.drain(..DEEPEST) {
                        if let Some((kind, _)) = self::kind(sign.c) {
                            open[kind] -= 1;
                        }
                        if !is_apostrophe(text, sign) {
                            self.lose(loose(sign, Resolution::Alone));
                        }
                    }
                }
                continue;
            }
            if open[kind] == 0 {
                if is_list_label(text, start, sign)
                    || is_apostrophe(text, sign)
                    || kickers && is_kicker(text, start, sign)
                {
                    continue;
                }
                // "甲” is reported as one: the straight mark opens.
                if let Some(open) =
                    straight.take_if(|open| sign.c == '”' && near(text, *open, sign))
                {
                    let at = self.loose.len();
                    self.lose(loose(open, Resolution::Mismatched(at + 1)));
                    self.lose(loose(sign, Resolution::Told));
                    continue;
                }
                // （ closed by ): reported as one, at once, so that what is around still pairs.
                let other_width = stack.last().copied().filter(|top| {
                    matches!((top.c, sign.c), ('（', ')') | ('(', '）'))
                        && sign.at - top.at <= NOTE
                        && !text[top.at..sign.at].contains(is_end)
                });
                if let Some(top) = other_width {
                    stack.pop();
                    if let Some((kind, _)) = self::kind(top.c) {
                        open[kind] -= 1;
                    }
                    let at = self.loose.len();
                    self.lose(loose(top, Resolution::Mismatched(at + 1)));
                    self.lose(loose(sign, Resolution::Told));
                } else {
                    self.lose(loose(sign, Resolution::Alone));
                }
                continue;
            }
            while let Some(top) = stack.pop() {
                if let Some((top_kind, _)) = self::kind(top.c) {
                    open[top_kind] -= 1;
                    if top_kind == kind {
                        self.matched.push(Pair {
                            open: top,
                            close: sign,
                        });
                        break;
                    }
                }
                if !is_apostrophe(text, top) {
                    self.lose(loose(top, Resolution::Alone));
                }
            }
        }
        for sign in stack.drain(..) {
            if is_apostrophe(text, sign) {
                continue;
            }
            // “甲"
            match straight.take_if(|close| sign.c == '“' && near(text, sign, *close)) {
                Some(close) => {
                    let at = self.loose.len();
                    self.lose(loose(sign, Resolution::Mismatched(at + 1)));
                    self.lose(loose(close, Resolution::Told));
                }
                None => self.lose(loose(sign, Resolution::Alone)),
            }
        }
    }

    fn lose(&mut self, loose: Loose) {
        if self.loose.len() < MOST {
            self.loose.push(loose);
        } else {
            self.more += 1;
        }
    }

    /// Pairs of loose marks of one block that explain each other.
    fn explain_within(&mut self, doc: &Document, first: usize) {
        let text = &*doc.text;
        // Sorting has moved the partners of mismatched brackets; they are next in order.
        let mut at = first;
        while at < self.loose.len() {
            if let Resolution::Mismatched(_) = self.loose[at].fate {
                let told = (at + 1..self.loose.len())
                    .take(8)
                    .find(|&next| self.loose[next].fate == Resolution::Told);
                self.loose[at].fate = told.map_or(Resolution::Alone, Resolution::Mismatched);
                at += 1;
                continue;
            }
            let Some(next) = self.loose.get(at + 1) else {
                break;
            };
            let (a, b) = (self.loose[at].sign, next.sign);
            if self.loose[at].fate != Resolution::Alone || next.fate != Resolution::Alone {
                at += 1;
                continue;
            }
            let near = near(text, a, b);
            let fate = match (opens(a.c), opens(b.c)) {
                (true, false) if partner(a.c) == Some(b.c) => Some(Resolution::Crossed(at + 1)),
                (true, false) if near || same_family(a.c, b.c) && b.at - a.at <= NEAR => {
                    Some(Resolution::Mismatched(at + 1))
                }
                // ”五讲四美” and “五讲四美“: the second of two opening marks is where one closes.
                (false, false) if a.c == b.c && is_quote(a.c) && near => {
                    Some(Resolution::Reversed(at + 1))
                }
                (true, true)
                    if a.c == b.c
                        && is_quote(a.c)
                        && near
                        && signs::after(text, b.end()).is_none_or(|c| {
                            is_end(c) || is_closing(c) || "，、：的等 \n".contains(c)
                        }) =>
                {
                    Some(Resolution::Reversed(at + 1))
                }
                _ => None,
            };
            if let Some(fate) = fate {
                self.loose[at].fate = fate;
                self.loose[at + 1].fate = Resolution::Told;
                at += 1;
            }
            at += 1;
        }
    }

    /// Loose marks whose partner is in another block.
    fn explain_across(&mut self, doc: &Document) {
        let text = &*doc.text;
        let mut open: Vec<usize> = Vec::new();
        for at in 0..self.loose.len() {
            let here = self.loose[at];
            if here.fate != Resolution::Alone {
                continue;
            }
            if opens(here.sign.c) {
                open.push(at);
                continue;
            }
            // Marks of other kinds may stand open between the two.
            let back = open
                .iter()
                .rev()
                .take(OPEN_BETWEEN)
                .position(|&other| partner(here.sign.c) == Some(self.loose[other].sign.c));
            let Some(place) = back.map(|back| open.len() - 1 - back) else {
                continue;
            };
            let last = open[place];
            let opener = self.loose[last];
            let fate = if place + 1 == open.len() && is_broken(doc, opener, here) {
                Resolution::Split(at)
            } else if runs_over(doc, opener, here) {
                Resolution::Continued
            } else if slips(doc, opener, here) {
                self.loose[at].fate = Resolution::Slipped(last);
                self.loose[last].fate = Resolution::Told;
                open.remove(place);
                continue;
            } else {
                continue;
            };
            self.loose[at].fate = Resolution::Told;
            self.loose[last].fate = fate;
            open.remove(place);
        }
        for at in open {
            let here = self.loose[at];
            let start = doc.blocks[here.block].range.start;
            // Only the last loose mark of a block can go on into the next.
            let last = self
                .loose
                .get(at + 1)
                .is_none_or(|next| next.block > here.block);
            if last
                && is_quote(here.sign.c)
                && introduces(text, here.sign, start)
                && self.quotes_on(doc, here)
            {
                self.loose[at].fate = Resolution::Continued;
            }
        }
    }

    /// The quotations, titles and brackets around byte `at`, the inmost first, at most a few.
    pub fn around(&self, at: usize) -> impl Iterator<Item = &Pair> {
        /// This many pairs that close behind a place are looked at; more are no nesting.
        const LOOKED_AT: usize = 16;
        let first = self.matched.partition_point(|pair| pair.close.at < at);
        self.matched[first..]
            .iter()
            .take(LOOKED_AT)
            .filter(move |pair| pair.open.at < at)
    }

    /// Whether the mark at byte `at` closes a pair that an earlier paragraph opens.
    pub fn closes_above(&self, at: usize) -> bool {
        let index = self.loose.partition_point(|loose| loose.sign.at < at);
        self.loose.get(index).is_some_and(|loose| {
            loose.sign.at == at && matches!(loose.fate, Resolution::Slipped(_))
        })
    }

    /// Whether the block after that of `here` opens with the same mark and goes on with the
    /// quotation: it does not close before the block's end.
    fn quotes_on(&self, doc: &Document, here: Loose) -> bool {
        let Some(block) = doc.blocks.get(here.block + 1) else {
            return false;
        };
        if !doc.text[block.range.clone()].starts_with(here.sign.c) {
            return false;
        }
        let first = self
            .matched
            .partition_point(|pair| pair.close.at < block.range.start);
        self.matched[first..]
            .iter()
            .take_while(|pair| pair.close.at < block.range.end)
            .find(|pair| pair.open.at == block.range.start)
            .is_none_or(|pair| block.range.end - pair.close.end() <= "。".len())
    }
}

/// No more open marks than this are between two that belong together.
const OPEN_BETWEEN: usize = 8;

/// Whether a break of line or page parts the two: no sentence ends between them.
fn is_broken(doc: &Document, opener: Loose, closer: Loose) -> bool {
    closer.block - opener.block < BROKEN_LINES
        && (opener.block..closer.block)
            .all(|block| !ends_sentence(&doc.text, &doc.blocks[block].range))
}

/// Whether what the two are around are paragraphs as a whole: a passage that is quoted, or a note in
/// brackets.
fn runs_over(doc: &Document, opener: Loose, closer: Loose) -> bool {
    let text = &*doc.text;
    let first = &doc.blocks[opener.block].range;
    let last = &doc.blocks[closer.block].range;
    let closes = last.end - closer.sign.end() <= "。".len() && closer.sign.at > last.start;
    if closer.block - opener.block > QUOTED_PARAGRAPHS || !closes {
        return false;
    }
    if is_quote(closer.sign.c) {
        // 「将第三条修改为：“有下列情形之一的，免收费用：」
        let whole = opener.sign.at == first.start
            || introduces(text, opener.sign, first.start)
                && (ends_sentence(text, first) || text[first.clone()].ends_with(['：', ':']));
        return whole || quotes_lines(doc, opener, closer);
    }
    is_bracket(closer.sign.c) && opener.sign.at == first.start
}

/// Whether the closing mark is at the head of a paragraph, where none can, below what it closes.
fn slips(doc: &Document, opener: Loose, closer: Loose) -> bool {
    let distance = closer.block - opener.block;
    let first = &doc.blocks[opener.block].range;
    (is_quote(closer.sign.c) || is_bracket(closer.sign.c))
        && closer.sign.at == doc.blocks[closer.block].range.start
        && (distance == 1
            || distance < BROKEN_LINES && introduces(&doc.text, opener.sign, first.start))
}

/// Whether the two marks are in one sentence, near each other.
fn near(text: &str, open: Sign, close: Sign) -> bool {
    // A mark that closes nothing may be before one that opens nothing.
    close.at.checked_sub(open.at).is_some_and(|apart| {
        // 「"要抓好落实。”」
        let inner = text[open.at..close.at].trim_end_matches(is_end);
        apart <= NEAR && !inner.contains(is_end)
    })
}

/// Where the text of a line is that has arrows of doubled marks around it: 「》》点击进入专题《《」.
fn ornaments(line: &str) -> Option<Range<usize>> {
    let (close, open) = (['》', '〉', '」'], ['《', '〈', '「']);
    let head = line.len() - line.trim_start_matches(close).len();
    let tail = line.trim_end_matches(open).len();
    let doubled = "》》".len();
    (head >= doubled || line.len() - tail >= doubled).then_some(head..tail.max(head))
}

/// Whether a quotation runs over short lines as verse does: it begins where one can, and ends with
/// the last of them.
fn quotes_lines(doc: &Document, opener: Loose, closer: Loose) -> bool {
    /// The longest line of verse, in bytes.
    const LINE: usize = 90;
    /// How many lines are quoted at most.
    const LINES: usize = 20;
    let Some(blocks) = doc.blocks.get(opener.block..=closer.block) else {
        return false;
    };
    let last = blocks.len() - 1;
    (1..LINES).contains(&last)
        && introduces(&doc.text, opener.sign, blocks[0].range.start)
        && blocks[last].range.end.saturating_sub(closer.sign.end()) <= "。".len()
        && blocks.iter().enumerate().all(|(line, block)| {
            let start = if line == 0 {
                opener.sign.at
            } else {
                block.range.start
            };
            block.range.end.saturating_sub(start) <= LINE
                && block.label.is_none()
                && (line == last || ends_line(&doc.text, &block.range))
        })
}

/// Whether `text[range]` ends as lines of verse do: with a mark, not in the midst of a word.
fn ends_line(text: &str, range: &Range<usize>) -> bool {
    text[range.clone()]
        .chars()
        .next_back()
        .is_some_and(|c| is_terminal(c) || matches!(c, '，' | ',' | '、' | '—'))
}

/// Whether the quotation that `sign` opens is speech or a passage: it begins its block or follows a
/// colon.
fn introduces(text: &str, sign: Sign, start: usize) -> bool {
    sign.at == start
        || matches!(
            signs::before(text, sign.at),
            Some('：' | ':' | '\u{3000}' | ' ')
        )
}

/// Whether `c` ends a sentence and is no half of a clause.
fn is_end(c: char) -> bool {
    is_terminal(c) && !matches!(c, '；' | ';' | '…')
}

/// Whether `text[range]` ends with the end of a sentence.
fn ends_sentence(text: &str, range: &Range<usize>) -> bool {
    text[range.clone()]
        .chars()
        .rev()
        .take(8)
        .find(|&c| !is_closing(c) && !c.is_whitespace())
        .is_some_and(is_terminal)
}

/// Whether a closing bracket belongs to 「1）」 or 「a)」 at the head of an item.
fn is_list_label(text: &str, start: usize, sign: Sign) -> bool {
    if !is_bracket(sign.c) {
        return false;
    }
    let head = &text[start..sign.at];
    let mut length = 0;
    let mut previous = None;
    for c in head.chars().rev().take(4) {
        if !(c.is_ascii_alphanumeric() || "一二三四五六七八九十①②③④⑤⑥⑦⑧⑨".contains(c))
        {
            previous = Some(c);
            break;
        }
        length += 1;
    }
    (1..=3).contains(&length)
        && previous.is_none_or(|c| {
            c.is_whitespace() || is_terminal(c) || is_closing(c) || "，,：:、".contains(c)
        })
}

/// Whether the mark parts the kicker of a headline from it, as newspapers of Taiwan write: 「快訊》」.
fn is_kicker(text: &str, start: usize, sign: Sign) -> bool {
    /// The longest kicker, in characters.
    const KICKER: usize = 8;
    if sign.c != '》' {
        return false;
    }
    let part = |c: &char| is_han(*c) || c.is_ascii_digit();
    let mut before = text[start..sign.at].chars().rev();
    let length = before.clone().take(KICKER + 1).take_while(part).count();
    (1..=KICKER).contains(&length)
        && before
            .nth(length)
            .is_none_or(|c| matches!(c, '[' | '【' | '〈' | ' ' | '\u{3000}'))
}

/// Whether a single quotation mark stands for an apostrophe, a minute or a foot, or for the century of a
/// year.
fn is_apostrophe(text: &str, sign: Sign) -> bool {
    matches!(sign.c, '’' | '‘')
        && (signs::before(text, sign.at).is_some_and(|c| c.is_ascii_alphanumeric())
            || sign.c == '‘'
                && signs::after(text, sign.end()).is_some_and(|c| c.is_ascii_alphanumeric())
            || is_short_year(&text[sign.at..]))
}
