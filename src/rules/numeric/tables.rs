//! Tables whose total row or column does not add up.

use std::{collections::BTreeMap, ops::Range};

use super::number;
use crate::{
    reading::{
        Draft,
        figures::{
            quantity::{Amount, Quantity, quantities},
            tables::tables,
        },
    },
    rules::{Finding, Findings},
};

const TOTAL_WORDS: [&str; 5] = ["合计", "总计", "小计", "共计", "总数"];

/// A cell: what it says, and the amount where it is one number.
struct Cell {
    range: Range<usize>,
    amount: Option<Amount>,
    percent: bool,
    blank: bool,
    total: bool,
    /// 其中 and averages are no items of the sum.
    aside: bool,
}

/// Checks every row and column named 合计 of every table.
pub(crate) fn check_tables(doc: &Draft, out: &mut Findings) {
    for table in tables(doc) {
        let (rows, columns) = (table.rows(), table.columns());
        let read =
            |(place, range): (&(u32, u32), &Range<usize>)| (*place, read(&doc.text, range.clone()));
        let cells: BTreeMap<(u32, u32), Cell> = table.cells.iter().map(read).collect();
        let total = |place| cells.get(&place).is_some_and(|cell| cell.total);
        let aside = |place| cells.get(&place).is_some_and(|cell| cell.aside);
        let total_rows: Vec<u32> = (0..rows).filter(|&row| total((row, 0))).collect();
        let total_columns: Vec<u32> = (1..columns).filter(|&column| total((0, column))).collect();
        // Subtotals would be counted twice: one total per table is judged.
        if let [total] = total_rows[..] {
            for column in 1..columns {
                let items = (1..rows).filter(|&row| row != total);
                let items = items.map(|row| (cells.get(&(row, column)), aside((row, 0))));
                judge(doc, cells.get(&(total, column)), items, out);
            }
        }
        if let [total] = total_columns[..] {
            for row in 1..rows {
                let items = (1..columns).filter(|&column| column != total);
                let items = items.map(|column| (cells.get(&(row, column)), aside((0, column))));
                judge(doc, cells.get(&(row, total)), items, out);
            }
        }
    }
}

fn read(text: &str, range: Range<usize>) -> Cell {
    let content = text.get(range.clone()).unwrap_or_default().trim();
    let found = quantities(text, range.clone());
    let single = match &found[..] {
        [one] if one.range.start == range.start && one.range.end == range.end => Some(one),
        _ => None,
    };
    let squeezed: String = content.chars().filter(|c| !c.is_whitespace()).collect();
    Cell {
        amount: single.filter(|one| one.is_exact()).map(|one| one.amount),
        percent: single.is_some_and(Quantity::is_percent),
        blank: content.is_empty() || matches!(content, "—" | "——" | "-" | "－" | "/" | "0"),
        total: TOTAL_WORDS.contains(&squeezed.as_str()),
        aside: squeezed.starts_with("其中")
            || squeezed.starts_with('#')
            || [
                "平均", "率", "占比", "比重", "增长", "同比", "序号", "年份", "排名",
            ]
            .iter()
            .any(|word| squeezed.contains(word)),
        range,
    }
}

fn judge<'a>(
    doc: &Draft,
    total: Option<&Cell>,
    items: impl Iterator<Item = (Option<&'a Cell>, bool)>,
    out: &mut Findings,
) {
    let Some((total, stated)) = total.and_then(|cell| Some((cell, cell.amount?))) else {
        return;
    };
    if total.percent {
        return;
    }
    let mut parts = Vec::new();
    for (cell, aside) in items {
        let Some(cell) = cell else { continue };
        if cell.blank {
            continue;
        }
        // A row 其中, a rate or a note among the numbers: what the total sums is not certain.
        match cell.amount {
            Some(amount) if !aside && !cell.percent => parts.push((cell, amount)),
            _ => {
                out.silent(total.range.clone(), "silent-table", &[]);
                return;
            }
        }
    }
    if parts.len() < 2 {
        return;
    }
    let added = parts
        .iter()
        .fold(Amount { value: 0, half: 0 }, |sum, (_, amount)| {
            sum.plus(*amount)
        });
    if added.meets(stated) {
        out.verify();
        return;
    }
    let terms: Vec<String> = parts
        .iter()
        .map(|(_, amount)| number(amount.value))
        .collect();
    let mut finding = Finding::new(total.range.clone())
        .arg("sum", terms.join("+"))
        .arg("added", number(added.value))
        .arg(
            "total",
            doc.text.get(total.range.clone()).unwrap_or_default(),
        )
        .arg("difference", number((added.value - stated.value).abs()));
    for (cell, _) in parts.iter().take(super::WINDOW) {
        finding = finding.related(cell.range.clone(), "part");
    }
    out.report(finding);
}
