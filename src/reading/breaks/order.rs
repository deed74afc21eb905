//! In what order the passages of a draft read once its broken sentences are joined.

use std::collections::{BTreeMap, BTreeSet};

use crate::reading::breaks::{Break, BreakKind};

/// A passage: its first block and its last.
pub type Passage = (usize, usize);

/// The passages of a draft of `blocks` blocks in the order in which they read, where sentences that
/// go on elsewhere show it; more than one row where they show that several texts have run together.
pub fn reading(breaks: &[Break], blocks: usize) -> Vec<Vec<Passage>> {
    let links: Vec<(usize, usize)> = breaks
        .iter()
        .filter_map(|found| match found.kind {
            BreakKind::Misplaced { first, second } => Some((first, second)),
            _ => None,
        })
        .collect();
    let cuts: BTreeSet<usize> = links
        .iter()
        .flat_map(|&(first, second)| [first + 1, second])
        .filter(|&cut| cut > 0 && cut < blocks)
        .chain([0])
        .collect();
    let starts: Vec<usize> = cuts.into_iter().collect();
    let at = |block: usize| {
        starts
            .partition_point(|&start| start <= block)
            .saturating_sub(1)
    };
    let mut next: BTreeMap<usize, usize> = BTreeMap::new();
    let mut has_before: BTreeSet<usize> = BTreeSet::new();
    for &(first, second) in &links {
        next.insert(at(first), at(second));
        has_before.insert(at(second));
    }
    // Where nothing says otherwise a passage goes on with the one behind it.
    for passage in 0..starts.len().saturating_sub(1) {
        if !next.contains_key(&passage) && !has_before.contains(&(passage + 1)) {
            next.insert(passage, passage + 1);
            has_before.insert(passage + 1);
        }
    }
    let mut rows: Vec<Vec<usize>> = (0..starts.len())
        .filter(|passage| !has_before.contains(passage))
        .map(|first| {
            let mut row = vec![first];
            while let Some(&after) = row.last().and_then(|last| next.get(last)) {
                row.push(after);
            }
            row
        })
        .collect();
    // What is before a passage that was moved in goes on behind it.
    if let [main, rest] = rows.as_mut_slice()
        && main.len() == 1
        && rest.first() > main.first()
    {
        main.append(rest);
        rows.pop();
    }
    let shown: usize = rows.iter().map(Vec::len).sum();
    if shown < starts.len() {
        // Joined in a ring: one of the joints is wrong.
        return Vec::new();
    }
    let end = |passage: usize| starts.get(passage + 1).map_or(blocks, |&next| next) - 1;
    rows.into_iter()
        .map(|row| {
            let mut passages: Vec<Passage> = Vec::new();
            for passage in row {
                match passages.last_mut() {
                    Some(last) if last.1 + 1 == starts[passage] => last.1 = end(passage),
                    _ => passages.push((starts[passage], end(passage))),
                }
            }
            passages
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::Proof, *};

    fn order(links: &[(usize, usize)], blocks: usize) -> Vec<Vec<Passage>> {
        let breaks: Vec<Break> = links
            .iter()
            .map(|&(first, second)| Break {
                kind: BreakKind::Misplaced { first, second },
                proof: Proof::Remains,
            })
            .collect();
        reading(&breaks, blocks)
    }

    #[test]
    fn passages_are_put_in_order() {
        // A passage of the end is in the middle.
        assert_eq!(
            order(&[(19, 5), (7, 20)], 25),
            [vec![(0, 4), (8, 19), (5, 7), (20, 24)]]
        );
        // Two texts by turns.
        assert_eq!(
            order(&[(4, 10), (9, 15)], 20),
            [vec![(0, 4), (10, 14)], vec![(5, 9), (15, 19)]]
        );
        // The second column is before the rest of the first.
        assert_eq!(
            order(&[(4, 10), (14, 5)], 15),
            [vec![(0, 4), (10, 14), (5, 9)]]
        );
        // A ring is no order.
        assert_eq!(order(&[(9, 5), (5, 6)], 12), Vec::<Vec<Passage>>::new());
    }
}
