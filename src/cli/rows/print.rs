//! What is printed of a row.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use hongbi::{
    FileReport,
    document::Span,
    engine::{
        Diagnostic, DiagnosticFix, Score,
        rows::{self, RawRow, Row, RowError},
    },
    rules::Level,
};

/// Counts of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Totals {
    /// Files read.
    pub(super) files: usize,
    /// Rows read, broken ones included.
    pub(super) rows: usize,
    /// Characters in them, white space apart.
    pub(super) characters: usize,
    /// Diagnostics of level error.
    pub(super) errors: usize,
    /// Diagnostics of level warning.
    pub(super) warnings: usize,
    /// Diagnostics of level info.
    pub(super) infos: usize,
    /// Work that could not be done.
    pub(super) failures: usize,
    /// Whether a finding reached the level that fails.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) failed: bool,
}

impl Totals {
    pub(super) fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.rows += other.rows;
        self.characters += other.characters;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
        self.failures += other.failures;
        self.failed |= other.failed;
    }
}

/// What is to be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// A line for each finding.
    Findings,
    /// A line for each row, with its score.
    Scores,
    /// The rows with their scores, and with what was found where this asks for it.
    Rows { findings: bool },
}

/// Where a row is.
#[derive(Serialize, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) file: &'a str,
    pub(super) row: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'a Value>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'a> {
    Diagnostic {
        #[serde(flatten)]
        place: Place<'a>,
        #[serde(flatten)]
        found: Found<'a>,
    },
    Score {
        #[serde(flatten)]
        place: Place<'a>,
        #[serde(flatten)]
        score: &'a Score,
    },
    Failure {
        #[serde(flatten)]
        place: Place<'a>,
        message: &'a str,
    },
    Summary(&'a Totals),
}

/// A finding, its place within the row's text.
#[derive(Serialize)]
struct Found<'a> {
    rule: &'a str,
    category: &'a str,
    severity: Level,
    message: &'a str,
    help: &'a str,
    text: &'a str,
    span: &'a Span,
    labels: Vec<Label<'a>>,
    fix: Option<&'a DiagnosticFix>,
    fingerprint: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<&'a str>,
}

#[derive(Serialize)]
struct Label<'a> {
    span: &'a Span,
    message: &'a str,
}

impl<'a> Found<'a> {
    fn of(diagnostic: &'a Diagnostic) -> Self {
        Self {
            rule: &diagnostic.rule,
            category: diagnostic.category.name(),
            severity: diagnostic.severity,
            message: &diagnostic.message,
            help: &diagnostic.help,
            text: &diagnostic.text,
            span: &diagnostic.span,
            labels: diagnostic
                .labels
                .iter()
                .map(|label| Label {
                    span: &label.span,
                    message: &label.message,
                })
                .collect(),
            fix: diagnostic.fix.as_ref(),
            fingerprint: &diagnostic.fingerprint,
            within: diagnostic.within.as_deref(),
        }
    }
}

/// The column that is added to a row.
#[derive(Serialize, Default)]
struct Column<'a> {
    #[serde(flatten)]
    score: Option<&'a Score>,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Vec<Found<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<&'a str>,
}

/// Lines for one row, and what they count.
#[derive(Default)]
pub(super) struct Printed {
    pub(super) bytes: Vec<u8>,
    pub(super) totals: Totals,
    /// What could not be done.
    pub(super) failures: Vec<String>,
}

impl Printed {
    fn line(&mut self, line: &Line<'_>) {
        // Writing into memory fails for no value of these types.
        if serde_json::to_writer(&mut self.bytes, line).is_ok() {
            self.bytes.push(b'\n');
        }
    }

    fn row(&mut self, raw: &RawRow, column: &Column<'_>) {
        let column = serde_json::to_vec(column).unwrap_or_default();
        self.bytes.extend(rows::with_column(&raw.bytes, &column));
        self.bytes.push(b'\n');
    }

    fn fail(&mut self, place: Place<'_>, mode: Mode, raw: Option<&RawRow>, message: String) {
        match (mode, raw) {
            (Mode::Rows { .. }, Some(raw)) => {
                let failure = Some(message.as_str());
                self.row(
                    raw,
                    &Column {
                        failure,
                        ..Column::default()
                    },
                );
            }
            (Mode::Rows { .. }, None) => {}
            _ => self.line(&Line::Failure {
                place,
                message: &message,
            }),
        }
        self.failures.push(message);
    }

    /// What is printed of a file that could not be read, or not to its end.
    pub(super) fn broken_file(file: &str, row: u64, mode: Mode, message: String) -> Self {
        let mut printed = Self::default();
        let place = Place {
            file,
            row,
            id: None,
        };
        printed.fail(place, mode, None, message);
        printed
    }

    /// The last line of a run.
    pub(super) fn summary(totals: &Totals) -> Self {
        let mut printed = Self::default();
        printed.line(&Line::Summary(totals));
        printed
    }
}

/// A row that was read: what it holds, or why it holds nothing to lint with what identifies it.
pub(super) type Read = Result<Row, (RowError, Option<Value>)>;

/// Prints the row `raw` of `file`, of which `lint` makes a score and a report.
pub(super) fn row(
    (file, raw): (&str, &RawRow),
    read: Read,
    mode: Mode,
    fails: Option<Level>,
    lint: impl FnOnce(&str) -> Result<(Score, FileReport), String>,
    describe: impl FnOnce(&RowError) -> String,
) -> Printed {
    let mut printed = Printed::default();
    printed.totals.rows = 1;
    let (read, id) = match read {
        Ok(Row { text, id }) => (Ok(text), id),
        Err((error, id)) => (Err(describe(&error)), id),
    };
    let place = Place {
        file,
        row: raw.number,
        id: id.as_ref(),
    };
    let (score, mut report) = match read.and_then(|text| lint(&text)) {
        Ok(done) => done,
        Err(message) => {
            printed.fail(place, mode, Some(raw), message);
            return printed;
        }
    };
    let totals = &mut printed.totals;
    totals.characters = score.characters;
    (totals.errors, totals.warnings, totals.infos) = (score.errors, score.warnings, score.infos);
    // A finding that another explains does not count twice, but it fails a run all the same.
    let mut severities = report.diagnostics.iter().map(|one| one.severity);
    totals.failed = fails.is_some_and(|level| severities.any(|severity| severity >= level));
    let found = || report.diagnostics.iter().map(Found::of);
    match mode {
        Mode::Findings => {
            for found in found() {
                printed.line(&Line::Diagnostic { place, found });
            }
        }
        Mode::Scores => printed.line(&Line::Score {
            place,
            score: &score,
        }),
        Mode::Rows { findings } => {
            let column = Column {
                score: Some(&score),
                findings: findings.then(|| found().collect()),
                failure: None,
            };
            printed.row(raw, &column);
        }
    }
    for message in std::mem::take(&mut report.failures) {
        printed.fail(place, mode, None, message);
    }
    printed
}
