//! Writes into Word documents: what was found as comments, fixes as tracked changes.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    path::Path,
};

use super::{
    Diagnostic, FileReport, LintError, Linter, cut,
    fix::{self, ROUNDS},
    run::refused,
};
use crate::{
    format::{self, Link, Remark},
    rules::{Lang, Level},
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
    /// How many findings were mended, by rule.
    pub applied: BTreeMap<String, usize>,
    /// How many could be mended in a text, but not here: in automatic numbers, fields, text boxes.
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
        /// and so many other places are.
        const LINKS: usize = 8;
        let lang = self.language();
        let mut paragraphs = vec![format!(
            "{}：{}",
            level(diagnostic.severity, lang),
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
                    .map(|location| words(location, lang))
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

    /// Mends the Word document `bytes`, as [`Linter::fix_text`] mends a text: by tracked changes, or
    /// plainly where they are to be `accepted` at once. `None` where the fixes undo each other.
    ///
    /// # Errors
    /// Where it cannot be read or written.
    pub fn fix_document(
        &self,
        path: &Path,
        bytes: &[u8],
        risky: bool,
        accepted: bool,
    ) -> Result<Option<FixedDocument>, LintError> {
        let changes = self.reading().changes;
        let config = self.discovery().config(path)?;
        let plan = self.plan(&config, path)?;
        let mut now = bytes.to_vec();
        let mut applied = BTreeMap::new();
        let mut before = None;
        let mut history = History::default();
        for _ in 0..ROUNDS {
            let opened = self.open(path, &now)?;
            let Some((doc, _)) = opened.stories.first() else {
                return Ok(None);
            };
            let text = doc.source.text.to_string();
            let first: &String = before.get_or_insert_with(|| text.clone());
            if history.is_new() {
                history = History::of(first.len());
            } else if history.apply(first) != text {
                return Err(refused(path, format::Refusal::Unwritable));
            }
            let free = opened.free.clone().unwrap_or_default();
            let report = self.report_on_stories(opened, &config, &plan);
            let is_free = |start: usize, end: usize| {
                let next = free.partition_point(|stretch| stretch.start <= start);
                let last = next.checked_sub(1).and_then(|last| free.get(last));
                last.is_some_and(|stretch| end <= stretch.end)
            };
            let edits: Vec<(Range<usize>, String)> = fix::chosen(
                &report.diagnostics,
                risky,
                &BTreeSet::new(),
                &mut applied,
                &is_free,
            )
            .into_iter()
            .map(|(start, (end, new))| (start..end, new.to_owned()))
            .collect();
            if edits.is_empty() {
                let refused_here = report
                    .diagnostics
                    .iter()
                    .filter_map(|diagnostic| diagnostic.fix.as_ref())
                    .filter(|fix| fix.safety == crate::rules::Safety::Safe || risky)
                    .count();
                let first = before.unwrap_or_default();
                let bytes = match (history.edits(), accepted) {
                    (edits, _) if edits.is_empty() => bytes.to_vec(),
                    (_, true) => now,
                    (edits, false) => {
                        let written = format::revise(bytes, &edits, true, changes)
                            .map_err(|refusal| refused(path, refusal))?;
                        let again = self.open(path, &written)?;
                        let same = again
                            .stories
                            .first()
                            .is_some_and(|(doc, _)| *doc.source.text == *text);
                        if !same {
                            return Err(refused(path, format::Refusal::Unwritable));
                        }
                        written
                    }
                };
                return Ok(Some(FixedDocument {
                    before: first,
                    text,
                    bytes,
                    applied,
                    refused: refused_here,
                    report,
                }));
            }
            now = format::revise(&now, &edits, false, changes)
                .map_err(|refusal| refused(path, refusal))?;
            history.edit(&edits);
        }
        Ok(None)
    }
}

fn words(location: &format::Location, lang: Lang) -> String {
    match lang {
        Lang::Zh => location.zh(),
        Lang::En => location.en(),
    }
}

fn level(level: Level, lang: Lang) -> &'static str {
    match (level, lang) {
        (Level::Error, Lang::Zh) => "错误",
        (Level::Warning, Lang::Zh) => "警告",
        (_, Lang::Zh) => "提示",
        (Level::Error, Lang::En) => "error",
        (Level::Warning, Lang::En) => "warning",
        (_, Lang::En) => "info",
    }
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

    fn is_new(&self) -> bool {
        self.0.is_empty()
    }

    /// Applies `edits` of the text as it is now, which are in order and apart.
    fn edit(&mut self, edits: &[(Range<usize>, String)]) {
        let mut out = Vec::new();
        let mut at = 0;
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

    /// Copies what of the pieces lies in `range` of the text; `at` is where the search goes on.
    fn copy(&self, range: Range<usize>, at: &mut usize, out: &mut Vec<Piece>) {
        let mut start: usize = self.0.iter().take(*at).map(Piece::len).sum();
        for piece in &self.0[*at..] {
            let end = start + piece.len();
            let from = range.start.max(start);
            let to = range.end.min(end);
            if from < to {
                out.push(piece.part(from - start..to - start));
            }
            if end > range.end {
                break;
            }
            *at += 1;
            start = end;
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
