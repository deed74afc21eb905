//! `fix` under the eyes of others.

use std::{fs, process::Stdio, thread::sleep, time::Duration};

use super::{MENDED, WRONG, command, folder, names, read, run, said};

/// A draft that takes a while.
fn long() -> String {
    (0..4000)
        .map(|number| format!("第{number}次会议提出,要深入调研,建言献策，履职尽责，务实为民。\n"))
        .collect()
}

#[test]
fn what_somebody_saved_meanwhile_stays() {
    let folder = folder(&[("a.txt", &long())]);
    let path = folder.path().join("a.txt");
    let mut child = command(folder.path())
        .args(["fix", "a.txt"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    sleep(Duration::from_millis(60));
    if child.try_wait().expect("waits").is_some() {
        eprintln!("SKIPPED: this machine mends faster than a file can be saved");
        return;
    }
    // As an editor does: a new file in the old one's place.
    fs::write(folder.path().join("new"), "各位委员,\n").expect("written");
    fs::rename(folder.path().join("new"), &path).expect("renamed");
    let output = child.wait_with_output().expect("ends");
    assert_eq!(read(&folder, "a.txt"), "各位委员,\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("被别人保存过"), "{}", said(&output));
    assert_eq!(names(folder.path()), ["a.txt"]);
}

#[test]
fn what_somebody_removed_meanwhile_does_not_come_back() {
    let folder = folder(&[("a.txt", &long())]);
    let mut child = command(folder.path())
        .args(["--lang", "en", "fix", "a.txt"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    sleep(Duration::from_millis(60));
    if child.try_wait().expect("waits").is_some() {
        eprintln!("SKIPPED: this machine mends faster than a file can be removed");
        return;
    }
    fs::remove_file(folder.path().join("a.txt")).expect("removed");
    let output = child.wait_with_output().expect("ends");
    assert_eq!(output.status.code(), Some(2));
    assert!(names(folder.path()).is_empty());
}

#[cfg(unix)]
#[test]
fn a_killed_run_leaves_a_whole_draft_and_the_next_one_cleans_up() {
    let text = long();
    let folder = folder(&[("a.txt", &text)]);
    let mut whole = vec![text.clone()];
    for round in 0..12 {
        let mut child = command(folder.path())
            .args(["fix", "a.txt"])
            .stderr(Stdio::null())
            .spawn()
            .expect("starts");
        sleep(Duration::from_millis(40 * round));
        let signal = if round % 2 == 0 { "-KILL" } else { "-TERM" };
        let id = child.id().to_string();
        let _ = std::process::Command::new("kill")
            .args([signal, &id])
            .stderr(Stdio::null())
            .status();
        child.wait().expect("ends");
        let now = read(&folder, "a.txt");
        if !whole.contains(&now) {
            assert!(now.lines().count() == text.lines().count(), "torn");
            assert!(now.ends_with("务实为民。\n"), "torn");
            whole.push(now);
        }
        fs::write(folder.path().join("a.txt"), &text).expect("written");
    }
    assert!(whole.len() <= 2, "old or new, and nothing between");
    let output = run(&folder, &["fix", "a.txt"]);
    assert!(output.status.code() < Some(2), "{}", said(&output));
    assert_eq!(names(folder.path()), ["a.txt"]);
}

#[cfg(unix)]
#[test]
fn a_signal_leaves_nothing_behind() {
    let folder = folder(&[("a.txt", &long().repeat(4))]);
    let mut child = command(folder.path())
        .args(["check", "--format", "json", "-o", "report.json", "a.txt"])
        .spawn()
        .expect("starts");
    let partial = folder
        .path()
        .join(super::outputs::partial_name(&folder, "report.json"));
    for _ in 0..500 {
        if partial.exists() || child.try_wait().expect("waits").is_some() {
            break;
        }
        sleep(Duration::from_millis(2));
    }
    assert!(partial.exists(), "it is written beside its place");
    let id = child.id().to_string();
    let sent = std::process::Command::new("kill")
        .args(["-TERM", &id])
        .status();
    assert!(sent.expect("sent").success());
    let ended = child.wait().expect("ends");
    assert_eq!(
        std::os::unix::process::ExitStatusExt::signal(&ended),
        Some(15)
    );
    assert_eq!(names(folder.path()), ["a.txt"]);
}

#[cfg(unix)]
#[test]
fn other_names_and_attributes_of_a_draft_stay() {
    use std::os::unix::fs::MetadataExt;
    let folder = folder(&[("a.txt", WRONG), ("c.txt", WRONG)]);
    fs::hard_link(folder.path().join("a.txt"), folder.path().join("b.txt")).expect("linked");
    let before = fs::metadata(folder.path().join("a.txt"))
        .expect("there")
        .ino();
    assert_eq!(run(&folder, &["fix", "a.txt"]).status.code(), Some(0));
    assert_eq!(read(&folder, "a.txt"), MENDED);
    assert_eq!(read(&folder, "b.txt"), MENDED, "it is one file still");
    assert_eq!(
        fs::metadata(folder.path().join("a.txt"))
            .expect("there")
            .ino(),
        before
    );
    assert_eq!(names(folder.path()), ["a.txt", "b.txt", "c.txt"]);

    let set = std::process::Command::new("setfattr")
        .args(["-n", "user.author", "-v", "办公室", "c.txt"])
        .current_dir(folder.path())
        .output();
    if !set.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: no attributes can be set here");
        return;
    }
    assert_eq!(run(&folder, &["fix", "c.txt"]).status.code(), Some(0));
    let got = std::process::Command::new("getfattr")
        .args(["--only-values", "-n", "user.author", "c.txt"])
        .current_dir(folder.path())
        .output();
    assert_eq!(got.expect("runs").stdout, "办公室".as_bytes());
}

#[cfg(unix)]
#[test]
fn a_draft_of_somebody_else_stays_theirs() {
    use std::os::unix::fs::{MetadataExt, chown};
    let folder = folder(&[("a.txt", WRONG)]);
    let path = folder.path().join("a.txt");
    if chown(&path, Some(12345), Some(54321)).is_err() {
        eprintln!("SKIPPED: only root can give files away");
        return;
    }
    assert_eq!(run(&folder, &["fix", "a.txt"]).status.code(), Some(0));
    let after = fs::metadata(&path).expect("there");
    assert_eq!((after.uid(), after.gid()), (12345, 54321));
    assert_eq!(read(&folder, "a.txt"), MENDED);
}

#[test]
fn a_name_as_long_as_names_can_be_is_no_obstacle() {
    let name = format!("{}.txt", "长".repeat(83));
    let folder = folder(&[(&name, WRONG)]);
    let output = run(&folder, &["fix", &name]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(read(&folder, &name), MENDED);
}

#[test]
fn encodings_that_only_look_like_known_ones_are_refused() {
    let text = "各位委员,今年工作稳步推进,成效显著。\n".repeat(8);
    let wide = |little: bool, mark: bool| -> Vec<u8> {
        let marked = mark.then_some('\u{feff}').into_iter().chain(text.chars());
        marked
            .flat_map(|c| {
                let code = u32::from(c);
                if little {
                    code.to_le_bytes()
                } else {
                    code.to_be_bytes()
                }
            })
            .collect()
    };
    for (little, mark) in [(true, true), (true, false), (false, true), (false, false)] {
        let folder = folder(&[]);
        let path = folder.path().join("a.txt");
        let bytes = wide(little, mark);
        fs::write(&path, &bytes).expect("written");
        let output = run(&folder, &["fix", "--unsafe", "a.txt"]);
        assert_eq!(output.status.code(), Some(2), "{little} {mark}");
        assert!(said(&output).contains("UTF-32"), "{}", said(&output));
        assert_eq!(fs::read(&path).expect("read"), bytes);
        assert_eq!(run(&folder, &["check", "a.txt"]).status.code(), Some(2));
    }
    // UTF-16 with characters of the other planes is no UTF-32.
    let folder = folder(&[]);
    let bytes: Vec<u8> = "各位委员：𠮷\0\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    fs::write(
        folder.path().join("a.txt"),
        [&[0xff, 0xfe][..], &bytes].concat(),
    )
    .expect("written");
    assert!(run(&folder, &["check", "a.txt"]).status.code() < Some(2));
}
