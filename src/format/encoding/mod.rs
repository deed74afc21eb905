//! Bytes to text: finds the encoding, decodes, and knows where lines begin.
//!
//! The order of tests was found by trial: a byte order mark decides; valid UTF-8 comes next, but
//! two-byte GBK words such as 通知 are valid UTF-8 too, so where only GB18030 gives Chinese it
//! wins; UTF-16 without a mark is recognised by its high bytes; GB18030 and Big5 overlap so much that
//! the statistics of `chardetng` decide between them.

mod encode;

use std::{path::PathBuf, sync::Arc};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::document::Source;

pub use encode::EncodeError;

/// Why bytes could not be read as text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// No known encoding fits.
    #[error("no known text encoding fits (binary data?)")]
    Unknown,
    /// It is UTF-8 but for a NUL, which no text has.
    #[error("a NUL on line {line}")]
    Nul {
        /// The line of the first one, from 1.
        line: usize,
    },
    /// An encoding that drafts are neither read nor written in.
    #[error("{encoding} is not supported")]
    Unsupported {
        /// The encoding's name.
        encoding: &'static str,
    },
    /// The bytes do not fit the encoding that was asked for or found.
    #[error("not valid {encoding} (first bad byte near byte {offset})")]
    Invalid {
        /// The encoding's name.
        encoding: &'static str,
        /// How many bytes could be read before the first bad one.
        offset: usize,
    },
}

impl Source {
    /// Decodes `bytes`, with `encoding` where the user named one.
    ///
    /// # Errors
    /// Where the bytes are no text in any known encoding, or not in the named one.
    pub fn decode(
        path: PathBuf,
        bytes: &[u8],
        encoding: Option<&'static Encoding>,
    ) -> Result<Self, DecodeError> {
        if encoding.is_none()
            && let Some(encoding) = unsupported(bytes)
        {
            return Err(DecodeError::Unsupported { encoding });
        }
        let (found, bom) = match Encoding::for_bom(bytes) {
            Some((found, length)) => (Some(found), length),
            None => (None, 0),
        };
        let bom_of = |encoding| if found == Some(encoding) { bom } else { 0 };
        let (encoding, text): (_, Arc<str>) = match encoding.or(found) {
            Some(encoding) => (
                encoding,
                decode_strictly(&bytes[bom_of(encoding)..], encoding)?.into(),
            ),
            None => match simdutf8::basic::from_utf8(bytes) {
                Ok(text) if is_utf8(text) => (UTF_8, text.into()),
                _ => {
                    let valid = std::str::from_utf8(bytes).err();
                    let encoding = detect(bytes, valid.map(|error| error.valid_up_to()))?;
                    (encoding, decode_strictly(bytes, encoding)?.into())
                }
            },
        };
        Ok(Self {
            path,
            text,
            encoding,
            bom: bom_of(encoding) > 0,
        })
    }
}

fn decode_strictly(bytes: &[u8], encoding: &'static Encoding) -> Result<String, DecodeError> {
    if encoding == UTF_8 {
        return std::str::from_utf8(bytes)
            .map(str::to_owned)
            .map_err(|error| DecodeError::Invalid {
                encoding: UTF_8.name(),
                offset: error.valid_up_to(),
            });
    }
    // GBK and GB2312 are parts of GB18030.
    let encoding = if encoding == encoding_rs::GBK {
        GB18030
    } else {
        encoding
    };
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(
        decoder
            .max_utf8_buffer_length_without_replacement(bytes.len())
            .unwrap_or(bytes.len() * 2),
    );
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (encoding_rs::DecoderResult::InputEmpty, _) => {
            text.shrink_to_fit();
            Ok(text)
        }
        (_, read) => Err(DecodeError::Invalid {
            encoding: encoding.name(),
            offset: read.saturating_sub(1),
        }),
    }
}

/// The encoding of `bytes`, where it is one that a known one could be taken for, so that mending would
/// corrupt the draft: UTF-32 begins like UTF-16, and ISO-2022 is made of ASCII.
fn unsupported(bytes: &[u8]) -> Option<&'static str> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    // As characters of four bytes, other texts have planes that hold nothing.
    let is_wide = |read: fn([u8; 4]) -> u32| {
        let units: Vec<u32> = sample
            .chunks_exact(4)
            .map(|unit| read([unit[0], unit[1], unit[2], unit[3]]))
            .collect();
        units.len() > 1
            && bytes.len().is_multiple_of(4)
            && units
                .iter()
                .all(|&unit| (1..0x4_0000).contains(&unit) && char::from_u32(unit).is_some())
    };
    if is_wide(u32::from_le_bytes) || is_wide(u32::from_be_bytes) {
        return Some("UTF-32");
    }
    let shifts = [&b"\x1b$B"[..], b"\x1b$A", b"\x1b$)"];
    (sample.is_ascii()
        && shifts
            .iter()
            .any(|shift| memchr::memmem::find(sample, shift).is_some()))
    .then_some("ISO-2022")
}

/// How much of a file the statistical detector sees.
const SAMPLE: usize = 16 * 1024;

/// The share of ill-formed sequences, per mille of bytes, up to which text still counts as UTF-8
/// with damage.
const DAMAGE: usize = 10;

/// Whether text that is well-formed UTF-8 is meant so.
fn is_utf8(text: &str) -> bool {
    let foreign = text.len() <= SAMPLE
        && !text.is_ascii()
        && !text.chars().any(is_chinese)
        && !is_western(text);
    let is_gb18030 =
        || decode_strictly(text.as_bytes(), GB18030).is_ok_and(|text| mostly_chinese(&text));
    !(memchr::memchr(0, text.as_bytes()).is_some() || foreign && is_gb18030())
}

/// Whether text without Chinese is Latin text with the dashes, quotes and accents that it has: 「Work
/// report — draft」.
fn is_western(text: &str) -> bool {
    let (mut letters, mut others) = (0, 0);
    for c in text.chars() {
        match c {
            c if c.is_ascii_alphabetic() => letters += 1,
            c if c.is_ascii() || ('\u{2000}'..='\u{2bff}').contains(&c) => {}
            _ => others += 1,
        }
    }
    letters > others * 4
}

/// The encoding of `bytes` that are not meant as UTF-8; `valid` is where they stop being well-formed
/// in it, if they do.
fn detect(bytes: &[u8], valid: Option<usize>) -> Result<&'static Encoding, DecodeError> {
    if let Some(encoding) = wide(bytes) {
        return Ok(encoding);
    }
    let Some(offset) = valid else {
        return match memchr::memchr_iter(0, bytes).count() {
            0 => Ok(GB18030),
            // A few of them in a text are a slip of some program, of which the user should hear.
            count if count * 1000 <= bytes.len().max(100) * DAMAGE && is_text(bytes) => {
                let before = &bytes[..memchr::memchr(0, bytes).unwrap_or(0)];
                Err(DecodeError::Nul {
                    line: memchr::memchr_iter(b'\n', before).count() + 1,
                })
            }
            _ => Err(DecodeError::Unknown),
        };
    };
    if damaged_utf8(bytes) {
        return Err(DecodeError::Invalid {
            encoding: UTF_8.name(),
            offset,
        });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    detector.feed(sample, sample.len() == bytes.len());
    let guess = detector.guess(None, Utf8Detection::Deny);
    let candidates: &[&'static Encoding] = if guess == BIG5 {
        &[BIG5, GB18030]
    } else {
        &[GB18030, BIG5]
    };
    candidates
        .iter()
        .find(|encoding| decode_strictly(bytes, encoding).is_ok_and(|text| mostly_chinese(&text)))
        .copied()
        .ok_or(DecodeError::Unknown)
}

/// UTF-16 without a byte order mark: the bytes of one parity are zero (Latin, line ends) or the
/// high bytes of Chinese characters far more often than the others.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.len() < 4 || bytes.len() % 2 == 1 {
        return None;
    }
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        let high = usize::from(*encoding == UTF_16LE);
        let sample = &bytes[..bytes.len().min(SAMPLE)];
        let likely = sample
            .iter()
            .skip(high)
            .step_by(2)
            .filter(|&&byte| {
                byte == 0 || byte == 0x30 || byte == 0xff || (0x4e..=0x9f).contains(&byte)
            })
            .count();
        likely * 10 >= sample.len() / 2 * 9
            && decode_strictly(bytes, encoding).is_ok_and(|text| mostly_chinese(&text))
    })
}

/// Whether `bytes` are Chinese in UTF-8.
fn is_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(mostly_chinese)
}

/// UTF-8 with a few bad bytes: too good to be anything else, and the user should hear of it.
fn damaged_utf8(bytes: &[u8]) -> bool {
    let mut chinese = 0;
    let mut bad = 0;
    for chunk in bytes.utf8_chunks() {
        chinese += chunk.valid().chars().filter(|&c| is_chinese(c)).count();
        bad += chunk.invalid().len();
    }
    chinese > 0 && bad * 1000 <= bytes.len().max(100) * DAMAGE && chinese > bad
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ff65}')
}

fn mostly_chinese(text: &str) -> bool {
    let mut chinese = 0usize;
    let mut other = 0usize;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if is_chinese(c) {
            chinese += 1;
        } else if c.is_control() || (!c.is_ascii() && !('\u{2000}'..='\u{2fff}').contains(&c)) {
            other += 1;
        }
    }
    chinese > 0 && chinese >= other * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIMPLIFIED: &str = "各位委员：\r\n二〇二四年，全区办理提案“一百件”，办复率98%。\n";
    const TRADITIONAL: &str =
        "各位委員：\n二零二四年，全區辦理提案「一百件」，辦覆率百分之九十八。臺灣\n";

    fn read(bytes: &[u8]) -> (String, &'static str) {
        let source = Source::decode(PathBuf::new(), bytes, None).expect("decodes");
        (source.text.to_string(), source.encoding.name())
    }

    fn wide_bytes(text: &str, little: bool, bom: bool) -> Vec<u8> {
        let mark = bom.then_some(0xfeff);
        mark.into_iter()
            .chain(text.encode_utf16())
            .flat_map(|unit| {
                if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            })
            .collect()
    }

    #[test]
    fn latin_text_with_a_dash_is_utf8() {
        for text in [
            "Work report — draft\n",
            "“Hello”, naïve café…",
            "Wait — what?",
        ] {
            assert_eq!(read(text.as_bytes()), (text.into(), "UTF-8"));
        }
        // A word of two bytes a character in GBK is well-formed UTF-8 too.
        let (bytes, _, _) = GB18030.encode("通知");
        assert_eq!(read(&bytes), ("通知".into(), "gb18030"));
    }

    #[test]
    fn each_encoding_is_found_and_gives_the_same_text() {
        assert_eq!(read(SIMPLIFIED.as_bytes()), (SIMPLIFIED.into(), "UTF-8"));
        assert_eq!(
            read(format!("\u{feff}{SIMPLIFIED}").as_bytes()),
            (SIMPLIFIED.into(), "UTF-8")
        );
        for little in [true, false] {
            for bom in [true, false] {
                assert_eq!(read(&wide_bytes(SIMPLIFIED, little, bom)).0, SIMPLIFIED);
            }
        }
        assert_eq!(
            read(&GB18030.encode(SIMPLIFIED).0),
            (SIMPLIFIED.into(), "gb18030")
        );
        assert_eq!(
            read(&BIG5.encode(TRADITIONAL).0),
            (TRADITIONAL.into(), "Big5")
        );
    }

    #[test]
    fn gbk_words_that_are_valid_utf8_are_read_as_gbk() {
        let bytes = GB18030.encode("通知").0;
        assert!(std::str::from_utf8(&bytes).is_ok());
        assert_eq!(read(&bytes).0, "通知");
    }

    #[test]
    fn bytes_of_no_encoding_are_an_error() {
        for bytes in [
            &[0xff, 0xff, 0x00, 0x81, 0x01][..],
            b"\x7fELF\x02\x01\x01\x00\x00\x00\x00",
            b"\x89PNG\r\n\x1a\n\x00\x00",
        ] {
            assert_eq!(
                Source::decode(PathBuf::new(), bytes, None).err(),
                Some(DecodeError::Unknown)
            );
        }
    }

    #[test]
    fn one_bad_byte_in_utf8_is_reported_with_its_place() {
        let mut bytes = SIMPLIFIED.as_bytes().to_vec();
        bytes.insert(6, 0xff);
        let error = Source::decode(PathBuf::new(), &bytes, None).err();
        assert_eq!(
            error,
            Some(DecodeError::Invalid {
                encoding: "UTF-8",
                offset: 6
            })
        );
    }

    #[test]
    fn a_named_encoding_overrides() {
        let bytes = GB18030.encode("通知").0.to_vec();
        let source =
            Source::decode(PathBuf::new(), &bytes, Some(UTF_8)).expect("is valid UTF-8 by chance");
        assert_ne!(&*source.text, "通知");
        let error = Source::decode(PathBuf::new(), "通知书".as_bytes(), Some(BIG5));
        assert!(error.is_err());
    }
}
