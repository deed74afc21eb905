//! Outputs never eat inputs, and leave nothing behind.

use std::fs;

use super::{BAD, folder, names, read, run, said};

#[test]
fn a_report_never_replaces_a_draft_a_configuration_or_the_baseline() {
    let config = "[rules]\nmixed-script = \"off\"\n";
    let files = [
        ("a.txt", BAD),
        ("b.txt", "各位委员。\n"),
        ("hongbi.toml", config),
    ];
    for (arguments, kept, text) in [
        (&["check", "-o", "a.txt"][..], "a.txt", BAD),
        (&["check", "-o", "./a.txt", "a.txt"], "a.txt", BAD),
        (&["check", "-o", "hongbi.toml"], "hongbi.toml", config),
        (
            &["check", "--config", "hongbi.toml", "-o", "./hongbi.toml"],
            "hongbi.toml",
            config,
        ),
    ] {
        let folder = folder(&files);
        let output = run(&folder, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).contains(kept), "{}", said(&output));
        assert_eq!(read(&folder, kept), text);
        assert_eq!(names(folder.path()), ["a.txt", "b.txt", "hongbi.toml"]);
    }
    let folder = folder(&files);
    assert_eq!(run(&folder, &["baseline"]).status.code(), Some(0));
    let before = read(&folder, "hongbi-baseline.json");
    let arguments = [
        "check",
        "--baseline",
        "hongbi-baseline.json",
        "-o",
        "hongbi-baseline.json",
    ];
    assert_eq!(run(&folder, &arguments).status.code(), Some(2));
    assert_eq!(read(&folder, "hongbi-baseline.json"), before);
    // Nor does a baseline take a configuration's name.
    let arguments = ["baseline", "-o", "sub/hongbi.toml"];
    fs::create_dir(folder.path().join("sub")).expect("a folder");
    assert_eq!(run(&folder, &arguments).status.code(), Some(2));
    assert!(names(&folder.path().join("sub")).is_empty());
}

#[test]
fn a_report_of_an_earlier_run_is_no_draft_and_may_be_replaced() {
    let folder = folder(&[("a.txt", BAD)]);
    for format in ["pretty", "short"] {
        for round in 0..2 {
            let arguments = ["check", "--format", format, "-o", "report.txt"];
            let output = run(&folder, &arguments);
            assert_eq!(output.status.code(), Some(1), "{format} {round}");
            assert!(read(&folder, "report.txt").contains("1 个文件"));
        }
        // One that lies there under another name is passed over, and that is said.
        fs::rename(
            folder.path().join("report.txt"),
            folder.path().join("old.md"),
        )
        .expect("renamed");
        let output = run(&folder, &["check", "--format", "json"]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            text.contains("\"files\": 1") || text.contains("\"files\":1"),
            "{text}"
        );
        assert!(said(&output).contains("old.md"), "{}", said(&output));
        // Nor is it fixed.
        let before = read(&folder, "old.md");
        run(&folder, &["fix", "--unsafe"]);
        assert_eq!(read(&folder, "old.md"), before);
    }
}

#[cfg(unix)]
#[test]
fn what_standard_output_goes_to_is_not_linted() {
    let folder = folder(&[("a.txt", BAD)]);
    let shell = format!(
        "echo 感谢***同志。 > out.txt; {} check --format short . >> out.txt",
        assert_cmd::cargo::cargo_bin("hongbi").display()
    );
    let status = std::process::Command::new("sh")
        .args(["-c", &shell])
        .current_dir(folder.path())
        .status();
    assert_eq!(status.expect("runs").code(), Some(1));
    assert!(read(&folder, "out.txt").contains("1 个文件"));
}

#[cfg(unix)]
#[test]
fn an_output_follows_links_and_keeps_its_mode() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder(&[("a.txt", BAD), ("real.json", "")]);
    let real = folder.path().join("real.json");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).expect("set");
    symlink("real.json", folder.path().join("link.json")).expect("linked");
    symlink("later.json", folder.path().join("dangling.json")).expect("linked");
    for (name, target) in [("link.json", "real.json"), ("dangling.json", "later.json")] {
        let output = run(&folder, &["check", "--format", "json", "-o", name, "a.txt"]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        let link = fs::symlink_metadata(folder.path().join(name)).expect("there");
        assert!(link.is_symlink(), "{name}");
        assert!(read(&folder, target).starts_with('{'));
    }
    let mode = fs::metadata(&real).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[cfg(unix)]
#[test]
fn a_planted_partial_file_is_not_written_through() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("a.txt", BAD), ("victim", "老文件\n")]);
    // The name is this program's own; a run shows it.
    run(
        &folder,
        &["check", "--format", "json", "-o", "r.json", "a.txt"],
    );
    let partial = partial_name(&folder, "r.json");
    symlink("victim", folder.path().join(&partial)).expect("linked");
    let output = run(
        &folder,
        &["check", "--format", "json", "-o", "r.json", "a.txt"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(read(&folder, "victim"), "老文件\n");
    // One that a killed run left behind is not in the way.
    fs::remove_file(folder.path().join(&partial)).expect("removed");
    fs::write(folder.path().join(&partial), "half").expect("written");
    let output = run(
        &folder,
        &["check", "--format", "json", "-o", "r.json", "a.txt"],
    );
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_eq!(names(folder.path()), ["a.txt", "r.json", "victim"]);
}

/// What a file is called while `name` is written.
#[cfg(unix)]
pub(super) fn partial_name(_: &tempfile::TempDir, name: &str) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    Some(std::ffi::OsStr::new(name)).hash(&mut hasher);
    format!(".hongbi-{:016x}.partial", hasher.finish())
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_file_and_no_partial_one() {
    let Some(disk) = Disk::small() else { return };
    let folder = &disk.folder;
    let text = BAD.repeat(200);
    fs::write(folder.path().join("a.txt"), &text).expect("written");
    fs::write(folder.path().join("report.json"), "{}").expect("written");
    // What is left is less than any report of these findings.
    let rest = vec![b'x'; 64 << 10];
    let mut filler = fs::File::create(folder.path().join("filler")).expect("created");
    while std::io::Write::write_all(&mut filler, &rest).is_ok() {}
    let output = run(
        folder,
        &["check", "--format", "json", "-o", "report.json", "a.txt"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("磁盘已满"), "{}", said(&output));
    assert!(!said(&output).contains("os error"));
    assert_eq!(read(folder, "report.json"), "{}");
    let wrong = super::WRONG.repeat(400);
    drop(filler);
    fs::remove_file(folder.path().join("filler")).expect("removed");
    fs::write(folder.path().join("b.txt"), &wrong).expect("written");
    let mut filler = fs::File::create(folder.path().join("filler")).expect("created");
    while std::io::Write::write_all(&mut filler, &rest).is_ok() {}
    let output = run(folder, &["fix", "b.txt"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert_eq!(read(folder, "b.txt"), wrong);
    assert_eq!(
        names(folder.path()),
        ["a.txt", "b.txt", "filler", "report.json"]
    );
    // Nor does a file of several names lose anything, which is written in place.
    fs::hard_link(folder.path().join("b.txt"), folder.path().join("c.txt")).expect("linked");
    let output = run(folder, &["fix", "b.txt"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert_eq!(read(folder, "c.txt"), wrong);
    drop(filler);
}

/// A small disk of its own.
#[cfg(target_os = "linux")]
struct Disk {
    folder: tempfile::TempDir,
}

#[cfg(target_os = "linux")]
impl Disk {
    /// `None`, said aloud, where this may not mount any.
    fn small() -> Option<Self> {
        let folder = tempfile::TempDir::new().expect("a folder");
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"])
            .arg(folder.path())
            .output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self { folder });
        }
        eprintln!("SKIPPED: no disk can be mounted here, so nothing was tried on a full one");
        None
    }
}

#[cfg(target_os = "linux")]
impl Drop for Disk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount")
            .arg("-l")
            .arg(self.folder.path())
            .status();
    }
}
