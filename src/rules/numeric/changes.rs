//! From one value to another: 「由18.5亿元增加到20.9亿元」.

use crate::{
    language::terms::Terms,
    reading::figures::statement::{Figure, Statement},
};

pub(crate) use crate::reading::frames::{Way as Direction, way as direction};

/// A value that became another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change<'a> {
    pub(crate) from: &'a Figure,
    pub(crate) to: &'a Figure,
    /// The index of `to` in its statement.
    pub(crate) at: usize,
    pub(crate) direction: Option<Direction>,
}

/// The longest text between the two values, in characters.
const LONGEST_LINK: usize = 14;

/// The changes that `statement` tells of.
pub(crate) fn changes<'a>(text: &str, statement: &'a Statement) -> Vec<Change<'a>> {
    let mut out = Vec::new();
    for (index, pair) in statement.figures.windows(2).enumerate() {
        let [from, to] = pair else { continue };
        if from.depth != to.depth {
            continue;
        }
        let bare = from.quantity.unit.name.is_empty();
        let ratios = bare
            && to.quantity.unit.name.is_empty()
            && from.quantity.decimals > 0
            && to.quantity.decimals > 0;
        if bare && to.quantity.unit.name.is_empty() && !ratios {
            continue;
        }
        if !bare && !from.quantity.unit.comparable(to.quantity.unit) {
            continue;
        }
        let link = text
            .get(from.quantity.range.end..to.quantity.range.start)
            .unwrap_or_default();
        if link.len() > LONGEST_LINK * char::MAX.len_utf8() || !starts_from(from.label(text)) {
            continue;
        }
        let reaches = link.contains(['到', '至', '为'])
            && !link.contains(['，', ',', '；', '、', '（', '('])
            && link.chars().count() <= LONGEST_LINK;
        if !reaches {
            continue;
        }
        out.push(Change {
            from,
            to,
            at: index + 1,
            direction: direction(link),
        });
    }
    out
}

/// The most characters between 由 and the number: 「由2019年的」, 「从人均」.
const LONGEST_HEAD: usize = 8;

static FROM: Terms = Terms::new(&["由", "从"]);

/// Whether a label ends with 由 or 从, a year or a few words apart.
fn starts_from(label: &str) -> bool {
    if !FROM.stand_in(label) {
        return false;
    }
    let Some(at) = label.rfind(['由', '从']) else {
        return false;
    };
    let head = label.get(at..).unwrap_or_default();
    head.chars().count() <= LONGEST_HEAD && !head.contains(['到', '至', '为', '“', '”'])
}
