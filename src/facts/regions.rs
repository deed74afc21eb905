//! The administrative divisions of China: what lies where.
//!
//! The table is `rules/data/regions.tsv`; its head says where it comes from.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::OnceLock,
};

const TABLE: &str = include_str!("../../rules/data/regions.tsv");
/// Common nouns that are names of districts somewhere.
const GENERIC: [&str; 18] = [
    "东城区",
    "西城区",
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
/// Names of cities that are words of another kind as well, or names of other places.
const AMBIGUOUS: [&str; 13] = [
    "朝阳",
    "东方",
    "吉林",
    "海南",
    "安康",
    "来宾",
    "白银",
    "日照",
    "长治",
    "大同",
    "通化",
    "阿里",
    "大兴安岭",
];
/// The autonomous regions by the name that stands for them.
pub const AUTONOMOUS: [(&str, &str); 5] = [
    ("内蒙古", "内蒙古自治区"),
    ("广西", "广西壮族自治区"),
    ("西藏", "西藏自治区"),
    ("宁夏", "宁夏回族自治区"),
    ("新疆", "新疆维吾尔自治区"),
];
/// Cities that are directly under the state.
pub const MUNICIPALITIES: [&str; 4] = ["北京市", "天津市", "上海市", "重庆市"];

/// What is directly above a place: its province, and its city.
pub type Above = (&'static str, &'static str);

/// The table, ready for look-up.
#[derive(Debug)]
pub struct Regions {
    /// Provinces and cities, the provinces first.
    pub uppers: Vec<&'static str>,
    /// The provinces, autonomous regions and municipalities by their full names.
    pub provinces: BTreeSet<&'static str>,
    /// Cities and counties with what is above them; no names that are common nouns.
    pub lowers: HashMap<&'static str, Vec<Above>>,
    /// Cities without 市 and the like, where that names one place and nothing else: its full name and
    /// its province.
    pub short_cities: HashMap<&'static str, (&'static str, &'static str)>,
    /// All full names.
    names: HashSet<&'static str>,
}

impl Regions {
    /// Whether `name` is the full name of a division.
    pub fn is_name(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// The province that is called `short`: 甘肃 is 甘肃省. No municipality.
    pub fn province(&self, short: &str) -> Option<&'static str> {
        let long = AUTONOMOUS.iter().find(|(name, _)| *name == short);
        long.map(|&(_, long)| long).or_else(|| {
            let mut provinces = self.provinces.iter().copied();
            provinces.find(|province| province.strip_suffix('省') == Some(short))
        })
    }

    /// The short names of the provinces and autonomous regions.
    pub fn short_provinces(&self) -> impl Iterator<Item = &'static str> {
        let provinces = self
            .provinces
            .iter()
            .filter_map(|name| name.strip_suffix('省'));
        provinces.chain(AUTONOMOUS.iter().map(|&(short, _)| short))
    }
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

/// The divisions.
pub fn all() -> &'static Regions {
    static REGIONS: OnceLock<Regions> = OnceLock::new();
    REGIONS.get_or_init(read)
}

fn read() -> Regions {
    let (mut provinces, mut cities) = (BTreeSet::new(), BTreeSet::new());
    let mut lowers: HashMap<&str, Vec<Above>> = HashMap::new();
    let mut names = HashSet::new();
    let mut short: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
    for (province, city, counties) in rows() {
        provinces.insert(province);
        cities.extend(city);
        names.extend([province].into_iter().chain(city));
        if let Some(city) = city {
            lowers.entry(city).or_default().push((province, province));
            let stem = city
                .strip_suffix('市')
                .or_else(|| city.strip_suffix("地区"));
            if let Some(stem) = stem.filter(|stem| stem.chars().count() >= 2) {
                short.entry(stem).or_default().push((city, province));
            }
        }
        // Districts of Beijing are directly under it, as counties under a province are.
        let city = city.unwrap_or(province);
        for county in counties.split('、').filter(|county| !county.is_empty()) {
            names.insert(county);
            if !GENERIC.contains(&county) {
                lowers.entry(county).or_default().push((province, city));
            }
        }
    }
    let one = |(stem, cities): (&'static str, Vec<(&'static str, &'static str)>)| match *cities {
        [city] if !AMBIGUOUS.contains(&stem) => Some((stem, city)),
        _ => None,
    };
    Regions {
        uppers: provinces.iter().chain(&cities).copied().collect(),
        provinces,
        lowers,
        short_cities: short.into_iter().filter_map(one).collect(),
        names,
    }
}
