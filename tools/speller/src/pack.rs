//! Packs counts, sounds and shapes into the file that hongbi reads.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::{
    Result,
    count::{Count, Counts, words},
    doubts::{
        model::{
            Fuse, LEAF, LEVELS, MAGIC, Model, PARTS, READINGS, VERSION, fingerprint, neighbour_bit,
        },
        symbol::{BITS, FIRST, HAN, HAN_COUNT},
    },
};

/// The smallest set of neighbours has 2^6 bits.
const LEAST_LOG: u32 = 6;
/// A character must occur this often to be proposed.
const COMMON: u32 = 20;

/// The readings of `readings.tsv`, and the pairs of `shapes.tsv`.
pub struct Confusions {
    pub readings: BTreeMap<char, Vec<String>>,
    pub shapes: Vec<(char, char, u16)>,
}

impl Confusions {
    pub fn read(data: &Path) -> Result<Self> {
        let lines = |name: &str| -> Result<Vec<Vec<String>>> {
            let text = fs::read_to_string(data.join(name))?;
            let lines = text.lines().filter(|line| !line.starts_with('#'));
            Ok(lines
                .map(|line| line.split('\t').map(str::to_owned).collect())
                .collect())
        };
        let first = |field: &str| field.chars().next().ok_or("a line without a character");
        let mut readings = BTreeMap::new();
        for fields in lines("readings.tsv")? {
            readings.insert(
                first(&fields[0])?,
                fields[1].split(' ').map(str::to_owned).collect(),
            );
        }
        let mut shapes = Vec::new();
        for fields in lines("shapes.tsv")? {
            shapes.push((first(&fields[0])?, first(&fields[1])?, fields[2].parse()?));
        }
        Ok(Self { readings, shapes })
    }
}

/// The sound of a reading, without its tone.
pub fn sound(reading: &str) -> &str {
    reading.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// Whether the sounds are taken for one another by speakers of some dialects: zh and z, n and l, in and ing.
pub fn are_near(left: &str, right: &str) -> bool {
    const INITIALS: [&str; 23] = [
        "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x",
        "r", "z", "c", "s", "y", "w",
    ];
    const NEAR_INITIALS: [(&str, &str); 6] = [
        ("zh", "z"),
        ("ch", "c"),
        ("sh", "s"),
        ("n", "l"),
        ("f", "h"),
        ("r", "l"),
    ];
    const NEAR_FINALS: [(&str, &str); 6] = [
        ("an", "ang"),
        ("en", "eng"),
        ("in", "ing"),
        ("ian", "iang"),
        ("uan", "uang"),
        ("ong", "eng"),
    ];
    let split = |sound: &str| {
        let initial = INITIALS
            .iter()
            .find(|initial| sound.starts_with(**initial))
            .map_or(0, |initial| initial.len());
        let (initial, end) = sound.split_at(initial);
        (initial.to_owned(), end.to_owned())
    };
    let (left, right) = (split(left), split(right));
    let among = |pairs: &[(&str, &str)], a: &str, b: &str| {
        pairs.contains(&(a, b)) || pairs.contains(&(b, a))
    };
    left.1 == right.1 && among(&NEAR_INITIALS, &left.0, &right.0)
        || left.0 == right.0 && among(&NEAR_FINALS, &left.1, &right.1)
}

/// Builds the model of `text` with the tables in `data`, and writes it to `out`.
pub fn build(text: &Path, data: &Path, weights: &Path, bounds: [i64; 3], out: &Path) -> Result<()> {
    let confusions = Confusions::read(data)?;
    let words = words(data)?;
    let known = confusions.readings.keys().copied();
    let mut counts = Counts::read(&fs::read_to_string(text)?, &words, known);
    counts.prune(bounds);
    let symbols = usize::from(FIRST) + counts.characters.len();
    let (readings, sounds) = readings(&counts, &confusions, symbols);
    let mut parts: Vec<Vec<u8>> = Vec::new();
    parts.push(shorts(
        HAN.take(HAN_COUNT).map(|c| counts.symbol(c).unwrap_or(0)),
    ));
    parts.push(shorts(counts.characters.iter().map(|&c| c as u16)));
    parts.push(singles(&counts, symbols));
    let (grams, followers): (Vec<_>, Vec<_>) = packed(&counts);
    parts.push(fuse(&grams, |value| value.to_le_bytes().to_vec()));
    parts.push(fuse(&followers, |value| {
        vec![(value >> 4 & 0xf0) as u8 | (value & 15) as u8]
    }));
    parts.push(pairs(&counts, symbols));
    parts.push(shorts(readings.iter().flatten().copied()));
    let common = |symbol: u16| counts.get(&[symbol]).0 >= COMMON;
    let members = (0..=sounds.len() as u16).map(|sound| {
        let has = |index: &usize| {
            readings[*index]
                .iter()
                .any(|reading| reading >> 3 == sound && sound > 0)
        };
        (0..symbols)
            .filter(has)
            .map(|index| index as u16)
            .filter(|&symbol| common(symbol))
            .map(|symbol| [symbol])
            .collect()
    });
    parts.push(lists(members));
    let near = |sound: usize| match sound.checked_sub(1) {
        Some(own) => (1..)
            .zip(&sounds)
            .filter(|(_, other)| are_near(&sounds[own], other))
            .map(|(id, _)| [id])
            .collect(),
        None => Vec::new(),
    };
    parts.push(lists((0..=sounds.len()).map(near)));
    parts.push(shapes(&counts, &confusions, symbols, common));
    let first_sound = |symbol: u16| readings[usize::from(symbol)][0] >> 3;
    let mut homophones: Vec<([u16; 2], [u16; 2])> = words
        .iter()
        .filter(|(word, _)| word.len() == 2)
        .filter_map(|(word, &frequency)| {
            let word = [counts.symbol(word[0])?, counts.symbol(word[1])?];
            let sounds = word.map(first_sound);
            let common = frequency >= COMMON || counts.get(&word).0 >= COMMON;
            (common && sounds.iter().all(|&sound| sound > 0)).then_some((sounds, word))
        })
        .collect();
    homophones.sort_unstable();
    parts.push(lists((0..=sounds.len() as u16).map(|sound| {
        let own = homophones.iter().filter(|(sounds, _)| sounds[0] == sound);
        own.map(|&(_, word)| word).collect()
    })));
    parts.push(if weights.exists() {
        weights_of(weights)?
    } else {
        Vec::new()
    });
    write(&parts, out)
}

/// Puts the weights of another fit into a model.
pub fn weigh(model: &Path, weights: &Path, out: &Path) -> Result<()> {
    let bytes = fs::read(model)?;
    let mut rest = bytes.get(Model::HEAD..).ok_or("no model")?;
    let mut parts = Vec::new();
    for length in bytes[16..Model::HEAD].as_chunks::<4>().0 {
        let (part, behind) = rest.split_at(u32::from_le_bytes(*length) as usize);
        parts.push(part.to_vec());
        rest = behind;
    }
    parts[PARTS - 1] = weights_of(weights)?;
    write(&parts, out)
}

/// The thresholds, the bias and the trees: of each its size, the most that it and those behind it come to,
/// and its nodes.
fn weights_of(path: &Path) -> Result<Vec<u8>> {
    let mut part: Vec<u8> = Vec::new();
    let mut trees: Vec<Vec<Vec<i32>>> = Vec::new();
    for line in fs::read_to_string(path)?
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let mut fields = line.split('\t');
        if fields.next() != Some("tree") {
            let number: i32 = fields.next().ok_or("a line without a number")?.parse()?;
            part.extend(number.to_le_bytes());
            continue;
        }
        let node = |node: &str| node.split(' ').map(str::parse).collect();
        trees.push(fields.map(node).collect::<std::result::Result<_, _>>()?);
    }
    let most = |tree: &Vec<Vec<i32>>| {
        let leaves = tree.iter().filter(|node| node[0] < 0);
        leaves.map(|leaf| leaf[1]).max().unwrap_or(0)
    };
    let mut rest: i32 = trees.iter().map(most).sum();
    for tree in &trees {
        part.extend((tree.len() as u32).to_le_bytes());
        part.extend(rest.to_le_bytes());
        rest -= most(tree);
        for node in tree {
            let value = i16::try_from(node[1])?.to_le_bytes();
            match node[..] {
                [feature, _, left, right] if feature >= 0 && right == left + 1 => {
                    part.extend([u8::try_from(feature)?, u8::try_from(left)?]);
                }
                [leaf, _] if leaf < 0 => part.extend([LEAF, 0]),
                _ => return Err("a tree whose children do not lie side by side".into()),
            }
            part.extend(value);
        }
    }
    Ok(part)
}

/// The checksum of a model's bytes behind its head.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, &byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn write(parts: &[Vec<u8>], out: &Path) -> Result<()> {
    assert_eq!(parts.len(), PARTS);
    let mut body: Vec<u8> = Vec::new();
    for part in parts {
        body.extend((part.len() as u32).to_le_bytes());
    }
    body.extend(parts.iter().flatten());
    let mut file = MAGIC.to_vec();
    file.extend(VERSION.to_le_bytes());
    file.extend(checksum(&body).to_le_bytes());
    file.extend(body);
    let sizes: Vec<usize> = parts.iter().map(Vec::len).collect();
    println!("{} bytes, of these {sizes:?}", file.len());
    Model::new(&file).ok_or("the model cannot be read")?;
    Ok(fs::write(out, file)?)
}

fn shorts(values: impl Iterator<Item = u16>) -> Vec<u8> {
    values.flat_map(u16::to_le_bytes).collect()
}

/// Lists of `N` symbols each: how many lists, where each begins and the last ends, and what is in them.
fn lists<const N: usize>(lists: impl Iterator<Item = Vec<[u16; N]>>) -> Vec<u8> {
    let mut begins = vec![0];
    let mut all = Vec::new();
    for list in lists {
        all.extend(list);
        begins.push(u16::try_from(all.len()).expect("the lists are short"));
    }
    let head = [begins.len() as u16 - 1].into_iter().chain(begins);
    shorts(head.chain(all.into_iter().flatten()))
}

fn singles(counts: &Counts, symbols: usize) -> Vec<u8> {
    let all: Vec<Count> = (0..symbols)
        .map(|symbol| counts.get(&[symbol as u16]))
        .collect();
    let total: u32 = all.iter().map(|count| count.0).sum();
    let numbers = all
        .into_iter()
        .flat_map(|(count, sum, kinds)| [count, sum, kinds]);
    std::iter::once(total)
        .chain(numbers)
        .flat_map(u32::to_le_bytes)
        .collect()
}

/// The level of a count: the one whose ratio to it is nearest to 1.
fn level(count: u32) -> u16 {
    let next = LEVELS
        .partition_point(|&level| level < count)
        .min(LEVELS.len() - 1);
    let (low, high) = (
        u64::from(LEVELS[next.saturating_sub(1)]),
        u64::from(LEVELS[next]),
    );
    let count = u64::from(count);
    (if count * count >= low * high {
        next
    } else {
        next.saturating_sub(1)
    }) as u16
}

/// The n-grams with their levels, and those with more than one follower with the level of these.
fn packed(counts: &Counts) -> (Vec<(u64, u16)>, Vec<(u64, u16)>) {
    let (mut grams, mut followers) = (Vec::new(), Vec::new());
    for (order, entries) in (1..).zip(&counts.grams).skip(1) {
        for &(key, (count, _, kinds)) in entries {
            grams.push((key, level(count)));
            if order < 4 && kinds > 1 {
                followers.push((key, level(kinds)));
            }
        }
    }
    (grams, followers)
}

/// Of each symbol where the set of what follows it lies and how large it is, and the sets.
fn pairs(counts: &Counts, symbols: usize) -> Vec<u8> {
    let mask = (1 << BITS) - 1;
    let mut right: Vec<Vec<u16>> = vec![Vec::new(); symbols];
    for &(key, _) in &counts.grams[1] {
        right[(key >> BITS) as usize & mask].push(key as u16 & mask as u16);
    }
    let mut heads: Vec<u32> = Vec::new();
    let mut sets: Vec<u8> = Vec::new();
    let head = (symbols * 4).next_multiple_of(8);
    for symbols in right {
        let log = (4 * symbols.len())
            .next_power_of_two()
            .ilog2()
            .max(LEAST_LOG);
        heads.push(((head + sets.len()) as u32 / 8) << 5 | log);
        let mut set = vec![0u8; (1 << log) / 8];
        for symbol in symbols {
            let bit = neighbour_bit(symbol, log);
            set[bit >> 3] |= 1 << (bit & 7);
        }
        sets.extend(set);
    }
    let mut part: Vec<u8> = heads.into_iter().flat_map(u32::to_le_bytes).collect();
    part.resize(head, 0);
    part.extend(sets);
    part
}

/// The readings of each symbol as sound × 8 + tone, and the sounds; the first has the number 1.
fn readings(
    counts: &Counts,
    confusions: &Confusions,
    symbols: usize,
) -> (Vec<[u16; READINGS]>, Vec<String>) {
    let all = confusions
        .readings
        .values()
        .flatten()
        .map(|reading| sound(reading).to_owned());
    let sounds: Vec<String> = all.collect::<BTreeSet<_>>().into_iter().collect();
    let mut readings = vec![[0; READINGS]; symbols];
    for (c, all) in &confusions.readings {
        let Some(symbol) = counts.symbol(*c) else {
            continue;
        };
        for (slot, reading) in readings[usize::from(symbol)].iter_mut().zip(all) {
            let number = 1 + sounds.partition_point(|other| other.as_str() < sound(reading)) as u16;
            let tone = reading
                .bytes()
                .last()
                .map_or(0, |digit| digit.wrapping_sub(b'0') & 7);
            *slot = number << 3 | u16::from(tone);
        }
    }
    (readings, sounds)
}

fn shapes(
    counts: &Counts,
    confusions: &Confusions,
    symbols: usize,
    common: impl Fn(u16) -> bool,
) -> Vec<u8> {
    let mut alike = vec![Vec::new(); symbols];
    for &(left, right, score) in &confusions.shapes {
        let (Some(left), Some(right)) = (counts.symbol(left), counts.symbol(right)) else {
            continue;
        };
        let score = (score.saturating_sub(75) / 8).min(3) << BITS;
        for (from, to) in [(left, right), (right, left)] {
            if common(to) {
                alike[usize::from(from)].push([to | score]);
            }
        }
    }
    lists(alike.into_iter())
}

/// Builds the function from the keys to 12 bits of fingerprint and 4 of level.
fn fuse(entries: &[(u64, u16)], slot: impl Fn(u16) -> Vec<u8>) -> Vec<u8> {
    let mut fuse = size(entries.len());
    let values = loop {
        let hashes: Vec<u64> = entries.iter().map(|&(key, _)| fuse.hash(key)).collect();
        if let Some(order) = peel(fuse, &hashes) {
            let mut values = vec![0u16; slots(fuse)];
            for (entry, own) in order.into_iter().rev() {
                let hash = hashes[entry];
                values[own] = 0;
                let others = fuse
                    .slots(hash)
                    .into_iter()
                    .fold(0, |value, slot| value ^ values[slot]);
                values[own] = others ^ fingerprint(hash) ^ entries[entry].1;
            }
            break values;
        }
        fuse.seed = fuse.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    };
    let mut part = fuse.seed.to_le_bytes().to_vec();
    part.extend(fuse.segment.to_le_bytes());
    part.extend(fuse.segments.to_le_bytes());
    part.extend(values.into_iter().flat_map(slot));
    part
}

/// A size in which that many keys are likely to find room.
fn size(keys: usize) -> Fuse {
    let n = keys.max(10) as f64;
    let segment = (1u32 << (n.ln() / 3.33f64.ln() + 2.25).floor() as u32).min(1 << 18);
    let factor = (0.875 + 0.25 * 1e6f64.ln() / n.ln()).max(1.125);
    let segments = ((n * factor).round() as u32)
        .div_ceil(segment)
        .saturating_sub(2)
        .max(1);
    Fuse::new(0, segment, segments)
}

fn slots(fuse: Fuse) -> usize {
    (fuse.segments as usize + 2) * fuse.segment as usize
}

/// An order in which each key has a slot that no later one uses, with that slot; none where the seed has no luck.
fn peel(fuse: Fuse, hashes: &[u64]) -> Option<Vec<(usize, usize)>> {
    let mut users = vec![(0u32, 0usize); slots(fuse)];
    for (key, &hash) in hashes.iter().enumerate() {
        for slot in fuse.slots(hash) {
            users[slot].0 += 1;
            users[slot].1 ^= key;
        }
    }
    let mut single: Vec<usize> = (0..users.len())
        .filter(|&slot| users[slot].0 == 1)
        .collect();
    let mut order = Vec::with_capacity(hashes.len());
    while let Some(slot) = single.pop() {
        if users[slot].0 != 1 {
            continue;
        }
        let key = users[slot].1;
        order.push((key, slot));
        for other in fuse.slots(hashes[key]) {
            users[other].0 -= 1;
            users[other].1 ^= key;
            if users[other].0 == 1 {
                single.push(other);
            }
        }
    }
    (order.len() == hashes.len()).then_some(order)
}
