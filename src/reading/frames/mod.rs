//! Frames: each figure of a draft as what it is the value of, when, in which role, and between which bounds.
//!
//! 「新增公园127座，累计达到1100座」 is an increment and a total of one thing; 「超110万辆」 is at least 110万;
//! 「由2020年的8.9万亩」 is a value that something grew from. Clauses inherit: a figure whose words name
//! nothing is of what the figure before it was of, at the same time.

pub mod steps;
mod table;
mod words;

use std::ops::Range;

use crate::{
    language::{
        han::is_han,
        terms::{Terms, terms},
    },
    reading::{
        calendar::mentions::Year,
        figures::{
            quantity::{Exactness, Family, ONE, Quantity},
            statement::{Figure, Quantities, Statement},
        },
    },
};

pub use table::Row;
pub use words::{Way, way};

/// What a figure does in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A value: 收入9.6亿元.
    Level,
    /// What came to it: 新增9个, 比上年增加80万人次.
    Increment,
    /// What went from it: 减少12件.
    Decrement,
    /// All there is: 累计79个, 总里程8667公里.
    Total,
    /// A part of what was named before: 其中高速公路2.8万公里.
    Part,
    /// By how much something changed, in percent, in points or in times.
    Change,
    /// A share of something: 占44.7%.
    Share,
    /// What falls on one: 人均9.2万元.
    Average,
    /// The value that something grew from: 由8.9万亩.
    Base,
    /// What is planned.
    Target,
    /// How far something is ahead of another: 高于全国2个百分点.
    Lead,
}

impl Role {
    /// Its name in tables and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::Increment => "increment",
            Self::Decrement => "decrement",
            Self::Total => "total",
            Self::Part => "part",
            Self::Change => "change",
            Self::Share => "share",
            Self::Average => "average",
            Self::Base => "base",
            Self::Target => "target",
            Self::Lead => "lead",
        }
    }
}

/// The values that a figure leaves possible, in base units of its family; an open end is infinite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The least.
    pub low: f64,
    /// The greatest.
    pub high: f64,
}

impl Bounds {
    /// What `quantity` leaves possible. 超, 余 and 多 leave everything above, 近 and 不到 everything below, 约 a
    /// tenth to both sides.
    pub fn of(quantity: &Quantity) -> Self {
        let (value, slack) = (quantity.amount.float(), quantity.amount.slack());
        let (low, high) = match quantity.exactness {
            Exactness::Exact => (value - slack, value + slack),
            Exactness::About => (value * 0.9 - slack, value * 1.1 + slack),
            Exactness::Over => (value, f64::INFINITY),
            Exactness::Under => (f64::NEG_INFINITY, value),
        };
        Self { low, high }
    }

    /// Whether every value of this is greater than every value of `other`.
    pub fn exceeds(self, other: Self) -> bool {
        self.low > other.high
    }
}

/// A figure with what its words say about it.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The figure.
    pub figure: Figure,
    /// The words of its clause before it, back to the figure before or to a mark other than 、; those of the
    /// first, where figures are listed.
    pub words: Range<usize>,
    /// The mark before these words; `\0` for none.
    pub mark: char,
    /// What it is the value of, or what the figure before it was, where its own words name nothing.
    pub indicator: Range<usize>,
    /// The whole or the part of which it is: 全省, 规上, 其中, 柳河镇; empty where nothing names it.
    pub scope: Range<usize>,
    /// What it does.
    pub role: Role,
    /// Which way its words say that something went.
    pub way: Option<Way>,
    /// The years it is of, first and last.
    pub years: Option<(i32, i32)>,
    /// What it leaves possible.
    pub bounds: Bounds,
}

impl Frame {
    /// Its number.
    pub fn quantity(&self) -> &Quantity {
        &self.figure.quantity
    }

    /// The words before it.
    pub fn words<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.words.clone()).unwrap_or_default().trim()
    }

    /// What it is the value of.
    pub fn indicator<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.indicator.clone()).unwrap_or_default()
    }

    /// The whole or the part of which it is; empty where nothing names it.
    pub fn scope<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.scope.clone()).unwrap_or_default()
    }

    /// Its indicator, where it tells one thing from others.
    pub fn name<'t>(&self, text: &'t str) -> Option<&'t str> {
        words::name(self.indicator(text))
    }

    /// What it counts, where a noun behind it says so: 大型项目 in 「120个大型项目」.
    pub fn thing<'t>(&self, text: &'t str) -> Option<&'t str> {
        let quantity = self.quantity();
        if !matches!(quantity.unit.name, "个" | "项" | "家" | "座" | "条" | "件") {
            return None;
        }
        let behind = text.get(quantity.range.end..)?;
        let mut name = behind.char_indices().take(SHORTEST_NAME + 2);
        let (end, _) = name.find(|&(_, c)| !is_han(c))?;
        let name = behind.get(..end)?;
        (name.chars().count() >= SHORTEST_NAME).then_some(name)
    }

    /// Whether it goes on a list with no words of its own: 481家 in 「771家、481家」, 「12项和44项」.
    pub fn is_listed(&self, text: &str) -> bool {
        self.figure.is_listed(text)
    }

    /// Whether 由 or 从 leads to it, at most `longest` characters before: 「由2019年的」.
    pub fn begins_at(&self, text: &str, longest: usize) -> bool {
        words::begins_at(self.figure.label(text), longest)
    }

    /// Whether `other` counts or measures the same.
    pub fn same_unit(&self, other: &Self) -> bool {
        self.quantity().unit.comparable(other.quantity().unit)
    }
}

/// The shortest name that tells one thing from others, in characters.
const SHORTEST_NAME: usize = 4;

/// Words that begin a clause even behind 、: 「148万亩、其中…」, 「9个、累计达到79个」.
static BEGINS: Terms = terms!(
    "其中 累计 达到 达 总 占 增长 下降 同比 比上年 较上年 高于 低于 快于 居 位居 列 增速 增幅"
);

/// Where the words before `figure` begin, and the mark before them: 、 parts names, not clauses.
fn clause(text: &str, from: usize, figure: &Figure) -> (usize, char) {
    let end = figure.quantity.range.start;
    let head = text.get(from..end).unwrap_or_default();
    let mark = head.char_indices().rev().find(|&(at, c)| {
        let behind = || head.get(at + c.len_utf8()..).unwrap_or_default();
        matches!(
            c,
            '，' | ',' | '；' | ';' | '：' | ':' | '。' | '（' | '(' | '）' | ')'
        ) || c == '、' && BEGINS.begin(behind()).is_some()
    });
    mark.map_or((from, '\0'), |(at, c)| (from + at + c.len_utf8(), c))
}

/// The name in the clause before `start`, where no figure is in it: 「工农业总产值，比上年增长5.5%」.
fn named_before(text: &str, from: usize, start: usize) -> Option<Range<usize>> {
    let head = text.get(from..start)?.strip_suffix(['，', ','])?;
    let clause = head
        .char_indices()
        .rev()
        .find(|&(_, c)| matches!(c, '，' | ',' | '；' | ';' | '：' | ':' | '。' | '）'))
        .map_or(0, |(at, c)| at + c.len_utf8());
    let name = words::indicator(head.get(clause..)?);
    let name = from + clause + name.start..from + clause + name.end;
    (!name.is_empty()).then_some(name)
}

/// The frames of a draft, those of each of its statements.
#[derive(Debug, Clone, Default)]
pub struct Frames {
    /// In order of the statements.
    pub of: Vec<Vec<Frame>>,
}

impl Frames {
    /// Reads the figures of `quantities` in `text`, in which `years` are named.
    pub fn read(text: &str, years: &[Year], quantities: &Quantities) -> Self {
        let statements = quantities.statements.iter();
        let of = statements
            .map(|statement| frames(text, years, statement))
            .collect();
        Self { of }
    }
}

/// The frames of `statement`, in order.
fn frames(text: &str, years: &[Year], statement: &Statement) -> Vec<Frame> {
    let mut out: Vec<Frame> = Vec::with_capacity(statement.figures.len());
    let mut from = statement.range.start;
    for figure in &statement.figures {
        let (start, mark) = clause(text, from, figure);
        let behind = std::mem::replace(&mut from, figure.quantity.range.end);
        let words = start..figure.quantity.range.start;
        let before = out.last();
        let lead = text.get(words.clone()).unwrap_or_default();
        let own = words::indicator(lead);
        let indicator = if own.is_empty() {
            named_before(text, behind, start)
                .or_else(|| before.map(|frame| frame.indicator.clone()))
                .unwrap_or(start..start)
        } else {
            start + own.start..start + own.end
        };
        let named = years_in(years, &words)
            .or_else(|| before.and_then(|frame| frame.years))
            .or_else(|| years_in(years, &(statement.range.start..start)));
        // 「分别增长6%、7.4%和5.2%」: what is listed does what the first does.
        let listed = figure.is_listed(text);
        let first = before.filter(|frame| listed && frame.figure.depth == figure.depth);
        let indicator = first.map_or(indicator, |first| first.indicator.clone());
        let scope = words::scope(lead)
            .filter(|_| !own.is_empty() || before.is_none())
            .map(|range| start + range.start..start + range.end)
            .or_else(|| {
                before
                    .filter(|_| own.is_empty())
                    .map(|frame| frame.scope.clone())
            })
            .unwrap_or(start..start);
        let scope = first.map_or(scope, |first| first.scope.clone());
        let role = first.map_or_else(|| words::role(lead, &figure.quantity), |first| first.role);
        let way = first.map_or_else(|| words::way(lead), |first| first.way);
        let words = first.map_or(words, |first| first.words.clone());
        out.push(Frame {
            mark,
            indicator,
            scope,
            role,
            way,
            years: named,
            bounds: Bounds::of(&figure.quantity),
            words,
            figure: figure.clone(),
        });
    }
    out
}

/// The first and the last of `years` that `range` names.
fn years_in(years: &[Year], range: &Range<usize>) -> Option<(i32, i32)> {
    let from = years.partition_point(|year| year.range.start < range.start);
    let upto = years.partition_point(|year| year.range.start < range.end);
    let named = years.get(from..upto)?;
    let (first, last) = named.first().zip(named.last())?;
    Some((first.value, last.value))
}

/// Whether `quantity` counts things or people, of which there are no halves.
pub fn is_count(quantity: &Quantity) -> bool {
    matches!(quantity.unit.family, Family::Count | Family::People)
        && quantity.plain.value % ONE == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::figures::quantity::quantities;

    fn roles(text: &str) -> Vec<Role> {
        quantities(text, 0..text.len())
            .iter()
            .map(|quantity| {
                let head = text.get(..quantity.range.start).unwrap_or_default();
                let start = head.rfind(['，', '。']).map_or(0, |at| at + "，".len());
                words::role(head.get(start..).unwrap_or_default(), quantity)
            })
            .collect()
    }

    #[test]
    fn words_tell_what_a_figure_does() {
        use Role::{Average, Base, Change, Increment, Lead, Level, Part, Share, Target, Total};
        for (text, expected) in [
            ("新增公园127座，累计达到1100座", &[Increment, Total][..]),
            ("全市收入9.6亿元，增长4.1%", &[Level, Change]),
            ("其中高速公路2.8万公里", &[Part]),
            ("新能源装机4091万千瓦，占比达44.7%", &[Level, Share]),
            ("人均住房面积32平方米", &[Average]),
            ("由8.9万亩", &[Base]),
            ("力争达到500家", &[Target]),
            ("快于全省平均2个百分点", &[Lead]),
        ] {
            assert_eq!(roles(text), expected, "{text}");
        }
    }
}
