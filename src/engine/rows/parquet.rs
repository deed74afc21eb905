//! The rows of a Parquet file, each as a JSON object of its columns.

use std::{fs::File, io};

use parquet::{
    file::reader::{FileReader, SerializedFileReader},
    record::reader::RowIter,
    schema::types::Type,
};

use super::{Batch, Keys, Position, RawRow, Source};

/// How many bytes of rows are in memory at a time, the last of them apart.
const BATCH_BYTES: usize = 4 << 20;

/// The rows of a Parquet file.
pub struct Rows {
    rows: RowIter<'static>,
    read: u64,
    /// Why it cannot be read further, for when the rows before have been handed over.
    broken: Option<io::Error>,
}

impl Rows {
    /// The rows of `file` behind the first `done`: all columns, or with `keys` only those.
    ///
    /// # Errors
    /// Where it is no Parquet file, or has none of the columns.
    pub fn new(file: File, keys: Option<&Keys>, done: u64) -> io::Result<Self> {
        let reader = SerializedFileReader::new(file).map_err(invalid)?;
        let schema = reader.metadata().file_metadata().schema().clone();
        let wanted = keys.map(|keys| projected(&schema, keys)).transpose()?;
        let rows = RowIter::from_file_into(Box::new(reader));
        let mut rows = rows.project(wanted).map_err(invalid)?;
        for _ in 0..done {
            rows.next();
        }
        Ok(Self {
            rows,
            read: done,
            broken: None,
        })
    }
}

/// The columns of `schema` that `keys` name.
fn projected(schema: &Type, keys: &Keys) -> io::Result<Type> {
    let is_wanted = |name: &str| {
        keys.text.as_deref().unwrap_or("text") == name || keys.id.as_deref() == Some(name)
    };
    let fields: Vec<_> = schema
        .get_fields()
        .iter()
        .filter(|field| is_wanted(field.name()))
        .cloned()
        .collect();
    Type::group_type_builder(schema.name())
        .with_fields(fields)
        .build()
        .map_err(invalid)
}

fn invalid(error: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

impl Source for Rows {
    fn batch(&mut self) -> io::Result<Batch> {
        if let Some(error) = self.broken.take() {
            return Err(error);
        }
        let mut batch = Batch::default();
        let mut bytes = 0;
        while bytes < BATCH_BYTES {
            let Some(row) = self.rows.next() else {
                batch.is_last = true;
                break;
            };
            self.read += 1;
            let row = match row {
                Ok(row) => serde_json::to_vec(&row.to_json_value())?,
                Err(error) => {
                    self.read -= 1;
                    self.broken = Some(invalid(error));
                    break;
                }
            };
            bytes += row.len();
            batch.rows.push(RawRow {
                number: self.read,
                is_too_long: row.len() > super::MAX_ROW_BYTES,
                bytes: row,
            });
        }
        batch.position = Position {
            offset: 0,
            row: self.read,
        };
        Ok(batch)
    }
}
