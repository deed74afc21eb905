//! A second document inside the file.

use crate::{
    document::{Block, Kind, Meta},
    language::han::count_han,
    reading::Draft,
    reading::outline::is_part,
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// A document is not appended before this many blocks of the first.
const BODY: usize = 5;
/// It has more paragraphs than this.
const PROSE: usize = 1;
/// The opening of a document lies so near its title, in blocks.
const OPENING: usize = 3;
/// A title's length, in Han characters.
const TITLE: std::ops::RangeInclusive<usize> = 6..=50;
/// What titles of documents end with.
const KINDS: [&str; 16] = [
    "报告", "决议", "讲话", "发言", "通知", "方案", "公报", "办法", "条例", "总结", "要点", "说明",
    "致辞", "通报", "公告", "纪要",
];

fn check(doc: &Draft, out: &mut Findings) {
    // Without a body before it, a title is the first document's own.
    let body = doc
        .blocks
        .iter()
        .filter(|block| block.is_prose())
        .nth(PROSE)
        .map_or(usize::MAX, |block| block.range.end);
    for (index, block) in doc.blocks.iter().enumerate().skip(BODY) {
        if block.range.start > body && is_title(doc, block) && opens(doc, index) {
            out.report(Finding::new(block.range.clone()).arg("found", doc.block_text(block)));
        }
    }
}

fn is_title(doc: &Draft, block: &Block) -> bool {
    if block.label.is_some()
        || !matches!(
            block.kind,
            Kind::Title | Kind::Heading { .. } | Kind::Meta(Meta::Other)
        )
    {
        return false;
    }
    let text = doc.block_text(block);
    // 「……的报告（摘登）」
    let name = match text.rfind(['（', '(']) {
        Some(note) if text.ends_with(['）', ')']) => &text[..note],
        _ => text,
    };
    TITLE.contains(&count_han(name))
        && !name.contains(['，', '。', '；', ',', '、', '：'])
        && !["听取", "审议", "通过", "批准"]
            .iter()
            .any(|verb| name.starts_with(verb))
        && KINDS.iter().any(|kind| name.trim_end().ends_with(kind))
}

/// Whether a salutation, a date line, a byline or the heading of a part follows.
fn opens(doc: &Draft, index: usize) -> bool {
    doc.blocks[index + 1..]
        .iter()
        .take(OPENING)
        .any(|block| match block.kind {
            Kind::Meta(Meta::DateLine | Meta::Byline) | Kind::Title => true,
            Kind::Meta(Meta::Salutation) => doc.block_text(block).starts_with("各位"),
            Kind::Heading { .. } => {
                let text = doc.block_text(block);
                block.label.as_ref().is_some_and(|label| label.number == 1)
                    || block.label.is_none() && is_part(text)
            }
            _ => false,
        })
}
