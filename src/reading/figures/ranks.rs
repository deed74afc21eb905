//! Ranks: 第3位, 位列第12.

use std::ops::Range;

use crate::{
    document::Document,
    language::{han::is_han, numeral, terms::Terms},
    scan::Numeral,
};

/// 第3位.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rank {
    /// 3.
    pub value: u64,
    /// Its place, 第 included.
    pub range: Range<usize>,
}

static RANKED: Terms = Terms::new(&["位列", "排名", "位居", "排", "居", "名列"]);

/// The ranks of `doc`, in order.
pub fn ranks(doc: &Document) -> Vec<Rank> {
    let text = &*doc.text;
    let rank = |numeral: &Numeral| {
        let run = &numeral.range;
        let head = text.get(..run.start)?.strip_suffix('第')?;
        if !matches!(numeral.behind, '位' | '名') && RANKED.end(head).is_none() {
            return None;
        }
        let number = text.get(run.start..)?;
        let (value, length) = numeral::integer_at(number)?;
        let after = number.get(length..)?;
        let end = run.start + length;
        // 「位列第12」 does without the unit.
        let end = if after.starts_with(['位', '名']) {
            end + "位".len()
        } else if RANKED.end(head).is_some() && !after.starts_with(is_han) {
            end
        } else {
            return None;
        };
        Some(Rank {
            value,
            range: head.len()..end,
        })
    };
    let mut ranks = Vec::new();
    for numeral in &doc.scan().numerals {
        if numeral.before == '第' {
            ranks.extend(rank(numeral));
        }
    }
    ranks
}
