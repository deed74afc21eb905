//! The rules: what a rule is, how it is described, and the registry of all of them.
//!
//! A rule is one file `rules/<name>.toml` (its manual page: wording, data, examples) and, where
//! patterns do not suffice, one file `src/rules/<category>/<name>.rs` with its logic, which the
//! `mod.rs` beside it names in its list of checks.

mod chronology;
mod completeness;
mod duplication;
mod entity;
mod examples;
mod finding;
mod layout;
mod numeric;
mod patterns;
mod punctuation;
mod redaction;
mod registry;
mod residue;
mod rule;
mod script;
mod structure;
mod wording;

pub use examples::{ExampleError, test_example};
pub use finding::{Edit, Finding, Findings, Fix, Related, Safety, Silence};
pub(crate) use patterns::check_patterns;
pub use registry::{all, find};
pub(crate) use rule::Build;
pub use rule::{
    Arguments, Category, Check, Example, Lang, Level, OptionSpec, Rule, Settings, Text, fill,
};
