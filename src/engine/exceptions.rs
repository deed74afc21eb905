//! Which exceptions of a draft hold at a place, looked up in logarithmic time.

use std::{collections::HashMap, ops::Range};

use crate::document::Allowance;

/// The exceptions of one draft, by the name of the rule or category that they allow.
pub(super) struct Exceptions<'a> {
    by_name: HashMap<&'a str, Vec<Segment<'a>>>,
}

/// From this byte of the file on, up to the next segment, the innermost exception is this one.
struct Segment<'a> {
    start: usize,
    holds: Option<&'a Allowance>,
}

impl<'a> Exceptions<'a> {
    pub(super) fn new(allowances: &'a [Allowance]) -> Self {
        let mut lists: HashMap<&str, Vec<&Allowance>> = HashMap::new();
        for one in allowances.iter().filter(|one| !one.covers.is_empty()) {
            lists.entry(&one.rule).or_default().push(one);
        }
        Self {
            by_name: lists
                .into_iter()
                .map(|(name, list)| (name, segments(list)))
                .collect(),
        }
    }

    /// Whether a finding of `rule`, of category `category`, at `range` of the file is allowed; the
    /// exception that allows it is used.
    pub(super) fn allow(&self, rule: &str, category: &str, range: &Range<usize>) -> bool {
        if self.by_name.is_empty() {
            return false;
        }
        let held = [rule, category].into_iter().find_map(|name| {
            let segments = self.by_name.get(name)?;
            let after = segments.partition_point(|segment| segment.start <= range.start);
            segments.get(after.checked_sub(1)?)?.holds
        });
        held.is_some_and(|one| one.allows(rule, category, range))
    }
}

/// The segments of `list`, whose exceptions cover blocks, which lie in each other or side by side.
fn segments(mut list: Vec<&Allowance>) -> Vec<Segment<'_>> {
    list.sort_by_key(|one| (one.covers.start, std::cmp::Reverse(one.covers.end)));
    let mut out: Vec<Segment<'_>> = Vec::with_capacity(list.len() * 2);
    let mut open: Vec<&Allowance> = Vec::new();
    for one in list {
        close(&mut open, one.covers.start, &mut out);
        out.push(Segment {
            start: one.covers.start,
            holds: Some(one),
        });
        open.push(one);
    }
    close(&mut open, usize::MAX, &mut out);
    out
}

/// Ends those of `open` that end at or before `place`; after each, what is around it holds again.
fn close<'a>(open: &mut Vec<&'a Allowance>, place: usize, out: &mut Vec<Segment<'a>>) {
    while let Some(end) = open
        .last()
        .map(|one| one.covers.end)
        .filter(|&end| end <= place)
    {
        while open.last().is_some_and(|one| one.covers.end <= end) {
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
        let allow =
            |covers: Range<usize>| Allowance::read("<!-- hongbi: allow(a) -->", &(0..1), &covers);
        let all: Vec<Allowance> = [0..20, 2..8, 4..6, 8..10, 30..40]
            .into_iter()
            .flat_map(allow)
            .collect();
        let exceptions = Exceptions::new(&all);
        let used = |place: usize| {
            let allowed = exceptions.allow("a", "x", &(place..place + 1));
            let used: Vec<usize> = (0..all.len()).filter(|&one| all[one].is_used()).collect();
            (allowed, used)
        };
        assert_eq!(used(25), (false, vec![]));
        assert_eq!(used(40), (false, vec![]));
        assert_eq!(used(5), (true, vec![2]));
        assert_eq!(used(6), (true, vec![1, 2]));
        assert_eq!(used(9), (true, vec![1, 2, 3]));
        assert_eq!(used(19), (true, vec![0, 1, 2, 3]));
        assert!(!exceptions.allow("b", "x", &(5..6)));
    }
}
