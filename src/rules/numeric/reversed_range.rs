//! Ranges that run backwards: 28～22℃.

use super::{direction, printed};
use crate::{
    reading::Draft,
    reading::figures::{quantity::Family, statement::Figure},
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    for statement in &doc.quantities().statements {
        for pair in statement.figures.windows(2) {
            if let [first, second] = pair
                && first.quantity.ranged
                && second.quantity.ranged
                && second.mark == '\0'
            {
                judge(text, first, second, out);
            }
        }
    }
}

fn judge(text: &str, first: &Figure, second: &Figure, out: &mut Findings) {
    let (low, high) = (&first.quantity, &second.quantity);
    let mark = text
        .get(low.range.end..high.range.start)
        .unwrap_or_default();
    let joined = mark.chars().count() <= 2 && !mark.chars().any(char::is_alphanumeric)
        || matches!(mark, "至" | "到");
    if !joined || high.unit.family == Family::Bare || !low.unit.comparable(high.unit) {
        return;
    }
    if !high.amount.exceeds(low.amount) && !low.amount.exceeds(high.amount) {
        return;
    }
    if low.amount.value < high.amount.value {
        out.verify();
        return;
    }
    let words = first.label(text);
    let span = low.range.start..high.range.end;
    // 「由30天至20天」, 「压缩50天至30天」 are changes; 「30～5万元」 shares its scale.
    // 「届满前90日至30日」 counts back.
    // 「十级至一级」 are grades, which run either way; 「机场100至50公里前」 counts down; laws write shares from
    // the heaviest case to the lightest: 「百分之九十至百分之六十」.
    let graded = high.unit.name == "级" || low.is_percent() && low.han && high.han;
    let counts_down = text
        .get(high.range.end..)
        .is_some_and(|rest| rest.starts_with(['前', '外']) || rest.starts_with("以前"));
    let change = graded
        || counts_down
        || words.ends_with('前')
        || words.contains(['由', '从', '自'])
        || direction(words).is_some();
    if change || low.scale != high.scale || low.doubtful || high.doubtful {
        out.silent(span, "silent-change", &[]);
        return;
    }
    out.report(
        Finding::new(span)
            .arg("low", printed(text, low))
            .arg("high", printed(text, high)),
    );
}
