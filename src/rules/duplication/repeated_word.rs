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
/// This many characters in pairs are no reduplication any more, which has two: 认认真真.
const PAIRS: usize = 6;
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
        pronouns: set("pronouns"),
        foreign: set("foreign"),
        asking: set("asking"),
        toward: set("toward"),
        prefixes: set("prefixes"),
        portions: set("portions"),
        verbs_of_showing: list("showing"),
        surplus: Pattern::new(surplus),
        manners: WordSet::new(manners),
    })
}

/// Words that the dictionary does not know and that end with what another word begins with: 「多数决决定」.
const ENDS: [&str; 2] = ["多数决", "进出水"];

/// What papers are called and say or do as well.
const NAMES_AND_SAYS: [&str; 10] = [
    "规定", "通知", "决定", "报告", "计划", "规划", "要求", "公告", "通告", "建议",
];

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
    /// Pronouns, which are never written three times.
    pronouns: HashSet<char>,
    /// Characters that foreign names are written with: 「委内瑞拉加拉加斯」.
    foreign: HashSet<char>,
    /// What a verb of one character may be before: 「灾后重建建什么」.
    asking: HashSet<char>,
    /// What is before a word and never before one that begins with it: 「主主题」.
    prefixes: HashSet<char>,
    /// Measure words that are doubled with what is before them: 「大朵大朵」.
    portions: HashSet<char>,
    /// What makes a word of 对: 对台, 对港.
    toward: HashSet<char>,
    /// What 在在 (“everywhere”) is before.
    verbs_of_showing: Vec<String>,
    /// 「经济社会发展高质量发展」.
    surplus: Pattern,
    /// 展高质量发 and the like, which are where the two halves meet.
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
                    && !is_two_columns(doc.block_text(block))
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

/// Whether `text` is nothing but one short word twice, as in two columns of signatures that run
/// together: 「代表代表」.
fn is_two_columns(text: &str) -> bool {
    /// The longest such line, in bytes.
    const LINE: usize = 48;
    let text = text.trim();
    let half = text.len() / 2;
    text.len() <= LINE
        && text.len().is_multiple_of(2)
        && text.is_char_boundary(half)
        && text[..half].chars().take(2).count() == 2
        && text[..half] == text[half..]
}

/// This many bytes before and behind a run of Han characters are read with it: more than any test
/// of what is doubled there looks at.
const AROUND: usize = 120;

/// The characters of a part of one block.
#[derive(Default)]
struct Line {
    chars: Vec<char>,
    /// Where each is, in bytes from `start`, and where the last one ends.
    at: Vec<u32>,
    start: usize,
}

impl Line {
    /// Reads the part of `block` around the Han characters `run`; returns where these are in it.
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

    /// The words that the text around `part` is cut into.
    fn cut(&self, part: Range<usize>) -> Vec<Range<usize>> {
        let mut start = part.start.saturating_sub(LONGEST);
        // What is before another mark says nothing of the words here.
        if let Some(mark) = (start..part.start).rfind(|&at| !is_han(self.chars[at])) {
            start = mark + 1;
        }
        let end = (part.end + LONGEST).min(self.chars.len());
        let text: String = self.chars[start..end]
            .iter()
            .map(|&c| simplified(c))
            .collect();
        let mut at = start;
        segmenter::cut(&text)
            .into_iter()
            .map(|(_, word)| {
                let word = at..at + word.chars().count();
                at = word.end;
                word
            })
            .collect()
    }

    /// Whether two words of two characters or more meet at `seam`, or one reaches over it, as the text
    /// around is cut into words: the dictionary alone has rare words everywhere.
    fn words_meet(&self, seam: usize) -> bool {
        let words = self.cut(seam..seam);
        let Some(right) = words.iter().position(|word| word.end > seam) else {
            return false;
        };
        let left = right.checked_sub(1).map_or(0, |left| words[left].len());
        words[right].start < seam || left >= 2 && words[right].len() >= 2
    }

    /// Whether a word begins at `start` that is written with a choice in brackets: 「建（构）筑物」.
    fn word_with_choice(&self, start: usize) -> bool {
        /// The longest choice, in characters.
        const CHOICE: usize = 4;
        if !matches!(self.get(start + 1), Some('（' | '(')) {
            return false;
        }
        let Some(close) =
            (start + 2..start + 3 + CHOICE).find(|&at| matches!(self.get(at), Some('）' | ')')))
        else {
            return false;
        };
        let chars = [self.chars[start]]
            .into_iter()
            .chain(self.chars[close + 1..].iter().copied().take(WORD));
        segmenter::lengths(simplified_han(chars)).any(|length| length > 1)
    }

    /// Whether a name with an interpunct is right here: 「巴特尔·其其格」.
    fn in_dotted_name(&self, part: &Range<usize>) -> bool {
        /// The longest part of such a name, in characters.
        const PART: usize = 7;
        let dot = |c: char| matches!(c, '·' | '•' | '・' | '．' | '‧' | '∙' | '⋅' | '●');
        let here = |c: &char| !is_han(*c);
        let before = self.chars[..part.start]
            .iter()
            .rev()
            .take(PART)
            .find(|c| here(c));
        let behind = self.chars[part.end..].iter().take(PART).find(|c| here(c));
        before.is_some_and(|&c| dot(c)) || behind.is_some_and(|&c| dot(c))
    }

    /// Whether a title that somebody sings or plays begins right here: 「演唱《红旗红旗多美丽》」.
    fn in_song(&self, part: &Range<usize>) -> bool {
        /// How far before the title is looked, in characters.
        const FAR: usize = 6;
        let Some(open) = part
            .start
            .checked_sub(1)
            .filter(|&at| matches!(self.chars[at], '《' | '〈'))
        else {
            return false;
        };
        self.chars[open.saturating_sub(FAR)..open]
            .iter()
            .any(|c| "唱歌曲诗詩舞剧劇谣謠片書书画畫".contains(*c))
    }

    /// How many characters from `at` on are in pairs of one and the same: 「总总体体情情况况」.
    fn pairs_from(&self, at: usize) -> usize {
        let pairs = self.chars[at..].chunks_exact(2);
        2 * pairs
            .take_while(|pair| pair[0] == pair[1] && is_han(pair[0]))
            .count()
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
    /// Checks the Han characters `run`, which no other is beside.
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
                let pairs = if length == 1 {
                    line.pairs_from(start)
                } else {
                    0
                };
                if pairs >= PAIRS && !self.is_said(line, start..start + pairs) {
                    done = start + pairs;
                    self.report_pairs(line, start..done, out);
                    continue;
                }
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

    /// Whether `pairs` sound: 「嘻嘻哈哈哈哈」, 「年年岁岁人人」.
    fn is_said(&self, line: &Line, pairs: Range<usize>) -> bool {
        line.chars[pairs]
            .iter()
            .all(|&c| self.doubling.contains(&simplified(c)))
    }

    /// 「总总体体情情况况」: each character was taken twice from a page.
    fn report_pairs(&self, line: &Line, pairs: Range<usize>, out: &mut Findings) {
        let once: String = line.chars[pairs.clone()].iter().step_by(2).collect();
        let span = line.span(pairs.clone());
        out.report(
            Finding::new(span.clone())
                .message("pairs")
                .arg("found", line.text(pairs))
                .arg("right", &once)
                .fix(Safety::Unsafe, "fix-pairs", span, once),
        );
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
        if line.in_song(&run) || line.in_dotted_name(&run) || self.is_foreign_name(line, &run) {
            return;
        }
        let slip = if length == 1 {
            self.is_character_slip(line, run.start, run.len())
        } else {
            self.is_word_slip(line, &first, &surplus)
        };
        let stray = !slip && self.is_stray(line, &first, run.len());
        if !slip && !stray {
            return;
        }
        let open = line.before(run.start).is_some_and(is_han);
        let word = line.text(first.clone());
        let both = || self.either.contains(&word) || segmenter::tag(&word) == "vn";
        let unsure = stray || open && length > 1 && both();
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

    /// Whether a character that is `times` times from `at` on was doubled by slip.
    fn is_character_slip(&self, line: &Line, at: usize, times: usize) -> bool {
        let c = line.chars[at];
        let second = at + 1;
        let end = at + times;
        // 认认真真, 方方面面: two pairs side by side.
        let pair = |at: usize| line.get(at).is_some() && line.get(at) == line.get(at + 1);
        if pair(end) || at >= 2 && pair(at - 2) {
            return false;
        }
        let head = line.text(at.saturating_sub(2)..second);
        if times == 2
            && ENDS
                .iter()
                .any(|word| simplified_han(head.chars()).eq(word.chars()))
        {
            return false;
        }
        if times == 2 && (self.is_measure_slip(line, at) || self.is_inside_word(line, at)) {
            return true;
        }
        // 「其其格」 is a name.
        if c == '其'
            && line
                .get(end)
                .is_some_and(|next| matches!(next, '格' | '木'))
        {
            return false;
        }
        if self.pronouns.contains(&c) && times == 3 {
            return true;
        }
        if self.doubling.contains(&simplified(c)) || times > 3 {
            return false;
        }
        if c == '在' && self.is_everywhere(line, end) {
            return false;
        }
        // 「党对对台工作的领导」
        let toward = matches!(c, '对' | '對');
        if toward
            && line
                .get(end)
                .is_some_and(|next| self.toward.contains(&next))
        {
            return false;
        }
        // 「灾后重建建什么」, 「扩建建（构）筑物」.
        if line
            .get(end)
            .is_some_and(|next| self.asking.contains(&next))
            || line.word_with_choice(second)
        {
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
            return !line.word_ends(second, 1) || self.is_bare_head(line, at);
        }
        // 「代表表学习」: the character is between a word that it ends and another word.
        let stranded = match line.get(end) {
            Some(next) if is_han(next) => line.word_begins(end, 1),
            _ => true,
        };
        stranded && !self.free.contains(&simplified(c)) && line.word_ends(second, 1)
    }

    /// 「在在显示」.
    fn is_everywhere(&self, line: &Line, end: usize) -> bool {
        /// The longest of these verbs, in characters.
        const VERB: usize = 3;
        let rest: String = line.chars[end..].iter().copied().take(VERB).collect();
        self.verbs_of_showing
            .iter()
            .any(|verb| rest.starts_with(verb.as_str()))
    }

    /// 「所在在这里」: 所 asks for something before it, so that no word ends with the first character.
    fn is_bare_head(&self, line: &Line, at: usize) -> bool {
        line.before(at) == Some('所') && at >= 1 && !line.before(at - 1).is_some_and(is_han)
    }

    /// Whether `part` lies among characters that foreign names are written with.
    fn is_foreign_name(&self, line: &Line, part: &Range<usize>) -> bool {
        /// This many of them in a row are a name,
        const NAME: usize = 4;
        /// of which this many at least are none of the part.
        const AROUND: usize = 2;
        let foreign = |c: &&char| self.foreign.contains(c);
        let own = &line.chars[part.clone()];
        if !own.iter().all(|c| self.foreign.contains(c)) {
            return false;
        }
        let before = line.chars[..part.start].iter().rev().take(NAME);
        let behind = line.chars[part.end..].iter().take(NAME);
        let around = before.take_while(foreign).count() + behind.take_while(foreign).count();
        around >= AROUND && around + own.len() >= NAME
    }

    /// Whether `first`, which is written twice, is between a word and another that begins with it:
    /// 「迎新春主|主题灯展」, 「圆满|圆满成功」. It may well be a word of its own.
    fn is_stray(&self, line: &Line, first: &Range<usize>, both: usize) -> bool {
        let length = first.len();
        if both != 2 * length || length > 2 {
            return false;
        }
        let c = line.chars[first.start];
        if length == 1
            && (self.free.contains(&simplified(c)) && !self.prefixes.contains(&c)
                || self.suffixes.contains(&simplified(c))
                || self.function.contains(&c)
                || self.doubling.contains(&simplified(c))
                || "一这那几每".contains(c))
        {
            return false;
        }
        let word = line.text(first.clone());
        // 「证明书证」: a noun goes with the word before it.
        if length == 1 && segmenter::tag(&word).starts_with(['n', 'j']) {
            return false;
        }
        if length == 2
            && (self.reduplicated.contains(&word) || !segmenter::tag(&word).starts_with('a'))
        {
            return false;
        }
        let words = line.cut(first.start..first.end + length);
        let Some(here) = words.iter().position(|word| word == first) else {
            return false;
        };
        let known = here
            .checked_sub(1)
            .is_some_and(|before| words[before].len() >= 2);
        // 「积极积极性」 is no set phrase.
        let least = if length == 1 { 2 } else { 4 };
        known && words.get(here + 1).is_some_and(|next| next.len() >= least)
    }

    /// 「137件件」 「12.6亿元元」 「2万余余字」: a measure word behind its number occurs twice.
    fn is_measure_slip(&self, line: &Line, at: usize) -> bool {
        let c = line.chars[at];
        let number = |c: char| c.is_ascii_digit() || matches!(c, '万' | '亿' | '萬' | '億' | '%');
        let behind = line.before(at).is_some_and(|before| {
            number(before) || c == '元' && matches!(before, '万' | '亿') || before == '余'
        });
        // A digit must be near: 「万亩亩」 alone shows nothing.
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
    /// is here, with the character inside it, and no two words meet.
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
        let part: String = line.chars[first.clone()]
            .iter()
            .map(|&c| simplified(c))
            .collect();
        let length = first.len();
        // 一步一步, 许多许多, 研究研究.
        if part.starts_with(['一', '逐', '每', '几', '很', '好', '太', '再']) && length <= 3
            || self.reduplicated.contains(&part)
        {
            return false;
        }
        // 「大朵大朵」
        let portion = length == 2
            && part.starts_with(['大', '小', '成', '整'])
            && part.ends_with(|c| self.portions.contains(&c));
        if portion {
            return false;
        }
        // 「违反本规定规定的」: a paper, and what it says.
        let named = matches!(
            line.before(first.start),
            Some('本' | '该' | '該' | '此' | '》' | '”')
        );
        if named && NAMES_AND_SAYS.contains(&&*part) {
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
        // 「采用其他方式的基金的基金份额」, 「一个问题一个问题解决」.
        if length <= 4 && part.starts_with(['的', '之']) || part.starts_with("一个") {
            return false;
        }
        let words = line.cut(first.start..surplus.end);
        let meet = |seam: usize| {
            words
                .iter()
                .any(|word| word.start == seam || word.end == seam)
        };
        if ![first.start, first.end, surplus.end].into_iter().all(meet) {
            return false;
        }
        // 「委员会委员会议」 is 委员会 before 委员会议: words that meet.
        if line
            .get(surplus.end)
            .is_some_and(|next| self.suffixes.contains(&simplified(next)))
            && !words
                .iter()
                .any(|word| word.start == surplus.end && word.len() > 1)
            || line.word_begins(surplus.end - length, length)
            || line.word_ends(first.end, length)
            || line.is_word(first.start..surplus.end)
        {
            return false;
        }
        if length <= WORD && line.is_word(first.clone()) {
            return true;
        }
        // A phrase begins and ends where words do.
        length >= 3
    }
}
