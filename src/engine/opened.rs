//! Lints a document story by story and reports on it as one file.

use std::{path::Path, sync::Arc};

use super::{
    Diagnostic, FileReport, LintError, Linter,
    run::Plan,
    sink::{self, is_before},
};
use crate::{
    config::Config,
    document::Context,
    format::{Opened, Places, Role},
    rules::{Category, Rule},
};

impl Linter {
    /// Lints what was opened from `path`.
    pub(super) fn lint_opened(
        &self,
        path: &Path,
        config: &Arc<Config>,
        open: impl FnOnce(&Context) -> Result<Opened, LintError>,
    ) -> Result<FileReport, LintError> {
        let plan = self.plan(config, path)?;
        let opened = open(&self.context_of(config))?;
        Ok(self.report_on_stories(&opened, config, &plan))
    }

    pub(super) fn report_on_stories(
        &self,
        opened: &Opened,
        config: &Config,
        plan: &Plan,
    ) -> FileReport {
        let mut whole: Option<FileReport> = None;
        for (doc, role) in &opened.stories {
            let report = self.run(doc, config, plan, |rule| applies(rule, *role));
            whole = Some(match whole {
                None => report,
                Some(mut whole) => {
                    merge(&mut whole, report);
                    whole
                }
            });
        }
        let mut report = whole.unwrap_or_default();
        if opened.stories.len() > 1 {
            report.diagnostics.sort_by(is_before);
            sink::number_repeats(&mut report.diagnostics);
        }
        if let Some(places) = &opened.places {
            place(&mut report.diagnostics, places);
        }
        report
    }
}

/// Whether `rule` has something to say of such a story.
fn applies(rule: &Rule, role: Role) -> bool {
    match role {
        Role::Main => true,
        Role::Side => !matches!(
            rule.category,
            Category::Structure | Category::Completeness | Category::Layout
        ),
        // Paragraphs that were put together by position may begin and end anywhere.
        Role::Loose => {
            !matches!(rule.category, Category::Completeness | Category::Layout)
                && !rule.name.contains("numbering")
        }
        Role::Unnumbered => rule.category != Category::Structure,
    }
}

/// Adds the report on another story of the same file.
fn merge(whole: &mut FileReport, other: FileReport) {
    whole.diagnostics.extend(other.diagnostics);
    whole.failures.extend(other.failures);
    whole.source = whole.source.take().or(other.source);
    for (rule, count) in other.verified {
        match whole.verified.iter_mut().find(|(name, _)| *name == rule) {
            Some((_, sum)) => *sum += count,
            None => whole.verified.push((rule, count)),
        }
    }
    whole.silences.extend(other.silences);
    whole.headings.extend(other.headings);
    whole.unused_allowances.extend(other.unused_allowances);
}

/// Says where in the document each finding and its other ends stand.
fn place(diagnostics: &mut [Diagnostic], places: &Places) {
    for diagnostic in diagnostics {
        diagnostic.location = places.locate(diagnostic.span.start.offset);
        for label in &mut diagnostic.labels {
            label.location = places.locate(label.span.start.offset);
        }
    }
}
