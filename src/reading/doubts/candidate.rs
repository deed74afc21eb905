//! Where a paragraph has an unlikely character, what may be meant, and what speaks for and against it.

use super::{
    model::{Model, NEAR_SOUND, OTHER_TONE, Window},
    number::{BIT, log2_count, share},
    symbol::{FIRST, HAN, Line, key, key_of, pushed},
};

/// What the dictionary is asked.
pub(crate) trait Words {
    /// Calls `found` for each word that `characters` begin with, with its length in characters and its frequency.
    fn beginning(&self, characters: &[char], found: &mut dyn FnMut(usize, u32));
}

/// The features of a candidate, in the order of [`Candidate::features`]; the last three are the document's.
pub(crate) const FEATURES: [&str; 50] = [
    "gain",
    "likelihood",
    "same-tone",
    "other-tone",
    "near-sound",
    "word",
    "shape",
    "cost",
    "written-left",
    "written-right",
    "right-middle",
    "right-left",
    "right-right",
    "right-before",
    "right-behind",
    "right-four",
    "written-four",
    "written-before",
    "written-behind",
    "written-word",
    "written-word-frequency",
    "right-word",
    "right-word-frequency",
    "written-frequency",
    "right-frequency",
    "edge-left",
    "edge-right",
    "forward-2",
    "forward-3",
    "forward-4",
    "backward-2",
    "backward-3",
    "backward-4",
    "context-3",
    "context-4",
    "context-behind-3",
    "context-behind-4",
    "four-left",
    "four-right",
    "margin",
    "forward",
    "backward",
    "both",
    "unknown-near",
    "foreign-near",
    "new-pairs",
    "word-bonus",
    "quoted",
    "written-again",
    "right-elsewhere",
];
/// How many of them are left to the document.
pub(crate) const OF_DOCUMENT: usize = 3;

/// The values of the features, bits and counts in 256ths.
pub(crate) type Features = [i32; FEATURES.len()];

/// A replacement that would make a place much likelier.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// The place in symbols of the line.
    pub(crate) at: usize,
    /// How many symbols are replaced, 1 or 2.
    pub(crate) length: usize,
    /// What should be there; of one symbol the second is 0.
    pub(crate) right: [u16; 2],
    /// What speaks for it and against it.
    pub(crate) features: Features,
}

/// What a place must gain at least, in 256ths of a bit.
const LEAST_GAIN: i32 = 7 * BIT;
/// What a replacement of a word of two characters costs.
const WORD_COST: i32 = NEAR_SOUND;
/// What each hundredth costs that a like shape is less than quite alike.
const SHAPE_COST: i32 = 37;
/// Numerals, pronouns and particles: what they should be is not for counts to say.
const LEFT_ALONE: &str = "一二三四五六七八九十百千万亿两几零〇半他她它其谁的地得之等";
/// Characters that foreign names are written in.
const FOREIGN: &str = "阿艾奥巴贝比伯布达德迪蒂杜多厄尔法菲费夫弗格戈哈赫亨霍基吉加杰卡凯科克库拉莱兰劳勒雷里丽利莉林卢鲁罗洛马麦曼梅米蒙姆穆纳内尼诺帕佩皮普奇乔琼萨塞瑟沙莎什斯苏索塔泰特图托瓦威维韦沃乌西希夏谢辛雅亚叶伊扎泽兹佐";

/// Reads paragraphs one by one, with room to work in.
pub(crate) struct Reader<'a, W> {
    model: Model<'a>,
    words: W,
    line: Line,
    /// Whether the three symbols around each place are known.
    known: Vec<bool>,
    characters: Vec<char>,
    /// What the character at hand can be taken for.
    ways: Vec<(u16, Way)>,
    left_alone: Vec<u16>,
    foreign: Vec<u16>,
}

/// How a candidate came up.
#[derive(Clone, Copy)]
struct Way {
    cost: i32,
    kind: Kind,
    /// How alike the characters look, in hundredths.
    alike: i32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    SameTone,
    OtherTone,
    NearSound,
    Shape,
    Word,
}

/// The best candidate at a place so far.
struct Best {
    gain: i32,
    likelihood: i32,
    right: [u16; 2],
    length: usize,
    way: Way,
}

impl<'a, W: Words> Reader<'a, W> {
    /// A reader that asks `model` and `words`.
    pub(crate) fn new(model: Model<'a>, words: W) -> Self {
        let symbols = |characters: &str| {
            let mut symbols: Vec<u16> = characters.chars().map(|c| model.symbol(c)).collect();
            symbols.sort_unstable();
            symbols
        };
        Self {
            left_alone: symbols(LEFT_ALONE),
            foreign: symbols(FOREIGN),
            model,
            words,
            line: Line::default(),
            known: Vec::new(),
            characters: Vec::new(),
            ways: Vec::new(),
        }
    }

    /// Reports the candidates of `text` to `found`; returns how many Han characters it has and how many of
    /// them are doubtful.
    pub(crate) fn read(
        &mut self,
        text: &str,
        mut found: impl FnMut(&Line, Candidate),
    ) -> (usize, usize) {
        let model = self.model;
        let mut line = std::mem::take(&mut self.line);
        line.read(text, |c| model.symbol(c));
        self.mark(&line.symbols);
        let (mut all, mut doubtful) = (0, 0);
        for at in 1..line.symbols.len().saturating_sub(1) {
            if line.symbols[at] < FIRST {
                continue;
            }
            all += 1;
            if self.known[at] || !self.is_doubtful(&line.symbols, at) {
                continue;
            }
            doubtful += 1;
            if let Some(candidate) = self.best(&mut line.symbols, at) {
                found(&line, candidate);
            }
        }
        self.line = line;
        (all, doubtful)
    }

    fn mark(&mut self, line: &[u16]) {
        let model = &self.model;
        self.known.clear();
        self.known.reserve(line.len());
        self.known.push(true);
        let mut packed = pushed(u64::from(line[0]), line[1]);
        self.known.extend(line[2..].iter().map(|&symbol| {
            packed = pushed(packed, symbol);
            model.count(key_of(packed, 3)) > 0
        }));
        self.known.push(true);
    }

    /// Whether the symbol at `at`, whose middle triple is unknown, is doubtful: the triples beside it and
    /// its pairs do not bear it out either.
    fn is_doubtful(&self, line: &[u16], at: usize) -> bool {
        let (left, right) = (self.known[at - 1], self.known[at + 1]);
        let known = |pair: &[u16]| self.model.count(key(pair)) > 0;
        !(left && right || (left || right) && known(&line[at - 1..=at]) && known(&line[at..at + 2]))
    }

    /// The best candidate at `at`.
    fn best(&mut self, line: &mut [u16], at: usize) -> Option<Candidate> {
        let written = [line[at], line[at + 1]];
        if self.left_alone.binary_search(&written[0]).is_ok() {
            return None;
        }
        let mut second = 0;
        let mut best: Option<Best> = None;
        self.characters(line, at, &mut best, &mut second);
        let single = best.as_ref().map_or(0, |best| best.gain);
        self.pairs(line, at, &mut best);
        let best = best?;
        let right = &best.right[..best.length];
        if right
            .iter()
            .any(|symbol| self.left_alone.binary_search(symbol).is_ok())
            || best.length == 2 && self.left_alone.binary_search(&written[1]).is_ok()
        {
            return None;
        }
        let margin = best.gain - if best.length == 1 { second } else { single };
        let features = self.features(line, at, &best, margin);
        Some(Candidate {
            at,
            length: best.length,
            right: best.right,
            features,
        })
    }

    /// Looks for a character that is better than the one at `at`.
    fn characters(
        &mut self,
        line: &mut [u16],
        at: usize,
        best: &mut Option<Best>,
        second: &mut i32,
    ) {
        let written = line[at];
        self.gather(line[at - 1], written, line[at + 1]);
        let model = &self.model;
        let (mut base, mut window) = (None, Window::default());
        for &(right, way) in &self.ways {
            if !self.fits(line, at, right) {
                continue;
            }
            let place = (at, 1);
            let base =
                *base.get_or_insert_with(|| model.likelihood(line, place, &mut window, false));
            line[at] = right;
            let likelihood = model.likelihood(line, place, &mut window, true) - base;
            line[at] = written;
            let gain = likelihood - way.cost;
            if gain > best.as_ref().map_or(LEAST_GAIN, |best| best.gain) {
                *second = best.as_ref().map_or(*second, |best| best.gain);
                *best = Some(Best {
                    gain,
                    likelihood,
                    right: [right, 0],
                    length: 1,
                    way,
                });
            } else {
                *second = gain.max(*second);
            }
        }
    }

    /// Collects what `written` can be taken for and may occur between its neighbours, each by its
    /// cheapest way.
    fn gather(&mut self, before: u16, written: u16, behind: u16) {
        let Self { model, ways, .. } = self;
        ways.clear();
        let follows = model.neighbours(before);
        let meets = |right: u16| {
            follows.may_have(right) && right != written && model.neighbours(right).may_have(behind)
        };
        let mut offer =
            |right: u16, way: Way| match ways.iter_mut().find(|(other, _)| *other == right) {
                Some((_, other)) if other.cost <= way.cost => {}
                Some((_, other)) => *other = way,
                None => ways.push((right, way)),
            };
        let way = |cost: i32, kind: Kind| Way {
            cost,
            kind,
            alike: 0,
        };
        for reading in model.readings(written) {
            for right in model.of_sound(reading >> 3).filter(|&right| meets(right)) {
                if model.readings(right).any(|other| other == reading) {
                    offer(right, way(0, Kind::SameTone));
                } else {
                    offer(right, way(OTHER_TONE, Kind::OtherTone));
                }
            }
            for sound in model.near_sounds(reading >> 3) {
                for right in model.of_sound(sound).filter(|&right| meets(right)) {
                    offer(right, way(NEAR_SOUND, Kind::NearSound));
                }
            }
        }
        for (right, alike) in model.shapes(written).filter(|&(right, _)| meets(right)) {
            let cost = ((95 - alike) * SHAPE_COST).max(0);
            let kind = Kind::Shape;
            offer(right, Way { cost, kind, alike });
        }
    }

    /// Whether `right` at `at` is in a known triple on both sides.
    fn fits(&self, line: &[u16], at: usize, right: u16) -> bool {
        let count = |gram: &[u16]| self.model.count(key(gram)) > 0;
        let (before, behind) = (line[at - 1], line[at + 1]);
        // The pairs first: most that get here have one that only seemed to be known.
        count(&[before, right])
            && count(&[right, behind])
            && (count(&[before, right, behind])
                || at >= 2 && count(&[line[at - 2], before, right])
                || at + 2 < line.len() && count(&[right, behind, line[at + 2]]))
    }

    /// Whether the two characters at `at` are common together, and one of them is known with what is beside
    /// them: 急需 in 急需加强 is a good word there, though 继续 is the usual one.
    fn is_borne_out(&self, line: &[u16], at: usize) -> bool {
        const COMMON: u32 = 8;
        let before = at >= 2 && self.known[at - 1];
        let behind = at + 3 < line.len() && self.known[at + 2];
        (before || behind) && self.model.count(key(&line[at..at + 2])) >= COMMON
    }

    /// Whether the word `right` is known to follow `before` or to come before `behind`.
    fn fits_between(&self, before: u16, right: [u16; 2], behind: u16) -> bool {
        let [first, second] = right;
        let count = |gram: &[u16]| self.model.count(key(gram)) > 0;
        count(&[before, first, second]) || count(&[first, second, behind])
    }

    /// Looks for a word of the same sound that is better than the two characters at `at`.
    fn pairs(&self, line: &mut [u16], at: usize, best: &mut Option<Best>) {
        let model = &self.model;
        let written = [line[at], line[at + 1]];
        // A wrong word leaves the triples around both of its characters unknown.
        if written[1] < FIRST || at + 2 >= line.len() || self.known[at + 1] {
            return;
        }
        if self.is_borne_out(line, at) {
            return;
        }
        let (before, behind) = (line[at - 1], line[at + 2]);
        let (mut base, mut window) = (None, Window::default());
        let follows = model.neighbours(before);
        for first in model.readings(written[0]).take(2) {
            for second in model.readings(written[1]).take(2) {
                for right in model.words(first >> 3, second >> 3) {
                    let is_other = right[0] != written[0] && right[1] != written[1];
                    if !is_other
                        || !follows.may_have(right[0])
                        || !model.neighbours(right[1]).may_have(behind)
                        || !self.fits_between(before, right, behind)
                    {
                        continue;
                    }
                    let place = (at, 2);
                    let base = *base
                        .get_or_insert_with(|| model.likelihood(line, place, &mut window, false));
                    line[at..at + 2].copy_from_slice(&right);
                    let likelihood = model.likelihood(line, place, &mut window, true) - base;
                    line[at..at + 2].copy_from_slice(&written);
                    let gain = likelihood - WORD_COST;
                    if gain > best.as_ref().map_or(LEAST_GAIN, |best| best.gain) {
                        *best = Some(Best {
                            gain,
                            likelihood,
                            right,
                            length: 2,
                            way: Way {
                                cost: WORD_COST,
                                kind: Kind::Word,
                                alike: 0,
                            },
                        });
                    }
                }
            }
        }
    }

    /// The longest word over the symbol at `at`, and its frequency.
    fn word_over(&mut self, line: &[u16], at: usize) -> (usize, u32) {
        const LONGEST: usize = 6;
        let first = at.saturating_sub(LONGEST - 1);
        let end = (at + LONGEST).min(line.len());
        self.characters.clear();
        self.characters.extend(
            line[first..end]
                .iter()
                .map(|&s| self.model.character(s).unwrap_or('\0')),
        );
        let mut best = (0, 0);
        for start in first..=at {
            self.words.beginning(
                &self.characters[start - first..],
                &mut |length, frequency| {
                    if start + length > at && (2..=LONGEST).contains(&length) {
                        best = best.max((length, frequency));
                    }
                },
            );
        }
        best
    }

    /// What speaks for and against `best` at `at`.
    fn features(&mut self, line: &mut [u16], at: usize, best: &Best, margin: i32) -> Features {
        let model = self.model;
        let (end, length) = (at + best.length - 1, best.length);
        let flag = |is: bool| if is { BIT } else { 0 };
        let four = |line: &[u16]| {
            (at.saturating_sub(3)..=at)
                .filter(|&start| start + 4 <= line.len())
                .map(|start| model.count(key(&line[start..start + 4])))
                .max()
                .map_or(0, log2_count)
        };
        let occurs = |range: Option<&[u16]>| range.map_or(0, |gram| model.occurs(gram));
        let behind = |line: &[u16], from: usize, count: usize| occurs(line.get(from..from + count));
        let ahead = |line: &[u16], to: usize, count: usize| {
            occurs((to + 1).checked_sub(count).map(|from| &line[from..=to]))
        };
        let written = line[at..=end].to_vec();
        let pairs = [behind(line, at - 1, 2), behind(line, end, 2)];
        let written_four = four(line);
        let mut written_word = self.word_over(line, at);
        if length == 2 {
            written_word = written_word.max(self.word_over(line, end));
        }
        // What is known on either side bears out what is written; at an edge there is nothing to ask.
        let borne_out = [
            if at < 2 {
                BIT
            } else {
                log2_count(ahead(line, at, 3))
            },
            if end + 2 >= line.len() {
                BIT
            } else {
                log2_count(behind(line, end, 3))
            },
        ];
        line[at..=end].copy_from_slice(&best.right[..length]);
        let right_word = self.word_over(line, at);
        let context = |range: Option<&[u16]>| range.map_or(0, |gram| model.goes_on(gram));
        let before = |count: usize| context(at.checked_sub(count).map(|from| &line[from..at]));
        let forward = [2, 3, 4].map(|n| share(ahead(line, at, n), before(n - 1)));
        let backward = [2, 3, 4].map(|n| share(behind(line, end, n), behind(line, end + 1, n - 1)));
        let trust = |share: i32, count: u32| share * count.min(10).cast_signed() / 10;
        let best_forward = trust(forward[1], before(2)).max(trust(forward[2], before(3)));
        let best_backward = trust(backward[1], behind(line, end + 1, 2))
            .max(trust(backward[2], behind(line, end + 1, 3)));
        let kind = |kind: Kind| flag(best.way.kind == kind);
        let near = |places: std::ops::Range<usize>, test: &dyn Fn(usize) -> bool| {
            places.filter(|&place| test(place)).count() as i32 * 64
        };
        let around = at.saturating_sub(9).max(1)..at.saturating_sub(2).max(1);
        let after = (end + 3).min(line.len() - 1)..(end + 10).min(line.len() - 1);
        let unknown = |place: usize| !self.known[place] && line[place] >= FIRST;
        let foreign = |place: usize| self.foreign.binary_search(&line[place]).is_ok();
        let features = [
            best.gain,
            best.likelihood,
            kind(Kind::SameTone),
            kind(Kind::OtherTone),
            kind(Kind::NearSound),
            kind(Kind::Word),
            (best.way.alike - 60).max(0) * 6,
            best.way.cost,
            log2_count(pairs[0]),
            log2_count(pairs[1]),
            log2_count(behind(line, at - 1, 3)),
            log2_count(ahead(line, at, 3)),
            log2_count(behind(line, end, 3)),
            log2_count(behind(line, at - 1, 2)),
            log2_count(behind(line, end, 2)),
            four(line),
            written_four,
            borne_out[0],
            borne_out[1],
            written_word.0 as i32 * 64,
            log2_count(written_word.1) * i32::from(written_word.0 > 0),
            right_word.0 as i32 * 64,
            log2_count(right_word.1) * i32::from(right_word.0 > 0),
            log2_count(model.occurs(&written[..1])),
            log2_count(model.occurs(&best.right[..1])),
            flag(line[at - 1] < FIRST),
            flag(line[end + 1] < FIRST),
            forward[0],
            forward[1],
            forward[2],
            backward[0],
            backward[1],
            backward[2],
            log2_count(before(2)),
            log2_count(before(3)),
            log2_count(behind(line, end + 1, 2)),
            log2_count(behind(line, end + 1, 3)),
            log2_count(at.checked_sub(2).map_or(0, |from| behind(line, from, 4))),
            log2_count(behind(line, end - 1, 4)),
            margin,
            best_forward,
            best_backward,
            best_forward * best_backward / 256,
            near(around.clone(), &unknown) + near(after.clone(), &unknown),
            near(at.saturating_sub(4)..at, &foreign)
                + near(end + 1..(end + 5).min(line.len()), &foreign),
            flag(pairs[0] == 0) + flag(pairs[1] == 0),
            (right_word.0 as i32 - written_word.0 as i32) * 64,
            0,
            0,
            0,
        ];
        line[at..=end].copy_from_slice(&written);
        features
    }
}

/// The score of a candidate with `features`, in 256ths of a logit; `None` where it is less than `least`.
pub(crate) fn score(model: &Model<'_>, features: &Features, least: i32) -> Option<i32> {
    let mut sum: i64 = 0;
    for tree in model.trees() {
        let most = model.bias() + ((sum + i64::from(tree.most)) >> 8) as i32;
        if most < least {
            return None;
        }
        sum += i64::from(tree.leaf(features));
    }
    let score = model.bias() + (sum >> 8) as i32;
    (score >= least).then_some(score)
}

/// Whether the place is in a short quotation.
pub(crate) fn is_quoted(features: &Features) -> bool {
    features[FEATURES.len() - OF_DOCUMENT] > 0
}

/// A place of a paragraph in bytes: the characters of `candidate`.
pub(crate) fn place(line: &Line, candidate: &Candidate) -> std::ops::Range<usize> {
    let last = candidate.at + candidate.length - 1;
    let start = line.at[candidate.at] as usize;
    // Two characters of a word can have a space between them; each has three bytes.
    start..line.at[last] as usize + 3
}

/// Adds to `features` what the document says: `count` counts a string in it.
pub(crate) fn add_document(
    features: &mut Features,
    paragraph: &str,
    place: &std::ops::Range<usize>,
    right: &str,
    count: impl Fn(&str) -> usize,
) {
    const OPENING: &str = "“《‘";
    const CLOSING: &str = "”》’";
    const QUOTED: usize = 8;
    /// More often says no more.
    const ENOUGH: usize = 3;
    let (before, behind) = (&paragraph[..place.start], &paragraph[place.end..]);
    let (left, next) = (before.chars().next_back(), behind.chars().next());
    let neighbour = |c: Option<char>| {
        c.filter(|c| HAN.contains(c))
            .map_or(String::new(), String::from)
    };
    let (left, next) = (neighbour(left), neighbour(next));
    let written = &paragraph[place.clone()];
    let mut again = 0;
    for string in [format!("{left}{written}"), format!("{written}{next}")] {
        if string.len() > written.len() {
            again = again.max(count(&string).saturating_sub(1));
        }
    }
    let whole = format!("{left}{right}{next}");
    let elsewhere = if whole.len() > right.len() {
        count(&whole)
    } else {
        0
    };
    let opened = before
        .chars()
        .rev()
        .take(QUOTED)
        .position(|c| OPENING.contains(c) || CLOSING.contains(c));
    let closed = behind
        .chars()
        .take(QUOTED)
        .position(|c| CLOSING.contains(c));
    let quoted = match (opened, closed) {
        (Some(opened), Some(closed)) => {
            let mark = before.chars().rev().nth(opened);
            mark.is_some_and(|mark| OPENING.contains(mark)) && opened + closed < QUOTED
        }
        _ => false,
    };
    let last = FEATURES.len() - OF_DOCUMENT;
    features[last] = if quoted { BIT } else { 0 };
    features[last + 1] = again.min(ENOUGH) as i32 * BIT;
    features[last + 2] = elsewhere.min(ENOUGH) as i32 * BIT;
}
