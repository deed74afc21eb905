//! Counts of n-grams, and which of them are worth their room.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs,
    path::Path,
};

use crate::{
    Result,
    doubts::{
        number::log2,
        symbol::{BITS, FIRST, HAN, Line, UNKNOWN, key},
    },
};

/// The longest n-gram.
const ORDERS: usize = 4;
/// What an n-gram must be worth to stay, by order from 2 on, in 256ths of a bit: what the texts would lose
/// in likelihood without it.
pub type Bounds = [i64; 3];

/// An n-gram's count, the sum over its followers, and how many different ones there are.
pub type Count = (u32, u32, u32);

pub struct Counts {
    /// The characters in the order of their symbols.
    pub characters: Vec<char>,
    symbols: HashMap<char, u16>,
    /// By order from 1 on, sorted by key.
    pub grams: Vec<Vec<(u64, Count)>>,
}

/// The words of `rules/data/words.tsv` with their frequencies.
pub fn words(data: &Path) -> Result<BTreeMap<Vec<char>, u32>> {
    let text = fs::read_to_string(data.join("words.tsv"))?;
    Ok(text
        .lines()
        .filter(|line| !line.starts_with("# "))
        .filter_map(|line| {
            let mut fields = line.split('\t');
            let word: Vec<char> = fields.next()?.chars().collect();
            let frequency: u32 = fields.next()?.parse().ok()?;
            (word.len() >= 2 && frequency > 0 && word.iter().all(|c| HAN.contains(c)))
                .then_some((word, frequency))
        })
        .collect())
}

impl Counts {
    /// Counts `text`, with the words as weak evidence.
    pub fn read(
        text: &str,
        words: &BTreeMap<Vec<char>, u32>,
        known: impl Iterator<Item = char>,
    ) -> Self {
        let mut frequency: BTreeMap<char, u64> = BTreeMap::new();
        for c in text.chars().filter(|c| HAN.contains(c)) {
            *frequency.entry(c).or_default() += 1;
        }
        frequency.retain(|_, count| *count >= 2);
        for c in known {
            frequency.entry(c).or_default();
        }
        let mut characters: Vec<char> = frequency.keys().copied().collect();
        characters.sort_by_key(|c| (std::cmp::Reverse(frequency[c]), *c));
        characters.truncate((1 << BITS) - usize::from(FIRST));
        let symbols: HashMap<char, u16> = (FIRST..)
            .zip(&characters)
            .map(|(symbol, &c)| (c, symbol))
            .collect();
        let symbol = |c: char| symbols.get(&c).copied().unwrap_or(UNKNOWN);

        let mut line = Line::default();
        let lines: Vec<Vec<u16>> = text
            .lines()
            .map(|text| {
                line.read(text, symbol);
                line.symbols.clone()
            })
            .collect();
        let words: Vec<(Vec<u16>, usize)> = words
            .iter()
            .filter(|(word, _)| word.len() <= 8)
            .map(|(word, &frequency)| {
                let weight = match frequency {
                    0..=9 => 1,
                    10..=99 => 2,
                    100..=999 => 3,
                    _ => 4,
                };
                (
                    word.iter().map(|&c| symbol(c)).collect::<Vec<u16>>(),
                    weight,
                )
            })
            .filter(|(word, _)| !word.contains(&UNKNOWN))
            .collect();

        let mut grams: Vec<Vec<(u64, Count)>> = Vec::new();
        for order in (1..=ORDERS).rev() {
            let mut keys: Vec<u64> = lines
                .iter()
                .flat_map(|line| line.windows(order).map(key))
                .collect();
            for (word, weight) in &words {
                for gram in word.windows(order) {
                    keys.extend(std::iter::repeat_n(key(gram), *weight));
                }
            }
            keys.sort_unstable();
            let mut counted: Vec<(u64, Count)> = Vec::new();
            for key in keys {
                match counted.last_mut() {
                    Some((last, (count, ..))) if *last == key => *count += 1,
                    _ => counted.push((key, (1, 0, 0))),
                }
            }
            if let Some(longer) = grams.last() {
                followers(&mut counted, longer);
            }
            println!("order {order}: {} different", counted.len());
            grams.push(counted);
        }
        grams.reverse();
        Self {
            characters,
            symbols,
            grams,
        }
    }

    pub fn symbol(&self, c: char) -> Option<u16> {
        self.symbols.get(&c).copied()
    }

    pub fn get(&self, gram: &[u16]) -> Count {
        let grams = &self.grams[gram.len() - 1];
        let key = key(gram);
        grams
            .binary_search_by_key(&key, |entry| entry.0)
            .map_or((0, 0, 0), |at| grams[at].1)
    }

    /// Leaves those n-grams whose loss would cost at least the bound of their order, and their beginnings
    /// and ends.
    pub fn prune(&mut self, bounds: Bounds) {
        let total: f64 = self.grams[0]
            .iter()
            .map(|(_, count)| f64::from(count.0))
            .sum();
        let table: HashMap<u64, Count, Hasher> = self.grams.iter().flatten().copied().collect();
        let get = |gram: &[u16]| table.get(&key(gram)).copied().unwrap_or((0, 0, 0));
        let mut kept: HashSet<u64, Hasher> = HashSet::default();
        for order in (2..=ORDERS).rev() {
            for &(packed, (count, ..)) in &self.grams[order - 1] {
                let gram = unpack(packed, order);
                let mut probability =
                    (f64::from(get(&gram[order - 1..]).0) + 0.2) / (total + 2000.0);
                let mut shorter = probability;
                for start in (0..order - 1).rev() {
                    shorter = probability;
                    let (_, sum, kinds) = get(&gram[start..order - 1]);
                    if sum > 0 {
                        let (sum, kinds) = (f64::from(sum), f64::from(kinds.max(1)));
                        probability = (f64::from(get(&gram[start..]).0) + kinds * probability)
                            / (sum + kinds);
                    }
                }
                let worth = i64::from(count) * i64::from(log2(probability) - log2(shorter));
                if worth >= bounds[order - 2] || kept.contains(&packed) {
                    kept.insert(packed);
                    if order > 2 {
                        kept.insert(key(&gram[..order - 1]));
                        kept.insert(key(&gram[1..]));
                    }
                }
            }
        }
        for (order, grams) in self.grams.iter_mut().enumerate().skip(1) {
            grams.retain(|(key, _)| kept.contains(key));
            println!("order {}: {} kept", order + 1, grams.len());
        }
    }
}

/// A hasher for keys that need only be mixed.
pub type Hasher = std::hash::BuildHasherDefault<Mixer>;

#[derive(Default)]
pub struct Mixer(u64);

impl std::hash::Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, key: u64) {
        let mixed = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 29;
    }
}

/// The symbols of a key.
pub fn unpack(key: u64, order: usize) -> Vec<u16> {
    (0..order)
        .rev()
        .map(|back| (key >> (BITS as usize * back)) as u16 & ((1 << BITS) - 1))
        .collect()
}

/// Sums up for each of `counted` what follows it in the next `longer` n-grams.
fn followers(counted: &mut [(u64, Count)], longer: &[(u64, Count)]) {
    let symbols = |key: u64| key & ((1 << (BITS * 4)) - 1);
    let mut rest = longer.iter().peekable();
    for (key, (_, sum, kinds)) in counted {
        while let Some((next, (count, ..))) = rest.peek() {
            let beginning = symbols(*next) >> BITS;
            if beginning > symbols(*key) {
                break;
            }
            if beginning == symbols(*key) {
                *sum += count;
                *kinds += 1;
            }
            rest.next();
        }
    }
}
