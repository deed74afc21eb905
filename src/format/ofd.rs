//! OFD, the national format of fixed pages (GB/T 33190): text by its place.

use std::path::Path;

use super::{
    Refusal,
    assembly::{Opened, Role, assemble},
    layout::{self, Page, Piece},
    package::{Package, Tag, Token, Xml, resolve},
};

const ROOT: &str = "OFD.xml";

pub(super) fn open(path: &Path, package: &mut Package<'_>) -> Result<Opened, Refusal> {
    let root = package.text(ROOT)?.ok_or(Refusal::NoText)?;
    let mut pages = Vec::new();
    for document in content(&root, ROOT, "DocRoot")? {
        let document = resolve(ROOT, document.trim());
        let Some(text) = package.text(&document)? else {
            continue;
        };
        let height = height(&text, &document)?;
        for page in page_parts(&text, &document)? {
            let part = find(package, &document, &page);
            let Some(text) = part
                .as_deref()
                .map(|part| package.text(part))
                .transpose()?
                .flatten()
            else {
                continue;
            };
            let part = part.unwrap_or_default();
            pages.push(Page {
                lines: layout::lines(pieces(&text, &part)?),
                height: self::height(&text, &part)?.or(height).unwrap_or(297.0),
                part,
            });
        }
    }
    if pages.is_empty() {
        return Err(Refusal::NoText);
    }
    Ok(assemble(path, layout::paragraphs(pages), Role::Loose))
}

/// The name of the part at `target`, which some programs give from the document and some from its root.
fn find(package: &Package<'_>, document: &str, target: &str) -> Option<String> {
    let near = resolve(document, target);
    let far = target.trim_start_matches('/').to_owned();
    [near, far].into_iter().find(|name| package.holds(name))
}

/// What the elements called `name` hold.
fn content(text: &str, part: &str, name: &str) -> Result<Vec<String>, Refusal> {
    let mut out = Vec::new();
    let mut inside = false;
    let mut xml = Xml::new(text, part, &[]);
    while let Some(token) = xml.next()? {
        match token {
            Token::Open(tag) => {
                inside = tag.name == name;
                if inside {
                    out.push(String::new());
                }
            }
            Token::Close(_) => inside = false,
            Token::Text(text, _) => {
                if let Some(last) = out.last_mut().filter(|_| inside) {
                    last.push_str(&text);
                }
            }
        }
    }
    Ok(out)
}

/// The height of pages, from the box that they fill.
fn height(text: &str, part: &str) -> Result<Option<f32>, Refusal> {
    let boxes = content(text, part, "PhysicalBox")?;
    Ok(boxes
        .first()
        .and_then(|numbers| numbers.split_whitespace().nth(3)?.parse().ok()))
}

/// Where the pages of a document are, in order.
fn page_parts(text: &str, part: &str) -> Result<Vec<String>, Refusal> {
    let mut out = Vec::new();
    let mut xml = Xml::new(text, part, &[]);
    while let Some(token) = xml.next()? {
        if let Token::Open(tag) = token
            && tag.name == "Page"
            && let Some(place) = tag.attribute("BaseLoc")
        {
            out.push(place.trim().to_owned());
        }
    }
    Ok(out)
}

/// A text object: where it is and how its own axes lie on the page.
struct Object {
    left: f32,
    top: f32,
    size: f32,
    /// a b c d e f of the matrix.
    matrix: [f32; 6],
}

impl Object {
    fn of(tag: &Tag<'_>) -> Self {
        let numbers = |key: &str| -> Vec<f32> {
            tag.attribute(key)
                .unwrap_or_default()
                .split_whitespace()
                .filter_map(|number| number.parse().ok())
                .collect()
        };
        let boundary = numbers("Boundary");
        let matrix = match numbers("CTM")[..] {
            [a, b, c, d, e, f] => [a, b, c, d, e, f],
            _ => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        };
        let size: f32 = numbers("Size").first().copied().unwrap_or(4.0);
        let [a, b, c, d, ..] = matrix;
        let scale = (a * d - b * c).abs().sqrt();
        Self {
            left: boundary.first().copied().unwrap_or(0.0),
            top: boundary.get(1).copied().unwrap_or(0.0),
            size: if scale > 0.0 { size * scale } else { size },
            matrix,
        }
    }

    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.matrix;
        (self.left + a * x + c * y + e, self.top + b * x + d * y + f)
    }
}

/// The pieces of text of a page.
fn pieces(text: &str, part: &str) -> Result<Vec<Piece>, Refusal> {
    let mut out = Vec::new();
    let mut object: Option<Object> = None;
    // The x, y and steps of the code that is open.
    let mut code: Option<(f32, f32, Vec<f32>)> = None;
    let mut xml = Xml::new(text, part, &[]);
    while let Some(token) = xml.next()? {
        match token {
            Token::Open(tag) if tag.name == "TextObject" => object = Some(Object::of(&tag)),
            Token::Open(tag) if tag.name == "TextCode" => {
                let number = |key: &str| {
                    tag.attribute(key)
                        .and_then(|value| value.trim().parse().ok())
                        .unwrap_or(0.0_f32)
                };
                let steps = steps(&tag.attribute("DeltaX").unwrap_or_default());
                code = Some((number("X"), number("Y"), steps));
            }
            Token::Close(_) => code = None,
            Token::Text(text, _) => {
                if let (Some(object), Some((x, y, steps))) = (&object, &code) {
                    piece(object, *x, *y, steps, &text, &mut out);
                }
            }
            Token::Open(_) => {}
        }
    }
    Ok(out)
}

fn piece(object: &Object, x: f32, y: f32, steps: &[f32], text: &str, out: &mut Vec<Piece>) {
    let text = text.trim_matches(['\n', '\r']);
    let count = text.chars().count();
    if count == 0 {
        return;
    }
    let walked: f32 = steps.iter().take(count.saturating_sub(1)).sum();
    let (left, base) = object.place(x, y);
    let (last, _) = object.place(x + walked, y);
    // Without steps a line of wide characters is as long as they are.
    let right = match steps.is_empty() {
        true => left + object.size * count as f32,
        false => last + object.size,
    };
    out.push(Piece {
        text: text.to_owned(),
        left,
        right,
        base,
        size: object.size,
    });
}

/// The steps of `DeltaX`: numbers, and `g 5 3.2` for five of 3.2.
fn steps(text: &str) -> Vec<f32> {
    const MOST: usize = 10_000;
    let mut out = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if word == "g" {
            let count: usize = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
            let step: f32 = words
                .next()
                .and_then(|word| word.parse().ok())
                .unwrap_or(0.0);
            out.extend(std::iter::repeat_n(step, count.min(MOST)));
        } else if let Ok(step) = word.parse() {
            out.push(step);
        }
        if out.len() > MOST {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_counted_out() {
        assert_eq!(steps("1.5 g 3 2 4"), [1.5, 2.0, 2.0, 2.0, 4.0]);
    }

    #[test]
    fn pieces_have_their_places() {
        let page = r#"<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:TextObject Boundary="10 20 50 5" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="g 2 4">云岭市</ofd:TextCode></ofd:TextObject></ofd:Page>"#;
        let pieces = pieces(page, "Content.xml").expect("reads");
        assert_eq!(pieces.len(), 1);
        assert_eq!(
            (pieces[0].left, pieces[0].base, pieces[0].right),
            (10.0, 24.0, 22.0)
        );
    }
}
