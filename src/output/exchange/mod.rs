//! The themes of documents in the formats of other tools: MISP, STIX 2.1, ninjs, GDELT.
//!
//! All of them describe whole documents. All of them say that a program assigned the themes, that
//! nobody has checked them, and that a theme does not mean that the text is true. Ids are UUIDs of
//! version 5, derived from content, so that a document tagged again is the same event, report or
//! item as before.

mod address;
mod article;
mod codes;
mod confidence;
mod gdelt;
mod ids;
mod misp;
mod ninjs;
mod stix;
mod stix_object;
mod timestamp;

pub(super) use gdelt::GDELT;
pub use gdelt::GdeltWriter;
pub(crate) use ids::address_number;
pub(super) use misp::MISP;
pub use misp::MispWriter;
pub(super) use ninjs::NINJS;
pub use ninjs::{Ninjs, NinjsWriter};
pub(super) use stix::STIX;
pub use stix::StixWriter;

/// The note on automatic labels in every format.
const AUTOMATIC: &str = "Themes are given by a program, themewise, and nobody has checked them: \
                         they say what the text is about, not whether it is true.";
