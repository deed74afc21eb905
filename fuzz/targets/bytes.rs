#![no_main]

#[path = "../checks.rs"]
mod checks;
#[path = "../grammar.rs"]
mod grammar;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::lints_bytes(bytes));
