//! What styles say of paragraphs.

use std::collections::HashMap;

use super::{NAMESPACES, numbering::Level};
use crate::format::{
    Refusal,
    package::{Token, Xml},
};

/// A style, and after [`Styles::resolve`] with what it is based on.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    pub(super) name: String,
    based_on: Option<String>,
    pub(super) outline: Option<u32>,
    pub(super) number: Option<u32>,
    pub(super) level: Option<u32>,
    pub(super) centered: Option<bool>,
    pub(super) hidden: Option<bool>,
}

impl Style {
    /// Whether it belongs to a table of contents.
    pub(super) fn is_contents(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        name.starts_with("toc ") || name == "table of figures"
    }

    pub(super) fn is_title(&self) -> bool {
        self.name.eq_ignore_ascii_case("title")
    }

    pub(super) fn is_caption(&self) -> bool {
        self.name.eq_ignore_ascii_case("caption")
    }

    pub(super) fn is_heading(&self) -> bool {
        self.outline
            .is_some_and(|level| level < Level::COUNT as u32)
    }
}

/// The styles of a document by their identifiers.
#[derive(Debug, Default)]
pub(super) struct Styles {
    all: HashMap<String, Style>,
    normal: Option<String>,
}

/// Styles are based on each other at most so deeply.
const MAX_CHAIN: usize = 24;

impl Styles {
    pub(super) fn read(text: &str, part: &str) -> Result<Self, Refusal> {
        let mut styles = Self::default();
        let mut xml = Xml::new(text, part, NAMESPACES);
        let mut now: Option<(String, Style)> = None;
        let mut depth = 0;
        let mut inside = 0;
        while let Some(token) = xml.next()? {
            let tag = match token {
                Token::Open(tag) => tag,
                Token::Close(_) => {
                    if depth == inside
                        && let Some((id, style)) = now.take()
                    {
                        styles.all.insert(id, style);
                    }
                    depth -= 1;
                    continue;
                }
                Token::Text(..) => continue,
            };
            depth += 1;
            let value = || tag.attribute("val").map(std::borrow::Cow::into_owned);
            match (&mut now, tag.name) {
                (None, "style") => {
                    let id = tag.attribute("styleId").unwrap_or_default().into_owned();
                    let paragraph = tag.attribute("type").as_deref() == Some("paragraph");
                    if paragraph && tag.attribute("default").is_some_and(|v| &*v != "0") {
                        styles.normal = Some(id.clone());
                    }
                    now = Some((id, Style::default()));
                    inside = depth;
                }
                (Some((_, style)), "name") if depth == inside + 1 => {
                    style.name = value().unwrap_or_default();
                }
                (Some((_, style)), "basedOn") => style.based_on = value(),
                (Some((_, style)), "outlineLvl") => style.outline = tag.number("val"),
                (Some((_, style)), "numId") => style.number = tag.number("val"),
                (Some((_, style)), "ilvl") => style.level = tag.number("val"),
                (Some((_, style)), "vanish") => style.hidden = Some(tag.is_on()),
                (Some((_, style)), "jc") => {
                    style.centered = Some(value().as_deref() == Some("center"));
                }
                _ => {}
            }
        }
        Ok(styles)
    }

    /// The style `id` with what it is based on, or that of plain paragraphs.
    pub(super) fn resolve(&self, id: Option<&str>) -> Style {
        let mut out = Style::default();
        let mut next = id.or(self.normal.as_deref());
        for _ in 0..MAX_CHAIN {
            let Some(style) = next.and_then(|id| self.all.get(id)) else {
                break;
            };
            if out.name.is_empty() {
                out.name.clone_from(&style.name);
            }
            out.outline = out.outline.or(style.outline);
            out.number = out.number.or(style.number);
            out.level = out.level.or(style.level);
            out.centered = out.centered.or(style.centered);
            out.hidden = out.hidden.or(style.hidden);
            next = style.based_on.as_deref();
        }
        out
    }
}
