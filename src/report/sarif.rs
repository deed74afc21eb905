//! SARIF 2.1.0, for code scanning: columns in UTF-16 code units, as `columnKind` says.

use std::{
    collections::{BTreeMap, HashMap},
    io::{self, Write},
};

use serde::Serialize;

use super::{
    Failure, Reporter, Style, Summary,
    spool::{Piece, Spool},
    uri,
};
use crate::{
    document::Span,
    engine::{Diagnostic, DiagnosticFix, FileReport, in_words},
    format,
    rules::{self, Lang, Level},
};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// One log, printed at the end; the results, which come last in it, wait worded already.
pub(super) struct Sarif {
    style: Style,
    /// The rules that reported, in order of their first finding.
    rules: Vec<Descriptor>,
    /// Their places in that list, by name.
    indices: HashMap<String, usize>,
    spool: Spool,
    results: Vec<Piece>,
}

impl Sarif {
    pub(super) fn new(style: Style) -> Self {
        Self {
            style,
            rules: Vec::new(),
            indices: HashMap::new(),
            spool: Spool::default(),
            results: Vec::new(),
        }
    }

    /// The place of the rule of `diagnostic` in the list of rules.
    fn index(&mut self, diagnostic: &Diagnostic) -> usize {
        if let Some(&index) = self.indices.get(&diagnostic.rule) {
            return index;
        }
        // The first diagnostic is in for the description of a user's own rule.
        self.rules.push(self.rule(diagnostic));
        let index = self.rules.len() - 1;
        self.indices.insert(diagnostic.rule.clone(), index);
        index
    }
}

impl Reporter for Sarif {
    fn file(&mut self, report: &mut FileReport, _: &mut dyn Write) -> io::Result<()> {
        for diagnostic in report.defects() {
            let index = self.index(diagnostic);
            // As it is in the list, four levels deep.
            let text = serde_json::to_string_pretty(&result(diagnostic, index, self.style.lang))?
                .replace('\n', "\n        ");
            self.results.push(self.spool.keep(text.as_bytes())?);
        }
        Ok(())
    }

    fn finish(
        &mut self,
        _: &Summary,
        failures: Vec<Failure>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let run = Run {
            tool: Tool {
                driver: Driver {
                    name: env!("CARGO_PKG_NAME"),
                    version: env!("CARGO_PKG_VERSION"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: std::mem::take(&mut self.rules),
                },
            },
            column_kind: "utf16CodeUnits",
            invocations: vec![Invocation {
                execution_successful: failures.is_empty(),
                tool_execution_notifications: failures.iter().map(notification).collect(),
            }],
            results: Vec::new(),
        };
        let log = Log {
            schema: SCHEMA,
            version: "2.1.0",
            runs: vec![run],
        };
        let frame = serde_json::to_string_pretty(&log)?;
        // The results are the last thing in the run.
        const END: &str = "]\n    }\n  ]\n}";
        let Some(head) = frame.strip_suffix(END).filter(|_| !self.results.is_empty()) else {
            return writeln!(out, "{frame}");
        };
        out.write_all(head.as_bytes())?;
        let mut separator = "\n        ";
        for piece in &self.results {
            out.write_all(separator.as_bytes())?;
            self.spool.copy(*piece, out)?;
            separator = ",\n        ";
        }
        writeln!(out, "\n      {END}")
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

fn result(diagnostic: &Diagnostic, rule_index: usize, lang: Lang) -> Outcome {
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
            logical_locations: logical(diagnostic.location.as_ref(), lang),
            message: None,
        }],
        related_locations: diagnostic
            .labels
            .iter()
            .zip(1..)
            .map(|(label, id)| Location {
                id: Some(id),
                physical_location: place(&label.path, Some(region(&label.span))),
                logical_locations: logical(label.location.as_ref(), lang),
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
            logical_locations: Vec::new(),
            message: None,
        }],
    }
}

/// A document has no lines that its readers see.
fn logical(location: Option<&format::Location>, lang: Lang) -> Vec<Logical> {
    location
        .map(|location| Logical {
            name: in_words(location, lang),
            fully_qualified_name: match (&location.cell, location.paragraph, location.run) {
                (Some(cell), ..) => cell.clone(),
                (None, Some(paragraph), Some(run)) => {
                    format!("{}#{paragraph}.{run}", location.part)
                }
                (None, Some(paragraph), None) => format!("{}#{paragraph}", location.part),
                (None, None, _) => location.part.clone(),
            },
            kind: "element",
        })
        .into_iter()
        .collect()
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    name: String,
    fully_qualified_name: String,
    kind: &'static str,
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
