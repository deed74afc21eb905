//! How characters sound, for asking whether one may have been typed for another.
//!
//! The table is `rules/data/readings.tsv`; its head says where it comes from.

use std::{collections::HashMap, sync::OnceLock};

/// The readings of a character without their tones, the commonest first.
fn readings(c: char) -> &'static [&'static str] {
    static READINGS: OnceLock<HashMap<char, Vec<&str>>> = OnceLock::new();
    let readings = READINGS.get_or_init(|| {
        let rows = include_str!("../../rules/data/readings.tsv").lines();
        rows.filter(|row| !row.starts_with('#'))
            .filter_map(|row| {
                let (c, readings) = row.split_once('\t')?;
                let bare =
                    |reading: &'static str| reading.trim_end_matches(|c: char| c.is_ascii_digit());
                Some((c.chars().next()?, readings.split(' ').map(bare).collect()))
            })
            .collect()
    });
    readings.get(&c).map_or(&[], Vec::as_slice)
}

/// Sounds that many speakers do not tell apart, each with the one that stands for both.
const MERGED: [(&str, &str); 6] = [
    ("zh", "z"),
    ("ch", "c"),
    ("sh", "s"),
    ("ing", "in"),
    ("eng", "en"),
    ("ang", "an"),
];

/// Whether the first readings of `one` and `other` sound the same but for the tone, or nearly so: 斌 and
/// 兵, 磊 and 雷.
pub fn sound_alike(one: char, other: char) -> bool {
    let merged = |reading: &str| {
        MERGED
            .iter()
            .fold(reading.to_owned(), |reading, (from, to)| {
                match reading.strip_prefix(from).filter(|_| from.ends_with('h')) {
                    Some(rest) => format!("{to}{rest}"),
                    None => match reading.strip_suffix(from) {
                        Some(rest) => format!("{rest}{to}"),
                        None => reading,
                    },
                }
            })
    };
    match (readings(one).first(), readings(other).first()) {
        (Some(one), Some(other)) => merged(one) == merged(other),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sounds_nearly_the_same_is_alike() {
        for (one, other) in [
            ('斌', '兵'),
            ('磊', '雷'),
            ('峰', '锋'),
            ('志', '自'),
            ('明', '民'),
        ] {
            assert!(sound_alike(one, other), "{one}{other}");
        }
        for (one, other) in [('明', '华'), ('建', '国'), ('a', 'b')] {
            assert!(!sound_alike(one, other), "{one}{other}");
        }
    }
}
