//! SARIF 2.1.0, for code scanning: columns in UTF-16 code units, as `columnKind` says.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde::Serialize;

use super::{Failure, Reporter, Style, Summary, uri};
use crate::{
    document::Span,
    engine::{Diagnostic, DiagnosticFix, FileReport},
    rules::{self, Level},
};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// One log, printed at the end.
pub(super) struct Sarif {
    style: Style,
    diagnostics: Vec<Diagnostic>,
}

impl Sarif {
    pub(super) fn new(style: Style) -> Self {
        Self {
            style,
            diagnostics: Vec::new(),
        }
    }
}

impl Reporter for Sarif {
    fn file(&mut self, report: &mut FileReport, _: &mut dyn Write) -> io::Result<()> {
        self.diagnostics.append(&mut report.diagnostics);
        Ok(())
    }

    fn finish(
        &mut self,
        _: &Summary,
        failures: Vec<Failure>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let diagnostics = std::mem::take(&mut self.diagnostics);
        // By name, the first diagnostic standing in for the description of a user's own rule.
        let mut used: BTreeMap<&str, &Diagnostic> = BTreeMap::new();
        for diagnostic in &diagnostics {
            used.entry(&diagnostic.rule).or_insert(diagnostic);
        }
        let names: Vec<&str> = used.keys().copied().collect();
        let run = Run {
            tool: Tool {
                driver: Driver {
                    name: env!("CARGO_PKG_NAME"),
                    version: env!("CARGO_PKG_VERSION"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: used.values().map(|one| self.rule(one)).collect(),
                },
            },
            column_kind: "utf16CodeUnits",
            invocations: vec![Invocation {
                execution_successful: failures.is_empty(),
                tool_execution_notifications: failures.iter().map(notification).collect(),
            }],
            results: diagnostics
                .iter()
                .map(|one| {
                    let index = names.binary_search(&one.rule.as_str()).unwrap_or_default();
                    result(one, index)
                })
                .collect(),
        };
        let log = Log {
            schema: SCHEMA,
            version: "2.1.0",
            runs: vec![run],
        };
        serde_json::to_writer_pretty(&mut *out, &log)?;
        writeln!(out)
    }
}

impl Sarif {
    fn rule(&self, first: &Diagnostic) -> Descriptor {
        let lang = self.style.lang;
        let Some(rule) = rules::find(&first.rule) else {
            return Descriptor {
                id: first.rule.clone(),
                short_description: Message::new(&first.rule),
                full_description: None,
                help: Some(Message::new(&first.help)).filter(|help| !help.text.is_empty()),
                default_configuration: Configuration {
                    level: level(first.severity),
                },
                properties: Properties {
                    tags: vec![first.category.name()],
                },
            };
        };
        let filled =
            |text: &str| Some(Message::new(text)).filter(|message| !message.text.is_empty());
        Descriptor {
            id: rule.name.clone(),
            short_description: Message::new(match rule.summary.get(lang) {
                "" => &rule.name,
                summary => summary,
            }),
            full_description: filled(rule.why.get(lang)),
            // The help of a rule is a template; what it names is not known here.
            help: filled(rule.help.get(lang))
                .filter(|help| !help.text.contains('{'))
                .or_else(|| filled(rule.why.get(lang))),
            default_configuration: Configuration {
                level: level(rule.level),
            },
            properties: Properties {
                tags: vec![rule.category.name()],
            },
        }
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
        Level::Off => "none",
    }
}

fn result(diagnostic: &Diagnostic, rule_index: usize) -> Outcome {
    let text = match diagnostic.help.as_str() {
        "" => diagnostic.message.clone(),
        help => format!("{}\n{help}", diagnostic.message),
    };
    Outcome {
        rule_id: diagnostic.rule.clone(),
        rule_index,
        level: level(diagnostic.severity),
        message: Message { text },
        locations: vec![Location {
            id: None,
            physical_location: place(
                &diagnostic.path,
                Some(Region {
                    snippet: Some(Message::new(&diagnostic.text)),
                    ..region(&diagnostic.span)
                }),
            ),
            message: None,
        }],
        related_locations: diagnostic
            .labels
            .iter()
            .zip(1..)
            .map(|(label, id)| Location {
                id: Some(id),
                physical_location: place(&label.path, Some(region(&label.span))),
                message: Some(Message::new(&label.message)),
            })
            .collect(),
        partial_fingerprints: BTreeMap::from([("hongbi/v1", diagnostic.fingerprint.clone())]),
        fixes: diagnostic
            .fix
            .iter()
            .map(|fix| mend(fix, &diagnostic.path))
            .collect(),
    }
}

fn mend(fix: &DiagnosticFix, path: &str) -> Fix {
    Fix {
        description: Message::new(&fix.title),
        artifact_changes: vec![Change {
            artifact_location: Artifact { uri: uri(path) },
            replacements: fix
                .edits
                .iter()
                .map(|edit| Replacement {
                    deleted_region: region(&edit.span),
                    inserted_content: Message::new(&edit.replacement),
                })
                .collect(),
        }],
    }
}

fn notification(failure: &Failure) -> Notification {
    Notification {
        level: "error",
        message: Message::new(&failure.message),
        locations: vec![Location {
            id: None,
            physical_location: place(&failure.path, None),
            message: None,
        }],
    }
}

fn place(path: &str, region: Option<Region>) -> Physical {
    Physical {
        artifact_location: Artifact { uri: uri(path) },
        region,
    }
}

fn region(span: &Span) -> Region {
    Region {
        start_line: span.start.line,
        start_column: span.start.utf16,
        end_line: span.end.line,
        end_column: span.end.utf16,
        snippet: None,
    }
}

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: Vec<Run>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    invocations: Vec<Invocation>,
    results: Vec<Outcome>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: String,
    short_description: Message,
    #[serde(skip_serializing_if = "Option::is_none")]
    full_description: Option<Message>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Message>,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    tags: Vec<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
    locations: Vec<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    rule_id: String,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    description: Message,
    artifact_changes: Vec<Change>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Message,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

impl Message {
    fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
        }
    }
}
