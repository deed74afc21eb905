//! Characters that stand for others that look like them.

use std::{ops::Range, sync::OnceLock};

use memchr::{memchr_iter, memchr2, memchr3_iter};

use crate::{
    language::han::is_han,
    reading::Draft,
    reading::habit::{self, Habit},
    rules::{Check, Finding, Findings, Level, Safety, Settings},
    scan::{
        signs::{Sign, after, before},
        word_set::WordSet,
    },
};

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    Box::new(Lookalikes {
        latin: pairs(&settings.data::<String>("latin")),
        han: pairs(&settings.data::<String>("han")),
    })
}

fn pairs(list: &str) -> Vec<(char, char)> {
    let chars: Vec<char> = list.chars().collect();
    chars
        .chunks_exact(2)
        .map(|pair| (pair[0], pair[1]))
        .collect()
}

struct Lookalikes {
    /// Cyrillic and Greek letters with their Latin likenesses.
    latin: Vec<(char, char)>,
    /// Katakana with their Han likenesses.
    han: Vec<(char, char)>,
}

impl Check for Lookalikes {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        let text = &*doc.text;
        let mut circles = Vec::new();
        let signs = doc.signs_where(may_stand_for_another);
        for &sign in signs {
            match sign.c {
                '○' | '◯' if is_zero(text, sign) => circles.push(sign.at..sign.end()),
                '\u{370}'..='\u{4ff}' => self.latin(text, sign, out),
                '\u{30a0}'..='\u{30ff}' => self.katakana(text, sign, out),
                _ => {}
            }
        }
        report_circles(doc, circles, out);
        interpuncts(doc, out);
        letters(text, out);
        ones(text, out);
        dashes(doc, out);
    }
}

fn may_stand_for_another(c: char) -> bool {
    matches!(c, '○' | '◯' | '\u{370}'..='\u{4ff}' | '\u{30a0}'..='\u{30ff}')
}

impl Lookalikes {
    fn latin(&self, text: &str, sign: Sign, out: &mut Findings) {
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        if !(letter(before(text, sign.at)) || letter(after(text, sign.end()))) {
            return;
        }
        if let Some(&(_, right)) = self.latin.iter().find(|(wrong, _)| *wrong == sign.c) {
            report(sign.at..sign.end(), text, right, out);
        }
    }

    fn katakana(&self, text: &str, sign: Sign, out: &mut Findings) {
        let kana = |c: Option<char>| {
            c.is_some_and(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'))
        };
        let around = [before(text, sign.at), after(text, sign.end())];
        if around.iter().any(|&c| kana(c)) || !around.iter().flatten().any(|&c| is_han(c)) {
            return;
        }
        if let Some(&(_, right)) = self.han.iter().find(|(wrong, _)| *wrong == sign.c) {
            report(sign.at..sign.end(), text, right, out);
        }
    }
}

fn report(place: Range<usize>, text: &str, right: char, out: &mut Findings) {
    out.report(
        Finding::new(place.clone())
            .arg("found", &text[place.clone()])
            .arg("right", right)
            .fix(Safety::Unsafe, "fix", place, right.to_string()),
    );
}

fn is_digit(c: char) -> bool {
    "〇一二三四五六七八九".contains(c)
}

/// Whether the circle `sign` stands for 〇: in a year, four digits long.
fn is_zero(text: &str, sign: Sign) -> bool {
    let part = |c: &char| matches!(c, '○' | '◯') || is_digit(*c);
    let left = text[..sign.at]
        .chars()
        .rev()
        .take(4)
        .take_while(part)
        .count();
    let right = text[sign.end()..].chars().take(4).take_while(part).count();
    let start = sign.at - left * '○'.len_utf8();
    let century = ["一九", "一八", "二○", "二〇", "二◯"]
        .iter()
        .any(|century| text[start..].starts_with(century));
    left > 0 && left + 1 + right == 4 && century
}

/// Marks that stand for the interpunct of a name: 「艾力•吐尔逊」 「艾力．吐尔逊」.
fn interpuncts(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let alike = |c: char| matches!(c, '•' | '・' | '‧' | '∙' | '⋅' | '．');
    let places: Vec<Range<usize>> = doc
        .signs_where(alike)
        .iter()
        .filter(|sign| alike(sign.c) && divides_name(text, **sign))
        .map(|sign| sign.at..sign.end())
        .collect();
    let Some(first) = places.first() else { return };
    let finding = if places.len() == 1 {
        Finding::new(first.clone())
    } else {
        Finding::habit(places.clone(), "again")
    };
    let found = &text[first.clone()];
    let mut finding = finding
        .message("interpunct")
        .level(Level::Info)
        .arg("found", found);
    for place in places {
        finding = finding.fix(Safety::Unsafe, "fix-interpunct", place, "·");
    }
    out.report(finding);
}

/// Whether the mark `sign` is inside a name: Han characters right before and behind it, which number
/// nothing.
fn divides_name(text: &str, sign: Sign) -> bool {
    let part = |c: char| is_han(c) && !"一二三四五六七八九十百千".contains(c);
    before(text, sign.at).is_some_and(part) && after(text, sign.end()).is_some_and(part)
}

/// ○ was the usual zero of older typesetting; it is reported mildly, and as a habit where it is one.
fn report_circles(doc: &Draft, circles: Vec<Range<usize>>, out: &mut Findings) {
    if circles.is_empty() {
        return;
    }
    let right = doc.find("〇").take(64).count();
    if habit::of(circles.len(), right) == Habit::Throughout {
        let mut finding = Finding::habit(circles.clone(), "again")
            .message("circles")
            .level(Level::Info);
        for place in circles {
            finding = finding.fix(Safety::Safe, "fix-zero", place, "〇");
        }
        out.report(finding);
        return;
    }
    for place in circles {
        out.report(
            Finding::new(place.clone())
                .message("circle")
                .level(Level::Info)
                .fix(Safety::Safe, "fix-zero", place, "〇"),
        );
    }
}

/// O, o or 0 among the digits of a year: 「二O二四年」 「二00八年」; O among Arabic digits: 「2O24年」.
fn letters(text: &str, out: &mut Findings) {
    let bytes = text.as_bytes();
    let alike = |byte: &u8| matches!(byte, b'O' | b'o' | b'0');
    let mut places: Vec<(Range<usize>, String)> = Vec::new();
    let mut end = 0;
    // A zero has its like only where it is behind a Chinese digit.
    let lettered = memchr2(b'O', b'o', bytes).is_some();
    for at in memchr3_iter(b'O', b'o', b'0', bytes) {
        if at < end || !lettered && at > 0 && bytes[at - 1].is_ascii() {
            continue;
        }
        let length = bytes[at..].iter().take(4).take_while(|b| alike(b)).count();
        end = at + length;
        let (left, right) = (before(text, at), after(text, end));
        let year = left.is_some_and(is_digit)
            && right.is_some_and(|c| is_digit(c) || c == '年')
            && length < 3;
        let arabic = bytes[at..end].iter().any(|&b| b != b'0')
            && left.is_some_and(|c| c.is_ascii_digit())
            && number_goes_on(&text[end..]);
        if year {
            places.push((at..end, "〇".repeat(length)));
        } else if arabic {
            places.push((at..end, "0".repeat(length)));
        }
    }
    if habit::of(places.len(), 0) == Habit::Throughout {
        let spans = places.iter().map(|(place, _)| place.clone()).collect();
        let mut finding = Finding::habit(spans, "again").message("zeros");
        for (place, right) in places {
            finding = finding.fix(Safety::Unsafe, "fix-zero", place, right);
        }
        out.report(finding);
        return;
    }
    for (place, right) in places {
        out.report(
            Finding::new(place.clone())
                .arg("found", &text[place.clone()])
                .arg("right", &right)
                .fix(Safety::Unsafe, "fix", place, right),
        );
    }
}

/// l for 1 in a number that is counted: 「l6次」 「共3l篇」.
fn ones(text: &str, out: &mut Findings) {
    const UNITS: &str = "次件个項项篇家户戶名场場条條份年月人万亿%";
    for at in memchr_iter(b'l', text.as_bytes()) {
        let digits = |rest: &str| rest.bytes().take(5).take_while(u8::is_ascii_digit).count();
        let right = digits(&text[at + 1..]);
        let left = before(text, at);
        let counted = after(text, at + 1 + right).is_some_and(|c| UNITS.contains(c));
        let leads =
            right > 0 && right < 5 && left.is_none_or(|c| is_han(c) || "，。、（".contains(c));
        let ends = right < 5 && left.is_some_and(|c| c.is_ascii_digit());
        if counted && (leads || ends) {
            report(at..at + 1, text, '1', out);
        }
    }
}

/// Whether `rest` begins with what makes the digits before it a number or a year, not a name.
fn number_goes_on(rest: &str) -> bool {
    /// Longer numbers are names of things.
    const DIGITS: usize = 8;
    let digits = rest
        .bytes()
        .take(DIGITS)
        .take_while(u8::is_ascii_digit)
        .count();
    after(rest, digits).is_some_and(|c| {
        matches!(c, '%' | '年' | '次' | '件' | '篇' | '项' | '家' | '户')
            || digits > 0 && matches!(c, '件' | '人' | '万' | '亿')
    })
}

/// 一 for a dash: 「2019年一2021年」 「3一5月」.
fn dashes(doc: &Draft, out: &mut Findings) {
    static ONES: OnceLock<WordSet> = OnceLock::new();
    let ones = ONES.get_or_init(|| WordSet::new(('0'..='9').map(|digit| format!("一{digit}"))));
    let text = &*doc.text;
    for (_, place) in ones.all(doc) {
        let (at, end) = (place.start, place.start + "一".len());
        let left = before(text, at);
        // 「二0一0年」 is a year with a zero for 〇.
        if left.is_some_and(|c| c.is_ascii_digit()) && before(text, at - 1).is_some_and(is_digit) {
            continue;
        }
        let range =
            left.is_some_and(|c| c.is_ascii_digit() || matches!(c, '年' | '月' | '日' | '%'));
        if range {
            out.report(Finding::new(at..end).message("dash").fix(
                Safety::Unsafe,
                "fix-dash",
                at..end,
                "—",
            ));
        }
    }
}
