//! Ages and years of service against the year they are counted from: 「1985年出生，现年52岁」.

use std::ops::Range;

use crate::{
    language::numeral,
    reading::Draft,
    reading::calendar::year_scope,
    rules::{Finding, Findings},
};

/// What is counted: the words before the number, the unit after it, the words at the year.
struct Count {
    words: &'static [&'static str],
    unit: char,
    since: &'static [&'static str],
}

const COUNTS: [Count; 5] = [
    Count {
        words: &["现年", "今年"],
        unit: '岁',
        since: &["出生", "生于", "年生"],
    },
    Count {
        words: &["党龄"],
        unit: '年',
        since: &["入党", "加入中国共产党"],
    },
    Count {
        words: &["工龄"],
        unit: '年',
        since: &["参加工作"],
    },
    Count {
        words: &["教龄"],
        unit: '年',
        since: &["从教", "任教"],
    },
    Count {
        words: &["军龄"],
        unit: '年',
        since: &["入伍", "参军"],
    },
];

/// Words of lives that are stated, not counted to the present.
const TOLD: [&str; 8] = [
    "逝世", "去世", "牺牲", "时年", "享年", "当年", "那年", "终年",
];

/// Words of somebody else.
const KIN: [&str; 10] = [
    "儿子", "女儿", "孙", "父", "母", "妻", "丈夫", "老伴", "其子", "其女",
];

/// The farthest that year and age are apart, in bytes.
const REACH: usize = 240;

/// Compares each age with the draft's own date. Without a date line or a year in the title nothing
/// is sure enough; a year more or less is a matter of the birthday, or of counting.
pub(crate) fn check_ages(doc: &Draft, out: &mut Findings) {
    let clock = &doc.profile().clock;
    if clock.report.is_none() && clock.title.is_none() {
        return;
    }
    let years = clock.this_year();
    let text = &*doc.text;
    for count in &COUNTS {
        for word in count.words {
            for at in doc.find(word) {
                let number_at = at + word.len();
                let rest = text.get(number_at..).unwrap_or_default();
                let Some((number, length)) = numeral::integer_at(rest) else {
                    continue;
                };
                let end = number_at + length + count.unit.len_utf8();
                let exact = rest
                    .get(length..)
                    .and_then(|rest| rest.strip_prefix(count.unit))
                    .is_some_and(|rest| !rest.starts_with(['多', '余', '以', '左']));
                if exact {
                    judge(doc, count, at..end, number, &years, out);
                }
            }
        }
    }
}

fn judge(
    doc: &Draft,
    count: &Count,
    span: Range<usize>,
    number: u64,
    years: &[i32],
    out: &mut Findings,
) {
    let text = &*doc.text;
    let part = part(doc, &span);
    let words = text.get(part.clone()).unwrap_or_default();
    if year_scope::contains(words, &TOLD) {
        return;
    }
    let mentions = doc.mentions();
    let since: Vec<_> = mentions
        .years_in(&part)
        .iter()
        .filter(|year| {
            let after = text.get(year.range.end..part.end).unwrap_or_default();
            let stop = after
                .find(['，', ',', '；', '、', '）', '。'])
                .unwrap_or(after.len());
            let after = after.get(..stop).unwrap_or_default();
            let before = text.get(part.start..year.range.start).unwrap_or_default();
            // 「今年70岁，他的孙子2015年出生」
            let own = if year.range.start > span.start {
                before.ends_with(['，', '（', '(', '于', ' '])
            } else {
                let between = text.get(year.range.end..span.start).unwrap_or_default();
                !year_scope::contains(between, &KIN)
            };
            own && count.since.iter().any(|word| {
                after.contains(word)
                    || before.ends_with(word)
                    || *word == "年生" && after.starts_with('生')
            })
        })
        .collect();
    let [since] = since[..] else { return };
    let Ok(number) = i32::try_from(number) else {
        return;
    };
    let passed = |year: &i32| year - since.value;
    if years.iter().any(|year| (passed(year) - number).abs() <= 1) {
        out.verify();
        return;
    }
    let Some(now) = years.first().filter(|now| passed(now) > 0) else {
        return;
    };
    out.report(
        Finding::new(span.clone())
            .message("age")
            .arg("found", text.get(span).unwrap_or_default())
            .arg("since", since.value)
            .arg("now", now)
            .arg("right", passed(now))
            .related(since.range.clone(), "since-here"),
    );
}

/// The part of the sentence between ；, at most so far from `span`.
fn part(doc: &Draft, span: &Range<usize>) -> Range<usize> {
    let text = &*doc.text;
    let sentence = year_scope::sentence(doc, span);
    let low = super::window_before(text, span.start, REACH).max(sentence.start);
    let high = super::window_after(text, span.end, REACH).min(sentence.end);
    let start = text
        .get(low..span.start)
        .and_then(|before| before.rfind('；'))
        .map_or(low, |at| low + at + '；'.len_utf8());
    let end = text
        .get(span.end..high)
        .and_then(|after| after.find('；'))
        .map_or(high, |at| span.end + at);
    start..end
}
