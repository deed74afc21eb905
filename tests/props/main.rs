//! Properties: any input is survived, spans are sound, threads do not matter.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that fails says so by panicking"
)]

#[path = "../../fuzz/checks.rs"]
mod checks;
#[path = "../../fuzz/grammar.rs"]
mod grammar;
mod metamorphic;
mod seeds;

use std::{path::Path, sync::LazyLock};

use hongbi::{
    Linter,
    config::{Config, Discovery},
    document::Source,
    engine::Diagnostic,
    reading::{Context, Draft},
};
use proptest::prelude::*;

fn linter() -> Linter {
    Linter::new(Discovery::fixed(Config::default()))
}

/// One for many drafts: building the rules takes longer than running them.
static LINTER: LazyLock<Linter> = LazyLock::new(linter);

fn sound(text: &str, diagnostic: &Diagnostic) {
    let spans = std::iter::once(&diagnostic.span)
        .chain(diagnostic.labels.iter().map(|label| &label.span))
        .chain(
            diagnostic
                .fix
                .iter()
                .flat_map(|fix| fix.edits.iter().map(|edit| &edit.span)),
        )
        .chain(&diagnostic.occurrences);
    for span in spans {
        let (start, end) = (span.start.offset, span.end.offset);
        assert!(
            start <= end && end <= text.len(),
            "{} {start}..{end} of {}",
            diagnostic.rule,
            text.len()
        );
        assert!(
            text.is_char_boundary(start) && text.is_char_boundary(end),
            "{}",
            diagnostic.rule
        );
        let line_start = text[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        assert_eq!(
            span.start.column,
            text[line_start..start].chars().count() + 1
        );
        assert_eq!(
            span.start.utf16,
            text[line_start..start].encode_utf16().count() + 1
        );
    }
}

/// Pieces that drafts are made of, so that random texts reach into the rules.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::sample::select(grammar::PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(|c| c.to_string()),
    ]
}

fn draft() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..120).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for name in ["a.txt", "a.md"] {
            if let Ok(report) = LINTER.lint_bytes(Path::new(name), &bytes) {
                prop_assert!(report.failures.is_empty(), "{:?}", report.failures);
            }
        }
    }

    #[test]
    fn any_draft_gives_sound_spans(text in draft(), markdown in any::<bool>()) {
        let name = if markdown { "a.md" } else { "a.txt" };
        let report = LINTER.lint_text(Path::new(name), &text).expect("no configuration to be wrong");
        prop_assert!(report.failures.is_empty(), "{:?}", report.failures);
        for diagnostic in &report.diagnostics {
            sound(&text, diagnostic);
            prop_assert!(!diagnostic.message.is_empty());
        }
        let starts: Vec<usize> = report.diagnostics.iter().map(|diagnostic| diagnostic.span.start.offset).collect();
        prop_assert!(starts.is_sorted());
    }

    #[test]
    fn fixing_twice_is_fixing_once(text in draft(), markdown in any::<bool>(), risky in any::<bool>()) {
        let path = Path::new(if markdown { "a.md" } else { "a.txt" });
        let once = LINTER.fix_text(path, &text, risky).expect("no configuration to be wrong");
        prop_assert!(once.conflicting.is_empty(), "the fixes undo each other: {:?}", once.conflicting);
        let twice = LINTER.fix_text(path, &once.text, risky).expect("no configuration to be wrong");
        prop_assert_eq!(&once.text, &twice.text);
        prop_assert!(twice.applied.is_empty());
    }

    #[test]
    fn blocks_lie_in_order_inside_the_text(text in draft(), markdown in any::<bool>()) {
        let name = if markdown { "a.md" } else { "a.txt" };
        let source = Source::decode(name.into(), text.as_bytes(), Some(encoding_rs::UTF_8)).expect("UTF-8");
        let doc = Draft::read(source, Context::default());
        let mut end = 0;
        for block in &doc.blocks {
            prop_assert!(block.range.start >= end && block.range.start < block.range.end && block.range.end <= doc.text.len());
            prop_assert!(doc.text.get(block.range.clone()).is_some());
            let place = doc.source_range(&block.range);
            prop_assert!(doc.source.text.get(place).is_some());
            end = block.range.end;
        }
    }
}
