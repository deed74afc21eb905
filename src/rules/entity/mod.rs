//! What the rules about names and posts share.

mod deputies;

pub(crate) use deputies::check_deputies;
