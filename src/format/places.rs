//! Where text of a document is, in words that help to find it in an office program.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A place in a document that is no plain text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Location {
    /// The part of the file, such as `word/document.xml`.
    pub part: String,
    /// Which paragraph of the part, from 1; those in tables and text boxes count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<u32>,
    /// Which run of the paragraph, from 1; those that a tracked change takes away do not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<u32>,
    /// The page, from 1; in documents that flow, near which page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The heading above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// Which paragraph below that heading, or of the text, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<u32>,
    /// Which table, row and column, each from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<[u32; 3]>,
    /// Sheet and cell of a workbook, such as `Sheet1!B46`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// `footnote`, `endnote` or `textbox` where it is not in the main text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<String>,
    /// Which note, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<u32>,
    /// Whether pages are fixed, so that `page` is exact.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fixed: bool,
}

impl Location {
    /// The place in Chinese words: 「“二、工作回顾”下第3段（第4页附近）」.
    pub fn zh(&self) -> String {
        if let Some(cell) = &self.cell {
            return cell.clone();
        }
        let mut out = match (self.story.as_deref(), self.note) {
            (Some("footnote"), Some(note)) => format!("脚注{note}"),
            (Some("endnote"), Some(note)) => format!("尾注{note}"),
            (Some("textbox"), _) => "文本框内".to_owned(),
            (Some(_), _) => String::new(),
            (None, _) => match (self.table, self.below, self.heading.as_deref()) {
                (Some([table, row, column]), ..) => format!("表{table}第{row}行第{column}列"),
                (None, Some(0), Some(heading)) => format!("标题“{heading}”"),
                (None, Some(below), Some(heading)) => format!("“{heading}”下第{below}段"),
                (None, Some(below), None) => format!("第{below}段"),
                (None, None, _) => String::new(),
            },
        };
        if let Some(page) = self.page {
            out = match (self.fixed, out.is_empty()) {
                (true, true) => format!("第{page}页"),
                (true, false) => format!("{out}（第{page}页）"),
                (false, _) => format!("{out}（第{page}页附近）"),
            };
        }
        out
    }

    /// The place in English words.
    pub fn en(&self) -> String {
        if let Some(cell) = &self.cell {
            return cell.clone();
        }
        let mut out = match (self.story.as_deref(), self.note) {
            (Some("textbox"), _) => "text box".to_owned(),
            (Some(story), Some(note)) => format!("{story} {note}"),
            (Some(story), None) => story.to_owned(),
            (None, _) => match (self.table, self.below, self.heading.as_deref()) {
                (Some([table, row, column]), ..) => {
                    format!("table {table}, row {row}, column {column}")
                }
                (None, Some(0), Some(heading)) => format!("heading “{heading}”"),
                (None, Some(below), Some(heading)) => {
                    format!("paragraph {below} below “{heading}”")
                }
                (None, Some(below), None) => format!("paragraph {below}"),
                (None, None, _) => String::new(),
            },
        };
        if let Some(page) = self.page {
            out = match (self.fixed, out.is_empty()) {
                (true, true) => format!("page {page}"),
                (true, false) => format!("{out} (page {page})"),
                (false, _) => format!("{out} (near page {page})"),
            };
        }
        out
    }
}

/// A stretch of text and where it is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    pub(crate) range: Range<usize>,
    pub(crate) location: Location,
    /// Where in the text each run begins.
    pub(crate) runs: Vec<(usize, u32)>,
    /// Where in the text pages begin.
    pub(crate) pages: Vec<(usize, u32)>,
}

/// The places of a document's text, in order.
#[derive(Debug, Clone, Default)]
pub struct Places {
    pub(crate) all: Vec<Place>,
}

impl Places {
    /// Where byte `offset` of the text is.
    pub fn locate(&self, offset: usize) -> Option<Location> {
        let next = self
            .all
            .partition_point(|place| place.range.start <= offset);
        let place = self.all.get(next.checked_sub(1)?)?;
        let mut location = place.location.clone();
        let last = |all: &[(usize, u32)]| {
            all[..all.partition_point(|&(start, _)| start <= offset)]
                .last()
                .map(|&(_, number)| number)
        };
        location.run = last(&place.runs);
        location.page = last(&place.pages).or(location.page);
        Some(location)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_in_words() {
        let location = Location {
            heading: Some("二、工作回顾".to_owned()),
            below: Some(3),
            page: Some(4),
            ..Location::default()
        };
        assert_eq!(location.zh(), "“二、工作回顾”下第3段（第4页附近）");
        let cell = Location {
            table: Some([1, 2, 3]),
            ..Location::default()
        };
        assert_eq!(cell.zh(), "表1第2行第3列");
        let page = Location {
            page: Some(2),
            fixed: true,
            ..Location::default()
        };
        assert_eq!(page.zh(), "第2页");
        assert_eq!(page.en(), "page 2");
    }
}
