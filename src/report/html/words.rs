//! What the page itself says, in both languages.

use crate::engine::in_words;
use crate::{
    document::Span,
    format::Location,
    rules::{Lang, Level},
};

/// The page's words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words(pub(super) Lang);

impl Words {
    fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        match self.0 {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    pub(super) fn code(self) -> &'static str {
        self.pick("zh-CN", "en")
    }

    pub(super) fn title(self) -> &'static str {
        self.pick("红笔校对报告", "Proofreading report")
    }

    pub(super) fn clean(self) -> &'static str {
        self.pick("未发现问题。", "Nothing was found.")
    }

    pub(super) fn levels(self) -> &'static str {
        self.pick("级别", "Levels")
    }

    pub(super) fn rules(self) -> &'static str {
        self.pick("按规则筛选", "Filter by rule")
    }

    pub(super) fn all(self) -> &'static str {
        self.pick("全选", "all")
    }

    pub(super) fn none(self) -> &'static str {
        self.pick("全不选", "none")
    }

    pub(super) fn columns(self) -> [&'static str; 3] {
        match self.0 {
            Lang::Zh => ["文件", "问题", "每万字"],
            Lang::En => ["File", "Findings", "Per 10,000"],
        }
    }

    pub(super) fn level(self, level: Level) -> &'static str {
        match level {
            Level::Error => self.pick("错误", "errors"),
            Level::Warning => self.pick("警告", "warnings"),
            Level::Info | Level::Off => self.pick("提示", "infos"),
        }
    }

    /// The level of one finding.
    pub(super) fn one(self, level: Level) -> &'static str {
        match self.0 {
            Lang::Zh => self.level(level),
            Lang::En => level.name(),
        }
    }

    pub(super) fn per(self) -> &'static str {
        self.pick("处/万字", "per 10,000 characters")
    }

    pub(super) fn characters(self) -> &'static str {
        self.pick("字", "characters")
    }

    pub(super) fn files(self) -> &'static str {
        self.pick("个文件", "files")
    }

    pub(super) fn known(self) -> &'static str {
        self.pick("处已记入基线", "in the baseline")
    }

    /// Where something is: in words in a document, by its line in a text.
    pub(super) fn place(self, span: &Span, location: Option<&Location>) -> String {
        location
            .map(|location| in_words(location, self.0))
            .filter(|place| !place.is_empty())
            .unwrap_or_else(|| self.line(span.start.line))
    }

    pub(super) fn line(self, line: usize) -> String {
        match self.0 {
            Lang::Zh => format!("第 {line} 行"),
            Lang::En => format!("line {line}"),
        }
    }

    pub(super) fn places(self, count: usize, lines: &str) -> String {
        match self.0 {
            Lang::Zh => format!("共 {count} 处，在第 {lines} 行"),
            Lang::En => format!("{count} places, on lines {lines}"),
        }
    }

    pub(super) fn help(self) -> &'static str {
        self.pick("建议：", "Help: ")
    }

    pub(super) fn fix(self) -> &'static str {
        self.pick("修改：", "Fix: ")
    }
}
