//! What a rule is: its page, its options, its levels and its check.

use std::{borrow::Cow, collections::BTreeMap};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Findings, check_patterns};
use crate::{
    language::script::Script,
    reading::{
        Draft,
        mention::{is_kept, is_spoken_about},
    },
};

/// The reason for which rules on how something is written leave alone what is spoken about.
const MENTIONED: &str = "mentioned";

/// Builds the check of a rule.
pub(crate) type Build = fn(&Settings<'_>) -> Box<dyn Check>;

/// The logic of one rule: reads a document, reports findings. It never prints, and it knows
/// neither wording nor final level.
pub trait Check: Send + Sync {
    /// Reports to `out` what this rule finds in `doc`.
    fn check(&self, doc: &Draft, out: &mut Findings);
}

impl<F: Fn(&Draft, &mut Findings) + Send + Sync> Check for F {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        self(doc, out);
    }
}

/// How bad a finding is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The rule does not run.
    Off,
    /// Worth a look; never fails a run by default.
    Info,
    /// Very likely a defect.
    Warning,
    /// A defect for sure: the draft cannot be published so.
    Error,
}

impl Level {
    /// The level's name in configuration and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// What people who read `lang` call it.
    pub fn called(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Zh, Self::Off) => "关闭",
            (Lang::Zh, Self::Info) => "提示",
            (Lang::Zh, Self::Warning) => "警告",
            (Lang::Zh, Self::Error) => "错误",
            (Lang::En, level) => level.name(),
        }
    }

    /// The level with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Off, Self::Info, Self::Warning, Self::Error]
            .into_iter()
            .find(|level| level.name() == name)
    }
}

/// The families of rules.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Category {
    Duplication,
    Completeness,
    Redaction,
    Chronology,
    Numeric,
    Script,
    Punctuation,
    Structure,
    Entity,
    Wording,
    Residue,
    Layout,
}

impl Category {
    /// Every category, in the order in which rules are listed.
    pub const ALL: [Self; 12] = [
        Self::Duplication,
        Self::Completeness,
        Self::Redaction,
        Self::Chronology,
        Self::Numeric,
        Self::Script,
        Self::Punctuation,
        Self::Structure,
        Self::Entity,
        Self::Wording,
        Self::Residue,
        Self::Layout,
    ];

    /// The category's name in configuration and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Duplication => "duplication",
            Self::Completeness => "completeness",
            Self::Redaction => "redaction",
            Self::Chronology => "chronology",
            Self::Numeric => "numeric",
            Self::Script => "script",
            Self::Punctuation => "punctuation",
            Self::Structure => "structure",
            Self::Entity => "entity",
            Self::Wording => "wording",
            Self::Residue => "residue",
            Self::Layout => "layout",
        }
    }

    /// The category with this name or Chinese title.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|category| [category.name(), category.title()].contains(&name))
    }

    /// The category's Chinese title, which names it as well as its name does.
    pub fn title(self) -> &'static str {
        match self {
            Self::Duplication => "重复",
            Self::Completeness => "残缺",
            Self::Redaction => "遮盖",
            Self::Chronology => "时序",
            Self::Numeric => "数字",
            Self::Script => "字形",
            Self::Punctuation => "标点",
            Self::Structure => "结构",
            Self::Entity => "名称",
            Self::Wording => "用词",
            Self::Residue => "残留",
            Self::Layout => "版面",
        }
    }

    /// What people who read `lang` call it.
    pub fn called(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.title(),
            Lang::En => self.name(),
        }
    }
}

/// The language of messages.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// The Chinese wording.
    pub zh: String,
    /// The English wording; the Chinese one serves where it is empty.
    #[serde(default)]
    pub en: String,
}

impl Text {
    /// The wording in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        if lang == Lang::En && !self.en.is_empty() {
            &self.en
        } else {
            &self.zh
        }
    }
}

/// An option of a rule: its default, which also fixes its type, and what it does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionSpec {
    /// The value where the configuration says nothing.
    pub default: serde_json::Value,
    /// The least number that makes sense.
    #[serde(default)]
    pub min: Option<f64>,
    /// The greatest number that makes sense.
    #[serde(default)]
    pub max: Option<f64>,
    /// What it does, in Chinese.
    pub zh: String,
    /// What it does, in English.
    #[serde(default)]
    pub en: String,
}

/// An example of a rule, which is also its test and its documentation.
///
/// `bad` holds marks `⟦…⟧` around each place that must be found, and nothing else may be; in
/// `good` nothing may be found. Exactly one of the two is set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// A text with defects, each between `⟦` and `⟧`.
    #[serde(default)]
    pub bad: Option<String>,
    /// A text without.
    #[serde(default)]
    pub good: Option<String>,
    /// The key of the reason that the rule gives for not judging a place of `good`.
    #[serde(default)]
    pub silent: Option<String>,
    /// The file name that the text is read as, for its format; `example.txt` by default.
    #[serde(default)]
    pub file: Option<String>,
    /// Options of the rule for this example.
    #[serde(default)]
    #[schemars(skip)]
    pub options: BTreeMap<String, serde_json::Value>,
}

/// One rule, as its file describes it. Built-in rules and users' own have this same shape.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    /// Kebab-case, naming the defect.
    pub name: String,
    /// A short Chinese title, which names the rule as well as its name does; empty where it has none.
    #[serde(default)]
    pub title: String,
    /// The family it belongs to.
    pub category: Category,
    /// The level where neither the finding nor the configuration says another.
    pub level: Level,
    /// The version that brought it.
    #[serde(default)]
    pub since: String,
    /// What it flags, in one line.
    #[serde(default)]
    pub summary: Text,
    /// Why it matters, and why it stays silent where it does.
    #[serde(default)]
    pub why: Text,
    /// What to do about a finding.
    #[serde(default)]
    pub help: Text,
    /// The message of a finding, with `{arguments}`.
    pub message: Text,
    /// Further messages by key: other kinds of findings, labels, titles of fixes.
    #[serde(default)]
    pub messages: BTreeMap<String, Text>,
    /// The options that the configuration can set.
    #[serde(default)]
    pub options: BTreeMap<String, OptionSpec>,
    /// A regular expression whose matches are findings; the group `found`, where it has one, is the place.
    #[serde(default)]
    pub pattern: Option<String>,
    /// Words of which every line that `pattern` matches in holds at least one: it is not tried on
    /// others. 「甲…乙」 means both.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Wrong forms and what should be instead.
    #[serde(default)]
    pub pairs: BTreeMap<Cow<'static, str>, Cow<'static, str>>,
    /// Whether it is silent where another rule of its category has a fix.
    #[serde(default)]
    pub gives_way: bool,
    /// The rules whose findings in the same draft follow from a finding of this one.
    #[serde(default)]
    pub explains: Vec<String>,
    /// The rules that know less than this one of a place where both find something.
    #[serde(default)]
    pub covers: Vec<String>,
    /// Whether it finds copies, in which whatever is wrong with the original is wrong again.
    #[serde(default)]
    pub repeats: bool,
    /// Whether many findings of it in one draft are one habit, also where they differ in wording.
    #[serde(default)]
    pub alike: bool,
    /// The examples of a user's rule.
    #[serde(default)]
    example: Vec<Example>,
    /// Those of a built-in one, as JSON.
    #[serde(skip)]
    pub(super) stored: &'static str,
    /// What the logic of a built-in one reads: names and JSON.
    #[serde(skip)]
    pub(super) data: &'static [(&'static str, &'static str)],
    #[serde(skip)]
    pub(super) build: Option<Builder>,
}

/// [`Build`], which cannot be compared or printed.
#[derive(Clone, Copy)]
pub(super) struct Builder(pub(super) Build);

impl PartialEq for Builder {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::fn_addr_eq(self.0, other.0)
    }
}

impl std::fmt::Debug for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Builder")
    }
}

impl Rule {
    /// Its examples, which are tests. Those of a built-in rule are read at each call.
    pub fn examples(&self) -> Cow<'_, [Example]> {
        if self.stored.is_empty() {
            return Cow::Borrowed(&self.example);
        }
        Cow::Owned(serde_json::from_str(self.stored).unwrap_or_default())
    }

    /// What people who read `lang` call it: its title, or its name where it has no title.
    pub fn called(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh if !self.title.is_empty() => &self.title,
            _ => &self.name,
        }
    }

    /// Whether `wanted` is its name or its title.
    pub fn is_named(&self, wanted: &str) -> bool {
        self.name == wanted || !wanted.is_empty() && self.title == wanted
    }

    /// Whether `wanted` names it or its category, by name or by title.
    pub fn answers_to(&self, wanted: &str) -> bool {
        self.is_named(wanted) || Category::from_name(wanted) == Some(self.category)
    }

    /// The entry `name` of a built-in rule's `[data]`, as JSON.
    pub fn data(&self, name: &str) -> Option<&'static str> {
        let mut entries = self.data.iter();
        entries.find(|entry| entry.0 == name).map(|entry| entry.1)
    }

    /// The template of message `key` in `lang`; the rule's main message has the empty key.
    pub fn template(&self, key: &str, lang: Lang) -> &str {
        if key.is_empty() {
            return self.message.get(lang);
        }
        match (self.messages.get(key), lang) {
            (Some(text), _) => text.get(lang),
            // The one reason that every rule about forms has.
            (None, Lang::Zh) if key == MENTIONED => "文中在谈论这个写法，或照录原文",
            (None, Lang::En) if key == MENTIONED => {
                "the text speaks about this form, or quotes it as it was"
            }
            (None, _) => "",
        }
    }

    /// The template of a finding's message `key`. A finding always says something: where the rule's page
    /// lacks the key, its main message serves.
    pub fn wording(&self, key: &str, lang: Lang) -> &str {
        match self.template(key, lang) {
            "" => self.message.get(lang),
            template => template,
        }
    }

    /// Its `pattern`, where it has one.
    ///
    /// # Errors
    /// Where it is no regular expression, with its description.
    pub fn compiled(&self) -> Result<Option<regex::Regex>, regex::Error> {
        self.pattern.as_deref().map(regex::Regex::new).transpose()
    }

    /// Whether logic of its own does its work.
    #[cfg(test)]
    pub(super) fn has_check(&self) -> bool {
        self.build.is_some()
    }

    /// The check that does this rule's work under `options`.
    pub fn instantiate(&self, options: &BTreeMap<String, serde_json::Value>) -> Box<dyn Check> {
        match self.build {
            Some(Builder(build)) => build(&Settings {
                rule: self,
                options,
            }),
            None => check_patterns(self),
        }
    }

    /// What `check`, which does this rule's work, finds in `doc`, added to `out`.
    pub fn apply(&self, check: &dyn Check, doc: &Draft, out: &mut Findings) {
        let doc = self.reads(doc);
        check.check(doc, out);
        let forms = matches!(self.category, Category::Wording | Category::Punctuation)
            || self.name == "repeated-word";
        if !forms && self.category != Category::Script {
            return;
        }
        for finding in std::mem::take(&mut out.items) {
            let mentioned = || {
                let (pairs, span) = (doc.pairs(), &finding.span);
                is_kept(doc, pairs, span) || forms && is_spoken_about(doc, pairs, span)
            };
            // A habit of the draft is none of what it quotes.
            if finding.occurrences.is_empty() && mentioned() {
                out.silent(finding.span, MENTIONED, &[]);
            } else {
                out.items.push(finding);
            }
        }
    }

    /// The draft as this rule reads it: rules about years and numbers know their words in simplified
    /// characters, and read a traditional draft in these.
    pub fn reads<'a>(&self, doc: &'a Draft) -> &'a Draft {
        let by_words = matches!(self.category, Category::Chronology | Category::Numeric);
        if by_words && doc.profile().script == Script::Traditional {
            doc.simplified()
        } else {
            doc
        }
    }
}

/// What a rule is built with: its file and the options in force.
pub struct Settings<'a> {
    pub(super) rule: &'a Rule,
    options: &'a BTreeMap<String, serde_json::Value>,
}

impl Settings<'_> {
    /// The option `name`, as configured or by default. A missing or ill-typed option, which the
    /// tests of the rule files exclude, reads as the type's default.
    pub fn option<T: DeserializeOwned + Default>(&self, name: &str) -> T {
        let value = self
            .options
            .get(name)
            .or_else(|| self.rule.options.get(name).map(|spec| &spec.default));
        value
            .and_then(|value| T::deserialize(value).ok())
            .unwrap_or_default()
    }

    /// The entry `name` of the rule file's `[data]`; the type's default where it is missing.
    pub fn data<T: DeserializeOwned + Default>(&self, name: &str) -> T {
        self.rule
            .data(name)
            .and_then(|json| serde_json::from_str(json).ok())
            .unwrap_or_default()
    }
}

/// The values of a template's `{arguments}`, by name.
pub type Arguments = [(Cow<'static, str>, String)];

/// Fills the `{arguments}` of a message template. Those of `own` win over `others`.
pub fn fill(template: &str, own: &Arguments, others: &Arguments) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let argument = after.find('}').and_then(|close| {
            own.iter()
                .chain(others)
                .find(|(name, _)| *name == after[..close])
                .map(|(_, value)| (close, value))
        });
        match argument {
            Some((close, value)) => {
                out.push_str(value);
                rest = &after[close + 1..];
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_filled_once() {
        let arguments = [("a".into(), "{b}".to_owned()), ("b".into(), "2".to_owned())];
        assert_eq!(fill("{b}", &arguments[..1], &arguments), "2");
        assert_eq!(
            fill("{a} and {b} and {c}", &arguments, &[]),
            "{b} and 2 and {c}"
        );
    }
}
