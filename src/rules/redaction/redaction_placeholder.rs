//! Something masked or left to be filled in.

use std::{ops::Range, sync::OnceLock};

use crate::{
    language::{endings::last_han, han::is_han, segmenter},
    reading::{
        Draft,
        masks::{Style, all_masks, forms},
    },
    rules::{Check, Finding, Findings, Level, Settings},
    scan::{
        signs::{after, before, short},
        word_set::WordSet,
    },
};

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    let blanks: Vec<String> = settings.data("blanks");
    let mut firsts: Vec<char> = blanks
        .iter()
        .filter_map(|blank| blank.chars().next())
        .collect();
    firsts.sort_unstable();
    Box::new(Placeholders {
        blanks,
        firsts,
        words: settings.data("words"),
        labels: settings.data("labels"),
        values: settings.data("values"),
        counted: settings.data("counted"),
    })
}

struct Placeholders {
    /// How the text within brackets begins that asks to be replaced.
    blanks: Vec<String>,
    /// The characters that these begin with, sorted.
    firsts: Vec<char>,
    /// Words that mark a place in work, between non-letters.
    words: Vec<String>,
    /// What is within brackets where it is to be replaced by what it names: 「【姓名】」.
    labels: Vec<String>,
    /// The same where it follows upon a Han character: 「总投资【金额】」, but not 「【时间】上午」.
    values: Vec<String>,
    /// Measure words before which a number was left out, where a mark follows: 「提案   件，」.
    counted: Vec<String>,
}

/// The longest request within brackets, in bytes.
const REQUEST: usize = 90;

impl Check for Placeholders {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        let text = &*doc.text;
        let forms = forms(doc);
        let dates = blank_dates(doc, &forms, out);
        for mask in all_masks(doc) {
            // 「__月__日」 is reported with its year.
            let date = dates.partition_point(|date| date.end <= mask.span.start);
            if dates
                .get(date)
                .is_some_and(|date| date.start <= mask.span.start && mask.span.end <= date.end)
            {
                continue;
            }
            if mask.in_number {
                // Numbers of telephones and papers are made unrecognisable on purpose.
                out.silent(mask.span, "number", &[]);
                continue;
            }
            if let Some(excuse) = mask.excuse {
                out.silent(mask.span, excuse.reason(), &[]);
                continue;
            }
            let found = short(&text[mask.span.clone()]);
            let message = match mask.style {
                Style::Line | Style::Box => "blank",
                _ if found.starts_with(|c: char| c.is_ascii_digit()) || found.contains('月') => {
                    "date"
                }
                _ => "",
            };
            out.report(
                Finding::new(mask.span.clone())
                    .message(message)
                    .arg("found", &found),
            );
        }
        self.requests(doc, &forms, out);
        lost_percentages(doc, out);
        empty_pairs(doc, out);
        self.blank_counts(doc, &forms, out);
        stand_ins(doc, out);
        for word in &self.words {
            for at in doc.find(word) {
                let span = at..at + word.len();
                let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
                if before(text, span.start).is_none_or(|c| !letter(c))
                    && after(text, span.end).is_none_or(|c| !letter(c))
                {
                    out.report(Finding::new(span).message("blank").arg("found", word));
                }
            }
        }
    }
}

impl Placeholders {
    /// 「（待补充）」 「【此处填写数据】」 「{{姓名}}」.
    fn requests(&self, doc: &Draft, forms: &[Range<usize>], out: &mut Findings) {
        let text = &*doc.text;
        let mut braces = None;
        let form = |at: usize| forms.iter().any(|form| form.contains(&at));
        for sign in doc.signs().iter().filter(|sign| !form(sign.at)) {
            let close = match sign.c {
                '（' | '(' => ['）', ')'],
                '【' | '〔' | '［' | '[' | '〖' => ['】', ']'],
                '<' | '〈' | '＜' => ['>', '〉'],
                '{' => {
                    // {{…}}: reported from the first brace.
                    let single = close_of(text, sign.end(), "}").filter(|&end| {
                        let inner = text[sign.end()..end - 1].trim();
                        self.labels.iter().any(|label| label == inner)
                    });
                    if braces != Some(sign.at)
                        && let Some(end) = single
                    {
                        let span = sign.at..end;
                        let found = text[span.clone()].to_owned();
                        out.report(Finding::new(span).message("blank").arg("found", found));
                    } else if text[sign.end()..].starts_with('{')
                        && let Some(end) = close_of(text, sign.end() + 1, "}}")
                    {
                        braces = Some(sign.at + 1);
                        let span = sign.at..end;
                        let found = text[span.clone()].to_owned();
                        out.report(Finding::new(span).message("blank").arg("found", found));
                    }
                    continue;
                }
                _ => continue,
            };
            if braces == Some(sign.at) {
                continue;
            }
            let inner = text[sign.end()..].trim_start_matches([' ', '\u{3000}']);
            let named = !matches!(sign.c, '（' | '(') && self.is_label(text, sign.at, inner, close);
            if !named && !is_empty_bracket(doc, sign.at, inner, close) && !self.is_blank(inner) {
                continue;
            }
            let mut limit = (sign.end() + REQUEST).min(text.len());
            while !text.is_char_boundary(limit) {
                limit -= 1;
            }
            let window = &text[sign.end()..limit];
            let Some((length, last)) = window.char_indices().find(|&(_, c)| {
                close.contains(&c) || matches!(c, '〕' | '］' | '〗' | '＞' | '\n')
            }) else {
                continue;
            };
            if last == '\n' {
                continue;
            }
            let span = sign.at..sign.end() + length + last.len_utf8();
            let found = text[span.clone()].to_owned();
            out.report(Finding::new(span).message("blank").arg("found", found));
        }
    }
}

/// 「由（　　）主持」: a bracket in running text that holds nothing but room, of which `inner` is what
/// comes behind the room. Room between sentences is for ticks and answers.
fn is_empty_bracket(doc: &Draft, at: usize, inner: &str, close: [char; 2]) -> bool {
    let text = &*doc.text;
    if close[0] != '）' || !inner.starts_with(close) {
        return false;
    }
    let open = after(text, at).map_or(1, char::len_utf8);
    let room = &text[at + open..text.len() - inner.len()];
    let wide = room.contains('\u{3000}') || room.len() >= 2;
    let han = |c: Option<char>| c.is_some_and(is_han);
    wide && han(before(text, at)) && han(after(inner, close[0].len_utf8()))
}

/// Where numbers are left out at most, in characters.
const ROOM: usize = 12;

impl Placeholders {
    /// Whether `inner` begins as a request within brackets does.
    fn is_blank(&self, inner: &str) -> bool {
        let first = inner.chars().next();
        first.is_some_and(|first| self.firsts.binary_search(&first).is_ok())
            && self.blanks.iter().any(|blank| inner.starts_with(&**blank))
    }

    /// Whether the bracket at byte `at`, behind which `inner` follows, holds a word to be replaced.
    fn is_label(&self, text: &str, at: usize, inner: &str, close: [char; 2]) -> bool {
        let fits = |label: &String| {
            let rest = inner.strip_prefix(&**label)?;
            let rest = rest.trim_start_matches(' ');
            rest.strip_prefix(close)
        };
        let before = before(text, at);
        if before.is_some_and(is_han) && self.values.iter().any(|label| fits(label).is_some()) {
            return true;
        }
        // 「【姓名】柳芸」 at the head of a line is a label of what follows.
        let heads = before.is_none_or(|c| c.is_whitespace() || "。】］]".contains(c));
        self.labels.iter().filter_map(fits).any(|rest| {
            !heads
                || ["同志", "委员", "先生", "女士", "、", "，"]
                    .iter()
                    .any(|next| rest.starts_with(next))
        })
    }

    /// 「共收到提案   件，」 「在  个工作日内」 「提案□件，」.
    fn blank_counts(&self, doc: &Draft, forms: &[Range<usize>], out: &mut Findings) {
        let text = &*doc.text;
        let mut end = 0;
        let spaces = doc.find("  ");
        let wide = doc.find("\u{3000}\u{3000}");
        let boxes = doc.find("□");
        for at in spaces.chain(wide).chain(boxes) {
            let boxed = text[at..].starts_with('□');
            if !boxed && at < end && !text[at..].starts_with('\u{3000}') {
                continue;
            }
            let rest = &text[at..];
            let room: usize = rest
                .chars()
                .take(if boxed { 1 } else { ROOM })
                .take_while(|&c| boxed || c == ' ' || c == '\u{3000}')
                .map(char::len_utf8)
                .sum();
            end = at + room;
            let tail = &rest[room..];
            let han = before(text, at).is_some_and(|c| is_han(c) && !"年月日第".contains(c));
            let counted = |unit: &String| {
                tail.strip_prefix(&**unit).is_some_and(|rest| {
                    unit.chars().count() > 2 || rest.starts_with(['，', '。', '；', '、', '）'])
                })
            };
            let form = forms.iter().any(|form| form.contains(&at));
            if han && !form && self.counted.iter().any(counted) {
                // 「参考答案等资料文    件」: a wrapped line has left room within a word.
                let words = segmenter::cut(last_han(&text[..at], 6));
                let cut = words.last().is_some_and(|(_, word)| {
                    let mut whole = (*word).to_owned();
                    whole.extend(tail.chars().next());
                    word.chars().count() == 1 && segmenter::is_word(&whole)
                });
                if cut {
                    out.silent(at..end, "wrapped", &[]);
                    continue;
                }
                let unit = self.counted.iter().filter(|unit| counted(unit));
                let length = unit.map(String::len).max().unwrap_or(0);
                let span = at..end + length;
                let found = text[span.clone()].to_owned();
                out.report(Finding::new(span).message("blank").arg("found", found));
            }
        }
    }
}

/// The stems that stand for names.
const STEMS: [char; 4] = ['甲', '乙', '丙', '丁'];

/// 「A市」 「甲县」: places without a name.
fn places() -> &'static WordSet {
    static PLACES: OnceLock<WordSet> = OnceLock::new();
    PLACES.get_or_init(|| {
        let names = ('A'..='Z').chain(STEMS);
        WordSet::new(names.flat_map(|name| ["省", "市", "县"].map(|unit| format!("{name}{unit}"))))
    })
}

/// 「A市B区」 「甲市乙县」 and 「提案N件」: letters that stand for names and numbers.
fn stand_ins(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    let names = |c: char| c.is_ascii_uppercase() || STEMS.contains(&c);
    for (_, place) in places().all(doc) {
        let Range { start, end } = place;
        if let Some(first) = after(text, start) {
            let next = after(text, end).filter(|&c| names(c) && c != first);
            let (Some(next), Some(outside)) = (next, Some(before(text, start))) else {
                continue;
            };
            let second = &text[end + next.len_utf8()..];
            let lower = ["市", "县", "区", "镇", "乡", "街道"]
                .iter()
                .find(|unit| second.starts_with(**unit));
            let Some(lower) = lower else { continue };
            if outside.is_some_and(|c| c.is_ascii_alphanumeric()) {
                continue;
            }
            let span = start..end + next.len_utf8() + lower.len();
            let found = text[span.clone()].to_owned();
            out.report(Finding::new(span).arg("found", found));
        }
    }
    for counted in ["N件", "N篇", "N万元", "N亿元", "N人次"] {
        for at in doc.find(counted) {
            if before(text, at).is_some_and(|c| is_han(c) && c != '第') {
                out.report(Finding::new(at..at + counted.len()).arg("found", counted));
            }
        }
    }
}

fn close_of(text: &str, from: usize, close: &str) -> Option<usize> {
    let mut limit = (from + REQUEST).min(text.len());
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let window = text.get(from..limit)?;
    let length = window.find(close)?;
    (length > 0 && !window[..length].contains('\n')).then_some(from + length + close.len())
}

/// 「同比增长%，」: a per cent sign whose number was emptied.
fn lost_percentages(doc: &Draft, out: &mut Findings) {
    const BEFORE: [&str; 17] = [
        "增长",
        "下降",
        "提高",
        "提升",
        "上升",
        "回落",
        "增加",
        "减少",
        "增長",
        "達到",
        "达到",
        "占比",
        "完成",
        "增幅",
        "降幅",
        "比重达",
        "率达",
    ];
    let text = &*doc.text;
    for sign in doc.signs_where(|c| matches!(c, '%' | '％')) {
        if !matches!(sign.c, '%' | '％') {
            continue;
        }
        let head = &text[..sign.at];
        if let Some(word) = BEFORE.iter().find(|word| head.ends_with(**word)) {
            let span = sign.at - word.len()..sign.end();
            let found = text[span.clone()].to_owned();
            out.report(Finding::new(span).message("blank").arg("found", found));
        }
    }
}

/// 《》 and “” with nothing inside, unless the text speaks of the mark.
fn empty_pairs(doc: &Draft, out: &mut Findings) {
    let text = &*doc.text;
    for pair in doc.signs().windows(2) {
        let [open, close] = pair else { continue };
        let empty = matches!((open.c, close.c), ('《', '》') | ('“', '”'))
            && text[open.end()..close.at].trim().is_empty()
            && !text[open.end()..close.at].contains('\n');
        if empty
            && !speaks_of_marks(text, open.at)
            && before(text, open.at).is_none_or(|c| !"号號标標符用".contains(c))
        {
            let span = open.at..close.end();
            let found = text[span.clone()].to_owned();
            out.report(
                Finding::new(span)
                    .message("empty")
                    .arg("found", found)
                    .level(Level::Warning),
            );
        }
    }
}

/// Whether the sentence before byte `at` speaks of marks: 「引号一律改为“”」.
fn speaks_of_marks(text: &str, at: usize) -> bool {
    /// How far back is looked, in bytes.
    const FAR: usize = 120;
    let head = &text[text.floor_char_boundary(at.saturating_sub(FAR))..at];
    ["引号", "引號", "书名号", "書名號", "标点", "標點"]
        .iter()
        .any(|word| head.contains(word))
}

/// Reports 「2024年　月　日」 and says where such dates are.
fn blank_dates(doc: &Draft, forms: &[Range<usize>], out: &mut Findings) -> Vec<Range<usize>> {
    let text = &*doc.text;
    let mut dates = Vec::new();
    for (_, month) in months().all(doc) {
        let at = month.start;
        if forms.iter().any(|form| form.contains(&at)) {
            continue;
        }
        // 「2024年12月　日」: only the day is left out.
        let tail = &text[at + "月".len()..];
        let digits = text[..at]
            .bytes()
            .rev()
            .take(3)
            .take_while(u8::is_ascii_digit)
            .count();
        if (1..=2).contains(&digits)
            && text[..at - digits].ends_with('年')
            && tail.starts_with(is_blank)
        {
            let rest = tail.trim_start_matches([' ', '\u{3000}', '\u{a0}', '_']);
            let ends = rest
                .strip_prefix('日')
                .is_some_and(|rest| !rest.starts_with(is_han) || rest.starts_with(['前', '至']));
            if ends {
                let span: Range<usize> = at - digits..text.len() - rest.len() + "日".len();
                let found = text[span.clone()].to_owned();
                dates.push(span.clone());
                out.report(Finding::new(span).message("date").arg("found", found));
                continue;
            }
        }
        if !before(text, at).is_some_and(is_blank) {
            continue;
        }
        let head = text[..at].trim_end_matches(is_blank);
        let tail = &text[at + "月".len()..];
        if !head.ends_with('年') || !tail.starts_with(is_blank) {
            continue;
        }
        // 「____年__月__日」 is reported as a whole.
        if head.ends_with("_年") {
            continue;
        }
        let rest = tail.trim_start_matches(is_blank);
        if rest.starts_with('日') {
            let start = head.len() - "年".len();
            let end = text.len() - rest.len() + "日".len();
            let span: Range<usize> = start..end;
            let found = text[span.clone()].to_owned();
            dates.push(span.clone());
            out.report(Finding::new(span).message("date").arg("found", found));
        }
    }
    dates
}

/// 月 with a blank behind.
fn months() -> &'static WordSet {
    static MONTHS: OnceLock<WordSet> = OnceLock::new();
    MONTHS.get_or_init(|| WordSet::new(["月 ", "月\u{3000}", "月\u{a0}", "月_"]))
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\u{a0}' | '_')
}
