//! Puts a file in the place of another: whole, or not at all. Whatever this program writes, it writes
//! here.
//!
//! New content is written beside the file first, under a name of this program's own, and then renamed.
//! Where renaming would lose what hangs on the old file (its owner, its access list, its other names),
//! the content is written into the old file instead, while the new one lies complete beside it.

use std::{
    fmt::Write as _,
    fs::{self, File, TryLockError},
    hash::{DefaultHasher, Hash, Hasher},
    io::{self, BufWriter, Seek, Write},
    path::{Path, PathBuf},
};

use hongbi::{
    rules::Lang,
    storage::{self, Kind},
};

use super::interrupt;

/// Why a file was not written.
#[derive(Debug)]
pub(super) enum Unwritten {
    /// Somebody saved it since it was read.
    Changed,
    /// Somebody removed it since it was read.
    Removed,
    /// Another run of this program is writing it.
    Busy,
    /// It could not be written into, and what it shall hold lies in this file.
    Kept(PathBuf, io::Error),
    /// The system did not let it.
    System(io::Error),
}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

impl Unwritten {
    /// What happened and what to do.
    pub(super) fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Changed, Lang::Zh) => {
                "处理期间文件被别人保存过，没有改动；请再运行一次".to_owned()
            }
            (Self::Changed, Lang::En) => {
                "somebody saved the file meanwhile; it was left alone, please run this again"
                    .to_owned()
            }
            (Self::Removed, Lang::Zh) => "处理期间文件被删除，没有写回".to_owned(),
            (Self::Removed, Lang::En) => {
                "somebody removed the file meanwhile; it was not written".to_owned()
            }
            (Self::Busy, Lang::Zh) => {
                "另一个 hongbi 正在写这个文件，没有改动；请等它结束后再运行".to_owned()
            }
            (Self::Busy, Lang::En) => {
                "another hongbi is writing this file; it was left alone, please wait for that one"
                    .to_owned()
            }
            (Self::Kept(path, error), Lang::Zh) => format!(
                "写入中断（{}）；完整的新内容在 {}",
                storage::describe(error, lang),
                path.display()
            ),
            (Self::Kept(path, error), Lang::En) => format!(
                "writing was cut short ({}); the new content is whole in {}",
                storage::describe(error, lang),
                path.display()
            ),
            (Self::System(error), Lang::Zh) => {
                format!("无法写入（{}）", storage::describe(error, lang))
            }
            (Self::System(error), Lang::En) => {
                format!("cannot be written ({})", storage::describe(error, lang))
            }
        }
    }
}

/// Puts `new` in the place of `old`, which was read from `path`.
pub(super) fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), Unwritten> {
    let mut file = NewFile::create(path)?;
    file.write_all(new)?;
    file.take_place_of(old, new)
}

/// A file that is being written, and takes its place when it is complete.
pub(super) struct NewFile {
    out: BufWriter<File>,
    /// Where it is written, until then.
    partial: PathBuf,
    /// Its place, behind any links.
    path: PathBuf,
    /// What is there now.
    before: Option<fs::Metadata>,
    /// Whether it is in its place, or is to lie where it was written.
    is_settled: bool,
}

impl NewFile {
    /// Begins what is to be at `path`.
    pub(super) fn create(path: &Path) -> Result<Self, Unwritten> {
        let path = behind_links(path)?;
        let before = fs::metadata(&path).ok();
        if let Some(metadata) = &before {
            if metadata.permissions().readonly() {
                return Err(io::Error::from(io::ErrorKind::PermissionDenied).into());
            }
            if metadata.is_dir() {
                return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
            }
        }
        let partial = partial_of(&path);
        let file = interrupt::begin(&partial, || create_new(&partial, before.is_some()))?;
        Ok(Self {
            out: BufWriter::new(file),
            partial,
            path,
            before,
            is_settled: false,
        })
    }

    /// Ends it and puts it in its place, whatever is there.
    pub(super) fn finish(mut self) -> Result<(), Unwritten> {
        self.complete()?;
        let kept = match &self.before {
            Some(before) => carry(before, &self.path, self.out.get_ref()),
            None => true,
        };
        if kept {
            return self.rename();
        }
        let old = storage::read(&self.path, u64::MAX - 1, Kind::Regular)?;
        let new = storage::read(&self.partial, u64::MAX - 1, Kind::Regular)?;
        self.write_into(&old, &new)
    }

    /// Ends it and puts it, which is `new`, in the place of `old`, unless something else is there now.
    fn take_place_of(mut self, old: &[u8], new: &[u8]) -> Result<(), Unwritten> {
        self.complete()?;
        let Some(before) = &self.before else {
            return Err(Unwritten::Removed);
        };
        let kept = carry(before, &self.path, self.out.get_ref());
        // As late as can be: what is saved after this is lost with any program that renames.
        match storage::read(&self.path, old.len() as u64, Kind::Regular) {
            Ok(now) if now == old => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(Unwritten::Removed);
            }
            Ok(_) | Err(_) => return Err(Unwritten::Changed),
        }
        if kept {
            self.rename()
        } else {
            self.write_into(old, new)
        }
    }

    /// Sees to it that all of it is on the disk.
    fn complete(&mut self) -> io::Result<()> {
        self.out.flush()?;
        self.out.get_ref().sync_all()
    }

    fn rename(&mut self) -> Result<(), Unwritten> {
        interrupt::uninterrupted(|| fs::rename(&self.partial, &self.path))?;
        self.is_settled = true;
        Ok(())
    }

    /// Writes `new` into the file that holds `old`. Where that fails, `old` is put back.
    fn write_into(&mut self, old: &[u8], new: &[u8]) -> Result<(), Unwritten> {
        let outcome = interrupt::uninterrupted(|| {
            let mut file = fs::OpenOptions::new().write(true).open(&self.path)?;
            fill(&mut file, new).map_err(|error| match fill(&mut file, old) {
                Ok(()) => Unwritten::System(error),
                Err(_) => Unwritten::Kept(self.partial.clone(), error),
            })
        });
        self.is_settled = matches!(outcome, Err(Unwritten::Kept(..)));
        outcome
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.is_settled {
            let _ = fs::remove_file(&self.partial);
        }
        interrupt::forget(&self.partial);
    }
}

/// Makes `bytes` all that `file` holds.
fn fill(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    file.rewind()?;
    file.write_all(bytes)?;
    file.set_len(bytes.len() as u64)?;
    file.sync_all()
}

/// The place that `path` names, through links, also where the last of them leads to nothing yet.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    /// As many links as the system follows.
    const MOST: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST {
        match fs::read_link(&path) {
            Ok(target) => path = path.parent().unwrap_or(Path::new("")).join(target),
            Err(_) => return Ok(path),
        }
    }
    // The system says it its own way.
    fs::metadata(&path).map(|_| path)
}

/// Where what is to be at `path` is written: hidden, so that no run takes it for a draft, and of one
/// length, since the file's own name may be as long as names can be.
fn partial_of(path: &Path) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    path.file_name().hash(&mut hasher);
    let mut name = String::from(".hongbi-");
    let _ = write!(name, "{:016x}.partial", hasher.finish());
    path.with_file_name(name)
}

/// Creates `partial` and locks it. One that a run left behind which was killed is removed first; one
/// that a run is writing is left alone. With `private` nobody else may read it.
fn create_new(partial: &Path, private: bool) -> Result<File, Unwritten> {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    if private {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = private;
    let mut created = options.open(partial);
    if created
        .as_ref()
        .is_err_and(|error| error.kind() == io::ErrorKind::AlreadyExists)
        && is_left_behind(partial)?
    {
        fs::remove_file(partial)?;
        created = options.open(partial);
    }
    let file = created?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(Unwritten::Busy),
        // A disk without locks: then two runs at once see each other's file.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
    }
}

/// Whether nobody is writing `partial` any more.
fn is_left_behind(partial: &Path) -> Result<bool, Unwritten> {
    // A link or a pipe of this name is nothing that this program made, and is not touched.
    if !fs::symlink_metadata(partial)?.is_file() {
        return Ok(false);
    }
    match File::open(partial)?.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Err(Unwritten::Busy),
        Err(TryLockError::Error(_)) => Ok(false),
    }
}

/// Gives `file` what the one at `path` has besides its content. Whether that is all of it.
#[cfg(unix)]
fn carry(before: &fs::Metadata, path: &Path, file: &File) -> bool {
    use std::os::unix::fs::{MetadataExt, fchown};
    let Ok(own) = file.metadata() else {
        return false;
    };
    let owned = (own.uid(), own.gid()) == (before.uid(), before.gid())
        || fchown(file, Some(before.uid()), Some(before.gid())).is_ok();
    // Never wider than the draft's, also where the owner is another.
    before.nlink() == 1
        && owned
        && file.set_permissions(before.permissions()).is_ok()
        && carry_attributes(path, file).is_ok()
}

#[cfg(not(unix))]
fn carry(before: &fs::Metadata, _: &Path, file: &File) -> bool {
    file.set_permissions(before.permissions()).is_ok()
}

/// Gives `file` the extended attributes of the one at `path`, its access list among them.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn carry_attributes(path: &Path, file: &File) -> rustix::io::Result<()> {
    use rustix::{
        fs::{XattrFlags, fgetxattr, flistxattr, fremovexattr, fsetxattr, getxattr, listxattr},
        io::Errno,
    };
    /// As long as Linux lets a list or a value be.
    const MOST: usize = 64 << 10;
    let mut buffer = vec![0; MOST];
    let named = |buffer: &[u8]| -> Vec<Vec<u8>> {
        buffer
            .split(|&byte| byte == 0)
            .filter(|name| !name.is_empty())
            .map(<[u8]>::to_vec)
            .collect()
    };
    let length = match listxattr(path, &mut buffer[..]) {
        Err(Errno::NOTSUP) => return Ok(()),
        length => length?,
    };
    let wanted = named(&buffer[..length]);
    // The folder may give new files an access list that the draft does not have.
    let length = flistxattr(file, &mut buffer[..])?;
    for name in named(&buffer[..length]) {
        if !wanted.contains(&name) {
            fremovexattr(file, &*name)?;
        }
    }
    let mut own = vec![0; MOST];
    for name in wanted {
        let length = getxattr(path, &*name, &mut buffer[..])?;
        let value = &buffer[..length];
        let same =
            fgetxattr(file, &*name, &mut own[..]).is_ok_and(|length| own[..length] == *value);
        if !same {
            fsetxattr(file, &*name, value, XattrFlags::empty())?;
        }
    }
    Ok(())
}

#[cfg(all(
    unix,
    not(any(target_os = "linux", target_os = "android", target_vendor = "apple"))
))]
fn carry_attributes(_: &Path, _: &File) -> io::Result<()> {
    Ok(())
}
