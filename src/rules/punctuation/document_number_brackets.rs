//! Document numbers whose year is not in 〔 〕.

use std::ops::Range;

use crate::{
    language::han::is_han,
    reading::Draft,
    rules::{Check, Finding, Findings, Safety, Settings},
    scan::signs::{Sign, before},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    for &sign in doc.signs() {
        if !matches!(
            sign.c,
            '[' | '［' | '【' | '（' | '(' | '﹝' | '〈' | '《' | '〔'
        ) {
            continue;
        }
        // 国发〔2024〕5号: a body's short name is before; court cases have theirs behind.
        if !before(text, sign.at).is_some_and(is_han) {
            continue;
        }
        let Some((close, number)) = read(text, sign) else {
            continue;
        };
        if sign.c != '〔' {
            let whole = sign.at..number.end;
            out.report(
                Finding::new(whole.clone())
                    .arg("found", &text[whole])
                    .fix(Safety::Safe, "fix", sign.at..sign.end(), "〔")
                    .fix(Safety::Safe, "fix", close, "〕"),
            );
        }
    }
}

/// The closing mark and the number of a document number that opens with `sign`.
fn read(text: &str, sign: Sign) -> Option<(Range<usize>, Range<usize>)> {
    let rest = text.get(sign.end()..)?;
    let year = rest.get(..4)?;
    if !year.bytes().all(|b| b.is_ascii_digit())
        || !(year.starts_with("19") || year.starts_with("20"))
    {
        return None;
    }
    let close = rest[4..].chars().next()?;
    if !matches!(
        close,
        ']' | '］' | '】' | '）' | ')' | '﹞' | '〉' | '》' | '〕'
    ) {
        return None;
    }
    let start = sign.end() + 4;
    let end = start + close.len_utf8();
    let tail = &text[end..];
    let prefix = if tail.starts_with('第') {
        "第".len()
    } else {
        0
    };
    let digits = tail[prefix..]
        .bytes()
        .take(6)
        .take_while(u8::is_ascii_digit)
        .count();
    let after = &tail[prefix + digits..];
    (digits > 0 && after.starts_with('号'))
        .then(|| (start..end, end..end + prefix + digits + "号".len()))
}
