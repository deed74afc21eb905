//! Paragraphs that are in more than one file of a run.
//!
//! Each file gives a fingerprint and a place for each of its paragraphs; sorted by fingerprint, equal
//! ones lie side by side. Sorting goes through files on disk once there are more than fit the budget,
//! so that memory stays bounded however many drafts are read, and what comes out is sorted by file
//! and place, whatever the order in which files were added.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek, Write},
    ops::Range,
    path::{Path, PathBuf},
};

use crate::{
    reading::Draft,
    reading::copies::{self, formula, normal::Unit},
};

/// The fewest Han characters, set formulas not counted, of a paragraph that is compared.
const SHORTEST: usize = 15;

/// A paragraph of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParagraphHash {
    hash: u128,
    /// Its bytes in the file, as decoded.
    pub range: Range<u32>,
    /// Its line, from 1.
    pub line: u32,
}

impl ParagraphHash {
    /// The hash, 32 hexadecimal digits.
    pub fn digits(&self) -> String {
        format!("{:032x}", self.hash)
    }
}

/// A paragraph in its file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The number of the file, as given to [`Across::add`].
    pub file: u32,
    /// Its first byte in the file, as decoded.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
    /// Its line, from 1.
    pub line: u32,
}

/// A paragraph that is in a file of a lower number already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcrossCopy {
    /// The paragraph, the first of its file that is such.
    pub place: Place,
    /// Where it is in the file of the lowest number.
    pub first: Place,
}

/// The paragraphs of `doc` that are compared with those of other files.
pub(crate) fn prints(doc: &Draft) -> Vec<ParagraphHash> {
    let normal = doc.normal();
    normal
        .paragraphs
        .iter()
        .filter_map(|paragraph| {
            let units = normal.of(paragraph);
            (paragraph.han >= SHORTEST).then_some(())?;
            (paragraph.han >= SHORTEST + formula::covered(units)).then_some(())?;
            let source = doc.source_range(&doc.blocks[paragraph.block].range);
            Some(ParagraphHash {
                hash: wide_hash(units),
                line: u32::try_from(doc.lines().line(source.start)).ok()?,
                range: u32::try_from(source.start).ok()?..u32::try_from(source.end).ok()?,
            })
        })
        .collect()
}

/// A hash wide enough that no two paragraphs of a corpus meet by chance.
fn wide_hash(units: &[Unit]) -> u128 {
    let mut fnv = 0xcbf2_9ce4_8422_2325_u64;
    for unit in units {
        fnv = (fnv ^ u64::from(unit.bits())).wrapping_mul(0x0100_0000_01b3);
    }
    u128::from(copies::hash_of(units)) << 64 | u128::from(fnv)
}

/// Collects the paragraphs of many files.
#[derive(Debug)]
pub struct Across {
    prints: Sorter<PRINT>,
    folder: PathBuf,
    budget: usize,
}

const PLACE: usize = 16;
const PRINT: usize = 16 + PLACE;
const COPY: usize = 2 * PLACE;

impl Across {
    /// Keeps at most about `budget` bytes in memory and the rest in temporary files in `folder`.
    pub fn new(folder: &Path, budget: usize) -> Self {
        Self {
            prints: Sorter::new(folder, budget),
            folder: folder.to_owned(),
            budget,
        }
    }

    /// Adds the paragraphs of the file with the number `file`. Files may come in any order.
    ///
    /// # Errors
    /// Where a temporary file cannot be written.
    pub fn add(&mut self, file: u32, prints: &[ParagraphHash]) -> io::Result<()> {
        for print in prints {
            let place = Place {
                file,
                start: print.range.start,
                end: print.range.end,
                line: print.line,
            };
            let mut record = [0; PRINT];
            record[..16].copy_from_slice(&print.hash.to_be_bytes());
            record[16..].copy_from_slice(&place.record());
            self.prints.push(record)?;
        }
        Ok(())
    }

    /// The paragraphs that are in a file of a lower number too, sorted by file and place.
    ///
    /// # Errors
    /// Where a temporary file cannot be written or read.
    pub fn finish(self) -> io::Result<impl Iterator<Item = io::Result<AcrossCopy>>> {
        let mut found: Sorter<COPY> = Sorter::new(&self.folder, self.budget);
        // The hash and the first place of the paragraphs at hand, and the file seen last.
        let mut group: Option<(u128, [u8; PLACE], u32)> = None;
        for record in self.prints.finish()? {
            let record = record?;
            let (hash, place) = parts(&record);
            let file = Place::read(&place).file;
            match &mut group {
                Some((same, first, last)) if *same == hash => {
                    if *last == file {
                        continue;
                    }
                    *last = file;
                    let mut copy = [0; COPY];
                    copy[..PLACE].copy_from_slice(&place);
                    copy[PLACE..].copy_from_slice(first);
                    found.push(copy)?;
                }
                _ => group = Some((hash, place, file)),
            }
        }
        Ok(found.finish()?.map(|record| {
            let record = record?;
            let (mut place, mut first) = ([0; PLACE], [0; PLACE]);
            place.copy_from_slice(&record[..PLACE]);
            first.copy_from_slice(&record[PLACE..]);
            Ok(AcrossCopy {
                place: Place::read(&place),
                first: Place::read(&first),
            })
        }))
    }
}

fn parts(record: &[u8; PRINT]) -> (u128, [u8; PLACE]) {
    let (mut hash, mut place) = ([0; 16], [0; PLACE]);
    hash.copy_from_slice(&record[..16]);
    place.copy_from_slice(&record[16..]);
    (u128::from_be_bytes(hash), place)
}

impl Place {
    /// As bytes that sort as places do.
    fn record(&self) -> [u8; PLACE] {
        let mut record = [0; PLACE];
        for (bytes, value) in record
            .chunks_exact_mut(4)
            .zip([self.file, self.start, self.end, self.line])
        {
            bytes.copy_from_slice(&value.to_be_bytes());
        }
        record
    }

    fn read(record: &[u8; PLACE]) -> Self {
        let mut values = record.chunks_exact(4).map(|bytes| {
            bytes
                .iter()
                .fold(0, |value, &byte| value << 8 | u32::from(byte))
        });
        let mut next = || values.next().unwrap_or_default();
        Self {
            file: next(),
            start: next(),
            end: next(),
            line: next(),
        }
    }
}

/// Sorts records of `N` bytes, through files where they are many.
#[derive(Debug)]
struct Sorter<const N: usize> {
    held: Vec<[u8; N]>,
    most: usize,
    folder: PathBuf,
    runs: Vec<Run>,
}

/// How many sorted files are read at once, at most.
const FAN: usize = 64;

impl<const N: usize> Sorter<N> {
    fn new(folder: &Path, budget: usize) -> Self {
        Self {
            held: Vec::new(),
            most: (budget / N).max(16),
            folder: folder.to_owned(),
            runs: Vec::new(),
        }
    }

    fn push(&mut self, record: [u8; N]) -> io::Result<()> {
        self.held.push(record);
        if self.held.len() < self.most {
            return Ok(());
        }
        self.held.sort_unstable();
        let run = Run::write(&self.folder, self.held.drain(..).map(Ok))?;
        self.runs.push(run);
        if self.runs.len() < FAN {
            return Ok(());
        }
        let merged = Merge::<N>::new(Vec::new(), self.runs.drain(..))?;
        let run = Run::write(&self.folder, merged)?;
        self.runs.push(run);
        Ok(())
    }

    fn finish(mut self) -> io::Result<Merge<N>> {
        self.held.sort_unstable();
        Merge::new(self.held, self.runs.drain(..))
    }
}

/// A sorted temporary file without a name, which the system removes however this ends.
#[derive(Debug)]
struct Run {
    file: File,
}

impl Run {
    fn write<const N: usize>(
        folder: &Path,
        records: impl Iterator<Item = io::Result<[u8; N]>>,
    ) -> io::Result<Self> {
        let file = tempfile::tempfile_in(folder)?;
        let mut run = Self { file };
        let mut writer = BufWriter::new(&run.file);
        for record in records {
            writer.write_all(&record?)?;
        }
        writer.flush()?;
        drop(writer);
        run.file.rewind()?;
        Ok(run)
    }
}

/// Reads a run record by record.
struct Reader {
    bytes: BufReader<Run>,
}

impl Read for Run {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

impl Reader {
    fn next<const N: usize>(&mut self) -> io::Result<Option<[u8; N]>> {
        let mut record = [0; N];
        match self.bytes.read_exact(&mut record) {
            Ok(()) => Ok(Some(record)),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The records of several sorted runs in order.
struct Merge<const N: usize> {
    held: std::vec::IntoIter<[u8; N]>,
    readers: Vec<Reader>,
    /// The next record of each source, the least on top; the sources are `readers`, then `held`.
    heads: std::collections::BinaryHeap<std::cmp::Reverse<([u8; N], usize)>>,
}

impl<const N: usize> Merge<N> {
    fn new(held: Vec<[u8; N]>, runs: impl Iterator<Item = Run>) -> io::Result<Self> {
        let mut merge = Self {
            held: held.into_iter(),
            readers: runs
                .map(|run| Reader {
                    bytes: BufReader::new(run),
                })
                .collect(),
            heads: std::collections::BinaryHeap::new(),
        };
        for source in 0..=merge.readers.len() {
            merge.refill(source)?;
        }
        Ok(merge)
    }

    fn refill(&mut self, source: usize) -> io::Result<()> {
        let record = match self.readers.get_mut(source) {
            Some(reader) => reader.next()?,
            None => self.held.next(),
        };
        self.heads
            .extend(record.map(|record| std::cmp::Reverse((record, source))));
        Ok(())
    }
}

impl<const N: usize> Iterator for Merge<N> {
    type Item = io::Result<[u8; N]>;

    fn next(&mut self) -> Option<Self::Item> {
        let std::cmp::Reverse((record, source)) = self.heads.pop()?;
        Some(self.refill(source).map(|()| record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        document::Source,
        reading::{Context, Draft},
    };

    fn document(text: &str) -> Draft {
        let source = Source::of_text("a.txt", text);
        Draft::read(source, Context::default())
    }

    const SHARED: &str = "临江区扎实推进老旧小区改造，全年完成改造项目二十六个，惠及居民九千余户。";

    #[test]
    fn a_paragraph_of_another_file_is_found_at_its_place() {
        let first = document(&format!("青石镇代表团审议。\n{SHARED}\n{SHARED}"));
        let second = document(&format!(
            "{}\n谢谢大家！\n{SHARED}",
            SHARED.replace('，', ",")
        ));
        let folder = tempfile::tempdir().expect("a folder");
        let mut across = Across::new(folder.path(), 1 << 20);
        across.add(1, &prints(&second)).expect("fits");
        across.add(0, &prints(&first)).expect("fits");
        let found: Vec<AcrossCopy> = across
            .finish()
            .expect("sorted")
            .map(|copy| copy.expect("read"))
            .collect();
        let [copy] = &found[..] else {
            panic!("{found:?}");
        };
        assert_eq!((copy.place.file, copy.place.line), (1, 1));
        assert_eq!((copy.first.file, copy.first.line), (0, 2));
        let range = copy.first.start as usize..copy.first.end as usize;
        assert_eq!(&first.source.text[range], SHARED);
    }

    #[test]
    fn formulas_and_short_paragraphs_are_not_compared() {
        let doc = document(
            "会议由区政协主席主持。\n全面贯彻党的二十大和二十届二中、三中全会精神，增强“四个意识”，坚定“四个自信”。",
        );
        assert_eq!(prints(&doc), []);
    }

    #[test]
    fn what_is_found_does_not_depend_on_budget_or_order() {
        let print = |number: u128, line: u32| ParagraphHash {
            hash: number,
            range: line * 10..line * 10 + 5,
            line,
        };
        // File n holds the paragraphs n and n + 1 and one that all share.
        let files: Vec<(u32, Vec<ParagraphHash>)> = (0..500u32)
            .map(|file| {
                let own = u128::from(file);
                (
                    file,
                    vec![print(own, 1), print(own + 1, 2), print(1 << 80, 3)],
                )
            })
            .collect();
        let run = |budget: usize, backwards: bool| -> Vec<AcrossCopy> {
            let folder = tempfile::tempdir().expect("a folder");
            let mut across = Across::new(folder.path(), budget);
            let mut order: Vec<_> = files.iter().collect();
            if backwards {
                order.reverse();
            }
            for (file, prints) in order {
                across.add(*file, prints).expect("written");
            }
            let found = across
                .finish()
                .expect("sorted")
                .map(|copy| copy.expect("read"))
                .collect();
            let left = std::fs::read_dir(folder.path()).expect("is there").count();
            assert_eq!(left, 0, "temporary files are left behind");
            found
        };
        let expected = run(1 << 20, false);
        assert_eq!(expected.len(), 499 * 2);
        assert!(expected.is_sorted_by_key(|copy| copy.place.clone()));
        // 16 records at a time: many runs, merged more than once.
        assert_eq!(run(0, false), expected);
        assert_eq!(run(0, true), expected);
    }
}
