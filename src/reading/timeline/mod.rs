//! The timeline of a draft: what it mentions with a time, as interval × identity × mode.

pub mod interval;

use std::ops::Range;

pub use interval::{Interval, Mode, Now, Origin, Sources, interval, now};
use serde::Serialize;

use crate::{facts::series, language::numeral};

/// What kind of thing a mention is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MentionKind {
    /// A year written out.
    Year,
    /// A year by a word: 去年.
    RelativeYear,
    /// A day or a month.
    Date,
    /// An anniversary.
    Anniversary,
    /// A five-year plan.
    Plan,
    /// A session of a body.
    Session,
    /// A plenum of a central committee that no table dates.
    Plenum,
    /// A dated fact of the tables.
    Fact,
    /// One of a series: 第七届进博会.
    Edition,
}

/// Something that a draft mentions with a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where it is.
    pub range: Range<usize>,
    /// What kind of thing it is.
    pub kind: MentionKind,
    /// What it is; mentions with one identity are of one thing.
    pub identity: String,
    /// The years that are its own, where a table or its words tell.
    pub own: Option<(i32, i32)>,
    /// The years that its statement speaks of.
    pub interval: Option<Interval>,
}

/// Everything that `doc` mentions with a time, in order.
pub fn mentions(doc: &Sources<'_>, now: Option<&Now>) -> Vec<Mention> {
    let text = &*doc.text;
    let found = doc.mentions;
    let mut all = Vec::new();
    let mut push = |range: &Range<usize>, kind, identity: String, own| {
        all.push(Mention {
            range: range.clone(),
            kind,
            identity,
            own,
            interval: now.and_then(|now| interval(doc, now, range)),
        });
    };
    for year in &found.years {
        let own = Some((year.value, year.value));
        push(&year.range, MentionKind::Year, year.value.to_string(), own);
    }
    for year in &found.relative_years {
        let own = now.map(|now| now.year + year.offset);
        let identity = own.map_or_else(|| format!("{:+}", year.offset), |own| own.to_string());
        push(
            &year.range,
            MentionKind::RelativeYear,
            identity,
            own.map(|own| (own, own)),
        );
    }
    for date in &found.dates {
        let day = date.day.map(|day| format!("-{day:02}")).unwrap_or_default();
        let year = date
            .year
            .map_or_else(|| "?".to_owned(), |year| year.to_string());
        push(
            &date.range,
            MentionKind::Date,
            format!("{year}-{:02}{day}", date.month),
            date.year.map(|year| (year, year)),
        );
    }
    for anniversary in &found.anniversaries {
        let identity = anniversary.count.to_string();
        push(&anniversary.range, MentionKind::Anniversary, identity, None);
    }
    for plan in &found.plans {
        let identity = format!("{}五", numeral::to_chinese(u64::from(plan.number)));
        push(&plan.range, MentionKind::Plan, identity, plan.years());
    }
    for session in &found.sessions {
        let identity = format!("{}-{}", session.term, session.number);
        push(&session.range, MentionKind::Session, identity, None);
    }
    for plenum in &found.plenums {
        let at = doc
            .facts
            .partition_point(|named| named.range.end <= plenum.range.start);
        let known = doc
            .facts
            .get(at)
            .is_some_and(|named| named.range.start < plenum.range.end);
        if !known {
            let identity = format!(
                "{}届{}中全会",
                numeral::to_chinese(u64::from(plenum.term)),
                numeral::to_chinese(u64::from(plenum.number))
            );
            push(&plenum.range, MentionKind::Plenum, identity, None);
        }
    }
    for named in doc.facts {
        let fact = &named.fact;
        let end = fact.end.unwrap_or(fact.start).year;
        push(
            &named.range,
            MentionKind::Fact,
            fact.name.to_string(),
            Some((fact.start.year, end)),
        );
    }
    for edition in series::editions(doc) {
        let year = edition.series.year(edition.number);
        push(
            &edition.range,
            MentionKind::Edition,
            text.get(edition.range.clone())
                .unwrap_or_default()
                .to_owned(),
            year.map(|year| (year, year)),
        );
    }
    all.sort_by_key(|mention| (mention.range.start, mention.range.end));
    all
}
