//! Workbooks: the text of cells.

use std::{io::Cursor, path::Path};

use calamine::{Data, Reader, Xlsx, XlsxError};

use super::{
    Refusal,
    assembly::{Opened, Paragraph, Role, assemble},
    places::Location,
};
use crate::document::Cell;

/// A workbook has at most this many cells with something in them.
const MAX_CELLS: usize = 2_000_000;

pub(super) fn open(path: &Path, bytes: &[u8]) -> Result<Opened, Refusal> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => Refusal::Password,
        _ => Refusal::BrokenFile,
    })?;
    let mut out = Vec::new();
    for (table, name) in (0..).zip(book.sheet_names()) {
        let Ok(range) = book.worksheet_range(&name) else {
            continue;
        };
        let (top, left) = range.start().unwrap_or((0, 0));
        for (row, column, value) in range.used_cells() {
            let text = match value {
                Data::Empty | Data::Error(_) => continue,
                value => value.to_string(),
            };
            if text.trim().is_empty() {
                continue;
            }
            if out.len() >= MAX_CELLS {
                return Err(Refusal::TooLarge);
            }
            let row = top.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
            let column = left.saturating_add(u32::try_from(column).unwrap_or(u32::MAX));
            out.push(Paragraph {
                text,
                cell: Some(Cell { table, row, column }),
                location: Location {
                    part: name.clone(),
                    cell: Some(format!(
                        "{name}!{}{}",
                        letters(column),
                        row.saturating_add(1)
                    )),
                    ..Location::default()
                },
                ..Paragraph::default()
            });
        }
    }
    Ok(assemble(path, out, Role::Loose))
}

/// The name of a column: A, B, … Z, AA.
fn letters(column: u32) -> String {
    let mut rest = column;
    let mut out = Vec::new();
    loop {
        out.push(b'A' + (rest % 26) as u8);
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    out.iter().rev().map(|&byte| char::from(byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        assert_eq!(
            [0, 25, 26, 701, 702].map(letters),
            ["A", "Z", "AA", "ZZ", "AAA"]
        );
    }
}
