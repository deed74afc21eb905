//! From findings to diagnostics: levels, allowed exceptions, wording, positions, fingerprints.

use std::{collections::HashMap, ops::Range, sync::Arc};

use serde::{Deserialize, Serialize};

use super::exceptions::Exceptions;
use crate::{
    config::Config,
    document::{Allowance, Locator, Span},
    format::Location,
    language::han::is_han,
    reading::Draft,
    rules::{self, Arguments, Category, Finding, Lang, Level, Rule, Safety},
    storage,
};

/// A finding as it is reported: worded, levelled, placed in its file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Diagnostic {
    /// The file, as the user named it.
    pub path: String,
    /// The rule's name.
    pub rule: String,
    /// The rule's short Chinese title, where the report is in Chinese and the rule has one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The rule's category.
    pub category: Category,
    /// How bad it is.
    pub severity: Level,
    /// What is wrong, with its proof.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The text at `span`, cut after 200 characters.
    pub text: String,
    /// Where.
    pub span: Span,
    /// Where in a document that is no plain text; lines and offsets are then those of its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// Places that belong to it.
    pub labels: Vec<DiagnosticLabel>,
    /// What would fix it.
    pub fix: Option<DiagnosticFix>,
    /// All places, where this finding stands for a habit of the whole document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub occurrences: Vec<Span>,
    /// 16 hexadecimal digits that stay the same when lines move.
    pub fingerprint: String,
    /// The fingerprint of the diagnostic that explains this one, which is then no defect of its own: it lies in
    /// a copy, follows from a defect of the whole draft, or is one more place of a habit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// The rule's page, relative to the project's repository.
    pub url: String,
}

/// A place that belongs to a diagnostic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DiagnosticLabel {
    /// The file.
    pub path: String,
    /// Where.
    pub span: Span,
    /// Where in a document that is no plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// What it is to the diagnostic.
    pub message: String,
}

/// A fix in a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DiagnosticFix {
    /// Whether it can be applied without a look.
    pub safety: Safety,
    /// What it does.
    pub title: String,
    /// The edits, which do not overlap.
    pub edits: Vec<ReplacedText>,
}

/// One edit of a fix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReplacedText {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub replacement: String,
}

/// How many diagnostics of each level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Of level error.
    pub errors: usize,
    /// Of level warning.
    pub warnings: usize,
    /// Of level info.
    pub infos: usize,
}

impl Diagnostic {
    /// What its rule is called in the language of the report.
    pub fn called(&self) -> &str {
        if self.title.is_empty() {
            &self.rule
        } else {
            &self.title
        }
    }
}

impl Counts {
    /// Counts one diagnostic of `level`.
    pub fn add(&mut self, level: Level) {
        match level {
            Level::Error => self.errors += 1,
            Level::Warning => self.warnings += 1,
            Level::Info => self.infos += 1,
            Level::Off => {}
        }
    }

    /// How many diagnostics are at or above `level`.
    pub fn at_least(&self, level: Level) -> usize {
        match level {
            Level::Off | Level::Info => self.errors + self.warnings + self.infos,
            Level::Warning => self.errors + self.warnings,
            Level::Error => self.errors,
        }
    }
}

/// How many characters of a finding's text a report carries.
const SHOWN: usize = 200;

/// Words, levels and places the findings of one document.
pub(super) struct Settle<'a> {
    doc: &'a Draft,
    config: &'a Config,
    lang: Lang,
    path: String,
    exceptions: Exceptions<'a>,
    pub(super) kept: Vec<Diagnostic>,
    /// Which of the draft's own exceptions a finding needed.
    used_allowances: Vec<bool>,
    /// The rules that give way to others at the same place.
    giving_way: Vec<String>,
}

impl<'a> Settle<'a> {
    pub(super) fn new(doc: &'a Draft, config: &'a Config, lang: Lang) -> Self {
        let path = storage::name(&doc.source.path);
        Self {
            doc,
            used_allowances: vec![false; doc.allowances.len()],
            giving_way: Vec::new(),
            config,
            lang,
            path,
            exceptions: Exceptions::new(&doc.allowances),
            kept: Vec::new(),
        }
    }

    /// Takes the findings of `rule`, for which the configuration says `configured`; there were `unlisted`
    /// more.
    ///
    /// # Errors
    /// With the number of these, where no finding is left that could say so.
    pub(super) fn take(
        &mut self,
        rule: &Arc<Rule>,
        configured: Option<Level>,
        findings: Vec<Finding>,
        unlisted: usize,
    ) -> Result<(), usize> {
        if findings.is_empty() {
            return Ok(());
        }
        if rule.gives_way {
            self.giving_way.push(rule.name.clone());
        }
        let before = self.kept.len();
        let mut ranges: Vec<(Range<usize>, Finding)> = findings
            .into_iter()
            .map(|finding| (self.doc.source_range(&finding.span), finding))
            .collect();
        ranges.sort_by_key(|(a, _)| (a.start, a.end));
        let source = Arc::clone(&self.doc.source.text);
        // One locator a use, so that each walks forward only.
        let mut starts = Locator::new(&source, self.doc.lines());
        for (range, finding) in ranges {
            let severity = severity(rule.level, configured, finding.level);
            if severity == Level::Off
                || self
                    .config
                    .allows(&rule.name, &self.path, &source[range.clone()])
                || self.draft_allows(rule, range.start)
            {
                continue;
            }
            let span = starts.span(&range);
            let diagnostic = self.word(rule, severity, &finding, &range, span);
            self.kept.push(diagnostic);
        }
        if unlisted == 0 {
            return Ok(());
        }
        let last = self.kept[before..].last_mut().ok_or(unlisted)?;
        last.message.push_str(&match self.lang {
            Lang::Zh => format!("（同类问题另有 {unlisted} 处，--all 逐处列出）"),
            Lang::En => format!(" ({unlisted} more of the same; --all lists them)"),
        });
        Ok(())
    }

    /// Whether an exception in the draft itself covers a finding of `rule` at byte `place`; the innermost
    /// one that does counts as used.
    fn draft_allows(&mut self, rule: &Rule, place: usize) -> bool {
        let category = rule.category;
        let names = [&*rule.name, &*rule.title, category.name(), category.title()];
        let found = self.exceptions.find(&names, place);
        if let Some(used) = found.and_then(|index| self.used_allowances.get_mut(index)) {
            *used = true;
        }
        found.is_some()
    }

    fn word(
        &self,
        rule: &Rule,
        severity: Level,
        finding: &Finding,
        range: &Range<usize>,
        span: Span,
    ) -> Diagnostic {
        let source = &*self.doc.source.text;
        let text = |key: &str, own: &Arguments| {
            rules::fill(rule.template(key, self.lang), own, &finding.arguments)
        };
        let mut locator = Locator::new(source, self.doc.lines());
        let mut place = |range: &Range<usize>| locator.span(&self.doc.source_range(range));
        let labels = finding
            .related
            .iter()
            .map(|related| DiagnosticLabel {
                path: self.path.clone(),
                span: place(&related.span),
                location: None,
                message: text(related.message, &related.arguments),
            })
            .collect();
        // Where the file has marks between the words, replacing the words would take the marks away.
        let as_in_file = |span: &Range<usize>| {
            let (text, file) = (
                self.doc.text.get(span.clone()),
                source.get(self.doc.source_range(span)),
            );
            // The kind of line ends is the file's, and is kept.
            text == file
                || text.is_some_and(|text| text.contains('\n'))
                    && file
                        .map(|file| file.replace("\r\n", "\n").replace('\r', "\n"))
                        .as_deref()
                        == text
        };
        // What changes nothing is no fix.
        let changes =
            |edit: &rules::Edit| self.doc.text.get(edit.span.clone()) != Some(&*edit.replacement);
        let fix = finding
            .fix
            .as_ref()
            .filter(|fix| fix.edits.iter().all(|edit| as_in_file(&edit.span)))
            .filter(|fix| fix.edits.iter().any(changes));
        let fix = fix.map(|fix| DiagnosticFix {
            safety: fix.safety,
            title: text(fix.title, &[]),
            edits: fix
                .edits
                .iter()
                .map(|edit| ReplacedText {
                    span: place(&edit.span),
                    replacement: edit.replacement.clone(),
                })
                .collect(),
        });
        let mut occurrences: Vec<&Range<usize>> = finding.occurrences.iter().collect();
        occurrences.sort_by_key(|range| range.start);
        Diagnostic {
            path: self.path.clone(),
            rule: rule.name.clone(),
            title: match self.lang {
                Lang::Zh => rule.title.clone(),
                Lang::En => String::new(),
            },
            category: rule.category,
            severity,
            message: rules::fill(
                rule.wording(finding.message, self.lang),
                &finding.arguments,
                &[],
            ),
            help: rules::fill(rule.help.get(self.lang), &finding.arguments, &[]),
            text: cut(&source[range.clone()], SHOWN),
            span,
            location: None,
            labels,
            fix,
            occurrences: occurrences.into_iter().map(&mut place).collect(),
            fingerprint: self.fingerprint(rule, finding),
            within: None,
            url: format!("rules/{}.toml", rule.name),
        }
    }

    /// A hash of the rule, the normalised text and what is around it in its block. Equal ones
    /// are distinguished by [`number_repeats`].
    fn fingerprint(&self, rule: &Rule, finding: &Finding) -> String {
        const AROUND: usize = 12;
        /// How far, in characters, they are looked for.
        const WITHIN: usize = 120;
        let text = &*self.doc.text;
        let block = self
            .doc
            .block_at(finding.span.start)
            .map_or(0..text.len(), |index| self.doc.blocks[index].range.clone());
        let from = block.start.min(finding.span.start);
        let to = block.end.max(finding.span.end).min(text.len());
        let before: Vec<char> = text[from..finding.span.start]
            .chars()
            .rev()
            .take(WITHIN)
            .filter(|&c| is_han(c))
            .take(AROUND)
            .collect();
        let after: Vec<char> = text[finding.span.end..to]
            .chars()
            .take(WITHIN)
            .filter(|&c| is_han(c))
            .take(AROUND)
            .collect();
        let mut hash = Fnv::new();
        hash.write(rule.name.as_bytes());
        hash.write(&[0]);
        let own = text[finding.span.clone()]
            .chars()
            .filter(|c| !c.is_whitespace());
        for c in own
            .chain(['\u{1}'])
            .chain(before)
            .chain(['\u{1}'])
            .chain(after)
        {
            hash.write(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
        format!("{:016x}", hash.0)
    }

    /// The draft's own exceptions that no finding has needed.
    pub(super) fn unused_allowances(&self) -> impl Iterator<Item = &'a Allowance> {
        let allowances = self.doc.allowances.iter().zip(&self.used_allowances);
        allowances
            .filter(|(_, used)| !**used)
            .map(|(allowance, _)| allowance)
    }

    /// The diagnostics in order of place.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.kept.sort_by(is_before);
        give_way(&mut self.kept, &self.giving_way);
        number_repeats(&mut self.kept);
        self.kept
    }
}

/// The order of diagnostics in a file.
pub(super) fn is_before(a: &Diagnostic, b: &Diagnostic) -> std::cmp::Ordering {
    let key = |one: &Diagnostic| (one.span.start.offset, one.span.end.offset);
    let ((from_a, to_a), (from_b, to_b)) = (key(a), key(b));
    from_a
        .cmp(&from_b)
        .then_with(|| a.rule.cmp(&b.rule))
        .then(to_a.cmp(&to_b))
}

/// Drops what the rules `giving_way` say of a place that another rule of their category fixes:
/// `diagnostics` are in order of place.
fn give_way(diagnostics: &mut Vec<Diagnostic>, giving_way: &[String]) {
    if giving_way.is_empty() {
        return;
    }
    let of_one = |one: &Diagnostic| giving_way.contains(&one.rule);
    let category = diagnostics
        .iter()
        .find(|one| of_one(one))
        .map(|one| one.category);
    let mends =
        |one: &&Diagnostic| one.fix.is_some() && Some(one.category) == category && !of_one(one);
    // Where each fixed place begins, and how far it and those before it reach.
    let mut reach = 0;
    let mended: Vec<(usize, usize)> = diagnostics
        .iter()
        .filter(mends)
        .map(|one| {
            reach = reach.max(one.span.end.offset);
            (one.span.start.offset, reach)
        })
        .collect();
    diagnostics.retain(|one| {
        let (start, end) = (one.span.start.offset, one.span.end.offset);
        let before = mended.partition_point(|place| place.0 < end);
        let covered = before > 0 && mended[before - 1].1 > start;
        !covered || giving_way.iter().all(|name| *name != one.rule)
    });
}

/// Gives equal fingerprints in one file a number, so that each is its own.
pub(super) fn number_repeats(diagnostics: &mut [Diagnostic]) {
    let mut seen: HashMap<String, u64> = HashMap::new();
    for diagnostic in diagnostics {
        let count = seen.entry(diagnostic.fingerprint.clone()).or_insert(0);
        if *count > 0 {
            let mut hash = Fnv::new();
            hash.write(diagnostic.fingerprint.as_bytes());
            hash.write(&count.to_le_bytes());
            diagnostic.fingerprint = format!("{:016x}", hash.0);
        }
        *count += 1;
    }
}

/// The level of a finding. What the user configured wins, except that a finding which is less
/// certain than its rule never rises above its own level.
fn severity(default: Level, configured: Option<Level>, own: Option<Level>) -> Level {
    match (configured, own) {
        (None, own) => own.unwrap_or(default),
        (Some(configured), Some(own)) if own < default => configured.min(own),
        (Some(configured), _) => configured,
    }
}

pub(crate) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// 16 hexadecimal digits over `parts` that are the same in every version.
pub(crate) fn fixed_hash(parts: &[&str]) -> String {
    let mut hash = Fnv::new();
    for part in parts {
        hash.write(part.as_bytes());
        hash.write(&[0]);
    }
    format!("{:016x}", hash.0)
}

/// FNV-1a, 64 bits: stored in baselines, so it must never change.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// Where in a document something is, in words.
pub(crate) fn in_words(location: &Location, lang: Lang) -> String {
    match lang {
        Lang::Zh => location.zh(),
        Lang::En => location.en(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_settle() {
        use Level::{Error, Info, Off, Warning};
        assert_eq!(severity(Error, None, None), Error);
        assert_eq!(severity(Error, None, Some(Info)), Info);
        assert_eq!(severity(Info, None, Some(Warning)), Warning);
        assert_eq!(severity(Error, Some(Warning), Some(Info)), Info);
        assert_eq!(severity(Info, Some(Error), Some(Warning)), Error);
        assert_eq!(severity(Error, Some(Off), None), Off);
    }

    #[test]
    fn the_fingerprint_hash_is_fixed() {
        let mut hash = Fnv::new();
        hash.write(b"hongbi");
        assert_eq!(format!("{:016x}", hash.0), "606b77c27d21915a");
    }
}
