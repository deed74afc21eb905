//! Two stops where one is right.

use std::ops::Range;

use crate::{
    reading::Draft,
    rules::{Check, Finding, Findings, Safety, Settings},
    scan::signs::{Sign, before, is_lost_character, short},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn is_stop(c: char) -> bool {
    is_full_stop(c) || matches!(c, ',' | ';' | ':' | '?' | '!' | '.')
}

fn is_full_stop(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '？' | '！')
}

/// The most question and exclamation marks that may be together.
const EMPHATIC: usize = 3;

/// The most bytes that a character takes.
const WIDEST: usize = 4;

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let signs = doc.signs();
    let mut at = 0;
    while at < signs.len() {
        let alone = signs
            .get(at + 1)
            .is_none_or(|next| next.at - signs[at].at > WIDEST);
        if alone || !is_stop(signs[at].c) {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while at < signs.len() && signs[at - 1].end() == signs[at].at && is_stop(signs[at].c) {
            at += 1;
        }
        let run = &signs[start..at];
        if run.len() > 1 {
            judge(text, run, out);
        }
        // 。”。: the sentence within the quotation has ended already.
        if let Some([close, stop]) = signs.get(at..at + 2)
            && matches!(close.c, '”' | '’' | '）')
            && signs[at - 1].c == '。'
            && stop.c == '。'
            && signs[at - 1].end() == close.at
            && close.end() == stop.at
        {
            let inner = signs[at - 1];
            out.report(
                Finding::new(inner.at..stop.end())
                    .message("around")
                    .arg("found", &text[inner.at..stop.end()])
                    .fix(Safety::Unsafe, "fix-outer", stop.at..stop.end(), ""),
            );
        }
    }
}

fn judge(text: &str, run: &[Sign], out: &mut Findings) {
    let emphatic = run
        .iter()
        .all(|sign| matches!(sign.c, '？' | '！' | '?' | '!'));
    if emphatic && run.len() <= EMPHATIC {
        return;
    }
    // Dots make an ellipsis, which has its own rule; ASCII alone is code or a foreign text.
    if run.iter().all(|sign| sign.c == '。') && run.len() > 2
        || run.iter().all(|sign| sign.c.is_ascii())
    {
        return;
    }
    // 「U.S.，」: points that belong to what is before; 「、?水」: no mark but a lost character.
    let points = run.iter().take_while(|sign| sign.c == '.').count();
    let abbreviated = points > 0
        && run.len() - points < 2
        && before(text, run[0].at).is_some_and(|c| c.is_ascii_alphanumeric());
    if abbreviated || run.iter().any(|&sign| is_lost_character(text, sign)) {
        return;
    }
    let span: Range<usize> = run[0].at..run[run.len() - 1].end();
    let kept = run
        .iter()
        .find(|sign| sign.c == '。')
        .or(run.iter().find(|sign| is_full_stop(sign.c)))
        .unwrap_or(&run[0]);
    out.report(
        Finding::new(span.clone())
            .arg("found", short(&text[span.clone()]))
            .arg("right", kept.c)
            .fix(Safety::Unsafe, "fix", span, kept.c.to_string()),
    );
}
