//! Lints a document story by story and reports on it as one file.

use std::{path::Path, sync::Arc};

use super::{
    Diagnostic, FileReport, LintError, Linter,
    run::ActiveRules,
    settle::{self, is_before},
};
use crate::{
    config::Config,
    format::{Opened, Places, Role},
    reading::Draft,
    rules::{Category, Rule},
};

impl Linter {
    /// Lints what was opened from `path`.
    pub(super) fn lint_opened(
        &self,
        path: &Path,
        config: &Arc<Config>,
        open: impl FnOnce() -> Result<Opened, LintError>,
    ) -> Result<FileReport, LintError> {
        let plan = self.plan(config, path)?;
        Ok(self.report_on_stories(open()?, config, &plan))
    }

    pub(super) fn report_on_stories(
        &self,
        opened: Opened,
        config: &Config,
        plan: &ActiveRules,
    ) -> FileReport {
        let mut whole: Option<FileReport> = None;
        let several = opened.stories.len() > 1;
        for (doc, role) in opened.stories {
            let doc = Draft::new(doc, self.context_of(config));
            let report = self.run(&doc, config, plan, |rule| applies(rule, role));
            whole = Some(match whole {
                None => report,
                Some(mut whole) => {
                    merge(&mut whole, report);
                    whole
                }
            });
        }
        let mut report = whole.unwrap_or_default();
        if several {
            report.diagnostics.sort_by(is_before);
            settle::number_repeats(&mut report.diagnostics);
        }
        self.fold(&mut report, plan);
        if let Some(places) = &opened.places {
            place(&mut report.diagnostics, places);
        }
        report
    }
}

/// Whether `rule` has something to say of such a story.
pub(super) fn applies(rule: &Rule, role: Role) -> bool {
    match role {
        Role::Main => true,
        Role::Side => !matches!(
            rule.category,
            Category::Structure | Category::Completeness | Category::Layout
        ),
        // Paragraphs that were put together by position may begin and end anywhere, and what a page shows
        // beside its text may be among them.
        Role::Loose => {
            !matches!(rule.category, Category::Completeness | Category::Layout)
                && !rule.name.contains("numbering")
                && rule.name != "page-furniture"
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

/// Says where in the document each finding and its other ends are.
fn place(diagnostics: &mut [Diagnostic], places: &Places) {
    for diagnostic in diagnostics {
        diagnostic.location = places.locate(diagnostic.span.start.offset);
        for label in &mut diagnostic.labels {
            label.location = places.locate(label.span.start.offset);
        }
    }
}
