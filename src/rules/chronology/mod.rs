//! What the rules of chronology share.

mod ages;
mod anniversary_mismatch;
mod claims;
mod congresses;
mod counted_years;
mod date_conflict;
mod deadlines;
mod duration_mismatch;
mod editions;
mod event_year_mismatch;
mod foundings;
mod happenings;
mod impossible_date;
mod period_beyond_date;
mod plan_phase_mismatch;
mod plans;
mod plenums;
mod quarters;
mod relative_year_conflict;
mod reversed_period;
mod review_year_conflict;
mod rolled_over_report;
mod series;
mod session_conflict;
mod spans;
mod stale_expression;
mod topics;
mod votes;
mod weekday_mismatch;
mod zodiac_year_mismatch;

use std::ops::Range;

use crate::{
    facts::dated::{Certainty, FactKind, Named},
    reading::Draft,
    reading::calendar::year_scope::{Basis, Scope},
    rules::{Build, Finding, Level},
};

pub(crate) use ages::check_ages;
pub(crate) use congresses::check_congresses;
pub(crate) use counted_years::check_counted_years;
pub(crate) use deadlines::{check_deadlines, check_title_date};
pub(crate) use editions::check_editions;
pub(crate) use foundings::{Founding, Foundings, foundings, subject};
pub(crate) use happenings::{check_happenings, without_leads};
pub(crate) use plans::check_plans;
pub(crate) use plenums::check_plenums;
pub(crate) use quarters::check_quarters;
pub(crate) use series::check_series;
pub(crate) use spans::check_spans;
pub(crate) use topics::{check_topics, with_headings};
pub(crate) use votes::{Vote, interval_told, scope_told};

/// The checks of this category, by the names of their pages.
pub(super) const CHECKS: &[(&str, Build)] = &[
    ("anniversary-mismatch", anniversary_mismatch::new),
    ("date-conflict", date_conflict::new),
    ("duration-mismatch", duration_mismatch::new),
    ("event-year-mismatch", event_year_mismatch::new),
    ("impossible-date", impossible_date::new),
    ("period-beyond-date", period_beyond_date::new),
    ("plan-phase-mismatch", plan_phase_mismatch::new),
    ("relative-year-conflict", relative_year_conflict::new),
    ("reversed-period", reversed_period::new),
    ("review-year-conflict", review_year_conflict::new),
    ("rolled-over-report", rolled_over_report::new),
    ("session-conflict", session_conflict::new),
    ("stale-expression", stale_expression::new),
    ("weekday-mismatch", weekday_mismatch::new),
    ("zodiac-year-mismatch", zodiac_year_mismatch::new),
];

/// Words of plans.
pub(crate) const PLANS: &[&str] = &[
    "将", "拟", "预计", "力争", "计划", "争取", "确保", "目标", "安排", "要", "应", "须", "预期",
    "规划",
];

/// The highest level that a finding may have which rests on a fact of this certainty.
pub(crate) fn ceiling(certainty: Certainty) -> Level {
    match certainty {
        Certainty::Verified | Certainty::Computed => Level::Error,
        Certainty::Remembered => Level::Warning,
        Certainty::Uncertain => Level::Info,
    }
}

/// Whether a bare 二十大 counts something: 二十大工程. With 党的 before it or 精神 after it, it is the congress.
pub(crate) fn is_count(doc: &Draft, named: &Named) -> bool {
    let text = &doc.text[named.range.clone()];
    named.fact.kind == FactKind::Congress
        && !text.starts_with(['党', '中'])
        && ![
            "精神", "报告", "以来", "召开", "代表", "胜利", "和十", "和二",
        ]
        .iter()
        .any(|word| doc.text[named.range.end..].starts_with(word))
}

/// Whether `range` is in a title or, opened not far before it, in a quotation of several words.
pub(crate) fn in_title(doc: &Draft, range: &Range<usize>) -> bool {
    let before = &doc.text[window_before(&doc.text, range.start, 240)..range.start];
    let open = before.rfind('《');
    let close = before.rfind('》');
    matches!((open, close), (Some(open), close) if close.is_none_or(|close| close < open))
        && doc.text[range.end..window_after(&doc.text, range.end, 240)].contains('》')
}

/// `bytes` before `at`, moved to where a character begins.
pub(crate) fn window_before(text: &str, at: usize, bytes: usize) -> usize {
    let mut start = at.saturating_sub(bytes);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    start
}

/// `bytes` after `at`, moved to where a character begins.
pub(crate) fn window_after(text: &str, at: usize, bytes: usize) -> usize {
    let mut end = (at + bytes).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// The years of `scope` in words: 2024年, or 2023年、2024年.
pub(crate) fn years(scope: &Scope) -> String {
    let mut years = scope.years.clone();
    years.sort_unstable();
    years.dedup();
    let years: Vec<String> = years.iter().map(|year| format!("{year}年")).collect();
    years.join("或")
}

/// Shows where the year of `scope` was guessed from, and keeps such a finding from being an error.
pub(crate) fn with_guess(finding: Finding, scope: &Scope) -> Finding {
    let Some(guess) = scope.guess.clone() else {
        return finding;
    };
    let level = finding.level.unwrap_or(Level::Warning).min(Level::Warning);
    let finding = finding.level(level);
    if scope.place.as_ref() == Some(&guess) {
        finding
    } else {
        finding.related(guess, "year-guessed")
    }
}

/// The key of the label for the place that tells the year.
pub(crate) fn basis(scope: &Scope) -> &'static str {
    match scope.basis {
        Basis::Stated | Basis::Relative => "year-stated",
        Basis::Section => "year-section",
        Basis::Document if scope.guess.is_some() => "year-guessed",
        Basis::Document => "year-document",
    }
}
