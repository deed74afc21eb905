//! `hongbi baseline`, and what `check --baseline` knows already.

use std::{
    io::{self, Write},
    path::Path,
};

use super::{
    Exit, args,
    outputs::is_setting,
    replace::NewFile,
    setup::{self, Choice, failure},
    terminal::print_error,
};
use hongbi::{FileReport, engine::Baseline, report::shown, rules::Lang, storage};

/// Records today's findings.
pub(super) fn run(options: &args::Baseline, asked: Option<Lang>) -> io::Result<Exit> {
    let choice = Choice::new(
        &options.setting,
        &options.rules.select,
        &options.rules.ignore,
    );
    let Some((linter, lang)) = setup::linter(&choice, asked) else {
        return Ok(Exit::Failure);
    };
    let path = &options.output;
    let name = path.display();
    let mut baseline = match (path.exists(), options.update) {
        (false, _) => Baseline::new(path),
        (true, false) => {
            print_error(&match lang {
                Lang::Zh => format!("{name} 已经有了；要按现在的结果更新，请加 --update"),
                Lang::En => format!("{name} exists; --update brings it up to date"),
            });
            return Ok(Exit::Failure);
        }
        (true, true) => match open(path, lang) {
            Some(baseline) => baseline,
            None => return Ok(Exit::Failure),
        },
    };
    if is_setting(path) {
        print_error(&match lang {
            Lang::Zh => format!("{name} 是配置文件的名字，基线不能写在这里；请换一个文件名"),
            Lang::En => {
                format!("{name} is the name of a configuration, not of a baseline; choose another")
            }
        });
        return Ok(Exit::Failure);
    }
    let before = baseline.len();
    let paths = setup::named(&options.paths);
    let setup::Found {
        files,
        mut failures,
        ..
    } = setup::files(&paths, &linter, lang);
    linter.lint_files(&files, |report: FileReport| {
        // What was known of a file that cannot be read now stays known.
        if report.failures.is_empty() {
            baseline.record(&report);
        }
        for message in report.failures {
            failures.push(failure(&report.path, message));
        }
    });
    baseline.forget_missing();
    let written = NewFile::create(path).and_then(|mut file| {
        file.write_all(baseline.to_json().as_bytes())?;
        file.finish()
    });
    if let Err(error) = written {
        failure(&storage::name(path), error.describe(lang));
        return Ok(Exit::Failure);
    }
    let now = baseline.len();
    let name = name.to_string();
    let name = shown(&name);
    writeln!(
        io::stderr(),
        "{}",
        match (lang, options.update) {
            (Lang::Zh, false) => format!("{name}：记下 {now} 处已有问题"),
            (Lang::Zh, true) => format!("{name}：已有问题由 {before} 处变为 {now} 处"),
            (Lang::En, false) => format!("{name}: {now} findings recorded"),
            (Lang::En, true) => format!("{name}: {before} findings before, {now} now"),
        }
    )?;
    Ok(if failures.is_empty() {
        Exit::Clean
    } else {
        Exit::Failure
    })
}

/// The baseline at `path`; `None` after saying why there is none.
pub(super) fn open(path: &Path, lang: Lang) -> Option<Baseline> {
    match Baseline::read(path) {
        Ok(baseline) => Some(baseline),
        Err(error) => {
            let name = path.display();
            print_error(&match (lang, error.kind()) {
                (Lang::Zh, io::ErrorKind::NotFound) => {
                    format!("没有基线文件 {name}；先用 hongbi baseline 记下已有问题")
                }
                (Lang::En, io::ErrorKind::NotFound) => {
                    format!("there is no baseline {name}; hongbi baseline writes one")
                }
                (Lang::Zh, _) => format!(
                    "{name} 不是可用的基线文件：{}",
                    storage::describe(&error, lang)
                ),
                (Lang::En, _) => format!(
                    "{name} is no usable baseline: {}",
                    storage::describe(&error, lang)
                ),
            });
            None
        }
    }
}

/// Tells which entries of `baseline` can go.
pub(super) fn tell_stale(baseline: &Baseline, name: &Path, lang: Lang) {
    for known in baseline.stale() {
        let (name, path, rule) = (name.display(), &known.path, &known.rule);
        print_error(&match lang {
            Lang::Zh => format!(
                "{name}：{path} 的 {rule}（{}）不再出现，可用 hongbi baseline --update 去掉",
                known.fingerprint
            ),
            Lang::En => format!(
                "{name}: {rule} in {path} ({}) no longer occurs; hongbi baseline --update drops it",
                known.fingerprint
            ),
        });
    }
}
