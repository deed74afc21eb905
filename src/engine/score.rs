//! What a whole draft is worth to somebody who builds a corpus: counts and shares to filter by.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{FileReport, LintError, Linter, parallel, run};
use crate::{
    document::{Kind, Source},
    format::{self, Opened},
    reading::Draft,
    rules::Level,
};

/// Counts of one draft, and the shares that follow from them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Score {
    /// Characters, white space apart.
    pub characters: usize,
    /// The share of Han characters among them, from 0 to 1.
    pub han: f64,
    /// Paragraphs, headings and items included, code and table cells apart.
    pub paragraphs: usize,
    /// The share of paragraphs with an error or a warning, from 0 to 1.
    pub damaged: f64,
    /// Findings of level error.
    pub errors: usize,
    /// Findings of level warning.
    pub warnings: usize,
    /// Findings of level info.
    pub infos: usize,
    /// Errors and warnings for each 10,000 characters.
    pub rate: f64,
    /// The script of the draft.
    pub script: ScriptUse,
    /// Characters that a wrong decoding leaves behind.
    pub trouble: Trouble,
    /// Findings of all levels by category. Here and above, what another finding explains does not count.
    pub families: BTreeMap<String, usize>,
    /// Findings of all levels by rule.
    pub rules: BTreeMap<String, usize>,
    #[serde(skip)]
    raw: Raw,
}

/// The counts that shares are computed from, kept for adding up the stories of a document.
#[derive(Debug, Clone, PartialEq, Default)]
struct Raw {
    han: usize,
    damaged: usize,
    simplified: usize,
    traditional: usize,
}

/// The script of a draft by the characters that occur in one script only.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum ScriptUse {
    /// It has too few such characters.
    #[default]
    None,
    /// Simplified.
    Simplified,
    /// Traditional.
    Traditional,
    /// At least one in twenty of them is of the other script.
    Mixed,
}

impl ScriptUse {
    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Simplified => "simplified",
            Self::Traditional => "traditional",
            Self::Mixed => "mixed",
        }
    }

    fn of(simplified: usize, traditional: usize) -> Self {
        let (less, more) = (simplified.min(traditional), simplified.max(traditional));
        match more {
            0..FEWEST => Self::None,
            _ if less * MIXED >= less + more => Self::Mixed,
            _ if traditional > simplified => Self::Traditional,
            _ => Self::Simplified,
        }
    }
}

/// The fewest characters of one script by which a draft has a script.
const FEWEST: usize = 3;
/// A draft is mixed from one character of the other script in this many on.
const MIXED: usize = 20;

/// Characters that a wrong decoding leaves behind.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
pub struct Trouble {
    /// U+FFFD, which decoders write for bytes that they cannot read.
    pub replacement: usize,
    /// Characters of private use, which no font but one shows.
    pub private: usize,
    /// Control characters other than tabs and line ends.
    pub control: usize,
}

impl Trouble {
    fn of(text: &str) -> Self {
        let mut trouble = Self::default();
        for c in text.chars() {
            match c {
                '\t' | '\n' | '\r' => {}
                '\u{fffd}' => trouble.replacement += 1,
                '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => trouble.private += 1,
                c if c.is_control() => trouble.control += 1,
                _ => {}
            }
        }
        trouble
    }

    /// All of them.
    pub fn total(&self) -> usize {
        self.replacement + self.private + self.control
    }
}

impl Score {
    /// The score of `doc`, of which `report` is the report.
    fn of(doc: &Draft, report: &FileReport) -> Self {
        let text = &doc.source.text;
        let profile = doc.profile();
        let places: Vec<Range<usize>> = doc
            .blocks
            .iter()
            .filter(|block| !matches!(block.kind, Kind::Code | Kind::TableCell(_)))
            .map(|block| doc.source_range(&block.range))
            .collect();
        let mut score = Self {
            characters: report.characters,
            paragraphs: places.len(),
            trouble: Trouble::of(text),
            raw: Raw {
                han: crate::language::han::count_han(text),
                damaged: damaged(&places, report),
                simplified: profile.simplified,
                traditional: profile.traditional,
            },
            ..Self::default()
        };
        let (counts, _) = report.counts();
        (score.errors, score.warnings, score.infos) =
            (counts.errors, counts.warnings, counts.infos);
        for diagnostic in report.defects() {
            let family = diagnostic.category.name().to_owned();
            *score.families.entry(family).or_default() += 1;
            *score.rules.entry(diagnostic.rule.clone()).or_default() += 1;
        }
        score.settle();
        score
    }

    /// Adds the score of another story of the same document.
    fn add(&mut self, other: Self) {
        self.characters += other.characters;
        self.paragraphs += other.paragraphs;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
        self.trouble.replacement += other.trouble.replacement;
        self.trouble.private += other.trouble.private;
        self.trouble.control += other.trouble.control;
        self.raw.han += other.raw.han;
        self.raw.damaged += other.raw.damaged;
        self.raw.simplified += other.raw.simplified;
        self.raw.traditional += other.raw.traditional;
        for (family, count) in other.families {
            *self.families.entry(family).or_default() += count;
        }
        for (rule, count) in other.rules {
            *self.rules.entry(rule).or_default() += count;
        }
        self.settle();
    }

    /// Computes the shares.
    fn settle(&mut self) {
        let share = |part: usize, whole: usize| rounded(part as f64 / whole.max(1) as f64, 4);
        self.han = share(self.raw.han, self.characters);
        self.damaged = share(self.raw.damaged, self.paragraphs);
        let found = (self.errors + self.warnings) as f64;
        self.rate = rounded(10_000.0 * found / self.characters.max(1) as f64, 2);
        self.script = ScriptUse::of(self.raw.simplified, self.raw.traditional);
    }
}

/// How many of the paragraphs at `places` have an error or a warning.
fn damaged(places: &[Range<usize>], report: &FileReport) -> usize {
    let spans = report
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity >= Level::Warning)
        .flat_map(|diagnostic| std::iter::once(&diagnostic.span).chain(&diagnostic.occurrences));
    let mut hit = BTreeSet::new();
    for span in spans {
        let (start, end) = (span.start.offset, span.end.offset);
        let first = places.partition_point(|place| place.end <= start);
        let touched = places[first..]
            .iter()
            .take_while(|place| place.start < end.max(start + 1));
        hit.extend((first..).zip(touched).map(|(index, _)| index));
    }
    hit.len()
}

/// `value` with this many digits behind the point, as a report prints it.
fn rounded(value: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (value * scale).round() / scale
}

impl Linter {
    /// Lints the draft `text` and scores it; `path` gives its format and its configuration.
    ///
    /// # Errors
    /// Where the configuration is broken.
    pub fn score_text(&self, path: &Path, text: &str) -> Result<(Score, FileReport), LintError> {
        let config = self.discovery().config(path)?;
        let plan = self.plan(&config, path)?;
        let source = Source::of_text(path, text);
        let doc = Draft::new(format::document(source), self.context_of(&config));
        let mut report = self.run(&doc, &config, &plan, |_| true);
        self.fold(&mut report, &plan);
        Ok((Score::of(&doc, &report), report))
    }

    /// Scores the file at `path`, a document of any format that is read.
    ///
    /// # Errors
    /// Where it cannot be read or is no text, or the configuration is broken.
    pub fn score_file(&self, path: &Path) -> Result<Score, LintError> {
        self.score_bytes(path, &run::read(path)?)
    }

    /// Scores the document `bytes`; `path` gives its format and its configuration.
    ///
    /// # Errors
    /// Where it is no text, or the configuration is broken.
    pub fn score_bytes(&self, path: &Path, bytes: &[u8]) -> Result<Score, LintError> {
        let config = self.discovery().config(path)?;
        let plan = self.plan(&config, path)?;
        let Opened { stories, .. } = self.open(path, bytes)?;
        let mut whole: Option<Score> = None;
        for (doc, role) in stories {
            let doc = Draft::new(doc, self.context_of(&config));
            let mut report = self.run(&doc, &config, &plan, |rule| {
                super::opened::applies(rule, role)
            });
            self.fold(&mut report, &plan);
            let score = Score::of(&doc, &report);
            match &mut whole {
                Some(whole) => whole.add(score),
                None => whole = Some(score),
            }
        }
        Ok(whole.unwrap_or_default())
    }

    /// Scores files side by side and hands over what each gave, in the order of `paths`.
    pub fn score_files(
        &self,
        paths: &[PathBuf],
        mut each: impl FnMut(&Path, Result<Score, String>),
    ) {
        /// How many files are scored at a time.
        const FILES: usize = 64;
        for some in paths.chunks(FILES) {
            let scores = parallel::map(some, |path| self.caught(|| self.score_file(path)));
            for (path, score) in some.iter().zip(scores) {
                each(path, score);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Discovery};

    fn score(text: &str) -> Score {
        let linter = Linter::new(Discovery::fixed(Config::default()));
        let scored = linter.score_text(Path::new("a.txt"), text);
        scored.expect("a score").0
    }

    #[test]
    fn damaged_paragraphs_are_counted_once_each() {
        let text = "一、回顾\n\n感谢***同志和***同志的支持。\n\n全年办理提案一百件。\n";
        let score = score(text);
        assert_eq!(score.paragraphs, 3);
        assert_eq!(score.damaged, 0.3333);
        assert!(score.families["redaction"] >= 1);
        assert_eq!(score.script, ScriptUse::Simplified);
    }

    #[test]
    fn what_wrong_decoding_leaves_is_counted() {
        let trouble = Trouble::of("关于\u{fffd}\u{fffd}的\u{e5e5}通知\u{7}\r\n\t");
        assert_eq!(
            (trouble.replacement, trouble.private, trouble.control),
            (2, 1, 1)
        );
    }

    #[test]
    fn the_script_is_mixed_from_one_in_twenty_on() {
        assert_eq!(ScriptUse::of(2, 0), ScriptUse::None);
        assert_eq!(ScriptUse::of(100, 5), ScriptUse::Simplified);
        assert_eq!(ScriptUse::of(95, 5), ScriptUse::Mixed);
        assert_eq!(ScriptUse::of(0, 9), ScriptUse::Traditional);
    }

    #[test]
    fn an_empty_draft_has_a_score() {
        let score = score("");
        assert_eq!((score.characters, score.rate, score.damaged), (0, 0.0, 0.0));
    }
}
