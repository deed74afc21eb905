//! Time and memory must grow with the input and no faster, whatever the input: prints seconds for one and
//! for another twice as long, and their ratio; then the output side, whole runs over folders, and the most
//! memory that a run takes for each byte. `cargo bench --bench linear [SHAPE]`.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "prints its figures, and stops where something is wrong"
)]

use std::{
    fs, io,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use hongbi::{
    Linter,
    config::{Config, Discovery},
    report::{Format, Style, Summary},
    rules::Lang,
};
use tempfile::TempDir;

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

/// Pieces made of their numbers.
fn numbered(bytes: usize, piece: impl Fn(usize) -> String) -> String {
    let mut out = String::with_capacity(bytes + 128);
    for number in 0.. {
        if out.len() >= bytes {
            break;
        }
        out.push_str(&piece(number));
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
        "pairs of digits" => repeated("1,", bytes),
        "masked names" => repeated("XX市", bytes),
        "misspellings" => repeated("按装", bytes),
        "quotes the wrong way" => repeated("”“", bytes),
        "line ends of another system" => repeated("区政协开展调研，提出建议。\r\n", bytes),
        "exceptions.md" => numbered(bytes, |number| {
            format!(
                "<!-- hongbi: allow(redaction-placeholder) 理由{number} -->\n\n感谢***同志。\n\n"
            )
        }),
        "findings on one line" => numbered(bytes, |number| format!("感谢{number}***同志，")),
        _ => repeated("a ", bytes),
    }
}

const SHAPES: [&str; 18] = [
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
    "pairs of digits",
    "masked names",
    "misspellings",
    "quotes the wrong way",
    "line ends of another system",
    "exceptions.md",
    "findings on one line",
    "Latin",
];

/// The formats whose output side is measured.
const FORMATS: [(&str, Format); 10] = [
    ("pretty", Format::Pretty),
    ("short", Format::Short),
    ("json", Format::Json),
    ("jsonl", Format::Jsonl),
    ("sarif", Format::Sarif),
    ("github", Format::Github),
    ("gitlab", Format::Gitlab),
    ("junit", Format::Junit),
    ("checkstyle", Format::Checkstyle),
    ("rdjsonl", Format::Rdjsonl),
];

/// How many findings the smaller of two reports has.
const FINDINGS: usize = 200_000;

/// Seconds that a format takes for `findings` findings on one line, all of them shown.
fn printed(format: Format, findings: usize) -> f64 {
    let linter = Linter::new(Discovery::fixed(Config::default())).unlimited(true);
    let text: String = (0..findings)
        .map(|number| format!("感谢{number}***同志，"))
        .collect();
    let mut report = linter
        .lint_text(Path::new("draft.txt"), &text)
        .expect("nothing to go wrong");
    let style = Style {
        lang: Lang::Zh,
        color: false,
        columns: 100,
        rows: 24,
        order: None,
        all: true,
    };
    let mut reporter = format.reporter(style);
    let start = Instant::now();
    reporter
        .file(&mut report, &mut io::sink())
        .and_then(|()| reporter.finish(&Summary::default(), Vec::new(), &mut io::sink()))
        .expect("written");
    start.elapsed().as_secs_f64()
}

/// A folder for whole runs, by kind and size.
fn folder(kind: &str, size: usize) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let draft = "感谢***同志的大力支持。\n";
    let write = |name: String, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("written");
    };
    match kind {
        "configurations" => {
            for number in 0..size {
                write(
                    format!("{number}/hongbi.toml"),
                    "[rules]\nmixed-script = \"off\"\n",
                );
                write(format!("{number}/a.txt"), draft);
            }
        }
        "broken configurations" => {
            for number in 0..size {
                write(
                    format!("{number}/hongbi.toml"),
                    "[rules]\nno-such-rule = \"off\"\n",
                );
                write(format!("{number}/a.txt"), draft);
            }
        }
        "exceptions that nothing needs" => {
            let entry = |number: usize| {
                format!("[[allow]]\nrule = \"mixed-script\"\nreason = \"理由{number}\"\n")
            };
            write(
                "hongbi.toml".to_owned(),
                &(0..size).map(entry).collect::<String>(),
            );
            write("a.txt".to_owned(), draft);
        }
        _ => {
            for number in 0..size {
                write(format!("{number}.txt"), draft);
            }
        }
    }
    folder
}

/// Runs the program and gives its seconds and the most memory that it took, in bytes; 0 where the system
/// does not say.
fn run(folder: &Path, arguments: &[&str]) -> (f64, usize) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_hongbi"))
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts");
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().expect("waits").is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let peak = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok());
        most = most.max(kilobytes.unwrap_or(0) * 1024);
        std::thread::sleep(Duration::from_millis(2));
    }
    (start.elapsed().as_secs_f64(), most)
}

fn output_side(is_wanted: impl Fn(&str) -> bool) {
    for (name, format) in FORMATS.into_iter().filter(|(name, _)| is_wanted(name)) {
        let (once, twice) = (printed(format, FINDINGS), printed(format, FINDINGS * 2));
        println!(
            "{name:32} {once:7.3} s for {FINDINGS} findings {twice:7.3} s for {}  x {:.2}",
            FINDINGS * 2,
            twice / once
        );
    }
}

fn whole_runs(is_wanted: impl Fn(&str) -> bool) {
    let kinds: [(&str, usize, &[&str]); 4] = [
        ("configurations", 2000, &["check", "--format", "jsonl"]),
        (
            "broken configurations",
            2000,
            &["check", "--format", "jsonl"],
        ),
        ("exceptions that nothing needs", 8000, &["check"]),
        (
            "a baseline of many files",
            5000,
            &["baseline", "-o", "b.json"],
        ),
    ];
    for (kind, size, arguments) in kinds.into_iter().filter(|(kind, ..)| is_wanted(kind)) {
        let (once, least) = run(folder(kind, size).path(), arguments);
        let (twice, most) = run(folder(kind, size * 2).path(), arguments);
        println!(
            "{kind:32} {once:7.3} s for {size} {twice:7.3} s for {}  x {:.2}  {:.3} MB for each more",
            size * 2,
            twice / once,
            most.saturating_sub(least) as f64 / 1e6 / size as f64
        );
    }
}

fn memory(is_wanted: impl Fn(&str) -> bool) {
    const BYTES: usize = 4_000_000;
    let folder = TempDir::new().expect("a folder");
    for name in SHAPES.into_iter().filter(|name| is_wanted(name)) {
        let file = if name.ends_with(".md") {
            "a.md"
        } else {
            "a.txt"
        };
        fs::write(folder.path().join(file), shape(name, BYTES)).expect("written");
        for format in ["json", "short"] {
            let (_, most) = run(
                folder.path(),
                &["check", "--no-config", "--format", format, file],
            );
            println!(
                "{name:32} {format:6} {:6.1} bytes of memory for a byte",
                most as f64 / BYTES as f64
            );
        }
    }
}

fn main() {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let linter = Linter::new(Discovery::fixed(Config::default()));
    let seconds = |path: &Path, text: &str| {
        let start = Instant::now();
        let report = linter.lint_text(path, text).expect("nothing to go wrong");
        assert!(report.failures.is_empty(), "{:?}", report.failures);
        (start.elapsed().as_secs_f64(), report.diagnostics.len())
    };
    // Tables and dictionaries load once.
    let _ = seconds(Path::new("a.txt"), &varied(100_000, true));
    let is_wanted = |name: &str| {
        wanted.is_empty() || wanted.iter().any(|wanted| name.contains(wanted.as_str()))
    };
    for name in SHAPES.into_iter().filter(|name| is_wanted(name)) {
        let path = Path::new(if name.ends_with(".md") {
            "a.md"
        } else {
            "a.txt"
        });
        let (once, found) = seconds(path, &shape(name, SIZE));
        let (twice, _) = seconds(path, &shape(name, SIZE * 2));
        println!(
            "{name:32} {once:7.3} s for 5 MB {twice:7.3} s for 10 MB  x {:.2}  ({found} findings)",
            twice / once
        );
    }
    output_side(is_wanted);
    whole_runs(is_wanted);
    memory(is_wanted);
}
