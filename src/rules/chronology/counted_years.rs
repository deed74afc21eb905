//! Years counted between two years: 「从1966年到1976年的十一年中」.

use crate::{
    language::terms::Terms,
    reading::Draft,
    reading::figures::quantity::ONE,
    rules::{Finding, Findings},
};

/// Words between two years that make a span of them.
static UNTIL: Terms = Terms::new(&["到", "至", "—", "–", "-", "－", "～", "~"]);

/// The end of a span that is no year in figures, with its year.
const CENTURY: (&str, i32) = ("本世纪末", 2000);

/// What may be between the last year and the number of years.
static LINKS: Terms = Terms::new(&[
    "共计", "合计", "历时", "前后", "关键", "期间", "整整", "为止", "这", "的", "底", "末", "初",
    "，", "是", "间", "止", "共", "计", "一共",
]);

/// The longest text between the two years, and between the last and the number, in bytes.
const NEAR: usize = 30;

/// Both ends may count or only one: eleven years or ten.
pub(crate) fn check_counted_years(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let years = &doc.mentions().years;
    if years.is_empty() {
        return;
    }
    for statement in &doc.quantities().statements {
        for figure in &statement.figures {
            let quantity = &figure.quantity;
            if quantity.unit.name != "年" || !quantity.is_exact() || quantity.plain.value % ONE != 0
            {
                continue;
            }
            let start = quantity.range.start;
            let upto = years.partition_point(|year| year.range.end <= start);
            let Some(last) = upto.checked_sub(1).and_then(|at| years.get(at)) else {
                continue;
            };
            let behind = text.get(last.range.end..start).unwrap_or_default();
            let century = behind.find(CENTURY.0).filter(|_| behind.len() <= 2 * NEAR);
            let (first, end, until) = match century {
                Some(at) => (last, last.range.end + at + CENTURY.0.len(), CENTURY.1),
                None => match upto.checked_sub(2).and_then(|at| years.get(at)) {
                    Some(first) => (first, last.range.end, last.value),
                    None => continue,
                },
            };
            let between = text
                .get(first.range.end..end)
                .filter(|between| between.len() <= NEAR + "一九六六年".len())
                .unwrap_or_default();
            if first.range.start < statement.range.start
                || UNTIL
                    .find(between)
                    .is_none_or(|(at, _)| at > "年起，".len())
                || !is_link(text.get(end..start).unwrap_or_default())
            {
                continue;
            }
            let counted = until - first.value;
            let written = i32::try_from(quantity.plain.value / ONE).unwrap_or(0);
            if counted <= 0 || written == counted || written == counted + 1 {
                out.verify();
                continue;
            }
            out.report(
                Finding::new(quantity.range.clone())
                    .message("years")
                    .arg(
                        "period",
                        text.get(first.range.start..end).unwrap_or_default(),
                    )
                    .arg("count", counted)
                    .arg(
                        "found",
                        text.get(quantity.range.clone()).unwrap_or_default(),
                    )
                    .related(first.range.start..end, "period-here"),
            );
        }
    }
}

/// Whether only words that lead to the number of years are between.
fn is_link(words: &str) -> bool {
    let mut rest = words;
    while let Some(word) = LINKS.begin(rest) {
        rest = rest.get(word.len()..).unwrap_or_default();
    }
    rest.is_empty() && words.len() <= NEAR
}
