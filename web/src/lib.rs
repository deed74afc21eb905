//! hongbi for a page: a request and its answer are JSON, each followed by the bytes of a file.
//!
//! The page writes a request to the memory at [`input`], calls [`answer`], and reads what [`output`] and the
//! returned length say. The first four bytes of both are the length of the JSON, little-endian; the rest
//! behind the JSON is the file. No generator of bindings is needed.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a test that fails says so by panicking")
)]

mod service;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The request while it is written, then the answer.
static BUFFER: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn buffer() -> MutexGuard<'static, Vec<u8>> {
    BUFFER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes room for a request of `length` bytes and says where it is.
#[allow(unsafe_code, reason = "the name is what the page calls")]
#[unsafe(no_mangle)]
pub extern "C" fn input(length: usize) -> *mut u8 {
    let mut buffer = buffer();
    *buffer = vec![0; length];
    buffer.as_mut_ptr()
}

/// Answers the request and gives the length of the answer in bytes.
#[allow(unsafe_code, reason = "the name is what the page calls")]
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> usize {
    let request = std::mem::take(&mut *buffer());
    let answer = handle(&request);
    let length = answer.len();
    *buffer() = answer;
    length
}

/// Where the answer is.
#[allow(unsafe_code, reason = "the name is what the page calls")]
#[unsafe(no_mangle)]
pub extern "C" fn output() -> *const u8 {
    buffer().as_ptr()
}

/// Answers `request`, framed as the head of this file says.
fn handle(request: &[u8]) -> Vec<u8> {
    let (head, file) = split(request);
    let (head, file) = service::answer(head, file);
    let length = u32::try_from(head.len()).unwrap_or(u32::MAX);
    [&length.to_le_bytes(), head.as_slice(), &file].concat()
}

/// The JSON and the file of a message.
fn split(message: &[u8]) -> (&[u8], &[u8]) {
    let Some((length, rest)) = message.split_first_chunk() else {
        return (&[], &[]);
    };
    let length = u32::from_le_bytes(*length) as usize;
    rest.split_at_checked(length).unwrap_or((rest, &[]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// The answer to `request` about `file`.
    fn ask(request: &Value, file: &[u8]) -> (Value, Vec<u8>) {
        let head = serde_json::to_vec(request).unwrap();
        let length = u32::try_from(head.len()).unwrap().to_le_bytes();
        let answer = handle(&[&length, head.as_slice(), file].concat());
        let (head, file) = split(&answer);
        (serde_json::from_slice(head).unwrap(), file.to_vec())
    }

    fn rules(answer: &Value) -> Vec<&str> {
        let found = answer["diagnostics"].as_array().unwrap();
        found
            .iter()
            .map(|one| one["rule"].as_str().unwrap())
            .collect()
    }

    #[test]
    fn a_draft_is_linted_in_both_languages() {
        let draft = "会议强调,要抓好落实。感谢***同志。\n".as_bytes();
        for (lang, said) in [("zh", "半角"), ("en", "Half-width")] {
            let (answer, file) = ask(
                &json!({"do": "lint", "name": "draft.txt", "lang": lang}),
                draft,
            );
            assert_eq!(
                rules(&answer),
                ["halfwidth-punctuation", "redaction-placeholder"]
            );
            assert!(
                answer["diagnostics"][0]["message"]
                    .as_str()
                    .unwrap()
                    .contains(said),
                "{answer}"
            );
            assert_eq!(answer["kind"], "text");
            assert_eq!(answer["text"].as_str().unwrap().as_bytes(), draft);
            assert!(
                answer["html"]
                    .as_str()
                    .unwrap()
                    .starts_with("<section class=\"file\"")
            );
            assert!(file.is_empty());
        }
    }

    #[test]
    fn one_fix_or_all_safe_ones_are_applied_in_the_files_encoding() {
        let draft = b"\xbb\xe1\xd2\xe9\xc7\xbf\xb5\xf7,\xd2\xaa\xd7\xa5\xba\xc3\xc2\xe4\xca\xb5\xa1\xa3\xd4\xd9\xd1\xd0\xbe\xbf,\xd4\xd9\xb2\xbf\xca\xf0\xa1\xa3\n";
        let (found, _) = ask(&json!({"do": "lint", "name": "draft.txt"}), draft);
        let fingerprint = &found["diagnostics"][0]["fingerprint"];
        let (answer, one) = ask(
            &json!({"do": "fix", "name": "draft.txt", "fingerprints": [fingerprint]}),
            draft,
        );
        assert_eq!(answer["applied"], 1);
        let (answer, all) = ask(&json!({"do": "fix", "name": "draft.txt"}), draft);
        assert!(answer["applied"].as_u64().unwrap() >= 1, "{answer}");
        let full_width = |bytes: &[u8]| bytes.windows(2).filter(|pair| pair == b"\xa3\xac").count();
        assert!(full_width(&one) >= 1);
        assert_eq!(full_width(&all), 2);
    }

    #[test]
    fn configuration_and_exceptions_are_heard_and_can_be_kept() {
        let draft = "会议强调,要抓好落实。感谢***同志。\n".as_bytes();
        let exception = json!({"rule": "redaction-placeholder", "text": "***", "fingerprint": ""});
        let mut request = json!({
            "do": "lint", "name": "draft.txt",
            "config": "[rules]\nhalfwidth-punctuation = \"off\"\n",
        });
        assert_eq!(rules(&ask(&request, draft).0), ["redaction-placeholder"]);
        request["exceptions"] = json!([exception]);
        assert!(rules(&ask(&request, draft).0).is_empty());
        request["do"] = json!("config");
        let (_, file) = ask(&request, &[]);
        let kept = String::from_utf8(file).unwrap();
        assert!(
            kept.starts_with("[rules]\n") && kept.contains("[[allow]]"),
            "{kept}"
        );
    }

    #[test]
    fn what_cannot_be_done_is_said() {
        let (answer, _) = ask(
            &json!({"do": "lint", "name": "draft.txt", "config": "[ruels]\n", "lang": "en"}),
            b"",
        );
        let said = answer["error"].as_str().unwrap();
        assert!(said.contains("rules") && said.contains('1'), "{said}");
        let (answer, _) = ask(&json!({"do": "lint", "name": "draft.pdf"}), b"%PDF-1.7\n");
        let said = answer["error"].as_str().unwrap();
        assert!(said.contains("pdf"), "{said}");
        let (answer, _) = ask(&json!({"do": "dance"}), b"");
        assert!(answer["error"].is_string());
    }
}
