//! Paragraphs that are in several files of a run.

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    document::{Locator, Source, Span},
    engine::{
        DiagnosticLabel, FileReport, LintError,
        files::sorter::{self, Across, AcrossCopy, ParagraphHash, Place},
        run::Linter,
        settle::Settle,
    },
    format,
    reading::{Context, Draft},
    rules::{self, Finding, Level},
    storage,
};

/// The rule that reports them.
pub const ACROSS: &str = "duplicate-across-files";

impl Linter {
    /// Hands over a report for each of `files` that repeats paragraphs of earlier ones, in order;
    /// `across` holds the paragraphs of all, by their numbers in `files`. The files are read again,
    /// since only places were kept.
    ///
    /// # Errors
    /// Where temporary files cannot be read.
    pub fn report_across(
        &self,
        files: &[PathBuf],
        across: Across,
        mut each: impl FnMut(FileReport),
    ) -> io::Result<()> {
        let mut group: Vec<AcrossCopy> = Vec::new();
        for copy in across.finish()? {
            let copy = copy?;
            if group
                .last()
                .is_some_and(|last| last.place.file != copy.place.file)
            {
                each(self.report_group(files, &group));
                group.clear();
            }
            group.push(copy);
        }
        if !group.is_empty() {
            each(self.report_group(files, &group));
        }
        Ok(())
    }

    /// The paragraphs of the draft `text` that are compared between drafts, in order; `path` gives its format.
    /// Equal paragraphs have equal hashes, in whichever draft they occur.
    pub fn paragraph_hashes(&self, path: &Path, text: &str) -> Vec<ParagraphHash> {
        let source = Source::of_text(path, text);
        sorter::prints(&Draft::new(format::document(source), Context::default()))
    }

    fn report_group(&self, files: &[PathBuf], copies: &[AcrossCopy]) -> FileReport {
        let Some(path) = copies
            .first()
            .and_then(|copy| files.get(copy.place.file as usize))
        else {
            return FileReport::default();
        };
        self.try_group(files, path, copies)
            .unwrap_or_else(|error| FileReport {
                path: storage::name(path),
                failures: vec![error.describe(self.language())],
                ..FileReport::default()
            })
    }

    fn try_group(
        &self,
        files: &[PathBuf],
        path: &Path,
        copies: &[AcrossCopy],
    ) -> Result<FileReport, LintError> {
        let mut report = FileReport {
            path: storage::name(path),
            ..FileReport::default()
        };
        let config = self.discovery().config(path)?;
        let Some(rule) = rules::find(ACROSS) else {
            return Ok(report);
        };
        let level = self.level(rule, &config, path);
        if level.unwrap_or(rule.level) == Level::Off {
            return Ok(report);
        }
        let doc = self.read(path)?;
        let mut others: HashMap<u32, Draft> = HashMap::new();
        let mut sink = Settle::new(&doc, &config, self.language());
        let mut labels: HashMap<usize, DiagnosticLabel> = HashMap::new();
        for copy in copies {
            let Some(other) = files.get(copy.first.file as usize) else {
                continue;
            };
            let start = copy.place.start as usize;
            // The file may have changed meanwhile; a paragraph that is gone is not reported.
            let Some(block) = doc
                .blocks
                .iter()
                .find(|block| doc.source_range(&block.range).start == start)
            else {
                continue;
            };
            let other_path = storage::name(other);
            let finding = Finding::new(block.range.clone())
                .arg("path", &other_path)
                .arg("line", copy.first.line);
            let _ = sink.take(rule, level, vec![finding], 0);
            if let std::collections::hash_map::Entry::Vacant(e) = others.entry(copy.first.file) {
                e.insert(self.read(other)?);
            }
            if let Some(span) = others
                .get(&copy.first.file)
                .and_then(|doc| span(doc, &copy.first))
            {
                let message = rules::fill(rule.template("first", self.language()), &[], &[]);
                labels.insert(
                    start,
                    DiagnosticLabel {
                        path: other_path,
                        span,
                        location: None,
                        message,
                    },
                );
            }
        }
        report.diagnostics = sink.finish();
        for diagnostic in &mut report.diagnostics {
            diagnostic
                .labels
                .extend(labels.remove(&diagnostic.span.start.offset));
        }
        report.source = Some(Arc::clone(&doc.source.text));
        Ok(report)
    }
}

fn span(doc: &Draft, place: &Place) -> Option<Span> {
    let range = place.start as usize..place.end as usize;
    doc.source.text.get(range.clone())?;
    Some(Locator::new(&doc.source.text, doc.lines()).span(&range))
}
