//! What a draft mentions, found by one scanner, with typed values and byte ranges. No rule parses a
//! date or a numeral by itself.

use std::{ops::Range, sync::OnceLock};

use super::{cycles, dates};
pub use super::{
    cycles::{Anniversary, FiveYearPlan, Plenum, Session},
    dates::{Date, Weekday, Year},
};
use crate::{
    document::Document,
    scan::{Numeral, word_set::WordSet},
};

/// A year relative to the time of speaking: 去年, 今年, 明年.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelativeYear {
    /// How many years after the present one: -1 for 去年.
    pub offset: i32,
    /// The word.
    pub range: Range<usize>,
}

/// Everything mentioned, each kind in order of place.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    /// Calendar years.
    pub years: Vec<Year>,
    /// Months and days.
    pub dates: Vec<Date>,
    /// Years relative to the time of speaking.
    pub relative_years: Vec<RelativeYear>,
    /// Anniversaries.
    pub anniversaries: Vec<Anniversary>,
    /// Five-year plans.
    pub plans: Vec<FiveYearPlan>,
    /// Sessions.
    pub sessions: Vec<Session>,
    /// Plenums of central committees.
    pub plenums: Vec<Plenum>,
    /// Days of the week.
    pub weekdays: Vec<Weekday>,
}

/// What a word leads to, where no numeral is before it.
#[derive(Debug, Clone, Copy)]
enum Anchor {
    Relative(i32),
    Weekday,
}

fn anchors() -> &'static (WordSet, Vec<Anchor>) {
    static ANCHORS: OnceLock<(WordSet, Vec<Anchor>)> = OnceLock::new();
    ANCHORS.get_or_init(|| {
        let relative = cycles::RELATIVE_YEARS
            .iter()
            .map(|&(word, offset)| (word, Anchor::Relative(offset)));
        let weekdays = ["星期", "礼拜", "禮拜", "（周", "(周", "日周"]
            .into_iter()
            .map(|word| (word, Anchor::Weekday));
        let (words, anchors): (Vec<&str>, Vec<Anchor>) = relative.chain(weekdays).unzip();
        (WordSet::new(words), anchors)
    })
}

/// The first session that `text` names.
pub fn session_in(text: &str) -> Option<Session> {
    text.match_indices('届')
        .find_map(|(at, term)| cycles::session(text, &(at..at + term.len())))
}

impl Mentions {
    /// Scans `doc`.
    pub fn read(doc: &Document) -> Self {
        let text = &*doc.text;
        let mut mentions = Self::default();
        for numeral in &doc.scan().numerals {
            mentions.read_numeral(text, numeral);
        }
        let (words, anchors) = anchors();
        for (word, range) in words.find(doc) {
            match anchors[word] {
                Anchor::Relative(offset) => {
                    if cycles::is_relative_year(text, &range) {
                        mentions.relative_years.push(RelativeYear { offset, range });
                    }
                }
                Anchor::Weekday => mentions.weekdays.extend(dates::weekday(text, &range)),
            }
        }
        mentions
    }

    /// What `numeral` counts, by the word that is behind it.
    fn read_numeral(&mut self, text: &str, numeral: &Numeral) {
        let end = numeral.range.end;
        let anchor = end..end + numeral.behind.len_utf8();
        match numeral.behind {
            '年' => self.years.extend(dates::year(text, &anchor)),
            '月' => {
                let date = dates::date(text, &anchor, self.years.last());
                self.dates.extend(date);
            }
            '届' | '屆' => self.sessions.extend(cycles::session(text, &anchor)),
            '中' => self.plenums.extend(cycles::plenum(text, numeral)),
            '周' | '週' => {
                let behind = text.get(end..).unwrap_or_default();
                let anniversary = ["周年", "週年", "周岁"]
                    .into_iter()
                    .find(|word| behind.starts_with(word))
                    .and_then(|word| cycles::anniversary(text, &(end..end + word.len())));
                self.anniversaries.extend(anniversary);
            }
            '个' | '個' | '”' | '」' | '"' | '规' | '计' | '时' | '期' => {
                if let Some(plan) = cycles::plan(text, numeral)
                    && cycles::is_plan(text, &plan.range)
                {
                    self.plans.push(plan);
                }
            }
            _ => {}
        }
    }

    /// The calendar years that are in `range`.
    pub fn years_in(&self, range: &Range<usize>) -> &[Year] {
        within(&self.years, range, |year| &year.range)
    }

    /// The relative years that are in `range`.
    pub fn relative_years_in(&self, range: &Range<usize>) -> &[RelativeYear] {
        within(&self.relative_years, range, |year| &year.range)
    }

    /// The dates that are in `range`.
    pub fn dates_in(&self, range: &Range<usize>) -> &[Date] {
        within(&self.dates, range, |date| &date.range)
    }

    /// The plans that are in `range`.
    pub fn plans_in(&self, range: &Range<usize>) -> &[FiveYearPlan] {
        within(&self.plans, range, |plan| &plan.range)
    }
}

fn within<'a, T>(items: &'a [T], range: &Range<usize>, place: fn(&T) -> &Range<usize>) -> &'a [T] {
    let first = items.partition_point(|item| place(item).start < range.start);
    let last = items.partition_point(|item| place(item).end <= range.end);
    items.get(first..last).unwrap_or_default()
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::{
        document::Source,
        reading::{Context, Draft},
    };

    fn read(text: &str) -> (String, Mentions) {
        let source = Source::of_text("draft.txt", text);
        let doc = Draft::read(source, Context::default());
        (doc.text.to_string(), doc.mentions().clone())
    }

    #[test]
    fn dates_and_years_have_their_values() {
        let (text, mentions) =
            read("2024年1月17日至二〇二五年三月，6月30日前，36月龄、五六月间、13个月。");
        let dates: Vec<_> = mentions
            .dates
            .iter()
            .map(|date| (&text[date.range.clone()], date.year, date.month, date.day))
            .collect();
        assert_eq!(
            dates,
            [
                ("2024年1月17日", Some(2024), 1, Some(17)),
                ("二〇二五年三月", Some(2025), 3, None),
                ("6月30日", None, 6, Some(30)),
                ("36月", None, 36, None),
            ]
        );
        assert_eq!(mentions.years.len(), 2);
    }

    #[test]
    fn words_that_only_look_like_relative_years() {
        let (_, mentions) = read(
            "去年和今年，明年再看。过去年均增长，以前年度结余，证明年龄，当今年轻人，早上年会。",
        );
        let offsets: Vec<i32> = mentions
            .relative_years
            .iter()
            .map(|year| year.offset)
            .collect();
        assert_eq!(offsets, [-1, 0, 1]);
    }

    #[test]
    fn plans_sessions_and_anniversaries_are_counted() {
        let (_, mentions) = read(
            "“十四五”规划、“七五”普法、第六个五年计划、十三五时期；政协十届三次会议、第十四届全国人民代表大会第二次会议、\
             第十四届全国人民代表大会常务委员会第九次会议；七十五周年、40周年。",
        );
        let plans: Vec<u32> = mentions.plans.iter().map(|plan| plan.number).collect();
        assert_eq!(plans, [14, 6, 13]);
        assert_eq!(mentions.plans[0].years(), Some((2021, 2025)));
        let sessions: Vec<_> = mentions
            .sessions
            .iter()
            .map(|session| (session.term, session.number))
            .collect();
        assert_eq!(sessions, [(10, 3), (14, 2)]);
        let (_, listed) = read("十九届六中全会，二十届二中、三中和四中全会，党中央，十中九。");
        let plenums: Vec<_> = listed
            .plenums
            .iter()
            .map(|plenum| (plenum.term, plenum.number, plenum.listed))
            .collect();
        assert_eq!(
            plenums,
            [(19, 6, false), (20, 2, true), (20, 3, true), (20, 4, true)]
        );
        let counts: Vec<u32> = mentions
            .anniversaries
            .iter()
            .map(|anniversary| anniversary.count)
            .collect();
        assert_eq!(counts, [75, 40]);
    }
}
