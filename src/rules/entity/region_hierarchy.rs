//! Places that do not belong where the text puts them.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
    sync::OnceLock,
};

use crate::{
    reading::Draft,
    rules::{Check, Finding, Findings, Level, Settings},
    scan::word_set::WordSet,
};

/// Province, prefecture, its counties.
const TABLE: &str = include_str!("../../../rules/data/regions.tsv");
/// Common nouns that are names of districts somewhere.
const GENERIC: [&str; 16] = [
    "城区",
    "郊区",
    "矿区",
    "东区",
    "西区",
    "新城区",
    "市中区",
    "城中区",
    "城东区",
    "城西区",
    "城北区",
    "城关区",
    "新市区",
    "江南区",
    "江北区",
    "开发区",
];
/// The longest name, in characters.
const LONGEST: usize = 16;

/// What stands directly above a place: its province, and its city.
type Above = (&'static str, &'static str);

struct Uppers {
    words: WordSet,
    /// Provinces and cities, as `words` numbers them.
    names: Vec<&'static str>,
    provinces: BTreeSet<&'static str>,
}

/// The rows of the table: a province, a city or none, and the counties below.
fn rows() -> impl Iterator<Item = (&'static str, Option<&'static str>, &'static str)> {
    TABLE
        .lines()
        .filter(|row| !row.starts_with('#'))
        .filter_map(|row| {
            let mut fields = row.split('\t');
            let (province, city) = (fields.next()?, fields.next()?);
            let city = (city != "-").then_some(city);
            Some((province, city, fields.next().unwrap_or_default()))
        })
}

fn uppers() -> &'static Uppers {
    static UPPERS: OnceLock<Uppers> = OnceLock::new();
    UPPERS.get_or_init(|| {
        let (mut provinces, mut cities) = (BTreeSet::new(), BTreeSet::new());
        for (province, city, _) in rows() {
            provinces.insert(province);
            cities.extend(city);
        }
        let names: Vec<&str> = provinces.iter().chain(&cities).copied().collect();
        Uppers {
            words: WordSet::new(&names),
            names,
            provinces,
        }
    })
}

/// Cities and counties with what stands above them.
fn lowers() -> &'static HashMap<&'static str, Vec<Above>> {
    static LOWERS: OnceLock<HashMap<&str, Vec<Above>>> = OnceLock::new();
    LOWERS.get_or_init(|| {
        let mut lower: HashMap<&str, Vec<Above>> = HashMap::new();
        for (province, city, counties) in rows() {
            if let Some(city) = city {
                lower.entry(city).or_default().push((province, province));
            }
            // Districts of Beijing stand directly under it, as counties under a province do.
            let city = city.unwrap_or(province);
            for county in counties.split('、') {
                if !county.is_empty() && !GENERIC.contains(&county) {
                    lower.entry(county).or_default().push((province, city));
                }
            }
        }
        lower
    })
}

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let uppers = uppers();
    let text = &*doc.text;
    for (name, place) in uppers.words.find(doc) {
        let Some(&upper) = uppers.names.get(name) else {
            continue;
        };
        let Some((span, above)) = lower_at(text, place.end) else {
            continue;
        };
        let name = &text[span.clone()];
        let province = uppers.provinces.contains(upper);
        if province && name.ends_with('区') && upper.ends_with(['省', '区']) {
            continue;
        }
        let right = above
            .iter()
            .any(|&(province, city)| province == upper || city == upper);
        if right {
            out.verify();
            continue;
        }
        // Where the upper name is a county's too (朝阳市, 吉林市), nothing is sure.
        let Some(&(home_province, home_city)) = above.first() else {
            continue;
        };
        let home = if province { home_province } else { home_city };
        let finding = Finding::new(span)
            .arg("found", name)
            .arg("upper", upper)
            .arg("right", home)
            .related(place, "upper");
        out.report(if province {
            finding
        } else {
            finding.level(Level::Warning)
        });
    }
}

/// The longest place name that begins at `start`.
fn lower_at(text: &str, start: usize) -> Option<(Range<usize>, &'static [Above])> {
    let rest = text.get(start..)?;
    let ends: Vec<usize> = rest
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take(LONGEST)
        .collect();
    for &end in ends.iter().rev() {
        let Some(above) = lowers().get(&rest[..end]) else {
            continue;
        };
        // 「东方市场」 「江南区域」 are no places.
        if rest[end..].starts_with(['场', '域', '值', '容', '级']) {
            return None;
        }
        return Some((start..start + end, above));
    }
    None
}
