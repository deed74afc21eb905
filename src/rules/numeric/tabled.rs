//! Figures that a table gives by name: 「| 投入帮扶资金 | 13050万元 |」.

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

use crate::{
    document::Kind,
    reading::Draft,
    reading::figures::quantity::{Quantity, quantities},
};

/// A figure of a table with its name.
pub(crate) struct Tabled<'a> {
    /// What the row, or the column of a table of one row, is called.
    pub(crate) name: &'a str,
    /// The calendar year that the table's head gives, in digits.
    pub(crate) year: Option<&'a str>,
    /// The number with its unit, which may stand in the head.
    pub(crate) quantity: Quantity,
    /// The cell.
    pub(crate) range: Range<usize>,
    /// Number and unit, as one would write them.
    pub(crate) printed: String,
}

/// Heads of columns that say nothing but that numbers stand there.
const PLAIN_HEADS: [&str; 15] = [
    "",
    "数额",
    "数量",
    "数值",
    "数据",
    "金额",
    "件数",
    "人数",
    "指标值",
    "完成数",
    "完成情况",
    "实际",
    "实绩",
    "完成值",
    "总数",
];

/// Heads of columns of units, and of those that number the rows.
const UNIT_HEADS: [&str; 2] = ["单位", "计量单位"];
const ROW_NUMBERS: [&str; 2] = ["序号", "编号"];

type Grid = BTreeMap<(u32, u32), Range<usize>>;

/// The figures of every table whose head leaves no doubt what they are.
pub(crate) fn tabled(doc: &Draft) -> Vec<Tabled<'_>> {
    let mut tables: BTreeMap<u32, Grid> = BTreeMap::new();
    for block in &doc.blocks {
        if let Kind::TableCell(cell) = block.kind {
            let grid = tables.entry(cell.table).or_default();
            grid.insert((cell.row, cell.column), block.range.clone());
        }
    }
    let text = &*doc.text;
    tables
        .values()
        .flat_map(|grid| by_row(text, grid).into_iter().chain(by_column(text, grid)))
        .collect()
}

/// Names in the first column, one column of numbers.
fn by_row<'a>(text: &'a str, grid: &Grid) -> Vec<Tabled<'a>> {
    let columns = columns(grid);
    let head = |column: u32| cell(text, grid, 0, column);
    let first = u32::from(ROW_NUMBERS.contains(&head(0)));
    let units = (first + 1..columns).find(|&column| UNIT_HEADS.contains(&head(column)));
    let mut values = (first + 1..columns).filter(|&column| Some(column) != units);
    let (Some(column), None) = (values.next(), values.next()) else {
        return Vec::new();
    };
    let Some((year, unit)) = plain_head(head(column)) else {
        return Vec::new();
    };
    (1..rows(grid))
        .filter_map(|row| {
            let (name, named) = split_unit(cell(text, grid, row, first));
            let unit = units.map_or(named.or(unit), |units| Some(cell(text, grid, row, units)));
            figure(text, name, year, unit, grid.get(&(row, column))?)
        })
        .collect()
}

/// Names in the first row, one row of numbers.
fn by_column<'a>(text: &'a str, grid: &Grid) -> Vec<Tabled<'a>> {
    if rows(grid) != 2 {
        return Vec::new();
    }
    // A name or a year at the head of the row tells of whom the numbers are.
    let head = cell(text, grid, 1, 0);
    let year = match plain_head(head) {
        Some((year, _)) => year,
        None if quantities(head, 0..head.len()).is_empty() => return Vec::new(),
        None => None,
    };
    (0..columns(grid))
        .filter_map(|column| {
            let (name, unit) = split_unit(cell(text, grid, 0, column));
            figure(text, name, year, unit, grid.get(&(1, column))?)
        })
        .collect()
}

fn rows(grid: &Grid) -> u32 {
    grid.keys().map(|&(row, _)| row + 1).max().unwrap_or(0)
}

fn columns(grid: &Grid) -> u32 {
    grid.keys()
        .map(|&(_, column)| column + 1)
        .max()
        .unwrap_or(0)
}

fn cell<'a>(text: &'a str, grid: &Grid, row: u32, column: u32) -> &'a str {
    grid.get(&(row, column))
        .and_then(|range| text.get(range.clone()))
        .unwrap_or_default()
        .trim()
}

/// The year and the unit of a head that says nothing else: 「2024年」 「数额（万元）」.
fn plain_head(head: &str) -> Option<(Option<&str>, Option<&str>)> {
    let (words, unit) = split_unit(head);
    let digits = words.strip_suffix('年').unwrap_or(words);
    let year = digits.len() == 4 && digits.bytes().all(|c| c.is_ascii_digit());
    if year {
        return Some((Some(digits), unit));
    }
    PLAIN_HEADS.contains(&words).then_some((None, unit))
}

/// 「投入资金（万元）」 as the words and the unit.
fn split_unit(words: &str) -> (&str, Option<&str>) {
    let unit = words
        .strip_suffix(['）', ')'])
        .and_then(|rest| rest.split_once(['（', '(']));
    match unit {
        Some((name, unit)) => (name.trim(), Some(unit.trim())),
        None => (words, None),
    }
}

fn figure<'a>(
    text: &'a str,
    name: &'a str,
    year: Option<&'a str>,
    unit: Option<&str>,
    range: &Range<usize>,
) -> Option<Tabled<'a>> {
    let content = text.get(range.clone())?.trim();
    let bare = content.ends_with(|c: char| c.is_ascii_digit());
    let printed: Cow<'_, str> = match unit.filter(|_| bare) {
        Some(unit) => Cow::Owned(format!("{content}{unit}")),
        None => Cow::Borrowed(content),
    };
    let mut found = quantities(&printed, 0..printed.len());
    let quantity = found.pop().filter(|_| found.is_empty())?;
    let whole = quantity.range == (0..printed.len());
    (whole && quantity.is_exact() && !name.is_empty()).then(|| Tabled {
        name,
        year,
        quantity,
        range: range.clone(),
        printed: printed.into_owned(),
    })
}
