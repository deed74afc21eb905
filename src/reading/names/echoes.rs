//! Passages that come again with one character changed, lost, added, or two of them swapped.
//!
//! No list of names is needed: what a draft writes several times it knows, and a place that agrees with
//! it on both sides of one character that makes no word there is a slip of the pen. All places are
//! looked at together: pairs and fours of characters are counted in tables of fixed size, and only
//! where a pair occurs once and its surroundings more than once the dictionary is asked and the text
//! read again. The time is linear in the text, whatever the text.

use std::{collections::HashMap, ops::Range};

use super::{
    bodies::ENDINGS,
    characters::{Agreement, Characters, GAP},
    contrast::are_contrasted,
    forms::Two,
};
use crate::language::{numeral, segmenter};

/// What a slip did to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slip {
    /// A character is in the place of another.
    Changed,
    /// A character is missing.
    Lost,
    /// A character is too many.
    Added,
    /// Two neighbours are in the wrong order.
    Swapped,
}

/// A place whose surroundings come again.
struct Doubt {
    slip: Slip,
    at: usize,
    key: u64,
}

/// Others are counted up to here.
const MOST_PLACES: usize = 48;
/// How far apart two single forms are at least to be one name, in characters: side by side both are meant.
const FAR: usize = 150;
/// How much of the surroundings is shown, in characters.
const SHOWN: usize = 4;
/// How much two surroundings agree at least, where the usual form occurs twice, and where more often.
const AGREEMENT_WITH_ONE: usize = 10;
const AGREEMENT_WITH_TWO: usize = 7;
const AGREEMENT_WITH_MORE: usize = 6;
/// And where it occurs so often.
const AGREEMENT_WITH_MANY: usize = 5;
const MANY: usize = 8;
/// How much more where one side of the place is one character only.
const NARROW: usize = 2;
/// And how much more where the odd character is often a word by itself.
const AGREEMENT_FOR_A_WORD: usize = 2;
/// How often the dictionary counted such characters at least.
const OFTEN: usize = 5000;
/// And how often those that may be between two words.
const SOMETIMES: usize = 500;
/// Characters that come and go within a phrase without making it another name.
const LOOSE: &str = "的地得了着过和与及或在于对从向由为以之所其等各又更还也都只就能可要会将已未不被把使让给同跟并而则但若如此该本这那每全约近超多余个些位名种项条件次号人们者性业化型式类省市县区州乡镇村国年月日时期间上下中内外前后左右东南西北大小高低新旧副正总代原首暨说称长任局";

/// The places of `text` that differ by one slip from what it writes elsewhere, in order.
pub(super) fn find(text: &Characters) -> Vec<Two> {
    let counts = Counts::read(text);
    let mut doubts = Vec::new();
    for at in 1..text.len() {
        counts.doubts_at(text, at, &mut doubts);
    }
    if doubts.is_empty() {
        return Vec::new();
    }
    let places = Places::read(text, &doubts);
    let mut found: Vec<Two> = doubts
        .iter()
        .filter_map(|doubt| judge(text, doubt, places.of(doubt)))
        .collect();
    found.sort_by_key(|two| (two.odd.start, std::cmp::Reverse(two.count)));
    found
}

/// How many of the four characters of surroundings lie before the place: what is written right behind a
/// name, or before it, is another thing each time.
const SHAPES: [usize; 3] = [2, 1, 3];

/// The hash of four characters around a place, `left` of them before `before` and the others from `from`
/// on; none where it lies between gaps. What lies beyond a gap counts as a gap.
#[inline]
fn surroundings(text: &Characters, left: usize, before: usize, from: usize) -> Option<u64> {
    let mut characters = [GAP; 4];
    let mut han = 0;
    for steps in 1..=left {
        let c = before.checked_sub(steps).map_or(GAP, |at| text.han(at));
        if c == GAP {
            break;
        }
        characters[left - steps] = c;
        han += 1;
    }
    for (steps, slot) in characters[left..].iter_mut().enumerate() {
        let c = text.han(from + steps);
        if c == GAP {
            break;
        }
        *slot = c;
        han += 1;
    }
    (han >= 2).then(|| hash(characters) ^ (left as u64) << 40)
}

/// Tables of how often things are, up to 255; what shares a cell is counted together.
struct Counts {
    pairs: Vec<u8>,
    /// Surroundings of one character, and of none.
    around_one: Vec<u8>,
    around_none: Vec<u8>,
}

#[inline]
fn hash([a, b, c, d]: [char; 4]) -> u64 {
    let two =
        |one: char, other: char| u64::from(u32::from(one)) << 32 | u64::from(u32::from(other));
    let (one, other) = (
        two(a, b).wrapping_mul(0x9e37_79b9_7f4a_7c15),
        two(c, d).wrapping_mul(0xc2b2_ae3d_27d4_eb4f),
    );
    (one ^ other.rotate_left(29)).wrapping_mul(0xff51_afd7_ed55_8ccd)
}

fn pair_hash(one: char, other: char) -> u64 {
    (u64::from(u32::from(one)) << 32 | u64::from(u32::from(other)))
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The cell of `hash` in a table whose length is a power of two: its upper bits are the good ones.
fn cell(hash: u64, length: usize) -> usize {
    (hash >> (u64::BITS - length.trailing_zeros())) as usize
}

impl Counts {
    fn read(text: &Characters) -> Self {
        /// The fewest and the most cells of a table.
        const CELLS: (usize, usize) = (1 << 10, 1 << 24);
        let size = |times: usize| {
            let wanted = text.len().saturating_mul(times).next_power_of_two();
            wanted.clamp(CELLS.0, CELLS.1)
        };
        let mut counts = Self {
            pairs: vec![0; size(8)],
            // Three keys a character: a tenth of the cells is taken, so that few places are looked at in vain.
            around_one: vec![0; size(32)],
            around_none: vec![0; size(8)],
        };
        for at in 0..text.len() {
            let c = text.han(at);
            if c == GAP {
                continue;
            }
            count(&mut counts.pairs, pair_hash(c, text.han(at + 1)));
            for left in SHAPES {
                if let Some(key) = surroundings(text, left, at, at + 1) {
                    count(&mut counts.around_one, key);
                }
            }
            if let Some(key) = surroundings(text, 2, at, at) {
                count(&mut counts.around_none, key);
            }
        }
        counts
    }

    /// Whether the pair that begins at `at` occurs nowhere else. One with a gap may.
    fn is_single(&self, text: &Characters, at: usize) -> bool {
        let (one, other) = (text.han(at), text.han(at + 1));
        one == GAP || other == GAP || get(&self.pairs, pair_hash(one, other)) == 1
    }

    /// Adds what may be wrong at `at`.
    ///
    /// The tables are asked before the dictionary: they are quicker, and answer no at nearly all places.
    fn doubts_at(&self, text: &Characters, at: usize, doubts: &mut Vec<Doubt>) {
        let c = text.han(at);
        if c == GAP || !self.is_single(text, at - 1) {
            return;
        }
        let before = text.han(at - 1);
        let mut alone_here = None;
        let mut is_alone_here = || *alone_here.get_or_insert_with(|| is_alone(text, at));
        if before != GAP {
            self.add(text, Slip::Lost, at..at, doubts, || {
                (is_alone(text, at - 1) || is_alone_here()) && !is_joined(text, at)
            });
        }
        if !self.is_single(text, at) {
            return;
        }
        if !LOOSE.contains(c) {
            self.add(text, Slip::Changed, at..at + 1, doubts, &mut is_alone_here);
            if before != GAP && text.han(at + 1) != GAP {
                self.add(text, Slip::Added, at..at + 1, doubts, &mut is_alone_here);
            }
        }
        let next = text.han(at + 1);
        if next == GAP || next == c || !self.is_single(text, at + 1) {
            return;
        }
        let key = hash([before, next, c, text.han(at + 2)]) ^ 2 << 40;
        if get(&self.around_none, key) >= 1 && is_alone_here() && is_alone(text, at + 1) {
            doubts.push(Doubt {
                slip: Slip::Swapped,
                at,
                key,
            });
        }
    }

    /// Adds the `slip` at `odd` for all surroundings of it that come again, where `is_likely`.
    fn add(
        &self,
        text: &Characters,
        slip: Slip,
        odd: Range<usize>,
        doubts: &mut Vec<Doubt>,
        is_likely: impl FnOnce() -> bool,
    ) {
        let shapes = if slip == Slip::Added {
            &SHAPES[..1]
        } else {
            &SHAPES
        };
        let (table, least) = match slip {
            Slip::Changed => (&self.around_one, 2),
            Slip::Lost => (&self.around_one, 1),
            Slip::Added | Slip::Swapped => (&self.around_none, 1),
        };
        let known = doubts.len();
        for &left in shapes {
            if let Some(key) = surroundings(text, left, odd.start, odd.end)
                && get(table, key) >= least
            {
                let at = odd.start;
                doubts.push(Doubt { slip, at, key });
            }
        }
        if doubts.len() > known && !is_likely() {
            doubts.truncate(known);
        }
    }
}

/// What the dictionary counted less often is an abbreviation or a name, if a word at all.
const RARE: usize = 30;

/// Whether a usual word joins the characters before and at `at`.
fn is_joined(text: &Characters, at: usize) -> bool {
    text.word_around(at..at, text.around(at), RARE).is_some()
}

fn count(table: &mut [u8], hash: u64) {
    let cell = cell(hash, table.len());
    if let Some(count) = table.get_mut(cell) {
        *count = count.saturating_add(1);
    }
}

fn get(table: &[u8], hash: u64) -> u8 {
    table.get(cell(hash, table.len())).copied().unwrap_or(0)
}

/// Whether the character at `at` makes no usual word with its neighbours.
fn is_alone(text: &Characters, at: usize) -> bool {
    text.word_around(at..at + 1, text.around(at), RARE)
        .is_none()
}

/// Where surroundings that are asked for are.
struct Places {
    /// For the surroundings of one character, and of none.
    one: HashMap<u64, Vec<u32>>,
    none: HashMap<u64, Vec<u32>>,
}

impl Places {
    fn read(text: &Characters, doubts: &[Doubt]) -> Self {
        let wanted = |around_one: bool| {
            let doubts = doubts
                .iter()
                .filter(|doubt| doubt.slip.is_around_one() == around_one);
            doubts.map(|doubt| (doubt.key, Vec::new())).collect()
        };
        let mut places = Self {
            one: wanted(true),
            none: wanted(false),
        };
        let mut asked = vec![0u8; 1 << 16];
        for doubt in doubts {
            count(&mut asked, doubt.key);
        }
        let add = |places: &mut HashMap<u64, Vec<u32>>, key: u64, at: usize| {
            if get(&asked, key) > 0
                && let Some(places) = places.get_mut(&key)
                && places.len() < MOST_PLACES
            {
                places.push(u32::try_from(at).unwrap_or(u32::MAX));
            }
        };
        for at in 0..text.len() {
            if text.han(at) == GAP {
                continue;
            }
            for left in SHAPES {
                if let Some(key) = surroundings(text, left, at, at + 1) {
                    add(&mut places.one, key, at);
                }
            }
            if let Some(key) = surroundings(text, 2, at, at) {
                add(&mut places.none, key, at);
            }
        }
        places
    }

    /// Those of the surroundings of `doubt`.
    fn of(&self, doubt: &Doubt) -> &[u32] {
        let places = if doubt.slip.is_around_one() {
            &self.one
        } else {
            &self.none
        };
        places.get(&doubt.key).map_or(&[], Vec::as_slice)
    }
}

impl Slip {
    /// Whether the usual form has one character between the surroundings.
    fn is_around_one(self) -> bool {
        matches!(self, Self::Changed | Self::Lost)
    }

    /// How many characters the odd form and the usual one have between what they share.
    fn widths(self) -> (usize, usize) {
        match self {
            Self::Changed => (1, 1),
            Self::Lost => (0, 1),
            Self::Added => (1, 0),
            Self::Swapped => (2, 2),
        }
    }
}

/// What a place agrees with, and how well.
#[derive(Clone, Copy)]
struct Match {
    at: usize,
    left: Agreement,
    right: Agreement,
}

impl Match {
    fn weight(&self) -> usize {
        self.left.weight() + self.right.weight()
    }
}

/// The form that `places` have most often in the surroundings of `doubt`, how often, and where it agrees best.
fn usual_form<'t>(
    text: &'t Characters,
    doubt: &Doubt,
    places: &[u32],
) -> Option<(&'t [char], usize, Match)> {
    let (odd_width, usual_width) = doubt.slip.widths();
    let at = doubt.at;
    let mut forms: HashMap<&[char], (usize, Option<Match>)> = HashMap::new();
    for &place in places {
        let mut other = place as usize;
        if doubt.slip == Slip::Swapped {
            // The surroundings looked for were those of the middle of the two.
            other = other.checked_sub(1)?;
        }
        let usual = text.slice(other..other + usual_width);
        let swapped = || usual.iter().eq(text.slice(at..at + 2).iter().rev());
        if other == at || doubt.slip == Slip::Swapped && !swapped() {
            continue;
        }
        let found = Match {
            at: other,
            left: text.agreement_before(at, other),
            right: text.agreement_from(at + odd_width, other + usual_width),
        };
        if found.weight() + 1 < AGREEMENT_WITH_MANY {
            continue;
        }
        let form = forms.entry(usual).or_default();
        form.0 += 1;
        if form.1.is_none_or(|best| best.weight() < found.weight()) {
            form.1 = Some(found);
        }
    }
    let same = text.slice(at..at + odd_width);
    let (usual, (count, best)) = forms
        .into_iter()
        .filter(|(usual, _)| *usual != same)
        .max_by_key(|(usual, (count, best))| {
            // The form itself, so that equal ones are chosen the same way in every run.
            (*count, best.map_or(0, |best| best.weight()), *usual)
        })?;
    Some((usual, count, best?))
}

/// The echo at `doubt`, if it differs from what is at `places` by a slip.
fn judge(text: &Characters, doubt: &Doubt, places: &[u32]) -> Option<Two> {
    let (odd_width, usual_width) = doubt.slip.widths();
    let at = doubt.at;
    let (usual, count, best) = usual_form(text, doubt, places)?;
    let same = text.slice(at..at + odd_width);
    let is_name = ends_a_name(text, best.at, best.at + usual_width + best.right.length);
    let narrow = !is_name && best.left.length.min(best.right.length) < 2;
    let least = NARROW * usize::from(narrow)
        + match count {
            ..2 if !is_name || best.at.abs_diff(at) < FAR => return None,
            ..2 => AGREEMENT_WITH_ONE,
            2 => AGREEMENT_WITH_TWO,
            3..MANY => AGREEMENT_WITH_MORE,
            _ => AGREEMENT_WITH_MANY,
        };
    let least = if is_name { least - 1 } else { least };
    let is_word_oftener_than = |times: usize| {
        let frequency = |c: &char| segmenter::frequency(c.encode_utf8(&mut [0; 4]));
        same.iter().any(|c| frequency(c) > times)
    };
    let least = match doubt.slip {
        Slip::Swapped => least - 1,
        Slip::Added if is_word_oftener_than(SOMETIMES) => return None,
        Slip::Added => least + 1,
        Slip::Changed if is_word_oftener_than(OFTEN) => least + AGREEMENT_FOR_A_WORD,
        _ => least,
    };
    if doubt.slip == Slip::Changed && are_both_words(text, (at, odd_width), (best.at, usual_width))
    {
        return None;
    }
    let looseness = looseness(doubt, usual, text.han(at));
    if best.weight() < least + looseness {
        return None;
    }
    let shared = best.at - best.left.length..best.at + usual_width + best.right.length;
    if looseness > 0 && best.left.length < 2 {
        return None;
    }
    // What loses a character at the end of a word is often an abbreviation, as 央企 is of 中央企业: there a
    // word must go over both neighbours.
    let part = match doubt.slip {
        Slip::Lost => best.at.saturating_sub(1)..best.at + 2,
        _ => best.at..best.at + usual_width,
    };
    text.word_around(part, shared, 1)?;
    let (left, right) = (best.left.length.min(SHOWN), best.right.length.min(SHOWN));
    Some(Two {
        odd: at - left..at + odd_width + right,
        usual: best.at - left..best.at + usual_width + right,
        count,
    })
}

/// Whether each of two forms, places with their widths, reads well: both are words of grammar, as in
/// 「应当是物业」 and 「应当在物业」, or both make a word with a neighbour, as in 「法院提存」 and 「法院提出」.
fn are_both_words(text: &Characters, one: (usize, usize), other: (usize, usize)) -> bool {
    let word = |from: usize, to: usize| -> String { text.slice(from..to).iter().collect() };
    let is_grammar = |(at, width): (usize, usize)| {
        matches!(
            segmenter::tag(&word(at, at + width)),
            "p" | "v" | "d" | "f" | "c" | "u"
        )
    };
    let is_in_word = |(at, width): (usize, usize)| {
        at > 0 && segmenter::is_word(&word(at - 1, at + width))
            || segmenter::is_word(&word(at, at + width + 1))
    };
    is_grammar(one) && is_grammar(other) || is_in_word(one) && is_in_word(other)
}

/// Whether a name of a body, a place or an event ends behind `at` and no later than at `end`.
fn ends_a_name(text: &Characters, at: usize, end: usize) -> bool {
    let first = at.saturating_sub(3);
    let run: String = text.slice(first..end.min(at + 8)).iter().collect();
    ENDINGS.iter().any(|word| run.contains(word))
}

/// How much more two places are to agree where `usual` differs from the doubtful form by what two
/// different things differ by.
fn looseness(doubt: &Doubt, usual: &[char], odd: char) -> usize {
    const LOOSENESS: usize = 3;
    const NEVER: usize = 100;
    let all = |loose: fn(&char) -> bool| usual.iter().all(loose);
    match doubt.slip {
        Slip::Changed | Slip::Lost if all(|&c| numeral::is_chinese(c)) => NEVER,
        Slip::Changed if usual.iter().any(|&c| are_contrasted(c, odd)) => NEVER,
        Slip::Lost if all(|&c| LOOSE.contains(c)) => LOOSENESS,
        _ => 0,
    }
}
