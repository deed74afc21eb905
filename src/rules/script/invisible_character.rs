//! Characters that nobody sees.

use super::{Told, adjoining, told};
use crate::{
    language::han::is_han,
    reading::Draft,
    rules::{Check, Finding, Findings, Safety, Settings},
    scan::signs::{after, before},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let places = adjoining(
        doc.signs_where(may_be_invisible)
            .iter()
            .filter(|sign| is_invisible(text, sign.at, sign.c))
            .map(|sign| sign.at..sign.end()),
    );
    match told(places) {
        Told::Each(places) => {
            for place in places {
                let code = codes(&text[place.clone()]);
                out.report(Finding::new(place.clone()).arg("code", code).fix(
                    Safety::Safe,
                    "fix",
                    place,
                    "",
                ));
            }
        }
        Told::Habit(places) => {
            let code = codes(&text[places[0].clone()]);
            let mut finding = Finding::habit(places.clone(), "again")
                .message("habit")
                .arg("code", code);
            for place in places {
                finding = finding.fix(Safety::Safe, "fix", place, "");
            }
            out.report(finding);
        }
    }
}

fn may_be_invisible(c: char) -> bool {
    matches!(c,
        '\u{200b}'..='\u{200f}' | '\u{fe03}'..='\u{fe0f}' | '\u{feff}'
        | '\u{61c}' | '\u{180e}' | '\u{3164}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{ad}' | '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}')
}

fn is_invisible(text: &str, at: usize, c: char) -> bool {
    match c {
        // Joiners hold emoji together.
        '\u{200c}' | '\u{200d}' => !is_picture(before(text, at)),
        // Variation selectors belong to pictures; after a Han character these are an accident, while the
        // others choose a form of it that a name may ask for.
        '\u{fe03}'..='\u{fe0f}' => before(text, at).is_some_and(is_han),
        // A byte order mark at the beginning is none of the text.
        '\u{feff}' => at > 0,
        '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{3164}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2028}'..='\u{2029}'
        | '\u{2060}'..='\u{206f}' => true,
        // A form feed parts pages.
        '\u{c}' => {
            !matches!(
                (before(text, at), after(text, at + 1)),
                (None | Some('\n'), _) | (_, None | Some('\n'))
            ) && before(text, at).is_some_and(is_han)
                && after(text, at + 1).is_some_and(is_han)
        }
        '\0'..='\u{8}' | '\u{b}' | '\u{e}'..='\u{1f}' | '\u{7f}' => true,
        '\u{80}'..='\u{9f}' => c != '\u{85}',
        _ => false,
    }
}

fn is_picture(c: Option<char>) -> bool {
    c.is_some_and(|c| matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{fe0f}'))
}

/// The code points of `text`, a few of them.
fn codes(text: &str) -> String {
    let shown: Vec<String> = text
        .chars()
        .take(3)
        .map(|c| format!("U+{:04X}", c as u32))
        .collect();
    shown.join(" ")
}
