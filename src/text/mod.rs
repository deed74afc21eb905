//! What several rules need to know of a text, recognised in one place.

pub mod habit;
pub mod han;
pub mod mentions;
pub mod numeral;
pub mod pairs;
pub mod profile;
pub mod sentence;
pub mod signs;

pub use mentions::Mentions;
pub use pairs::Pairs;
pub use profile::Profile;
