//! Places that do not belong where the text puts them.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::OnceLock,
};

use crate::{
    document::Document,
    lexicon::literals::Literals,
    rules::{Check, Finding, Findings, Level, Settings},
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

struct Regions {
    uppers: Literals,
    /// Provinces and cities, as the automaton numbers them.
    names: Vec<&'static str>,
    provinces: BTreeSet<&'static str>,
    lower: BTreeMap<&'static str, Vec<Above>>,
}

fn regions() -> &'static Regions {
    static REGIONS: OnceLock<Regions> = OnceLock::new();
    REGIONS.get_or_init(|| {
        let mut provinces = BTreeSet::new();
        let mut cities = BTreeSet::new();
        let mut lower: BTreeMap<&str, Vec<Above>> = BTreeMap::new();
        for row in TABLE.lines().filter(|row| !row.starts_with('#')) {
            let mut fields = row.split('\t');
            let (Some(province), Some(city)) = (fields.next(), fields.next()) else {
                continue;
            };
            provinces.insert(province);
            if city != "-" {
                cities.insert(city);
                lower.entry(city).or_default().push((province, province));
            }
            // Districts of Beijing stand directly under it, as counties under a province do.
            let city = if city == "-" { province } else { city };
            for county in fields.next().unwrap_or_default().split('、') {
                if !county.is_empty() && !GENERIC.contains(&county) {
                    lower.entry(county).or_default().push((province, city));
                }
            }
        }
        let names: Vec<&str> = provinces.iter().chain(&cities).copied().collect();
        Regions {
            uppers: Literals::new(names.iter().copied()),
            names,
            provinces,
            lower,
        }
    })
}

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Document, out: &mut Findings) {
    let regions = regions();
    let text = &*doc.text;
    for (name, place) in regions.uppers.find(doc) {
        let Some(&upper) = regions.names.get(name) else {
            continue;
        };
        let Some((span, above)) = lower_at(regions, text, place.end) else {
            continue;
        };
        let name = &text[span.clone()];
        let province = regions.provinces.contains(upper);
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
fn lower_at<'a>(
    regions: &'a Regions,
    text: &str,
    start: usize,
) -> Option<(Range<usize>, &'a [Above])> {
    let rest = text.get(start..)?;
    let ends: Vec<usize> = rest
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take(LONGEST)
        .collect();
    for &end in ends.iter().rev() {
        let Some(above) = regions.lower.get(&rest[..end]) else {
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
