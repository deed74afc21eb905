//! Where the lines go: standard output, or a file that a later run can go on with.
//!
//! A file is written beside its place, as `NAME.partial`. From time to time `NAME.resume` says how far
//! the input was read and how long the partial file was then, so that a run that was killed loses a
//! second of work and nothing else.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::print::Totals;
use crate::cli::replace::{NewFile, Unwritten};
use hongbi::{
    engine::rows::Position,
    rules::{Lang, Text},
    storage::{self, Kind},
};

/// How often a run says how far it is.
const PERIOD: Duration = Duration::from_secs(1);
/// The longest file that says so, in bytes.
const MAX_STATE_BYTES: u64 = 64 << 20;

/// How far a run is.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct State {
    /// What the run is: its input, options and version.
    job: Value,
    /// The number of the input file at hand.
    pub(super) file: usize,
    /// How far that file was read.
    #[serde(with = "pair")]
    pub(super) position: Position,
    /// What was counted until there.
    pub(super) totals: Totals,
    /// How long the partial file was then, in bytes.
    written: u64,
}

/// A position as two numbers.
mod pair {
    use hongbi::engine::rows::Position;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(position: &Position, to: S) -> Result<S::Ok, S::Error> {
        (position.offset, position.row).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Position, D::Error> {
        let (offset, row) = Deserialize::deserialize(from)?;
        Ok(Position { offset, row })
    }
}

/// Why an output could not be begun.
pub(super) enum Unopened {
    /// What is there does not belong to this run.
    Other(Text),
    /// The system did not let it.
    Unwritten(Unwritten),
}

impl From<io::Error> for Unopened {
    fn from(error: io::Error) -> Self {
        Self::Unwritten(error.into())
    }
}

impl Unopened {
    pub(super) fn describe(&self, lang: Lang) -> String {
        match self {
            Self::Other(text) => text.get(lang).to_owned(),
            Self::Unwritten(error) => error.describe(lang),
        }
    }
}

/// Where lines go.
pub(super) enum Output {
    /// Standard output, or something like `/dev/stdout` that cannot be replaced.
    Plain(Box<dyn Write>),
    /// A file that takes its place when it is complete.
    File(Box<Partial>),
}

/// A file that is being written.
pub(super) struct Partial {
    out: BufWriter<File>,
    path: PathBuf,
    state: State,
    saved: Instant,
}

impl Output {
    /// Begins the output of `job` at `path`, or goes on with it where `resume` asks for that and there
    /// is something to go on with; also how far it is.
    pub(super) fn open(
        path: Option<&Path>,
        job: Value,
        resume: bool,
    ) -> Result<(Self, State), Unopened> {
        let mut state = State {
            job,
            ..State::default()
        };
        let Some(path) = path else {
            let out = BufWriter::new(io::stdout().lock());
            return Ok((Self::Plain(Box::new(out)), state));
        };
        if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
            let file = OpenOptions::new().write(true).open(path)?;
            return Ok((Self::Plain(Box::new(BufWriter::new(file))), state));
        }
        let before = if resume {
            before(path, &state.job)?
        } else {
            None
        };
        let mut file = OpenOptions::new()
            .create(true)
            .read(true)
            .write(true)
            .truncate(false)
            .open(beside(path, PARTIAL))?;
        if let Err(fs::TryLockError::WouldBlock) = file.try_lock() {
            return Err(Unopened::Unwritten(Unwritten::Busy));
        }
        if before.is_none() {
            // What an earlier run said of its file is not true of this one.
            gone(&beside(path, STATE))?;
        }
        if let Some(before) = before {
            if file.metadata()?.len() < before.written {
                return Err(Unopened::Other(shorter(path)));
            }
            state = before;
        }
        file.set_len(state.written)?;
        file.seek(SeekFrom::Start(state.written))?;
        let partial = Partial {
            out: BufWriter::new(file),
            path: path.to_owned(),
            state: state.clone(),
            saved: Instant::now(),
        };
        Ok((Self::File(Box::new(partial)), state))
    }

    /// Writes `bytes`.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.write_all(bytes),
            Self::File(partial) => {
                partial.out.write_all(bytes)?;
                partial.state.written += bytes.len() as u64;
                Ok(())
            }
        }
    }

    /// Says how far the run is, if it is time to.
    pub(super) fn note(
        &mut self,
        file: usize,
        position: Position,
        totals: &Totals,
    ) -> Result<(), Unwritten> {
        match self {
            // Whoever reads along sees what is done.
            Self::Plain(out) => Ok(out.flush()?),
            Self::File(partial) if partial.saved.elapsed() < PERIOD => Ok(()),
            Self::File(partial) => {
                partial.state.file = file;
                partial.state.position = position;
                partial.state.totals = totals.clone();
                partial.save()
            }
        }
    }

    /// Ends the output and puts it in its place.
    pub(super) fn close(self) -> Result<(), Unwritten> {
        match self {
            Self::Plain(mut out) => Ok(out.flush()?),
            Self::File(mut partial) => {
                partial.out.flush()?;
                partial.out.get_ref().sync_all()?;
                fs::rename(beside(&partial.path, PARTIAL), &partial.path)?;
                Ok(gone(&beside(&partial.path, STATE))?)
            }
        }
    }
}

impl Partial {
    /// Says how far the run is: first the lines are on the disk, then the word about them.
    fn save(&mut self) -> Result<(), Unwritten> {
        self.out.flush()?;
        self.out.get_ref().sync_data()?;
        let mut file = NewFile::create(&beside(&self.path, STATE))?;
        serde_json::to_writer(&mut file, &self.state).map_err(io::Error::from)?;
        file.finish()?;
        self.saved = Instant::now();
        Ok(())
    }
}

/// Removes the file at `path`, if there is one.
fn gone(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

const PARTIAL: &str = ".partial";
const STATE: &str = ".resume";

/// The file beside `path` whose name ends with `ending`.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(ending);
    name.into()
}

/// How far an earlier run of `job` is whose output goes to `path`; `None` where there was none.
fn before(path: &Path, job: &Value) -> Result<Option<State>, Unopened> {
    let name = beside(path, STATE);
    let bytes = match storage::read(&name, MAX_STATE_BYTES, Kind::Regular) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let shown = name.display();
    let state: State = serde_json::from_slice(&bytes).map_err(|_| {
        Unopened::Other(Text {
            zh: format!("{shown} 已损坏，不能接着做；请删去它，去掉 --resume 从头检查"),
            en: format!("{shown} is damaged; remove it and start again without --resume"),
        })
    })?;
    if state.job == *job {
        return Ok(Some(state));
    }
    Err(Unopened::Other(Text {
        zh: format!(
            "{shown} 记的是另一次检查（输入文件、选项、配置或版本不同），不能接着做；要从头检查，请去掉 --resume"
        ),
        en: format!(
            "{shown} is of another run (other input, options, configuration or version); start again without --resume"
        ),
    }))
}

fn shorter(path: &Path) -> Text {
    let partial = beside(path, PARTIAL);
    let partial = partial.display();
    Text {
        zh: format!("{partial} 比上次中断时短，不能接着做；请去掉 --resume 从头检查"),
        en: format!("{partial} is shorter than it was; start again without --resume"),
    }
}
