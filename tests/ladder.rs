//! Holds the structure that ARCHITECTURE.md states: which module may use which, no circles, and every
//! module declared by a plain `mod` line.

#![allow(clippy::expect_used, reason = "a test that fails says so by panicking")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// The folders of the library from the lowest to the highest: a module uses those before its own only.
const LADDER: [&str; 11] = [
    "language", "scan", "document", "facts", "format", "reading", "rules", "storage", "config",
    "engine", "report",
];

/// Module path, such as `reading::outline`, to what the module uses.
type Uses = BTreeMap<String, BTreeSet<String>>;

#[test]
fn modules_use_what_is_below_them() {
    let rank = |module: &str| {
        let folder = module.split("::").next().unwrap_or_default();
        LADDER.iter().position(|name| *name == folder)
    };
    let mut wrong = Vec::new();
    for (module, uses) in uses() {
        for used in uses {
            if let (Some(own), Some(other)) = (rank(&module), rank(&used))
                && other > own
            {
                wrong.push(format!("{module} uses {used}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "arrows that point down");
}

#[test]
fn no_modules_form_a_circle() {
    let uses = uses();
    // Modules that use nothing that is left are taken away until only circles remain.
    let mut left: BTreeSet<&String> = uses.keys().collect();
    loop {
        let before = left.len();
        let kept: BTreeSet<&String> = left
            .iter()
            .copied()
            .filter(|module| uses[*module].iter().any(|used| left.contains(used)))
            .collect();
        left = kept;
        if left.len() == before {
            break;
        }
    }
    let circles: Vec<String> = left
        .iter()
        .filter(|module| reaches(&uses, module, module))
        .map(|module| {
            let within = uses[*module]
                .iter()
                .filter(|used| reaches(&uses, used, module));
            format!(
                "{module} -> {}",
                within.cloned().collect::<Vec<_>>().join(", ")
            )
        })
        .collect();
    assert_eq!(
        circles,
        Vec::<String>::new(),
        "modules that need each other"
    );
}

#[test]
fn categories_of_rules_do_not_use_each_other() {
    let category = |module: &str| {
        let mut parts = module.split("::");
        (parts.next() == Some("rules")).then(|| parts.next().map(str::to_owned))?
    };
    let folders: BTreeSet<String> = fs::read_dir("src/rules")
        .expect("src/rules")
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let mut wrong = Vec::new();
    for (module, uses) in uses() {
        let Some(own) = category(&module).filter(|own| folders.contains(own)) else {
            continue;
        };
        for used in uses {
            if category(&used).is_some_and(|other| folders.contains(&other) && other != own) {
                wrong.push(format!("{module} uses {used}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn only_the_draft_knows_all_analyses() {
    let wrong: Vec<String> = uses()
        .into_iter()
        .filter(|(module, uses)| module.starts_with("reading::") && uses.contains("reading::draft"))
        .map(|(module, _)| module)
        .collect();
    assert_eq!(wrong, Vec::<String>::new(), "analyses that ask the draft");
}

#[test]
fn the_faces_use_the_library_by_its_name() {
    for (path, text) in sources() {
        let face = path.starts_with("src/cli") || path.starts_with("src/lsp");
        for folder in LADDER {
            assert!(
                !(face && text.contains(&format!("use crate::{folder}::"))),
                "{path} uses {folder} past lib.rs"
            );
        }
    }
}

#[test]
fn every_module_is_declared_where_tools_see_it() {
    let mut paths = BTreeSet::new();
    for (path, text) in sources() {
        assert!(!text.contains("#[path"), "{path}: #[path] hides a module");
        assert!(!text.contains("include!(\""), "{path}: include! hides code");
        paths.insert(path);
    }
    for path in &paths {
        if ["src/main.rs", "src/lib.rs"].contains(&path.as_str()) {
            continue;
        }
        let module = Path::new(path);
        let (folder, name) = if module.ends_with("mod.rs") {
            let folder = module.parent().expect("a folder");
            (folder.parent().expect("its parent"), folder.file_name())
        } else {
            (module.parent().expect("a folder"), module.file_stem())
        };
        let name = name.expect("a name").to_string_lossy();
        let parents = [
            folder.join("mod.rs"),
            folder.with_extension("rs"),
            folder.join("lib.rs"),
            folder.join("main.rs"),
        ];
        let declared = parents.iter().any(|parent| {
            fs::read_to_string(parent).is_ok_and(|text| text.contains(&format!("mod {name};")))
        });
        assert!(declared, "{path} is declared by no `mod {name};`");
    }
}

/// The sources of the library and the program with their paths.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, out: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("UTF-8");
                out.push((path.to_string_lossy().replace('\\', "/"), text));
            }
        }
    }
    let mut out = Vec::new();
    walk(Path::new("src"), &mut out);
    out.sort();
    out
}

/// What each module uses, tests aside.
fn uses() -> Uses {
    let sources = sources();
    let name = |path: &str| {
        let path = path.trim_start_matches("src/").trim_end_matches(".rs");
        path.trim_end_matches("/mod").replace('/', "::")
    };
    let known: BTreeSet<String> = sources.iter().map(|(path, _)| name(path)).collect();
    let mut uses = Uses::new();
    for (path, text) in &sources {
        let module = name(path);
        let mut used = BTreeSet::new();
        for path in paths(&code(text)) {
            let Some(path) = absolute(&path, &module) else {
                continue;
            };
            // The longest beginning that is a module; the rest is an item of it.
            let mut parts: Vec<&str> = path.split("::").collect();
            while !parts.is_empty() && !known.contains(&parts.join("::")) {
                parts.pop();
            }
            let target = parts.join("::");
            // A folder's own list of its modules and what it hands on is no use of it.
            if !target.is_empty() && target != module && !is_own(&module, &target, path.as_str()) {
                used.insert(target);
            }
        }
        uses.insert(module, used);
    }
    uses
}

/// Whether a module only takes something of its own folder's front, as `rules::Finding` in a rule.
fn is_own(module: &str, target: &str, path: &str) -> bool {
    module.starts_with(&format!("{target}::"))
        && path.matches("::").count() <= target.matches("::").count() + 1
}

/// The code of a source less comments and tests.
fn code(text: &str) -> String {
    let end = ["#[cfg(test)]\nmod", "#[cfg(all(test"]
        .iter()
        .filter_map(|mark| text.find(mark))
        .min();
    let lines = text[..end.unwrap_or(text.len())].lines();
    lines
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The paths that begin with `crate`, `super` or `self`: those of `use` trees one by one, and those in
/// the code.
fn paths(code: &str) -> Vec<String> {
    let mut out = Vec::new();
    for start in ["crate::", "super::", "self::"] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            expand(&code[at..], "", &mut out);
        }
    }
    out
}

/// The leaves of the tree of paths that `text` begins with; returns the rest behind it.
fn expand<'a>(text: &'a str, prefix: &str, out: &mut Vec<String>) -> &'a str {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
        .unwrap_or(text.len());
    let path = format!("{prefix}{}", &text[..end]);
    let mut rest = &text[end..];
    if path.ends_with("::") && rest.starts_with('{') {
        rest = &rest[1..];
        loop {
            rest = rest.trim_start();
            if rest.is_empty() || rest.starts_with('}') {
                return rest.strip_prefix('}').unwrap_or(rest);
            }
            let before = rest.len();
            rest = expand(rest, &path, out).trim_start();
            if let Some(renamed) = rest.strip_prefix("as ") {
                rest = renamed.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
            }
            rest = rest.trim_start().strip_prefix(',').unwrap_or(rest);
            if rest.len() == before {
                return rest;
            }
        }
    }
    out.push(
        path.trim_end_matches("::self")
            .trim_end_matches("::")
            .to_owned(),
    );
    rest
}

fn absolute(path: &str, module: &str) -> Option<String> {
    let mut base: Vec<&str> = module.split("::").collect();
    let mut parts = path.split("::").peekable();
    match parts.peek().copied()? {
        "crate" => {
            base.clear();
            parts.next();
        }
        "self" => {
            parts.next();
        }
        "super" => {}
        _ => return None,
    }
    while parts.next_if_eq(&"super").is_some() {
        base.pop();
    }
    base.extend(parts);
    Some(base.join("::"))
}

fn reaches(uses: &Uses, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&str> = uses
        .get(from)
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    while let Some(module) = open.pop() {
        if module == to {
            return true;
        }
        if seen.insert(module) {
            open.extend(uses.get(module).into_iter().flatten().map(String::as_str));
        }
    }
    false
}

#[test]
fn a_tree_of_paths_is_read_whole() {
    let mut out = Vec::new();
    expand(
        "crate::{document::{Block, Kind as K}, scan::signs::{self, Sign}};",
        "",
        &mut out,
    );
    assert_eq!(
        out,
        [
            "crate::document::Block",
            "crate::document::Kind",
            "crate::scan::signs",
            "crate::scan::signs::Sign"
        ]
    );
}
