//! Text back to the bytes of its file.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};

use crate::document::Source;

/// Why text cannot be written in the encoding of its file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// A character that the encoding does not have.
    #[error("{encoding} has no character for “{text}”")]
    Unmappable {
        /// The encoding's name.
        encoding: &'static str,
        /// The first character that is missing.
        text: char,
    },
    /// The file uses byte sequences that would not come back as they were.
    #[error("the file's {encoding} uses byte sequences that would change")]
    Irregular {
        /// The encoding's name.
        encoding: &'static str,
    },
}

impl EncodeError {
    /// What happened and what to do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Unmappable { encoding, text } => {
                format!("{encoding} 编码里没有“{text}”，没有改动这个文件；请先另存为 UTF-8")
            }
            Self::Irregular { encoding } => format!(
                "文件里的 {encoding} 编码不规范，写回去会改变别处的字节，没有改动这个文件；请先另存为 UTF-8"
            ),
        }
    }

    /// The same in English.
    pub fn en(&self) -> String {
        match self {
            Self::Unmappable { encoding, text } => format!(
                "{encoding} has no “{text}”; the file was left alone, please save it as UTF-8 first"
            ),
            Self::Irregular { encoding } => format!(
                "its {encoding} is irregular and other bytes would change; the file was left alone, please save it as UTF-8 first"
            ),
        }
    }
}

impl Source {
    /// `text` as bytes in this file's encoding, with a byte order mark where the file has one.
    ///
    /// # Errors
    /// Where the encoding lacks a character of `text`.
    pub fn encode(&self, text: &str) -> Result<Vec<u8>, EncodeError> {
        let units = |bytes: fn(u16) -> [u8; 2]| {
            let mark = self.bom.then_some(0xfeff);
            mark.into_iter()
                .chain(text.encode_utf16())
                .flat_map(bytes)
                .collect()
        };
        if self.encoding == UTF_16LE {
            return Ok(units(u16::to_le_bytes));
        }
        if self.encoding == UTF_16BE {
            return Ok(units(u16::to_be_bytes));
        }
        if self.encoding == UTF_8 {
            let mark: &[u8] = if self.bom { b"\xef\xbb\xbf" } else { b"" };
            return Ok([mark, text.as_bytes()].concat());
        }
        let (bytes, _, missing) = self.encoding.encode(text);
        if missing {
            let lacking = |c: &char| self.encoding.encode(c.encode_utf8(&mut [0; 4])).2;
            return Err(EncodeError::Unmappable {
                encoding: self.encoding.name(),
                text: text.chars().find(lacking).unwrap_or('\u{fffd}'),
            });
        }
        Ok(bytes.into_owned())
    }

    /// Whether the file, whose bytes are `bytes`, would be the same when written again unchanged:
    /// some legacy encodings have several sequences for one character.
    ///
    /// # Errors
    /// Where it would not.
    pub fn round_trips(&self, bytes: &[u8]) -> Result<(), EncodeError> {
        match self.encode(&self.text) {
            Ok(again) if again == bytes => Ok(()),
            _ => Err(EncodeError::Irregular {
                encoding: self.encoding.name(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "各位委员：\r\n“一百件”，𠮷。\n";

    #[test]
    fn each_encoding_comes_back() {
        for encoding in [UTF_8, UTF_16LE, UTF_16BE, encoding_rs::GB18030] {
            for bom in [true, false] {
                let bom = bom && encoding != encoding_rs::GB18030;
                let source = Source {
                    path: "a.txt".into(),
                    text: TEXT.into(),
                    encoding,
                    bom,
                };
                let bytes = source.encode(TEXT).expect("encodes");
                let named = (!bom).then_some(encoding);
                let again = Source::decode("a.txt".into(), &bytes, named).expect("decodes");
                assert_eq!(&*again.text, TEXT, "{}", encoding.name());
                assert_eq!(again.bom, bom);
                assert_eq!(again.round_trips(&bytes), Ok(()));
            }
        }
    }

    #[test]
    fn a_missing_character_is_named() {
        let source = Source {
            path: "a.txt".into(),
            text: "臺灣".into(),
            encoding: encoding_rs::BIG5,
            bom: false,
        };
        let error = source.encode("臺灣𠮷").err();
        assert!(matches!(
            error,
            None | Some(EncodeError::Unmappable { text: '𠮷', .. })
        ));
        let error = source.encode("国家😀").err();
        assert!(matches!(error, Some(EncodeError::Unmappable { .. })));
    }
}
