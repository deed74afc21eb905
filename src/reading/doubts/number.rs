//! Logarithms in whole numbers, the same on every machine.

/// One bit in the unit of [`log2`].
pub(crate) const BIT: i32 = 256;

/// The binary logarithm of `x`, a positive normal number, in 256ths, rounded down.
///
/// The fraction comes bit by bit from squaring, in whole numbers: a library's logarithm may differ in its
/// last digit from one machine to the next.
pub(crate) fn log2(x: f64) -> i32 {
    let bits = x.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i32 - 1023;
    // 1 ≤ mantissa < 2, with 31 bits behind the point.
    let mut mantissa = (bits & ((1 << 52) - 1)) >> 21 | 1 << 31;
    let mut fraction = 0;
    for _ in 0..BIT.trailing_zeros() {
        mantissa = (mantissa * mantissa) >> 31;
        let bit = mantissa >> 32 & 1;
        mantissa >>= bit;
        fraction = fraction << 1 | bit as i32;
    }
    exponent * BIT + fraction
}

/// The logarithm of `count` + 1.
pub(crate) fn log2_count(count: u32) -> i32 {
    log2(f64::from(count) + 1.0)
}

/// `part` of `whole` in 256ths, at most 256; 0 of nothing.
pub(crate) fn share(part: u32, whole: u32) -> i32 {
    match whole {
        0 => 0,
        _ => (u64::from(part) * 256 / u64::from(whole)).min(256) as i32,
    }
}
