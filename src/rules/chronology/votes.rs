//! What the dated statements of a draft say about the year that it is really of.

use std::{collections::BTreeSet, ops::Range};

use crate::reading::{
    Draft,
    calendar::{
        clock::Outlook,
        year_scope::{Basis, Scope},
    },
    timeline::{Interval, Origin},
};

/// A statement that holds only where all years of the draft are moved by this many years; one that holds
/// where they are not moved speaks for the draft as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Vote {
    /// Where it is.
    pub span: Range<usize>,
    /// What it is about; statements about one thing count once.
    pub what: String,
    /// The fewest and the most years by which the draft may be moved.
    pub fits: (i32, i32),
    /// What its years were stated by.
    pub basis: Told,
}

impl Vote {
    /// A statement that puts what may be in `possible` into `stated`, both first and last year.
    pub(crate) fn new(
        span: Range<usize>,
        what: impl Into<String>,
        possible: (i32, i32),
        stated: (i32, i32),
    ) -> Self {
        Self {
            span,
            what: what.into(),
            fits: (possible.0 - stated.1, possible.1 - stated.0),
            basis: Told::Itself,
        }
    }

    /// Says what the stated years were stated by.
    #[must_use]
    pub(crate) fn told(mut self, basis: Told) -> Self {
        self.basis = basis;
        self
    }

    /// The same statement in a draft of the year `written` that was taken to be one of `now`.
    fn of_draft(&self, written: i32, now: i32) -> Self {
        let taken = match self.basis {
            Told::Itself => written,
            Told::Clock => now,
            Told::Heading(year) => year,
        };
        let mut vote = self.clone();
        vote.fits = (vote.fits.0 + taken - written, vote.fits.1 + taken - written);
        vote
    }

    fn allows(&self, shift: i32) -> bool {
        (self.fits.0..=self.fits.1).contains(&shift)
    }
}

/// What the years of a statement were stated by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// A year of its own.
    Itself,
    /// The time of the draft: 今年, or no word at all.
    Clock,
    /// The heading above it, by which the draft is of this year.
    Heading(i32),
}

/// What the years of `scope` were stated by.
pub(crate) fn scope_told(doc: &Draft, scope: &Scope) -> Told {
    match scope.basis {
        Basis::Relative | Basis::Document => Told::Clock,
        Basis::Stated => Told::Itself,
        Basis::Section => of_heading(doc, scope.place.as_ref()),
    }
}

/// What the years of `interval` were stated by.
pub(crate) fn interval_told(doc: &Draft, interval: &Interval) -> Told {
    let Some(place) = &interval.place else {
        return Told::Clock;
    };
    let clock = match interval.origin {
        Origin::Document => true,
        Origin::Section => return of_heading(doc, Some(place)),
        Origin::Sentence => doc.mentions().years_in(place).is_empty(),
        Origin::Span => doc.mentions().plans_in(place).is_empty(),
    };
    if clock { Told::Clock } else { Told::Itself }
}

/// The year of the draft by the heading at `place`.
fn of_heading(doc: &Draft, place: Option<&Range<usize>>) -> Told {
    let block = place.and_then(|place| doc.block_at(place.start));
    let section = block.and_then(|block| doc.profile().clock.section_at(block));
    let year = section.and_then(|section| {
        let told = section.year.as_ref()?;
        match section.mood {
            Outlook::Review => Some(told.year + 1),
            Outlook::Plan => Some(told.year),
            Outlook::Open => None,
        }
    });
    year.map_or(Told::Itself, Told::Heading)
}

/// The farthest that a report is carried over, in years.
const FARTHEST: i32 = 12;

/// What the votes agree on.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    /// By how many years the draft is to be moved.
    pub shift: i32,
    /// How many different things ask for it,
    pub pro: usize,
    /// and how many speak against it.
    pub contra: usize,
    /// The statements that ask for it, in order.
    pub agreeing: Vec<Vote>,
}

/// By how many years a draft that was taken to be of `now` and says that it is of `written` is moved, of those that
/// are `allowed`: what most statements about different things ask for, of several the nearest.
pub(crate) fn verdict(
    votes: &[Vote],
    (written, now): (i32, i32),
    allowed: &dyn Fn(i32) -> bool,
) -> Option<Verdict> {
    let votes: Vec<Vote> = votes
        .iter()
        .map(|vote| vote.of_draft(written, now))
        .collect();
    let things = |shift: i32, other: i32| -> usize {
        let asking = votes
            .iter()
            .filter(|vote| vote.allows(shift) && !vote.allows(other));
        let whats: BTreeSet<&str> = asking.map(|vote| &*vote.what).collect();
        whats.len()
    };
    let shift = (-FARTHEST..=FARTHEST)
        .filter(|&shift| shift != 0 && allowed(shift))
        .max_by_key(|&shift| {
            let (pro, contra) = (things(shift, 0), things(0, shift));
            (pro as i64 - 3 * contra as i64, -shift.abs())
        })?;
    let mut agreeing: Vec<Vote> = votes
        .iter()
        .filter(|vote| vote.allows(shift) && !vote.allows(0))
        .cloned()
        .collect();
    agreeing.sort_by_key(|vote| vote.span.start);
    Some(Verdict {
        shift,
        pro: things(shift, 0),
        contra: things(0, shift),
        agreeing,
    })
}
