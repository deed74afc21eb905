//! Puts the paragraphs of a document together: one text for reports, a [`Document`] for each story.

use std::{ops::Range, path::Path, sync::Arc};

use super::{
    places::{Location, Place, Places},
    plain::kind,
};
use crate::document::{Block, Cell, Document, Kind, Map, MapBuilder, Meta, Source};

/// A paragraph as a format reads it.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) shape: Shape,
    pub(super) story: Story,
    pub(super) cell: Option<Cell>,
    pub(super) location: Location,
    /// Where runs and pages begin in its text.
    pub(super) runs: Vec<(usize, u32)>,
    pub(super) pages: Vec<(usize, u32)>,
}

/// What its style says that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shape {
    #[default]
    Plain,
    Title,
    Heading,
    Caption,
    /// An item without a number.
    Item,
}

/// Which text it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Story {
    #[default]
    Main,
    Notes,
    Boxes,
}

/// What a story is to the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The text itself.
    Main,
    /// Notes or text boxes, which have no shape of their own.
    Side,
    /// Text whose paragraphs were put together by position.
    Loose,
    /// Text without the numbers that its program prints.
    Unnumbered,
}

/// A document as it was opened.
#[derive(Debug)]
pub struct Opened {
    /// Its stories, the main one first.
    pub stories: Vec<(Document, Role)>,
    /// Where its text is; `None` where the text is the file.
    pub places: Option<Arc<Places>>,
    /// Where each paragraph begins in the text.
    pub(super) starts: Vec<usize>,
    /// The stretches of the text that can be changed, in order; `None` where all can.
    pub free: Option<Vec<Range<usize>>>,
}

impl Opened {
    /// A text, which is its own place.
    pub(crate) fn of(document: Document) -> Self {
        Self {
            stories: vec![(document, Role::Main)],
            places: None,
            starts: Vec::new(),
            free: None,
        }
    }
}

/// Puts `paragraphs` together; those of one story are together and in order.
pub(super) fn assemble(path: &Path, paragraphs: Vec<Paragraph>, main: Role) -> Opened {
    let mut text = String::new();
    let mut places = Vec::with_capacity(paragraphs.len());
    let mut starts = Vec::with_capacity(paragraphs.len());
    let mut ends = [0; 3];
    let mut blocks: [Vec<Block>; 3] = Default::default();
    for paragraph in &paragraphs {
        let start = text.len();
        starts.push(start);
        text.push_str(&paragraph.text);
        text.push('\n');
        ends[paragraph.story as usize] = text.len();
    }
    let mut blank = false;
    for (paragraph, &start) in paragraphs.into_iter().zip(&starts) {
        let range = start..start + paragraph.text.len();
        let before = blocks[paragraph.story as usize].len();
        let own = &mut blocks[paragraph.story as usize];
        for line in lines(&text, range.clone()) {
            if line.is_empty() {
                continue;
            }
            own.push(block(
                &text,
                line,
                std::mem::take(&mut blank),
                paragraph.shape,
                paragraph.cell,
            ));
        }
        blank |= own.len() == before;
        let shift = |all: Vec<(usize, u32)>| all.into_iter().map(|(at, n)| (at + start, n));
        places.push(Place {
            range,
            location: paragraph.location,
            runs: shift(paragraph.runs).collect(),
            pages: shift(paragraph.pages).collect(),
        });
    }
    let source = Source::of_text(path, text);
    let mut stories = Vec::new();
    let mut from = 0;
    for (index, mut blocks) in blocks.into_iter().enumerate() {
        let range = from..ends[index].max(from);
        from = range.end;
        if index > 0 && range.is_empty() {
            continue;
        }
        let role = if index == 0 { main } else { Role::Side };
        stories.push((story(&source, range, &mut blocks, role), role));
    }
    let mut places = Places { all: places };
    if let Some((doc, _)) = stories.first() {
        head(doc, &mut places);
    }
    Opened {
        stories,
        places: Some(Arc::new(places)),
        starts,
        free: Some(Vec::new()),
    }
}

/// The story that is at `range` of the whole text.
fn story(source: &Source, range: Range<usize>, blocks: &mut Vec<Block>, role: Role) -> Document {
    let start = range.start;
    let (text, map) = if start == 0 && range.end == source.text.len() {
        (Arc::clone(&source.text), Map::identity())
    } else if start == 0 {
        (source.text[range].into(), Map::identity())
    } else {
        let mut builder = MapBuilder::default();
        builder.push(&source.text[range.clone()], range);
        builder.finish()
    };
    for block in &mut *blocks {
        block.range = block.range.start - start..block.range.end - start;
        if let Some(label) = &mut block.label {
            label.range = label.range.start - start..label.range.end - start;
        }
    }
    if role == Role::Side {
        // A note is no heading, however short.
        for block in &mut *blocks {
            if !matches!(block.kind, Kind::TableCell(_)) {
                block.kind = Kind::Paragraph;
            }
        }
    } else {
        kind::refine(&text, blocks);
    }
    Document::new(source.clone(), text, map, std::mem::take(blocks))
}

/// The lines of the paragraph at `range`, less white space around them.
fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let whole = &text[range.clone()];
    whole.split('\n').map(move |line| {
        let content = line.trim();
        let start = range.start + (content.as_ptr() as usize - whole.as_ptr() as usize);
        start..start + content.len()
    })
}

/// Longer cells with a whole sentence are text that a table only lays out.
const LONG_CELL: usize = 120;

/// The block of one line, of which its style says the `shape`.
pub(super) fn block(
    text: &str,
    range: Range<usize>,
    after_blank: bool,
    shape: Shape,
    cell: Option<Cell>,
) -> Block {
    let mut block = kind::block(text, range, after_blank);
    let line = &text[block.range.clone()];
    if let Some(cell) = cell {
        let is_text = line.len() > LONG_CELL && line.contains('。');
        if !is_text {
            block.kind = Kind::TableCell(cell);
        }
        return block;
    }
    let open = matches!(block.kind, Kind::Paragraph | Kind::Meta(Meta::Other));
    let short = !line.contains(['。', '；']) && line.chars().count() <= HEADING;
    match shape {
        Shape::Title if open && short => block.kind = Kind::Title,
        Shape::Heading if open && short => block.kind = Kind::Heading { depth: 0 },
        Shape::Caption if short => block.kind = Kind::Meta(Meta::Caption),
        Shape::Item if matches!(block.kind, Kind::Meta(Meta::Other)) => {
            block.kind = Kind::ListItem;
        }
        _ => {}
    }
    block
}

/// What is styled as a heading but is longer is a paragraph.
const HEADING: usize = 84;

/// Names for each paragraph of the main text the heading that it is below.
fn head(doc: &Document, places: &mut Places) {
    let end = doc.text.len();
    let mut blocks = doc.blocks.iter().peekable();
    let mut heading: Option<String> = None;
    let mut below = 0;
    for place in places
        .all
        .iter_mut()
        .take_while(|place| place.range.start < end)
    {
        let mut own = false;
        let mut any = false;
        while let Some(block) = blocks.next_if(|block| block.range.start < place.range.end) {
            any = true;
            if block.is_heading() {
                own = true;
                heading = Some(shown(doc.block_text(block)));
                below = 0;
            }
        }
        if any && !own {
            below += 1;
        }
        place.location.heading.clone_from(&heading);
        if any {
            place.location.below = Some(below);
        }
    }
}

/// So much of a heading as names it.
fn shown(heading: &str) -> String {
    const CHARS: usize = 18;
    match heading.char_indices().nth(CHARS) {
        Some((end, _)) => format!("{}…", &heading[..end]),
        None => heading.to_owned(),
    }
}
