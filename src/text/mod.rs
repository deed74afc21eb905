//! What several rules need to know of a text, recognised in one place.

pub mod clock;
pub mod copies;
pub mod ends;
pub mod han;
pub mod mentions;
pub mod normal;
pub mod numeral;
pub mod profile;
pub mod sentence;
pub mod year_scope;

pub use copies::Copies;
pub use ends::Ends;
pub use mentions::Mentions;
pub use normal::Normal;
pub use profile::Profile;
