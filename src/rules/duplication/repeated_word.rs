//! A word or a character written twice by slip.

use std::{collections::HashSet, ops::Range};

use regex::Match;

use super::doubled;
use crate::{
    document::{Kind, Meta},
    language::{
        han::is_han,
        numeral,
        script::{self, Script},
        segmenter,
    },
    reading::Draft,
    rules::{Check, Finding, Findings, Level, Safety, Settings},
    scan::{pattern::Pattern, word_set::WordSet},
};

/// The longest part, in characters, whose doubling is looked for.
const LONGEST: usize = doubled::LONGEST;
/// The longest word, in characters, that is looked for across the seam.
const WORD: usize = 4;

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    let list = |name: &str| settings.data::<Vec<String>>(name);
    let set = |name: &str| -> HashSet<char> { settings.data::<String>(name).chars().collect() };
    let surplus = format!(
        "(?:{})(?P<first>{})(?:{})(?P<second>{})",
        list("heads").join("|"),
        "发展|發展",
        list("manners").join("|"),
        "发展|發展"
    );
    let manners = list("manners")
        .into_iter()
        .flat_map(|manner| ["发", "發"].map(|second| format!("展{manner}{second}")));
    Box::new(RepeatedWord {
        doubling: set("doubling"),
        free: set("free"),
        function: set("function"),
        reduplicated: list("reduplicated").into_iter().collect(),
        verbs: list("verbs").into_iter().collect(),
        adverbs: list("adverbs").into_iter().collect(),
        either: list("either").into_iter().collect(),
        suffixes: set("suffixes"),
        measures: set("measures"),
        finals: list("finals").into_iter().collect(),
        surplus: Pattern::new(surplus),
        manners: WordSet::new(manners),
    })
}

struct RepeatedWord {
    /// Characters that double by themselves: 人人, 常常.
    doubling: HashSet<char>,
    /// Characters that stand alone after a word that ends with them: 「全市市政设施」.
    free: HashSet<char>,
    /// Particles and prepositions that never double.
    function: HashSet<char>,
    /// Words that are doubled on purpose: 研究研究, 许多许多.
    reduplicated: HashSet<String>,
    /// Verbs that begin a clause of an official text.
    verbs: HashSet<String>,
    /// Adverbs that are never doubled.
    adverbs: HashSet<String>,
    /// Words that can end a noun phrase and begin a verb phrase: 「人大代表代表人民」.
    either: HashSet<String>,
    /// What makes another word of one: 「基层组织组织力」.
    suffixes: HashSet<char>,
    /// Measure words that are doubled by slip behind a number.
    measures: HashSet<char>,
    /// Verbs that end set pairs and are followed by what they act on: 「建立健全健全机制」.
    finals: HashSet<String>,
    /// 「经济社会发展高质量发展」.
    surplus: Pattern,
    /// 展高质量发 and the like, which stand where the two halves meet.
    manners: WordSet,
}

impl Check for RepeatedWord {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        let mut line = Line::default();
        for run in doubled::runs(doc) {
            let block = doc.block_at(run.start).map(|at| &doc.blocks[at]);
            let Some(block) = block.filter(|block| {
                run.end <= block.range.end
                    && !matches!(block.kind, Kind::Code | Kind::Meta(Meta::Names))
            }) else {
                continue;
            };
            let chars = line.read(doc, &block.range, run);
            self.check_line(&line, chars, out);
        }
        for range in self.manners.lines(doc) {
            for found in self
                .surplus
                .get()
                .iter()
                .flat_map(|surplus| surplus.captures_iter(&doc.text[range.clone()]))
            {
                if let (Some(all), Some(first)) = (found.get(0), found.name("first")) {
                    let place =
                        |part: Match<'_>| range.start + part.start()..range.start + part.end();
                    out.report(
                        Finding::new(place(all))
                            .message("surplus")
                            .arg("found", all.as_str())
                            .arg("word", first.as_str())
                            .fix(Safety::Unsafe, "fix", place(first), ""),
                    );
                }
            }
        }
    }
}

/// So many bytes before and behind a run of Han characters are read with it: more than any test
/// of what is doubled there looks at.
const AROUND: usize = 120;

/// The characters of a part of one block.
#[derive(Default)]
struct Line {
    chars: Vec<char>,
    /// Where each stands, in bytes from `start`, and where the last one ends.
    at: Vec<u32>,
    start: usize,
}

impl Line {
    /// Reads the part of `block` around the Han characters `run`; returns where these stand in it.
    fn read(&mut self, doc: &Draft, block: &Range<usize>, run: Range<usize>) -> Range<usize> {
        let start = doc
            .text
            .floor_char_boundary(run.start.saturating_sub(AROUND));
        let end = doc.text.ceil_char_boundary(run.end + AROUND);
        let range = start.max(block.start)..end.min(block.end);
        self.chars.clear();
        self.at.clear();
        self.start = range.start;
        for (offset, c) in doc.text[range.clone()].char_indices() {
            self.chars.push(c);
            self.at.push(offset as u32);
        }
        self.at.push(range.len() as u32);
        let place = |byte: usize| {
            self.at
                .partition_point(|&at| (at as usize) < byte.saturating_sub(range.start))
        };
        place(run.start)..place(run.end)
    }

    fn span(&self, chars: Range<usize>) -> Range<usize> {
        self.start + self.at[chars.start] as usize..self.start + self.at[chars.end] as usize
    }

    fn text(&self, chars: Range<usize>) -> String {
        self.chars[chars].iter().collect()
    }

    fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    fn before(&self, at: usize) -> Option<char> {
        self.get(at.checked_sub(1)?)
    }

    /// Whether `chars` is a word of the dictionary.
    fn is_word(&self, chars: Range<usize>) -> bool {
        let length = chars.len();
        let chars = self.chars.get(chars).unwrap_or_default();
        let lengths = segmenter::lengths(simplified_han(chars.iter().copied()));
        length > 0 && lengths.last() == Some(length)
    }

    /// Whether a word of more than `part` characters ends before `end`, whose last ones are the part.
    fn word_ends(&self, end: usize, part: usize) -> bool {
        (part + 1..=part.max(2) + WORD - 1).any(|length| {
            end.checked_sub(length)
                .is_some_and(|start| self.is_word(start..end))
        })
    }

    /// Whether two words of two characters or more meet at `seam`, or one reaches over it, as the text
    /// around is cut into words: the dictionary alone has rare words everywhere.
    fn words_meet(&self, seam: usize) -> bool {
        let start = seam.saturating_sub(LONGEST);
        let end = (seam + LONGEST).min(self.chars.len());
        let text: String = self.chars[start..end]
            .iter()
            .map(|&c| simplified(c))
            .collect();
        let mut at = start;
        let mut left = 0;
        for (_, word) in segmenter::cut(&text) {
            let length = word.chars().count();
            if at == seam {
                return left >= 2 && length >= 2;
            }
            if at < seam && seam < at + length {
                return true;
            }
            at += length;
            left = length;
        }
        false
    }

    /// Whether a word of more than `part` characters begins at `start`.
    fn word_begins(&self, start: usize, part: usize) -> bool {
        let chars = self.chars.iter().skip(start).copied();
        let chars = simplified_han(chars.take(part.max(2) + WORD - 1));
        segmenter::lengths(chars).any(|length| length > part)
    }
}

/// The Han characters that `chars` begin with, as simplified ones, which the dictionary knows.
fn simplified_han(chars: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    chars.take_while(|&c| is_han(c)).map(simplified)
}

fn simplified(c: char) -> char {
    match script::of(c) {
        Some(Script::Traditional) => script::counterparts(c).chars().next().unwrap_or(c),
        _ => c,
    }
}

impl RepeatedWord {
    /// Checks the Han characters `run`, which no other stands beside.
    fn check_line(&self, line: &Line, run: Range<usize>, out: &mut Findings) {
        // `equal[n]` counts how many characters up to here equal the one n before them.
        let mut equal = [0usize; LONGEST + 1];
        let mut done = 0;
        for at in run.clone() {
            let c = line.chars[at];
            let lengths = 1..=LONGEST.min(at - run.start);
            for (length, equal) in lengths.clone().zip(&mut equal[lengths]) {
                if line.chars[at - length] != c {
                    *equal = 0;
                    continue;
                }
                *equal += 1;
                if *equal < length || at < done {
                    continue;
                }
                let start = at + 1 - 2 * length;
                let end = line.chars[at + 1..]
                    .iter()
                    .zip(&line.chars[at + 1 - length..])
                    .take_while(|(one, other)| one == other)
                    .count()
                    + at
                    + 1;
                done = end;
                self.judge(line, start..end, length, out);
            }
        }
    }

    /// Judges the characters `run`, in which each equals the one `length` before it.
    fn judge(&self, line: &Line, run: Range<usize>, length: usize, out: &mut Findings) {
        let first = run.start..run.start + length;
        let surplus = run.start + length..run.end - (run.len() % length);
        let part = &line.chars[first.clone()];
        if part.iter().all(|&c| {
            numeral::integer(c.encode_utf8(&mut [0; 4])).is_some() || "十百千万亿".contains(c)
        }) {
            return;
        }
        let slip = if length == 1 {
            self.is_character_slip(line, run.start, run.len())
        } else {
            self.is_word_slip(line, &first, &surplus)
        };
        if !slip {
            return;
        }
        let open = line.before(run.start).is_some_and(is_han);
        let unsure = open && self.either.contains(&line.text(first.clone()));
        // A single character is shown with the word that it doubles the end of.
        let shown = if length == 1 {
            run.start.saturating_sub(1)..run.end
        } else {
            run.clone()
        };
        let span = line.span(run.start..surplus.end);
        let mut finding = Finding::new(span)
            .arg("found", line.text(shown))
            .arg("word", line.text(first))
            .fix(Safety::Unsafe, "fix", line.span(surplus), "");
        if unsure {
            finding = finding.level(Level::Info);
        }
        out.report(finding);
    }

    /// Whether a character that stands `times` times from `at` on was doubled by slip.
    fn is_character_slip(&self, line: &Line, at: usize, times: usize) -> bool {
        let c = line.chars[at];
        let second = at + 1;
        let end = at + times;
        // 认认真真, 方方面面: two pairs side by side.
        let pair = |at: usize| line.get(at).is_some() && line.get(at) == line.get(at + 1);
        if pair(end) || at >= 2 && pair(at - 2) {
            return false;
        }
        if times == 2 && (self.is_measure_slip(line, at) || self.is_inside_word(line, at)) {
            return true;
        }
        if self.doubling.contains(&c) || times > 3 {
            return false;
        }
        // 一个个, 红彤彤, 欣欣向荣.
        if line
            .before(at)
            .is_some_and(|before| "一这那几每".contains(before))
            || (1..=2).any(|more| {
                line.is_word(at..end + more)
                    || at
                        .checked_sub(more)
                        .is_some_and(|start| line.is_word(start..end))
            })
        {
            return false;
        }
        let begins = line.word_begins(second, 1);
        if begins {
            return false;
        }
        if c == '们' || c == '們' {
            return true;
        }
        if self.function.contains(&c) {
            return !line.word_ends(second, 1);
        }
        // 「代表表学习」: the character stands between a word that it ends and another word.
        let stranded = match line.get(end) {
            Some(next) if is_han(next) => line.word_begins(end, 1),
            _ => true,
        };
        stranded && !self.free.contains(&c) && line.word_ends(second, 1)
    }

    /// 「137件件」 「12.6亿元元」 「2万余余字」: a measure word behind its number stands twice.
    fn is_measure_slip(&self, line: &Line, at: usize) -> bool {
        let c = line.chars[at];
        let number = |c: char| c.is_ascii_digit() || matches!(c, '万' | '亿' | '萬' | '億' | '%');
        let behind = line.before(at).is_some_and(|before| {
            number(before) || c == '元' && matches!(before, '万' | '亿') || before == '余'
        });
        // A digit must stand near: 「万亩亩」 alone tells nothing.
        let counted = (1..=3).any(|back| {
            at.checked_sub(back)
                .and_then(|at| line.get(at))
                .is_some_and(|c| c.is_ascii_digit())
        });
        behind
            && counted
            && self.measures.contains(&c)
            && !line.word_begins(at + 1, 1)
            && !line
                .get(at + 2)
                .is_some_and(|next| "均有都皆的".contains(next))
    }

    /// 「社会主主义」 「中国特特色」 「现代代化」: without one of the two a word of three characters or more
    /// stands here, with the character inside it, and no two words meet.
    fn is_inside_word(&self, line: &Line, at: usize) -> bool {
        let second = at + 1;
        let end = at + 2;
        let inside = (1..WORD).any(|left| {
            let Some(start) = at.checked_sub(left) else {
                return false;
            };
            let head = line.chars[start..second].iter();
            let tail = line.chars[end..].iter().take(WORD - left);
            let lengths = segmenter::lengths(simplified_han(head.chain(tail).copied()));
            lengths.last().is_some_and(|length| length > left + 1) && !line.is_word(start..end)
        });
        // 「大学学生」 is 大学 and 学生, 「加工工业」 one word.
        inside && !line.words_meet(second)
    }

    /// Whether `first`, which `surplus` repeats, is a word or a phrase doubled by slip.
    fn is_word_slip(&self, line: &Line, first: &Range<usize>, surplus: &Range<usize>) -> bool {
        let part = line.text(first.clone());
        let length = first.len();
        // 一步一步, 许多许多, 研究研究.
        if part.starts_with(['一', '逐', '每', '几', '很', '好', '太', '再']) && length <= 3
            || self.reduplicated.contains(&part)
        {
            return false;
        }
        if self.adverbs.contains(&part) {
            return true;
        }
        if self.verbs.contains(&part)
            && line
                .before(first.start)
                .is_none_or(|before| !is_han(before))
        {
            return true;
        }
        // 「建立健全健全机制」, 「发展壮大壮大产业」.
        if length == 2
            && self.finals.contains(&part)
            && surplus.len() == length
            && first.start.checked_sub(2).is_some_and(|start| {
                line.is_word(start..first.start) && line.is_word(start..first.end)
            })
        {
            return true;
        }
        // 「委员会委员会议」 is 委员会 before 委员会议: words that meet.
        if line
            .get(surplus.end)
            .is_some_and(|next| self.suffixes.contains(&next))
            || line.word_begins(surplus.end - length, length)
            || line.word_ends(first.end, length)
            || line.is_word(first.start..surplus.end)
        {
            return false;
        }
        if length <= WORD && line.is_word(first.clone()) {
            return true;
        }
        if length < 3 {
            return false;
        }
        // A phrase must begin and end where words do.
        let context =
            first.start.saturating_sub(LONGEST)..(surplus.end + LONGEST).min(line.chars.len());
        let text: String = line.chars[context.clone()]
            .iter()
            .map(|&c| simplified(c))
            .collect();
        let mut seams: HashSet<usize> = HashSet::from([context.start]);
        let mut at = context.start;
        for (_, word) in segmenter::cut(&text) {
            at += word.chars().count();
            seams.insert(at);
        }
        [first.start, first.end, surplus.end]
            .iter()
            .all(|seam| seams.contains(seam))
    }
}
