//! Reads files within bounds, and says what the system said.
//!
//! A folder to lint may come from anybody. A draft, a configuration or an ignore file in it can be a
//! pipe that never ends, a device, a loop of links or a file of any length: each is read here, by one
//! function, which opens nothing that could wait and reads no more than it was given leave to.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::rules::Lang;

/// The longest draft. Reading takes several times its length in memory.
pub const MAX_DRAFT_BYTES: u64 = 256 << 20;
/// The longest configuration.
pub const MAX_CONFIG_BYTES: u64 = 1 << 20;
/// The longest `.gitignore`: each of its lines is compiled.
pub const MAX_IGNORE_BYTES: u64 = 256 << 10;
/// The longest baseline.
pub const MAX_BASELINE_BYTES: u64 = 256 << 20;

/// Why a file is not read, where the system would let it be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is longer than a file of its kind may be.
    #[error("it is longer than {most} bytes")]
    TooLong {
        /// How long it may be, in bytes.
        most: u64,
    },
    /// It is a pipe, a device or a socket.
    #[error("it is no regular file")]
    Special,
}

impl From<Refused> for io::Error {
    fn from(refused: Refused) -> Self {
        Self::other(refused)
    }
}

/// What a path may lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A regular file alone.
    Regular,
    /// A pipe or a device too: the user named it, as shells do for `<(command)`.
    Any,
}

/// Reads the file at `path`, at most `most` bytes of it.
///
/// # Errors
/// Where it cannot be read, is longer, or is none of `kind`.
pub fn read(path: &Path, most: u64, kind: Kind) -> io::Result<Vec<u8>> {
    let before = fs::metadata(path)?;
    if before.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !before.is_file() && kind == Kind::Regular {
        return Err(Refused::Special.into());
    }
    let file = if before.is_file() {
        let file = open_at_once(path)?;
        // Between looking and opening, something else may have been put there.
        if !file.metadata()?.is_file() {
            return Err(Refused::Special.into());
        }
        file
    } else {
        File::open(path)?
    };
    let length = before.len();
    if length > most {
        return Err(Refused::TooLong { most }.into());
    }
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(usize::try_from(length).unwrap_or(usize::MAX))?;
    read_all(file, most, bytes)
}

/// Opens the file at `path`, or the pipe that the user named, to be read piece by piece.
///
/// # Errors
/// Where it cannot be opened or is a folder.
pub fn open(path: &Path) -> io::Result<File> {
    let before = fs::metadata(path)?;
    if before.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if before.is_file() {
        open_at_once(path)
    } else {
        File::open(path)
    }
}

/// Reads `input` to its end, at most `most` bytes of it.
///
/// # Errors
/// Where it cannot be read or is longer.
pub fn read_stream(input: impl Read, most: u64) -> io::Result<Vec<u8>> {
    read_all(input, most, Vec::new())
}

fn read_all(input: impl Read, most: u64, mut bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    input.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(Refused::TooLong { most }.into());
    }
    Ok(bytes)
}

/// Opens `path` without waiting for anything, which opening a pipe would.
fn open_at_once(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    options.open(path)
}

/// Reads the text at `path`, a regular file of at most `most` bytes, without its byte order mark.
///
/// # Errors
/// Where it cannot be read, is longer, or is no UTF-8.
pub fn read_text(path: &Path, most: u64) -> io::Result<String> {
    let bytes = read(path, most, Kind::Regular)?;
    let text = String::from_utf8(bytes)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// Which file this is, whatever it is called: two names of one file give the same answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity(IdentityParts);

#[cfg(unix)]
type IdentityParts = (u64, u64);
#[cfg(not(unix))]
type IdentityParts = std::path::PathBuf;

impl Identity {
    /// That of the file at `path`, through links; `None` where there is none.
    pub fn of(path: &Path) -> Option<Self> {
        #[cfg(unix)]
        {
            fs::metadata(path)
                .ok()
                .map(|metadata| Self::of_metadata(&metadata))
        }
        #[cfg(not(unix))]
        {
            fs::canonicalize(path).ok().map(Self)
        }
    }

    /// That of the file with this `metadata`.
    #[cfg(unix)]
    fn of_metadata(metadata: &fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self((metadata.dev(), metadata.ino()))
    }

    /// That of the regular file that standard output goes to; `None` where it goes to none.
    pub fn of_stdout() -> Option<Self> {
        #[cfg(unix)]
        {
            use std::os::fd::AsFd;
            let out = io::stdout().as_fd().try_clone_to_owned().ok()?;
            let metadata = File::from(out).metadata().ok()?;
            metadata.is_file().then(|| Self::of_metadata(&metadata))
        }
        #[cfg(not(unix))]
        {
            None
        }
    }
}

/// The name of `path` as reports hold it: what is no UTF-8 in it is written as `\xFF`, so that no two files
/// have one name.
pub fn name(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    match std::str::from_utf8(bytes) {
        Ok(name) => name.to_owned(),
        Err(_) => bytes
            .utf8_chunks()
            .map(|chunk| {
                let rest: String = chunk
                    .invalid()
                    .iter()
                    .map(|byte| format!("\\x{byte:02X}"))
                    .collect();
                format!("{}{rest}", chunk.valid())
            })
            .collect(),
    }
}

/// The path whose [`name`] is `name`.
pub fn path_of(name: &str) -> PathBuf {
    #[cfg(unix)]
    if name.contains("\\x") && fs::symlink_metadata(name).is_err() {
        use std::os::unix::ffi::OsStringExt;
        let mut bytes = Vec::with_capacity(name.len());
        let mut rest = name;
        while let Some(at) = rest.find("\\x") {
            bytes.extend(&rest.as_bytes()[..at]);
            let digits = rest.get(at + 2..at + 4);
            match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                Some(byte) if byte >= 0x80 => {
                    bytes.push(byte);
                    rest = &rest[at + 4..];
                }
                _ => {
                    bytes.extend(b"\\x");
                    rest = &rest[at + 2..];
                }
            }
        }
        bytes.extend(rest.as_bytes());
        return std::ffi::OsString::from_vec(bytes).into();
    }
    PathBuf::from(name)
}

/// What happened, in a few words of `lang` and without the system's numbers.
pub fn describe(error: &io::Error, lang: Lang) -> String {
    if let Some(refused) = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<Refused>())
    {
        return match (*refused, lang) {
            (Refused::TooLong { most }, Lang::Zh) => {
                format!("文件太大，最多 {}", size(most))
            }
            (Refused::TooLong { most }, Lang::En) => {
                format!("it is too long; at most {} are read", size(most))
            }
            (Refused::Special, Lang::Zh) => "这是管道或设备，不是普通文件".to_owned(),
            (Refused::Special, Lang::En) => "it is a pipe or a device, no regular file".to_owned(),
        };
    }
    match lang {
        Lang::Zh => match (known(error), error.raw_os_error()) {
            (Some(words), _) => words.to_owned(),
            (None, Some(code)) => format!("系统错误 {code}"),
            (None, None) => system(error),
        },
        Lang::En => system(error),
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        _ if bytes >= 1 << 20 => format!("{} MiB", bytes >> 20),
        _ => format!("{} KiB", bytes >> 10),
    }
}

/// The system's own words, without its number.
fn system(error: &io::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" (os error ") {
        Some((words, _)) => words.to_owned(),
        None => text,
    }
}

/// The Chinese words for what the system says.
fn known(error: &io::Error) -> Option<&'static str> {
    use io::ErrorKind;
    Some(match error.kind() {
        ErrorKind::NotFound => "没有这个文件",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已经有同名的文件",
        ErrorKind::IsADirectory => "这是文件夹",
        ErrorKind::NotADirectory => "路径中有一级不是文件夹",
        ErrorKind::StorageFull => "磁盘已满",
        ErrorKind::QuotaExceeded => "超出磁盘配额",
        ErrorKind::FileTooLarge => "超出允许的文件大小",
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        ErrorKind::InvalidFilename => "文件名太长或不合规",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "文件正被占用",
        ErrorKind::OutOfMemory => "内存不足",
        ErrorKind::TooManyLinks => "链接太多",
        ErrorKind::WouldBlock => "现在读不到内容",
        ErrorKind::TimedOut => "等待超时",
        ErrorKind::Interrupted => "操作被打断",
        ErrorKind::BrokenPipe => "接收的一方已经关闭",
        ErrorKind::Unsupported => "系统不支持这一操作",
        ErrorKind::InvalidData => "内容不是 UTF-8 文本",
        ErrorKind::UnexpectedEof => "内容不完整",
        _ => match error.raw_os_error() {
            #[cfg(unix)]
            Some(code) if code == rustix::io::Errno::LOOP.raw_os_error() => "符号链接成环",
            #[cfg(unix)]
            Some(code) if code == rustix::io::Errno::IO.raw_os_error() => "磁盘读写出错",
            #[cfg(unix)]
            Some(code) if code == rustix::io::Errno::MFILE.raw_os_error() => "打开的文件太多",
            #[cfg(unix)]
            Some(code) if code == rustix::io::Errno::NXIO.raw_os_error() => "没有这个设备",
            _ => return None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_read_than_allowed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.txt");
        fs::write(&path, "12345").expect("written");
        assert_eq!(read(&path, 5, Kind::Regular).expect("read"), b"12345");
        let error = read(&path, 4, Kind::Regular).expect_err("too long");
        assert!(describe(&error, Lang::Zh).contains("文件太大"));
        let error = read_stream(io::repeat(b'a'), 4096).expect_err("endless");
        assert_eq!(
            describe(&error, Lang::En),
            "it is too long; at most 4 KiB are read"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_read_only_where_it_was_named() {
        let error = read(Path::new("/dev/zero"), 16, Kind::Regular).expect_err("no file");
        assert!(describe(&error, Lang::Zh).contains("设备"));
        assert!(read(Path::new("/dev/zero"), 16, Kind::Any).is_err());
        assert_eq!(
            read(Path::new("/dev/null"), 16, Kind::Any).expect("read"),
            b""
        );
    }

    #[cfg(unix)]
    #[test]
    fn one_file_is_known_under_both_its_names() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, link) = (folder.path().join("a.txt"), folder.path().join("b.txt"));
        fs::write(&path, "").expect("written");
        std::os::unix::fs::symlink("a.txt", &link).expect("linked");
        assert_eq!(Identity::of(&path), Identity::of(&link));
        assert_eq!(Identity::of(&folder.path().join("c.txt")), None);
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_utf8_stay_apart_and_come_back() {
        use std::os::unix::ffi::OsStrExt;
        for bytes in [
            &b"a/c\xff\xfe.txt"[..],
            b"a/c\xfe.txt",
            "报告.txt".as_bytes(),
            b"a\\xzz",
        ] {
            let path = Path::new(std::ffi::OsStr::from_bytes(bytes));
            assert_eq!(path_of(&name(path)), path);
        }
        let path = Path::new(std::ffi::OsStr::from_bytes(b"c\xff.txt"));
        assert_eq!(name(path), "c\\xFF.txt");
    }

    #[test]
    fn the_system_is_quoted_without_its_numbers() {
        let error = io::Error::from_raw_os_error(if cfg!(windows) { 2 } else { 20 });
        for lang in [Lang::Zh, Lang::En] {
            assert!(!describe(&error, lang).contains("os error"), "{lang:?}");
        }
    }
}
