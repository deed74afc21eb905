//! A folder that somebody else made cannot hang a run, starve it or steer it.

use std::{
    fs,
    process::{Output, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use super::{BAD, command, folder, run, said};

/// As [`run`], but what does not end is ended, and fails.
fn run_in_time(folder: &tempfile::TempDir, arguments: &[&str]) -> Output {
    const MOST: Duration = Duration::from_secs(60);
    let mut child = command(folder.path())
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let begun = Instant::now();
    while child.try_wait().expect("waits").is_none() {
        if begun.elapsed() > MOST {
            child.kill().expect("ends");
            panic!("{arguments:?} hangs");
        }
        sleep(Duration::from_millis(5));
    }
    child.wait_with_output().expect("ended")
}

#[cfg(unix)]
fn pipe(folder: &tempfile::TempDir, name: &str) {
    let made = std::process::Command::new("mkfifo")
        .arg(folder.path().join(name))
        .status();
    assert!(made.expect("runs").success());
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_endless_files_do_not_hang_it() {
    use std::os::unix::fs::symlink;
    for name in [".gitignore", "hongbi.toml"] {
        let piped = folder(&[("a.txt", BAD)]);
        pipe(&piped, name);
        let output = run_in_time(&piped, &["check", "."]);
        assert_eq!(output.status.code(), Some(2), "{name}: {}", said(&output));
        assert!(said(&output).contains(name), "{}", said(&output));
        assert!(said(&output).contains("管道或设备"), "{}", said(&output));

        let endless = folder(&[("a.txt", BAD)]);
        symlink("/dev/zero", endless.path().join(name)).expect("linked");
        let output = run_in_time(&endless, &["check", "."]);
        assert_eq!(output.status.code(), Some(2), "{name}: {}", said(&output));

        let loops = folder(&[("a.txt", BAD)]);
        symlink(name, loops.path().join(name)).expect("linked");
        let output = run_in_time(&loops, &["check", "."]);
        assert_eq!(output.status.code(), Some(2), "{name}: {}", said(&output));

        let huge = folder(&[("a.txt", BAD)]);
        fs::write(huge.path().join(name), "# a\n".repeat(1 << 19)).expect("written");
        let output = run_in_time(&huge, &["check", "."]);
        assert_eq!(output.status.code(), Some(2), "{name}: {}", said(&output));
        assert!(said(&output).contains("文件太大"), "{}", said(&output));
    }
    let drafts = folder(&[("a.txt", BAD)]);
    pipe(&drafts, "pipe.txt");
    symlink("/dev/zero", drafts.path().join("zero.txt")).expect("linked");
    symlink("/proc/kmsg", drafts.path().join("kmsg.txt")).expect("linked");
    symlink("/etc/passwd", drafts.path().join("passwd.txt")).expect("linked");
    let output = run_in_time(&drafts, &["check", "--format", "json", "."]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!text.contains("root:"), "nothing of outside is read");
    assert!(said(&output).contains("passwd.txt"), "{}", said(&output));
    assert!(said(&output).contains("/etc/passwd"), "{}", said(&output));
    let before = fs::read("/etc/passwd").expect("read");
    assert_eq!(run_in_time(&drafts, &["fix", "."]).status.code(), Some(2));
    assert_eq!(fs::read("/etc/passwd").expect("read"), before);
}

#[cfg(unix)]
#[test]
fn a_configuration_that_leads_nowhere_is_an_error() {
    let folder = folder(&[("a.txt", "各位委员。\n")]);
    std::os::unix::fs::symlink("gone.toml", folder.path().join("hongbi.toml")).expect("linked");
    for arguments in [
        &["check", "."][..],
        &["check", "a.txt"],
        &["fix", "."],
        &["baseline"],
    ] {
        let output = run(&folder, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).contains("hongbi.toml"), "{}", said(&output));
    }
}

#[cfg(unix)]
#[test]
fn one_file_under_two_names_is_linted_once() {
    let folder = folder(&[("b.txt", BAD)]);
    std::os::unix::fs::symlink("b.txt", folder.path().join("a.txt")).expect("linked");
    fs::hard_link(folder.path().join("b.txt"), folder.path().join("c.txt")).expect("linked");
    for arguments in [&["."][..], &["b.txt", "./b.txt"], &[".", "b.txt", "a.txt"]] {
        let output = run(
            &folder,
            &[&["check", "--format", "short"], arguments].concat(),
        );
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.contains("1 个文件"), "{arguments:?}: {text}");
        assert!(text.contains("b.txt:1:3"), "{arguments:?}: {text}");
    }
}

#[test]
fn more_threads_than_make_sense_are_refused() {
    let folder = folder(&[("a.txt", BAD)]);
    let output = run(&folder, &["check", "--threads", "100000", "a.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("512"), "{}", said(&output));
    assert_eq!(
        run(&folder, &["check", "--threads", "64", "a.txt"])
            .status
            .code(),
        Some(1)
    );
}

#[test]
fn a_deep_folder_takes_linear_time() {
    let folder = folder(&[]);
    let mut path = folder.path().to_owned();
    for _ in 0..400 {
        path.push("层");
        fs::create_dir(&path).expect("a folder");
        fs::write(path.join("a.txt"), "各位委员。\n").expect("written");
    }
    let output = run_in_time(&folder, &["check", "."]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}
