//! A run on one screen: whether the drafts can go out, what was found by category, the worst of it.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    io::{self, Write},
};

use super::{
    Failure, Reporter, Style, Summary,
    pretty::{clipped, closing},
    shown,
};
use crate::{
    engine::{Counts, Diagnostic, FileReport},
    rules::{Category, Lang, Level},
};

/// The most findings that are shown.
const WORST: usize = 3;
/// The most files that are listed.
const FILES: usize = 6;

/// Prints no findings, but what they amount to.
pub struct Digest {
    style: Style,
    categories: BTreeMap<Category, Counts>,
    worst: Vec<Bad>,
    files: Vec<(String, usize, usize)>,
}

/// A finding, with what it weighs.
struct Bad {
    level: Level,
    /// How many places it stands for.
    places: usize,
    line: String,
}

impl Digest {
    /// One that looks like `style`.
    pub fn new(style: Style) -> Self {
        Self {
            style,
            categories: BTreeMap::new(),
            worst: Vec::new(),
            files: Vec::new(),
        }
    }

    fn line(&self, one: &Diagnostic, places: usize) -> String {
        let line = one.span.start.line;
        let (level, called) = (one.severity.called(self.style.lang), one.called());
        let more = match (places, self.style.lang) {
            (..2, _) => String::new(),
            (_, Lang::Zh) => format!("（{places} 处）"),
            (_, Lang::En) => format!(" ({places} places)"),
        };
        format!(
            "  {level}[{called}]{more} {}:{line} {}",
            one.path, one.message
        )
    }

    /// What the counts say of publication.
    fn verdict(&self, summary: &Summary) -> String {
        let Summary {
            errors,
            warnings,
            infos,
            ..
        } = *summary;
        let lang = self.style.lang;
        let is_clean = errors + warnings + infos == 0;
        if is_clean {
            return closing(summary, lang);
        }
        let (verdict, counts) = match lang {
            Lang::Zh => (
                match (errors, warnings) {
                    (1.., _) => "不宜发布",
                    (0, 1..) => "核对后再发布",
                    (0, 0) => "可以发布",
                },
                format!("错误 {errors}，警告 {warnings}，提示 {infos}"),
            ),
            Lang::En => (
                match (errors, warnings) {
                    (1.., _) => "not to be published",
                    (0, 1..) => "to be checked before publication",
                    (0, 0) => "can be published",
                },
                format!("{errors} errors, {warnings} warnings, {infos} infos"),
            ),
        };
        match lang {
            Lang::Zh => format!("结论：{verdict}（{counts}）"),
            Lang::En => format!("verdict: {verdict} ({counts})"),
        }
    }

    /// The rate of defects against the one in 10,000 that the national scale for books allows.
    fn rate(&self, summary: &Summary) -> String {
        let bad = summary.errors + summary.warnings;
        let rate = bad as f64 * 10_000.0 / summary.characters.max(1) as f64;
        let is_within = rate <= 1.0;
        match self.style.lang {
            Lang::Zh => format!(
                "差错率：{} 字中错误和警告 {bad} 处，万分之 {rate:.1}，{}万分之一的合格线",
                summary.characters,
                if is_within { "不超过" } else { "超过" }
            ),
            Lang::En => format!(
                "rate: {bad} errors and warnings in {} characters, {rate:.1} per 10,000, {} the 1 that is allowed",
                summary.characters,
                if is_within { "within" } else { "above" }
            ),
        }
    }
}

impl Reporter for Digest {
    fn file(&mut self, report: &mut FileReport, _: &mut dyn Write) -> io::Result<()> {
        shown::make_harmless(report);
        let mut places: HashMap<&str, usize> = HashMap::new();
        for parent in report
            .diagnostics
            .iter()
            .filter_map(|one| one.within.as_deref())
        {
            *places.entry(parent).or_default() += 1;
        }
        for one in report.defects() {
            self.categories
                .entry(one.category)
                .or_default()
                .add(one.severity);
            let folded = places.get(&*one.fingerprint).copied().unwrap_or_default();
            let places = one.occurrences.len().max(folded + 1);
            self.worst.push(Bad {
                level: one.severity,
                places,
                line: self.line(one, places),
            });
        }
        // The sort is stable: of equals the first in the draft stays first.
        self.worst
            .sort_by_key(|bad| Reverse((bad.level, bad.places)));
        self.worst.truncate(WORST);
        let counts = report.counts().0;
        let found = counts.at_least(Level::Info);
        if report.characters > 0 {
            self.files
                .push((report.path.clone(), report.characters, found));
        }
        Ok(())
    }

    fn finish(
        &mut self,
        summary: &Summary,
        _: Vec<Failure>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let columns = self.style.columns;
        let mut lines = vec![self.verdict(summary)];
        if summary.files > 0 {
            lines.push(self.rate(summary));
        }
        let (categories, worst, files) = match self.style.lang {
            Lang::Zh => ("分类：", "最要紧的：", "问题最密的文件："),
            Lang::En => (
                "by category:",
                "the worst:",
                "the files with most for their length:",
            ),
        };
        if !self.categories.is_empty() {
            lines.push(categories.to_owned());
            let mut rows: Vec<(&Category, &Counts)> = self.categories.iter().collect();
            rows.sort_by_key(|(_, counts)| Reverse((counts.errors, counts.at_least(Level::Info))));
            lines.extend(rows.iter().map(|(category, counts)| {
                let name = category.called(self.style.lang);
                let levels = [
                    (Level::Error, counts.errors),
                    (Level::Warning, counts.warnings),
                    (Level::Info, counts.infos),
                ];
                let levels: Vec<String> = levels
                    .iter()
                    .filter(|(_, count)| *count > 0)
                    .map(|(level, count)| format!("{} {count}", level.called(self.style.lang)))
                    .collect();
                format!(
                    "{:>6}  {name}  {}",
                    counts.at_least(Level::Info),
                    levels.join(" ")
                )
            }));
            lines.push(worst.to_owned());
            lines.extend(self.worst.iter().map(|bad| bad.line.clone()));
        }
        if self.files.len() > 1 && !self.categories.is_empty() {
            lines.push(files.to_owned());
            let rate = |&(_, characters, found): &(String, usize, usize)| {
                found as f64 * 10_000.0 / characters.max(1) as f64
            };
            self.files.sort_by(|a, b| rate(b).total_cmp(&rate(a)));
            lines.extend(
                self.files
                    .iter()
                    .take(FILES)
                    .map(|file| format!("{:>8.1}  {}", rate(file), file.0)),
            );
        }
        lines
            .iter()
            .try_for_each(|line| writeln!(out, "{}", clipped(line, columns)))
    }
}
