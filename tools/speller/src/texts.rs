//! From named repositories to lines of text: what is counted, what is fitted on, what is tested on.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs,
    io::{BufRead, BufReader, BufWriter, Read, Write},
    path::Path,
    process::{Command, Stdio},
};

use serde::Deserialize;

use crate::Result;

#[derive(Deserialize)]
struct Manifest {
    source: Vec<Source>,
    #[serde(default)]
    labelled: Vec<Labelled>,
}

#[derive(Deserialize)]
struct Source {
    name: String,
    repository: String,
    commit: String,
    /// Printed with the result, so that nobody forgets it.
    ground: String,
    reader: String,
    paths: String,
    split: String,
    /// Of the texts that were read, in hexadecimal digits: another copy of the repository gives the same.
    hash: String,
    #[serde(default)]
    fit: Vec<String>,
}

#[derive(Deserialize)]
struct Labelled {
    repository: String,
    commit: String,
    paths: String,
}

struct Document {
    name: String,
    text: String,
}

/// Reads the sources of `manifest` from the bare repositories in `mirror` and writes `train.txt`,
/// `fit-*.txt` and `test-*.txt` to `out`; fails where a source's texts are others than those of its hash.
pub fn collect(manifest: &Path, mirror: &Path, out: &Path) -> Result<()> {
    let manifest: Manifest = toml::from_str(&fs::read_to_string(manifest)?)?;
    let labelled = sentences(&manifest.labelled, mirror)?;
    let mut train = BufWriter::new(fs::File::create(out.join("train.txt"))?);
    let mut others: BTreeMap<String, Vec<Document>> = BTreeMap::new();
    let (mut seen, mut sum, mut dropped) = (HashSet::new(), 0u64, 0);
    let mut differing = Vec::new();
    for source in &manifest.source {
        let mut characters = 0;
        let documents = source.documents(mirror)?;
        let read = documents.iter().fold(0, |sum: u64, document| {
            sum.rotate_left(5) ^ hash(&document.name) ^ hash(&document.text)
        });
        let read = format!("{read:016x}");
        if read != source.hash {
            differing.push(format!("{}: {read}", source.name));
        }
        for document in documents {
            if let Some(set) = source.set(&document.name) {
                others.entry(set).or_default().push(document);
                continue;
            }
            for line in document
                .text
                .lines()
                .map(str::trim)
                .filter(|l| !l.is_empty())
            {
                if !seen.insert(hash(line)) {
                    continue;
                }
                if labelled.occur_in(line) {
                    dropped += 1;
                    continue;
                }
                sum = sum.rotate_left(5) ^ hash(line);
                characters += line.chars().count();
                writeln!(train, "{line}")?;
            }
        }
        println!(
            "{}: {characters} characters counted ({})",
            source.name, source.ground
        );
    }
    if !differing.is_empty() {
        return Err(format!("texts with another hash: {}", differing.join(", ")).into());
    }
    println!("hash of what is counted {sum:016x}; {dropped} lines of labelled sets dropped");
    for (set, documents) in others {
        let mut file = BufWriter::new(fs::File::create(out.join(format!("{set}.txt")))?);
        for document in documents {
            writeln!(file, "#DOC {}", document.name)?;
            for line in document
                .text
                .lines()
                .map(str::trim)
                .filter(|l| !l.is_empty())
            {
                writeln!(file, "{line}")?;
            }
        }
    }
    Ok(())
}

fn hash(line: &str) -> u64 {
    line.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
    })
}

impl Source {
    /// The set that the document belongs to; none for training.
    fn set(&self, name: &str) -> Option<String> {
        let year = name.get(..4).and_then(|year| year.parse::<u32>().ok());
        let set = |fit: bool| format!("{}-{}", if fit { "fit" } else { "test" }, self.name);
        match self.split.as_str() {
            "before-2026" => year.filter(|&year| year >= 2026).map(|_| {
                let day = name
                    .bytes()
                    .fold(0u32, |n, b| n.wrapping_mul(31) + u32::from(b));
                set(day % 4 == 0)
            }),
            "even-years" => year.filter(|year| year % 2 == 1).map(|_| set(false)),
            "fit-some" => Some(set(self.fit.iter().any(|part| name.contains(part)))),
            _ => None,
        }
    }

    fn documents(&self, mirror: &Path) -> Result<Vec<Document>> {
        let mut documents = Vec::new();
        for (path, text) in files(mirror, &self.repository, &self.commit, &self.paths)? {
            let base = path.rsplit('/').next().unwrap_or(&path).to_owned();
            match self.reader.as_str() {
                "markdown"
                    if path.ends_with(".md")
                        && !path.ends_with("_index.md")
                        && !path.starts_with('.') =>
                {
                    documents.push(Document {
                        name: base,
                        text: markdown(&text),
                    });
                }
                "news" if path.ends_with(".md") => {
                    documents.push(Document {
                        name: base,
                        text: news(&text),
                    });
                }
                "jsonl" => documents.extend(text.lines().filter_map(record)),
                "csv" => documents.extend(table(&text).map(|text| Document {
                    name: base,
                    text: body(&text),
                })),
                _ => {}
            }
        }
        Ok(documents)
    }
}

/// The files of a commit whose path holds `part`, in order.
fn files(
    mirror: &Path,
    repository: &str,
    commit: &str,
    part: &str,
) -> Result<Vec<(String, String)>> {
    let folder = mirror.join(repository.replace('/', "+")).join("repo");
    let git = || {
        let mut git = Command::new("git");
        git.arg("--git-dir").arg(&folder);
        git
    };
    let listing = git()
        .args(["ls-tree", "-r", "-z", "--full-tree", commit])
        .output()?;
    let listing = String::from_utf8_lossy(&listing.stdout).into_owned();
    let entries: Vec<(&str, &str)> = listing
        .split('\0')
        .filter_map(|entry| {
            let (head, path) = entry.split_once('\t')?;
            Some((head.split(' ').nth(2)?, path))
        })
        .filter(|(_, path)| path.contains(part))
        .collect();
    let mut child = git()
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let (Some(mut ask), Some(answer)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("git takes no questions".into());
    };
    let mut answer = BufReader::new(answer);
    let mut files = Vec::new();
    for (object, path) in entries {
        writeln!(ask, "{object}")?;
        let mut head = String::new();
        answer.read_line(&mut head)?;
        let Some(size) = head
            .split(' ')
            .nth(2)
            .and_then(|size| size.trim().parse::<usize>().ok())
        else {
            continue; // not in the copy
        };
        let mut bytes = vec![0; size + 1];
        answer.read_exact(&mut bytes)?;
        bytes.pop();
        files.push((
            path.to_owned(),
            String::from_utf8_lossy(&bytes).into_owned(),
        ));
    }
    drop(ask);
    child.wait()?;
    Ok(files)
}

fn without_between(text: &str, open: &str, close: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(open) {
        out.push_str(&rest[..start]);
        match rest[start..].find(close) {
            Some(end) => rest = &rest[start + end + close.len()..],
            None => return out,
        }
    }
    out + rest
}

fn markdown(text: &str) -> String {
    let text = without_between(text, "<!--", "-->");
    let text = match text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
    {
        Some((_, body)) => body.to_owned(),
        None => text,
    };
    text.lines()
        .map(|line| line.trim_start_matches('#').trim())
        .collect::<Vec<_>>()
        .join("\n")
}

fn news(text: &str) -> String {
    let text = text.replace("</p>", "\n").replace("<br", "\n<br");
    let text = without_between(&markdown(&text), "<", ">").replace("&nbsp;", " ");
    let text = without_between(&text, "[查看原文](", ")");
    without_between(&text, "(更新时间戳", ")").replace("- - -", "")
}

/// One record of a file of JSON lines, with its lines joined where a link broke them.
fn record(line: &str) -> Option<Document> {
    let value: serde_json::Value = serde_json::from_str(line).ok()?;
    let content = value["content"].as_str()?;
    let title = value["title"].as_str().unwrap_or_default();
    let simplified = content.matches('国').count() >= content.matches('國').count();
    if content.chars().count() < 1000 || !simplified {
        return None;
    }
    let name = value["year"]
        .as_u64()
        .map_or(title.to_owned(), |year| format!("{year} {title}"));
    let content = content.split("\n本作品").next().unwrap_or(content);
    Some(Document {
        name,
        text: joined(content),
    })
}

/// Lines that break off inside a sentence are joined with the next.
fn joined(text: &str) -> String {
    let is_heading = |line: &str| {
        let start: String = line.trim_start().chars().take(5).collect();
        line.starts_with('\u{3000}')
            || start.contains('、')
            || start.starts_with('（')
            || start.starts_with('第')
    };
    let ends = |line: &str| {
        line.trim_end()
            .ends_with(|c| "。！？：；.!?:;”’）)》…—".contains(c))
    };
    let mut out: Vec<String> = Vec::new();
    for line in text
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.trim().is_empty())
    {
        match out.last_mut() {
            Some(last)
                if !ends(last)
                    && !is_heading(line)
                    && (last.chars().count() > 45
                        || line.starts_with(|c| "，。、；）”".contains(c))) =>
            {
                last.push_str(line)
            }
            _ => out.push(line.to_owned()),
        }
    }
    out.join("\n")
}

/// The last field of the first record of a CSV file.
fn table(text: &str) -> Option<String> {
    let start = text.find('\n')?;
    let (mut fields, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut characters = text[start + 1..].chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            '\n' if !quoted => break,
            _ => field.push(c),
        }
    }
    (fields.len() >= 5).then_some(field)
}

/// A report without what the page around it says.
fn body(text: &str) -> String {
    let start = text
        .find("各位代表")
        .filter(|&start| start < 9000)
        .unwrap_or(0);
    let chrome = [
        "上一篇",
        "下一篇",
        "相关",
        "打印",
        "关闭",
        "责任编辑",
        "编辑：",
        "扫一扫",
        "版权",
        "[打印",
        "分享",
    ];
    let lines: Vec<&str> = text[start..].lines().map(str::trim).collect();
    let tail = lines.iter().enumerate().find(|(index, line)| {
        index * 10 > lines.len() * 7 && chrome.iter().any(|c| line.starts_with(c))
    });
    let end = tail.map_or(lines.len(), |(index, _)| index);
    joined(&lines[..end].join("\n"))
}

/// Whole sentences that must not be counted, by their first characters.
struct Sentences(HashMap<Vec<char>, HashSet<Vec<char>>>);

const HEAD: usize = 12;

fn sentences(sets: &[Labelled], mirror: &Path) -> Result<Sentences> {
    let mut sentences = Sentences(HashMap::new());
    for set in sets {
        for (_, text) in files(mirror, &set.repository, &set.commit, &set.paths)? {
            for field in text.lines().flat_map(|line| line.split('\t')) {
                let sentence: Vec<char> = field
                    .trim_matches(|c| "。；，.".contains(c))
                    .replace(',', "，")
                    .chars()
                    .collect();
                if let Some(head) = sentence.get(..HEAD) {
                    sentences
                        .0
                        .entry(head.to_vec())
                        .or_default()
                        .insert(sentence);
                }
            }
        }
    }
    Ok(sentences)
}

impl Sentences {
    fn occur_in(&self, line: &str) -> bool {
        let line: Vec<char> = line.chars().collect();
        line.windows(HEAD).enumerate().any(|(at, head)| {
            self.0
                .get(head)
                .is_some_and(|all| all.iter().any(|sentence| line[at..].starts_with(sentence)))
        })
    }
}
