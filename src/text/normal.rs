//! A draft's paragraphs less spaces, punctuation and width, for comparing them.

use std::ops::Range;

use super::{han::is_han, numeral};
use crate::document::{Document, LabelStyle};

/// The paragraphs of a draft as sequences of Han characters, letters and digits.
///
/// Full-width letters and digits are folded to ASCII; everything else is left out, and so is the
/// ordinal that a paragraph begins with.
#[derive(Debug, Clone, Default)]
pub struct Normal {
    /// The characters of all paragraphs, one after the other.
    pub units: Vec<char>,
    /// Where each of `units` stands, in bytes of [`Document::text`].
    at: Vec<u32>,
    /// The paragraphs, in order.
    pub paragraphs: Vec<Paragraph>,
}

/// One paragraph of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Its index in [`Document::blocks`].
    pub block: usize,
    /// Its characters, in [`Normal::units`].
    pub units: Range<usize>,
    /// How many of them are Han characters.
    pub han: usize,
    /// The number of the article of a law that it belongs to; 0 outside of laws.
    pub article: u32,
}

impl Normal {
    /// Reads `doc`.
    pub fn read(doc: &Document) -> Self {
        let mut normal = Self::default();
        // Places are kept in 32 bits; no draft has 4 GB.
        if u32::try_from(doc.text.len()).is_err() {
            return normal;
        }
        normal.units.reserve(doc.text.len() / 3);
        normal.at.reserve(doc.text.len() / 3);
        let mut article = 0;
        for (index, block) in doc.blocks.iter().enumerate() {
            let label = block.label.as_ref();
            let clause = match label {
                Some(label) if label.style == LabelStyle::Article => Some(label.number),
                Some(_) => None,
                None => article_at(doc.block_text(block)),
            };
            article = clause.unwrap_or(article);
            if !block.is_prose() {
                continue;
            }
            let start = label.map_or(block.range.start, |label| label.range.end);
            let first = normal.units.len();
            let mut han = 0;
            let text = &doc.text[start..block.range.end];
            let bytes = text.as_bytes();
            let mut at = 0;
            while let Some(&lead) = bytes.get(at) {
                let offset = (start + at) as u32;
                match lead {
                    // Nearly all characters are of U+5000 to U+9FFF, which is Han throughout.
                    0xe5..=0xe9 => {
                        let code = match bytes.get(at..at + 3) {
                            Some(&[_, middle, last]) => {
                                u32::from(lead & 0x0f) << 12
                                    | u32::from(middle & 0x3f) << 6
                                    | u32::from(last & 0x3f)
                            }
                            _ => break,
                        };
                        at += 3;
                        han += 1;
                        normal.units.push(char::from_u32(code).unwrap_or_default());
                        normal.at.push(offset);
                    }
                    0..0x80 => {
                        at += 1;
                        if lead.is_ascii_alphanumeric() {
                            normal.units.push(char::from(lead));
                            normal.at.push(offset);
                        }
                    }
                    _ => {
                        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                            break;
                        };
                        at += c.len_utf8();
                        if matches!(
                            c,
                            '，' | '。' | '、' | '；' | '：' | '“' | '”' | '（' | '）'
                        ) {
                            continue;
                        }
                        let c = fold(c);
                        if is_han(c) {
                            han += 1;
                        } else if !c.is_alphanumeric() {
                            continue;
                        }
                        normal.units.push(c);
                        normal.at.push(offset);
                    }
                }
            }
            normal.paragraphs.push(Paragraph {
                block: index,
                units: first..normal.units.len(),
                han,
                article,
            });
        }
        normal
    }

    /// The characters of `paragraph`.
    pub fn of(&self, paragraph: &Paragraph) -> &[char] {
        &self.units[paragraph.units.clone()]
    }

    /// The bytes of [`Document::text`] from the first to the last of `units`.
    pub fn span(&self, doc: &Document, units: Range<usize>) -> Range<usize> {
        let start = self.offset(units.start);
        let Some(last) = units.end.checked_sub(1).filter(|&last| last >= units.start) else {
            return start..start;
        };
        let last = self.offset(last);
        let width = doc
            .text
            .get(last..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        start..last + width
    }

    /// The index of the paragraph that holds `unit`.
    pub fn paragraph_at(&self, unit: usize) -> Option<usize> {
        self.paragraphs
            .partition_point(|paragraph| paragraph.units.start <= unit)
            .checked_sub(1)
    }

    /// The byte of [`Document::text`] at which `unit` stands.
    pub fn offset(&self, unit: usize) -> usize {
        self.at.get(unit).map_or(0, |&at| at as usize)
    }
}

/// The number of the article that `text` begins with where it is parted by spaces, as in 「第 12 條」
/// and 「第 34-1 條」, which counts as one of its own.
fn article_at(text: &str) -> Option<u32> {
    let rest = text.strip_prefix('第')?.trim_start();
    let (number, length) = numeral::integer_at(rest)?;
    let mut rest = rest[length..].trim_start();
    let mut branch = 0;
    if let Some(after) = rest.strip_prefix(['-', '－', '之']) {
        let (number, length) = numeral::integer_at(after.trim_start())?;
        branch = number;
        rest = after.trim_start()[length..].trim_start();
    }
    let number = u32::try_from(number.checked_mul(100)?.checked_add(branch)?).ok()?;
    rest.starts_with(['条', '條']).then_some(number + 100_000)
}

/// `c` in half width, where it is a full-width letter or digit.
pub(super) fn fold(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(c as u32 - ('Ａ' as u32 - 'A' as u32)).unwrap_or(c)
        }
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::{document::Context, format, source::Source};

    #[test]
    fn spaces_marks_widths_and_ordinals_do_not_count() {
        let text = "一是加强Ａ区建设，完成投资１２亿元；二是补齐短板。三是提升服务。\n（三） 一是加强A 区建设,完成投资12亿元,二是补齐短板.三是提升服务！";
        let source = Source {
            path: PathBuf::from("a.txt"),
            text: text.into(),
            encoding: encoding_rs::UTF_8,
            bom: false,
        };
        let doc = format::document(source, Context::default());
        let normal = Normal::read(&doc);
        let [first, second] = &normal.paragraphs[..] else {
            panic!("{:?}", normal.paragraphs);
        };
        assert_eq!(normal.of(first), normal.of(second));
        assert_eq!(first.han, 25);
        let all = normal.span(&doc, first.units.clone());
        assert_eq!(
            &doc.text[all],
            "一是加强Ａ区建设，完成投资１２亿元；二是补齐短板。三是提升服务"
        );
        assert_eq!(&doc.text[normal.span(&doc, 4..5)], "Ａ");
    }
}
