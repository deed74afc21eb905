//! How other programs want files named.

use std::path::Path;

/// `path` without a leading `./`, as reports that are matched against a repository want it.
pub(super) fn relative(path: &str) -> &str {
    let mut path = path;
    while let Some(rest) = path.strip_prefix("./") {
        path = rest.trim_start_matches('/');
    }
    path
}

/// `path` as a URI reference: relative where it is, else a `file:` URI.
pub(super) fn uri(path: &str) -> String {
    let slashed = if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    };
    let mut out = String::new();
    if Path::new(path).is_absolute() {
        out.push_str(if slashed.starts_with('/') {
            "file://"
        } else {
            "file:///"
        });
    }
    for &byte in relative(&slashed).as_bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        assert_eq!(relative("./a/b.txt"), "a/b.txt");
        assert_eq!(uri("./a b/报.txt"), "a%20b/%E6%8A%A5.txt");
        assert_eq!(uri("c:d?e#f.txt"), "c%3Ad%3Fe%23f.txt");
        assert_eq!(uri("../a.txt"), "../a.txt");
    }

    #[cfg(unix)]
    #[test]
    fn absolute_paths_become_file_uris() {
        assert_eq!(uri("/a/b.txt"), "file:///a/b.txt");
    }
}
