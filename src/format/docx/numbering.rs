//! Automatic numbers: what Word prints before a paragraph but does not keep in its text.

use std::collections::{HashMap, HashSet};

use super::NAMESPACES;
use crate::format::{
    Refusal,
    numerals::print,
    package::{Token, Xml},
};

/// One level of a list.
#[derive(Debug, Clone)]
pub(super) struct Level {
    start: u32,
    format: String,
    text: String,
    /// The style whose paragraphs are of this level.
    style: Option<String>,
    /// The level after which it begins anew, counted from 1; 0 for never.
    restart: Option<u32>,
    legal: bool,
}

impl Level {
    pub(super) const COUNT: usize = 9;
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: "decimal".to_owned(),
            text: String::new(),
            style: None,
            restart: None,
            legal: false,
        }
    }
}

#[derive(Debug, Default, Clone)]
struct Abstract {
    levels: HashMap<u32, Level>,
    /// Takes its levels from the list of that style.
    link: Option<String>,
    /// Is the list of that style.
    style: Option<String>,
}

#[derive(Debug, Default)]
struct Instance {
    list: u32,
    starts: HashMap<u32, u32>,
    levels: HashMap<u32, Level>,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: HashMap<u32, Abstract>,
    instances: HashMap<u32, Instance>,
    counters: HashMap<u32, [Option<u32>; Level::COUNT]>,
    started: HashSet<(u32, u32)>,
}

/// Where in `numbering.xml` the reader is.
enum Holder {
    List(u32),
    Instance(u32),
}

impl Numbering {
    pub(super) fn read(text: &str, part: &str) -> Result<Self, Refusal> {
        let mut out = Self::default();
        let mut xml = Xml::new(text, part, NAMESPACES);
        let mut holder = None;
        let mut level = 0;
        while let Some(token) = xml.next()? {
            let Token::Open(tag) = token else { continue };
            let value = || tag.attribute("val").map(std::borrow::Cow::into_owned);
            match tag.name {
                "abstractNum" => {
                    let id = tag.number("abstractNumId").unwrap_or_default();
                    out.lists.insert(id, Abstract::default());
                    holder = Some(Holder::List(id));
                }
                "num" => {
                    let id = tag.number("numId").unwrap_or_default();
                    out.instances.insert(id, Instance::default());
                    holder = Some(Holder::Instance(id));
                }
                "lvl" | "lvlOverride" => {
                    level = tag.number("ilvl").unwrap_or_default();
                    if tag.name == "lvl"
                        && let Some(levels) = out.levels(holder.as_ref())
                    {
                        levels.insert(level, Level::default());
                    }
                }
                "abstractNumId" | "startOverride" => {
                    if let (Some(Holder::Instance(id)), Some(number)) = (&holder, tag.number("val"))
                        && let Some(instance) = out.instances.get_mut(id)
                    {
                        if tag.name == "abstractNumId" {
                            instance.list = number;
                        } else {
                            instance.starts.insert(level, number);
                        }
                    }
                }
                "numStyleLink" | "styleLink" => {
                    if let Some(Holder::List(id)) = &holder
                        && let Some(list) = out.lists.get_mut(id)
                    {
                        if tag.name == "styleLink" {
                            list.style = value();
                        } else {
                            list.link = value();
                        }
                    }
                }
                name => {
                    let Some(now) = out
                        .levels(holder.as_ref())
                        .and_then(|levels| levels.get_mut(&level))
                    else {
                        continue;
                    };
                    match name {
                        "start" => now.start = tag.number("val").unwrap_or(1),
                        // The format of an alternative that programs may not know is custom.
                        "numFmt" => now.format = value().unwrap_or_default(),
                        "lvlText" => now.text = value().unwrap_or_default(),
                        "pStyle" => now.style = value(),
                        "lvlRestart" => now.restart = tag.number("val"),
                        "isLgl" => now.legal = tag.is_on(),
                        _ => {}
                    }
                }
            }
        }
        Ok(out)
    }

    fn levels(&mut self, holder: Option<&Holder>) -> Option<&mut HashMap<u32, Level>> {
        match holder? {
            Holder::List(id) => self.lists.get_mut(id).map(|list| &mut list.levels),
            Holder::Instance(id) => self.instances.get_mut(id).map(|one| &mut one.levels),
        }
    }

    /// The list that the instance `number` follows.
    fn list(&self, number: u32) -> Option<u32> {
        let id = self.instances.get(&number)?.list;
        let Some(link) = self.lists.get(&id)?.link.as_deref() else {
            return Some(id);
        };
        self.lists
            .iter()
            .find(|(_, list)| list.style.as_deref() == Some(link))
            .map(|(&id, _)| id)
            .or(Some(id))
    }

    /// The level that paragraphs of `style` have in the instance `number`.
    pub(super) fn level_of_style(&self, number: u32, style: &str) -> Option<u32> {
        self.lists
            .get(&self.list(number)?)?
            .levels
            .iter()
            .find(|(_, level)| level.style.as_deref() == Some(style))
            .map(|(&id, _)| id)
    }

    fn level(&self, number: u32, list: u32, level: u32) -> Option<&Level> {
        self.instances
            .get(&number)
            .and_then(|instance| instance.levels.get(&level))
            .or_else(|| self.lists.get(&list)?.levels.get(&level))
    }

    /// Counts one more paragraph of `level` in the instance `number`, and says what is printed before it.
    pub(super) fn next(&mut self, number: u32, level: u32) -> Option<Printed> {
        let depth = usize::try_from(level)
            .ok()
            .filter(|&depth| depth < Level::COUNT)?;
        let list = self.list(number)?;
        let format = self.level(number, list, level)?.clone();
        let restart = self
            .instances
            .get(&number)
            .and_then(|instance| instance.starts.get(&level).copied())
            .filter(|_| self.started.insert((number, level)));
        let deeper: Vec<usize> = (depth + 1..Level::COUNT)
            .filter(|&other| {
                let restart = u32::try_from(other)
                    .ok()
                    .and_then(|other| self.level(number, list, other)?.restart);
                restart.is_none_or(|restart| restart as usize > depth)
            })
            .collect();
        let starts: Vec<u32> = (0..=level)
            .map(|above| self.level(number, list, above).map_or(1, |one| one.start))
            .collect();
        let counters = self.counters.entry(list).or_default();
        counters[depth] = Some(match (restart, counters[depth]) {
            (Some(start), _) => start,
            (None, Some(count)) => count.saturating_add(1),
            (None, None) => format.start,
        });
        for other in deeper {
            counters[other] = None;
        }
        for (counter, start) in counters.iter_mut().zip(starts) {
            counter.get_or_insert(start);
        }
        let counters = *counters;
        if format.format == "bullet" {
            return Some(Printed::Bullet);
        }
        let text = self.fill(&format, &counters, |above| {
            self.level(number, list, above)
                .map_or_else(|| "decimal".to_owned(), |one| one.format.clone())
        });
        Some(Printed::Number(text))
    }

    fn fill(
        &self,
        level: &Level,
        counters: &[Option<u32>; Level::COUNT],
        format: impl Fn(u32) -> String,
    ) -> String {
        let mut out = String::new();
        let mut chars = level.text.chars().peekable();
        while let Some(c) = chars.next() {
            let place = (c == '%')
                .then(|| chars.peek().and_then(|next| next.to_digit(10)))
                .flatten()
                .filter(|&place| place > 0);
            let Some(place) = place else {
                out.push(c);
                continue;
            };
            chars.next();
            let count = counters
                .get(place as usize - 1)
                .copied()
                .flatten()
                .unwrap_or(1);
            let format = format(place - 1);
            let format = if level.legal && format != "none" {
                "decimal"
            } else {
                &format
            };
            out.push_str(&print(count, format));
        }
        out
    }
}

/// What is before a numbered paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Printed {
    Number(String),
    Bullet,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_count_and_begin_anew() {
        let xml = r#"<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/><w:isLgl/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num></w:numbering>"#;
        let mut numbering = Numbering::read(xml, "numbering.xml").expect("reads");
        let mut next = |number, level| match numbering.next(number, level) {
            Some(Printed::Number(text)) => text,
            other => format!("{other:?}"),
        };
        let all = [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1), (2, 0), (1, 0)]
            .map(|(number, level)| next(number, level));
        assert_eq!(all, ["一、", "1.1", "1.2", "二、", "2.1", "四、", "五、"]);
    }
}
