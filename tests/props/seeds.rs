//! Replays the seeds of fuzzing, and what fuzzing found.

use std::{fs, path::Path};

use super::checks;

fn replay(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/seeds")
        .join(target);
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the seeds") {
        let path = entry.expect("an entry").path();
        check(&fs::read(&path).expect("read"));
        count += 1;
    }
    assert!(count > 0, "{target} has seeds");
}

#[test]
fn seeds_of_texts_hold() {
    replay("text", checks::lints_text);
}

#[test]
fn seeds_of_bytes_hold() {
    replay("bytes", checks::lints_bytes);
}

#[test]
fn seeds_of_fixes_hold() {
    replay("fix", checks::fixes_text);
}

#[test]
fn seeds_of_configurations_hold() {
    replay("config", checks::reads_configuration);
}
