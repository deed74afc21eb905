//! Applies fixes until nothing is left to fix.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use crate::{
    engine::{Diagnostic, FileReport, LintError, Linter, ReplacedText},
    rules::Safety,
};

/// What fixing a draft gave.
#[derive(Debug)]
pub struct Fixed {
    /// The text afterwards.
    pub text: String,
    /// How many findings were fixed, by rule.
    pub applied: BTreeMap<String, usize>,
    /// The report on what is left.
    pub report: FileReport,
    /// Rules whose fixes undo each other, or themselves, in this text; none of theirs was applied.
    pub conflicting: BTreeSet<String>,
}

/// One fix may lay bare another; more rounds than this only fixes that undo each other need.
pub(super) const ROUNDS: usize = 12;

impl Linter {
    /// Fixes `text`, which is at `path`: applies the safe fixes, and with `risky` the others too,
    /// lints again, and so on until none applies.
    ///
    /// # Errors
    /// Where the configuration is broken.
    pub fn fix_text(&self, path: &Path, text: &str, risky: bool) -> Result<Fixed, LintError> {
        let (fixed, conflicting) =
            without_conflicts(|without| self.settle(path, text, risky, without))?;
        Ok(Fixed {
            conflicting,
            ..fixed
        })
    }

    /// One attempt without the fixes of the rules in `without`; else the rules whose fixes never end.
    fn settle(
        &self,
        path: &Path,
        text: &str,
        risky: bool,
        without: &BTreeSet<String>,
    ) -> Result<Result<Fixed, BTreeSet<String>>, LintError> {
        let mut now = text.to_owned();
        let mut applied = BTreeMap::new();
        let mut last = BTreeSet::new();
        for _ in 0..ROUNDS {
            let report = self.lint_text(path, &now)?;
            let before = applied.clone();
            let edits = chosen(
                &report.diagnostics,
                risky,
                without,
                &mut applied,
                &|_, _| true,
            );
            if edits.is_empty() {
                return Ok(Ok(Fixed {
                    text: now,
                    applied,
                    report,
                    conflicting: BTreeSet::new(),
                }));
            }
            last = grown(&before, &applied);
            now = edited(&now, &edits);
        }
        Ok(Err(last))
    }
}

/// Attempts again and again, each time without the rules whose fixes did not end before; gives what an
/// attempt came to, and those rules.
pub(super) fn without_conflicts<T>(
    mut attempt: impl FnMut(&BTreeSet<String>) -> Result<Result<T, BTreeSet<String>>, LintError>,
) -> Result<(T, BTreeSet<String>), LintError> {
    let mut conflicting = BTreeSet::new();
    // Each time round leaves out one rule more at least, so that this ends.
    loop {
        match attempt(&conflicting)? {
            Ok(done) => return Ok((done, conflicting)),
            Err(restless) => conflicting.extend(restless),
        }
    }
}

/// The rules with other counts in `after` than `before`.
pub(super) fn grown(
    before: &BTreeMap<String, usize>,
    after: &BTreeMap<String, usize>,
) -> BTreeSet<String> {
    after
        .iter()
        .filter(|&(rule, count)| before.get(rule) != Some(count))
        .map(|(rule, _)| rule.clone())
        .collect()
}

/// By start: the end, and what is there afterwards.
pub(super) type Edits<'a> = BTreeMap<usize, (usize, &'a str)>;

/// The edits of all fixes that can be applied at once, in places that are free to be changed. A fix is applied whole or not at all; one
/// that would touch what another changes waits for the next round.
pub(super) fn chosen<'a>(
    diagnostics: &'a [Diagnostic],
    risky: bool,
    without: &BTreeSet<String>,
    applied: &mut BTreeMap<String, usize>,
    is_free: &dyn Fn(usize, usize) -> bool,
) -> Edits<'a> {
    let mut taken = Edits::new();
    for diagnostic in diagnostics {
        let Some(fix) = &diagnostic.fix else { continue };
        if fix.edits.is_empty()
            || fix.safety == Safety::Unsafe && !risky
            || without.contains(&diagnostic.rule)
        {
            continue;
        }
        let places = || {
            fix.edits
                .iter()
                .map(|edit| (edit.span.start.offset, edit.span.end.offset))
        };
        let free = places().all(|(start, end)| is_free(start, end))
            && places().all(|(start, end)| {
                taken
                    .range(..=end)
                    .next_back()
                    .is_none_or(|(_, &(stop, _))| stop < start)
            });
        if free && sound(places().collect()) {
            taken.extend(fix.edits.iter().map(|edit| {
                let end = edit.span.end.offset;
                (edit.span.start.offset, (end, edit.replacement.as_str()))
            }));
            *applied.entry(diagnostic.rule.clone()).or_default() += 1;
        }
    }
    taken
}

/// Whether the edits of one fix leave each other alone.
fn sound(mut places: Vec<(usize, usize)>) -> bool {
    places.sort_unstable();
    places
        .windows(2)
        .all(|pair| pair[0].1 <= pair[1].0 && pair[0].0 < pair[1].0)
}

/// `text` after `edits`, which do not overlap; it keeps its own line ends.
pub fn apply(text: &str, edits: &[&ReplacedText]) -> String {
    let edits = edits
        .iter()
        .map(|edit| {
            (
                edit.span.start.offset,
                (edit.span.end.offset, &*edit.replacement),
            )
        })
        .collect();
    edited(text, &edits)
}

pub(super) fn edited(text: &str, edits: &Edits<'_>) -> String {
    // A file keeps its own line ends.
    let line_end = match text.find(['\r', '\n']) {
        Some(at) if text[at..].starts_with("\r\n") => "\r\n",
        Some(at) if text[at..].starts_with('\r') => "\r",
        _ => "\n",
    };
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (&start, &(end, replacement)) in edits {
        out.push_str(text.get(done..start).unwrap_or_default());
        if line_end != "\n" && replacement.contains('\n') {
            out.push_str(&replacement.replace("\r\n", "\n").replace('\n', line_end));
        } else {
            out.push_str(replacement);
        }
        done = end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}
