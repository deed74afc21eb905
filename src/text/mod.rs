//! What several rules need to know of a text, recognised in one place.

pub mod across;
pub mod bigrams;
pub mod charset;
pub mod clock;
pub mod copies;
pub mod ends;
pub mod formula;
pub mod glued;
pub mod habit;
pub mod han;
pub mod mention;
pub mod mentions;
pub mod normal;
pub mod numeral;
pub mod ordinals;
pub mod outline;
pub mod pairs;
pub mod profile;
pub mod quantity;
pub mod scan;
pub mod sentence;
pub mod signs;
pub mod statement;
pub mod terms;
pub mod year_scope;

pub use bigrams::Bigrams;
pub use copies::Copies;
pub use ends::Ends;
pub use mentions::Mentions;
pub use normal::Normal;
pub use outline::Outline;
pub use pairs::Pairs;
pub use profile::Profile;
pub use scan::Scan;
pub use statement::Quantities;
