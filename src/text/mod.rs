//! What several rules need to know of a text, recognised in one place.

pub mod ends;
pub mod han;
pub mod mentions;
pub mod numeral;
pub mod profile;
pub mod sentence;

pub use ends::Ends;
pub use mentions::Mentions;
pub use profile::Profile;
