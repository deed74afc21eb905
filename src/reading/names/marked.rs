//! Names in marks, “…” and 《…》: coined terms, slogans, brands, projects, documents.
//!
//! Drafts coin many terms that differ by a character and are all meant (“一企一策” “一园一策”), so a
//! difference alone shows nothing. Two terms are taken for one that was written in two ways where they
//! are in different paragraphs and something else ties them: the same words behind or before them, a
//! character that makes no word where the other makes one, numerals that changed their places.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    sync::OnceLock,
};

use super::{
    characters::{Characters, GAP},
    contrast::are_contrasted,
    forms::Two,
};
use crate::language::{numeral, sounds::sound_alike};

/// A term and where it is, in characters.
#[derive(Debug)]
struct Term {
    title: bool,
    places: Vec<Range<usize>>,
    /// The paragraphs of these places.
    paragraphs: Vec<usize>,
}

/// A marked place: what lies between the marks, in characters, whether they are title marks, and its
/// paragraph.
pub(super) struct Marked {
    pub(super) range: Range<usize>,
    pub(super) title: bool,
    pub(super) paragraph: usize,
}

/// How long the terms are that are compared, in characters.
const LENGTHS: Range<usize> = 4..25;
/// This many places of a term are looked at.
const MOST_PLACES: usize = 12;
/// This many terms that share a key are compared with each other.
const MOST_ALIKE: usize = 6;

/// Coined terms that are known everywhere.
const KNOWN: &str = include_str!("../../../rules/data/coined-terms.txt");

/// The known terms, and what they are with one of their characters left out.
struct Known {
    terms: HashSet<Vec<char>>,
    with_gap: HashMap<(usize, Vec<char>), &'static str>,
}

fn known() -> &'static Known {
    static TERMS: OnceLock<Known> = OnceLock::new();
    TERMS.get_or_init(|| {
        let mut known = Known {
            terms: HashSet::new(),
            with_gap: HashMap::new(),
        };
        for term in KNOWN.lines().filter(|line| !line.starts_with('#')) {
            let characters: Vec<char> = term.chars().collect();
            for at in 0..characters.len() {
                let mut rest = characters.clone();
                rest.remove(at);
                known.with_gap.insert((at, rest), term);
            }
            known.terms.insert(characters);
        }
        known
    })
}

/// The terms that are known ones but for a character that makes no word there, with the known form.
pub(super) fn misquoted(text: &Characters, marked: &[Marked]) -> Vec<(Range<usize>, String)> {
    let mut seen = HashSet::new();
    let quoted = marked
        .iter()
        .filter(|place| !place.title && LENGTHS.contains(&place.range.len()));
    quoted
        .filter_map(|place| {
            let term = text.slice(place.range.clone());
            if known().terms.contains(term) || !seen.insert(term) {
                return None;
            }
            (0..term.len()).find_map(|at| {
                let index = place.range.start + at;
                let c = text.han(index);
                if c == GAP || is_number(c) {
                    return None;
                }
                let mut rest = term.to_vec();
                rest.remove(at);
                let form = *known().with_gap.get(&(at, rest))?;
                let other = form.chars().nth(at)?;
                let alone = text.word_over(index, place.range.clone()).is_none();
                (alone && !are_contrasted(c, other)).then(|| (place.range.clone(), form.to_owned()))
            })
        })
        .collect()
}

/// How two terms differ.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Difference {
    /// In the character at this place.
    Changed(usize),
    /// The longer has one more at this place.
    Lost(usize),
    /// In the order of two parts, which are numerals or not.
    Moved { numerals: bool },
}

/// The pairs of terms that are one, the odd one first.
pub(super) fn find(text: &Characters, marked: &[Marked]) -> Vec<Two> {
    let mut index: HashMap<(bool, &[char]), usize> = HashMap::new();
    let mut terms: Vec<Term> = Vec::new();
    for place in marked {
        if !LENGTHS.contains(&place.range.len()) {
            continue;
        }
        let key = (place.title, text.slice(place.range.clone()));
        let number = *index.entry(key).or_insert(terms.len());
        if number == terms.len() {
            terms.push(Term {
                title: place.title,
                places: Vec::new(),
                paragraphs: Vec::new(),
            });
        }
        if let Some(term) = terms.get_mut(number) {
            term.places.push(place.range.clone());
            term.paragraphs.push(place.paragraph);
        }
    }
    let mut found = Vec::new();
    for (one, other) in alike(text, &terms) {
        if let (Some(one), Some(other)) = (terms.get(one), terms.get(other)) {
            found.extend(judge(text, one, other));
        }
    }
    found
}

/// The pairs of terms that may differ by one character or by the order of their characters.
fn alike(text: &Characters, terms: &[Term]) -> Vec<(usize, usize)> {
    let mut keys: HashMap<(bool, Vec<char>), Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (number, term) in terms.iter().enumerate() {
        let characters = term.characters(text);
        let less = (0..characters.len()).map(|at| {
            let mut rest = characters.to_vec();
            rest.remove(at);
            rest
        });
        let mut sorted = characters.to_vec();
        sorted.sort_unstable();
        sorted.push('\0');
        for key in less.chain([characters.to_vec(), sorted]) {
            let others = keys.entry((term.title, key)).or_default();
            if others.len() < MOST_ALIKE && others.last() != Some(&number) {
                pairs.extend(others.iter().map(|&other| (other, number)));
                others.push(number);
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

impl Term {
    fn characters<'a>(&self, text: &'a Characters) -> &'a [char] {
        self.places
            .first()
            .map_or(&[], |place| text.slice(place.clone()))
    }
}

/// How `one` and `other` differ, if by one slip.
fn difference(one: &[char], other: &[char]) -> Option<Difference> {
    let at = one.iter().zip(other).position(|(a, b)| a != b);
    let is_sign = |c: &char| !c.is_alphanumeric();
    if one
        .iter()
        .filter(|c| is_sign(c))
        .ne(other.iter().filter(|c| is_sign(c)))
    {
        return None;
    }
    if one.len().abs_diff(other.len()) == 1 {
        let (long, short) = if one.len() > other.len() {
            (one, other)
        } else {
            (other, one)
        };
        let at = at.unwrap_or(short.len());
        return (long[at + 1..] == short[at..]).then_some(Difference::Lost(at));
    }
    let at = at?;
    if one.len() != other.len() {
        return None;
    }
    if one[at + 1..] == other[at + 1..] {
        return Some(Difference::Changed(at));
    }
    let (mut these, mut those) = (one.to_vec(), other.to_vec());
    these.sort_unstable();
    those.sort_unstable();
    (these == those).then(|| {
        let ((mut numbers, rest), (mut others, other_rest)) = (numbers(one), numbers(other));
        numbers.sort_unstable();
        others.sort_unstable();
        let one_number = numbers.len() == 1 || others.len() == 1;
        Difference::Moved {
            numerals: rest == other_rest && (numbers == others || one_number),
        }
    })
}

fn is_number(c: char) -> bool {
    numeral::is_chinese(c)
        || numeral::arabic(c).is_some()
        || matches!(c, '两' | '双' | '多' | '几' | '首')
}

/// The two terms as odd and usual, if they are one.
fn judge(text: &Characters, one: &Term, other: &Term) -> Option<Two> {
    if one
        .paragraphs
        .iter()
        .any(|at| other.paragraphs.contains(at))
    {
        return None;
    }
    let (a, b) = (one.characters(text), other.characters(text));
    if known().terms.contains(a) && known().terms.contains(b) {
        return None;
    }
    let difference = difference(a, b)?;
    let ties = Ties::of(text, one, other);
    let tied = match difference {
        Difference::Changed(at) => {
            let (&a, &b) = (a.get(at)?, b.get(at)?);
            let both = is_number(a) && is_number(b);
            if both && is_ordinal(one.characters(text), at) {
                return None;
            }
            match (both, are_contrasted(a, b)) {
                (_, true) => ties.behind >= 5,
                (true, _) => ties.behind >= 2 || is_long_with_number(text, one, other, at),
                _ => ties.behind >= 2 || ties.before >= 5 || is_broken(text, one, other, at),
            }
        }
        Difference::Lost(at) => ties.behind >= 2 && at > 0 && a.len().min(b.len()) > LENGTHS.start,
        Difference::Moved { numerals } => numerals || ties.behind >= 2,
    };
    tied.then(|| two(text, one, other, &difference)).flatten()
}

/// Whether so much of two terms is the same beside a number that differs at `at` that they are one.
fn is_long_with_number(text: &Characters, one: &Term, other: &Term, at: usize) -> bool {
    let term = one.characters(text);
    let words = term
        .iter()
        .filter(|&&c| !is_number(c) && c.is_alphanumeric())
        .count();
    let beside = |at: Option<usize>| {
        at.and_then(|at| term.get(at))
            .is_some_and(|&c| numeral::arabic(c).is_some())
    };
    let in_longer_number = beside(at.checked_sub(1)) || beside(Some(at + 1));
    let times = one.places.len().max(other.places.len());
    !in_longer_number && (words >= 6 || words >= 4 && times >= 2)
}

/// The numbers of a term and what is left of it without them.
fn numbers(term: &[char]) -> (Vec<&[char]>, Vec<char>) {
    let parts = term.chunk_by(|a, b| is_number(*a) == is_number(*b));
    let (mut numbers, mut rest) = (Vec::new(), Vec::new());
    for part in parts {
        if part.first().is_some_and(|&c| is_number(c)) {
            numbers.push(part);
            rest.push(GAP);
        } else {
            rest.extend(part);
        }
    }
    (numbers, rest)
}

/// Whether the character at `at` counts what is dated or numbered: 十四五规划, 第三届, 二期.
fn is_ordinal(term: &[char], at: usize) -> bool {
    let behind = term.iter().skip(at).find(|&&c| !is_number(c));
    let fifth = term.get(at + 1) == Some(&'五') || term.get(at) == Some(&'五') && at > 0;
    fifth
        || term.contains(&'第')
        || behind.is_some_and(|c| "届次年期批季版号级月日周代轮世".contains(*c))
}

/// What ties two terms beside their likeness: how many Han characters are the same behind and before them.
struct Ties {
    behind: usize,
    before: usize,
}

impl Ties {
    fn of(text: &Characters, one: &Term, other: &Term) -> Self {
        let mut ties = Self {
            behind: 0,
            before: 0,
        };
        for a in one.places.iter().take(MOST_PLACES) {
            for b in other.places.iter().take(MOST_PLACES) {
                let behind = text.agreement_from(a.end + 1, b.end + 1);
                ties.behind = ties.behind.max(behind.length);
                if a.start > 0 && b.start > 0 {
                    let before = text.agreement_before(a.start - 1, b.start - 1);
                    ties.before = ties.before.max(before.length);
                }
            }
        }
        ties
    }
}

/// Whether one of two terms that differ at `at` makes a word of the dictionary there and the other none,
/// and the one with the word is the more frequent, or long, or its word is a common one: coined terms of
/// four characters are made of all kinds of pieces.
fn is_broken(text: &Characters, one: &Term, other: &Term, at: usize) -> bool {
    /// What the dictionary counted so often is a common word, and what it counted less often hardly one.
    const COMMON: usize = 800;
    const RARE: usize = 30;
    let word = |term: &Term, least: usize| {
        let place = term.places.first()?;
        let index = place.start + at;
        text.word_around(index..index + 1, place.clone(), least)
    };
    let broken_by = |whole: &Term, broken: &Term| {
        let common = word(whole, COMMON).is_some_and(|word| !begins_with_number(text, &word));
        let Some(part) = word(whole, 1) else {
            return false;
        };
        let long = whole.characters(text).len() > LENGTHS.start;
        let alike = || match (
            whole.characters(text).get(at),
            broken.characters(text).get(at),
        ) {
            (Some(&one), Some(&other)) => sound_alike(one, other),
            _ => false,
        };
        let times = match (begins_with_number(text, &part), common || long || alike()) {
            (true, false) => 3,
            (_, true) => 1,
            _ => 2,
        };
        let strict = if common || long { RARE } else { 1 };
        word(broken, strict).is_none() && broken.places.len() == 1 && whole.places.len() >= times
    };
    broken_by(one, other) || broken_by(other, one)
}

fn begins_with_number(text: &Characters, word: &Range<usize>) -> bool {
    text.slice(word.clone())
        .first()
        .is_some_and(|&c| is_number(c))
}

/// The rarer of two terms as the odd one; of equals the one whose character makes no word, or the later.
fn two(text: &Characters, one: &Term, other: &Term, difference: &Difference) -> Option<Two> {
    let makes_word = |term: &Term| match *difference {
        Difference::Changed(at) => term
            .places
            .first()
            .is_some_and(|place| text.word_over(place.start + at, place.clone()).is_some()),
        _ => false,
    };
    let rank = |term: &Term| (term.places.len(), makes_word(term));
    let (odd, usual) = if rank(one) < rank(other) {
        (one, other)
    } else {
        (other, one)
    };
    // Where both come again and again, both are meant.
    if odd.places.len() > 2 {
        return None;
    }
    Some(Two {
        odd: odd.places.first()?.clone(),
        usual: usual.places.first()?.clone(),
        count: usual.places.len(),
    })
}
