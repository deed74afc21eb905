//! Opens a file of rows, decompressing what is compressed.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom},
    path::Path,
};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::{
    BlockDecodingStrategy, FrameDecoder,
    errors::{FrameDecoderError, ReadFrameHeaderError},
};

use crate::storage;

/// How much is read at a time, in bytes.
const BUFFER: usize = 256 << 10;
const GZIP: &[u8] = b"\x1f\x8b";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";

/// The content of the file at `path` from its byte `offset` on, as decompressed.
///
/// # Errors
/// Where it cannot be opened, or ends before.
pub fn open(path: &Path, offset: u64) -> io::Result<Box<dyn BufRead>> {
    let mut file = storage::open(path)?;
    // A pipe can only be read on.
    if !file.metadata()?.is_file() {
        return skip(file, offset);
    }
    let mut magic = [0; 4];
    let count = fill(&mut file, &mut magic)?;
    let is_plain = !magic[..count].starts_with(GZIP) && !magic[..count].starts_with(ZSTD);
    let start = if is_plain { offset } else { 0 };
    file.seek(SeekFrom::Start(start))?;
    skip(file, offset - start)
}

/// `input` from its byte `offset` on, as decompressed.
///
/// # Errors
/// Where it ends before.
pub fn skip(input: impl Read + 'static, offset: u64) -> io::Result<Box<dyn BufRead>> {
    let mut input = BufReader::with_capacity(BUFFER, input);
    let magic = input.fill_buf()?;
    let mut out: Box<dyn BufRead> = if magic.starts_with(GZIP) {
        Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(input)))
    } else if magic.starts_with(ZSTD) {
        Box::new(BufReader::with_capacity(BUFFER, Frames::new(input)))
    } else {
        Box::new(input)
    };
    if io::copy(&mut out.by_ref().take(offset), &mut io::sink())? < offset {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(out)
}

fn fill(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut count = 0;
    while count < buffer.len() {
        match file.read(&mut buffer[count..])? {
            0 => break,
            read => count += read,
        }
    }
    Ok(count)
}

/// The frames of a zstd file one after another.
struct Frames<R> {
    input: R,
    frame: FrameDecoder,
    is_inside: bool,
}

impl<R: BufRead> Frames<R> {
    fn new(input: R) -> Self {
        Self {
            input,
            frame: FrameDecoder::new(),
            is_inside: false,
        }
    }

    /// Begins the next frame with data. Whether there is one.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.input.fill_buf()?.is_empty() {
            match self.frame.reset(&mut self.input) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(
                        &mut self.input.by_ref().take(length.into()),
                        &mut io::sink(),
                    )?;
                }
                Err(error) => return Err(io::Error::new(io::ErrorKind::InvalidData, error)),
            }
        }
        Ok(false)
    }

    /// Whether what the frame says of its content is true.
    fn is_sound(&self) -> bool {
        let (said, found) = (
            self.frame.get_checksum_from_data(),
            self.frame.get_calculated_checksum(),
        );
        said.is_none() || said == found
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !buffer.is_empty() {
            if !self.is_inside && !self.begin()? {
                return Ok(0);
            }
            self.is_inside = true;
            while self.frame.can_collect() == 0 && !self.frame.is_finished() {
                self.frame
                    .decode_blocks(&mut self.input, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
            }
            let count = self.frame.read(buffer)?;
            if count > 0 {
                return Ok(count);
            }
            if !self.is_sound() {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "checksum"));
            }
            self.is_inside = false;
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const TEXT: &[u8] = "{\"text\":\"全年办理提案一百件。\"}\n".as_bytes();

    fn read(bytes: &[u8], offset: u64) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        skip(io::Cursor::new(bytes.to_vec()), offset)?.read_to_end(&mut out)?;
        Ok(out)
    }

    fn gzip() -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(TEXT).expect("written");
        out.finish().expect("finished")
    }

    fn zstd() -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(TEXT, ruzstd::encoding::CompressionLevel::Fastest)
    }

    #[test]
    fn compressed_files_are_known_by_their_first_bytes() {
        for bytes in [TEXT.to_vec(), gzip(), zstd()] {
            assert_eq!(read(&bytes, 0).expect("read"), TEXT);
            assert_eq!(read(&bytes, 9).expect("read"), &TEXT[9..]);
            assert!(read(&bytes, 1000).is_err());
        }
    }

    #[test]
    fn parts_one_after_another_are_one_content() {
        let skipped = [0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 7, 7];
        let twice = [TEXT, TEXT].concat();
        assert_eq!(read(&[gzip(), gzip()].concat(), 0).expect("read"), twice);
        let frames = [zstd(), skipped.to_vec(), zstd()].concat();
        assert_eq!(read(&frames, 0).expect("read"), twice);
    }

    #[test]
    fn a_file_that_breaks_off_is_an_error() {
        for bytes in [gzip(), zstd()] {
            assert!(read(&bytes[..bytes.len() - 5], 0).is_err());
        }
    }
}
