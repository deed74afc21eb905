//! Dated facts of one's own place, which a configuration names: 撤县设市 in November 2018.

use std::{ops::Range, sync::Arc};

use crate::{
    facts::dated::Fact,
    scan::{Scan, word_set::WordSet},
};

/// The facts that `[facts]` of a configuration adds.
#[derive(Debug, Default)]
pub struct LocalFacts {
    facts: Vec<Arc<Fact>>,
    /// All their names,
    names: WordSet,
    /// and which fact each belongs to.
    owners: Vec<usize>,
}

impl LocalFacts {
    /// A set of `facts`, each with all its names among its aliases.
    pub fn new(facts: Vec<Fact>) -> Self {
        let facts: Vec<Arc<Fact>> = facts.into_iter().map(Arc::new).collect();
        let owned = |(index, fact): (usize, &Arc<Fact>)| vec![index; fact.aliases.len()];
        Self {
            names: WordSet::new(facts.iter().flat_map(|fact| &fact.aliases)),
            owners: facts.iter().enumerate().flat_map(owned).collect(),
            facts,
        }
    }

    /// All of them, in the order of their names.
    pub fn all(&self) -> &[Arc<Fact>] {
        &self.facts
    }

    /// Where `text` names one, the longest name first found.
    pub fn find<'a>(
        &'a self,
        text: &dyn AsRef<Scan>,
    ) -> impl Iterator<Item = (&'a Arc<Fact>, Range<usize>)> + use<'a> {
        self.names
            .find(text)
            .map(|(name, range)| (&self.facts[self.owners[name]], range))
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
