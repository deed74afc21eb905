//! Drafts that are rows of data: JSON lines, MNBVC's documents, Parquet.

mod json;
mod lines;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "rows")]
mod stream;

use std::{io, path::Path};

pub use json::{COLUMN, Keys, Row, RowError, with_column};
pub use lines::{Batch, Lines, MAX_ROW_BYTES, Position, RawRow};
#[cfg(feature = "parquet")]
pub use parquet::Rows as ParquetRows;
#[cfg(feature = "rows")]
pub use stream::{open, skip};

use super::{FileReport, Linter, Score, parallel};

/// Gives rows in batches that fit in memory.
pub trait Source {
    /// The next rows; none at the end.
    ///
    /// # Errors
    /// Where the file cannot be read further.
    fn batch(&mut self) -> io::Result<Batch>;
}

impl Linter {
    /// Lints and scores one row whose text is `text`, as a draft at `path`. An error, also one inside of
    /// the program, is that row's own.
    ///
    /// # Errors
    /// With what happened, in the language of messages.
    pub fn lint_row(&self, path: &Path, text: &str) -> Result<(Score, FileReport), String> {
        self.caught(|| self.score_text(path, text))
    }

    /// What `work` makes of each of `items`, side by side and in their order.
    pub fn side_by_side<T: Sync, R: Send>(
        &self,
        items: &[T],
        work: impl Fn(&T) -> R + Sync + Send,
    ) -> Vec<R> {
        parallel::map(items, work)
    }
}
