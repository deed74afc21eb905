//! Tables as grids of cells, and the figures that a table gives by name: 「| 投入帮扶资金 | 13050万元 |」.

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

use crate::{
    document::{Document, Kind},
    language::terms::words,
    reading::figures::quantity::{Quantity, quantities},
};

/// A table: its cells by row and column, from 0.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Where each cell is in the text.
    pub cells: BTreeMap<(u32, u32), Range<usize>>,
}

/// The tables of `doc`, in order.
pub fn tables(doc: &Document) -> Vec<Table> {
    let mut tables: BTreeMap<u32, Table> = BTreeMap::new();
    for block in &doc.blocks {
        if let Kind::TableCell(cell) = block.kind {
            let table = tables.entry(cell.table).or_default();
            table
                .cells
                .insert((cell.row, cell.column), block.range.clone());
        }
    }
    tables.into_values().collect()
}

impl Table {
    /// The number of its rows.
    pub fn rows(&self) -> u32 {
        self.cells
            .keys()
            .map(|&(row, _)| row + 1)
            .max()
            .unwrap_or(0)
    }

    /// The number of its columns.
    pub fn columns(&self) -> u32 {
        let columns = self.cells.keys().map(|&(_, column)| column + 1);
        columns.max().unwrap_or(0)
    }

    /// What a cell says.
    pub fn cell<'a>(&self, text: &'a str, row: u32, column: u32) -> &'a str {
        let cell = self.cells.get(&(row, column));
        cell.and_then(|range| text.get(range.clone()))
            .unwrap_or_default()
            .trim()
    }

    /// The figures whose heads leave no doubt what they are.
    pub fn figures<'a>(&self, text: &'a str) -> Vec<Tabled<'a>> {
        let mut out = self.by_row(text);
        out.extend(self.by_column(text));
        out
    }

    /// Names in the first column, one column of numbers.
    fn by_row<'a>(&self, text: &'a str) -> Vec<Tabled<'a>> {
        let columns = self.columns();
        let head = |column: u32| self.cell(text, 0, column);
        let first = u32::from(ROW_NUMBERS.contains(&head(0)));
        let units = (first + 1..columns).find(|&column| UNIT_HEADS.contains(&head(column)));
        let mut values = (first + 1..columns).filter(|&column| Some(column) != units);
        let (Some(column), None) = (values.next(), values.next()) else {
            return Vec::new();
        };
        let Some((year, unit)) = plain_head(head(column)) else {
            return Vec::new();
        };
        (1..self.rows())
            .filter_map(|row| {
                let (name, named) = split_unit(self.cell(text, row, first));
                let unit = units.map_or(named.or(unit), |units| Some(self.cell(text, row, units)));
                figure(text, name, year, unit, self.cells.get(&(row, column))?)
            })
            .collect()
    }

    /// Names in the first row, one row of numbers.
    fn by_column<'a>(&self, text: &'a str) -> Vec<Tabled<'a>> {
        if self.rows() != 2 {
            return Vec::new();
        }
        // A name or a year at the head of the row speaks of whom the numbers are.
        let head = self.cell(text, 1, 0);
        let year = match plain_head(head) {
            Some((year, _)) => year,
            None if quantities(head, 0..head.len()).is_empty() => return Vec::new(),
            None => None,
        };
        (0..self.columns())
            .filter_map(|column| {
                let (name, unit) = split_unit(self.cell(text, 0, column));
                figure(text, name, year, unit, self.cells.get(&(1, column))?)
            })
            .collect()
    }
}

/// A figure of a table with its name.
#[derive(Debug, Clone)]
pub struct Tabled<'a> {
    /// What the row, or the column of a table of one row, is called.
    pub name: &'a str,
    /// The calendar year that the table's head gives, in digits.
    pub year: Option<&'a str>,
    /// The number with its unit, which may be in the head.
    pub quantity: Quantity,
    /// The cell.
    pub range: Range<usize>,
    /// Number and unit, as one would write them.
    pub printed: String,
}

/// Heads of columns that say nothing but that there are numbers below.
const PLAIN_HEADS: &[&str] =
    words!("数额 数量 数值 数据 金额 件数 人数 指标值 完成数 完成情况 实际 实绩 完成值 总数");

/// Heads of columns of units, and of those that number the rows.
const UNIT_HEADS: [&str; 2] = ["单位", "计量单位"];
const ROW_NUMBERS: [&str; 2] = ["序号", "编号"];

/// The year and the unit of a head that says nothing else: 「2024年」 「数额（万元）」.
fn plain_head(head: &str) -> Option<(Option<&str>, Option<&str>)> {
    let (words, unit) = split_unit(head);
    let digits = words.strip_suffix('年').unwrap_or(words);
    let year = digits.len() == 4 && digits.bytes().all(|c| c.is_ascii_digit());
    if year {
        return Some((Some(digits), unit));
    }
    (words.is_empty() || PLAIN_HEADS.contains(&words)).then_some((None, unit))
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
