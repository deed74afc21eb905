//! What is removed when the program is ended from outside.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Files that are only half written.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Creates `path` by `create`, and removes it where a signal ends the program before [`forget`] is called.
pub(super) fn begin<T, E>(path: &Path, create: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    listen();
    // No signal ends the program between the two.
    let mut unfinished = unfinished();
    let created = create()?;
    unfinished.push(path.to_owned());
    Ok(created)
}

/// Says that `path` is finished or gone.
pub(super) fn forget(path: &Path) {
    unfinished().retain(|other| other != path);
}

/// Runs `work`, during which no signal of this kind ends the program.
pub(super) fn uninterrupted<T>(work: impl FnOnce() -> T) -> T {
    let _held = unfinished();
    work()
}

#[cfg(not(unix))]
fn listen() {}

/// Listens, from the first call on, for the signals that ask the program to end.
#[cfg(unix)]
fn listen() {
    use signal_hook::{
        consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ},
        iterator::Signals,
        low_level::emulate_default_handler,
    };
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        // A file that grows past its limit is then an error of writing, like a full disk.
        let noted = std::sync::Arc::default();
        let _ = signal_hook::flag::register(SIGXFSZ, noted);
        let wanted = [SIGINT, SIGTERM, SIGHUP].into_iter();
        let Ok(mut signals) = Signals::new(wanted.filter(|&signal| !is_ignored(signal))) else {
            return;
        };
        std::thread::spawn(move || {
            for signal in &mut signals {
                // Held until the end, so that nothing new is begun.
                let unfinished = unfinished();
                for path in unfinished.iter() {
                    let _ = fs::remove_file(path);
                }
                let _ = emulate_default_handler(signal);
            }
        });
    });
}

/// Whether the program was started with this signal ignored, as `nohup` and shells do: it stays so.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}
