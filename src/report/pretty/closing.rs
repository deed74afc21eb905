//! What a report ends with: counts, and what to do next.

use super::{
    style::{NARROWEST, Style},
    wrap::wrap,
};
use crate::{
    engine::FileReport,
    report::{Summary, shown::shown},
    rules::{Lang, Safety},
};

/// The line that closes a report: counts, and findings per 10,000 characters.
pub(in crate::report) fn closing(summary: &Summary, lang: Lang) -> String {
    let Summary {
        files,
        characters,
        errors,
        warnings,
        infos,
        failures,
        folded,
        known,
    } = *summary;
    let findings = errors + warnings + infos;
    let rate = summary.rate();
    let mut line = match lang {
        Lang::Zh if findings == 0 && files == 0 => "没有检查任何文件".to_owned(),
        Lang::En if findings == 0 && files == 0 => "no file was checked".to_owned(),
        Lang::Zh if findings == 0 && known > 0 => {
            format!("{files} 个文件，{characters} 字，未发现新问题")
        }
        Lang::Zh if findings == 0 => format!("{files} 个文件，{characters} 字，未发现问题"),
        Lang::Zh => format!(
            "{files} 个文件，{characters} 字：错误 {errors}，警告 {warnings}，提示 {infos}（万分之 {rate:.1}）"
        ),
        Lang::En if findings == 0 => {
            format!("{files} files, {characters} characters: nothing found")
        }
        Lang::En => format!(
            "{files} files, {characters} characters: {errors} errors, {warnings} warnings, {infos} infos ({rate:.1} per 10,000 characters)"
        ),
    };
    if folded > 0 {
        line.push_str(&match lang {
            Lang::Zh => format!("，另有 {folded} 处归入其中"),
            Lang::En => format!("; {folded} more places belong to these"),
        });
    }
    if known > 0 {
        line.push_str(&match lang {
            Lang::Zh => format!("；另有 {known} 处已记入基线"),
            Lang::En => format!("; {known} more are in the baseline"),
        });
    }
    if failures > 0 {
        line.push_str(&match lang {
            Lang::Zh => format!("；{failures} 项未能完成"),
            Lang::En => format!("; {failures} not done"),
        });
    }
    line
}

/// What can be done about what was found.
#[derive(Debug, Default)]
pub(super) struct Next {
    /// The first two files with findings; one alone is named.
    paths: Vec<String>,
    safe: usize,
    risky: usize,
    /// The rule of one of the worst findings, as the reader calls it.
    rule: Option<String>,
}

impl Next {
    /// Takes what was found in one file.
    pub(super) fn take(&mut self, report: &FileReport) {
        if report.diagnostics.is_empty() {
            return;
        }
        if self.paths.len() < 2 && !self.paths.contains(&report.path) {
            self.paths.push(report.path.clone());
        }
        for fix in report.diagnostics.iter().filter_map(|one| one.fix.as_ref()) {
            match fix.safety {
                Safety::Safe => self.safe += 1,
                Safety::Unsafe => self.risky += 1,
            }
        }
        let first = report
            .diagnostics
            .iter()
            .rev()
            .max_by_key(|one| one.severity)
            .map(|one| one.called().to_owned());
        self.rule = self.rule.take().or(first);
    }

    /// The lines that say what to do next; none where nothing was found.
    pub(super) fn lines(&self, style: Style) -> String {
        let Some(rule) = &self.rule else {
            return String::new();
        };
        let files = match &self.paths[..] {
            [only] => quoted(only),
            _ => match style.lang {
                Lang::Zh => "文件…".to_owned(),
                Lang::En => "FILES".to_owned(),
            },
        };
        let (safe, risky) = (self.safe, self.risky);
        let mut lines = Vec::new();
        match (style.lang, safe, risky) {
            (_, 0, 0) => {}
            (Lang::Zh, 0, _) => lines.push(format!(
                "其中 {risky} 处看过后可以自动修改：hongbi fix --unsafe --diff {files}"
            )),
            (Lang::Zh, _, 0) => {
                lines.push(format!("其中 {safe} 处可以自动修改：hongbi fix --diff {files}"));
            }
            (Lang::Zh, ..) => lines.push(format!(
                "其中 {safe} 处可以自动修改：hongbi fix --diff {files}（另 {risky} 处要加 --unsafe）"
            )),
            (Lang::En, 0, _) => lines.push(format!(
                "{risky} can be fixed after a look at each: hongbi fix --unsafe --diff {files}"
            )),
            (Lang::En, _, 0) => {
                lines.push(format!("{safe} can be fixed: hongbi fix --diff {files}"));
            }
            (Lang::En, ..) => lines.push(format!(
                "{safe} can be fixed: hongbi fix --diff {files} ({risky} more with --unsafe)"
            )),
        }
        lines.push(match style.lang {
            Lang::Zh => format!(
                "说明：hongbi explain {rule}；网页版：hongbi check --format html -o 报告.html {files}"
            ),
            Lang::En => format!(
                "why: hongbi explain {rule}; as a page: hongbi check --format html -o report.html {files}"
            ),
        });
        let columns = style.columns.max(NARROWEST);
        lines
            .iter()
            .map(|line| format!("{}\n", wrap(line, columns, 0)))
            .collect()
    }
}

/// `path` as a shell takes it for one word.
fn quoted(path: &str) -> String {
    let path = shown(path);
    let is_plain = |c: char| {
        c.is_alphanumeric() || !c.is_ascii() && !c.is_whitespace() || "./_-:\\".contains(c)
    };
    if path.chars().all(is_plain) {
        path.into_owned()
    } else {
        format!("\"{path}\"")
    }
}
