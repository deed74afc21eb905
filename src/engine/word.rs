//! Writes into Word documents: what was found as comments, fixes as tracked changes.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    path::Path,
};

use super::{
    Diagnostic, FileReport, LintError, Linter, cut,
    fix::{self, ROUNDS},
    in_words,
    run::refused,
};
use crate::{
    format::{self, Link, Remark},
    rules::{Lang, Safety},
};

/// What fixing a Word document gave.
#[derive(Debug)]
pub struct FixedDocument {
    /// Its text before.
    pub before: String,
    /// Its text afterwards.
    pub text: String,
    /// The document afterwards.
    pub bytes: Vec<u8>,
    /// How many findings were fixed, by rule.
    pub applied: BTreeMap<String, usize>,
    /// Rules whose fixes undo each other, and were left out.
    pub conflicting: BTreeSet<String>,
    /// How many could be fixed in a text, but not here: in automatic numbers, fields, text boxes.
    pub refused: usize,
    /// The report on what is left.
    pub report: FileReport,
}

impl Linter {
    /// The Word document `bytes` with a comment for everything in `report`, which was found in it.
    ///
    /// # Errors
    /// Where comments cannot be written into it.
    pub fn annotate(
        &self,
        path: &Path,
        bytes: &[u8],
        report: &FileReport,
    ) -> Result<Vec<u8>, LintError> {
        let text = report.source.as_deref().unwrap_or_default();
        let remarks: Vec<Remark> = report
            .defects()
            .map(|diagnostic| self.remark(diagnostic, text))
            .collect();
        format::annotate(bytes, &remarks, self.reading().changes)
            .map_err(|refusal| refused(path, refusal))
    }

    fn remark(&self, diagnostic: &Diagnostic, text: &str) -> Remark {
        /// So much of another place is quoted, in characters,
        const QUOTED: usize = 30;
        /// and this many other places are.
        const LINKS: usize = 8;
        let lang = self.language();
        let mut paragraphs = vec![format!(
            "{}：{}",
            diagnostic.severity.called(lang),
            diagnostic.message
        )];
        if !diagnostic.help.is_empty() {
            paragraphs.push(diagnostic.help.clone());
        }
        if let Some(fix) = diagnostic.fix.as_ref().filter(|fix| !fix.title.is_empty()) {
            paragraphs.push(match lang {
                Lang::Zh => format!("可修改：{}", fix.title),
                Lang::En => format!("Fix: {}", fix.title),
            });
        }
        let links = diagnostic
            .labels
            .iter()
            .filter(|label| label.path == diagnostic.path)
            .take(LINKS)
            .map(|label| {
                let range = label.span.start.offset..label.span.end.offset;
                let place = label
                    .location
                    .as_ref()
                    .map(|location| in_words(location, lang))
                    .unwrap_or_default();
                let quoted = text.get(range.clone()).unwrap_or_default();
                let excerpt = match quoted.trim() {
                    "" => place,
                    quoted => format!("{}（{place}）", cut(&quoted.replace('\n', " "), QUOTED)),
                };
                Link {
                    range,
                    message: match lang {
                        Lang::Zh => format!("{}：", label.message),
                        Lang::En => format!("{}: ", label.message),
                    },
                    excerpt,
                }
            })
            .collect();
        Remark {
            range: diagnostic.span.start.offset..diagnostic.span.end.offset,
            rule: diagnostic.rule.clone(),
            fingerprint: diagnostic.fingerprint.clone(),
            paragraphs,
            links,
        }
    }

    /// Fixes the Word document `bytes`, as [`Linter::fix_text`] fixes a text: by tracked changes, or
    /// plainly where they are to be `accepted` at once.
    ///
    /// # Errors
    /// Where it cannot be read or written.
    pub fn fix_document(
        &self,
        path: &Path,
        bytes: &[u8],
        risky: bool,
        accepted: bool,
    ) -> Result<FixedDocument, LintError> {
        let (fixed, conflicting) = fix::without_conflicts(|without| {
            self.settle_document((path, bytes), risky, accepted, without)
        })?;
        Ok(FixedDocument {
            conflicting,
            ..fixed
        })
    }

    /// One attempt without the fixes of the rules in `without`; else the rules whose fixes never end.
    fn settle_document(
        &self,
        (path, bytes): (&Path, &[u8]),
        risky: bool,
        accepted: bool,
        without: &BTreeSet<String>,
    ) -> Result<Result<FixedDocument, BTreeSet<String>>, LintError> {
        let changes = self.reading().changes;
        let config = self.discovery().config(path)?;
        let plan = self.plan(&config, path)?;
        let unwritable = || refused(path, format::Refusal::Unwritable);
        let mut now = bytes.to_vec();
        let mut applied = BTreeMap::new();
        let mut last = BTreeSet::new();
        let mut first: Option<(String, History)> = None;
        for _ in 0..ROUNDS {
            let opened = self.open(path, &now)?;
            let text = main_text(&opened).ok_or_else(unwritable)?;
            let (before, history) =
                first.get_or_insert_with(|| (text.clone(), History::of(text.len())));
            if history.apply(before) != text {
                return Err(unwritable());
            }
            let free = opened.free.clone().unwrap_or_default();
            let report = self.report_on_stories(opened, &config, &plan);
            let applied_before = applied.clone();
            let edits: Vec<(Range<usize>, String)> = fix::chosen(
                &report.diagnostics,
                risky,
                without,
                &mut applied,
                &|start, end| is_free(&free, start, end),
            )
            .into_iter()
            .map(|(start, (end, new))| (start..end, new.to_owned()))
            .collect();
            if edits.is_empty() {
                let edits = history.edits();
                let bytes = match (edits.is_empty(), accepted) {
                    (true, _) => bytes.to_vec(),
                    (false, true) => now,
                    (false, false) => self.tracked(path, bytes, &edits, &text)?,
                };
                return Ok(Ok(FixedDocument {
                    before: std::mem::take(before),
                    text,
                    bytes,
                    applied,
                    conflicting: BTreeSet::new(),
                    refused: unapplied(&report, risky, without),
                    report,
                }));
            }
            last = fix::grown(&applied_before, &applied);
            now = format::revise(&now, &edits, false, changes)
                .map_err(|refusal| refused(path, refusal))?;
            history.edit(&edits);
        }
        Ok(Err(last))
    }

    /// The document `bytes` with `edits` as tracked changes, after which it reads `text`.
    fn tracked(
        &self,
        path: &Path,
        bytes: &[u8],
        edits: &[(Range<usize>, String)],
        text: &str,
    ) -> Result<Vec<u8>, LintError> {
        let written = format::revise(bytes, edits, true, self.reading().changes)
            .map_err(|refusal| refused(path, refusal))?;
        let again = main_text(&self.open(path, &written)?);
        if again.as_deref() != Some(text) {
            return Err(refused(path, format::Refusal::Unwritable));
        }
        Ok(written)
    }
}

/// The text of a document with that of its notes and boxes.
fn main_text(opened: &format::Opened) -> Option<String> {
    let (doc, _) = opened.stories.first()?;
    Some(doc.source.text.to_string())
}

/// Whether the stretches `free` hold what is between `start` and `end`.
pub(super) fn is_free(free: &[Range<usize>], start: usize, end: usize) -> bool {
    let next = free.partition_point(|stretch| stretch.start <= start);
    let last = next.checked_sub(1).and_then(|last| free.get(last));
    last.is_some_and(|stretch| end <= stretch.end)
}

/// How many fixes of `report` could not be applied where they are.
fn unapplied(report: &FileReport, risky: bool, without: &BTreeSet<String>) -> usize {
    report
        .diagnostics
        .iter()
        .filter(|diagnostic| !without.contains(&diagnostic.rule))
        .filter_map(|diagnostic| diagnostic.fix.as_ref())
        .filter(|fix| fix.safety == Safety::Safe || risky)
        .count()
}

/// How a text came from the first one: what is left of it, and what is new between.
#[derive(Debug, Default)]
struct History(Vec<Piece>);

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Kept(Range<usize>),
    New(String),
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Self::Kept(range) => range.len(),
            Self::New(text) => text.len(),
        }
    }

    fn part(&self, range: Range<usize>) -> Self {
        match self {
            Self::Kept(kept) => Self::Kept(kept.start + range.start..kept.start + range.end),
            Self::New(text) => Self::New(text.get(range).unwrap_or_default().to_owned()),
        }
    }
}

impl History {
    fn of(length: usize) -> Self {
        Self(vec![Piece::Kept(0..length)])
    }

    /// Applies `edits` of the text as it is now, which are in order and apart.
    fn edit(&mut self, edits: &[(Range<usize>, String)]) {
        let mut out = Vec::new();
        let mut at = (0, 0);
        let mut done = 0;
        for (range, new) in edits {
            self.copy(done..range.start, &mut at, &mut out);
            out.push(Piece::New(new.clone()));
            done = range.end;
        }
        self.copy(done..usize::MAX, &mut at, &mut out);
        out.retain(|piece| piece.len() > 0);
        self.0 = out;
    }

    /// Copies what of the pieces lies in `range` of the text. `at` is the piece where the search goes on
    /// and where that piece begins in the text.
    fn copy(&self, range: Range<usize>, at: &mut (usize, usize), out: &mut Vec<Piece>) {
        while let Some(piece) = self.0.get(at.0) {
            let start = at.1;
            let end = start + piece.len();
            let from = range.start.max(start);
            let to = range.end.min(end);
            if from < to {
                out.push(piece.part(from - start..to - start));
            }
            if end > range.end {
                break;
            }
            *at = (at.0 + 1, end);
        }
    }

    /// The text as it is now, from the `first` one.
    fn apply(&self, first: &str) -> String {
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Kept(range) => first.get(range.clone()).unwrap_or_default(),
                Piece::New(text) => text,
            })
            .collect()
    }

    /// The edits of the first text that give the one of now.
    fn edits(&self) -> Vec<(Range<usize>, String)> {
        let mut out: Vec<(Range<usize>, String)> = Vec::new();
        let mut done = 0;
        let mut new = String::new();
        let mut last = 0;
        for piece in &self.0 {
            match piece {
                Piece::New(text) => new.push_str(text),
                Piece::Kept(range) => {
                    if range.start > done || !new.is_empty() {
                        out.push((done..range.start, std::mem::take(&mut new)));
                    }
                    done = range.end;
                }
            }
            last = done;
        }
        // A text ends with a line end, which is never changed.
        if !new.is_empty() {
            out.push((last..last, new));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_of_several_rounds_are_one() {
        let first = "abcdefgh\n";
        let mut history = History::of(first.len());
        history.edit(&[(1..2, "XX".to_owned()), (4..6, String::new())]);
        assert_eq!(history.apply(first), "aXXcdgh\n");
        history.edit(&[(2..4, "y".to_owned()), (7..7, "z".to_owned())]);
        assert_eq!(history.apply(first), "aXydghz\n");
        assert_eq!(
            history.edits(),
            [
                (1..3, "Xy".to_owned()),
                (4..6, String::new()),
                (8..8, "z".to_owned())
            ]
        );
    }
}
