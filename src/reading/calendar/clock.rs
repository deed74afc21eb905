//! The clock of a draft: when it speaks, which year it reviews, which year it plans.

use std::ops::Range;

use crate::{
    document::{Block, Document, Kind, Meta, OrdinalStyle},
    language::{beginnings, terms::Terms},
    reading::calendar::{
        mentions::{Mentions, Year},
        words::{contains, is_topic},
    },
};

/// A year with the place that tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearSource {
    /// The year.
    pub year: i32,
    /// The place that tells it.
    pub range: Range<usize>,
    /// The block that it is in.
    pub block: usize,
}

/// The day of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The year.
    pub year: i32,
    /// The month.
    pub month: u32,
    /// The day, where it is given.
    pub day: Option<u32>,
    /// The place that tells it.
    pub range: Range<usize>,
}

/// What a heading promises of the text below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlook {
    /// It looks back: 回顾, 总结.
    Review,
    /// It looks ahead: 安排, 任务.
    Plan,
    /// It does not say.
    Open,
}

/// A heading that tells the time of its section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading's block.
    pub block: usize,
    /// The year that it names, where it names just one.
    pub year: Option<YearSource>,
    /// The year that it names by a word, after the present one: -1 for 去年, 0 for 今年以来.
    pub relative: Option<i32>,
    /// Whether it speaks of several years: 五年来, “十四五”时期.
    pub span: bool,
    /// Whether it looks back or ahead.
    pub mood: Outlook,
    rank: u8,
}

/// The clock of a draft.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// The day on which it was given, from the date line under its title or at its end.
    pub report: Option<Day>,
    /// The year in its title.
    pub title: Option<YearSource>,
    /// The year that a heading says it reviews.
    pub reviewed: Option<YearSource>,
    /// The year that a heading says it plans.
    pub planned: Option<YearSource>,
    /// The year that its sentences are about, where nothing better says.
    pub topic: Option<YearSource>,
    /// The only year that the whole text names, where nothing better says.
    pub only: Option<YearSource>,
    /// Whether it looks back on a term of several years, heading or no heading.
    pub retrospect: bool,
    /// The headings that tell time, in order.
    pub sections: Vec<Section>,
    /// For each block, 1 + the index of the section that it lies in; 0 for none.
    scope: Vec<u32>,
}

/// In how many blocks from the beginning a date line may be: web pages have a head of their own.
const HEAD: usize = 40;
/// In how many blocks from the end.
const TAIL: usize = 6;
/// The longest line that is no more than a date line, in bytes.
const LINE: usize = 240;

/// How often a text has to say 五年来 to be a look back on five years.
const RETROSPECT: usize = 3;

impl Clock {
    /// Reads the clock of `doc`.
    pub fn read(doc: &Document, mentions: &Mentions) -> Self {
        let mut clock = Self {
            report: bulletin_day(doc).or_else(|| report_day(doc, mentions)),
            ..Self::default()
        };
        let spans: usize = ["五年来", "过去五年", "五年间", "五年的工作"]
            .iter()
            .map(|word| doc.find(word).take(RETROSPECT).count())
            .sum();
        clock.retrospect = spans >= RETROSPECT;
        clock.read_title(doc, mentions);
        clock.read_sections(doc, mentions);
        clock.read_only(doc, mentions);
        clock
    }

    /// The year that most sentences which begin with a year are about, where nothing better says.
    fn read_topic(&mut self, doc: &Document, mentions: &Mentions) {
        let mut topics = mentions.years.iter().filter(|year| {
            let opens = doc.text[..year.range.start]
                .chars()
                .next_back()
                .is_none_or(|c| c.is_whitespace() || matches!(c, '。' | '）' | '！' | '、'));
            let after = &doc.text[year.range.end..];
            opens
                && (after.starts_with(['，', '度'])
                    || is_topic(after.get(..30).unwrap_or_default()))
        });
        let Some(first) = topics.next() else { return };
        let last = mentions
            .years
            .iter()
            .map(|year| year.value)
            .max()
            .unwrap_or(first.value);
        let rest: Vec<i32> = topics.map(|year| year.value).collect();
        let same = rest.iter().filter(|&&year| year == first.value).count() + 1;
        let alone = mentions.years.iter().all(|year| year.value == first.value);
        if (same >= 2 || alone) && same * 5 >= (rest.len() + 1) * 3 && last <= first.value + 1 {
            self.topic = Some(YearSource {
                year: first.value,
                range: first.range.clone(),
                block: doc.block_at(first.range.start).unwrap_or(0),
            });
        }
    }

    fn read_only(&mut self, doc: &Document, mentions: &Mentions) {
        if self.report.is_some()
            || self.title.is_some()
            || self.reviewed.is_some()
            || self.planned.is_some()
        {
            return;
        }
        self.read_topic(doc, mentions);
        if self.topic.is_some() {
            return;
        }
        let mut years = mentions
            .years
            .iter()
            .filter(|year| !doc.text[..year.range.start].ends_with(['到', '至', '前', '—', '-']));
        // A year that is mentioned in passing is not that of the draft: it opens a sentence, or comes again.
        if let Some(first) = years.next()
            && years.all(|year| year.value == first.value)
            && (mentions.years.len() >= 3 || opens_sentence(doc, &first.range))
            && !doc.text[first.range.end..]
                .starts_with(['以', '工', '前', '底', '末', '—', '-', '至', '起'])
        {
            self.only = Some(YearSource {
                year: first.value,
                range: first.range.clone(),
                block: doc.block_at(first.range.start).unwrap_or(0),
            });
        }
    }

    fn read_title(&mut self, doc: &Document, mentions: &Mentions) {
        for (index, block) in doc.blocks.iter().enumerate().take(HEAD) {
            if !(block.is_heading() || matches!(block.kind, Kind::Meta(_)))
                || block.range.len() > LINE
                || mentions.years_in(&block.range).is_empty()
            {
                continue;
            }
            let text = doc.block_text(block);
            if !TITLES.stand_in(text) {
                continue;
            }
            // 「2023年工作总结和2024年工作计划」
            if let [first, second] = mentions.years_in(&block.range)
                && contains(&text[..second.range.start - block.range.start], REVIEW)
                && contains(&text[second.range.end - block.range.start..], PLAN)
            {
                let told = |year: &Year| YearSource {
                    year: year.value,
                    range: year.range.clone(),
                    block: index,
                };
                self.reviewed = Some(told(first));
                self.planned = Some(told(second));
                return;
            }
            if let [year] = mentions.years_in(&block.range)
                && mentions.dates_in(&block.range).is_empty()
                && !matches!(block.kind, Kind::Heading { .. })
            {
                self.title = Some(YearSource {
                    year: year.value,
                    range: year.range.clone(),
                    block: index,
                });
                return;
            }
        }
    }

    fn read_sections(&mut self, doc: &Document, mentions: &Mentions) {
        self.scope.reserve(doc.blocks.len());
        let mut current: Option<(usize, u8)> = None;
        for (index, block) in doc.blocks.iter().enumerate() {
            if matches!(block.kind, Kind::Heading { .. }) || is_early_heading(doc, index, block) {
                // The headline of a news item names the years of what it tells, not its own.
                let headline = doc
                    .blocks
                    .get(index + 1)
                    .is_some_and(|next| beginnings::is_lead(doc.block_text(next)));
                let section = Some(()).filter(|()| !headline);
                match section.and_then(|()| section_of(doc, mentions, index, block)) {
                    Some(section) => {
                        self.take(&section);
                        current = Some((self.sections.len(), section.rank));
                        self.sections.push(section);
                    }
                    None => {
                        if current.is_some_and(|(_, open)| rank(block) <= open) {
                            current = None;
                        }
                    }
                }
            }
            let scope = current.map_or(0, |(section, _)| section + 1);
            self.scope.push(u32::try_from(scope).unwrap_or(0));
        }
    }

    fn take(&mut self, section: &Section) {
        let Some(year) = &section.year else { return };
        let place = match section.mood {
            Outlook::Review => &mut self.reviewed,
            Outlook::Plan => &mut self.planned,
            Outlook::Open => return,
        };
        if place.is_none() {
            *place = Some(year.clone());
        }
    }

    /// The section that block `index` lies in, its heading included.
    pub fn section_at(&self, index: usize) -> Option<&Section> {
        let scope = *self.scope.get(index)? as usize;
        self.sections.get(scope.checked_sub(1)?)
    }

    /// The place from which the years of a statement without any are taken.
    pub fn place(&self) -> Option<Range<usize>> {
        let day = self.report.as_ref().map(|day| &day.range);
        let told = [
            &self.title,
            &self.reviewed,
            &self.planned,
            &self.topic,
            &self.only,
        ];
        let told = told.into_iter().flatten().map(|told| &told.range);
        day.into_iter().chain(told).next().cloned()
    }

    /// The place of the year on which this clock rests where it is no more than a guess: no date, no title and
    /// no heading tells it.
    pub fn guess(&self) -> Option<Range<usize>> {
        let told = self.report.is_some()
            || self.title.is_some()
            || self.reviewed.is_some()
            || self.planned.is_some();
        (!told).then(|| self.place()).flatten()
    }

    /// The years that 今年 can mean, the likeliest first; empty where nothing says.
    pub fn this_year(&self) -> Vec<i32> {
        if let Some(report) = &self.report {
            return vec![report.year];
        }
        match (
            &self.reviewed,
            &self.planned,
            self.title.as_ref().or(self.topic.as_ref()),
        ) {
            (Some(reviewed), Some(planned), _) if planned.year == reviewed.year + 1 => {
                vec![planned.year]
            }
            (Some(reviewed), _, _) => vec![reviewed.year + 1, reviewed.year],
            // One that looks back too is given in the year that it plans.
            (None, Some(planned), _)
                if self.retrospect
                    || self
                        .sections
                        .iter()
                        .any(|section| section.mood == Outlook::Review) =>
            {
                vec![planned.year]
            }
            (None, Some(planned), _) => vec![planned.year, planned.year - 1],
            (None, None, Some(title)) => vec![title.year, title.year + 1],
            (None, None, None) => self.only.iter().map(|told| told.year).collect(),
        }
    }

    /// The years that a statement without any year can be about: the year of the report, the one reviewed.
    pub fn years(&self) -> Vec<i32> {
        let mut years = self.this_year();
        years.extend(self.reviewed.as_ref().map(|told| told.year));
        years.extend(self.planned.as_ref().map(|told| told.year));
        if let Some(report) = &self.report
            && self.reviewed.is_none()
        {
            years.push(report.year - 1);
        }
        // 「2025年工作要点」 of December 2024 is about the year to come.
        if let (Some(report), Some(title)) = (&self.report, &self.title)
            && title.year == report.year + 1
        {
            years.push(title.year);
        }
        years.sort_unstable();
        years.dedup();
        years
    }

    /// The last day that the draft can speak of as past.
    pub fn latest(&self) -> Option<(i32, u32, u32)> {
        if let Some(report) = &self.report {
            return Some((report.year, report.month, report.day.unwrap_or(31)));
        }
        self.years().last().map(|&year| (year, 12, 31))
    }

    /// The first day on which the draft can have been given.
    pub fn earliest(&self) -> Option<(i32, u32, u32)> {
        if let Some(report) = &self.report {
            return Some((report.year, report.month, report.day.unwrap_or(1)));
        }
        if let (Some(reviewed), _) | (None, Some(reviewed)) = (&self.reviewed, &self.title) {
            return Some((reviewed.year, 7, 1));
        }
        self.planned.as_ref().map(|told| (told.year - 1, 10, 1))
    }
}

/// Whether a year opens its sentence and is what that is about: 「2024年，」 「2024年3月，」 「2024年是」.
fn opens_sentence(doc: &Document, year: &Range<usize>) -> bool {
    let before = doc.text[..year.start].trim_end_matches(['（', '(', ' ', '\u{3000}']);
    let behind = &doc.text[year.end..];
    let opens = before
        .chars()
        .next_back()
        .is_none_or(|c| matches!(c, '\n' | '。' | '！' | '？' | '；' | '：' | '*' | '#'));
    opens
        && behind.chars().next().is_none_or(|c| {
            c.is_ascii_digit()
                || c.is_whitespace()
                || "，,是度全我，、一二三四五六七八九十".contains(c)
        })
}

/// The last day of a history of adoption and amendments, which begins in block `index` with `first`: the
/// latest amendment is what the text is of.
fn latest_of_history(doc: &Document, mentions: &Mentions, index: usize, first: Day) -> Day {
    const ACTS: [&str; 7] = ["通过", "批准", "公布", "发布", "修正", "修订", "施行"];
    let acts = |text: &str| ACTS.iter().any(|word| text.contains(word));
    let mut last = first;
    for block in doc.blocks.iter().skip(index).take(HEAD) {
        let dates = mentions.dates_in(&block.range);
        let text = doc.block_text(block);
        let bare = text.trim_start_matches(['（', '(', ' ', '\u{3000}', '—', '－', '-']);
        let at = block.range.start + (text.len() - bare.len());
        if block.range.len() > LINE * 2
            || !acts(text)
            || dates.first().is_none_or(|date| date.range.start != at)
        {
            break;
        }
        for date in dates {
            let (Some(year), true) = (date.year, (1..=12).contains(&date.month)) else {
                continue;
            };
            // Others' laws are in titles.
            let quoted = doc.text[at..date.range.start].matches('《').count()
                > doc.text[at..date.range.start].matches('》').count();
            let later = (year, date.month, date.day) > (last.year, last.month, last.day);
            if later && !quoted {
                last = Day {
                    year,
                    month: date.month,
                    day: date.day,
                    range: date.range.clone(),
                };
            }
        }
    }
    last
}

fn report_day(doc: &Document, mentions: &Mentions) -> Option<Day> {
    if mentions.dates.is_empty() {
        return None;
    }
    let count = doc.blocks.len();
    let head = 0..count.min(HEAD);
    let tail = count.saturating_sub(TAIL).max(head.end)..count;
    head.chain(tail.rev()).find_map(|index| {
        let block = doc.blocks.get(index)?;
        if block.range.len() > LINE {
            return None;
        }
        let text = doc.block_text(block);
        let [date, ..] = mentions.dates_in(&block.range) else {
            return None;
        };
        let year = date.year?;
        if !(1..=12).contains(&date.month) || date.day.is_some_and(|day| !(1..=31).contains(&day)) {
            return None;
        }
        let before = doc.text[block.range.start..date.range.start]
            .trim_start_matches(['—', '─', '-', '（', '(', ' ', '\u{3000}', '〔', '－']);
        let after = doc.text[date.range.end..block.range.end]
            .trim_start_matches([' ', '\u{3000}', '在', '，', '于']);
        let alone = after.trim_matches([')', '）', ' ', '。', '〕']).is_empty();
        let meeting = ["会议", "大会", "會議", "通过", "全会", "会上", "政协"]
            .iter()
            .any(|word| after.contains(word));
        let dated = before.is_empty() && (alone || meeting && !text.contains('。'));
        let day = dated.then(|| Day {
            year,
            month: date.month,
            day: date.day,
            range: date.range.clone(),
        })?;
        let history = index < HEAD && !alone;
        Some(if history {
            latest_of_history(doc, mentions, index, day)
        } else {
            day
        })
    })
}

/// The day of a bulletin, which its head gives in digits: 「《青河新闻联播》 (20250905)」.
fn bulletin_day(doc: &Document) -> Option<Day> {
    /// The longest such line, in bytes.
    const LINE: usize = 120;
    const DIGITS: usize = 8;
    doc.blocks.iter().take(HEAD).find_map(|block| {
        let text = doc.block_text(block);
        if text.len() > LINE || !text.contains('》') {
            return None;
        }
        let title = text.find('》')? + '》'.len_utf8();
        let rest = &text[title..];
        let at = rest.find(|c: char| c.is_ascii_digit())?;
        let run = rest[at..].bytes().take_while(u8::is_ascii_digit).count();
        let part = |range: Range<usize>| rest.get(at + range.start..at + range.end)?.parse().ok();
        let (year, month, day): (i32, u32, u32) = (
            part(0..4).and_then(|year: u32| i32::try_from(year).ok())?,
            part(4..6)?,
            part(6..8)?,
        );
        let apart = rest[..at]
            .trim_matches([' ', '(', '（', '\u{3000}'])
            .is_empty();
        let real =
            (1949..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        let start = block.range.start + title + at;
        (run == DIGITS && apart && real).then(|| Day {
            year,
            month,
            day: Some(day),
            range: start..start + DIGITS,
        })
    })
}

/// Whether a line before the first paragraph is the heading of its section, not a title of the whole.
fn is_early_heading(doc: &Document, index: usize, block: &Block) -> bool {
    /// The longest one, in bytes.
    const LONGEST: usize = 90;
    index > 0
        && matches!(block.kind, Kind::Title | Kind::Meta(Meta::Other))
        && doc.blocks.get(index + 1).is_some_and(Block::is_prose)
        && block.range.len() <= LONGEST
        && !doc.block_text(block).contains("报告")
}

/// How deep a heading is; a smaller rank ends a section of a greater one.
fn rank(block: &Block) -> u8 {
    match (&block.label, block.kind) {
        (_, Kind::Heading { depth }) if depth > 0 => depth,
        (Some(label), _) => match label.style {
            OrdinalStyle::Part => 1,
            OrdinalStyle::Chapter => 2,
            OrdinalStyle::Section | OrdinalStyle::Article => 3,
            OrdinalStyle::Han => 4,
            OrdinalStyle::HanBracket => 5,
            _ => 6,
        },
        // A line without ordinal may be a part's title or a run-in head; it ends nothing.
        _ => u8::MAX,
    }
}

fn section_of(doc: &Document, mentions: &Mentions, index: usize, block: &Block) -> Option<Section> {
    let text = doc.block_text(block);
    let years = mentions.years_in(&block.range);
    let relative = mentions.relative_years_in(&block.range);
    // 「2019年和今年以来」 is no more than these two.
    let since_this_year = relative
        .last()
        .is_some_and(|year| text[year.range.end - block.range.start..].starts_with("以来"));
    let span = (contains(text, SPANS) && !since_this_year)
        || years.len() > 1
        || !mentions.plans_in(&block.range).is_empty();
    if years.is_empty() && relative.is_empty() && !span {
        return None;
    }
    let mood = if contains(text, REVIEW) {
        Outlook::Review
    } else if contains(text, PLAN) {
        Outlook::Plan
    } else if contains(text, WORK) {
        Outlook::Review
    } else {
        Outlook::Open
    };
    let year = match years {
        [year] => Some(YearSource {
            year: year.value,
            range: year.range.clone(),
            block: index,
        }),
        _ => None,
    };
    // 「到2035年基本建成」 is a goal in a heading, no year of its section.
    if let Some(told) = &year
        && mood != Outlook::Review
        && doc.text[..told.range.start].ends_with(['到', '至', '前'])
    {
        return None;
    }
    let mut rank = rank(block);
    if rank == u8::MAX {
        rank = 0;
    }
    Some(Section {
        block: index,
        year,
        relative: relative.last().map(|year| year.offset),
        span,
        mood,
        rank,
    })
}

/// Words of titles.
static TITLES: Terms = Terms::new(&["报告", "总结", "要点", "報告"]);

const SPANS: &[&str] = &[
    "五年", "十年", "三年", "四年", "两年", "时期", "以来", "本届", "届期", "期间", "历程", "年来",
    "任期", "历史", "時期", "以來",
];
const REVIEW: &[&str] = &[
    "回顾", "总结", "情况", "成效", "成绩", "成就", "做法", "回顧", "過去", "过去",
];
const PLAN: &[&str] = &[
    "安排",
    "任务",
    "部署",
    "要求",
    "打算",
    "建议",
    "重点工作",
    "意见",
    "目标",
    "计划",
    "思路",
    "要点",
    "关于",
    "谋划",
    "展望",
];
/// Words of work done, where nothing in the heading looks ahead.
const WORK: &[&str] = &["主要工作", "工作报告", "完成", "的工作"];
