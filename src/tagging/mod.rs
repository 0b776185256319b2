//! Predictions in context: a [`Reading`] predicts the passages of an [`Article`], a
//! [`TaggedParagraph`] is a paragraph with its prediction, a [`Rollup`] summarises a document, a
//! [`Profile`] summarises a run, and a [`Unit`] is the unit of a row.

mod article;
mod profile;
mod reading;
mod rollup;
mod tagged;
mod unit;

pub use article::{Article, Passage};
pub use profile::Profile;
pub use reading::Reading;
pub use rollup::{Counts, Evidence, Rollup, ThemeShare};
pub(crate) use tagged::rounded_to_two;
pub use tagged::{TaggedParagraph, rounded};
pub use unit::Unit;
