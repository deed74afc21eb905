//! What plenums of the central committee adopted.
//!
//! The table is `rules/data/decisions.tsv`; its head says where it comes from.

use std::sync::OnceLock;

/// What one plenum adopted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The words by which drafts name it.
    pub words: &'static str,
    /// The committee.
    pub term: u32,
    /// The plenum of that committee.
    pub plenum: u32,
    /// Whether the words are only its subject, of which other committees decided as well.
    pub subject: bool,
}

/// All decisions, in the order of the table.
pub fn all() -> &'static [Decision] {
    static DECISIONS: OnceLock<Vec<Decision>> = OnceLock::new();
    DECISIONS.get_or_init(|| {
        let rows = include_str!("../../rules/data/decisions.tsv").lines();
        rows.filter(|row| !row.starts_with('#'))
            .filter_map(decision)
            .collect()
    })
}

fn decision(row: &'static str) -> Option<Decision> {
    let mut fields = row.split('\t');
    Some(Decision {
        words: fields.next()?,
        term: fields.next()?.parse().ok()?,
        plenum: fields.next()?.parse().ok()?,
        subject: fields.next()? == "subject",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let rows = include_str!("../../rules/data/decisions.tsv")
            .lines()
            .filter(|row| !row.starts_with('#'))
            .count();
        assert_eq!(all().len(), rows);
    }
}
