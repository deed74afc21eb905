//! What several rules need to know of a text, recognised in one place.

pub mod clock;
pub mod han;
pub mod mentions;
pub mod numeral;
pub mod profile;
pub mod sentence;
pub mod year_scope;

pub use mentions::Mentions;
pub use profile::Profile;
