//! Pieces of a report that must wait for what is printed before them.

use std::{
    fs::File,
    io::{self, BufWriter, Read, Seek, SeekFrom, Write},
};

/// This many bytes are held in memory; what comes after goes to a temporary file.
const HELD: usize = 32 << 20;

/// Bytes that are written once, and read piece by piece in any order.
#[derive(Default)]
pub(super) struct Spool {
    held: Vec<u8>,
    file: Option<Temporary>,
    written: u64,
}

/// The place of a piece in a [`Spool`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    start: u64,
    length: u32,
}

/// A file without a name: nobody can have put one there, and the system removes it however this ends.
struct Temporary {
    file: BufWriter<File>,
}

impl Spool {
    /// Keeps `bytes`.
    pub(super) fn keep(&mut self, bytes: &[u8]) -> io::Result<Piece> {
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        let piece = Piece {
            start: self.written,
            length,
        };
        if self.file.is_none() && self.held.len() + bytes.len() > HELD {
            self.file = Some(Temporary::new()?);
        }
        match &mut self.file {
            Some(temporary) => temporary.file.write_all(bytes)?,
            None => self.held.extend_from_slice(bytes),
        }
        self.written += u64::from(length);
        Ok(piece)
    }

    /// Writes `piece` to `out`.
    pub(super) fn copy(&mut self, piece: Piece, out: &mut dyn Write) -> io::Result<()> {
        let held = self.held.len() as u64;
        if piece.start < held {
            let start = piece.start as usize;
            let bytes = self.held.get(start..start + piece.length as usize);
            return out.write_all(bytes.unwrap_or_default());
        }
        let Some(temporary) = &mut self.file else {
            return Ok(());
        };
        temporary.file.flush()?;
        let file = temporary.file.get_mut();
        file.seek(SeekFrom::Start(piece.start - held))?;
        io::copy(&mut file.take(u64::from(piece.length)), out)?;
        Ok(())
    }
}

impl Temporary {
    fn new() -> io::Result<Self> {
        Ok(Self {
            file: BufWriter::with_capacity(1 << 16, tempfile::tempfile()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_back_from_memory_and_from_disk() {
        let mut spool = Spool::default();
        let big = vec![b'a'; HELD - 2];
        let pieces = [
            spool.keep(b"bc"),
            spool.keep(&big),
            spool.keep(b"de"),
            spool.keep(b"fgh"),
        ]
        .map(|piece| piece.expect("kept"));
        assert!(spool.file.is_some());
        let mut out = Vec::new();
        for at in [3, 0, 2] {
            spool.copy(pieces[at], &mut out).expect("read");
        }
        assert_eq!(out, b"fghbcde");
    }
}
