//! Changes the text of a document, plainly or as tracked changes.

use std::{collections::HashMap, ops::Range};

use super::{
    Docx,
    body::{Holder, Lock, Segment},
    save,
    splice::{Splices, Style},
};
use crate::format::{Changes, Refusal, package::Package};

/// The stretches of the text in which it can be changed, in order.
pub(super) fn free(docx: &Docx, starts: &[usize]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (source, &start) in docx.order.iter().zip(starts) {
        let line = docx.line(source);
        if source.notes.is_some() || line.holder != Holder::Body {
            continue;
        }
        for segment in line.segments.iter().filter(|segment| is_free(segment)) {
            let range = start + segment.text.start..start + segment.text.end;
            match out.last_mut() {
                // A line end parts lines, so stretches of two never touch.
                Some(last) if last.end == range.start => last.end = range.end,
                _ => out.push(range),
            }
        }
    }
    out
}

fn is_free(segment: &Segment) -> bool {
    segment.lock == Lock::Free && segment.node.is_some()
}

/// The document `bytes` with `edits` of its text, in order, which all lie in what [`free`] gives.
pub(super) fn revise(
    bytes: &[u8],
    edits: &[(Range<usize>, String)],
    tracked: bool,
    changes: Changes,
) -> Result<Vec<u8>, Refusal> {
    let mut package = Package::open(bytes)?;
    let docx = Docx::read(&mut package, changes)?;
    save::writable(&package, &docx)?;
    let starts = docx.starts();
    let style = match tracked {
        true => Style::Tracked {
            next_id: docx.body.largest_id.saturating_add(1),
        },
        false => Style::Plain,
    };
    let mut splices = Splices::new(&docx.xml, &docx.body, style);
    for (range, text) in edits {
        let index = starts
            .partition_point(|&start| start <= range.start)
            .checked_sub(1)
            .ok_or(Refusal::Unwritable)?;
        let line = docx.line(&docx.order[index]);
        let own = range.start - starts[index]..range.end - starts[index];
        let mut text = Some(text.as_str());
        for segment in touched(&line.segments, &own) {
            let start = own.start.max(segment.text.start);
            let piece = start..own.end.min(segment.text.end).max(start);
            splices.replace(segment, &piece, text.take().unwrap_or_default());
        }
        if text.is_some() {
            return Err(Refusal::Unwritable);
        }
    }
    let text = splices.finish()?;
    save::check(&text, &docx.main)?;
    save::save(&mut package, HashMap::from([(docx.main.clone(), text)]))
}

/// The segments that `range` of a line changes: all that it overlaps, or for an insertion the one that
/// it is in or behind.
fn touched<'s>(segments: &'s [Segment], range: &Range<usize>) -> Vec<&'s Segment> {
    let free = segments.iter().filter(|segment| is_free(segment));
    if range.is_empty() {
        let at = range.start;
        let behind = free
            .clone()
            .find(|segment| segment.text.start < at && at <= segment.text.end);
        let before = || {
            segments
                .iter()
                .find(|one| is_free(one) && one.text.start == at)
        };
        return behind.or_else(before).into_iter().collect();
    }
    free.filter(|segment| segment.text.start < range.end && range.start < segment.text.end)
        .collect()
}
