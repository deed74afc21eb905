//! Changes the XML of a part in a few places and leaves every other byte as it is.
//!
//! Only runs that something happens in are rebuilt: `甲[乙]丙` with a change at 乙 becomes up to three runs
//! with the properties of the one.

use std::{collections::BTreeMap, ops::Range};

use super::body::{Body, Segment};
use crate::format::{Refusal, package::escape};

/// What happens to a stretch of a `<w:t>`.
#[derive(Debug, Clone)]
enum Change {
    /// Markup that goes between runs here; what closes comes before what opens.
    Markup { opens: bool, xml: String },
    /// Other text in this place.
    Replace(String),
}

/// How replaced text is written.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Style {
    #[default]
    Plain,
    /// As a tracked change of 红笔; numbered from here.
    Tracked { next_id: u32 },
}

/// Changes of one part.
pub(super) struct Splices<'a> {
    xml: &'a str,
    body: &'a Body,
    /// By run: the text node, the range of raw XML in it, and what happens.
    runs: BTreeMap<usize, Vec<(usize, Range<usize>, Change)>>,
    /// Markup between runs, by place.
    outside: BTreeMap<usize, Vec<(bool, String)>>,
    style: Style,
}

/// Who changes and comments.
pub(super) const AUTHOR: &str = "红笔";

impl<'a> Splices<'a> {
    pub(super) fn new(xml: &'a str, body: &'a Body, style: Style) -> Self {
        Self {
            xml,
            body,
            runs: BTreeMap::new(),
            outside: BTreeMap::new(),
            style,
        }
    }

    /// Puts `markup` at byte `at` of the XML, between runs.
    pub(super) fn between(&mut self, at: usize, opens: bool, xml: String) {
        self.outside.entry(at).or_default().push((opens, xml));
    }

    /// Puts `markup` before the byte `offset` of a line, in the text of `segment`.
    pub(super) fn markup(&mut self, segment: &Segment, offset: usize, opens: bool, xml: String) {
        let (Some(node), Some(run)) = (segment.node, segment.run) else {
            return;
        };
        let at = raw_offset(segment, offset, opens);
        let change = Change::Markup { opens, xml };
        self.runs
            .entry(run)
            .or_default()
            .push((node, at..at, change));
    }

    /// Replaces `range` of a line, inside of `segment`, by `text`.
    pub(super) fn replace(&mut self, segment: &Segment, range: &Range<usize>, text: &str) {
        let (Some(node), Some(run)) = (segment.node, segment.run) else {
            return;
        };
        let start = raw_offset(segment, range.start, true);
        let end = raw_offset(segment, range.end, false).max(start);
        let change = Change::Replace(text.to_owned());
        self.runs
            .entry(run)
            .or_default()
            .push((node, start..end, change));
    }

    /// The XML with all changes.
    pub(super) fn finish(mut self) -> Result<String, Refusal> {
        let mut pieces: Vec<(Range<usize>, String)> = Vec::new();
        for (at, mut all) in std::mem::take(&mut self.outside) {
            all.sort_by_key(|(opens, _)| *opens);
            pieces.push((at..at, all.into_iter().map(|(_, xml)| xml).collect()));
        }
        for (run, changes) in std::mem::take(&mut self.runs) {
            let rebuilt = self.rebuild(run, changes)?;
            pieces.push((self.body.runs[run].range.clone(), rebuilt));
        }
        pieces.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(self.xml.len() + pieces.len() * 200);
        let mut done = 0;
        for (range, piece) in pieces {
            // A run inside of a run that is rebuilt too: a text box, which is not written to.
            let between = self.xml.get(done..range.start).ok_or(Refusal::Unwritable)?;
            out.push_str(between);
            out.push_str(&piece);
            done = range.end;
        }
        out.push_str(self.xml.get(done..).unwrap_or_default());
        Ok(out)
    }

    fn rebuild(
        &mut self,
        run: usize,
        mut changes: Vec<(usize, Range<usize>, Change)>,
    ) -> Result<String, Refusal> {
        // What closes at a place comes before a change there, what opens after one that ends there.
        changes.sort_by_key(|(node, range, change)| {
            let opens = matches!(change, Change::Markup { opens: true, .. });
            let edits = matches!(change, Change::Replace(_));
            (*node, range.start, opens, edits, range.end)
        });
        let xml = self.xml;
        let own = &self.body.runs[run];
        let tag_end = own.tag_end;
        let properties = own.properties.clone().unwrap_or(tag_end..tag_end);
        let close = xml
            .get(..own.range.end)
            .and_then(|head| head.rfind("</"))
            .filter(|&close| close >= properties.end)
            .ok_or(Refusal::Unwritable)?;
        let mut out = Pieces {
            tag: xml.get(own.range.start..tag_end).unwrap_or_default(),
            properties: xml.get(properties.clone()).unwrap_or_default(),
            style: self.style,
            ..Pieces::default()
        };
        let mut cursor = properties.end.max(tag_end);
        let mut changes = changes.into_iter().peekable();
        while let Some(&(node, ..)) = changes.peek() {
            let text = &self.body.nodes[node];
            out.keep(xml.get(cursor..text.tag.start).ok_or(Refusal::Unwritable)?);
            cursor = text.end;
            out.element = if text.deleted { "w:delText" } else { "w:t" };
            let content = visible(xml, text.content.clone(), text.preserves);
            let mut at = content.start;
            while let Some((_, range, change)) = changes.next_if(|(other, ..)| *other == node) {
                let start = range.start.clamp(at, content.end);
                let end = range.end.clamp(start, content.end);
                out.text(xml.get(at..start).unwrap_or_default());
                match change {
                    Change::Markup { xml, .. } => out.raw(&xml),
                    Change::Replace(new) => {
                        out.replace(xml.get(start..end).unwrap_or_default(), &new);
                    }
                }
                at = end;
            }
            out.text(xml.get(at..content.end).unwrap_or_default());
        }
        out.keep(xml.get(cursor..close).ok_or(Refusal::Unwritable)?);
        self.style = out.style;
        Ok(out.finish())
    }
}

/// The runs that one run becomes.
#[derive(Default)]
struct Pieces<'a> {
    tag: &'a str,
    properties: &'a str,
    element: &'static str,
    style: Style,
    out: String,
    /// Children of the run that is being written.
    open: String,
    written: bool,
}

impl Pieces<'_> {
    fn keep(&mut self, children: &str) {
        self.open.push_str(children);
    }

    fn text(&mut self, raw: &str) {
        if !raw.is_empty() {
            let element = self.element;
            self.open.push_str(&format!(
                "<{element} xml:space=\"preserve\">{raw}</{element}>"
            ));
        }
    }

    fn flush(&mut self) {
        if self.open.is_empty() {
            return;
        }
        // The first piece keeps what the run is identified by.
        let tag = if std::mem::replace(&mut self.written, true) {
            "<w:r>"
        } else {
            self.tag
        };
        self.out.push_str(tag);
        self.out.push_str(self.properties);
        self.out.push_str(&self.open);
        self.out.push_str("</w:r>");
        self.open.clear();
    }

    fn raw(&mut self, xml: &str) {
        self.flush();
        self.out.push_str(xml);
    }

    fn replace(&mut self, old: &str, new: &str) {
        let new = escape(new);
        let Style::Tracked { next_id } = &mut self.style else {
            self.text(&new);
            return;
        };
        let mut wrapped = String::new();
        for (kind, element, text) in [("del", "w:delText", old), ("ins", "w:t", &new)] {
            if text.is_empty() {
                continue;
            }
            let id = *next_id;
            *next_id += 1;
            let properties = self.properties;
            wrapped.push_str(&format!(
                "<w:{kind} w:id=\"{id}\" w:author=\"{AUTHOR}\"><w:r>{properties}<{element} xml:space=\"preserve\">{text}</{element}></w:r></w:{kind}>"
            ));
        }
        self.raw(&wrapped);
    }

    fn finish(mut self) -> String {
        self.flush();
        // A run that is gone altogether leaves nothing behind, as when it is typed over.
        self.out
    }
}

/// `content` less the white space at its rims, where that does not count.
fn visible(xml: &str, content: Range<usize>, preserves: bool) -> Range<usize> {
    let text = xml.get(content.clone()).unwrap_or_default();
    if preserves {
        return content;
    }
    let spaces = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
    let start = content.start + (text.len() - text.trim_start_matches(spaces).len());
    let end = (content.start + text.trim_end_matches(spaces).len()).max(start);
    start..end
}

/// The byte of the XML for byte `offset` of the line that `segment` belongs to. Text that is not
/// in the XML as it reads is taken whole.
fn raw_offset(segment: &Segment, offset: usize, opens: bool) -> usize {
    if segment.text.len() == segment.raw.len() {
        return segment.raw.start + offset.clamp(segment.text.start, segment.text.end)
            - segment.text.start;
    }
    if offset <= segment.text.start || opens && offset < segment.text.end {
        segment.raw.start
    } else {
        segment.raw.end
    }
}
