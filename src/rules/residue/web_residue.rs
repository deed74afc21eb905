//! Lines of the web page that a draft was copied from.

use std::{collections::BTreeSet, ops::Range};

use regex::Regex;

use crate::{
    document::{Document, Kind},
    rules::{Check, Finding, Findings, Safety, Settings},
};

struct WebResidue {
    strong: Option<Regex>,
    inline: Option<Regex>,
    weak: BTreeSet<String>,
}

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    let weak: Vec<String> = settings.data("weak");
    Box::new(WebResidue {
        strong: Regex::new(&settings.data::<String>("strong")).ok(),
        inline: Regex::new(&settings.data::<String>("inline")).ok(),
        weak: weak.into_iter().collect(),
    })
}

/// The longest line of page text, in bytes.
const LONGEST: usize = 480;

/// How sure a line is page text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Page {
    No,
    Weak,
    Strong,
}

impl Check for WebResidue {
    fn check(&self, doc: &Document, out: &mut Findings) {
        let lines: Vec<(Page, Range<usize>)> = doc
            .blocks
            .iter()
            .map(|block| {
                let page = match block.kind {
                    Kind::Code | Kind::TableCell(_) => Page::No,
                    _ => self.judge(doc.block_text(block)),
                };
                (page, block.range.clone())
            })
            .collect();
        for run in lines.chunk_by(|one, other| (one.0 == Page::No) == (other.0 == Page::No)) {
            let strong = run.iter().any(|(page, _)| *page == Page::Strong);
            let (Some(first), Some(last)) = (run.first(), run.last()) else {
                continue;
            };
            if first.0 == Page::No {
                for (_, range) in run {
                    self.buttons(doc, range.clone(), out);
                }
            } else if strong {
                let span = first.1.start..last.1.end;
                let finding = Finding::new(span.clone())
                    .arg("found", &doc.text[first.1.clone()])
                    .fix(Safety::Unsafe, "delete", span, "");
                out.report(if run.len() == 1 {
                    finding
                } else {
                    finding.message("lines").arg("count", run.len())
                });
            }
        }
    }
}

impl WebResidue {
    fn judge(&self, line: &str) -> Page {
        if line.len() > LONGEST {
            Page::No
        } else if self.weak.contains(line) {
            Page::Weak
        } else if self
            .strong
            .as_ref()
            .is_some_and(|strong| strong.is_match(line))
        {
            Page::Strong
        } else {
            Page::No
        }
    }

    /// Buttons that stand at the end of a line of text.
    fn buttons(&self, doc: &Document, range: Range<usize>, out: &mut Findings) {
        let line = &doc.text[range.clone()];
        if !line.contains(['【', '[']) {
            return;
        }
        for found in self.inline.iter().flat_map(|inline| inline.find_iter(line)) {
            let span = range.start + found.start()..range.start + found.end();
            out.report(Finding::new(span.clone()).arg("found", found.as_str()).fix(
                Safety::Unsafe,
                "delete",
                span,
                "",
            ));
        }
    }
}
