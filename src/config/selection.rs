//! What the command line says about rules.

use crate::rules::{self, Category, Level, Rule, Text};

/// Rules and categories chosen for one run, over the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these, where any are named.
    pub select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
    /// Levels by name.
    pub levels: Vec<(String, Level)>,
}

impl Selection {
    /// Reads what the command line says; `custom` are the names and titles of the user's own rules.
    ///
    /// # Errors
    /// Where a name or a level is unknown, with the nearest known one.
    pub fn parse(
        select: &[String],
        ignore: &[String],
        levels: &[String],
        custom: &[String],
    ) -> Result<Self, Text> {
        let check = |name: &str| {
            let mut known: Vec<&str> = names().collect();
            known.extend(custom.iter().map(String::as_str));
            if known.contains(&name) {
                return Ok(());
            }
            let near = nearest(name, known);
            Err(Text {
                zh: match near {
                    Some(near) => format!("没有名为 `{name}` 的规则或类别；是否要写 `{near}`？"),
                    None => format!("没有名为 `{name}` 的规则或类别；`hongbi rules` 列出全部规则"),
                },
                en: match near {
                    Some(near) => {
                        format!("there is no rule or category `{name}`; did you mean `{near}`?")
                    }
                    None => {
                        format!("there is no rule or category `{name}`; `hongbi rules` lists all")
                    }
                },
            })
        };
        select
            .iter()
            .chain(ignore)
            .try_for_each(|name| check(name))?;
        let levels = levels
            .iter()
            .map(|setting| {
                let (name, level) = setting.split_once('=').unwrap_or((setting, ""));
                check(name)?;
                let level = Level::from_name(level).ok_or_else(|| Text {
                    zh: format!("--level 要写成 规则=级别，级别为 error、warning、info、off，而不是 `{setting}`"),
                    en: format!("--level takes RULE=LEVEL with error, warning, info or off, not `{setting}`"),
                })?;
                Ok((name.to_owned(), level))
            })
            .collect::<Result<_, Text>>()?;
        Ok(Self {
            select: select.to_vec(),
            ignore: ignore.to_vec(),
            levels,
        })
    }

    /// The level of `rule`, where `configured` is what the configuration says of it: `None` leaves
    /// the rule's default.
    pub(crate) fn level(&self, rule: &Rule, configured: Option<Level>) -> Option<Level> {
        let names = |name: &String| rule.answers_to(name);
        if self.ignore.iter().any(names) {
            return Some(Level::Off);
        }
        let explicit = self
            .levels
            .iter()
            .rev()
            .find(|(name, _)| names(name))
            .map(|(_, level)| *level);
        let chosen = explicit.or(configured);
        if self.select.is_empty() {
            return chosen;
        }
        if !self.select.iter().any(names) {
            return Some(Level::Off);
        }
        // A rule that is off by default and asked for by its own name runs.
        let by_name = self.select.iter().any(|name| rule.is_named(name));
        if by_name && chosen.unwrap_or(rule.level) == Level::Off {
            Some(Level::Warning)
        } else {
            chosen
        }
    }
}

/// The built-in rule or category whose name is nearest to `name`.
pub fn nearest_rule(name: &str) -> Option<&'static str> {
    nearest(name, names())
}

/// The known name nearest to `name`, where one is near enough to be meant.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, candidate)| {
            let length = candidate.chars().count().min(name.chars().count());
            *distance <= 1 + length / 4
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// The names and titles of all built-in rules and categories.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    rules::all()
        .iter()
        .flat_map(|rule| [rule.name.as_str(), rule.title.as_str()])
        .chain(
            Category::ALL
                .into_iter()
                .flat_map(|one| [one.name(), one.title()]),
        )
}

/// The edit distance of two short names, transposed neighbours counting once.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let best = change.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if swap {
                    best.min(rows[i - 2][j - 2] + 1)
                } else {
                    best
                }
            };
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_pen_are_understood() {
        let known = ["duplicate-paragraph", "mixed-script", "duplication"];
        assert_eq!(
            nearest("duplicate-paragrpah", known),
            Some("duplicate-paragraph")
        );
        assert_eq!(nearest("mixed_script", known), Some("mixed-script"));
        assert_eq!(nearest("redaction", known), None);
        let titles = ["周年不符", "天数不符", "标点不成对"];
        assert_eq!(nearest("周年不附", titles), Some("周年不符"));
        assert_eq!(nearest("标点", titles), None);
    }
}
