//! Names and the number in apposition to them.

use super::listed::miscounted;
use crate::{
    reading::{
        figures::statement::{Figure, Statement},
        lists::{
            self, List,
            apposed::{Apposed, apposed, has_figures},
        },
    },
    rules::Findings,
};

/// How many a slip of the pen counts too many or too few.
const FURTHEST: usize = 2;

/// Whether a list is before the number that `figure` announces, which is then judged here.
pub(crate) fn check_apposition(
    text: &str,
    statement: &Statement,
    figure: &Figure,
    promised: usize,
    out: &mut Findings,
) -> bool {
    match apposed(text, statement, figure, promised) {
        None => return false,
        Some(Apposed::Named(list)) => judge(text, figure, &list, promised, out),
        Some(Apposed::Quoted(list)) => {
            let words = text.get(list.range.clone()).unwrap_or_default();
            let mixed = words.contains(['，', '；', '。'])
                || lists::open_mark(words).is_some()
                || list.exact() != Some(list.items.len());
            // 「“放、管、服”两项改革」 may be one thing in quotes and another beside it.
            if list.items.len() != promised && (mixed || !figure.quantity.han) {
                out.silent(list.range, "silent-list", &[]);
            } else {
                judge(text, figure, &list, promised, out);
            }
        }
        Some(Apposed::Open(list)) => {
            let listed = list.least();
            if listed <= promised {
                out.verify();
            } else if listed > promised + FURTHEST + 1
                || list.may_end_with(text, promised)
                || has_figures(statement, &list, figure)
            {
                out.silent(list.range, "silent-list", &[]);
            } else {
                out.report(
                    miscounted(text, &figure.quantity.range, listed)
                        .message("open")
                        .related(list.range, "list"),
                );
            }
        }
    }
    true
}

fn judge(text: &str, figure: &Figure, list: &List, promised: usize, out: &mut Findings) {
    if list.fits(promised) {
        out.verify();
        return;
    }
    let place = list.range.clone();
    let most = if promised > list.most() {
        list.most()
    } else {
        list.least()
    };
    let count = list.exact().unwrap_or(most);
    if count.abs_diff(promised) > FURTHEST || list.may_end_with(text, promised) {
        out.silent(place, "silent-list", &[]);
        return;
    }
    out.report(miscounted(text, &figure.quantity.range, count).related(place, "list"));
}
