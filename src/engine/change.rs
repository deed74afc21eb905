//! Applies fixes to a file's bytes, whatever its format: to all findings, or to chosen ones.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

#[cfg(feature = "docx")]
use super::word::is_free;
use super::{
    Diagnostic, LintError, Linter,
    fix::{chosen, edited},
    run::refused,
};
use crate::{
    format::{self, encoding::EncodeError},
    rules::Lang,
};

/// Which fixes are applied.
#[derive(Debug, Clone, Copy)]
pub enum Fixes<'a> {
    /// Those that cannot change the meaning.
    Safe,
    /// The others too.
    All,
    /// Those of the findings with these fingerprints, whether safe or not.
    Of(&'a BTreeSet<String>),
}

/// A file to which fixes were applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedFile {
    /// The file's bytes afterwards, in the same encoding; a Word document has the fixes as tracked changes.
    pub bytes: Vec<u8>,
    /// How many fixes were applied, by rule.
    pub applied: BTreeMap<String, usize>,
}

/// Why no fix was applied to a file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FixError {
    /// It could not be linted, or not be written.
    #[error(transparent)]
    Lint(#[from] LintError),
    /// What it would become has no place in its encoding.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// It is a document of a format that is read but not written.
    #[error("{}", self.describe(Lang::En))]
    ReadOnly,
}

impl FixError {
    /// What happened and what to do, without the path.
    pub fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Lint(error), lang) => error.describe(lang),
            (Self::Encode(error), Lang::Zh) => error.zh(),
            (Self::Encode(error), Lang::En) => error.en(),
            (Self::ReadOnly, Lang::Zh) => {
                "这种文档只能检查，不能修改；请在办公软件中改，或另存为 .docx".to_owned()
            }
            (Self::ReadOnly, Lang::En) => {
                "documents of this kind can be checked but not fixed; change it in its program, or save it as .docx".to_owned()
            }
        }
    }
}

impl Linter {
    /// Applies `fixes` to the file `bytes`, whose name `path` gives its format and its configuration.
    ///
    /// ```
    /// use std::path::Path;
    /// use hongbi::{Config, Fixes, Linter};
    ///
    /// let linter = Linter::with_config(Config::default());
    /// let draft = "会议强调,要抓好落实。\n".as_bytes();
    /// let fixed = linter.fix_bytes(Path::new("draft.txt"), draft, Fixes::Safe)?;
    /// assert_eq!(fixed.bytes, "会议强调，要抓好落实。\n".as_bytes());
    /// # Ok::<(), hongbi::FixError>(())
    /// ```
    ///
    /// # Errors
    /// Where the file cannot be read, its format is not written, or its encoding lacks a character.
    pub fn fix_bytes(
        &self,
        path: &Path,
        bytes: &[u8],
        fixes: Fixes<'_>,
    ) -> Result<FixedFile, FixError> {
        #[cfg(feature = "docx")]
        if format::is_word(path) {
            return self.fix_word(path, bytes, fixes);
        }
        if format::is_office(path) {
            return Err(FixError::ReadOnly);
        }
        let source = self.decode(path, bytes)?;
        let (text, applied) = match fixes {
            Fixes::Of(fingerprints) => {
                let report = self.lint_text(path, &source.text)?;
                let found = with_fingerprints(report.diagnostics, fingerprints);
                let mut applied = BTreeMap::new();
                let edits = chosen(&found, true, &BTreeSet::new(), &mut applied, &|_, _| true);
                (edited(&source.text, &edits), applied)
            }
            Fixes::Safe | Fixes::All => {
                let fixed = self.fix_text(path, &source.text, matches!(fixes, Fixes::All))?;
                (fixed.text, fixed.applied)
            }
        };
        if *text == *source.text {
            return Ok(FixedFile {
                bytes: bytes.to_vec(),
                applied,
            });
        }
        source.round_trips(bytes)?;
        Ok(FixedFile {
            bytes: source.encode(&text)?,
            applied,
        })
    }

    #[cfg(feature = "docx")]
    fn fix_word(&self, path: &Path, bytes: &[u8], fixes: Fixes<'_>) -> Result<FixedFile, FixError> {
        if let Fixes::Of(fingerprints) = fixes {
            let report = self.lint_bytes(path, bytes)?;
            let found = with_fingerprints(report.diagnostics, fingerprints);
            return self.track(path, bytes, &found);
        }
        let fixed = self.fix_document(path, bytes, matches!(fixes, Fixes::All), false)?;
        Ok(FixedFile {
            bytes: fixed.bytes,
            applied: fixed.applied,
        })
    }

    /// The Word document `bytes` with the fixes of `found` as tracked changes.
    #[cfg(feature = "docx")]
    fn track(
        &self,
        path: &Path,
        bytes: &[u8],
        found: &[Diagnostic],
    ) -> Result<FixedFile, FixError> {
        let free = self.open(path, bytes)?.free.unwrap_or_default();
        let mut applied = BTreeMap::new();
        let edits: Vec<_> = chosen(
            found,
            true,
            &BTreeSet::new(),
            &mut applied,
            &|start, end| is_free(&free, start, end),
        )
        .into_iter()
        .map(|(start, (end, new))| (start..end, new.to_owned()))
        .collect();
        let bytes = if edits.is_empty() {
            bytes.to_vec()
        } else {
            format::revise(bytes, &edits, true, self.reading().changes)
                .map_err(|refusal| refused(path, refusal))?
        };
        Ok(FixedFile { bytes, applied })
    }
}

fn with_fingerprints(
    diagnostics: Vec<Diagnostic>,
    fingerprints: &BTreeSet<String>,
) -> Vec<Diagnostic> {
    let is_asked = |one: &Diagnostic| fingerprints.contains(&one.fingerprint);
    diagnostics.into_iter().filter(is_asked).collect()
}
