//! A draft as the rules see it: prose text in blocks, with everything that is no prose left out,
//! and a map back to the file.

mod allowance;
mod block;
mod label;
mod map;

use std::{
    ops::Range,
    sync::{Arc, OnceLock},
};

pub use allowance::Allowance;
pub use block::{Block, Cell, Kind, Meta};
pub use label::{Label, LabelStyle};
pub(crate) use map::LINE;
pub use map::{Map, MapBuilder};

use crate::{
    lexicon::{
        facts::{self, Named},
        local::LocalFacts,
        script,
    },
    source::{Lines, Source},
    text::{
        Bigrams, Copies, Ends, Mentions, Normal, Outline, Pairs, Profile, Quantities, Scan,
        bigrams::{Places, Rim},
        profile::Script,
        signs::Sign,
    },
};

/// A draft, immutable and shared by all checks.
///
/// Rules work on `text` alone. It holds the prose of the file: for plain text it *is* the file, for
/// Markdown the marks are gone and code, addresses and raw HTML are each one [`OPAQUE`] character,
/// and hard-wrapped lines are joined. Blocks lie in order and do not overlap; between two of them
/// stands at least a line end.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub source: Source,
    /// The prose.
    pub text: Arc<str>,
    /// Headings, paragraphs, items, cells, in order.
    pub blocks: Vec<Block>,
    /// Exceptions that the draft itself names.
    pub allowances: Vec<Allowance>,
    /// What the rules are to know about the world.
    pub context: Context,
    map: Map,
    lines: OnceLock<Lines>,
    profile: OnceLock<Profile>,
    mentions: OnceLock<Mentions>,
    facts: OnceLock<Vec<Named>>,
    normal: OnceLock<Normal>,
    copies: OnceLock<Copies>,
    ends: OnceLock<Ends>,
    pairs: OnceLock<Pairs>,
    outline: OnceLock<Outline>,
    scan: OnceLock<Scan>,
    quantities: OnceLock<Quantities>,
    simplified: OnceLock<Box<Document>>,
}

/// Stands in [`Document::text`] for something that is no prose: inline code, an image, raw HTML.
pub const OPAQUE: char = '\u{fffc}';

/// What does not stand in the draft itself.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The day of the run, where it may be used; `None` makes a run independent of it.
    pub today: Option<jiff::civil::Date>,
    /// The dated facts of one's own place.
    pub facts: Arc<LocalFacts>,
}

impl Document {
    /// A document over `source` whose prose `text` maps to the file by `map`.
    pub fn new(
        source: Source,
        text: Arc<str>,
        map: Map,
        blocks: Vec<Block>,
        context: Context,
    ) -> Self {
        Self {
            source,
            text,
            blocks,
            allowances: Vec::new(),
            context,
            map,
            lines: OnceLock::new(),
            profile: OnceLock::new(),
            mentions: OnceLock::new(),
            facts: OnceLock::new(),
            normal: OnceLock::new(),
            copies: OnceLock::new(),
            ends: OnceLock::new(),
            pairs: OnceLock::new(),
            outline: OnceLock::new(),
            scan: OnceLock::new(),
            quantities: OnceLock::new(),
            simplified: OnceLock::new(),
        }
    }

    /// The same draft with simplified characters in the places of traditional ones, for rules that
    /// know their words in simplified characters. All offsets are the same.
    pub fn simplified(&self) -> &Self {
        let simplified = |c: char| {
            script::counterparts(c)
                .chars()
                .next()
                .filter(|other| {
                    script::of(c) == Some(Script::Traditional) && other.len_utf8() == c.len_utf8()
                })
                .unwrap_or(c)
        };
        self.simplified.get_or_init(|| {
            Box::new(Self::new(
                self.source.clone(),
                self.text.chars().map(simplified).collect::<String>().into(),
                self.map.clone(),
                self.blocks.clone(),
                self.context.clone(),
            ))
        })
    }

    /// The place in the file of `range` in [`Self::text`].
    pub fn source_range(&self, range: &Range<usize>) -> Range<usize> {
        self.map.source_range(range)
    }

    /// The lines of the file.
    pub fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(&self.source.text))
    }

    /// The line of the file, from 1, on which byte `offset` of [`Self::text`] stands.
    pub fn line(&self, offset: usize) -> usize {
        self.lines()
            .line(self.map.source_range(&(offset..offset)).start)
    }

    /// The text of `block`.
    pub fn block_text(&self, block: &Block) -> &str {
        &self.text[block.range.clone()]
    }

    /// The index of the block that holds byte `offset`, or of the last one before it.
    pub fn block_at(&self, offset: usize) -> Option<usize> {
        self.blocks
            .partition_point(|block| block.range.start <= offset)
            .checked_sub(1)
    }

    /// What the document as a whole is: its script, its clock, its habits.
    pub fn profile(&self) -> &Profile {
        self.profile.get_or_init(|| Profile::read(self))
    }

    /// The dates, ordinals, anniversaries and plans that it mentions.
    pub fn mentions(&self) -> &Mentions {
        self.mentions.get_or_init(|| Mentions::read(self))
    }

    /// Where each pair of neighbouring characters stands.
    pub fn bigrams(&self) -> &Bigrams {
        &self.scan().bigrams
    }

    /// The bytes of [`Self::text`] at which `word` stands, in order.
    pub fn find<'a>(&'a self, word: &'a str) -> Places<'a> {
        self.bigrams().find(&self.text, word, Rim::of(word))
    }

    /// Whether `word` stands in [`Self::text`].
    pub fn holds(&self, word: &str) -> bool {
        self.find(word).next().is_some()
    }

    /// The dated facts that it names.
    pub fn facts(&self) -> &[Named] {
        self.facts.get_or_init(|| facts::named(self))
    }

    /// Its paragraphs less spaces, punctuation and width.
    pub fn normal(&self) -> &Normal {
        self.normal.get_or_init(|| Normal::read(self))
    }

    /// Which of its paragraphs are copies of others.
    pub fn copies(&self) -> &Copies {
        self.copies.get_or_init(|| Copies::read(self))
    }

    /// The sentences that break off, and where they go on.
    pub fn ends(&self) -> &Ends {
        self.ends.get_or_init(|| Ends::read(self))
    }

    /// Its marks, brackets, symbols and foreign characters, in order.
    pub fn signs(&self) -> &[Sign] {
        &self.scan().signs.all
    }

    /// Its signs, all of them, where one at least is `wanted`; none otherwise, which most drafts are
    /// done with at once.
    pub fn signs_where(&self, wanted: impl Fn(char) -> bool) -> &[Sign] {
        let signs = &self.scan().signs;
        match signs.kinds.iter().any(|&c| wanted(c)) {
            true => &signs.all,
            false => &[],
        }
    }

    /// Its paired marks.
    pub fn pairs(&self) -> &Pairs {
        self.pairs.get_or_init(|| Pairs::read(self))
    }

    /// Its headings and numbered items as a tree.
    pub fn outline(&self) -> &Outline {
        self.outline.get_or_init(|| Outline::read(self))
    }

    /// What its characters are: of which script, which of them numerals and signs, which pairs they form.
    pub fn scan(&self) -> &Scan {
        self.scan.get_or_init(|| Scan::read(&self.text))
    }

    /// Its numbers, sentence by sentence.
    pub fn quantities(&self) -> &Quantities {
        self.quantities.get_or_init(|| Quantities::read(self))
    }
}
