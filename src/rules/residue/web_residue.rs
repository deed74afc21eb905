//! Lines of the web page that a draft was copied from.

use std::{collections::BTreeSet, ops::Range};

use aho_corasick::AhoCorasick;

use crate::{
    document::{Document, Kind},
    lexicon::pattern::Pattern,
    rules::{Check, Finding, Findings, Safety, Settings},
};

struct WebResidue {
    strong: Pattern,
    /// What a line that `strong` matches begins with, or nearly.
    heads: Option<AhoCorasick>,
    /// Or what it holds somewhere.
    holds: Option<AhoCorasick>,
    inline: Pattern,
    weak: BTreeSet<String>,
}

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    let weak: Vec<String> = settings.data("weak");
    Box::new(WebResidue {
        strong: Pattern::new(settings.data::<String>("strong")),
        heads: AhoCorasick::new(settings.data::<Vec<String>>("heads")).ok(),
        holds: AhoCorasick::new(settings.data::<Vec<String>>("holds")).ok(),
        inline: Pattern::new(settings.data::<String>("inline")),
        weak: weak.into_iter().collect(),
    })
}

/// The longest line of page text, in bytes.
const LONGEST: usize = 480;

/// Where the head of a line ends, in bytes.
const HEAD: usize = 48;

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
        } else if self.may_be_strong(line)
            && self
                .strong
                .get()
                .is_some_and(|strong| strong.is_match(line))
        {
            Page::Strong
        } else {
            Page::No
        }
    }

    /// Whether `line` has any of the words that page text is known by; few lines of a report do,
    /// and only they are matched.
    fn may_be_strong(&self, line: &str) -> bool {
        let mut head = line.len().min(HEAD);
        while !line.is_char_boundary(head) {
            head -= 1;
        }
        self.heads
            .as_ref()
            .is_none_or(|heads| heads.is_match(&line[..head]))
            || self.holds.as_ref().is_none_or(|holds| holds.is_match(line))
    }

    /// Buttons that stand at the end of a line of text.
    fn buttons(&self, doc: &Document, range: Range<usize>, out: &mut Findings) {
        let line = &doc.text[range.clone()];
        if !line.contains(['【', '[']) {
            return;
        }
        for found in self
            .inline
            .get()
            .iter()
            .flat_map(|inline| inline.find_iter(line))
        {
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
