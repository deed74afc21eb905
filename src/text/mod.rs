//! What several rules need to know of a text, recognised in one place.

pub mod han;
pub mod mentions;
pub mod numeral;
pub mod outline;
pub mod profile;
pub mod sentence;

pub use mentions::Mentions;
pub use outline::Outline;
pub use profile::Profile;
