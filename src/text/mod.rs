//! What several rules need to know of a text, recognised in one place.

pub mod across;
pub mod copies;
pub mod formula;
pub mod han;
pub mod mentions;
pub mod normal;
pub mod numeral;
pub mod profile;
pub mod sentence;

pub use copies::Copies;
pub use mentions::Mentions;
pub use normal::Normal;
pub use profile::Profile;
