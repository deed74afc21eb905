//! The registry of all built-in rules: their pages, which `build.rs` makes into data, and their checks.

use std::sync::{Arc, OnceLock};

use super::{
    Build, Category, Rule, chronology, completeness, duplication, entity, layout, numeric,
    punctuation, redaction, residue, rule::Builder, script, structure, wording,
};

include!(concat!(env!("OUT_DIR"), "/registry.rs"));

/// What the build script knows of one rule.
struct Entry {
    json: &'static str,
    pairs: &'static [(&'static str, &'static str)],
    data: &'static [(&'static str, &'static str)],
    examples: &'static str,
}

/// The checks of each category. A rule without one is done by its pattern or its pairs.
static CHECKS: [(Category, &[(&str, Build)]); 12] = [
    (Category::Duplication, duplication::CHECKS),
    (Category::Completeness, completeness::CHECKS),
    (Category::Redaction, redaction::CHECKS),
    (Category::Chronology, chronology::CHECKS),
    (Category::Numeric, numeric::CHECKS),
    (Category::Script, script::CHECKS),
    (Category::Punctuation, punctuation::CHECKS),
    (Category::Structure, structure::CHECKS),
    (Category::Entity, entity::CHECKS),
    (Category::Wording, wording::CHECKS),
    (Category::Residue, residue::CHECKS),
    (Category::Layout, layout::CHECKS),
];

fn build_of(category: Category, name: &str) -> Option<Build> {
    let (_, checks) = CHECKS.iter().find(|(of, _)| *of == category)?;
    let (_, build) = checks.iter().find(|(of, _)| *of == name)?;
    Some(*build)
}

/// All built-in rules, by category and name.
pub fn all() -> &'static [Arc<Rule>] {
    static ALL: OnceLock<Vec<Arc<Rule>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut rules: Vec<Arc<Rule>> = ENTRIES
            .iter()
            .filter_map(|entry| {
                let mut rule: Rule = serde_json::from_str(entry.json).ok()?;
                rule.pairs = entry
                    .pairs
                    .iter()
                    .map(|&(wrong, right)| (wrong.into(), right.into()))
                    .collect();
                rule.stored = entry.examples;
                rule.data = entry.data;
                rule.build = build_of(rule.category, &rule.name).map(Builder);
                Some(Arc::new(rule))
            })
            .collect();
        rules.sort_by(|a, b| (a.category, &a.name).cmp(&(b.category, &b.name)));
        rules
    })
}

/// The built-in rule with this name or title.
pub fn find(name: &str) -> Option<&'static Arc<Rule>> {
    all().iter().find(|rule| rule.is_named(name))
}

#[cfg(test)]
mod tests {
    use super::{super::Example, *};

    #[test]
    fn every_rule_file_is_read() {
        for entry in ENTRIES {
            let read: Result<Rule, _> = serde_json::from_str(entry.json);
            assert!(
                read.is_ok(),
                "{:?}\n{}",
                read.err(),
                &entry.json[..entry.json.len().min(200)]
            );
            let examples: Result<Vec<Example>, _> = serde_json::from_str(entry.examples);
            assert!(examples.is_ok(), "{:?}\n{}", examples.err(), entry.json);
        }
        assert_eq!(all().len(), ENTRIES.len());
    }

    #[test]
    fn every_check_has_a_page() {
        for (_, checks) in CHECKS {
            for (name, _) in checks {
                assert!(find(name).is_some(), "rules/{name}.toml is missing");
            }
        }
    }

    #[test]
    fn every_page_without_a_pattern_has_a_check() {
        // Between files nothing is found by looking at one draft.
        let of_one_draft = all()
            .iter()
            .filter(|rule| rule.name != "duplicate-across-files");
        for rule in of_one_draft {
            assert!(
                rule.has_check() || rule.pattern.is_some() || !rule.pairs.is_empty(),
                "{}: neither pattern nor pairs, and no check is listed in src/rules/{}/mod.rs",
                rule.name,
                rule.category.name()
            );
        }
    }
}
