//! `missing-measure-word`: 「收到来信240，办结231件」.

use std::ops::Range;

use crate::{
    language::{han::is_han, numeral, segmenter},
    reading::Draft,
    rules::{Check, Finding, Findings, Settings},
    scan::{pattern::Pattern, sentences},
};

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    Box::new(MissingMeasureWord {
        counted: Pattern::new(settings.data::<String>("counted")),
        not_after: settings.data("not-after"),
        things: settings.data("things"),
    })
}

/// Words before a number that is a bound.
const BOUNDS: [&str; 4] = ["不少于", "不低于", "不超过", "不多于"];

struct MissingMeasureWord {
    /// A number with its measure word.
    counted: Pattern,
    /// Characters that announce a number without measure word.
    not_after: String,
    /// Things counted that the dictionary takes for verbs: 来信, 提案.
    things: Vec<String>,
}

impl Check for MissingMeasureWord {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        let places = self.bare_numbers(doc);
        for places in places.chunk_by(|(block, _), (other, _)| block == other) {
            let Some(block) = places.first().and_then(|(at, _)| doc.blocks.get(*at)) else {
                continue;
            };
            let text = doc.block_text(block);
            // The sentences are walked once.
            let mut sentences = sentences::sentences(text, 0..text.len()).peekable();
            for (_, place) in places {
                let place = place.start - block.range.start..place.end - block.range.start;
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
                let Some(counted) = self.counted.get() else {
                    return;
                };
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
    /// The numbers in prose between a Han character that does not announce them and a comma or stop, each
    /// with the index of its block.
    fn bare_numbers(&self, doc: &Draft) -> Vec<(usize, Range<usize>)> {
        /// The longest number, in digits.
        const LONGEST: usize = 6;
        let text = &*doc.text;
        let number_before = |end: usize| {
            let head = text.get(..end)?;
            let before = head.trim_end_matches(|c| numeral::arabic(c).is_some());
            let number = head.get(before.len()..)?;
            let last = before.chars().next_back()?;
            let bare = number.starts_with(|c: char| matches!(c, '1'..='9'))
                && number.chars().count() <= LONGEST
                && is_han(last)
                && (!self.not_after.contains(last)
                    || BOUNDS.iter().any(|bound| before.ends_with(bound)));
            let block = doc.block_at(end)?;
            let prose = doc.blocks.get(block)?.is_prose();
            (bare && prose).then_some((block, before.len()..end))
        };
        let numerals = doc.scan().numerals.iter();
        numerals
            .filter(|numeral| matches!(numeral.behind, '，' | '；' | '。'))
            .map(|numeral| numeral.range.end)
            .filter(|&end| {
                text.as_bytes()[..end]
                    .last()
                    .is_some_and(u8::is_ascii_digit)
            })
            .filter_map(number_before)
            .collect()
    }

    /// Whether the number that follows `before` should be counted: a noun of two characters is
    /// before it and nothing that announces a bare number (编号, 指数, 达, 为).
    fn lacks(&self, before: &str) -> bool {
        let Some(last) = before.chars().next_back() else {
            return false;
        };
        if !is_han(last) || self.not_after.contains(last) {
            return false;
        }
        // 「机型为波音717，」: a model, not a count.
        let clause = before
            .rfind(['，', '。', '；', '：'])
            .map_or(before, |at| &before[at..]);
        if [
            "型号", "机型", "車型", "车型", "型为", "編號", "编号", "代号", "品牌", "波音", "空客",
            "热线", "电话",
        ]
        .iter()
        .any(|word| clause.contains(word))
        {
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
        segmenter::tagged(&before[start..])
            .last()
            .is_some_and(|(word, tag)| {
                self.things.iter().any(|thing| thing == word)
                    || noun(tag) && word.chars().count() >= 2
            })
    }
}
