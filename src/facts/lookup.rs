//! Looking facts up, those of the table and those of one's own place together.

use std::sync::Arc;

use super::{
    dated::{Fact, Named, all, in_table},
    local::LocalFacts,
};
use crate::scan::Scan;

/// The facts one of whose names holds `query`, an exact name first, local ones before others; all
/// for an empty query.
pub fn search<'a>(query: &str, local: &'a LocalFacts) -> Vec<&'a Arc<Fact>> {
    let query = query.trim();
    let mut found: Vec<&Arc<Fact>> = known(local)
        .filter(|fact| {
            fact.name.contains(query) || fact.aliases.iter().any(|alias| alias.contains(query))
        })
        .collect();
    found.sort_by_key(|fact| !(fact.name == query || fact.aliases.iter().any(|a| a == query)));
    found
}

/// The local facts, and those of the table that none of them replaces.
pub fn known(local: &LocalFacts) -> impl Iterator<Item = &Arc<Fact>> {
    let table = all().iter().filter(|fact| !local.replaces(fact));
    local.all().iter().chain(table)
}

/// Where `text` names facts of other kinds than anniversaries and lives, or local ones of any kind;
/// the longest name wins.
pub fn named(text: &dyn AsRef<Scan>, local: &LocalFacts) -> Vec<Named> {
    let table = in_table(text).map(|(fact, range)| Named {
        fact: Arc::clone(&all()[fact]),
        range,
    });
    if local.all().is_empty() {
        return table.collect();
    }
    let mut found: Vec<Named> = local
        .find(text)
        .map(|(fact, range)| Named {
            fact: Arc::clone(fact),
            range,
        })
        .collect();
    let own = found.clone();
    found.extend(table.filter(|named| {
        let at = own.partition_point(|own| own.range.end <= named.range.start);
        let covered = own
            .get(at)
            .is_some_and(|own| own.range.start < named.range.end);
        !covered && !local.replaces(&named.fact)
    }));
    found.sort_by_key(|named| named.range.start);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::dated::When;

    #[test]
    fn facts_are_found_by_any_name() {
        assert_eq!(
            search("党的二十大", &LocalFacts::default())[0].start,
            When {
                year: 2022,
                month: Some(10),
                day: Some(16)
            }
        );
        assert_eq!(
            search("人民政协成立", &LocalFacts::default())[0].start.year,
            1949
        );
        assert!(search("没有的事", &LocalFacts::default()).is_empty());
    }
}
