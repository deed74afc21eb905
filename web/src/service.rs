//! What the page can ask for.

use std::{collections::BTreeSet, path::Path};

use hongbi::{
    Config, ConfigError, Counts, Diagnostic, FixError, Fixes, Lang, LintError, Linter,
    config::{FILE, allow_entry},
    format, report,
};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Request {
    #[serde(rename = "do")]
    action: Action,
    /// The file's name, whose ending gives its format.
    #[serde(default)]
    name: String,
    #[serde(default)]
    lang: Lang,
    /// The text of a `hongbi.toml`.
    #[serde(default)]
    config: String,
    #[serde(default)]
    exceptions: Vec<Exception>,
    /// The findings whose fixes are to be applied; without it, all safe ones.
    fingerprints: Option<BTreeSet<String>>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Action {
    /// Lints the file.
    Lint,
    /// Applies fixes; the answer carries the file.
    Fix,
    /// Writes the findings into a Word document as comments; the answer carries it.
    Comment,
    /// The answer carries the configuration with the exceptions.
    Config,
}

/// A finding that the user allowed.
#[derive(Deserialize)]
struct Exception {
    rule: String,
    /// The text that was found; empty where the finding is at a place between characters.
    #[serde(default)]
    text: String,
    #[serde(default)]
    fingerprint: String,
}

/// An answer: all fields but those of the question stay empty.
#[derive(Serialize, Default)]
struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    applied: Option<usize>,
    #[serde(flatten)]
    linted: Option<Linted>,
}

#[derive(Serialize)]
struct Linted {
    /// `text` for files that are text, `word` for those that take comments and tracked changes, else `other`.
    kind: &'static str,
    characters: usize,
    counts: Counts,
    diagnostics: Vec<Diagnostic>,
    failures: Vec<String>,
    /// The draft with its findings.
    html: String,
    /// The text of a file that is text.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    encoding: &'static str,
}

/// Answers the request `head` about `file`: the answer's JSON, and the file that it carries.
pub(crate) fn answer(head: &[u8], file: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let (answer, file) = match serde_json::from_slice::<Request>(head) {
        Ok(request) => request
            .answer(file)
            .unwrap_or_else(|said| (failed(said), Vec::new())),
        Err(error) => (failed(error.to_string()), Vec::new()),
    };
    (serde_json::to_vec(&answer).unwrap_or_default(), file)
}

fn failed(said: String) -> Answer {
    Answer {
        error: Some(said),
        ..Answer::default()
    }
}

impl Request {
    fn answer(&self, file: &[u8]) -> Result<(Answer, Vec<u8>), String> {
        match self.action {
            Action::Lint => {
                let linted = self.lint(file)?;
                let answer = Answer {
                    linted: Some(linted),
                    ..Answer::default()
                };
                Ok((answer, Vec::new()))
            }
            Action::Fix => self.fix(file),
            Action::Comment => Ok((Answer::default(), self.comment(file)?)),
            Action::Config => Ok((Answer::default(), self.config().into_bytes())),
        }
    }

    fn path(&self) -> &Path {
        Path::new(&self.name)
    }

    /// The configuration with the exceptions behind it, which leaves the lines of the user's own as they are.
    fn config(&self) -> String {
        let reason = match self.lang {
            Lang::Zh => "已核对，无须修改",
            Lang::En => "checked, right as it is",
        };
        let mut out = self.config.clone();
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        for one in self.exceptions.iter().filter(|one| !one.text.is_empty()) {
            out.push_str(&format!(
                "\n{}",
                allow_entry(&one.rule, "", &one.text, reason)
            ));
        }
        out
    }

    fn linter(&self) -> Result<Linter, String> {
        let config = Config::parse(Path::new(FILE), &self.config())
            .map_err(|error| mistakes(&error, self.lang))?;
        Ok(Linter::with_config(config).lang(self.lang))
    }

    /// Whether the user allowed `found`, which has no text that an entry of the configuration could name.
    fn allows(&self, found: &Diagnostic) -> bool {
        self.exceptions
            .iter()
            .any(|one| one.text.is_empty() && one.fingerprint == found.fingerprint)
    }

    fn lint(&self, file: &[u8]) -> Result<Linted, String> {
        let path = self.path();
        let linter = self.linter()?;
        let mut report = linter
            .lint_bytes(path, file)
            .map_err(|error| self.said(&error))?;
        report.diagnostics.retain(|found| !self.allows(found));
        let is_text = !format::is_office(path);
        let decoded = is_text.then(|| linter.decode(path, file).ok()).flatten();
        let text = decoded.as_ref().map(|source| source.text.to_string());
        let shown = report.source.clone();
        let shown = shown.as_deref().or(text.as_deref()).unwrap_or_default();
        let mut counts = Counts::default();
        for found in &report.diagnostics {
            counts.add(found.severity);
        }
        Ok(Linted {
            kind: match (is_text, format::is_word(path)) {
                (true, _) => "text",
                (false, true) => "word",
                (false, false) => "other",
            },
            characters: report.characters,
            counts,
            html: report::draft_with_findings(&report, shown, self.lang),
            diagnostics: report.diagnostics,
            failures: report.failures,
            text,
            encoding: decoded.map_or("", |source| source.encoding.name()),
        })
    }

    fn fix(&self, file: &[u8]) -> Result<(Answer, Vec<u8>), String> {
        let fixes = match &self.fingerprints {
            Some(chosen) => Fixes::Of(chosen),
            None => Fixes::Safe,
        };
        let fixed = self
            .linter()?
            .fix_bytes(self.path(), file, fixes)
            .map_err(|error: FixError| error.describe(self.lang))?;
        let answer = Answer {
            applied: Some(fixed.applied.values().sum()),
            ..Answer::default()
        };
        Ok((answer, fixed.bytes))
    }

    fn comment(&self, file: &[u8]) -> Result<Vec<u8>, String> {
        let path = self.path();
        let linter = self.linter()?;
        let mut report = linter
            .lint_bytes(path, file)
            .map_err(|error| self.said(&error))?;
        report.diagnostics.retain(|found| !self.allows(found));
        linter
            .annotate(path, file, &report)
            .map_err(|error| self.said(&error))
    }

    fn said(&self, error: &LintError) -> String {
        error.describe(self.lang)
    }
}

/// All mistakes of a configuration, each with its line.
fn mistakes(error: &ConfigError, lang: Lang) -> String {
    let line = |offset: usize| {
        let before = error.text.get(..offset).unwrap_or(&error.text);
        before.matches('\n').count() + 1
    };
    let mut said: Vec<String> = error
        .problems
        .iter()
        .map(|problem| {
            let (line, message) = (line(problem.span.start), problem.message.get(lang));
            let hint = problem.hint.as_ref().map(|hint| hint.get(lang));
            match lang {
                Lang::Zh => format!("第 {line} 行：{message}{}", after("。", hint)),
                Lang::En => format!("line {line}: {message}{}", after("; ", hint)),
            }
        })
        .collect();
    said.dedup();
    said.join("\n")
}

fn after(mark: &str, hint: Option<&str>) -> String {
    hint.map(|hint| format!("{mark}{hint}")).unwrap_or_default()
}
