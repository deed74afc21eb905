//! XML as a flat row of tokens with their places, within bounds: no document type, no great depth.

use std::{borrow::Cow, collections::HashMap, ops::Range};

use quick_xml::{Reader, events::Event};

use super::Refusal;

/// Elements are nested at most so deeply.
const MAX_DEPTH: usize = 4_096;

/// A piece of XML. An empty element is an [`Token::Open`] and a [`Token::Close`].
#[derive(Debug)]
pub(in crate::format) enum Token<'a> {
    Open(Tag<'a>),
    /// The end of the element that was opened last.
    Close(Range<usize>),
    /// Text as it reads. A reference is a token of its own.
    Text(Cow<'a, str>, Range<usize>),
}

/// The beginning of an element.
#[derive(Debug, Clone)]
pub(in crate::format) struct Tag<'a> {
    /// Whether its name belongs to the vocabulary that the reader asked for.
    pub(in crate::format) own: bool,
    /// Its name without prefix.
    pub(in crate::format) name: &'a str,
    /// The place of the tag in the part.
    pub(in crate::format) range: Range<usize>,
    /// Whether it is `<…/>`.
    pub(in crate::format) empty: bool,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// The value of the attribute `name`, whatever its prefix.
    pub(in crate::format) fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        let mut rest = self.attributes;
        loop {
            let (key, after) = rest.split_once('=')?;
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let (value, next) = after[1..].split_once(quote)?;
            let key = key.trim();
            if key.rsplit(':').next() == Some(name) {
                return Some(unescape(value));
            }
            rest = next;
        }
    }

    pub(in crate::format) fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// Whether the attribute `val` of an element that switches something on does not say no.
    pub(in crate::format) fn is_on(&self) -> bool {
        !self
            .attribute("val")
            .is_some_and(|value| matches!(&*value, "0" | "false" | "off" | "none"))
    }
}

fn unescape(value: &str) -> Cow<'_, str> {
    quick_xml::escape::unescape(value).unwrap_or(Cow::Borrowed(value))
}

/// `text` as character data or an attribute's value; what XML cannot hold is left out.
pub(in crate::format) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

/// The tokens of a part.
pub(in crate::format) struct Xml<'a> {
    source: &'a str,
    reader: Reader<&'a [u8]>,
    part: &'a str,
    /// The prefixes of the vocabulary, from the root element.
    prefixes: HashMap<&'a str, bool>,
    namespaces: &'a [&'a str],
    depth: usize,
    /// An empty element that is still to be closed.
    closing: Option<usize>,
}

impl<'a> Xml<'a> {
    /// The tokens of `source`, the part called `part`; names in one of `namespaces` are its own.
    pub(in crate::format) fn new(
        source: &'a str,
        part: &'a str,
        namespaces: &'a [&'a str],
    ) -> Self {
        Self {
            source,
            reader: Reader::from_str(source),
            part,
            prefixes: HashMap::new(),
            namespaces,
            depth: 0,
            closing: None,
        }
    }

    /// How the vocabulary is spelled: the prefix with its colon.
    pub(in crate::format) fn is_spelled(&self, prefix: &str) -> bool {
        self.prefixes.get(prefix).copied().unwrap_or(false)
    }

    pub(in crate::format) fn broken(&self) -> Refusal {
        Refusal::BrokenXml {
            part: self.part.to_owned(),
        }
    }

    /// The next token; `None` at the end.
    pub(in crate::format) fn next(&mut self) -> Result<Option<Token<'a>>, Refusal> {
        if let Some(at) = self.closing.take() {
            self.depth -= 1;
            return Ok(Some(Token::Close(at..at)));
        }
        loop {
            let start = self.at();
            let event = self.reader.read_event().map_err(|_| Refusal::BrokenXml {
                part: self.part.to_owned(),
            })?;
            let range = start..self.at();
            let raw = self
                .source
                .get(range.clone())
                .ok_or_else(|| self.broken())?;
            match event {
                Event::Start(_) => return self.open(raw, range, false).map(Some),
                Event::Empty(_) => return self.open(raw, range, true).map(Some),
                Event::End(_) => {
                    self.depth = self.depth.checked_sub(1).ok_or_else(|| self.broken())?;
                    return Ok(Some(Token::Close(range)));
                }
                Event::Text(_) if raw.is_empty() => {}
                Event::Text(_) => return Ok(Some(Token::Text(Cow::Borrowed(raw), range))),
                Event::CData(data) => return Ok(Some(Token::Text(data.into_inner(), range))),
                Event::GeneralRef(reference) => {
                    let c = match reference.resolve_char_ref() {
                        Ok(Some(c)) => c.to_string(),
                        Ok(None) => {
                            match quick_xml::escape::resolve_xml_entity(&reference.into_inner()) {
                                Some(text) => text.to_owned(),
                                None => return Err(self.broken()),
                            }
                        }
                        Err(_) => return Err(self.broken()),
                    };
                    return Ok(Some(Token::Text(Cow::Owned(c), range)));
                }
                Event::DocType(_) => {
                    return Err(Refusal::Doctype {
                        part: self.part.to_owned(),
                    });
                }
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
                Event::Eof if self.depth == 0 => return Ok(None),
                Event::Eof => return Err(self.broken()),
            }
        }
    }

    fn at(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    fn open(
        &mut self,
        raw: &'a str,
        range: Range<usize>,
        empty: bool,
    ) -> Result<Token<'a>, Refusal> {
        let inner = raw
            .strip_prefix('<')
            .and_then(|rest| rest.strip_suffix('>'))
            .ok_or_else(|| self.broken())?;
        let inner = if empty {
            inner.strip_suffix('/').unwrap_or(inner)
        } else {
            inner
        };
        let length = inner
            .find(|c: char| c.is_ascii_whitespace())
            .unwrap_or(inner.len());
        let (qualified, attributes) = inner.split_at(length);
        let (prefix, name) = qualified.split_once(':').unwrap_or(("", qualified));
        if attributes.contains("xmlns") {
            self.declare(attributes);
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Refusal::TooLarge);
        }
        let tag = Tag {
            own: self.prefixes.get(prefix).copied().unwrap_or(false),
            name,
            empty,
            attributes,
            range,
        };
        if empty {
            self.closing = Some(tag.range.end);
        }
        Ok(Token::Open(tag))
    }

    /// Prefixes are bound where the root says; a second binding of one prefix is not looked for.
    fn declare(&mut self, attributes: &'a str) {
        let mut rest = attributes;
        while let Some((key, after)) = rest.split_once('=') {
            let after = after.trim_start();
            let Some(quote) = after.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
                return;
            };
            let Some((value, next)) = after[1..].split_once(quote) else {
                return;
            };
            let prefix = match key.trim() {
                "xmlns" => Some(""),
                key => key.strip_prefix("xmlns:"),
            };
            if let Some(prefix) = prefix {
                let own = self.namespaces.contains(&value);
                self.prefixes.entry(prefix).or_insert(own);
            }
            rest = next;
        }
    }
}
