//! The words of pages as `pdftotext` of Poppler places them, where that program is installed.

use std::{
    io::Read,
    process::{Command, Stdio},
    str::FromStr,
};

use super::super::{
    layout::{self, Page, Piece},
    package::{Tag, Token, Xml},
};

/// More than the words of any report.
const MAX_BYTES: u64 = 64 << 20;

/// The pages of the document `bytes`; `None` where the program is missing or finds nothing.
pub(super) fn pages(bytes: &[u8]) -> Option<Vec<Page>> {
    let file = tempfile::NamedTempFile::new().ok()?;
    std::fs::write(file.path(), bytes).ok()?;
    let mut child = Command::new("pdftotext")
        .args(["-q", "-bbox-layout", "-enc", "UTF-8"])
        .arg(file.path())
        .arg("-")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut text = String::new();
    let read = child
        .stdout
        .take()
        .and_then(|out| out.take(MAX_BYTES).read_to_string(&mut text).ok());
    if read.is_none() || text.len() as u64 == MAX_BYTES {
        // It would wait for a reader.
        child.kill().ok();
        child.wait().ok();
        return None;
    }
    let succeeded = child.wait().is_ok_and(|status| status.success());
    read_pages(&text).filter(|pages| succeeded && pages.iter().any(|page| !page.lines.is_empty()))
}

/// The pages of the program's XHTML: `<page width height>`, in it `<word xMin yMin xMax yMax>`.
fn read_pages(text: &str) -> Option<Vec<Page>> {
    let start = text.find("<body")?;
    let end = text.rfind("</body>")? + "</body>".len();
    let body = text.get(start..end)?;
    let mut out = Vec::new();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut height = 0.0;
    let mut word: Option<Piece> = None;
    let mut xml = Xml::new(body, "pdftotext", &[]);
    let mut finish = |pieces: &mut Vec<Piece>, height: f32| {
        if height > 0.0 {
            let part = format!("page{}", out.len() + 1);
            let lines = layout::lines(std::mem::take(pieces));
            out.push(Page {
                lines,
                height,
                part,
            });
        }
    };
    while let Some(token) = xml.next().ok()? {
        match token {
            Token::Open(tag) if tag.name == "page" => {
                finish(&mut pieces, height);
                height = number(&tag, "height")?;
            }
            Token::Open(tag) if tag.name == "word" => {
                let base = number(&tag, "yMax")?;
                word = Some(Piece {
                    text: String::new(),
                    left: number(&tag, "xMin")?,
                    right: number(&tag, "xMax")?,
                    base,
                    size: base - number::<f32>(&tag, "yMin")?,
                });
            }
            Token::Text(text, _) => {
                if let Some(word) = &mut word {
                    word.text.push_str(&text);
                }
            }
            Token::Close(_) => {
                // The program parts words at spaces of the text.
                pieces.extend(word.take().filter(|word| !word.text.trim().is_empty()));
            }
            Token::Open(_) => {}
        }
    }
    finish(&mut pieces, height);
    Some(out)
}

fn number<T: FromStr>(tag: &Tag<'_>, name: &str) -> Option<T> {
    tag.attribute(name)?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_places() {
        let text = r#"<!DOCTYPE html><html><body><doc><page width="595" height="842"><flow><block><line><word xMin="10" yMin="20" xMax="40" yMax="30">云岭市</word><word xMin="40" yMin="20" xMax="60" yMax="30">政协</word></line></block></flow></page></doc></body></html>"#;
        let pages = read_pages(text).expect("reads");
        assert_eq!(pages.len(), 1);
        assert_eq!(pages[0].lines[0].text, "云岭市政协");
    }
}
