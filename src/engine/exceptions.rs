//! Which exceptions of a draft hold at a place, looked up in logarithmic time.

use std::{cmp::Reverse, collections::HashMap};

use crate::document::Allowance;

/// The exceptions of one draft, by the name of the rule or category that they allow.
pub(super) struct Exceptions<'a> {
    by_name: HashMap<&'a str, Vec<Segment>>,
}

/// From this byte of the file on, up to the next segment, the innermost exception is this one.
struct Segment {
    start: usize,
    holds: Option<usize>,
}

impl<'a> Exceptions<'a> {
    pub(super) fn new(allowances: &'a [Allowance]) -> Self {
        let mut lists: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, one) in allowances.iter().enumerate() {
            if !one.covers.is_empty() {
                lists.entry(&one.rule).or_default().push(index);
            }
        }
        Self {
            by_name: lists
                .into_iter()
                .map(|(name, list)| (name, segments(allowances, list)))
                .collect(),
        }
    }

    /// The exception for one of `names`, those of a rule before those of its category, that holds at byte
    /// `place` of the file.
    pub(super) fn find(&self, names: &[&str], place: usize) -> Option<usize> {
        if self.by_name.is_empty() {
            return None;
        }
        names.iter().find_map(|&name| {
            let segments = self.by_name.get(name)?;
            let after = segments.partition_point(|segment| segment.start <= place);
            segments.get(after.checked_sub(1)?)?.holds
        })
    }
}

/// The segments of the exceptions `list`, which cover blocks that lie in each other or side by side.
fn segments(all: &[Allowance], mut list: Vec<usize>) -> Vec<Segment> {
    list.sort_by_key(|&one| (all[one].covers.start, Reverse(all[one].covers.end)));
    let mut out = Vec::with_capacity(list.len() * 2);
    let mut open: Vec<usize> = Vec::new();
    for one in list {
        let start = all[one].covers.start;
        close(all, &mut open, start, &mut out);
        out.push(Segment {
            start,
            holds: Some(one),
        });
        open.push(one);
    }
    close(all, &mut open, usize::MAX, &mut out);
    out
}

/// Ends those of `open` that end at or before `place`; after each, what is around it holds again.
fn close(all: &[Allowance], open: &mut Vec<usize>, place: usize, out: &mut Vec<Segment>) {
    let end_of = |one: &usize| all[*one].covers.end;
    while let Some(end) = open.last().map(end_of).filter(|&end| end <= place) {
        while open.last().is_some_and(|one| end_of(one) <= end) {
            open.pop();
        }
        out.push(Segment {
            start: end,
            holds: open.last().copied(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_exception_holds() {
        let all: Vec<Allowance> = [0..20, 2..8, 4..6, 8..10, 30..40]
            .into_iter()
            .flat_map(|covers| Allowance::read("<!-- hongbi: allow(a) -->", &(0..1), &covers))
            .collect();
        let exceptions = Exceptions::new(&all);
        for (place, held) in [
            (0, Some(0)),
            (2, Some(1)),
            (5, Some(2)),
            (6, Some(1)),
            (8, Some(3)),
            (19, Some(0)),
            (20, None),
            (25, None),
            (39, Some(4)),
            (40, None),
        ] {
            assert_eq!(exceptions.find(&["a", "x"], place), held, "{place}");
            assert_eq!(exceptions.find(&["b", "a"], place), held, "{place}");
            assert_eq!(exceptions.find(&["b", "x"], place), None, "{place}");
        }
    }
}
