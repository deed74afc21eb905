//! The parts of a draft.

use std::ops::Range;

use crate::document::Ordinal;

/// One part of a draft, a line of a plain text or a block of Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its text, without white space around it, in bytes of [`Document::text`](crate::document::Document::text).
    pub range: Range<usize>,
    /// The ordinal that it begins with: `一、`, `（二）`, `第三条`.
    pub label: Option<Ordinal>,
    /// Whether at least one blank line is before it.
    pub after_blank: bool,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The title of the draft or of one appended to it.
    Title,
    /// A heading on a line of its own; `depth` counts the `#` of Markdown, and is 0 where there are none.
    Heading {
        /// How many `#` it has.
        depth: u8,
    },
    /// Running text.
    Paragraph,
    /// An item of a Markdown list.
    ListItem,
    /// A cell of a table.
    TableCell(Cell),
    /// A block quotation.
    Quote,
    /// Code, raw HTML, front matter: no prose. Its range may hold only [`OPAQUE`](crate::document::OPAQUE).
    Code,
    /// A line around the text: date, author, salutation and the like.
    Meta(Meta),
}

/// Where a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell {
    /// Which table of the document, from 0.
    pub table: u32,
    /// Row, from 0, the header being the first.
    pub row: u32,
    /// Column, from 0.
    pub column: u32,
}

/// Lines around the text, which end without a full stop and are no fragments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Meta {
    /// 「（2024年1月17日）」 「——2024年1月30日在…会议上」.
    DateLine,
    /// 「市长 某某」 「记者 某某」.
    Byline,
    /// 「各位委员：」.
    Salutation,
    /// The author at the end.
    Signature,
    /// 「图1　…」 「表2　…」 「注：…」.
    Caption,
    /// A line of a list of names.
    Names,
    /// A line of verse.
    Verse,
    /// Some other short line that is no sentence.
    Other,
}

impl Block {
    /// Whether it is running text: a paragraph, an item, a quotation.
    pub fn is_prose(&self) -> bool {
        matches!(self.kind, Kind::Paragraph | Kind::ListItem | Kind::Quote)
    }

    /// Whether it is a heading or a title.
    pub fn is_heading(&self) -> bool {
        matches!(self.kind, Kind::Heading { .. } | Kind::Title)
    }
}
