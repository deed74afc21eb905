//! What several rules need to know of a text, recognised in one place.

pub mod han;
pub mod mentions;
pub mod numeral;
pub mod ordinals;
pub mod profile;
pub mod quantity;
pub mod sentence;
pub mod statement;

pub use mentions::Mentions;
pub use profile::Profile;
pub use statement::Quantities;
