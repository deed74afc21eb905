//! Messages to the language server: each line of the input is one, or is framed as one.

#![no_main]

#[path = "../../src/lsp/mod.rs"]
mod lsp;

use hongbi::rules::Lang;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut input = Vec::new();
    let hello = br#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#;
    for line in std::iter::once(&hello[..]).chain(bytes.split(|&byte| byte == b'\n')) {
        input.extend(format!("Content-Length: {}\r\n\r\n", line.len()).into_bytes());
        input.extend(line);
    }
    let _ = lsp::serve(
        std::io::Cursor::new(input),
        Box::new(std::io::sink()),
        None,
        Lang::Zh,
    );
});
