//! What is found, as Python sees it: offsets count characters, as Python's strings do.

use std::collections::BTreeMap;

use hongbi::{
    Diagnostic, FileReport,
    document::Span,
    rules::{self, Lang},
};
use pyo3::prelude::*;

/// Bytes of a text to its characters.
pub(crate) struct Characters<'a> {
    text: &'a str,
    /// How many characters come before every this many bytes.
    before: Vec<usize>,
}

/// How many bytes are counted anew for each place at most.
const STEP: usize = 1024;

impl<'a> Characters<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let mut before = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for some in text.as_bytes().chunks(STEP) {
            before.push(count);
            count += begun(some);
        }
        Self { text, before }
    }

    /// How many characters begin before byte `offset`.
    pub(crate) fn before(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let step = (offset / STEP).min(self.before.len().saturating_sub(1));
        let counted = self.before.get(step).copied().unwrap_or(0);
        let rest = self.text.as_bytes().get(step * STEP..offset);
        counted + begun(rest.unwrap_or_default())
    }
}

/// How many characters of UTF-8 begin in `bytes`.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

/// A place that belongs to a finding.
#[pyclass(frozen, get_all, module = "hongbi")]
#[derive(Clone)]
pub(crate) struct Label {
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    message: String,
}

/// One edit of a fix.
#[pyclass(frozen, get_all, module = "hongbi")]
#[derive(Clone)]
pub(crate) struct Edit {
    start: usize,
    end: usize,
    replacement: String,
}

/// What would fix a finding.
#[pyclass(frozen, get_all, module = "hongbi")]
#[derive(Clone)]
pub(crate) struct Fix {
    safety: String,
    title: String,
    edits: Vec<Edit>,
}

/// One finding.
#[pyclass(frozen, module = "hongbi")]
#[derive(Clone)]
pub(crate) struct Finding {
    #[pyo3(get)]
    pub(crate) start: usize,
    #[pyo3(get)]
    pub(crate) end: usize,
    #[pyo3(get)]
    labels: Vec<Label>,
    #[pyo3(get)]
    fix: Option<Fix>,
    #[pyo3(get)]
    occurrences: Vec<(usize, usize)>,
    pub(crate) whole: Diagnostic,
}

#[pymethods]
impl Finding {
    #[getter]
    fn rule(&self) -> &str {
        &self.whole.rule
    }

    #[getter]
    fn category(&self) -> &'static str {
        self.whole.category.name()
    }

    #[getter]
    fn severity(&self) -> &'static str {
        self.whole.severity.name()
    }

    #[getter]
    fn message(&self) -> &str {
        &self.whole.message
    }

    #[getter]
    fn help(&self) -> &str {
        &self.whole.help
    }

    #[getter]
    fn text(&self) -> &str {
        &self.whole.text
    }

    #[getter]
    fn line(&self) -> usize {
        self.whole.span.start.line
    }

    #[getter]
    fn column(&self) -> usize {
        self.whole.span.start.column
    }

    #[getter]
    fn end_line(&self) -> usize {
        self.whole.span.end.line
    }

    #[getter]
    fn end_column(&self) -> usize {
        self.whole.span.end.column
    }

    #[getter]
    fn fingerprint(&self) -> &str {
        &self.whole.fingerprint
    }

    #[getter]
    fn within(&self) -> Option<&str> {
        self.whole.within.as_deref()
    }

    #[getter]
    fn location(&self) -> Option<String> {
        self.whole.location.as_ref().map(|location| location.zh())
    }

    /// The diagnostic as the JSON report has it.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        parsed(py, &self.whole)
    }

    fn __repr__(&self) -> String {
        format!(
            "Finding({}, {}:{}, {:?})",
            self.whole.rule, self.whole.span.start.line, self.whole.span.start.column, self.whole.text
        )
    }
}

/// `value` as Python reads JSON.
fn parsed<'py>(py: Python<'py>, value: &impl serde::Serialize) -> PyResult<Bound<'py, PyAny>> {
    let text = serde_json::to_string(value).map_err(|error| super::HongbiError::new_err(error.to_string()))?;
    py.import("json")?.call_method1("loads", (text,))
}

/// The findings of `report`, whose text is `text`.
pub(crate) fn of(report: FileReport, text: &str) -> Vec<Finding> {
    if report.diagnostics.is_empty() {
        return Vec::new();
    }
    let characters = Characters::of(text);
    let place = |span: &Span| (characters.before(span.start.offset), characters.before(span.end.offset));
    report
        .diagnostics
        .into_iter()
        .map(|whole| {
            let (start, end) = place(&whole.span);
            Finding {
                start,
                end,
                labels: whole
                    .labels
                    .iter()
                    .map(|label| Label {
                        start: place(&label.span).0,
                        end: place(&label.span).1,
                        line: label.span.start.line,
                        column: label.span.start.column,
                        message: label.message.clone(),
                    })
                    .collect(),
                fix: whole.fix.as_ref().map(|fix| Fix {
                    safety: match fix.safety {
                        rules::Safety::Safe => "safe".to_owned(),
                        rules::Safety::Unsafe => "unsafe".to_owned(),
                    },
                    title: fix.title.clone(),
                    edits: fix
                        .edits
                        .iter()
                        .map(|edit| Edit {
                            start: place(&edit.span).0,
                            end: place(&edit.span).1,
                            replacement: edit.replacement.clone(),
                        })
                        .collect(),
                }),
                occurrences: whole.occurrences.iter().map(place).collect(),
                whole,
            }
        })
        .collect()
}

/// What fixing a draft gave.
#[pyclass(frozen, get_all, module = "hongbi")]
pub(crate) struct Fixed {
    pub(crate) text: String,
    pub(crate) applied: BTreeMap<String, usize>,
    pub(crate) findings: Vec<Finding>,
}

/// A rule.
#[pyclass(frozen, get_all, module = "hongbi")]
pub(crate) struct Rule {
    name: String,
    category: String,
    level: String,
    summary: String,
    why: String,
    help: String,
}

impl Rule {
    pub(crate) fn of(rule: &rules::Rule, lang: Lang) -> Self {
        Self {
            name: rule.name.clone(),
            category: rule.category.name().to_owned(),
            level: rule.level.name().to_owned(),
            summary: rule.summary.get(lang).to_owned(),
            why: rule.why.get(lang).to_owned(),
            help: rule.help.get(lang).to_owned(),
        }
    }
}

/// Counts of a draft.
#[pyclass(frozen, module = "hongbi")]
pub(crate) struct Score(pub(crate) hongbi::engine::Score);

#[pymethods]
impl Score {
    #[getter]
    fn characters(&self) -> usize {
        self.0.characters
    }

    #[getter]
    fn han(&self) -> f64 {
        self.0.han
    }

    #[getter]
    fn paragraphs(&self) -> usize {
        self.0.paragraphs
    }

    #[getter]
    fn damaged(&self) -> f64 {
        self.0.damaged
    }

    #[getter]
    fn errors(&self) -> usize {
        self.0.errors
    }

    #[getter]
    fn warnings(&self) -> usize {
        self.0.warnings
    }

    #[getter]
    fn infos(&self) -> usize {
        self.0.infos
    }

    #[getter]
    fn rate(&self) -> f64 {
        self.0.rate
    }

    #[getter]
    fn script(&self) -> &'static str {
        self.0.script.name()
    }

    #[getter]
    fn trouble(&self) -> usize {
        self.0.trouble.total()
    }

    #[getter]
    fn families(&self) -> BTreeMap<String, usize> {
        self.0.families.clone()
    }

    #[getter]
    fn rules(&self) -> BTreeMap<String, usize> {
        self.0.rules.clone()
    }

    /// The score as `hongbi score --format jsonl` prints it.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        parsed(py, &self.0)
    }
}
