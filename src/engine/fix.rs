//! Applies fixes until nothing is left to mend.

use std::{collections::BTreeMap, path::Path};

use crate::{
    engine::{Diagnostic, FileReport, LintError, Linter},
    rules::Safety,
};

/// What fixing a draft gave.
#[derive(Debug)]
pub struct Fixed {
    /// The text afterwards.
    pub text: String,
    /// How many findings were mended, by rule.
    pub applied: BTreeMap<String, usize>,
    /// The report on what is left.
    pub report: FileReport,
    /// Whether the fixes came to an end. Where they did not, the text is as it was.
    pub settled: bool,
}

/// One fix may lay bare another; more rounds than this only two fixes that undo each other need.
const ROUNDS: usize = 12;

impl Linter {
    /// Mends `text`, which stands at `path`: applies the safe fixes, and with `risky` the others too,
    /// lints again, and so on until none applies.
    ///
    /// # Errors
    /// Where the configuration is broken.
    pub fn fix_text(&self, path: &Path, text: &str, risky: bool) -> Result<Fixed, LintError> {
        let mut now = text.to_owned();
        let mut applied = BTreeMap::new();
        for _ in 0..ROUNDS {
            let report = self.lint_text(path, &now)?;
            let edits = chosen(&report.diagnostics, risky, &mut applied);
            if edits.is_empty() {
                return Ok(Fixed {
                    text: now,
                    applied,
                    report,
                    settled: true,
                });
            }
            now = edited(&now, &edits);
        }
        Ok(Fixed {
            text: text.to_owned(),
            applied: BTreeMap::new(),
            report: self.lint_text(path, text)?,
            settled: false,
        })
    }
}

/// By start: the end, and what stands there afterwards.
type Edits<'a> = BTreeMap<usize, (usize, &'a str)>;

/// The edits of all fixes that can be applied at once. A fix is applied whole or not at all; one
/// that would touch what another changes waits for the next round.
fn chosen<'a>(
    diagnostics: &'a [Diagnostic],
    risky: bool,
    applied: &mut BTreeMap<String, usize>,
) -> Edits<'a> {
    let mut taken = Edits::new();
    for diagnostic in diagnostics {
        let Some(fix) = &diagnostic.fix else { continue };
        if fix.edits.is_empty() || fix.safety == Safety::Unsafe && !risky {
            continue;
        }
        let places = || {
            fix.edits
                .iter()
                .map(|edit| (edit.span.start.offset, edit.span.end.offset))
        };
        let free = places().all(|(start, end)| {
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

fn edited(text: &str, edits: &Edits<'_>) -> String {
    // A file keeps its own line ends.
    let crlf = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (&start, &(end, replacement)) in edits {
        out.push_str(text.get(done..start).unwrap_or_default());
        if crlf && replacement.contains('\n') {
            out.push_str(&replacement.replace("\r\n", "\n").replace('\n', "\r\n"));
        } else {
            out.push_str(replacement);
        }
        done = end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}
