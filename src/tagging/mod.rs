//! Predictions in context: a [`TaggedParagraph`] is a paragraph with its prediction, a [`Rollup`]
//! summarises a document, a [`Profile`] summarises a run, and a [`Unit`] is the unit of a row.

mod profile;
mod rollup;
mod tagged;
mod unit;

pub use profile::Profile;
pub use rollup::{Counts, Evidence, Rollup, ThemeShare};
pub use tagged::TaggedParagraph;
pub(crate) use tagged::rounded;
pub use unit::Unit;
