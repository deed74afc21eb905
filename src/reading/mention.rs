//! Forms that a text speaks about instead of using them: a slip quoted as a slip, 「（原文如此）」, the entries
//! of an errata table.

use std::ops::Range;

use super::paired_marks::Pairs;
use crate::{
    document::Document,
    language::han::{is_closing, is_opening},
};

/// What follows a quotation that is kept as it was.
const KEPT: [&str; 9] = [
    "原文如此",
    "原文",
    "原稿如此",
    "照录",
    "照錄",
    "照原",
    "sic",
    "Sic",
    "文字如此",
];

/// What follows a wrong form in brackets.
const CORRECTED: [&str; 20] = [
    "应为",
    "應為",
    "应作",
    "應作",
    "应是",
    "應是",
    "当作",
    "當作",
    "当为",
    "应写作",
    "误）",
    "誤）",
    "误，",
    "有误",
    "错）",
    "錯）",
    "别字",
    "正确写法",
    "疑为",
    "疑作",
];

/// What follows a form, quoted by itself, that is spoken about.
const SPOKEN_OF_BEHIND: [&str; 36] = [
    "应为",
    "應為",
    "应作",
    "應作",
    "应改",
    "應改",
    "改为",
    "改為",
    "改作",
    "更正",
    "订正",
    "訂正",
    "修正为",
    "修正為",
    "误作",
    "误为",
    "误写",
    "誤作",
    "誤為",
    "系误",
    "系衍",
    "係誤",
    "係衍",
    "是错",
    "是別字",
    "是别字",
    "为错",
    "有误",
    "一词",
    "一詞",
    "二字",
    "两字",
    "的写法",
    "的寫法",
    "之误",
    "之誤",
];

/// What is before it.
const SPOKEN_OF_BEFORE: [&str; 22] = [
    "误为",
    "误作",
    "误写成",
    "误写为",
    "误写作",
    "误将",
    "误把",
    "错写成",
    "错写为",
    "错成",
    "写成",
    "寫成",
    "写作",
    "寫作",
    "错字",
    "别字",
    "誤為",
    "誤作",
    "誤寫成",
    "不写",
    "不用",
    "而非",
];

/// The longest form that is spoken about, in bytes.
const FORM: usize = 72;

/// Whether `span` is kept as it was on purpose: a note says so, or what it should be, or it is an entry of
/// an errata table.
pub fn is_kept(doc: &Document, pairs: &Pairs, span: &Range<usize>) -> bool {
    let Some(block) = doc.block_at(span.start).map(|at| &doc.blocks[at].range) else {
        return false;
    };
    let behind = |at: usize| doc.text.get(at..block.end.max(at)).unwrap_or_default();
    in_brackets(behind(span.end), &CORRECTED)
        || quotations(pairs, block, span).any(|(open, close)| {
            let rest = behind(close);
            in_brackets(rest, &KEPT) || close - open <= FORM && in_brackets(rest, &CORRECTED)
        })
        || in_errata(doc, span.start)
}

/// Where the quotations of `block` around `span` begin and end.
fn quotations<'a>(
    pairs: &'a Pairs,
    block: &Range<usize>,
    span: &Range<usize>,
) -> impl Iterator<Item = (usize, usize)> + 'a {
    let start = block.start;
    pairs
        .around(span.start)
        .filter(move |pair| {
            matches!(pair.open.c, '“' | '‘' | '「' | '『' | '《') && pair.open.at >= start
        })
        .map(|pair| (pair.open.at, pair.close.end()))
}

/// Whether `span` is a form, quoted by itself, that the text speaks about.
pub fn is_spoken_about(doc: &Document, pairs: &Pairs, span: &Range<usize>) -> bool {
    let text = &*doc.text;
    let Some(block) = doc.block_at(span.start).map(|at| &doc.blocks[at].range) else {
        return false;
    };
    quotations(pairs, block, span).any(|(open, close)| {
        let before = text.get(block.start..open).unwrap_or_default();
        let rest = text.get(close..block.end.max(close)).unwrap_or_default();
        close - open <= FORM
            && (SPOKEN_OF_BEHIND.iter().any(|word| rest.starts_with(word))
                || SPOKEN_OF_BEFORE.iter().any(|word| before.ends_with(word))
                || before.ends_with(['将', '把', '將']) && corrects(rest))
    })
}

/// Whether `rest` begins, behind marks that close, with a note in brackets that begins with one of `words`.
fn in_brackets(rest: &str, words: &[&str]) -> bool {
    /// This many marks may close before the note.
    const MARKS: usize = 3;
    let mut note = rest;
    for _ in 0..=MARKS {
        if let Some(inner) = note.strip_prefix(['（', '(', '〔', '［', '[']) {
            let inner = inner.trim_start_matches(is_opening);
            return words.iter().any(|word| inner.starts_with(word));
        }
        match note.strip_prefix(|c| is_closing(c) || "。！？".contains(c)) {
            Some(shorter) => note = shorter,
            None => return false,
        }
    }
    false
}

/// Whether the clause at the beginning of `rest` says what a form is changed to: 「将“甲”统一改为“乙”」.
fn corrects(rest: &str) -> bool {
    /// How far it is looked for, in characters.
    const NEAR: usize = 10;
    let head = rest
        .char_indices()
        .nth(NEAR)
        .map_or(rest, |(end, _)| &rest[..end]);
    [
        "改为", "改為", "改成", "改作", "写成", "寫成", "写作", "更正", "误", "错",
    ]
    .iter()
    .any(|word| head.contains(word))
}

/// Whether byte `at` is in a short line below the head of an errata table.
fn in_errata(doc: &Document, at: usize) -> bool {
    /// The longest line of such a table, in bytes,
    const ENTRY: usize = 240;
    /// its longest head,
    const HEAD: usize = 60;
    /// and how many lines below it are looked at.
    const LINES: usize = 60;
    let Some(block) = doc.block_at(at) else {
        return false;
    };
    if doc.blocks[block].range.len() > ENTRY {
        return false;
    }
    let heads = doc.blocks[block.saturating_sub(LINES)..=block].iter().rev();
    heads
        .filter(|head| head.range.len() <= HEAD)
        .any(|head| is_errata_head(doc.block_text(head)))
}

/// Whether `head` heads an errata table: its title, or its columns.
fn is_errata_head(head: &str) -> bool {
    let titled = [
        "勘误",
        "勘誤",
        "正误表",
        "正誤表",
        "更正表",
        "校对表",
        "校勘表",
    ]
    .iter()
    .any(|word| head.contains(word));
    let column = |words: &[&str]| {
        head.split(|c: char| c.is_whitespace() || matches!(c, '|' | '｜' | '、' | '，'))
            .any(|cell| words.contains(&cell.trim_matches('*')))
    };
    titled
        || column(&[
            "误",
            "誤",
            "错误",
            "錯誤",
            "原文",
            "误用",
            "错字",
            "错误写法",
            "误写",
            "原误",
        ]) && column(&[
            "正",
            "正确",
            "正確",
            "更正",
            "改正",
            "应为",
            "正字",
            "正确写法",
            "订正",
        ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::Source, format};

    #[test]
    fn forms_that_are_spoken_about() {
        let mentioned = |text: &str, form: &str| {
            let doc = format::document(Source::of_text("draft.txt", text));
            let pairs = Pairs::read(&doc);
            let start = doc.text.find(form).unwrap();
            let span = start..start + form.len();
            is_kept(&doc, &pairs, &span) || is_spoken_about(&doc, &pairs, &span)
        };
        for text in [
            "村民来信写道：“请帮忙按装路灯,我们村太黑。”（原文如此）",
            "来信写道：“希望快点按装（应为‘安装’）路灯。”",
            "“按装”应为“安装”。",
            "不要把“安装”错写成“按装”。",
            "第3页第2行，将“按装”统一改为“安装”。",
            "勘误表\n\n误\t正\n\n按装\t安装",
        ] {
            assert!(mentioned(text, "按装"), "{text}");
        }
        for text in [
            "村民来信写道：“请帮忙按装路灯。”",
            "请帮忙按装路灯（含线缆）。",
            "错误率下降，正在按装路灯。",
        ] {
            assert!(!mentioned(text, "按装"), "{text}");
        }
    }
}
