//! `hongbi score`.

use std::io::{self, BufWriter, Write};

use serde_json::{Value, json};

use super::{
    Exit,
    args::{Score as ScoreOptions, ScoreFormat},
    check, rows,
    setup::{self, Choice},
};
use hongbi::{config::FailOn, engine::Score, report::shown, rules::Lang, storage};

pub(super) fn run(options: &ScoreOptions, asked: Option<Lang>) -> io::Result<Exit> {
    let (select, ignore) = (&options.selected.select, &options.selected.ignore);
    let choice = Choice::new(&options.setting, select, ignore);
    let Some((linter, lang)) = setup::linter(&choice, asked) else {
        return Ok(Exit::Failure);
    };
    if !check::start_threads(options.threads, lang) {
        return Ok(Exit::Failure);
    }
    if let Some(input) = options.rows.input {
        let job = rows::Job {
            rows: &options.rows,
            input,
            paths: &options.paths,
            output: options.output.as_deref(),
            setting: &options.setting,
            fail_on: Some(FailOn::Never),
            scores: true,
            allow_empty: false,
            quiet: options.quiet,
            choice: format!("{:?}", options.selected),
        };
        return rows::run(&job, &linter, lang);
    }
    let found = setup::files(&setup::named(&options.paths), &linter, lang);
    let mut failed = !found.failures.is_empty();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut written = Ok(());
    if options.format == ScoreFormat::Text {
        written = writeln!(out, "{}", head(lang));
    }
    linter.score_files(&found.files, |path, score| {
        let name = storage::name(path);
        match score {
            Ok(score) if written.is_ok() => {
                written = match options.format {
                    ScoreFormat::Text => writeln!(out, "{}", line(&name, &score)),
                    ScoreFormat::Jsonl => writeln!(out, "{}", object(&name, &score)),
                };
            }
            Ok(_) => {}
            Err(message) => {
                failed = true;
                setup::failure(&name, message);
            }
        }
    });
    written?;
    out.flush()?;
    Ok(if failed { Exit::Failure } else { Exit::Clean })
}

fn head(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "每万字  受损段落  乱码  文字         字数  文件",
        Lang::En => "per 10k  damaged  trouble  script   characters  file",
    }
}

/// The figures that a corpus is mostly filtered by.
fn line(name: &str, score: &Score) -> String {
    format!(
        "{:>6.2}  {:>6.1}%  {:>6}  {:<11} {:>9}  {}",
        score.rate,
        100.0 * score.damaged,
        score.trouble.total(),
        score.script.name(),
        score.characters,
        shown(name)
    )
}

fn object(name: &str, score: &Score) -> Value {
    let mut object = json!({ "type": "score", "file": name });
    if let (Some(object), Ok(Value::Object(score))) =
        (object.as_object_mut(), serde_json::to_value(score))
    {
        object.extend(score);
    }
    object
}
