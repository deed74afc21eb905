//! Fits the trees that weigh the features, and measures.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
    fs,
    path::Path,
};

use crate::{
    Result, count,
    doubts::{
        candidate::{FEATURES, Features, Reader, Words, add_document, place, score},
        model::Model,
        symbol::HAN,
    },
    trees::{self, Forest, Node},
};

const N: usize = FEATURES.len();
/// How many clean places may be reported per 100,000 characters at each threshold, as counted on the
/// texts that the weights are fitted on.
const ALARMS: [(&str, f64); 2] = [("warning", 0.4), ("info", 1.0)];

/// The dictionary.
pub struct Dictionary(HashMap<Vec<char>, u32>);

impl Dictionary {
    pub fn read(data: &Path) -> Result<Self> {
        Ok(Self(count::words(data)?.into_iter().collect()))
    }
}

impl Words for &Dictionary {
    fn beginning(&self, characters: &[char], found: &mut dyn FnMut(usize, u32)) {
        for length in 2..=characters.len().min(8) {
            if let Some(&frequency) = self.0.get(&characters[..length]) {
                found(length, frequency);
            }
        }
    }
}

/// A candidate with its place: line and character, both from 0.
pub struct Found {
    pub line: usize,
    pub at: usize,
    pub wrong: Vec<char>,
    pub right: Vec<char>,
    pub features: Features,
    pub context: String,
}

/// All candidates of a text of documents parted by lines “#DOC name”; `alone` where each line is a document.
pub fn candidates(model: Model<'_>, words: &Dictionary, text: &str, alone: bool) -> Vec<Found> {
    let mut reader = Reader::new(model, words);
    let mut all = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    let mut start = 0;
    while start < lines.len() {
        let next = |line: &&str| alone || line.starts_with("#DOC");
        let end = lines[start + 1..]
            .iter()
            .position(next)
            .map_or(lines.len(), |at| start + 1 + at);
        document(&mut reader, model, &lines, start..end, &mut all);
        start = end;
    }
    all
}

fn document(
    reader: &mut Reader<'_, &Dictionary>,
    model: Model<'_>,
    lines: &[&str],
    range: std::ops::Range<usize>,
    all: &mut Vec<Found>,
) {
    let text = lines[range.clone()].join("\n");
    let mut found = Vec::new();
    for line in range {
        if lines[line].starts_with("#DOC") {
            continue;
        }
        reader.read(lines[line], |symbols, candidate| {
            found.push((line, place(symbols, &candidate), candidate));
        });
    }
    for (line, place, candidate) in found {
        let right: Vec<char> = candidate.right[..candidate.length]
            .iter()
            .filter_map(|&s| model.character(s))
            .collect();
        let mut features = candidate.features;
        let string: String = right.iter().collect();
        add_document(&mut features, lines[line], &place, &string, |word| {
            text.matches(word).count()
        });
        let before: Vec<char> = lines[line][..place.start].chars().collect();
        let wrong: Vec<char> = lines[line][place.clone()]
            .chars()
            .filter(|c| HAN.contains(c))
            .collect();
        let near: String = before[before.len().saturating_sub(12)..].iter().collect();
        let behind: String = lines[line][place.end..].chars().take(12).collect();
        let context = format!(
            "{near}⟦{}→{string}⟧{behind}",
            wrong.iter().collect::<String>()
        );
        all.push(Found {
            line,
            at: before.len(),
            wrong,
            right,
            features,
            context,
        });
    }
}

type Key = BTreeMap<(usize, usize), (Vec<char>, Vec<char>, String)>;

fn key(path: &Path) -> Result<Key> {
    let mut key = Key::new();
    for line in fs::read_to_string(path)?.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let word = |index: usize| fields[index].chars().collect::<Vec<char>>();
        key.insert(
            (fields[0].parse()?, fields[1].parse()?),
            (word(2), word(3), fields[4].to_owned()),
        );
    }
    Ok(key)
}

/// The planted typo that `found` covers, and whether it fixes it.
fn hit(found: &Found, key: &Key) -> Option<((usize, usize), bool)> {
    for at in [found.at, found.at.wrapping_sub(1), found.at + 1] {
        let Some((wrong, right, _)) = key.get(&(found.line, at)) else {
            continue;
        };
        if at < found.at + found.wrong.len() && found.at < at + wrong.len() {
            let mut mended = wrong.clone();
            let mut outside = false;
            for (index, &c) in found.right.iter().enumerate() {
                let place = (found.at + index).wrapping_sub(at);
                match mended.get_mut(place) {
                    Some(slot) => *slot = c,
                    None => outside |= found.wrong[index] != c,
                }
            }
            return Some(((found.line, at), !outside && mended == *right));
        }
    }
    None
}

/// The best of what is nearer than three characters.
pub fn apart(mut found: Vec<(i32, Found)>) -> Vec<(i32, Found)> {
    found.sort_by_key(|(score, found)| (found.line, -score, found.at));
    let mut kept: Vec<(i32, Found)> = Vec::new();
    for (score, found) in found {
        let near = |(_, other): &&(i32, Found)| {
            other.line == found.line && other.at.abs_diff(found.at) < 3
        };
        if kept
            .iter()
            .rev()
            .take_while(|(_, other)| other.line == found.line)
            .find(near)
            .is_none()
        {
            kept.push((score, found));
        }
    }
    kept
}

/// A row with the fold that it is kept from, and whether it counts for the thresholds.
struct Row {
    row: trees::Row<N>,
    fold: usize,
    counts: bool,
}

fn row(found: &Found, planted: bool, weight: f64, set: usize, counts: bool) -> Row {
    Row {
        row: trees::Row {
            features: found.features,
            sought: planted,
            weight,
        },
        fold: (set * 7 + found.line / 40) % 5,
        counts,
    }
}

/// Fits on `texts`, each with its planted twin beside it (`.pl`, `.pl.key`); texts without twin give clean
/// places only, and files of tab-separated sentences (wrong, right) give typos only. A file `.bin` among
/// them is the model for those behind it: one that did not count them.
pub fn fit(model: &Path, data: &Path, texts: &[&str], out: &Path) -> Result<()> {
    let words = Dictionary::read(data)?;
    let (mut rows, mut characters, mut typos) = (Vec::new(), 0, 0);
    let mut bytes = fs::read(model)?;
    for (set, text) in texts.iter().enumerate() {
        if text.ends_with(".bin") {
            bytes = fs::read(text)?;
            continue;
        }
        let model = Model::new(&bytes).ok_or("no model")?;
        let content = fs::read_to_string(text)?;
        if text.ends_with(".tsv") {
            rows.extend(sentences(model, &words, &content, set));
            continue;
        }
        let planted = format!("{text}.pl");
        let twin = Path::new(&planted).exists();
        // Texts of the kind that was counted are easier than drafts: they do not set the thresholds.
        let judged = twin && !text.contains("fold");
        for found in candidates(model, &words, &content, false) {
            rows.push(row(&found, false, 1.0, set, judged));
        }
        if twin {
            characters += if judged { content.chars().count() } else { 0 };
            let key = key(Path::new(&format!("{planted}.key")))?;
            typos += if judged { key.len() } else { 0 };
            for found in candidates(model, &words, &fs::read_to_string(&planted)?, false) {
                if hit(&found, &key).is_some_and(|(_, right)| right) {
                    rows.push(row(&found, true, 1.0, set, judged));
                }
            }
        }
    }
    let count = |sought: bool| rows.iter().filter(|row| row.row.sought == sought).count();
    println!("{} clean places, {} typos", count(false), count(true));
    let fit = |of: &dyn Fn(&Row) -> bool| {
        let rows: Vec<&trees::Row<N>> = rows
            .iter()
            .filter(|row| of(row))
            .map(|row| &row.row)
            .collect();
        Forest::fit(&rows)
    };
    let mut outside = vec![0.0; rows.len()];
    for fold in 0..5 {
        let forest = fit(&|row| row.fold != fold);
        for (score, row) in outside
            .iter_mut()
            .zip(&rows)
            .filter(|(_, row)| row.fold == fold)
        {
            *score = forest.score(&row.row.features);
        }
    }
    let chosen = |planted: bool| {
        let of = rows
            .iter()
            .zip(&outside)
            .filter(|(row, _)| row.counts && row.row.sought == planted);
        let mut scores: Vec<f64> = of.map(|(_, &score)| score).collect();
        scores.sort_by(|a, b| b.total_cmp(a));
        scores
    };
    let (clean, found) = (chosen(false), chosen(true));
    let mut file = String::from(
        "# Fitted by `speller fit`: thresholds and bias in 256ths of a logit; each tree in a line, node by node: the\n# feature, the most for the left, left, right; of a leaf -1 and its value in 65,536ths.\n",
    );
    for (name, rate) in ALARMS {
        let threshold = clean[((rate * characters as f64 / 1e5) as usize).min(clean.len() - 1)];
        let recall = found.iter().filter(|&&score| score > threshold).count() as f64 / typos as f64;
        println!("{name}: threshold {threshold:.2}, found {recall:.3}");
        writeln!(file, "{name}\t{}", (threshold * 256.0).round())?;
    }
    let forest = fit(&|_| true);
    writeln!(file, "bias\t{}", (forest.bias * 256.0).round())?;
    for tree in &forest.trees {
        let nodes: Vec<String> = tree
            .iter()
            .map(|node| match *node {
                Node::Split {
                    feature,
                    threshold,
                    left,
                    right,
                } => format!("{feature} {threshold} {left} {right}"),
                Node::Leaf(value) => format!("-1 {}", (value * 65_536.0).round()),
            })
            .collect();
        writeln!(file, "tree\t{}", nodes.join("\t"))?;
    }
    Ok(fs::write(out, file)?)
}

/// The typos of labelled sentences.
fn sentences(model: Model<'_>, words: &Dictionary, content: &str, set: usize) -> Vec<Row> {
    let pairs: Vec<(Vec<char>, Vec<char>)> = content
        .lines()
        .filter_map(|line| {
            let (wrong, right) = line.split_once('\t')?;
            Some((wrong.chars().collect(), right.chars().collect()))
        })
        .collect();
    let wrong: Vec<String> = pairs.iter().map(|pair| pair.0.iter().collect()).collect();
    candidates(model, words, &wrong.join("\n"), true)
        .iter()
        .filter(|found| {
            let (wrong, right) = &pairs[found.line];
            let place = found.at..found.at + found.right.len();
            wrong.len() == right.len()
                && right.get(place.clone()) == Some(&found.right[..])
                && wrong[place] != found.right[..]
        })
        .map(|found| row(found, true, 2.0, set, false))
        .collect()
}

/// Measures on a clean text and its planted twin: what is found, fixed, and reported by mistake.
pub fn measure(model: &Path, data: &Path, clean: &Path, planted: &Path, shown: i32) -> Result<()> {
    let bytes = fs::read(model)?;
    let model = Model::new(&bytes).ok_or("no model")?;
    let words = Dictionary::read(data)?;
    let run = |path: &Path| -> Result<(Vec<(i32, Found)>, usize)> {
        let text = fs::read_to_string(path)?;
        let all = candidates(model, &words, &text, false);
        let scored = all
            .into_iter()
            .map(|found| {
                (
                    score(&model, &found.features, i32::MIN).unwrap_or(i32::MIN),
                    found,
                )
            })
            .collect();
        Ok((apart(scored), text.chars().count()))
    };
    let (mut alarms, characters) = run(clean)?;
    if planted.exists() {
        let mut name = planted.as_os_str().to_owned();
        name.push(".key");
        let key = key(Path::new(&name))?;
        let (found, _) = run(planted)?;
        for threshold in (2..18).map(|half| half * 128) {
            let false_alarms = alarms
                .iter()
                .filter(|(score, _)| *score >= threshold)
                .count();
            let mut hits: BTreeMap<(usize, usize), bool> = BTreeMap::new();
            for (_, found) in found.iter().filter(|(score, _)| *score >= threshold) {
                if let Some((place, right)) = hit(found, &key) {
                    *hits.entry(place).or_default() |= right;
                }
            }
            let right = hits.values().filter(|right| **right).count();
            let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
            for (place, (_, _, kind)) in &key {
                let entry = kinds.entry(kind).or_default();
                entry.1 += 1;
                entry.0 += usize::from(hits.contains_key(place));
            }
            let kinds: Vec<String> = kinds
                .iter()
                .map(|(kind, (n, all))| format!("{kind} {:.2}", *n as f64 / *all as f64))
                .collect();
            println!(
                "{:5.2}: {:.3} per 10,000 ({false_alarms}), found {:.3}, mended {:.3}, {}",
                f64::from(threshold) / 256.0,
                1e4 * false_alarms as f64 / characters as f64,
                hits.len() as f64 / key.len() as f64,
                right as f64 / hits.len().max(1) as f64,
                kinds.join(" ")
            );
        }
    }
    alarms.retain(|(score, _)| *score >= shown);
    alarms.sort_by_key(|(score, _)| -score);
    for (score, found) in alarms {
        println!("{:6.2} {}", f64::from(score) / 256.0, found.context);
    }
    Ok(())
}

/// How fast the pass is over `text`, in MB a second of one core.
pub fn speed(model: &Path, data: &Path, text: &Path) -> Result<()> {
    const TIMES: usize = 20;
    let bytes = fs::read(model)?;
    let model = Model::new(&bytes).ok_or("no model")?;
    let words = Dictionary::read(data)?;
    let text = fs::read_to_string(text)?;
    let mut reader = Reader::new(model, &words);
    let (mut characters, mut doubtful, mut candidates) = (0, 0, 0);
    let start = std::time::Instant::now();
    for line in std::iter::repeat_n(&text, TIMES).flat_map(|text| text.lines()) {
        let (all, unknown) = reader.read(line, |_, candidate| {
            candidates += usize::from(score(&model, &candidate.features, 0).is_some());
        });
        characters += all;
        doubtful += unknown;
    }
    let megabytes = (TIMES * text.len()) as f64 / 1e6;
    println!(
        "{:.1} MB a second; {:.1} in 100 characters doubtful, {:.2} in 1,000 likely",
        megabytes / start.elapsed().as_secs_f64(),
        100.0 * doubtful as f64 / characters as f64,
        1000.0 * candidates as f64 / characters as f64
    );
    Ok(())
}
