//! Frames as rows, for people and for programs.

use serde::Serialize;

use super::Frames;
use crate::reading::figures::quantity::{Exactness, digits};

/// A figure as a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The line it is on, from 1.
    pub line: usize,
    /// What it is the value of; empty where nothing names it.
    pub indicator: String,
    /// The year it is of, or the first and the last of several: 2024, 2020-2024.
    pub time: String,
    /// The whole or the part of which it is: 全省, 规上, 其中; empty where nothing names it.
    pub scope: String,
    /// What it does: level, increment, total, part, change, share, average, base, target, lead.
    pub role: &'static str,
    /// As printed.
    pub printed: String,
    /// Its value without 万 and 亿: 12000000.
    pub value: String,
    /// What it counts; empty for a bare number.
    pub unit: &'static str,
    /// How exactly it is meant: exact, about, over, under.
    pub exactness: &'static str,
}

impl Frames {
    /// The figures of `text`, in order; `line` tells the line of a byte offset.
    pub fn rows(&self, text: &str, line: impl Fn(usize) -> usize) -> Vec<Row> {
        let frames = self.of.iter().flatten();
        frames
            .map(|frame| {
                let quantity = frame.quantity();
                Row {
                    line: line(quantity.range.start),
                    indicator: frame.indicator(text).to_owned(),
                    scope: frame.scope(text).to_owned(),
                    time: match frame.years {
                        Some((first, last)) if first != last => format!("{first}-{last}"),
                        Some((year, _)) => year.to_string(),
                        None => String::new(),
                    },
                    role: frame.role.name(),
                    printed: text
                        .get(quantity.range.clone())
                        .unwrap_or_default()
                        .to_owned(),
                    value: digits(quantity.plain.value),
                    unit: quantity.unit.name,
                    exactness: match quantity.exactness {
                        Exactness::Exact => "exact",
                        Exactness::About => "about",
                        Exactness::Over => "over",
                        Exactness::Under => "under",
                    },
                }
            })
            .collect()
    }
}
