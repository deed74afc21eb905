//! `[facts]` of `hongbi.toml`: dated facts of one's own place.

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

use schemars::JsonSchema;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{FILE, Problem, error::kind_zh, selection::nearest};
use crate::facts::{
    dated::{Certainty, Fact, FactKind, When},
    local::LocalFacts,
};

/// A dated fact: its date alone, or a table with more about it.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) enum FactSchema {
    /// The year.
    Year(i32),
    /// 2018, 2018-11 or 2018-11-20.
    Date(String),
    /// The date and more.
    Table(FactTable),
}

/// A dated fact with other names or a last day.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct FactTable {
    /// 2018, 2018-11 or 2018-11-20; a year may be a number.
    date: serde_json::Value,
    /// The last day, where it took more than one.
    end: Option<serde_json::Value>,
    /// Other names that it goes by in drafts.
    also: Option<Vec<String>>,
}

/// The settings of a fact's table.
const KEYS: [&str; 3] = ["date", "end", "also"];

/// How the names of meetings end; other facts are what anniversaries are counted from.
const MEETINGS: [&str; 12] = [
    "会议",
    "大会",
    "全会",
    "党代会",
    "人代会",
    "论坛",
    "峰会",
    "博览会",
    "展览会",
    "交易会",
    "运动会",
    "艺术节",
];

/// Reads the facts; what is wrong with them goes to `problems`.
pub(super) fn facts(
    raw: &BTreeMap<String, toml::Value>,
    places: Option<&Spanned<DeValue<'_>>>,
    problems: &mut Vec<Problem>,
) -> LocalFacts {
    let mut reader = Reader {
        problems,
        names: Vec::new(),
    };
    let mut facts = Vec::new();
    for (name, value) in raw {
        let entry = places
            .and_then(|places| places.get_ref().as_table())
            .and_then(|table| table.get_key_value(name.as_str()));
        let key = entry.map_or(0..0, |(key, _)| key.span());
        let place = entry.map(|(_, value)| value);
        facts.extend(reader.fact(name, key, value, place));
    }
    LocalFacts::new(facts)
}

struct Reader<'a> {
    problems: &'a mut Vec<Problem>,
    /// The names taken.
    names: Vec<String>,
}

impl Reader<'_> {
    fn fact(
        &mut self,
        name: &str,
        key: Range<usize>,
        value: &toml::Value,
        place: Option<&Spanned<DeValue<'_>>>,
    ) -> Option<Fact> {
        let span = place.map_or(0..0, Spanned::span);
        let named = self.name(name, &key);
        let mut aliases = vec![Cow::Owned(name.to_owned())];
        let (start, end) = match value {
            toml::Value::Table(table) => {
                let places = place.and_then(|place| place.get_ref().as_table());
                self.table((name, key), table, places, &mut aliases)?
            }
            toml::Value::String(_) | toml::Value::Integer(_) | toml::Value::Datetime(_) => {
                (self.date(value, span)?, None)
            }
            other => {
                self.problems.push(
                    Problem::new(
                        span,
                        format!("这里应是日期或表，却是{}", kind_zh(other)),
                        format!("expected a date or a table, found {}", other.type_str()),
                    )
                    .hint(
                        "如 \"2018-11\"，或 { date = \"2018-11\", also = [\"设市\"] }",
                        "such as \"2018-11\" or { date = \"2018-11\", also = [\"设市\"] }",
                    ),
                );
                return None;
            }
        };
        let meeting = MEETINGS.iter().any(|word| name.ends_with(word));
        named.then(|| Fact {
            kind: if meeting {
                FactKind::Meeting
            } else {
                FactKind::Anniversary
            },
            name: Cow::Owned(name.to_owned()),
            aliases,
            start,
            end,
            certainty: Certainty::Verified,
            source: Cow::Borrowed(FILE),
        })
    }

    /// When the fact `name`, written as a table, began and ended. Its other names are added to `aliases`.
    /// With the name comes its place in the file; `places` is where the entries are.
    fn table(
        &mut self,
        (name, key): (&str, Range<usize>),
        table: &toml::Table,
        places: Option<&DeTable<'_>>,
        aliases: &mut Vec<Cow<'static, str>>,
    ) -> Option<(When, Option<When>)> {
        let inner = |wanted: &str| {
            places
                .and_then(|table| table.get_key_value(wanted))
                .map_or((0..0, 0..0), |(key, value)| (key.span(), value.span()))
        };
        for other in table.keys().filter(|other| !KEYS.contains(&other.as_str())) {
            self.problems.push(
                Problem::new(
                    inner(other).0,
                    format!("史实没有配置项 `{other}`"),
                    format!("a fact has no setting `{other}`"),
                )
                .meant(nearest(other, KEYS)),
            );
        }
        if let Some(also) = table.get("also") {
            self.also(also, inner("also").1, aliases);
        }
        let Some(date) = table.get("date") else {
            self.problems.push(
                Problem::new(
                    key,
                    format!("史实“{name}”缺少 `date`"),
                    format!("the fact “{name}” lacks `date`"),
                )
                .hint(
                    "写明日期，如 date = \"2018-11\"",
                    "give its date, such as date = \"2018-11\"",
                ),
            );
            return None;
        };
        let start = self.date(date, inner("date").1);
        let end = table.get("end");
        let end = end.and_then(|end| self.date(end, inner("end").1));
        if let (Some(start), Some(end)) = (start, end)
            && end.last() < start.first()
        {
            self.problems.push(Problem::new(
                inner("end").1,
                format!("结束（{end}）早于开始（{start}）"),
                "it ends before it begins",
            ));
        }
        Some((start?, end))
    }

    /// Whether `name` can name a fact.
    fn name(&mut self, name: &str, span: &Range<usize>) -> bool {
        if name.chars().count() < 2 {
            self.problems.push(
                Problem::new(
                    span.clone(),
                    format!("名称“{name}”太短"),
                    format!("the name “{name}” is too short"),
                )
                .hint(
                    "写稿件里的说法，至少两个字，如 \"建市\"",
                    "write what drafts call it, two characters at least",
                ),
            );
            return false;
        }
        if name.contains("周年") {
            self.problems.push(
                Problem::new(
                    span.clone(),
                    format!("名称“{name}”里不要写“周年”"),
                    format!("leave the anniversary out of the name “{name}”"),
                )
                .hint(
                    "只写起算的事和日期，如 \"建市\" = 1984",
                    "write what it is counted from, such as \"建市\" = 1984",
                ),
            );
            return false;
        }
        if self.names.iter().any(|known| known == name) {
            self.problems.push(Problem::new(
                span.clone(),
                format!("名称“{name}”用了两次"),
                format!("the name “{name}” is used twice"),
            ));
            return false;
        }
        self.names.push(name.to_owned());
        true
    }

    fn also(
        &mut self,
        also: &toml::Value,
        span: Range<usize>,
        aliases: &mut Vec<Cow<'static, str>>,
    ) {
        let names = also.as_array().map(|names| {
            let names = names.iter().map(toml::Value::as_str);
            names.collect::<Option<Vec<&str>>>()
        });
        let Some(Some(names)) = names else {
            self.problems.push(
                Problem::new(
                    span,
                    "`also` 应是别名的列表",
                    "`also` is a list of other names",
                )
                .hint("如 [\"设市\"]", "such as [\"设市\"]"),
            );
            return;
        };
        for name in names {
            if self.name(name, &span) {
                aliases.push(Cow::Owned(name.to_owned()));
            }
        }
    }

    /// The date in `value`: 2018, "2018-11", 2018-11-20.
    fn date(&mut self, value: &toml::Value, span: Range<usize>) -> Option<When> {
        let text = match value {
            toml::Value::String(text) => text.clone(),
            toml::Value::Integer(year) => year.to_string(),
            toml::Value::Datetime(day) => day.to_string(),
            other => other.type_str().to_owned(),
        };
        let date = When::checked(&text);
        if date.is_none() {
            self.problems.push(
                Problem::new(
                    span,
                    format!("`{text}` 不是日期"),
                    format!("`{text}` is no date"),
                )
                .hint(
                    "写作 2018、\"2018-11\" 或 \"2018-11-20\"",
                    "write 2018, \"2018-11\" or \"2018-11-20\"",
                ),
            );
        }
        date
    }
}
