//! Mistakes in a configuration, as diagnostics.

use std::{
    io,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    rules::{Lang, Text},
    storage,
};

/// A configuration that cannot be used: every mistake in it.
#[derive(Debug, Clone)]
pub struct ConfigError {
    /// The file.
    pub path: PathBuf,
    /// Its text, for showing the place; empty where it could not be read.
    pub text: Arc<str>,
    /// The mistakes, in order of place.
    pub problems: Vec<Problem>,
}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where, in bytes of the file.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: Text,
    /// What to write instead, where that can be said.
    pub hint: Option<Text>,
}

impl ConfigError {
    pub(super) fn new(path: &Path, text: &str, mut problems: Vec<Problem>) -> Self {
        /// Nobody reads more; each file of a folder bears them.
        const MOST: usize = 100;
        problems.sort_by_key(|problem| problem.span.start);
        problems.truncate(MOST);
        Self {
            path: path.to_owned(),
            text: text.into(),
            problems,
        }
    }

    pub(super) fn unreadable(path: &Path, error: &io::Error) -> Self {
        let message = match error.kind() {
            io::ErrorKind::NotFound => Text {
                zh: "没有这个配置文件".into(),
                en: "there is no such configuration file".into(),
            },
            io::ErrorKind::InvalidData => Text {
                zh: "配置文件不是 UTF-8 文本，请另存为 UTF-8".into(),
                en: "the configuration is not UTF-8; save it as UTF-8".into(),
            },
            _ => Text {
                zh: format!("配置文件无法读取（{}）", storage::describe(error, Lang::Zh)),
                en: format!(
                    "the configuration cannot be read ({})",
                    storage::describe(error, Lang::En)
                ),
            },
        };
        Self::new(
            path,
            "",
            vec![Problem {
                span: 0..0,
                message,
                hint: None,
            }],
        )
    }

    /// The first mistake in a line, with the file's name.
    pub fn summary(&self, lang: Lang) -> String {
        let path = self.path.display();
        let first = self
            .problems
            .first()
            .map_or("", |problem| problem.message.get(lang));
        match lang {
            Lang::Zh => format!("配置 {path} 有误：{first}"),
            Lang::En => format!("the configuration {path} is wrong: {first}"),
        }
    }
}

impl std::fmt::Display for ConfigError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.summary(Lang::En))
    }
}

impl std::error::Error for ConfigError {}

impl Problem {
    pub(super) fn new(span: Range<usize>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            span,
            message: Text {
                zh: zh.into(),
                en: en.into(),
            },
            hint: None,
        }
    }

    pub(super) fn hint(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.hint = Some(Text {
            zh: zh.into(),
            en: en.into(),
        });
        self
    }

    /// Adds "did you mean" where a known name is near.
    pub(super) fn meant(self, nearest: Option<&str>) -> Self {
        match nearest {
            Some(name) => self.hint(
                format!("是否要写 `{name}`？"),
                format!("did you mean `{name}`?"),
            ),
            None => self,
        }
    }

    pub(super) fn pattern(span: Range<usize>, rule: &str, error: &regex::Error) -> Self {
        let detail = error.to_string();
        let last = detail
            .lines()
            .last()
            .unwrap_or_default()
            .trim_start_matches("error: ")
            .to_owned();
        Self::new(
            span,
            format!("规则 `{rule}` 的 pattern 不是有效的正则表达式：{last}"),
            format!("the pattern of rule `{rule}` is no regular expression: {last}"),
        )
    }
}

/// The name of the kind of `value` in Chinese.
pub(super) fn kind_zh(value: &toml::Value) -> &'static str {
    match value {
        toml::Value::String(_) => "文字",
        toml::Value::Integer(_) => "整数",
        toml::Value::Float(_) => "小数",
        toml::Value::Boolean(_) => "真假值",
        toml::Value::Datetime(_) => "日期",
        toml::Value::Array(_) => "列表",
        toml::Value::Table(_) => "表",
    }
}
