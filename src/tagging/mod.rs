//! What is said of a document: a [`TaggedParagraph`] is one with its prediction, a [`Rollup`]
//! adds up those of a document, a [`Profile`] those of a run, a [`Unit`] is what a row is about.

mod profile;
mod rollup;
mod tagged;
mod unit;

pub use profile::Profile;
pub use rollup::{Counts, Evidence, Rollup, ThemeShare};
pub use tagged::TaggedParagraph;
pub(crate) use tagged::rounded;
pub use unit::Unit;
