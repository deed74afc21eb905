//! The number of something yearly against its year: 「2024年第七个国家宪法日」.

use super::{ceiling, in_title};
use crate::{
    facts::series,
    language::numeral,
    reading::Draft,
    reading::calendar::year_scope::{self, Basis},
    rules::{Finding, Findings},
};

/// The longest text, in bytes, between the year and the number.
const LONGEST_BETWEEN: usize = 90;

/// Words that put the number at another time than the year before it.
const LOOSE: [&str; 12] = [
    "、", "自", "继", "从", "上届", "以来", "至", "比", "筹备", "迎接", "申办", "延续",
];

/// Compares each 第N届 or 第N个 of a series with the year that its own sentence gives it.
pub(crate) fn check_series(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    for edition in series::editions(doc) {
        let (series, number, span) = (edition.series, edition.number, edition.range);
        let measure = series.measure;
        let rest = text.get(span.end..).unwrap_or_default();
        if in_title(doc, &span) || rest.starts_with(['以', '后', '前', '之']) {
            continue;
        }
        let Some(scope) = doc.year_scope(&span) else {
            continue;
        };
        let Some(told) = scope.place.clone() else {
            continue;
        };
        let between = text.get(told.end..span.start).unwrap_or_default();
        if !matches!(scope.basis, Basis::Stated | Basis::Relative)
            || between.len() > LONGEST_BETWEEN
            || year_scope::contains(between, &LOOSE)
            || !(year_scope::is_topic(between) || takes_place(between, rest))
        {
            continue;
        }
        let Some(year) = series.year(number) else {
            continue;
        };
        if scope.years.contains(&year) {
            out.verify();
            continue;
        }
        let [of] = scope.years[..] else { continue };
        let right: Vec<String> = series
            .numbers(of)
            .filter_map(|number| u64::try_from(number).ok())
            .map(|number| format!("第{}{measure}", numeral::to_chinese(number)))
            .collect();
        if right.is_empty() {
            continue;
        }
        out.report(
            Finding::new(span.clone())
                .message("number")
                .arg("found", text.get(span).unwrap_or_default())
                .arg("of", format!("{of}年"))
                .arg("right", right.join("、"))
                .arg("year", year)
                .arg("event", series.name)
                .level(ceiling(series.certainty))
                .related(told, super::basis(&scope)),
        );
    }
}

/// Whether the words around the name are of the thing itself, and not of what came of it.
fn takes_place(between: &str, rest: &str) -> bool {
    const VERBS: [&str; 19] = [
        "参加", "参展", "参会", "亮相", "举办", "举行", "召开", "庆祝", "纪念", "迎来", "组织",
        "组团", "开展", "赴", "登陆", "开幕", "闭幕", "喜迎", "欢度",
    ];
    /// How far after the name, in characters.
    const NEAR: usize = 8;
    let after: String = rest.chars().take(NEAR).collect();
    // 「2024年12月4日是第十一个…」
    between.ends_with(['是', '为', '逢'])
        || year_scope::contains(between, &VERBS)
        || year_scope::contains(&after, &VERBS)
}
