//! Themes of documents in the formats of other tools: MISP, STIX 2.1, ninjs, GDELT.
//!
//! All of them are written of a whole document, and all of them say that a program has
//! spoken: that a text is about a theme, which nobody has checked, and not that what it says
//! is true. Ids are made of what they stand for, by UUIDs of version 5, so that a document
//! tagged again is the same event, report or item as before.

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
pub(super) use misp::MISP;
pub use misp::MispWriter;
pub(super) use ninjs::NINJS;
pub use ninjs::{Ninjs, NinjsWriter};
pub(super) use stix::STIX;
pub use stix::StixWriter;

/// The note on automatic labels in every format.
const AUTOMATIC: &str = "Themes are given by a program, themewise, and nobody has checked them: \
                         they say what the text is about, not whether it is true.";
