//! What a fix changes, shown edit by edit for people, or as a patch for programs.

use std::{
    io::{self, Write},
    ops::Range,
    path::Path,
};

use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices};

use hongbi::{
    document::Lines,
    engine::Diagnostic,
    report::{clipped, shown, width},
    rules::Lang,
};

/// How edits are shown.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) lang: Lang,
    pub(super) color: bool,
    pub(super) columns: usize,
}

/// A change of one place.
pub(super) struct Change {
    /// What goes, in bytes of the text before.
    pub(super) range: Range<usize>,
    /// What comes in its place.
    pub(super) new: String,
}

/// The most edits of one rule that are shown one by one.
const SHOWN: usize = 8;

/// The changes from `before` to `after`, in order.
pub(super) fn changes(before: &str, after: &str) -> Vec<Change> {
    let diff = TextDiff::from_lines(before, after);
    let mut out = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    let (mut gone, mut come) = (String::new(), String::new());
    for change in diff.iter_all_changes() {
        match change.tag() {
            ChangeTag::Equal => {
                within(&gone, &come, old_at, &mut out);
                old_at += gone.len() + change.value().len();
                new_at += come.len() + change.value().len();
                gone.clear();
                come.clear();
            }
            ChangeTag::Delete => gone.push_str(change.value()),
            ChangeTag::Insert => come.push_str(change.value()),
        }
    }
    debug_assert!(new_at <= after.len());
    within(&gone, &come, old_at, &mut out);
    out
}

/// The changes from `gone`, which begins at byte `at`, to `come`.
fn within(gone: &str, come: &str, at: usize, out: &mut Vec<Change>) {
    let old: Vec<(usize, char)> = gone.char_indices().collect();
    let new: Vec<(usize, char)> = come.char_indices().collect();
    let letters = |of: &[(usize, char)]| of.iter().map(|(_, c)| *c).collect::<Vec<char>>();
    let ops = capture_diff_slices(Algorithm::Myers, &letters(&old), &letters(&new));
    let byte =
        |of: &[(usize, char)], index: usize, end: usize| of.get(index).map_or(end, |one| one.0);
    for op in ops {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (from, to) = (op.old_range(), op.new_range());
        out.push(Change {
            range: at + byte(&old, from.start, gone.len())..at + byte(&old, from.end, gone.len()),
            new: come[byte(&new, to.start, come.len())..byte(&new, to.end, come.len())].to_owned(),
        });
    }
}

/// Shows what becomes of the draft at `path`: each change with its rule, which is that of the one of `found`
/// whose fix edits the place.
pub(super) fn show(
    path: &Path,
    (before, after): (&str, &str),
    found: &[Diagnostic],
    look: Look,
) -> io::Result<()> {
    let lines = Lines::new(before);
    let mut out = io::stdout().lock();
    writeln!(out, "{}", shown(&path.to_string_lossy()))?;
    let mut rules: Vec<(&str, Vec<Change>)> = Vec::new();
    for change in changes(before, after) {
        let rule = rule_of(&change, found);
        match rules.iter_mut().find(|(known, _)| *known == rule) {
            Some((_, list)) => list.push(change),
            None => rules.push((rule, vec![change])),
        }
    }
    for (rule, list) in &rules {
        let count = list.len();
        match (look.lang, rule.is_empty()) {
            (_, true) => {}
            (Lang::Zh, false) => writeln!(out, "[{}] {count} 处", shown(rule))?,
            (Lang::En, false) => writeln!(out, "[{}] {count}", shown(rule))?,
        }
        let most = if count == SHOWN + 1 { count } else { SHOWN };
        for change in list.iter().take(most) {
            writeln!(out, "{}", excerpt(before, &lines, change, look))?;
        }
        if count > most {
            let rest = count - most;
            match look.lang {
                Lang::Zh => writeln!(out, "  同样的修改另有 {rest} 处，用 --format unified 列出")?,
                Lang::En => writeln!(
                    out,
                    "  {rest} more of the same; --format unified lists them"
                )?,
            }
        }
    }
    writeln!(out)?;
    out.flush()
}

/// The rule whose fix makes `change`, as the reader calls it; empty where none is known.
fn rule_of<'a>(change: &Change, found: &'a [Diagnostic]) -> &'a str {
    let edits = |one: &Diagnostic| {
        one.fix.iter().flat_map(|fix| &fix.edits).any(|edit| {
            let (start, end) = (edit.span.start.offset, edit.span.end.offset);
            start <= change.range.end && change.range.start <= end
        })
    };
    found
        .iter()
        .find(|one| edits(one))
        .map_or("", |one| one.called())
}

/// The line of `change` with what goes and what comes, in one line of the terminal.
pub(super) fn excerpt(before: &str, lines: &Lines, change: &Change, look: Look) -> String {
    let line = lines.line(change.range.start);
    let bounds = lines.range(before, line);
    let gutter = format!("{line:>5} │ ");
    let room = look.columns.saturating_sub(width(&gutter) + 8).max(20);
    let old = clipped(
        &mark(before.get(change.range.clone()).unwrap_or_default()),
        room / 3,
    );
    let new = clipped(&mark(&change.new), room / 3);
    let side = room.saturating_sub(width(&old) + width(&new)) / 2;
    let left = before
        .get(bounds.start.min(change.range.start)..change.range.start)
        .unwrap_or_default();
    let right = before
        .get(change.range.end..bounds.end.max(change.range.end))
        .unwrap_or_default();
    let left = end_of(left, side);
    let right = clipped(&shown(right), side);
    let (old, new) = if look.color {
        (paint(&old, "31;9"), paint(&new, "32;1"))
    } else {
        let boxed = |text: &str, [open, close]: [&str; 2]| match text {
            "" => String::new(),
            text => format!("{open}{text}{close}"),
        };
        (boxed(&old, ["[-", "-]"]), boxed(&new, ["{+", "+}"]))
    };
    format!("{gutter}{left}{old}{new}{right}")
}

/// What goes or comes, its line ends visible.
fn mark(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\n'], "⏎");
    shown(&text).into_owned()
}

fn paint(text: &str, code: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}

/// The end of `text` that fits into `room` columns.
fn end_of(text: &str, room: usize) -> String {
    let text = shown(text);
    if width(&text) <= room {
        return text.into_owned();
    }
    let mut used = width("⋯");
    let mut from = text.len();
    for (at, c) in text.char_indices().rev() {
        used += width(c.encode_utf8(&mut [0; 4]));
        if used > room {
            break;
        }
        from = at;
    }
    format!("⋯{}", &text[from..])
}

/// The difference as a patch.
pub(super) fn patch(path: &Path, before: &str, after: &str) -> io::Result<()> {
    let name = path.to_string_lossy();
    let name = shown(&name);
    let diff = TextDiff::from_lines(before, after);
    let mut out = io::stdout().lock();
    let text = diff.unified_diff().header(&name, &name).to_string();
    out.write_all(shown_diff(&text).as_bytes())?;
    out.flush()
}

/// `text`, a difference, as it may be printed: line ends of any kind stay, so that a patch of an
/// ordinary draft can be applied.
fn shown_diff(text: &str) -> String {
    text.split_inclusive('\n')
        .map(|line| {
            let end = line.trim_end_matches(['\r', '\n']).len();
            format!("{}{}", shown_tabs(&line[..end]), &line[end..])
        })
        .collect()
}

/// `line` as it may be printed; tabs are harmless within a line.
fn shown_tabs(line: &str) -> String {
    line.split('\t').map(shown).collect::<Vec<_>>().join("\t")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_as_small_as_they_can_be() {
        let found: Vec<(Range<usize>, String)> =
            changes("甲乙丙\n同\n丁,戊,己\n", "甲丙\n同\n丁，戊，己\n")
                .into_iter()
                .map(|change| (change.range, change.new))
                .collect();
        assert_eq!(
            found,
            [
                (3..6, String::new()),
                (17..18, "，".to_owned()),
                (21..22, "，".to_owned())
            ]
        );
    }

    #[test]
    fn an_excerpt_shows_what_goes_and_what_comes() {
        let text = "前一行\n为喚醒老城记忆、促进文旅融合发展搭平台\n";
        let change = Change {
            range: 13..16,
            new: "唤".to_owned(),
        };
        let look = Look {
            lang: Lang::Zh,
            color: false,
            columns: 50,
        };
        assert_eq!(
            excerpt(text, &Lines::new(text), &change, look),
            "    2 │ 为[-喚-]{+唤+}醒老城记忆、…"
        );
    }
}
