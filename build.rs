//! Makes data of the tables that people edit: every `rules/<name>.toml` becomes one entry of the
//! registry (`src/rules/registry.rs`), and the list of words becomes the dictionary. It writes data
//! only; modules are declared where they lie.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a build script speaks to cargo on its output and ends the build by panicking"
)]

use std::{collections::BTreeMap, env, fmt::Write as _, fs, path::Path};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let root = Path::new(&root);
    println!("cargo:rerun-if-changed=rules");

    let mut names: Vec<String> = fs::read_dir(root.join("rules"))
        .expect("rules/ can be read")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|file| file.strip_suffix(".toml").map(str::to_owned))
        .collect();
    names.sort();

    let mut entries = String::new();
    for name in &names {
        let path = root.join("rules").join(format!("{name}.toml"));
        let text = fs::read_to_string(&path).expect("a rule file can be read");
        let mut rule: toml::Table = text
            .parse()
            .unwrap_or_else(|error| panic!("rules/{name}.toml: {error}"));
        let field = |key: &str| {
            rule.get(key)
                .and_then(toml::Value::as_str)
                .unwrap_or_else(|| panic!("rules/{name}.toml: `{key}` is missing"))
                .to_owned()
        };
        assert_eq!(&field("name"), name, "rules/{name}.toml names another rule");
        // A page can name the feature that its check is compiled with.
        let feature = rule.remove("feature");
        if let Some(feature) = feature.as_ref().and_then(toml::Value::as_str) {
            let enabled = format!("CARGO_FEATURE_{}", feature.to_uppercase().replace('-', "_"));
            if env::var_os(enabled).is_none() {
                continue;
            }
        }
        // Examples are half of a rule file, and no run but of the tests needs them.
        let examples = rule
            .remove("example")
            .map_or_else(|| "[]".to_owned(), |examples| json(&examples));
        // What the logic reads is read when the rule is built, each entry into its own type.
        let data = rule
            .remove("data")
            .map_or_else(Vec::new, |data| match data {
                toml::Value::Table(data) => data
                    .iter()
                    .map(|(name, value)| (name.clone(), json(value)))
                    .collect(),
                _ => panic!("rules/{name}.toml: `data` is no table"),
            });
        // Wrong and right forms are many, and need no reading where they are in the program.
        let pairs: Vec<(String, String)> = rule.remove("pairs").map_or_else(Vec::new, |pairs| {
            pairs
                .try_into::<BTreeMap<String, String>>()
                .unwrap_or_else(|error| panic!("rules/{name}.toml: `pairs`: {error}"))
                .into_iter()
                .collect()
        });
        let json = json(&toml::Value::Table(rule));
        writeln!(
            entries,
            "    Entry {{ json: {json:?}, pairs: &{pairs:?}, data: &{data:?}, examples: {examples:?} }},"
        )
        .expect("writing to a string");
    }

    let out = format!("static ENTRIES: &[Entry] = &[\n{entries}];\n");
    let target = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let target = Path::new(&target);
    fs::write(target.join("registry.rs"), out).expect("OUT_DIR can be written");
    words::build(&root.join("rules/data/words.tsv"), target);
    check_model(&root.join("rules/data/speller.bin"));
}

/// Ends the build where the speller's model is not as `tools/speller` wrote it. Checked here, it need not be
/// checked whenever the program starts.
fn check_model(path: &Path) {
    if env::var_os("CARGO_FEATURE_SPELLER").is_none() {
        return;
    }
    let model = fs::read(path).expect("rules/data/speller.bin can be read");
    let body = model.get(16..).unwrap_or_default();
    let sum = body.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, &byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    assert!(
        model.starts_with(b"HBSP") && model.get(8..16) == Some(&sum.to_le_bytes()[..]),
        "rules/data/speller.bin is incomplete or was changed by something else than tools/speller"
    );
}

/// The rule file as JSON, which the program reads many times faster than TOML when it starts.
fn json(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => quoted(text),
        toml::Value::Integer(number) => number.to_string(),
        toml::Value::Float(number) => format!("{number:?}"),
        toml::Value::Boolean(flag) => flag.to_string(),
        toml::Value::Datetime(date) => quoted(&date.to_string()),
        toml::Value::Array(items) => {
            let items: Vec<String> = items.iter().map(json).collect();
            format!("[{}]", items.join(","))
        }
        toml::Value::Table(table) => {
            let fields: Vec<String> = table
                .iter()
                .map(|(key, value)| format!("{}:{}", quoted(key), json(value)))
                .collect();
            format!("{{{}}}", fields.join(","))
        }
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c < ' ' => write!(out, "\\u{:04x}", c as u32).expect("writing to a string"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Makes the dictionary of `rules/data/words.tsv` into a tree of characters, which the program reads
/// where it lies (`src/lexicon/dictionary.rs`): nothing is loaded before the first question.
///
/// A node is a beginning of words, packed into 64 bits; from the highest: its last character, the
/// number of its first child, the frequency of the word that ends with it, and 1 + the number of that
/// word's part of speech, which is 0 where no word ends. The node of a single character has the
/// character as its number; then follow the nodes of two characters, of three and so on. The children
/// of a node are together in the order of their characters, and end where those of the next node
/// begin. One node more is at the end to end the last.
mod words {
    use std::{collections::BTreeSet, fs, ops::Range, path::Path};

    const CHARACTER_BITS: u32 = 16;
    const CHILD_BITS: u32 = 20;
    const FREQUENCY_BITS: u32 = 20;
    const TAG_BITS: u32 = 6;

    struct Word<'a> {
        characters: Vec<char>,
        frequency: u64,
        tag: &'a str,
    }

    struct Node {
        character: char,
        /// How many characters it has, and which of the words begin with them.
        depth: usize,
        words: Range<usize>,
        first_child: usize,
    }

    /// Writes the tree to `words.bin` in the folder `out`, and what is needed to read it to `words.rs`.
    pub(super) fn build(table: &Path, out: &Path) {
        let text = fs::read_to_string(table).expect("the table of words can be read");
        let lines = text.lines().filter(|line| !line.starts_with("# "));
        let words: Vec<Word> = lines
            .map(|line| {
                let mut fields = line.split('\t');
                let mut field = || fields.next().expect("a word has three fields");
                Word {
                    characters: field().chars().collect(),
                    frequency: field().parse().expect("a frequency is a number"),
                    tag: field(),
                }
            })
            .collect();
        assert!(
            words.is_sorted_by(|a, b| a.characters < b.characters),
            "the words are sorted, and each stands once"
        );
        let tags: Vec<&str> = BTreeSet::from_iter(words.iter().map(|word| word.tag))
            .into_iter()
            .collect();

        let nodes = tree(&words);
        let singles = nodes[0].first_child;
        let packed = nodes.into_iter().map(|node| {
            let word = words
                .get(node.words.start)
                .filter(|word| !node.words.is_empty() && word.characters.len() == node.depth);
            let tag = word.map_or(0, |word| {
                1 + tags.binary_search(&word.tag).expect("all tags are listed")
            });
            let fields = [
                (u64::from(u32::from(node.character)), CHARACTER_BITS),
                (node.first_child as u64, CHILD_BITS),
                (word.map_or(0, |word| word.frequency), FREQUENCY_BITS),
                (tag as u64, TAG_BITS),
            ];
            fields.into_iter().fold(0, |packed, (field, bits)| {
                assert!(field < 1 << bits, "{field} has no room in {bits} bits");
                packed << bits | field
            })
        });
        let bytes: Vec<u8> = packed.flat_map(u64::to_le_bytes).collect();
        fs::write(out.join("words.bin"), bytes).expect("OUT_DIR can be written");

        let total: u64 = words.iter().map(|word| word.frequency).sum();
        let reading = format!(
            "const CHILD_BITS: u32 = {CHILD_BITS};\n\
             const FREQUENCY_BITS: u32 = {FREQUENCY_BITS};\n\
             const TAG_BITS: u32 = {TAG_BITS};\n\
             /// How many nodes single characters have.\n\
             const SINGLES: usize = {singles};\n\
             static TAGS: &[&str] = &{tags:?};\n\
             /// The frequencies of all words together.\n\
             pub(super) const TOTAL: usize = {total};\n"
        );
        fs::write(out.join("words.rs"), reading).expect("OUT_DIR can be written");
    }

    fn tree(words: &[Word]) -> Vec<Node> {
        let mut nodes = Vec::new();
        let mut rest = 0;
        let most = words.last().map_or('\0', |word| word.characters[0]);
        assert!(
            u32::from(most) < 0xd800,
            "up to there every number is a character"
        );
        for character in '\0'..=most {
            let node = child(words, rest..words.len(), character, 1);
            rest = node.words.end;
            nodes.push(node);
        }
        let mut parent = 0;
        while parent < nodes.len() {
            let first_child = nodes.len();
            let node: &mut Node = &mut nodes[parent];
            node.first_child = first_child;
            let (depth, mut rest) = (node.depth, node.words.clone());
            // The word that ends here comes before those that go on.
            if words[rest.clone()]
                .first()
                .is_some_and(|word| word.characters.len() == depth)
            {
                rest.start += 1;
            }
            while let Some(word) = words[rest.clone()].first() {
                let node = child(words, rest.clone(), word.characters[depth], depth + 1);
                rest.start = node.words.end;
                nodes.push(node);
            }
            parent += 1;
        }
        nodes.push(Node {
            character: '\0',
            depth: 0,
            words: 0..0,
            first_child: nodes.len(),
        });
        nodes
    }

    /// The node of those at the front of `range` that have `character` as their last of `depth`.
    fn child(words: &[Word], range: Range<usize>, character: char, depth: usize) -> Node {
        let count =
            words[range.clone()].partition_point(|word| word.characters[depth - 1] <= character);
        Node {
            character,
            depth,
            words: range.start..range.start + count,
            first_child: 0,
        }
    }
}
