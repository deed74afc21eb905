//! Collects the rules: every `rules/<name>.toml` becomes one entry of the registry, with the
//! logic of `src/rules/<category>/<name>.rs` where that file exists. Adding a rule therefore
//! touches its own two files and nothing else. The dictionary of words is built here too.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a build script speaks to cargo on its output and ends the build by panicking"
)]

mod words;

use std::{collections::BTreeMap, env, fmt::Write as _, fs, path::Path};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let root = Path::new(&root);
    println!("cargo:rerun-if-changed=rules");
    println!("cargo:rerun-if-changed=src/rules");

    let mut names: Vec<String> = fs::read_dir(root.join("rules"))
        .expect("rules/ can be read")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|file| file.strip_suffix(".toml").map(str::to_owned))
        .collect();
    names.sort();

    let mut modules: BTreeMap<String, String> = BTreeMap::new();
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
        let category = field("category");
        let module = name.replace('-', "_");
        let logic = root
            .join("src/rules")
            .join(&category)
            .join(format!("{module}.rs"));
        let build = if logic.exists() {
            let declaration = format!("#[path = {logic:?}]\npub(crate) mod {module};\n");
            modules
                .entry(category.clone())
                .or_default()
                .push_str(&declaration);
            format!("Some({category}::{module}::new)")
        } else {
            "None".to_owned()
        };
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
        // Wrong and right forms are many, and need no reading where they stand in the program.
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
            "    Entry {{ json: {json:?}, pairs: &{pairs:?}, data: &{data:?}, examples: {examples:?}, build: {build} }},"
        )
        .expect("writing to a string");
    }

    let mut out = String::new();
    for (category, declarations) in &modules {
        let helpers = root.join("src/rules").join(category).join("mod.rs");
        let shared = if helpers.exists() {
            format!("#[path = {helpers:?}]\npub(crate) mod shared;\n")
        } else {
            String::new()
        };
        writeln!(
            out,
            "pub(crate) mod {category} {{\n{shared}{declarations}}}"
        )
        .expect("writing to a string");
    }
    writeln!(out, "pub(crate) static ENTRIES: &[Entry] = &[\n{entries}];")
        .expect("writing to a string");
    let target = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let target = Path::new(&target);
    fs::write(target.join("registry.rs"), out).expect("OUT_DIR can be written");
    words::build(&root.join("rules/data/words.tsv"), target);
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
