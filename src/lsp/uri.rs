//! Addresses of documents.

use std::path::{Path, PathBuf};

/// The path that a `file:` address names.
pub(super) fn to_path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let path = decoded(&rest[rest.find('/')?..]);
    // `file:///C:/drafts` on Windows.
    let drive = path.as_bytes().get(2) == Some(&b':');
    let path = if cfg!(windows) && drive {
        &path[1..]
    } else {
        &path
    };
    Some(PathBuf::from(path))
}

/// The `file:` address of an absolute path.
pub(super) fn of_path(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) {
        text.replace('\\', "/").into()
    } else {
        text
    };
    let root = if text.starts_with('/') { "" } else { "/" };
    let mut out = format!("file://{root}");
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = (*first == b'%')
            .then(|| tail.get(..2))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.push(code.unwrap_or(*first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(all(test, not(windows)))]
mod tests {
    use super::*;

    #[test]
    fn paths_and_addresses_are_two_ways_of_one_thing() {
        let path = Path::new("/文稿/a b%.txt");
        let uri = of_path(path);
        assert_eq!(uri, "file:///%E6%96%87%E7%A8%BF/a%20b%25.txt");
        assert_eq!(to_path(&uri).as_deref(), Some(path));
        assert_eq!(to_path("file:///文稿/a%20b%25.txt").as_deref(), Some(path));
        assert_eq!(to_path("untitled:Untitled-1"), None);
        assert_eq!(to_path("file://"), None);
        assert_eq!(to_path("file:///%"), Some("/%".into()));
    }
}
