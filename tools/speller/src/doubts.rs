//! The part of hongbi that reads the model, compiled into this tool.

#[path = "../../../src/reading/doubts/candidate.rs"]
pub mod candidate;
#[path = "../../../src/reading/doubts/model.rs"]
pub mod model;
#[path = "../../../src/reading/doubts/number.rs"]
pub mod number;
#[path = "../../../src/reading/doubts/symbol.rs"]
pub mod symbol;
