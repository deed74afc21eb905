//! Time must grow with the text and no faster, whatever the text: prints seconds for a text and for
//! one twice as long, and their ratio. `cargo bench --bench linear [SHAPE]`.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "prints its figures, and stops where something is wrong"
)]

use std::{path::Path, time::Instant};

use hongbi::{
    Linter,
    config::{Config, Discovery},
};

/// The smaller text, in bytes.
const SIZE: usize = 5_000_000;
const SENTENCE: &str =
    "区政协围绕河道治理开展协商议事，提出意见建议三十六条，推动解决了群众关心的问题。";

fn repeated(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len() + 1)
}

/// Han characters by a fixed pseudo-random sequence, in sentences of 20 and paragraphs of 200.
fn varied(bytes: usize, paragraphs: bool) -> String {
    let mut state = 1u64;
    let mut out = String::with_capacity(bytes + 16);
    let mut count = 0;
    while out.len() < bytes {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        out.extend(char::from_u32(0x4e00 + (state >> 40) as u32 % 3000));
        count += 1;
        if count % 20 == 0 {
            out.push('。');
        }
        if paragraphs && count % 200 == 0 {
            out.push('\n');
        }
    }
    out
}

fn half_equal(bytes: usize) -> String {
    let other = varied(bytes, false).replace('。', "");
    let mut rest = other.chars();
    let mut out = String::with_capacity(bytes);
    let mut odd = false;
    while out.len() < bytes {
        if odd {
            out.extend(SENTENCE.chars().take(20));
        } else {
            out.extend(rest.by_ref().take(20));
        }
        out.push('\n');
        odd = !odd;
    }
    out
}

fn shape(name: &str, bytes: usize) -> String {
    match name {
        "one paragraph, no repeats" => varied(bytes, false),
        "paragraphs, no repeats" => varied(bytes, true),
        "one sentence repeated" => repeated(SENTENCE, bytes),
        "ten thousand equal paragraphs" => repeated(
            &format!("{}\n", SENTENCE.repeat(bytes / 10_000 / SENTENCE.len() + 1)),
            bytes,
        ),
        "short paragraphs, half equal" => half_equal(bytes),
        "的" => repeated("的", bytes),
        "“" => repeated("“", bytes),
        "***" => repeated("***", bytes),
        "numbers" => repeated(
            "2024年共收到提案286件，其中集体提案74件、委员提案202件，占35%；",
            bytes,
        ),
        "labels" => repeated("一、工作\n", bytes),
        _ => repeated("a ", bytes),
    }
}

const SHAPES: [&str; 11] = [
    "one paragraph, no repeats",
    "paragraphs, no repeats",
    "one sentence repeated",
    "ten thousand equal paragraphs",
    "short paragraphs, half equal",
    "的",
    "“",
    "***",
    "numbers",
    "labels",
    "Latin",
];

fn main() {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let linter = Linter::new(Discovery::fixed(Config::default()));
    let seconds = |text: &str| {
        let start = Instant::now();
        let report = linter
            .lint_text(Path::new("draft.txt"), text)
            .expect("nothing to go wrong");
        assert!(report.failures.is_empty(), "{:?}", report.failures);
        (start.elapsed().as_secs_f64(), report.diagnostics.len())
    };
    // Tables and dictionaries load once.
    let _ = seconds(&varied(100_000, true));
    for name in SHAPES {
        if !wanted.is_empty() && !wanted.iter().any(|wanted| name.contains(wanted.as_str())) {
            continue;
        }
        let (once, found) = seconds(&shape(name, SIZE));
        let (twice, _) = seconds(&shape(name, SIZE * 2));
        println!(
            "{name:32} {once:7.3} s for 5 MB {twice:7.3} s for 10 MB  x {:.2}  ({found} findings)",
            twice / once
        );
    }
}
