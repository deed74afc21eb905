//! A document together with what has been read from it. This is the only file that knows all analyses
//! and which of them need which.

use std::{
    ops::{Deref, Range},
    sync::{Arc, OnceLock},
};

#[cfg(feature = "speller")]
use crate::reading::doubts::Doubts;
use crate::{
    document::{Document, Lines, Source},
    facts::{dated::Named, local::LocalFacts, lookup},
    format,
    language::script::{self, Script},
    reading::{
        breaks::Breaks,
        calendar::{
            mentions::Mentions,
            year_scope::{self, Basis, Scope},
        },
        copies::{Copies, normal::Normal},
        figures::statement::Quantities,
        frames::Frames,
        names::Names,
        outline::{Outline, run_on_heading},
        paired_marks::Pairs,
        profile::Profile,
        timeline::{self, Interval, Mention, Now, Sources},
    },
    scan::Scan,
};

/// What is not in the draft itself.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The day of the run, where it may be used; `None` makes a run independent of it.
    pub today: Option<jiff::civil::Date>,
    /// The dated facts of one's own place.
    pub facts: Arc<LocalFacts>,
}

/// A [`Document`] as the rules see it: each analysis is made when first asked for, and remembered.
#[derive(Debug)]
pub struct Draft {
    document: Document,
    /// What the rules are to know about the world.
    pub context: Context,
    lines: OnceLock<Lines>,
    profile: OnceLock<Profile>,
    mentions: OnceLock<Mentions>,
    facts: OnceLock<Vec<Named>>,
    now: OnceLock<Option<Now>>,
    normal: OnceLock<Normal>,
    copies: OnceLock<Copies>,
    breaks: OnceLock<Breaks>,
    pairs: OnceLock<Pairs>,
    names: OnceLock<Names>,
    outline: OnceLock<Outline>,
    quantities: OnceLock<Quantities>,
    #[cfg(feature = "speller")]
    doubts: OnceLock<Doubts>,
    frames: OnceLock<Frames>,
    simplified: OnceLock<Box<Draft>>,
}

impl Draft {
    /// The draft `document`, of which nothing has been read yet.
    pub fn new(document: Document, context: Context) -> Self {
        Self {
            document,
            context,
            lines: OnceLock::new(),
            profile: OnceLock::new(),
            mentions: OnceLock::new(),
            facts: OnceLock::new(),
            now: OnceLock::new(),
            normal: OnceLock::new(),
            copies: OnceLock::new(),
            breaks: OnceLock::new(),
            pairs: OnceLock::new(),
            names: OnceLock::new(),
            outline: OnceLock::new(),
            quantities: OnceLock::new(),
            #[cfg(feature = "speller")]
            doubts: OnceLock::new(),
            frames: OnceLock::new(),
            simplified: OnceLock::new(),
        }
    }

    /// The draft that `source` holds, by the format of its name.
    pub fn read(source: Source, context: Context) -> Self {
        Self::new(format::document(source), context)
    }

    /// The model without its analyses.
    pub fn document(&self) -> &Document {
        &self.document
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
            let text: String = self.text.chars().map(simplified).collect();
            Box::new(Self::new(
                self.document.with_text(text.into()),
                self.context.clone(),
            ))
        })
    }

    /// The lines of the file.
    pub fn lines(&self) -> &Lines {
        self.lines
            .get_or_init(|| Lines::new(&self.document.source.text))
    }

    /// The line of the file, from 1, that holds byte `offset` of the text.
    pub fn line(&self, offset: usize) -> usize {
        self.lines()
            .line(self.source_range(&(offset..offset)).start)
    }

    /// What the document as a whole is: its script, its clock, its habits.
    pub fn profile(&self) -> &Profile {
        self.profile
            .get_or_init(|| Profile::read(&self.document, self.mentions()))
    }

    /// The dates, ordinals, anniversaries and plans that it mentions.
    pub fn mentions(&self) -> &Mentions {
        self.mentions.get_or_init(|| Mentions::read(&self.document))
    }

    /// The years that the statement at `place` can be about.
    pub fn year_scope(&self, place: &Range<usize>) -> Option<Scope> {
        let clock = &self.profile().clock;
        let mut scope = year_scope::scope(&self.document, clock, self.mentions(), place)?;
        if matches!(scope.basis, Basis::Relative | Basis::Document) {
            scope.guess = clock.guess();
        }
        Some(scope)
    }

    /// The dated facts that it names.
    pub fn facts(&self) -> &[Named] {
        self.facts
            .get_or_init(|| lookup::named(self.scan(), &self.context.facts))
    }

    /// What its timeline is read from.
    fn sources(&self) -> Sources<'_> {
        Sources {
            document: &self.document,
            mentions: self.mentions(),
            clock: &self.profile().clock,
            facts: self.facts(),
        }
    }

    /// When it speaks, where its date or its headings tell.
    pub fn now(&self) -> Option<&Now> {
        self.now
            .get_or_init(|| timeline::now(&self.sources()))
            .as_ref()
    }

    /// The years that the statement at `place` speaks of.
    pub fn interval(&self, place: &Range<usize>) -> Option<Interval> {
        timeline::interval(&self.sources(), self.now()?, place)
    }

    /// Everything that it mentions with a time.
    pub fn timeline(&self) -> Vec<Mention> {
        timeline::mentions(&self.sources(), self.now())
    }

    /// Its paragraphs less spaces, punctuation and width.
    pub fn normal(&self) -> &Normal {
        self.normal.get_or_init(|| Normal::read(&self.document))
    }

    /// Which of its paragraphs are copies of others.
    pub fn copies(&self) -> &Copies {
        self.copies.get_or_init(|| Copies::read(self.normal()))
    }

    /// The sentences that break off, and where they go on. The words that tell are known in simplified
    /// characters, and a traditional draft is read in these.
    pub fn breaks(&self) -> &Breaks {
        self.breaks.get_or_init(|| {
            let document = match self.profile().script {
                Script::Traditional => &self.simplified().document,
                Script::Simplified => &self.document,
            };
            Breaks::read(document, &|block| {
                run_on_heading::heading(document, self.outline(), block).is_some()
            })
        })
    }

    /// Its paired marks.
    pub fn pairs(&self) -> &Pairs {
        self.pairs.get_or_init(|| Pairs::read(&self.document))
    }

    /// Its names, and where one is written in two ways.
    pub fn names(&self) -> &Names {
        self.names.get_or_init(|| {
            let (draft, words_are_known) = match self.profile().script {
                Script::Simplified => (self, true),
                Script::Traditional => (self.simplified(), false),
            };
            Names::read(&draft.document, self.pairs(), words_are_known)
        })
    }

    /// Its headings and numbered items as a tree.
    pub fn outline(&self) -> &Outline {
        self.outline.get_or_init(|| Outline::read(&self.document))
    }

    /// Its unlikely characters, with what is probably meant.
    #[cfg(feature = "speller")]
    pub(crate) fn doubts(&self) -> &Doubts {
        self.doubts.get_or_init(|| Doubts::read(&self.document))
    }

    /// What each number is the value of, and what it does.
    pub fn frames(&self) -> &Frames {
        self.frames
            .get_or_init(|| Frames::read(&self.text, &self.mentions().years, self.quantities()))
    }

    /// Its numbers, sentence by sentence.
    pub fn quantities(&self) -> &Quantities {
        self.quantities
            .get_or_init(|| Quantities::read(&self.document))
    }
}

impl Deref for Draft {
    type Target = Document;

    fn deref(&self) -> &Document {
        &self.document
    }
}

impl AsRef<Scan> for Draft {
    fn as_ref(&self) -> &Scan {
        self.scan()
    }
}
