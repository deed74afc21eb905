//! What a draft does throughout, against what it does here and there.

/// How often something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// So often that it is reported once, with its count.
    Throughout,
    /// At a few places, each of which is reported.
    Scattered,
}

/// From this many places on nobody wants them one by one.
pub(crate) const MANY: usize = 10;
/// Fewer places than these make no habit.
const FEW: usize = 4;

/// Whether `wrong` places against `right` ones are a habit.
pub fn of(wrong: usize, right: usize) -> Habit {
    if wrong > MANY || wrong >= FEW && wrong >= right {
        Habit::Throughout
    } else {
        Habit::Scattered
    }
}
