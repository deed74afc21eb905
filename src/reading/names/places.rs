//! Counties and districts that are known ones but for a character: 北培区 where the draft has 北碚区.

use std::collections::HashMap;

use super::{
    characters::{Characters, GAP},
    forms::Two,
};
use crate::facts::regions;

/// What a name of three characters ends with.
const LEVELS: &str = "区县旗";

/// The pairs of names that are one place, the odd one first. Only names that no word of the dictionary
/// explains and that stand alone count as odd.
pub(super) fn find(text: &Characters) -> Vec<Two> {
    // The first place of each known name, and the candidates.
    let mut known: HashMap<[char; 3], (usize, usize)> = HashMap::new();
    let mut unknown: Vec<usize> = Vec::new();
    for end in 3..=text.len() {
        let start = end - 3;
        if !LEVELS.contains(text.han(end - 1)) {
            continue;
        }
        let name = [text.han(start), text.han(start + 1), text.han(end - 1)];
        if name.contains(&GAP) {
            continue;
        }
        if regions::all().is_name(&name.iter().collect::<String>()) {
            known.entry(name).or_insert((start, 0)).1 += 1;
        } else if start == 0 || text.han(start - 1) == GAP {
            unknown.push(start);
        }
    }
    let mut by_rest: HashMap<[char; 2], Vec<[char; 3]>> = HashMap::new();
    for &name in known.keys() {
        by_rest.entry(first_and_last(name)).or_default().push(name);
    }
    let odd = |start: usize| -> Option<Two> {
        let name = [text.han(start), text.han(start + 1), text.han(start + 2)];
        let [usual] = by_rest.get(&first_and_last(name))?.as_slice() else {
            return None;
        };
        let &(place, count) = known.get(usual)?;
        let explained = text
            .word_around(start..start + 2, text.around(start), 1)
            .is_some();
        (!explained).then_some(Two {
            odd: start..start + 3,
            usual: place..place + 3,
            count,
        })
    };
    unknown.into_iter().filter_map(odd).collect()
}

/// What is left of `name` without its second character: the first is what names are distinguished by.
fn first_and_last(name: [char; 3]) -> [char; 2] {
    [name[0], name[2]]
}
