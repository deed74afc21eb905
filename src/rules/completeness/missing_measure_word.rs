//! `missing-measure-word`: 「收到来信240，办结231件」.

use crate::{
    document::{Block, Document},
    lexicon::{pattern::Pattern, words},
    rules::{Check, Finding, Findings, Settings},
    text::{han::is_han, sentence},
};

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    Box::new(MissingMeasureWord {
        bare: Pattern::new(settings.data::<String>("bare")),
        counted: Pattern::new(settings.data::<String>("counted")),
        not_after: settings.data("not-after"),
        things: settings.data("things"),
    })
}

/// Words before a number that is a bound.
const BOUNDS: [&str; 4] = ["不少于", "不低于", "不超过", "不多于"];

struct MissingMeasureWord {
    /// A number between a Han character and a comma or stop.
    bare: Pattern,
    /// A number with its measure word.
    counted: Pattern,
    /// Characters that announce a number without measure word.
    not_after: String,
    /// Things counted that the dictionary takes for verbs: 来信, 提案.
    things: Vec<String>,
}

impl Check for MissingMeasureWord {
    fn check(&self, doc: &Document, out: &mut Findings) {
        let mut blocks = self.blocks_with_bare_numbers(doc).peekable();
        // Most drafts have none, and then the patterns need not be compiled.
        if blocks.peek().is_none() {
            return;
        }
        let (Some(bare), Some(counted)) = (self.bare.get(), self.counted.get()) else {
            return;
        };
        for block in blocks {
            let text = doc.block_text(block);
            // Most paragraphs have no such place; the sentences of the others are walked once.
            let mut places = bare
                .captures_iter(text)
                .filter_map(|c| c.name("found"))
                .peekable();
            if places.peek().is_none() {
                continue;
            }
            let places: Vec<_> = places.map(|place| place.range()).collect();
            let mut sentences = sentence::sentences(text, 0..text.len()).peekable();
            for place in places {
                while sentences
                    .peek()
                    .is_some_and(|sentence| sentence.end <= place.start)
                {
                    sentences.next();
                }
                let Some(sentence) = sentences.peek() else {
                    break;
                };
                // 「3，000」 is one number.
                let mut behind = text[place.end..].chars();
                if behind.next() == Some('，') && behind.next().is_some_and(|c| c.is_ascii_digit())
                {
                    continue;
                }
                // 「座谈会不少于2，悬挂横幅不少于1条」: two bounds in the same words.
                let bound = BOUNDS
                    .iter()
                    .find(|bound| text[..place.start].ends_with(**bound));
                if sentence.len() > 1200
                    || bound.is_none()
                        && !self.lacks(&text[sentence.start.min(place.start)..place.start])
                {
                    continue;
                }
                let counted = counted
                    .captures_iter(&text[sentence.clone()])
                    .filter_map(|c| Some((c.get(0)?, c.name("unit")?)))
                    .map(|(whole, unit)| {
                        (
                            sentence.start + whole.start()..sentence.start + whole.end(),
                            unit.as_str(),
                        )
                    })
                    .filter(|(range, _)| {
                        let digits = |c: char| c.is_ascii_digit();
                        bound.is_none_or(|bound| {
                            text[..range.start]
                                .trim_end_matches(digits)
                                .ends_with(bound)
                        })
                    })
                    .min_by_key(|(range, _)| range.start.abs_diff(place.start));
                let Some((parallel, unit)) = counted else {
                    continue;
                };
                let at = block.range.start;
                out.report(
                    Finding::new(at + place.start..at + place.end)
                        .arg("found", &text[place.clone()])
                        .arg("unit", unit)
                        .arg("parallel", &text[parallel.clone()])
                        .related(at + parallel.start..at + parallel.end, "parallel"),
                );
            }
        }
    }
}

impl MissingMeasureWord {
    /// The prose in which a number stands behind a Han character that does not announce it and before
    /// a mark: as all of [`MissingMeasureWord::bare`] do, and few paragraphs have.
    fn blocks_with_bare_numbers<'a>(
        &'a self,
        doc: &'a Document,
    ) -> impl Iterator<Item = &'a Block> {
        let bytes = doc.text.as_bytes();
        let mut blocks: Vec<usize> = doc
            .signs()
            .iter()
            .filter(|sign| !sign.c.is_ascii())
            .filter(|sign| sign.at > 0 && bytes[sign.at - 1].is_ascii_digit())
            .filter(|sign| {
                let head = doc.text.get(..sign.at).unwrap_or_default();
                let before = head.trim_end_matches(|c: char| c.is_ascii_digit());
                before
                    .chars()
                    .next_back()
                    .is_some_and(|c| !self.not_after.contains(c))
                    || BOUNDS.iter().any(|bound| before.ends_with(bound))
            })
            .filter_map(|sign| doc.block_at(sign.at))
            .collect();
        blocks.dedup();
        blocks
            .into_iter()
            .map(|block| &doc.blocks[block])
            .filter(|block| block.is_prose())
    }

    /// Whether the number that follows `before` should be counted: a noun of two characters stands
    /// before it and nothing that announces a bare number (编号, 指数, 达, 为).
    fn lacks(&self, before: &str) -> bool {
        let Some(last) = before.chars().next_back() else {
            return false;
        };
        if !is_han(last) || self.not_after.contains(last) {
            return false;
        }
        let start = before
            .char_indices()
            .rev()
            .take(6)
            .take_while(|&(_, c)| is_han(c))
            .last()
            .map_or(before.len(), |(at, _)| at);
        let noun = |tag: &str| tag.starts_with('n') && !["nr", "ns", "nz", "nt"].contains(&tag);
        words::tagged(&before[start..])
            .last()
            .is_some_and(|(word, tag)| {
                self.things.iter().any(|thing| thing == word)
                    || noun(tag) && word.chars().count() >= 2
            })
    }
}
