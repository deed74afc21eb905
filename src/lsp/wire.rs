//! Messages in and out.
//!
//! The threads of `lsp_server::Connection` end at the first message that is no valid one; these go
//! on after it, so that a client's slip is answered and costs nobody the server.

use std::{
    io::{self, BufRead, Read, Write},
    sync::mpsc::{self, Receiver},
    thread,
};

use lsp_server::{ErrorCode, Message, RequestId};
use serde_json::{Value, json};

/// What came in.
pub(super) enum Incoming {
    Message(Message),
    Malformed(Problem),
}

/// Why something that came in is no message.
pub(super) struct Problem {
    /// The `id` of the request, or null where none could be read.
    id: Value,
    code: ErrorCode,
    message: String,
}

/// Reads `input` on a thread of its own, which ends with the input.
pub(super) fn listen(mut input: impl BufRead + Send + 'static) -> Receiver<Incoming> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        while let Ok(Some(body)) = frame(&mut input) {
            if let Some(incoming) = read(&body)
                && sender.send(incoming).is_err()
            {
                return;
            }
        }
    });
    receiver
}

/// The next body; `None` at the end of the input. A header that cannot be read is passed over.
fn frame(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length: Option<u64> = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let header = line.trim_ascii();
        if let Some(colon) = header.iter().position(|&byte| byte == b':') {
            let (name, value) = header.split_at(colon);
            if name.eq_ignore_ascii_case(b"content-length") {
                let value = std::str::from_utf8(&value[1..]).unwrap_or_default();
                length = value.trim().parse().ok();
            }
        }
        if header.is_empty()
            && let Some(length) = length
        {
            // Not allocated beforehand: the length is only what the other side claims.
            let mut body = Vec::new();
            let read = input.take(length).read_to_end(&mut body)?;
            return Ok((read as u64 == length).then_some(body));
        }
    }
}

fn read(body: &[u8]) -> Option<Incoming> {
    let malformed = |id, code, error: serde_json::Error| {
        let message = error.to_string();
        Some(Incoming::Malformed(Problem { id, code, message }))
    };
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => return malformed(Value::Null, ErrorCode::ParseError, error),
    };
    let id = value.get("id").cloned();
    // A request whose id is none would else pass for a notification, and never be answered.
    if let Some(id) = &id
        && value.get("method").is_some()
        && let Err(error) = serde_json::from_value::<RequestId>(id.clone())
    {
        return malformed(id.clone(), ErrorCode::InvalidRequest, error);
    }
    // An answer to a question of ours, of which there are none whose answer matters.
    if value.get("result").or(value.get("error")).is_some() {
        return None;
    }
    match serde_json::from_value(value) {
        Ok(message) => Some(Incoming::Message(message)),
        Err(error) => malformed(id.unwrap_or_default(), ErrorCode::InvalidRequest, error),
    }
}

/// Writes to the client.
pub(super) struct Wire {
    out: Box<dyn Write>,
}

impl Wire {
    pub(super) fn new(out: Box<dyn Write>) -> Self {
        Self { out }
    }

    pub(super) fn send(&mut self, message: impl Into<Message>) -> io::Result<()> {
        message.into().write(&mut self.out)
    }

    /// Answers what was no message.
    pub(super) fn reject(&mut self, problem: &Problem) -> io::Result<()> {
        let error = json!({"code": problem.code as i32, "message": problem.message});
        let text = json!({"jsonrpc": "2.0", "id": problem.id, "error": error}).to_string();
        write!(self.out, "Content-Length: {}\r\n\r\n{text}", text.len())?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_follow_one_another_whatever_their_headers() {
        let mut input = &b"Content-Type: x\r\ncontent-length:2\r\n\r\n{}junk\nContent-Length: x\r\n\r\nContent-Length: 3\r\n\r\nabcContent-Length: 9\r\n\r\nshort"[..];
        assert_eq!(frame(&mut input).expect("reads"), Some(b"{}".to_vec()));
        assert_eq!(frame(&mut input).expect("reads"), Some(b"abc".to_vec()));
        assert_eq!(frame(&mut input).expect("reads"), None);
    }

    #[test]
    fn what_is_no_message_is_told_apart() {
        let code = |body: &str| match read(body.as_bytes()) {
            Some(Incoming::Malformed(problem)) => Some((problem.code as i32, problem.id)),
            _ => None,
        };
        assert_eq!(code("{"), Some((-32700, Value::Null)));
        assert_eq!(code("[]"), Some((-32600, Value::Null)));
        assert_eq!(code(r#"{"id":7,"method":8}"#), Some((-32600, json!(7))));
        assert_eq!(
            code(r#"{"id":99999999999,"method":"x"}"#),
            Some((-32600, json!(99999999999_u64)))
        );
        assert!(read(br#"{"id":[],"result":1}"#).is_none());
    }
}
