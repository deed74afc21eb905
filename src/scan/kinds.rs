//! The kind of each character, in one table: its script, and whether it is a numeral, a sign, or
//! asked for by itself.

use crate::language::{han::code, script};

/// All characters but the ASCII digits that numerals are written in; each has three bytes.
pub(super) const NUMERALS: &str =
    "０１２３４５６７８９〇零○一二两兩三四五六七八九十廿卅百千万萬亿億";

/// These bits of a kind are those of [`script::MARKS`].
pub(super) const SCRIPT: u8 = 3;
/// Marks what numerals are written in,
pub(super) const NUMERAL: u8 = 4;
/// signs,
pub(super) const SIGN: u8 = 8;
/// and what else rules ask for by itself.
pub(super) const ASKED: u8 = 16;

/// Spaces that rules ask for, and characters that only damaged text has; each is no sign.
pub(super) const SINGLES: &str = " \u{3000}锘鈥銆";

/// One entry for each [unit].
pub(super) static KINDS: [u8; 1 << 16] = kinds();

const fn kinds() -> [u8; 1 << 16] {
    let mut kinds = [SIGN; 1 << 16];
    let mut unit = 0;
    while unit < 0x80 {
        if is_plain_ascii(unit as u8) {
            kinds[unit] = 0;
        }
        if (unit as u8).is_ascii_digit() {
            kinds[unit] |= NUMERAL;
        }
        unit += 1;
    }
    let mut at = 0;
    while at < script::MARKS.len() {
        kinds[script::FIRST as usize + at] = script::MARKS[at];
        at += 1;
    }
    kinds[0x3000] = 0;
    mark(&mut kinds, NUMERALS, NUMERAL);
    mark(&mut kinds, SINGLES, ASKED);
    kinds
}

/// Marks the `characters`, which have one byte or three, with `kind`.
const fn mark(kinds: &mut [u8; 1 << 16], characters: &str, kind: u8) {
    let mut rest = characters.as_bytes();
    loop {
        match rest {
            [only @ 0..0x80, after @ ..] => {
                kinds[*only as usize] |= kind;
                rest = after;
            }
            [first, second, third, after @ ..] => {
                kinds[code(*first, *second, *third) as usize] |= kind;
                rest = after;
            }
            _ => return,
        }
    }
}

/// Whether the character is known by itself: a sign, or one of a few others.
pub(super) fn is_known(unit: u16) -> bool {
    KINDS[usize::from(unit)] & (SIGN | ASKED) != 0
}

/// Whether the character is a space, a line end, a digit or a letter. The letters X and x are signs
/// because they mask and mark blanks.
const fn is_plain_ascii(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
        || byte.is_ascii_alphanumeric() && !byte.eq_ignore_ascii_case(&b'x')
}

/// A character of a pair, in two bytes: two characters outside the Basic Multilingual Plane may share theirs.
pub(super) fn unit(c: char) -> u16 {
    u16::try_from(c as u32).unwrap_or(ASTRAL | c as u16 & 0x7ff)
}

/// The first of the numbers that stand for characters outside the Basic Multilingual Plane; no other
/// character has them.
const ASTRAL: u16 = 0xd800;
