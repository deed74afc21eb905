//! Keeps what is written apart from what is read.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

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
    let used: HashSet<Identity> = linter
        .discovery()
        .used()
        .iter()
        .map(|config| config.path.clone())
        .chain(options.setting.config.clone())
        .chain(options.baseline.clone())
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
