//! Dated facts: congresses, plenums, sessions, anniversaries, campaigns, set phrases.
//!
//! The table is `rules/data/facts.tsv`; its head says where it comes from and what each certainty
//! allows. It is read when a rule first asks.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    ops::Range,
    sync::{Arc, OnceLock},
};

use crate::{
    language::numeral,
    scan::{
        Scan,
        word_set::{self, WordSet},
    },
};

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FactKind {
    /// A national congress of the Party.
    Congress,
    /// A plenum of its central committee.
    Plenum,
    /// A session of the National People's Congress.
    NpcSession,
    /// A session of the CPPCC's national committee.
    CppccSession,
    /// What anniversaries are counted from.
    Anniversary,
    /// A person: the start is the birth, the end the death.
    Life,
    /// A campaign with its first and last day.
    Campaign,
    /// A meeting that was held once.
    Meeting,
    /// A sports event, an exhibition, a summit.
    Event,
    /// A plan or an outline that bears its years in its name.
    Scheme,
    /// A set phrase; the start is the day when it was first used.
    Phrase,
}

/// How sure a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// Read at the source.
    Verified,
    /// Computed from others.
    Computed,
    /// From memory.
    Remembered,
    /// Uncertain.
    Uncertain,
}

/// A day, a month or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// The year.
    pub year: i32,
    /// The month, where it is known.
    pub month: Option<u32>,
    /// The day, where it is known.
    pub day: Option<u32>,
}

impl When {
    /// Reads 1949, 1949-10, 1949-10-01.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        Some(Self {
            year: parts.next()?.parse().ok()?,
            month: parts.next().and_then(|month| month.parse().ok()),
            day: parts.next().and_then(|day| day.parse().ok()),
        })
    }

    /// Reads 1949, 1949-10, 1949-10-01, and nothing else: the day must exist.
    pub fn checked(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year: i16 = parts
            .next()?
            .parse()
            .ok()
            .filter(|year| (1..=9999).contains(year))?;
        let mut number = || parts.next().map(|part| part.parse::<i8>().ok());
        let (month, day) = match (number(), number()) {
            (None, _) => (None, None),
            (Some(month), None) => (Some(month?), None),
            (Some(month), Some(day)) => (Some(month?), Some(day?)),
        };
        if parts.next().is_some() {
            return None;
        }
        jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        let unsigned = |number: i8| u32::try_from(number).ok();
        Some(Self {
            year: i32::from(year),
            month: month.and_then(unsigned),
            day: day.and_then(unsigned),
        })
    }

    /// Its order among days: the first day it can be.
    pub fn first(self) -> (i32, u32, u32) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// Its order among days: the last day it can be.
    pub fn last(self) -> (i32, u32, u32) {
        (self.year, self.month.unwrap_or(12), self.day.unwrap_or(31))
    }
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}年", self.year)?;
        if let Some(month) = self.month {
            write!(f, "{month}月")?;
            if let Some(day) = self.day {
                write!(f, "{day}日")?;
            }
        }
        Ok(())
    }
}

/// A dated fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub kind: FactKind,
    /// Its full name.
    pub name: Cow<'static, str>,
    /// The names that it goes by in texts.
    pub aliases: Vec<Cow<'static, str>>,
    /// When it began.
    pub start: When,
    /// When it ended; the same as `start` for what took a day.
    pub end: Option<When>,
    /// How sure it is.
    pub certainty: Certainty,
    /// Where it was read.
    pub source: Cow<'static, str>,
}

/// All facts, in the order of the table.
pub fn all() -> &'static [Arc<Fact>] {
    static FACTS: OnceLock<Vec<Arc<Fact>>> = OnceLock::new();
    FACTS.get_or_init(|| rows().filter_map(fact).map(Arc::new).collect())
}

/// The rows of the table, each of which is a fact.
fn rows() -> impl Iterator<Item = &'static str> {
    let rows = include_str!("../../rules/data/facts.tsv").lines();
    rows.filter(|row| !row.starts_with('#'))
}

/// The names of the facts that texts name, which are all but anniversaries and lives. Most drafts name few
/// facts or none, so no more is read at first.
struct Names {
    /// Those without a numeral that something is behind.
    plain: Group,
    /// The others, by what is behind their first numeral and by that numeral: a text that has no 十四 before
    /// 届 names none of what was 十四届.
    counted: Vec<((char, &'static str), Group)>,
    /// By the last bits of a character, whether a name has one with such bits behind its first numeral.
    behind: [bool; CLASSES],
}

/// This many characters are distinguished by their last bits.
const CLASSES: usize = 1024;

/// Some of the names, and for each the number of its fact in [`all`].
#[derive(Default)]
struct Group {
    names: Vec<&'static str>,
    facts: Vec<usize>,
    literals: OnceLock<WordSet>,
}

impl Group {
    /// All places in `text` where a name is: of which fact, and where.
    fn all<'a>(
        &'a self,
        text: &dyn AsRef<Scan>,
    ) -> impl Iterator<Item = (usize, Range<usize>)> + use<'a> {
        let literals = self.literals.get_or_init(|| WordSet::new(&self.names));
        let places = literals.all(text).into_iter();
        places.map(|(name, place)| (self.facts[name], place))
    }
}

fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut plain = Group::default();
        let mut counted: BTreeMap<(char, &str), Group> = BTreeMap::new();
        for (number, row) in rows().enumerate() {
            let mut fields = row.split('\t');
            let (Some(kind), Some(name), Some(aliases)) =
                (fields.next(), fields.next(), fields.next())
            else {
                continue;
            };
            if matches!(kind, "anniversary" | "life") {
                continue;
            }
            let own = Some(name).filter(|name| aliases.split('|').all(|alias| alias != *name));
            for name in aliases.split('|').chain(own) {
                let group = match first_numeral(name) {
                    Some(key) => counted.entry(key).or_default(),
                    None => &mut plain,
                };
                group.names.push(name);
                group.facts.push(number);
            }
        }
        let mut behind = [false; CLASSES];
        for (c, _) in counted.keys() {
            behind[*c as usize % CLASSES] = true;
        }
        Names {
            plain,
            counted: counted.into_iter().collect(),
            behind,
        }
    })
}

/// Whether numerals are written in `c`.
fn counts(c: char) -> bool {
    numeral::arabic(c).is_some() || numeral::is_chinese(c)
}

/// The character behind the first numeral of `name`, and that numeral.
fn first_numeral(name: &str) -> Option<(char, &str)> {
    let rest = &name[name.find(counts)?..];
    let (numeral, rest) = rest.split_at(rest.find(|c| !counts(c))?);
    Some((rest.chars().next()?, numeral))
}

/// Where `text` has a name of the table, from the left, the longest of those that begin at one place; none overlaps
/// another. Each with the number of its fact in [`all`].
pub(super) fn in_table(text: &dyn AsRef<Scan>) -> impl Iterator<Item = (usize, Range<usize>)> {
    let Names {
        plain,
        counted,
        behind,
    } = names();
    let mut found: Vec<(usize, Range<usize>)> = plain.all(text).collect();
    let mut sought = vec![false; counted.len()];
    for run in &text.as_ref().numerals {
        if !behind[run.behind as usize % CLASSES] {
            continue;
        }
        let first = counted.partition_point(|((behind, _), _)| *behind < run.behind);
        let numeral = text
            .as_ref()
            .text()
            .get(run.range.clone())
            .unwrap_or_default();
        for (((behind, own), group), sought) in counted.iter().zip(&mut sought).skip(first) {
            if *behind != run.behind {
                break;
            }
            if !*sought && numeral.ends_with(own) {
                *sought = true;
                found.extend(group.all(text));
            }
        }
    }
    word_set::in_order(&mut found);
    word_set::from_the_left(found)
}

fn fact(row: &'static str) -> Option<Fact> {
    let mut fields = row.split('\t');
    let kind = match fields.next()? {
        "congress" => FactKind::Congress,
        "plenum" => FactKind::Plenum,
        "npc-session" => FactKind::NpcSession,
        "cppcc-session" => FactKind::CppccSession,
        "anniversary" => FactKind::Anniversary,
        "life" => FactKind::Life,
        "campaign" => FactKind::Campaign,
        "meeting" => FactKind::Meeting,
        "event" => FactKind::Event,
        "scheme" => FactKind::Scheme,
        "phrase" => FactKind::Phrase,
        _ => return None,
    };
    Some(Fact {
        kind,
        name: Cow::Borrowed(fields.next()?),
        aliases: fields.next()?.split('|').map(Cow::Borrowed).collect(),
        start: When::parse(fields.next()?)?,
        end: When::parse(fields.next()?),
        certainty: match fields.next()? {
            "V" => Certainty::Verified,
            "C" => Certainty::Computed,
            "M" => Certainty::Remembered,
            _ => Certainty::Uncertain,
        },
        source: Cow::Borrowed(fields.next().unwrap_or_default()),
    })
}

/// A place where a text names a fact.
#[derive(Debug, Clone)]
pub struct Named {
    /// The fact.
    pub fact: Arc<Fact>,
    /// The name in the text.
    pub range: Range<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        document::Source,
        reading::{Context, Draft},
    };

    #[test]
    fn every_row_is_read() {
        assert_eq!(all().len(), rows().count());
        let Names { plain, counted, .. } = names();
        for group in counted.iter().map(|(_, group)| group).chain([plain]) {
            assert_eq!(group.names.len(), group.facts.len());
            for (name, &fact) in group.names.iter().zip(&group.facts) {
                let fact = &all()[fact];
                assert!(fact.name == *name || fact.aliases.iter().any(|alias| alias == name));
            }
        }
        for fact in all() {
            assert!(
                fact.aliases.iter().all(|alias| alias.chars().count() >= 2),
                "{fact:?}"
            );
            assert!(
                fact.end.is_none_or(|end| end.last() >= fact.start.first()),
                "{fact:?}"
            );
        }
    }

    #[test]
    fn numerals_of_names_are_those_of_drafts() {
        for c in '\0'..='\u{ffff}' {
            let numerals = crate::scan::numerals(c.encode_utf8(&mut [0; 4]));
            assert_eq!(numerals.len(), usize::from(counts(c)), "{c}");
        }
    }

    #[test]
    fn names_are_found_as_if_all_were_sought() {
        let every: Vec<&str> = rows()
            .filter(|row| !row.starts_with("anniversary") && !row.starts_with("life"))
            .flat_map(|row| {
                let mut fields = row.split('\t').skip(1);
                let name = fields.next();
                let aliases = fields.next().into_iter().flat_map(|names| names.split('|'));
                aliases.chain(name).collect::<Vec<&str>>()
            })
            .collect();
        let text = format!("二{}。第2{}", every.join("，二十"), every.join("1"));
        let doc = Draft::read(Source::of_text("draft.txt", text), Context::default());
        let expected: Vec<Range<usize>> = WordSet::new(&every)
            .find(&doc)
            .map(|(_, place)| place)
            .collect();
        let found: Vec<Range<usize>> = in_table(&doc).map(|(_, place)| place).collect();
        assert_eq!(found, expected);
        assert!(found.len() > every.len());
    }
}
