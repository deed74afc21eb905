//! Places that do not belong where the text puts them.

use std::{ops::Range, sync::OnceLock};

use crate::{
    facts::regions::{self, AUTONOMOUS, Above, MUNICIPALITIES},
    language::{script::Script, segmenter, terms::Terms},
    reading::Draft,
    rules::{Check, Finding, Findings, Level, Settings},
    scan::word_set::WordSet,
};

/// The longest name, in characters.
const LONGEST: usize = 16;

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    static UPPERS: OnceLock<WordSet> = OnceLock::new();
    let regions = regions::all();
    let uppers = UPPERS.get_or_init(|| WordSet::new(&regions.uppers));
    let text = &*doc.text;
    check_short_names(doc, out);
    check_autonomous_regions(doc, out);
    for (name, place) in uppers.find(doc) {
        let Some(&upper) = regions.uppers.get(name) else {
            continue;
        };
        if let Some(municipality) = municipality_in(text, upper, place.end) {
            out.report(
                Finding::new(municipality.clone())
                    .message("municipality")
                    .level(Level::Warning)
                    .arg("found", &text[municipality])
                    .arg("upper", upper)
                    .related(place, "upper"),
            );
            continue;
        }
        let Some((span, above)) = lower_at(text, place.end) else {
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
fn lower_at(text: &str, start: usize) -> Option<(Range<usize>, &'static [Above])> {
    let rest = text.get(start..)?;
    let ends: Vec<usize> = rest
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take(LONGEST)
        .collect();
    for &end in ends.iter().rev() {
        let Some(above) = regions::all().lowers.get(&rest[..end]) else {
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

/// The municipality behind the province `upper`, which ends at `end`: 四川省重庆市.
fn municipality_in(text: &str, upper: &str, end: usize) -> Option<Range<usize>> {
    let rest = text.get(end..).filter(|_| upper.ends_with('省'))?;
    let name = MUNICIPALITIES
        .iter()
        .find(|name| rest.starts_with(**name))?;
    // 「四川省重庆市两地」 names both.
    let behind = rest.get(name.len()..)?;
    let both = ["两", "等", "、", "和", "与", "共同", "联合"];
    (!both.iter().any(|word| behind.starts_with(word))).then(|| end..end + name.len())
}

/// A city by its short name behind the short name of a province that it is not in: 甘肃银川.
fn check_short_names(doc: &Draft, out: &mut Findings) {
    static PROVINCES: OnceLock<WordSet> = OnceLock::new();
    /// How much is read behind a province, in characters.
    const AHEAD: usize = 10;
    let regions = regions::all();
    let names: Vec<&str> = regions.short_provinces().collect();
    let provinces = PROVINCES.get_or_init(|| WordSet::new(&names));
    for (number, place) in provinces.find(doc) {
        let (Some(&short), Some(rest)) = (names.get(number), doc.text.get(place.end..)) else {
            continue;
        };
        let Some(province) = regions.province(short) else {
            continue;
        };
        let start = place.end + usize::from(rest.starts_with('省')) * '省'.len_utf8();
        let rest = rest.strip_prefix('省').unwrap_or(rest);
        let Some((stem, city, home)) = short_city(rest).filter(|&(_, _, home)| home != province)
        else {
            continue;
        };
        let full = rest.starts_with(city);
        if full && start > place.end {
            // Two full names: the table has judged them.
            continue;
        }
        let window: String = short.chars().chain(rest.chars().take(AHEAD)).collect();
        let words = segmenter::tagged(&window);
        let is_place = words
            .get(1)
            .is_some_and(|&(word, tag)| (word == stem || word == city) && tag.starts_with('n'));
        if is_place {
            let span = start..start + if full { city.len() } else { stem.len() };
            out.report(
                Finding::new(span.clone())
                    .level(Level::Warning)
                    .arg("found", &doc.text[span])
                    .arg("upper", short)
                    .arg("right", home)
                    .related(place, "upper"),
            );
        }
    }
}

/// The city whose short name `text` begins with, its full name and its province.
fn short_city(text: &str) -> Option<(&'static str, &'static str, &'static str)> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(4);
    let cities = &regions::all().short_cities;
    ends.filter_map(|end| cities.get_key_value(&text[..end]))
        .last()
        .map(|(&stem, &(city, home))| (stem, city, home))
}

/// An autonomous region that is called a province: 广西省. It was one once.
fn check_autonomous_regions(doc: &Draft, out: &mut Findings) {
    static WORDS: OnceLock<WordSet> = OnceLock::new();
    /// What follows where 省 belongs to the next word.
    const NEXT: [char; 10] = ['级', '份', '道', '际', '属', '会', '内', '外', '力', '时'];
    /// How far around the place words of an older time are looked for, in characters.
    const AROUND: usize = 30;
    static OLD: Terms = Terms::new(&[
        "民国",
        "清",
        "原",
        "旧",
        "解放前",
        "建国前",
        "新中国成立前",
        "当时",
        "撤销",
        "195",
        "194",
        "193",
        "192",
        "191",
    ]);
    let words =
        WORDS.get_or_init(|| WordSet::new(AUTONOMOUS.map(|(short, _)| format!("{short}省"))));
    if doc.profile().script == Script::Traditional {
        return;
    }
    for (number, place) in words.find(doc) {
        let (Some(&(_, full)), Some(rest)) = (AUTONOMOUS.get(number), doc.text.get(place.end..))
        else {
            continue;
        };
        let before = doc.text[..place.start]
            .char_indices()
            .rev()
            .take(AROUND)
            .last();
        let start = before.map_or(place.start, |(at, _)| at);
        let behind: String = rest.chars().take(AROUND).collect();
        if rest.starts_with(NEXT) {
            continue;
        }
        if OLD.stand_in(&doc.text[start..place.start]) || OLD.stand_in(&behind) {
            out.silent(place, "silent-old", &[]);
            continue;
        }
        out.report(
            Finding::new(place.clone())
                .message("autonomous")
                .level(Level::Warning)
                .arg("found", &doc.text[place])
                .arg("right", full),
        );
    }
}
