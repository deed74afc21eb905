//! Lines of the web page that a draft was copied from.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::{
    document::{Block, Kind},
    language::beginnings::is_lead,
    reading::Draft,
    rules::{Check, Finding, Findings, Safety, Settings},
    scan::{pattern::Pattern, word_set::WordSet},
};

/// A kind of page text as the rule file has it.
#[derive(Deserialize, Default)]
#[serde(default)]
struct PageText {
    words: Vec<String>,
    inside: bool,
    /// What the line ends with, where that is always the same.
    end: String,
    /// Whether such a line also heads minutes, notices and tables: another such line must be by.
    label: bool,
    /// Whether it belongs to the text where that is of a newspaper.
    press: bool,
    pattern: String,
}

struct WebResidue {
    strong: Vec<Strong>,
    /// The words that page text is known by,
    words: WordSet,
    /// and the kind of each.
    kinds: Vec<usize>,
    /// What buttons begin with.
    buttons: WordSet,
    inline: Pattern,
    /// Lines that are page text next to other page text,
    weak: BTreeSet<String>,
    /// and the length of the longest, in bytes.
    weakest: usize,
}

/// A kind of page text.
struct Strong {
    /// Whether its words are inside the line.
    inside: bool,
    end: String,
    label: bool,
    press: bool,
    /// What the whole line must match.
    pattern: Pattern,
}

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    let weak: Vec<String> = settings.data("weak");
    let strong: Vec<PageText> = settings.data("strong");
    let kinds = strong.iter().enumerate();
    Box::new(WebResidue {
        words: WordSet::new(
            strong
                .iter()
                .flat_map(|kind| kind.words.iter().map(String::as_str)),
        ),
        kinds: kinds
            .flat_map(|(index, kind)| vec![index; kind.words.len()])
            .collect(),
        strong: strong
            .iter()
            .map(|kind| {
                let line = format!("(?x)^\\s*(?:{})\\s*$", kind.pattern);
                Strong {
                    inside: kind.inside,
                    end: kind.end.clone(),
                    label: kind.label,
                    press: kind.press,
                    pattern: Pattern::new(line),
                }
            })
            .collect(),
        buttons: WordSet::new(
            settings
                .data::<Vec<String>>("buttons")
                .iter()
                .flat_map(|word| BRACKETS.map(|bracket| format!("{bracket}{word}"))),
        ),
        inline: Pattern::new(settings.data::<String>("inline")),
        weakest: weak.iter().map(String::len).max().unwrap_or(0),
        weak: weak.into_iter().collect(),
    })
}

/// The longest line of page text, in bytes.
const LONGEST: usize = 480;

/// What buttons begin with.
const BRACKETS: [char; 2] = ['【', '['];

/// How sure a line is page text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Page {
    No,
    Weak,
    /// A label of the kind given, 「来源：」 「时间：」, which two in a row show to be page text.
    Label(usize),
    Strong,
}

/// What is beside the time of a meeting.
const AGENDA: [&str; 16] = [
    "地点", "主持", "参会", "参加", "出席", "列席", "会议", "活动", "记录", "主题", "议题", "对象",
    "人员", "时限", "内容", "承办",
];

/// Whether `doc` holds news items as papers print them.
fn is_press(doc: &Draft) -> bool {
    doc.blocks
        .iter()
        .any(|block| is_lead(doc.block_text(block)))
}

impl Check for WebResidue {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        let mut pages = vec![Page::No; doc.blocks.len()];
        for (page, block) in pages.iter_mut().zip(&doc.blocks) {
            if block.range.len() <= self.weakest
                && may_be_page(block)
                && self.weak.contains(doc.block_text(block))
            {
                *page = Page::Weak;
            }
        }
        let mut press = None;
        for (word, place) in self.words.all(doc) {
            if self.strong[self.kinds[word]].press && *press.get_or_insert_with(|| is_press(doc)) {
                continue;
            }
            if let Some(index) = doc.block_at(place.start)
                && matches!(pages[index], Page::No | Page::Label(_))
                && self.is_page(doc, &doc.blocks[index], self.kinds[word], place.start)
            {
                let kind = self.kinds[word];
                pages[index] = match self.strong[kind].label {
                    true => Page::Label(kind),
                    false => Page::Strong,
                };
            }
        }
        no_agenda(doc, &mut pages);
        self.buttons(doc, &pages, out);
        let lines: Vec<(Page, &Block)> = pages.into_iter().zip(&doc.blocks).collect();
        for run in lines.chunk_by(|one, other| (one.0 == Page::No) == (other.0 == Page::No)) {
            let label = run.iter().find(|(page, _)| matches!(page, Page::Label(_)));
            let strong = run.iter().any(|(page, _)| {
                *page == Page::Strong
                    || matches!(page, Page::Label(_)) && label.is_some_and(|first| first.0 != *page)
            });
            let (true, Some((_, first)), Some((_, last))) = (strong, run.first(), run.last())
            else {
                continue;
            };
            let span = first.range.start..last.range.end;
            let finding = Finding::new(span.clone())
                .arg("found", doc.block_text(first))
                .fix(Safety::Unsafe, "delete", span, "");
            out.report(if run.len() == 1 {
                finding
            } else {
                finding.message("lines").arg("count", run.len())
            });
        }
    }
}

/// Whether `block` is a line that can be page text.
fn may_be_page(block: &Block) -> bool {
    block.range.len() <= LONGEST && !matches!(block.kind, Kind::Code | Kind::TableCell(_))
}

/// Takes the times and hosts of meetings out of `pages`: 「时间：…」 above 「地点：…」.
fn no_agenda(doc: &Draft, pages: &mut [Page]) {
    for (index, page) in pages.iter_mut().enumerate() {
        if !matches!(page, Page::Label(_) | Page::Strong) {
            continue;
        }
        let starts = |other: usize, words: &[&str]| {
            doc.blocks.get(other).is_some_and(|block| {
                let text = doc.block_text(block);
                words.iter().any(|word| text.starts_with(word))
            })
        };
        let beside = starts(index.wrapping_sub(1), &AGENDA) || starts(index + 1, &AGENDA);
        if beside && starts(index, &["时间", "日期"]) {
            *page = Page::No;
        }
    }
}

impl WebResidue {
    /// Whether `block` is page text of the `kind` of which a word is at byte `at`.
    fn is_page(&self, doc: &Draft, block: &Block, kind: usize, at: usize) -> bool {
        let Some(kind) = self.strong.get(kind) else {
            return false;
        };
        let begins = |lead: &str| {
            lead.chars()
                .all(|c| c.is_whitespace() || BRACKETS.contains(&c) || matches!(c, '（' | '('))
        };
        // The sources of an article are listed with their addresses.
        let listed = block.kind == Kind::ListItem && doc.block_text(block).starts_with("http");
        may_be_page(block)
            && !listed
            && doc.block_text(block).ends_with(&*kind.end)
            && (kind.inside || begins(&doc.text[block.range.start.min(at)..at]))
            && kind
                .pattern
                .get()
                .is_some_and(|pattern| pattern.is_match(doc.block_text(block)))
    }

    /// Buttons that are at the end of a line of text.
    fn buttons(&self, doc: &Draft, pages: &[Page], out: &mut Findings) {
        let mut done = None;
        for (_, place) in self.buttons.all(doc) {
            let Some(index) = doc.block_at(place.start) else {
                continue;
            };
            if pages[index] != Page::No || done == Some(index) {
                continue;
            }
            done = Some(index);
            let block = &doc.blocks[index];
            for found in self
                .inline
                .get()
                .iter()
                .flat_map(|inline| inline.find_iter(doc.block_text(block)))
            {
                let span = block.range.start + found.start()..block.range.start + found.end();
                out.report(Finding::new(span.clone()).arg("found", found.as_str()).fix(
                    Safety::Unsafe,
                    "delete",
                    span,
                    "",
                ));
            }
        }
    }
}
