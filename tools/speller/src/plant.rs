//! Plants typos in a text, of the kinds that people make: same sound, near sound, like shape, and a word
//! for another of the same sound.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{
    Result,
    count::words,
    doubts::{model::Model, symbol::HAN},
    pack::{Confusions, are_near, sound},
};

/// A generator of numbers that depend on nothing but the seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ x >> 31
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// One of `choices`, by weight.
    fn choose<'a, T>(&mut self, choices: &'a [(T, u64)]) -> Option<&'a T> {
        let total: u64 = choices.iter().map(|choice| choice.1).sum();
        let mut at = self.below(total);
        choices
            .iter()
            .find(|choice| {
                let here = at < choice.1;
                at = at.saturating_sub(choice.1);
                here
            })
            .map(|choice| &choice.0)
    }
}

const KINDS: [(&str, u64); 4] = [("s1", 35), ("w2", 30), ("n1", 15), ("g1", 20)];

/// Writes `text` with typos to `out`, and line, character, wrong, right and kind of each to `out`.key.
pub fn plant(text: &Path, seed: u64, data: &Path, model: &Path, out: &Path) -> Result<()> {
    let bytes = fs::read(model)?;
    let model = Model::new(&bytes).ok_or("no model")?;
    let confusions = Confusions::read(data)?;
    let weight = |c: char| u64::from(model.single(model.symbol(c)).0).isqrt();
    let mut of_sound: BTreeMap<&str, Vec<(char, u64)>> = BTreeMap::new();
    let mut first_sound: BTreeMap<char, &str> = BTreeMap::new();
    for (&c, readings) in &confusions.readings {
        let sound = sound(&readings[0]);
        first_sound.insert(c, sound);
        if weight(c) > 0 {
            of_sound.entry(sound).or_default().push((c, weight(c)));
        }
    }
    let mut near: BTreeMap<&str, Vec<(char, u64)>> = BTreeMap::new();
    for one in of_sound.keys() {
        let others = of_sound.iter().filter(|(other, _)| are_near(one, other));
        near.insert(one, others.flat_map(|(_, all)| all.clone()).collect());
    }
    let mut alike: BTreeMap<char, Vec<(char, u64)>> = BTreeMap::new();
    for &(left, right, score) in confusions.shapes.iter().filter(|pair| pair.2 >= 80) {
        let _ = score;
        for (from, to) in [(left, right), (right, left)] {
            if weight(to) > 0 {
                alike.entry(from).or_default().push((to, 1));
            }
        }
    }
    let mut of_sounds: BTreeMap<[&str; 2], Vec<(Vec<char>, u64)>> = BTreeMap::new();
    let words: BTreeMap<Vec<char>, u32> = words(data)?
        .into_iter()
        .filter(|(word, f)| word.len() == 2 && *f >= 50)
        .collect();
    let sounds = |word: &[char]| Some([*first_sound.get(&word[0])?, *first_sound.get(&word[1])?]);
    for (word, &frequency) in &words {
        if let Some(sounds) = sounds(word) {
            of_sounds
                .entry(sounds)
                .or_default()
                .push((word.clone(), u64::from(frequency).isqrt()));
        }
    }

    let mut random = Random(seed);
    let (mut key, mut planted) = (String::new(), String::new());
    for (number, line) in fs::read_to_string(text)?.lines().enumerate() {
        let mut line: Vec<char> = line.chars().collect();
        let mut at = 3 + random.below(58) as usize;
        while at + 1 < line.len() && !line.starts_with(&['#']) {
            let mut step = 1;
            let kind = *random.choose(&KINDS).unwrap_or(&"s1");
            let length = if kind == "w2" { 2 } else { 1 };
            let right: Vec<char> = line[at..at + length].to_vec();
            let none = Vec::new();
            let choices: Vec<(Vec<char>, u64)> =
                if !HAN.contains(&right[0]) || "的地得".contains(right[0]) {
                    none
                } else if kind == "w2" {
                    match sounds(&right).filter(|_| words.contains_key(&right)) {
                        Some(sounds) => of_sounds[&sounds].clone(),
                        None => none,
                    }
                } else {
                    let sound = first_sound.get(&right[0]).copied().unwrap_or_default();
                    let single = match kind {
                        "s1" => of_sound.get(sound),
                        "n1" => near.get(sound),
                        _ => alike.get(&right[0]),
                    };
                    single.map_or(none, |all| {
                        all.iter().map(|&(c, weight)| (vec![c], weight)).collect()
                    })
                };
            let choices: Vec<(Vec<char>, u64)> = choices
                .into_iter()
                .filter(|(wrong, _)| *wrong != right)
                .collect();
            if let Some(wrong) = random.choose(&choices) {
                line[at..at + length].copy_from_slice(wrong);
                let text = |word: &[char]| word.iter().collect::<String>();
                key += &format!(
                    "{number}\t{at}\t{}\t{}\t{kind}\n",
                    text(wrong),
                    text(&right)
                );
                step = 30 + random.below(61) as usize;
            }
            at += step;
        }
        planted.extend(line);
        planted.push('\n');
    }
    let mut name = out.as_os_str().to_owned();
    name.push(".key");
    fs::write(name, key)?;
    Ok(fs::write(out, planted)?)
}
