//! `hongbi fix --interactive`: asks edit by edit.

use std::{
    collections::HashSet,
    io::{self, BufRead, Write},
    ops::Range,
    path::Path,
};

use super::difference::{Change, Look, excerpt};
use hongbi::{
    document::Lines,
    engine::{Diagnostic, ReplacedText},
    report::shown,
    rules::Lang,
};

/// What was answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    /// This one and all that follow.
    All,
    /// This one and all of its rule that follow.
    Rule,
    /// None that follow.
    Quit,
}

impl Answer {
    fn of(text: &str) -> Option<Self> {
        Some(match text.trim() {
            "y" | "Y" | "是" | "改" => Self::Yes,
            "n" | "N" | "否" | "不改" => Self::No,
            "a" | "A" => Self::All,
            "r" | "R" => Self::Rule,
            "q" | "Q" => Self::Quit,
            _ => return None,
        })
    }
}

/// The most edits of one fix that are shown.
const SHOWN: usize = 3;

/// Those fixes of `found`, what is wrong with the draft `text` at `path`, that the reader of the terminal wants:
/// the edits, which do not overlap, and of how many findings they are.
pub(super) fn chosen<'a>(
    path: &Path,
    text: &str,
    found: &'a [Diagnostic],
    input: &mut dyn BufRead,
    look: Look,
) -> io::Result<(Vec<&'a ReplacedText>, usize)> {
    let lines = Lines::new(text);
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut edits = Vec::new();
    let (mut count, mut all) = (0, false);
    let mut rules: HashSet<&str> = HashSet::new();
    for one in found {
        let Some(fix) = one.fix.as_ref().filter(|fix| !fix.edits.is_empty()) else {
            continue;
        };
        let places: Vec<Range<usize>> = fix.edits.iter().map(range).collect();
        if places
            .iter()
            .any(|place| taken.iter().any(|other| overlap(place, other)))
        {
            continue;
        }
        let wanted = all || rules.contains(&*one.rule) || {
            let mut out = io::stdout().lock();
            if count == 0 && edits.is_empty() {
                writeln!(out, "{}", shown(&path.to_string_lossy()))?;
            }
            let level = one.severity.called(look.lang);
            writeln!(
                out,
                "{level}[{}]: {}",
                shown(one.called()),
                shown(&one.message)
            )?;
            for edit in fix.edits.iter().take(SHOWN) {
                let change = Change {
                    range: range(edit),
                    new: edit.replacement.clone(),
                };
                writeln!(out, "{}", excerpt(text, &lines, &change, look))?;
            }
            if fix.edits.len() > SHOWN {
                match look.lang {
                    Lang::Zh => writeln!(out, "  共 {} 处一起改", fix.edits.len())?,
                    Lang::En => writeln!(out, "  {} places at once", fix.edits.len())?,
                }
            }
            match answer(input, &mut out, look.lang)? {
                Answer::Yes => true,
                Answer::No => false,
                Answer::All => {
                    all = true;
                    true
                }
                Answer::Rule => {
                    rules.insert(&one.rule);
                    true
                }
                Answer::Quit => break,
            }
        };
        if wanted {
            taken.extend(places);
            edits.extend(&fix.edits);
            count += 1;
        }
    }
    Ok((edits, count))
}

/// Asks until there is an answer; whoever ends the input wants no more.
fn answer(input: &mut dyn BufRead, out: &mut dyn Write, lang: Lang) -> io::Result<Answer> {
    loop {
        match lang {
            Lang::Zh => write!(
                out,
                "改吗？[y 改，n 不改，r 这条规则的都改，a 余下的都改，q 到此为止] "
            )?,
            Lang::En => write!(
                out,
                "fix it? [y yes, n no, r all of this rule, a all that follow, q quit] "
            )?,
        }
        out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(out)?;
            return Ok(Answer::Quit);
        }
        if let Some(answer) = Answer::of(&line) {
            return Ok(answer);
        }
    }
}

fn range(edit: &ReplacedText) -> Range<usize> {
    edit.span.start.offset..edit.span.end.offset
}

/// Whether two edits touch.
fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start <= b.end && b.start <= a.end
}
