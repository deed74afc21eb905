//! Reads `hongbi.toml`: shapes by serde, names and values checked here, so that each mistake is
//! reported at its place.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::Range,
    path::Path,
    sync::{Arc, OnceLock, atomic::AtomicBool},
};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use schemars::JsonSchema;
use serde::Deserialize;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    Allow, Config, ConfigError, FailOn, Override, Problem, RuleSetting,
    error::kind_zh,
    facts::{FactSchema, facts},
    normalised,
    selection::{names, nearest},
};
use crate::rules::{self, Category, Example, Lang, Level, OptionSpec, Rule, Text};

/// The configuration of hongbi.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "hongbi.toml")]
struct Raw {
    /// The language of messages.
    lang: Option<Lang>,
    /// From which level on findings fail a run.
    fail_on: Option<FailOn>,
    /// Files and folders to pass over, as globs relative to this file's folder.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    exclude: Vec<Spanned<String>>,
    /// Levels and options by name of rule or category.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, SettingSchema>")]
    rules: BTreeMap<String, toml::Value>,
    /// Other levels and options for some paths.
    #[serde(default, rename = "override")]
    overrides: Vec<RawOverride>,
    /// Exceptions.
    #[serde(default)]
    #[schemars(with = "Vec<RawAllow>")]
    allow: Vec<Spanned<RawAllow>>,
    /// Dated facts of one's own place, by name: `"撤县设市" = "2018-11"`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, FactSchema>")]
    facts: BTreeMap<String, toml::Value>,
    /// Rules of one's own.
    #[serde(default)]
    #[schemars(with = "Vec<RuleSchema>")]
    rule: Vec<Spanned<Rule>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawOverride {
    /// Globs relative to the configuration's folder.
    #[schemars(with = "Vec<String>")]
    paths: Vec<Spanned<String>>,
    /// Levels and options by name of rule or category.
    #[schemars(with = "BTreeMap<String, SettingSchema>")]
    rules: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawAllow {
    /// The rule whose finding is allowed.
    #[schemars(with = "String")]
    rule: Spanned<String>,
    /// Only in these files, as a glob relative to the configuration's folder.
    #[schemars(with = "Option<String>")]
    path: Option<Spanned<String>>,
    /// Only where the text found contains this.
    text: Option<String>,
    /// Why.
    reason: String,
}

#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum SettingSchema {
    /// The level alone.
    Level(Level),
    /// The level and the rule's options.
    Table {
        level: Option<Level>,
        #[serde(flatten)]
        options: BTreeMap<String, serde_json::Value>,
    },
}

/// A rule of one's own: patterns or pairs, with examples that test it.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct RuleSchema {
    /// Kebab-case, naming the defect.
    name: String,
    /// A short Chinese title, which names the rule as well.
    title: Option<String>,
    category: Category,
    level: Level,
    /// The version that brought it.
    since: Option<String>,
    /// What it flags, in one line.
    summary: Option<Text>,
    /// Why.
    why: Option<Text>,
    /// What to do about a finding.
    help: Option<Text>,
    /// The message, with {found} and, for pairs, {replacement}.
    message: Text,
    /// A regular expression whose matches are findings; a group `found` is the place.
    pattern: Option<String>,
    /// Wrong forms and what should be instead.
    pairs: Option<BTreeMap<String, String>>,
    /// Examples that test the rule: `bad` with ⟦…⟧ around each place, `good` without findings.
    example: Option<Vec<Example>>,
}

/// The JSON Schema of the configuration.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Raw).to_value()
}

pub(super) fn config(path: &Path, text: &str) -> Result<Config, ConfigError> {
    let raw: Raw = toml::from_str(text)
        .map_err(|error| ConfigError::new(path, text, vec![shape(text, &error)]))?;
    let places = DeTable::parse(text)
        .map_err(|error| ConfigError::new(path, text, vec![shape(text, &error)]))?;
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut reader = Reader {
        problems: Vec::new(),
        custom: Vec::new(),
    };
    reader.custom(raw.rule);
    let exclude = reader.globs(&raw.exclude);
    let rules = reader.rules(&raw.rules, places.get_ref().get("rules"));
    let overrides = raw
        .overrides
        .iter()
        .enumerate()
        .map(|(index, entry)| {
            let place = places
                .get_ref()
                .get("override")
                .and_then(|list| list.get_ref().get(index));
            let place = place.and_then(|entry| entry.get_ref().get("rules"));
            Override {
                paths: reader.globs(&entry.paths),
                rules: reader.rules(&entry.rules, place),
            }
        })
        .collect();
    let allow: Vec<Allow> = raw
        .allow
        .into_iter()
        .map(|entry| reader.allow(entry))
        .collect();
    let facts = facts(
        &raw.facts,
        places.get_ref().get("facts"),
        &mut reader.problems,
    );
    if !reader.problems.is_empty() {
        return Err(ConfigError::new(path, text, reader.problems));
    }
    Ok(Config {
        path: path.to_owned(),
        root: normalised(&absolute)
            .parent()
            .map(Path::to_owned)
            .unwrap_or_default(),
        text: text.to_owned(),
        line_ends: OnceLock::new(),
        lang: raw.lang,
        fail_on: raw.fail_on,
        custom: reader.custom,
        facts: Arc::new(facts),
        exclude,
        rules,
        overrides,
        allow_by_rule: by_rule(&allow),
        allow,
    })
}

fn by_rule(allow: &[Allow]) -> HashMap<String, Vec<usize>> {
    let mut by_rule: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, entry) in allow.iter().enumerate() {
        by_rule.entry(entry.rule.clone()).or_default().push(index);
    }
    by_rule
}

struct Reader {
    problems: Vec<Problem>,
    custom: Vec<Arc<Rule>>,
}

impl Reader {
    fn custom(&mut self, raw: Vec<Spanned<Rule>>) {
        let mut seen: HashSet<String> = names().map(str::to_owned).collect();
        for rule in raw {
            let span = rule.span();
            let rule = rule.into_inner();
            let name = &rule.name;
            if name.is_empty()
                || !name
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            {
                self.problems.push(
                    Problem::new(
                        span.clone(),
                        format!("规则名 `{name}` 不合规"),
                        format!("`{name}` cannot name a rule"),
                    )
                    .hint(
                        "规则名只用小写字母、数字和连字符，如 old-bureau-name",
                        "use lower-case letters, digits and hyphens, such as old-bureau-name",
                    ),
                );
            }
            if !seen.insert(name.clone()) {
                self.problems.push(Problem::new(
                    span.clone(),
                    format!("规则名 `{name}` 已被使用"),
                    format!("the name `{name}` is taken"),
                ));
            }
            if rule.pattern.is_none() && rule.pairs.is_empty() {
                self.problems.push(
                    Problem::new(
                        span.clone(),
                        format!("规则 `{name}` 没有 pattern，也没有 pairs"),
                        format!("rule `{name}` has neither pattern nor pairs"),
                    )
                    .hint(
                        "用 pattern = \"正则表达式\" 或 pairs = { \"误\" = \"正\" } 说明要找什么",
                        "say what to find by pattern = \"…\" or pairs = { \"wrong\" = \"right\" }",
                    ),
                );
            }
            self.meaning(&rule, &span);
            self.custom.push(Arc::new(rule));
        }
    }

    /// Checks that `rule` can mean what it says.
    fn meaning(&mut self, rule: &Rule, span: &Range<usize>) {
        let name = &rule.name;
        match rule.compiled() {
            // Such a pattern matches at every place of every draft.
            Ok(Some(pattern)) if pattern.is_match("") => self.problems.push(Problem::new(
                span.clone(),
                format!("规则 `{name}` 的 pattern 连空的文字也匹配，会处处报告"),
                format!(
                    "the pattern of rule `{name}` matches even no text, and would report everywhere"
                ),
            )),
            Ok(_) => {}
            Err(error) => self
                .problems
                .push(Problem::pattern(span.clone(), name, &error)),
        }
        let mut wrong = |zh: String, en: String| {
            self.problems.push(Problem::new(span.clone(), zh, en));
        };
        for (from, to) in &rule.pairs {
            if from.is_empty() {
                wrong(
                    format!("规则 `{name}` 的 pairs 里有一项，要找的文字是空的"),
                    format!("rule `{name}` has a pair that looks for no text"),
                );
            } else if from == to {
                wrong(
                    format!("规则 `{name}` 的 pairs 里，“{from}”改前改后相同"),
                    format!("rule `{name}` has a pair that replaces “{from}” by itself"),
                );
            }
        }
        let given: &[&str] = if rule.pairs.is_empty() {
            &["found"]
        } else {
            &["found", "replacement"]
        };
        let texts = [&rule.message, &rule.help]
            .into_iter()
            .chain(rule.messages.values());
        for argument in texts
            .flat_map(|text| [&text.zh, &text.en])
            .flat_map(|text| arguments(text))
        {
            if !given.contains(&argument) {
                let known: Vec<String> = given.iter().map(|name| format!("{{{name}}}")).collect();
                let known = known.join(" ");
                self.problems.push(
                    Problem::new(
                        span.clone(),
                        format!("规则 `{name}` 的消息里，{{{argument}}} 没有内容可填"),
                        format!("nothing fills {{{argument}}} in a message of rule `{name}`"),
                    )
                    .hint(format!("可用：{known}"), format!("known: {known}")),
                );
            }
        }
    }

    fn globs(&mut self, globs: &[Spanned<String>]) -> GlobSet {
        let mut builder = GlobSetBuilder::new();
        for glob in globs {
            match GlobBuilder::new(glob.get_ref())
                .literal_separator(true)
                .build()
            {
                Ok(glob) => {
                    builder.add(glob);
                }
                Err(error) => self.problems.push(Problem::new(
                    glob.span(),
                    format!("不是有效的路径模式：{}", error.kind()),
                    format!("no valid glob: {}", error.kind()),
                )),
            }
        }
        builder.build().unwrap_or_else(|_| GlobSet::empty())
    }

    fn allow(&mut self, entry: Spanned<RawAllow>) -> Allow {
        let span = entry.span();
        let raw = entry.into_inner();
        let rule = self.known(raw.rule.get_ref(), raw.rule.span());
        if rule.is_none() && Category::from_name(raw.rule.get_ref()).is_some() {
            self.problems.push(Problem::new(
                raw.rule.span(),
                "allow 只能针对一条规则，不能针对一类",
                "allow names one rule, not a category",
            ));
        }
        if raw.reason.trim().is_empty() {
            self.problems.push(Problem::new(
                span.clone(),
                "例外要写明理由（reason）",
                "an exception needs a reason",
            ));
        }
        let paths = raw.path.map(|path| self.globs(&[path]));
        Allow {
            rule: rule.map_or_else(|| raw.rule.into_inner(), |rule| rule.name.clone()),
            paths,
            text: raw.text,
            reason: raw.reason,
            span,
            used: AtomicBool::new(false),
        }
    }

    /// The rule with this name, or a problem unless it names a category.
    fn known(&mut self, name: &str, span: Range<usize>) -> Option<Arc<Rule>> {
        let found = rules::find(name)
            .or_else(|| self.custom.iter().find(|rule| rule.is_named(name)))
            .map(Arc::clone);
        if found.is_none() && Category::from_name(name).is_none() {
            let mut candidates: Vec<&str> = names().collect();
            for rule in &self.custom {
                candidates.extend([rule.name.as_str(), rule.title.as_str()]);
            }
            let near = nearest(name, candidates);
            let problem = Problem::new(
                span,
                format!("没有名为 `{name}` 的规则"),
                format!("there is no rule `{name}`"),
            );
            let problem = match near {
                Some(_) => problem.meant(near),
                None => problem.hint(
                    "`hongbi rules` 列出全部规则",
                    "`hongbi rules` lists all rules",
                ),
            };
            self.problems.push(problem);
        }
        found
    }

    fn rules(
        &mut self,
        raw: &BTreeMap<String, toml::Value>,
        places: Option<&Spanned<DeValue<'_>>>,
    ) -> BTreeMap<String, RuleSetting> {
        let mut settings = BTreeMap::new();
        for (name, value) in raw {
            let entry = places
                .and_then(|places| places.get_ref().as_table())
                .and_then(|table| table.get_key_value(name.as_str()));
            let key_span = entry.map_or(0..0, |(key, _)| key.span());
            let value_span = entry.map_or(0..0, |(_, value)| value.span());
            let rule = self.known(name, key_span);
            let setting = match value {
                toml::Value::String(level) => RuleSetting {
                    level: self.level(level, value_span),
                    options: BTreeMap::new(),
                },
                toml::Value::Table(table) => {
                    let place = |key: &str| {
                        entry
                            .and_then(|(_, value)| value.get_ref().as_table())
                            .and_then(|table| table.get_key_value(key))
                            .map_or((0..0, 0..0), |(key, value)| (key.span(), value.span()))
                    };
                    self.options(rule.as_deref(), name, table, place)
                }
                other => {
                    self.problems.push(
                        Problem::new(
                            value_span,
                            format!("这里应是级别或表，却是{}", kind_zh(other)),
                            format!("expected a level or a table, found {}", other.type_str()),
                        )
                        .hint(
                            "如 \"warning\"，或 { level = \"warning\", … }",
                            "such as \"warning\" or { level = \"warning\", … }",
                        ),
                    );
                    RuleSetting::default()
                }
            };
            // A title is another way to write a name.
            let name = match (rule, Category::from_name(name)) {
                (Some(rule), _) => rule.name.clone(),
                (None, Some(category)) => category.name().to_owned(),
                (None, None) => name.clone(),
            };
            settings.insert(name, setting);
        }
        settings
    }

    fn options(
        &mut self,
        rule: Option<&Rule>,
        name: &str,
        table: &toml::Table,
        place: impl Fn(&str) -> (Range<usize>, Range<usize>),
    ) -> RuleSetting {
        let mut setting = RuleSetting::default();
        for (key, value) in table {
            let (key_span, value_span) = place(key);
            if key == "level" {
                match value.as_str() {
                    Some(level) => setting.level = self.level(level, value_span),
                    None => self.problems.push(Problem::new(
                        value_span,
                        "级别应是文字，如 \"warning\"",
                        "a level is a string, such as \"warning\"",
                    )),
                }
                continue;
            }
            let Some(spec) = rule.and_then(|rule| rule.options.get(key)) else {
                let known: Vec<&str> = rule
                    .map(|rule| rule.options.keys().map(String::as_str).collect())
                    .unwrap_or_default();
                let near = nearest(key, known.iter().copied().chain(["level"]));
                self.problems.push(
                    Problem::new(
                        key_span,
                        format!("规则 `{name}` 没有选项 `{key}`"),
                        format!("rule `{name}` has no option `{key}`"),
                    )
                    .meant(near),
                );
                continue;
            };
            let Ok(value_json) = serde_json::to_value(value) else {
                continue;
            };
            if std::mem::discriminant(&spec.default) != std::mem::discriminant(&value_json) {
                let example = &spec.default;
                self.problems.push(
                    Problem::new(
                        value_span,
                        format!("选项 `{key}` 的类型不对：这里是{}", kind_zh(value)),
                        format!("option `{key}` has the wrong type: {}", value.type_str()),
                    )
                    .hint(
                        format!("默认值是 {example}"),
                        format!("its default is {example}"),
                    ),
                );
                continue;
            }
            if let Some(problem) = beyond(spec, key, &value_json, &value_span) {
                self.problems.push(problem);
                continue;
            }
            setting.options.insert(key.clone(), value_json);
        }
        setting
    }

    fn level(&mut self, name: &str, span: Range<usize>) -> Option<Level> {
        let level = Level::from_name(name);
        if level.is_none() {
            let near = nearest(name, ["error", "warning", "info", "off"]);
            let problem = Problem::new(
                span,
                format!("没有级别 `{name}`"),
                format!("there is no level `{name}`"),
            );
            self.problems.push(match near {
                Some(_) => problem.meant(near),
                None => problem.hint(
                    "级别有 error、warning、info、off",
                    "levels are error, warning, info, off",
                ),
            });
        }
        level
    }
}

/// The problem with a number, `value` of the option `key`, that makes no sense.
fn beyond(
    spec: &OptionSpec,
    key: &str,
    value: &serde_json::Value,
    span: &Range<usize>,
) -> Option<Problem> {
    let number = value.as_f64()?;
    let is_below = spec.min.is_some_and(|min| number < min);
    let is_above = spec.max.is_some_and(|max| number > max);
    if !is_below && !is_above {
        return None;
    }
    let bound = |bound: Option<f64>| bound.map_or("…".to_owned(), |bound| bound.to_string());
    let (min, max) = (bound(spec.min), bound(spec.max));
    Some(
        Problem::new(
            span.clone(),
            format!("选项 `{key}` 不能是 {value}，应在 {min} 到 {max} 之间"),
            format!("option `{key}` cannot be {value}; it is between {min} and {max}"),
        )
        .hint(
            format!("默认值是 {}", spec.default),
            format!("its default is {}", spec.default),
        ),
    )
}

/// The names in braces in `template`, where they look like names of arguments.
fn arguments(template: &str) -> impl Iterator<Item = &str> {
    let is_name = |name: &&str| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    template
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .filter(is_name)
}

/// What the TOML reader says, in Chinese; empty where it is nothing that the place does not show.
fn syntax_zh(message: &str) -> &'static str {
    const KNOWN: [(&str, &str); 9] = [
        ("duplicate key", "同一个名称写了两次"),
        ("must be quoted", "文字要加引号"),
        ("unclosed", "括号没有闭合"),
        ("with no value", "名称后面要写 = 和值"),
        ("expected `=`", "名称后面要写 ="),
        ("basic string", "引号没有闭合"),
        ("literal string", "引号没有闭合"),
        ("escape", "反斜线后面的字符不对"),
        ("missing comma", "两项之间缺逗号"),
    ];
    let known = KNOWN.iter().find(|(part, _)| message.contains(part));
    known.map_or("", |(_, words)| words)
}

/// A mistake of syntax or shape, worded in both languages.
fn shape(text: &str, error: &toml::de::Error) -> Problem {
    let span = error.span().unwrap_or(0..0);
    let message = error.message();
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let first = quoted.first().copied().unwrap_or_default();
    let near = nearest(first, quoted.iter().skip(1).copied());
    if message.starts_with("unknown field") {
        return Problem::new(
            span,
            format!("没有配置项 `{first}`"),
            format!("there is no setting `{first}`"),
        )
        .meant(near);
    }
    if message.starts_with("unknown variant") {
        let known = quoted[1..].join("、");
        let problem = Problem::new(
            span,
            format!("没有取值 `{first}`"),
            format!("there is no value `{first}`"),
        );
        return match near {
            Some(_) => problem.meant(near),
            None => problem.hint(
                format!("可用：{known}"),
                format!("known: {}", quoted[1..].join(", ")),
            ),
        };
    }
    if message.starts_with("missing field") {
        return Problem::new(
            span,
            format!("缺少 `{first}`"),
            format!("`{first}` is missing"),
        );
    }
    if let Some(detail) = message.strip_prefix("invalid type: ") {
        let (found, expected) = detail.split_once(", expected ").unwrap_or((detail, ""));
        let expected_zh = match expected {
            "a string" => "文字",
            "a sequence" => "列表",
            "a map" => "表",
            "a boolean" => "真假值",
            _ => "别的类型",
        };
        return Problem::new(
            span,
            format!("类型不对：这里应是{expected_zh}"),
            format!("wrong type: found {found}, expected {expected}"),
        );
    }
    let line = text
        .get(..span.start)
        .map_or(0, |before| before.matches('\n').count())
        + 1;
    Problem::new(
        span,
        match syntax_zh(message) {
            "" => format!("第 {line} 行不合 TOML 语法"),
            what => format!("第 {line} 行不合 TOML 语法：{what}"),
        },
        format!("line {line} is no valid TOML: {message}"),
    )
}
