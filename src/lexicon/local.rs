//! Dated facts of one's own place, which a configuration names: 撤县设市 in November 2018.

use std::{ops::Range, sync::Arc};

use super::facts::Fact;
use crate::text::WordSet;

/// The facts that `[facts]` of a configuration adds.
#[derive(Debug, Default)]
pub struct LocalFacts {
    facts: Vec<Arc<Fact>>,
    /// Indices of `facts` by every name; none where there are no facts.
    names: Option<WordSet<usize>>,
}

impl LocalFacts {
    /// A set of `facts`, each with all its names among its aliases.
    pub fn new(facts: Vec<Fact>) -> Self {
        let facts: Vec<Arc<Fact>> = facts.into_iter().map(Arc::new).collect();
        let names =
            (!facts.is_empty()).then(|| {
                WordSet::new(facts.iter().enumerate().flat_map(|(index, fact)| {
                    fact.aliases.iter().map(move |alias| (&**alias, index))
                }))
            });
        Self { facts, names }
    }

    /// All of them, in the order of their names.
    pub fn all(&self) -> &[Arc<Fact>] {
        &self.facts
    }

    /// Where `text` names one, the longest name first found.
    pub fn find_iter<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (&'a Arc<Fact>, Range<usize>)> + 'a {
        self.names
            .iter()
            .flat_map(move |names| names.find_iter(text))
            .filter_map(|found| Some((self.facts.get(*found.value)?, found.range)))
    }

    /// The fact whose longest name `text` ends with, and that name.
    pub fn ending(&self, text: &str) -> Option<(&Arc<Fact>, &str)> {
        self.facts
            .iter()
            .flat_map(|fact| fact.aliases.iter().map(move |alias| (fact, &**alias)))
            .filter(|(_, alias)| text.ends_with(alias))
            .max_by_key(|(_, alias)| alias.len())
    }

    /// Whether one of them takes the place of `fact`: it bears one of its names.
    pub fn replaces(&self, fact: &Fact) -> bool {
        self.facts.iter().any(|local| {
            local
                .aliases
                .iter()
                .any(|alias| fact.name == *alias || fact.aliases.contains(alias))
        })
    }
}
