//! Keeps what is written apart from what is read.

#[cfg(feature = "docx")]
use std::collections::HashMap;
use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

#[cfg(feature = "docx")]
use hongbi::format;
use hongbi::{
    Linter, config, report,
    rules::Text,
    storage::{self, Identity, Kind},
};

use super::args::Check;

/// Refuses an output that is a draft, a configuration or the baseline of this run. A report that an
/// earlier run left there, and the file that standard output goes to, are taken out of `files`.
pub(super) fn keep_apart(
    options: &Check,
    linter: &Linter,
    files: &mut Vec<PathBuf>,
) -> Result<(), Text> {
    if let Some(out) = Identity::of_stdout() {
        files.retain(|file| Identity::of(file).as_ref() != Some(&out));
    }
    let Some(output) = options.output.as_deref() else {
        return Ok(());
    };
    let name = output.display();
    if is_setting(output) {
        return Err(Text {
            zh: format!("{name} 是配置文件的名字，报告不能写在这里；请换一个文件名"),
            en: format!("{name} is the name of a configuration, not of a report; choose another"),
        });
    }
    // Only what is a regular file can be lost.
    let identity = fs::metadata(output)
        .ok()
        .filter(fs::Metadata::is_file)
        .and_then(|_| Identity::of(output));
    let Some(identity) = identity else {
        return Ok(());
    };
    let used: HashSet<Identity> = settings(options, linter)
        .filter_map(|path| Identity::of(&path))
        .collect();
    if used.contains(&identity) {
        return Err(Text {
            zh: format!("{name} 是这次检查所用的配置或基线，报告不能写在这里；请换一个文件名"),
            en: format!(
                "{name} is the configuration or baseline of this run; choose another file for the report"
            ),
        });
    }
    let is_output = |file: &PathBuf| Identity::of(file).as_ref() == Some(&identity);
    if files.iter().any(is_output) {
        if !may_go(output) {
            return Err(Text {
                zh: format!("{name} 是要检查的稿件，报告会盖掉它，没有检查；请换一个文件名"),
                en: format!(
                    "{name} is one of the drafts, which the report would replace; nothing was done, choose another file"
                ),
            });
        }
        files.retain(|file| !is_output(file));
    }
    Ok(())
}

/// Where the copy with comments of each of `files` goes, by the file.
///
/// Copies are distinguished by their place below the folder that was asked for, and lie outside of it, so that
/// no draft is replaced and no copy is linted as a draft. Only the draft itself may be its own copy, which
/// has the same text.
#[cfg(feature = "docx")]
pub(super) fn copies(
    options: &Check,
    linter: &Linter,
    files: &[PathBuf],
) -> Result<HashMap<PathBuf, PathBuf>, Text> {
    let Some(target) = options.comments.as_deref() else {
        return Ok(HashMap::new());
    };
    if options.paths.iter().any(|path| path == Path::new("-")) {
        return Err(Text {
            zh: "标准输入的文稿不能写批注；请写出文件名".to_owned(),
            en: "no comments can be written into standard input; name the file".to_owned(),
        });
    }
    let roots: Vec<&PathBuf> = options.paths.iter().filter(|path| path.is_dir()).collect();
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let is_folder = !roots.is_empty() || files.len() > 1 || target.is_dir();
    if is_folder
        && let Some(root) = roots
            .iter()
            .find(|root| is_below(&whole(target), &whole(root)))
    {
        let (name, root) = (target.display(), root.display());
        return Err(Text {
            zh: format!(
                "{name} 在要检查的文件夹 {root} 之内，批注过的副本会混入文稿；请换一个文件夹"
            ),
            en: format!(
                "{name} lies in the folder {root} that is checked, so that copies would mix with drafts; choose another folder"
            ),
        });
    }
    let mut out = HashMap::new();
    let mut taken: HashMap<PathBuf, &PathBuf> = HashMap::new();
    for file in files.iter().filter(|file| format::is_word(file)) {
        let own = match roots.iter().find_map(|root| file.strip_prefix(root).ok()) {
            _ if !is_folder => target.to_owned(),
            Some(below) => target.join(below),
            None => target.join(file.file_name().unwrap_or_default()),
        };
        if let Some(other) = taken.insert(whole(&own), file) {
            return Err(clash(&own, other, file));
        }
        out.insert(file.clone(), own);
    }
    if !is_folder {
        single(target, files)?;
    }
    let kept = kept(options, linter, files);
    for (file, own) in &out {
        let Some(identity) = Identity::of(own) else {
            continue;
        };
        let is_itself = Identity::of(file).as_ref() == Some(&identity);
        if kept.contains(&identity) && !is_itself {
            let name = own.display();
            return Err(Text {
                zh: format!(
                    "{name} 是这次检查要读或要写的另一个文件，批注不能写在这里；请换一个文件名"
                ),
                en: format!(
                    "{name} is another file that this run reads or writes; choose another name for the comments"
                ),
            });
        }
    }
    Ok(out)
}

/// Refuses a copy of one file that cannot be one.
#[cfg(feature = "docx")]
fn single(target: &Path, files: &[PathBuf]) -> Result<(), Text> {
    if files.iter().any(|file| !format::is_word(file)) {
        return Err(Text {
            zh: "批注只能写进 Word 文档（.docx、.docm、.dotx）".to_owned(),
            en: "comments can be written into Word documents only (.docx, .docm, .dotx)".to_owned(),
        });
    }
    if !format::is_word(target) {
        let name = target.display();
        return Err(Text {
            zh: format!("{name} 不是 Word 文档的文件名；请给批注过的副本取以 .docx 结尾的名字"),
            en: format!(
                "{name} is no name of a Word document; give the copy a name that ends in .docx"
            ),
        });
    }
    Ok(())
}

#[cfg(feature = "docx")]
fn clash(target: &Path, first: &Path, second: &Path) -> Text {
    let (name, first, second) = (target.display(), first.display(), second.display());
    Text {
        zh: format!(
            "{first} 和 {second} 批注后都会存为 {name}，没有检查；请分两次检查，或检查它们共同的文件夹"
        ),
        en: format!(
            "the copies of {first} and {second} would both be {name}, nothing was done; check them one by one, or the folder that holds both"
        ),
    }
}

/// The files that a run reads or writes beside copies.
#[cfg(feature = "docx")]
fn kept(options: &Check, linter: &Linter, files: &[PathBuf]) -> HashSet<Identity> {
    settings(options, linter)
        .chain(files.iter().cloned())
        .chain(options.output.clone())
        .filter_map(|path| Identity::of(&path))
        .collect()
}

/// Whether `path` is `folder` or lies in it; both are absolute. Links are followed as far as they lead.
#[cfg(feature = "docx")]
fn is_below(path: &Path, folder: &Path) -> bool {
    let real = |path: &Path| {
        path.ancestors()
            .find_map(|start| {
                let rest = path.strip_prefix(start).ok()?;
                Some(start.canonicalize().ok()?.join(rest))
            })
            .unwrap_or_else(|| path.to_owned())
    };
    real(path).starts_with(real(folder))
}

/// The configurations and the baseline of a run.
fn settings(options: &Check, linter: &Linter) -> impl Iterator<Item = PathBuf> {
    linter
        .discovery()
        .used()
        .into_iter()
        .map(|config| config.path.clone())
        .chain(options.setting.config.clone())
        .chain(options.baseline.clone())
}

/// Whether a report may never be called `path`.
pub(super) fn is_setting(path: &Path) -> bool {
    let Some(name) = path.file_name() else {
        return false;
    };
    name.eq_ignore_ascii_case(config::FILE) || name.eq_ignore_ascii_case(".gitignore")
}

/// Whether the file at `path` is empty, or a report that an earlier run wrote.
fn may_go(path: &Path) -> bool {
    storage::read(path, storage::MAX_DRAFT_BYTES, Kind::Regular)
        .is_ok_and(|bytes| bytes.is_empty() || report::is_report(&String::from_utf8_lossy(&bytes)))
}
