//! Exceptions that are in the draft itself.

use std::ops::Range;

/// A comment such as `<!-- hongbi: allow(stale-expression) 引用原文 -->`: in the block after it, or in
/// the block that it is in, findings of this rule are allowed.
#[derive(Debug, Clone)]
pub struct Allowance {
    /// The name of a rule or a category.
    pub rule: String,
    /// Why it is allowed.
    pub reason: String,
    /// Where the comment is, in bytes of the file.
    pub place: Range<usize>,
    /// What it covers, in bytes of the file.
    pub covers: Range<usize>,
}

impl Allowance {
    /// The allowances that `comment`, at `place`, holds for `covers`; one for each rule it names.
    pub fn read(comment: &str, place: &Range<usize>, covers: &Range<usize>) -> Vec<Self> {
        let Some((rules, reason)) = parts(comment) else {
            return Vec::new();
        };
        rules
            .split([',', '，', '、'])
            .map(str::trim)
            .filter(|rule| !rule.is_empty())
            .map(|rule| Self {
                rule: rule.to_owned(),
                reason: reason.to_owned(),
                place: place.clone(),
                covers: covers.clone(),
            })
            .collect()
    }

    /// One for findings of `rule` in `covers`, because of `reason`.
    pub fn new(rule: &str, reason: &str, covers: Range<usize>) -> Self {
        Self {
            rule: rule.to_owned(),
            reason: reason.to_owned(),
            place: covers.clone(),
            covers,
        }
    }

    /// The same one at `place`, covering `covers`.
    pub(crate) fn at(self, place: Range<usize>, covers: Range<usize>) -> Self {
        Self {
            place,
            covers,
            ..self
        }
    }
}

/// The rules and the reason of `<!-- hongbi: allow(rules) reason -->`.
fn parts(comment: &str) -> Option<(&str, &str)> {
    let inner = comment.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
    let rest = inner.trim().strip_prefix("hongbi:")?.trim_start();
    let (rules, reason) = rest.strip_prefix("allow(")?.split_once(')')?;
    Some((rules, reason.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_read() {
        let read = |comment| {
            Allowance::read(comment, &(0..1), &(1..9))
                .into_iter()
                .map(|allowance| (allowance.rule, allowance.reason))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            read("<!-- hongbi: allow(broken-date, numeric) 引用原文 -->\n"),
            [
                ("broken-date".to_owned(), "引用原文".to_owned()),
                ("numeric".to_owned(), "引用原文".to_owned()),
            ]
        );
        for other in ["<!-- allow(a) -->", "<!-- hongbi: allow -->", "<b>", ""] {
            assert!(read(other).is_empty(), "{other}");
        }
    }
}
