//! Numbers by which a person can be found: of telephones, identity cards, bank cards.

use std::ops::Range;

use crate::{document::Document, scan::signs::before};

/// What a number is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Phone,
    Identity,
    Bank,
}

impl Kind {
    /// The key of its name among the messages.
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Identity => "identity",
            Self::Bank => "bank",
        }
    }
}

/// The numbers of persons in `doc`, in order.
pub(crate) fn private(doc: &Document) -> Vec<(Kind, Range<usize>)> {
    let text = &*doc.text;
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let length = bytes[at..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        let span = at..at + length;
        at += length;
        let outside = |c: Option<char>| {
            c.is_none_or(|c| {
                !c.is_ascii_alphanumeric() && !matches!(c, '*' | '＊' | '.' | '-' | '×')
            })
        };
        if length < 11 || !outside(before(text, span.start)) {
            continue;
        }
        let digits = &bytes[span.clone()];
        let next = bytes.get(span.end).copied();
        if let Some(kind) = kind(text, digits, next, span.start) {
            let check = kind == Kind::Identity && length == 17;
            found.push((kind, span.start..span.end + usize::from(check)));
        }
    }
    found
}

fn kind(text: &str, digits: &[u8], next: Option<u8>, start: usize) -> Option<Kind> {
    let free = !next
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'.' | b'-'));
    match digits.len() {
        11 if free && digits[0] == b'1' && digits[1] >= b'3' => Some(Kind::Phone),
        17 if matches!(next, Some(b'X' | b'x')) && has_birthday(digits) => Some(Kind::Identity),
        18 if free && has_birthday(digits) => Some(Kind::Identity),
        16..=19 if free && is_account(text, start) => Some(Kind::Bank),
        _ => None,
    }
}

/// Whether the digits of an identity card hold a date of birth.
fn has_birthday(digits: &[u8]) -> bool {
    let number = |range: Range<usize>| {
        digits[range]
            .iter()
            .fold(0u32, |sum, byte| sum * 10 + u32::from(byte - b'0'))
    };
    (1900..2100).contains(&number(6..10))
        && (1..=12).contains(&number(10..12))
        && (1..=31).contains(&number(12..14))
        && digits[0] != b'0'
}

/// Whether a number at byte `start` is called an account or a card.
fn is_account(text: &str, start: usize) -> bool {
    let head = &text[..start];
    let from = head
        .char_indices()
        .rev()
        .take(12)
        .last()
        .map_or(start, |(at, _)| at);
    let words = &head[from..];
    [
        "账号",
        "帐号",
        "賬號",
        "帳號",
        "卡号",
        "卡號",
        "账户",
        "帐户",
        "银行卡",
    ]
    .iter()
    .any(|word| words.contains(word))
}
