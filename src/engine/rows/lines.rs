//! Splits a stream into rows, one a line, with bounded memory.

use std::io::{self, BufRead};

use super::Source;

/// The longest row, in bytes. Linting takes several times its length in memory.
pub const MAX_ROW_BYTES: usize = 16 << 20;

/// How many bytes of rows are in memory at a time, the last of them apart.
const BATCH_BYTES: usize = 2 << 20;
/// How many rows are.
const BATCH_ROWS: usize = 512;

/// How far a file was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// Bytes of it, as decompressed; 0 where rows are not lines.
    pub offset: u64,
    /// Rows of it.
    pub row: u64,
}

/// One row as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRow {
    /// Its number, from 1: for lines, that of the line.
    pub number: u64,
    /// The row as JSON, without the line end. Only its beginning where it is too long.
    pub bytes: Vec<u8>,
    /// Whether it is longer than [`MAX_ROW_BYTES`].
    pub is_too_long: bool,
}

/// Rows, and the position behind them.
#[derive(Debug, Default)]
pub struct Batch {
    /// The rows, in order. Empty lines are none.
    pub rows: Vec<RawRow>,
    /// How far the file is read with them.
    pub position: Position,
    /// Whether nothing comes after them.
    pub is_last: bool,
}

/// The lines of a stream.
#[derive(Debug)]
pub struct Lines<R> {
    input: R,
    position: Position,
    /// Why it cannot be read further, for when the rows before have been handed over.
    broken: Option<io::Error>,
}

impl<R: BufRead> Lines<R> {
    /// The lines of `input`, which begins at `position` of its file.
    pub fn new(input: R, position: Position) -> Self {
        Self {
            input,
            position,
            broken: None,
        }
    }

    /// Reads one line into `row`. Whether there was one.
    fn line(&mut self, row: &mut RawRow) -> io::Result<bool> {
        let mut any = false;
        loop {
            let buffer = match self.input.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                return Ok(any);
            }
            any = true;
            let end = memchr::memchr(b'\n', buffer);
            let part = &buffer[..end.unwrap_or(buffer.len())];
            let room = MAX_ROW_BYTES.saturating_sub(row.bytes.len());
            row.is_too_long |= part.len() > room;
            row.bytes.extend_from_slice(&part[..part.len().min(room)]);
            let read = end.map_or(part.len(), |end| end + 1);
            self.input.consume(read);
            self.position.offset += read as u64;
            if end.is_some() {
                return Ok(true);
            }
        }
    }
}

impl<R: BufRead> Source for Lines<R> {
    fn batch(&mut self) -> io::Result<Batch> {
        if let Some(error) = self.broken.take() {
            return Err(error);
        }
        let mut batch = Batch::default();
        let mut bytes = 0;
        while bytes < BATCH_BYTES && batch.rows.len() < BATCH_ROWS {
            let mut row = RawRow {
                number: self.position.row + 1,
                bytes: Vec::new(),
                is_too_long: false,
            };
            match self.line(&mut row) {
                Ok(true) => {}
                Ok(false) => {
                    batch.is_last = true;
                    break;
                }
                Err(error) => {
                    self.broken = Some(error);
                    break;
                }
            }
            self.position.row += 1;
            if row.number == 1 && row.bytes.starts_with("\u{feff}".as_bytes()) {
                row.bytes.drain(.."\u{feff}".len());
            }
            let end = row.bytes.trim_ascii_end().len();
            row.bytes.truncate(end);
            if row.bytes.is_empty() {
                continue;
            }
            bytes += row.bytes.len();
            batch.rows.push(row);
        }
        batch.position = self.position;
        Ok(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8], buffer: usize) -> Vec<(u64, Vec<u8>)> {
        let input = io::BufReader::with_capacity(buffer, text);
        let mut lines = Lines::new(input, Position::default());
        let mut out = Vec::new();
        loop {
            let batch = lines.batch().expect("read");
            out.extend(batch.rows.into_iter().map(|row| (row.number, row.bytes)));
            if batch.is_last {
                assert_eq!(batch.position.offset, text.len() as u64);
                return out;
            }
        }
    }

    #[test]
    fn rows_keep_the_numbers_of_their_lines() {
        let text = "\u{feff}{\"a\":1}\r\n\n  \n{\"b\":\"二\"}".as_bytes();
        for buffer in [1, 3, 4096] {
            assert_eq!(
                all(text, buffer),
                [
                    (1, b"{\"a\":1}".to_vec()),
                    (4, "{\"b\":\"二\"}".as_bytes().to_vec())
                ],
                "{buffer}"
            );
        }
        assert_eq!(all(b"", 16), []);
    }

    #[test]
    fn a_row_that_is_too_long_is_cut_and_the_next_one_is_read() {
        let mut text = vec![b'a'; MAX_ROW_BYTES + 10];
        text.extend(b"\nb\n");
        let mut lines = Lines::new(&*text, Position::default());
        let mut rows = lines.batch().expect("read").rows;
        rows.extend(lines.batch().expect("read").rows);
        assert_eq!(rows.len(), 2);
        assert!(rows[0].is_too_long && rows[0].bytes.len() == MAX_ROW_BYTES);
        assert_eq!((rows[1].number, &*rows[1].bytes), (2, &b"b"[..]));
    }
}
