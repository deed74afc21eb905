//! Reports of this program for people, which are no drafts.

use super::render::without_codes;
use crate::rules::{Lang, Level};

/// Whether `text` is a report of this program for people, which is no draft.
pub fn is_report(text: &str) -> bool {
    let plain = without_codes(text.lines().next().unwrap_or_default());
    is_finding(&plain) || is_count(&plain) || is_head(&plain)
}

/// `error[rule]…` or `path:1:2: error[rule]…`, in either language.
fn is_finding(line: &str) -> bool {
    let Some((before, rest)) = line.split_once('[') else {
        return false;
    };
    let rule = rest.split_once(']').map_or("", |(rule, _)| rule);
    let is_rule = !rule.is_empty()
        && rule.chars().all(|c| {
            c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | ' ') || !c.is_ascii()
        });
    is_rule
        && (is_level(before) || {
            let mut parts = before.rsplitn(4, ':');
            let level = parts.next().unwrap_or_default().trim_start();
            let place = [parts.next(), parts.next()];
            is_level(level)
                && place.iter().all(|part| part.is_some_and(is_digits))
                && parts.next().is_some()
        })
}

fn is_level(word: &str) -> bool {
    let levels = [Level::Error, Level::Warning, Level::Info];
    word == "note"
        || levels
            .iter()
            .any(|level| [level.called(Lang::Zh), level.called(Lang::En)].contains(&word))
}

/// `1 个文件，20 字…`, the closing line.
fn is_count(line: &str) -> bool {
    let counts = |files: &str, characters: &str, after: &[&str]| {
        line.split_once(files).is_some_and(|(count, rest)| {
            is_digits(count)
                && rest.split_once(characters).is_some_and(|(count, rest)| {
                    is_digits(count) && after.iter().any(|after| rest.starts_with(after))
                })
        })
    };
    counts(" 个文件，", " 字", &["，未发现", "：错误 "])
        || counts(" files, ", " characters", &[": "])
}

/// `══ path：错误 1，警告 2，提示 3`, the head of a file.
fn is_head(line: &str) -> bool {
    let is_counts = |text: &str, parts: [&str; 3], comma: &str| {
        let given: Vec<&str> = text.split(comma).collect();
        given.len() == 3
            && given.iter().zip(parts).all(|(given, word)| {
                let number = given.replace(word, "");
                given.contains(word) && is_digits(number.trim())
            })
    };
    line.strip_prefix(HEAD).is_some_and(|line| {
        let after = |colon: &str| line.rsplit_once(colon).map_or("", |(_, after)| after);
        is_counts(after("："), ["错误 ", "警告 ", "提示 "], "，")
            || is_counts(after(": "), [" errors", " warnings", " infos"], ", ")
    })
}

/// What the head of a file begins with.
pub(super) const HEAD: &str = "══ ";

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_tells_a_report() {
        for line in [
            "error[redaction-placeholder]: “***”",
            "错误[遮盖未补全 redaction-placeholder]: “***”",
            "a.txt:1:2: 警告[断句 split-sentence] 句子",
            "a.txt:1:2: warning[split-sentence] a sentence",
            "1 个文件，20 字，未发现问题",
            "══ 报告：甲.txt：错误 1，警告 20，提示 0",
            "══ report.txt: 1 errors, 2 warnings, 0 infos",
        ] {
            assert!(is_report(line), "{line}");
        }
        for line in [
            "错误一：[甲]",
            "一年来，查处错误 3 处，警告 2 人，提示 5 次。",
            "附件[1]：名单",
        ] {
            assert!(!is_report(line), "{line}");
        }
    }
}
