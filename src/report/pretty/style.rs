//! How the report looks.

use crate::rules::Lang;

/// The order in which the findings of a draft are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Order {
    /// As they lie in the draft, under its headings.
    Place,
    /// The worst first.
    Level,
}

/// How the report looks.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// The language of what the report itself says.
    pub lang: Lang,
    /// Whether to print colours.
    pub color: bool,
    /// The columns of the terminal.
    pub columns: usize,
    /// The lines of the terminal.
    pub rows: usize,
    /// Whether to print every finding of a rule, however many, and everything about each.
    pub all: bool,
    /// The order of findings; where none is asked for, that of the draft if they fit one screen, else the worst
    /// first.
    pub order: Option<Order>,
}

/// The narrowest terminal that is laid out for.
pub(super) const NARROWEST: usize = 40;
