//! The linter, as Python sees it. Nothing here holds the interpreter while it lints.

use std::path::{Path, PathBuf};

use hongbi::{
    FileReport, LintError,
    config::{Config, ConfigError as WrongConfig, Discovery, Selection},
    report,
    rules::Lang,
    storage,
};
use pyo3::{
    exceptions::{PyTypeError, PyValueError},
    prelude::*,
};

use super::{
    ConfigError, HongbiError,
    arrow::{self, ArrowArray},
    findings::{self, Finding, Fixed, Score},
};

/// The language called `name`.
pub(crate) fn lang(name: &str) -> PyResult<Lang> {
    match name {
        "zh" => Ok(Lang::Zh),
        "en" => Ok(Lang::En),
        _ => Err(PyValueError::new_err(format!("lang is \"zh\" or \"en\", not {name:?}"))),
    }
}

/// The name of a draft whose format is called `name`.
fn draft(name: &str) -> PyResult<&'static Path> {
    match name {
        "text" => Ok(Path::new("draft.txt")),
        "markdown" => Ok(Path::new("draft.md")),
        "html" => Ok(Path::new("draft.html")),
        _ => Err(PyValueError::new_err(format!(
            "format is \"text\", \"markdown\" or \"html\", not {name:?}"
        ))),
    }
}

/// A configuration with its rules and language of messages.
#[pyclass(frozen, module = "hongbi._native")]
pub(crate) struct Linter {
    linter: hongbi::Linter,
    lang: Lang,
}

#[pymethods]
impl Linter {
    #[new]
    fn new(config: Option<PathBuf>, select: Vec<String>, ignore: Vec<String>, lang: &str) -> PyResult<Self> {
        let lang = self::lang(lang)?;
        let wrong = |error: &WrongConfig| ConfigError::new_err(report::config_error(error, lang, false));
        let discovery = match &config {
            Some(path) => Discovery::file(path).map_err(|error| wrong(&error))?,
            None => Discovery::fixed(Config::default()),
        };
        let settings = discovery.config(Path::new("draft.txt")).map_err(|error| wrong(&error))?;
        let custom: Vec<String> = settings.custom.iter().map(|rule| rule.name.clone()).collect();
        let selection = Selection::parse(&select, &ignore, &[], &custom)
            .map_err(|problem| PyValueError::new_err(problem.get(lang).to_owned()))?;
        let linter = hongbi::Linter::new(discovery).selection(selection).lang(lang);
        Ok(Self { linter, lang })
    }

    fn lint(&self, py: Python<'_>, text: &str, format: &str) -> PyResult<Vec<Finding>> {
        let path = draft(format)?;
        let report = py.detach(|| self.linter.lint_text(path, text));
        self.found(path, report, Some(text))
    }

    fn lint_bytes(&self, py: Python<'_>, content: &[u8], name: PathBuf) -> PyResult<Vec<Finding>> {
        let report = py.detach(|| self.linter.lint_bytes(&name, content));
        self.found(&name, report, None)
    }

    fn lint_file(&self, py: Python<'_>, path: PathBuf) -> PyResult<Vec<Finding>> {
        let report = py.detach(|| self.linter.lint_file(&path));
        self.found(&path, report, None)
    }

    fn lint_many(&self, py: Python<'_>, texts: Vec<String>, format: &str) -> PyResult<Vec<Vec<Finding>>> {
        let path = draft(format)?;
        py.detach(|| {
            self.linter.side_by_side(&texts, |text| {
                let (_, report) = self.linter.lint_row(path, text)?;
                Ok(findings::of(report, text))
            })
        })
        .into_iter()
        .collect::<Result<_, String>>()
        .map_err(HongbiError::new_err)
    }

    fn lint_batch(&self, py: Python<'_>, texts: &Bound<'_, PyAny>, format: &str) -> PyResult<ArrowArray> {
        let path = draft(format)?;
        let chunks = arrow::read(texts)?;
        py.detach(|| {
            let rows = arrow::strings(&chunks)?;
            let found = self.linter.side_by_side(&rows, |row| {
                let text = (*row)?;
                // A row that cannot be linted is null, and stops no other.
                let (_, report) = self.linter.lint_row(path, text).ok()?;
                Some(findings::of(report, text))
            });
            arrow::lists(&found)
        })
        .map_err(PyTypeError::new_err)
    }

    fn fix(&self, py: Python<'_>, text: &str, format: &str, risky: bool) -> PyResult<Fixed> {
        let path = draft(format)?;
        let fixed = py
            .detach(|| self.linter.fix_text(path, text, risky))
            .map_err(|error| self.error(path, &error))?;
        Ok(Fixed {
            findings: findings::of(fixed.report, &fixed.text),
            text: fixed.text,
            applied: fixed.applied,
        })
    }

    fn score(&self, py: Python<'_>, text: &str, format: &str) -> PyResult<Score> {
        let path = draft(format)?;
        let score = py.detach(|| self.linter.lint_row(path, text));
        score.map(|(score, _)| Score(score)).map_err(HongbiError::new_err)
    }

    fn paragraph_hashes(&self, py: Python<'_>, text: &str, format: &str) -> PyResult<Vec<String>> {
        let path = draft(format)?;
        Ok(py.detach(|| {
            let hashes = self.linter.paragraph_hashes(path, text);
            hashes.iter().map(|hash| hash.digits()).collect()
        }))
    }
}

impl Linter {
    /// The findings of `report` on `path`, whose text is `text` or that of the report.
    fn found(
        &self,
        path: &Path,
        report: Result<FileReport, LintError>,
        text: Option<&str>,
    ) -> PyResult<Vec<Finding>> {
        let report = report.map_err(|error| self.error(path, &error))?;
        if let Some(failure) = report.failures.first() {
            return Err(HongbiError::new_err(failure.clone()));
        }
        let source = report.source.clone();
        Ok(findings::of(report, text.or(source.as_deref()).unwrap_or_default()))
    }

    fn error(&self, path: &Path, error: &LintError) -> PyErr {
        match error {
            LintError::Config(error) => ConfigError::new_err(report::config_error(error, self.lang, false)),
            _ => HongbiError::new_err(format!("{}: {}", storage::name(path), error.describe(self.lang))),
        }
    }
}
